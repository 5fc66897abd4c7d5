//! The issuer's folder on the disk: what the core's `place` describes, read and written so that nothing is lost.

pub(crate) mod disk;
pub(crate) mod journal;
pub(crate) mod lock;
