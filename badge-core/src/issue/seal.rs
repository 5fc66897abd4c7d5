//! All forms of one award in one go, each checked before anybody sees it.

use super::{Draft, Format, Lack, PrepareError, Prepared, Signed, Unsigned};
use crate::crypto::{KeyKind, SignError, Signer};
use crate::json::Object;
use crate::ld::Contexts;
use crate::limits::Limits;
use crate::proof::integrity::Options;
use crate::proof::{Suite, eddsa_rdfc_2022};
use crate::resource::Resources;
use crate::time::Timestamp;
use crate::verify::{Lists, Report};

/// A key that signs, with the names that go with it.
#[derive(Clone)]
pub struct Key<'a> {
    /// What signs.
    pub signer: &'a dyn Signer,
    /// The id of the issuer whose key it is (D-03).
    pub issuer: String,
    /// The name of the key: `{issuer}#{publicKeyMultibase}` (D-22).
    pub method: String,
}

/// Why an award could not be sealed. Nothing of it may be stored.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// Something is missing in the draft.
    #[error("the draft is incomplete for {format}")]
    Incomplete {
        /// The format.
        format: Format,
        /// What is missing, by field.
        lacks: Vec<Lack>,
    },
    /// There is no key for this format (D-20).
    #[error("no key for {format}")]
    NoKey {
        /// The format.
        format: Format,
        /// The kinds of key that could sign it, best first.
        kinds: &'static [KeyKind],
    },
    /// It could not be prepared.
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    /// The key could not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// Our own verifier does not accept it.
    #[error("{format} does not verify")]
    Refused {
        /// The format.
        format: Format,
        /// Why.
        report: Box<Report>,
    },
}

/// Issues an award in every format asked for: signed, and verified as of its start date with `known`, the issuer's own
/// documents. `created` is the instant of signing.
///
/// # Errors
/// See [`SealError`]: all forms or none.
pub fn seal(
    draft: &Draft,
    formats: &[Format],
    keys: &[Key<'_>],
    created: Timestamp,
    known: &Resources,
) -> Result<Vec<Signed>, SealError> {
    seal_as(draft, formats, Suite::default(), keys, created, known)
}

/// [`seal`], with an embedded proof of another suite of [`Suite::SIGNING`] (D-21): the first key whose kind fits signs.
///
/// # Errors
/// See [`SealError`]: all forms or none.
pub fn seal_as(
    draft: &Draft,
    formats: &[Format],
    suite: Suite,
    keys: &[Key<'_>],
    created: Timestamp,
    known: &Resources,
) -> Result<Vec<Signed>, SealError> {
    let lists = Lists::default();
    formats.iter().map(|format| seal_one(draft, *format, formats, suite, keys, (created, known, &lists))).collect()
}

/// One of an award's formats, signed and checked.
pub(crate) fn seal_one(
    draft: &Draft,
    format: Format,
    formats: &[Format],
    suite: Suite,
    keys: &[Key<'_>],
    (created, known, lists): (Timestamp, &Resources, &Lists),
) -> Result<Signed, SealError> {
    let key = key_for(draft, format, formats, suite, keys)?;
    let issuer = key.map_or("", |key| &key.issuer);
    let checked = || draft.unsigned(format, issuer, formats).map_err(|lacks| SealError::Incomplete { format, lacks });
    let sealed = |unsigned: Unsigned| {
        let signed = match key {
            Some(key) => sign(&unsigned, suite, key, created)?,
            None => unsigned.hosted(),
        };
        signed.check_with(known, lists).map_err(|report| SealError::Refused { format, report })?;
        Ok(signed)
    };
    // What the checks of the document would find, preparing finds, or our own verifier in the finished badge: for a
    // proof over the statements both ask the same. Only a draft that does not pass is looked at by itself as well, to
    // tell what it lacks.
    if format == Format::Ob3 && suite.is_of_statements() {
        let unsigned = draft.unsigned_for_the_verifier(format, issuer, formats).map_or_else(checked, Ok)?;
        return sealed(unsigned).map_err(|why| match why {
            SealError::Prepare(_) | SealError::Refused { .. } => checked().err().unwrap_or(why),
            why => why,
        });
    }
    sealed(checked()?)
}

/// A complete document, signed with this key and checked.
#[cfg(feature = "place")]
pub(crate) fn seal_document(
    unsigned: &Unsigned,
    suite: Suite,
    key: &Key<'_>,
    (created, known, lists): (Timestamp, &Resources, &Lists),
) -> Result<Signed, SealError> {
    let signed = sign(unsigned, suite, key, created)?;
    let format = unsigned.format();
    signed.check_with(known, lists).map_err(|report| SealError::Refused { format, report })?;
    Ok(signed)
}

/// Signs a document of any kind, a status list for instance, with an embedded `eddsa-rdfc-2022` proof.
///
/// # Errors
/// [`SealError::Prepare`], [`SealError::Sign`].
pub fn embed(document: &Object, key: &Key<'_>, created: Timestamp) -> Result<Object, SealError> {
    let options = Options { verification_method: key.method.clone(), created, expires: None };
    let prepared = eddsa_rdfc_2022::prepare(document, &options, &Contexts::builtin(), &Limits::default())
        .map_err(PrepareError::Integrity)?;
    let signature = key.signer.sign(prepared.algorithm(), prepared.bytes())?;
    Ok(prepared.complete(&signature))
}

/// The kinds of key that sign a format with an embedded proof of this suite, best first (D-21).
#[must_use]
pub const fn key_kinds_for(format: Format, suite: Suite) -> &'static [KeyKind] {
    if matches!(format, Format::Ob3) { suite.key_kinds() } else { key_kinds(format) }
}

/// The kinds of key that sign a format, best first (D-20, D-21). Empty: nobody signs it.
#[must_use]
pub const fn key_kinds(format: Format) -> &'static [KeyKind] {
    match format {
        Format::Ob3 => &[KeyKind::Ed25519],
        Format::Ob3Jwt => &[KeyKind::P256, KeyKind::Rsa],
        Format::Ob2Signed => &[KeyKind::Rsa],
        Format::Ob2Hosted => &[],
    }
}

/// The key that signs; none for a form that nobody signs.
fn key_for<'k, 's>(
    draft: &Draft,
    format: Format,
    formats: &[Format],
    suite: Suite,
    keys: &'k [Key<'s>],
) -> Result<Option<&'k Key<'s>>, SealError> {
    let kinds = key_kinds_for(format, suite);
    if kinds.is_empty() {
        return Ok(None);
    }
    let key = kinds.iter().find_map(|kind| keys.iter().find(|k| k.signer.public_key().kind() == *kind));
    if key.is_none() {
        // What the draft lacks is told first: a key would not help it.
        draft.unsigned(format, "did:key:none", formats).map_err(|lacks| SealError::Incomplete { format, lacks })?;
        return Err(SealError::NoKey { format, kinds });
    }
    Ok(key)
}

fn sign(unsigned: &Unsigned, suite: Suite, key: &Key<'_>, created: Timestamp) -> Result<Signed, SealError> {
    match unsigned.prepare_as(key.signer.public_key(), &key.method, suite, created)? {
        Prepared::Done(signed) => Ok(signed),
        Prepared::ToSign(input) => {
            let signature = key.signer.sign(input.algorithm(), input.bytes())?;
            Ok(input.complete(&signature))
        }
    }
}
