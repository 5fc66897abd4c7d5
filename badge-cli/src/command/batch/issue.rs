//! `badge batch issue`: awards every row of a table that is ready. What was awarded before is not awarded again, so
//! that a run that was stopped is simply run once more.

use std::path::PathBuf;
use std::sync::Arc;

use badge_core::cohort::{Plan, State, Table, Wishes};
use badge_core::issue::Format;
use badge_core::place::Slug;
use badge_core::place::names::is_name_in;
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::proof::Suite;
use badge_core::time::Timestamp;

use super::asking::{Held, changed_lines, may_ask_about};
use super::changed::Comparing;
use super::handing::Handing;
use super::results::{Became, Results, Told};
use super::source::Source;
use super::{back, out, outcome, refusals, tell};
use crate::args::BatchIssue;
use crate::award::{Decided, Desk, Request, Style};
use crate::clock::clock;
use crate::command::hidden::{self, Gone};
use crate::command::{Context, moved};
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::{Hiding, Key};
use crate::progress;

/// A plan, and what its rows ask for.
type Planned<'a> = (&'a Plan, &'a Wishes<'a>);

pub(crate) fn run(args: &BatchIssue, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.choice.at.as_deref())?.now();
    if let Some(path) = &args.table {
        back::form_of(path, None)?;
    }
    let mut desk = Desk::open(cx, args.dry_run)?;
    let given = Given::read(args, &mut desk, now, cx)?;
    let (place, folder, none) = (desk.place.clone(), desk.folder.clone(), <(Register, People)>::default());
    let wishes = given.source.wishes(&place, &none, now);
    let mut comparing = Comparing::new(&given.source, (&folder, &place), folder.compared());

    // From here on nobody else writes but while somebody is asked: what the plan says still holds when it is done.
    let mut held = Held::take(&folder, args.dry_run, cx)?;
    moved::tell(&place, held.known().0, cx);
    let plan = given.source.plan_against(&place, held.known(), now, &mut comparing);
    if !cx.printer.json() {
        tell::show_rows(&given.source, &plan, cx)?;
    }
    let planned = (&plan, &wishes);
    let taken_back = refusals::of(planned, held.known().1).len();
    held.ask_to_take_back(taken_back, &folder, cx)?;
    held.ask_to_hide(|people| refusals::noted(planned, people, now), &folder, now, cx)?;
    let Some(update) = given.ask_about_changes(planned, &mut held, &desk, cx)? else { return Ok(Exit::Rejected) };
    let style = given.style(update);
    let (decided, results) = given.decide(planned, &style, &held, &desk);
    held.ask_to_award(&mut desk, (&decided.jobs, &style), cx)?;
    given.award(planned, (decided, results, &style), (held, comparing), &desk, cx)
}

/// What was given to a run, read and found to be possible.
struct Given<'a> {
    args: &'a BatchIssue,
    now: Timestamp,
    source: Source,
    /// Where the table goes back to.
    table: Option<PathBuf>,
    cohort: Option<Slug>,
    request: Request,
    /// Those asked for, or the place's own; their keys are open.
    formats: Vec<Format>,
    suite: Suite,
}

impl<'a> Given<'a> {
    /// Reads the table. Whatever would fail behind the last award is told here.
    fn read(args: &'a BatchIssue, desk: &mut Desk<'_>, now: Timestamp, cx: &Context) -> Result<Self, Failure> {
        let table = out::table_of(args, &desk.folder, cx.printer.words());
        if let Some(path) = &table {
            back::not_the_source(path, &args.choice.source)?;
            match args.dry_run {
                true => desk.folder.refuse_target(path)?,
                false => desk.folder.may_replace(path, cx)?,
            }
        }
        if let Some(out) = &args.out {
            desk.folder.refuse_target(out)?;
        }
        let source = Source::open(&args.choice, &desk.folder, &desk.place, now)?;
        if !cx.printer.json() {
            tell::show_columns(&source.table, cx);
        }
        // Nobody is taken for an adult because a column has a title that is not known.
        if let Some(what) = tell::stop(&source.table) {
            return Err(Failure::new(what));
        }
        let cohort = args.cohort.as_deref().map(cohort_name).transpose()?;
        let request = request(args);
        let suite = request.suite.unwrap_or_default();
        let formats = desk.ready_for(&request.formats, suite, now)?;
        Ok(Self { args, now, source, table, cohort, request, formats, suite })
    }

    /// Whether changed rows replace their awards; `None` where nothing is awarded, because of a row with a problem.
    fn ask_about_changes(
        &self,
        (plan, wishes): Planned<'_>,
        held: &mut Held,
        desk: &Desk<'_>,
        cx: &Context,
    ) -> Result<Option<bool>, Failure> {
        let (args, table) = (self.args, &self.source.table);
        let problems = plan.count(State::Problem);
        let refused = args.all_or_nothing && problems > 0;
        let people = held.known().1;
        let named = self.cohort.as_ref().map_or(Ok(()), |name| names_nobody(name, (plan, table), people));
        let changed = changed_lines(args, (plan, table));
        if refused || named.is_err() || !(changed.is_empty() || may_ask_about(&changed)) {
            // Nothing is awarded, and what protects somebody is heard all the same.
            let taken = refusals::hear((plan, wishes), held, (&desk.folder, cx), self.now)?;
            if taken.back > 0 && cx.printer.json() && !args.dry_run {
                cx.printer.warn(&msg!("batch-taken-back", count = taken.back));
            }
            if refused {
                tell_refusal(&self.source, (plan, wishes), (problems, taken.gone), cx)?;
                return Ok(None);
            }
            named?;
        }
        held.ask_about_changes((args, &changed), &desk.folder, cx).map(Some)
    }

    fn style(&self, update: bool) -> Style {
        let columns = self.source.table.columns.iter().filter(|c| !c.again);
        Style {
            formats: self.formats.clone(),
            usual: self.args.format.is_empty(),
            suite: self.suite,
            pictures: self.request.kinds(),
            update,
            cohort: self.cohort.clone(),
            tells: columns.filter_map(|c| c.field.clone()).collect(),
            now: self.now,
        }
    }

    /// What is to be made, and what is known of each award before.
    fn decide<'s>(
        &'s self,
        (plan, wishes): Planned<'_>,
        style: &Style,
        held: &Held,
        desk: &Desk<'_>,
    ) -> (Decided<'s>, Results) {
        let table = &self.source.table;
        let replaced = |row: usize, award: usize| {
            let planned = plan.row(table, row)?.awards().nth(award)?;
            planned.already.filter(|_| planned.changed)
        };
        let decided = desk.decide((plan, wishes), &self.source.files, style, &replaced, held.known());
        (decided, Results::before((plan, table), held.known(), style.now))
    }

    /// Awards what was decided, hands it over, and tells what came of it.
    fn award(
        &self,
        (plan, wishes): Planned<'_>,
        (decided, mut results, style): (Decided<'_>, Results, &Style),
        (mut held, mut comparing): (Held, Comparing<'_>),
        desk: &Desk<'_>,
        cx: &Context,
    ) -> Result<Exit, Failure> {
        let (args, now) = (self.args, style.now);
        if !args.dry_run {
            // Better told before the first award than behind the last.
            out::ready(args, self.table.as_deref())?;
        }
        let Decided { jobs, people, noted } = decided;
        let mut taken;
        // Who turns out to be a minor, or not to agree, has no page from here on.
        let hiding = Hiding::of(people.iter(), held.known(), now);
        let pages;
        let people = match &mut held.writer {
            Some(writer) => {
                let begun = writer.begin_hiding(&hiding, now)?;
                writer.expect_people(people)?;
                taken = refusals::take_back((plan, wishes), writer, now, cx)?;
                pages = writer.hide(&hiding, begun)?;
                writer.people_to_share()
            }
            None => {
                pages = desk.folder.pages_to_hide(&hiding)?;
                taken = refusals::tell_ahead((plan, wishes), (&held.aside.0, &held.aside.1), now, (&desk.folder, cx))?;
                held.aside.1.extend(people);
                Arc::new(std::mem::take(&mut held.aside.1))
            }
        };
        taken.gone.join(hidden::tell(&hiding, &pages, args.dry_run, cx));
        let bar = progress::bar(&cx.printer, &msg!("batch-progress"), jobs.len() as u64);
        let mut same: Vec<Key> = Vec::new();
        let finder = if args.dry_run { None } else { Some(comparing.finder()) };
        let made = desk.make_all((plan, wishes, &jobs), &people, (style, finder), held.writer.as_mut(), |made| {
            bar.inc(1);
            same.extend(made.same);
            results.note(made, args.dry_run);
        });
        bar.finish_and_clear();
        if let Err(failure) = made {
            drop(held);
            let made = results.iter().filter(|a| matches!(a.state, Became::Issued | Became::Updated)).count();
            if made > 0 {
                cx.printer.warn(&msg!("batch-stopped", count = made));
            }
            return Err(failure);
        }
        drop(jobs);
        let (register, people) = match held.writer {
            Some(writer) => {
                comparing.note_all(same);
                let awards = writer.register().len() + results.iter().filter(|a| a.state == Became::Issued).count();
                writer.keep_compared(comparing.into_compared(), awards);
                writer.close()
            }
            None => (held.aside.0, people),
        };
        let lines = desk.folder.lines();
        let hand = |out| {
            Handing::new(
                out,
                args.zip,
                (plan, &self.source.table),
                (&results, lines.as_ref()),
                (&desk.folder, &*people),
            )
        };
        let handing = args.out.as_deref().filter(|_| !args.dry_run).map(hand).transpose()?;
        let told = Told {
            desk,
            source: &self.source,
            plan,
            wishes,
            results: &results,
            known: (&register, &people),
            now,
            dry_run: args.dry_run,
            handing,
            lines,
            words: cx.printer.words(),
        };
        if !args.dry_run {
            out::write(self.table.as_deref(), &told, cx)?;
            if noted > 0 && !cx.printer.json() {
                cx.printer.warn(&msg!("batch-noted", count = noted));
            }
        }
        outcome::tell(&told, taken, cx)
    }
}

/// The name of a cohort: it stands in the register, so that it is a short name and names nobody (D-05).
fn cohort_name(text: &str) -> Result<Slug, Failure> {
    // What was typed may be somebody's name: nothing is made of it.
    Slug::parse(text).ok_or_else(|| Failure::new(msg!("cohort-name", name = text)))
}

/// A cohort is not called by the whole name of somebody in the table or the place (D-05).
fn names_nobody(cohort: &Slug, (plan, table): (&Plan, &Table), people: &People) -> Result<(), Failure> {
    let mut of_rows = plan.rows(table).filter_map(|row| row.name());
    let whole = |name: &str| name.split_whitespace().nth(1).is_some() && is_name_in(cohort.as_str(), name);
    if of_rows.any(|name| whole(&name)) || people.iter().any(|(_, person)| person.names().any(whole)) {
        return Err(Failure::new(msg!("cohort-name", name = cohort.as_str())));
    }
    Ok(())
}

/// Formats, suite and pictures, as `badge issue` reads them.
fn request(args: &BatchIssue) -> Request {
    Request {
        formats: args.format.iter().map(|f| crate::award::format(*f)).collect(),
        suite: args.suite.map(crate::award::suite),
        image: args.image,
        ..Request::default()
    }
}

/// Tells why nothing was awarded.
fn tell_refusal(
    source: &Source,
    planned: (&Plan, &Wishes<'_>),
    (problems, gone): (usize, Gone),
    cx: &Context,
) -> Result<(), Failure> {
    if cx.printer.json() {
        return tell::json(source, planned, gone, cx);
    }
    cx.printer.warn(&msg!("batch-all-or-nothing", count = problems));
    Ok(())
}
