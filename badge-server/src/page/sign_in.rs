//! Signing in and out.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::crypto::sha256;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, refuse, show};
use crate::app::accounts::{self, AccountId, Secret, address, follow, link_is_good, mail_link};
use crate::app::password::Password;
use crate::fault::Fault;
use crate::guard::{Perhaps, Signed, keep, onward, see};
use crate::limiter::household;
use crate::post::Letter;
use crate::route::{self, Urls};
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    frame: Frame<'a>,
    action: String,
    /// What was typed before, and why it did not do.
    address: String,
    flaws: Flaws,
    next: String,
    mail: bool,
}

/// Where to go on.
#[derive(Debug, Deserialize)]
pub(crate) struct Onward {
    #[serde(default)]
    next: String,
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Perhaps(signed): Perhaps,
    Query(onward_to): Query<Onward>,
) -> Response {
    if signed.is_some() {
        return see(&format!("{}?lang={}", route::STAFF, visitor.lang));
    }
    page(&app, &visitor, "", &onward_to.next, Flaws::none())
}

fn page(app: &App, visitor: &Visitor, address: &str, next: &str, flaws: Flaws) -> Response {
    let t = app.words.of(visitor.lang);
    let form = SignIn {
        frame: Frame::new(t, t.s("sign-in-title"), route::SIGN_IN),
        action: format!("{}?lang={}", route::SIGN_IN, visitor.lang),
        address: address.to_owned(),
        flaws,
        next: onward(next).unwrap_or_default().to_owned(),
        mail: app.post.is_there(),
    };
    show(visitor.lang, &form)
}

/// With a password, or with a link to be mailed.
pub(crate) async fn submit(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let typed = fields.text("address");
    let again = |flaws: Flaws| refuse(page(&app, &visitor, typed, fields.text("next"), flaws));
    let Some(address) = address(typed) else { return Ok(again(Flaws::at("address", t.s("sign-in-no-address")))) };
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    if fields.text("how") == "link" {
        return mailed(&app, &visitor, &address).await;
    }
    // By address, by account, and by both: neither one password on many accounts nor many on one; and whoever guesses from
    // elsewhere does not shut out whose account it is, but from afar and in numbers. The mailed link is open to them then.
    let from = household(visitor.address);
    let near = app.accounts.allows_key(sha256(format!("password {from} {address}").as_bytes()));
    if !near || !app.work.tries.allows_key(sha256(address.as_bytes())) {
        let page = page(&app, &visitor, typed, fields.text("next"), Flaws::plain(t.s("sign-in-slow")));
        return Ok(super::said(page, StatusCode::TOO_MANY_REQUESTS));
    }
    let Some(password) = Password::typed(fields.raw("password")) else {
        return Ok(again(Flaws::at("password", t.s("sign-in-no-password"))));
    };
    let Some(secret) = accounts::sign_in(&app, &address, password).await? else {
        return Ok(again(Flaws::at("password", t.s("sign-in-wrong"))));
    };
    let next = onward(fields.text("next")).unwrap_or(route::STAFF);
    Ok(keep(&app, Some(&secret), see(&format!("{next}?lang={}", visitor.lang))))
}

/// The same answer whether or not somebody has the address.
async fn mailed(app: &App, visitor: &Visitor, address: &str) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    // So many to one address, whoever asks: those that were sent a moment ago are still good.
    if app.post.is_there() && app.work.links.allows_key(sha256(address.as_bytes())) {
        let url = |account: AccountId, secret: &Secret| Urls(&app.address).sign_in(account.0, &secret.0);
        mail_link(app, address, |account, secret| Letter::sign_in(t, address, &url(account, secret))).await?;
    }
    Ok(super::note(
        app,
        visitor.lang,
        route::SIGN_IN,
        t.s("sign-in-sent"),
        t.s("sign-in-sent-lead"),
        vec![t.s("sign-in-sent-hint")],
    ))
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm<'a> {
    frame: Frame<'a>,
    lead: String,
    action: String,
    button: String,
}

/// Behind a mailed link: a button, since mail programs look at links too.
pub(crate) async fn linked(
    State(app): State<App>,
    visitor: Visitor,
    Path((account, secret)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    if !link_is_good(&app, AccountId(account), &secret).await? {
        return Ok(over(&app, &visitor));
    }
    let t = app.words.of(visitor.lang);
    let confirm = Confirm {
        frame: Frame::new(t, t.s("sign-in-title"), ""),
        lead: t.s("sign-in-link-lead"),
        action: format!("?lang={}", visitor.lang),
        button: t.s("sign-in-submit"),
    };
    Ok(show(visitor.lang, &confirm))
}

/// Uses the link.
pub(crate) async fn use_linked(
    State(app): State<App>,
    visitor: Visitor,
    Path((account, secret)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let Some(secret) = follow(&app, AccountId(account), &secret).await? else { return Ok(over(&app, &visitor)) };
    Ok(keep(&app, Some(&secret), see(&format!("{}?lang={}", route::STAFF, visitor.lang))))
}

fn over(app: &App, visitor: &Visitor) -> Response {
    let t = app.words.of(visitor.lang);
    let note = super::note(
        app,
        visitor.lang,
        route::SIGN_IN,
        t.s("link-over-title"),
        t.s("link-over-lead"),
        vec![t.s("link-over-hint")],
    );
    super::said(note, StatusCode::NOT_FOUND)
}

/// Signs out here, or everywhere.
pub(crate) async fn out(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    accounts::sign_out(&app, &signed.0, fields.text("everywhere") == "yes").await?;
    Ok(keep(&app, None, see(&format!("{}?lang={}", route::SIGN_IN, visitor.lang))))
}
