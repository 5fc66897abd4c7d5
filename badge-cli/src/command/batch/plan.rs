//! `badge batch plan`: what a table would award, and what is wrong with it. Nothing is awarded.

use std::path::Path;

use badge_core::cohort::{Plan, Row, State};
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::time::Timestamp;

use super::changed::Comparing;
use super::source::Source;
use super::{back, refusals, tell};
use crate::args::BatchPlan;
use crate::clock::clock;
use crate::command::Context;
use crate::command::hidden::{self, Gone};
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::{Folder, Hiding};
use crate::text::Words;

pub(crate) fn run(args: &BatchPlan, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let place = folder.place()?;
    let now = clock(args.choice.at.as_deref())?.now();
    let form = args.out.as_deref().map(|path| back::form_of(path, None)).transpose()?;
    if let Some(path) = &args.out {
        back::not_the_source(path, &args.choice.source)?;
        folder.may_replace(path, cx)?;
    }
    let source = Source::open(&args.choice, &folder, &place, now)?;
    let mut comparing = Comparing::new(&source, (&folder, &place), folder.compared());
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let plan = source.plan_against(&place, (&register, &people), now, &mut comparing);
    folder.keep_compared(comparing.into_compared(), register.len());
    if let (Some(path), Some(_)) = (&args.out, form) {
        save(path, &source, &plan, &folder, now, cx.printer.words())?;
    }
    let stops = tell::stop(&source.table);
    let none = <(Register, People)>::default();
    let wishes = source.wishes(&place, &none, now);
    if cx.printer.json() {
        tell::json(&source, (&plan, &wishes), Gone::default(), cx)?;
    } else {
        tell::show_columns(&source.table, cx);
        if let Some(what) = &stops {
            cx.printer.warn(what);
        }
        tell::show_rows(&source, &plan, cx)?;
        refusals::tell_count(refusals::of((&plan, &wishes), &people).len(), cx);
        let hiding = Hiding::of(refusals::noted((&plan, &wishes), &people, now), (&register, &people), now);
        hidden::tell(&hiding, &folder.pages_to_hide(&hiding)?, true, cx);
        if let Some(path) = &args.out {
            cx.printer.line(&path.display().to_string())?;
        }
        tell::summary((&plan, &source.table), stops.is_none(), cx);
    }
    // D-46: a plan without problems can be awarded, and `batch issue` awards nothing where somebody may be a minor unseen.
    Ok(if plan.count(State::Problem) == 0 && stops.is_none() { Exit::Done } else { Exit::Rejected })
}

/// The table with two columns more: the state of each row, and what is wrong with it.
fn save(
    path: &Path,
    source: &Source,
    plan: &Plan,
    folder: &Folder,
    now: Timestamp,
    words: &Words,
) -> Result<(), Failure> {
    let rows = back::by_line(plan.rows(&source.table).map(|row| (row.line(), row)));
    let titles = [words.say(&back::state_title(&source.table)), words.say(&msg!("title-problem"))];
    let sheet = back::sheet(&source.table, &titles, |line| {
        let row = rows.get(&line)?;
        Some(vec![state(*row, words), problems(*row, source, words)])
    });
    back::save(path, &[sheet], back::form_of(path, Some(&source.table))?, folder, now)
}

/// The state as people read it; empty for a row whose own words leave it out.
pub(super) fn state(row: Row<'_>, words: &Words) -> String {
    if row.troubles().any(|trouble| *trouble == badge_core::cohort::Trouble::RowLeftOut) {
        return String::new();
    }
    words.say(&match row.state() {
        State::Ready => msg!("state-ready"),
        State::Warning => msg!("state-remark"),
        State::Skipped => msg!("state-left"),
        State::Problem => msg!("state-problem"),
    })
}

/// Between two findings in a cell. A line break there would move every later row of a CSV away from its line.
pub(super) const BETWEEN: &str = " / ";

/// Each finding with its column, one after the other.
pub(super) fn problems(row: Row<'_>, source: &Source, words: &Words) -> String {
    let one = |finding: &badge_core::cohort::Finding| {
        let header = finding.column.and_then(|c| source.table.header(c)).filter(|h| !h.is_empty());
        let said = tell::sentence(finding, source, words);
        match header {
            Some(header) => words.say(&msg!("problem-field", field = header, what = said)),
            None => said,
        }
    };
    row.findings().map(|finding| one(&finding)).collect::<Vec<_>>().join(BETWEEN)
}
