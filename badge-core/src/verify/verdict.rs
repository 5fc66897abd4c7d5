//! What the checks add up to.

use super::{Because, Check, CheckCode, Outcome, Reason, Standing, Weight};

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

impl Standing {
    /// The only place where the standing is made: the gravest of what the status checks say.
    #[must_use]
    pub fn of(checks: &[Check]) -> Self {
        let mut standing = Self::Valid;
        let mut seen = false;
        // Of a badge with parts withheld nobody can say that it has no end, or no list that would revoke it.
        let withheld = checks.iter().any(|c| c.outcome == Outcome::Warn(Reason::PartsWithheld));
        for check in checks.iter().filter(|c| {
            let status = [CheckCode::StatusRevocation, CheckCode::StatusNotBefore, CheckCode::StatusExpiry];
            c.weight == Weight::Required && status.contains(&c.code)
        }) {
            seen = true;
            let found = match &check.outcome {
                Outcome::Fail(Reason::Revoked { .. }) => Self::Revoked,
                Outcome::Fail(Reason::Suspended { .. }) => Self::Suspended,
                Outcome::Fail(Reason::Expired { .. }) => Self::Expired,
                Outcome::Fail(Reason::NotYetValid { .. }) => Self::NotYetValid,
                Outcome::Skipped(Because::NotApplicable) if withheld => Self::Unknown,
                Outcome::Pass | Outcome::Skipped(Because::NotApplicable) => Self::Valid,
                Outcome::Warn(Reason::StatusMessage { .. }) => Self::Valid,
                _ => Self::Unknown,
            };
            standing = standing.graver(found);
        }
        if seen { standing } else { Self::Unknown }
    }

    fn graver(self, other: Self) -> Self {
        let weight = |s: Self| match s {
            Self::Valid => 0,
            Self::Unknown => 1,
            Self::NotYetValid => 2,
            Self::Expired => 3,
            Self::Suspended => 4,
            Self::Revoked => 5,
        };
        if weight(other) > weight(self) { other } else { self }
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
