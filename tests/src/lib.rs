//! What several tests across crates need.

mod web;

pub use web::{Request, Web, serve_dir};
