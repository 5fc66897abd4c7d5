//! `badge bake`.

use super::Context;
use crate::args::Bake;
use crate::error::{Exit, Failure};
use crate::message::msg;

pub(crate) fn run(_args: &Bake, _cx: &Context) -> Result<Exit, Failure> {
    Err(Failure::new(msg!("not-yet")))
}
