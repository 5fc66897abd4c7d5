//! The issuer's folder as values.
