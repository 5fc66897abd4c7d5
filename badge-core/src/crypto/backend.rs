//! The one place where `jsonwebtoken` computes signatures. Everything that could surprise it was checked before:
//! lengths, the algorithm against the key, the key itself.
//!
//! Its RustCrypto provider is named outright, so that neither the process-wide default nor another crate's choice of
//! features can change who verifies.

use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

use super::{JwsAlgorithm, SignError, SignatureError};

/// Bytes of the largest RSA modulus that `jsonwebtoken` takes (4,096 bits).
#[cfg(feature = "rsa")]
pub(super) const JSONWEBTOKEN_RSA_BYTES: usize = 512;

pub(super) fn verify(
    algorithm: JwsAlgorithm,
    key: &DecodingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let name = name(algorithm).ok_or(SignatureError::Unsupported(algorithm))?;
    let verifier = (DEFAULT_PROVIDER.verifier_factory)(&name, key).map_err(|_| SignatureError::Mismatch)?;
    verifier.verify(message, &signature.to_vec()).map_err(|_| SignatureError::Mismatch)
}

pub(super) fn sign(algorithm: JwsAlgorithm, key: &EncodingKey, message: &[u8]) -> Result<Vec<u8>, SignError> {
    let name = name(algorithm).ok_or(SignError::Unsupported(algorithm))?;
    let signer = (DEFAULT_PROVIDER.signer_factory)(&name, key).map_err(|_| SignError::Failed)?;
    signer.try_sign(message).map_err(|_| SignError::Failed)
}

/// `jsonwebtoken`'s name of an algorithm; none for EdDSA, which is verified strictly and not by it.
fn name(algorithm: JwsAlgorithm) -> Option<Algorithm> {
    match algorithm {
        JwsAlgorithm::EdDsa => None,
        JwsAlgorithm::Es256 => Some(Algorithm::ES256),
        JwsAlgorithm::Es384 => Some(Algorithm::ES384),
        JwsAlgorithm::Rs256 => Some(Algorithm::RS256),
        JwsAlgorithm::Rs384 => Some(Algorithm::RS384),
        JwsAlgorithm::Rs512 => Some(Algorithm::RS512),
        JwsAlgorithm::Ps256 => Some(Algorithm::PS256),
    }
}

/// RSA of more than 4,096 bits, which `jsonwebtoken` refuses.
#[cfg(feature = "rsa")]
pub(super) fn verify_large_rsa(
    algorithm: JwsAlgorithm,
    n: &[u8],
    e: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    use rsa::{BigUint, Pkcs1v15Sign, Pss, RsaPublicKey};
    use sha2::{Digest as _, Sha256, Sha384, Sha512};

    let key = RsaPublicKey::new_with_max_size(BigUint::from_bytes_be(n), BigUint::from_bytes_be(e), 8_192)
        .map_err(|_| SignatureError::Mismatch)?;
    match algorithm {
        JwsAlgorithm::Rs256 => key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature),
        JwsAlgorithm::Rs384 => key.verify(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message), signature),
        JwsAlgorithm::Rs512 => key.verify(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message), signature),
        JwsAlgorithm::Ps256 => key.verify(Pss::new::<Sha256>(), &Sha256::digest(message), signature),
        _ => return Err(SignatureError::Unsupported(algorithm)),
    }
    .map_err(|_| SignatureError::Mismatch)
}
