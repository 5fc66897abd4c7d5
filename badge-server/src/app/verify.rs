//! Verifying what somebody gave: the core's judgement, with a network, off the threads that serve.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use badge_core::container::open;
use badge_core::drive;
use badge_core::http::{Client, ClientError, HttpPolicy};
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Unreachable};
use badge_core::time::Timestamp;
use badge_core::verify::{Input, Policy};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, timeout_at};

use super::aside::{Interrupted, aside};
use super::relief::Relief;
use crate::state::App;

/// Bytes of the largest upload: 24 MiB. A CV with photos is far below; the command reads larger files.
pub(crate) const MOST: usize = 24 << 20;

/// How long all that has to be asked elsewhere may take together, turns at a busy host included, and the time not included in
/// which we compute, or wait for a seat to compute: what we are slow at is no reason not to know.
const PATIENCE: Duration = Duration::from_secs(20);

/// So many compute at the same time, at least and at most: as many as there are cores. Each may need many times what was
/// uploaded, and more of them would be no faster.
const AT_ONCE: (usize, usize) = (2, 8);

/// How many may compute at the same time.
fn at_once() -> usize {
    cores().clamp(AT_ONCE.0, AT_ONCE.1)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(AT_ONCE.0, std::num::NonZero::get)
}

/// How many threads serve: as many as there are cores, and one at least that does not [compute](Relief).
pub(crate) fn threads() -> usize {
    cores().max(at_once() + 1)
}

/// The verifier of this server.
#[derive(Debug)]
pub(crate) struct Verifier {
    client: Client,
    limits: Limits,
    seats: Arc<Semaphore>,
    relief: Relief,
}

/// Why nothing was verified. No badge can cause this.
pub(crate) type VerifyError = Interrupted;

impl Verifier {
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(allow_local: bool) -> Result<Self, ClientError> {
        let limits = Limits::default();
        let mut policy = HttpPolicy::new(&limits);
        policy.allow_local = allow_local;
        Ok(Self {
            client: Client::new(policy)?,
            limits,
            seats: Arc::new(Semaphore::new(at_once())),
            relief: Relief::default(),
        })
    }

    /// How many more may compute at this moment.
    #[cfg(test)]
    pub(crate) fn free(&self) -> usize {
        self.seats.available_permits()
    }

    /// The one client that reaches out.
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }

    /// Judges everything in `bytes`, which the reader calls `name`, and tells of it with `tell`, in one go where nothing has to
    /// be asked elsewhere. Nothing is kept. `own`: the server that answers at its own addresses from what it has, without
    /// asking the network; `None` where it is to be seen what others see.
    ///
    /// # Errors
    /// See [`VerifyError`].
    pub(crate) async fn judge<T: Send + 'static>(
        &self,
        name: String,
        bytes: impl AsRef<[u8]> + Send + 'static,
        (now, own): (Timestamp, Option<App>),
        tell: impl FnOnce(Input, &[u8]) -> T + Send + 'static,
    ) -> Result<T, VerifyError> {
        let (client, limits) = (self.client.clone(), self.limits.clone());
        let work = async move {
            let mut policy = Policy::at(now);
            policy.limits = limits;
            let given = bytes.as_ref();
            let opened = open(given, &policy.limits);
            let asking = Arc::new(Asking::new(PATIENCE));
            // What one badge of an upload read, the others need not read again.
            let read: Mutex<HashMap<Url, Answer>> = Mutex::default();
            let fetch = |lookup: Lookup| {
                let (client, read, own, asking) = (&client, &read, &own, &asking);
                async move {
                    if let Some(known) = lock(read).get(&lookup.url).cloned() {
                        return known;
                    }
                    let here = match own {
                        Some(app) => super::at::own(app, &lookup).await,
                        None => None,
                    };
                    let answer = match here {
                        Some(answer) => {
                            // Whoever waits for what was read with comes before the computing that follows.
                            yield_now().await;
                            answer
                        }
                        None => asked(client.clone(), lookup.clone(), Arc::clone(asking)).await,
                    };
                    lock(read).insert(lookup.url.clone(), answer.clone());
                    answer
                }
            };
            let judged = drive::judge(&name, given, opened, &policy, fetch).await;
            tell(judged, given)
        };
        aside((&self.seats, &self.relief), work).await
    }
}

/// Asks elsewhere, beside the work that waits for it: what comes is taken as it comes, whether we have a seat or not. Ends with
/// whoever wants to know.
async fn asked(client: Client, lookup: Lookup, asking: Arc<Asking>) -> Answer {
    let mut beside = JoinSet::new();
    beside.spawn(async move {
        let turn = asking.begin(Instant::now());
        timeout_at(turn.until, client.get(&lookup)).await.unwrap_or(Answer::Unreachable(Unreachable::Timeout))
    });
    let answer = beside.join_next().await.and_then(Result::ok);
    answer.unwrap_or(Answer::Unreachable(Unreachable::Broken))
}

/// How long is left for asking elsewhere. It goes by while anything is asked, and stands still otherwise.
#[derive(Debug)]
struct Asking(Mutex<Asked>);

#[derive(Debug)]
struct Asked {
    left: Duration,
    /// How many are asked now, and since when any is.
    now: usize,
    since: Instant,
}

/// Something is asked, until this is dropped.
struct Turn {
    asking: Arc<Asking>,
    until: Instant,
}

impl Asking {
    fn new(left: Duration) -> Self {
        Self(Mutex::new(Asked { left, now: 0, since: Instant::now() }))
    }

    fn begin(self: Arc<Self>, at: Instant) -> Turn {
        let until = {
            let mut asked = lock(&self.0);
            if asked.now == 0 {
                asked.since = at;
            }
            asked.now += 1;
            asked.since + asked.left
        };
        Turn { asking: self, until }
    }

    fn end(&self, at: Instant) {
        let mut asked = lock(&self.0);
        asked.now -= 1;
        if asked.now == 0 {
            asked.left = asked.left.saturating_sub(at.saturating_duration_since(asked.since));
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.asking.end(Instant::now());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::Layer;
    use crate::testing::World;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn only_the_time_counts_in_which_something_is_asked() {
        let (asking, began) = (Arc::new(Asking::new(20 * SECOND)), Instant::now());
        let after = |seconds: u32| began + seconds * SECOND;
        let end = |turn: Turn, seconds: u32| {
            let asking = Arc::clone(&turn.asking);
            std::mem::forget(turn);
            asking.end(after(seconds));
        };
        // Two beside one another: five seconds are gone.
        let (one, two) = (Arc::clone(&asking).begin(after(0)), Arc::clone(&asking).begin(after(2)));
        assert_eq!((one.until, two.until), (after(20), after(20)));
        end(one, 3);
        end(two, 5);
        // We compute, or wait for a seat, for a minute: nothing is gone.
        let next = Arc::clone(&asking).begin(after(65));
        assert_eq!(next.until, after(80));
        end(next, 79);
        assert_eq!(Arc::clone(&asking).begin(after(200)).until, after(201));
    }

    /// The next request of a host, and its answer.
    async fn answer(host: &TcpListener, answer: &str) {
        let (mut stream, _) = host.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
    }

    // All seats are taken, and what is asked elsewhere goes on: none of its time is spent waiting for us.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_asked_elsewhere_waits_for_no_seat() {
        let world = World::with(Layer { allow_local: Some(true), ..Layer::default() }).await;
        let host = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/badge.json", host.local_addr().unwrap());
        let request = Request::post("/api/v1/verify").header("content-type", "application/json");
        let request = request.body(Body::from(format!("{{\"url\": \"{address}\"}}"))).unwrap();
        let (verifier, waiting) = (&world.app.verifier, world.ask(request));
        tokio::pin!(waiting);
        let moved = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let here = async {
            let (mut stream, _) = host.accept().await.unwrap();
            // Every one of them: who waits for the host holds none.
            let all = u32::try_from(at_once()).unwrap();
            let seats = Arc::clone(&verifier.seats).acquire_many_owned(all).await.unwrap();
            let mut head = [0; 4096];
            assert!(stream.read(&mut head).await.unwrap() > 0);
            stream.write_all(moved.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
            answer(&host, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
            drop(seats);
        };
        let (answered, ()) = tokio::join!(&mut waiting, here);
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.text());
    }
}
