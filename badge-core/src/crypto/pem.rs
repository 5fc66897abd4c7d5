//! Public keys in PEM: SubjectPublicKeyInfo (RFC 7468 section 13), as in `publicKeyPem` of OB 2.0.

use pkcs8::ObjectIdentifier;
use pkcs8::der::asn1::{AnyRef, BitStringRef, Null};
use pkcs8::der::{Decode as _, Encode as _};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use super::public::Inner;
use super::{KeyError, KeyKind, PublicKey};
use crate::text;

pub(super) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
pub(super) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
pub(super) const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

impl PublicKey {
    /// Reads a PEM public key. White space is forgiven: PEM often comes out of a JSON text with its line breaks lost.
    ///
    /// # Errors
    /// [`KeyError::Pem`], [`KeyError::UnknownOid`], or what is wrong with the key.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let (label, der) = unwrap(pem).ok_or(KeyError::Pem)?;
        match label {
            "PUBLIC KEY" => {}
            "RSA PUBLIC KEY" => return rsa_numbers(&der),
            _ => return Err(KeyError::Pem),
        }
        let info = SubjectPublicKeyInfoRef::from_der(&der).map_err(|_| KeyError::Pem)?;
        let bytes = info.subject_public_key.as_bytes().ok_or(KeyError::Pem)?;
        match info.algorithm.oid {
            ED25519 => Self::ed25519(bytes),
            RSA => rsa_numbers(bytes),
            EC => match info.algorithm.parameters_oid() {
                Ok(P256) => Self::ec(KeyKind::P256, bytes),
                Ok(P384) => Self::ec(KeyKind::P384, bytes),
                Ok(curve) => Err(KeyError::UnknownOid { oid: curve.to_string() }),
                Err(_) => Err(KeyError::Pem),
            },
            oid => Err(KeyError::UnknownOid { oid: oid.to_string() }),
        }
    }

    /// The key as PEM, label `PUBLIC KEY`, lines of 64 characters.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let (algorithm, bytes) = self.spki_parts();
        let der = BitStringRef::from_bytes(&bytes)
            .and_then(|subject_public_key| SubjectPublicKeyInfoRef { algorithm, subject_public_key }.to_der())
            // DER of a key that was checked: its lengths are a thousand times below what DER can express.
            .expect("the DER of a checked key");
        let mut out = String::from("-----BEGIN PUBLIC KEY-----\n");
        for line in text::base64(&der).as_bytes().chunks(64) {
            out.push_str(&String::from_utf8_lossy(line));
            out.push('\n');
        }
        out + "-----END PUBLIC KEY-----\n"
    }

    fn spki_parts(&self) -> (AlgorithmIdentifierRef<'static>, Vec<u8>) {
        match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => (AlgorithmIdentifierRef { oid: ED25519, parameters: None }, key.as_bytes().to_vec()),
            Inner::Ec { kind, point, .. } => (ec_algorithm(*kind), point.to_vec()),
            Inner::Rsa { n, e, .. } => (rsa_algorithm(), rsa_der(n, e)),
        }
    }
}

pub(super) fn ec_algorithm(kind: KeyKind) -> AlgorithmIdentifierRef<'static> {
    let curve: &'static ObjectIdentifier = if kind == KeyKind::P384 { &P384 } else { &P256 };
    AlgorithmIdentifierRef { oid: EC, parameters: Some(AnyRef::from(curve)) }
}

pub(super) fn rsa_algorithm() -> AlgorithmIdentifierRef<'static> {
    AlgorithmIdentifierRef { oid: RSA, parameters: Some(AnyRef::from(Null)) }
}

/// The PKCS #1 RSAPublicKey inside, or behind the older label `RSA PUBLIC KEY`.
fn rsa_numbers(der: &[u8]) -> Result<PublicKey, KeyError> {
    #[cfg(feature = "rsa")]
    {
        let key = rsa::pkcs1::RsaPublicKey::from_der(der).map_err(|_| KeyError::Pem)?;
        PublicKey::rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())
    }
    #[cfg(not(feature = "rsa"))]
    {
        let _ = der;
        Err(KeyError::NotCompiled(KeyKind::Rsa))
    }
}

#[cfg(feature = "rsa")]
fn rsa_der(n: &[u8], e: &[u8]) -> Vec<u8> {
    use pkcs8::der::asn1::UintRef;
    UintRef::new(n)
        .and_then(|modulus| rsa::pkcs1::RsaPublicKey { modulus, public_exponent: UintRef::new(e)? }.to_der())
        // As in `to_pem`: a thousand times below what DER can express.
        .expect("the DER of a checked key")
}

#[cfg(not(feature = "rsa"))]
fn rsa_der(_: &[u8], _: &[u8]) -> Vec<u8> {
    Vec::new() // without the feature there is no RSA key
}

/// The label and the bytes of the one PEM block that a text holds.
fn unwrap(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (label, rest) = pem.trim().strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let (body, end) = rest.split_once("-----END ")?;
    if end.strip_suffix("-----")? != label || body.len() > 8_192 {
        return None;
    }
    let body: String = body.split_ascii_whitespace().collect();
    Some((label, text::from_base64(&body).ok()?))
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::crypto::{SecretKey, SeededEntropy};

    #[test]
    fn keys_come_back_from_pem() {
        for kind in [KeyKind::Ed25519, KeyKind::P256] {
            let key = SecretKey::generate(kind, &mut SeededEntropy::new(b"pem")).unwrap();
            let pem = crate::crypto::Signer::public_key(&key).to_pem();
            assert_eq!(&PublicKey::from_pem(&pem).unwrap(), crate::crypto::Signer::public_key(&key));
            // line breaks lost on the way through JSON
            let flat = pem.replace('\n', " ");
            assert_eq!(&PublicKey::from_pem(&flat).unwrap(), crate::crypto::Signer::public_key(&key));
        }
        let rsa = PublicKey::rsa(&[0xff; 256], &[1, 0, 1]).unwrap();
        assert_eq!(PublicKey::from_pem(&rsa.to_pem()).unwrap(), rsa);
        assert_eq!(rsa.to_pem().lines().nth(1).unwrap().len(), 64);
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let good = PublicKey::rsa(&[0xff; 256], &[1, 0, 1]).unwrap().to_pem();
        for bad in [
            "",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            &good.replace("PUBLIC", "PRIVATE"),
            &good.replacen("PUBLIC", "RSA PUBLIC", 1),
            &good[..good.len() - 40],
            &format!("{good}{good}"),
            &format!("-----BEGIN PUBLIC KEY-----{}-----END PUBLIC KEY-----", "A".repeat(9_000)),
        ] {
            assert_eq!(PublicKey::from_pem(bad), Err(KeyError::Pem), "{bad}");
        }
    }
}
