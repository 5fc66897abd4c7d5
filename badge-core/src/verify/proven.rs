//! What was proven, as a type: status, refresh and recipient checks take nothing else.

use super::{Check, CheckCode, Outcome, Weight};
use crate::model::Badge;

/// A badge whose words are covered by a valid signature, or that was read at its own address.
#[derive(Clone, Copy)]
pub(super) struct Proven<'a>(&'a Badge);

impl<'a> Proven<'a> {
    /// A signed badge is proven when the proof that counts is satisfied, its signature included, and nothing says that
    /// the key is somebody else's. Not knowing whose it is yet leaves the words proven.
    ///
    /// # Errors
    /// The check that stands in the way.
    pub(super) fn by_signature(badge: &'a Badge, checks: &[Check]) -> Result<Self, CheckCode> {
        let mut required = checks.iter().filter(|c| c.weight == Weight::Required);
        let failed = required.clone().find(|c| {
            let of_proof = c.code == CheckCode::IssuerConfirmed || c.code.as_str().starts_with("proof.");
            of_proof && matches!(c.outcome, Outcome::Fail(_))
        });
        match failed {
            Some(check) => Err(check.code),
            None if required.any(|c| c.code == CheckCode::ProofSignature && holds(c)) => Ok(Self(badge)),
            None => Err(CheckCode::ProofSignature),
        }
    }

    /// A hosted badge is proven when it was read from its own address.
    pub(super) fn by_hosting(badge: &'a Badge, checks: &[Check]) -> Option<Self> {
        let mut fetches = checks.iter().filter(|c| c.code == CheckCode::HostedFetched);
        fetches.any(|c| c.weight == Weight::Required && holds(c)).then_some(Self(badge))
    }

    /// A newer version of a proven badge: it went through the same steps, and has the same issuer and id.
    pub(super) fn by_refresh<'b>(newer: &'b Badge, _older: Proven<'_>) -> Proven<'b> {
        Proven(newer)
    }

    /// The badge.
    pub(super) fn badge(self) -> &'a Badge {
        self.0
    }
}

fn holds(check: &Check) -> bool {
    matches!(check.outcome, Outcome::Pass | Outcome::Warn(_))
}
