//! The terse signed statement that fits a QR code: made and read (D-45, `docs/compact.md`).
//!
//! An ordinary https address of the place, with a compact JWS in its fragment, which no browser sends to a server:
//!
//! ```text
//! https://lieu.example.org/v#eyJhbGciOiJFZERTQSIs….bY5BasMw….dfJ8…
//! ```
//!
//! The statement is the issuer's own word about a full credential, which it names by id and digest. It is no Open
//! Badge: it says what, to whom and when, so that a picture alone can be checked without a network. Whether it was
//! revoked, only the full credential tells.

mod make;
mod place;
mod read;
#[cfg(all(test, feature = "ed25519", feature = "p256"))]
mod tests;

use crate::crypto::JwsAlgorithm;
use crate::model::Identity;
use crate::name::Url;
use crate::time::Timestamp;

pub use make::{MakeError, SigningInput};
pub use read::{CompactError, Token};

/// The `typ` of the JWS header: nothing else is taken for a statement.
pub const TYPE: &str = "bqr";

/// The version of the claims, the claim `v`.
pub const VERSION: u64 = 1;

/// The last segment of the address of the page that explains the code: `{base}/v`.
pub const PAGE: &str = "v";

/// Algorithms that sign a statement (D-45).
pub const ALGORITHMS: [JwsAlgorithm; 2] = [JwsAlgorithm::EdDsa, JwsAlgorithm::Es256];

/// What a place says about one of its badges, in as few words as a QR code allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Claim `c`: the id of the full credential.
    pub id: String,
    /// Claim `u`: where the full credential lies, when its id is not its address.
    pub address: Option<Url>,
    /// Claim `d`: SHA-256 of the full credential's bytes, as they lie at its address.
    pub digest: [u8; 32],
    /// Claim `i`: the issuer's id.
    pub issuer: String,
    /// Claim `o`: the issuer's name.
    pub issuer_name: Option<String>,
    /// Claim `a`: the achievement's id.
    pub achievement: Option<String>,
    /// Claim `n`: the achievement's name.
    pub name: String,
    /// Claim `r`: for whom. A hashed e-mail address with its salt, or a name that the badge itself says openly;
    /// an address is never written in clear.
    pub recipient: Option<Identity>,
    /// Claim `f`: from when on, in whole seconds.
    pub valid_from: Option<Timestamp>,
    /// Claim `t`: until when, in whole seconds.
    pub valid_until: Option<Timestamp>,
}

impl Statement {
    /// Where the full credential lies: `u`, else its id, if that is an address.
    #[must_use]
    pub fn full(&self) -> Option<Url> {
        self.address.clone().or_else(|| Url::parse(&self.id).ok())
    }
}

/// The address that a QR code holds: the place's page with the statement in the fragment.
///
/// `base` is the address of the place without a slash at its end.
#[must_use]
pub fn address(base: &str, token: &str) -> String {
    format!("{}/{PAGE}#{token}", base.trim_end_matches('/'))
}

/// The statement's token in an address: the fragment, if it looks like a compact JWS of our type.
#[must_use]
pub fn in_address(url: &Url) -> Option<&str> {
    url.fragment().filter(|fragment| is_token(fragment))
}

/// Whether a text is a compact JWS that says it is such a statement. Nothing of it is believed.
#[must_use]
pub fn is_token(text: &str) -> bool {
    read::says_its_type(text)
}
