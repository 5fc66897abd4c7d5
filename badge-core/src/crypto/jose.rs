//! Compact JWS (RFC 7515 section 7.1), read strictly: bounded, base64url without padding, no `crit`, no algorithm
//! that the types do not have. What was signed is the received text, never a copy written again (OB3-PRF-09).

use super::jwk::private_member;
use super::{JwsAlgorithm, PublicKey, SignatureError, UnknownAlgorithm};
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;
use crate::text;

/// Why a text is not a JWS that can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JoseError {
    /// More bytes than [`Limits::document_bytes`].
    #[error("{size} bytes, the limit is {limit}")]
    TooLarge {
        /// Bytes given.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Not three parts joined by two dots.
    #[error("not three parts with dots between")]
    NotThreeParts,
    /// A part that is not base64url without padding.
    #[error("the {0:?} is not base64url without padding")]
    Encoding(Part),
    /// The header is no JSON that can be relied on.
    #[error("the header: {0}")]
    Header(JsonError),
    /// The header is JSON, but no object.
    #[error("the header is no object")]
    HeaderNotObject,
    /// A header member that is missing or of the wrong type.
    #[error("the header member {0} is missing or of the wrong type")]
    HeaderMember(&'static str),
    /// `crit`: the signer forbids to ignore what we do not know. OB3-PRF-01
    #[error("the header demands extensions")]
    Critical,
    /// `none`, HS256, or any other that is not in our list. OB3-PRF-02
    #[error(transparent)]
    Algorithm(#[from] UnknownAlgorithm),
    /// The header holds a JWK with a private member. OB3-PRF-03
    #[error("the header holds the private member {0} of a key")]
    PrivateKey(&'static str),
}

/// A part of a compact JWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Before the first dot.
    Header,
    /// Between the dots.
    Payload,
    /// After the second dot.
    Signature,
}

/// What the header says. None of it is believed: it is a hint where to look for the key.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Header {
    /// `alg`.
    pub algorithm: JwsAlgorithm,
    /// `kid`: the name or address of the key.
    pub kid: Option<String>,
    /// `jwk`: a key that the signer hands in; it proves possession and nothing more.
    pub jwk: Option<Value>,
    /// `typ`.
    pub typ: Option<String>,
    /// Names of all other members, in their order; they are ignored.
    pub others: Vec<String>,
}

/// A compact JWS taken apart. The signature is not verified yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Jws<'a> {
    header: Header,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Takes a compact JWS apart. White space around it is forgiven, inside it is not.
    ///
    /// # Errors
    /// See [`JoseError`].
    pub fn parse(token: &'a str, limits: &Limits) -> Result<Self, JoseError> {
        if token.len() > limits.document_bytes {
            return Err(JoseError::TooLarge { size: token.len(), limit: limits.document_bytes });
        }
        let token = token.trim_ascii();
        let (signed, signature) = token.rsplit_once('.').ok_or(JoseError::NotThreeParts)?;
        let (header, payload) = signed.split_once('.').ok_or(JoseError::NotThreeParts)?;
        if payload.contains('.') {
            return Err(JoseError::NotThreeParts);
        }
        let decode = |part, text| text::from_base64url(text).map_err(|_| JoseError::Encoding(part));
        Ok(Self {
            header: Header::parse(&decode(Part::Header, header)?, limits)?,
            signed,
            payload: decode(Part::Payload, payload)?,
            signature: decode(Part::Signature, signature)?,
        })
    }

    /// Whether a text looks like a compact JWS: three base64url parts of which the first begins an object.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        let text = text.trim_ascii();
        let part = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
        text.starts_with("eyJ") && text.bytes().all(part) && text.bytes().filter(|c| *c == b'.').count() == 2
    }

    /// What the header says.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The decoded payload.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The text that is signed: header, dot, payload, as received.
    #[must_use]
    pub const fn signed(&self) -> &'a str {
        self.signed
    }

    /// Verifies the signature with a key that the caller has chosen, which must fit the header's algorithm.
    ///
    /// # Errors
    /// See [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        key.verify(self.header.algorithm, self.signed.as_bytes(), &self.signature)
    }
}

impl Header {
    fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, JoseError> {
        let header = json::parse(bytes, limits).map_err(JoseError::Header)?;
        let members = header.as_object().ok_or(JoseError::HeaderNotObject)?;
        if members.contains("crit") {
            return Err(JoseError::Critical);
        }
        let text = |name: &'static str| match members.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or(JoseError::HeaderMember(name)),
        };
        let jwk = members.get("jwk");
        if jwk.is_some_and(|jwk| jwk.as_object().is_none()) {
            return Err(JoseError::HeaderMember("jwk"));
        }
        if let Some(name) = jwk.and_then(private_member) {
            return Err(JoseError::PrivateKey(name));
        }
        Ok(Self {
            algorithm: text("alg")?.ok_or(JoseError::HeaderMember("alg"))?.parse()?,
            kid: text("kid")?.map(str::to_owned),
            jwk: jwk.cloned(),
            typ: text("typ")?.map(str::to_owned),
            others: members
                .iter()
                .map(|(name, _)| name)
                .filter(|name| !matches!(*name, "alg" | "kid" | "jwk" | "typ"))
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// The text to sign: header and payload in base64url, with a dot between.
#[must_use]
pub fn signing_input(header: &Object, payload: &[u8]) -> String {
    let header = Value::Object(header.clone()).to_compact();
    format!("{}.{}", text::base64url(header.as_bytes()), text::base64url(payload))
}

/// The compact JWS: what was signed, and its signature.
#[must_use]
pub fn encode(signing_input: &str, signature: &[u8]) -> String {
    format!("{signing_input}.{}", text::base64url(signature))
}

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod tests {
    use super::*;
    use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};

    fn read(header: &str) -> Result<Header, JoseError> {
        let token = format!("{}.e30.AA", text::base64url(header.as_bytes()));
        Jws::parse(&token, &Limits::default()).map(|jws| jws.header().clone())
    }

    #[test]
    fn what_was_signed_verifies() {
        let key = SecretKey::generate(KeyKind::P256, &mut SeededEntropy::new(b"jose")).unwrap();
        let header = json::object([("alg", "ES256".into()), ("kid", "https://example.org/k".into())]);
        let input = signing_input(&header, "{\"é\":1}".as_bytes());
        let token = encode(&input, &key.sign(JwsAlgorithm::Es256, input.as_bytes()).unwrap());
        assert!(Jws::looks_like(&token));
        let jws = Jws::parse(&token, &Limits::default()).unwrap();
        assert_eq!(jws.header().kid.as_deref(), Some("https://example.org/k"));
        assert_eq!(jws.payload(), "{\"é\":1}".as_bytes());
        assert_eq!(jws.verify(key.public_key()), Ok(()));
        let other = SecretKey::generate(KeyKind::P256, &mut SeededEntropy::new(b"other")).unwrap();
        assert_eq!(jws.verify(other.public_key()), Err(SignatureError::Mismatch));
        // The header names the algorithm, the key decides whether it is one of its own.
        let ed = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"jose")).unwrap();
        assert_eq!(
            jws.verify(ed.public_key()),
            Err(SignatureError::AlgorithmDoesNotFitKey { algorithm: JwsAlgorithm::Es256, key: KeyKind::Ed25519 })
        );
    }

    /// OB3-PRF-01, OB3-PRF-02, OB3-PRF-03
    #[test]
    fn headers_that_are_refused() {
        let unknown = |name: &str| Err(JoseError::Algorithm(UnknownAlgorithm { name: name.into() }));
        assert_eq!(read(r#"{"alg":"none"}"#), unknown("none"));
        assert_eq!(read(r#"{"alg":"HS256"}"#), unknown("HS256"));
        assert_eq!(read("{}"), Err(JoseError::HeaderMember("alg")));
        assert_eq!(read(r#"{"alg":["RS256"]}"#), Err(JoseError::HeaderMember("alg")));
        assert_eq!(read(r#"{"alg":"RS256","kid":1}"#), Err(JoseError::HeaderMember("kid")));
        assert_eq!(read(r#"{"alg":"RS256","jwk":"x"}"#), Err(JoseError::HeaderMember("jwk")));
        assert_eq!(read(r#"{"alg":"RS256","crit":["exp"]}"#), Err(JoseError::Critical));
        assert_eq!(read(r#"{"alg":"RS256","crit":[]}"#), Err(JoseError::Critical));
        assert_eq!(read(r#"{"alg":"EdDSA","jwk":{"kty":"OKP","d":"AA"}}"#), Err(JoseError::PrivateKey("d")));
        assert_eq!(read("[]"), Err(JoseError::HeaderNotObject));
        assert!(matches!(
            read(r#"{"alg":"RS256","alg":"ES256"}"#),
            Err(JoseError::Header(JsonError::Duplicate { .. }))
        ));
        let header = read(r#"{"alg":"RS256","x5u":"https://evil.example","typ":"JWT","b64":true}"#).unwrap();
        assert_eq!(header.others, ["x5u", "b64"]);
        assert_eq!(header.typ.as_deref(), Some("JWT"));
    }

    /// OB3-PRF-09: one credential has one spelling.
    #[test]
    fn texts_that_are_refused() {
        let parse = |token: &str| Jws::parse(token, &Limits::default()).map(|_| ());
        let header = text::base64url(br#"{"alg":"EdDSA"}"#);
        for (token, why) in [
            (String::new(), JoseError::NotThreeParts),
            (format!("{header}.e30"), JoseError::NotThreeParts),
            (format!("{header}.e30.AA.AA"), JoseError::NotThreeParts),
            (format!("{header}=.e30.AA"), JoseError::Encoding(Part::Header)),
            (format!("{header}.e30=.AA"), JoseError::Encoding(Part::Payload)),
            (format!("{header}.e31.AA"), JoseError::Encoding(Part::Payload)),
            (format!("{header}.e30.A A"), JoseError::Encoding(Part::Signature)),
            (format!("{header}.e30.A+"), JoseError::Encoding(Part::Signature)),
        ] {
            assert_eq!(parse(&token), Err(why), "{token}");
        }
        assert_eq!(parse(&format!(" {header}.e30.AA\n")), Ok(()));
        let big = "a".repeat((1 << 20) + 1);
        assert_eq!(parse(&big), Err(JoseError::TooLarge { size: big.len(), limit: 1 << 20 }));
    }

    /// The examples of RFC 7515 appendices A.2 and A.3 and of RFC 8037 appendix A.4.
    #[test]
    fn published_examples() {
        const CLAIMS: &str =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let rsa = (
            format!(
                "eyJhbGciOiJSUzI1NiJ9.{CLAIMS}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
            ),
            r#"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#,
        );
        let ec = (
            format!(
                "eyJhbGciOiJFUzI1NiJ9.{CLAIMS}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
            ),
            r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
        );
        let ed = (
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg".to_owned(),
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        );
        for (token, jwk) in [rsa, ec, ed] {
            let key = PublicKey::from_jwk(&json::parse(jwk.as_bytes(), &Limits::default()).unwrap()).unwrap();
            assert_eq!(Jws::parse(&token, &Limits::default()).unwrap().verify(&key), Ok(()), "{token}");
            let tampered = token.replacen(".eyJpc3M", ".eyJpc3N", 1).replacen(".RXhhbX", ".RXhhbY", 1);
            assert_eq!(Jws::parse(&tampered, &Limits::default()).unwrap().verify(&key), Err(SignatureError::Mismatch));
        }
    }
}
