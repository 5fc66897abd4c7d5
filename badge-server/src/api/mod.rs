//! Answers for programs: JSON, and problems as problem documents (RFC 9457).

pub(crate) mod achievements;
pub(crate) mod awards;
pub(crate) mod batches;
pub(crate) mod caller;
pub(crate) mod document;
pub(crate) mod endorsements;
pub(crate) mod hooks;
pub(crate) mod people;
pub(crate) mod pictures;
#[cfg(test)]
mod tests;
pub(crate) mod trouble;
pub(crate) mod verify;

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::app::doctor;
use crate::fault::{Fault, Said};
use crate::state::App;

/// Whether the process is alive.
pub(crate) async fn health() -> ([(HeaderName, &'static str); 1], Json<Value>) {
    ([(CACHE_CONTROL, "no-store")], Json(json!({ "status": "ok" })))
}

/// Whether it can answer.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, [(HeaderName, &'static str); 1], Json<Value>) {
    let (status, word) = if !app.storage.is_ready().await {
        (StatusCode::SERVICE_UNAVAILABLE, "database")
    } else if !app.work.there.all() {
        (StatusCode::SERVICE_UNAVAILABLE, "jobs")
    } else if doctor::crammed(&app).await.is_some() {
        // Badges are shown and verified as before: a balancer has no reason to take them away.
        (StatusCode::OK, "disk")
    } else {
        (StatusCode::OK, "ok")
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(json!({ "status": word })))
}

pub(crate) async fn nothing() -> Fault {
    Fault::NotFound
}

pub(crate) async fn method_not_allowed() -> Fault {
    Fault::Method
}

/// What went wrong, as a problem document. `type` is permanent; `title` is for people who write programs.
pub(crate) fn problem(fault: Fault) -> Response {
    let title = match fault {
        Fault::NotFound => "There is nothing at this address.",
        Fault::Method => "This address does not answer this method.",
        Fault::Refused => "The request is not what this address expects.",
        Fault::Forbidden => "The one who asks may not do this.",
        Fault::Forged => "The request comes from a page of another site.",
        Fault::TooLarge => "The body is larger than this server accepts.",
        Fault::TooMany => "Too many requests from this address.",
        Fault::Sealed => "The sealing key of this server is missing: nothing can be signed until it is back.",
        Fault::TooSlow => "The request took too long.",
        Fault::Away => "What this server needs is not there now, or has no room left. Try again in a moment.",
        Fault::Broken => "Something broke here. It was written down.",
    };
    let body = json!({
        "type": format!("urn:badge-server:problem:{}", fault.name()),
        "title": title,
        "status": fault.status().as_u16(),
    });
    let mut response = (fault.status(), body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if matches!(fault, Fault::TooMany | Fault::TooSlow | Fault::Sealed) {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response.extensions_mut().insert(Said);
    response
}
