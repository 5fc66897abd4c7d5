//! The one hardened HTTPS client.
