//! Which addresses an issuer's id makes its own.

use super::did_web_url;
use crate::name::{Did, Url};

/// The addresses of one issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    authority: String,
    /// With a slash at its end it is a folder, and all that lies below; otherwise one address.
    path: String,
}

impl Scope {
    /// What an id makes its issuer's: below the folder of a did:web; beside `issuer.json` for a place that is laid out
    /// like ours; otherwise the address alone. `None` for an id without an address.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        if let Ok(did) = Did::parse(id) {
            let document = (did.method() == "web").then(|| did_web_url(&did).ok())??;
            let folder = path(&document).strip_suffix("did.json")?.to_owned();
            let folder = folder.strip_suffix(".well-known/").unwrap_or(&folder).to_owned();
            return Some(Self { authority: document.authority(), path: folder });
        }
        let url = Url::parse(id).ok()?.without_fragment();
        let path = path(&url);
        let path = match path.strip_suffix("/issuer.json") {
            Some(folder) => format!("{folder}/"),
            None => path.trim_end_matches('/').to_owned(),
        };
        Some(Self { authority: url.authority(), path })
    }

    /// Where they lie, to be read by people: `b.example.org`, or `example.org/atelier`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}{}", self.authority, self.path.trim_end_matches('/'))
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn covers(&self, url: &Url) -> bool {
        let path = path(url);
        // What some server would read as another folder is nobody's.
        let lower = path.to_ascii_lowercase();
        let climbs =
            path.split('/').any(|part| matches!(part, "." | "..")) || lower.contains("%2e") || lower.contains("%2f");
        let below = if self.path.ends_with('/') { path.starts_with(&self.path) } else { path == self.path };
        url.authority() == self.authority && !climbs && !path.contains(['\\', '?']) && below
    }
}

/// From the first slash after the host on; `/` when there is none.
fn path(url: &Url) -> String {
    let url = url.without_fragment();
    let rest = url.as_str().split_once("://").map_or("", |(_, rest)| rest);
    rest.find(['/', '?']).map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_what_is_the_same_for_all() {
        let shown = |id: &str| Scope::of(id).map(|scope| scope.shown());
        assert_eq!(shown("did:web:b.example.org").as_deref(), Some("b.example.org"));
        assert_eq!(shown("did:web:example.org:atelier").as_deref(), Some("example.org/atelier"));
        assert_eq!(shown("https://b.example.org/issuer.json").as_deref(), Some("b.example.org"));
        assert_eq!(shown("did:key:z6Mk"), None);
    }

    fn covers(issuer: &str, url: &str) -> bool {
        Scope::of(issuer).is_some_and(|scope| scope.covers(&Url::parse(url).unwrap()))
    }

    #[test]
    fn an_issuer_speaks_for_its_own_addresses() {
        let place = "did:web:ateliers.example.org:pont";
        for (issuer, url, expected) in [
            (place, "https://ateliers.example.org/pont/did.json", true),
            (place, "https://Ateliers.example.org/pont/b/1/assertion.json", true),
            (place, "https://ateliers.example.org/port/did.json", false),
            (place, "https://ateliers.example.org/pontoon/did.json", false),
            (place, "https://ateliers.example.org/did.json", false),
            (place, "https://ateliers.example.org/pont/../port/did.json", false),
            (place, "https://ateliers.example.org/pont/%2e%2E/port/did.json", false),
            (place, "https://ateliers.example.org/pont/..%2Fport/did.json", false),
            (place, "https://ateliers.example.org/pont/?to=/port", false),
            (place, "https://ateliers.example.org:8443/pont/did.json", false),
            (place, "https://ateliers.example.org.evil.example/pont/did.json", false),
            ("did:web:port.example.org", "https://port.example.org/.well-known/did.json", true),
            ("did:web:port.example.org", "https://port.example.org/b/1/assertion.json", true),
            ("did:web:port.example.org", "https://sub.port.example.org/b/1/assertion.json", false),
            ("did:web:port.example.org%3A8443", "https://port.example.org:8443/did.json", true),
            ("https://port.example.org/a/issuer.json", "https://port.example.org/a/b/1/assertion.json", true),
            ("https://port.example.org/a/issuer.json", "https://port.example.org/b/1/assertion.json", false),
            ("https://host.example/issuers/1", "https://host.example/issuers/1", true),
            ("https://host.example/issuers/1", "https://host.example/issuers/2", false),
            ("https://host.example/issuers/1", "https://host.example/issuers/1/badges/2", false),
            ("https://host.example", "https://host.example/x", false),
            ("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "https://host.example/x", false),
        ] {
            assert_eq!(covers(issuer, url), expected, "{issuer} {url}");
        }
    }
}
