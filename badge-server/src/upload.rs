//! Large bodies: what is in memory at the same time is bounded in bytes, whoever sends it, and however slowly. A body takes
//! the room for all of it when its first byte is there: whoever sends nothing holds nothing, nobody holds a part and waits
//! for the rest, and whoever sends slowly goes when others wait. One address has a share of it; visitors have other room and
//! other shares than those who work here, and small bodies other room than large ones: nobody can take it all, and no large
//! document stands in the way of a badge.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;

use crate::fault::Fault;
use crate::limiter::Turns;
use crate::metered::{Charge, Metered, Need, Pace, Room, frame};
use crate::state::App;
use crate::visitor::Visitor;

/// KiB of bodies of one address at the same time: one of the largest, or three.
const SHARE: usize = 26 << 10;
/// What a body counts for at least: as long as it arrives, and while it is looked at, which may take long where a badge
/// leads to a slow host.
const LEAST: usize = SHARE / 3;
const LEAST_THEN: usize = SHARE / 26;
/// KiB of large bodies at the same time: two of the largest.
const LARGE: usize = 2 * SHARE;
/// Bytes of a small one, at most, and KiB of all of them.
const IS_SMALL: u64 = 1 << 20;
const SMALL: usize = 16 << 10;

/// What programs and browsers send where a form without files is meant, and `curl -d` whatever is sent.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Fields of a form, at most: each takes more room than its bytes.
const FIELDS: usize = 100;

/// What a body says that it is.
pub(crate) fn kind(headers: &HeaderMap) -> &str {
    let said = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim()
}

/// The room of a server.
#[derive(Debug, Default)]
pub(crate) struct Seats {
    visitors: Rooms,
    team: Rooms,
}

/// Room for those who are alike.
#[derive(Debug)]
struct Rooms {
    small: Arc<Room>,
    large: Arc<Room>,
    /// The share of each address.
    each: Turns,
}

impl Default for Rooms {
    fn default() -> Self {
        Self { small: Arc::new(Room::new(SMALL)), large: Arc::new(Room::new(LARGE)), each: Turns::new(SHARE) }
    }
}

impl Seats {
    /// What a body needs of which it was told how large it is, or that may be as large as `most`.
    fn need(&self, anybody: bool, address: IpAddr, told: Option<u64>, most: usize) -> Need {
        let rooms = if anybody { &self.visitors } else { &self.team };
        let room = if told.is_some_and(|told| told <= IS_SMALL) { &rooms.small } else { &rooms.large };
        let bytes = told.map_or(most, |told| usize::try_from(told).unwrap_or(most));
        let kib = bytes.div_ceil(1024).min(SHARE);
        Need { share: (rooms.each.of(address), kib.max(LEAST)), room: (Arc::clone(room), kib), least: LEAST_THEN }
    }
}

/// A body of at most so many bytes that is still to be read, of whoever works here unless `ANYBODY` may send it. As an
/// argument it goes last: whoever may not send one is told before.
pub(crate) struct Large<const MOST: usize, const ANYBODY: bool = false> {
    body: Metered,
    headers: HeaderMap,
    held: Held,
}

/// What a body holds until it is dropped.
struct Held {
    charge: Arc<Charge>,
}

/// A body as it came.
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    /// As long as the bytes are there.
    _held: Held,
}

/// What a form with files sent.
pub(crate) struct Sent {
    fields: Vec<Field>,
    /// As long as the bytes are there.
    _held: Held,
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
        let need = app.work.seats.need(ANYBODY, Visitor::of(&parts, app).address, told, MOST);
        let charge = Arc::new(Charge::new(need, Pace::default()));
        // No more comes than was told (RFC 9112, 6.3), and room was taken for no more.
        let most = told.and_then(|told| usize::try_from(told).ok()).unwrap_or(MOST);
        let body = Metered::new(body, Arc::clone(&charge), most);
        Ok(Self { body, headers: parts.headers, held: Held { charge } })
    }
}

impl<const MOST: usize, const ANYBODY: bool> Large<MOST, ANYBODY> {
    /// All of it.
    ///
    /// # Errors
    /// [`Fault::TooLarge`]; [`Fault::TooSlow`] where others wait and it is slow, or where there is no room for it in time.
    pub(crate) async fn whole(self, headers: &HeaderMap) -> Result<Whole, Fault> {
        let Self { mut body, held, .. } = self;
        let told = headers.get(CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse::<usize>().ok());
        let read = async {
            let Some(first) = frame(&mut body).await? else { return Ok(Bytes::new()) };
            // Most come in one piece, which is not copied.
            let Some(second) = frame(&mut body).await? else { return Ok(first) };
            let mut all = Vec::with_capacity(told.unwrap_or(0).clamp(first.len(), MOST));
            all.extend_from_slice(&first);
            drop(first);
            all.extend_from_slice(&second);
            drop(second);
            while let Some(next) = frame(&mut body).await? {
                all.extend_from_slice(&next);
            }
            Ok(Bytes::from(all))
        };
        let bytes = held.in_time(read).await?;
        Ok(Whole { bytes, _held: held })
    }

    /// The fields of `multipart/form-data`, each read as it arrives; of `application/x-www-form-urlencoded` too, as other
    /// people's forms and scripts send it.
    ///
    /// # Errors
    /// [`Fault::Refused`] for anything else; see [`Self::whole`].
    pub(crate) async fn form(self) -> Result<Sent, Fault> {
        if kind(&self.headers) == FORM { self.plain_form().await } else { self.form_of_parts().await }
    }

    async fn plain_form(self) -> Result<Sent, Fault> {
        let headers = self.headers.clone();
        let Whole { bytes, _held } = self.whole(&headers).await?;
        let mut fields = Vec::new();
        for (name, text) in form_urlencoded::parse(&bytes) {
            if fields.len() == FIELDS {
                return Err(Fault::Refused);
            }
            fields.push(Field { name: name.into_owned(), file: None, bytes: text.into_owned().into() });
        }
        Ok(Sent { fields, _held })
    }

    async fn form_of_parts(self) -> Result<Sent, Fault> {
        let Self { body, headers, held } = self;
        let mut request = Request::new(Body::new(body));
        if let Some(kind) = headers.get(CONTENT_TYPE) {
            request.headers_mut().insert(CONTENT_TYPE, kind.clone());
        }
        DefaultBodyLimit::max(MOST).apply(&mut request);
        let charge = Arc::clone(&held.charge);
        // What went wrong below the form is known there.
        let wrong = move || charge.fault().unwrap_or(Fault::Refused);
        let read = async {
            let mut form = Multipart::from_request(request, &()).await.map_err(|_| Fault::Refused)?;
            let mut fields = Vec::new();
            while let Some(mut field) = form.next_field().await.map_err(|_| wrong())? {
                if fields.len() == FIELDS {
                    return Err(Fault::Refused);
                }
                let name = field.name().unwrap_or_default().to_owned();
                let file = field.file_name().map(str::to_owned);
                let mut bytes = Vec::new();
                while let Some(part) = field.chunk().await.map_err(|_| wrong())? {
                    bytes.extend_from_slice(&part);
                }
                fields.push(Field { name, file, bytes: bytes.into() });
            }
            Ok(fields)
        };
        let fields = held.in_time(read).await?;
        Ok(Sent { fields, _held: held })
    }
}

impl Held {
    /// Reads, as long as it keeps nobody waiting.
    async fn in_time<T>(&self, read: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        tokio::select! {
            read = read => read.inspect(|_| self.charge.is_there()),
            () = self.charge.is_in_the_way() => Err(Fault::TooSlow),
        }
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
    use std::time::Duration;

    use axum::http::StatusCode;
    use tokio::time::timeout;

    use super::*;
    use crate::config::Layer;
    use crate::testing::World;

    fn verify() -> Request {
        Request::post("/api/v1/verify").header("content-type", "text/plain").body(Body::from("bonjour")).unwrap()
    }

    fn of(n: u8) -> Request {
        let mut request = verify();
        request.headers_mut().insert("x-forwarded-for", format!("198.51.100.{n}").parse().unwrap());
        request.headers_mut().insert(CONTENT_LENGTH, "7".parse().unwrap());
        request
    }

    /// A world behind a proxy, so that requests come from several addresses.
    async fn behind_a_proxy() -> World {
        World::with(Layer { trusted_proxies: Some(vec!["192.0.2.1".into()]), ..Layer::default() }).await
    }

    #[tokio::test]
    async fn nothing_is_read_for_which_there_is_no_room() {
        let world = behind_a_proxy().await;
        let rooms = &world.app.work.seats.visitors;
        let all = Arc::clone(&rooms.small).take(SMALL).await.unwrap();
        let mut waiting = std::pin::pin!(world.ask(of(1)));
        assert!(timeout(Duration::from_millis(50), &mut waiting).await.is_err(), "it waits");
        assert_eq!(world.get("/verify").await.status, StatusCode::OK, "others are answered");
        let seats = &world.app.work.seats;
        assert_eq!(seats.team.small.left(), SMALL, "who works here does not wait for visitors");
        drop(all);
        assert_eq!(waiting.await.status, StatusCode::OK);
        assert_eq!((rooms.small.left(), rooms.large.left()), (SMALL, LARGE), "and all room is given back");
    }

    #[tokio::test]
    async fn large_documents_leave_room_for_badges() {
        let world = behind_a_proxy().await;
        let _large = Arc::clone(&world.app.work.seats.visitors.large).take(LARGE).await.unwrap();
        assert_eq!(world.ask(of(1)).await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn one_address_has_its_share_and_no_more() {
        let world = behind_a_proxy().await;
        let seats = &world.app.work.seats;
        let address = "198.51.100.1".parse().unwrap();
        let own = seats.visitors.each.of(address);
        let _held = Arc::clone(&own).take(SHARE).await.unwrap();
        let mut waiting = std::pin::pin!(world.ask(of(1)));
        assert!(timeout(Duration::from_millis(50), &mut waiting).await.is_err(), "it waits for its own");
        assert_eq!(own.waiting(), 1, "and whoever holds it is told so");
        assert_eq!(world.ask(of(2)).await.status, StatusCode::OK, "another address does not");
        let rooms = &seats.visitors;
        assert_eq!((rooms.small.left(), rooms.large.left()), (SMALL, LARGE), "nor does it take room while it waits");
        assert_eq!(seats.team.each.of(address).left(), SHARE, "who works here has a share of their own");
    }

    #[tokio::test]
    async fn what_says_that_it_is_too_large_takes_no_room() {
        let world = World::new().await;
        let _all = Arc::clone(&world.app.work.seats.visitors.large).take(LARGE).await.unwrap();
        let mut request = verify();
        request.headers_mut().insert(CONTENT_LENGTH, "999999999".parse().unwrap());
        assert_eq!(world.ask(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn what_does_not_say_so_is_cut_where_it_is_too_large() {
        let world = World::new().await;
        let mut request = verify();
        *request.body_mut() = Body::from(vec![b' '; 26 << 20]);
        assert_eq!(world.ask(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(world.app.work.seats.visitors.large.left(), LARGE);
    }

    #[test]
    fn all_that_may_come_has_room() {
        let seats = Seats::default();
        let address = "198.51.100.1".parse().unwrap();
        let need = |anybody, told, most| {
            let Need { share, room, .. } = seats.need(anybody, address, told, most);
            (share.1, room.1, room.0.left())
        };
        assert_eq!(need(true, Some(7), 25 << 20), (LEAST, 1, SMALL));
        assert_eq!(need(true, Some(20 << 20), 25 << 20), (20 << 10, 20 << 10, LARGE));
        assert_eq!(need(true, None, 25 << 20), (25 << 10, 25 << 10, LARGE), "as much as it may be");
        assert_eq!(need(false, None, 16 << 20), (16 << 10, 16 << 10, LARGE));
        assert_eq!(need(true, None, 99 << 20), (SHARE, SHARE, LARGE), "never more than there is");
    }

    /// A host that takes calls and says nothing: whoever verifies what leads there holds no seat while it is waited for.
    #[tokio::test(flavor = "multi_thread")]
    async fn nobody_who_waits_for_the_network_holds_a_seat() {
        let world = World::with(Layer { allow_local: Some(true), ..Layer::default() }).await;
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/badge.json", silent.local_addr().unwrap());
        let request = Request::post("/api/v1/verify").header("content-type", "application/json");
        let request = request.body(Body::from(format!("{{\"url\": \"{address}\"}}"))).unwrap();
        let free = world.app.verifier.free();
        let waiting = world.ask(request);
        tokio::pin!(waiting);
        let called = tokio::select! {
            _ = &mut waiting => panic!("it was answered without an answer"),
            called = silent.accept() => called.unwrap(),
        };
        // It may be at work for a moment more.
        for _ in 0..1000 {
            if world.app.verifier.free() == free {
                break;
            }
            assert!(timeout(Duration::from_millis(5), &mut waiting).await.is_err(), "it waits");
        }
        assert_eq!(world.app.verifier.free(), free);
        drop((called, silent));
        assert_eq!(waiting.await.status, StatusCode::OK);
    }
}
