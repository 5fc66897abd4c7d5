//! `trust.issuer`: whether the reader knows the issuer (D-44). Outside the specification; it changes no verdict.

use super::session::Session;
use super::{Because, Check, CheckCode, Outcome, Reason, Report, Trust, inspect, whose};
use crate::model::Version;
use crate::trust::{KnownIssuer, TrustList};

/// Adds the answer to a report.
pub(super) fn tell(session: &Session<'_>, report: &mut Report) {
    let (known, checks) = check(session, report);
    report.trust = known;
    report.checks.extend(checks);
    inspect::sort(&mut report.checks);
}

/// Known is an issuer that is on a list which is not over, and that this badge is proven to come from: by a key that
/// the list names, where it names any.
fn check(session: &Session<'_>, report: &Report) -> (Trust, Vec<Check>) {
    let told = |outcome| Check::new(CheckCode::TrustIssuer, outcome).advisory();
    let lists = &session.policy.trust;
    if lists.is_empty() {
        return (Trust::NotAsked, vec![told(Outcome::Skipped(Because::NotAsked))]);
    }
    let now = session.policy.now;
    let mut checks = Vec::new();
    for list in lists {
        if let Some(since) = list.valid_until.filter(|end| *end <= now) {
            let list = list.name.clone();
            checks.push(told(Outcome::Warn(Reason::TrustListOver { list, since })));
        }
    }
    let issuer = report.summary.as_ref().and_then(|s| s.badge.issuer.id.as_deref());
    let signed_by = match whose::proven_origin(session, report) {
        Ok(keys) => keys,
        Err(code) => {
            // A list must not lend its weight to a name that anybody may have written.
            checks.push(told(Outcome::Skipped(Because::DependsOn(code))));
            return (Trust::Unknown, checks);
        }
    };
    let Some(issuer) = issuer else {
        checks.push(told(Outcome::Skipped(Because::DependsOn(CheckCode::DocumentSchema))));
        return (Trust::Unknown, checks);
    };
    let mut other_key = None;
    for list in lists.iter().filter(|list| !list.is_over(now)) {
        let Some(entry) = list.find(issuer) else { continue };
        // A badge of 0.5 names a host, and no key: it is nobody's whose keys are known.
        let first = report.summary.as_ref().is_some_and(|s| s.badge.version == Version::Ob05);
        if !entry.names_keys() || (!first && signed_by.iter().all(|key| entry.has_key(key))) {
            checks.push(known(list, entry, told(Outcome::Pass)));
            return (Trust::Known, checks);
        }
        other_key.get_or_insert(list);
    }
    let issuer = issuer.to_owned();
    checks.push(match other_key {
        Some(list) => {
            let reason = Reason::IssuerOtherKey { issuer, list: list.name.clone() };
            told(Outcome::Warn(reason)).with("list", list.name.as_str())
        }
        None => {
            let check = told(Outcome::Warn(Reason::IssuerUnknown { issuer }));
            let name = report.summary.as_ref().and_then(|s| s.badge.issuer.name.as_deref()).unwrap_or_default();
            // Whoever knows somebody of this name takes the one for the other.
            let same = |entry: &&KnownIssuer| entry.name.as_deref().is_some_and(|other| alike(name, other));
            match lists.iter().filter(|list| !list.is_over(now)).flat_map(TrustList::issuers).find(same) {
                Some(entry) => check.with("namesake", entry.id.as_str()),
                None => check,
            }
        }
    });
    (Trust::Unknown, checks)
}

/// Whether two names are the same but for case, spaces and signs.
fn alike(one: &str, other: &str) -> bool {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let one = letters(one);
    !one.is_empty() && one == letters(other)
}

fn known(list: &TrustList, entry: &KnownIssuer, mut check: Check) -> Check {
    check = check.with("issuer", entry.id.as_str()).with("list", list.name.as_str());
    check = check.with("updated", list.updated.to_string());
    if let Some(name) = &entry.name {
        check = check.with("name", name.as_str());
    }
    if let Some(since) = entry.since {
        check = check.with("since", since.to_string());
    }
    match &list.signed_by {
        Some(key) => check.with("signed_by", key.thumbprint()),
        None => check,
    }
}
