//! From what was presented to a report: which version it is decides who looks at it.

use super::session::Session;
use super::{
    Because, Check, CheckCode, Match, Outcome, Reason, Report, Standing, Summary, Trust, Verdict, Weight, compact, ob2,
    ob3, presentation, proof, trust,
};
use crate::container::{self, Presented, Raw, Wrapping};
use crate::crypto::jose::Jws;
use crate::json::{self, JsonError, Object, Value};
use crate::limits::Limits;
use crate::model::{self, Badge, detect};
use crate::text;

/// A report, and the document it is about.
pub(super) struct Inspected {
    pub report: Report,
    /// The credential without its proof, if it could be read.
    pub doc: Option<Value>,
}

/// On whose behalf a credential is looked at: it decides which checks follow the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What the reader asked about; or an endorsement, at a depth above 0.
    Asked {
        /// Endorsements around this one.
        depth: usize,
    },
    /// A status list: its own status is not asked for, or there would be no end.
    StatusList,
    /// A newer version: what follows its proof is for the badge that it replaces.
    Newer,
}

/// How a credential is secured.
pub(super) enum Secured<'t> {
    /// By proofs inside the document.
    Embedded(Object),
    /// By a compact JWS around it.
    Jwt(Box<proof::Jwt<'t>>),
}

/// What the checks of one document found, before the verdict is made.
pub(super) struct Found {
    pub checks: Vec<Check>,
    pub badge: Option<Badge>,
    pub proven: bool,
    pub recipient: Match,
    pub endorsements: Vec<Report>,
}

impl Found {
    /// Checks that leave nothing to show.
    pub(super) fn nothing(checks: Vec<Check>) -> Self {
        Self { checks, badge: None, proven: false, recipient: Match::NotAsked, endorsements: Vec::new() }
    }
}

/// Everything about one presented credential.
pub(super) fn presented(session: &mut Session<'_>, presented: &Presented) -> Report {
    let mut report = match &presented.raw {
        Raw::Json(bytes) => json_document(session, bytes, Role::Asked { depth: 0 }).report,
        Raw::Jws(jws) if crate::compact::is_token(jws) => compact::inspect(session, jws, None),
        Raw::Jws(jws) => jws_document(session, jws, Role::Asked { depth: 0 }).report,
        Raw::Link(url) => match crate::compact::in_address(url) {
            Some(token) => compact::inspect(session, token, Some(url)),
            None => ob2::at_address(session, url, crate::resource::Purpose::Assertion, 0),
        },
    };
    report.via.clone_from(&presented.via);
    report.also.clone_from(&presented.also);
    report.checks.extend(container(&presented.via));
    // After the badge's own questions, so that it takes nothing from what these may cost.
    report.checks.extend(presentation::checks(session, &presented.via));
    report.checks.extend(session.ages());
    trust::tell(session, &mut report);
    report
}

/// A status list credential, from the bytes that lay at its address.
pub(super) fn status_list(session: &mut Session<'_>, bytes: &[u8]) -> Inspected {
    any(session, bytes, Role::StatusList)
}

/// A newer version of a credential, from the bytes that lay at its address.
pub(super) fn newer_version(session: &mut Session<'_>, bytes: &[u8]) -> Inspected {
    any(session, bytes, Role::Newer)
}

/// An endorsement that a badge carries as an object.
pub(super) fn endorsement(session: &mut Session<'_>, value: Value, depth: usize) -> Report {
    parsed(session, value, Role::Asked { depth }).report
}

/// An endorsement that a badge carries as a compact JWS.
pub(super) fn endorsement_jwt(session: &mut Session<'_>, jws: &str, depth: usize) -> Report {
    jws_document(session, jws, Role::Asked { depth }).report
}

/// The first required check that leaves the verdict of a report open.
pub(super) fn first_open(report: &Report) -> Option<Because> {
    report.checks.iter().filter(|c| c.weight == Weight::Required).find_map(|c| match &c.outcome {
        Outcome::Skipped(Because::NotApplicable | Because::NotAsked | Because::DependsOn(_)) => None,
        Outcome::Skipped(because) => Some(because.clone()),
        _ => None,
    })
}

/// Makes the report of one document.
pub(super) fn report(session: &Session<'_>, found: Found) -> Report {
    let Found { mut checks, badge, proven, recipient, endorsements } = found;
    sort(&mut checks);
    Report {
        verdict: Verdict::of(&checks),
        standing: Standing::of(&checks),
        recipient,
        trust: Trust::NotAsked,
        via: Vec::new(),
        also: Vec::new(),
        summary: badge.map(|badge| Summary { proven, badge }),
        checks,
        endorsements,
        support: None,
        resources: Vec::new(),
        at: session.policy.now,
    }
}

/// In the order of the vocabulary; what has one code stays in the order in which it was found.
pub(super) fn sort(checks: &mut [Check]) {
    // The codes are sorted and each check is moved once: a check is large, and moving it costs more than comparing.
    checks.sort_by_cached_key(|c| c.code);
}

fn any(session: &mut Session<'_>, bytes: &[u8], role: Role) -> Inspected {
    match std::str::from_utf8(bytes) {
        Ok(text) if Jws::looks_like(text) => jws_document(session, text.trim(), role),
        _ => match json::parse(bytes, &session.policy.limits) {
            Ok(value) => match value.as_object().and_then(container::token_in_envelope) {
                Some(jws) => jws_document(session, &jws, role),
                None => parsed(session, value, role),
            },
            Err(why) => unreadable(session, json_fault(&why)),
        },
    }
}

fn json_document(session: &mut Session<'_>, bytes: &[u8], role: Role) -> Inspected {
    match json::parse(bytes, &session.policy.limits) {
        Ok(value) => parsed(session, value, role),
        Err(why) => unreadable(session, json_fault(&why)),
    }
}

fn parsed(session: &mut Session<'_>, value: Value, role: Role) -> Inspected {
    let Value::Object(doc) = value else {
        return unreadable(session, Reason::NotAnObject);
    };
    // A status list is a credential, and judged as one; where a badge was asked for, it is told that it is none.
    if model::other_kind(&doc).is_some_and(|kind| kind != "status-list") {
        return Inspected { report: report(session, Found::nothing(no_badge(&doc))), doc: None };
    }
    match detect(&doc) {
        Some(version) if version.is_3() => ob3::inspect(session, Secured::Embedded(doc), role),
        Some(_) => {
            let depth = if let Role::Asked { depth } = role { depth } else { 0 };
            let found = ob2::from_json(session, doc, depth);
            Inspected { report: report(session, found), doc: None }
        }
        None => Inspected { report: report(session, Found::nothing(no_badge(&doc))), doc: None },
    }
}

pub(super) fn jws_document(session: &mut Session<'_>, jws: &str, role: Role) -> Inspected {
    let token = match proof::jwt(session, jws) {
        Ok(token) => token,
        Err(checks) => return Inspected { report: report(session, Found::nothing(checks)), doc: None },
    };
    match detect(&token.credential) {
        Some(version) if !version.is_3() => {
            let depth = if let Role::Asked { depth } = role { depth } else { 0 };
            let found = ob2::from_jws(session, jws, depth);
            Inspected { report: report(session, found), doc: None }
        }
        _ => ob3::inspect(session, Secured::Jwt(Box::new(token)), role),
    }
}

/// The payload of a text that may be a JWS, whatever its header and signature are like.
pub(super) fn payload(jws: &str, limits: &Limits) -> Option<Object> {
    let part = jws.trim().split('.').nth(1)?;
    match json::parse(&text::from_base64url(part).ok()?, limits).ok()? {
        Value::Object(doc) => Some(doc),
        _ => None,
    }
}

/// What calls itself so is a credential of Open Badges 3.0, whatever it lacks.
const CREDENTIALS: [&str; 3] = ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"];

/// The context that comes first in each of them (VC Data Model 2.0, section 4.3).
const VCDM_2: &str = "https://www.w3.org/ns/credentials/v2";

fn no_badge(doc: &Object) -> Vec<Check> {
    let named = |name| model::ob3::has_type(doc, name);
    let reason = match model::other_kind(doc) {
        Some(kind) => Reason::NotABadge { kind: kind.to_owned() },
        // It says what it is; what its words mean is what it does not say.
        None if CREDENTIALS.into_iter().any(named) => Reason::ContextMissing { expected: VCDM_2.to_owned() },
        None => Reason::TypeMissing { expected: "OpenBadgeCredential".to_owned() },
    };
    vec![Check::new(CheckCode::DocumentJson, Outcome::Pass), Check::new(CheckCode::DocumentType, Outcome::Fail(reason))]
}

/// What is told of a document of Open Badges 2.0 that is something else than a badge or an endorsement; nothing that it
/// names is fetched.
pub(super) fn something_else(doc: &Object) -> Option<Vec<Check>> {
    model::other_kind(doc).map(|_| no_badge(doc))
}

fn unreadable(session: &Session<'_>, why: Reason) -> Inspected {
    let check = Check::new(CheckCode::DocumentJson, Outcome::Fail(why));
    Inspected { report: report(session, Found::nothing(vec![check])), doc: None }
}

/// Why bytes are no JSON that can be relied on, in the words of a report.
pub(super) fn json_fault(why: &JsonError) -> Reason {
    let over = |name: &str| Reason::OverLimit { limit: name.to_owned() };
    match why {
        JsonError::TooLarge { size, limit } => Reason::TooLarge { size: *size, limit: *limit },
        JsonError::NotUtf8 { at } => Reason::NotUtf8 { at: *at },
        JsonError::Syntax { line, column } => Reason::NotJson { line: *line, column: *column },
        JsonError::Duplicate { name, .. } => Reason::DuplicateMember { name: name.clone() },
        JsonError::TooDeep { .. } => over("json_depth"),
        JsonError::TooMany { .. } => over("json_values"),
        JsonError::NumberRange { .. } => Reason::NumberOutOfRange,
    }
}

/// How the badge was wrapped. What could not be opened at all never comes here: see [`super::opened_checks`].
fn container(via: &[Wrapping]) -> Vec<Check> {
    let mut checks = vec![Check::new(CheckCode::ContainerFormat, Outcome::Pass)];
    for wrapping in via {
        let (ignored, compressed) = match wrapping {
            Wrapping::Png { ignored, compressed, .. } => (*ignored, *compressed),
            Wrapping::Svg { ignored, .. } => (*ignored, false),
            _ => continue,
        };
        let single = if ignored > 0 { Outcome::Warn(Reason::SeveralInPicture { ignored }) } else { Outcome::Pass };
        checks.push(Check::new(CheckCode::ContainerSingle, single));
        let plain = if compressed { Outcome::Warn(Reason::CompressedInPicture) } else { Outcome::Pass };
        checks.push(Check::new(CheckCode::ContainerUncompressed, plain));
        checks.push(Check::new(CheckCode::ContainerStripped, Outcome::Pass));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Presented, Raw};
    use crate::resource::Resources;
    use crate::time::Timestamp;
    use crate::verify::{Policy, verify};

    // What says that it is a credential is told what it lacks, not that it is something else.
    #[test]
    fn a_credential_without_its_context_lacks_its_context() {
        let told = |text: &str| {
            let doc = json::parse(text.as_bytes(), &Limits::default()).unwrap();
            no_badge(doc.as_object().unwrap()).remove(1).outcome
        };
        let lacking = Outcome::Fail(Reason::ContextMissing { expected: VCDM_2.to_owned() });
        assert_eq!(told(r#"{"type":["VerifiableCredential","EndorsementCredential"]}"#), lacking);
        assert_eq!(told(r#"{"type":"OpenBadgeCredential"}"#), lacking);
        let other = Outcome::Fail(Reason::TypeMissing { expected: "OpenBadgeCredential".to_owned() });
        assert_eq!(told(r#"{"type":"Endorse"}"#), other);
    }

    // An endorsement that is left open is told by what left it open, not by what only follows from that.
    #[test]
    fn what_leaves_a_report_open_is_the_first_thing_that_was_not_decided_by_itself() {
        let badge = Presented { raw: Raw::Json(b"{}".to_vec()), via: Vec::new(), also: Vec::new() };
        let policy = Policy::at(Timestamp::parse("2026-03-02T10:00:00Z").unwrap());
        let mut report = verify(&badge, &Resources::new(), &policy).report;
        let open = || Because::Unsupported("suite-2099".to_owned());
        let skipped = |because| Check::new(CheckCode::ProofSignature, Outcome::Skipped(because));
        report.checks = vec![
            Check::new(CheckCode::ProofPresent, Outcome::Pass),
            skipped(Because::NotApplicable),
            skipped(Because::NotAsked),
            skipped(Because::DependsOn(CheckCode::ProofMethod)),
            skipped(Because::Unsupported("aside".to_owned())).advisory(),
            skipped(open()),
            skipped(Because::Unsupported("later".to_owned())),
        ];
        assert_eq!(first_open(&report), Some(open()));
        report.checks.truncate(5);
        assert_eq!(first_open(&report), None);
    }
}
