//! Issues, bakes and verifies Open Badges 2.0 and 3.0.
//!
//! The library is made of pure functions: bytes in, a value out. It reads no network, no file, no clock and no
//! source of randomness unless the `http` feature is asked for. A bad badge is never an error: it is a
//! [`verify::Report`] made of named checks.

#![deny(missing_docs)]

// Layer 0: values that know nothing of badges.
pub mod json;
pub mod language;
pub mod limits;
pub mod name;
pub mod text;
pub mod time;

// Layer 1: answers, keys, linked data.
pub mod crypto;
pub mod ld;
pub mod resource;

// Layer 2: who owns a key; where a badge hides.
pub mod container;
pub mod did;

// Layer 3: badges, their proofs and their status.
pub mod model;
pub mod proof;
pub mod status;

// Layer 4: the verifier.
pub mod verify;

// Layer 5: the issuer, and the fetch loop.
pub mod drive;
pub mod issue;

// Layer 6: what both shells need.
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "picture")]
pub mod picture;
#[cfg(feature = "place")]
pub mod place;

// Layer 7 and 8: words and pages.
#[cfg(feature = "message")]
pub mod message;
#[cfg(feature = "site")]
pub mod site;
