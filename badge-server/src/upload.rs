//! Large bodies: each takes a seat before a byte of it is read, so that what is in memory at the same time is bounded
//! whoever sends it, and however slowly. Whoever finds no seat is told to come again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::fault::Fault;
use crate::state::App;
use crate::visitor::Visitor;

/// Large bodies in memory at the same time.
const SEATS: usize = 16;
/// How long somebody waits for a seat.
const WAIT: Duration = Duration::from_secs(10);
/// How long a body may take to arrive: a seat is not kept by sending slowly.
const ARRIVAL: Duration = Duration::from_secs(40);

/// The seats of a server.
#[derive(Debug, Clone)]
pub(crate) struct Seats(Arc<Semaphore>);

impl Default for Seats {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(SEATS)))
    }
}

/// A body of at most so many bytes, and its seat. As an argument it goes last: whoever may not send one is told before.
pub(crate) struct Large<const MOST: usize> {
    pub(crate) bytes: Bytes,
    headers: HeaderMap,
    seat: OwnedSemaphorePermit,
}

/// What a form with files sent.
pub(crate) struct Sent {
    fields: Vec<Field>,
    /// As long as the bytes are there.
    _seat: OwnedSemaphorePermit,
}

/// One field of such a form.
pub(crate) struct Field {
    pub(crate) name: String,
    /// The name of the file, where it is one.
    pub(crate) file: Option<String>,
    pub(crate) bytes: Bytes,
}

impl<const MOST: usize> FromRequest<App> for Large<MOST> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        let told = parts.headers.get(CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse::<u64>().ok());
        if told.is_some_and(|told| told > MOST as u64) {
            return Err(Fault::TooLarge);
        }
        let seats = Arc::clone(&app.work.seats.0);
        let seat = timeout(WAIT, seats.acquire_owned()).await.map_err(|_| Fault::TooSlow)??;
        let bytes = timeout(ARRIVAL, to_bytes(body, MOST)).await.map_err(|_| Fault::TooSlow)?;
        // Whoever went away hears nothing any more: what is left is that there was too much of it.
        let bytes = bytes.map_err(|_| Fault::TooLarge)?;
        Ok(Self { bytes, headers: parts.headers, seat })
    }
}

impl<const MOST: usize> Large<MOST> {
    /// The fields of `multipart/form-data`.
    ///
    /// # Errors
    /// [`Fault::Refused`] for anything else.
    pub(crate) async fn form(self) -> Result<Sent, Fault> {
        let mut request = Request::new(Body::from(self.bytes));
        if let Some(kind) = self.headers.get(CONTENT_TYPE) {
            request.headers_mut().insert(CONTENT_TYPE, kind.clone());
        }
        DefaultBodyLimit::max(MOST).apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Fault::Refused)?;
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|_| Fault::Refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            fields.push(Field { name, file, bytes: field.bytes().await.map_err(|_| Fault::Refused)? });
        }
        Ok(Sent { fields, _seat: self.seat })
    }
}

impl Sent {
    /// The fields in their order.
    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// A text without the spaces around it; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|field| field.name == name);
        let text = field.and_then(|field| std::str::from_utf8(&field.bytes).ok()).unwrap_or_default().trim();
        // PostgreSQL takes no text with it.
        if text.contains('\0') { "" } else { text }
    }

    /// The file that was chosen under a name.
    pub(crate) fn file(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name && field.file.is_some() && !field.bytes.is_empty())
    }
}

/// Whoever asks, while they do not ask too often. As an argument it goes before what costs.
pub(crate) struct Allowed(pub(crate) Visitor);

impl FromRequestParts<App> for Allowed {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let visitor = Visitor::of(parts, app);
        if app.limiter.allows(visitor.address) { Ok(Self(visitor)) } else { Err(Fault::TooMany) }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::World;

    fn verify() -> Request {
        Request::post("/api/v1/verify").header("content-type", "text/plain").body(Body::from("bonjour")).unwrap()
    }

    #[tokio::test]
    async fn nothing_large_is_read_before_there_is_a_seat() {
        let world = World::new().await;
        let seats = &world.app.work.seats.0;
        let all = Arc::clone(seats).acquire_many_owned(u32::try_from(SEATS).unwrap()).await.unwrap();
        let mut waiting = std::pin::pin!(world.ask(verify()));
        assert!(timeout(Duration::from_millis(50), &mut waiting).await.is_err(), "it waits");
        assert_eq!(world.get("/verify").await.status, StatusCode::OK, "others are answered");
        drop(all);
        assert_eq!(waiting.await.status, StatusCode::OK);
        assert_eq!(seats.available_permits(), SEATS, "and each seat is given back");
    }

    #[tokio::test]
    async fn what_says_that_it_is_too_large_takes_no_seat() {
        let world = World::new().await;
        let seats = Arc::clone(&world.app.work.seats.0);
        let _all = seats.acquire_many_owned(u32::try_from(SEATS).unwrap()).await.unwrap();
        let mut request = verify();
        request.headers_mut().insert(CONTENT_LENGTH, "999999999".parse().unwrap());
        assert_eq!(world.ask(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}
