//! What follows from a DID alone: the key of did:key and did:jwk, the address of did:web.

use crate::crypto::{KeyError, PublicKey};
use crate::json;
use crate::limits::Limits;
use crate::name::{Did, Url};
use crate::text;

/// Why a did:web names no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    /// The host is not a plain host name with an optional port.
    #[error("did:web: not a host")]
    Host,
    /// A path segment that is empty, climbs (`..`) or hides a separator.
    #[error("did:web: not a plain path")]
    Path,
}

/// The address of a did:web's document (OB3-PRF-42): `did:web:host%3A8443:a:b` is `https://host:8443/a/b/did.json`,
/// and without a path `https://host/.well-known/did.json`.
///
/// # Errors
/// See [`WebError`].
pub fn did_web_url(did: &Did) -> Result<Url, WebError> {
    let mut parts = did.method_id().split(':');
    let host = host(parts.next().unwrap_or_default()).ok_or(WebError::Host)?;
    let mut path = String::new();
    for segment in parts {
        if !plain(segment) {
            return Err(WebError::Path);
        }
        path.push('/');
        path.push_str(segment);
    }
    let path = if path.is_empty() { "/.well-known".to_owned() } else { path };
    Url::parse(&format!("https://{host}{path}/did.json")).map_err(|_| WebError::Path)
}

/// A host name, with `%3A` before a port.
fn host(text: &str) -> Option<String> {
    let (name, port) = match text.to_ascii_lowercase().split_once("%3a") {
        Some((name, port)) => (name.to_owned(), Some(port.to_owned())),
        None => (text.to_owned(), None),
    };
    let label = |l: &str| !l.is_empty() && l.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
    if !name.split('.').all(label) {
        return None;
    }
    match port {
        None => Some(name),
        Some(port) => port.parse::<u16>().ok().map(|port| format!("{name}:{port}")),
    }
}

/// A path segment that stays where it is, also for a server that decodes it.
fn plain(segment: &str) -> bool {
    let mut decoded = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first != b'%' {
            decoded.push(*first);
            rest = tail;
            continue;
        }
        let digits = tail.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| text::from_hex(d).ok()) {
            Some(byte) => decoded.extend(byte),
            None => return false,
        }
        rest = &tail[2..];
    }
    !matches!(decoded.as_slice(), b"" | b"." | b"..")
        && !decoded.iter().any(|c| matches!(c, b'/' | b'\\' | b'%' | 0..=0x1f | 0x7f))
}

/// The key of a did:key or did:jwk; none for other methods.
pub(super) fn computed(did: &Did) -> Option<Result<PublicKey, KeyError>> {
    match did.method() {
        "key" => Some(PublicKey::from_multikey(did.method_id())),
        "jwk" => Some(did_jwk(did.method_id())),
        _ => None,
    }
}

fn did_jwk(encoded: &str) -> Result<PublicKey, KeyError> {
    PublicKey::from_jwk(&jwk_in(encoded)?)
}

fn jwk_in(encoded: &str) -> Result<json::Value, KeyError> {
    let bytes = text::from_base64url(encoded).map_err(|_| KeyError::JwkMalformed("did"))?;
    json::parse(&bytes, &Limits::default()).map_err(|_| KeyError::JwkMalformed("did"))
}

/// The JWK of a did:jwk.
pub(super) fn own_jwk(did: &Did) -> Option<json::Value> {
    jwk_in(did.method_id()).ok().filter(|_| did.method() == "jwk")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(did: &str) -> Result<String, WebError> {
        did_web_url(&Did::parse(did).unwrap()).map(|u| u.as_str().to_owned())
    }

    /// OB3-PRF-42
    #[test]
    fn addresses_of_did_web() {
        assert_eq!(url("did:web:example.org").unwrap(), "https://example.org/.well-known/did.json");
        assert_eq!(url("did:web:example.org%3A8443").unwrap(), "https://example.org:8443/.well-known/did.json");
        assert_eq!(url("did:web:example.org%3a8443:a:b").unwrap(), "https://example.org:8443/a/b/did.json");
        assert_eq!(url("did:web:le-dome.example.org:badges").unwrap(), "https://le-dome.example.org/badges/did.json");
    }

    #[test]
    fn what_climbs_or_hides_is_refused() {
        for bad in ["a.org%2Fx", "a.org%3A", "a.org%3A99999", "a.org%40b.org", "a..org", "%3A80", "a.org%3A80%3A90"] {
            assert_eq!(url(&format!("did:web:{bad}")), Err(WebError::Host), "{bad}");
        }
        for bad in ["..", ".", "%2e%2E", "a%2Fb", "a%5cb", "a:..:b", "%zz", "%2", "a%252e", "a%00"] {
            assert_eq!(url(&format!("did:web:a.org:{bad}")), Err(WebError::Path), "{bad}");
        }
        assert_eq!(url("did:web:a.org::b"), Err(WebError::Path));
    }
}
