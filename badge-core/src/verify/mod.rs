//! Verifying is one function of three values.

/// (the report's types come here)
pub struct Report;
