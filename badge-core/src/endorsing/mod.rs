//! Endorsements between places: what can be endorsed, and what is accepted. The rules and the sentences are those of
//! `badge endorse` and `badge accept`.
//!
//! What has to be read on the way is read through [`Eyes`], so that nothing here knows a network.

mod accept;
mod doubt;
mod published;
mod subject;
mod unfit;

pub use accept::{
    Home, Refusal, endorser, forms, found, good, home_of, is_carried, name_among, place_ids, refusal, why,
};
pub use doubt::{Doubt, doubts};
pub use published::{Said, at};
pub use subject::{Remark, Subject, find};
pub use unfit::{Stop, Unfit};

use crate::name::Url;
use crate::verify::Report;

/// The file of an endorsement with an embedded proof.
pub const EMBEDDED: &str = "endorsement.json";
/// The file of an endorsement as VC-JWT.
pub const JWT: &str = "endorsement.jws";
/// Beside an endorsement that was given: what it was given for, as it was published then.
pub const ENDORSED: &str = "endorsed.json";
/// Beside an endorsement that was accepted: since when, and whether it held when it was last looked at.
pub const NOTE: &str = "accepted.json";

/// Letters of a comment and its skills together: above, badges and pages that carry it become long.
pub const COMMENT: usize = 2_000;

/// What reads and judges for these rules.
pub trait Eyes {
    /// Why nothing could be read at all: no badge and no answer can cause it.
    type Error;

    /// What lies at an address; `None` when nobody answers.
    ///
    /// # Errors
    /// When nothing can be asked.
    fn at(&self, url: &Url) -> Result<Option<Vec<u8>>, Self::Error>;

    /// The verdicts on everything in `bytes`, which may be the text of an address.
    ///
    /// # Errors
    /// When nothing can be judged.
    fn judge(&self, name: &str, bytes: &[u8]) -> Result<Vec<Report>, Self::Error>;
}

/// What somebody wants to endorse, as it was given: bytes, and where they were read.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// What people call it: the name of a file, or an address.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Where they lie, if they were read at an address.
    pub address: Option<&'a Url>,
}
