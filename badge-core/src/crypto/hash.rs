//! Digests.

use md5::Md5;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-384.
#[must_use]
pub fn sha384(bytes: &[u8]) -> [u8; 48] {
    Sha384::digest(bytes).into()
}

/// SHA-512 (digests of resources named by a credential).
#[must_use]
pub fn sha512(bytes: &[u8]) -> [u8; 64] {
    Sha512::digest(bytes).into()
}

/// MD5 in lower-case hexadecimal: recipients of old badges are hashed so. Read with a warning, never written.
#[must_use]
pub fn md5_hex(bytes: &[u8]) -> String {
    crate::text::hex(&Md5::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hex;

    #[test]
    fn digests_of_the_empty_text() {
        assert_eq!(hex(&sha256(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(hex(&sha384(b"")).starts_with("38b060a751ac96384cd9327eb1b1e36a"));
        assert!(hex(&sha512(b"")).starts_with("cf83e1357eefb8bdf1542850d66d8007"));
        assert_eq!(md5_hex(b""), "d41d8cd98f00b204e9800998ecf8427e");
    }

    /// OB2-VER-43
    #[test]
    fn hash_of_a_recipient() {
        assert_eq!(hex(&sha256(b"mayze")), "7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6");
    }
}
