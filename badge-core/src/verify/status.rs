//! `status.revocation`: every status entry of a proven badge.

use super::inspect::{self, Inspected};
use super::session::{Asked, Session};
use super::{Because, Check, CheckCode, Outcome, Proven, Reason, Verdict, Weight, served};
use crate::json::{Object, Pointer, Value};
use crate::limits::Limits;
use crate::model::{Badge, Kind, StatusEntry};
use crate::name::{CredentialId, Url};
use crate::resource::{Body, Lookup, Purpose};
use crate::status::{ListError, has_odd_entry, in_1edtech_list, is_named_oddly};

/// One check for each entry; one that does not apply when there is none (OB3-VER-45: all of them are looked at).
pub(super) fn check(session: &mut Session<'_>, proven: Proven<'_>) -> Vec<Check> {
    let badge = proven.badge();
    if badge.status.is_empty() {
        return vec![Check::new(CheckCode::StatusRevocation, Outcome::Skipped(Because::NotApplicable))];
    }
    let at = Pointer::root().member("credentialStatus");
    let several = badge.status.len() > 1;
    let mut checks = Vec::new();
    let most = session.policy.limits.status_entries;
    if badge.status.len() > most {
        let reason = Reason::OverLimit { limit: "status_entries".to_owned() };
        checks.push(told(Outcome::Skipped(Because::Undecided(reason))).at(at.clone()));
    }
    for (index, entry) in badge.status.iter().take(most).enumerate() {
        let at = if several { at.entry(index) } else { at.clone() };
        checks.extend(one(session, badge, entry).into_iter().map(|c| c.at(at.clone())));
    }
    checks
}

fn told(outcome: Outcome) -> Check {
    Check::new(CheckCode::StatusRevocation, outcome)
}

fn one(session: &mut Session<'_>, badge: &Badge, entry: &StatusEntry) -> Vec<Check> {
    match entry {
        StatusEntry::Bitstring { .. } => bitstring(session, badge, entry),
        StatusEntry::RevocationList { list } => revocation_list(session, badge, list),
        StatusEntry::Unknown { kind } => vec![told(unsupported(session, kind))],
        StatusEntry::Malformed { member } => {
            vec![told(Outcome::Fail(Reason::MemberMissing { member: member.clone() }))]
        }
    }
}

/// An unread list leaves the question open; a reader may say that a remark is enough (D-34).
fn unread(session: &Session<'_>, because: Because, url: &str) -> Outcome {
    if session.policy.tolerate_unread_status {
        Outcome::Warn(Reason::StatusUnread { url: url.to_owned() })
    } else {
        Outcome::Skipped(because)
    }
}

fn bad(fault: &str) -> Outcome {
    Outcome::Fail(Reason::StatusListBad { fault: fault.to_owned() })
}

/// What the reader gets from a list's address: its bytes, or why there are none.
fn fetch<'a>(session: &mut Session<'a>, list: &str) -> Result<(Url, &'a Body), Outcome> {
    let Ok(url) = Url::parse(list) else {
        return Err(Outcome::Fail(Reason::MemberValue {
            member: "statusListCredential".to_owned(),
            found: super::shortened(list),
        }));
    };
    match session.ask(&url, Purpose::StatusList) {
        Asked::Found(body) => Ok((url, body)),
        Asked::Gone(_) => {
            let because = session.because(&Lookup::new(&url, Purpose::StatusList));
            Err(unread(session, because, list))
        }
        Asked::Missing(because) => Err(unread(session, because, list)),
    }
}

/// OB3-VER-40 to 47.
fn bitstring(session: &mut Session<'_>, badge: &Badge, entry: &StatusEntry) -> Vec<Check> {
    let StatusEntry::Bitstring { list, index, purpose, size, messages, legacy, .. } = entry else { return Vec::new() };
    let finish = |outcome| {
        told(outcome).with("list", list.as_str()).with("index", index.to_string()).with("purpose", purpose.as_str())
    };
    let (url, body) = match fetch(session, list) {
        Ok(found) => found,
        Err(outcome) => return vec![finish(outcome)],
    };
    session.list = session.digest(&url).map(str::to_owned);
    let list = inspect::status_list(session, &body.bytes);
    session.list = None;
    // A page of a site that is being repaired says nothing about the badge: the list was not read (D-34).
    if list.doc.is_none()
        && !body.bytes.trim_ascii().starts_with(b"ey")
        && let Err(because) = served::object(session, &Lookup::new(&url, Purpose::StatusList), body)
    {
        return vec![finish(unread(session, because, url.as_str()))];
    }
    let report = &list.report;
    let mut checks = Vec::new();
    let subject = match trusted_list(session, &list, &url) {
        Ok(subject) => subject,
        Err(outcome) => return vec![finish(outcome)],
    };
    if let Some(issuer) = report.summary.as_ref().and_then(|s| s.badge.issuer.id.as_deref())
        && badge.issuer.id.as_deref() != Some(issuer)
    {
        checks.push(finish(Outcome::Warn(Reason::StatusListIssuer { found: issuer.to_owned() })).advisory());
    }
    // A list of lists has no end; what it would say of this one is not asked, and told.
    if list.doc.as_ref().and_then(|doc| doc.get("credentialStatus")).is_some_and(|own| *own != Value::Null) {
        checks.push(finish(Outcome::Warn(Reason::StatusListBad { fault: "own-status".to_owned() })).advisory());
    }
    if let (Some(ttl), Some(fetched)) = (subject.get("ttl").and_then(Value::as_f64), body.fetched) {
        // Milliseconds; a value that is no sensible number of them says nothing.
        #[allow(clippy::cast_possible_truncation)]
        let seconds = (ttl / 1000.0).clamp(0.0, 3_153_600_000.0) as i64;
        if fetched.plus_seconds(seconds) < session.policy.now {
            let reason = Reason::Stale { url: url.to_string(), fetched, count: 1 };
            checks.push(Check::new(CheckCode::ResourceAge, Outcome::Warn(reason)).advisory());
        }
    }
    let purposes = subject.get("statusPurpose").map_or(&[][..], Value::many);
    if !purposes.iter().any(|p| p.as_str() == Some(purpose)) {
        checks.push(finish(bad("purpose")));
        return checks;
    }
    let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
    let own = &session.policy.limits;
    let limits = Limits { status_list_bytes: own.status_list_bytes.min(session.status_bytes_left), ..own.clone() };
    let digest = session.digest(&url);
    let bits = session.policy.lists.decode(digest, encoded, *legacy, &limits);
    session.status_bytes_left -= bits.as_ref().map_or(limits.status_list_bytes, |bits| bits.bytes());
    if limits.status_list_bytes < own.status_list_bytes && matches!(bits, Err(ListError::TooLarge { .. })) {
        let reason = Reason::OverLimit { limit: "status_bytes".to_owned() };
        checks.push(finish(Outcome::Skipped(Because::Undecided(reason))));
        return checks;
    }
    let value = bits.as_ref().map_err(|why| *why).and_then(|bits| bits.entry(*index, *size));
    let message = |value: u64| messages.iter().find(|(v, _)| *v == value).map(|(_, m)| m.clone());
    if let (Ok(bits), Err(ListError::TooShort { .. })) = (&bits, &value)
        && let Ok(value) = bits.entry_of_any(*index, *size)
        && let outcome @ Outcome::Fail(_) = meaning(session, purpose, value, message(value))
    {
        checks.push(finish(outcome).with("value", value.to_string()));
    }
    let outcome = match value {
        Err(why) => bad(match why {
            ListError::TooShort { .. } => "length",
            ListError::Range { .. } => "range",
            ListError::TooLarge { .. } => "size",
            _ => "encoding",
        }),
        Ok(value) => meaning(session, purpose, value, message(value)),
    };
    // Another list of the same issuer says nothing about this badge, unless it says something bad.
    let outcome = match another_list(&list, &url) {
        Some(found) if matches!(outcome, Outcome::Pass | Outcome::Warn(_)) => {
            let reason = Reason::IdDiffers { expected: url.to_string(), found };
            Outcome::Skipped(Because::Undecided(reason))
        }
        _ => outcome,
    };
    let mut check = finish(outcome);
    if let Ok(value) = value {
        check = check.with("value", value.to_string());
    }
    checks.push(check);
    checks
}

/// What cannot be understood leaves the question open, unless the reader says that a remark is enough (D-34).
fn unsupported(session: &Session<'_>, kind: &str) -> Outcome {
    let reason = Reason::StatusUnsupported { kind: kind.to_owned() };
    if session.policy.tolerate_unread_status {
        Outcome::Warn(reason)
    } else {
        Outcome::Skipped(Because::Undecided(reason))
    }
}

/// OB3-VER-44. A bit that is set for a purpose that nobody here knows may well be a revocation.
fn meaning(session: &Session<'_>, purpose: &str, value: u64, message: Option<String>) -> Outcome {
    match (purpose, value) {
        ("message", _) => match message {
            Some(message) => Outcome::Warn(Reason::StatusMessage { message }),
            None => Outcome::Pass,
        },
        (_, 0) => Outcome::Pass,
        ("revocation", _) => Outcome::Fail(Reason::Revoked { reason: message.unwrap_or_default() }),
        ("suspension", _) => Outcome::Fail(Reason::Suspended { reason: message.unwrap_or_default() }),
        ("refresh", _) => Outcome::Pass,
        (other, _) => unsupported(session, other),
    }
}

/// The subject of a list whose own proof holds. A list that is not proven is not read.
fn trusted_list<'l>(session: &Session<'_>, list: &'l Inspected, url: &Url) -> Result<&'l Object, Outcome> {
    let report = &list.report;
    let is_list = report.summary.as_ref().is_some_and(|s| s.badge.kind == Kind::StatusList);
    if !is_list {
        return Err(bad("type"));
    }
    match report.verdict {
        Verdict::Verified => {}
        Verdict::Rejected => {
            let failed =
                report.checks.iter().find(|c| c.weight == Weight::Required && matches!(c.outcome, Outcome::Fail(_)));
            return Err(bad(match failed.map(|c| c.code) {
                Some(CheckCode::StatusExpiry | CheckCode::StatusNotBefore) => "expired",
                Some(CheckCode::IssuerConfirmed) => "issuer",
                Some(code) if code.as_str().starts_with("document") => "document",
                _ => "signature",
            }));
        }
        Verdict::Inconclusive => {
            let because = inspect::first_open(report).unwrap_or(Because::DependsOn(CheckCode::ProofSignature));
            return Err(unread(session, because, url.as_str()));
        }
    }
    let subject = list.doc.as_ref().and_then(|d| d.get("credentialSubject")).and_then(|s| s.many().first());
    subject.and_then(Value::as_object).ok_or_else(|| bad("type"))
}

/// The id of a list that says it is not the one at this address (Bitstring Status List 1.0, section 2.2: an `id` of the
/// list's matches what the entry names).
fn another_list(list: &Inspected, url: &Url) -> Option<String> {
    let id = list.doc.as_ref()?.get("id")?.as_str()?;
    let own = Url::parse(id).is_ok_and(|id| id.without_fragment() == url.without_fragment());
    let same = own || CredentialId::new(id) == CredentialId::new(url.as_str());
    (!same).then(|| super::shortened(id))
}

/// OB3-DM-132: a list without a signature of its own; it is believed because the proven badge names its address.
fn revocation_list(session: &mut Session<'_>, badge: &Badge, list: &str) -> Vec<Check> {
    let finish = |outcome| vec![told(outcome).with("list", list)];
    let (url, body) = match fetch(session, list) {
        Ok(found) => found,
        Err(outcome) => return finish(outcome),
    };
    let doc = match served::object(session, &Lookup::new(&url, Purpose::StatusList), body) {
        Ok(Ok(doc)) => doc,
        Ok(Err(_)) => return finish(bad("type")),
        Err(because) => return finish(unread(session, because, list)),
    };
    let named = doc.get("issuer").map(|i| i.get("id").unwrap_or(i)).and_then(Value::as_str);
    if let (Some(named), Some(issuer)) = (named, badge.issuer.id.as_deref())
        && CredentialId::new(named) != CredentialId::new(issuer)
    {
        return finish(Outcome::Skipped(Because::Undecided(Reason::StatusListIssuer { found: named.to_owned() })));
    }
    let Some(id) = badge.id.as_deref() else {
        return finish(Outcome::Fail(Reason::MemberMissing { member: "id".to_owned() }));
    };
    let mut checks = finish(match in_1edtech_list(&doc, id) {
        Err(_) => bad("type"),
        Ok(Some(revoked)) => Outcome::Fail(Reason::Revoked { reason: revoked.reason.unwrap_or_default() }),
        Ok(None) if is_named_oddly(&doc, id) => {
            Outcome::Skipped(Because::Undecided(Reason::StatusListBad { fault: "entry".to_owned() }))
        }
        Ok(None) => Outcome::Pass,
    });
    // An entry that names nobody may be the one that was meant.
    if has_odd_entry(&doc) {
        let odd = Outcome::Warn(Reason::StatusListBad { fault: "entry".to_owned() });
        checks.extend(finish(odd).into_iter().map(Check::advisory));
    }
    checks
}

#[cfg(all(test, feature = "ed25519"))]
#[path = "status_tests.rs"]
mod tests;
