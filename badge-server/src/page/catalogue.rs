//! What can be earned at a place, for people and for programs, at the same address: looked through, and searched. It
//! needs no script; a question is part of the address, so that it can be sent to somebody.

use askama::Template;
use axum::Json;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use badge_core::crypto::sha256;
use badge_core::language::Lang;
use badge_core::place::{Place, Spot};
use badge_core::site::beginning;
use badge_core::text;
use serde_json::{Value, json};

use super::{Frame, show};
use crate::app::catalogue::{Asked, Catalogue, Entry};
use crate::fault::{Fault, Said};
use crate::state::App;

/// Achievements of one page.
const PAGE: usize = 48;

#[derive(Template)]
#[template(path = "catalogue.html")]
struct Page<'a> {
    frame: Frame<'a>,
    place: String,
    home: String,
    action: String,
    words: String,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    asked: bool,
    count: String,
    cards: Vec<Card>,
    next: Option<String>,
}

struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

struct Card {
    href: String,
    picture: String,
    /// The language of its words, where it is not the page's.
    lang: Option<&'static str>,
    name: String,
    summary: String,
    /// The summary is the beginning of more.
    more: bool,
    kind: Option<String>,
    level: Option<String>,
}

/// What is asked for, as the address says it.
#[derive(Debug, Default)]
struct Query {
    words: String,
    kind: String,
    level: String,
    from: usize,
}

impl Query {
    fn read(text: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs(text) {
            match name.as_str() {
                "q" => query.words = value.trim().to_owned(),
                "kind" => query.kind = value,
                "level" => query.level = value,
                "from" => query.from = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        query
    }

    fn is_asked(&self) -> bool {
        !self.words.is_empty() || !self.kind.is_empty() || !self.level.is_empty()
    }

    /// The same question from another one on.
    fn from(&self, from: usize) -> String {
        let pairs = [("q", &self.words), ("kind", &self.kind), ("level", &self.level)];
        let mut text = String::new();
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            text.push_str(&format!("{name}={}&", escaped(value)));
        }
        format!("{text}from={from}")
    }
}

/// Answers for `achievements/` of a place. `json`: for programs.
pub(crate) fn answer(
    app: &App,
    lang: Lang,
    catalogue: &Catalogue,
    query: Option<&str>,
    json: bool,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let query = Query::read(query.unwrap_or_default());
    let asked = Asked { words: &query.words, kind: &query.kind, level: &query.level };
    let (found, count) = catalogue.search(asked, lang, (query.from, PAGE));
    let place = &catalogue.place;
    let next = (query.from + found.len() < count).then(|| query.from(query.from + found.len()));
    let mut response = if json {
        let one = |entry: &&Entry| of_entry(place, entry, lang);
        let list = json!({
            "schema": "badge-catalogue/1",
            "place": place.name_in(lang),
            "total": count,
            "achievements": found.iter().map(one).collect::<Vec<Value>>(),
            // In the same language, whose order it is.
            "next": next.map(|next| format!("{}?lang={lang}&{next}", address(place))),
        });
        tagged(&list, headers)
    } else {
        page(app, lang, place, (&query, &found, count), next)
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
    response.extensions_mut().insert(Said);
    Ok(response)
}

fn tagged(list: &Value, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", text::hex(&sha256(list.to_string().as_bytes())[..16]));
    let known =
        headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|list| list.contains(&tag));
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Json(list.clone()).into_response() };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    response
}

fn page(
    app: &App,
    lang: Lang,
    place: &Place,
    (query, found, count): (&Query, &[&Entry], usize),
    next: Option<String>,
) -> Response {
    let t = app.words.of(lang);
    let action = path_of(&address(place));
    let choice = |id: &str, name: Option<&str>, chosen: &str| Choice {
        id: id.to_owned(),
        name: name.unwrap_or(id).to_owned(),
        chosen: id == chosen,
    };
    let page = Page {
        place: place.name_in(lang).to_owned(),
        home: format!("{}/", path_of(place.base.as_ref().map_or("", |base| base.base()))),
        words: query.words.clone(),
        kinds: place.kinds.iter().map(|k| choice(&k.id, k.name.best(lang), &query.kind)).collect(),
        levels: place.levels.iter().map(|l| choice(&l.id, l.name.best(lang), &query.level)).collect(),
        asked: query.is_asked(),
        count: t.v("catalogue-count", "count", count.to_string()),
        cards: found.iter().map(|entry| card(place, entry, lang)).collect(),
        next: next.map(|next| format!("{action}?lang={lang}&{next}")),
        frame: Frame {
            other: super::other_language(lang, &action),
            ..Frame::new(t, format!("{} – {}", t.s("catalogue-title"), place.name_in(lang)), &action)
        },
        action,
    };
    show(lang, &page)
}

fn card(place: &Place, entry: &Entry, lang: Lang) -> Card {
    let file = &entry.file;
    let speaks = file.language_for(place, lang);
    let texts = file.texts(speaks);
    let kind = place.kinds.iter().find(|kind| Some(&kind.id) == file.kind.as_ref());
    let level = place.levels.iter().find(|level| Some(&level.id) == file.level.as_ref());
    let (summary, more) = texts.description.as_deref().map(beginning).unwrap_or_default();
    // The page in the reader's own language, whatever the achievement's words are in.
    let page = Some(lang).filter(|lang| *lang != place.first_language() && place.languages.contains(lang));
    Card {
        href: url(place, &Spot::AchievementPage(file.slug.clone(), page)),
        picture: url(place, &Spot::AchievementImage(file.slug.clone(), file.picture_ending())),
        lang: (speaks != lang).then(|| speaks.tag()),
        name: texts.name.clone().unwrap_or_else(|| file.slug.to_string()),
        summary,
        more,
        kind: kind.and_then(|kind| kind.name.best(lang)).map(str::to_owned),
        level: level.and_then(|level| level.name.best(lang)).map(str::to_owned),
    }
}

fn of_entry(place: &Place, entry: &Entry, lang: Lang) -> Value {
    let file = &entry.file;
    let speaks = file.language_for(place, lang);
    let texts = file.texts(speaks);
    let language = (speaks != place.first_language()).then_some(speaks);
    json!({
        "id": place.achievement_id(&file.slug, speaks),
        "slug": file.slug.as_str(),
        "page": url(place, &Spot::AchievementPage(file.slug.clone(), language)),
        "image": url(place, &Spot::AchievementImage(file.slug.clone(), file.picture_ending())),
        "language": speaks.tag(),
        "name": texts.name,
        "description": texts.description,
        "tags": texts.tags,
        "kind": file.kind,
        "level": file.level,
    })
}

fn url(place: &Place, spot: &Spot) -> String {
    place.base.as_ref().map(|base| base.url(spot)).unwrap_or_default()
}

/// Where the catalogue is.
fn address(place: &Place) -> String {
    format!("{}/achievements/", place.base.as_ref().map_or("", |base| base.base()))
}

/// The path of an address: the page's own links stay on the host that was asked.
fn path_of(address: &str) -> String {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..]).to_owned()
}

/// The pairs of a query, decoded; what is no UTF-8 is shown as such.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let mut out = Vec::with_capacity(text.len());
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            let digit =
                |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
            match byte {
                b'+' => out.push(b' '),
                b'%' => match (digit(bytes.next()), digit(bytes.next())) {
                    (Some(high), Some(low)) => out.push(high << 4 | low),
                    _ => out.push(b'%'),
                },
                other => out.push(other),
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    text.split('&').take(20).map(pair).collect()
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
