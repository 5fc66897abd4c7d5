//! Pages for people, one file each. They work without script and load nothing from elsewhere.

pub(crate) mod start;
pub(crate) mod verify;

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use badge_core::language::Lang;

use crate::fault::{Fault, Said};
use crate::route;
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

const FORMS: &str = include_str!("forms.css");

/// What every page has around its own words. Templates call it `frame`.
pub(crate) struct Frame<'a> {
    pub(crate) t: &'a Speech,
    pub(crate) lang: &'static str,
    pub(crate) title: String,
    pub(crate) style: &'static str,
    pub(crate) verify: &'static str,
    /// The same page in the other language: where, its tag, its own name.
    pub(crate) other: (String, &'static str, &'static str),
}

impl<'a> Frame<'a> {
    /// `here` is the page's own path, for the link to its other language.
    pub(crate) fn new(t: &'a Speech, title: String, here: &str) -> Self {
        let (other, name) = match t.lang() {
            Lang::Fr => (Lang::En, "English"),
            Lang::En => (Lang::Fr, "Français"),
        };
        Self {
            t,
            lang: t.lang().tag(),
            title,
            style: route::STYLE,
            verify: route::VERIFY,
            other: (format!("{here}?lang={other}"), other.tag(), name),
        }
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    frame: Frame<'a>,
}

#[derive(Template)]
#[template(path = "note.html")]
struct Note<'a> {
    frame: Frame<'a>,
    lead: String,
    more: Vec<String>,
}

/// The first page of the server, where no place has it.
pub(crate) fn home(app: &App, visitor: &Visitor) -> Response {
    let t = app.words.of(visitor.lang);
    show(visitor.lang, &Home { frame: Frame::new(t, t.s("home-title"), "/") })
}

/// The style sheet: that of the places' pages, and the forms that they do not have.
pub(crate) async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    (headers, [badge_core::site::STYLE, FORMS].concat()).into_response()
}

pub(crate) async fn method_not_allowed() -> Fault {
    Fault::Method
}

/// What went wrong, as a page.
pub(crate) fn fault(app: &App, lang: Lang, fault: Fault) -> Response {
    let t = app.words.of(lang);
    let (title, lead) = match fault {
        Fault::NotFound => (t.s("missing-title"), t.s("missing-lead")),
        Fault::Method => (t.s("method-title"), t.s("method-lead")),
        Fault::Refused => (t.s("refused-title"), t.s("refused-lead")),
        Fault::TooLarge => (t.s("large-title"), t.s("large-lead")),
        Fault::TooMany => (t.s("busy-title"), t.s("busy-lead")),
        Fault::TooSlow => (t.s("slow-title"), t.s("slow-lead")),
        Fault::Broken => (t.s("broken-title"), t.s("broken-lead")),
    };
    let more = if fault == Fault::NotFound { vec![t.s("missing-hint")] } else { Vec::new() };
    // The link to the other language leads to the first page: the address at fault is not repeated.
    let mut response = show(lang, &Note { frame: Frame::new(t, title, "/"), lead, more });
    *response.status_mut() = fault.status();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(Said);
    response
}

/// A few sentences as a page.
pub(crate) fn note(app: &App, lang: Lang, here: &str, title: String, lead: String, more: Vec<String>) -> Response {
    show(lang, &Note { frame: Frame::new(app.words.of(lang), title, here), lead, more })
}

/// A template as an answer.
pub(crate) fn show(lang: Lang, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => {
            let headers = [(CONTENT_LANGUAGE, lang.tag()), (VARY, "Accept-Language"), (CACHE_CONTROL, "no-cache")];
            (headers, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
