//! `eddsa-rdfc-2022`, the suite in which badges are issued (VC-DI-EdDSA section 3.2; OB3-PRF-20 to 22), and
//! `eddsa-2022`, its older name (OB3-PRF-24).

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
    cryptosuite: Some("eddsa-rdfc-2022"),
    canon: Canon::Rdfc,
    keys: &[KeyKind::Ed25519],
    legacy: false,
};

pub(super) static OLDER_NAME: Recipe = Recipe {
    kind: "DataIntegrityProof",
    cryptosuite: Some("eddsa-2022"),
    canon: Canon::Rdfc,
    keys: &[KeyKind::Ed25519],
    legacy: true,
};

/// Makes the 64 bytes to sign with Ed25519: the hash of the proof options, then the hash of the document.
///
/// # Errors
/// See [`IntegrityError`]; a document with a term that no context defines is not signed (OB3-DM-164).
pub fn prepare(
    unsigned: &Object,
    options: &Options,
    contexts: &Contexts,
    limits: &Limits,
) -> Result<Prepared, IntegrityError> {
    super::integrity::prepare(SUITE, KeyKind::Ed25519, unsigned, options, contexts, limits)
}
