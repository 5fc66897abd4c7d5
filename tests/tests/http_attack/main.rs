//! Attacks on the HTTPS client by servers that mean harm. Each server speaks raw bytes on loopback.

mod addresses;
mod answers;
mod hostile;
mod tls;
