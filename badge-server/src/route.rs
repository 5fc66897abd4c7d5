//! Every address of the server's own, in one place: links are made from these and never typed twice. The addresses of
//! places are the core's (`place::Addresses`, `docs/addresses.md`); a test sees to it that the two never meet.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::state::App;
use crate::{api, layer, page, public};

/// What a page of the server's is asked for.
pub(crate) const VERIFY: &str = "/verify";
/// The link that makes the first administrator: `/start/{secret}`.
pub(crate) const START: &str = "/start/{secret}";
/// The style sheet.
pub(crate) const STYLE: &str = "/assets/style.css";
/// The process is alive.
pub(crate) const HEALTH: &str = "/healthz";
/// The server can answer: the database does.
pub(crate) const READY: &str = "/readyz";
/// Verifying, for programs.
pub(crate) const API_VERIFY: &str = "/api/v1/verify";

/// The first parts of all addresses above: no place may have them at the root of its host.
pub(crate) const RESERVED: [&str; 6] = ["verify", "start", "assets", "healthz", "readyz", "api"];

/// Bytes of a request, unless its route says otherwise.
const BODY: usize = 1 << 20;

/// Links, made from the server's own address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Urls<'a>(pub(crate) &'a str);

impl Urls<'_> {
    pub(crate) fn start(self, secret: &str) -> String {
        format!("{}{}", self.0, START.replace("{secret}", secret))
    }
}

/// All routes, by audience: each audience has its own headers and its own way to say that something went wrong.
pub(crate) fn router(app: App) -> Router {
    let people = Router::new()
        .route(
            VERIFY,
            get(page::verify::form).post(page::verify::judge).layer(DefaultBodyLimit::max(page::verify::BODY)),
        )
        .route(START, get(page::start::show))
        .route(STYLE, get(page::style))
        .method_not_allowed_fallback(page::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), layer::for_people));
    let programs = Router::new()
        .route(API_VERIFY, post(api::verify::judge).layer(DefaultBodyLimit::max(page::verify::BODY)))
        .route("/api/{*rest}", axum::routing::any(api::nothing))
        .method_not_allowed_fallback(api::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), layer::for_programs));
    let operators = Router::new().route(HEALTH, get(api::health)).route(READY, get(api::ready));
    let places = Router::new().fallback(public::answer).layer(from_fn_with_state(app.clone(), layer::for_places));
    people
        .merge(programs)
        .merge(operators)
        .fallback_service(places.with_state(app.clone()))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(app.clone(), layer::around))
        .with_state(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_begins_with_a_reserved_part() {
        for path in [VERIFY, START, STYLE, HEALTH, READY, API_VERIFY] {
            let first = path.trim_start_matches('/').split('/').next().unwrap();
            assert!(RESERVED.contains(&first), "{path}");
        }
    }

    // D-02: moving a place to the server changes no address, so ours may not be any of a place's.
    #[test]
    fn no_address_of_a_place_is_taken() {
        let of_places = [
            "did.json",
            ".well-known",
            "issuer.json",
            "jwks.json",
            "keys",
            "logo.png",
            "logo.svg",
            "levels.html",
            "achievements",
            "b",
            "v",
            "e",
            "status",
            "revocations.json",
            "privacy.html",
            "404.html",
            "style.css",
            "index.html",
            "index.en.html",
        ];
        for name in of_places {
            assert!(!RESERVED.contains(&name), "{name}");
        }
    }
}
