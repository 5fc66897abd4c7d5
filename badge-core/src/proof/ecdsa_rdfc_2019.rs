//! `ecdsa-rdfc-2019`: P-256 with SHA-256, P-384 with SHA-384 (VC-DI-ECDSA section 3.2; OB3-PRF-25). Signed on request
//! only: the validators of 1EdTech refuse it (D-21).

use super::hashing::IntegrityError;
use super::integrity::{Options, Prepared};
use super::suite::{Canon, Recipe, Suite};
use crate::crypto::KeyKind;
use crate::json::Object;
use crate::ld::Contexts;
use crate::limits::Limits;

/// The suite.
pub const SUITE: Suite = Suite::new(&RECIPE);

pub(super) static RECIPE: Recipe = Recipe {
    kind: "DataIntegrityProof",
    cryptosuite: Some("ecdsa-rdfc-2019"),
    canon: Canon::Rdfc,
    keys: &[KeyKind::P256, KeyKind::P384],
    legacy: false,
};

/// Makes the bytes to sign with a key of that kind.
///
/// # Errors
/// See [`IntegrityError`]; a document with a term that no context defines is not signed (OB3-DM-164).
pub fn prepare(
    unsigned: &Object,
    key: KeyKind,
    options: &Options,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<Prepared, IntegrityError> {
    super::integrity::prepare(SUITE, key, unsigned, options, contexts, limits)
}
