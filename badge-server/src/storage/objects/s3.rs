//! Objects in a bucket of a store that speaks S3: `{place}/{digest}`.
//!
//! Addresses are signed by `rusty-s3`, which asks nobody anything; the three verbs are sent here, each bounded in time and
//! bytes, and tried again where that may help. Putting and reading may be done twice. Removing may not: a first try that gave no
//! answer may still be done when a second one has, and somebody has put the same bytes again.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, StatusCode, Url};
use rusty_s3::{Bucket as Signed, Credentials, S3Action as _, UrlStyle};
use tokio::time::timeout;

use super::turns::Turns;
use super::{PlaceId, Shelf, StorageError};

/// The longest that one try may take, all tries together, and opening the connection before it.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(3);
/// How often it is tried, and how long after the first time; twice as long after each.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(200);
/// Bytes of the largest object: what can be uploaded is far below.
const MOST: u64 = 64 << 20;
/// For how long a signed address is good: clocks differ by minutes.
const GOOD_FOR: Duration = Duration::from_secs(900);

/// A bucket, and the only client that speaks to it.
#[derive(Debug)]
pub(super) struct Bucket {
    client: Client,
    signed: Signed,
    credentials: Credentials,
    /// A folder in the bucket, with a slash at its end; or nothing.
    below: String,
    /// Who reads; and who puts or removes, for whom readers leave seats of their own.
    reading: Turns,
    changing: Turns,
}

/// What the store answers instead. Never with its address: that is signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum S3Error {
    /// It cannot be reached, or broke off.
    #[error("it cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    /// It refuses.
    #[error("it answers {0}")]
    Refused(StatusCode),
    /// It did not answer a moment ago, and is left alone for another.
    #[error("it did not answer a moment ago")]
    Away,
    /// Too many wait for it already.
    #[error("too many wait for it")]
    Busy,
    /// It takes longer than anybody waits.
    #[error("it does not answer in time")]
    Slow,
    /// The object is larger than anything that was put.
    #[error("the object is too large")]
    TooLarge,
    /// The settings name no bucket.
    #[error("{0:?} names no bucket")]
    Address(String),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
}

impl S3Error {
    /// Whether it is not there, or not well.
    pub(in crate::storage) fn is_away(&self) -> bool {
        matches!(self, Self::Away | Self::Busy | Self::Slow) || self.may_pass()
    }

    /// Whether it may still do what it was asked: whoever was not reached, or has answered, does not. What stands before it
    /// may answer in its place that it does not know.
    pub(super) fn may_still_happen(&self) -> bool {
        match self {
            Self::Unreachable(error) => !error.is_connect(),
            Self::Slow => true,
            Self::Refused(status) => status.is_server_error() && *status != StatusCode::SERVICE_UNAVAILABLE,
            _ => false,
        }
    }

    /// Whether another try may have another end.
    fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Refused(status) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            _ => false,
        }
    }
}

impl Bucket {
    pub(super) fn new(shelf: &Shelf) -> Result<Self, StorageError> {
        let failed = |source| StorageError::Store { what: "open", source: Box::new(source) };
        Self::open(shelf).map_err(failed)
    }

    fn open(shelf: &Shelf) -> Result<Self, S3Error> {
        let wrong = || S3Error::Address(shelf.address.clone());
        let mut host = Url::parse(&shelf.address).map_err(|_| wrong())?;
        let path = host.path().trim_matches('/').to_owned();
        let (name, below) = path.split_once('/').unwrap_or((&path, ""));
        if name.is_empty() {
            return Err(wrong());
        }
        host.set_path("/");
        let signed = Signed::new(host, UrlStyle::Path, name.to_owned(), shelf.region.clone()).map_err(|_| wrong())?;
        let below = if below.is_empty() { String::new() } else { format!("{below}/") };
        let credentials = Credentials::new(shelf.key.clone(), shelf.secret.clone());
        Ok(Self {
            client: client()?,
            signed,
            credentials,
            below,
            reading: Turns::default(),
            changing: Turns::default(),
        })
    }

    pub(super) async fn put(&self, place: PlaceId, digest: &str, bytes: Vec<u8>) -> Result<(), StorageError> {
        let url = self.signed.put_object(Some(&self.credentials), &self.name(place, digest)).sign(GOOD_FOR);
        in_turn(&self.changing, self.tried(Method::PUT, url, &bytes))
            .await
            .map(drop)
            .map_err(|error| told("put", error))
    }

    pub(super) async fn get(&self, place: PlaceId, digest: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let url = self.signed.get_object(Some(&self.credentials), &self.name(place, digest)).sign(GOOD_FOR);
        in_turn(&self.reading, self.tried(Method::GET, url, &[])).await.map_err(|error| told("get", error))
    }

    pub(super) async fn remove(&self, place: PlaceId, digest: &str) -> Result<(), StorageError> {
        let url = self.signed.delete_object(Some(&self.credentials), &self.name(place, digest)).sign(GOOD_FOR);
        in_turn(&self.changing, self.tried(Method::DELETE, url, &[]))
            .await
            .map(drop)
            .map_err(|error| told("remove", error))
    }

    fn name(&self, place: PlaceId, digest: &str) -> String {
        format!("{}{}/{digest}", self.below, place.0)
    }

    /// Asks, and again where that may help and can do no harm.
    async fn tried(&self, method: Method, url: Url, body: &[u8]) -> Result<Option<Vec<u8>>, S3Error> {
        let (mut pause, mut tries) = (PAUSE, 1);
        loop {
            match self.once(method.clone(), url.clone(), body).await {
                Err(error) if method == Method::DELETE && error.may_still_happen() => return Err(error),
                Err(error) if error.may_pass() && tries < TRIES => {}
                other => return other,
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
            tries += 1;
        }
    }

    /// What is there; `None` where there is nothing, which is an answer to all but putting.
    async fn once(&self, method: Method, url: Url, body: &[u8]) -> Result<Option<Vec<u8>>, S3Error> {
        let putting = method == Method::PUT;
        let request = self.client.request(method, url).header(CONTENT_TYPE, "application/octet-stream");
        let mut answer = if putting { request.body(body.to_vec()) } else { request }.send().await?;
        match answer.status() {
            status if status.is_success() => {}
            StatusCode::NOT_FOUND if !putting => return Ok(None),
            status => return Err(S3Error::Refused(status)),
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await? {
            if (bytes.len() + part.len()) as u64 > MOST {
                return Err(S3Error::TooLarge);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(Some(bytes))
    }
}

/// Asks on one of the few seats, all tries together no longer than somebody waits; a store that did not answer is left alone
/// for a moment.
async fn in_turn<T>(turns: &Turns, asking: impl Future<Output = Result<T, S3Error>>) -> Result<T, S3Error> {
    let _seat = turns.seat().await?;
    let done = timeout(PATIENCE, asking).await.unwrap_or_else(|_| Err(S3Error::Slow));
    if let Err(S3Error::Unreachable(_) | S3Error::Slow) = &done {
        turns.pause();
    }
    done
}

/// Without the address, whose signature lets others do the same.
fn told(what: &'static str, error: S3Error) -> StorageError {
    let source = match error {
        S3Error::Unreachable(error) => S3Error::Unreachable(error.without_url()),
        other => other,
    };
    StorageError::Store { what, source: Box::new(source) }
}

/// For this one service, which the administrator named: it may be on a private address, unlike what badges name.
#[expect(clippy::disallowed_methods, reason = "a service of the settings, and not an address that a badge names")]
fn client() -> Result<Client, S3Error> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let client = Client::builder()
        .tls_backend_preconfigured(tls.with_root_certificates(roots).with_no_client_auth())
        .no_proxy()
        .referer(false)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_only()
        .no_gzip()
        .connect_timeout(CONNECT)
        .timeout(PATIENCE)
        .pool_max_idle_per_host(16)
        .build()?;
    Ok(client)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::Objects;
    use super::*;

    /// A store that gives this answer to everything, or breaks off without one; and how often it was asked.
    fn store(answer: Option<&'static str>) -> (Objects, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/badges", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                counted.fetch_add(1, Ordering::Relaxed);
                if let Some(answer) = answer {
                    let said = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    drop(stream.write_all(said.as_bytes()));
                }
            }
        });
        let shelf = Shelf { address, region: "us-east-1".into(), key: "test".into(), secret: "test".into() };
        (Objects::bucket(&shelf).unwrap(), asked)
    }

    #[tokio::test]
    async fn what_may_still_be_removed_later_is_not_asked_for_again() {
        let cases = [
            (None, 1, true),
            (Some("504 Gateway Timeout"), 1, true),
            (Some("500 Internal Server Error"), 1, true),
            (Some("503 Slow Down"), 3, false),
            (Some("403 Forbidden"), 1, false),
        ];
        for (answer, times, may_still_happen) in cases {
            let (objects, asked) = store(answer);
            let error = objects.remove(PlaceId(1), &"0".repeat(64)).await.unwrap_err();
            assert_eq!(asked.load(Ordering::Relaxed), times, "{answer:?}: {error:?}");
            assert_eq!(Objects::may_still_happen(&error), may_still_happen, "{answer:?}");
        }
        // Reading does no harm.
        let (objects, asked) = store(None);
        assert!(objects.get(PlaceId(1), &"0".repeat(64)).await.is_err());
        assert_eq!(asked.load(Ordering::Relaxed), TRIES as usize);
    }
}
