//! Public keys: made once from any of their written forms, checked then, and cheap to use afterwards.

use std::fmt;

use jsonwebtoken::DecodingKey;

use super::{JwsAlgorithm, KeyKind, backend};
use crate::text::DecodeError;

/// A public key whose bytes were checked: right length, on its curve, not of small order, RSA within bounds.
#[derive(Clone)]
pub struct PublicKey(pub(super) Inner);

#[derive(Clone)]
#[cfg_attr(not(all(feature = "p256", feature = "rsa")), allow(dead_code))]
pub(super) enum Inner {
    #[cfg(feature = "ed25519")]
    Ed25519(ed25519_dalek::VerifyingKey),
    /// `point` is uncompressed SEC 1: 04, x, y.
    Ec { kind: KeyKind, point: Box<[u8]>, key: DecodingKey },
    /// Big-endian, without leading zeros.
    Rsa { n: Box<[u8]>, e: Box<[u8]>, key: DecodingKey },
}

/// Why bytes or members are no public key that can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not multibase, or in a base other than base58btc and base64url.
    #[error("not multibase: {0}")]
    Multibase(DecodeError),
    /// A Multikey of a kind we do not know; these are its first two bytes.
    #[error("unknown Multikey prefix {0:02x?}")]
    UnknownPrefix([u8; 2]),
    /// Not as many bytes as this kind of key has. OB3-PRF-28
    #[error("a key of {found} bytes where {kind} has {expected}")]
    WrongLength {
        /// The kind that the text announces.
        kind: KeyKind,
        /// Bytes such a key has.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// No point of the curve.
    #[error("not a point of {0}")]
    NotOnCurve(KeyKind),
    /// An Ed25519 point of small order: signatures by it verify for many messages.
    #[error("an Ed25519 point of small order")]
    SmallOrder,
    /// RSA of fewer than 2,048 bits (OB3-PRF-02) or more than 8,192.
    #[error("RSA of {bits} bits")]
    RsaSize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// An even modulus, or an exponent that is even, below 3 or above 2^33 - 1.
    #[error("RSA modulus or exponent out of range")]
    RsaNumbers,
    /// A JWK without this member, or with one that is no text.
    #[error("the JWK has no {0}")]
    JwkMissing(&'static str),
    /// A JWK member that is not base64url without padding.
    #[error("the JWK member {0} is malformed")]
    JwkMalformed(&'static str),
    /// A JWK that holds a private member: its owner has published the secret. OB3-PRF-03
    #[error("the JWK holds the private member {0}")]
    JwkPrivate(&'static str),
    /// A JWK of another type or curve (`oct`, `EC/secp256k1`).
    #[error("unknown key type {name:?}")]
    JwkUnknown {
        /// `kty`, or `kty/crv`.
        name: String,
    },
    /// A JWK whose `use` or `key_ops` says that it is not for signatures.
    #[error("the JWK is not for signatures")]
    JwkNotForSignatures,
    /// A JWK that says it is for another algorithm than the one it was used with (RFC 7517 section 4.4).
    #[error("the JWK is for {named:?}, and was used with {used}")]
    JwkOtherAlgorithm {
        /// What its `alg` says, up to 64 characters.
        named: String,
        /// What it was used with.
        used: JwsAlgorithm,
    },
    /// Not a PEM text of a public key.
    #[error("not a PEM public key")]
    Pem,
    /// A SubjectPublicKeyInfo of an algorithm we do not know.
    #[error("unknown key algorithm {oid}")]
    UnknownOid {
        /// Its object identifier, in dots.
        oid: String,
    },
    /// This library was compiled without the feature of the same name.
    #[error("{0} is not compiled in")]
    NotCompiled(KeyKind),
}

impl KeyError {
    /// Whether the key may be perfectly good, but is of a kind that this library does not have: nothing can be said
    /// about signatures by it.
    #[must_use]
    pub const fn is_unsupported(&self) -> bool {
        matches!(
            self,
            Self::UnknownPrefix(_) | Self::JwkUnknown { .. } | Self::UnknownOid { .. } | Self::NotCompiled(_)
        )
    }
}

/// Why a signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// Not as many bytes as such a signature has (a DER signature where r and s are wanted: OB3-PRF-10).
    #[error("a signature of {found} bytes where {expected} are wanted")]
    WrongLength {
        /// Bytes such a signature has.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// The algorithm needs another kind of key: the key decides, never the header.
    #[error("{algorithm} does not work with a key of {key}")]
    AlgorithmDoesNotFitKey {
        /// The algorithm asked for.
        algorithm: JwsAlgorithm,
        /// The kind of the key at hand.
        key: KeyKind,
    },
    /// The message, the key or the signature is not the one that was signed, or signed with.
    #[error("the signature does not match")]
    Mismatch,
    /// Not compiled in: nothing was checked.
    #[error("{0} is not compiled in")]
    Unsupported(JwsAlgorithm),
}

impl PublicKey {
    /// The kind of key.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(_) => KeyKind::Ed25519,
            Inner::Ec { kind, .. } => *kind,
            Inner::Rsa { .. } => KeyKind::Rsa,
        }
    }

    /// Verifies a signature: Ed25519 strictly, ECDSA as r and s of fixed length (the form of JWS and of Data
    /// Integrity), RSA as RFC 8017 says.
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify(&self, algorithm: JwsAlgorithm, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        if algorithm.key_kind() != self.kind() {
            return Err(SignatureError::AlgorithmDoesNotFitKey { algorithm, key: self.kind() });
        }
        let expected = self.signature_len();
        if signature.len() != expected {
            return Err(SignatureError::WrongLength { expected, found: signature.len() });
        }
        match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => {
                super::strict::verify(key, message, signature).then_some(()).ok_or(SignatureError::Mismatch)
            }
            Inner::Ec { key, .. } => backend::verify(algorithm, key, message, signature),
            #[cfg(feature = "rsa")]
            Inner::Rsa { n, e, .. } if n.len() > backend::JSONWEBTOKEN_RSA_BYTES => {
                backend::verify_large_rsa(algorithm, n, e, message, signature)
            }
            Inner::Rsa { key, .. } => backend::verify(algorithm, key, message, signature),
        }
    }

    /// Bytes of a signature made with this key.
    #[must_use]
    pub fn signature_len(&self) -> usize {
        match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(_) => 64,
            Inner::Ec { point, .. } => point.len() - 1,
            Inner::Rsa { n, .. } => n.len(),
        }
    }

    /// Ed25519 from its 32 bytes.
    pub(super) fn ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        let found = bytes.len();
        let bytes: &[u8; 32] =
            bytes.try_into().map_err(|_| KeyError::WrongLength { kind: KeyKind::Ed25519, expected: 32, found })?;
        #[cfg(feature = "ed25519")]
        {
            let key =
                ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::NotOnCurve(KeyKind::Ed25519))?;
            if key.is_weak() { Err(KeyError::SmallOrder) } else { Ok(Self(Inner::Ed25519(key))) }
        }
        #[cfg(not(feature = "ed25519"))]
        {
            let _ = bytes;
            Err(KeyError::NotCompiled(KeyKind::Ed25519))
        }
    }

    /// P-256 or P-384 from a SEC 1 point, compressed or not.
    pub(super) fn ec(kind: KeyKind, sec1: &[u8]) -> Result<Self, KeyError> {
        let point: Box<[u8]> = match kind {
            #[cfg(feature = "p256")]
            KeyKind::P256 => {
                use p256::elliptic_curve::sec1::ToEncodedPoint as _;
                let key = p256::PublicKey::from_sec1_bytes(sec1).map_err(|_| KeyError::NotOnCurve(kind))?;
                key.to_encoded_point(false).to_bytes()
            }
            #[cfg(feature = "p384")]
            KeyKind::P384 => {
                use p384::elliptic_curve::sec1::ToEncodedPoint as _;
                let key = p384::PublicKey::from_sec1_bytes(sec1).map_err(|_| KeyError::NotOnCurve(kind))?;
                key.to_encoded_point(false).to_bytes()
            }
            _ => {
                return Err(KeyError::NotCompiled(kind));
            }
        };
        Ok(Self(Inner::Ec { kind, key: DecodingKey::from_ec_der(&point), point }))
    }

    /// RSA from modulus and exponent, big-endian; leading zeros are dropped.
    pub(super) fn rsa(n: &[u8], e: &[u8]) -> Result<Self, KeyError> {
        if !KeyKind::Rsa.is_compiled() {
            return Err(KeyError::NotCompiled(KeyKind::Rsa));
        }
        let (n, e) = (trim(n), trim(e));
        let bits = n.first().map_or(0, |first| n.len() * 8 - first.leading_zeros() as usize);
        if !(2_048..=8_192).contains(&bits) {
            return Err(KeyError::RsaSize { bits });
        }
        let odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
        // The upper bound is that of the rsa crate (and of most others).
        let exponent = if e.len() > 8 { u64::MAX } else { e.iter().fold(0, |sum, b| sum << 8 | u64::from(*b)) };
        if !odd(n) || !odd(e) || !(3..1 << 33).contains(&exponent) {
            return Err(KeyError::RsaNumbers);
        }
        Ok(Self(Inner::Rsa { n: n.into(), e: e.into(), key: DecodingKey::from_rsa_raw_components(n, e) }))
    }

    /// The bytes that make the key, for comparing.
    fn identity(&self) -> (KeyKind, &[u8], &[u8]) {
        match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => (KeyKind::Ed25519, key.as_bytes(), &[]),
            Inner::Ec { kind, point, .. } => (*kind, point, &[]),
            Inner::Rsa { n, e, .. } => (KeyKind::Rsa, n, e),
        }
    }
}

fn trim(number: &[u8]) -> &[u8] {
    &number[number.iter().take_while(|b| **b == 0).count()..]
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}
impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, {})", self.kind(), self.thumbprint())
    }
}
