//! The pages of a place.
