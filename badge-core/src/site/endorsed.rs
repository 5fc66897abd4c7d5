//! Who endorses, since when, and whether it still holds; and the page of an endorsement that the place gave.

use askama::Template;

use super::frame::{About, Frame, page_path};
use super::input::{Given, Site};
use super::markdown::{is_safe_link, to_html};
use super::speech::{Said, Speech, is_tag, no_break};
use crate::did::Scope;
use crate::message::plain_within;
use crate::model::{Achievement, Alignment};
use crate::name::Url;
use crate::place::register::{AwardStatus, Endorsed as Of};
use crate::place::{Holding, Received, Relation, Spot};
use crate::time::Timestamp;

/// Letters of an endorsement that a list shows.
const WORDS: usize = 700;

/// An endorsement in a list.
#[derive(Debug)]
pub(super) struct Endorsed {
    pub(super) by: String,
    /// The address that signed, or that nothing proves the name: anybody may call themselves anything.
    pub(super) whose: String,
    /// What is endorsed, where a list holds endorsements of more than one thing.
    pub(super) of: Option<String>,
    /// The partner's page, at the address that signed.
    pub(super) page: Option<String>,
    pub(super) since: Option<String>,
    /// Their words, as HTML.
    pub(super) words: Option<String>,
    pub(super) state: String,
    pub(super) holds: bool,
    /// The signed file.
    pub(super) file: Option<String>,
}

/// The endorsements of something, good ones first. What was changed after it was accepted is not shown. Those of an
/// achievement hold for the words that it had when they were accepted: `model` is what it says on this page.
pub(super) fn endorsements<'r>(
    at: Timestamp,
    t: &Speech,
    received: impl IntoIterator<Item = &'r Received>,
    model: Option<&Achievement>,
) -> Vec<Endorsed> {
    let shown = received.into_iter().filter(|one| !one.changed);
    let mut all: Vec<Endorsed> = shown.map(|one| endorsed(at, t, one, model)).collect();
    all.sort_by_key(|one| !one.holds);
    all
}

/// The endorsements of one person's badge and of its model together, each saying which it is about.
pub(super) fn of_badge<'r>(
    at: Timestamp,
    t: &Speech,
    own: impl IntoIterator<Item = &'r Received>,
    of_model: impl IntoIterator<Item = &'r Received>,
    model: Option<&Achievement>,
) -> Vec<Endorsed> {
    let about = |list: Vec<Endorsed>, id: &str| {
        let text = t.s(id);
        list.into_iter().map(move |one| Endorsed { of: Some(text.clone()), ..one })
    };
    let own = about(endorsements(at, t, own, None), "site-endorsement-of-badge");
    let mut all: Vec<Endorsed> =
        own.chain(about(endorsements(at, t, of_model, model), "site-endorsement-of-model")).collect();
    all.sort_by_key(|one| !one.holds);
    all
}

/// Of the endorsements of an achievement, those of the one that a page is about: each language has an id of its own, and
/// each version.
pub(super) fn of_achievement<'r>(at: Timestamp, model: &Achievement, received: &'r [Received]) -> Vec<&'r Received> {
    let id = model.id.as_deref().unwrap_or_default();
    let other = match id.strip_suffix(".v2.json") {
        Some(start) => format!("{start}.json"),
        None => format!("{}.v2.json", id.strip_suffix(".json").unwrap_or(id)),
    };
    let is_it = |subject: &str| subject == id || subject == other;
    let latest = Received::latest(received, at).into_iter();
    latest.filter(|one| one.subject().is_none_or(is_it)).collect()
}

fn endorsed(at: Timestamp, t: &Speech, one: &Received, model: Option<&Achievement>) -> Endorsed {
    let issuer = &one.badge.issuer;
    let name = issuer.name.as_deref().or(issuer.id.as_deref()).unwrap_or_default();
    let holding = one.holding(at);
    let rewritten = model.is_some_and(|model| one.is_of_other_words_than(model));
    let state = match holding {
        Holding::Holds if rewritten => t.s("site-endorsement-rewritten"),
        Holding::Holds => match one.badge.valid_until {
            Some(end) => t.v("site-endorsement-until", "date", t.day(end)),
            None => t.v("site-endorsement-held", "date", t.day(one.note.checked)),
        },
        Holding::NotYet(begin) => t.v("site-state-begins", "date", t.day(begin)),
        Holding::Over(end) => t.v("site-endorsement-over", "date", t.day(end)),
        Holding::Changed => String::new(),
        Holding::Withdrawn(seen) => t.v("site-endorsement-withdrawn", "date", t.day(seen)),
        Holding::Suspended(seen) => t.v("site-endorsement-suspended", "date", t.day(seen)),
        Holding::KeyGone(seen) => t.v("site-endorsement-key-gone", "date", t.day(seen)),
        Holding::Bad(seen) => t.v("site-endorsement-bad", "date", t.day(seen)),
    };
    let scope = issuer.id.as_deref().and_then(Scope::of);
    let own = |url: &String| scope.as_ref().zip(Url::parse(url).ok()).is_some_and(|(scope, url)| scope.covers(&url));
    Endorsed {
        by: plain_within(name, 160),
        whose: match &scope {
            Some(scope) => plain_within(&scope.shown(), 160),
            None => t.s("site-endorser-unproven"),
        },
        of: None,
        page: issuer.url.clone().filter(|url| is_safe_link(url) && own(url)),
        since: one.badge.valid_from.map(|at| t.v("site-endorsement-since", "date", t.day(at))),
        // What was taken back is not said any more.
        words: one
            .badge
            .narrative
            .as_deref()
            .filter(|_| holding == Holding::Holds && !rewritten)
            .map(|w| to_html(&brief(w))),
        state,
        holds: holding == Holding::Holds && !rewritten,
        file: one.badge.id.clone().filter(|id| is_safe_link(id)),
    }
}

/// The words of a partner as a list of them shows these: whole, unless they would push everything else off the page. The
/// signed file beside them has them all.
fn brief(words: &str) -> std::borrow::Cow<'_, str> {
    match words.char_indices().nth(WORDS) {
        Some((end, _)) => {
            let end = words[..end].rfind(char::is_whitespace).unwrap_or(end);
            format!("{} …", words[..end].trim_end()).into()
        }
        None => words.into(),
    }
}

/// What an achievement is to another place's.
#[derive(Debug)]
pub(super) struct Recognised {
    pub(super) relation: String,
    pub(super) name: Said,
    pub(super) href: Option<String>,
    pub(super) by: Option<Said>,
}

/// The relations among the alignments of an achievement.
pub(super) fn recognised(t: &Speech, alignments: &[Alignment], lang: &str) -> Vec<Recognised> {
    let one = |a: &Alignment| {
        let relation = match Relation::of(a)? {
            Relation::Equivalent => "site-recognition-equivalent",
            Relation::PartOf => "site-recognition-part-of",
            Relation::Follows => "site-recognition-follows",
        };
        Some(Recognised {
            relation: t.s(relation),
            name: t.from(&plain_within(a.target_name.as_deref()?, 160), lang),
            href: a.target_url.clone().filter(|url| is_safe_link(url)),
            by: a.target_framework.as_deref().map(|by| t.from(&plain_within(by, 160), lang)),
        })
    };
    alignments.iter().filter_map(one).collect()
}

#[derive(Debug, Template)]
#[template(path = "endorsement.html", whitespace = "minimize")]
struct Page<'a> {
    t: &'a Speech,
    frame: Frame,
    lang: Option<String>,
    title: String,
    class: &'static str,
    mark: &'static str,
    state: String,
    note: Option<String>,
    reason: Option<String>,
    by: String,
    of: String,
    what: String,
    subject: Option<String>,
    since: String,
    until: Option<String>,
    words: Option<String>,
    files: Vec<(&'static str, String)>,
}

/// The page of an endorsement that the place gave, in one language.
pub(super) fn given(
    (site, at): (&Site, Timestamp),
    t: &Speech,
    given: &Given,
) -> Result<(String, String), askama::Error> {
    let entry = &given.entry;
    let one = &entry.given;
    let file = Spot::Endorsement(one.token).file();
    let what = no_break(&plain_within(&one.title, 160));
    let title = t.v("site-given-title", "name", &what);
    let day = |at| t.day(at);
    let (class, mark, state, note) = match &entry.status {
        AwardStatus::Revoked { since, .. } => {
            ("bad", "✕", "site-given-withdrawn", Some(t.v("site-state-since", "date", day(*since))))
        }
        AwardStatus::Suspended { since, .. } => {
            ("open", "…", "site-given-suspended", Some(t.v("site-state-since", "date", day(*since))))
        }
        AwardStatus::Active => match one.expires {
            Some(end) if end < at => ("bad", "✕", "site-given-over", Some(t.v("site-state-ended", "date", day(end)))),
            Some(end) => ("good", "✓", "site-given-holds", Some(t.v("site-state-until", "date", day(end)))),
            None => ("good", "✓", "site-given-holds", None),
        },
    };
    let reason = match &entry.status {
        AwardStatus::Revoked { reason, .. } | AwardStatus::Suspended { reason, .. } => reason.as_deref(),
        AwardStatus::Active => None,
    };
    let about = t.v("site-given-about", "name", site.name(t.lang()));
    let frame = Frame::new(
        site,
        t,
        About { file: file.clone(), title: &title, description: &about, noindex: true, image: None },
    );
    let lang = one.language.tag();
    let page = Page {
        t,
        frame,
        lang: (lang != t.lang().tag() && is_tag(lang)).then(|| lang.to_owned()),
        title,
        class,
        mark,
        state: t.s(state),
        note,
        reason: reason.map(|r| plain_within(r, 400)).filter(|r| !r.is_empty()),
        by: plain_within(site.name(t.lang()), 160),
        of: t.s(match one.of {
            Of::Badge => "site-given-badge",
            Of::Achievement => "site-given-achievement",
            Of::Issuer => "site-given-issuer",
        }),
        what,
        subject: Some(one.subject.clone()).filter(|id| is_safe_link(id)),
        since: day(one.date),
        until: one.expires.map(day),
        words: given.badge.narrative.as_deref().filter(|_| entry.status == AwardStatus::Active).map(to_html),
        files: one
            .credentials
            .iter()
            .map(|c| {
                if c.format.is_jws() {
                    ("endorsement.jws", "site-given-jws")
                } else {
                    ("endorsement.json", "site-given-json")
                }
            })
            .map(|(name, id)| (name, t.s(id)))
            .collect(),
    };
    Ok((page_path(site, &file, t.lang()), page.render()?))
}
