//! `POST /api/v1/verify`: a file as the body, or JSON or a form that names an address or holds a text. The answer is the report
//! of D-40, the one that `badge verify --json` prints.

use axum::Form;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Request};
use axum::response::{IntoResponse, Response};
use badge_core::verify::{Input, report_json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::trouble::ProblemDocument;
use crate::app::verify::MOST;
use crate::fault::Fault;
use crate::page::verify::{BODY, given, shortened};
use crate::state::App;
use crate::upload::{Allowed, FORM, Large, kind};

/// What a body of JSON or of a form may say: one of the two. Any other body is taken for a badge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerifyWish)]
pub(crate) struct Wish {
    /// The address of a badge, or of its page.
    url: Option<String>,
    /// The text of a badge: JSON or JWS.
    text: Option<String>,
}

/// Verify a badge: a file as the body, or JSON or a form that names an address (`url`) or holds a text (`text`). Nothing is kept.
#[utoipa::path(
    post, path = "/api/v1/verify", tag = "verify", operation_id = "verify",
    request_body(content(
        (Wish = "application/json"),
        (Wish = "application/x-www-form-urlencoded"),
        (Vec<u8> = "application/octet-stream"),
    )),
    responses(
        (status = 200, description = "The report: `badge-report/1`, the one that `badge verify --json` prints", body = serde_json::Value),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn judge(
    State(app): State<App>,
    Allowed(visitor): Allowed,
    headers: HeaderMap,
    sent: Large<BODY, true>,
) -> Result<Response, Fault> {
    // As the page's own form sends it, and `curl -F` too.
    if kind(&headers) == "multipart/form-data" {
        let sent = sent.form().await?;
        let (name, bytes) = given(app.words.of(visitor.lang), &sent)?.ok_or(Fault::Refused)?;
        return told(&app, name, bytes).await;
    }
    let sent = sent.whole(&headers).await?;
    let body = &sent.bytes;
    if body.is_empty() {
        return Err(Fault::Refused);
    }
    if body.len() > MOST {
        return Err(Fault::TooLarge);
    }
    let (name, bytes) = match wished(&headers, body).await? {
        Some(text) => (shortened(&text), Bytes::from(text)),
        None => ("-".to_owned(), body.clone()),
    };
    told(&app, name, bytes).await
}

async fn told(app: &App, name: String, bytes: Bytes) -> Result<Response, Fault> {
    let tell = |input: Input, _: &[u8]| report_json(&[input]).to_pretty();
    let json = app.verifier.judge(name, bytes, (app.now(), Some(app.clone())), tell).await?;
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], json).into_response())
}

/// The address or the text that a body of JSON or of a form holds; `None` for a body that is the badge itself.
async fn wished(headers: &HeaderMap, body: &Bytes) -> Result<Option<String>, Fault> {
    let wish = match kind(headers) {
        "application/json" => serde_json::from_slice(body).ok(),
        // Of this type is also what `curl -d @badge.json` sends.
        FORM if [&b"text="[..], b"url="].iter().any(|field| body.starts_with(field)) => Some(form(body).await?),
        _ => None,
    };
    match wish {
        Some(Wish { url: Some(text), text: None } | Wish { url: None, text: Some(text) }) => Ok(Some(text)),
        Some(_) => Err(Fault::Refused),
        None => Ok(None),
    }
}

/// What a form says. Its size is bounded already.
async fn form(body: &Bytes) -> Result<Wish, Fault> {
    let mut request = Request::post("/").header(CONTENT_TYPE, FORM).body(Body::from(body.clone()))?;
    DefaultBodyLimit::max(MOST).apply(&mut request);
    let Form(wish) = Form::from_request(request, &()).await.map_err(|_| Fault::Refused)?;
    Ok(wish)
}
