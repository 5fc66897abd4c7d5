//! What the checks add up to.

use super::{Because, Check, Outcome, Weight};

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Every required check holds: authentic and in force.
    Verified,
    /// A required check fails.
    Rejected,
    /// Nothing fails, and something required could not be decided.
    Inconclusive,
}

impl Verdict {
    /// The only place where a verdict is made: any required failure rejects; else anything required and undecided
    /// makes it inconclusive; warnings change nothing.
    #[must_use]
    pub fn of(checks: &[Check]) -> Self {
        let mut verdict = Self::Verified;
        for check in checks.iter().filter(|c| c.weight == Weight::Required) {
            match &check.outcome {
                Outcome::Fail(_) => return Self::Rejected,
                Outcome::Pass | Outcome::Warn(_) | Outcome::Skipped(Because::NotApplicable | Because::NotAsked) => {}
                Outcome::Skipped(_) => verdict = Self::Inconclusive,
            }
        }
        verdict
    }

    /// The permanent text: `verified`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Rejected => "rejected",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// Whether a badge is about the person the reader asked about. Never mixed with authenticity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Match {
    /// It is.
    Matches,
    /// It is about somebody else.
    Differs,
    /// Nobody asked.
    NotAsked,
    /// The badge does not say in a way that can be compared.
    Unknown,
}

impl Match {
    /// The permanent text: `match`, `mismatch`, `not-asked`, `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Matches => "match",
            Self::Differs => "mismatch",
            Self::NotAsked => "not-asked",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether the reader knows the issuer. Outside the specification, and said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trust {
    /// On the reader's list.
    Known,
    /// Not on it. That is no fault.
    Unknown,
    /// No list was given.
    NotAsked,
}

impl Trust {
    /// The permanent text: `known`, `unknown`, `not-asked`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unknown => "unknown",
            Self::NotAsked => "not-asked",
        }
    }
}
