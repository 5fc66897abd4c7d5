//! The verify page: drop or choose a file, or paste a text or an address; the verdict in the same words as everywhere.
//! Nothing is stored.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use badge_core::language::Lang;
use badge_core::message::{Answer, Detail};
use badge_core::site;
use badge_core::verify::Input;

use super::{Frame, show};
use crate::app::verify::MOST;
use crate::fault::Fault;
use crate::route;
use crate::state::App;
use crate::upload::{Allowed, Field, Large, Sent};
use crate::visitor::Visitor;

/// Bytes of an upload, with what a form puts around it.
pub(crate) const BODY: usize = MOST + (1 << 20);

/// Characters of a file's name that are shown.
const NAME: usize = 120;

#[derive(Template)]
#[template(path = "verify.html")]
struct Form<'a> {
    frame: Frame<'a>,
    action: String,
    most: String,
    /// That nothing was given.
    nothing: bool,
}

pub(crate) async fn form(State(app): State<App>, visitor: Visitor) -> Response {
    page(&app, visitor.lang, false)
}

fn page(app: &App, lang: Lang, nothing: bool) -> Response {
    let t = app.words.of(lang);
    let form = Form {
        frame: Frame::new(t, t.s("verify-title"), route::VERIFY),
        action: format!("{}?lang={lang}", route::VERIFY),
        most: (MOST >> 20).to_string(),
        nothing,
    };
    show(lang, &form)
}

/// Judges what was sent with the form.
pub(crate) async fn judge(
    State(app): State<App>,
    Allowed(visitor): Allowed,
    sent: Large<BODY, true>,
) -> Result<Response, Fault> {
    let sent = sent.form().await?;
    let Some((name, bytes)) = given(&sent)? else {
        let mut response = page(&app, visitor.lang, true);
        *response.status_mut() = StatusCode::BAD_REQUEST;
        response.extensions_mut().insert(crate::fault::Said);
        return Ok(response);
    };
    let now = app.now();
    let lang = visitor.lang;
    let tell = move |input: Input, bytes: &[u8]| {
        let carried = input.badges.iter().any(|report| !report.via.is_empty());
        let answer = Answer { inputs: std::slice::from_ref(&input), at: now, asked: false };
        let another = format!("{}?lang={lang}", route::VERIFY);
        site::report_within(&answer, &[carried.then_some(bytes)], lang, Detail::Short, Some(&another))
    };
    let html = app.verifier.judge(name, bytes, (now, Some(app.clone())), tell).await??;
    let policy = HeaderValue::from_str(&site::report_policy())?;
    let headers = [
        (CONTENT_SECURITY_POLICY, policy),
        (CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Html(html)).into_response())
}

/// The file, or else the text, with what to call it. Empty fields count for nothing.
fn given(sent: &Sent) -> Result<Option<(String, Bytes)>, Fault> {
    let named = |field: &&Field| matches!(field.name.as_str(), "file" | "text");
    let filled = |field: &&Field| !field.bytes.iter().all(u8::is_ascii_whitespace);
    let Some(field) = sent.fields().iter().filter(named).find(filled) else { return Ok(None) };
    if field.bytes.len() > MOST {
        return Err(Fault::TooLarge);
    }
    let name = field.file.clone().filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| String::from_utf8_lossy(&field.bytes).into_owned());
    Ok(Some((shortened(&name), field.bytes.clone())))
}

/// What to call something: the beginning of its name, or of itself.
pub(crate) fn shortened(name: &str) -> String {
    let name = name.trim();
    let mut short: String = name.chars().take(NAME).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}
