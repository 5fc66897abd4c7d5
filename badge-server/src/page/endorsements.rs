//! Endorsements: what partners bring waits here for the place's consent; what it accepted, and what it gave.

use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::response::Response;
use badge_core::place::{Spot, Token};
use badge_core::time::Timestamp;
use serde::Deserialize;

use super::fields::{Fields, Uploaded};
use super::flaws::Flaws;
use super::{Frame, place_frame, refuse, show};
use crate::app::Actor;
use crate::app::endorsing::received::{self, Known};
use crate::app::endorsing::{Brought, MOST, given};
use crate::app::places;
use crate::app::revoking::Change;
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::role::Right;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "endorsements.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    /// The address that was typed.
    typed: String,
    done: Option<String>,
    /// Whether whoever looks may decide.
    writes: bool,
    waiting: Vec<Row>,
    received: Vec<Row>,
    given: Vec<GivenRow>,
    action: String,
    brought: String,
    give: String,
}

struct Row {
    folder: String,
    by: String,
    of: String,
    subject: String,
    words: Vec<String>,
    since: String,
    until: Option<String>,
    verdict: String,
    state: String,
    good: bool,
    checked: String,
    carried: bool,
    doubts: Vec<String>,
}

struct GivenRow {
    token: String,
    of: String,
    subject: String,
    since: String,
    until: Option<String>,
    state: String,
    good: bool,
    ended: bool,
    page: String,
    /// What was typed to take it back.
    reason: String,
}

impl GivenRow {
    /// The `id` of the field in which it is said why it is taken back.
    fn field(&self) -> String {
        reason_field(&self.token)
    }
}

fn reason_field(token: &str) -> String {
    format!("reason-{token}")
}

/// What the page says beside its lists.
#[derive(Default)]
struct Beside {
    done: Option<String>,
    flaws: Flaws,
    /// What was typed: an address; and of what was given, the reason to take it back.
    address: String,
    reason: (String, String),
}

impl Beside {
    fn wrong(flaws: Flaws) -> Self {
        Self { flaws, ..Self::default() }
    }
}

/// What was just done, for the sentence that says so.
#[derive(Debug, Deserialize)]
pub(crate) struct Last {
    #[serde(default)]
    done: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(last): Query<Last>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let done = match last.done.as_str() {
        "came" => Some(t.s("endorsements-came")),
        "waits" => Some(t.s("endorsements-waits")),
        "there" => Some(t.s("endorsements-there")),
        "accepted" => Some(t.s("endorsements-accepted")),
        "signed" => Some(t.s("endorsements-signed")),
        "gone" => Some(t.s("endorsements-gone")),
        "done" => Some(t.s("endorsements-done")),
        _ => None,
    };
    page(&app, &visitor, member, Beside { done, ..Beside::default() }).await
}

async fn page(app: &App, visitor: &Visitor, member: Member, beside: Beside) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let (waiting, received) = received::list(app, member.place).await?;
    let now = app.now();
    let given = given::list(app, member.place).await?;
    let given = given.iter().rev().map(|entry| GivenRow {
        token: entry.given.token.to_string(),
        of: of_word(t, entry.given.of.as_str(), &entry.given.title),
        subject: entry.given.subject.clone(),
        since: t.day(entry.given.date),
        until: entry.given.expires.map(|end| t.day(end)),
        state: state_word(t, given::state(entry, now)),
        good: given::state(entry, now) == "valid",
        ended: matches!(given::state(entry, now), "revoked" | "suspended"),
        page: card.base.as_ref().map(|base| base.url(&Spot::Endorsement(entry.given.token))).unwrap_or_default(),
        reason: if entry.given.token.to_string() == beside.reason.0 { beside.reason.1.clone() } else { String::new() },
    });
    let path = |route: &str| format!("{}?lang={lang}", of_place(route, member.place));
    let page = Page {
        given: given.collect(),
        waiting: waiting.iter().map(|one| row(t, one)).collect(),
        received: received.iter().map(|one| row(t, one)).collect(),
        writes: member.role.may(Right::Write),
        flaws: beside.flaws,
        typed: beside.address,
        done: beside.done,
        action: path(route::ENDORSEMENTS),
        brought: path(route::ENDORSEMENT_BROUGHT),
        give: path(route::ENDORSE),
        frame: place_frame(t, &card, member, t.s("endorsements-title"), route::ENDORSEMENTS),
    };
    Ok(show(lang, &page))
}

fn row(t: &Speech, one: &Known) -> Row {
    let day = |at: Option<Timestamp>| at.map(|at| t.day(at)).unwrap_or_default();
    Row {
        folder: one.folder.clone(),
        by: one.by.clone(),
        of: of_word(t, one.of, &one.what),
        subject: one.subject.clone(),
        words: one.words.iter().flat_map(|words| words.lines()).map(str::to_owned).collect(),
        since: day(one.since),
        until: one.until.map(|end| t.day(end)),
        // As the verify page says it.
        verdict: t.catalog().text(&format!("headline-{}.endorsement", one.verdict), &[]),
        state: state_word(t, one.state),
        good: one.state == "valid",
        checked: day(one.at),
        carried: one.carried,
        doubts: one.doubts.iter().map(|doubt| doubt.text(t.catalog())).collect(),
    }
}

fn of_word(t: &Speech, of: &str, title: &str) -> String {
    let kind = match of {
        "badge" => t.s("endorsement-of-badge"),
        "issuer" => t.s("endorsement-of-issuer"),
        _ => t.s("endorsement-of-achievement"),
    };
    format!("{title} ({kind})")
}

fn state_word(t: &Speech, state: &str) -> String {
    match state {
        "waiting" => t.s("endorsement-is-waiting"),
        "not_yet" => t.s("endorsement-is-not-yet"),
        "expired" => t.s("endorsement-is-expired"),
        "revoked" | "suspended" => t.s("endorsement-is-revoked"),
        "changed" => t.s("endorsement-is-changed"),
        "key_gone" | "bad" => t.s("endorsement-is-bad"),
        _ => t.s("endorsement-is-valid"),
    }
}

/// A file or an address with an endorsement.
pub(crate) async fn brought(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    form: Multipart,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let form = Uploaded::read(form, MOST).await?;
    let address = form.fields.text("address").to_owned();
    let Some(brought) = given_by(form) else {
        let nothing = Flaws::at("file", t.s("endorsements-nothing"));
        return Ok(refuse(page(&app, &visitor, member, Beside::wrong(nothing)).await?));
    };
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    match received::bring(&app, &Actor::Account(signed.account().id), member.place, brought, t).await? {
        Ok(came) if came.news => Ok(to_list(member, &visitor, "came")),
        Ok(came) if came.waiting.is_empty() => Ok(to_list(member, &visitor, "there")),
        Ok(_) => Ok(to_list(member, &visitor, "waits")),
        Err(problems) => {
            let at = if address.is_empty() { "file" } else { "address" };
            let flaws = problems.into_iter().map(|problem| Flaws::at(at, problem.message)).collect();
            Ok(refuse(page(&app, &visitor, member, Beside { address, ..Beside::wrong(flaws) }).await?))
        }
    }
}

/// The file of a form, or else the address in it.
pub(super) fn given_by(form: Uploaded) -> Option<Brought> {
    let address = form.fields.text("address");
    match form.file {
        Some((name, bytes)) => Some(Brought::File(name, bytes)),
        None => (!address.is_empty()).then(|| Brought::Address(address.to_owned())),
    }
}

/// Accepts, refuses, removes, looks again; takes back what was given.
pub(crate) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let (by, place, folder) = (&Actor::Account(signed.account().id), member.place, fields.text("folder"));
    let was = match fields.text("do") {
        "accept" => match received::accept(&app, by, place, folder, t).await? {
            Ok(true) => return Ok(to_list(member, &visitor, "accepted")),
            Ok(false) => false,
            Err(problems) => {
                let flaws = problems.into_iter().map(|problem| Flaws::plain(problem.message)).collect();
                return Ok(refuse(page(&app, &visitor, member, Beside::wrong(flaws)).await?));
            }
        },
        "refuse" => received::refuse(&app, by, place, folder).await?,
        "remove" => received::remove(&app, by, place, folder).await?,
        "check" => {
            if !app.limiter.allows(visitor.address) {
                return Err(Fault::TooMany);
            }
            received::check(&app, place).await?;
            true
        }
        what @ ("withdraw" | "reinstate") => {
            let change = if what == "withdraw" { Change::Revoke } else { Change::Reinstate };
            let token = Token::parse(fields.text("token")).ok_or(Fault::NotFound)?;
            match given::change(&app, by, place, token, (change, Some(fields.text("reason"))), t).await? {
                Ok(Some(_)) => true,
                Ok(None) => return Err(Fault::NotFound),
                Err(problems) => {
                    let at = reason_field(&token.to_string());
                    let flaws = problems.into_iter().map(|problem| Flaws::at(at.as_str(), problem.message)).collect();
                    let reason = (token.to_string(), fields.text("reason").to_owned());
                    return Ok(refuse(page(&app, &visitor, member, Beside { reason, ..Beside::wrong(flaws) }).await?));
                }
            }
        }
        _ => return Err(Fault::Refused),
    };
    Ok(to_list(member, &visitor, if was { "done" } else { "gone" }))
}

pub(super) fn to_list(member: Member, visitor: &Visitor, done: &str) -> Response {
    see(&format!("{}?lang={}&done={done}", of_place(route::ENDORSEMENTS, member.place), visitor.lang))
}
