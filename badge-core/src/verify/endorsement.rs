//! `endorsement.each`: every endorsement carried along, by a report of its own from the same function.

use super::session::{Asked, Session};
use super::{
    Because, Check, CheckCode, Outcome, Part, Reason, Report, Support, Verdict, Weight, inspect, ob2, shortened, trust,
};
use crate::did::Scope;
use crate::json::Pointer;
use crate::model::{Badge, Carried, CarriedForm, Kind};
use crate::name::{CredentialId, Url};
use crate::resource::{Lookup, Purpose};

/// One check and one report for each (OB3-VER-09, OB3-VER-10, OB2-VER-63). They do not decide about the badge unless
/// the reader asks for that (K-07). `depth` counts endorsements inside endorsements.
pub(super) fn check(session: &mut Session<'_>, badge: &Badge, depth: usize) -> (Vec<Check>, Vec<Report>) {
    let (mut checks, mut reports) = (Vec::new(), Vec::new());
    if badge.endorsements.is_empty() {
        let outcome = Outcome::Skipped(Because::NotApplicable);
        return (vec![Check::new(CheckCode::EndorsementEach, outcome).advisory()], reports);
    }
    // Beyond the bound one remark stands for all the rest.
    let most = session.policy.limits.endorsements + 1;
    for (index, carried) in badge.endorsements.iter().take(most).enumerate() {
        let (outcome, mut report) = one(session, badge, carried, depth);
        // The last one stands for all the rest.
        let rest = badge.endorsements.iter().skip(index).take(if index + 1 == most { usize::MAX } else { 1 });
        let unsure = rest.into_iter().any(|c| c.differs) && !holds_its_words(report.as_ref());
        let outcome = if unsure { undecided(outcome, report.as_ref()) } else { outcome };
        if let Some(report) = &mut report {
            let endorser = report.summary.as_ref().and_then(|s| s.badge.issuer.id.as_deref());
            let own = endorser.is_some() && endorser == badge.issuer.id.as_deref();
            report.support = Some(Support { part: part(&carried.at), own, outcome: outcome.clone() });
        }
        let mut check = Check::new(CheckCode::EndorsementEach, outcome).at(carried.at.clone());
        if let Some(on) = &carried.on {
            check = check.with("on", on.as_str());
        }
        checks.push(if unsure || session.policy.strict_endorsements { check } else { check.advisory() });
        reports.extend(report);
    }
    (checks, reports)
}

/// For readers who want every endorsement to be good: one that stands outside of the badge's signature, so that anybody may
/// have added it. It is left out of what the badge says.
pub(super) fn added(signature: &Check) -> Option<Check> {
    match &signature.outcome {
        Outcome::Warn(reason @ Reason::OlderContext { members, .. })
            if signature.code == CheckCode::ProofSignature && members.contains("endorsement") =>
        {
            Some(Check::new(CheckCode::EndorsementEach, Outcome::Fail(reason.clone())))
        }
        _ => None,
    }
}

/// Whether an endorsement's own proof tells which words are its own (see `ld::places`). With two proofs of which one
/// fails, the words could be those of either.
fn holds_its_words(report: Option<&Report>) -> bool {
    let signatures = || report.into_iter().flat_map(|r| &r.checks).filter(|c| c.code == CheckCode::ProofSignature);
    let holds = |c: &Check| c.weight == Weight::Required && matches!(c.outcome, Outcome::Pass | Outcome::Warn(_));
    signatures().any(holds) && !signatures().any(fails)
}

fn fails(check: &Check) -> bool {
    matches!(check.outcome, Outcome::Fail(_))
}

/// What an endorsement means for the badge when its words and the badge's could have been exchanged: nothing good. It
/// is refused where its proof is broken or missing, and left open where that could not be found out.
fn undecided(outcome: Outcome, report: Option<&Report>) -> Outcome {
    let Some(report) = report else { return outcome };
    let id = report.summary.as_ref().and_then(|s| s.badge.id.clone()).unwrap_or_default();
    let of_proof = |c: &&Check| matches!(c.code, CheckCode::ProofSignature | CheckCode::ProofPresent);
    let bad = Reason::EndorsementBad { id };
    if report.checks.iter().filter(of_proof).any(fails) {
        return Outcome::Fail(bad);
    }
    match outcome {
        Outcome::Skipped(because) => Outcome::Skipped(because),
        _ => Outcome::Skipped(inspect::first_open(report).unwrap_or(Because::Undecided(bad))),
    }
}

fn one(session: &mut Session<'_>, badge: &Badge, carried: &Carried, depth: usize) -> (Outcome, Option<Report>) {
    let limits = &session.policy.limits;
    if depth >= limits.endorsement_depth || session.endorsements_left == 0 {
        let limit = if depth >= limits.endorsement_depth { "endorsement_depth" } else { "endorsements" };
        return (Outcome::Skipped(Because::Undecided(Reason::OverLimit { limit: limit.to_owned() })), None);
    }
    session.endorsements_left -= 1;
    let mut report = match &carried.form {
        CarriedForm::Embedded(value) => inspect::endorsement(session, value.clone(), depth + 1),
        CarriedForm::Jwt(jws) => inspect::endorsement_jwt(session, jws, depth + 1),
        CarriedForm::Address(address) => match hosted(session, address, depth + 1) {
            Ok(report) => report,
            Err(because) => return (Outcome::Skipped(because), None),
        },
    };
    if !session.policy.trust.is_empty() {
        // Who endorses is as good a question as who issues.
        trust::tell(session, &mut report);
    }
    let summary = report.summary.as_ref();
    let id = summary.and_then(|s| s.badge.id.clone()).unwrap_or_default();
    let outcome = match report.verdict {
        _ if summary.is_none_or(|s| s.badge.kind != Kind::Endorsement) => Outcome::Fail(Reason::EndorsementBad { id }),
        Verdict::Rejected => Outcome::Fail(Reason::EndorsementBad { id }),
        Verdict::Inconclusive => {
            Outcome::Skipped(inspect::first_open(&report).unwrap_or(Because::Undecided(Reason::EndorsementBad { id })))
        }
        Verdict::Verified => {
            let subject = summary.and_then(|s| s.badge.recipient.id.as_deref());
            match (&carried.on, subject) {
                // OB3-DM-142
                (Some(on), Some(subject)) if CredentialId::new(on) != CredentialId::new(subject) => {
                    let reason = Reason::EndorsementElsewhere { subject: subject.to_owned() };
                    // Good as it may be, it is none of what carries it.
                    if session.policy.strict_endorsements { Outcome::Fail(reason) } else { Outcome::Warn(reason) }
                }
                _ => match unbound(badge, carried) {
                    // Nobody can tell whether it is good of this.
                    Some(reason) if session.policy.strict_endorsements => Outcome::Skipped(Because::Undecided(reason)),
                    Some(reason) => Outcome::Warn(reason),
                    None => Outcome::Pass,
                },
            }
        }
    };
    (outcome, Some(report))
}

/// Which part of a badge stands at a pointer.
fn part(at: &Pointer) -> Part {
    let path: Vec<&str> = at.as_str().split('/').skip(1).filter(|name| name.parse::<usize>().is_err()).collect();
    match path.as_slice() {
        [] => Part::Badge,
        ["credentialSubject", "achievement"] | ["badge"] => Part::Achievement,
        ["issuer"] | ["badge", "issuer"] => Part::Issuer,
        _ => Part::Other,
    }
}

/// An endorsement names what it is about by an id, and nothing but its address makes an id somebody's: whoever copies the
/// id of another place's achievement could carry its endorsements. The issuer's own id is proven by the signature, an endorsed profile is what
/// its id says, and what Open Badges 2.0 links is read where it lies.
fn unbound(badge: &Badge, carried: &Carried) -> Option<Reason> {
    let copied = matches!(part(&carried.at), Part::Badge | Part::Achievement);
    let here = !matches!(carried.form, CarriedForm::Address(_));
    let (id, issuer) = (carried.on.as_deref()?, badge.issuer.id.as_deref()?);
    let own = || Scope::of(issuer).zip(Url::parse(id).ok()).is_some_and(|(scope, id)| scope.covers(&id));
    (copied && here && !own()).then(|| Reason::EndorsementUnbound { id: shortened(id) })
}

/// An OB 2.0 endorsement lies at its own address.
fn hosted(session: &mut Session<'_>, address: &str, depth: usize) -> Result<Report, Because> {
    let Ok(url) = Url::parse(address) else {
        return Err(Because::Undecided(Reason::NotServed { url: address.to_owned() }));
    };
    match session.ask(&url, Purpose::Endorsement) {
        Asked::Missing(because) => Err(because),
        Asked::Gone(_) => Err(session.because(&Lookup::new(&url, Purpose::Endorsement))),
        Asked::Found(_) => Ok(ob2::at_address(session, &url, Purpose::Endorsement, depth)),
    }
}
