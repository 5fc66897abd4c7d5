//! What several tests across crates need.

mod badge;
mod web;

pub use badge::Issuer;
pub use web::{Request, Web, serve_dir};
