//! Strict Ed25519 verification, without work done twice.
//!
//! `ed25519-dalek` calls verification strict when, beyond RFC 8032, neither the key nor the point R of the signature has
//! small order. Keys of small order were refused when they were read. R is compared byte for byte with a point that was
//! computed, so it is accepted in its canonical encoding only, and of points of small order there are eight: looking R
//! up among these says what decompressing it would say.

use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};

/// Whether `signature` is that of `key`, which is not of small order.
pub(super) fn verify(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    match Signature::from_slice(signature) {
        Ok(signature) => !is_small_order(signature.r_bytes()) && key.verify(message, &signature).is_ok(),
        Err(_) => false,
    }
}

/// Whether this is the canonical encoding of one of the eight points whose order divides the cofactor.
fn is_small_order(point: &[u8; 32]) -> bool {
    let [y @ .., last] = point;
    // Two points that differ in the sign of x alone share their y.
    SMALL_ORDER.iter().any(|[small @ .., top]| y == small && last & 0x7f == *top)
}

/// y = 1 (the neutral point), y = -1 (order 2), y = 0 (order 4), and the two of order 8. For the first two there is only
/// one sign of x; the other is no canonical encoding of anything, and cannot verify either way.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ],
    [0; 32],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};
    use proptest::prelude::*;

    use super::*;

    /// A point of mixed order, for which signatures with every R of small order exist: message (one byte), R, s.
    const KEY: &str = "737fe2051235d3ffad83d98b47d908ae64befbd4483f902a1db82b4514b5a21c";
    const SMALL_R: [(u8, &str, &str); 8] = [
        (
            14,
            "0100000000000000000000000000000000000000000000000000000000000000",
            "3444c2f70dad201f8f03787bdf151ec6c1beaf97e1cc2740b279f9b5d95ee10d",
        ),
        (
            4,
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "dc43b489436c5c547894b48e5e48b4b91892148a59c07f9ea124c4107b89f20d",
        ),
        (
            3,
            "0000000000000000000000000000000000000000000000000000000000000000",
            "7842568e04c233452ce6f01df89f9bb5d34a1b515f1f8657cf570b6798af2400",
        ),
        (
            1,
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c923a5d2e6e864a01c34fced2a62c97694c1ed4cc6eb13bb9e31b8a875f90d0b",
        ),
        (
            25,
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "d3b1e1a93ac19df1a717d28305b829201e4cd9eccec8226e82d1c74d2a3cd100",
        ),
        (
            12,
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "bdf4954cd28e1da2e3f07453558ca171ea68ecfcdd0cd2ca522f388510360a01",
        ),
        (
            4,
            "0000000000000000000000000000000000000000000000000000000000000080",
            "43f909f22db56e0763523c80fcd23e40b57c4c841ed465f6d1221033e6d82b08",
        ),
        (
            0,
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "2ff99f9aa44d9b099c40a8cf20412bec95c5dad98b3d1a39782d038f8e270908",
        ),
    ];

    fn bytes(hex: &str) -> [u8; 32] {
        hex::decode(hex).unwrap().try_into().unwrap()
    }

    /// Each of the eight passes where verification is not strict, and neither strict way lets it pass.
    #[test]
    fn no_point_of_small_order_is_let_through() {
        let key = VerifyingKey::from_bytes(&bytes(KEY)).unwrap();
        assert!(!key.is_weak());
        for (message, r, s) in SMALL_R {
            let signature = Signature::from_components(bytes(r), bytes(s));
            assert!(key.verify(&[message], &signature).is_ok(), "{r}");
            assert!(key.verify_strict(&[message], &signature).is_err(), "{r}");
            assert!(!verify(&key, &[message], &signature.to_bytes()), "{r}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// It says what the library's own strict verification says, on good signatures and on changed ones.
        #[test]
        fn it_is_the_strict_verification_of_the_library(
            seed in any::<[u8; 32]>(), message in any::<Vec<u8>>(), at in 0_usize..64, flip in any::<u8>(),
        ) {
            let key = SigningKey::from_bytes(&seed);
            let mut signature = key.sign(&message).to_bytes();
            prop_assert!(verify(&key.verifying_key(), &message, &signature));
            signature[at] ^= flip;
            let strict = key.verifying_key().verify_strict(&message, &Signature::from_bytes(&signature)).is_ok();
            prop_assert_eq!(verify(&key.verifying_key(), &message, &signature), strict);
        }
    }
}
