//! `badge debug`.

use super::Context;
use crate::args::Debug;
use crate::error::{Exit, Failure};
use crate::message::msg;

pub(crate) fn run(_args: &Debug, _cx: &Context) -> Result<Exit, Failure> {
    Err(Failure::new(msg!("not-yet")))
}
