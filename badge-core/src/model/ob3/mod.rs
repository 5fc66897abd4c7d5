//! Open Badges 3.0 documents, on the W3C data models 1.1 and 2.0.

mod carried;
#[cfg(feature = "place")]
mod embedded;
mod read;
mod thing;
mod write;

#[cfg(feature = "place")]
pub(crate) use embedded::read_embedded;
pub(crate) use read::read_gathered;
pub use read::{has_type, read, version};
pub(crate) use thing::Thing;
pub(crate) use write::decided;
pub use write::{achievement as write_achievement, profile as write_profile, write};

/// The first context of a credential of the W3C data model 2.0.
pub const VC2: &str = "https://www.w3.org/ns/credentials/v2";
/// The first context of a credential of the W3C data model 1.1.
pub const VC1: &str = "https://www.w3.org/2018/credentials/v1";
/// The context of Open Badges 3.0 that our credentials have (OB3-DM-02).
pub const OB3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
