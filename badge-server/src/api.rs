//! Answers for machines: JSON.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use badge_core::container::open;
use badge_core::drive;
use badge_core::limits::Limits;
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use badge_core::verify::{Input, Policy, opened_checks, report_json};
use serde_json::json;
use tokio::sync::Semaphore;

const NO_STORE: (HeaderName, &str) = (CACHE_CONTROL, "no-store");

/// Bodies that are looked at at the same time; the others wait. Each may be as large as a picture may be.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// Time for a body to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether the server is alive.
pub(crate) async fn health() -> Response {
    ([NO_STORE], Json(json!({ "status": "ok" }))).into_response()
}

/// Verifies the badges in the body (PNG, SVG, JSON, JWS) from what they carry themselves: nothing is fetched, nothing is
/// kept. A bad badge is an answer like any other; what could not be read is named in it.
pub(crate) async fn verify(request: Request) -> Response {
    let body = match tokio::time::timeout(PATIENCE, read(request.into_body())).await {
        Ok(Ok(body)) => body,
        Ok(Err(status)) => return status.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let (Ok(_turn), Some(now)) = (AT_ONCE.acquire().await, now()) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match tokio::task::spawn_blocking(move || report(&body, now)).await {
        Ok(report) => ([NO_STORE, (CONTENT_TYPE, "application/json")], report).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The body, if it is no larger than a picture may be; what says it is larger is not read at all.
async fn read(body: Body) -> Result<Vec<u8>, StatusCode> {
    let most = Limits::default().image_bytes;
    if body.size_hint().lower() > most as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    // A connection that breaks gets no answer in any case, so that there is one error left.
    to_bytes(body, most).await.map(Vec::from).map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

fn report(bytes: &[u8], now: Timestamp) -> String {
    let policy = Policy::at(now);
    let opened = open(bytes, &policy.limits);
    let verified = |badge| drive::run_blocking(badge, &policy, Resources::new(), drive::offline).0;
    let badges = opened.found.iter().map(verified).collect();
    report_json(&[Input { input: "-".to_owned(), checks: opened_checks(&opened), badges }]).to_pretty()
}

#[expect(clippy::disallowed_methods, reason = "the server asks the time, so that the core need not")]
fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_unix(i64::try_from(since.as_secs()).ok()?)
}
