//! What the verifier would like to know ([`Lookup`]), what came back ([`Answer`]), and all that is known
//! ([`Resources`]).

mod index;

use std::collections::BTreeMap;

pub use index::{Entry, FileName, Index, IndexError, Silence};

use crate::name::Url;
use crate::time::Timestamp;

/// Why an address is asked for. It decides the `Accept` header and how old an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Purpose {
    /// The hosted assertion of an OB 2.0 badge: the badge itself.
    Assertion,
    /// A BadgeClass (OB 2.0).
    BadgeClass,
    /// An issuer's profile, or a controller document.
    Issuer,
    /// A public key: JWK, JWK set, Multikey, CryptographicKey.
    Key,
    /// A DID document (did:web).
    DidDocument,
    /// A status list or revocation list.
    StatusList,
    /// A newer version of the same credential.
    Refresh,
    /// An endorsement given by its address.
    Endorsement,
    /// A JSON Schema named by a badge.
    Schema,
    /// A JSON-LD context that is not one of ours.
    Context,
    /// A picture.
    Image,
    /// A list of known issuers, which the reader asks for.
    TrustList,
    /// Whatever is at an address that the reader gave, or that is in a document: a badge, or a page that leads to one.
    Page,
}

impl Purpose {
    /// The `Accept` header that goes with it.
    #[must_use]
    pub const fn accept(self) -> &'static str {
        match self {
            Self::Assertion | Self::Endorsement | Self::Refresh => {
                "application/ld+json, application/vc+ld+json, application/vc, application/json, text/plain;q=0.5, image/png;q=0.4, image/svg+xml;q=0.4"
            }
            Self::DidDocument => "application/did+ld+json, application/did+json, application/json",
            Self::Key => "application/jwk+json, application/jwk-set+json, application/ld+json, application/json",
            Self::StatusList => {
                "application/vc+ld+json, application/vc, application/ld+json, application/json, text/plain;q=0.5"
            }
            Self::BadgeClass | Self::Issuer | Self::Context => "application/ld+json, application/json",
            Self::Schema => "application/schema+json, application/json",
            Self::Image => "image/png, image/svg+xml",
            // The badge itself rather than a page about it, where a server has both.
            Self::Page => {
                "application/ld+json, application/vc+ld+json, application/vc, application/json, image/png;q=0.8, image/svg+xml;q=0.8, application/pdf;q=0.7, text/plain;q=0.6, text/html;q=0.5, */*;q=0.1"
            }
            Self::TrustList => "application/jose, application/json, text/plain;q=0.5",
        }
    }

    /// A permanent name: `status_list`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assertion => "assertion",
            Self::BadgeClass => "badge_class",
            Self::Issuer => "issuer",
            Self::Key => "key",
            Self::DidDocument => "did_document",
            Self::StatusList => "status_list",
            Self::Refresh => "refresh",
            Self::Endorsement => "endorsement",
            Self::Schema => "schema",
            Self::Context => "context",
            Self::Image => "image",
            Self::TrustList => "trust_list",
            Self::Page => "page",
        }
    }
}

/// A wish: GET this address, for this purpose. The fragment is never sent and plays no part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lookup {
    /// Where, without fragment.
    pub url: Url,
    /// What for.
    pub purpose: Purpose,
}

impl Lookup {
    /// A wish for what lies at `url`.
    #[must_use]
    pub fn new(url: &Url, purpose: Purpose) -> Self {
        Self { url: url.without_fragment(), purpose }
    }
}

/// What a server said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// The bytes, after decompression.
    pub bytes: Vec<u8>,
    /// The `Content-Type`, as sent.
    pub media_type: Option<String>,
    /// When it was fetched; `None` when that is not known (an authored cache).
    pub fetched: Option<Timestamp>,
    /// When the archive was made from which it comes; `None` for what a server said.
    pub archived: Option<Timestamp>,
}

impl Body {
    /// Bytes, with nothing else known about them.
    #[must_use]
    pub fn of(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), media_type: None, fetched: None, archived: None }
    }
}

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unreachable {
    /// We are offline: nothing was tried.
    Offline,
    /// The host name is not known.
    Dns,
    /// No connection.
    Connect,
    /// The server's certificate is not good.
    Tls,
    /// Too slow.
    Timeout,
    /// The connection broke, or the answer was not HTTP.
    Broken,
    /// An HTTP status other than 200, 404 and 410.
    Status(u16),
}

impl Unreachable {
    /// A permanent name: `timeout`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Broken => "broken",
            Self::Status(_) => "status",
        }
    }
}

/// A rule of ours that stopped a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// Plain `http`.
    HttpsOnly,
    /// An address that is not public (loopback, private, link-local …).
    PrivateAddress,
    /// A port other than 443 (or 80 where plain HTTP is allowed).
    Port,
    /// More bytes than the limit.
    TooLarge,
    /// Too many redirects.
    Redirects,
    /// More lookups than one badge may cause.
    TooManyLookups,
    /// It is in an archive that nobody known to the reader has signed.
    UnknownArchive,
}

impl Rule {
    /// A permanent name: `too_large`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HttpsOnly => "https_only",
            Self::PrivateAddress => "private_address",
            Self::Port => "port",
            Self::TooLarge => "too_large",
            Self::Redirects => "redirects",
            Self::TooManyLookups => "too_many_lookups",
            Self::UnknownArchive => "unknown_archive",
        }
    }
}

/// What came back. A fetch cannot fail: every wish is granted or explained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// 200, with a body.
    Found(Body),
    /// 410: it was there and has been withdrawn. For a hosted badge this means revoked.
    Gone(Body),
    /// 404.
    NotFound,
    /// Nobody answered.
    Unreachable(Unreachable),
    /// We did not ask, or stopped reading.
    Refused(Rule),
}

impl Answer {
    /// A body found, with nothing known about it but its bytes.
    #[must_use]
    pub fn found(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Found(Body::of(bytes))
    }

    /// The body of a 200.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        if let Self::Found(body) = self { Some(body) } else { None }
    }
}

/// What a server let us see beside its answer. It plays no part in verifying; it helps those who look after a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// `Access-Control-Allow-Origin`, as sent to a page of another site.
    pub cors: Option<String>,
    /// The server's clock, from `Date`.
    pub date: Option<Timestamp>,
}

/// All answers known so far, by address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resources(BTreeMap<Url, Answer>);

impl Resources {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is known about an address (its fragment plays no part).
    #[must_use]
    pub fn get(&self, url: &Url) -> Option<&Answer> {
        match url.fragment() {
            None => self.0.get(url),
            Some(_) => self.0.get(&url.without_fragment()),
        }
    }

    /// Adds or replaces an answer.
    pub fn insert(&mut self, url: &Url, answer: Answer) {
        self.0.insert(url.without_fragment(), answer);
    }

    /// All addresses and answers, sorted by address.
    pub fn iter(&self) -> impl Iterator<Item = (&Url, &Answer)> {
        self.0.iter()
    }

    /// How many answers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
