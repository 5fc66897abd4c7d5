//! The one address layout: every document of a place, its address and its path in the published folder.
//!
//! `badge publish` and the server use the same layout, so that moving from one to the other changes no address.
//! `docs/addresses.md` tells it to people.

use std::sync::Arc;

use crate::issue::uuid_urn;
use crate::language::Lang;
use crate::name::{Did, Url};
use crate::text;

/// Where a place publishes: an `https` address without query or fragment, and without a slash at its end.
///
/// Plain `http` is accepted on the loopback interface only, for trying things out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Addresses {
    base: String,
    authority: String,
    path: String,
}

/// The folders of the layout: what lies below them belongs to the place.
const FOLDERS: [&str; 6] = ["b", "e", "v", "keys", "status", "achievements"];

/// Why an address cannot be a place's base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Not an `http` or `https` address.
    #[error("not an https address")]
    NotAnAddress,
    /// Plain `http` on a host that is not this machine.
    #[error("plain http")]
    PlainHttp,
    /// A query (`?`) or a fragment (`#`).
    #[error("a base address has no query and no fragment")]
    QueryOrFragment,
    /// A host that a did:web name cannot hold: an IPv6 address, letters beyond ASCII.
    #[error("a host that did:web cannot name")]
    Host,
    /// A segment that is empty, `.`, `..`, or holds more than letters, digits, `.`, `-` and `_`.
    #[error("a path that did:web cannot name")]
    Path,
}

/// One document of a place. Its address never changes once a badge was awarded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Spot {
    /// The page of the place: `index.html`.
    Home,
    /// The DID document: `did.json`, or `.well-known/did.json` where the base is a whole host.
    DidDocument,
    /// The OB 2.0 profile: `issuer.json`.
    Issuer,
    /// All public keys as a JWK set: `jwks.json`.
    Jwks,
    /// The same set where validators look for it: `.well-known/jwks.json`. Only where the base is a whole host.
    WellKnownJwks,
    /// One public key as a bare JWK, named by its RFC 7638 thumbprint: `keys/{thumbprint}.json`.
    Key(String),
    /// The same key as an OB 2.0 CryptographicKey: `keys/{thumbprint}.pem.json`.
    KeyPem(String),
    /// The page that explains the place's levels: `levels.html`.
    Levels,
    /// The logo of the place: `logo.{ending}`.
    Logo(Ending),
    /// An OB 3.0 Achievement: `achievements/{slug}.json`; in a second language `achievements/{slug}.en.json`.
    Achievement(Slug, Option<Lang>),
    /// The same as an OB 2.0 BadgeClass: `achievements/{slug}.v2.json`.
    AchievementV2(Slug, Option<Lang>),
    /// Its page for people: `achievements/{slug}.html`.
    AchievementPage(Slug, Option<Lang>),
    /// Its unbaked picture: `achievements/{slug}.png`.
    AchievementImage(Slug, Ending),
    /// The page of one award: `b/{token}/`, the file `b/{token}/index.html`.
    Award(Token),
    /// OB 3.0 with an embedded proof: `b/{token}/credential.json`.
    Credential(Token),
    /// OB 3.0 as VC-JWT: `b/{token}/credential.jws`.
    CredentialJws(Token),
    /// OB 2.0, hosted: `b/{token}/assertion.json`.
    Assertion(Token),
    /// OB 2.0, signed: `b/{token}/assertion.jws`.
    AssertionJws(Token),
    /// The baked picture: `b/{token}/badge.png`, `b/{token}/badge.svg`.
    AwardImage(Token, Ending),
    /// The page of an endorsement that this place gave: `e/{token}/`, the file `e/{token}/index.html`.
    Endorsement(Token),
    /// The endorsement with an embedded proof: `e/{token}/endorsement.json`.
    EndorsementJson(Token),
    /// The endorsement as VC-JWT: `e/{token}/endorsement.jws`.
    EndorsementJws(Token),
    /// A status list credential, numbered from 1: `status/{n}.json`.
    StatusList(u32),
    /// The OB 2.0 revocation list: `revocations.json`.
    Revocations,
}

/// The two kinds of pictures a badge can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ending {
    /// `png`
    Png,
    /// `svg`
    Svg,
}

impl Ending {
    /// `png` or `svg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// The media type: `image/png`, `image/svg+xml`.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The kind of picture that a file's name says it is.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1;
        [Self::Png, Self::Svg].into_iter().find(|e| ending.eq_ignore_ascii_case(e.as_str()))
    }
}

/// The short name of an achievement, which becomes part of its address: small letters, digits and `-`, up to 80.
///
/// Thousands of awards have the same one: clones share it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(Arc<str>);

impl Slug {
    /// Parses a short name. `None` if it holds anything else, or begins or ends with `-`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        let good = (1..=80).contains(&text.len())
            && text.bytes().all(plain)
            && !text.starts_with('-')
            && !text.ends_with('-')
            && text != "index";
        good.then(|| Self(text.into()))
    }

    /// A short name made from a title: `Découpe laser` gives `decoupe-laser`. `None` when no letter is left.
    #[must_use]
    pub fn from_title(title: &str) -> Option<Self> {
        let mut out = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            let plain = unaccented(c);
            if plain.is_empty() {
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
            } else {
                out.push_str(plain);
            }
            if out.len() >= 60 {
                break;
            }
        }
        Self::parse(out.trim_end_matches('-'))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of one award: 128 random bits as 32 small hexadecimal digits, so that no address can be guessed (D-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token([u8; 16]);

impl Token {
    /// The token made of these random bytes.
    #[must_use]
    pub const fn from_bytes(random: [u8; 16]) -> Self {
        Self(random)
    }

    /// Parses 32 hexadecimal digits in small letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text::from_small_hex(text).map(Self)
    }

    /// The version 4 UUID made of the same bits, as `urn:uuid:…`: the id of an award that has no address.
    #[must_use]
    pub fn urn(self) -> String {
        uuid_urn(self.0, 4)
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&text::hex(&self.0))
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Bytes of a base's path.
const LONGEST_PATH: usize = 1_024;
/// Bytes of a host and its port: a name in the DNS has at most 253.
const LONGEST_HOST: usize = 253 + ":65535".len();

impl Addresses {
    /// The layout below a base address. Letters of the host become small; a slash at the end is dropped.
    ///
    /// # Errors
    /// See [`AddressError`].
    pub fn new(base: &str) -> Result<Self, AddressError> {
        let url = Url::parse(base.trim()).map_err(|_| AddressError::NotAnAddress)?;
        if url.as_str().contains(['?', '#']) {
            return Err(AddressError::QueryOrFragment);
        }
        let host = url.host();
        let loopback =
            host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
        if !url.is_https() && !loopback {
            return Err(AddressError::PlainHttp);
        }
        let host_char = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-');
        if host.is_empty() || !host.bytes().all(host_char) {
            return Err(AddressError::Host);
        }
        let scheme = if url.is_https() { "https" } else { "http" };
        let default_port = if url.is_https() { ":443" } else { ":80" };
        let authority = url.authority();
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority).trim_end_matches(':').to_owned();
        let after = url.as_str().split_once("//").map_or("", |(_, rest)| rest);
        let path = after.find('/').map_or("", |at| &after[at..]).trim_end_matches('/').to_owned();
        let segment_char = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_');
        let good = |s: &str| !matches!(s, "" | "." | "..") && s.bytes().all(segment_char);
        if !path.is_empty() && !path[1..].split('/').all(good) {
            return Err(AddressError::Path);
        }
        // Every document's address and the DID are longer than the base, and names end at 2,048 bytes.
        if path.len() > LONGEST_PATH {
            return Err(AddressError::Path);
        }
        let port = authority.split_once(':').map(|(_, port)| port);
        if authority.len() > LONGEST_HOST || port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err(AddressError::Host);
        }
        Ok(Self { base: format!("{scheme}://{authority}{path}"), authority, path })
    }

    /// The base address, without a slash at its end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host and port: `badges.example.org:8443`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether the base is a whole host, with no path of its own.
    #[must_use]
    pub fn is_host_root(&self) -> bool {
        self.path.is_empty()
    }

    /// The did:web name of the base (D-03): `did:web:badges.example.org%3A8443:le-dome`.
    #[must_use]
    pub fn did(&self) -> Did {
        let text = format!("did:web:{}{}", self.authority.replace(':', "%3A"), self.path.replace('/', ":"));
        // `new` let through nothing but letters, digits and . - _ : / and the port's digits.
        Did::parse(&text).expect("a base address names a did:web")
    }

    /// Whether another place at `other` would stand where this one publishes its own documents, or is the same address:
    /// one of the two would hide what the other's badges point to. The scheme plays no part.
    #[must_use]
    pub fn is_in_the_way_of(&self, other: &Self) -> bool {
        if self.authority != other.authority {
            return false;
        }
        let of_own = |rest: &str| {
            let first = rest.split('/').nth(1).unwrap_or_default();
            // Files at the root all have an ending; what begins with a dot is the well-known folder.
            first.contains('.') || FOLDERS.contains(&first)
        };
        let below = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/') && of_own(rest))
        };
        let (own, others) = (self.path.trim_end_matches('/'), other.path.trim_end_matches('/'));
        own == others || below(own, others) || below(others, own)
    }

    /// The address of a document.
    #[must_use]
    pub fn url(&self, spot: &Spot) -> String {
        match spot {
            Spot::Home => format!("{}/", self.base),
            Spot::Award(token) => format!("{}/b/{token}/", self.base),
            Spot::Endorsement(token) => format!("{}/e/{token}/", self.base),
            other => format!("{}/{}", self.base, self.path(other)),
        }
    }

    /// The path of a document below the base, which is its path in the published folder.
    #[must_use]
    pub fn path(&self, spot: &Spot) -> String {
        match spot {
            Spot::DidDocument if self.is_host_root() => ".well-known/did.json".to_owned(),
            other => other.file(),
        }
    }
}

impl Spot {
    /// The path of the document in the published folder, for a base that is not a whole host.
    #[must_use]
    pub fn file(&self) -> String {
        let tag = |lang: &Option<Lang>| lang.map_or(String::new(), |l| format!(".{l}"));
        match self {
            Self::Home => "index.html".to_owned(),
            Self::DidDocument => "did.json".to_owned(),
            Self::Issuer => "issuer.json".to_owned(),
            Self::Jwks => "jwks.json".to_owned(),
            Self::WellKnownJwks => ".well-known/jwks.json".to_owned(),
            Self::Key(thumbprint) => format!("keys/{thumbprint}.json"),
            Self::KeyPem(thumbprint) => format!("keys/{thumbprint}.pem.json"),
            Self::Levels => "levels.html".to_owned(),
            Self::Logo(ending) => format!("logo.{}", ending.as_str()),
            Self::Achievement(slug, lang) => format!("achievements/{slug}{}.json", tag(lang)),
            Self::AchievementV2(slug, lang) => format!("achievements/{slug}{}.v2.json", tag(lang)),
            Self::AchievementPage(slug, lang) => format!("achievements/{slug}{}.html", tag(lang)),
            Self::AchievementImage(slug, ending) => format!("achievements/{slug}.{}", ending.as_str()),
            Self::Award(token) => format!("b/{token}/index.html"),
            Self::Credential(token) => format!("b/{token}/credential.json"),
            Self::CredentialJws(token) => format!("b/{token}/credential.jws"),
            Self::Assertion(token) => format!("b/{token}/assertion.json"),
            Self::AssertionJws(token) => format!("b/{token}/assertion.jws"),
            Self::AwardImage(token, ending) => format!("b/{token}/badge.{}", ending.as_str()),
            Self::Endorsement(token) => format!("e/{token}/index.html"),
            Self::EndorsementJson(token) => format!("e/{token}/endorsement.json"),
            Self::EndorsementJws(token) => format!("e/{token}/endorsement.jws"),
            Self::StatusList(number) => format!("status/{number}.json"),
            Self::Revocations => "revocations.json".to_owned(),
        }
    }
}

/// A small letter or digit without its accent; nothing for what separates words.
pub(super) fn unaccented(c: char) -> &'static str {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ð' => "d",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'œ' => "oe",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        'þ' => "th",
        'a'..='z' => &LETTERS[c as usize - 'a' as usize..=c as usize - 'a' as usize],
        '0'..='9' => &LETTERS[c as usize - '0' as usize + 26..=c as usize - '0' as usize + 26],
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_has_room_for_what_stands_below_it() {
        let path = |n: usize| format!("https://badges.example.org:8443/{}", "a".repeat(n));
        let longest = Addresses::new(&path(LONGEST_PATH - 1)).unwrap();
        assert!(longest.did().as_str().starts_with("did:web:badges.example.org%3A8443:a"));
        assert_eq!(Addresses::new(&path(LONGEST_PATH)).unwrap_err(), AddressError::Path);
        // As long as an address may be: two bytes more, and its DID would be none.
        assert_eq!(Addresses::new(&path(2_048 - path(0).len())).unwrap_err(), AddressError::Path);
        let host = format!("https://{}.example.org", "a".repeat(300));
        assert_eq!(Addresses::new(&host).unwrap_err(), AddressError::Host);
        assert_eq!(Addresses::new("https://badges.example.org:99999").unwrap_err(), AddressError::Host);
    }

    #[test]
    fn did_web_is_made_of_the_base() {
        // D-03, OB3-PRF-42
        for (base, did, document) in [
            ("https://Badges.Example.org/", "did:web:badges.example.org", ".well-known/did.json"),
            ("https://example.org:443", "did:web:example.org", ".well-known/did.json"),
            ("https://example.org:8443/a/b_c/", "did:web:example.org%3A8443:a:b_c", "did.json"),
            ("http://127.0.0.1:8080/x", "did:web:127.0.0.1%3A8080:x", "did.json"),
        ] {
            let a = Addresses::new(base).unwrap();
            assert_eq!((a.did().as_str(), a.path(&Spot::DidDocument).as_str()), (did, document));
            assert!(!a.base().ends_with('/'));
        }
    }

    // D-02
    #[test]
    fn no_place_stands_where_another_publishes() {
        let at = |path: &str| Addresses::new(&format!("https://badges.example.org{path}")).unwrap();
        let token = Token::from_bytes([7; 16]);
        let slug = Slug::parse("laser").unwrap();
        for base in ["", "/lieu"] {
            let spots = [
                Spot::DidDocument,
                Spot::Issuer,
                Spot::WellKnownJwks,
                Spot::Key("x".to_owned()),
                Spot::Levels,
                Spot::Logo(Ending::Svg),
                Spot::Achievement(slug.clone(), None),
                Spot::Award(token),
                Spot::Endorsement(token),
                Spot::StatusList(1),
                Spot::Revocations,
            ];
            let outer = at(base);
            let more = ["v/index.html".to_owned(), "privacy.html".to_owned(), "style.css".to_owned()];
            for path in spots.iter().map(|spot| outer.path(spot)).chain(more) {
                let inner = at(&format!("{base}/{}", path.split('/').next().unwrap()));
                assert!(outer.is_in_the_way_of(&inner) && inner.is_in_the_way_of(&outer), "{path}");
            }
            let deeper = at(&format!("{base}/b/atelier"));
            assert!(outer.is_in_the_way_of(&deeper));
            for free in ["/atelier", "/badges", "/bb", "/ville/b"] {
                assert!(!outer.is_in_the_way_of(&at(&format!("{base}{free}"))), "{free}");
            }
        }
        assert!(at("/a").is_in_the_way_of(&at("/a/")));
        assert!(!at("/a").is_in_the_way_of(&Addresses::new("https://other.example.org/a").unwrap()));
    }

    #[test]
    fn a_base_is_plain() {
        for (base, why) in [
            ("badges.example.org", AddressError::NotAnAddress),
            ("ftp://example.org", AddressError::NotAnAddress),
            ("http://example.org", AddressError::PlainHttp),
            ("http://127.example.org", AddressError::PlainHttp),
            ("http://127.0.0.1.example.org@a.org/", AddressError::NotAnAddress),
            ("https://example.org/?a", AddressError::QueryOrFragment),
            ("https://example.org/#a", AddressError::QueryOrFragment),
            ("https://[::1]/", AddressError::Host),
            ("https://dôme.example.org/", AddressError::Host),
            ("https://example.org/a//b", AddressError::Path),
            ("https://example.org/a/../b", AddressError::Path),
            ("https://example.org/a%20b", AddressError::Path),
            ("https://example.org/~a", AddressError::Path),
        ] {
            assert_eq!(Addresses::new(base), Err(why), "{base}");
        }
    }

    #[test]
    fn each_document_has_one_address() {
        // D-02
        let a = Addresses::new("https://example.org/le-dome").unwrap();
        let token = Token::from_bytes([0xab; 16]);
        let slug = Slug::parse("decoupe-laser").unwrap();
        for (spot, path) in [
            (Spot::Issuer, "issuer.json".to_owned()),
            (Spot::Key("x".into()), "keys/x.json".into()),
            (Spot::KeyPem("x".into()), "keys/x.pem.json".into()),
            (Spot::Achievement(slug.clone(), None), "achievements/decoupe-laser.json".into()),
            (Spot::AchievementV2(slug.clone(), Some(Lang::En)), "achievements/decoupe-laser.en.v2.json".into()),
            (Spot::Credential(token), format!("b/{}/credential.json", "ab".repeat(16))),
            (Spot::StatusList(1), "status/1.json".into()),
        ] {
            assert_eq!(a.url(&spot), format!("https://example.org/le-dome/{path}"));
            assert_eq!(a.path(&spot), path);
        }
        assert_eq!(a.url(&Spot::Award(token)), format!("https://example.org/le-dome/b/{token}/"));
        assert_eq!(a.path(&Spot::Award(token)), format!("b/{token}/index.html"));
    }

    #[test]
    fn tokens_and_slugs_are_strict() {
        let token = Token::from_bytes([7; 16]);
        assert_eq!(Token::parse(&token.to_string()), Some(token));
        assert_eq!(token.urn(), "urn:uuid:07070707-0707-4707-8707-070707070707");
        for bad in ["", "07", &"AB".repeat(16), &"0".repeat(33)] {
            assert_eq!(Token::parse(bad), None);
        }
        for bad in ["", "-a", "a-", "A", "a b", "a.en", "é", "../x", "index", &"a".repeat(81)] {
            assert_eq!(Slug::parse(bad), None, "{bad}");
        }
        assert_eq!(Slug::from_title("Œuvre à la Découpe laser !").unwrap().as_str(), "oeuvre-a-la-decoupe-laser");
        assert_eq!(Slug::from_title("!?"), None);
        assert!(Slug::from_title(&"mot ".repeat(100)).is_some());
    }
}
