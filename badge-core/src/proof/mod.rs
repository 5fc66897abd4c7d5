//! One file per securing method. Signing mirrors verifying: `prepare` gives the bytes to sign, `complete` takes the
//! signature; whoever holds the key is of no concern here.

pub mod ob2_jws;
pub mod vc_jwt;
