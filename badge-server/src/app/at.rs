//! What is at an address of a place's: for whoever asks this server, and for its own verifier, which need not go out and
//! come back for it.

use badge_core::resource::{Answer, Body, Lookup, Purpose};

use super::award::{Shown, award, endorsement};
use super::kept::places_of_host;
use super::published::{Document, PlaceError, View, below_token, view};
use super::status::{self, StatusError};
use crate::state::App;
use crate::storage::{PlaceId, StorageError};

/// What lies below a base for nobody but us: what is not there, is not there.
const OURS: [&str; 4] = ["b/", "e/", "status/", "achievements/"];

/// Why what is at an address cannot be given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FoundError {
    /// The place, or one of its awards, cannot be shown.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A status list cannot be given.
    #[error(transparent)]
    Status(#[from] StatusError),
}

/// The place that an address belongs to, and the path below its base.
pub(crate) async fn place<'p>(
    app: &App,
    authority: &str,
    path: &'p str,
) -> Result<Option<(PlaceId, i64, &'p str)>, StorageError> {
    let places = places_of_host(app, authority).await?;
    let fits = |base: &str| path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let best = places.iter().filter(|(_, base, _)| fits(base).is_some()).max_by_key(|(_, base, _)| base.len());
    let Some((id, base, revision)) = best else { return Ok(None) };
    let rest = &path[base.len()..];
    Ok(Some((*id, *revision, rest.strip_prefix('/').unwrap_or(rest))))
}

/// The first of several that there is.
pub(crate) async fn first(app: &App, view: &View, paths: Vec<String>) -> Result<Option<(String, Shown)>, FoundError> {
    for path in paths {
        if let Some(shown) = find(app, view, &path).await? {
            return Ok(Some((path, shown)));
        }
    }
    Ok(None)
}

async fn find(app: &App, view: &View, path: &str) -> Result<Option<Shown>, FoundError> {
    if let Some(document) = view.files.get(path) {
        return Ok(Some(Shown::Document(document.clone())));
    }
    if let Some(shown) = app.kept.shown(view, path, app.now()) {
        return Ok(Some(shown));
    }
    let found = made(app, view, path).await?;
    if let Some(shown) = &found {
        app.kept.note(view, path, shown, app.now());
    }
    Ok(found)
}

/// What is read and made for whoever asks first.
async fn made(app: &App, view: &View, path: &str) -> Result<Option<Shown>, FoundError> {
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

/// What a server would say at one of its own addresses; `None` for any other address. Nothing is fetched: places may be
/// at a host that cannot be reached from here (a network of one's own, a router that sends nothing back in).
pub(crate) async fn own(app: &App, lookup: &Lookup) -> Option<Answer> {
    let (scheme, rest) = lookup.url.as_str().split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if path.contains('?') {
        return None;
    }
    let (id, revision, below) = place(app, authority, path).await.ok()??;
    let view = view(app, id, revision).await.ok()??;
    // The name of a DID says nothing of it, and always means https.
    if !view.base.base().starts_with(&format!("{scheme}://")) && lookup.purpose != Purpose::DidDocument {
        return None;
    }
    let folder = format!("{below}/");
    let mut wish = negotiated(&view, below, lookup.purpose.accept());
    if matches!(wish, Wish::Moved(_)) {
        wish = negotiated(&view, &folder, lookup.purpose.accept());
    }
    let Wish::File(file) = wish else { return None };
    let body = |document: &Document| Body {
        media_type: Some(document.media_type.to_owned()),
        fetched: Some(app.now()),
        ..Body::of(document.bytes.to_vec())
    };
    match first(app, &view, file.paths).await.ok()? {
        Some((_, Shown::Document(document))) => Some(Answer::Found(body(&document))),
        Some((_, Shown::Gone(document))) => Some(Answer::Gone(body(&document))),
        None => OURS.iter().any(|ours| below.starts_with(ours)).then_some(Answer::NotFound),
    }
}

/// The file that is meant: the first of these that there is.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) paths: Vec<String>,
    /// Whether another `Accept` would have had another one.
    pub(crate) negotiated: bool,
}

#[derive(Debug)]
pub(crate) enum Wish {
    File(File),
    Moved(String),
}

/// A folder is its page, or for machines what it is about; an achievement has one address for both as well.
pub(crate) fn negotiated(view: &View, below: &str, accept: &str) -> Wish {
    let plain = |path: String| Wish::File(File { paths: vec![path], negotiated: false });
    let any = |folder: &str, names: &dyn Fn(Kind) -> &'static [&'static str]| {
        let names = wanted(accept).into_iter().flat_map(names);
        Wish::File(File { paths: names.map(|name| format!("{folder}{name}")).collect(), negotiated: true })
    };
    if let Some((_, "")) = below_token(below, "b") {
        // An award of the older version alone has its files alone.
        return any(below, &|kind| match kind {
            Kind::Page => &["index.html"],
            Kind::Json => &["credential.json", "assertion.json"],
            Kind::Jwt => &["credential.jws", "assertion.jws"],
            Kind::Png => &["badge.png"],
            Kind::Svg => &["badge.svg"],
        });
    }
    if let Some((_, "")) = below_token(below, "e") {
        return any(below, &|kind| match kind {
            Kind::Page => &["index.html"],
            Kind::Json => &["endorsement.json"],
            Kind::Jwt => &["endorsement.jws"],
            Kind::Png | Kind::Svg => &[],
        });
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
    if slug.is_some() {
        return any(below, &|kind| match kind {
            Kind::Json | Kind::Jwt => &[".json"],
            Kind::Page => &[".html"],
            Kind::Png => &[".png"],
            Kind::Svg => &[".svg"],
        });
    }
    plain(below.to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Page,
    Json,
    Jwt,
    Png,
    Svg,
}

/// Our kinds that an `Accept` names, those it would rather have first (RFC 9110, 12.5.1); the page is the last resort.
pub(crate) fn wanted(accept: &str) -> Vec<Kind> {
    let mut named: Vec<(f32, &[Kind])> = Vec::new();
    for range in accept.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let kinds: &[Kind] = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" | "*/*" | "text/*" => &[Kind::Page],
            "application/json" | "application/ld+json" | "application/vc+ld+json" | "application/vc" => &[Kind::Json],
            "application/vc+jwt" | "application/jwt" | "application/jose" | "text/plain" => &[Kind::Jwt],
            "image/png" => &[Kind::Png],
            "image/svg+xml" => &[Kind::Svg],
            "image/*" => &[Kind::Png, Kind::Svg],
            _ => continue,
        };
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok()).unwrap_or(0.0);
        if weight > 0.0 {
            named.push((weight, kinds));
        }
    }
    named.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut all = Vec::new();
    for kind in named.into_iter().flat_map(|(_, kinds)| kinds).chain(&[Kind::Page]) {
        if !all.contains(kind) {
            all.push(*kind);
        }
    }
    all
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
        let page = [Kind::Page];
        assert_eq!(wanted("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"), page);
        assert_eq!(wanted("application/ld+json, application/json;q=0.9"), [Kind::Json, Kind::Page]);
        assert_eq!(wanted("application/vc+ld+json"), [Kind::Json, Kind::Page]);
        assert_eq!(wanted("text/html;q=0.5, application/vc+jwt"), [Kind::Jwt, Kind::Page]);
        assert_eq!(wanted("application/json;q=0.5, application/vc+jwt"), [Kind::Jwt, Kind::Json, Kind::Page]);
        assert_eq!(wanted("image/avif,image/png,*/*;q=0.1"), [Kind::Png, Kind::Page]);
        // What browsers ask a picture with.
        let picture = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
        assert_eq!(wanted(picture), [Kind::Svg, Kind::Png, Kind::Page]);
        assert_eq!(wanted("*/*"), page);
        assert_eq!(wanted(""), page);
        assert_eq!(wanted("application/json;q=0, image/png;q=NaN"), page);
    }
}
