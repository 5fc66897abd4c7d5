//! The door of the team's pages: each route names what it takes to pass, and no handler behind it asks again.
//!
//! **Forged requests.** A page elsewhere can make a browser send a form here, with the session's cookie only if the
//! cookie lets it (`SameSite=Lax` does not) and with headers that no page can write: `Sec-Fetch-Site` and `Origin`. Every
//! request that changes something must come from this site by one of the two. That covers signing in as well, for which
//! there is no session yet to bind a token to; it needs no field in any form, and nothing that could be left out of one.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::header::{COOKIE, HeaderMap, HeaderValue, LOCATION, ORIGIN, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};

use crate::app::accounts::{Account, Secret, Session, session};
use crate::app::team::{PlaceId, role};
use crate::fault::Fault;
use crate::page::signed_out;
use crate::press::pressed;
use crate::role::{Right, Role};
use crate::route::SIGN_IN;
use crate::state::App;
use crate::visitor::Visitor;

/// What a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: the pages through which one signs in, and those behind a secret link.
    Nothing,
    /// An account.
    Account,
    /// An account that runs the server.
    Operator,
    /// A right in the place that the address names as `{place}`.
    In(Right),
}

impl Need {
    /// In a word, for tests in a browser.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nobody",
            Self::Account => "account",
            Self::Operator => "operator",
            Self::In(_) => "member",
        }
    }
}

/// One route, as it was declared.
#[derive(Debug, Clone)]
pub(crate) struct Guarded {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) need: Need,
}

/// Routes, each with what it takes. The list is what the tests of separation are made from.
pub(crate) struct Door {
    app: App,
    router: Router<App>,
    list: Vec<Guarded>,
}

impl Door {
    pub(crate) fn new(app: App) -> Self {
        Self { app, router: Router::new(), list: Vec::new() }
    }

    pub(crate) fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, need: Need, handler: H) -> Self {
        self.add(Method::GET, path, need, handler)
    }

    pub(crate) fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, need: Need, handler: H) -> Self {
        self.add(Method::POST, path, need, handler)
    }

    fn add<H: Handler<T, App>, T: 'static>(
        mut self,
        method: Method,
        path: &'static str,
        need: Need,
        handler: H,
    ) -> Self {
        let filter = if method == Method::POST { MethodFilter::POST } else { MethodFilter::GET };
        let guarded = on(filter, handler).route_layer(from_fn_with_state((self.app.clone(), need), guard));
        self.router = self.router.route(path, guarded);
        self.list.push(Guarded { method, path, need });
        self
    }

    /// The router, and what was declared.
    pub(crate) fn open(self) -> (Router<App>, Vec<Guarded>) {
        (self.router, self.list)
    }
}

/// Somebody who is signed in, for handlers of routes that need an account.
#[derive(Debug, Clone)]
pub(crate) struct Signed(pub(crate) Session);

/// The place that is meant, and what whoever asks is there; for handlers of routes that need a right in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) place: PlaceId,
    pub(crate) role: Role,
}

impl Signed {
    pub(crate) const fn account(&self) -> &Account {
        &self.0.account
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        parts.extensions.get().cloned().ok_or(Fault::Broken)
    }
}

/// Somebody who may be signed in, on routes that need nothing.
#[derive(Debug, Clone)]
pub(crate) struct Perhaps(pub(crate) Option<Signed>);

impl FromRequestParts<App> for Perhaps {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get().cloned()))
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        parts.extensions.get().copied().ok_or(Fault::Broken)
    }
}

async fn guard(
    State((app, need)): State<(App, Need)>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Result<Response, Fault> {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::of(&parts, &app);
    if !parts.method.is_safe() && !is_from_here(&parts.headers, &visitor) {
        return Err(Fault::Forged);
    }
    let signed = match kept(&app, &parts.headers) {
        Some(secret) => {
            let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
            session(&app, secret, agent).await?.map(Signed)
        }
        None => None,
    };
    match (need, &signed) {
        (Need::Nothing, _) | (Need::Account, Some(_)) => {}
        (Need::Operator, Some(signed)) if signed.account().operator => {}
        (Need::Operator, Some(_)) => return Err(Fault::Forbidden),
        (Need::In(right), Some(signed)) => {
            let number = params.iter().find(|(name, _)| *name == "place").and_then(|(_, text)| text.parse().ok());
            let place = PlaceId(number.ok_or(Fault::NotFound)?);
            // Of a place that is not theirs, nobody learns whether there is one.
            let role = role(&app, signed.account(), place).await?.ok_or(Fault::NotFound)?;
            if !role.may(right) {
                return Err(Fault::Forbidden);
            }
            parts.extensions.insert(Member { place, role });
        }
        (_, None) if parts.method.is_safe() => return Ok(to_sign_in(&parts, &visitor)),
        (_, None) => return Ok(signed_out::answer(&app, &visitor, Request::from_parts(parts, body)).await),
    }
    let Some(signed) = signed else { return Ok(next.run(Request::from_parts(parts, body)).await) };
    let account = signed.account().id;
    parts.extensions.insert(signed);
    pressed(&app, account, parts, body, next).await
}

/// Whether a request that changes something was sent by a page of this site.
fn is_from_here(headers: &HeaderMap, visitor: &Visitor) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        // `none`: by the person themselves, from the address bar or by loading the page again.
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        // Browsers say nothing of the kind on plain http, and older ones never.
        (None, Some(origin)) => {
            !visitor.authority.is_empty()
                && origin.split_once("://").is_some_and(|(_, host)| host.eq_ignore_ascii_case(&visitor.authority))
        }
        (None, None) => false,
    }
}

/// To the page where one signs in, and back from there to the page that was asked for.
fn to_sign_in(parts: &Parts, visitor: &Visitor) -> Response {
    see(&format!("{SIGN_IN}?lang={}&next={}", visitor.lang, parts.uri.path()))
}

/// Where to go on after signing in: one of the team's pages, and nothing else that somebody put into the link.
pub(crate) fn onward(next: &str) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-');
    (next.starts_with("/staff") && !next.contains("//") && next.bytes().all(plain)).then_some(next)
}

/// Go there, and ask with GET.
pub(crate) fn see(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
}

/// Lets a browser keep a session's secret: no script can read it, no other site can make it be sent with a form, and
/// where the server has https it never goes in clear. `None`: the browser forgets it.
pub(crate) fn keep(app: &App, secret: Option<&Secret>, mut response: Response) -> Response {
    let (name, secure) = cookie(app);
    let secure = if secure { "; Secure" } else { "" };
    let (value, age) = secret.map_or(("", "; Max-Age=0"), |secret| (secret.0.as_str(), ""));
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// The secret that the browser keeps.
fn kept<'h>(app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
    let name = cookie(app).0;
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';'));
    let mut found = all.filter_map(|pair| pair.trim().split_once('=')).filter(|(key, _)| *key == name);
    found.next().map(|(_, value)| value).filter(|value| value.len() == 64)
}

/// Its name: with `__Host-`, a browser takes it from this host alone, and over https alone.
fn cookie(app: &App) -> (&'static str, bool) {
    if app.address.starts_with("https://") { ("__Host-badge", true) } else { ("badge", false) }
}

#[cfg(test)]
mod tests {
    use badge_core::language::Lang;

    use super::*;

    #[test]
    fn only_this_site_s_pages_may_change_something() {
        let visitor = |host: &str| Visitor {
            lang: Lang::Fr,
            address: std::net::IpAddr::from([192, 0, 2, 1]),
            authority: host.to_owned(),
        };
        let here = |pairs: &[(&'static str, &str)]| {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            is_from_here(&headers, &visitor("badges.example.org:8443"))
        };
        assert!(here(&[("sec-fetch-site", "same-origin")]) && here(&[("sec-fetch-site", "none")]));
        assert!(!here(&[("sec-fetch-site", "same-site")]) && !here(&[("sec-fetch-site", "cross-site")]));
        assert!(!here(&[("sec-fetch-site", "cross-site"), ("origin", "https://badges.example.org:8443")]));
        assert!(here(&[("origin", "https://badges.example.org:8443")]));
        for other in
            ["null", "https://badges.example.org", "https://evil.example", "https://badges.example.org:8443.evil"]
        {
            assert!(!here(&[("origin", other)]), "{other}");
        }
        assert!(!here(&[]));
    }

    #[test]
    fn a_link_leads_on_to_pages_of_the_team_alone() {
        assert_eq!(onward("/staff/places/1/team"), Some("/staff/places/1/team"));
        for other in
            ["", "/", "//evil.example", "https://evil.example", "/staff//evil.example", "/staff?x=1", "/staff/\\x"]
        {
            assert_eq!(onward(other), None, "{other}");
        }
    }
}
