//! Status lists: read and made.

pub mod make;
