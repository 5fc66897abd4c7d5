//! Multikey: a multicodec prefix and the key, in multibase (Controlled Identifiers, section 2.2.2; OB3-PRF-28).

use super::public::Inner;
use super::{KeyError, KeyKind, PublicKey};
use crate::text;

const ED25519: [u8; 2] = [0xed, 0x01];
const P256: [u8; 2] = [0x80, 0x24];
const P384: [u8; 2] = [0x81, 0x24];

impl PublicKey {
    /// Reads a Multikey: `z6Mk…` (Ed25519), `zDn…` (P-256), `z82…` (P-384).
    ///
    /// # Errors
    /// [`KeyError::Multibase`], [`KeyError::UnknownPrefix`], [`KeyError::WrongLength`], or what is wrong with the key.
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        // The longest has 51 bytes; base58 is slow enough to be worth a bound.
        if text.len() > 128 {
            return Err(KeyError::Multibase(text::DecodeError::TooLong));
        }
        let bytes = text::from_multibase(text).map_err(KeyError::Multibase)?;
        let Some((prefix, key)) = bytes.split_first_chunk::<2>() else {
            return Err(KeyError::Multibase(text::DecodeError::Malformed));
        };
        let (kind, expected) = match *prefix {
            ED25519 => (KeyKind::Ed25519, 32),
            P256 => (KeyKind::P256, 33),
            P384 => (KeyKind::P384, 49),
            other => return Err(KeyError::UnknownPrefix(other)),
        };
        if key.len() != expected {
            return Err(KeyError::WrongLength { kind, expected, found: key.len() });
        }
        if kind == KeyKind::Ed25519 { Self::ed25519(key) } else { Self::ec(kind, key) }
    }

    /// The Multikey text in base58btc; none for RSA, which Open Badges gives no prefix.
    #[must_use]
    pub fn to_multikey(&self) -> Option<String> {
        let (prefix, key) = match &self.0 {
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => (ED25519, key.as_bytes().to_vec()),
            Inner::Ec { kind, point, .. } => (if *kind == KeyKind::P384 { P384 } else { P256 }, compressed(point)),
            Inner::Rsa { .. } => return None,
        };
        Some(text::multibase58(&[&prefix[..], &key].concat()))
    }
}

/// x, with 02 or 03 in front for an even or odd y.
fn compressed(point: &[u8]) -> Vec<u8> {
    let (x, y) = super::jwk::coordinates(point);
    let sign = 2 + (y.last().copied().unwrap_or_default() & 1);
    [&[sign], x].concat()
}

#[cfg(all(test, feature = "ed25519", feature = "p256"))]
mod tests {
    use super::*;

    const ED: &str = "z6MkneMkZqwqRiU5mJzSG3kDwzt9P8C59N4NGTfBLfSGE7c7";

    /// OB3-PRF-28
    #[test]
    fn a_wrong_length_is_an_error() {
        let good = text::from_multibase(ED).unwrap();
        assert_eq!(PublicKey::from_multikey(ED).unwrap().to_multikey().as_deref(), Some(ED));
        for (bytes, found) in [(&good[..33], 31), (&[&good[..], &[0]].concat(), 33), (&good[..2], 0)] {
            assert_eq!(
                PublicKey::from_multikey(&text::multibase58(bytes)),
                Err(KeyError::WrongLength { kind: KeyKind::Ed25519, expected: 32, found })
            );
        }
        assert_eq!(
            PublicKey::from_multikey(&text::multibase58(&[0x80, 0x24, 2, 1])),
            Err(KeyError::WrongLength { kind: KeyKind::P256, expected: 33, found: 2 })
        );
    }

    #[test]
    fn what_is_no_multikey_is_refused() {
        assert_eq!(PublicKey::from_multikey("z"), Err(KeyError::Multibase(text::DecodeError::Malformed)));
        assert_eq!(PublicKey::from_multikey(""), Err(KeyError::Multibase(text::DecodeError::UnsupportedBase)));
        let long = format!("z{}", "1".repeat(200));
        assert_eq!(PublicKey::from_multikey(&long), Err(KeyError::Multibase(text::DecodeError::TooLong)));
        let secp256k1 = text::multibase58(&[&[0xe7, 0x01, 2][..], &[7; 32]].concat());
        assert_eq!(PublicKey::from_multikey(&secp256k1), Err(KeyError::UnknownPrefix([0xe7, 0x01])));
        let off_curve = text::multibase58(&[&[0x80, 0x24, 2][..], &[0xff; 32]].concat());
        assert_eq!(PublicKey::from_multikey(&off_curve), Err(KeyError::NotOnCurve(KeyKind::P256)));
    }

    /// The neutral element and a point of order 8 would make forgeries trivial.
    #[test]
    fn points_of_small_order_are_refused() {
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let order_8 = text::from_hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a").unwrap();
        for point in [&neutral[..], &[0; 32], &order_8] {
            let text = text::multibase58(&[&ED25519[..], point].concat());
            assert_eq!(PublicKey::from_multikey(&text), Err(KeyError::SmallOrder));
        }
    }
}
