//! Who owns a key: did:key and did:jwk by computation, did:web and https by a lookup.
//!
//! *Which key* and *whose key* are two answers. The key that a proof names may be at hand (it stands in the name
//! itself, or in a header) while nothing yet says that it is the issuer's. A key confirms the issuer only when it was
//! obtained from the issuer's id: computed from it, or listed in what lies at its address (D-23, OB3-PRF-46).

mod compute;
mod document;
mod profile;
mod resolve;
mod scope;
mod vouch;

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests;

pub use compute::{WebError, did_web_url};
pub use document::{Document, Method};
pub use profile::{ProfileKey, ProfileKeyAnswer, profile_keys};
pub use resolve::{resolve, resolve_header, resolve_holder};
pub use scope::Scope;
pub use vouch::{jwks_url, vouch};

use crate::crypto::{JwsAlgorithm, KeyError, PublicKey, other_algorithm};
use crate::json::{JsonError, Value};
use crate::name::Url;
use crate::resource::{Lookup, Rule, Unreachable};
use crate::time::Timestamp;

/// For what a key's controller must list it (Controlled Identifiers 1.0, section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// To assert something: badges, endorsements, status lists.
    Assertion,
    /// To show that one is who one says: presentations.
    Authentication,
}

/// What is known about the key that a proof names.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum KeyAnswer {
    /// The key is at hand: the signature can be checked. Whose it is stands in [`KnownKey::provenance`].
    Known(Box<KnownKey>),
    /// The key lies at this address, which was not asked yet.
    Wanted(Lookup),
    /// The address was asked and gave nothing that can be read.
    Unanswered(Lookup, Silence),
    /// The name or what lies behind it gives no key that may be used.
    Refused(KeyRefusal),
    /// A DID method that is not read here; its name.
    UnsupportedMethod(String),
}

/// A key at hand, and what is known about its owner.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KnownKey {
    /// The key.
    pub key: PublicKey,
    /// The name of the verification method, absolute; none for a key handed in by a header alone.
    pub method: Option<String>,
    /// Who controls it, as far as the place it was found at says.
    pub controller: Option<String>,
    /// Whether it is the issuer's.
    pub provenance: Provenance,
    /// From when on it is not to be used.
    pub expires: Option<Timestamp>,
    /// Since when it is revoked.
    pub revoked: Option<Timestamp>,
    /// The JWKs in which it was found, in the header and at the issuer's: each may say for which algorithm it is.
    pub(crate) jwks: Vec<Value>,
}

impl KnownKey {
    /// The algorithm that the key says it is for, where that is another than `used` (RFC 7517 section 4.4).
    #[must_use]
    pub fn other_algorithm(&self, used: JwsAlgorithm) -> Option<String> {
        self.jwks.iter().find_map(|jwk| other_algorithm(jwk, used))
    }
}

/// Whether a key is the issuer's (OB3-PRF-44 to 47, D-23).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Provenance {
    /// It is.
    Confirmed(Confirmation),
    /// It is not.
    Mismatch(Mismatch),
    /// Nothing says that it is, and there is nothing left to ask.
    Unconfirmed(Unconfirmed),
    /// This address would tell.
    Wanted(Lookup),
    /// The address that would tell gave nothing that can be read.
    Unanswered(Lookup, Silence),
}

/// How a key was tied to the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Confirmation {
    /// The issuer's id is the key (did:key, did:jwk).
    Computed,
    /// The document at the issuer's id lists it for assertions.
    Document {
        /// Where that document lies.
        url: Url,
    },
    /// The key set of the issuer's host lists it. OB3-PRF-47
    KeySet {
        /// Where the set lies.
        url: Url,
    },
}

/// Why a key is not the issuer's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// The issuer's id is itself another key.
    OtherKey,
    /// The key belongs to another controller. OB3-PRF-44
    OtherController {
        /// Who controls it.
        controller: String,
    },
    /// The issuer's document lists keys, but not this one.
    NotListed {
        /// Where that document lies.
        url: Url,
    },
    /// The issuer's document lists the key, but not for assertions. OB3-PRF-42
    NotForAssertion {
        /// Where that document lies.
        url: Url,
    },
    /// The JWK names another issuer in its member `iss`. OB3-PRF-47
    OtherIssuer {
        /// The issuer it names.
        iss: String,
    },
}

/// Why nothing says whose key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unconfirmed {
    /// The issuer's document lists no keys.
    NoKeys {
        /// Where that document lies.
        url: Url,
    },
    /// What lies at the issuer's address is about someone else.
    DocumentIdDiffers {
        /// Where that document lies.
        url: Url,
        /// The id it gives itself.
        found: Option<String>,
    },
    /// The issuer's id is a DID of a method that is not read here; its name.
    UnsupportedMethod(String),
    /// The issuer's id is no address and no DID: there is nowhere to ask.
    NoAddress,
}

/// Why an address gave nothing that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Silence {
    /// 404.
    NotFound,
    /// 410.
    Gone,
    /// Nobody answered.
    Unreachable(Unreachable),
    /// A rule of ours forbade to ask.
    Refused(Rule),
    /// An answer came, but no JSON that can be relied on.
    NotJson(JsonError),
    /// JSON came, but no object.
    NotObject,
}

/// Why a name gives no key that may be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyRefusal {
    /// A verification method that is neither a DID URL nor an http(s) address.
    #[error("neither a DID URL nor an address")]
    NotAName,
    /// A header with neither `kid` nor `jwk`.
    #[error("no hint where to find the key")]
    NoHint,
    /// The key itself.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A verification method of a type that is not read here.
    #[error("verification method of type {0:?}")]
    UnsupportedType(String),
    /// The document does not have this method.
    #[error("the document has no method of that name")]
    MethodNotFound,
    /// The issuer's own document lists no keys at all: it says nothing about this one (D-23).
    #[error("the issuer's document lists no keys")]
    NoKeys {
        /// The issuer.
        issuer: String,
    },
    /// The document has the method, but not under `assertionMethod`. OB3-PRF-42
    #[error("the method is not for assertions")]
    NotForAssertion,
    /// The document gives itself another id than the one it was fetched by. OB3-PRF-42
    #[error("the document is about {found:?}")]
    DocumentIdDiffers {
        /// The id that was expected.
        expected: String,
        /// The id found.
        found: Option<String>,
    },
    /// `expires` or `revoked` is no date.
    #[error("{0} is no date")]
    MalformedDate(&'static str),
    /// The header's `jwk` is another key than its `kid` leads to.
    #[error("kid and jwk are two keys")]
    HeaderKeyDiffers,
    /// A did:web that names no address.
    #[error(transparent)]
    Web(#[from] WebError),
    /// A document with more verification methods than are looked at (1,000).
    #[error("too many verification methods")]
    TooManyMethods,
}
