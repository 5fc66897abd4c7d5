//! Verifying is one function of three values: the credential, what is known, and the reader's policy. It returns a
//! report, and what it would still like to know.

mod code;
mod compact;
mod data_image;
mod dates;
mod document;
mod endorsement;
mod inspect;
mod json;
mod key;
mod lists;
mod ob2;
mod ob3;
mod opened;
#[cfg(feature = "scan")]
mod picture_check;
mod policy;
mod presentation;
mod proof;
mod proven;
mod reason;
mod recipient;
mod refresh;
mod report;
mod schema;
mod served;
mod session;
mod status;
mod terms;
mod trust;
mod verdict;
mod whose;

pub use code::{CheckCode, Clause};
#[cfg(feature = "place")]
pub(crate) use document::ACHIEVEMENT_TYPES;
pub use json::{Input, REPORT_SCHEMA, Worst, report_json};
pub use lists::Lists;
pub use opened::opened_checks;
#[cfg(feature = "scan")]
pub use picture_check::{picture_check, picture_wanted};
pub use policy::{KnownIdentifier, Policy};
pub use reason::Reason;
#[cfg(feature = "message")]
pub(crate) use recipient::same_person;
#[cfg(feature = "message")]
pub(crate) use refresh::same as same_badge;
pub use report::{Because, Check, Finding, Outcome, Part, Report, Standing, Summary, Support, Unanswered, Use, Weight};
pub use verdict::{Match, Trust, Verdict};

use std::collections::BTreeSet;

use self::document::shortened;
use self::proven::Proven;
use self::session::Session;
use crate::container::Presented;
use crate::json::Object;
use crate::limits::Limits;
use crate::resource::{Lookup, Resources};

/// A report, and what would make it better.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The answer, from what is known.
    pub report: Report,
    /// What to fetch, and then ask again. Empty when nothing more can be learnt.
    pub wanted: BTreeSet<Lookup>,
}

/// Verifies one credential from what is known, as of the instant that `policy` names.
///
/// Nothing is fetched: what is missing is in [`Verification::wanted`], and the checks that need it say so. Asking
/// again with the answers brings the report further; with the same three values it is the same to the byte. A bad
/// badge is never an error.
#[must_use]
pub fn verify(badge: &Presented, known: &Resources, policy: &Policy) -> Verification {
    let mut session = Session::new(known, policy);
    let mut report = inspect::presented(&mut session, badge);
    let (resources, wanted) = session.into_uses();
    report.resources = resources;
    Verification { report, wanted }
}

/// The `document.*` checks alone, on a credential of Open Badges 3.0 that is about to be signed: one failing check for
/// each member that is missing or wrong, at its place.
#[must_use]
pub fn check_document(doc: &Object, limits: &Limits) -> Vec<Check> {
    ob3::check_document(doc, limits)
}

/// The same on an assertion of Open Badges 2.0. What it links to is not looked at.
#[must_use]
pub fn check_assertion(doc: &Object, limits: &Limits) -> Vec<Check> {
    ob2::check_document(doc, limits)
}
