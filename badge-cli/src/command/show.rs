//! `badge show`: what a badge says, without asking anybody whether it is true.

use badge_core::message::{Catalog, Style, words_of};
use badge_core::verify::Policy;

use super::Context;
use super::verify::Judge;
use crate::args::Show;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::fetch::Sources;
use crate::input::Input;
use crate::message::msg;

pub(crate) fn run(args: &Show, cx: &Context) -> Result<Exit, Failure> {
    let policy = Policy::at(clock(None)?.now());
    let judge = Judge::new(policy, &Sources { offline: true, ..Sources::default() })?;
    let mut found = false;
    let catalog = Catalog::new(cx.settings.lang, &[]);
    for input in Input::gather(std::slice::from_ref(&args.input)).inputs {
        for mut report in judge.judge(&input)?.badges {
            let Some(summary) = &mut report.summary else { continue };
            found = true;
            // Nobody was asked: the words stand under the title that says so.
            summary.proven = false;
            if cx.printer.json() {
                cx.printer
                    .line(report.to_value().get("badge").map(|b| b.to_pretty()).unwrap_or_default().trim_end())?;
            } else {
                cx.printer.bytes(words_of(&report, &catalog, Style::Plain).as_bytes())?;
            }
        }
    }
    if !found {
        let mut failure = Failure::new(msg!("show-nothing", input = &args.input));
        failure.exit = Exit::NoBadge;
        return Err(failure);
    }
    Ok(Exit::Done)
}
