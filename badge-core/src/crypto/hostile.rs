//! Whatever bytes come, nothing here panics and nothing verifies that was not signed.

use proptest::prelude::*;

use super::jose::{self, Jws};
use super::{JwsAlgorithm, PublicKey, SecretKey, SeededEntropy, Signer as _};
use crate::crypto::KeyKind;
use crate::json::{self, Value};
use crate::limits::Limits;
use crate::text;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_read_without_panic(t in "\\PC{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = PublicKey::from_multikey(&t);
        let _ = PublicKey::from_multikey(&text::multibase58(&bytes));
        for prefix in [[0xed, 0x01], [0x80, 0x24], [0x81, 0x24]] {
            let _ = PublicKey::from_multikey(&text::multibase58(&[&prefix[..], &bytes].concat()));
        }
        let encoded = text::base64(&bytes);
        for label in ["PUBLIC KEY", "RSA PUBLIC KEY", "PRIVATE KEY"] {
            let pem = format!("-----BEGIN {label}-----\n{encoded}\n-----END {label}-----\n");
            let _ = PublicKey::from_pem(&pem);
            let _ = SecretKey::from_pkcs8_pem(&pem, Some(&t));
        }
        let _ = Jws::parse(&t, &Limits::default());
    }

    #[test]
    fn any_jwk_gives_a_key_or_an_error(
        kty in prop::sample::select(vec!["OKP", "EC", "RSA", "oct"]),
        crv in prop::sample::select(vec!["Ed25519", "P-256", "P-384", "X25519"]),
        a in prop::collection::vec(any::<u8>(), 0..300),
        b in prop::collection::vec(any::<u8>(), 0..64),
        signature in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let (a, b) = (text::base64url(&a), text::base64url(&b));
        let jwk = json::object([
            ("kty", kty.into()), ("crv", crv.into()),
            ("x", a.as_str().into()), ("y", b.as_str().into()), ("n", a.as_str().into()), ("e", b.as_str().into()),
        ]);
        if let Ok(key) = PublicKey::from_jwk(&Value::from(jwk)) {
            let algorithm = key.kind().default_algorithm();
            prop_assert!(key.verify(algorithm, b"message", &signature).is_err());
            let mut fitting = signature;
            fitting.resize(key.signature_len(), 0);
            prop_assert!(key.verify(algorithm, b"message", &fitting).is_err());
        }
    }

    #[test]
    fn no_changed_token_verifies(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let key = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"hostile")).unwrap();
        let input = jose::signing_input(&json::object([("alg", "EdDSA".into())]), b"{\"a\":1}");
        let token = jose::encode(&input, &key.sign(JwsAlgorithm::EdDsa, input.as_bytes()).unwrap());
        let mut bytes = token.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes)
            && let Ok(jws) = Jws::parse(&changed, &Limits::default())
        {
            prop_assert!(changed.trim_ascii() == token || jws.verify(key.public_key()).is_err());
        }
    }
}
