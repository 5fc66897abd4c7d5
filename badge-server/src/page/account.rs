//! One's own account: the password, where one is signed in, and signing out there or everywhere.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::crypto::sha256;
use badge_core::time::Timestamp;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, refuse, show};
use crate::app::accounts::change_password;
use crate::app::password::{Password, SHORTEST};
use crate::app::sessions;
use crate::fault::Fault;
use crate::guard::{Signed, keep, see};
use crate::route;
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    frame: Frame<'a>,
    name: String,
    address: String,
    /// Whether the old password is asked for: there is one, and nothing else proves who this is.
    asks_old: bool,
    /// What whoever forgot it does.
    forgot: Option<String>,
    flaws: Flaws,
    /// What was typed for another name, and for another address.
    typed: (String, String),
    /// Whether another address can be confirmed: letters go.
    mail: bool,
    /// Where the forms about name, address and the end go.
    about: String,
    moves: String,
    erase: String,
    /// Who has an account here, for those who run the server.
    accounts: Option<String>,
    action: String,
    out: String,
    shortest: String,
    /// Where they are signed in, this one among them.
    sessions: Vec<Row>,
    done: Option<String>,
    ends: String,
}

struct Row {
    name: String,
    browser: String,
    since: String,
    seen: String,
    here: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

/// What the page shows beside what is so.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) flaws: Flaws,
    pub(super) done: Option<String>,
    /// What was typed: a name, an address.
    pub(super) name: Option<String>,
    pub(super) address: String,
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    Query(just): Query<Just>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let done = match just.done.as_str() {
        "ended" => Some(t.s("account-ended")),
        "named" => Some(t.s("account-named")),
        "moved" => Some(t.s("address-moved")),
        _ => None,
    };
    page(&app, &visitor, &signed, Shown { done, ..Shown::default() }).await
}

pub(super) async fn page(app: &App, visitor: &Visitor, signed: &Signed, shown: Shown) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let account = signed.account();
    let asks_old = account.password.is_some() && !signed.0.proven;
    let moment = |at| Timestamp::from_unix(at).map(|at| t.moment(at)).unwrap_or_default();
    let here = |path: &str| format!("{path}?lang={}", visitor.lang);
    let sessions = sessions::of(app, &signed.0).await?.into_iter().map(|one| Row {
        name: one.name,
        browser: one.browser.unwrap_or_else(|| t.s("account-browser-unknown")),
        since: moment(one.begun),
        seen: moment(one.seen),
        here: one.here,
    });
    let page = AccountPage {
        frame: Frame::staff(t, t.s("account-title"), route::ACCOUNT),
        name: account.name.clone(),
        address: account.address.clone(),
        asks_old,
        forgot: (asks_old && app.post.is_there()).then(|| t.s("account-forgot")),
        flaws: shown.flaws,
        typed: (shown.name.unwrap_or_else(|| account.name.clone()), shown.address),
        mail: app.post.is_there(),
        about: here(route::ABOUT),
        moves: here(route::MOVE),
        erase: here(route::ERASE_ACCOUNT),
        accounts: account.operator.then(|| here(route::ACCOUNTS)),
        action: here(route::ACCOUNT),
        out: here(route::SIGN_OUT),
        shortest: SHORTEST.to_string(),
        sessions: sessions.collect(),
        done: shown.done,
        ends: here(route::SESSIONS),
    };
    Ok(show(visitor.lang, &page))
}

/// The page once more, with what was wrong.
pub(super) async fn again(app: &App, visitor: &Visitor, signed: &Signed, flaws: Flaws) -> Result<Response, Fault> {
    Ok(refuse(page(app, visitor, signed, Shown { flaws, ..Shown::default() }).await?))
}

/// Whether they may try once more to change something for which a password is asked: it is not guessed here.
pub(super) fn may_try(app: &App, signed: &Signed) -> Result<(), Fault> {
    let mine = sha256(format!("change {}", signed.account().id.0).as_bytes());
    if app.accounts.allows_key(mine) { Ok(()) } else { Err(Fault::TooMany) }
}

/// Ends a session, or all but this one.
pub(crate) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    match fields.text("do") {
        "others" => sessions::end_others(&app, &signed.0).await?,
        "end" if sessions::end(&app, &signed.0, fields.text("session")).await? => {}
        "end" => return Err(Fault::NotFound),
        _ => return Err(Fault::Refused),
    }
    Ok(see(&format!("{}?lang={}&done=ended", route::ACCOUNT, visitor.lang)))
}

/// Changes the password; all other sessions end.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let again = async |flaws: Flaws| again(&app, &visitor, &signed, flaws).await;
    let Some(new) = Password::chosen(fields.raw("new")) else {
        return again(Flaws::at("new", t.v("password-short", "shortest", SHORTEST.to_string()))).await;
    };
    may_try(&app, &signed)?;
    let old = Password::typed(fields.raw("old"));
    match change_password(&app, &signed.0, old, new).await? {
        Some(secret) => Ok(keep(&app, Some(&secret), see(&format!("{}?lang={}", route::STAFF, visitor.lang)))),
        None => again(Flaws::at("old", t.s("account-wrong"))).await,
    }
}
