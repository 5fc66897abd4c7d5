//! What makes a Data Integrity suite: a way to canonicalise, a hash, and keys that may sign.

use std::fmt;

use crate::crypto::{JwsAlgorithm, KeyKind};
use crate::ld::Hash;

/// A Data Integrity suite that this library knows.
#[derive(Clone, Copy)]
pub struct Suite(&'static Recipe);

/// A suite, written down. Each suite's own file holds its recipe.
#[derive(Debug)]
pub(super) struct Recipe {
    /// `type` of the proof.
    pub kind: &'static str,
    /// `cryptosuite` of the proof; older suites have none.
    pub cryptosuite: Option<&'static str>,
    pub canon: Canon,
    pub keys: &'static [KeyKind],
    /// A name or form that is read and no longer written.
    pub legacy: bool,
}

/// How a document becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Canon {
    /// JSON-LD to RDF, RDFC-1.0.
    Rdfc,
    /// JSON Canonicalization Scheme (RFC 8785).
    Jcs,
    /// JSON-LD to RDF, RDFC-1.0, then statement by statement.
    Selective,
}

const ALL: [&Recipe; 7] = [
    &super::eddsa_rdfc_2022::RECIPE,
    &super::eddsa_rdfc_2022::OLDER_NAME,
    &super::ed25519_2020::RECIPE,
    &super::ecdsa_rdfc_2019::RECIPE,
    &super::eddsa_jcs_2022::RECIPE,
    &super::ecdsa_jcs_2019::RECIPE,
    &super::ecdsa_sd_2023::RECIPE,
];

impl Suite {
    /// The suites that are also written (D-21). The first is the default, and the only embedded one that certification
    /// names (OB3-PRF-20); 1EdTech's validator refuses the others (OB3-PRF-25, OB3-PRF-27).
    pub const SIGNING: [Self; 4] = [
        Self(&super::eddsa_rdfc_2022::RECIPE),
        Self(&super::eddsa_jcs_2022::RECIPE),
        Self(&super::ecdsa_rdfc_2019::RECIPE),
        Self(&super::ecdsa_jcs_2019::RECIPE),
    ];

    pub(super) const fn new(recipe: &'static Recipe) -> Self {
        Self(recipe)
    }

    /// The suite that a proof names by its `type` and `cryptosuite`.
    #[must_use]
    pub fn find(kind: &str, cryptosuite: Option<&str>) -> Option<Self> {
        ALL.into_iter().find(|r| r.kind == kind && (r.cryptosuite.is_none() || r.cryptosuite == cryptosuite)).map(Self)
    }

    /// The suite of that name among those that are written.
    #[must_use]
    pub fn to_sign(name: &str) -> Option<Self> {
        Self::SIGNING.into_iter().find(|suite| suite.name() == name)
    }

    /// Whether 1EdTech's validator reads it: one suite, and its older names.
    #[must_use]
    pub fn is_read_by_1edtech(self) -> bool {
        self.0.canon == Canon::Rdfc && self.0.keys == [KeyKind::Ed25519].as_slice()
    }

    /// Whether a proof covers the statements of a document, and not its text as it stands.
    pub(crate) fn is_of_statements(self) -> bool {
        self.0.canon != Canon::Jcs
    }

    /// Its name: `eddsa-rdfc-2022`, `Ed25519Signature2020`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.cryptosuite.unwrap_or(self.0.kind)
    }

    /// Whether it is read and no longer written: deprecated names and forms (OB3-PRF-23, OB3-PRF-24).
    #[must_use]
    pub const fn is_legacy(self) -> bool {
        self.0.legacy
    }

    /// The algorithm it signs with by a key of this kind; none when such a key does not fit.
    #[must_use]
    pub fn algorithm(self, key: KeyKind) -> Option<JwsAlgorithm> {
        self.0.keys.contains(&key).then(|| key.default_algorithm())
    }

    /// The kinds of keys that fit.
    #[must_use]
    pub const fn key_kinds(self) -> &'static [KeyKind] {
        self.0.keys
    }

    pub(super) const fn recipe(self) -> &'static Recipe {
        self.0
    }

    /// SHA-384 goes with P-384, SHA-256 with everything else.
    pub(super) const fn hash(key: KeyKind) -> Hash {
        if matches!(key, KeyKind::P384) { Hash::Sha384 } else { Hash::Sha256 }
    }
}

impl Default for Suite {
    /// `eddsa-rdfc-2022`.
    fn default() -> Self {
        Self::SIGNING[0]
    }
}

impl PartialEq for Suite {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}
impl Eq for Suite {}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Suite({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // OB3-PRF-23, OB3-PRF-24: what is only read is not signed with.
    #[test]
    fn suites_are_known_by_their_names() {
        for suite in Suite::SIGNING {
            assert_eq!(Suite::to_sign(suite.name()), Some(suite));
        }
        for name in ["Ed25519Signature2020", "eddsa-rdfc-2099", ""] {
            assert_eq!(Suite::to_sign(name), None, "{name}");
        }
        assert_eq!(format!("{:?}", Suite::default()), "Suite(eddsa-rdfc-2022)");
    }

    #[test]
    fn one_suite_and_its_older_name_are_read_by_the_validator_of_1edtech() {
        let read: Vec<&str> = Suite::SIGNING.into_iter().filter(|s| s.is_read_by_1edtech()).map(Suite::name).collect();
        assert_eq!(read, ["eddsa-rdfc-2022"]);
        assert!(Suite::find("Ed25519Signature2020", None).is_some_and(Suite::is_read_by_1edtech));
    }
}
