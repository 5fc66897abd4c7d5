//! One file per securing method. Signing mirrors verifying: `prepare` gives the bytes to sign, `complete` takes the
//! signature; whoever holds the key is of no concern here.
//!
//! Embedded proofs (Data Integrity) are recipes over one machine: how to canonicalise, how to hash, which keys sign.
//! [`integrity`] reads proofs and checks them, whatever their suite.

pub mod ecdsa_jcs_2019;
pub mod ecdsa_rdfc_2019;
pub mod ecdsa_sd_2023;
pub mod ed25519_2020;
pub mod eddsa_jcs_2022;
pub mod eddsa_rdfc_2022;
pub mod integrity;
pub mod ob2_jws;
pub mod vc_jwt;

mod hashing;
mod suite;

#[cfg(all(test, feature = "ed25519", feature = "p256"))]
mod tests;

pub use hashing::{Explained, IntegrityError, Part, Variant};
pub use suite::Suite;
