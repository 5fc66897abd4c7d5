//! `keys/{thumbprint}.json`: what is public about a key of the place, so that nothing but signing needs the secret half.

use super::documents::PlaceKey;
use crate::crypto::PublicKey;
use crate::json::{self, JsonError, Value, object};
use crate::limits::Limits;
use crate::time::Timestamp;

/// The name under which the file says what it is.
pub const KEY_SCHEMA: &str = "badge-key/1";

/// Why a file is not one of these.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileFault {
    /// Not JSON.
    #[error("{0}")]
    Json(JsonError),
    /// It does not say that it is one.
    #[error("schema: {KEY_SCHEMA}?")]
    Schema,
    /// A member that is missing or malformed.
    #[error("{0}?")]
    Member(&'static str),
}

impl PlaceKey {
    /// Reads the file.
    ///
    /// # Errors
    /// See [`KeyFileFault`].
    pub fn parse(bytes: &[u8]) -> Result<Self, KeyFileFault> {
        let value = json::parse(bytes, &Limits::default()).map_err(KeyFileFault::Json)?;
        let text = |name| value.get(name).and_then(Value::as_str);
        let time = |name| text(name).map(Timestamp::parse).transpose().map_err(|_| KeyFileFault::Member(name));
        if text("schema") != Some(KEY_SCHEMA) {
            return Err(KeyFileFault::Schema);
        }
        let jwk = value.get("jwk").unwrap_or(&Value::Null);
        Ok(Self {
            public: PublicKey::from_jwk(jwk).map_err(|_| KeyFileFault::Member("jwk"))?,
            created: time("created")?.ok_or(KeyFileFault::Member("created"))?,
            retired: time("retired")?,
            revoked: time("revoked")?,
        })
    }

    /// The text of the file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut o = object([
            ("schema", KEY_SCHEMA.into()),
            ("kind", self.public.kind().as_str().into()),
            ("created", self.created.to_string().into()),
            ("jwk", self.public.to_jwk().into()),
        ]);
        if let Some(retired) = self.retired {
            o.set("retired", retired.to_string());
        }
        if let Some(revoked) = self.revoked {
            o.set("revoked", revoked.to_string());
        }
        Value::Object(o).to_pretty()
    }
}

#[cfg(test)]
#[cfg(feature = "ed25519")]
mod tests {
    use super::*;
    use crate::crypto::{KeyKind, SecretKey, SeededEntropy, Signer as _};

    #[test]
    fn what_was_written_is_read_and_damage_is_named() {
        let secret = SecretKey::generate(KeyKind::Ed25519, &mut SeededEntropy::new(b"key")).unwrap();
        let at = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
        let key = PlaceKey { public: secret.public_key().clone(), created: at, retired: Some(at), revoked: None };
        let text = key.to_json();
        assert_eq!(PlaceKey::parse(text.as_bytes()), Ok(key));
        let fault = |text: &str| PlaceKey::parse(text.as_bytes()).unwrap_err();
        assert_eq!(fault(&text.replace("badge-key/1", "badge-key/2")), KeyFileFault::Schema);
        assert_eq!(fault(&text.replace("\"created\"", "\"made\"")), KeyFileFault::Member("created"));
        assert_eq!(fault(&text.replace("\"jwk\"", "\"key\"")), KeyFileFault::Member("jwk"));
        assert!(matches!(fault("{"), KeyFileFault::Json(_)));
    }
}
