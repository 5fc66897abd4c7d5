//! Every address of the server, in one place. Links are made from these names and never typed twice.

use axum::Router;
use axum::routing::get;

use crate::{api, page};

/// The page for people.
pub(crate) const HOME: &str = "/";
/// For machines that watch whether the server is alive.
pub(crate) const HEALTH: &str = "/health";

/// All routes together.
pub(crate) fn router() -> Router {
    Router::new().route(HOME, get(page::home)).route(HEALTH, get(api::health)).fallback(page::not_found)
}
