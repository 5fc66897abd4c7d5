//! The reader's own list of known issuers (`badge-trust/1`): read strictly, made, signed.
//!
//! A list says whom its maker knows, and nothing about badges: it never makes a badge authentic, and an issuer that is
//! on no list is unknown, not suspect. A network signs the list of its places, so that it can be fetched; a person may
//! keep a list for themselves as plain JSON.
//!
//! ```json
//! {"schema": "badge-trust/1", "name": "Ateliers de la côte", "updated": "2026-03-02T09:00:00Z",
//!  "validUntil": "2027-03-02T09:00:00Z",
//!  "issuers": [{"id": "did:web:atelier.example.org", "name": "L’Atelier", "url": "https://atelier.example.org",
//!               "keys": ["z6Mk…"], "since": "2026-03-02"}]}
//! ```
//!
//! Signed, this text is the payload of a compact JWS whose header has `typ` [`TYP`], the key as `jwk`, and its
//! thumbprint as `kid`. That key proves that the list was not changed, and no more: the reader has to know it from
//! elsewhere.

mod read;
mod write;

#[cfg(all(test, feature = "ed25519", feature = "p256"))]
mod tests;

use std::collections::BTreeMap;

use crate::crypto::jose::JoseError;
use crate::crypto::{KeyError, PublicKey, SignatureError};
use crate::json::JsonError;
use crate::time::Timestamp;

pub use write::signing_header;

/// What the member `schema` of a list says.
pub const SCHEMA: &str = "badge-trust/1";

/// The `typ` of a signed list: no other signed thing can pass for one.
pub const TYP: &str = "badge-trust+jws";

/// A list of known issuers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TrustList {
    /// Who made the list, in words.
    pub name: String,
    /// When it was last changed.
    pub updated: Timestamp,
    /// Until when it says anything; a signed list always has an end.
    pub valid_until: Option<Timestamp>,
    /// The key that signed it; none for a list of the reader's own.
    pub signed_by: Option<PublicKey>,
    issuers: Vec<KnownIssuer>,
    by_id: BTreeMap<String, usize>,
}

/// An issuer on a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KnownIssuer {
    /// Its id, exactly as its badges give it: a DID or an address.
    pub id: String,
    /// Its name, as the maker of the list knows it.
    pub name: Option<String>,
    /// Its web site.
    pub url: Option<String>,
    /// Its keys. With any, a badge signed by another key is not by a known issuer.
    pub keys: Vec<PublicKey>,
    /// How many further keys are listed that are of a kind not read here: they bind as the others do.
    pub other_keys: usize,
    /// Since when it is on the list.
    pub since: Option<Timestamp>,
}

/// Why bytes are no list that can be relied on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// No strict JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Signed, and no JWS that can be relied on.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// Signed as something else than a list.
    #[error("typ is {found:?}, not badge-trust+jws")]
    Typ {
        /// What it says.
        found: Option<String>,
    },
    /// Signed, and the header has no `jwk`.
    #[error("the header has no key")]
    NoKey,
    /// The key in the header.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signature does not hold: the list was changed.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// JSON of another kind.
    #[error("schema is {found:?}, not badge-trust/1")]
    Schema {
        /// What it says.
        found: Option<String>,
    },
    /// A member that is missing or not what it must be.
    #[error("{at}: missing or malformed")]
    Member {
        /// Its place, as a JSON pointer.
        at: String,
    },
    /// One issuer is there twice.
    #[error("{id} is there twice")]
    Repeated {
        /// Its id.
        id: String,
    },
}

impl TrustList {
    /// An empty list of the reader's own.
    #[must_use]
    pub fn new(name: impl Into<String>, updated: Timestamp) -> Self {
        Self {
            name: name.into(),
            updated,
            valid_until: None,
            signed_by: None,
            issuers: Vec::new(),
            by_id: BTreeMap::new(),
        }
    }

    /// The issuers, in the order of the list.
    #[must_use]
    pub fn issuers(&self) -> &[KnownIssuer] {
        &self.issuers
    }

    /// The issuer of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&KnownIssuer> {
        self.by_id.get(id).and_then(|at| self.issuers.get(*at))
    }

    /// Whether the list has come to its end.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.valid_until.is_some_and(|end| end <= now)
    }

    /// Adds an issuer, or replaces the one of the same id. Whoever signed the list has not signed this one.
    pub fn set(&mut self, issuer: KnownIssuer) {
        self.signed_by = None;
        match self.by_id.get(&issuer.id).and_then(|at| self.issuers.get_mut(*at)) {
            Some(known) => *known = issuer,
            None => {
                self.by_id.insert(issuer.id.clone(), self.issuers.len());
                self.issuers.push(issuer);
            }
        }
    }

    /// Takes an issuer out. Gives it back if it was there.
    pub fn remove(&mut self, id: &str) -> Option<KnownIssuer> {
        let at = self.by_id.get(id).copied()?;
        self.signed_by = None;
        let gone = self.issuers.remove(at);
        self.by_id = self.issuers.iter().enumerate().map(|(at, i)| (i.id.clone(), at)).collect();
        Some(gone)
    }
}

impl KnownIssuer {
    /// An issuer known by its id alone. The id has to be a DID or an address: [`TrustList::read`] refuses others.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), name: None, url: None, keys: Vec::new(), other_keys: 0, since: None }
    }

    /// Whether the list says which keys are this issuer's.
    #[must_use]
    pub fn names_keys(&self) -> bool {
        !self.keys.is_empty() || self.other_keys > 0
    }

    /// Whether the list names this key as the issuer's.
    #[must_use]
    pub fn has_key(&self, key: &PublicKey) -> bool {
        self.keys.contains(key)
    }
}
