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

/// Decodes multibase: `z` (base58btc) and `u` (base64url without padding).
///
/// Base58 takes time that grows with the square of its length, hence the bound of 8,192 characters for `z`.
///
/// # Errors
/// See [`DecodeError`].
pub fn from_multibase(text: &str) -> Result<Vec<u8>, DecodeError> {
    match text.as_bytes().first() {
        Some(b'z') if text.len() > 8_192 => Err(DecodeError::TooLong),
        Some(b'z') => bs58::decode(&text[1..]).into_vec().map_err(|_| DecodeError::Malformed),
        Some(b'u') => from_base64url(&text[1..]),
        _ => Err(DecodeError::UnsupportedBase),
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

/// Decodes hexadecimal of either case.
///
/// # Errors
/// [`DecodeError::Malformed`].
pub fn from_hex(text: &str) -> Result<Vec<u8>, DecodeError> {
    hex::decode(text).map_err(|_| DecodeError::Malformed)
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
    fn multibase_knows_two_bases() {
        assert_eq!(from_multibase(&multibase58(b"badge")).unwrap(), b"badge");
        assert_eq!(from_multibase("uYmFkZ2U").unwrap(), b"badge");
        assert_eq!(from_multibase("mYmFkZ2U"), Err(DecodeError::UnsupportedBase));
        assert_eq!(from_multibase(""), Err(DecodeError::UnsupportedBase));
        assert_eq!(from_multibase("z0OIl"), Err(DecodeError::Malformed));
        assert_eq!(from_multibase(&format!("z{}", "1".repeat(9_000))), Err(DecodeError::TooLong));
    }
}
