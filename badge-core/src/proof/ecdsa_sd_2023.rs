//! `ecdsa-sd-2023`: P-256, and a holder may withhold statements (VC-DI-ECDSA section 3.5; OB3-PRF-26, D-21). Derived
//! proofs are verified; base proofs are the holder's, and are refused by name; nothing is signed.
//!
//! The issuer signs with a key of its own the statements that may not be withheld, together with a key made for this one
//! credential; that key signs each other statement by itself. Whoever holds it all shows some of the single statements
//! with their signatures. Blank nodes have names that were made with a secret (HMAC), so that they do not tell how many
//! others there were.

mod cbor;
#[cfg(all(test, feature = "p256"))]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::cbor::Reader;
use super::suite::{Canon, Recipe, Suite};
use crate::crypto::{JwsAlgorithm, KeyError, KeyKind, PublicKey, SignatureError};
use crate::ld::{Canonical, Dataset, Hash};
use crate::text;

/// The suite. It is read and not written.
pub const SUITE: Suite = Suite::new(&RECIPE);

pub(super) static RECIPE: Recipe = Recipe {
    kind: "DataIntegrityProof",
    cryptosuite: Some("ecdsa-sd-2023"),
    canon: Canon::Selective,
    keys: &[KeyKind::P256],
    legacy: false,
};

/// What one ECDSA verification costs, in the steps of [`crate::limits::Limits::canon_work`].
pub(super) const SIGNATURE_WORK: usize = 400;

/// A derived proof value, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Derived {
    base_signature: Vec<u8>,
    /// The key made for this credential, as a Multikey in bytes: so it is signed.
    public_key: Vec<u8>,
    /// The same, to verify with; none where P-256 is not compiled in.
    key: Option<PublicKey>,
    signatures: Vec<Vec<u8>>,
    /// For each canonical number of a blank node the name that was signed.
    labels: BTreeMap<u64, String>,
    mandatory: BTreeSet<usize>,
}

/// Why a proof value is none that can be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueFault {
    /// A base proof: for the holder, who makes derived ones from it.
    Base,
    Malformed,
}

const BASE: [u8; 3] = [0xd9, 0x5d, 0x00];
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];
/// `r` and `s` of P-256.
const SIGNATURE_LENGTH: usize = 64;
/// HMAC-SHA-256.
const LABEL_LENGTH: usize = 32;

impl Derived {
    /// Takes a `proofValue` apart: multibase `u`, three bytes, and a CBOR array of five.
    pub(super) fn parse(value: &str) -> Result<Self, ValueFault> {
        let bytes = value.strip_prefix('u').and_then(|v| text::from_base64url(v).ok()).ok_or(ValueFault::Malformed)?;
        match bytes.split_first_chunk::<3>() {
            Some((&DERIVED, rest)) => Self::read(rest).ok_or(ValueFault::Malformed),
            Some((&BASE, _)) => Err(ValueFault::Base),
            _ => Err(ValueFault::Malformed),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut items = Reader::new(bytes);
        if items.array()? != 5 {
            return None;
        }
        let base_signature = items.bytes().filter(|s| s.len() == SIGNATURE_LENGTH)?.to_vec();
        let public_key = items.bytes()?.to_vec();
        let key = match PublicKey::from_multikey(&text::multibase58(public_key.get(..35)?)) {
            Ok(key) if key.kind() == KeyKind::P256 && public_key.len() == 35 => Some(key),
            Err(KeyError::NotCompiled(KeyKind::P256)) => None,
            _ => return None,
        };
        let mut signatures = Vec::new();
        for _ in 0..items.array()? {
            signatures.push(items.bytes().filter(|s| s.len() == SIGNATURE_LENGTH)?.to_vec());
        }
        let mut labels = BTreeMap::new();
        // Two blank nodes under one name would be two things where one was signed.
        let mut seen = BTreeSet::new();
        for _ in 0..items.map()? {
            let number = items.unsigned()?;
            let label = items.bytes().filter(|l| l.len() == LABEL_LENGTH)?;
            if !seen.insert(label) || labels.insert(number, format!("u{}", text::base64url(label))).is_some() {
                return None;
            }
        }
        let mut mandatory = BTreeSet::new();
        for _ in 0..items.array()? {
            if !mandatory.insert(usize::try_from(items.unsigned()?).ok()?) {
                return None;
            }
        }
        items.is_done().then_some(Self { base_signature, public_key, key, signatures, labels, mandatory })
    }

    /// What verifying the signatures costs.
    pub(super) fn work(&self) -> usize {
        self.signatures.len().saturating_add(1).saturating_mul(SIGNATURE_WORK)
    }

    /// The statements of a document under the names that were signed, in the order in which they are counted. `None`
    /// when the names are not those of exactly the blank nodes that there are.
    pub(super) fn statements(&self, dataset: &Dataset<'_>, canonical: &Canonical) -> Option<Vec<String>> {
        if canonical.numbers.len() != self.labels.len() {
            return None;
        }
        let name = |number: &u32| self.labels.get(&u64::from(*number)).map(String::as_str);
        let names: Vec<&str> = canonical.numbers.iter().map(name).collect::<Option<_>>()?;
        Some(dataset.labelled_nquads(&names))
    }

    /// Splits statements into those that the issuer's own signature covers, as one text, and the single ones. `None`
    /// when there are more or fewer of them than the proof says.
    pub(super) fn split<'s>(&self, statements: &'s [String]) -> Option<(String, Vec<&'s str>)> {
        let (mut mandatory, mut single) = (String::new(), Vec::new());
        for (index, statement) in statements.iter().enumerate() {
            if self.mandatory.contains(&index) {
                mandatory.push_str(statement);
            } else {
                single.push(statement.as_str());
            }
        }
        let all_there = self.mandatory.last().is_none_or(|last| *last < statements.len());
        (all_there && single.len() == self.signatures.len()).then_some((mandatory, single))
    }

    /// Whether the issuer signed the statements that may not be withheld, with these options and the single key.
    pub(super) fn verify_base(
        &self,
        issuer: &PublicKey,
        options_hash: &[u8],
        mandatory_hash: &[u8],
    ) -> Result<(), SignatureError> {
        let signed = [options_hash, &self.public_key, mandatory_hash].concat();
        issuer.verify(JwsAlgorithm::Es256, &signed, &self.base_signature)
    }

    /// Whether the single key signed each of the other statements.
    pub(super) fn verify_single(&self, statements: &[&str]) -> Result<(), SignatureError> {
        let key = self.key.as_ref().ok_or(SignatureError::Unsupported(JwsAlgorithm::Es256))?;
        let mut pairs = statements.iter().zip(&self.signatures);
        pairs.try_for_each(|(statement, signature)| key.verify(JwsAlgorithm::Es256, statement.as_bytes(), signature))
    }

    /// Digest of the statements that may not be withheld.
    pub(super) fn hash(mandatory: &str) -> Vec<u8> {
        Hash::Sha256.digest(mandatory.as_bytes())
    }
}
