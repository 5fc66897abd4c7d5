//! Behind the link in a letter about a badge: this is not me, remove my page. No account; a page that asks, since mail
//! programs look at links too, and a form that does it once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::place::people::Refusal;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, refuse as refused, said, show};
use crate::app::refusing::{look, refuse};
use crate::fault::Fault;
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "refuse.html")]
struct Page<'a> {
    frame: Frame<'a>,
    lead: String,
    flaws: Flaws,
    action: String,
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    page(&app, &visitor, &secret, Flaws::none()).await
}

async fn page(app: &App, visitor: &Visitor, secret: &str, flaws: Flaws) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let Some(badge) = look(app, secret, visitor.lang).await? else { return Ok(over(app, visitor)) };
    let page = Page {
        frame: Frame::new(t, t.v("refuse-title", "badge", &badge.badge), ""),
        lead: t.v("refuse-lead", "place", &badge.place),
        flaws,
        action: format!("?lang={}", visitor.lang),
    };
    Ok(show(visitor.lang, &page))
}

pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    fields: Fields,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let t = app.words.of(visitor.lang);
    let Some(why) = Refusal::from_name(fields.text("why")) else {
        return Ok(refused(page(&app, &visitor, &secret, Flaws::at("why", t.s("refuse-no-choice"))).await?));
    };
    if !refuse(&app, &secret, why).await? {
        return Ok(over(&app, &visitor));
    }
    let lead = if why == Refusal::NotMe { t.s("refuse-done-not-me") } else { t.s("refuse-done") };
    Ok(super::note(&app, visitor.lang, "", t.s("refuse-done-title"), lead, vec![t.s("refuse-done-more")]))
}

fn over(app: &App, visitor: &Visitor) -> Response {
    let t = app.words.of(visitor.lang);
    let more = vec![t.s("refuse-over-hint")];
    let note = super::note(app, visitor.lang, "", t.s("link-over-title"), t.s("refuse-over"), more);
    said(note, StatusCode::NOT_FOUND)
}
