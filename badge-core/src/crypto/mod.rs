//! Keys, algorithms, signers: verifies and signs bytes and knows nothing of badges.
//!
//! A key decides which algorithms fit it; no header and no document ever chooses for it. There is no `none` and no
//! symmetric algorithm in these types, so neither can be accepted by mistake.

mod algorithm;
mod backend;
mod entropy;
mod hash;
pub mod jose;
mod jwk;
#[cfg_attr(not(all(feature = "ed25519", feature = "p256", feature = "rsa")), allow(unused_imports))]
mod keyfile;
mod multikey;
mod pem;
#[cfg_attr(not(any(feature = "p256", feature = "p384")), allow(unused_variables, unreachable_code))]
mod public;
#[cfg_attr(not(feature = "ed25519"), allow(unused_imports))]
mod secret;
#[cfg(feature = "ed25519")]
mod strict;

#[cfg(all(test, feature = "ed25519", feature = "p256", feature = "rsa"))]
mod hostile;

pub use algorithm::{JwsAlgorithm, KeyKind, UnknownAlgorithm};
pub use entropy::{Entropy, SeededEntropy};
pub use hash::{md5_hex, sha256, sha384, sha512};
pub(crate) use jwk::{named_algorithm, other_algorithm};
pub use keyfile::{KeyFileError, SecretText};
pub use public::{KeyError, PublicKey, SignatureError};
pub use secret::{SecretKey, SignError, Signer};
