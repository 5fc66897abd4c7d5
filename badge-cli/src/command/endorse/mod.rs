//! `badge endorse`, `badge request-endorsement`, `badge accept`, `badge endorsements`: places that support each other.

mod accept;
mod given;
mod known;
mod list;
mod reissue;
mod request;
mod subject;

pub(super) use accept::accept;
pub(super) use given::endorse;
pub(super) use list::{given_row, given_state, list};
pub(super) use request::request;
