//! One Open Badges 3.0 credential, step by step (OB3-VER-01 to 10). A step that fails does not stop the next.

use super::inspect::{Found, Inspected, Role, Secured, report};
use super::proof::{self, Terms};
use super::session::Session;
use super::{
    Because, Check, CheckCode, Match, Outcome, Proven, Reason, Report, dates, document, endorsement, recipient,
    refresh, schema, status, terms,
};
use crate::json::{Object, Value};
use crate::ld::{Contexts, Places, expand, may_repeat};
use crate::limits::Limits;
use crate::model::{Badge, Carried, CarriedForm, Kind, Version, ob3};

/// Looks at one credential.
pub(super) fn inspect(session: &mut Session<'_>, secured: Secured<'_>, role: Role) -> Inspected {
    let mut checks = vec![Check::new(CheckCode::DocumentJson, Outcome::Pass)];
    let (mut doc, jwt) = match secured {
        Secured::Embedded(doc) => (doc, None),
        Secured::Jwt(mut jwt) => (std::mem::take(&mut jwt.credential), Some(jwt)),
    };
    let version = ob3::version(&doc).unwrap_or(Version::Ob30);
    let mut badge = ob3::read(&doc);
    checks.extend(document::check_ob3(&doc, version, badge.kind, &session.policy.limits));
    if badge.kind == Kind::StatusList && matches!(role, Role::Asked { .. }) {
        // Good or not, nobody earned it.
        let reason = Reason::NotABadge { kind: "status-list".to_owned() };
        checks.push(Check::new(CheckCode::DocumentType, Outcome::Fail(reason)));
    }
    let issuer = badge.issuer.id.as_deref().unwrap_or_default();
    match jwt {
        Some(jwt) => {
            let told = jwt.check(session, issuer);
            checks.extend(told.into_iter().filter(|check| role != Role::StatusList || !only_of_badges(check)));
            let value = Value::Object(doc);
            checks.extend(terms::check(&expand(&value, &Contexts::builtin(), &session.policy.limits), true));
            let report = follow(session, badge, checks, (&value, None), &Places::default(), role);
            Inspected { report, doc: Some(value) }
        }
        None => {
            let member = doc.remove("proof");
            let mut doc = Value::Object(doc);
            let (proofs, seen) = proof::embedded(session, &doc, member.as_ref(), issuer);
            // Whatever is read from here on is read without it: from one place, or from all places of an id.
            if let Some(covered) = proof::covered(&doc, &proofs) {
                badge = covered.as_object().map_or(badge, ob3::read);
                doc = covered;
            }
            checks.extend(proofs);
            let statements = matches!(seen, Terms::Defined);
            checks.extend(told_terms(seen, &doc, &session.policy.limits));
            let expanded = (statements && may_repeat(&doc))
                .then(|| expand(&doc, &Contexts::builtin(), &session.policy.limits).ok())
                .flatten();
            let places = expanded.map_or_else(Places::default, |expanded| expanded.places(&doc));
            let badge = if places.is_empty() { badge } else { from_all_places(&doc, &places, badge, &mut checks) };
            let report = follow(session, badge, checks, (&doc, member.as_ref()), &places, role);
            Inspected { report, doc: Some(doc) }
        }
    }
}

/// A claim that Open Badges ask for in the token of a badge, and the W3C in that of no credential (Securing Verifiable
/// Credentials using JOSE and COSE, section 3.1.3). What is claimed has to be right all the same.
fn only_of_badges(check: &Check) -> bool {
    matches!(&check.outcome, Outcome::Fail(Reason::ClaimMissing { claim }) if claim != "vc")
}

/// The badge as its statements say it, whatever stands where.
fn from_all_places<'d>(doc: &'d Value, places: &Places<'d>, plain: Badge, checks: &mut Vec<Check>) -> Badge {
    let Some(object) = doc.as_object() else { return plain };
    let badge = ob3::read_gathered(object, places);
    // Whose words are whose is told by an endorsement's own report; nobody makes one for an endorsement of something
    // that is not shown.
    let told = |one: &Object| {
        let carried = |c: &Carried| matches!(&c.form, CarriedForm::Embedded(Value::Object(e)) if e == one);
        badge.endorsements.iter().filter(|c| c.differs).any(carried)
    };
    if let Some(untold) = places.differing().iter().find(|one| !told(one)) {
        let name = untold.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        checks.push(Check::new(CheckCode::DocumentTerms, Outcome::Fail(Reason::DuplicateMember { name })));
    }
    badge
}

/// `document.terms` of a document without its proofs, from what those saw, or else by looking.
fn told_terms(seen: Terms, doc: &Value, limits: &Limits) -> Vec<Check> {
    match seen {
        Terms::Defined => vec![Check::new(CheckCode::DocumentTerms, Outcome::Pass)],
        Terms::Faults(faults) => terms::faults(faults, false),
        Terms::Refused(why) => terms::check(&Err(why), false),
        Terms::Text => match expand(doc, &Contexts::builtin(), limits) {
            // Nobody can move a part of a text that is signed as it stands.
            Ok(expanded) => terms::faults([expanded.faults(), expanded.misnomers()].concat(), false),
            refused => terms::check(&refused, false),
        },
        Terms::Unread => terms::check(&expand(doc, &Contexts::builtin(), limits), false),
    }
}

/// Steps 6 to 10, for a badge that is proven; otherwise why they were not reached.
fn follow(
    session: &mut Session<'_>,
    badge: Badge,
    checks: Vec<Check>,
    (doc, member): (&Value, Option<&Value>),
    places: &Places<'_>,
    role: Role,
) -> Report {
    let mut found = Found { checks, badge: None, proven: false, recipient: Match::NotAsked, endorsements: Vec::new() };
    let newer = match Proven::by_signature(&badge, &found.checks) {
        Ok(proven) => {
            found.proven = true;
            after_the_proof(session, proven, (doc.as_object(), member), places, role, &mut found)
        }
        Err(code) => {
            found.checks.extend(not_reached(session, badge.kind, role, code));
            found.recipient = if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown };
            None
        }
    };
    found.badge = Some(newer.unwrap_or(badge));
    report(session, found)
}

/// Gives back the newer version, if there is one to go on with.
fn after_the_proof(
    session: &mut Session<'_>,
    proven: Proven<'_>,
    (doc, member): (Option<&Object>, Option<&Value>),
    places: &Places<'_>,
    role: Role,
    found: &mut Found,
) -> Option<Badge> {
    let Role::Asked { depth } = role else {
        if role == Role::StatusList {
            found.checks.extend(dates::check(proven, session.policy));
        }
        return None;
    };
    if let Some(doc) = doc {
        schema::check(session, (doc, places), member, &mut found.checks);
    }
    let (refreshed, newer) = refresh::check(session, proven, (doc, places));
    found.checks.push(refreshed);
    let newer = newer.and_then(|n| n.report.summary).map(|s| s.badge);
    let proven = newer.as_ref().map_or(proven, |badge| Proven::by_refresh(badge, proven));
    found.checks.extend(status::check(session, proven));
    found.checks.extend(dates::check(proven, session.policy));
    if proven.badge().kind == Kind::Badge {
        let (check, matched) = recipient::check(proven, session.policy);
        found.checks.push(check);
        found.recipient = matched;
    }
    let (checks, reports) = endorsement::check(session, proven.badge(), depth);
    if session.policy.strict_endorsements {
        let outside = found.checks.iter().find_map(endorsement::added);
        found.checks.extend(outside);
    }
    found.checks.extend(checks);
    found.endorsements = reports;
    newer
}

/// The checks that need a proven badge, when there is none.
pub(super) fn not_reached(session: &Session<'_>, kind: Kind, role: Role, code: CheckCode) -> Vec<Check> {
    let because = || Outcome::Skipped(Because::DependsOn(code));
    if role == Role::Newer {
        return Vec::new();
    }
    let mut checks =
        vec![Check::new(CheckCode::StatusNotBefore, because()), Check::new(CheckCode::StatusExpiry, because())];
    if role == Role::StatusList {
        return checks;
    }
    checks.push(Check::new(CheckCode::StatusRevocation, because()));
    checks.push(Check::new(CheckCode::RefreshDone, because()).advisory());
    if kind == Kind::Badge {
        let asked = if session.policy.recipient.is_empty() { Outcome::Skipped(Because::NotAsked) } else { because() };
        checks.push(Check::new(CheckCode::RecipientMatches, asked).advisory());
    }
    let endorsements = Check::new(CheckCode::EndorsementEach, because());
    checks.push(if session.policy.strict_endorsements { endorsements } else { endorsements.advisory() });
    checks
}

/// The document checks alone: what an issuer is told before it signs.
pub(super) fn check_document(doc: &Object, limits: &Limits) -> Vec<Check> {
    let Some(version) = ob3::version(doc) else {
        let expected = "VerifiableCredential".to_owned();
        return vec![Check::new(CheckCode::DocumentType, Outcome::Fail(Reason::TypeMissing { expected }))];
    };
    let mut checks = document::check_ob3(doc, version, ob3::read(doc).kind, limits);
    let mut unsecured = doc.clone();
    unsecured.remove("proof");
    checks.extend(told_terms(Terms::Unread, &unsecured.into(), limits));
    checks.sort_by_key(|c| c.code);
    checks
}
