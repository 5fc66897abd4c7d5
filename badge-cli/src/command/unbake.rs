//! `badge unbake`.

use super::Context;
use crate::args::Unbake;
use crate::error::{Exit, Failure};
use crate::message::msg;

pub(crate) fn run(_args: &Unbake, _cx: &Context) -> Result<Exit, Failure> {
    Err(Failure::new(msg!("not-yet")))
}
