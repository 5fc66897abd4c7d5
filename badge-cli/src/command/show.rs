//! `badge show`.

use super::Context;
use crate::args::Show;
use crate::error::{Exit, Failure};
use crate::message::msg;

pub(crate) fn run(_args: &Show, _cx: &Context) -> Result<Exit, Failure> {
    Err(Failure::new(msg!("not-yet")))
}
