//! The `proof.*` checks: embedded proofs and JWTs. Any one good proof suffices; the others are told, and decide
//! nothing (OB3-PRF-08, OB3-PRF-30).

use std::collections::BTreeSet;

use super::session::Session;
use super::{Because, Check, CheckCode, Outcome, Reason, Verdict, Weight, key};
use crate::crypto::jose::{JoseError, Jws, Part as JwsPart};
use crate::crypto::{PublicKey, SignatureError};
use crate::did;
use crate::json::{Object, Pointer, Value};
use crate::ld::{CanonError, Contexts, Fault, LdError, RelatedForm};
use crate::limits::Limits;
use crate::model::Version;
use crate::model::ob3::version;
use crate::proof::integrity::{
    ASSERTION_METHOD, Proof, ProofFault, ProofFaultKind, check_apart as check_proof, proofs_in, without_places,
};
use crate::proof::vc_jwt::{ClaimFault, VcJwt, VcJwtError, Weight as ClaimWeight};
use crate::proof::{Explained, IntegrityError, Part, Suite, Variant};

/// What checking the proofs told about the document's terms, so that it need not be expanded twice.
pub(super) enum Terms {
    /// All are defined, and a proof over the statements was looked at.
    Defined,
    /// The proof is over the text itself, whatever its terms mean.
    Text,
    /// These parts have no meaning.
    Faults(Vec<Fault>),
    /// It is no linked data.
    Refused(LdError),
    /// Nobody looked.
    Unread,
}

/// The finding of `proof.signature` for a member that stands outside of the signature (OB3-DM-161): anybody may have put
/// it there.
const NOT_COVERED: &str = "not_covered";

/// A document without what the proof that decides does not cover, where there is such a thing: terms that only the newer
/// text of the 3.0.3 context defines. Of these one carries something: `endorsementJwt`.
pub(super) fn covered(doc: &Value, checks: &[Check]) -> Option<Value> {
    let decides = |check: &&Check| check.code == CheckCode::ProofSignature && check.weight == Weight::Required;
    let found = checks.iter().filter(decides).flat_map(|check| &check.findings);
    let outside: BTreeSet<&str> = found.filter(|f| f.name == NOT_COVERED).map(|f| f.value.as_str()).collect();
    (!outside.is_empty()).then(|| without_places(doc, &|at| outside.contains(at.as_str())))
}

/// Seconds by which clocks may differ before a proof is called one from the future (OB3-PRF-29).
pub(super) const SKEW: i64 = 300;

/// Checks the embedded proofs of a credential: the document without its proofs, and the member that held them.
pub(super) fn embedded(
    session: &mut Session<'_>,
    doc: &Value,
    member: Option<&Value>,
    issuer: &str,
) -> (Vec<Check>, Terms) {
    let most = session.policy.limits.proofs.min(session.proofs_left.max(1));
    let limits = Limits { proofs: most, ..session.policy.limits.clone() };
    let all = member.map_or_else(Vec::new, |member| proofs_in(member, &limits));
    session.proofs_left = session.proofs_left.saturating_sub(all.len());
    let doc = (doc, member.map_or(&[][..], Value::many));
    let at = Pointer::root().member("proof");
    if all.is_empty() {
        return (vec![Check::new(CheckCode::ProofPresent, Outcome::Fail(Reason::ProofMissing)).at(at)], Terms::Unread);
    }
    let mut terms = Terms::Unread;
    let mut told: Vec<Vec<Check>> = Vec::new();
    let mut remarks = Vec::new();
    for proof in all {
        match proof {
            Ok(proof) => {
                let (checks, seen) = one(session, doc, &proof, issuer);
                told.push(checks.into_iter().map(|c| c.at(proof.at.clone())).collect());
                // What was seen of the statements goes before what a proof over the text leaves open.
                let more = match terms {
                    Terms::Unread => true,
                    Terms::Text => !matches!(seen, Terms::Unread),
                    _ => false,
                };
                if more {
                    terms = seen;
                }
            }
            Err(ProofFault { at, kind: ProofFaultKind::TooMany { .. } }) => {
                let reason = Reason::OverLimit { limit: "proofs".to_owned() };
                remarks.push(Check::new(CheckCode::ProofPresent, Outcome::Warn(reason)).at(at).advisory());
            }
            Err(ProofFault { at, kind }) => {
                told.push(vec![Check::new(CheckCode::ProofPresent, Outcome::Fail(malformed(&kind))).at(at)]);
            }
        }
    }
    // The first of the best: one that holds, else one that may, else any.
    let rank = |checks: &[Check]| match Verdict::of(checks) {
        Verdict::Verified => 0,
        Verdict::Inconclusive => 1,
        Verdict::Rejected => 2,
    };
    let best = (0..told.len()).min_by_key(|i| rank(&told[*i])).unwrap_or(0);
    for (index, checks) in told.into_iter().enumerate() {
        remarks.extend(checks.into_iter().map(|c| if index == best { c } else { c.advisory() }));
    }
    (remarks, terms)
}

pub(super) fn malformed(kind: &ProofFaultKind) -> Reason {
    let member = match kind {
        ProofFaultKind::BaseProof => return Reason::BaseProof,
        ProofFaultKind::Missing(member) | ProofFaultKind::Malformed(member) => member,
        _ => "proof",
    };
    Reason::ProofMalformed { member: member.to_owned() }
}

fn one(session: &mut Session<'_>, doc: (&Value, &[Value]), proof: &Proof, issuer_id: &str) -> (Vec<Check>, Terms) {
    let now = session.policy.now;
    let method = match proof.suite {
        None => Outcome::Skipped(Because::Unsupported(proof.suite_name.clone())),
        Some(suite) if suite.is_legacy() => {
            Outcome::Warn(Reason::MethodDeprecated { method: proof.suite_name.clone() })
        }
        Some(_) => Outcome::Pass,
    };
    let purpose = if proof.purpose == ASSERTION_METHOD {
        Outcome::Pass
    } else {
        Outcome::Fail(Reason::PurposeWrong { found: proof.purpose.clone() })
    };
    let dates = match (proof.expires, proof.created) {
        (Some(expires), _) if expires <= now => Outcome::Fail(Reason::ProofExpired { expires }),
        (_, Some(created)) if created > now.plus_seconds(SKEW) => Outcome::Warn(Reason::ProofFromFuture { created }),
        _ => Outcome::Pass,
    };
    let answer = session.key_of(&proof.verification_method, issuer_id);
    let key = key::check(session, answer, &proof.verification_method, issuer_id);
    let mut terms = Terms::Unread;
    let signed = match (proof.suite, &key.usable) {
        (None, _) => signature(Outcome::Skipped(Because::DependsOn(CheckCode::ProofMethod))),
        (_, None) => signature(Outcome::Skipped(Because::DependsOn(CheckCode::ProofKey))),
        (Some(_), Some(public)) => {
            let (told, seen) = compared(session, doc, proof, public);
            terms = seen;
            told
        }
    };
    let algorithm = match &signed.outcome {
        Outcome::Skipped(Because::DependsOn(CheckCode::ProofAlgorithm)) => {
            let kind = key.usable.as_ref().map_or("", |k| k.kind().as_str());
            Outcome::Fail(Reason::AlgorithmRefused { algorithm: format!("{} {kind}", proof.suite_name) })
        }
        _ if proof.suite.is_none() => Outcome::Skipped(Because::DependsOn(CheckCode::ProofMethod)),
        _ if key.usable.is_none() => Outcome::Skipped(Because::DependsOn(CheckCode::ProofKey)),
        _ => Outcome::Pass,
    };
    let mut dated = Check::new(CheckCode::ProofDates, dates);
    if let Some(created) = proof.created {
        dated = dated.with("created", created.to_string());
    }
    let checks = vec![
        Check::new(CheckCode::ProofPresent, Outcome::Pass),
        Check::new(CheckCode::ProofMethod, method).with("method", proof.suite_name.as_str()),
        Check::new(CheckCode::ProofPurpose, purpose),
        Check::new(CheckCode::ProofAlgorithm, algorithm),
        key.key,
        dated,
        signed,
        key.confirmed,
    ];
    (checks, terms)
}

/// Compares the signature, and tells what was seen of the document's terms.
pub(super) fn compared(
    session: &mut Session<'_>,
    doc: (&Value, &[Value]),
    proof: &Proof,
    public: &PublicKey,
) -> (Check, Terms) {
    let Some(limits) = session.canon_limits() else {
        let reason = Reason::OverLimit { limit: "canon_work".to_owned() };
        return (signature(Outcome::Skipped(Because::Undecided(reason))), Terms::Unread);
    };
    let terms = || if proof.suite.is_some_and(Suite::is_of_statements) { Terms::Defined } else { Terms::Text };
    // The list of a cohort is the same for all its badges: its bytes, the key and the bounds decide what comes of it.
    let list = session.list.clone().filter(|_| !session.policy.explain);
    if let Some(list) = &list
        && let Some(work) = session.policy.lists.holds(list, &proof.at, public, &limits)
    {
        session.spend_canon(work);
        return (signature(Outcome::Pass), terms());
    }
    match check_proof(doc, proof, public, &Contexts::builtin(), &limits) {
        Ok(checked) => {
            session.spend_canon(checked.work);
            let told = match checked.outcome {
                Ok(variant) => variant
                    .not_covered
                    .iter()
                    .fold(signature(holds(&variant)), |told, at| told.with(NOT_COVERED, at.as_str())),
                Err(why) => signature(mismatch(why)),
            };
            if let Some(list) = list.filter(|_| told == signature(Outcome::Pass)) {
                session.policy.lists.note(&list, &proof.at, public, (&limits, checked.work));
            }
            let told = if session.policy.explain { explained(told, &checked.explained) } else { told };
            (told, terms())
        }
        Err(why) => {
            if let IntegrityError::Canonicalisation { .. } = why {
                session.spend_canon(limits.canon_calls * 8 + limits.canon_permutations);
            }
            let (outcome, seen) = not_hashed(why);
            (signature(outcome), seen)
        }
    }
}

fn signature(outcome: Outcome) -> Check {
    Check::new(CheckCode::ProofSignature, outcome)
}

fn holds(variant: &Variant) -> Outcome {
    // First, for nothing that a holder may add to the badge is to hide it.
    if variant.withheld {
        return Outcome::Warn(Reason::PartsWithheld);
    }
    if !variant.not_covered.is_empty() {
        let url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json".to_owned();
        let names: BTreeSet<&str> =
            variant.not_covered.iter().filter_map(|at| at.as_str().rsplit('/').next()).collect();
        let members = names.into_iter().collect::<Vec<_>>().join(", ");
        return Outcome::Warn(Reason::OlderContext { url, members });
    }
    match variant.form {
        Some(RelatedForm::Set) => Outcome::Warn(Reason::CanonicalForm { form: "set".to_owned() }),
        _ => Outcome::Pass,
    }
}

/// Why a signature does not hold.
pub(super) fn mismatch(why: SignatureError) -> Outcome {
    match why {
        SignatureError::WrongLength { .. } => Outcome::Fail(Reason::SignatureMalformed),
        SignatureError::Mismatch => Outcome::Fail(Reason::SignatureMismatch),
        SignatureError::AlgorithmDoesNotFitKey { .. } => {
            Outcome::Skipped(Because::DependsOn(CheckCode::ProofAlgorithm))
        }
        SignatureError::Unsupported(algorithm) => Outcome::Skipped(Because::Unsupported(algorithm.as_str().to_owned())),
    }
}

/// Why there was nothing to compare.
fn not_hashed(why: IntegrityError) -> (Outcome, Terms) {
    let fail = |reason| (Outcome::Fail(reason), Terms::Unread);
    let over = |limit: &str| fail(Reason::OverLimit { limit: limit.to_owned() });
    let part = |member: &str| fail(Reason::ProofMalformed { member: member.to_owned() });
    match why {
        IntegrityError::UnsupportedSuite { name } => (Outcome::Skipped(Because::Unsupported(name)), Terms::Unread),
        IntegrityError::KeyDoesNotFit { .. } => {
            (Outcome::Skipped(Because::DependsOn(CheckCode::ProofAlgorithm)), Terms::Unread)
        }
        IntegrityError::Unclear { part: Part::Document, faults } => {
            (Outcome::Skipped(Because::DependsOn(CheckCode::DocumentTerms)), Terms::Faults(faults))
        }
        IntegrityError::NotLinkedData { part: Part::Document, why } => {
            let (code, _, _) = super::terms::refused(&why);
            (Outcome::Skipped(Because::DependsOn(code)), Terms::Refused(why))
        }
        // The document was read before its proof's options.
        IntegrityError::Unclear { faults, .. } => {
            let at = faults.first().map(|f| f.at.as_str().trim_start_matches('/').to_owned()).unwrap_or_default();
            (Outcome::Fail(Reason::ProofMalformed { member: at }), Terms::Defined)
        }
        IntegrityError::NotLinkedData { .. } => {
            (Outcome::Fail(Reason::ProofMalformed { member: "@context".to_owned() }), Terms::Defined)
        }
        IntegrityError::Canonicalisation { why: CanonError::TooManyCalls { .. }, .. } => over("canon_calls"),
        IntegrityError::Canonicalisation { .. } => over("canon_permutations"),
        IntegrityError::TooManyStatements { .. } => over("canon_work"),
        IntegrityError::ContextDiffers => part("@context"),
        IntegrityError::PreviousProofMissing { .. } => part("previousProof"),
    }
}

fn explained(check: Check, found: &Explained) -> Check {
    check
        .with("canonical_document", found.document.as_str())
        .with("canonical_proof", found.options.as_str())
        .with("document_hash", crate::text::hex(&found.document_hash))
        .with("proof_hash", crate::text::hex(&found.options_hash))
}

/// With `explain`, what a token's signature is made over: the text itself, which is public, and its header in clear.
pub(super) fn explained_token(check: Check, signed: &str, explain: bool) -> Check {
    if !explain {
        return check;
    }
    let header = signed.split('.').next().and_then(|part| crate::text::from_base64url(part).ok());
    let header = header.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    check
        .with("header", header)
        .with("signing_input", signed)
        .with("signing_input_hash", crate::text::hex(&crate::crypto::sha256(signed.as_bytes())))
}

/// A JWT taken apart: the credential in it, and what is needed to check it.
pub(super) struct Jwt<'t> {
    pub credential: Object,
    token: Result<Token<'t>, Vec<Check>>,
}

/// The token around a credential: its signature is still to be checked, its claims were.
struct Token<'t> {
    jws: Jws<'t>,
    usual_type: bool,
    claims: Vec<Check>,
}

/// Takes a JWT apart. `None` when there is no credential to look at, and the checks that say so.
pub(super) fn jwt<'t>(session: &Session<'_>, text: &'t str) -> Result<Jwt<'t>, Vec<Check>> {
    let why = match VcJwt::parse(text, &session.policy.limits) {
        Ok(token) => {
            let (usual_type, claims) = (token.has_usual_type(), claims(&token));
            let (credential, jws) = token.into_parts();
            return Ok(Jwt { credential, token: Ok(Token { jws, usual_type, claims }) });
        }
        Err(why) => why,
    };
    let checks = vec![match &why {
        VcJwtError::Jose(why) => jose_fault(why),
        VcJwtError::Algorithm(algorithm) => {
            let algorithm = algorithm.as_str().to_owned();
            Check::new(CheckCode::ProofAlgorithm, Outcome::Fail(Reason::AlgorithmRefused { algorithm }))
        }
        VcJwtError::Payload(why) => {
            return Err(vec![Check::new(CheckCode::DocumentJson, Outcome::Fail(super::inspect::json_fault(why)))]);
        }
        _ => return Err(vec![Check::new(CheckCode::DocumentJson, Outcome::Fail(Reason::NotAnObject))]),
    }];
    // The token is bad; what it would say is still looked at, so that the whole of it can be told.
    match super::inspect::payload(text, &session.policy.limits) {
        Some(payload) => Ok(Jwt { credential: bare(payload), token: Err(checks) }),
        None => Err(checks),
    }
}

/// The credential in a payload, by the rule of [`VcJwt::parse`]: a payload with a context is the credential itself.
fn bare(mut payload: Object) -> Object {
    match payload.get("vc") {
        Some(Value::Object(vc)) if !payload.contains("@context") => vc.clone(),
        _ => {
            for claim in ["iss", "sub", "aud", "nbf", "exp", "iat", "jti"] {
                payload.remove(claim);
            }
            payload
        }
    }
}

/// Why a text is no JWS that can be relied on.
pub(super) fn jose_fault(why: &JoseError) -> Check {
    let malformed = |member: &str| Outcome::Fail(Reason::ProofMalformed { member: member.to_owned() });
    match why {
        JoseError::TooLarge { size, limit } => {
            Check::new(CheckCode::DocumentJson, Outcome::Fail(Reason::TooLarge { size: *size, limit: *limit }))
        }
        JoseError::Encoding(JwsPart::Signature) => signature(Outcome::Fail(Reason::SignatureMalformed)),
        JoseError::Encoding(JwsPart::Payload) => Check::new(CheckCode::ProofPresent, malformed("payload")),
        JoseError::HeaderMember(member) => Check::new(CheckCode::ProofMethod, malformed(member)),
        JoseError::Critical => {
            Check::new(CheckCode::ProofMethod, Outcome::Fail(Reason::HeaderCritical { name: "crit".to_owned() }))
        }
        JoseError::Algorithm(unknown) => Check::new(
            CheckCode::ProofAlgorithm,
            Outcome::Fail(Reason::AlgorithmRefused { algorithm: unknown.name.clone() }),
        ),
        JoseError::PrivateKey(_) => Check::new(CheckCode::ProofKey, Outcome::Fail(Reason::PrivateKeyExposed)),
        _ => Check::new(CheckCode::ProofPresent, malformed("header")),
    }
}

impl Jwt<'_> {
    /// The checks of the token around the credential.
    pub(super) fn check(self, session: &mut Session<'_>, issuer_id: &str) -> Vec<Check> {
        let Token { jws, usual_type, claims } = match self.token {
            Ok(token) => token,
            Err(checks) => return checks,
        };
        let header = jws.header();
        let answer = did::resolve_header(
            header.kid.as_deref(),
            header.jwk.as_ref(),
            issuer_id,
            session.known,
            &session.policy.limits,
        );
        let named = header.kid.as_deref().unwrap_or("jwk");
        session.note_method(named);
        let other = key::other_algorithm(&answer, header.algorithm);
        let mut key = key::check(session, answer, named, issuer_id);
        if let Some(reason) = other {
            key.key.outcome = Outcome::Fail(reason);
        }
        let algorithm_name = header.algorithm.as_str();
        let outcome = match &key.usable {
            None => Outcome::Skipped(Because::DependsOn(CheckCode::ProofKey)),
            Some(public) => jws.verify(public).map_or_else(mismatch, |()| Outcome::Pass),
        };
        let algorithm = match &outcome {
            Outcome::Skipped(Because::DependsOn(CheckCode::ProofAlgorithm)) => {
                Outcome::Fail(Reason::AlgorithmRefused { algorithm: algorithm_name.to_owned() })
            }
            _ => Outcome::Pass,
        };
        let method =
            if usual_type { Outcome::Pass } else { Outcome::Warn(Reason::ProofMalformed { member: "typ".to_owned() }) };
        let mut checks = vec![
            Check::new(CheckCode::ProofPresent, Outcome::Pass),
            Check::new(CheckCode::ProofMethod, method).with("method", "VC-JWT"),
            Check::new(CheckCode::ProofAlgorithm, algorithm).with("algorithm", algorithm_name),
            key.key,
        ];
        checks.extend(claims);
        checks.extend([explained_token(signature(outcome), jws.signed(), session.policy.explain), key.confirmed]);
        checks
    }
}

/// OB3-VER-20 to 25, and how credential and claims are put together (OB3-DM-155, OB3-DM-157).
fn claims(token: &VcJwt<'_>) -> Vec<Check> {
    let mut outcomes: Vec<Outcome> = token
        .claim_faults()
        .iter()
        .map(|fault| {
            let reason = match fault {
                ClaimFault::Missing { claim } => Reason::ClaimMissing { claim: (*claim).to_owned() },
                ClaimFault::EndNotClaimed => Reason::ClaimMissing { claim: "exp".to_owned() },
                ClaimFault::Differs { claim, .. } | ClaimFault::Malformed { claim } => {
                    Reason::ClaimDiffers { claim: (*claim).to_owned() }
                }
                ClaimFault::SecondCredential => Reason::ClaimDiffers { claim: "vc".to_owned() },
            };
            match fault.weight() {
                ClaimWeight::Error => Outcome::Fail(reason),
                ClaimWeight::Warning => Outcome::Warn(reason),
            }
        })
        .collect();
    let inner = token.payload().get("vc").and_then(Value::as_object).filter(|_| token.is_enveloped());
    let old = version(inner.unwrap_or(token.payload())) == Some(Version::Ob30Vc11);
    let second = !token.is_enveloped() && token.payload().contains("vc");
    if old != token.is_enveloped() && !second {
        outcomes.push(Outcome::Fail(Reason::ClaimMissing { claim: "vc".to_owned() }));
    }
    if outcomes.is_empty() {
        outcomes.push(Outcome::Pass);
    }
    outcomes.into_iter().map(|outcome| Check::new(CheckCode::ProofClaims, outcome)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    // D-24, OB3-DM-161: how a signature holds, gravest first: that parts may be missing hides behind nothing.
    #[test]
    fn a_signature_that_holds_in_its_own_way_is_told_so() {
        let set = Variant { form: Some(RelatedForm::Set), ..Variant::default() };
        let older = Variant { not_covered: vec![Pointer::root().member("a")], ..set.clone() };
        let withheld = Variant { withheld: true, ..older.clone() };
        let id = |variant: &Variant| match holds(variant) {
            Outcome::Warn(reason) => reason.id(),
            _ => "",
        };
        assert_eq!([&withheld, &older, &set].map(id), ["parts-withheld", "older-context", "canonical-form"]);
        assert_eq!(holds(&Variant::default()), Outcome::Pass);
        assert_eq!(holds(&Variant { form: Some(RelatedForm::List), ..Variant::default() }), Outcome::Pass);
    }

    #[test]
    fn each_fault_of_a_token_belongs_to_its_question() {
        let member = |name: &str| Outcome::Fail(Reason::ProofMalformed { member: name.to_owned() });
        for (why, code, outcome) in [
            (
                JoseError::TooLarge { size: 9, limit: 8 },
                CheckCode::DocumentJson,
                Outcome::Fail(Reason::TooLarge { size: 9, limit: 8 }),
            ),
            (
                JoseError::Encoding(JwsPart::Signature),
                CheckCode::ProofSignature,
                Outcome::Fail(Reason::SignatureMalformed),
            ),
            (JoseError::Encoding(JwsPart::Payload), CheckCode::ProofPresent, member("payload")),
            (JoseError::Encoding(JwsPart::Header), CheckCode::ProofPresent, member("header")),
            (JoseError::HeaderMember("kid"), CheckCode::ProofMethod, member("kid")),
            (JoseError::NotThreeParts, CheckCode::ProofPresent, member("header")),
            (JoseError::PrivateKey("d"), CheckCode::ProofKey, Outcome::Fail(Reason::PrivateKeyExposed)),
        ] {
            let check = jose_fault(&why);
            assert_eq!((check.code, check.outcome), (code, outcome), "{why}");
        }
    }

    // OB3-DM-155, OB3-DM-157: of a token that is bad, the credential is looked at all the same: never its claims as if they were of it.
    #[test]
    fn the_credential_of_a_bad_token_is_what_lies_in_it() {
        let bare = |text: &str| {
            let Ok(Value::Object(payload)) = parse(text.as_bytes(), &Limits::default()) else { panic!("{text}") };
            Value::from(bare(payload)).to_compact()
        };
        assert_eq!(bare(r#"{"iss":"a","vc":{"id":"b"},"name":"c"}"#), r#"{"id":"b"}"#);
        let both = r#"{"@context":"c","id":"a","vc":{"id":"b"}}"#;
        assert_eq!(bare(both), both);
        let claims = r#""iss":"a","sub":"a","aud":"a","nbf":1,"exp":1,"iat":1,"jti":"a""#;
        assert_eq!(bare(&format!(r#"{{"id":"b",{claims},"name":"c"}}"#)), r#"{"id":"b","name":"c"}"#);
    }
}
