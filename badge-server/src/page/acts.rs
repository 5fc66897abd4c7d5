//! Who did what, when. Nobody is named but those who sign in.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::place::Token;
use badge_core::time::Timestamp;
use serde::Deserialize;

use super::{Frame, place_frame, role_word, show};
use crate::app::{Actor, PlaceId, acts, places};
use crate::fault::Fault;
use crate::guard::Member;
use crate::role::Role;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "acts.html")]
struct Page<'a> {
    frame: Frame<'a>,
    lead: String,
    rows: Vec<Row>,
    older: Option<String>,
}

struct Row {
    when: String,
    who: String,
    what: String,
    subject: String,
    /// The page of the badge that it was about.
    href: Option<String>,
}

/// From which act on, going back.
#[derive(Debug, Deserialize)]
pub(crate) struct From {
    before: Option<i64>,
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(from): Query<From>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(&app, member.place).await?;
    let (rows, older) = rows(&app, &visitor, (member.place, &of_place(route::ACTS, member.place)), from.before).await?;
    let frame = place_frame(t, &card, member, t.s("acts-title"), route::ACTS);
    Ok(show(lang, &Page { frame, lead: t.s("acts-lead"), rows, older }))
}

/// What was done on the server, and not in one of its places.
pub(crate) async fn of_server(
    State(app): State<App>,
    visitor: Visitor,
    Query(from): Query<From>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let (rows, older) = rows(&app, &visitor, (PlaceId::NONE, route::SERVER_ACTS), from.before).await?;
    let frame = Frame::staff(t, t.s("server-acts-title"), route::SERVER_ACTS);
    Ok(show(visitor.lang, &Page { frame, lead: t.s("server-acts-lead"), rows, older }))
}

/// A page of the record, and where older ones are.
async fn rows(
    app: &App,
    visitor: &Visitor,
    (place, here): (PlaceId, &str),
    before: Option<i64>,
) -> Result<(Vec<Row>, Option<String>), Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let (all, more) = acts::page(app, place, before).await?;
    let older = all.last().filter(|_| more).map(|last| format!("{here}?lang={lang}&before={}", last.id));
    let row = |act: acts::Act| Row {
        when: Timestamp::from_unix(act.moment).map(|at| t.moment(at)).unwrap_or_default(),
        who: match (act.by, act.name) {
            (Actor::Recipient, _) => t.s("acts-recipient"),
            (Actor::Program(_), Some(name)) => t.v("acts-program", "name", name),
            (Actor::Account(id), Some(name)) if name.is_empty() => t.v("acts-gone", "number", id.0.to_string()),
            (_, Some(name)) => name,
            (_, None) => t.s("acts-machine"),
        },
        what: word(t, &act.act),
        href: act.subject.as_deref().and_then(Token::parse).map(|token| {
            let of_person = ["consent", "consent-withdrawn", "of-age", "born", "renamed", "readdressed", "merged"];
            let path = if of_person.contains(&act.act.as_str()) { route::PERSON } else { route::BADGE };
            format!("{}?lang={lang}", of_place(path, place).replace("{token}", &token.to_string()))
        }),
        subject: act.subject.map(|subject| subject_word(t, &subject)).unwrap_or_default(),
    };
    Ok((all.into_iter().map(row).collect(), older))
}

fn subject_word(t: &Speech, subject: &str) -> String {
    // Of an award its beginning: enough to tell it apart, and its page is behind it.
    let short = || if Token::parse(subject).is_some() { subject[..8].to_owned() } else { subject.to_owned() };
    Role::of_tag(subject).map_or_else(short, |role| role_word(t, role))
}

/// An act in words. One of another version of this program is shown as it stands.
fn word(t: &Speech, act: &str) -> String {
    match act {
        "began" => t.s("act-began"),
        "own-name" => t.s("act-own-name"),
        "address" => t.s("act-address"),
        "password" => t.s("act-password"),
        "session-ended" => t.s("act-session-ended"),
        "sessions-ended" => t.s("act-sessions-ended"),
        "in-charge" => t.s("act-in-charge"),
        "not-in-charge" => t.s("act-not-in-charge"),
        "account-erased" => t.s("act-account-erased"),
        "place-removed" => t.s("act-place-removed"),
        "made" => t.s("act-made"),
        "invited" => t.s("act-invited"),
        "uninvited" => t.s("act-uninvited"),
        "joined" => t.s("act-joined"),
        "drafted" => t.s("act-drafted"),
        "pictured" => t.s("act-pictured"),
        "published" => t.s("act-published"),
        "discarded" => t.s("act-discarded"),
        "awarded" => t.s("act-awarded"),
        "revoked" => t.s("act-revoked"),
        "reinstated" => t.s("act-reinstated"),
        "removed" => t.s("act-removed"),
        "page-removed" => t.s("act-page-removed"),
        "framed" => t.s("act-framed"),
        "not-me" => t.s("act-not-me"),
        "not-me-seen" => t.s("act-not-me-seen"),
        "page-back" => t.s("act-page-back"),
        "logo" => t.s("act-logo"),
        "logo-removed" => t.s("act-logo-removed"),
        "renamed" => t.s("act-renamed"),
        "readdressed" => t.s("act-readdressed"),
        "merged" => t.s("act-merged"),
        "consent" => t.s("act-consent"),
        "consent-withdrawn" => t.s("act-consent-withdrawn"),
        "of-age" => t.s("act-of-age"),
        "born" => t.s("act-born"),
        "sent-again" => t.s("act-sent-again"),
        "table" => t.s("act-table"),
        "settings" => t.s("act-settings"),
        "es256" => t.s("act-es256"),
        "rotated" => t.s("act-rotated"),
        "token-made" => t.s("act-token-made"),
        "token-ended" => t.s("act-token-ended"),
        "hook-made" => t.s("act-hook-made"),
        "hook-ended" => t.s("act-hook-ended"),
        "hook-secret" => t.s("act-hook-secret"),
        "replayed" => t.s("act-replayed"),
        "erased" => t.s("act-erased"),
        "batch" => t.s("act-batch"),
        "stopped" => t.s("act-stopped"),
        "undone" => t.s("act-undone"),
        "endorsed" => t.s("act-endorsed"),
        "endorsement-came" => t.s("act-endorsement-came"),
        "endorsement-accepted" => t.s("act-endorsement-accepted"),
        "endorsement-refused" => t.s("act-endorsement-refused"),
        "endorsement-removed" => t.s("act-endorsement-removed"),
        "endorsement-withdrawn" => t.s("act-endorsement-withdrawn"),
        "endorsement-again" => t.s("act-endorsement-again"),
        other => match Role::of_tag(other) {
            Some(role) => t.v("act-role", "role", role_word(t, role)),
            None => other.to_owned(),
        },
    }
}
