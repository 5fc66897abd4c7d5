//! From a draft to a signed badge.

mod recipient;

pub use recipient::is_email;
