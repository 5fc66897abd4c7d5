//! Behind the link that is printed at the first start.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::Response;

use crate::app::welcome;
use crate::fault::{Fault, Said};
use crate::state::App;
use crate::visitor::Visitor;

/// Says what the link is for. Looking uses nothing up: mail programs and chats look at links too.
pub(crate) async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
    visitor: Visitor,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let t = app.words.of(visitor.lang);
    let good = welcome::is_invited(&app, &secret).await?;
    let mut response = if good {
        let more = vec![t.s("start-not-yet"), t.s("start-today")];
        super::note(&app, visitor.lang, "", t.s("start-title"), t.s("start-lead"), more)
    } else {
        super::note(&app, visitor.lang, "", t.s("start-over-title"), t.s("start-over-lead"), Vec::new())
    };
    if !good {
        *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
        response.extensions_mut().insert(Said);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
