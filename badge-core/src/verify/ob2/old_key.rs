//! The key of a signed badge of version 1.0 or 1.1: it lies at `verify.url`, as a PEM file.
//!
//! Nothing but the badge itself names that address, and a forger may name any: see [`whose::at_an_address`].

use crate::crypto::{KeyError, PublicKey, SignatureError};
use crate::json::{self, Object, Value};
use crate::limits::Limits;
use crate::model::Badge;
use crate::name::Url;
use crate::proof::ob2_jws::SignedAssertion;
use crate::resource::{Lookup, Purpose};
use crate::verify::key::key_fault;
use crate::verify::proof::mismatch;
use crate::verify::session::{Asked, Session};
use crate::verify::{Because, Check, CheckCode, Outcome, Reason, served, whose};

/// `proof.key`, `proof.signature` and `issuer.confirmed`.
pub(super) fn checks(
    session: &mut Session<'_>,
    token: &SignedAssertion<'_>,
    badge: &Badge,
    doc: &Object,
    issuer_fetched: bool,
) -> Vec<Check> {
    let depends = |code| Outcome::Skipped(Because::DependsOn(code));
    let verification = doc.get("verification").and_then(|v| v.many().first());
    let named = verification.and_then(|v| v.get("url")).and_then(Value::as_str).unwrap_or_default();
    let Ok(url) = Url::parse(named) else {
        let missing = Outcome::Fail(Reason::MemberMissing { member: "url".to_owned() });
        return vec![
            Check::new(CheckCode::ProofKey, missing),
            Check::new(CheckCode::ProofSignature, depends(CheckCode::ProofKey)),
            Check::new(CheckCode::IssuerConfirmed, depends(CheckCode::ProofKey)),
        ];
    };
    let mut owner = None;
    let (key, signature) = match session.ask(&url, Purpose::Key) {
        // A page about something else is no key, and does not speak against the one that signed (D-23).
        Asked::Found(body)
            if !body.bytes.windows(10).any(|w| w == b"-----BEGIN")
                && let Err(because) = served::object(session, &Lookup::new(&url, Purpose::Key), body) =>
        {
            (Outcome::Skipped(because), depends(CheckCode::ProofKey))
        }
        Asked::Found(body) => match read(&body.bytes, &session.policy.limits).map(|(public, of)| {
            owner = of;
            public
        }) {
            Ok(public) => match token.verify(&public) {
                Ok(()) => (Outcome::Pass, Outcome::Pass),
                Err(SignatureError::AlgorithmDoesNotFitKey { .. }) => {
                    let algorithm = token.header().algorithm.as_str().to_owned();
                    (Outcome::Fail(Reason::AlgorithmRefused { algorithm }), depends(CheckCode::ProofKey))
                }
                Err(why) => (Outcome::Pass, mismatch(why)),
            },
            Err(why) => (Outcome::Fail(Reason::KeyBad { fault: key_fault(&why) }), depends(CheckCode::ProofKey)),
        },
        Asked::Gone(_) => {
            let because = session.because(&Lookup::new(&url, Purpose::Key));
            (Outcome::Skipped(because), depends(CheckCode::ProofKey))
        }
        Asked::Missing(because) => (Outcome::Skipped(because), depends(CheckCode::ProofKey)),
    };
    vec![
        Check::new(CheckCode::ProofKey, key).with("key", url.as_str()),
        Check::new(CheckCode::ProofSignature, signature),
        whose::at_an_address(badge, &url, owner.as_deref(), issuer_fetched),
    ]
}

/// A PEM file, or the key document that later versions have, with the owner that it names.
fn read(bytes: &[u8], limits: &Limits) -> Result<(PublicKey, Option<String>), KeyError> {
    let text = std::str::from_utf8(bytes).map_err(|_| KeyError::Pem)?;
    if let Ok(Value::Object(doc)) = json::parse(bytes, limits) {
        let key = PublicKey::from_pem(doc.get("publicKeyPem").and_then(Value::as_str).ok_or(KeyError::Pem)?)?;
        return Ok((key, doc.get("owner").and_then(Value::as_str).map(str::to_owned)));
    }
    Ok((PublicKey::from_pem(text.trim())?, None))
}
