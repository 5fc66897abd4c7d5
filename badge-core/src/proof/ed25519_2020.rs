//! `Ed25519Signature2020`: the form before `eddsa-rdfc-2022`, hashed alike. Read only (OB3-PRF-23).

use super::suite::{Canon, Recipe, Suite};
use crate::crypto::KeyKind;

/// The suite.
pub const SUITE: Suite = Suite::new(&RECIPE);

pub(super) static RECIPE: Recipe = Recipe {
    kind: "Ed25519Signature2020",
    cryptosuite: None,
    canon: Canon::Rdfc,
    keys: &[KeyKind::Ed25519],
    legacy: true,
};
