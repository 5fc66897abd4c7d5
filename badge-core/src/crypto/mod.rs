//! Keys, algorithms, signers: verifies and signs bytes and knows nothing of badges.
