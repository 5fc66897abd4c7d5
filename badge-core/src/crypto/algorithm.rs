//! The kinds of keys and the signature algorithms (RFC 7518 section 3.1, RFC 8037).

use std::fmt;
use std::str::FromStr;

/// A kind of key pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum KeyKind {
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// RSA, 2,048 to 8,192 bits.
    Rsa,
}

impl KeyKind {
    /// The permanent name: `ed25519`, `p256`, `p384`, `rsa`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::Rsa => "rsa",
        }
    }

    /// The algorithm this kind of key signs with unless told otherwise.
    #[must_use]
    pub const fn default_algorithm(self) -> JwsAlgorithm {
        match self {
            Self::Ed25519 => JwsAlgorithm::EdDsa,
            Self::P256 => JwsAlgorithm::Es256,
            Self::P384 => JwsAlgorithm::Es384,
            Self::Rsa => JwsAlgorithm::Rs256,
        }
    }

    /// Whether this library was compiled with the feature of the same name.
    #[must_use]
    pub const fn is_compiled(self) -> bool {
        match self {
            Self::Ed25519 => cfg!(feature = "ed25519"),
            Self::P256 => cfg!(feature = "p256"),
            Self::P384 => cfg!(feature = "p384"),
            Self::Rsa => cfg!(feature = "rsa"),
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A signature algorithm, by its name in a JOSE header.
///
/// `none` and the HS* family are not here: a text that names them is an [`UnknownAlgorithm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum JwsAlgorithm {
    /// `EdDSA` with Ed25519, verified strictly. The fully specified name `Ed25519` (RFC 9864) is read as the same.
    EdDsa,
    /// `ES256`: ECDSA on P-256 with SHA-256; the signature is r and s, 32 bytes each.
    Es256,
    /// `ES384`: ECDSA on P-384 with SHA-384; the signature is r and s, 48 bytes each.
    Es384,
    /// `RS256`: RSA PKCS #1 v1.5 with SHA-256.
    Rs256,
    /// `RS384`: RSA PKCS #1 v1.5 with SHA-384.
    Rs384,
    /// `RS512`: RSA PKCS #1 v1.5 with SHA-512.
    Rs512,
    /// `PS256`: RSA PSS with SHA-256.
    Ps256,
}

impl JwsAlgorithm {
    /// The name in a JOSE header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
        }
    }

    /// The one kind of key that this algorithm works with.
    #[must_use]
    pub const fn key_kind(self) -> KeyKind {
        match self {
            Self::EdDsa => KeyKind::Ed25519,
            Self::Es256 => KeyKind::P256,
            Self::Es384 => KeyKind::P384,
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 => KeyKind::Rsa,
        }
    }
}

impl fmt::Display for JwsAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An algorithm that this library does not have, `none` and HS256 included.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown signature algorithm {name:?}")]
pub struct UnknownAlgorithm {
    /// The name as given.
    pub name: String,
}

impl FromStr for JwsAlgorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, UnknownAlgorithm> {
        Ok(match name {
            "EdDSA" | "Ed25519" => Self::EdDsa,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            _ => return Err(UnknownAlgorithm { name: name.to_owned() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OB3-PRF-02: `none` and the symmetric algorithms do not exist, in any spelling.
    #[test]
    fn none_and_symmetric_algorithms_do_not_exist() {
        for name in ["none", "None", "NONE", "", "HS256", "HS384", "HS512", "es256", "RS1", "ES256K", "PS512"] {
            assert_eq!(name.parse::<JwsAlgorithm>(), Err(UnknownAlgorithm { name: name.into() }));
        }
    }

    #[test]
    fn names_come_back() {
        use JwsAlgorithm::{EdDsa, Es256, Es384, Ps256, Rs256, Rs384, Rs512};
        for alg in [EdDsa, Es256, Es384, Rs256, Rs384, Rs512, Ps256] {
            assert_eq!(alg.as_str().parse(), Ok(alg));
        }
        for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384, KeyKind::Rsa] {
            assert_eq!(kind.default_algorithm().key_kind(), kind);
        }
    }
}
