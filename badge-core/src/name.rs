//! Names, parsed once so that they can be trusted afterwards: addresses, DIDs, DID URLs, credential ids.

use std::fmt;

/// Why a text is not a name of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Not an absolute IRI (RFC 3987).
    #[error("not an absolute IRI")]
    NotAbsolute,
    /// A scheme other than `http` and `https`.
    #[error("not an http or https address")]
    NotHttp,
    /// No host, or user information before it.
    #[error("no plain host")]
    NoHost,
    /// Not a DID (W3C DID Core, section 3.1).
    #[error("not a DID")]
    NotDid,
    /// Longer than 2,048 bytes.
    #[error("too long")]
    TooLong,
}

/// An absolute `http` or `https` address with a plain host: no user name, no password.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Url(Box<str>);

impl Url {
    /// Parses an address. The text is kept as given; nothing is normalised.
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.len() > 2_048 {
            return Err(NameError::TooLong);
        }
        let iri = oxiri::Iri::parse(text).map_err(|_| NameError::NotAbsolute)?;
        if !matches!(iri.scheme().to_ascii_lowercase().as_str(), "http" | "https") {
            return Err(NameError::NotHttp);
        }
        match iri.authority() {
            Some(a) if !a.is_empty() && !a.contains('@') && !a.starts_with(':') => Ok(Self(text.into())),
            _ => Err(NameError::NoHost),
        }
    }

    /// What `reference` means where this is the address of the document (RFC 3986, section 5).
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn join(&self, reference: &str) -> Result<Self, NameError> {
        if reference.len() > 2_048 {
            return Err(NameError::TooLong);
        }
        let base = oxiri::Iri::parse(self.as_str()).map_err(|_| NameError::NotAbsolute)?;
        Self::parse(base.resolve(reference).map_err(|_| NameError::NotAbsolute)?.as_str())
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.get(..6).is_some_and(|s| s.eq_ignore_ascii_case("https:"))
    }

    /// Host and port as written, in lower case: `badges.example.org:8443`.
    #[must_use]
    pub fn authority(&self) -> String {
        let after = self.0.split_once("//").map_or("", |(_, rest)| rest);
        after.split(['/', '?', '#']).next().unwrap_or("").to_ascii_lowercase()
    }

    /// The host alone, in lower case and without its port.
    #[must_use]
    pub fn host(&self) -> String {
        let authority = self.authority();
        if authority.starts_with('[') {
            return authority.split_inclusive(']').next().unwrap_or("").to_owned();
        }
        authority.split(':').next().unwrap_or("").to_owned()
    }

    /// The address without its fragment.
    #[must_use]
    pub fn without_fragment(&self) -> Self {
        Self(self.0.split('#').next().unwrap_or("").into())
    }

    /// What stands after `#`.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.0.split_once('#').map(|(_, f)| f)
    }
}

/// A decentralised identifier without path, query or fragment.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Did(Box<str>);

impl Did {
    /// Parses a DID.
    ///
    /// # Errors
    /// [`NameError::NotDid`], [`NameError::TooLong`] (over 2,048 bytes; a did:jwk of an RSA key has about 600).
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.len() > 2_048 {
            return Err(NameError::TooLong);
        }
        let (method, id) = text.strip_prefix("did:").and_then(|r| r.split_once(':')).ok_or(NameError::NotDid)?;
        let id_char = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_' | b':' | b'%');
        let good = !method.is_empty()
            && method.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            && !id.is_empty()
            && !id.ends_with(':')
            && id.bytes().all(id_char);
        if good { Ok(Self(text.into())) } else { Err(NameError::NotDid) }
    }

    /// The DID as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The method's name: `key`, `web`, `jwk`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0.split(':').nth(1).unwrap_or("")
    }

    /// What follows the method: for `did:key:z6Mk…` it is `z6Mk…`.
    #[must_use]
    pub fn method_id(&self) -> &str {
        self.0.splitn(3, ':').nth(2).unwrap_or("")
    }
}

/// A DID with an optional fragment: the name of a verification method.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DidUrl {
    did: Did,
    text: Box<str>,
}

impl DidUrl {
    /// Parses a DID URL. Paths and queries are allowed and kept.
    ///
    /// # Errors
    /// [`NameError::NotDid`], [`NameError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let end = text.find(['#', '/', '?']).unwrap_or(text.len());
        let did = Did::parse(&text[..end])?;
        if text.len() > 4_096 {
            return Err(NameError::TooLong);
        }
        Ok(Self { did, text: text.into() })
    }

    /// The DID in front.
    #[must_use]
    pub fn did(&self) -> &Did {
        &self.did
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands after `#`.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.text.split_once('#').map(|(_, f)| f)
    }
}

/// The id of a credential, compared as OB 3.0 asks: after trimming and one percent-decoding. Letters of a UUID are the same
/// large and small, and so is what names it one (RFC 8141 section 3.1, RFC 9562 section 4).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CredentialId(Vec<u8>);

impl CredentialId {
    /// The comparable form of an id.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.trim().as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let escaped = (bytes[at] == b'%')
                .then(|| bytes.get(at + 1..at + 3))
                .flatten()
                .and_then(|h| std::str::from_utf8(h).ok())
                .filter(|h| h.bytes().all(|c| c.is_ascii_hexdigit()))
                .and_then(|h| u8::from_str_radix(h, 16).ok());
            out.push(escaped.unwrap_or(bytes[at]));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        const UUID: &[u8] = b"urn:uuid:";
        if out.get(..UUID.len()).is_some_and(|name| name.eq_ignore_ascii_case(UUID)) {
            out.make_ascii_lowercase();
        }
        Self(out)
    }
}

macro_rules! shown_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
    )*};
}
shown_as_text!(Url, Did, DidUrl);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_have_a_plain_host() {
        let u = Url::parse("https://Badges.Example.org:8443/b/1?x#frag").unwrap();
        assert_eq!((u.authority().as_str(), u.host().as_str()), ("badges.example.org:8443", "badges.example.org"));
        assert_eq!(u.without_fragment().as_str(), "https://Badges.Example.org:8443/b/1?x");
        assert_eq!(u.fragment(), Some("frag"));
        for (text, why) in [
            ("ftp://a.org/", NameError::NotHttp),
            ("/b/1", NameError::NotAbsolute),
            ("https:///b", NameError::NoHost),
            ("https://a@b.org/", NameError::NoHost),
            ("https://a.org\\@b.org/", NameError::NotAbsolute),
            ("https:a.org", NameError::NoHost),
        ] {
            assert_eq!(Url::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn dids_are_split() {
        let d = DidUrl::parse("did:web:example.org%3A8443:a#key-1").unwrap();
        assert_eq!(
            (d.did().method(), d.did().method_id(), d.fragment()),
            ("web", "example.org%3A8443:a", Some("key-1"))
        );
        for bad in ["did:", "did:web", "did:web:", "did:WEB:a", "did:web:a b", "urn:uuid:1", "did:key:z6Mké"] {
            assert!(DidUrl::parse(bad).is_err(), "{bad}");
        }
    }

    // OB3-VER-50, OB3-VER-53
    #[test]
    fn ids_are_compared_decoded_once() {
        assert_eq!(CredentialId::new(" https://a.org/%41 "), CredentialId::new("https://a.org/A"));
        assert_ne!(CredentialId::new("https://a.org/%2541"), CredentialId::new("https://a.org/A"));
        assert_eq!(CredentialId::new("%4"), CredentialId::new("%4"));
        assert_eq!(CredentialId::new("URN:UUID:1C0B-A"), CredentialId::new("urn:uuid:1c0b-a"));
        assert_ne!(CredentialId::new("https://a.org/A"), CredentialId::new("https://a.org/a"));
    }
}
