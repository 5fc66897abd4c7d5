//! The bit string of a status list (W3C Bitstring Status List 1.0, section 3.3; StatusList2021).

use std::io::Read as _;

use crate::limits::Limits;
use crate::text;

/// Entries that a list must have at least, so that one entry hides among others (OB3-VER-43).
pub const MIN_ENTRIES: u64 = 131_072;

/// The bits of a status list, inflated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<u8>);

/// Why a list cannot be read, or not at this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// Neither base64url nor base58btc, or not GZIP.
    #[error("not a compressed bit string")]
    Encoding,
    /// Inflates to more than [`Limits::status_list_bytes`].
    #[error("more than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// Fewer than [`MIN_ENTRIES`] entries.
    #[error("{entries} entries, {MIN_ENTRIES} are required")]
    TooShort {
        /// Entries found.
        entries: u64,
    },
    /// The entry lies beyond the end.
    #[error("no entry {index}")]
    Range {
        /// The entry asked for.
        index: u64,
    },
}

impl Bits {
    /// Reads `encodedList`: multibase (`u` or `z`) of GZIP. The older form has no prefix, in either base64 alphabet,
    /// with or without padding; it is read when `legacy`.
    ///
    /// # Errors
    /// [`ListError::Encoding`], [`ListError::TooLarge`].
    pub fn decode(encoded: &str, legacy: bool, limits: &Limits) -> Result<Self, ListError> {
        let compressed = match encoded.as_bytes().first() {
            Some(b'u') => text::from_base64url(&encoded[1..]).ok(),
            Some(b'z') => text::from_multibase(encoded).ok(),
            _ => None,
        };
        let compressed = match compressed {
            Some(bytes) if bytes.starts_with(GZIP) => bytes,
            _ if legacy => plain_base64(encoded).ok_or(ListError::Encoding)?,
            _ => return Err(ListError::Encoding),
        };
        let limit = limits.status_list_bytes;
        let mut bits = Vec::new();
        let cap = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        flate2::read::GzDecoder::new(&compressed[..])
            .take(cap)
            .read_to_end(&mut bits)
            .map_err(|_| ListError::Encoding)?;
        if bits.len() > limit { Err(ListError::TooLarge { limit }) } else { Ok(Self(bits)) }
    }

    /// How many bytes the list has.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    /// The value of an entry of `size` bits (1 to 64); the first bit is the most significant one of the first byte.
    ///
    /// # Errors
    /// [`ListError::TooShort`], [`ListError::Range`].
    pub fn entry(&self, index: u64, size: u32) -> Result<u64, ListError> {
        let entries = self.entries(size);
        if entries < MIN_ENTRIES {
            return Err(ListError::TooShort { entries });
        }
        self.entry_of_any(index, size)
    }

    /// The same, from a list of any length: one that names its people may still say that it revoked somebody.
    ///
    /// # Errors
    /// [`ListError::Range`].
    pub fn entry_of_any(&self, index: u64, size: u32) -> Result<u64, ListError> {
        if index >= self.entries(size) {
            return Err(ListError::Range { index });
        }
        let size = u64::from(size.clamp(1, 64));
        let first = index * size; // below the number of bits, so it cannot overflow
        let bit =
            |at: u64| usize::try_from(at / 8).ok().and_then(|b| self.0.get(b)).map_or(0, |b| b >> (7 - at % 8) & 1);
        Ok((first..first + size).fold(0, |value, at| value << 1 | u64::from(bit(at))))
    }

    fn entries(&self, size: u32) -> u64 {
        self.0.len() as u64 * 8 / u64::from(size.clamp(1, 64))
    }
}

const GZIP: &[u8] = &[0x1f, 0x8b];

fn plain_base64(encoded: &str) -> Option<Vec<u8>> {
    let unpadded: String = encoded
        .trim_end_matches('=')
        .chars()
        .map(|c| match c {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    text::from_base64url(&unpadded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn decode(encoded: &str, legacy: bool) -> Result<Bits, ListError> {
        Bits::decode(encoded, legacy, &Limits::default())
    }

    // OB3-VER-42: an index beyond the list says nothing about a badge: neither that it is in force nor that it is not.
    #[test]
    fn an_entry_of_several_bits_ends_with_the_list() {
        let list = decode(&format!("u{}", text::base64url(&gzip(&[0xff; 24]))), false).unwrap();
        for (size, entries) in [(1, 192), (2, 96), (3, 64), (8, 24), (64, 3)] {
            let all = u64::MAX >> (64 - size);
            assert_eq!(list.entry_of_any(entries - 1, size), Ok(all), "{size}");
            assert_eq!(list.entry_of_any(entries, size), Err(ListError::Range { index: entries }), "{size}");
        }
    }

    // OB3-DM-134: both bases that multibase names here.
    #[test]
    fn a_list_may_be_in_base58() {
        let packed = text::multibase58(&gzip(&[0x80; 20_000]));
        assert_eq!(decode(&packed, false).unwrap().entry(0, 1), Ok(1));
        assert_eq!(decode(&packed[1..], false), Err(ListError::Encoding));
    }

    // OB3-DM-134, OB3-VER-42, OB3-VER-44
    #[test]
    fn bits_are_read_from_the_most_significant_on() {
        let mut bytes = vec![0u8; 65_536];
        (bytes[0], bytes[1]) = (0b0110_0001, 0b1000_0000);
        let list = decode(&format!("u{}", text::base64url(&gzip(&bytes))), false).unwrap();
        let ones: Vec<u64> = (0..10).filter(|i| list.entry(*i, 1) == Ok(1)).collect();
        assert_eq!(ones, [1, 2, 7, 8]);
        assert_eq!((list.entry(0, 2), list.entry(1, 2), list.entry(2, 3)), (Ok(1), Ok(2), Ok(3)));
        assert_eq!(list.entry(524_288, 1), Err(ListError::Range { index: 524_288 }));
        assert_eq!(list.entry(u64::MAX, 2), Err(ListError::Range { index: u64::MAX }));
    }

    // OB3-VER-42, OB3-VER-47: both alphabets without prefix for the older form alone.
    #[test]
    fn older_lists_have_no_prefix() {
        let bytes: Vec<u8> = (0..16_384u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let packed = gzip(&bytes);
        for encoded in [text::base64(&packed), text::base64url(&packed)] {
            assert!(decode(&encoded, true).unwrap().entry(0, 1).is_ok());
            assert_eq!(decode(&encoded, false), Err(ListError::Encoding));
        }
    }

    // OB3-VER-42, OB3-VER-43: no bomb, no list so short that it names the holder.
    #[test]
    fn bombs_and_short_lists_are_refused() {
        let bomb = format!("u{}", text::base64url(&gzip(&vec![0; (16 << 20) + 1])));
        assert_eq!(decode(&bomb, false), Err(ListError::TooLarge { limit: 16 << 20 }));
        let short = decode(&format!("u{}", text::base64url(&gzip(&[0; 16_383]))), false).unwrap();
        assert_eq!(short.entry(0, 1), Err(ListError::TooShort { entries: 131_064 }));
        for bad in ["", "u", "u!", "uAAAA", "z", "é"] {
            assert_eq!(decode(bad, true), Err(ListError::Encoding), "{bad}");
        }
        let cut = gzip(&[1; 20_000]);
        assert_eq!(decode(&format!("u{}", text::base64url(&cut[..cut.len() - 9])), false), Err(ListError::Encoding));
    }
}
