//! Secret keys, and the trait behind which a key may also live elsewhere (a KMS, an HSM, a browser).

use std::fmt;

use jsonwebtoken::EncodingKey;
use zeroize::Zeroizing;

use super::entropy::Rng;
use super::{Entropy, JwsAlgorithm, KeyError, KeyKind, PublicKey, backend};

/// Signs bytes. Object safe, so that a shell may hand in a key of any kind from anywhere; a cohort is signed by several
/// threads at once.
pub trait Signer: Send + Sync {
    /// The public half.
    fn public_key(&self) -> &PublicKey;

    /// Signs a message. ECDSA signatures are r and s, never DER.
    ///
    /// # Errors
    /// See [`SignError`].
    fn sign(&self, algorithm: JwsAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// Why nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The algorithm needs another kind of key.
    #[error("{algorithm} does not work with a key of {key}")]
    AlgorithmDoesNotFitKey {
        /// The algorithm asked for.
        algorithm: JwsAlgorithm,
        /// The kind of the key at hand.
        key: KeyKind,
    },
    /// Not compiled in.
    #[error("{0} is not compiled in")]
    Unsupported(JwsAlgorithm),
    /// Whatever holds the key could not sign.
    #[error("the key could not sign")]
    Failed,
}

/// A secret key in memory: wiped when dropped, never printed.
pub struct SecretKey {
    pub(super) public: PublicKey,
    pub(super) secret: Secret,
}

#[cfg_attr(not(all(feature = "p256", feature = "rsa")), allow(dead_code))]
pub(super) enum Secret {
    #[cfg(feature = "ed25519")]
    Ed25519(Box<ed25519_dalek::SigningKey>),
    /// The PKCS #8 DER.
    Ec(EncodingKey),
    /// The PKCS #1 DER.
    Rsa(EncodingKey),
}

impl SecretKey {
    /// Makes a new key; RSA has 2,048 bits and the exponent 65537.
    ///
    /// # Errors
    /// [`KeyError::NotCompiled`].
    pub fn generate(kind: KeyKind, entropy: &mut dyn Entropy) -> Result<Self, KeyError> {
        let mut rng = Rng(entropy);
        match kind {
            #[cfg(feature = "ed25519")]
            KeyKind::Ed25519 => {
                let mut seed = Zeroizing::new([0; 32]);
                rng.0.fill(seed.as_mut());
                Self::from_ed25519_seed(&seed)
            }
            #[cfg(feature = "p256")]
            KeyKind::P256 => Self::from_p256(&p256::SecretKey::random(&mut rng)),
            #[cfg(feature = "p384")]
            KeyKind::P384 => Self::from_p384(&p384::SecretKey::random(&mut rng)),
            #[cfg(feature = "rsa")]
            KeyKind::Rsa => {
                let key = rsa::RsaPrivateKey::new(&mut rng, 2_048).map_err(|_| KeyError::RsaNumbers)?;
                Self::from_rsa(&key)
            }
            #[allow(unreachable_patterns)]
            kind => {
                let _ = &mut rng;
                Err(KeyError::NotCompiled(kind))
            }
        }
    }

    /// An Ed25519 key from its 32 secret bytes (the seed of RFC 8032).
    ///
    /// # Errors
    /// [`KeyError::NotCompiled`].
    pub fn from_ed25519_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        #[cfg(feature = "ed25519")]
        {
            let key = Box::new(ed25519_dalek::SigningKey::from_bytes(seed));
            Ok(Self { public: PublicKey::ed25519(key.verifying_key().as_bytes())?, secret: Secret::Ed25519(key) })
        }
        #[cfg(not(feature = "ed25519"))]
        {
            let _ = seed;
            Err(KeyError::NotCompiled(KeyKind::Ed25519))
        }
    }

    #[cfg(feature = "p256")]
    pub(super) fn from_p256(key: &p256::SecretKey) -> Result<Self, KeyError> {
        use p256::pkcs8::EncodePrivateKey as _;
        let der = key.to_pkcs8_der().map_err(|_| KeyError::NotOnCurve(KeyKind::P256))?;
        let public = PublicKey::ec(KeyKind::P256, &key.public_key().to_sec1_bytes())?;
        Ok(Self { public, secret: Secret::Ec(EncodingKey::from_ec_der(der.as_bytes())) })
    }

    #[cfg(feature = "p384")]
    pub(super) fn from_p384(key: &p384::SecretKey) -> Result<Self, KeyError> {
        use p384::pkcs8::EncodePrivateKey as _;
        let der = key.to_pkcs8_der().map_err(|_| KeyError::NotOnCurve(KeyKind::P384))?;
        let public = PublicKey::ec(KeyKind::P384, &key.public_key().to_sec1_bytes())?;
        Ok(Self { public, secret: Secret::Ec(EncodingKey::from_ec_der(der.as_bytes())) })
    }

    #[cfg(feature = "rsa")]
    pub(super) fn from_rsa(key: &rsa::RsaPrivateKey) -> Result<Self, KeyError> {
        use rsa::pkcs1::EncodeRsaPrivateKey as _;
        use rsa::traits::PublicKeyParts as _;
        let der = key.to_pkcs1_der().map_err(|_| KeyError::RsaNumbers)?;
        let public = PublicKey::rsa(&key.n().to_bytes_be(), &key.e().to_bytes_be())?;
        Ok(Self { public, secret: Secret::Rsa(EncodingKey::from_rsa_der(der.as_bytes())) })
    }
}

impl Signer for SecretKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, algorithm: JwsAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let key = self.public.kind();
        if algorithm.key_kind() != key {
            return Err(SignError::AlgorithmDoesNotFitKey { algorithm, key });
        }
        match &self.secret {
            #[cfg(feature = "ed25519")]
            Secret::Ed25519(key) => {
                use ed25519_dalek::Signer as _;
                Ok(key.sign(message).to_bytes().to_vec())
            }
            Secret::Ec(key) | Secret::Rsa(key) => backend::sign(algorithm, key, message),
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(hidden, public: {:?})", self.public)
    }
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::crypto::{SeededEntropy, SignatureError};

    fn key(kind: KeyKind) -> SecretKey {
        SecretKey::generate(kind, &mut SeededEntropy::new(b"secret keys for a test")).unwrap()
    }

    #[test]
    fn what_was_signed_verifies_and_nothing_else_does() {
        for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384, KeyKind::Rsa] {
            if !kind.is_compiled() {
                continue;
            }
            let key = key(kind);
            let algorithms = [
                JwsAlgorithm::EdDsa,
                JwsAlgorithm::Es256,
                JwsAlgorithm::Es384,
                JwsAlgorithm::Rs256,
                JwsAlgorithm::Rs384,
                JwsAlgorithm::Rs512,
                JwsAlgorithm::Ps256,
            ];
            for algorithm in algorithms {
                if algorithm.key_kind() != kind {
                    // the key decides, never the header
                    assert_eq!(
                        key.sign(algorithm, b"m"),
                        Err(SignError::AlgorithmDoesNotFitKey { algorithm, key: kind })
                    );
                    assert_eq!(
                        key.public_key().verify(algorithm, b"m", &[0; 64]),
                        Err(SignatureError::AlgorithmDoesNotFitKey { algorithm, key: kind })
                    );
                    continue;
                }
                let mut signature = key.sign(algorithm, b"message").unwrap();
                let verify = |m: &[u8], s: &[u8]| key.public_key().verify(algorithm, m, s);
                assert_eq!(verify(b"message", &signature), Ok(()));
                assert_eq!(verify(b"Message", &signature), Err(SignatureError::Mismatch));
                let expected = signature.len();
                // OB3-PRF-10: r and s side by side, never DER.
                match algorithm {
                    JwsAlgorithm::Es256 => assert_eq!(expected, 64),
                    JwsAlgorithm::Es384 => assert_eq!(expected, 96),
                    _ => {}
                }
                let longer = [&signature[..], &[0; 8]].concat();
                assert!(matches!(verify(b"message", &longer), Err(SignatureError::WrongLength { .. })));
                for found in [0, 1, expected - 1] {
                    assert_eq!(
                        verify(b"message", &signature[..found]),
                        Err(SignatureError::WrongLength { expected, found })
                    );
                }
                signature[expected / 3] ^= 1;
                assert_eq!(verify(b"message", &signature), Err(SignatureError::Mismatch));
            }
        }
    }

    #[test]
    fn nothing_secret_is_printed() {
        let key = SecretKey::from_ed25519_seed(&[7; 32]).unwrap();
        let shown = format!("{key:?}");
        assert!(shown.contains("hidden") && !shown.contains("[7") && !shown.contains("0707"), "{shown}");
    }

    /// RFC 8032 section 7.1, test 2.
    #[test]
    fn rfc_8032() {
        let seed = crate::text::from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let key = SecretKey::from_ed25519_seed(seed.as_slice().try_into().unwrap()).unwrap();
        assert_eq!(
            crate::text::hex(&key.sign(JwsAlgorithm::EdDsa, &[0x72]).unwrap()),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
    }

    /// S plus the group's order is the same signature to a careless verifier.
    #[test]
    fn ed25519_is_strict_about_s() {
        let key = key(KeyKind::Ed25519);
        let mut signature = key.sign(JwsAlgorithm::EdDsa, b"m").unwrap();
        let order = crate::text::from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
        let mut carry = 0;
        for (byte, add) in signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        assert_eq!(key.public_key().verify(JwsAlgorithm::EdDsa, b"m", &signature), Err(SignatureError::Mismatch));
    }
}
