//! Status lists made: bit strings, and places in them that give nothing away.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};

use crate::crypto::Entropy;
use crate::json::{Object, Value, object};
use crate::model::ob3::VC2;
use crate::text;
use crate::time::Timestamp;

/// Entries of a list we make: the least that is allowed, so that one entry hides among others (OB3-DM-134).
pub const ENTRIES: u64 = 131_072;

/// Entries after which a list counts as full: beyond, a free place would take long to find by chance.
pub const FULL: u64 = ENTRIES / 8 * 7;

/// A list credential, before its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct ListDraft<'a> {
    /// Its address, `…/status/1.json`.
    pub id: &'a str,
    /// The id of the issuer: the same as in the credentials that name the list (OB3-VER-40).
    pub issuer: &'a str,
    /// `revocation` or `suspension`.
    pub purpose: &'a str,
    /// When it was made.
    pub valid_from: Timestamp,
    /// Until when it may be relied upon. None for a list on a static host (D-03).
    pub valid_until: Option<Timestamp>,
    /// The entries that are struck out.
    pub struck: &'a [u64],
}

impl ListDraft<'_> {
    /// The BitstringStatusListCredential without proof. It is then signed like any credential.
    ///
    /// Entries beyond [`ENTRIES`] are left out: [`choose`] never gives one.
    #[must_use]
    pub fn document(&self) -> Object {
        let subject = object([
            ("id", format!("{}#list", self.id).into()),
            ("type", "BitstringStatusList".into()),
            ("statusPurpose", self.purpose.into()),
            ("encodedList", encode(self.struck).into()),
        ]);
        let mut o = object([
            ("@context", vec![VC2].into()),
            ("id", self.id.into()),
            ("type", vec!["VerifiableCredential", "BitstringStatusListCredential"].into()),
            ("issuer", self.issuer.into()),
            ("validFrom", self.valid_from.to_utc_seconds().to_string().into()),
        ]);
        if let Some(until) = self.valid_until {
            o.set("validUntil", until.to_utc_seconds().to_string());
        }
        o.set("credentialSubject", Value::Object(subject));
        o
    }
}

/// The `encodedList` of a list with these entries struck out: `u`, base64url, GZIP; index 0 is the most significant bit
/// of the first byte (OB3-DM-134). The same entries give the same text.
#[must_use]
pub fn encode(struck: &[u64]) -> String {
    let mut bits = vec![0_u8; (ENTRIES / 8) as usize];
    for index in struck.iter().filter(|i| **i < ENTRIES) {
        bits[(index / 8) as usize] |= 0x80 >> (index % 8);
    }
    let mut gzip = GzBuilder::new().write(Vec::new(), Compression::default());
    let written = gzip.write_all(&bits).and_then(|()| gzip.finish());
    // Writing into memory cannot fail.
    format!("u{}", text::base64url(&written.unwrap_or_default()))
}

/// A place in a list, from chance: the first list that is not full (lists are numbered from 1), and an entry of it that
/// is not taken (OB3-DM-135).
pub fn choose(
    entropy: &mut dyn Entropy,
    count: impl Fn(u32) -> u64,
    is_taken: impl Fn(u32, u64) -> bool,
) -> (u32, u64) {
    let mut list = 1;
    while count(list) >= FULL && list < u32::MAX {
        list += 1;
    }
    loop {
        let mut bytes = [0; 4];
        entropy.fill(&mut bytes);
        // The number of entries is a power of two: no entry is likelier than another.
        let index = u64::from(u32::from_le_bytes(bytes)) % ENTRIES;
        if !is_taken(list, index) {
            return (list, index);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Read as _;

    use super::*;
    use crate::crypto::SeededEntropy;

    fn bits(encoded: &str) -> Vec<u8> {
        let bytes = text::from_base64url(encoded.strip_prefix('u').unwrap()).unwrap();
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn the_first_entry_is_the_highest_bit() {
        // OB3-DM-134
        let list = bits(&encode(&[0, 9, ENTRIES - 1, ENTRIES]));
        assert_eq!(list.len(), 16_384);
        assert_eq!((list[0], list[1], list[16_383]), (0x80, 0x40, 0x01));
        assert_eq!(list.iter().map(|b| b.count_ones()).sum::<u32>(), 3);
        assert!(bits(&encode(&[])).iter().all(|b| *b == 0));
        assert_eq!(encode(&[5]), encode(&[5]), "nothing of the clock in it");
    }

    #[test]
    fn a_static_list_has_no_end() {
        // D-03
        let draft = ListDraft {
            id: "https://badges.example.org/status/1.json",
            issuer: "did:web:badges.example.org",
            purpose: "revocation",
            valid_from: Timestamp::parse("2026-03-02T09:00:00Z").unwrap(),
            valid_until: None,
            struck: &[],
        };
        assert!(!draft.document().contains("validUntil"));
        assert!(ListDraft { valid_until: Some(draft.valid_from), ..draft }.document().contains("validUntil"));
    }

    #[test]
    fn places_are_free_and_spread() {
        // OB3-DM-135
        let mut entropy = SeededEntropy::new(b"places");
        let mut taken = BTreeSet::new();
        for _ in 0..500 {
            let (list, index) = choose(&mut entropy, |_| 0, |_, i| taken.contains(&i));
            assert!(list == 1 && index < ENTRIES && taken.insert(index));
        }
        assert!(taken.range(..ENTRIES / 2).count() > 200 && taken.range(ENTRIES / 2..).count() > 200);
        let full = |list| if list <= 2 { FULL } else { 0 };
        assert_eq!(choose(&mut entropy, full, |_, _| false).0, 3);
    }
}
