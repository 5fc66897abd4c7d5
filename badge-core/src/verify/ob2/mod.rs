//! Open Badges 2.0: a hosted badge is what its own address serves; a signed one is what its issuer's key signed.

#[cfg(test)]
mod extension_tests;
mod graph;
mod hosted;
mod image;
mod old_key;
mod scope;
mod signed;
#[cfg(test)]
mod tests;

use super::document::{Of, check_extension, check_ob2, is_language};
use super::inspect::{Found, Role, something_else};
use super::ob3::not_reached;
use super::session::Session;
use super::{Because, Check, CheckCode, Match, Outcome, Proven, Reason, dates, endorsement, recipient, terms};
use crate::json::{Object, Pointer, Value};
use crate::limits::Limits;
use crate::model::ob1::Place;
use crate::model::ob2::write::CONTEXT;
use crate::model::ob2::{Lost, Normal};
use crate::model::ob3::has_type;
use crate::model::{Badge, Kind, Verification2, Version, ob1, ob2};
use crate::name::Url;

pub(super) use hosted::at_address;

/// A badge given as JSON. Its words are not believed: they say where the badge is served (OB2-VER-02).
pub(super) fn from_json(session: &mut Session<'_>, doc: Object, depth: usize) -> Found {
    if let Some(checks) = something_else(&doc) {
        return Found::nothing(checks);
    }
    let in_hand = match normal(doc, Place::Assertion, None, &session.policy.limits) {
        Ok(normal) => normal,
        Err(checks) => return Found::nothing(checks),
    };
    let badge = read(&in_hand, None, None);
    if matches!(badge.verification, Some(Verification2::Signed { .. })) {
        // OB2-VER-38
        let missing = Check::new(CheckCode::ProofPresent, Outcome::Fail(Reason::ProofMissing));
        return unproven(session, &in_hand, missing, CheckCode::ProofSignature);
    }
    hosted::declared(session, badge.id.as_deref(), in_hand, depth)
}

/// A badge given as a compact JWS.
pub(super) fn from_jws(session: &mut Session<'_>, jws: &str, depth: usize) -> Found {
    signed::from_jws(session, jws, depth)
}

/// A document in the specification's own terms, or the checks that say why there is none. One of an older version is
/// rewritten on the way (OB2-VER-74).
fn normal(doc: Object, place: Place, at: Option<&Url>, limits: &Limits) -> Result<Normal, Vec<Check>> {
    ob1::normal(doc, place, at.map(Url::as_str), limits).map_err(|why| {
        let (code, reason, at) = terms::refused(&why);
        vec![Check::new(CheckCode::DocumentJson, Outcome::Pass), Check::new(code, Outcome::Fail(reason)).at(at)]
    })
}

/// The neutral badge, under the version in which it was found.
fn read(doc: &Normal, class: Option<&Object>, issuer: Option<&Object>) -> Badge {
    let mut badge = ob2::read(&doc.object, class, issuer);
    if let Some(version) = doc.upgraded {
        badge.version = version;
    }
    // Names that the rewriting gave are nobody's: the issuer of a 0.5 badge is known by its origin. A later badge that
    // writes such a name itself gains nothing by it.
    let first = doc.upgraded == Some(Version::Ob05);
    if first && badge.issuer.id.as_deref() == Some(ob1::NO_ID_ISSUER) {
        badge.issuer.id = badge.issuer.url.clone().filter(|url| is_origin(url));
    }
    if let Some(class) = badge.achievement.as_mut().filter(|c| first && c.id.as_deref() == Some(ob1::NO_ID_CLASS)) {
        class.id = None;
        class.issuer_id.clone_from(&badge.issuer.id);
    }
    badge
}

/// Scheme, host and port alone: what an origin is. With a path it could pass for the id of somebody on that host.
fn is_origin(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    !rest.is_empty() && !rest.strip_suffix('/').unwrap_or(rest).contains(['/', '?', '#'])
}

/// What is told of a badge that nothing proves: its own document, and why the rest was not reached.
fn unproven(session: &Session<'_>, doc: &Normal, why: Check, code: CheckCode) -> Found {
    let mut checks = document(doc, class_of(&doc.object), &Pointer::root(), &session.policy.limits);
    let badge = read(doc, None, None);
    checks.push(why);
    checks.extend(not_reached(session, badge.kind, Role::Asked { depth: 0 }, code));
    let recipient = if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown };
    Found { checks, badge: Some(badge), proven: false, recipient, endorsements: Vec::new() }
}

/// The document checks alone: what an issuer is told before it signs.
pub(super) fn check_document(doc: &Object, limits: &Limits) -> Vec<Check> {
    match normal(doc.clone(), Place::Other, None, limits) {
        Ok(normal) => document(&normal, class_of(&normal.object), &Pointer::root(), limits),
        Err(checks) => checks,
    }
}

/// The class by which the top of a document is judged.
fn class_of(doc: &Object) -> Of {
    if doc.get("revoked").and_then(Value::as_bool) == Some(true) {
        Of::Revoked
    } else if has_type(doc, "Endorsement") {
        Of::Endorsement
    } else {
        Of::Assertion
    }
}

/// The `document.*` checks of one object of the graph; `under` is where it hangs.
fn document(doc: &Normal, class: Of, under: &Pointer, limits: &Limits) -> Vec<Check> {
    let whole = *under == Pointer::root();
    let mut checks = check_ob2(&doc.object, doc.upgraded.map_or(class, |v| class.before_2(v)), limits);
    if whole {
        if let Some(version) = doc.upgraded {
            tell_older(&mut checks, version);
        }
        checks.push(Check::new(CheckCode::DocumentJson, Outcome::Pass));
        if !lacks_context(doc) {
            checks.push(Check::new(CheckCode::DocumentContext, Outcome::Pass));
        }
        // No signature is made over terms here: what has no meaning is passed over (OB2-VER-12).
        checks.push(Check::new(CheckCode::DocumentTerms, Outcome::Skipped(Because::NotApplicable)));
    } else {
        // The whole document's passes were told; of the parts only what is to be said.
        checks.retain(|c| c.outcome != Outcome::Pass);
    }
    if lacks_context(doc) {
        let missing = Reason::ContextMissing { expected: CONTEXT.to_owned() };
        let at = Pointer::root().member("@context");
        checks.push(Check::new(CheckCode::DocumentContext, Outcome::Fail(missing)).at(at));
    }
    extensions(&doc.object, &Pointer::root(), &mut checks, limits);
    for check in &mut checks {
        check.at = join(under, &doc.place(&check.at));
    }
    checks.extend(doc.lost.iter().filter_map(|(at, lost)| Some(lost_in_reading(lost)?.at(join(under, at)))));
    let schema = |c: &Check| c.code == CheckCode::DocumentSchema;
    if checks.iter().any(|c| schema(c) && matches!(c.outcome, Outcome::Fail(_))) {
        checks.retain(|c| !(schema(c) && c.outcome == Outcome::Pass));
    }
    checks
}

/// What is to be said of something that has no place in the form that the rules are held against.
fn lost_in_reading(lost: &Lost) -> Option<Check> {
    let value =
        |member: &str, found: &str| Reason::MemberValue { member: member.to_owned(), found: super::shortened(found) };
    let outcome = match lost {
        // OB2-DM-120
        Lost::Language(Value::String(tag)) if is_language(tag) => return None,
        Lost::Language(Value::String(other)) => Outcome::Fail(value("@language", other)),
        Lost::Language(_) => {
            Outcome::Fail(Reason::MemberType { member: "@language".to_owned(), expected: "text".to_owned() })
        }
        // OB2-DM-121; readers pass over what they cannot resolve (OB2-VER-53).
        Lost::Extension("type") => Outcome::Warn(Reason::TypeMissing { expected: "Extension".to_owned() }),
        Lost::Extension(member) => Outcome::Warn(Reason::MemberMissing { member: (*member).to_owned() }),
        // OB2-VER-23
        Lost::NoOrigins => Outcome::Warn(value("allowedOrigins", "[]")),
    };
    Some(Check::new(CheckCode::DocumentSchema, outcome))
}

/// OB2-VER-74: that a badge was read by the rules of an older version is said where its type is.
fn tell_older(checks: &mut [Check], version: Version) {
    let told = checks.iter_mut().find(|c| c.code == CheckCode::DocumentType && c.outcome == Outcome::Pass);
    if let Some(check) = told {
        check.outcome = Outcome::Warn(Reason::OlderVersion { version: version.as_str().to_owned() });
    }
}

/// An extension says what it is by its type. The published ones are checked by our rules; that another one is not is
/// told (OB2-VER-53).
fn extensions(object: &Object, at: &Pointer, checks: &mut Vec<Check>, limits: &Limits) {
    if has_type(object, "Extension") && checks.len() < limits.faults {
        let types = object.get("type").map_or(&[][..], Value::many);
        let name = types.iter().filter_map(Value::as_str).find(|t| *t != "Extension").unwrap_or("Extension");
        match check_extension(object, limits) {
            Some(faults) => checks.extend(faults.into_iter().map(|mut fault| {
                fault.at = join(at, &fault.at);
                fault
            })),
            None => {
                let reason = Reason::ExtensionNotChecked { name: super::shortened(name) };
                checks.push(Check::new(CheckCode::DocumentSchema, Outcome::Warn(reason)).at(at.clone()));
            }
        }
    }
    for (name, value) in object.iter() {
        let at = at.member(name);
        match value {
            Value::Object(inner) => extensions(inner, &at, checks, limits),
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate().filter_map(|(i, v)| Some((i, v.as_object()?))) {
                    extensions(inner, &at.entry(index), checks, limits);
                }
            }
            _ => {}
        }
    }
}

/// OB2-DM-01; an older document was read by the context of its own version.
fn lacks_context(doc: &Normal) -> bool {
    doc.without_context && doc.upgraded.is_none()
}

fn join(under: &Pointer, at: &Pointer) -> Pointer {
    let steps = at.as_str().split('/').skip(1);
    steps.fold(under.clone(), |p, step| p.member(&step.replace("~1", "/").replace("~0", "~")))
}

/// What follows for a badge that is proven.
fn after(
    session: &mut Session<'_>,
    proven: Proven<'_>,
    status: Vec<Check>,
    depth: usize,
    checks: &mut Vec<Check>,
) -> (Match, Vec<super::Report>) {
    checks.extend(status);
    checks.extend(dates::check(proven, session.policy));
    checks.push(Check::new(CheckCode::RefreshDone, Outcome::Skipped(Because::NotApplicable)).advisory());
    let mut matched = Match::NotAsked;
    if proven.badge().kind == Kind::Badge {
        let (check, found) = recipient::check(proven, session.policy);
        checks.push(check);
        matched = found;
    }
    let (told, reports) = endorsement::check(session, proven.badge(), depth);
    checks.extend(told);
    (matched, reports)
}

/// OB2-VER-27: a document that says of itself that it is revoked.
fn own_status(badge: &Badge) -> Check {
    let outcome = match &badge.revoked {
        Some(revoked) => Outcome::Fail(Reason::Revoked { reason: revoked.reason.clone().unwrap_or_default() }),
        None => Outcome::Pass,
    };
    Check::new(CheckCode::StatusRevocation, outcome)
}
