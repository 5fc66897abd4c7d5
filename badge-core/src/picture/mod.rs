//! Badges drawn from data.
