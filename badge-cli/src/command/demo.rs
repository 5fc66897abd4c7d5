//! `badge demo`.

use super::Context;
use crate::args::Demo;
use crate::error::{Exit, Failure};
use crate::message::msg;

pub(crate) fn run(_args: &Demo, _cx: &Context) -> Result<Exit, Failure> {
    Err(Failure::new(msg!("not-yet")))
}
