//! `badge verify`.

use super::Context;
use crate::args::Verify;
use crate::error::{Exit, Failure};
use crate::message::msg;

pub(crate) fn run(_args: &Verify, _cx: &Context) -> Result<Exit, Failure> {
    Err(Failure::new(msg!("not-yet")))
}
