//! `badge show`: what a badge says, without asking anybody whether it is true.

use badge_core::message::{Catalog, Style, words_of};
use badge_core::verify::Policy;

use badge_core::container::open;
use badge_core::limits::Limits;
use badge_core::place::card::{CardCode, code_of};

use super::Context;
use super::verify::Judge;
use crate::args::Show;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::fetch::Sources;
use crate::input::{Input, read_file};
use crate::message::msg;
use crate::place::Folder;

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
    // On a card of the place at hand, how it becomes somebody's (D-10).
    if let Some(code) = code(args, cx).filter(|_| found && !cx.printer.json()) {
        cx.printer.note(&msg!("award-card", code = code.to_string()));
    }
    if !found {
        let mut failure = Failure::new(msg!("show-nothing", input = &args.input));
        failure.exit = Exit::NoBadge;
        return Err(failure);
    }
    Ok(Exit::Done)
}

/// The code of a card that can be claimed. Whatever stands in the way, there is nothing to say then.
fn code(args: &Show, cx: &Context) -> Option<CardCode> {
    let folder = Folder::find(&cx.settings).ok()?;
    let register = folder.register().ok()?;
    let people = folder.people(&register).ok()?;
    let limits = Limits::default();
    let bytes = read_file(std::path::Path::new(&args.input), limits.image_bytes).ok()?;
    let found = open(&bytes, &limits).found.into_iter().next()?;
    code_of(&super::revoke::entry_of(&found.raw, &register)?, &people)
}
