//! Signed badges: a JWS by a key that the issuer's own profile lists (OB2-VER-30 to 38).

use super::{Found, after, class_of, document, graph, hosted, image, normal, old_key, own_status, unproven};
use crate::crypto::SignatureError;
use crate::did::{KeyRefusal, ProfileKeyAnswer, profile_keys};
use crate::json::{Pointer, Value};
use crate::limits::Limits;
use crate::model::ob1::Place;
use crate::model::ob3::has_type;
use crate::model::{Badge, Verification2, Version};
use crate::name::Url;
use crate::proof::ob2_jws::{Ob2JwsError, SignedAssertion};
use crate::resource::{Body, Lookup, Purpose};
use crate::status::{has_odd_entry, in_ob1_list, in_ob2_list, is_named_oddly, is_ob1_list};
use crate::verify::inspect::{Role, json_fault, payload};
use crate::verify::key::key_fault;
use crate::verify::ob3::not_reached;
use crate::verify::proof::{explained_token, jose_fault, mismatch};
use crate::verify::session::{Asked, Session};
use crate::verify::{Because, Check, CheckCode, Match, Outcome, Proven, Reason, served, whose};

pub(super) fn from_jws(session: &mut Session<'_>, jws: &str, depth: usize) -> Found {
    let (token, fault) = match SignedAssertion::parse(jws, &session.policy.limits) {
        Ok(token) => (Some(token), None),
        Err(Ob2JwsError::Payload(why)) => {
            return Found::nothing(vec![Check::new(CheckCode::DocumentJson, Outcome::Fail(json_fault(&why)))]);
        }
        Err(Ob2JwsError::Jose(why)) => (None, Some(jose_fault(&why))),
        Err(Ob2JwsError::Algorithm(algorithm)) => {
            let algorithm = algorithm.as_str().to_owned();
            let refused = Outcome::Fail(Reason::AlgorithmRefused { algorithm });
            (None, Some(Check::new(CheckCode::ProofAlgorithm, refused)))
        }
        Err(_) => {
            return Found::nothing(vec![Check::new(CheckCode::DocumentJson, Outcome::Fail(Reason::NotAnObject))]);
        }
    };
    let assertion = token.as_ref().map(|t| t.assertion().clone()).or_else(|| payload(jws, &session.policy.limits));
    let doc = match assertion.map(|a| normal(a, Place::Assertion, None, &session.policy.limits)) {
        Some(Ok(doc)) => doc,
        Some(Err(checks)) => return Found::nothing(checks),
        None => return Found::nothing(fault.into_iter().collect()),
    };
    let badge = super::read(&doc, None, None);
    // OB2-VER-38: what is declared as hosted is read where it is served, whatever envelope it came in.
    if matches!(badge.verification, Some(Verification2::Hosted)) {
        return hosted::declared(session, badge.id.as_deref(), doc, depth);
    }
    let Some(token) = token else {
        let fault = fault.unwrap_or_else(|| Check::new(CheckCode::ProofPresent, Outcome::Fail(Reason::ProofMissing)));
        return unproven(session, &doc, fault, CheckCode::ProofSignature);
    };

    let mut checks = document(&doc, class_of(&doc.object), &Pointer::root(), &session.policy.limits);
    let graph = graph::follow(session, &doc);
    let badge = super::read(&doc, graph.class.as_ref(), graph.issuer.as_ref());
    checks.extend(graph.checks);
    checks.extend(image::all(session, &doc.object, graph.class.as_ref(), graph.issuer.as_ref()));
    checks.push(Check::new(CheckCode::ProofPresent, Outcome::Pass));
    checks.push(Check::new(CheckCode::ProofMethod, Outcome::Pass).with("method", "SignedBadge"));
    let algorithm = Check::new(CheckCode::ProofAlgorithm, Outcome::Pass);
    checks.push(algorithm.with("algorithm", token.header().algorithm.as_str()));
    // An issuer that lists its keys, as 2.0 asks, is held to them, however old its badges say they are.
    let lists_keys = graph.issuer_fetched && (graph.issuer_older.is_none() || !badge.issuer.public_keys.is_empty());
    checks.extend(if doc.upgraded.is_some() && !lists_keys {
        old_key::checks(session, &token, &badge, &doc.object, graph.issuer_fetched)
    } else {
        keys(session, &token, &badge, graph.issuer.as_ref(), graph.issuer_fetched)
    });

    for check in checks.iter_mut().filter(|c| c.code == CheckCode::ProofSignature) {
        *check = explained_token(check.clone(), token.signed(), session.policy.explain);
    }
    let mut found = Found { checks, badge: None, proven: false, recipient: Match::NotAsked, endorsements: Vec::new() };
    match Proven::by_signature(&badge, &found.checks) {
        Ok(proven) => {
            found.proven = true;
            let status = revocation(session, &badge);
            (found.recipient, found.endorsements) = after(session, proven, status, depth, &mut found.checks);
        }
        Err(code) => {
            let role = Role::Asked { depth };
            found.checks.extend(not_reached(session, badge.kind, role, code));
            found.recipient = if session.policy.recipient.is_empty() { Match::NotAsked } else { Match::Unknown };
        }
    }
    found.badge = Some(badge);
    found
}

/// `proof.key`, `proof.signature` and `issuer.confirmed`: one key of the issuer's that fits is enough (OB2-VER-34).
fn keys(
    session: &mut Session<'_>,
    token: &SignedAssertion<'_>,
    badge: &Badge,
    profile: Option<&crate::json::Object>,
    profile_fetched: bool,
) -> Vec<Check> {
    let key = |outcome| Check::new(CheckCode::ProofKey, outcome);
    let signature = |outcome| Check::new(CheckCode::ProofSignature, outcome);
    let confirmed = |outcome| Check::new(CheckCode::IssuerConfirmed, outcome);
    let depends = |code| Outcome::Skipped(Because::DependsOn(code));
    let issuer = badge.issuer.id.clone().unwrap_or_default();
    let creator = match &badge.verification {
        Some(Verification2::Signed { creator }) => creator.clone(),
        _ => None,
    };
    let profile = profile.filter(|_| profile_fetched || Url::parse(&issuer).is_err());
    let Some(profile) = profile else {
        return vec![
            key(depends(CheckCode::IssuerProfile)),
            signature(depends(CheckCode::ProofKey)),
            confirmed(depends(CheckCode::IssuerProfile)),
        ];
    };
    let profile = Value::Object(profile.clone());
    let candidates = match profile_keys(&profile, creator.as_deref(), session.known, &session.policy.limits) {
        Ok(keys) if keys.is_empty() => {
            let open = Because::Undecided(Reason::IssuerListsNoKey { issuer });
            return vec![
                key(depends(CheckCode::IssuerConfirmed)),
                signature(depends(CheckCode::ProofKey)),
                confirmed(Outcome::Skipped(open)),
            ];
        }
        Ok(keys) => keys,
        Err(why) => {
            let reason = match why {
                KeyRefusal::MethodNotFound => Reason::KeyNotListed { issuer },
                _ => Reason::OverLimit { limit: "keys".to_owned() },
            };
            return vec![
                key(depends(CheckCode::IssuerConfirmed)),
                signature(depends(CheckCode::ProofKey)),
                confirmed(Outcome::Fail(reason)).with("key", creator.unwrap_or_default()),
            ];
        }
    };
    // The best of the candidates is told: one that fits, else one that is still open, else the last that does not.
    let mut told: Option<(u8, Vec<Check>)> = None;
    for candidate in candidates {
        let id = candidate.id.clone().unwrap_or_default();
        if let Ok(url) = Url::parse(&id) {
            session.note_url(&url, Purpose::Key);
        }
        let used = token.header().algorithm;
        let (rank, outcome, signed) = match candidate.answer {
            ProfileKeyAnswer::Known(_) if let Some(named) = candidate.other_algorithm(used) => {
                let reason = Reason::KeyOtherAlgorithm { named, used: used.as_str().to_owned() };
                (3, Outcome::Fail(reason), depends(CheckCode::ProofKey))
            }
            ProfileKeyAnswer::Known(public) => {
                match token.verify(&public).inspect(|()| session.remember_key(&id, &public)) {
                    Ok(()) => (0, Outcome::Pass, Outcome::Pass),
                    Err(why @ SignatureError::AlgorithmDoesNotFitKey { .. }) => {
                        let _ = why;
                        let algorithm = token.header().algorithm.as_str().to_owned();
                        (3, Outcome::Fail(Reason::AlgorithmRefused { algorithm }), depends(CheckCode::ProofKey))
                    }
                    Err(why) => (2, Outcome::Pass, mismatch(why)),
                }
            }
            ProfileKeyAnswer::Wanted(lookup) | ProfileKeyAnswer::Unanswered(lookup, _) => {
                (1, Outcome::Skipped(session.because(&lookup)), depends(CheckCode::ProofKey))
            }
            ProfileKeyAnswer::Refused(KeyRefusal::Key(why)) => {
                (3, Outcome::Fail(Reason::KeyBad { fault: key_fault(&why) }), depends(CheckCode::ProofKey))
            }
            ProfileKeyAnswer::Refused(KeyRefusal::DocumentIdDiffers { expected, found }) => {
                let found = found.unwrap_or_default();
                (3, Outcome::Fail(Reason::IdDiffers { expected, found }), depends(CheckCode::ProofKey))
            }
            ProfileKeyAnswer::Refused(_) => {
                (3, Outcome::Fail(Reason::KeyNotFound { key: id.clone() }), depends(CheckCode::ProofKey))
            }
        };
        if told.as_ref().is_some_and(|(best, _)| *best <= rank) {
            continue;
        }
        let owned = whose::in_a_profile(candidate.owner.as_deref(), &issuer, profile_fetched);
        let checks = vec![key(outcome).with("key", id.as_str()), signature(signed), owned];
        told = Some((rank, checks));
    }
    told.map(|(_, checks)| checks).unwrap_or_default()
}

/// OB2-VER-36.
pub(super) fn revocation(session: &mut Session<'_>, badge: &Badge) -> Vec<Check> {
    let mut checks = vec![own_status(badge)];
    let Some(list) = badge.issuer.revocation_list.clone() else {
        return checks;
    };
    let told = |outcome| Check::new(CheckCode::StatusRevocation, outcome).with("list", list.as_str());
    let unread = |session: &Session<'_>, because| {
        told(if session.policy.tolerate_unread_status {
            Outcome::Warn(Reason::StatusUnread { url: list.clone() })
        } else {
            Outcome::Skipped(because)
        })
    };
    let Ok(url) = Url::parse(&list) else {
        checks.push(told(Outcome::Fail(Reason::MemberValue {
            member: "revocationList".to_owned(),
            found: crate::verify::shortened(&list),
        })));
        return checks;
    };
    let body = match session.ask(&url, Purpose::StatusList) {
        Asked::Found(body) => body,
        Asked::Gone(_) => {
            let because = session.because(&Lookup::new(&url, Purpose::StatusList));
            checks.push(unread(session, because));
            return checks;
        }
        Asked::Missing(because) => {
            checks.push(unread(session, because));
            return checks;
        }
    };
    let bad = |fault: &str| told(Outcome::Fail(Reason::StatusListBad { fault: fault.to_owned() }));
    let uid = badge.extra.get("uid").and_then(Value::as_str);
    if badge.version < Version::Ob20
        && let Ok(Value::Object(list)) = crate::json::parse(&body.bytes, &session.policy.limits)
        && is_ob1_list(&list)
        && !served::is_excuse(&list)
    {
        checks.push(match uid.map(|uid| in_ob1_list(&list, uid)) {
            // Without a name, nobody can say whether the list names it.
            None => told(Outcome::Fail(Reason::MemberMissing { member: "uid".to_owned() })),
            Some(Some(revoked)) => told(Outcome::Fail(Reason::Revoked { reason: revoked.reason.unwrap_or_default() })),
            Some(None) => told(Outcome::Pass),
        });
        return checks;
    }
    let mut doc = match graph::parse(session, body, &url, Purpose::StatusList, Place::Other) {
        Ok(doc) => doc,
        // A page of a site that is being repaired says nothing about the badge: the list was not read (D-34).
        Err(Outcome::Skipped(because)) => {
            checks.push(unread(session, because));
            return checks;
        }
        Err(_) => {
            checks.push(bad("type"));
            return checks;
        }
    };
    // A list of nobody has no meaning of its own, and is a list all the same (OB2-DM-96).
    if has_type(&doc.object, "RevocationList") && names_nobody(body, &session.policy.limits) {
        doc.object.set("revokedAssertions", Value::Array(Vec::new()));
    }
    let listed = doc.object.get("issuer").map(|i| i.get("id").unwrap_or(i)).and_then(Value::as_str);
    if let (Some(found), Some(issuer)) = (listed, badge.issuer.id.as_deref())
        && found != issuer
    {
        checks.push(told(Outcome::Warn(Reason::StatusListIssuer { found: found.to_owned() })));
    }
    if has_odd_entry(&doc.object) {
        let odd = Reason::StatusListBad { fault: "entry".to_owned() };
        checks.push(told(Outcome::Warn(odd)).advisory());
    }
    checks.push(match in_ob2_list(&doc.object, badge.id.as_deref(), uid) {
        Err(_) => bad("type"),
        Ok(Some(revoked)) => told(Outcome::Fail(Reason::Revoked { reason: revoked.reason.unwrap_or_default() })),
        Ok(None) if badge.id.as_deref().is_some_and(|id| is_named_oddly(&doc.object, id)) => {
            told(Outcome::Skipped(Because::Undecided(Reason::StatusListBad { fault: "entry".to_owned() })))
        }
        Ok(None) => told(Outcome::Pass),
    });
    checks
}

/// Whether a list says in so many words that nothing was revoked.
fn names_nobody(body: &Body, limits: &Limits) -> bool {
    let list = crate::json::parse(&body.bytes, limits).ok();
    list.as_ref().and_then(|l| l.get("revokedAssertions")) == Some(&Value::Array(Vec::new()))
}
