//! `ecdsa-jcs-2019`: canonical JSON, P-256 or P-384 (VC-DI-ECDSA section 3.3). Signed on request only (D-21,
//! OB3-PRF-27).

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
    cryptosuite: Some("ecdsa-jcs-2019"),
    canon: Canon::Jcs,
    keys: &[KeyKind::P256, KeyKind::P384],
    legacy: false,
};

/// Makes the bytes to sign with a key of that kind.
///
/// # Errors
/// See [`IntegrityError`].
pub fn prepare(
    unsigned: &Object,
    key: KeyKind,
    options: &Options,
    limits: &Limits,
) -> Result<Prepared, IntegrityError> {
    let contexts = crate::ld::Contexts::builtin();
    super::integrity::prepare(SUITE, key, unsigned, options, &contexts, limits)
}
