//! Addresses in documents: which of them may lead to a badge, told by the address alone.

use crate::json::{self, Value};
use crate::limits::Limits;
use crate::name::Url;
use crate::text::from_base64url;

use super::{Opened, Presented, Raw, Wrapping, text};

/// An address that was found in something else. Nothing was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: Url,
    /// What it looks like.
    pub kind: LinkKind,
    /// Where it was found, outermost first.
    pub via: Vec<Wrapping>,
    /// Where else it was found.
    pub also: Vec<Vec<Wrapping>>,
}

/// What an address looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LinkKind {
    /// Its fragment carries a signed statement: it can be checked without being fetched.
    Statement,
    /// The page on which it stands names it as its data, for programs: the first to be followed.
    Named,
    /// It may lead to a badge: worth following.
    Badge,
    /// A picture that is shown on a page: most hold nothing, some are baked. The last to be followed.
    Picture,
    /// Anything else: a site, a profile. Not followed.
    Other,
}

impl LinkKind {
    /// Tells what an address looks like. A guess, which decides about following and never about a verdict.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        if url.fragment().is_some_and(is_statement) {
            return Self::Statement;
        }
        let address = url.without_fragment();
        let lower = address.as_str().to_ascii_lowercase();
        let path = lower.split_once("//").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let file = path.split('?').next().unwrap_or("");
        let (folders, name) = file.rsplit_once('/').unwrap_or(("", file));
        let word = folders.split('/').any(is_word) || name.split(['.', '-', '_']).any(is_word);
        let signed = SIGNED.iter().any(|ending| name.ends_with(ending));
        let badge = word || signed || is_of_a_place(file) || is_of_badges(&url.host());
        if badge && !file.is_empty() { Self::Badge } else { Self::Other }
    }
}

impl LinkKind {
    /// Whether an address of this kind is worth naming to people as one that may lead to a badge.
    #[must_use]
    pub const fn may_be_badge(self) -> bool {
        matches!(self, Self::Statement | Self::Named | Self::Badge)
    }

    /// Whether it is followed where there is a network.
    const fn is_followed(self) -> bool {
        matches!(self, Self::Named | Self::Badge | Self::Picture)
    }
}

/// Whether a token says by its header that it is a statement of ours: any other belongs to a site that signs people in.
fn is_statement(token: &str) -> bool {
    let head = token.split('.').next().filter(|head| head.len() < 400 && text::is_jws(token));
    let head = head.and_then(|head| from_base64url(head).ok());
    let head = head.and_then(|head| json::parse(&head, &Limits::default()).ok());
    head.as_ref().and_then(|head| head.get("typ")).and_then(Value::as_str) == Some("bqr")
}

/// Files in which little else than badges travels. Pictures and JSON files are mostly something else.
const SIGNED: [&str; 2] = [".jws", ".jwt"];

/// Path segments under which platforms keep badges that were awarded: `/badges/…` (Credly, Moodle), `/assertions/…`
/// (Badgr and Canvas Credentials), `/v1/assertion/…` (Open Badge Factory), `/app/badge/info/…` (Open Badge Passport).
const WORDS: [&str; 10] = [
    "assertion",
    "assertions",
    "badge",
    "badges",
    "openbadge",
    "openbadges",
    "credential",
    "credentials",
    "award",
    "awards",
];

fn is_word(text: &str) -> bool {
    WORDS.contains(&text)
}

/// The page of an award as our own places publish it: `…/b/` and a token (D-02). The place itself may lie under
/// another `b`.
pub(super) fn is_of_a_place(path: &str) -> bool {
    let is_token = |text: &str| text.len() == 32 && text.bytes().all(|c| c.is_ascii_hexdigit());
    path.split('/').zip(path.split('/').skip(1)).any(|(folder, inside)| folder == "b" && is_token(inside))
}

/// Hosts whose pages are badges, whatever their path: platforms, and any host that calls itself one of badges.
fn is_of_badges(host: &str) -> bool {
    is_of_a_platform(host) || host.contains("badge")
}

/// Hosts of platforms for badges.
pub(super) fn is_of_a_platform(host: &str) -> bool {
    const PLATFORMS: [&str; 11] = [
        "badgr.com",
        "badgr.io",
        "badgecraft.eu",
        "openbadgefactory.com",
        "openbadgepassport.com",
        "openbadges.me",
        "credential.net",
        "credsverse.com",
        "credly.com",
        "accredible.com",
        "certifier.io",
    ];
    let under = |platform: &str| host.strip_suffix(platform).is_some_and(|h| h.is_empty() || h.ends_with('.'));
    PLATFORMS.into_iter().any(under)
}

impl Link {
    /// The address as something to be verified: with a network, the badge there is judged.
    #[must_use]
    pub fn presented(&self) -> Presented {
        Presented { raw: Raw::Link(self.url.clone()), via: self.via.clone(), also: self.also.clone() }
    }
}

impl Opened {
    /// The addresses to follow where there is a network: those that may lead to a badge, at most
    /// `limits.links_followed`.
    pub fn to_follow(&self, limits: &Limits) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(|link| link.kind.is_followed()).take(limits.links_followed)
    }
}

/// Sorts by what the addresses look like, and takes out those of badges that were found themselves: they are only
/// another place where the badge was seen.
pub(super) fn settle(opened: &mut Opened, limits: &Limits) {
    if opened.links.is_empty() {
        return;
    }
    let ids: Vec<Vec<String>> = opened.found.iter().map(|one| ids(&one.raw, limits)).collect();
    for link in std::mem::take(&mut opened.links) {
        match ids.iter().position(|ids| ids.iter().any(|id| id == link.url.as_str())) {
            Some(at) => {
                opened.found[at].also.push(link.via);
                opened.found[at].also.extend(link.also);
            }
            None => opened.links.push(link),
        }
    }
    opened.links.sort_by_key(|link| link.kind);
}

/// The addresses by which a credential calls itself.
fn ids(raw: &Raw, limits: &Limits) -> Vec<String> {
    let document = match raw {
        Raw::Json(bytes) => json::parse(bytes, limits).ok(),
        Raw::Jws(jws) => {
            let payload = jws.split('.').nth(1).and_then(|part| from_base64url(part).ok());
            payload.and_then(|bytes| json::parse(&bytes, limits).ok())
        }
        Raw::Link(url) => return vec![url.as_str().to_owned()],
    };
    let Some(document) = document else { return Vec::new() };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let inner = document.get("vc").or_else(|| document.get("verify")).or_else(|| document.get("verification"));
    let all =
        [document.get("id"), document.get("jti"), inner.and_then(|v| v.get("id")), inner.and_then(|v| v.get("url"))];
    let mut ids: Vec<String> = all.into_iter().filter_map(text).collect();
    // The page of a badge that lies as ours do is the folder it lies in.
    let folder = |id: &String| {
        let (folder, file) = id.rsplit_once('/')?;
        let ours = ["credential.json", "credential.jws", "assertion.json", "assertion.jws"].contains(&file);
        ours.then(|| format!("{folder}/"))
    };
    ids.extend(ids.iter().filter_map(folder).collect::<Vec<_>>());
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(url: &str) -> LinkKind {
        LinkKind::of(&Url::parse(url).unwrap())
    }

    #[test]
    fn addresses_of_badges_are_told_from_others() {
        for url in [
            "https://www.credly.com/badges/7d1e4a6f-0000-4000-8000-000000000000/public_url",
            "https://api.badgr.io/public/assertions/Q7f2l0n9S0K?identity__email=a",
            "https://openbadgefactory.com/v1/assertion/1b2c3d",
            "https://openbadgepassport.com/app/badge/info/12345",
            "https://moodle.example.org/badges/badge.php?hash=0123456789abcdef",
            "https://www.credential.net/0a1b2c3d",
            "https://place.example.org/b/0123/credential.json",
            "https://place.example.org/b/0123/badge.png#top",
            "https://place.example.org/b/0123/assertion.JWS",
            "https://badges.example.org/b/0123/",
            "https://place.example.org/b/0123456789abcdef0123456789abcdef/",
            "https://place.example.org/b/b/0123456789abcdef0123456789abcdef/",
            "https://place.example.org/b/lieu/b/0123456789abcdef0123456789abcdef/",
            "https://place.example.org/files/mon-badge-3d.png",
        ] {
            assert_eq!(kind(url), LinkKind::Badge, "{url}");
        }
        for url in [
            "https://www.example.org/",
            "https://badges.example.org/",
            "https://badges.example.org",
            "https://forge.example.org/camille/robot",
            "https://notcredly.example.org/people/camille",
            "https://place.example.org/cv.pdf",
            "https://place.example.org/people/camille.png",
            "https://place.example.org/logo.svg",
            "https://place.example.org/package.json",
            "https://place.example.org/b/article/",
            "https://place.example.org/b/b/",
            "https://place.example.org/b/article/0123456789abcdef0123456789abcdef/",
            "https://place.example.org/#a.b.c",
        ] {
            assert_eq!(kind(url), LinkKind::Other, "{url}");
        }
        let with = |header: &str| {
            let header = crate::text::base64url(header.as_bytes());
            kind(&format!("https://place.example.org/v#{header}.eyJ2YyI6e319.c2lnbmF0dXJl"))
        };
        assert_eq!(with(r#"{"alg":"EdDSA","typ":"bqr","zip":"DEF"}"#), LinkKind::Statement);
        assert_eq!(with(r#"{"alg":"EdDSA"}"#), LinkKind::Other);
    }
}
