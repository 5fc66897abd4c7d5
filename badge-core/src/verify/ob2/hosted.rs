//! Hosted badges: read at their own address (OB2-VER-02 to 05, OB2-VER-20 to 28).

use super::{Found, after, class_of, document, from_jws, graph, image, own_status, scope, signed, unproven};
use crate::container::{Presented, Raw, open_single};
use crate::json::{Pointer, Value};
use crate::model::ob1::Place;
use crate::model::ob2::Normal;
use crate::model::{Badge, Verification2, detect};
use crate::name::Url;
use crate::resource::{Body, Lookup, Purpose};
use crate::verify::inspect::{Role, Secured, jws_document, report, something_else};
use crate::verify::ob3::not_reached;
use crate::verify::session::{Asked, Session};
use crate::verify::{Because, Check, CheckCode, Match, Outcome, Proven, Reason, Report, Weight, ob3, served};

/// What is served at an address that the reader gave, or that a badge gives for an endorsement: a hosted badge, or a
/// signed one, or a picture of either.
pub(in crate::verify) fn at_address(session: &mut Session<'_>, url: &Url, purpose: Purpose, depth: usize) -> Report {
    let role = Role::Asked { depth };
    let body = match session.ask(url, purpose) {
        Asked::Found(body) => body,
        Asked::Gone(body) => {
            let found = gone(session, body, None);
            return report(session, found);
        }
        Asked::Missing(because) => {
            let check = Check::new(CheckCode::HostedFetched, Outcome::Skipped(because)).with("url", url.as_str());
            return report(session, Found::nothing(vec![check]));
        }
    };
    let opened = open_single(&body.bytes, &session.policy.limits);
    let other = |session: &mut Session<'_>| {
        let outcome = match served::object(session, &Lookup::new(url, purpose), body) {
            Ok(_) => Outcome::Fail(Reason::ServedOther { url: url.to_string() }),
            Err(because) => Outcome::Skipped(because),
        };
        report(session, Found::nothing(vec![Check::new(CheckCode::HostedFetched, outcome).with("url", url.as_str())]))
    };
    let first = opened.found.into_iter().next();
    let bare = first.as_ref().is_some_and(|p| p.via.is_empty());
    match first.map(|p| p.raw) {
        Some(Raw::Json(bytes)) => match crate::json::parse(&bytes, &session.policy.limits) {
            Ok(Value::Object(doc)) => match detect(&doc) {
                Some(version) if version.is_3() => ob3::inspect(session, Secured::Embedded(doc), role).report,
                Some(_) if let Some(checks) = something_else(&doc) => report(session, Found::nothing(checks)),
                Some(_) => {
                    let found = match super::normal(doc, Place::Assertion, Some(url), &session.policy.limits) {
                        // A picture, or a page, may hold a badge that is served elsewhere: its own address counts.
                        Ok(normal) => match normal.object.get("id").and_then(Value::as_str).map(Url::parse) {
                            Some(Ok(own)) if own.without_fragment() != url.without_fragment() => {
                                let mut found = from_pointer(session, &own, None, depth);
                                if bare {
                                    // OB2-VER-05
                                    let reason =
                                        Reason::IdDiffers { expected: url.to_string(), found: own.to_string() };
                                    let differs = Check::new(CheckCode::HostedFetched, Outcome::Warn(reason));
                                    found.checks.push(differs.advisory());
                                }
                                found
                            }
                            _ => read(session, url, normal, None, Vec::new(), depth),
                        },
                        Err(checks) => Found::nothing(checks),
                    };
                    report(session, found)
                }
                // OB2-VER-27: a withdrawn badge of an old version may say nothing else.
                None if doc.get("revoked").and_then(Value::as_bool) == Some(true) => {
                    let found = from_pointer(session, url, None, depth);
                    report(session, found)
                }
                None => other(session),
            },
            _ => other(session),
        },
        Some(Raw::Jws(jws)) => {
            let version = crate::verify::inspect::payload(&jws, &session.policy.limits).and_then(|doc| detect(&doc));
            if version.is_some_and(|v| !v.is_3()) {
                let found = from_served_jws(session, &jws, url, None, depth);
                report(session, found)
            } else {
                jws_document(session, &jws, role).report
            }
        }
        Some(Raw::Link(next)) if depth == 0 && next != *url => {
            let found = from_pointer(session, &next, None, depth);
            report(session, found)
        }
        _ => other(session),
    }
}

/// A badge that is declared as hosted: its id says where. Without an address, nothing allows to check it, and no
/// signature around it makes up for that (OB2-VER-38).
pub(super) fn declared(session: &mut Session<'_>, id: Option<&str>, in_hand: Normal, depth: usize) -> Found {
    match id.map(Url::parse) {
        Some(Ok(url)) => from_pointer(session, &url, Some(in_hand), depth),
        _ => {
            let nowhere = Check::new(CheckCode::HostedFetched, Outcome::Fail(Reason::NotVerifiable));
            unproven(session, &in_hand, nowhere, CheckCode::HostedFetched)
        }
    }
}

/// Follows a badge in hand, or its address, to what is served there.
fn from_pointer(session: &mut Session<'_>, url: &Url, in_hand: Option<Normal>, depth: usize) -> Found {
    let purpose = if depth > 0 { Purpose::Endorsement } else { Purpose::Assertion };
    let mut url = url.clone();
    match session.ask(&url, purpose) {
        Asked::Gone(body) => return gone(session, body, in_hand.as_ref()),
        Asked::Missing(because) => return unread(session, &url, because, in_hand.as_ref()),
        // A picture or a JWS served as the badge: what it holds is the badge (OB2-VER-04).
        Asked::Found(body) => match open_single(&body.bytes, &session.policy.limits).found.into_iter().next() {
            Some(Presented { raw: Raw::Jws(jws), .. }) => {
                return from_served_jws(session, &jws, &url, in_hand, depth);
            }
            Some(Presented { raw: Raw::Json(bytes), via, .. }) if !via.is_empty() => {
                let baked = crate::json::parse(&bytes, &session.policy.limits).ok();
                if let Some(Ok(own)) = baked.as_ref().and_then(|d| d.get("id")).and_then(Value::as_str).map(Url::parse)
                {
                    url = own;
                }
            }
            _ => {}
        },
    }
    let url = &url;
    let served = graph::served(session, url, purpose);
    match served.result {
        Ok(normal) => read(session, url, normal, in_hand, served.remarks, depth),
        Err(Outcome::Skipped(because)) => {
            if let Because::Unanswered(Lookup { url: other, .. }, crate::verify::Unanswered::Gone) = &because
                && let Asked::Gone(body) = session.ask(other, purpose)
            {
                return gone(session, body, in_hand.as_ref());
            }
            unread(session, url, because, in_hand.as_ref())
        }
        Err(outcome) => {
            let check = Check::new(CheckCode::HostedFetched, outcome).with("url", url.as_str());
            match &in_hand {
                Some(doc) => unproven(session, doc, check, CheckCode::HostedFetched),
                None => Found::nothing(vec![check]),
            }
        }
    }
}

/// A JWS that was served at `url`. Declared as signed, its signature is checked; declared as hosted, being served at its
/// own address is what counts (OB2-VER-38), and it is not followed any further.
fn from_served_jws(session: &mut Session<'_>, jws: &str, url: &Url, in_hand: Option<Normal>, depth: usize) -> Found {
    let limits = &session.policy.limits;
    let doc = crate::verify::inspect::payload(jws, limits)
        .and_then(|doc| super::normal(doc, Place::Assertion, None, limits).ok());
    let hosted = doc.filter(|d| super::read(d, None, None).verification == Some(Verification2::Hosted));
    let Some(doc) = hosted else {
        return from_jws(session, jws, depth);
    };
    let own = doc.object.get("id").and_then(Value::as_str).unwrap_or_default();
    if graph::same_address(own, url) {
        return read(session, url, doc, in_hand, Vec::new(), depth);
    }
    let reason = Reason::IdDiffers { expected: url.to_string(), found: crate::verify::shortened(own) };
    let differs = Check::new(CheckCode::HostedFetched, Outcome::Fail(reason)).with("url", url.as_str());
    unproven(session, &doc, differs, CheckCode::HostedFetched)
}

/// 410 means revoked, whatever else is missing (OB2-VER-27).
fn gone(session: &Session<'_>, body: &Body, in_hand: Option<&Normal>) -> Found {
    let told = crate::json::parse(&body.bytes, &session.policy.limits).ok();
    let reason = told.as_ref().and_then(|v| v.get("revocationReason")).and_then(Value::as_str).unwrap_or_default();
    let revoked = Outcome::Fail(Reason::Revoked { reason: reason.to_owned() });
    Found {
        checks: vec![
            Check::new(CheckCode::DocumentJson, Outcome::Skipped(Because::NotApplicable)),
            Check::new(CheckCode::HostedFetched, Outcome::Pass).with("status", "410"),
            Check::new(CheckCode::StatusRevocation, revoked),
        ],
        badge: in_hand.map(|doc| super::read(doc, None, None)),
        proven: false,
        recipient: if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown },
        endorsements: Vec::new(),
    }
}

/// Not read is not revoked (OB2-VER-28). The copy in hand is shown, and not judged.
fn unread(session: &Session<'_>, url: &Url, because: Because, in_hand: Option<&Normal>) -> Found {
    let badge = in_hand.map(|doc| super::read(doc, None, None));
    let kind = badge.as_ref().map_or_else(Default::default, |b| b.kind);
    let mut checks = vec![
        Check::new(CheckCode::DocumentJson, Outcome::Pass),
        Check::new(CheckCode::HostedFetched, Outcome::Skipped(because)).with("url", url.as_str()),
    ];
    let depends = [
        CheckCode::DocumentType,
        CheckCode::DocumentSchema,
        CheckCode::DocumentSubject,
        CheckCode::HostedScope,
        CheckCode::HostedSame,
        CheckCode::IssuerProfile,
    ];
    let because = || Outcome::Skipped(Because::DependsOn(CheckCode::HostedFetched));
    checks.extend(depends.into_iter().map(|code| Check::new(code, because())));
    checks.extend(not_reached(session, kind, Role::Asked { depth: 0 }, CheckCode::HostedFetched));
    let recipient = if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown };
    Found { checks, badge, proven: false, recipient, endorsements: Vec::new() }
}

/// Judges what was served.
fn read(
    session: &mut Session<'_>,
    url: &Url,
    served: Normal,
    in_hand: Option<Normal>,
    remarks: Vec<Check>,
    depth: usize,
) -> Found {
    let mut checks = document(&served, class_of(&served.object), &Pointer::root(), &session.policy.limits);
    let moved = !remarks.is_empty();
    checks.extend(remarks);
    if !moved {
        checks.push(Check::new(CheckCode::HostedFetched, Outcome::Pass).with("url", url.as_str()));
    }
    let same = match &in_hand {
        None => Outcome::Skipped(Because::NotApplicable),
        Some(copy) if graph::agrees(&copy.object, &served.object) => Outcome::Pass,
        Some(_) => Outcome::Warn(Reason::CopyDiffers),
    };
    let said = checks.len();
    checks.push(Check::new(CheckCode::HostedSame, same));
    if class_of(&served.object) == crate::verify::document::Of::Revoked {
        let mut badge = super::read(&served, None, None);
        if let Some(copy) = &in_hand {
            // A revoked document need not say what it was (OB2-DM-20): the copy in hand is shown for it.
            let revoked = badge.revoked.take();
            badge = super::read(copy, None, None);
            badge.revoked = revoked;
        }
        checks.push(own_status(&badge));
        let recipient = if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown };
        return Found { checks, badge: Some(badge), proven: false, recipient, endorsements: Vec::new() };
    }
    let graph = graph::follow(session, &served);
    if let (Some(copy), Some(same)) = (&in_hand, checks.get_mut(said))
        && !graph.agrees(&copy.object)
    {
        same.outcome = Outcome::Warn(Reason::CopyDiffers);
    }
    let badge = super::read(&served, graph.class.as_ref(), graph.issuer.as_ref());
    checks.extend(graph.checks);
    checks.extend(image::all(session, &served.object, graph.class.as_ref(), graph.issuer.as_ref()));
    let own = badge.id.as_deref().and_then(|id| Url::parse(id).ok()).unwrap_or_else(|| url.clone());
    checks.extend(scopes(&own, &badge, graph.issuer_fetched, &checks));
    if matches!(badge.verification, Some(Verification2::Signed { .. })) {
        // OB2-VER-38: declared as signed, and here without a signature.
        checks.push(Check::new(CheckCode::ProofPresent, Outcome::Fail(Reason::ProofMissing)));
    }
    let mut found = Found { checks, badge: None, proven: false, recipient: Match::NotAsked, endorsements: Vec::new() };
    if let Some(proven) = Proven::by_hosting(&badge, &found.checks) {
        found.proven = true;
        let status = own_and_listed(session, &badge, graph.issuer_fetched);
        (found.recipient, found.endorsements) = after(session, proven, status, depth, &mut found.checks);
    }
    found.badge = Some(badge);
    found
}

/// The list of an issuer is meant for signed badges; an issuer that names a hosted one in it has taken it back all the
/// same (PRB-J-39). That the list was not read, or is no good, leaves a hosted badge as it is: its own address answers.
fn own_and_listed(session: &mut Session<'_>, badge: &Badge, issuer_fetched: bool) -> Vec<Check> {
    if !issuer_fetched || badge.issuer.revocation_list.is_none() {
        return vec![own_status(badge)];
    }
    let mut checks = signed::revocation(session, badge);
    for check in checks.iter_mut().skip(1) {
        if !matches!(check.outcome, Outcome::Pass | Outcome::Fail(Reason::Revoked { .. })) {
            check.weight = Weight::Advisory;
        }
    }
    checks
}

fn scopes(own: &Url, badge: &Badge, issuer_fetched: bool, checks: &[Check]) -> Vec<Check> {
    let told = |outcome| Check::new(CheckCode::HostedScope, outcome);
    let profile_read = checks.iter().filter(|c| c.code == CheckCode::IssuerProfile).any(|c| match &c.outcome {
        Outcome::Pass | Outcome::Warn(_) => true,
        // Embedded under no address: all that there is was read.
        Outcome::Skipped(why) => matches!(why, Because::Undecided(Reason::IssuerNotAddress { .. })),
        Outcome::Fail(_) => false,
    });
    let Some(issuer) = badge.issuer.id.as_deref().filter(|_| issuer_fetched || profile_read) else {
        return vec![told(Outcome::Skipped(Because::DependsOn(CheckCode::IssuerProfile)))];
    };
    // What an issuer allows is for its own address to say.
    let stated = badge.issuer.scope.as_ref().filter(|_| issuer_fetched);
    let mut out = vec![told(scope::judge(own, issuer, stated)).with("url", own.as_str())];
    // OB2-VER-26: the text asks for it too, validators do not; a remark.
    let class = badge.achievement.as_ref().and_then(|a| a.id.as_deref()).and_then(|id| Url::parse(id).ok());
    if let (Some(class), Ok(issuer)) = (class, Url::parse(issuer))
        && class.authority() != issuer.authority()
    {
        let reason = Reason::ClassElsewhere { url: class.to_string() };
        out.push(told(Outcome::Warn(reason)).at(Pointer::root().member("badge")));
    }
    out
}
