//! From a badge to the bytes to sign, and from a signature to the token.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::{ALGORITHMS, Statement, TYPE, VERSION, place};
use crate::crypto::{JwsAlgorithm, KeyKind, PublicKey, jose, sha256};
use crate::json::{Object, Value, object};
use crate::model::{Badge, Identity, IdentityKind};
use crate::name::Url;
use crate::text;

/// Why no statement can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MakeError {
    /// The badge lacks what a statement must say.
    #[error("the badge has no {0}")]
    Missing(&'static str),
    /// Statements are signed with ES256 or EdDSA (D-45).
    #[error("no statement is signed with a key of {0}")]
    Key(KeyKind),
    /// The statement could not be packed.
    #[error("the claims could not be compressed")]
    Compress,
}

/// A statement that lacks only its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningInput {
    input: String,
    algorithm: JwsAlgorithm,
}

impl Statement {
    /// The statement about a badge whose file has these bytes. `address` is where the file lies, which is left out when
    /// it is the badge's id.
    ///
    /// # Errors
    /// [`MakeError::Missing`].
    pub fn about(badge: &Badge, bytes: &[u8], address: Option<&Url>) -> Result<Self, MakeError> {
        let missing = MakeError::Missing;
        let id = badge.id.clone().ok_or(missing("id"))?;
        Ok(Self {
            address: address.filter(|url| url.as_str() != id).cloned(),
            digest: sha256(bytes),
            issuer: badge.issuer.id.clone().ok_or(missing("issuer"))?,
            issuer_name: badge.issuer.name.clone(),
            achievement: badge.achievement.as_ref().and_then(|a| a.id.clone()),
            name: badge.title().map(str::to_owned).ok_or(missing("achievement"))?,
            recipient: recipient(&badge.recipient.identities),
            valid_from: badge.valid_from,
            valid_until: badge.valid_until,
            id,
        })
    }

    /// Chooses the key, and gives the bytes it has to sign.
    ///
    /// # Errors
    /// [`MakeError::Key`] for a key that is neither Ed25519 nor P-256.
    pub fn prepare(&self, key: &PublicKey) -> Result<SigningInput, MakeError> {
        let algorithm = key.kind().default_algorithm();
        let multikey = key.to_multikey().filter(|_| ALGORITHMS.contains(&algorithm));
        let multikey = multikey.ok_or(MakeError::Key(key.kind()))?;
        let claims = Value::Object(self.claims(&multikey)).to_compact();
        let header = object([("alg", algorithm.as_str().into()), ("typ", TYPE.into()), ("zip", "DEF".into())]);
        let input = jose::signing_input(&header, &deflate(claims.as_bytes()).ok_or(MakeError::Compress)?);
        Ok(SigningInput { input, algorithm })
    }

    #[cfg(test)]
    pub(super) fn claims_for_tests(&self, key: &PublicKey) -> Object {
        self.claims(&key.to_multikey().unwrap_or_default())
    }

    /// The claims, without what follows from others.
    fn claims(&self, multikey: &str) -> Object {
        let mut claims = object([("v", (VERSION as f64).into())]);
        let base = place::base_of(&self.id);
        let short = base.and_then(|base| place::short_credential(base, &self.id));
        if let Some(base) = base.filter(|_| short.is_some()) {
            claims.set("b", base);
        }
        let base = base.filter(|_| short.is_some());
        claims.set("c", short.unwrap_or(&self.id));
        if let Some(address) = &self.address {
            claims.set("u", address.as_str());
        }
        if let Some(id) = &self.achievement {
            claims.set("a", base.and_then(|base| place::short_achievement(base, id)).unwrap_or(id));
        }
        if base.and_then(place::did_of).as_ref() != Some(&self.issuer) {
            claims.set("i", self.issuer.as_str());
        }
        // A did:key says it already.
        if self.issuer.strip_prefix("did:key:") != Some(multikey) {
            claims.set("k", multikey);
        }
        claims.set("d", text::base64url(&self.digest));
        if let Some(name) = &self.issuer_name {
            claims.set("o", name.as_str());
        }
        claims.set("n", self.name.as_str());
        if let Some(who) = &self.recipient {
            claims.set("r", subject(who));
        }
        for (claim, time) in [("f", self.valid_from), ("t", self.valid_until)] {
            if let Some(time) = time {
                claims.set(claim, time.unix() as f64);
            }
        }
        claims
    }
}

impl SigningInput {
    /// The bytes to sign.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.input.as_bytes()
    }

    /// The algorithm to sign them with.
    #[must_use]
    pub const fn algorithm(&self) -> JwsAlgorithm {
        self.algorithm
    }

    /// The token, for [`super::address`].
    #[must_use]
    pub fn complete(&self, signature: &[u8]) -> String {
        jose::encode(&self.input, signature)
    }
}

/// What of the recipient may stand on a card that lies about: a salted hash of an e-mail address, else a name that the
/// badge itself says openly. Everything else stays in the full badge.
fn recipient(identities: &[Identity]) -> Option<Identity> {
    let hashed =
        |i: &&Identity| i.kind == IdentityKind::Email && i.hashed && i.salt.is_some() && digest_of(&i.value).is_some();
    let named = |i: &&Identity| i.kind == IdentityKind::Name && !i.hashed;
    identities.iter().find(hashed).or_else(|| identities.iter().find(named)).cloned()
}

fn digest_of(value: &str) -> Option<Vec<u8>> {
    text::from_hex(value.strip_prefix("sha256$")?).ok().filter(|digest| digest.len() == 32)
}

fn subject(who: &Identity) -> Object {
    match digest_of(&who.value).filter(|_| who.hashed) {
        Some(digest) => {
            object([("h", text::base64url(&digest).into()), ("s", who.salt.as_deref().unwrap_or_default().into())])
        }
        None => object([("n", who.value.as_str().into())]),
    }
}

/// RFC 1951, without header and checksum: the signature covers it.
fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
