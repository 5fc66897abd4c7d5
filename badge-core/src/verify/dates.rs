//! `status.not_before` and `status.expiry`: whether the badge's time has begun and is not over.

use super::{Because, Check, CheckCode, Outcome, Policy, Proven, Reason};

/// Both checks (OB3-VER-07, OB2-VER-15). An instant that could not be read is told by `document.schema`.
pub(super) fn check(proven: Proven<'_>, policy: &Policy) -> [Check; 2] {
    let badge = proven.badge();
    let now = policy.now;
    let begun = match badge.valid_from {
        Some(valid_from) if now < valid_from => Outcome::Fail(Reason::NotYetValid { valid_from, now }),
        Some(_) => Outcome::Pass,
        None => Outcome::Skipped(Because::NotApplicable),
    };
    let over = match badge.valid_until {
        Some(valid_until) if now > valid_until => Outcome::Fail(Reason::Expired { valid_until, now }),
        Some(_) => Outcome::Pass,
        None => Outcome::Skipped(Because::NotApplicable),
    };
    let mut checks = [Check::new(CheckCode::StatusNotBefore, begun), Check::new(CheckCode::StatusExpiry, over)];
    for (check, (name, time)) in
        checks.iter_mut().zip([("valid_from", badge.valid_from), ("valid_until", badge.valid_until)])
    {
        if let Some(time) = time {
            check.findings.push(super::Finding { name, value: time.to_string() });
        }
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Badge, Version};
    use crate::time::Timestamp;

    // OB3-VER-07: both ends belong to the time in which a badge is valid.
    #[test]
    fn the_ends_belong_to_it() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let mut badge = Badge::new(Version::Ob30);
        badge.valid_from = Some(at("2026-03-02T10:00:00Z"));
        badge.valid_until = Some(at("2026-03-04T10:00:00+01:00"));
        let signed = [Check::new(CheckCode::ProofSignature, Outcome::Pass)];
        let proven = Proven::by_signature(&badge, &signed).ok().unwrap();
        let holds = |now| check(proven, &Policy::at(at(now))).map(|c| c.outcome == Outcome::Pass);
        assert_eq!(holds("2026-03-02T09:59:59Z"), [false, true]);
        assert_eq!(holds("2026-03-02T10:00:00Z"), [true, true]);
        assert_eq!(holds("2026-03-04T09:00:00Z"), [true, true]);
        assert_eq!(holds("2026-03-04T09:00:01Z"), [true, false]);
        let open = Badge::new(Version::Ob30);
        let proven = Proven::by_signature(&open, &signed).ok().unwrap();
        let skipped = Outcome::Skipped(Because::NotApplicable);
        assert!(check(proven, &Policy::at(at("2026-03-02T10:00:00Z"))).iter().all(|c| c.outcome == skipped));
    }
}
