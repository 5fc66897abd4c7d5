//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) and their thumbprints (RFC 7638).

use super::public::Inner;
use super::{JwsAlgorithm, KeyError, KeyKind, PublicKey, UnknownAlgorithm, sha256};
use crate::json::{self, Object, Value};
use crate::text;

/// Members that hold a secret, whatever the type of key (OB3-PRF-03).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

impl PublicKey {
    /// Reads a public JWK. Members we do not know are ignored.
    ///
    /// # Errors
    /// The `Jwk…` variants of [`KeyError`], or what is wrong with the key. A JWK with a private member is refused.
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        if let Some(name) = private_member(jwk) {
            return Err(KeyError::JwkPrivate(name));
        }
        let kty = member(jwk, "kty")?;
        let for_signatures = jwk.get("use").is_none_or(|u| u.as_str() == Some("sig"))
            && jwk.get("key_ops").is_none_or(|ops| ops.many().iter().any(|op| op.as_str() == Some("verify")));
        if !for_signatures {
            return Err(KeyError::JwkNotForSignatures);
        }
        if jwk.get("alg").is_some_and(|alg| alg.as_str().is_none()) {
            return Err(KeyError::JwkMalformed("alg"));
        }
        match kty {
            "OKP" if member(jwk, "crv")? == "Ed25519" => Self::ed25519(&octets(jwk, "x")?),
            "EC" if member(jwk, "crv")? == "P-256" => Self::ec(KeyKind::P256, &point(jwk, KeyKind::P256, 32)?),
            "EC" if member(jwk, "crv")? == "P-384" => Self::ec(KeyKind::P384, &point(jwk, KeyKind::P384, 48)?),
            "RSA" => Self::rsa(&octets(jwk, "n")?, &octets(jwk, "e")?),
            kty => {
                let curve = jwk.get("crv").and_then(Value::as_str).map(|crv| format!("/{crv}"));
                Err(KeyError::JwkUnknown { name: format!("{kty}{}", curve.unwrap_or_default()) })
            }
        }
    }

    /// Reads a public JWK that stands beside a signature made with it, and holds it to the algorithm that it names.
    ///
    /// # Errors
    /// As [`PublicKey::from_jwk`]; [`KeyError::JwkOtherAlgorithm`] when its `alg` is another than `used` (RFC 7517 section
    /// 4.4).
    pub fn from_jwk_for(jwk: &Value, used: JwsAlgorithm) -> Result<Self, KeyError> {
        let key = Self::from_jwk(jwk)?;
        match other_algorithm(jwk, used) {
            Some(named) => Err(KeyError::JwkOtherAlgorithm { named, used }),
            None => Ok(key),
        }
    }

    /// The public JWK: the members that make the key and no others, in the order of their names.
    #[must_use]
    pub fn to_jwk(&self) -> Object {
        let b64 = |bytes: &[u8]| Value::from(text::base64url(bytes));
        match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => {
                json::object([("crv", "Ed25519".into()), ("kty", "OKP".into()), ("x", b64(key.as_bytes()))])
            }
            Inner::Ec { kind, point, .. } => {
                let crv = if *kind == KeyKind::P384 { "P-384" } else { "P-256" };
                let (x, y) = coordinates(point);
                json::object([("crv", crv.into()), ("kty", "EC".into()), ("x", b64(x)), ("y", b64(y))])
            }
            Inner::Rsa { n, e, .. } => json::object([("e", b64(e)), ("kty", "RSA".into()), ("n", b64(n))]),
        }
    }

    /// The thumbprint: SHA-256 of the JWK's required members, in base64url (RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> String {
        // `to_jwk` has exactly the required members, in lexicographic order.
        text::base64url(&sha256(Value::from(self.to_jwk()).to_compact().as_bytes()))
    }
}

/// The algorithm that a JWK says it is for, where that is another than `used` (RFC 7517 section 4.4).
pub(crate) fn other_algorithm(jwk: &Value, used: JwsAlgorithm) -> Option<String> {
    let other = named_algorithm(jwk)? != Ok(used);
    other.then(|| jwk.get("alg").and_then(Value::as_str).unwrap_or_default().chars().take(64).collect())
}

/// The algorithm that a JWK says it is for, where there is one.
pub(crate) fn named_algorithm(jwk: &Value) -> Option<Result<JwsAlgorithm, UnknownAlgorithm>> {
    Some(match jwk.get("alg")?.as_str().unwrap_or_default() {
        // Fully specified names (RFC 9864) are of the same algorithms.
        "ESP256" => Ok(JwsAlgorithm::Es256),
        "ESP384" => Ok(JwsAlgorithm::Es384),
        name => name.parse(),
    })
}

/// The first member of a JWK that holds a secret.
pub(super) fn private_member(jwk: &Value) -> Option<&'static str> {
    PRIVATE.into_iter().find(|name| jwk.get(name).is_some())
}

/// x and y of an uncompressed point.
pub(super) fn coordinates(point: &[u8]) -> (&[u8], &[u8]) {
    let both = point.get(1..).unwrap_or_default();
    both.split_at(both.len() / 2)
}

fn member<'a>(jwk: &'a Value, name: &'static str) -> Result<&'a str, KeyError> {
    jwk.get(name).and_then(Value::as_str).ok_or(KeyError::JwkMissing(name))
}

fn octets(jwk: &Value, name: &'static str) -> Result<Vec<u8>, KeyError> {
    text::from_base64url(member(jwk, name)?).map_err(|_| KeyError::JwkMalformed(name))
}

/// 04, x, y; each coordinate has its full length (RFC 7518 section 6.2.1.2).
fn point(jwk: &Value, kind: KeyKind, expected: usize) -> Result<Vec<u8>, KeyError> {
    let mut out = vec![4];
    for name in ["x", "y"] {
        let coordinate = octets(jwk, name)?;
        if coordinate.len() != expected {
            return Err(KeyError::WrongLength { kind, expected, found: coordinate.len() });
        }
        out.extend(coordinate);
    }
    Ok(out)
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn read(text: &str) -> Result<PublicKey, KeyError> {
        PublicKey::from_jwk(&json::parse(text.as_bytes(), &Limits::default()).unwrap())
    }

    /// The key and thumbprint of RFC 8037 appendices A.2 and A.3.
    #[test]
    fn thumbprint_of_ed25519() {
        let key = read(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}"#)
            .unwrap();
        assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(PublicKey::from_jwk(&key.to_jwk().into()), Ok(key));
    }

    /// The key and thumbprint of RFC 7638 section 3.1.
    #[test]
    fn thumbprint_of_rsa() {
        let key = read(
            "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\"}",
        )
        .unwrap();
        assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!(PublicKey::from_jwk(&key.to_jwk().into()), Ok(key));
    }

    /// OB3-PRF-03: whatever the type, before anything else is looked at.
    #[test]
    fn private_members_are_refused() {
        for name in PRIVATE {
            let text = format!("{{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"{name}\":\"AA\"}}");
            assert_eq!(read(&text), Err(KeyError::JwkPrivate(name)));
        }
    }

    // RFC 7517 section 4.4: a key says for which algorithm it is; two of its names may mean one.
    #[test]
    fn a_key_is_for_the_algorithm_that_it_names() {
        let other = |alg: &str, used| other_algorithm(&json::object([("alg", alg.into())]).into(), used);
        assert_eq!(other_algorithm(&Object::new().into(), JwsAlgorithm::Ps256), None);
        for (alg, used) in [
            ("RS256", JwsAlgorithm::Rs256),
            ("Ed25519", JwsAlgorithm::EdDsa),
            ("EdDSA", JwsAlgorithm::EdDsa),
            ("ESP256", JwsAlgorithm::Es256),
            ("ESP384", JwsAlgorithm::Es384),
        ] {
            assert_eq!(other(alg, used), None, "{alg}");
            assert_eq!(other(alg, JwsAlgorithm::Ps256).as_deref(), Some(alg));
        }
        assert_eq!(other("none", JwsAlgorithm::Es256).as_deref(), Some("none"));
        assert_eq!(other("ESP384", JwsAlgorithm::Es256).as_deref(), Some("ESP384"));
    }

    /// A JWK in a header comes from anyone: `jsonwebtoken` alone would panic on the first of these.
    #[test]
    fn hostile_keys_are_errors() {
        let okp = |x: &str| read(&format!("{{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"{x}\"}}"));
        let wrong = |found| Err(KeyError::WrongLength { kind: KeyKind::Ed25519, expected: 32, found });
        assert_eq!(okp("AA"), wrong(1));
        assert_eq!(okp(""), wrong(0));
        assert_eq!(okp(&text::base64url(&[1; 33])), wrong(33));
        assert_eq!(okp("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="), Err(KeyError::JwkMalformed("x")));
        assert_eq!(okp(&text::base64url(&[0; 32])), Err(KeyError::SmallOrder));
        let ec = |x: &[u8], y: &[u8]| {
            let (x, y) = (text::base64url(x), text::base64url(y));
            read(&format!("{{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"{x}\",\"y\":\"{y}\"}}"))
        };
        assert_eq!(ec(&[1; 32], &[1; 32]), Err(KeyError::NotOnCurve(KeyKind::P256)));
        assert_eq!(ec(&[1; 31], &[1; 33]), Err(KeyError::WrongLength { kind: KeyKind::P256, expected: 32, found: 31 }));
        let rsa = |n: &[u8], e: &[u8]| {
            let (n, e) = (text::base64url(n), text::base64url(e));
            read(&format!("{{\"kty\":\"RSA\",\"n\":\"{n}\",\"e\":\"{e}\"}}"))
        };
        // OB3-PRF-02
        assert_eq!(rsa(&[0xff; 128], &[1, 0, 1]), Err(KeyError::RsaSize { bits: 1_024 }));
        assert_eq!(rsa(&[&[0; 200][..], &[0x7f], &[0xff; 255]].concat(), &[3]), Err(KeyError::RsaSize { bits: 2_047 }));
        assert_eq!(rsa(&[0xff; 1_025], &[1, 0, 1]), Err(KeyError::RsaSize { bits: 8_200 }));
        assert_eq!(rsa(&[0xfe; 256], &[1, 0, 1]), Err(KeyError::RsaNumbers));
        for e in [&[1][..], &[2], &[], &[0xff; 9], &[0xff; 5]] {
            assert_eq!(rsa(&[0xff; 256], e), Err(KeyError::RsaNumbers), "{e:?}");
        }
        assert!(rsa(&[0xff; 1_024], &[1, 0, 1]).is_ok());
        assert_eq!(read(r#"{"kty":"oct"}"#), Err(KeyError::JwkUnknown { name: "oct".into() }));
        assert_eq!(
            read(r#"{"kty":"EC","crv":"secp256k1"}"#),
            Err(KeyError::JwkUnknown { name: "EC/secp256k1".into() })
        );
        assert_eq!(read(r#"{"kty":7}"#), Err(KeyError::JwkMissing("kty")));
        assert_eq!(read("[]"), Err(KeyError::JwkMissing("kty")));
        assert_eq!(read(r#"{"kty":"RSA","alg":256}"#), Err(KeyError::JwkMalformed("alg")));
        assert_eq!(read(r#"{"kty":"RSA","use":"enc"}"#), Err(KeyError::JwkNotForSignatures));
        assert_eq!(read(r#"{"kty":"RSA","key_ops":["encrypt"]}"#), Err(KeyError::JwkNotForSignatures));
    }
}
