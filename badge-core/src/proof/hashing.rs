//! From a document and its proof options to the bytes that are signed: the two canonical forms, their hashes, joined.

use super::ecdsa_sd_2023::{Derived, SIGNATURE_WORK};
use super::suite::{Canon, Suite};
use crate::crypto::{KeyKind, PublicKey, SignatureError};
use crate::json::{self, Pointer, Value};
use crate::ld::{self, CanonError, Canonical, Contexts, Dataset, Fault, LdError, RelatedForm};
use crate::limits::Limits;

/// Which of the two hashed things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The document without its proof.
    Document,
    /// The proof without its value.
    Options,
}

/// Why a document cannot be hashed. None of this says that the signature is wrong: nothing was compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IntegrityError {
    /// A suite that is not read here.
    #[error("unsupported suite {name:?}")]
    UnsupportedSuite {
        /// `cryptosuite`, or `type` where there is none.
        name: String,
    },
    /// A kind of key that the suite does not sign with.
    #[error("{suite} does not work with a key of {key}")]
    KeyDoesNotFit {
        /// The suite's name.
        suite: &'static str,
        /// The kind of key.
        key: KeyKind,
    },
    /// Parts that a signature would not cover: terms that no context defines, relative ids (OB3-DM-164).
    #[error("{} parts of the {part:?} have no meaning", faults.len())]
    Unclear {
        /// Where.
        part: Part,
        /// All of them.
        faults: Vec<Fault>,
    },
    /// No linked data at all: an unknown context, a protected term redefined.
    #[error("{part:?}: {why}")]
    NotLinkedData {
        /// Where.
        part: Part,
        /// Why.
        why: LdError,
    },
    /// Canonicalising would cost more than it may.
    #[error("{part:?}: {why}")]
    Canonicalisation {
        /// Where.
        part: Part,
        /// Which bound.
        why: CanonError,
    },
    /// The `@context` stored in a JCS proof does not begin the document's (D-25).
    #[error("the proof was made under other contexts")]
    ContextDiffers,
    /// More statements, each signed by itself, than may be checked ([`Limits::canon_work`]).
    #[error("{count} statements that are signed one by one")]
    TooManyStatements {
        /// How many there are.
        count: usize,
    },
    /// `previousProof` names a proof that the document does not have.
    #[error("there is no proof {id:?}")]
    PreviousProofMissing {
        /// The id it names.
        id: String,
    },
}

/// Each intermediate of a signature, so that an issuer can find a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// The canonical document: N-Quads, or JSON for JCS suites.
    pub document: String,
    /// The canonical proof options.
    pub options: String,
    /// Digest of the canonical document.
    pub document_hash: Vec<u8>,
    /// Digest of the canonical proof options.
    pub options_hash: Vec<u8>,
}

impl Explained {
    /// What is signed: the hash of the options, then the hash of the document.
    #[must_use]
    pub fn signed(&self) -> Vec<u8> {
        [self.options_hash.as_slice(), &self.document_hash].concat()
    }
}

/// In which of its possible readings a signature holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Variant {
    /// The form of Hash N-Degree Quads, where the two forms differ for this document: half of the world's verifiers
    /// use the other one (D-24).
    pub form: Option<RelatedForm>,
    /// Members that the signature does not cover, because it was made under the older text of the 3.0.3 context
    /// (OB3-DM-161).
    pub not_covered: Vec<Pointer>,
    /// Whether the proof lets its holder withhold parts (`ecdsa-sd-2023`): what is there was signed, and more may have
    /// been.
    pub withheld: bool,
}

/// A document and its options, hashed one way.
pub(super) struct Hashed {
    pub explained: Explained,
    /// Whether the other [`RelatedForm`] could give something else.
    pub forms_part: bool,
    /// What it cost ([`Limits::canon_work`]).
    pub work: usize,
}

pub(super) fn hash(
    suite: Suite,
    key: KeyKind,
    (document, options): (&Value, &Value),
    form: RelatedForm,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<Hashed, IntegrityError> {
    let how = How { canon: suite.recipe().canon, hash: Suite::hash(key), form, contexts, limits };
    let (document, document_parts, document_work) = how.canonical(Part::Document, document)?;
    let (options, options_parts, options_work) = how.canonical(Part::Options, options)?;
    let explained = Explained {
        document_hash: how.hash.digest(document.as_bytes()),
        options_hash: how.hash.digest(options.as_bytes()),
        document,
        options,
    };
    Ok(Hashed { explained, forms_part: document_parts || options_parts, work: document_work + options_work })
}

/// A selective document: its statements under the names that were signed, and whether their signatures hold.
pub(super) fn selective(
    (derived, key): (&Derived, &PublicKey),
    (document, options): (&Value, &Value),
    form: RelatedForm,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<(Hashed, Result<(), SignatureError>), IntegrityError> {
    if derived.work() > limits.canon_work {
        return Err(IntegrityError::TooManyStatements { count: derived.work() / SIGNATURE_WORK });
    }
    let how = How { canon: Canon::Rdfc, hash: ld::Hash::Sha256, form, contexts, limits };
    let (expanded, canonical) = how.linked(Part::Document, document)?;
    let statements = derived.statements(&expanded, &canonical);
    let (options, options_part, options_work) = how.canonical(Part::Options, options)?;
    let options_hash = how.hash.digest(options.as_bytes());
    let split = statements.as_deref().and_then(|statements| derived.split(statements));
    let document_hash = split.as_ref().map(|(mandatory, _)| Derived::hash(mandatory)).unwrap_or_default();
    let mut work = canonical.work + options_work;
    // The issuer's own first: nobody else can make the others cost anything.
    let outcome = match &split {
        None => Err(SignatureError::Mismatch),
        Some((_, single)) => derived.verify_base(key, &options_hash, &document_hash).and_then(|()| {
            work = work.saturating_add(derived.work());
            derived.verify_single(single)
        }),
    };
    let document = statements.map_or(canonical.text, |statements| statements.concat());
    let explained = Explained { document, options, document_hash, options_hash };
    Ok((Hashed { explained, forms_part: canonical.forms_part || options_part, work }, outcome))
}

struct How<'a> {
    canon: Canon,
    hash: ld::Hash,
    form: RelatedForm,
    contexts: &'a Contexts,
    limits: &'a Limits,
}

impl How<'_> {
    fn canonical(&self, part: Part, value: &Value) -> Result<(String, bool, usize), IntegrityError> {
        if self.canon == Canon::Jcs {
            let text = json::canonicalize(value);
            let work = text.len() / 100;
            return Ok((text, false, work));
        }
        let (_, canonical) = self.linked(part, value)?;
        Ok((canonical.text, canonical.forms_part, canonical.work))
    }

    fn linked<'v>(&self, part: Part, value: &'v Value) -> Result<(Dataset<'v>, Canonical), IntegrityError> {
        let linked = |why| IntegrityError::NotLinkedData { part, why };
        let expanded = ld::expand(value, self.contexts, self.limits).map_err(linked)?;
        if !expanded.is_faultless() {
            return Err(IntegrityError::Unclear { part, faults: expanded.faults() });
        }
        // The proof covers what is meant; readers see what is written.
        let disguises = expanded.disguises();
        if !disguises.is_empty() {
            return Err(IntegrityError::Unclear { part, faults: disguises });
        }
        let dataset = expanded.quads(self.limits).map_err(linked)?;
        let canonical = ld::canonicalize(&dataset, self.hash, self.form, self.limits)
            .map_err(|why| IntegrityError::Canonicalisation { part, why })?;
        Ok((dataset, canonical))
    }
}
