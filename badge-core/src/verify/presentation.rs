//! `presentation.proof`: who put badges into the envelope in which they came (VC Data Model 2.0, section 4.13).
//!
//! It says nothing about the badges, and decides nothing: each is judged by its own proof. Nobody here asked a question
//! that the holder's signature answers (`challenge`), so even a good one may be shown again by somebody else. The remark
//! that comes with it says so.

use super::key::{other_algorithm, quotable, refused};
use super::proof::{SKEW, compared, jose_fault, malformed};
use super::session::Session;
use super::{Because, Check, CheckCode, Outcome, Reason, terms, whose};
use crate::container::{Raw, Wrapping};
use crate::crypto::SignatureError;
use crate::crypto::jose::Jws;
use crate::did::{self, KeyAnswer, KeyRefusal, KnownKey};
use crate::json::{self, Value};
use crate::model::ob3::has_type;
use crate::name::Did;
use crate::proof::integrity::{Proof, proofs_in};
use crate::time::Timestamp;

/// The purpose of a proof that shows something (Data Integrity 1.0, section 2.1).
const AUTHENTICATION: &str = "authentication";

/// What is told of each presentation that came with a badge; nothing where none did. One comes with the first badge that
/// was found in it alone: made for each, this would cost as the square of their number.
pub(super) fn checks(session: &mut Session<'_>, via: &[Wrapping]) -> Vec<Check> {
    let mut checks = Vec::new();
    for wrapping in via {
        let Wrapping::Member { pointer, presentation: Some(presentation) } = wrapping else { continue };
        let found = match &**presentation {
            Raw::Json(bytes) => embedded(session, bytes),
            Raw::Jws(token) => token_around(session, token),
            Raw::Link(_) => None,
        };
        let tell = |code, outcome| Check::new(code, outcome).advisory().with("member", pointer.as_str());
        let remark = match found {
            None => Some(Reason::PresentationNotChecked),
            Some(Found { outcome, holder }) => {
                let signed = (outcome == Outcome::Pass).then(|| Reason::PresentationSigned { holder: holder.clone() });
                checks.push(tell(CheckCode::PresentationProof, outcome).with("holder", holder));
                signed
            }
        };
        checks.extend(remark.map(|remark| tell(CheckCode::ContainerFormat, Outcome::Warn(remark))));
    }
    checks
}

/// What is told of a proof, and whose it would be.
struct Found {
    outcome: Outcome,
    holder: String,
}

/// A presentation with proofs inside: the first that holds is told, else the first.
fn embedded(session: &mut Session<'_>, bytes: &[u8]) -> Option<Found> {
    let Ok(Value::Object(mut doc)) = json::parse(bytes, &session.policy.limits) else { return None };
    // What calls itself nothing is no presentation, whoever signed it.
    if !has_type(&doc, "VerifiablePresentation") {
        return None;
    }
    let member = doc.remove("proof")?;
    let holder = holder(doc.get("holder")).map(str::to_owned);
    let holder = holder.as_deref();
    let doc = Value::Object(doc);
    let mut first = None;
    for proof in proofs_in(&member, &session.policy.limits) {
        let found = match proof {
            Ok(proof) => {
                // Without a holder, whoever controls the key is the one.
                let own = proof.verification_method.split('#').next().unwrap_or_default();
                let holder = quotable(holder.unwrap_or(own)).to_owned();
                Found { outcome: one(session, (&doc, member.many()), &proof, &holder), holder }
            }
            Err(fault) => Found {
                outcome: Outcome::Fail(malformed(&fault.kind)),
                holder: quotable(holder.unwrap_or_default()).to_owned(),
            },
        };
        if found.outcome == Outcome::Pass {
            return Some(found);
        }
        first.get_or_insert(found);
    }
    first
}

fn one(session: &mut Session<'_>, doc: (&Value, &[Value]), proof: &Proof, holder: &str) -> Outcome {
    if proof.suite.is_none() {
        return Outcome::Skipped(Because::Unsupported(proof.suite_name.clone()));
    }
    if proof.purpose != AUTHENTICATION {
        return Outcome::Fail(Reason::PresentationPurpose { found: quotable(&proof.purpose).to_owned() });
    }
    if let Err(outcome) = dated(session, proof.expires, proof.created) {
        return outcome;
    }
    let method = proof.verification_method.as_str();
    let answer = did::resolve_holder(Some(method), None, holder, session.known, &session.policy.limits);
    let known = match usable(session, answer, method, holder) {
        Ok(known) => known,
        Err(outcome) => return outcome,
    };
    let (check, seen) = compared(session, doc, proof, &known.key);
    match (check.outcome, seen) {
        (Outcome::Pass | Outcome::Warn(_), _) => whose::of_the_holder(session, &known, holder),
        (Outcome::Fail(Reason::SignatureMismatch), _) => Outcome::Fail(Reason::PresentationAltered),
        (Outcome::Skipped(Because::DependsOn(CheckCode::ProofAlgorithm)), _) => {
            let kind = known.key.kind();
            Outcome::Fail(Reason::AlgorithmRefused { algorithm: format!("{} {kind}", proof.suite_name) })
        }
        // What has no meaning is not signed.
        (_, super::proof::Terms::Faults(faults)) => terms::faults(faults, false)
            .into_iter()
            .next()
            .map_or(Outcome::Fail(Reason::PresentationAltered), |c| c.outcome),
        (_, super::proof::Terms::Refused(why)) => Outcome::Fail(terms::refused(&why).1),
        (other, _) => other,
    }
}

/// A presentation as a JWT: `vp` in its claims (VC Data Model 1.1), or the payload itself.
fn token_around(session: &mut Session<'_>, token: &str) -> Option<Found> {
    let limits = &session.policy.limits;
    let jws = match Jws::parse(token, limits) {
        Ok(jws) => jws,
        Err(why) => return Some(Found { outcome: jose_fault(&why).outcome, holder: String::new() }),
    };
    let payload = json::parse(jws.payload(), limits).ok()?;
    let named = holder(payload.get("vp").unwrap_or(&payload).get("holder"));
    let issued = payload.get("iss").and_then(Value::as_str);
    let own = jws.header().kid.as_deref().and_then(|kid| kid.split('#').next()).filter(|own| own.starts_with("did:"));
    let holder = quotable(named.or(issued).or(own).unwrap_or_default()).to_owned();
    let outcome = if named.is_some() && issued.is_some_and(|iss| Some(iss) != named) {
        Outcome::Fail(Reason::ClaimDiffers { claim: "iss".to_owned() })
    } else {
        signed(session, &jws, &payload, &holder)
    };
    Some(Found { outcome, holder })
}

fn signed(session: &mut Session<'_>, jws: &Jws<'_>, payload: &Value, holder: &str) -> Outcome {
    let date = |claim: &str| {
        #[allow(clippy::cast_possible_truncation)] // bounded before the cast
        let seconds = payload.get(claim).and_then(Value::as_f64).filter(|n| n.abs() < 1e12).map(|n| n.floor() as i64);
        seconds.and_then(Timestamp::from_unix)
    };
    if let Err(outcome) = dated(session, date("exp"), date("nbf").or_else(|| date("iat"))) {
        return outcome;
    }
    let header = jws.header();
    let named = header.kid.as_deref().unwrap_or("jwk");
    let (kid, jwk) = (header.kid.as_deref(), header.jwk.as_ref());
    let answer = did::resolve_holder(kid, jwk, holder, session.known, &session.policy.limits);
    if let Some(reason) = other_algorithm(&answer, header.algorithm) {
        return Outcome::Fail(reason);
    }
    let known = match usable(session, answer, named, holder) {
        Ok(known) => known,
        Err(outcome) => return outcome,
    };
    match jws.verify(&known.key) {
        Ok(()) => whose::of_the_holder(session, &known, holder),
        Err(SignatureError::AlgorithmDoesNotFitKey { algorithm, .. }) => {
            Outcome::Fail(Reason::AlgorithmRefused { algorithm: algorithm.as_str().to_owned() })
        }
        Err(SignatureError::Mismatch) => Outcome::Fail(Reason::PresentationAltered),
        Err(why) => super::proof::mismatch(why),
    }
}

/// Whether a proof may be used at the instant that was asked about.
fn dated(session: &Session<'_>, expires: Option<Timestamp>, created: Option<Timestamp>) -> Result<(), Outcome> {
    let now = session.policy.now;
    match (expires, created) {
        (Some(expires), _) if expires <= now => Err(Outcome::Fail(Reason::ProofExpired { expires })),
        (_, Some(created)) if created > now.plus_seconds(SKEW) => {
            Err(Outcome::Fail(Reason::ProofFromFuture { created }))
        }
        _ => Ok(()),
    }
}

/// The key, when a signature can be checked with it; otherwise why not.
fn usable(session: &mut Session<'_>, answer: KeyAnswer, named: &str, holder: &str) -> Result<KnownKey, Outcome> {
    session.note_method(named);
    let known = match answer {
        KeyAnswer::Known(known) => known,
        KeyAnswer::Wanted(lookup) | KeyAnswer::Unanswered(lookup, _) => {
            return Err(Outcome::Skipped(session.because(&lookup)));
        }
        KeyAnswer::UnsupportedMethod(method) => {
            return Err(Outcome::Skipped(Because::Unsupported(format!("did:{method}"))));
        }
        // Nothing says which key it is, and where the holder's would stand is not known here.
        KeyAnswer::Refused(KeyRefusal::NoHint) if unread_method(holder).is_some() => {
            return Err(Outcome::Skipped(Because::Unsupported(unread_method(holder).unwrap_or_default())));
        }
        KeyAnswer::Refused(KeyRefusal::NotForAssertion | KeyRefusal::MethodNotFound) => {
            return Err(Outcome::Fail(Reason::PresentationNotHolders { holder: holder.to_owned() }));
        }
        KeyAnswer::Refused(why) => return Err(refused(why, quotable(named))),
    };
    let now = session.policy.now;
    match (known.revoked, known.expires) {
        (Some(since), _) if since <= now => Err(Outcome::Fail(Reason::KeyRevoked { since })),
        (_, Some(since)) if since <= now => Err(Outcome::Fail(Reason::KeyExpired { since })),
        _ => Ok(*known),
    }
}

/// The name of a holder's DID method that is not read here: `did:example`.
fn unread_method(holder: &str) -> Option<String> {
    let did = Did::parse(holder).ok()?;
    (!matches!(did.method(), "key" | "jwk" | "web")).then(|| format!("did:{}", did.method()))
}

fn holder(member: Option<&Value>) -> Option<&str> {
    let member = member?;
    member.as_str().or_else(|| member.get("id").and_then(Value::as_str)).filter(|id| !id.is_empty())
}
