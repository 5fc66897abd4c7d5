//! The fetch loop.
