//! Large bodies: each takes a seat before a byte of it is read, so that what is in memory at the same time is bounded
//! whoever sends it, and however slowly. Whoever finds no seat is told to come again. One address has few seats at a time,
//! and visitors have others than those who work here: nobody can take them all.

use std::net::IpAddr;
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
use crate::limiter::Turns;
use crate::state::App;
use crate::visitor::Visitor;

/// Large bodies of visitors in memory at the same time, and as many of the team and their programs.
const SEATS: usize = 8;
/// Of one address.
const EACH: usize = 3;
/// How long somebody waits for a seat.
const WAIT: Duration = Duration::from_secs(10);
/// How long a body may take to arrive: a seat is not kept by sending slowly.
const ARRIVAL: Duration = Duration::from_secs(40);

/// The seats of a server.
#[derive(Debug)]
pub(crate) struct Seats {
    visitors: Arc<Semaphore>,
    team: Arc<Semaphore>,
    each: Turns,
}

impl Default for Seats {
    fn default() -> Self {
        let seats = || Arc::new(Semaphore::new(SEATS));
        Self { visitors: seats(), team: seats(), each: Turns::new(EACH) }
    }
}

impl Seats {
    /// Waits for a seat, first behind others of the same address.
    async fn take(&self, address: IpAddr, audience: Audience) -> Result<Seat, Fault> {
        let seats = match audience {
            Audience::Anybody => &self.visitors,
            Audience::Team => &self.team,
        };
        let both = async {
            let own = self.each.of(address).acquire_owned().await?;
            Ok::<_, Fault>(Seat { _own: own, _seat: Arc::clone(seats).acquire_owned().await? })
        };
        timeout(WAIT, both).await.map_err(|_| Fault::TooSlow)?
    }
}

/// Who sends a body.
#[derive(Debug, Clone, Copy)]
enum Audience {
    Anybody,
    /// Somebody who is signed in, or a program with a token.
    Team,
}

/// A seat, and one of those of its address. Whoever holds it gives it back.
struct Seat {
    _own: OwnedSemaphorePermit,
    _seat: OwnedSemaphorePermit,
}

/// A body of at most so many bytes, and its seat, of whoever works here unless `ANYBODY` may send it. As an argument it goes
/// last: whoever may not send one is told before.
pub(crate) struct Large<const MOST: usize, const ANYBODY: bool = false> {
    pub(crate) bytes: Bytes,
    headers: HeaderMap,
    seat: Seat,
}

/// What a form with files sent.
pub(crate) struct Sent {
    fields: Vec<Field>,
    /// As long as the bytes are there.
    _seat: Seat,
}

/// One field of such a form.
pub(crate) struct Field {
    pub(crate) name: String,
    /// The name of the file, where it is one.
    pub(crate) file: Option<String>,
    pub(crate) bytes: Bytes,
}

impl<const MOST: usize, const ANYBODY: bool> FromRequest<App> for Large<MOST, ANYBODY> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        let told = parts.headers.get(CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse::<u64>().ok());
        if told.is_some_and(|told| told > MOST as u64) {
            return Err(Fault::TooLarge);
        }
        let audience = if ANYBODY { Audience::Anybody } else { Audience::Team };
        let seat = app.work.seats.take(Visitor::of(&parts, app).address, audience).await?;
        let bytes = timeout(ARRIVAL, to_bytes(body, MOST)).await.map_err(|_| Fault::TooSlow)?;
        // Whoever went away hears nothing any more: what is left is that there was too much of it.
        let bytes = bytes.map_err(|_| Fault::TooLarge)?;
        Ok(Self { bytes, headers: parts.headers, seat })
    }
}

impl<const MOST: usize, const ANYBODY: bool> Large<MOST, ANYBODY> {
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
    use crate::config::Layer;
    use crate::testing::World;

    fn verify() -> Request {
        Request::post("/api/v1/verify").header("content-type", "text/plain").body(Body::from("bonjour")).unwrap()
    }

    fn of(n: u8) -> Request {
        let mut request = verify();
        request.headers_mut().insert("x-forwarded-for", format!("198.51.100.{n}").parse().unwrap());
        request
    }

    /// A world behind a proxy, so that requests come from several addresses.
    async fn behind_a_proxy() -> World {
        World::with(Layer { trusted_proxies: Some(vec!["192.0.2.1".into()]), ..Layer::default() }).await
    }

    async fn all(seats: &Arc<Semaphore>) -> OwnedSemaphorePermit {
        Arc::clone(seats).acquire_many_owned(u32::try_from(SEATS).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn nothing_large_is_read_before_there_is_a_seat() {
        let world = World::new().await;
        let seats = &world.app.work.seats;
        let all = all(&seats.visitors).await;
        let mut waiting = std::pin::pin!(world.ask(verify()));
        assert!(timeout(Duration::from_millis(50), &mut waiting).await.is_err(), "it waits");
        assert_eq!(world.get("/verify").await.status, StatusCode::OK, "others are answered");
        assert_eq!(seats.team.available_permits(), SEATS, "who works here does not wait for visitors");
        drop(all);
        assert_eq!(waiting.await.status, StatusCode::OK);
        assert_eq!(seats.visitors.available_permits(), SEATS, "and each seat is given back");
    }

    #[tokio::test]
    async fn one_address_cannot_take_the_seats_of_others() {
        let world = behind_a_proxy().await;
        let own = world.app.work.seats.each.of("198.51.100.1".parse().unwrap());
        let _held = own.acquire_many_owned(u32::try_from(EACH).unwrap()).await.unwrap();
        let mut waiting = std::pin::pin!(world.ask(of(1)));
        assert!(timeout(Duration::from_millis(50), &mut waiting).await.is_err(), "it waits for its own");
        assert_eq!(world.ask(of(2)).await.status, StatusCode::OK, "another address does not");
        assert_eq!(world.app.work.seats.visitors.available_permits(), SEATS, "nor does it hold a seat while it waits");
    }

    #[tokio::test]
    async fn what_says_that_it_is_too_large_takes_no_seat() {
        let world = World::new().await;
        let _all = all(&world.app.work.seats.visitors).await;
        let mut request = verify();
        request.headers_mut().insert(CONTENT_LENGTH, "999999999".parse().unwrap());
        assert_eq!(world.ask(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}
