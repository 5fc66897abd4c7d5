//! Answers for machines: JSON.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use serde_json::{Value, json};

/// Whether the server is alive.
pub(crate) async fn health() -> ([(HeaderName, &'static str); 1], Json<Value>) {
    ([(CACHE_CONTROL, "no-store")], Json(json!({ "status": "ok" })))
}
