//! From a draft to a signed badge.

mod format;
mod recipient;

pub use format::Format;
pub use recipient::is_email;
