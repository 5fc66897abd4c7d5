//! Writing a list, plain or signed.

use super::{KnownIssuer, SCHEMA, TYP, TrustList};
use crate::crypto::jose::{encode, signing_input};
use crate::crypto::{PublicKey, SignError, Signer};
use crate::json::{Object, Value, object};

impl TrustList {
    /// The list as JSON. Keys are multibase where there is one, otherwise a JWK; those that were not read are left out.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut members = object([
            ("schema", SCHEMA.into()),
            ("name", self.name.as_str().into()),
            ("updated", self.updated.to_string().into()),
        ]);
        if let Some(end) = self.valid_until {
            members.set("validUntil", end.to_string());
        }
        members.set("issuers", self.issuers().iter().map(issuer).collect::<Vec<_>>());
        members.into()
    }

    /// The list as a compact JWS by `signer`.
    ///
    /// # Errors
    /// See [`SignError`]. A list without [`TrustList::valid_until`] can be signed, and nobody will read it.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, SignError> {
        let key = signer.public_key();
        let input = signing_input(&signing_header(TYP, key), self.to_value().to_compact().as_bytes());
        let signature = signer.sign(key.kind().default_algorithm(), input.as_bytes())?;
        Ok(encode(&input, &signature))
    }
}

/// The header of a JWS of ours that bears its key: `alg`, `typ`, `kid` (the thumbprint), `jwk`.
#[must_use]
pub fn signing_header(typ: &str, key: &PublicKey) -> Object {
    object([
        ("alg", key.kind().default_algorithm().as_str().into()),
        ("typ", typ.into()),
        ("kid", key.thumbprint().into()),
        ("jwk", key.to_jwk().into()),
    ])
}

fn issuer(known: &KnownIssuer) -> Value {
    let mut members = object([("id", known.id.as_str().into())]);
    for (name, text) in [("name", &known.name), ("url", &known.url)] {
        if let Some(text) = text {
            members.set(name, text.as_str());
        }
    }
    if !known.keys.is_empty() {
        let key = |k: &PublicKey| k.to_multikey().map_or_else(|| Value::from(k.to_jwk()), Value::from);
        members.set("keys", known.keys.iter().map(key).collect::<Vec<_>>());
    }
    if let Some(since) = known.since {
        members.set("since", since.day());
    }
    members.into()
}
