//! Forms that are done once (`app::presses`): the number of a form is in the address that it is sent to, so that the guard
//! sees it, and no handler has to. The same number with other words in the form is another form: whoever goes back, and
//! corrects what they typed, is not led to what they had typed before.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use badge_core::crypto::sha256;
use badge_core::text;

use crate::app::accounts::AccountId;
use crate::app::presses::{self, Press};
use crate::entropy::random;
use crate::fault::Fault;
use crate::guard::see;
use crate::route::{BODY, WITH_PASSWORD};
use crate::state::App;

/// Before the number, in an address.
const NAME: &str = "once=";

/// On an answer that shows something and has done something too: whoever sends the same form again is led there.
#[derive(Debug, Clone)]
pub(crate) struct Made(pub(crate) String);

/// The address of a form, with a number of its own.
pub(crate) fn once(action: &str) -> String {
    let sign = if action.contains('?') { '&' } else { '?' };
    format!("{action}{sign}{NAME}{}", text::hex(&random::<16>()))
}

/// Does what a form says, if it is the first time.
pub(crate) async fn pressed(
    app: &App,
    account: AccountId,
    parts: Parts,
    body: Body,
    next: Next,
) -> Result<Response, Fault> {
    let number = parts.uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix(NAME)));
    // A password is hashed by argon2, and kept in no other form: its forms are none of these.
    let may = parts.method == Method::POST && !WITH_PASSWORD.contains(&parts.uri.path());
    let Some(number) = number.filter(|number| may && number.len() == 32) else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let mut told = format!("{}\n{}\n{number}\n", account.0, parts.uri.path()).into_bytes();
    // What brings a file along is not held in memory for this: its number alone counts.
    let plain =
        parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form"));
    let body = if plain {
        let bytes = to_bytes(body, BODY).await.map_err(|_| Fault::TooLarge)?;
        told.extend_from_slice(&bytes);
        Body::from(bytes)
    } else {
        body
    };
    let digest = text::hex(&sha256(&told));
    match presses::begin(app, &digest).await? {
        Press::First => {}
        Press::Led(to) => return Ok(see(&to)),
        Press::Busy => return Err(Fault::TooSlow),
    }
    // In a task of its own: whoever hangs up, or waits too long, ends this request, and not what it does.
    let app = app.clone();
    let done = tokio::spawn(async move {
        let response = next.run(Request::from_parts(parts, body)).await;
        presses::end(&app, &digest, led(&response).as_deref()).await?;
        Ok(response)
    });
    done.await.unwrap_or(Err(Fault::Broken))
}

/// Where it led; nothing where it did nothing.
fn led(response: &Response) -> Option<String> {
    let led = response.headers().get(LOCATION).filter(|_| response.status() == StatusCode::SEE_OTHER);
    let made = response.extensions().get::<Made>().map(|made| made.0.clone());
    made.or_else(|| led.and_then(|to| to.to_str().ok()).map(str::to_owned))
}
