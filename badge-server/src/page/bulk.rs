//! Many badges of the list at once: what would be done is counted and confirmed first. And the list as a table.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::cohort::{As, Sheet, write};
use badge_core::crypto::sha256;
use badge_core::language::Lang;
use badge_core::place::{Slug, Token};
use badge_core::text;

use super::badges::{NOT_THEIRS, Search, names, state_word};
use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, place_frame, refuse, show};
use crate::app::StorageError;
use crate::app::awards::{Looking, Query as Wanted, Seen};
use crate::app::bulk::{self, Act, MOST, Unsent};
use crate::app::places;
use crate::download::{Pieces, download};
use crate::entropy::random;
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Badges of a table that are held at a time. Few in tests, so that a small table has parts, too.
const PART: usize = if cfg!(test) { 3 } else { 200 };
/// UTF-8 says so of itself.
const MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Template)]
#[template(path = "bulk.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    lead: String,
    /// How many of those that are meant are in which state.
    counts: Vec<(String, usize)>,
    /// Where letters go: to whom none does, and why.
    unsent: Vec<(String, String)>,
    /// Whether anything would come of it.
    any: bool,
    /// That only so many are done at once.
    most: Option<String>,
    act: &'static str,
    /// Whether a reason is needed.
    revoke: bool,
    reason: String,
    tokens: Vec<String>,
    all: bool,
    text: String,
    achievement: String,
    once: String,
    /// Names those that were counted.
    lot: String,
    action: String,
    back: String,
}

/// Counts what is meant, and does it once it is confirmed.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let act = Act::of_tag(fields.text("do")).ok_or(Fault::Refused)?;
    let all = fields.text("which") == "all";
    let chosen: Vec<Token> = fields.all("token").filter_map(Token::parse).collect();
    let query = Wanted {
        text: fields.text("q").to_owned(),
        achievement: fields.text("achievement").to_owned(),
        before: None,
        claimed: fields.text("mark") == NOT_THEIRS,
    };
    let back = format!("{}?lang={lang}", of_place(route::BADGES, member.place));
    if !all && chosen.is_empty() {
        return Ok(see(&back));
    }
    let meant = bulk::meant(&app, member.place, (!all).then_some(chosen.as_slice()), &query).await?;
    let Some(meant) = meant else { return Ok(many(&app, lang, member)) };
    let reason = fields.text("reason");
    let sure = fields.text("sure") == "yes";
    let lacks = act == Act::Revoke && reason.is_empty();
    let once = Token::parse(fields.text("once"));
    // All that a search finds is another lot when others award or erase meanwhile: then it is counted and asked again.
    let lot = lot(&meant);
    let changed = sure && all && fields.text("lot") != lot;
    if let (true, false, false, Some(once)) = (sure, lacks, changed, once) {
        let tokens: Vec<Token> = meant.iter().map(|seen| seen.token).collect();
        let wish = (act, reason, once);
        let batch = bulk::begin(&app, signed.account().id, member.place, wish, (&tokens, lang)).await?;
        return Ok(see(&format!("{}?lang={lang}", super::batch::path(member, &batch))));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    meant.iter().for_each(|seen| *counts.entry(seen.state).or_default() += 1);
    let card = places::card(&app, member.place).await?;
    let count = meant.len().to_string();
    let letters = Letters::of(&app, t, &meant);
    let (title, lead) = match act {
        Act::Revoke => (t.s("bulk-revoke"), t.v("bulk-revoke-lead", "count", count)),
        Act::Reinstate => (t.s("bulk-reinstate"), t.v("bulk-reinstate-lead", "count", count)),
        Act::Send if letters.badges == 0 => (t.s("bulk-send"), t.s("bulk-send-nobody")),
        Act::Send => {
            let values = [("people", letters.people.to_string()), ("count", letters.badges.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            (t.s("bulk-send"), t.all("bulk-send-lead", &values))
        }
    };
    let sends = act == Act::Send;
    let page = Page {
        frame: Frame {
            other: super::other_language(lang, &of_place(route::BADGES, member.place)),
            ..place_frame(t, &card, member, title, route::BADGES)
        },
        flaws: match (sure, changed) {
            (true, true) => Flaws::plain(t.s("bulk-changed")),
            (true, false) if lacks => Flaws::at("reason", t.s("badge-no-reason")),
            _ => Flaws::none(),
        },
        lot,
        lead,
        any: !sends || letters.badges > 0,
        unsent: if sends { letters.unsent } else { Vec::new() },
        counts: if sends { BTreeMap::new() } else { counts }
            .into_iter()
            .map(|(state, count)| (state_word(t, state), count))
            .collect(),
        most: (meant.len() >= MOST).then(|| t.v("bulk-most", "most", MOST.to_string())),
        act: act.tag(),
        revoke: act == Act::Revoke,
        reason: reason.to_owned(),
        tokens: if all { Vec::new() } else { chosen.iter().map(Token::to_string).collect() },
        all,
        text: query.text,
        achievement: query.achievement,
        once: once.unwrap_or_else(|| Token::from_bytes(random())).to_string(),
        action: format!("{}?lang={lang}", of_place(route::BULK, member.place)),
        back,
    };
    let wrong = !page.flaws.is_empty();
    let page = show(lang, &page);
    Ok(if wrong { refuse(page) } else { page })
}

/// People who are named where the same holds for many.
const NAMED: usize = 8;

/// Whom letters go to, of those that are meant.
struct Letters {
    people: usize,
    badges: usize,
    /// Why none goes, and to how many, by their names.
    unsent: Vec<(String, String)>,
}

impl Letters {
    fn of(app: &App, t: &Speech, meant: &[Seen]) -> Self {
        let mail = app.post.is_there();
        let mut to: BTreeSet<&str> = BTreeSet::new();
        let mut badges = 0;
        let mut others: BTreeMap<Unsent, Vec<String>> = BTreeMap::new();
        for seen in meant {
            match Unsent::of(seen.state, seen.is_mail, mail) {
                None => {
                    badges += 1;
                    to.extend(seen.address.as_deref());
                }
                Some(why) => others.entry(why).or_default().push(super::batch::who(seen)),
            }
        }
        let unsent = others.into_iter().map(|(why, names)| {
            let mut said = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            if names.len() > NAMED {
                let more = t.v("plan-lines-more", "count", (names.len() - NAMED).to_string());
                said = format!("{said} {more}");
            }
            (t.said_of(&why.word(t), &names.len().to_string()), said)
        });
        Self { people: to.len(), badges, unsent: unsent.collect() }
    }
}

/// A search that means so many people that some would be left out: nothing is done.
fn many(app: &App, lang: Lang, member: Member) -> Response {
    let t = app.words.of(lang);
    let here = of_place(route::BADGES, member.place);
    refuse(super::note(app, lang, &here, t.s("bulk-many"), t.s("badges-partial"), Vec::new()))
}

/// A short name for exactly these badges, in whatever order they are found.
fn lot(meant: &[Seen]) -> String {
    let mut tokens: Vec<String> = meant.iter().map(|seen| seen.token.to_string()).collect();
    tokens.sort();
    text::hex(&sha256(tokens.concat().as_bytes())[..16])
}

/// What a search finds, as a table: all of it, a part at a time.
pub(crate) async fn csv(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(search): Query<Search>,
) -> Result<Response, Fault> {
    let query =
        Wanted { claimed: search.mark == NOT_THEIRS, text: search.q, achievement: search.achievement, before: None };
    let looking = Looking::begin(&app, member.place, &query).await?;
    if looking.partial {
        return Ok(many(&app, visitor.lang, member));
    }
    let card = places::card(&app, member.place).await?;
    let names = names(&app, member, &card, visitor.lang).await?;
    let (pieces, body) = download();
    tokio::spawn(async move {
        if let Err(error) = table(&app, (visitor.lang, &names), looking, &pieces).await {
            tracing::error!(%error, "a table broke off");
            pieces.break_off().await;
        }
    });
    Ok(super::file("badges.csv", "text/csv; charset=utf-8", body))
}

/// Gives the table until there is no more, or nobody reads on.
async fn table(
    app: &App,
    (lang, names): (Lang, &BTreeMap<Slug, String>),
    mut looking: Looking,
    pieces: &Pieces,
) -> Result<(), StorageError> {
    let t = app.words.of(lang);
    let titles = [
        "sheet-name",
        "sheet-address",
        "sheet-badge",
        "award-day",
        "badge-expires",
        "badges-state",
        "sheet-link",
        "badge-number",
    ];
    let mut rows = vec![titles.iter().map(|id| t.s(id)).collect::<Vec<_>>()];
    let mut first = true;
    while looking.more {
        for seen in looking.page(app, PART).await? {
            rows.push(vec![
                seen.name.unwrap_or_default(),
                seen.address.unwrap_or_default(),
                names.get(&seen.achievement).cloned().unwrap_or_else(|| seen.achievement.to_string()),
                seen.date.day(),
                seen.expires.map(|end| end.day()).unwrap_or_default(),
                state_word(t, seen.state),
                seen.page.unwrap_or_default(),
                seen.token.to_string(),
            ]);
        }
        let sheet = Sheet { rows: std::mem::take(&mut rows), ..Sheet::default() };
        let mut bytes = write(&[sheet], As::Csv { separator: b';' }, app.now());
        // The mark of the encoding stands at the beginning of a file, and nowhere else.
        if !std::mem::take(&mut first) && bytes.starts_with(MARK) {
            bytes.drain(..MARK.len());
        }
        if !pieces.give(bytes).await {
            break;
        }
    }
    Ok(())
}
