//! Open Badges 3.0 documents, on the W3C data models 1.1 and 2.0.

mod read;

pub use read::{has_type, read, version};

/// The first context of a credential of the W3C data model 2.0.
pub const VC2: &str = "https://www.w3.org/ns/credentials/v2";
/// The first context of a credential of the W3C data model 1.1.
pub const VC1: &str = "https://www.w3.org/2018/credentials/v1";
