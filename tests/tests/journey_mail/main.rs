//! Telling people about their badges: the real command, and a real mail server that behaves as servers do.
//! Everybody is invented.

mod hostile;
mod message;
mod once;
mod server;
mod world;
