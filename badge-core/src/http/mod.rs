//! The one hardened HTTPS client: the only door out.
//!
//! Addresses come from badges, and badges come from anybody. So a fetch reaches public addresses only, over HTTPS
//! only, on the usual port only, unless [`HttpPolicy`] says otherwise; every redirect is judged again like a first
//! request; bytes, time and redirects are bounded; and nothing about the reader is sent: no cookie, no referrer, no
//! credentials, no language. `docs/network.md` states the policy in full.

mod address;
mod cause;
mod gate;
mod policy;
mod post;
#[cfg(test)]
mod rebinding_tests;
mod resolver;
mod tls;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::SystemTime;

use reqwest::StatusCode;
use reqwest::header::{ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, DATE, HOST, LOCATION, ORIGIN};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

pub use policy::HttpPolicy;
pub use post::Posted;

use self::gate::{Door, Scheme};
use self::resolver::{Names, Resolver};
use crate::resource::{Answer, Body, Lookup, Purpose, Rule, Seen, Unreachable};
use crate::time::Timestamp;

/// Why no client could be made. Only the settings can cause this, never a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// An additional root certificate is not a certificate.
    #[error("additional root certificate number {index} cannot be read")]
    Root {
        /// Which one, counted from 0.
        index: usize,
    },
    /// The TLS library refuses its settings.
    #[error("TLS cannot be set up")]
    Tls,
}

/// An HTTP client for addresses that nobody has vouched for. Cheap to clone; keeps connections open for reuse.
///
/// It runs on a tokio runtime with I/O and time enabled, which the caller provides. Names are resolved on tokio's
/// blocking threads: a caller that ends its runtime early calls `shutdown_background`, so as not to wait for them.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    policy: HttpPolicy,
    /// Reaches public addresses only.
    public: reqwest::Client,
    /// Reaches private addresses too; used only where the policy allows it by name.
    local: reqwest::Client,
    queues: Mutex<HashMap<String, Weak<Semaphore>>>,
}

impl Client {
    /// A client that obeys `policy`.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub fn new(policy: HttpPolicy) -> Result<Self, ClientError> {
        let tls = tls::config(&policy.extra_roots)?;
        Self::asking(policy, tls, &Names::System)
    }

    fn asking(policy: HttpPolicy, tls: rustls::ClientConfig, names: &Names) -> Result<Self, ClientError> {
        let public = client(&policy, tls.clone(), Resolver { local: false, names: names.clone() })?;
        let local = client(&policy, tls, Resolver { local: true, names: names.clone() })?;
        Ok(Self(Arc::new(Inner { policy, public, local, queues: Mutex::default() })))
    }

    /// Asks for one address and explains whatever happens. It never fails: see [`Answer`].
    ///
    /// An `http:` address is asked for over HTTPS first; plain HTTP follows only where the policy allows it, and then
    /// only if HTTPS brought nothing.
    pub async fn get(&self, lookup: &Lookup) -> Answer {
        self.journey(lookup, None).await.0
    }

    /// Like [`Client::get`], as a page on another site would ask (with an `Origin`), and tells what else was seen.
    ///
    /// For those who look after a site, about their own site.
    pub async fn inspect(&self, lookup: &Lookup) -> (Answer, Seen) {
        self.journey(lookup, Some(Seen::default())).await
    }

    /// Asks for several addresses at the same time, a few at once per host. Answers come in the order of the wishes.
    pub async fn get_all(&self, lookups: &[Lookup]) -> Vec<Answer> {
        crate::drive::together(lookups.iter().map(|lookup| self.get(lookup))).await
    }

    async fn journey(&self, lookup: &Lookup, seen: Option<Seen>) -> (Answer, Seen) {
        let mut journey = Journey { client: &self.0, purpose: lookup.purpose, deadline: None, seen };
        let answer = match Url::parse(lookup.url.as_str()) {
            Ok(url) => journey.run(url).await,
            Err(_) => Answer::Unreachable(Unreachable::Broken),
        };
        (answer, journey.seen.unwrap_or_default())
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Client").field(&self.0.policy).finish()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door")]
fn client(policy: &HttpPolicy, tls: rustls::ClientConfig, names: Resolver) -> Result<reqwest::Client, ClientError> {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .dns_resolver(Arc::new(names))
        .no_proxy()
        .referer(false)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_only()
        .http1_max_headers(100)
        .user_agent(policy.user_agent.as_str())
        .connect_timeout(policy.connect)
        .pool_max_idle_per_host(policy.per_host)
        .build()
        .map_err(|_| ClientError::Tls)
}

/// One wish, from its first request to its last redirect.
struct Journey<'a> {
    client: &'a Inner,
    purpose: Purpose,
    /// Set when the first request leaves the queue, so that waiting for one's turn costs nothing.
    deadline: Option<Instant>,
    /// Filled from the last response, where somebody wants to know.
    seen: Option<Seen>,
}

/// The site from which [`Client::inspect`] claims to ask.
const SOMEBODY_ELSE: &str = "https://elsewhere.invalid";

enum Step {
    Done(Answer),
    Redirect(Url),
}

impl Journey<'_> {
    async fn run(&mut self, url: Url) -> Answer {
        let policy = &self.client.policy;
        let secure = match url.scheme() {
            "https" => url.clone(),
            // A port other than 80 that speaks plain HTTP does not speak TLS.
            "http" if url.port().is_none() => with_scheme(&url, "https"),
            _ => return self.follow(url, Scheme::Any).await,
        };
        // did:web knows no plain HTTP, and a server on one's own machine seldom knows anything else. Asked first,
        // because many such servers do not even hang up on TLS.
        if url.scheme() == "https" && url.port().is_some() && policy.is_this_machine(&url) {
            let plain = self.follow(with_scheme(&url, "http"), Scheme::Any).await;
            if matches!(plain, Answer::Found(_) | Answer::Gone(_) | Answer::NotFound) {
                return plain;
            }
        }
        let answer = self.follow(secure, Scheme::Secure).await;
        if url.scheme() == "https" || matches!(answer, Answer::Found(_) | Answer::Gone(_)) {
            return answer;
        }
        let silent = matches!(
            answer,
            Answer::Unreachable(Unreachable::Connect | Unreachable::Tls | Unreachable::Broken | Unreachable::Timeout)
        );
        match policy.plain(&url) {
            true => self.follow(url, Scheme::Any).await,
            false if silent => Answer::Refused(Rule::HttpsOnly),
            false => answer,
        }
    }

    async fn follow(&mut self, first: Url, scheme: Scheme) -> Answer {
        let mut url = first;
        for _ in 0..=self.client.policy.redirects {
            match self.step(&url, scheme).await {
                Step::Done(answer) => return answer,
                // What began over TLS is never taken out of it.
                Step::Redirect(next) if scheme == Scheme::Secure && next.port().is_none() => {
                    url = with_scheme(&next, "https");
                }
                Step::Redirect(next) => url = next,
            }
        }
        Answer::Refused(Rule::Redirects)
    }

    async fn step(&mut self, url: &Url, scheme: Scheme) -> Step {
        let done = |answer| Step::Done(answer);
        let policy = &self.client.policy;
        let door = match gate::judge(policy, url, scheme) {
            Ok(door) => door,
            Err(rule) => return done(Answer::Refused(rule)),
        };
        let _turn = self.client.queue(url).await;
        let deadline = *self.deadline.get_or_insert_with(|| Instant::now() + policy.total);
        let request = match door {
            Door::Public => self.client.public.get(url.clone()),
            Door::Local => self.client.local.get(url.clone()),
            Door::StandIn(address) => {
                let mut there = with_scheme(url, "http");
                if there.set_ip_host(address.ip()).is_err() || there.set_port(Some(address.port())).is_err() {
                    return done(Answer::Unreachable(Unreachable::Broken));
                }
                self.client.local.get(there).header(HOST, gate::authority(url))
            }
        };
        let mut request = request.header(ACCEPT, self.purpose.accept());
        if self.seen.is_some() {
            request = request.header(ORIGIN, SOMEBODY_ELSE);
        }
        let response = match tokio::time::timeout_at(deadline, request.send()).await {
            Err(_) => return done(Answer::Unreachable(Unreachable::Timeout)),
            Ok(Err(error)) => return done(cause::of(&error)),
            Ok(Ok(response)) => response,
        };
        if let Some(seen) = &mut self.seen {
            let text = |name| response.headers().get(name).and_then(|v| v.to_str().ok());
            seen.cors = text(ACCESS_CONTROL_ALLOW_ORIGIN).filter(|v| v.len() <= 256).map(str::to_owned);
            seen.date = text(DATE).and_then(Timestamp::parse_http);
        }
        done(match response.status() {
            StatusCode::OK => match self.body(response, deadline).await {
                Ok(body) => Answer::Found(body),
                Err(answer) => answer,
            },
            // The status alone says that the badge was withdrawn; a body that cannot be read takes nothing from it.
            StatusCode::GONE => Answer::Gone(self.body(response, deadline).await.unwrap_or_else(|_| Body {
                bytes: Vec::new(),
                media_type: None,
                fetched: now(),
                archived: None,
            })),
            StatusCode::NOT_FOUND => Answer::NotFound,
            status => match redirect(url, &response) {
                Some(Ok(next)) => return Step::Redirect(next),
                Some(Err(answer)) => answer,
                None => Answer::Unreachable(Unreachable::Status(status.as_u16())),
            },
        })
    }

    /// The body, counted after decompression while it arrives.
    async fn body(&self, mut response: reqwest::Response, deadline: Instant) -> Result<Body, Answer> {
        let most = self.client.policy.bytes(self.purpose);
        if response.content_length().is_some_and(|stated| stated > most as u64) {
            return Err(Answer::Refused(Rule::TooLarge));
        }
        let media_type = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let media_type = media_type.filter(|v| v.len() <= 256).map(str::to_owned);
        let mut bytes = Vec::new();
        loop {
            match tokio::time::timeout_at(deadline, response.chunk()).await {
                Err(_) => return Err(Answer::Unreachable(Unreachable::Timeout)),
                Ok(Err(error)) => return Err(cause::of(&error)),
                Ok(Ok(None)) => return Ok(Body { bytes, media_type, fetched: now(), archived: None }),
                Ok(Ok(Some(chunk))) if bytes.len() + chunk.len() > most => {
                    return Err(Answer::Refused(Rule::TooLarge));
                }
                Ok(Ok(Some(chunk))) => bytes.extend_from_slice(&chunk),
            }
        }
    }
}

impl Inner {
    /// Waits for one of the few places at a host.
    async fn queue(&self, url: &Url) -> Option<OwnedSemaphorePermit> {
        let places = {
            let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
            if queues.len() > 1_000 {
                queues.retain(|_, places| places.strong_count() > 0);
            }
            let known = queues.get(url.authority()).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let places = Arc::new(Semaphore::new(self.policy.per_host.max(1)));
                queues.insert(url.authority().to_owned(), Arc::downgrade(&places));
                places
            })
        };
        // Nobody closes the semaphore; were it closed, one fetch more would do no harm.
        places.acquire_owned().await.ok()
    }
}

/// Where a redirect leads: `None` when the answer is none, an answer when it leads nowhere.
fn redirect(from: &Url, response: &reqwest::Response) -> Option<Result<Url, Answer>> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    let next = location.to_str().ok().filter(|l| l.len() <= 4_096).and_then(|l| from.join(l).ok());
    Some(next.ok_or(Answer::Unreachable(Unreachable::Broken)))
}

/// The same address in the other scheme, on the same port if one is written.
fn with_scheme(url: &Url, scheme: &str) -> Url {
    let mut other = url.clone();
    // Between http and https this cannot fail; `gate::judge` looks at the result in any case.
    let _ = other.set_scheme(scheme);
    other
}

/// When an answer came: a fact about it, like its bytes. No judgement is made here.
#[expect(clippy::disallowed_methods, reason = "the client is a shell's errand, not part of the pure core")]
fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Timestamp::from_unix(i64::try_from(since.as_secs()).ok()?)
}
