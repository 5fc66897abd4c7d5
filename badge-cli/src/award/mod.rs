//! Awarding badges: what is asked for ([`Request`]), what stands in the way ([`Problem`]), and the [`Desk`] at which
//! requests become awards that last.

mod desk;
mod line;
mod problem;
mod request;

pub(crate) use desk::{Desk, Done};
pub(crate) use line::read_line;
pub(crate) use problem::{Problem, failure};
pub(crate) use request::Request;
