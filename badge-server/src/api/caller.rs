//! Who calls: the holder of a token, and what they sent.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use badge_core::crypto::sha256;
use badge_core::text;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trouble::Trouble;
use crate::app::tokens::{Bearer, Scope, bearer};
use crate::app::{PlaceId, StoredAnswer};
use crate::state::App;

/// The header of RFC draft-ietf-httpapi-idempotency-key-header.
pub(crate) const KEY: &str = "idempotency-key";

/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// For how long answers are kept under their keys: a day.
pub(crate) const KEPT: i64 = 24 * 60 * 60;

impl FromRequestParts<App> for Bearer {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Trouble> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let secret = match header.split_once(' ') {
            Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim(),
            _ => return Err(Trouble::Unauthorized),
        };
        let holder = bearer(app, secret).await?.ok_or(Trouble::Unauthorized)?;
        if !app.work.tokens.allows_key(holder.token.clone()) {
            return Err(Trouble::Busy(StatusCode::TOO_MANY_REQUESTS));
        }
        Ok(holder)
    }
}

impl Bearer {
    /// The place, where the token is good for this.
    pub(crate) fn need(&self, scope: Scope) -> Result<PlaceId, Trouble> {
        if self.may(scope) { Ok(self.place) } else { Err(Trouble::Scope(scope)) }
    }
}

/// What the address asks, or what is wrong with it.
pub(crate) type Asked<T> = Result<Query<T>, QueryRejection>;

/// What the address asks, as the document of the API describes it.
pub(crate) fn asked<T>(query: Asked<T>) -> Result<T, Trouble> {
    query.map(|Query(asked)| asked).map_err(|error| Trouble::Malformed(error.body_text()))
}

/// The answer with the version of what it tells, for a change.
pub(crate) fn tagged(mut answer: Response, version: &str) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        answer.headers_mut().insert(ETAG, tag);
    }
    answer
}

/// A body as the document of the API describes it.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Trouble> {
    // No text of ours holds U+0000, and PostgreSQL takes none with it.
    if body.windows(6).any(|part| part == b"\\u0000") {
        return Err(Trouble::Malformed("U+0000 in a text".to_owned()));
    }
    serde_json::from_slice(body).map_err(|error| Trouble::Malformed(error.to_string()))
}

/// An answer in JSON that nobody keeps.
pub(crate) fn json<T: Serialize>(status: StatusCode, value: &T) -> Result<Response, Trouble> {
    let body = serde_json::to_string(value).map_err(crate::fault::Fault::from)?;
    Ok(written(status, body))
}

/// The same of a text.
pub(crate) fn written(status: StatusCode, body: String) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A request that may come again under the same key, and is then answered with the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keyed {
    place: PlaceId,
    token: String,
    name: String,
    digest: String,
}

impl Keyed {
    /// The key of a request, if it has one.
    pub(crate) fn of(holder: &Bearer, headers: &HeaderMap, what: &str, body: &Bytes) -> Result<Option<Self>, Trouble> {
        let Some(value) = headers.get(KEY) else { return Ok(None) };
        let name = value.to_str().unwrap_or_default().trim().to_owned();
        if name.is_empty() || name.len() > 255 {
            return Err(Trouble::Malformed("Idempotency-Key: from 1 to 255 characters of ASCII".to_owned()));
        }
        let digest = text::hex(&sha256(&[what.as_bytes(), b"\n", body].concat()));
        Ok(Some(Self { place: holder.place, token: holder.token.clone(), name, digest }))
    }

    /// What was answered before.
    pub(crate) async fn before(&self, app: &App) -> Result<Option<Response>, Trouble> {
        let answer = app.storage.glance().await?.answer(self.place, &self.token, &self.name).await?;
        match answer {
            Some(answer) if answer.digest != self.digest => Err(Trouble::KeyReused),
            Some(answer) => {
                let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
                let mut response = written(status, answer.body);
                response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
                Ok(Some(response))
            }
            None => Ok(None),
        }
    }

    /// Whether there is an answer meanwhile. Whoever asks holds the place: until they are done, nobody adds one.
    pub(crate) async fn is_kept(&self, work: &mut crate::app::Writing) -> Result<bool, crate::app::StorageError> {
        Ok(work.answer(self.place, &self.token, &self.name).await?.is_some())
    }

    /// Keeps an answer, in the transaction of what it tells of. `false` where there is one meanwhile.
    pub(crate) async fn keep(
        &self,
        work: &mut crate::app::Writing,
        (status, body): (StatusCode, String),
        now: i64,
    ) -> Result<bool, crate::app::StorageError> {
        if self.is_kept(work).await? {
            return Ok(false);
        }
        let answer = StoredAnswer { digest: self.digest.clone(), status: status.as_u16(), body };
        work.put_answer(self.place, (&self.token, &self.name), &answer, now).await?;
        Ok(true)
    }
}
