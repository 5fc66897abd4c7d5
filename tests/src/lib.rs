//! What several tests across crates need.

pub mod binary;
pub mod corpus;
pub mod deviations;
pub mod requirements;
pub mod rules;
pub mod smtp;
mod web;

pub use web::{Request, Web, serve_dir};
