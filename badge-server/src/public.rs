//! What places publish, for people and for machines, at the addresses of `docs/addresses.md` (D-02).
//!
//! Which place is meant follows from the host and the longest base whose path the request's begins with (`docs/decisions/0021`).

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::app::PlaceId;
use crate::app::award::{Shown, award, endorsement};
use crate::app::catalogue::catalogue;
use crate::app::kept::places_of_host;
use crate::app::published::{Document, View, below_token, view};
use crate::app::status;
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
        return Err(Fault::Method);
    }
    let path = request.uri().path();
    let Some((id, revision, below)) = place(&app, &visitor.authority, path).await? else {
        return if path == "/" { Ok(page::home(&app, &visitor)) } else { Err(Fault::NotFound) };
    };
    // What can be searched is made from no page and no picture, however many there are.
    if below == CATALOGUE
        && let Some(known) = catalogue(&app, id).await?
    {
        let json = matches!(wanted(request.headers()), Kind::Json | Kind::Jwt);
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
    let wish = match negotiated(&view, below, request.headers()) {
        Wish::Moved(to) => return Ok(moved(&to)),
        Wish::File(file) => file,
    };
    let mut response = match find(&app, &view, &wish.path).await? {
        Some(Shown::Document(document)) => send(&document, &wish.path, StatusCode::OK, request.headers()),
        Some(Shown::Gone(document)) => send(&document, &wish.path, StatusCode::GONE, request.headers()),
        None => missing(&view, visitor.lang).unwrap_or_else(|| Fault::NotFound.into_response()),
    };
    if !view.frames.is_empty() && wish.path.starts_with("b/") && wish.path.ends_with(".html") {
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

/// The place that an address belongs to, and the path below its base.
async fn place<'p>(app: &App, authority: &str, path: &'p str) -> Result<Option<(PlaceId, i64, &'p str)>, Fault> {
    let places = places_of_host(app, authority).await?;
    let fits = |base: &str| path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let best = places.iter().filter(|(_, base, _)| fits(base).is_some()).max_by_key(|(_, base, _)| base.len());
    let Some((id, base, revision)) = best else { return Ok(None) };
    let rest = &path[base.len()..];
    Ok(Some((*id, *revision, rest.strip_prefix('/').unwrap_or(rest))))
}

async fn find(app: &App, view: &View, path: &str) -> Result<Option<Shown>, Fault> {
    if let Some(document) = view.files.get(path) {
        return Ok(Some(Shown::Document(document.clone())));
    }
    if let Some(shown) = app.kept.shown(view, path) {
        return Ok(Some(shown));
    }
    let found = made(app, view, path).await?;
    if let Some(shown) = &found {
        app.kept.note(view, path, shown);
    }
    Ok(found)
}

/// What is read and made for whoever asks first.
async fn made(app: &App, view: &View, path: &str) -> Result<Option<Shown>, Fault> {
    if let Some((token, name)) = below_token(path, "b") {
        return Ok(award(app, view, token, name).await?);
    }
    if let Some((token, name)) = below_token(path, "e") {
        return Ok(endorsement(app, view, token, name).await?);
    }
    // A number as we write it: `01` is another name, and not ours.
    let number = path.strip_prefix("status/").and_then(|name| name.strip_suffix(".json"));
    match number.and_then(|text| text.parse::<u32>().ok().filter(|n| n.to_string() == text)) {
        Some(number) => Ok(status::list(app, view, number).await?.map(Shown::Document)),
        None => Ok(None),
    }
}

/// The file that is meant.
struct File {
    path: String,
    /// Whether another `Accept` would have had another one.
    negotiated: bool,
}

enum Wish {
    File(File),
    Moved(String),
}

/// A folder is its page, or for machines what it is about; an achievement has one address for both as well.
fn negotiated(view: &View, below: &str, headers: &HeaderMap) -> Wish {
    let plain = |path: String| Wish::File(File { path, negotiated: false });
    let wanted = wanted(headers);
    if let Some((token, "")) = below_token(below, "b") {
        let name = match wanted {
            Kind::Page => "index.html",
            Kind::Json => "credential.json",
            Kind::Jwt => "credential.jws",
            Kind::Png => "badge.png",
            Kind::Svg => "badge.svg",
        };
        return Wish::File(File { path: format!("b/{token}/{name}"), negotiated: true });
    }
    if let Some((token, "")) = below_token(below, "e") {
        let name = match wanted {
            Kind::Json => "endorsement.json",
            Kind::Jwt => "endorsement.jws",
            _ => "index.html",
        };
        return Wish::File(File { path: format!("e/{token}/{name}"), negotiated: true });
    }
    if below.is_empty() || below.ends_with('/') {
        return plain(format!("{below}index.html"));
    }
    let folder = format!("{below}/");
    let of_token = below_token(&folder, "b").or_else(|| below_token(&folder, "e"));
    if of_token.is_some_and(|(_, name)| name.is_empty()) || view.files.contains_key(&format!("{below}/index.html")) {
        return Wish::Moved(format!("{}/{below}/", path_of(view)));
    }
    let slug = below.strip_prefix("achievements/").filter(|slug| !slug.contains(['.', '/']));
    if let Some(slug) = slug {
        let ending = match wanted {
            Kind::Json | Kind::Jwt => "json",
            Kind::Page => "html",
            Kind::Png => "png",
            Kind::Svg => "svg",
        };
        return Wish::File(File { path: format!("achievements/{slug}.{ending}"), negotiated: true });
    }
    plain(below.to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Json,
    Jwt,
    Png,
    Svg,
}

/// The first of our kinds by weight in an `Accept` (RFC 9110, 12.5.1); a page where nothing says otherwise.
fn wanted(headers: &HeaderMap) -> Kind {
    let accept = headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mut best = (0.0_f32, Kind::Page);
    for range in accept.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let kind = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" | "*/*" | "text/*" => Kind::Page,
            "application/json" | "application/ld+json" | "application/vc+ld+json" | "application/vc" => Kind::Json,
            "application/vc+jwt" | "application/jwt" | "application/jose" | "text/plain" => Kind::Jwt,
            "image/png" => Kind::Png,
            "image/svg+xml" => Kind::Svg,
            _ => continue,
        };
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok()).unwrap_or(0.0);
        if weight > best.0 {
            best = (weight, kind);
        }
    }
    best.1
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

/// The path of a place's base: empty, or `/lieu`.
fn path_of(view: &View) -> &str {
    let rest = view.base.base().split_once("//").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accept_says_what_is_wanted() {
        let wanted = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, accept.parse().unwrap());
            super::wanted(&headers)
        };
        assert_eq!(wanted("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"), Kind::Page);
        assert_eq!(wanted("application/ld+json, application/json;q=0.9"), Kind::Json);
        assert_eq!(wanted("application/vc+ld+json"), Kind::Json);
        assert_eq!(wanted("text/html;q=0.5, application/vc+jwt"), Kind::Jwt);
        assert_eq!(wanted("image/avif,image/png,*/*;q=0.1"), Kind::Png);
        assert_eq!(wanted("*/*"), Kind::Page);
        assert_eq!(wanted(""), Kind::Page);
        assert_eq!(wanted("application/json;q=0"), Kind::Page);
    }
}
