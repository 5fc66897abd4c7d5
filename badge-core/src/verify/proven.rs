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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Version;
    use crate::verify::{Because, Reason};

    fn check(code: CheckCode, outcome: Outcome) -> Check {
        Check::new(code, outcome)
    }

    fn open() -> Outcome {
        Outcome::Skipped(Because::Unsupported("ecdsa-xy-2099".to_owned()))
    }

    fn failed() -> Outcome {
        Outcome::Fail(Reason::SignatureMismatch)
    }

    /// What stands in the way of calling a signed badge proven.
    fn signed(checks: &[Check]) -> Option<CheckCode> {
        Proven::by_signature(&Badge::new(Version::Ob30), checks).err()
    }

    // OB3-PRF-08: nothing is proven but by a signature that was looked at and holds.
    #[test]
    fn only_a_signature_that_holds_proves() {
        let (signature, confirmed) = (CheckCode::ProofSignature, CheckCode::IssuerConfirmed);
        assert_eq!(signed(&[check(signature, Outcome::Pass)]), None);
        assert_eq!(signed(&[check(signature, Outcome::Warn(Reason::SignatureMismatch))]), None);
        assert_eq!(signed(&[]), Some(signature));
        assert_eq!(signed(&[check(signature, open())]), Some(signature));
        assert_eq!(signed(&[check(signature, failed())]), Some(signature));
        assert_eq!(signed(&[check(CheckCode::ProofPresent, Outcome::Pass)]), Some(signature), "a proof is there");
        let aside = check(signature, Outcome::Pass).advisory();
        assert_eq!(signed(&[check(signature, open()), aside]), Some(signature), "another proof holds, and decides not");
        // The words are proven while it is open whose key it is; not when it is somebody else's.
        assert_eq!(signed(&[check(signature, Outcome::Pass), check(confirmed, open())]), None);
        assert_eq!(signed(&[check(signature, Outcome::Pass), check(confirmed, failed())]), Some(confirmed));
        assert_eq!(signed(&[check(signature, Outcome::Pass), check(confirmed, failed()).advisory()]), None);
        let purpose = CheckCode::ProofPurpose;
        assert_eq!(signed(&[check(purpose, failed()), check(signature, Outcome::Pass)]), Some(purpose));
        // What is wrong with the document is told, and does not unprove it.
        assert_eq!(signed(&[check(CheckCode::DocumentType, failed()), check(signature, Outcome::Pass)]), None);
    }

    // OB2-VER-16
    #[test]
    fn only_a_badge_read_at_its_own_address_is_proven_by_hosting() {
        let badge = Badge::new(Version::Ob20);
        let hosted = |checks: &[Check]| Proven::by_hosting(&badge, checks).is_some();
        let fetched = CheckCode::HostedFetched;
        assert!(hosted(&[check(fetched, Outcome::Pass)]));
        assert!(!hosted(&[]));
        assert!(!hosted(&[check(fetched, open())]));
        assert!(!hosted(&[check(fetched, failed())]));
        assert!(!hosted(&[check(fetched, Outcome::Pass).advisory()]));
        assert!(!hosted(&[check(CheckCode::DocumentJson, Outcome::Pass)]));
    }
}
