//! `badge batch`: a whole table of people.

mod asking;
pub(super) mod back;
mod changed;
mod handing;
mod issue;
mod out;
mod outcome;
mod plan;
mod refusals;
mod results;
pub(super) mod source;
mod tell;
mod template;

pub(super) use source::unread;

use super::Context;
use crate::args::Batch;
use crate::error::{Exit, Failure};

pub(crate) fn run(args: &Batch, cx: &Context) -> Result<Exit, Failure> {
    match args {
        Batch::Template(args) => template::run(args, cx),
        Batch::Plan(args) => plan::run(args, cx),
        Batch::Issue(args) => issue::run(args, cx),
    }
}
