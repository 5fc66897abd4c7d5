//! Whether the reader has a reason to believe an archive, and for which addresses.

use super::Archive;
use crate::crypto::PublicKey;
use crate::did::Scope;
use crate::name::Url;
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
