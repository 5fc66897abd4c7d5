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
