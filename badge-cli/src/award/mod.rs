//! Awarding badges: what is asked for ([`Request`]), what stands in the way ([`Problem`]), and the [`Desk`] at which
//! requests become awards that last. A whole table is [`cohort`].

mod claim;
mod cohort;
mod desk;
mod done;
mod endorse;
mod keys;
mod line;
mod met;
mod pending;
mod problem;
mod request;
mod slip;

pub(crate) use claim::Claimer;
pub(crate) use cohort::{Decided, Jobs, Made, Same, Style};
pub(crate) use desk::Desk;
pub(crate) use done::Done;
pub(crate) use endorse::{AHEAD, Again, SignedSupport, Support, by, stored_badge};
pub(crate) use line::read_line;
pub(crate) use problem::{Problem, failure};
pub(crate) use request::{Request, consent, format, recipient, suite, unusual};
pub(crate) use slip::{Bench, Slip};
