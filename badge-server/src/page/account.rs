//! One's own account: the password, and signing out everywhere.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use badge_core::crypto::sha256;

use super::fields::Fields;
use super::{Frame, refuse, show};
use crate::app::accounts::{Account, change_password};
use crate::app::password::{Password, SHORTEST};
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
    has_password: bool,
    problem: Option<String>,
    action: String,
    out: String,
    shortest: String,
}

pub(crate) async fn form(State(app): State<App>, visitor: Visitor, signed: Signed) -> Response {
    page(&app, &visitor, signed.account(), None)
}

fn page(app: &App, visitor: &Visitor, account: &Account, problem: Option<String>) -> Response {
    let t = app.words.of(visitor.lang);
    let page = AccountPage {
        frame: Frame::staff(t, t.s("account-title"), route::ACCOUNT),
        name: account.name.clone(),
        address: account.address.clone(),
        has_password: account.password.is_some(),
        problem,
        action: format!("{}?lang={}", route::ACCOUNT, visitor.lang),
        out: format!("{}?lang={}", route::SIGN_OUT, visitor.lang),
        shortest: SHORTEST.to_string(),
    };
    show(visitor.lang, &page)
}

/// Changes the password; all other sessions end.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let account = signed.account();
    let again = |problem: String| Ok(refuse(page(&app, &visitor, account, Some(problem))));
    let Some(new) = Password::chosen(fields.raw("new")) else {
        return again(t.v("password-short", "shortest", SHORTEST.to_string()));
    };
    if !app.accounts.allows_key(sha256(account.address.as_bytes())) {
        return Err(Fault::TooMany);
    }
    let old = Password::typed(fields.raw("old"));
    match change_password(&app, account, old, new).await? {
        Some(secret) => Ok(keep(&app, Some(&secret), see(&format!("{}?lang={}", route::STAFF, visitor.lang)))),
        None => again(t.s("account-wrong")),
    }
}
