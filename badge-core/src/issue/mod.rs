//! From a draft to a signed badge.
//!
//! [`Draft`] → [`Unsigned`] (complete: the verifier's own checks of the document pass) → [`SigningInput`] (bytes) →
//! [`Signed`], which our own verifier must accept before anyone sees it. [`seal`] does it all for a key in memory.

mod again;
mod draft;
mod endorse;
mod format;
mod lack;
mod recipient;
mod renew;
mod seal;
mod shape;
mod unsigned;

#[cfg(feature = "place")]
pub(crate) use draft::uuid_urn;
#[cfg(not(feature = "place"))]
use draft::uuid_urn;
#[cfg(feature = "place")]
pub(crate) use seal::{seal_document, seal_one};

pub use again::Told;
#[cfg(feature = "site")]
pub(crate) use again::where_it_was;
pub use draft::{Chance, Draft, Ids, Location, Ob2Names, To, hashed_email};
pub use endorse::Endorsement;
pub use format::Format;
pub use lack::Lack;
pub use recipient::is_email;
pub use renew::{RenewError, is_of_issuer, renew, set_right};
pub use seal::{Key, SealError, embed, key_kinds, key_kinds_for, seal, seal_as};
pub use unsigned::{PrepareError, Prepared, Signed, SigningInput, Unsigned};
