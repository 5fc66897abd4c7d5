//! Embedded proofs: reading them, checking them, making them (VC Data Integrity 1.0; OB3-PRF-20 to 30).

mod older_context;

pub(crate) use older_context::without as without_places;

use std::borrow::Cow;
use std::cell::Cell;

use super::ecdsa_sd_2023::{Derived, ValueFault};
use super::hashing::{self, Explained, Hashed, IntegrityError, Variant};
use super::suite::{Canon, Suite};
use crate::crypto::{JwsAlgorithm, KeyKind, PublicKey, SignatureError};
use crate::json::{Object, Pointer, Value};
use crate::ld::{Contexts, RelatedForm};
use crate::limits::Limits;
use crate::text;
use crate::time::Timestamp;

/// The purpose that a badge's proof must have (OB3-PRF-30).
pub const ASSERTION_METHOD: &str = "assertionMethod";

/// A proof as it stands in a document. Nothing of it is verified yet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Proof {
    /// Where it stands: `/proof` or `/proof/0`.
    pub at: Pointer,
    /// `id`.
    pub id: Option<String>,
    /// Its suite, if it is known here.
    pub suite: Option<Suite>,
    /// The suite's name as written: `cryptosuite`, or `type` where there is none.
    pub suite_name: String,
    /// `created`.
    pub created: Option<Timestamp>,
    /// `expires`.
    pub expires: Option<Timestamp>,
    /// `proofPurpose`.
    pub purpose: String,
    /// `verificationMethod`.
    pub verification_method: String,
    /// `proofValue`, decoded.
    pub value: Vec<u8>,
    /// `domain`, checked only against a value that the caller expects (OB3-PRF-29).
    pub domain: Vec<String>,
    /// `challenge`, likewise.
    pub challenge: Option<String>,
    /// `previousProof`: ids of the proofs that this one also signs.
    pub previous: Vec<String>,
    /// The value of a selective suite, taken apart.
    derived: Option<Derived>,
    source: Object,
}

/// Why a proof cannot even be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFault {
    /// Where the proof stands.
    pub at: Pointer,
    /// What is wrong.
    pub kind: ProofFaultKind,
}

/// The kinds of [`ProofFault`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProofFaultKind {
    /// Not an object.
    NotObject,
    /// A member that every proof has is missing.
    Missing(&'static str),
    /// A member of the wrong type, a date that is none, a value that is not base58btc.
    Malformed(&'static str),
    /// A base proof of `ecdsa-sd-2023`: the holder keeps it, and shows a derived one.
    BaseProof,
    /// More proofs than [`Limits::proofs`]; those beyond were not looked at.
    TooMany {
        /// How many there are.
        count: usize,
    },
}

/// All proofs of a document, in their order (OB3-PRF-30). Empty when it has none.
#[must_use]
pub fn proofs(document: &Object, limits: &Limits) -> Vec<Result<Proof, ProofFault>> {
    document.get("proof").map_or_else(Vec::new, |member| proofs_in(member, limits))
}

/// The same, of a member `proof` that was taken out of its document.
pub(crate) fn proofs_in(member: &Value, limits: &Limits) -> Vec<Result<Proof, ProofFault>> {
    let root = Pointer::root().member("proof");
    let all = member.many();
    let at = |index| if matches!(member, Value::Array(_)) { root.entry(index) } else { root.clone() };
    let mut out: Vec<_> = all
        .iter()
        .take(limits.proofs)
        .enumerate()
        .map(|(index, value)| Proof::read(value, at(index)).map_err(|kind| ProofFault { at: at(index), kind }))
        .collect();
    if all.len() > limits.proofs {
        out.push(Err(ProofFault { at: root, kind: ProofFaultKind::TooMany { count: all.len() } }));
    }
    out
}

impl Proof {
    #[cfg(all(test, feature = "p256"))]
    pub(super) const fn derived_for_tests(&self) -> Option<&Derived> {
        self.derived.as_ref()
    }

    fn read(value: &Value, at: Pointer) -> Result<Self, ProofFaultKind> {
        use ProofFaultKind::{Malformed, Missing, NotObject};
        let source = value.as_object().ok_or(NotObject)?;
        let text = |name: &'static str| match source.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(|t| Some(t.to_owned())).ok_or(Malformed(name)),
        };
        let texts = |name: &'static str| {
            let list = source.get(name).map_or(&[][..], Value::many);
            list.iter().map(|v| v.as_str().map(str::to_owned).ok_or(Malformed(name))).collect::<Result<Vec<_>, _>>()
        };
        let date = |name: &'static str| match text(name)? {
            None => Ok(None),
            Some(date) => Timestamp::parse(&date).map(Some).map_err(|_| Malformed(name)),
        };
        let kind = match source.get("type") {
            None => return Err(Missing("type")),
            Some(value) => match value.many() {
                [Value::String(kind)] => kind.as_str(),
                _ => return Err(Malformed("type")),
            },
        };
        let cryptosuite = text("cryptosuite")?;
        let written = text("proofValue")?;
        let suite = Suite::find(kind, cryptosuite.as_deref());
        let selective = suite.is_some_and(|s| s.recipe().canon == Canon::Selective);
        let derived = match &written {
            Some(value) if selective => Some(Derived::parse(value).map_err(|fault| match fault {
                ValueFault::Base => ProofFaultKind::BaseProof,
                ValueFault::Malformed => Malformed("proofValue"),
            })?),
            _ => None,
        };
        let value = match written {
            Some(value) if selective => text::from_multibase(&value).map_err(|_| Malformed("proofValue"))?,
            Some(value) if value.starts_with('z') => {
                text::from_multibase(&value).map_err(|_| Malformed("proofValue"))?
            }
            Some(_) if suite.is_some() => return Err(Malformed("proofValue")),
            None if suite.is_some() => return Err(Missing("proofValue")),
            // Suites that are not read here have their own ways (`jws`, `u…`).
            _ => Vec::new(),
        };
        Ok(Self {
            at,
            id: text("id")?,
            suite,
            suite_name: cryptosuite.unwrap_or_else(|| kind.to_owned()),
            created: date("created")?,
            expires: date("expires")?,
            purpose: text("proofPurpose")?.ok_or(Missing("proofPurpose"))?,
            verification_method: text("verificationMethod")?.ok_or(Missing("verificationMethod"))?,
            value,
            domain: texts("domain")?,
            challenge: text("challenge")?,
            previous: texts("previousProof")?,
            derived,
            source: source.clone(),
        })
    }
}

/// What came of checking a proof: an answer, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// Whether the signature holds, and in which reading.
    pub outcome: Result<Variant, SignatureError>,
    /// The intermediates: of the reading that holds, or of the first one tried.
    pub explained: Explained,
    /// What canonicalising took, in all readings that were tried ([`Limits::canon_work`]).
    pub work: usize,
}

/// Checks the signature of one proof with a key that the caller has chosen.
///
/// Purpose, dates and owner of the key are not looked at here. When the signature does not hold as it stands, the
/// other form of canonicalisation (D-24) and the older text of the 3.0.3 context (OB3-DM-161) are tried.
///
/// # Errors
/// See [`IntegrityError`]: there was nothing to compare.
pub fn check(
    document: &Object,
    proof: &Proof,
    key: &PublicKey,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<Checked, IntegrityError> {
    let all = document.get("proof").map_or(&[][..], Value::many);
    check_apart((&without(document, "proof").into(), all), proof, key, contexts, limits)
}

/// [`check`] on a document without its member `proof`, and all that stood in that member: a large document need not be
/// copied only to be looked at without its proofs.
pub(crate) fn check_apart(
    (document, all): (&Value, &[Value]),
    proof: &Proof,
    key: &PublicKey,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<Checked, IntegrityError> {
    let suite = proof.suite.ok_or_else(|| IntegrityError::UnsupportedSuite { name: proof.suite_name.clone() })?;
    let kind = key.kind();
    let algorithm = suite.algorithm(kind).ok_or(IntegrityError::KeyDoesNotFit { suite: suite.name(), key: kind })?;
    let (document, options) = secured(document, all, proof, suite)?;
    let work = Cell::new(0_usize);
    let attempt = |document: &Value, form, contexts: &Contexts| {
        let pair = (document, &options);
        let (hashed, outcome) = match &proof.derived {
            Some(derived) => hashing::selective((derived, key), pair, form, contexts, limits)?,
            None => {
                let hashed = hashing::hash(suite, kind, pair, form, contexts, limits)?;
                let outcome = key.verify(algorithm, &hashed.explained.signed(), &proof.value);
                (hashed, outcome)
            }
        };
        work.set(work.get().saturating_add(hashed.work));
        Ok::<_, IntegrityError>((hashed, outcome))
    };
    let both_forms = |document: &Value, contexts: &Contexts, not_covered: &[Pointer]| {
        let (first, outcome) = attempt(document, RelatedForm::List, contexts)?;
        let variant = |form| Variant {
            form: first.forms_part.then_some(form),
            not_covered: not_covered.to_vec(),
            withheld: proof.derived.is_some(),
        };
        if outcome == Err(SignatureError::Mismatch) && first.forms_part {
            let (second, outcome) = attempt(document, RelatedForm::Set, contexts)?;
            if outcome.is_ok() {
                return Ok(checked(second, Ok(variant(RelatedForm::Set))));
            }
        }
        let outcome = outcome.map(|()| variant(RelatedForm::List));
        Ok::<_, IntegrityError>(checked(first, outcome))
    };
    let finished = |checked: Checked| Checked { work: work.get(), ..checked };
    let as_it_stands = both_forms(&document, contexts, &[])?;
    if as_it_stands.outcome == Err(SignatureError::Mismatch)
        && suite.recipe().canon != Canon::Jcs
        && let Some(older) = older_context::without_newer_terms(&document, contexts, limits)
    {
        let again = both_forms(&older.document, &older.contexts, &older.removed);
        if let Ok(again @ Checked { outcome: Ok(_), .. }) = again {
            return Ok(finished(again));
        }
    }
    Ok(finished(as_it_stands))
}

fn checked(hashed: Hashed, outcome: Result<Variant, SignatureError>) -> Checked {
    Checked { outcome, explained: hashed.explained, work: hashed.work }
}

/// The document and the options as they are hashed.
fn secured<'d>(
    unsecured: &'d Value,
    all: &[Value],
    proof: &Proof,
    suite: Suite,
) -> Result<(Cow<'d, Value>, Value), IntegrityError> {
    let mut document = Cow::Borrowed(unsecured);
    if !proof.previous.is_empty()
        && let Some(document) = document.to_mut().as_object_mut()
    {
        document.set("proof", previous(all, &proof.previous)?);
    }
    let mut options = without(&proof.source, "proofValue");
    if let Some(signed) = contexts_of(unsecured.get("@context"), &mut options, suite)?
        && let Some(document) = document.to_mut().as_object_mut()
    {
        document.set("@context", signed);
    }
    Ok((document, options.into()))
}

/// The options of an RDF suite are read under the document's contexts (OB3-PRF-21); those of a JCS suite carry the
/// contexts that were signed, which must begin the document's and then stand for them (D-25): they are given back when
/// they are others.
fn contexts_of(present: Option<&Value>, options: &mut Object, suite: Suite) -> Result<Option<Value>, IntegrityError> {
    match suite.recipe().canon {
        Canon::Rdfc | Canon::Selective => match present {
            Some(context) => options.set("@context", context.clone()),
            None => {
                options.remove("@context");
            }
        },
        Canon::Jcs => {
            if let Some(signed) = options.get("@context") {
                if !present.map_or(&[][..], Value::many).starts_with(signed.many()) {
                    return Err(IntegrityError::ContextDiffers);
                }
                return Ok((Some(signed) != present).then(|| signed.clone()));
            }
        }
    }
    Ok(None)
}

/// The proofs that `previousProof` names, as they stand in the document.
fn previous(all: &[Value], ids: &[String]) -> Result<Vec<Value>, IntegrityError> {
    ids.iter()
        .map(|id| {
            let named = all.iter().find(|p| p.get("id").and_then(Value::as_str) == Some(id));
            named.cloned().ok_or_else(|| IntegrityError::PreviousProofMissing { id: id.clone() })
        })
        .collect()
}

fn without(object: &Object, name: &str) -> Object {
    object.filter_map(|member, value| (member != name).then(|| value.clone()))
}

/// What a new proof says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The name of the key: `{issuer.id}#{publicKeyMultibase}` (D-22).
    pub verification_method: String,
    /// When it is made; written in UTC, to the second.
    pub created: Timestamp,
    /// From when on the proof, not the badge, is void. Usually none.
    pub expires: Option<Timestamp>,
}

/// A proof that lacks only its signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    document: Object,
    proof: Object,
    algorithm: JwsAlgorithm,
    bytes: Vec<u8>,
    explained: Explained,
    forms_differ: bool,
}

/// Makes the bytes to sign with a key of that kind, whatever the suite: those of [`Suite::SIGNING`] are written.
///
/// # Errors
/// See [`IntegrityError`]; [`IntegrityError::UnsupportedSuite`] for a suite that is only read.
pub fn prepare(
    suite: Suite,
    key: KeyKind,
    unsigned: &Object,
    options: &Options,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<Prepared, IntegrityError> {
    if !Suite::SIGNING.contains(&suite) {
        return Err(IntegrityError::UnsupportedSuite { name: suite.name().to_owned() });
    }
    let unfit = IntegrityError::KeyDoesNotFit { suite: suite.name(), key };
    let algorithm = suite.algorithm(key).ok_or(unfit)?;
    let mut proof = Object::new();
    proof.set("type", suite.recipe().kind);
    if let Some(name) = suite.recipe().cryptosuite {
        proof.set("cryptosuite", name);
    }
    proof.set("created", options.created.to_utc_seconds().to_string());
    if let Some(expires) = options.expires {
        proof.set("expires", expires.to_utc_seconds().to_string());
    }
    proof.set("verificationMethod", options.verification_method.as_str());
    proof.set("proofPurpose", ASSERTION_METHOD);
    if suite.recipe().canon == Canon::Jcs
        && let Some(context) = unsigned.get("@context")
    {
        proof.set("@context", context.clone());
    }
    let document = without(unsigned, "proof");
    let mut hashed_options = proof.clone();
    // Those of a JCS suite are the document's own: they were set above.
    contexts_of(document.get("@context"), &mut hashed_options, suite)?;
    let pair = (&document.into(), &hashed_options.into());
    let hashed = hashing::hash(suite, key, pair, RelatedForm::List, contexts, limits)?;
    let forms_differ = hashed.forms_part
        && hashing::hash(suite, key, pair, RelatedForm::Set, contexts, limits)?.explained != hashed.explained;
    let bytes = hashed.explained.signed();
    Ok(Prepared { document: unsigned.clone(), proof, algorithm, bytes, explained: hashed.explained, forms_differ })
}

impl Prepared {
    /// The bytes to sign.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The algorithm to sign them with.
    #[must_use]
    pub const fn algorithm(&self) -> JwsAlgorithm {
        self.algorithm
    }

    /// Whether half of the world's verifiers would canonicalise this document otherwise (D-24): warn, and carry
    /// embedded endorsements as JWTs instead.
    #[must_use]
    pub const fn forms_differ(&self) -> bool {
        self.forms_differ
    }

    /// Each intermediate of what is signed.
    #[must_use]
    pub const fn explained(&self) -> &Explained {
        &self.explained
    }

    /// The document with its proof, in a list (OB3-DM-04), after any that it had.
    #[must_use]
    pub fn complete(mut self, signature: &[u8]) -> Object {
        self.proof.set("proofValue", text::multibase58(signature));
        let mut proofs = self.document.remove("proof").map_or_else(Vec::new, |p| p.many().to_vec());
        proofs.push(self.proof.into());
        self.document.set("proof", proofs);
        self.document
    }
}
