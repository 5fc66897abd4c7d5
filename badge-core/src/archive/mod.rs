//! A site kept in one file (`badge-archive/1`): a ZIP of what its addresses served, signed, so that badges outlive the
//! place that awarded them.
//!
//! | In the ZIP | What it is |
//! |---|---|
//! | `index.json` | address → file, status, type, date: an [`Index`] |
//! | `site/…`, `web/…` | what was served |
//! | `manifest.jws` | path → SHA-256 and size of all of these, signed; header as for a list of issuers, `typ` [`TYP`] |
//!
//! Whoever makes an archive can write anything into it, another place's DID document included. That its signature
//! holds says only that nothing was changed since. So its answers count where the reader knows the key ([`Vouched`]),
//! and, when the reader knows it as the key of one issuer, for the addresses of that issuer alone.

mod open;
#[cfg(all(test, feature = "ed25519"))]
mod tests;
mod vouch;
mod write;

use std::collections::BTreeMap;
use std::fmt;

use crate::crypto::jose::JoseError;
use crate::crypto::{KeyError, PublicKey, SignError, SignatureError};
use crate::json::JsonError;
use crate::name::Url;
use crate::resource::{Answer, Index, IndexError, Rule};
use crate::time::Timestamp;
use crate::zip::{ZipEntry, ZipFault};

pub use vouch::Vouched;
pub use write::{Packing, Stored};

/// What the member `schema` of a manifest says.
pub const SCHEMA: &str = "badge-archive/1";

/// The `typ` of a signed manifest: no other signed thing can pass for one.
pub const TYP: &str = "badge-archive+jws";

/// The name of the manifest in the ZIP.
pub const MANIFEST: &str = "manifest.jws";

/// The name of the index in the ZIP.
pub const INDEX: &str = "index.json";

/// An archive whose signature and digests hold. Whether to believe it is another question: [`Archive::vouched`].
#[derive(Clone)]
pub struct Archive {
    bytes: Vec<u8>,
    entries: BTreeMap<String, ZipEntry>,
    index: Index,
    about: About,
    key: PublicKey,
    answer_bytes: usize,
}

/// What an archive says about itself. None of it is believed: it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Whose site it is, in words.
    pub name: String,
    /// The issuer's id, if there is one issuer.
    pub issuer: Option<String>,
    /// When the archive was made.
    pub made: Timestamp,
}

/// Why bytes are no archive that can be used, or cannot become one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The ZIP.
    #[error(transparent)]
    Zip(#[from] ZipFault),
    /// A ZIP without `manifest.jws` or `index.json`: no archive of a site.
    #[error("no {0} in it")]
    Missing(&'static str),
    /// The manifest is no JWS that can be relied on.
    #[error("the manifest: {0}")]
    Jose(#[from] JoseError),
    /// The manifest was signed as something else.
    #[error("typ is {found:?}, not badge-archive+jws")]
    Typ {
        /// What it says.
        found: Option<String>,
    },
    /// The manifest's header has no key.
    #[error("the manifest has no key")]
    NoKey,
    /// The key in the manifest's header.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The manifest's signature does not hold.
    #[error("the manifest: {0}")]
    Signature(#[from] SignatureError),
    /// The manifest is no strict JSON.
    #[error("the manifest: {0}")]
    Json(#[from] JsonError),
    /// A member of the manifest that is missing or not what it must be.
    #[error("the manifest has no usable {member}")]
    Member {
        /// Its name.
        member: String,
    },
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A file is in the manifest or the index, and not in the ZIP; or in the ZIP, and not in the manifest.
    #[error("{name}: in one list and not in the other")]
    Unlisted {
        /// Its name in the ZIP.
        name: String,
    },
    /// A file is not what the manifest says.
    #[error("{name}: changed since the archive was signed")]
    Changed {
        /// Its name in the ZIP.
        name: String,
    },
    /// The signer refuses.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// What should be written cannot be: too large, or the disk refuses.
    #[error("not written: {0}")]
    Write(std::io::ErrorKind),
}

impl Archive {
    /// What it says about itself.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The key that signed it.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// What was served at which address.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What the archive answers for an address; `None` when it has nothing to say. Where the reader has no reason to
    /// believe it, the answer is [`Rule::UnknownArchive`] instead.
    #[must_use]
    pub fn answer(&self, url: &Url, vouched: &Vouched) -> Option<Answer> {
        let entry = self.index.get(url)?;
        if !vouched.covers(url) {
            return Some(Answer::Refused(Rule::UnknownArchive));
        }
        let bytes = match &entry.file {
            None => Vec::new(),
            Some(name) => {
                let file = self.entries.get(name.as_str())?;
                match crate::zip::content(&self.bytes, file, self.answer_bytes) {
                    Ok(bytes) => bytes,
                    Err(_) => return Some(Answer::Refused(Rule::TooLarge)),
                }
            }
        };
        let mut answer = entry.answer(bytes);
        if let Answer::Found(body) | Answer::Gone(body) = &mut answer {
            body.fetched = body.fetched.or(Some(self.about.made));
            body.archived = Some(self.about.made);
        }
        Some(answer)
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive").field("about", &self.about).field("entries", &self.entries.len()).finish()
    }
}
