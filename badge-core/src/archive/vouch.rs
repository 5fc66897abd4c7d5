//! Whether the reader has a reason to believe an archive, and for which addresses.

use super::Archive;
use crate::crypto::PublicKey;
use crate::did::did_web_url;
use crate::name::{Did, Url};
use crate::time::Timestamp;
use crate::trust::TrustList;

/// For what the reader believes an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Vouched {
    /// For nothing: its key is not known.
    Nothing,
    /// For all it says: the reader named its key for archives.
    Everything,
    /// For the addresses of the issuers whose key it is, by the reader's lists.
    Addresses(Vec<Scope>),
}

/// The addresses of one issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    authority: String,
    /// With a slash at its end it is a folder, and all that lies below; otherwise one address.
    path: String,
}

impl Archive {
    /// For what to believe it, by the keys that the reader takes for archives and by the reader's lists.
    ///
    /// A list counts when it is not over and names the archive's key as an issuer's. It then counts for that issuer's
    /// addresses: below the folder of a did:web; beside `issuer.json` for a place that is laid out like ours; otherwise
    /// the address that is the issuer's id alone. The network that signed the list is no issuer on it.
    #[must_use]
    pub fn vouched(&self, keys: &[PublicKey], lists: &[TrustList], now: Timestamp) -> Vouched {
        if keys.contains(self.key()) {
            return Vouched::Everything;
        }
        let known = lists.iter().filter(|list| !list.is_over(now)).flat_map(TrustList::issuers);
        let scopes: Vec<Scope> = known.filter(|i| i.has_key(self.key())).filter_map(|i| Scope::of(&i.id)).collect();
        if scopes.is_empty() { Vouched::Nothing } else { Vouched::Addresses(scopes) }
    }
}

impl Vouched {
    /// Whether the archive is believed for this address.
    #[must_use]
    pub fn covers(&self, url: &Url) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Addresses(scopes) => scopes.iter().any(|scope| scope.covers(url)),
        }
    }
}

impl Scope {
    fn of(id: &str) -> Option<Self> {
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

    fn covers(&self, url: &Url) -> bool {
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
