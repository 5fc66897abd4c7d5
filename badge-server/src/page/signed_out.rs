//! Somebody sends a form, and their session is over: nothing is done, and what they typed is not lost.

use askama::Template;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;

use super::fields::Fields;
use super::{Frame, said, show};
use crate::route::{SIGN_IN, WITH_PASSWORD};
use crate::state::App;
use crate::visitor::Visitor;

/// The form once more, with nothing to see of it but its button.
struct Again {
    action: String,
    fields: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "signed_out.html")]
struct SignedOut<'a> {
    frame: Frame<'a>,
    sign_in: String,
    /// What can be sent once more: not a file, and no password.
    again: Option<Again>,
}

/// The page that says so. What was typed comes back in it, to be sent again once they are signed in: it is kept nowhere
/// here, as nobody knows whose it is.
pub(crate) async fn answer(app: &App, visitor: &Visitor, request: Request) -> Response {
    let t = app.words.of(visitor.lang);
    let (parts, body) = request.into_parts();
    let plain = |kind: &axum::http::HeaderValue| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded");
    let typed = parts.headers.get(CONTENT_TYPE).is_some_and(plain) && !WITH_PASSWORD.contains(&parts.uri.path());
    let action = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let fields = match typed {
        true => Fields::from_request(Request::from_parts(parts, body), app).await.ok(),
        false => None,
    };
    let page = SignedOut {
        frame: Frame::new(t, t.s("signed-out-title"), SIGN_IN),
        sign_in: format!("{SIGN_IN}?lang={}", visitor.lang),
        again: fields.map(|fields| Again { action, fields: fields.into_pairs() }),
    };
    said(show(visitor.lang, &page), StatusCode::FORBIDDEN)
}
