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
use crate::words::Speech;

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
    let t = app.words.of(visitor.lang);
    let Some((name, bytes)) = given(t, &sent)? else {
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
pub(crate) fn given(t: &Speech, sent: &Sent) -> Result<Option<(String, Bytes)>, Fault> {
    let named = |field: &&Field| matches!(field.name.as_str(), "file" | "text" | "url");
    let filled = |field: &&Field| !field.bytes.iter().all(u8::is_ascii_whitespace);
    let Some(field) = sent.fields().iter().filter(named).find(filled) else { return Ok(None) };
    if field.bytes.len() > MOST {
        return Err(Fault::TooLarge);
    }
    Ok(Some((called(t, field), field.bytes.clone())))
}

/// What it is called in the verdict: a file by its name, a photograph by what it is, an address as it is, other text by that it
/// was pasted. What begins a JSON file says nothing to anybody.
fn called(t: &Speech, field: &Field) -> String {
    if field.name == "file" {
        let name = field.file.as_deref().unwrap_or_default().trim();
        return if is_photograph(name, &field.bytes) { t.s("verify-the-photo") } else { shortened(name) };
    }
    let text = String::from_utf8_lossy(&field.bytes);
    let is_address =
        text.trim().starts_with("http") && text.contains("://") && !text.trim().contains(char::is_whitespace);
    if is_address { shortened(&text) } else { t.s("verify-the-text") }
}

/// What a camera took a moment ago: a JPEG without a name, or with one that a camera gives.
fn is_photograph(name: &str, bytes: &[u8]) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let from_camera = ["image", "photo", "img_", "img-", "pxl_", "dsc", "dcim"];
    bytes.starts_with(&[0xFF, 0xD8, 0xFF])
        && (stem.is_empty() || from_camera.iter().any(|start| stem.starts_with(start)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn what_was_given_is_called_by_a_name_that_somebody_knows() {
        let words = Words::new();
        let called = |name: &str, file: Option<&str>, bytes: &'static [u8]| {
            let field =
                Field { name: name.to_owned(), file: file.map(str::to_owned), bytes: Bytes::from_static(bytes) };
            Lang::ALL.map(|lang| called(words.of(lang), &field))
        };
        let jpeg = b"\xff\xd8\xff\xe0";
        assert_eq!(
            called("text", None, b"{ \"@context\": [ \"https://www.w3.org/"),
            ["le texte collé", "the pasted text"]
        );
        assert_eq!(called("text", None, b"rien"), ["le texte collé", "the pasted text"]);
        assert_eq!(called("text", None, b" https://example.org/b/1/ "), ["https://example.org/b/1/"; 2]);
        assert_eq!(called("file", Some("badge.png"), b"\x89PNG"), ["badge.png"; 2]);
        assert_eq!(called("file", Some("IMG_2034.JPG"), jpeg), ["la photo", "the photo"]);
        assert_eq!(called("file", Some(""), jpeg), ["la photo", "the photo"]);
        assert_eq!(called("file", Some("Mon badge.jpg"), jpeg), ["Mon badge.jpg"; 2]);
    }
}
