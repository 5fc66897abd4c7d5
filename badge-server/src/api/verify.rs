//! `POST /api/v1/verify`: a file as the body, or JSON that names an address or holds a text. The answer is the report of
//! D-40, the one that `badge verify --json` prints.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use badge_core::verify::{Input, report_json};
use serde::Deserialize;
use utoipa::ToSchema;

use super::trouble::ProblemDocument;
use crate::app::verify::MOST;
use crate::fault::Fault;
use crate::page::verify::{BODY, given, shortened};
use crate::state::App;
use crate::upload::{Allowed, Large};

/// What a JSON body may say: one of the two. Any other JSON is taken for a badge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerifyWish)]
pub(crate) struct Wish {
    /// The address of a badge, or of its page.
    url: Option<String>,
    /// The text of a badge: JSON or JWS.
    text: Option<String>,
}

/// Verify a badge: a file as the body, or JSON that names an address (`url`) or holds a text (`text`). Nothing is kept.
#[utoipa::path(
    post, path = "/api/v1/verify", tag = "verify", operation_id = "verify",
    request_body(content(
        (Wish = "application/json"),
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
    let (name, bytes) = match wished(&headers, body)? {
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

/// What a body says that it is.
fn kind(headers: &HeaderMap) -> &str {
    let said = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim()
}

/// The address or the text that a JSON body holds; `None` for a body that is the badge itself.
fn wished(headers: &HeaderMap, body: &[u8]) -> Result<Option<String>, Fault> {
    if kind(headers) != "application/json" {
        return Ok(None);
    }
    match serde_json::from_slice(body) {
        Ok(Wish { url: Some(text), text: None } | Wish { url: None, text: Some(text) }) => Ok(Some(text)),
        Ok(_) => Err(Fault::Refused),
        Err(_) => Ok(None),
    }
}
