//! Pages for people, one file each. They work without script and load nothing from elsewhere.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod achievements;
pub(crate) mod acts;
pub(crate) mod award;
pub(crate) mod badges;
pub(crate) mod batch;
pub(crate) mod bulk;
pub(crate) mod catalogue;
pub(crate) mod counts;
pub(crate) mod endorse;
pub(crate) mod endorsements;
mod fields;
mod flaws;
pub(crate) mod letters;
mod lists;
pub(crate) mod logo;
pub(crate) mod own;
pub(crate) mod person;
pub(crate) mod places;
pub(crate) mod programs;
mod readdress;
pub(crate) mod refuse;
pub(crate) mod rights;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod signed_out;
pub(crate) mod start;
pub(crate) mod table;
pub(crate) mod team;
pub(crate) mod verify;

use askama::Template;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use badge_core::language::Lang;
use badge_core::place::Place;

use crate::fault::{Fault, Said};
use crate::guard::Member;
use crate::press;
use crate::role::{Right, Role};
use crate::route::{self, of_place};
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
    /// Pages that every page leads to: where, and their names.
    pub(crate) nav: Vec<(String, String)>,
    /// The pages of the place that this one is about.
    pub(crate) tabs: Vec<Tab>,
    /// The place's name, where the page is about one.
    pub(crate) place: String,
    /// Where signing out goes, for whoever is signed in.
    pub(crate) out: Option<String>,
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
        let lang = t.lang().tag();
        Self {
            t,
            lang,
            title,
            style: route::STYLE,
            verify: route::VERIFY,
            nav: vec![
                (format!("/?lang={lang}"), t.s("page-home")),
                (format!("{}?lang={lang}", route::VERIFY), t.s("page-verify")),
                (format!("{}?lang={lang}", route::STAFF), t.s("page-team")),
            ],
            tabs: Vec::new(),
            place: String::new(),
            out: None,
            other: (format!("{here}?lang={other}"), other.tag(), name),
        }
    }

    /// Where a form goes that is done once, however often its button is pressed.
    pub(crate) fn once(&self, action: impl AsRef<str>) -> String {
        press::once(action.as_ref())
    }

    /// For whoever is signed in.
    pub(crate) fn staff(t: &'a Speech, title: String, here: &str) -> Self {
        let lang = t.lang().tag();
        let page = |path: &str, word: &str| (format!("{path}?lang={lang}"), t.s(word));
        let nav = vec![
            page(route::STAFF, "places-title"),
            page(route::VERIFY, "page-verify"),
            page(route::ACCOUNT, "account-title"),
        ];
        Self { nav, out: Some(format!("{}?lang={lang}", route::SIGN_OUT)), ..Self::new(t, title, here) }
    }
}

/// One of the pages of a place.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) here: bool,
}

/// For a page of the place `member` is in; `route` is the page's own, among those of places.
fn place_frame<'a>(t: &'a Speech, place: &Place, member: Member, title: String, route: &'static str) -> Frame<'a> {
    let lang = t.lang();
    let tabs = [
        (Right::Read, route::PLACE, t.s("place-tab")),
        (Right::Award, route::AWARD, t.s("award-title")),
        (Right::Award, route::TABLE, t.s("table-title")),
        (Right::Read, route::BADGES, t.s("badges-title")),
        (Right::Read, route::ACHIEVEMENTS, t.s("achievements-title")),
        (Right::Award, route::LETTERS, t.s("letters-title")),
        (Right::Read, route::ENDORSEMENTS, t.s("endorsements-title")),
        (Right::Read, route::COUNTS, t.s("counts-title")),
        (Right::Read, route::TEAM, t.s("team-title")),
        (Right::Manage, route::SETTINGS, t.s("settings-title")),
        (Right::Manage, route::PROGRAMS, t.s("programs-title")),
        (Right::Manage, route::ACTS, t.s("acts-title")),
    ];
    let tab = |(_, path, name): (Right, &'static str, String)| Tab {
        href: format!("{}?lang={lang}", of_place(path, member.place)),
        name,
        here: path == route,
    };
    Frame {
        tabs: tabs.into_iter().filter(|(right, ..)| member.role.may(*right)).map(tab).collect(),
        place: place.name_in(lang).to_owned(),
        ..Frame::staff(t, title, &of_place(route, member.place))
    }
}

/// The same page in the other language, where its address is not one of the place's first pages.
fn other_language(lang: Lang, path: &str) -> (String, &'static str, &'static str) {
    let (other, name) = if lang == Lang::Fr { (Lang::En, "English") } else { (Lang::Fr, "Français") };
    (format!("{path}?lang={other}"), other.tag(), name)
}

/// An instant in words, to the minute.
fn moment(t: &Speech, seconds: i64) -> String {
    badge_core::time::Timestamp::from_unix(seconds).map(|at| t.moment(at)).unwrap_or_default()
}

/// What a role is called.
fn role_word(t: &Speech, role: Role) -> String {
    match role {
        Role::Administrator => t.s("role-administrator"),
        Role::Author => t.s("role-author"),
        Role::Awarder => t.s("role-awarder"),
        Role::Reader => t.s("role-reader"),
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

/// The script of the form in which an achievement is written.
pub(crate) async fn script() -> Response {
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    (headers, include_str!("preview.js")).into_response()
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
        Fault::Forbidden => (t.s("forbidden-title"), t.s("forbidden-lead")),
        Fault::Forged => (t.s("forged-title"), t.s("forged-lead")),
        Fault::TooLarge => (t.s("large-title"), t.s("large-lead")),
        Fault::TooMany => (t.s("busy-title"), t.s("busy-lead")),
        Fault::Sealed => (t.s("sealed-title"), t.s("sealed-lead")),
        Fault::TooSlow => (t.s("slow-title"), t.s("slow-lead")),
        Fault::Away => (t.s("away-title"), t.s("away-lead")),
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

/// A page that says itself why a form was not taken.
fn refuse(page: Response) -> Response {
    said(page, StatusCode::BAD_REQUEST)
}

/// A page that says itself what went wrong, under that status.
fn said(mut page: Response, status: StatusCode) -> Response {
    *page.status_mut() = status;
    page.extensions_mut().insert(Said);
    page
}

/// A file to be saved under a name of ours.
fn file(name: &str, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let saved = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let saved = saved.unwrap_or(HeaderValue::from_static("attachment"));
    ([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CONTENT_DISPOSITION, saved)], bytes.into()).into_response()
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
