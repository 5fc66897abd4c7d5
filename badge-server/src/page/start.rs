//! Behind the link that is printed at the first start: whoever opens it becomes the first administrator.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, refuse, said, show};
use crate::app::accounts::{Newcomer, address, begin};
use crate::app::password::{Password, SHORTEST};
use crate::app::welcome;
use crate::fault::Fault;
use crate::guard::{keep, see};
use crate::route;
use crate::state::App;
use crate::visitor::Visitor;

/// Also for whoever answers an invitation: their address is known then.
#[derive(Template)]
#[template(path = "newcomer.html")]
pub(super) struct NewcomerPage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) lead: String,
    pub(super) flaws: Flaws,
    /// `None`: it is asked for.
    pub(super) known: Option<String>,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) mail: bool,
    pub(super) shortest: String,
    pub(super) action: String,
}

/// Says what the link is for. Looking uses nothing up: mail programs and chats look at links too.
pub(crate) async fn show_form(
    State(app): State<App>,
    Path(secret): Path<String>,
    visitor: Visitor,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    if !welcome::is_invited(&app, &secret).await? {
        return Ok(over(&app, &visitor));
    }
    Ok(page(&app, &visitor, "", "", Flaws::none()))
}

pub(crate) async fn submit(
    State(app): State<App>,
    Path(secret): Path<String>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let typed = fields.text("address");
    let again = |flaws| Ok(refuse(page(&app, &visitor, typed, fields.text("name"), flaws)));
    let t = app.words.of(visitor.lang);
    let Some(address) = address(typed) else { return again(Flaws::at("address", t.s("sign-in-no-address"))) };
    let newcomer = match newcomer(&app, &visitor, &fields, address) {
        Ok(newcomer) => newcomer,
        Err(flaws) => return again(flaws),
    };
    match begin(&app, &secret, newcomer).await? {
        Some(secret) => Ok(keep(&app, Some(&secret), see(&format!("{}?lang={}", route::STAFF, visitor.lang)))),
        None => Ok(over(&app, &visitor)),
    }
}

/// Name and password as they were typed, or what is wrong with them. A password can be left out where links are mailed.
pub(super) fn newcomer(app: &App, visitor: &Visitor, fields: &Fields, address: String) -> Result<Newcomer, Flaws> {
    let t = app.words.of(visitor.lang);
    let name = fields.text("name");
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Flaws::at("name", t.s("newcomer-no-name")));
    }
    let typed = fields.raw("password");
    let password = Password::chosen(typed);
    if password.is_none() && !(typed.is_empty() && app.post.is_there()) {
        return Err(Flaws::at("password", t.v("password-short", "shortest", SHORTEST.to_string())));
    }
    Ok(Newcomer { name: name.to_owned(), address, password })
}

fn page(app: &App, visitor: &Visitor, address: &str, name: &str, flaws: Flaws) -> Response {
    let t = app.words.of(visitor.lang);
    let page = NewcomerPage {
        frame: Frame::new(t, t.s("start-title"), ""),
        lead: t.s("start-lead"),
        flaws,
        known: None,
        address: address.to_owned(),
        name: name.to_owned(),
        mail: app.post.is_there(),
        shortest: SHORTEST.to_string(),
        action: format!("?lang={}", visitor.lang),
    };
    show(visitor.lang, &page)
}

fn over(app: &App, visitor: &Visitor) -> Response {
    let t = app.words.of(visitor.lang);
    let note = super::note(
        app,
        visitor.lang,
        "",
        t.s("start-over-title"),
        t.s("start-over-lead"),
        vec![t.s("start-over-hint")],
    );
    said(note, StatusCode::NOT_FOUND)
}
