//! The page of one badge: what, who, when, where, why; whether it holds; how to check it and keep it.

use askama::Template;

use super::catalogue::png_of;
use super::catalogue::{Linked, alignments};
use super::endorsed::{Endorsed, Recognised, of_achievement, of_badge, recognised};
use super::frame::{About, Frame, Shown, page_path, root_of};
use super::input::{Award, AwardFile, PREVIEW, Site};
use super::markdown::{is_safe_link, to_html, to_text};
use super::of_place::trace_without;
use super::speech::{Said, Speech, is_tag, no_break};
use crate::message::{plain, plain_within};
use crate::model::Evidence;
use crate::place::register::{AwardStatus, SUPERSEDED};
use crate::place::{Received, Spot};
use crate::time::Timestamp;

#[derive(Debug, Template)]
#[template(path = "badge.html", whitespace = "minimize")]
struct Page<'a> {
    t: &'a Speech,
    frame: Frame,
    /// The badge's language, where it is not the page's.
    lang: Option<String>,
    title: String,
    state: State,
    picture: Option<Shown>,
    recipient: Option<String>,
    issuer: String,
    date: Option<String>,
    location: Option<String>,
    kind: Option<Said>,
    level: Option<Said>,
    description: Option<String>,
    narrative: Option<String>,
    evidence: Vec<Trace>,
    criteria: Option<String>,
    skills: Vec<Linked>,
    endorsements: Vec<Endorsed>,
    recognised: Vec<Recognised>,
    achievement: Option<String>,
    downloads: Vec<Download>,
    address: Option<String>,
    /// The same as a QR code, drawn.
    code: Option<String>,
    id: Option<String>,
    email: Option<String>,
}

/// Whether the badge holds, as a word for the style sheet, a title and a sentence.
#[derive(Debug)]
struct State {
    class: &'static str,
    mark: &'static str,
    title: String,
    text: Option<String>,
    /// The issuer's own words.
    reason: Option<String>,
}

#[derive(Debug)]
struct Trace {
    title: Option<String>,
    href: Option<String>,
    /// The title is the address itself: on paper it need not stand there twice.
    bare: bool,
    text: Option<String>,
}

#[derive(Debug)]
struct Download {
    href: &'static str,
    name: String,
    note: String,
    /// The one to take when in doubt.
    first: bool,
}

/// The page of one award in one language.
pub(super) fn award(
    (site, at): (&Site, Timestamp),
    t: &Speech,
    award: &Award,
) -> Result<(String, String), askama::Error> {
    let badge = &award.badge;
    let file = Spot::Award(award.token).file();
    let root = root_of(&file);
    let what = award.achievement.as_ref().and_then(|slug| site.achievements.iter().find(|a| a.slug == *slug));
    let model = badge.achievement.as_ref();
    let title = badge.title().map_or_else(|| t.s("page-untitled"), |name| no_break(&plain_within(name, 160)));
    let lang = badge.language.as_deref().or(model.and_then(|a| a.language.as_deref()));
    let lang = lang.filter(|l| is_tag(l)).or(site.languages.first().map(|l| l.tag())).unwrap_or_default();
    let issuer = badge.issuer.name.as_deref().or(site.profile.name.as_deref());
    let issuer = issuer.map_or_else(|| t.s("page-issuer-unnamed"), |name| plain_within(name, 160));
    let description = model.and_then(|a| a.description.as_deref());
    let level = what.and_then(|w| w.level.as_deref());
    let folder = file.trim_end_matches("index.html");
    let alt = what
        .and_then(|w| w.picture.as_ref())
        .and_then(|p| t.said(&p.alt))
        .map_or_else(|| t.v("site-badge-alt", "name", &title), |s| s.text);
    let own =
        award.files.contains(&AwardFile::Png).then(|| (format!("{folder}{}", AwardFile::Png.file_name()), alt.clone()));
    let wide = award.preview.then(|| (format!("{folder}{PREVIEW}"), alt.clone()));
    let preview = wide.or(own).or_else(|| what.and_then(|w| png_of(w, t)));
    let about = match (award.recipient.as_deref(), description) {
        (_, Some(text)) => to_text(text),
        _ => t.v("site-badge-by", "issuer", &issuer),
    };
    let frame = Frame::new(
        site,
        t,
        About { file: file.clone(), title: &title, description: &about, noindex: true, image: preview },
    );
    let page = Page {
        t,
        state: state(at, t, award),
        picture: picture(award).map(|src| Shown { src: src.to_owned(), alt: Said { text: alt, lang: None } }),
        recipient: award.recipient.as_deref().map(|name| plain_within(name, 160)),
        date: badge.awarded.or(badge.valid_from).map(|at| t.day(at)),
        location: award.location.as_deref().map(|l| plain_within(l, 200)),
        kind: what.and_then(|w| t.said(&w.kind)),
        level: level.and_then(|id| site.levels.iter().find(|l| l.id == id)).and_then(|l| t.said(&l.name)),
        description: description.map(to_html),
        narrative: badge.narrative.as_deref().map(to_html),
        evidence: traces(site, award),
        criteria: model.and_then(|a| a.criteria.as_ref()).and_then(|c| c.narrative.as_deref()).map(to_html),
        skills: model.map(|a| alignments(t, a, lang, level)).unwrap_or_default(),
        endorsements: {
            let of_model = what.zip(model).map(|(w, model)| of_achievement(at, model, &w.endorsements));
            let own = Received::latest(&award.endorsements, at);
            of_badge(at, t, own, of_model.unwrap_or_default(), model)
        },
        recognised: model.map(|a| recognised(t, &a.alignments, lang)).unwrap_or_default(),
        achievement: what.map(|w| {
            format!("{root}{}", page_path(site, &Spot::AchievementPage(w.slug.clone(), None).file(), t.lang()))
        }),
        // What was taken back is not to be shown around any more.
        downloads: if matches!(award.status, AwardStatus::Revoked { .. }) { Vec::new() } else { downloads(t, award) },
        address: site.base.as_ref().map(|base| base.url(&Spot::Award(award.token))),
        code: site.base.as_ref().and_then(|base| code(&base.url(&Spot::Award(award.token)), t)),
        id: badge.id.as_deref().map(|id| plain_within(id, 300)),
        email: site.profile.email.as_deref().map(plain),
        lang: (lang != t.lang().tag()).then(|| lang.to_owned()),
        title,
        issuer,
        frame,
    };
    Ok((page_path(site, &file, t.lang()), page.render()?))
}

/// The code that opens a page, for those who print it or show it on a screen.
#[cfg(feature = "picture")]
fn code(address: &str, t: &Speech) -> Option<String> {
    /// Modules of white around it.
    const QUIET: usize = 4;
    let qr = crate::picture::Qr::new(address).ok()?;
    let side = qr.size() + 2 * QUIET;
    let dark: String = qr.runs().map(|(x, y, run)| format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET)).collect();
    // Inside a page it is drawn as large as the style sheet says.
    Some(format!(
        "<svg class=\"code\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{}\" shape-rendering=\"crispEdges\">\
         <path d=\"M0 0h{side}v{side}H0z\" fill=\"#fff\"></path><path d=\"{dark}\" fill=\"#000\"></path></svg>",
        t.s("site-code-alt")
    ))
}

#[cfg(not(feature = "picture"))]
fn code(_: &str, _: &Speech) -> Option<String> {
    None
}

/// In force, over, or taken back.
fn state(at: Timestamp, t: &Speech, award: &Award) -> State {
    let badge = &award.badge;
    let of = |class, mark, id: &str, text| State { class, mark, title: t.s(id), text, reason: None };
    let said = |reason: &Option<String>| reason.as_deref().map(|r| plain_within(r, 400)).filter(|r| !r.is_empty());
    match &award.status {
        // Another took its place. Which one, and whose it is, is nobody's business here (D-10).
        AwardStatus::Revoked { since, reason } if reason.as_deref() == Some(SUPERSEDED) => {
            let (title, text) = match award.card {
                true => ("site-state-claimed", "site-state-claimed.since"),
                false => ("site-state-replaced", "site-state-replaced.since"),
            };
            of("bad", "✕", title, Some(t.v(text, "date", t.day(*since))))
        }
        AwardStatus::Revoked { since, reason } => State {
            reason: said(reason),
            ..of("bad", "✕", "site-state-revoked", Some(t.v("site-state-since", "date", t.day(*since))))
        },
        AwardStatus::Suspended { since, reason } => State {
            reason: said(reason),
            ..of("open", "…", "site-state-suspended", Some(t.v("site-state-since", "date", t.day(*since))))
        },
        AwardStatus::Active => match (badge.valid_from, badge.valid_until) {
            (_, Some(end)) if end < at => {
                of("bad", "✕", "site-state-expired", Some(t.v("site-state-ended", "date", t.day(end))))
            }
            (Some(begin), _) if begin > at => {
                of("open", "…", "site-state-not-yet", Some(t.v("site-state-begins", "date", t.day(begin))))
            }
            // A page that lies on a disk cannot know what day it is read: it tells the day, not "still valid".
            (_, Some(end)) => of("good", "✓", "site-state-valid", Some(t.v("site-state-until", "date", t.day(end)))),
            (_, None) => of("good", "✓", "site-state-valid", Some(t.s("site-state-no-end"))),
        },
    }
}

fn picture(award: &Award) -> Option<&'static str> {
    [AwardFile::Svg, AwardFile::Png].into_iter().find(|f| award.files.contains(f)).map(AwardFile::file_name)
}

/// What can be seen of the work: without what the page tells at its top, and without the other form of this badge,
/// which EXT-30 names among the traces.
fn traces(site: &Site, award: &Award) -> Vec<Trace> {
    let own = site.base.as_ref().map(|base| base.url(&Spot::Award(award.token)));
    let foreign = |e: &&Evidence| !e.id.as_deref().zip(own.as_deref()).is_some_and(|(id, own)| id.starts_with(own));
    let all = award.badge.evidence.iter().filter(foreign);
    all.filter_map(|e| trace_without(e, award.location.as_deref())).map(|e| trace(&e)).collect()
}

fn trace(evidence: &Evidence) -> Trace {
    let text: Vec<&str> =
        [evidence.description.as_deref(), evidence.narrative.as_deref()].into_iter().flatten().collect();
    let href = evidence.id.clone().filter(|id| is_safe_link(id));
    let title = evidence.name.as_deref().or(href.as_deref()).map(|n| plain_within(n, 160));
    Trace {
        bare: title.is_some() && title == href,
        title,
        href,
        text: (!text.is_empty()).then(|| to_html(&text.join("\n\n"))),
    }
}

fn downloads(t: &Speech, award: &Award) -> Vec<Download> {
    let mut files = award.files.clone();
    files.sort_unstable();
    files.dedup();
    let pictures = files.iter().any(|f| matches!(f, AwardFile::Png | AwardFile::Svg));
    files
        .iter()
        .enumerate()
        .map(|(n, file)| {
            let id = match file {
                AwardFile::Png => "site-file-png",
                AwardFile::Svg => "site-file-svg",
                AwardFile::Certificate => "site-file-certificate",
                AwardFile::Credential => "site-file-credential",
                AwardFile::CredentialJws => "site-file-credential-jws",
                AwardFile::Assertion => "site-file-assertion",
                AwardFile::AssertionJws => "site-file-assertion-jws",
            };
            Download {
                href: file.file_name(),
                name: t.s(id),
                note: t.s(&format!("{id}.note")),
                first: n == 0 && pictures,
            }
        })
        .collect()
}
