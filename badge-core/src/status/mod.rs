//! Status lists: read and made.
