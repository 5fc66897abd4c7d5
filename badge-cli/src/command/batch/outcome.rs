//! What a run came to, to people and to programs.

use std::collections::BTreeMap;

use badge_core::cohort::{Row, State};
use serde::Serialize;

use super::refusals::Taken;
use super::results::{Became, Standing, Told};
use super::{plan as planned, tell as tell_rows};
use crate::command::Context;
use crate::command::hidden::Gone;
use crate::error::{Exit, Failure};
use crate::message::msg;

#[derive(Serialize)]
struct Outcome<'a> {
    schema: &'static str,
    table: &'a str,
    dry_run: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sheets_unread: Vec<tell_rows::SheetJson<'a>>,
    columns: Vec<tell_rows::ColumnJson<'a>>,
    rows: &'a Told<'a>,
    counts: BTreeMap<&'static str, usize>,
    /// People whose consent the table took back: their pages are gone.
    #[serde(skip_serializing_if = "is_none")]
    taken_back: usize,
    /// Badges that were shown until now, and may not be any more.
    #[serde(flatten)]
    gone: Gone,
}

const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// Tells it, and how the run ended.
pub(super) fn tell(told: &Told<'_>, taken: Taken, cx: &Context) -> Result<Exit, Failure> {
    let (words, plan, results, source) = (cx.printer.words(), told.plan, told.results, told.source);
    let mut counts: BTreeMap<&'static str, usize> =
        ["issued", "updated", "already", "changed", "repeated", "revoked", "failed", "problem", "skipped"]
            .map(|s| (s, 0))
            .into();
    for award in results.iter().filter(|a| a.state != Became::Problem) {
        *counts.entry(award.state.as_str()).or_default() += 1;
    }
    counts.insert("problem", plan.count(State::Problem));
    counts.insert("skipped", plan.rows(&source.table).filter(|r| !r.is_person()).count());
    let count = |state: &str| counts.get(state).copied().unwrap_or(0);
    let failed = count("failed");
    if cx.printer.json() {
        cx.printer.large_object(&Outcome {
            schema: "badge-batch/1",
            table: &source.name,
            dry_run: told.dry_run,
            sheets_unread: tell_rows::sheets(&source.table),
            columns: tell_rows::columns(&source.table),
            rows: told,
            counts: counts.clone(),
            taken_back: taken.back,
            gone: taken.gone,
        })?;
    } else {
        let problems = || {
            plan.rows(&source.table).flat_map(|row| {
                let line = u64::from(row.line());
                results.problems(row.at()).map(move |problem| (line, &problem.message))
            })
        };
        for (line, what) in problems().take(tell_rows::TOLD) {
            cx.printer.line(&words.say(&msg!("batch-failed-row", line = line, what = what)))?;
        }
        let more = problems().skip(tell_rows::TOLD).count();
        if more > 0 {
            cx.printer.note(&msg!("batch-failed-more", count = more));
        }
        let done = match told.dry_run {
            true => msg!("batch-would", count = count("would_issue") + count("would_update")),
            false => msg!("batch-done", count = count("issued") + count("updated")),
        };
        cx.printer.done(&done);
        for (state, message) in [
            ("already", msg!("batch-already", count = count("already"))),
            ("updated", msg!("batch-updated", count = count("updated"))),
            ("changed", msg!("batch-unchanged", count = count("changed"))),
            ("problem", msg!("batch-problem", count = count("problem"))),
            ("failed", msg!("batch-failed", count = failed)),
        ] {
            if count(state) > 0 {
                cx.printer.note(&message);
            }
        }
        let kept = |withdrawn: bool| {
            results.iter().filter(|a| a.waits && a.withdrawn == withdrawn && a.state != Became::Problem).count()
        };
        let (waiting, withdrawn) = (kept(false), kept(true));
        if waiting > 0 {
            cx.printer.note(&msg!("batch-waits", count = waiting));
        }
        if withdrawn > 0 {
            cx.printer.note(&msg!("batch-withdrawn", count = withdrawn));
        }
        if told.dry_run {
            cx.printer.note(&msg!("dry-run"));
        }
    }
    Ok(match (failed, plan.count(State::Problem)) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Rejected,
        _ => Exit::Failed,
    })
}

/// The state of a row for the table that goes back.
pub(super) fn row_state(row: Row<'_>, awards: &[Standing], words: &crate::text::Words) -> String {
    if !row.is_person() || row.state() == State::Problem {
        return planned::state(row, words);
    }
    use Became::{Already, Changed, Failed, Issued, Repeated, Updated};
    let worst = [Failed, Changed, Issued, Updated, Already, Repeated];
    let state = worst.into_iter().find(|s| awards.iter().any(|a| a.state == *s)).unwrap_or(Repeated);
    let waits = awards.iter().any(|a| a.waits);
    let refused = awards.iter().filter(|a| a.waits).all(|a| a.withdrawn);
    words.say(&match state {
        Issued | Updated | Already if waits && refused => msg!("state-kept"),
        Issued | Updated | Already if waits => msg!("state-waits"),
        Failed => msg!("state-failed"),
        Changed => msg!("state-changed"),
        Issued => msg!("state-issued"),
        Updated => msg!("state-updated"),
        Already => msg!("state-already"),
        _ => msg!("state-left"),
    })
}
