//! Text encodings: base64url, base58btc, multibase, hexadecimal.
//!
//! Decoders are strict: padding, line breaks and non-canonical trailing bits are refused, because two
//! spellings of one signature would be two credentials.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Why a text is not what its encoding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// A character outside the alphabet, wrong padding or left-over bits.
    #[error("malformed encoding")]
    Malformed,
    /// A multibase prefix other than `z` (base58btc) and `u` (base64url).
    #[error("unsupported multibase prefix")]
    UnsupportedBase,
    /// Longer than any key, signature or list we read in this encoding.
    #[error("too long")]
    TooLong,
}

/// Encodes as base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes base64url without padding.
///
/// # Errors
/// [`DecodeError::Malformed`] on padding, white space, or bits that do not come back when encoded again.
pub fn from_base64url(text: &str) -> Result<Vec<u8>, DecodeError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| DecodeError::Malformed)
}

/// Encodes as ordinary base64 with padding (data URIs).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Decodes ordinary base64 with padding.
///
/// # Errors
/// [`DecodeError::Malformed`].
pub fn from_base64(text: &str) -> Result<Vec<u8>, DecodeError> {
    STANDARD.decode(text).map_err(|_| DecodeError::Malformed)
}

/// Encodes as multibase base58btc, with its prefix `z`.
#[must_use]
pub fn multibase58(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

/// What each character stands for; 255 for those outside the alphabet, which has no `0`, `O`, `I` and `l`.
const BASE58: [u8; 256] = {
    let alphabet = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut values = [255; 256];
    let mut at = 0;
    while at < alphabet.len() {
        values[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    values
};

/// Ten characters at a time into words of 64 bits. Every badge has a key and a signature in this encoding, and going
/// byte by byte would take as long as reading the rest of a small one.
#[allow(clippy::cast_possible_truncation)] // the two halves of a product
fn from_base58(text: &[u8]) -> Option<Vec<u8>> {
    let zeros = text.iter().take_while(|c| **c == b'1').count();
    let mut words: Vec<u64> = Vec::with_capacity(text.len() / 10 + 1); // the least significant first
    for chunk in text[zeros..].chunks(10) {
        let (mut scale, mut carry) = (1_u64, 0_u64);
        for c in chunk {
            let digit = BASE58[usize::from(*c)];
            if digit == 255 {
                return None;
            }
            carry = carry * 58 + u64::from(digit);
            scale *= 58; // at most 58^10, which is below 2^59
        }
        for word in &mut words {
            let product = u128::from(*word) * u128::from(scale) + u128::from(carry);
            (*word, carry) = (product as u64, (product >> 64) as u64);
        }
        if carry > 0 {
            words.push(carry);
        }
    }
    let bytes = words.iter().rev().flat_map(|w| w.to_be_bytes()).skip_while(|b| *b == 0);
    Some(std::iter::repeat_n(0, zeros).chain(bytes).collect())
}

/// Decodes multibase: `z` (base58btc) and `u` (base64url without padding).
///
/// Base58 takes time that grows with the square of its length, hence the bound of 8,192 characters for `z`.
///
/// # Errors
/// See [`DecodeError`].
pub fn from_multibase(text: &str) -> Result<Vec<u8>, DecodeError> {
    match text.as_bytes().first() {
        Some(b'z') if text.len() > 8_192 => Err(DecodeError::TooLong),
        Some(b'z') => from_base58(&text.as_bytes()[1..]).ok_or(DecodeError::Malformed),
        Some(b'u') => from_base64url(&text[1..]),
        _ => Err(DecodeError::UnsupportedBase),
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
    out
}

const fn digit(half: u8) -> char {
    (if half < 10 { b'0' + half } else { b'a' - 10 + half }) as char
}

/// Decodes exactly so many bytes of hexadecimal in small letters: registers are full of tokens and digests.
#[must_use]
pub fn from_small_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let half = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut out = [0; N];
    for (byte, [high, low]) in out.iter_mut().zip(pairs) {
        *byte = (half(*high)? << 4) | half(*low)?;
    }
    Some(out)
}

/// Decodes hexadecimal of either case.
///
/// # Errors
/// [`DecodeError::Malformed`].
pub fn from_hex(text: &str) -> Result<Vec<u8>, DecodeError> {
    hex::decode(text).map_err(|_| DecodeError::Malformed)
}

/// Marks without a shape of their own that change how others are shown, or that carry hidden text. The joiners that emoji and
/// several scripts need are none of them.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_strict() {
        assert_eq!(from_base64url("_-8").unwrap(), [0xff, 0xef]);
        for bad in ["_-8=", "_-9", "_- 8", "+/8", "_"] {
            assert_eq!(from_base64url(bad), Err(DecodeError::Malformed), "{bad}");
        }
    }

    #[test]
    fn small_hexadecimal_has_one_form() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(hex(&all), hex::encode(&all));
        assert_eq!(from_small_hex::<256>(&hex(&all)).unwrap().as_slice(), all);
        for bad in ["0A", "0", "000", "0g", "", "é", "0 "] {
            assert_eq!(from_small_hex::<1>(bad), None, "{bad}");
        }
    }

    #[test]
    fn multibase_knows_two_bases() {
        assert_eq!(from_multibase(&multibase58(b"badge")).unwrap(), b"badge");
        assert_eq!(from_multibase("uYmFkZ2U").unwrap(), b"badge");
        assert_eq!(from_multibase("mYmFkZ2U"), Err(DecodeError::UnsupportedBase));
        assert_eq!(from_multibase(""), Err(DecodeError::UnsupportedBase));
        assert_eq!(from_multibase("z0OIl"), Err(DecodeError::Malformed));
        assert_eq!(from_multibase(&format!("z{}", "1".repeat(9_000))), Err(DecodeError::TooLong));
    }

    #[test]
    fn base58_is_read_as_by_everybody_else() {
        let theirs = |text: &str| bs58::decode(text).into_vec().ok();
        // Every length, every first byte, zeros in front and behind.
        for len in 0..200_usize {
            for first in [0, 1, 58, 255] {
                let bytes: Vec<u8> = (0..len).map(|i| if i < len % 4 { 0 } else { (i * i) as u8 ^ first }).collect();
                let text = bs58::encode(&bytes).into_string();
                assert_eq!(from_base58(text.as_bytes()), Some(bytes), "{text}");
            }
        }
        for text in
            ["", "1", "11", "z", "zzzzzzzzzz", "zzzzzzzzzzz", "1111111111z", "21111111111", "zzzzzzzzzzzzzzzzzzzzzz"]
        {
            assert_eq!(from_base58(text.as_bytes()), theirs(text), "{text}");
        }
        for byte in 0..=255_u8 {
            let text = [b'2', byte, b'3'];
            let read = std::str::from_utf8(&text).ok().and_then(theirs);
            assert_eq!(from_base58(&text), read, "{byte}");
        }
    }
}
