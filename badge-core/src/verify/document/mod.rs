//! What a document says of itself: contexts, types, subject, and the members its model asks for.
//!
//! These checks need nothing but the document. The verifier runs them on what it was given; the issuer runs them on
//! what it is about to sign, and is told what is missing, by place.

mod extensions;
mod format;
mod ob2;
mod ob3;
mod rules;
#[cfg(test)]
mod tests;

#[cfg(feature = "place")]
pub(crate) use ob3::ACHIEVEMENT_TYPES;

use self::rules::{At, Class, Faults};
use super::{Check, CheckCode, Outcome, Reason};
use crate::json::{Object, Pointer, Value};
use crate::limits::Limits;
use crate::model::ob3::{VC1, VC2, has_type};
use crate::model::{Kind, Version};

/// The checks of a credential's own data, `document.context`, `.type`, `.schema` and `.subject`, for Open Badges 3.0.
///
/// Each fault is a check of its own, at its place; a part without fault passes once. Whether every term is defined
/// (`document.terms`) is for [`crate::ld`], and told by [`super::check_document`].
pub(super) fn check_ob3(doc: &Object, version: Version, kind: Kind, limits: &Limits) -> Vec<Check> {
    let old = version == Version::Ob30Vc11;
    let class: &Class = match (kind, old) {
        (Kind::Badge, false) => &ob3::BADGE,
        (Kind::Badge, true) => &ob3::BADGE_VC11,
        (Kind::Endorsement, false) => &ob3::ENDORSEMENT,
        (Kind::Endorsement, true) => &ob3::ENDORSEMENT_VC11,
        (Kind::StatusList, _) => &ob3::STATUS_LIST,
    };
    let mut faults = Faults::new(limits.faults, false);
    contexts(doc, old, kind, &mut faults);
    types(doc, kind, &mut faults);
    rules::check(doc, class, &At::root(), &mut faults);
    told(faults, &OB3_PARTS)
}

/// The checks of one OB 2.0 object, in the form that [`crate::model::ob2`] gives it.
pub(super) fn check_ob2(object: &Object, class: ob2::Of, limits: &Limits) -> Vec<Check> {
    let mut faults = Faults::new(limits.faults, true);
    rules::check(object, class.class(), &At::root(), &mut faults);
    told(faults, &OB2_PARTS)
}

pub(super) use extensions::check as check_extension;
pub(super) use format::{is_language, shortened};
pub(super) use ob2::Of;

const OB3_PARTS: [CheckCode; 4] =
    [CheckCode::DocumentContext, CheckCode::DocumentType, CheckCode::DocumentSchema, CheckCode::DocumentSubject];
const OB2_PARTS: [CheckCode; 3] = [CheckCode::DocumentType, CheckCode::DocumentSchema, CheckCode::DocumentSubject];

/// One check for each fault, and a pass for each part without any.
fn told(faults: Faults, parts: &[CheckCode]) -> Vec<Check> {
    let mut checks = Vec::with_capacity(parts.len() + faults.list.len());
    for part in parts {
        if !faults.list.iter().any(|f| f.code == *part) {
            checks.push(Check::new(*part, Outcome::Pass));
        }
    }
    checks.extend(faults.list.into_iter().map(|f| {
        let outcome = if f.remark { Outcome::Warn(f.reason) } else { Outcome::Fail(f.reason) };
        Check::new(f.code, outcome).at(f.at)
    }));
    checks
}

/// The contexts that must come first, in their order (OB3-DM-02, OB3-DM-150). Whether the others are known is found
/// out when the document is expanded.
fn contexts(doc: &Object, old: bool, kind: Kind, faults: &mut Faults) {
    let code = CheckCode::DocumentContext;
    let at = Pointer::root().member("@context");
    let entries = doc.get("@context").map_or(&[][..], Value::many);
    let first = if old { VC1 } else { VC2 };
    if entries.first().and_then(Value::as_str) != Some(first) {
        faults.fail(code, at.clone(), Reason::ContextMissing { expected: first.to_owned() });
    }
    let second = entries.get(1).and_then(Value::as_str).unwrap_or_default();
    if kind != Kind::StatusList && !is_ob3_context(second) {
        faults.fail(code, at, Reason::ContextMissing { expected: OB3_CONTEXT.to_owned() });
    }
}

const OB3_CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// `context.json`, `context-3.d.d.json`, and the older address that still leads there.
fn is_ob3_context(url: &str) -> bool {
    let Some(name) = url.strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/") else { return false };
    matches!(name, "context.json" | "context/ob_v3p0.jsonld")
        || name
            .strip_prefix("context-3.")
            .and_then(|rest| rest.strip_suffix(".json"))
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(a, b)| [a, b].iter().all(|n| !n.is_empty() && n.bytes().all(|c| c.is_ascii_digit())))
}

fn types(doc: &Object, kind: Kind, faults: &mut Faults) {
    let mut want = |names: &[&str]| {
        if !names.iter().any(|n| has_type(doc, n)) {
            let expected = names.first().copied().unwrap_or_default().to_owned();
            let at = Pointer::root().member("type");
            faults.fail(CheckCode::DocumentType, at, Reason::TypeMissing { expected });
        }
    };
    want(&["VerifiableCredential"]);
    match kind {
        Kind::Badge => want(&["OpenBadgeCredential", "AchievementCredential"]),
        Kind::Endorsement => want(&["EndorsementCredential"]),
        Kind::StatusList => want(&["BitstringStatusListCredential", "StatusList2021Credential"]),
    }
}

/// `sha256$` and 64 hexadecimal digits, or `md5$` and 32, in either case.
pub(crate) fn is_identity_hash(text: &str) -> bool {
    let hex = |rest: &str, n: usize| rest.len() == n && rest.bytes().all(|c| c.is_ascii_hexdigit());
    text.strip_prefix("sha256$").is_some_and(|r| hex(r, 64)) || text.strip_prefix("md5$").is_some_and(|r| hex(r, 32))
}
