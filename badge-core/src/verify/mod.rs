//! Verifying is one function of three values: the credential, what is known, and the reader's policy. It returns a
//! report, and what it would still like to know.

mod code;
mod document;
mod json;
mod opened;
mod policy;
mod reason;
mod report;
mod verdict;

pub use code::{CheckCode, Clause};
pub use json::{Input, REPORT_SCHEMA, report_json};
pub use opened::opened_checks;
pub use policy::{KnownIdentifier, Policy};
pub use reason::Reason;
pub use report::{Because, Check, Finding, Outcome, Report, Standing, Summary, Unanswered, Use, Weight};
pub use verdict::{Match, Trust, Verdict};

use std::collections::BTreeSet;

use crate::resource::Lookup;

/// A report, and what would make it better.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The answer, from what is known.
    pub report: Report,
    /// What to fetch, and then ask again. Empty when nothing more can be learnt.
    pub wanted: BTreeSet<Lookup>,
}
