//! What several tests across crates need.

pub mod binary;
mod web;

pub use web::{Request, Web, serve_dir};
