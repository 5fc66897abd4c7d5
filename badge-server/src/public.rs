//! What places publish, for people and for machines, at the addresses of `docs/addresses.md` (D-02).
//!
//! Which place is meant follows from the host and the longest base whose path the request's begins with (`docs/decisions/0021`).

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, LOCATION,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::app::at::{Kind, Wish, first, negotiated, place, wanted};
use crate::app::award::Shown;
use crate::app::catalogue::catalogue;
use crate::app::published::{Document, View, view};
use crate::fault::{Fault, Said};
use crate::layer::PAGE_POLICY;
use crate::page;
use crate::state::App;
use crate::visitor::Visitor;

/// What can be earned at a place, below its address.
const CATALOGUE: &str = "achievements/";

/// For how long others may keep what they read, in seconds; afterwards they ask whether it changed.
const KEPT: &str = "public, max-age=300";

/// Answers whatever no route of the server's own answers.
pub(crate) async fn answer(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Fault> {
    if request.method() == Method::OPTIONS {
        return Ok(preflight());
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Ok(([(ALLOW, "GET, HEAD, OPTIONS")], Fault::Method).into_response());
    }
    let path = request.uri().path();
    let Some((id, revision, below)) = place(&app, &visitor.authority, path).await? else {
        return if path == "/" { Ok(page::home(&app, &visitor)) } else { Err(Fault::NotFound) };
    };
    // What can be searched is made from no page and no picture, however many there are.
    if below == CATALOGUE
        && let Some(known) = catalogue(&app, id).await?
    {
        let text = |kind: &Kind| matches!(kind, Kind::Json | Kind::Jwt | Kind::Page);
        let json = wanted(accept(request.headers())).into_iter().find(text) != Some(Kind::Page);
        let query = request.uri().query();
        return page::catalogue::answer(&app, visitor.lang, &known, query, json, request.headers());
    }
    let Some(view) = view(&app, id, revision).await? else {
        return if path == "/" { Ok(page::home(&app, &visitor)) } else { Err(Fault::NotFound) };
    };
    // The base without its slash: what is written as an address, and what a browser needs to find the rest.
    if below.is_empty() && !path.ends_with('/') {
        return Ok(moved(&format!("{path}/")));
    }
    let wish = match negotiated(&view, below, accept(request.headers())) {
        Wish::Moved(to) => return Ok(moved(&to)),
        Wish::File(file) => file,
    };
    let (mut response, path) = match first(&app, &view, wish.paths).await? {
        Some((path, Shown::Document(document))) => (send(&document, &path, StatusCode::OK, request.headers()), path),
        Some((path, Shown::Gone(document))) => (send(&document, &path, StatusCode::GONE, request.headers()), path),
        None => (missing(&view, visitor.lang).unwrap_or_else(|| Fault::NotFound.into_response()), String::new()),
    };
    if !view.frames.is_empty() && path.starts_with("b/") && path.ends_with(".html") {
        let who = format!("frame-ancestors {}", view.frames.join(" "));
        if let Ok(policy) = HeaderValue::from_str(&PAGE_POLICY.replace("frame-ancestors 'none'", &who)) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
    }
    if wish.negotiated {
        response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
    }
    Ok(response)
}

fn accept(headers: &HeaderMap) -> &str {
    headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// A document, or the news that it did not change.
fn send(document: &Document, path: &str, status: StatusCode, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", document.tag);
    let known =
        headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).any(|list| {
            list.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
        });
    let page = document.media_type == "text/html";
    // A page says whether the badge holds: it is asked for each time. Machines read the status list for that.
    let kept = if page { "no-cache" } else { KEPT };
    let mut response = if known && status == StatusCode::OK {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = (status, document.bytes.to_vec()).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(with_charset(document.media_type)));
        response
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy(document, path)));
    response.extensions_mut().insert(Said);
    response
}

fn with_charset(media_type: &'static str) -> &'static str {
    match media_type {
        "text/html" => "text/html; charset=utf-8",
        "text/css" => "text/css; charset=utf-8",
        "text/javascript" => "text/javascript; charset=utf-8",
        "text/plain" => "text/plain; charset=utf-8",
        other => other,
    }
}

/// What a document may load. A picture that is looked at alone may run nothing.
fn policy(document: &Document, path: &str) -> &'static str {
    match document.media_type {
        "text/html" if path.starts_with("v/") => {
            "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'"
        }
        "text/html" => PAGE_POLICY,
        "image/svg+xml" => "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
        _ => "default-src 'none'",
    }
}

/// The place's own page for what is not there.
fn missing(view: &View, lang: badge_core::language::Lang) -> Option<Response> {
    let own = (view.site.languages.first() != Some(&lang)).then(|| view.files.get(&format!("404.{lang}.html")));
    let document = own.flatten().or_else(|| view.files.get("404.html"))?;
    let mut response = send(document, "404.html", StatusCode::NOT_FOUND, &HeaderMap::new());
    response.headers_mut().remove(ETAG);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}

fn moved(to: &str) -> Response {
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response()
}

fn preflight() -> Response {
    let headers = [
        (HeaderName::from_static("access-control-allow-methods"), "GET, HEAD"),
        (HeaderName::from_static("access-control-allow-headers"), "accept, if-none-match"),
        (HeaderName::from_static("access-control-max-age"), "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
