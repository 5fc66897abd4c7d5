//! A signed Open Badge 2.0: the assertion as the payload of a compact JWS (OB 2.0 SignedBadge; OB2-VER-30 to 37).

use crate::crypto::jose::{self, Header, JoseError, Jws};
use crate::crypto::{JwsAlgorithm, PublicKey, SignatureError};
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;

/// Algorithms with which a signed assertion is verified (OB2-VER-31), and ES384, for issuers whose key is P-384.
pub const VERIFIED: [JwsAlgorithm; 6] = [
    JwsAlgorithm::Rs256,
    JwsAlgorithm::Rs384,
    JwsAlgorithm::Rs512,
    JwsAlgorithm::Ps256,
    JwsAlgorithm::Es256,
    JwsAlgorithm::Es384,
];

/// Why a text is no signed assertion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Ob2JwsError {
    /// No JWS that can be relied on.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// An algorithm that this library has, but not for OB 2.0.
    #[error("{0} is not used for assertions")]
    Algorithm(JwsAlgorithm),
    /// The payload is no JSON that can be relied on.
    #[error("the payload: {0}")]
    Payload(JsonError),
    /// The payload is JSON, but no object.
    #[error("the payload is no object")]
    NotObject,
}

/// A signed assertion taken apart. The signature is not verified yet.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedAssertion<'a> {
    jws: Jws<'a>,
    assertion: Object,
}

impl<'a> SignedAssertion<'a> {
    /// Takes a signed assertion apart. Keys in the header (`jwk`, `jku`, `x5c`, `kid` …) are never used (OB2-VER-35).
    ///
    /// # Errors
    /// See [`Ob2JwsError`].
    pub fn parse(token: &'a str, limits: &Limits) -> Result<Self, Ob2JwsError> {
        let jws = Jws::parse(token, limits)?;
        let algorithm = jws.header().algorithm;
        if !VERIFIED.contains(&algorithm) {
            return Err(Ob2JwsError::Algorithm(algorithm));
        }
        match json::parse(jws.payload(), limits).map_err(Ob2JwsError::Payload)? {
            Value::Object(assertion) => Ok(Self { jws, assertion }),
            _ => Err(Ob2JwsError::NotObject),
        }
    }

    /// What the header says.
    #[must_use]
    pub const fn header(&self) -> &Header {
        self.jws.header()
    }

    /// The assertion as signed.
    #[must_use]
    pub const fn assertion(&self) -> &Object {
        &self.assertion
    }

    /// The text that is signed: header, dot, payload, as received.
    #[must_use]
    pub const fn signed(&self) -> &'a str {
        self.jws.signed()
    }

    /// `verification.creator`: the id of the key, which the issuer's profile must list (OB2-VER-32).
    #[must_use]
    pub fn creator(&self) -> Option<&str> {
        creator(&self.assertion)
    }

    /// Verifies the signature with one candidate key (OB2-VER-34: one that fits is enough).
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        self.jws.verify(key)
    }
}

/// Why an assertion cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrepareError {
    /// Assertions are signed with RS256 and nothing else: no other verifier reads more.
    #[error("assertions are not signed with {0}")]
    Algorithm(JwsAlgorithm),
    /// Without `verification.creator` other verifiers do not find the key (OB2-VER-37).
    #[error("the assertion has no verification.creator")]
    NoCreator,
}

/// A signed assertion that lacks only its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    input: String,
    algorithm: JwsAlgorithm,
}

/// Makes the text to sign.
///
/// # Errors
/// See [`PrepareError`].
pub fn prepare(assertion: &Object, algorithm: JwsAlgorithm) -> Result<Prepared, PrepareError> {
    if algorithm != JwsAlgorithm::Rs256 {
        return Err(PrepareError::Algorithm(algorithm));
    }
    if creator(assertion).is_none() {
        return Err(PrepareError::NoCreator);
    }
    let header = json::object([("alg", algorithm.as_str().into())]);
    let payload = Value::Object(assertion.clone()).to_compact();
    Ok(Prepared { input: jose::signing_input(&header, payload.as_bytes()), algorithm })
}

impl Prepared {
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

    /// The compact JWS.
    #[must_use]
    pub fn complete(&self, signature: &[u8]) -> String {
        jose::encode(&self.input, signature)
    }
}

fn creator(assertion: &Object) -> Option<&str> {
    let creator = assertion.get("verification")?.get("creator")?;
    creator.as_str().or_else(|| creator.get("id").and_then(Value::as_str))
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};

    const ASSERTION: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion",
        "id":"urn:uuid:0b2e6f0e-0000-4000-8000-000000000001","verification":{"type":"SignedBadge",
        "creator":"https://example.org/keys/rsa.json"}}"#;

    fn assertion(text: &str) -> Object {
        json::parse(text.as_bytes(), &Limits::default()).unwrap().as_object().unwrap().clone()
    }

    /// OB2-VER-30 to 34
    #[test]
    fn what_was_signed_verifies() {
        let key = SecretKey::generate(KeyKind::Rsa, &mut SeededEntropy::new(b"ob2")).unwrap();
        let prepared = prepare(&assertion(ASSERTION), JwsAlgorithm::Rs256).unwrap();
        let token = prepared.complete(&key.sign(prepared.algorithm(), prepared.bytes()).unwrap());
        let signed = SignedAssertion::parse(&token, &Limits::default()).unwrap();
        assert_eq!(signed.assertion(), &assertion(ASSERTION));
        assert_eq!(signed.creator(), Some("https://example.org/keys/rsa.json"));
        assert_eq!(signed.verify(key.public_key()), Ok(()));
        let other = SecretKey::generate(KeyKind::Rsa, &mut SeededEntropy::new(b"other")).unwrap();
        assert_eq!(signed.verify(other.public_key()), Err(SignatureError::Mismatch));
    }

    #[test]
    fn what_is_not_signed_or_read() {
        let plain = assertion(ASSERTION);
        assert_eq!(prepare(&plain, JwsAlgorithm::Es256), Err(PrepareError::Algorithm(JwsAlgorithm::Es256)));
        let without = assertion(r#"{"verification":{"type":"SignedBadge"}}"#);
        assert_eq!(prepare(&without, JwsAlgorithm::Rs256), Err(PrepareError::NoCreator)); // OB2-VER-37
        let token = |alg: &str, payload: &str| {
            jose::encode(&jose::signing_input(&json::object([("alg", alg.into())]), payload.as_bytes()), b"s")
        };
        let parse = |token: &str| SignedAssertion::parse(token, &Limits::default()).map(|_| ());
        assert_eq!(parse(&token("EdDSA", "{}")), Err(Ob2JwsError::Algorithm(JwsAlgorithm::EdDsa)));
        assert_eq!(parse(&token("RS256", "[]")), Err(Ob2JwsError::NotObject));
        assert!(matches!(parse(&token("RS256", "{")), Err(Ob2JwsError::Payload(_))));
        assert!(matches!(parse(&token("none", "{}")), Err(Ob2JwsError::Jose(JoseError::Algorithm(_)))));
    }
}
