//! The badges of a place: looking for them, and one of them: sent again, taken back, given back.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use badge_core::language::Lang;
use badge_core::place::outbox::Step;
use badge_core::place::people::Refusal;
use badge_core::place::{AchievementFile, Place, Slug, Token};
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::letters::{answer_word, step_word};
use super::lists::by_title;
use super::{Frame, place_frame, refuse, show};
use crate::app::awards::{self, Seen};
use crate::app::problem::Obstacle;
use crate::app::refusing::{dismiss, put_back};
use crate::app::revoking::{Change, Changed, change_by};
use crate::app::{achievements, letters, places};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::role::Right;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "badges.html")]
struct List<'a> {
    frame: Frame<'a>,
    /// See [`awards::FoundAwards::partial`].
    partial: bool,
    rows: Vec<Row>,
    text: String,
    achievements: Vec<(String, String, bool)>,
    action: String,
    older: Option<String>,
    /// Whether something was looked for.
    asked: bool,
    /// Which achievement was looked for.
    achievement: String,
    mark: &'static str,
    /// Whether whoever looks may change something, and write to people.
    awards: bool,
    mail: bool,
    bulk: String,
    export: String,
    /// Badges that are said not to be theirs: how many, and where they are listed.
    claimed: Option<(String, String)>,
}

struct Row {
    token: String,
    href: String,
    name: String,
    address: String,
    achievement: String,
    day: String,
    state: String,
    good: bool,
}

/// What is looked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) achievement: String,
    before: Option<i64>,
    /// `not-theirs`: those that are said not to be, and that nobody saw to.
    #[serde(default)]
    pub(super) mark: String,
}

/// See [`Search`].
pub(super) const NOT_THEIRS: &str = "not-theirs";

/// The badges that are said not to be theirs, where there are any: how many, and where they are listed.
pub(super) async fn claimed(app: &App, member: Member, t: &Speech) -> Result<Option<(String, String)>, Fault> {
    let count = awards::claimed(app, member.place).await?;
    let href = format!("{}?lang={}&mark={NOT_THEIRS}", of_place(route::BADGES, member.place), t.lang());
    Ok((count > 0).then(|| (t.v("badges-claimed", "count", count.to_string()), href)))
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(search): Query<Search>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(&app, member.place).await?;
    let names = names(&app, member, &card, lang).await?;
    let claims = search.mark == NOT_THEIRS;
    let query =
        awards::Query { text: search.q, achievement: search.achievement, before: search.before, claimed: claims };
    let found = awards::search(&app, member.place, &query).await?;
    let here = of_place(route::BADGES, member.place);
    let row = |seen: Seen| Row {
        token: seen.token.to_string(),
        href: format!("{here}/{}?lang={lang}", seen.token),
        name: seen.name.unwrap_or_else(|| t.s("badges-nobody")),
        address: seen.address.unwrap_or_default(),
        achievement: names.get(&seen.achievement).cloned().unwrap_or_else(|| seen.achievement.to_string()),
        day: t.day(seen.date),
        good: seen.state == "valid",
        state: if seen.claimed { t.s("state-not-theirs") } else { state_word(t, seen.state) },
    };
    let escaped = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let mark = if claims { "&mark=not-theirs" } else { "" };
    let asked_for = format!("lang={lang}&q={}&achievement={}{mark}", escaped(&query.text), escaped(&query.achievement));
    let older = |next: i64| format!("{here}?{asked_for}&before={next}");
    let page = List {
        frame: place_frame(t, &card, member, t.s("badges-title"), route::BADGES),
        partial: found.partial,
        rows: found.awards.into_iter().map(row).collect(),
        achievements: by_title(
            names.iter().map(|(slug, name)| (slug.to_string(), name.clone(), slug.as_str() == query.achievement)),
            |(_, name, _)| name,
        ),
        older: found.next.map(older),
        claimed: if claims { None } else { claimed(&app, member, t).await? },
        asked: claims || !query.text.trim().is_empty() || !query.achievement.is_empty(),
        text: query.text,
        achievement: query.achievement,
        mark: if claims { NOT_THEIRS } else { "" },
        awards: member.role.may(Right::Award),
        mail: app.post.is_there(),
        bulk: format!("{}?lang={lang}", of_place(route::BULK, member.place)),
        export: format!("{}?{asked_for}", of_place(route::BADGES_CSV, member.place)),
        action: here,
    };
    Ok(show(lang, &page))
}

/// What achievements are called by those who have them: as they were published.
pub(super) async fn names(
    app: &App,
    member: Member,
    card: &Place,
    lang: Lang,
) -> Result<BTreeMap<Slug, String>, Fault> {
    let all = achievements::published(app, member.place).await?;
    let name = |file: AchievementFile| {
        file.texts(file.language_for(card, lang)).name.clone().unwrap_or_else(|| file.slug.to_string())
    };
    Ok(all.into_iter().map(|file| (file.slug.clone(), name(file))).collect())
}

pub(super) fn state_word(t: &Speech, state: &str) -> String {
    match state {
        "valid" => t.s("state-valid"),
        "revoked" => t.s("state-revoked"),
        "suspended" => t.s("state-suspended"),
        "expired" => t.s("state-expired"),
        "not_yet" => t.s("state-not-yet"),
        "waiting" => t.s("state-waiting"),
        "removed" => t.s("state-removed"),
        "erased" => t.s("state-erased"),
        other => other.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "badge.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    done: Option<String>,
    achievement: String,
    picture: String,
    name: String,
    address: Option<String>,
    /// What the day is: on which it was earned, or from which on it holds.
    day_of: String,
    day: String,
    expires: Option<String>,
    state: String,
    good: bool,
    ended: Option<String>,
    /// What became of the letter about it.
    letter: Option<String>,
    page: Option<String>,
    /// Whoever it is of, and their consent.
    person: Option<String>,
    token: String,
    /// What whoever looks may do now.
    can_revoke: bool,
    can_reinstate: bool,
    can_send: bool,
    can_show: bool,
    /// That whoever it is of does not want it shown, since when, and why.
    removed: Option<String>,
    /// Nobody saw to it yet that it is not theirs: where it is awarded to whom it is.
    claimed: Option<String>,
    reason: String,
    action: String,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

pub(crate) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, token)): Path<(i64, String)>,
    Query(just): Query<Just>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let done = match just.done.as_str() {
        "awarded" => Some(t.s("badge-awarded")),
        "already" => Some(t.s("badge-already")),
        "revoked" => Some(t.s("badge-was-revoked")),
        "reinstated" => Some(t.s("badge-was-reinstated")),
        "sent" => Some(t.s("badge-sent")),
        "unsent" => Some(t.s("badge-unsent")),
        "shown" => Some(t.s("badge-shown")),
        "dismissed" => Some(t.s("badge-dismissed")),
        _ => None,
    };
    page(&app, &visitor, member, &token, (done, Flaws::none(), "")).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    token: &str,
    (done, flaws, reason): (Option<String>, Flaws, &str),
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let token = Token::parse(token).ok_or(Fault::NotFound)?;
    let seen = awards::see(app, member.place, token).await?.ok_or(Fault::NotFound)?;
    let card = places::card(app, member.place).await?;
    let names = names(app, member, &card, lang).await?;
    let achievement = names.get(&seen.achievement).cloned().unwrap_or_else(|| seen.achievement.to_string());
    let letter = letters::of_award(app, member.place, token).await?.map(|letter| {
        let words = [step_word(t, letter.step), letter.changed.map(|at| t.day(at)).unwrap_or_default()];
        let answer = answer_word(t, letter.answer.as_deref().filter(|_| letter.step != Step::Sent));
        words.into_iter().chain([answer]).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let name = seen.name.unwrap_or_else(|| t.s("badges-nobody"));
    let path = of_place(route::BADGE, member.place).replace("{token}", &token.to_string());
    let awards = member.role.may(Right::Award);
    let ended = seen.ended.map(|(since, reason)| match reason {
        Some(reason) => format!("{} · {reason}", t.day(since)),
        None => t.day(since),
    });
    let page = Page {
        flaws,
        done,
        picture: format!(
            "{}?lang={}",
            of_place(route::ACHIEVEMENT_PICTURE, member.place).replace("{slug}", seen.achievement.as_str()),
            lang
        ),
        achievement,
        address: seen.address.clone(),
        day_of: t.s(if seen.state == "not_yet" { "badge-from" } else { "award-day" }),
        day: t.day(seen.date),
        expires: seen.expires.map(|end| t.day(end)),
        good: seen.state == "valid",
        can_revoke: awards && ended.is_none(),
        can_reinstate: awards && ended.is_some(),
        can_send: awards && matches!(seen.state, "valid" | "not_yet") && seen.address.is_some() && app.post.is_there(),
        can_show: awards && seen.removed.is_some(),
        claimed: seen
            .claimed
            .then(|| format!("{}?lang={lang}&achievement={}", of_place(route::AWARD, member.place), seen.achievement)),
        removed: seen.removed.map(|removal| {
            let why = if removal.why == Refusal::NotMe { t.s("badge-not-me") } else { t.s("badge-removed") };
            format!("{why} ({})", t.day(removal.at))
        }),
        ended,
        letter,
        state: state_word(t, seen.state),
        page: seen.page,
        person: seen.person.map(|id| format!("{}?lang={lang}", super::person::path(member, id))),
        token: token.to_string(),
        reason: reason.to_owned(),
        action: format!("{path}?lang={lang}"),
        frame: Frame {
            other: super::other_language(lang, &path),
            ..place_frame(t, &card, member, name.clone(), route::BADGES)
        },
        name,
    };
    Ok(show(lang, &page))
}

/// Sends it again, takes it back, gives it back.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, token)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let name = Token::parse(&token).ok_or(Fault::NotFound)?;
    let what = match fields.text("do") {
        "send" => {
            let seen = awards::see(&app, member.place, name).await?.ok_or(Fault::NotFound)?;
            let can = matches!(seen.state, "valid" | "not_yet") && seen.address.is_some() && app.post.is_there();
            let sent = can && letters::tell_again(&app, signed.account().id, member.place, name).await?;
            return Ok(to_badge(member, &visitor, name, if sent { "sent" } else { "unsent" }));
        }
        "show" => {
            let by = signed.account().id;
            let shown = put_back(&app, by, member.place, name).await?;
            return if shown { Ok(to_badge(member, &visitor, name, "shown")) } else { Err(Fault::NotFound) };
        }
        "dismiss" => {
            let seen = dismiss(&app, signed.account().id, member.place, name).await?;
            return if seen { Ok(to_badge(member, &visitor, name, "dismissed")) } else { Err(Fault::NotFound) };
        }
        "revoke" => Change::Revoke,
        "reinstate" => Change::Reinstate,
        _ => return Err(Fault::Refused),
    };
    let reason = fields.text("reason");
    if what == Change::Revoke && reason.is_empty() {
        let flaws = Flaws::at("reason", t.s("badge-no-reason"));
        return Ok(refuse(page(&app, &visitor, member, &token, (None, flaws, reason)).await?));
    }
    let by = Some(signed.account().id);
    match change_by(&app, by, member.place, name, (what, Some(reason))).await? {
        Changed::Done(_) => {
            Ok(to_badge(member, &visitor, name, if what == Change::Revoke { "revoked" } else { "reinstated" }))
        }
        Changed::Missing => Err(Fault::NotFound),
        Changed::Wrong(problems) => {
            let place = |field: &str| match field {
                "reason" => ("reason", t.s("badge-reason")),
                _ => ("", String::new()),
            };
            let flaws = Flaws::all_of(t, Obstacle::all_told(problems, visitor.lang), place);
            Ok(refuse(page(&app, &visitor, member, &token, (None, flaws, reason)).await?))
        }
    }
}

pub(super) fn to_badge(member: Member, visitor: &Visitor, token: Token, done: &str) -> Response {
    let path = of_place(route::BADGE, member.place).replace("{token}", &token.to_string());
    see(&format!("{path}?lang={}&done={done}", visitor.lang))
}
