//! `eddsa-jcs-2022`: canonical JSON instead of RDF (VC-DI-EdDSA section 3.3). Signed on request only: the validators
//! of 1EdTech refuse it (D-21, OB3-PRF-27).

use super::hashing::IntegrityError;
use super::integrity::{Options, Prepared};
use super::suite::{Canon, Recipe, Suite};
use crate::crypto::KeyKind;
use crate::json::Object;
use crate::limits::Limits;

/// The suite.
pub const SUITE: Suite = Suite::new(&RECIPE);

pub(super) static RECIPE: Recipe = Recipe {
    kind: "DataIntegrityProof",
    cryptosuite: Some("eddsa-jcs-2022"),
    canon: Canon::Jcs,
    keys: &[KeyKind::Ed25519],
    legacy: false,
};

/// Makes the 64 bytes to sign with Ed25519.
///
/// # Errors
/// See [`IntegrityError`].
pub fn prepare(unsigned: &Object, options: &Options, limits: &Limits) -> Result<Prepared, IntegrityError> {
    let contexts = crate::ld::Contexts::builtin();
    super::integrity::prepare(SUITE, KeyKind::Ed25519, unsigned, options, &contexts, limits)
}
