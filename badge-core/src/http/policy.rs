//! What a client may do.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use url::{Host, Url};

use super::address;
use crate::limits::Limits;
use crate::resource::Purpose;

/// What a [`Client`](super::Client) may do. The default is the strictest.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HttpPolicy {
    /// Asks over plain HTTP, port 80, where an `http:` address brings nothing over HTTPS. Default: no. What comes back
    /// proves nothing about who sent it; a redirect out of HTTPS is not followed even so.
    pub allow_plain_http: bool,
    /// Reaches loopback and private addresses (not link-local, where clouds keep their secrets), and speaks plain HTTP
    /// on any port to `localhost` and to loopback addresses. Default: no. For tests and for issuers inside one's own network.
    pub allow_local: bool,
    /// Exact `host:port` pairs, as [`name::Url::authority`](crate::name::Url::authority) writes them, that may be
    /// private, on any port and in plain HTTP. Default: none.
    pub allow_authorities: BTreeSet<String>,
    /// For each authority, a socket that stands in for it and speaks plain HTTP: a site that is about to be published
    /// can be verified before its name exists. Default: none. What comes back proves nothing about the real place.
    pub stand_ins: BTreeMap<String, SocketAddr>,
    /// Additional root certificates (DER) beside those of the Mozilla list. Default: none.
    pub extra_roots: Vec<Vec<u8>>,
    /// Bytes of one answer, after decompression. Default: [`Limits::answer_bytes`], 2 MiB.
    pub answer_bytes: usize,
    /// Bytes of one picture asked for as a picture. Default 10 MiB.
    pub image_bytes: usize,
    /// Time for the name, the connection and TLS together. Default 3 s.
    pub connect: Duration,
    /// Time for one wish in all, redirects and body included, waiting in line not included. Default 10 s.
    pub total: Duration,
    /// Redirects that are followed. Default 5.
    pub redirects: usize,
    /// Requests at the same time to one host. Default 4.
    pub per_host: usize,
    /// How the client names itself: product and version, nothing about the reader.
    pub user_agent: String,
}

impl HttpPolicy {
    /// The strictest policy, with the sizes of `limits`.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            allow_plain_http: false,
            allow_local: false,
            allow_authorities: BTreeSet::new(),
            stand_ins: BTreeMap::new(),
            extra_roots: Vec::new(),
            answer_bytes: limits.answer_bytes,
            image_bytes: 10 << 20,
            connect: Duration::from_secs(3),
            total: Duration::from_secs(10),
            redirects: 5,
            per_host: 4,
            user_agent: concat!("badge/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    pub(super) fn bytes(&self, purpose: Purpose) -> usize {
        // A page may turn out to be a picture.
        if matches!(purpose, Purpose::Image | Purpose::Page) { self.image_bytes } else { self.answer_bytes }
    }

    /// Whether plain HTTP may be spoken to this address at all.
    pub(super) fn plain(&self, url: &Url) -> bool {
        self.allow_plain_http || self.speaks_plainly(url)
    }

    /// Whether this is a neighbour that may be spoken to in plain HTTP: our own machine, or a pair allowed by name.
    pub(super) fn speaks_plainly(&self, url: &Url) -> bool {
        self.allow_authorities.contains(&super::gate::authority(url)) || self.is_this_machine(url)
    }

    /// Whether this is our own machine, and we may speak to it.
    pub(super) fn is_this_machine(&self, url: &Url) -> bool {
        self.allow_local
            && match url.host() {
                Some(Host::Domain(name)) => super::gate::is_own_name(name),
                Some(Host::Ipv4(ip)) => address::is_loopback(ip.into()),
                Some(Host::Ipv6(ip)) => address::is_loopback(ip.into()),
                None => false,
            }
    }
}

impl Default for HttpPolicy {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}
