//! What happens around handlers: the log line, time and panics for all; headers and error pages for each audience.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use badge_core::language::Lang;
use tokio::time::Instant;

use crate::fault::Fault;
use crate::route::API_VERIFY;
use crate::state::App;
use crate::visitor::Visitor;
use crate::{api, page};

/// The longest that a request may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The policy of the server's own pages: nothing from elsewhere, no script.
pub(crate) const PAGE_POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; \
                                      form-action 'self'; frame-ancestors 'none'";

/// The policy of the team's pages.
const TEAM_POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; \
                           connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// For every request: a time, a line in the log, and an answer even when a handler panics.
///
/// The line holds the route and never the address: that of a badge is a secret of those it concerns.
pub(crate) async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("place", |path| path.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let who = Asking { program: parts.uri.path().starts_with("/api/"), lang: Visitor::of(&parts, &app).lang };
    // No address of ours holds U+0000, and PostgreSQL takes no text with it.
    let is_none = parts.uri.path_and_query().is_some_and(|asked| asked.as_str().contains("%00"));
    let mut response = if is_none {
        who.told(&app, Fault::Refused)
    } else {
        let run = next.run(Request::from_parts(parts, body));
        // Nobody has to see through for whoever is gone what changes nothing.
        if route == API_VERIFY { here(PATIENCE, &app, who, run).await } else { within(PATIENCE, &app, who, run).await }
    };
    set(&mut response, "x-content-type-options", "nosniff");
    if !response.headers().contains_key("referrer-policy") {
        set(&mut response, "referrer-policy", "no-referrer");
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE && !response.headers().contains_key("retry-after") {
        set(&mut response, "retry-after", "5");
    }
    let status = response.status().as_u16();
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if quiet(&route) {
        tracing::debug!(%method, route, status, ms, "answered");
    } else {
        tracing::info!(%method, route, status, ms, "answered");
    }
    response
}

/// Who asks, as far as it matters for what they are told when no handler tells them.
#[derive(Debug, Clone, Copy)]
struct Asking {
    program: bool,
    lang: Lang,
}

impl Asking {
    fn told(self, app: &App, fault: Fault) -> Response {
        if self.program {
            // For a tool in a browser as well: without it, it sees a network that fails.
            let mut response = api::problem(fault);
            open_to_all(&mut response);
            return response;
        }
        let mut response = page::fault(app, self.lang, fault);
        set(&mut response, "content-security-policy", PAGE_POLICY);
        response
    }
}

/// What a handler answers; or, where it takes too long or breaks, a sentence that says so.
async fn within(
    patience: Duration,
    app: &App,
    who: Asking,
    run: impl Future<Output = Response> + Send + 'static,
) -> Response {
    match tokio::spawn(async move { tokio::time::timeout(patience, run).await }).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => who.told(app, Fault::TooSlow),
        // The panic's own message is on standard error already, from the hook.
        Err(_) => who.told(app, Fault::Broken),
    }
}

/// The same without a task of its own: it ends where nobody waits for it any more.
async fn here(patience: Duration, app: &App, who: Asking, run: impl Future<Output = Response>) -> Response {
    let mut run = pin!(tokio::time::timeout(patience, run));
    // One that panicked is not asked again.
    let answered = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| run.as_mut().poll(context))) {
        Ok(poll) => poll.map(|done| done.map_err(|_| Fault::TooSlow)),
        Err(_) => Poll::Ready(Err(Fault::Broken)),
    });
    answered.await.unwrap_or_else(|fault| who.told(app, fault))
}

/// For people: pages that load nothing from elsewhere, and errors in their language.
pub(crate) async fn for_people(State(app): State<App>, request: Request, next: Next) -> Response {
    shown(&app, request, next, PAGE_POLICY).await
}

/// For the team: as for people, with scripts of our own, and nothing kept by anybody.
pub(crate) async fn for_team(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = if app.seal.is_lost() {
        let (parts, _) = request.into_parts();
        let mut closed = page::fault(&app, Visitor::of(&parts, &app).lang, Fault::Sealed);
        set(&mut closed, "content-security-policy", PAGE_POLICY);
        closed
    } else {
        shown(&app, request, next, TEAM_POLICY).await
    };
    set(&mut response, "cache-control", "no-store");
    // Without it, browsers would not say that a form comes from here (`guard`).
    set(&mut response, "referrer-policy", "same-origin");
    response
}

/// For whoever reads what places publish. Faults have become answers already: each place has its own page for them.
pub(crate) async fn for_places(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = shown(&app, request, next, PAGE_POLICY).await;
    open_to_all(&mut response);
    response
}

/// What all pages have in common: a fault is a page in the visitor's language, and no page is without a policy.
async fn shown(app: &App, request: Request, next: Next, policy: &'static str) -> Response {
    let (parts, body) = request.into_parts();
    let visitor = Visitor::of(&parts, app);
    let response = next.run(Request::from_parts(parts, body)).await;
    let mut response = match Fault::of(&response) {
        Some(fault) => allowing(&response, page::fault(app, visitor.lang, fault)),
        None => response,
    };
    if !response.headers().contains_key("content-security-policy") {
        set(&mut response, "content-security-policy", policy);
    }
    response
}

/// An answer in place of another: where the method is not for that address, it names those that are (RFC 9110, 15.5.6).
fn allowing(was: &Response, mut answer: Response) -> Response {
    if let Some(known) = was.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, known.clone());
    }
    answer
}

/// For programs: errors are problem documents (RFC 9457).
pub(crate) async fn for_programs(State(app): State<App>, request: Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    // Verifying takes no key of ours.
    let closed = app.seal.is_lost() && request.uri().path() != crate::route::API_VERIFY;
    let response = match (preflight, closed) {
        (true, _) => StatusCode::NO_CONTENT.into_response(),
        (false, true) => Fault::Sealed.into_response(),
        (false, false) => next.run(request).await,
    };
    let mut response = match Fault::of(&response) {
        Some(fault) => allowing(&response, api::problem(fault)),
        None => response,
    };
    open_to_all(&mut response);
    if preflight {
        set(&mut response, "access-control-allow-methods", "GET, POST, PUT");
        set(&mut response, "access-control-allow-headers", PROGRAMS_SAY);
        set(&mut response, "access-control-max-age", "86400");
    }
    response
}

/// What a page of somebody else's may say when it asks. A token stands in it or not: nothing here is known by a cookie, so
/// that no page can use what a visitor may.
const PROGRAMS_SAY: &str = "authorization, content-type, accept, accept-language, idempotency-key, if-match";

/// What is public may be read by anybody's verifier in a browser.
fn open_to_all(response: &mut Response) {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    // By which a change names what it began from; when to come again; whether an answer was given before.
    set(response, "access-control-expose-headers", "etag, retry-after, idempotency-replayed, location, allow");
}

fn set(response: &mut Response, name: &'static str, value: &'static str) {
    response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
}

/// What watchers ask every few seconds.
fn quiet(route: &str) -> bool {
    route == crate::route::HEALTH || route == crate::route::READY
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn whoever_waited_too_long_is_told_so_in_a_sentence() {
        let world = World::new().await;
        for (program, lang, kind, said) in [
            (true, Lang::Fr, "application/problem+json", "urn:badge-server:problem:slow"),
            (false, Lang::Fr, "text/html; charset=utf-8", "<h1>"),
            (false, Lang::En, "text/html; charset=utf-8", "lang=\"en\""),
        ] {
            let who = Asking { program, lang };
            let response = within(Duration::from_millis(1), &world.app, who, std::future::pending()).await;
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(response.headers()["content-type"], kind);
            let open = response.headers().get("access-control-allow-origin").is_some();
            assert_eq!(open, program, "a tool in a browser reads it");
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let text = String::from_utf8(body.to_vec()).unwrap();
            assert!(text.contains(said), "{text}");
            let slow = here(Duration::from_millis(1), &world.app, who, std::future::pending()).await;
            assert_eq!(slow.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(slow.headers()["content-type"], kind);
            for here_too in [false, true] {
                let (patience, breaks) = (Duration::from_secs(9), async { panic!("as the test wishes") });
                let broken = if here_too {
                    here(patience, &world.app, who, breaks).await
                } else {
                    within(patience, &world.app, who, breaks).await
                };
                assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
                assert_eq!(broken.headers()["content-type"], kind);
                assert_eq!(broken.headers().contains_key("access-control-allow-origin"), program);
            }
        }
    }
}
