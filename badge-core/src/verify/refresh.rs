//! `refresh.done`: a newer version of a proven badge, asked for once (OB3-VER-06).

use super::inspect::{self, Inspected};
use super::recipient::same_person;
use super::session::{Asked, Session};
use super::{Because, Check, CheckCode, Outcome, Proven, Reason, Verdict, Weight};
use crate::json::{Object, Value};
use crate::ld::Places;
use crate::model::Badge;
use crate::model::ob3::Thing;
use crate::name::{CredentialId, Url};
use crate::resource::{Lookup, Purpose};

/// The check, and the newer version if there is a good one. What cannot be used leaves the badge at hand as it is
/// (K-16).
pub(super) fn check<'d>(
    session: &mut Session<'_>,
    proven: Proven<'_>,
    (doc, places): (Option<&'d Object>, &Places<'d>),
) -> (Check, Option<Inspected>) {
    let told = |outcome| Check::new(CheckCode::RefreshDone, outcome).advisory();
    let service = doc.and_then(|d| d.get("refreshService")).and_then(|s| s.many().first()).and_then(Value::as_object);
    let service = service.map(|service| Thing::new(service, places));
    let Some(service) = service.filter(|s| s.has_type("1EdTechCredentialRefresh")) else {
        return (told(Outcome::Skipped(Because::NotApplicable)), None);
    };
    let address = service.get("id").and_then(Value::as_str).unwrap_or_default();
    let told = |outcome| told(outcome).with("url", address);
    let failed = || told(Outcome::Warn(Reason::RefreshFailed { url: address.to_owned() }));
    let Ok(url) = Url::parse(address) else {
        return (failed(), None);
    };
    let body = match session.ask(&url, Purpose::Refresh) {
        Asked::Found(body) => body,
        Asked::Gone(_) => {
            let because = session.because(&Lookup::new(&url, Purpose::Refresh));
            return (told(Outcome::Skipped(because)), None);
        }
        Asked::Missing(because) => return (told(Outcome::Skipped(because)), None),
    };
    let newer = inspect::newer_version(session, &body.bytes);
    // Steps 1 to 4 alone decide here: what became of the newer one since is for the checks that follow.
    let good = {
        let checks: Vec<Check> = newer.report.checks.iter().filter(|c| is_step_1_to_4(c)).cloned().collect();
        Verdict::of(&checks) == Verdict::Verified
    };
    let Some(found) = newer.report.summary.as_ref().filter(|s| good && s.proven) else {
        return (failed(), None);
    };
    if !same(&found.badge, proven.badge()) {
        return (failed(), None);
    }
    // OB3-VER-51: the later one is current. Who reads it has another one in hand, and is told so.
    match (found.badge.valid_from, proven.badge().valid_from) {
        // Until the later one begins, the one at hand is what holds.
        (Some(shown), Some(held)) if shown > held && shown > session.policy.now => {
            let check = told(Outcome::Warn(Reason::NewerToCome { held, shown }));
            (check.with("valid_from", shown.to_string()), None)
        }
        (Some(shown), Some(held)) if shown > held => {
            let check = told(Outcome::Warn(Reason::NewerShown { held, shown }));
            (check.with("valid_from", shown.to_string()).with("held", held.to_string()), Some(newer))
        }
        _ => (told(Outcome::Pass), None),
    }
}

fn is_step_1_to_4(check: &Check) -> bool {
    let family = check.code.as_str().split('.').next().unwrap_or_default();
    check.weight == Weight::Required && matches!(family, "document" | "proof" | "issuer")
}

/// OB3-VER-50; and for the same achievement and about the same person, since a badge that was given to one for one
/// thing is not renewed into another.
pub(crate) fn same(a: &Badge, b: &Badge) -> bool {
    let id = |text: Option<&str>| text.map(CredentialId::new);
    let achievement = |badge: &Badge| id(badge.achievement.as_ref().and_then(|a| a.id.as_deref()));
    id(a.id.as_deref()) == id(b.id.as_deref())
        && id(a.issuer.id.as_deref()) == id(b.issuer.id.as_deref())
        && achievement(a) == achievement(b)
        && same_person(&a.recipient, &b.recipient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Achievement, Version};

    // OB3-VER-06: of the newer version, what was signed by whom decides; not whether it is in force, and no remark.
    #[test]
    fn the_first_steps_decide_about_a_newer_version() {
        let of = |code| is_step_1_to_4(&Check::new(code, Outcome::Pass));
        for code in [CheckCode::DocumentSchema, CheckCode::ProofSignature, CheckCode::IssuerConfirmed] {
            assert!(of(code), "{code}");
            assert!(!is_step_1_to_4(&Check::new(code, Outcome::Pass).advisory()), "{code}");
        }
        for code in [CheckCode::StatusRevocation, CheckCode::StatusExpiry, CheckCode::EndorsementEach] {
            assert!(!of(code), "{code}");
        }
    }

    // OB3-VER-50: the same badge of the same issuer, for the same achievement; anything less is another badge.
    #[test]
    fn a_newer_version_has_the_same_id_issuer_and_achievement() {
        let badge = |id: &str, issuer: &str| {
            let mut badge = Badge::new(Version::Ob30);
            badge.id = Some(id.to_owned());
            badge.issuer.id = Some(issuer.to_owned());
            badge
        };
        let one = badge("urn:uuid:1", "https://a.example.org/");
        assert!(same(&one, &one.clone()));
        assert!(!same(&one, &badge("urn:uuid:2", "https://a.example.org/")));
        assert!(!same(&one, &badge("urn:uuid:1", "https://b.example.org/")));
        let awarded = |achievement: &str| {
            let mut badge = one.clone();
            badge.achievement = Some(Achievement { id: Some(achievement.to_owned()), ..Achievement::default() });
            badge
        };
        assert!(same(&awarded("urn:uuid:3"), &awarded("urn:uuid:3")));
        assert!(!same(&awarded("urn:uuid:3"), &awarded("urn:uuid:4")));
        assert!(!same(&one, &awarded("urn:uuid:4")));
        let about = |id: &str| {
            let mut badge = one.clone();
            badge.recipient.id = Some(id.to_owned());
            badge
        };
        assert!(same(&about("urn:uuid:5"), &about("urn:uuid:5")));
        assert!(!same(&about("urn:uuid:5"), &about("urn:uuid:6")));
    }
}
