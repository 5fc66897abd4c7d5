//! `badge batch issue`: awards every row of a table that is ready. What was awarded before is not awarded again, so
//! that a run that was stopped is simply run once more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use badge_core::cohort::{Plan, Row, State, Table, Trouble, Wishes};
use badge_core::place::names::is_name_in;
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use serde::Serialize;

use super::changed::Comparing;
use super::handing::Handing;
use super::results::{Became, Results, Standing, Told};
use super::source::Source;
use super::{back, out, plan as planned, tell};
use crate::args::{BatchIssue, Changed};
use crate::ask;
use crate::award::{Decided, Desk, Request, Style};
use crate::clock::clock;
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::passphrase::can_ask;
use crate::place::{Folder, Key, Writer};
use crate::progress;

pub(crate) fn run(args: &BatchIssue, cx: &Context) -> Result<Exit, Failure> {
    let now = clock(args.choice.at.as_deref())?.now();
    if let Some(path) = &args.table {
        back::form_of(path, None)?;
    }
    let mut desk = Desk::open(cx, args.dry_run)?;
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
    // From here on nobody else writes but while somebody is asked: what the plan says still holds when it is done.
    let mut writer = if args.dry_run { None } else { Some(desk.folder.writer(&cx.printer)?) };
    let aside: Option<(Register, People)> = match &writer {
        Some(_) => None,
        None => {
            let register = desk.folder.register()?;
            let people = desk.folder.people(&register)?;
            Some((register, people))
        }
    };
    let none = <(Register, People)>::default();
    let place = desk.place.clone();
    let folder = desk.folder.clone();
    let mut comparing = Comparing::new(&source, (&folder, &place), folder.compared());
    let named: Result<(), Failure>;
    let plan = {
        let (register, people) = known(&writer, &aside);
        let plan = source.plan_against(&place, (register, people), now, &mut comparing);
        if !cx.printer.json() {
            tell::show_rows(&source, &plan, cx)?;
        }
        named = cohort.as_ref().map_or(Ok(()), |name| names_nobody(name, (&plan, &source.table), people));
        plan
    };
    let problems = plan.count(State::Problem);
    let refused = args.all_or_nothing && problems > 0;
    let changed = changed_lines(args, (&plan, &source.table));
    let asks = !changed.is_empty() && can_ask();
    if refused || named.is_err() || !(changed.is_empty() || asks) {
        // Nothing is awarded, and a no is heard all the same.
        let wishes = source.wishes(&place, &none, now);
        writer.as_mut().map_or(Ok(0), |writer| take_back((&plan, &wishes), writer, now, cx))?;
        if refused {
            tell_refusal(&source, (&plan, &wishes), problems, cx)?;
            return Ok(Exit::Rejected);
        }
        named?;
    }
    let update = asking(&mut writer, &desk.folder, asks, cx, || wants_update(args, &changed, cx))?;
    let (decided, mut results, style) = {
        let (register, people) = known(&writer, &aside);
        let tells = source.table.columns.iter().filter(|c| !c.again).filter_map(|c| c.field.clone()).collect();
        let usual = args.format.is_empty();
        let style =
            Style { formats, usual, suite, pictures: request.kinds(), update, cohort: cohort.clone(), tells, now };
        let replaced = |row: usize, award: usize| {
            let planned = plan.row(&source.table, row)?.awards().nth(award)?;
            planned.already.filter(|_| planned.changed)
        };
        let wishes = source.wishes(&place, &none, now);
        let decided = desk.decide((&plan, &wishes), &source.files, &style, &replaced, (register, people));
        let results = Results::before((&plan, &source.table), (register, people), now);
        (decided, results, style)
    };
    let Decided { jobs, people, noted } = decided;
    let is_asked = !jobs.is_empty() && !args.dry_run;
    // A form that an older award had may need a key that there is no more: whoever makes one takes the place for it.
    let kept = jobs.kept_formats(&style);
    let lets_go = is_asked && (ask::may_ask(&cx.settings) || !desk.has_keys(&kept, suite)?);
    asking(&mut writer, &desk.folder.clone(), lets_go, cx, || {
        desk.need_keys(&kept, suite, now)?;
        if is_asked {
            cx.printer.note(&msg!("batch-confirm", count = jobs.len()));
        }
        match !is_asked || ask::confirm(&cx.settings, &cx.printer, &msg!("confirm"))? {
            true => Ok(()),
            false => Err(Failure::new(msg!("not-confirmed"))),
        }
    })?;
    if !args.dry_run {
        // Better told before the first award than behind the last.
        out::ready(args, table.as_deref())?;
    }
    let wishes = source.wishes(&place, &none, now);
    let mut taken_back = 0;
    let (aside, people) = match (&mut writer, aside) {
        (Some(writer), _) => {
            writer.expect_people(people)?;
            taken_back = take_back((&plan, &wishes), writer, now, cx)?;
            (Register::new(), writer.people_to_share())
        }
        (None, aside) => {
            let (register, mut known) = aside.unwrap_or_default();
            known.extend(people);
            (register, Arc::new(known))
        }
    };
    let bar = progress::bar(&cx.printer, &msg!("batch-progress"), jobs.len() as u64);
    let mut same: Vec<Key> = Vec::new();
    let finder = if args.dry_run { None } else { Some(comparing.finder()) };
    let result = desk.make_all((&plan, &wishes, &jobs), &people, (&style, finder), writer.as_mut(), |made| {
        bar.inc(1);
        same.extend(made.same);
        results.note(made, args.dry_run);
    });
    bar.finish_and_clear();
    if let Err(failure) = result {
        let made = results.iter().filter(|a| matches!(a.state, Became::Issued | Became::Updated)).count();
        drop(writer);
        if made > 0 {
            cx.printer.warn(&msg!("batch-stopped", count = made));
        }
        return Err(failure);
    }
    drop(jobs);
    let (register, people) = match writer {
        Some(writer) => {
            comparing.note_all(same);
            let awards = writer.register().len() + results.iter().filter(|a| a.state == Became::Issued).count();
            writer.keep_compared(comparing.into_compared(), awards);
            writer.close()
        }
        None => (aside, people),
    };
    let handing = args.out.as_deref().filter(|_| !args.dry_run);
    let lines = desk.folder.lines();
    let known = (&desk.folder, &*people);
    let handing =
        handing.map(|out| Handing::new(out, args.zip, (&plan, &source.table), (&results, lines.as_ref()), known));
    let told = Told {
        desk: &desk,
        source: &source,
        plan: &plan,
        wishes: &wishes,
        results: &results,
        known: (&register, &people),
        now,
        dry_run: args.dry_run,
        handing: handing.transpose()?,
        lines,
        words: cx.printer.words(),
    };
    if !args.dry_run {
        out::write(table.as_deref(), &told, cx)?;
        if noted > 0 && !cx.printer.json() {
            cx.printer.warn(&msg!("batch-noted", count = noted));
        }
    }
    tell_outcome(&told, taken_back, cx)
}

/// The register and the people: those of the right to write, or what was read without it.
fn known<'a>(writer: &'a Option<Writer>, aside: &'a Option<(Register, People)>) -> (&'a Register, &'a People) {
    match (writer, aside) {
        (Some(writer), _) => (writer.register(), writer.people()),
        (None, Some((register, people))) => (register, people),
        (None, None) => unreachable!("one of the two was made"),
    }
}

/// Asks somebody who may take an hour to answer: meanwhile others may write. Nothing is done where somebody did, for it was
/// asked about something else.
fn asking<T>(
    writer: &mut Option<Writer>,
    folder: &Folder,
    asks: bool,
    cx: &Context,
    ask: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(paused) = writer.take_if(|_| asks).map(Writer::pause) else { return ask() };
    let keys = states_of_keys(folder)?;
    let answer = ask()?;
    *writer = folder.writer_unchanged(&cx.printer, paused)?;
    // A key that was retired or stolen meanwhile signs nothing; one may have been made.
    let now = states_of_keys(folder)?;
    match writer {
        Some(_) if keys.iter().all(|key| now.contains(key)) => Ok(answer),
        _ => Err(Failure::new(msg!("batch-overtaken"))),
    }
}

/// A key by its name, and since when it signs no more, or is not to be believed.
type KeyState = (String, Option<Timestamp>, Option<Timestamp>);

fn states_of_keys(folder: &Folder) -> Result<Vec<KeyState>, Failure> {
    Ok(folder.keys()?.into_iter().map(|key| (key.thumbprint, key.retired, key.revoked)).collect())
}

/// A no to what was agreed to by the way of an award takes that back, and takes the pages away (D-11): the row still waits
/// until somebody says which of the two holds, and meanwhile nothing of the person goes out. Consent that was recorded by
/// itself stands above a table, which may be an older one.
fn take_back(
    (plan, wishes): (&Plan, &Wishes<'_>),
    writer: &mut Writer,
    now: Timestamp,
    cx: &Context,
) -> Result<usize, Failure> {
    let contradicts =
        |row: &Row<'_>| row.findings().any(|finding| matches!(finding.trouble, Trouble::ConsentContradicted));
    let mut refused: BTreeSet<Token> = BTreeSet::new();
    for row in wishes.rows(plan).filter(contradicts) {
        let Some(id) = row.person().map(|id| writer.people().main_id(id)) else { continue };
        let consent = writer.people().get(id).and_then(|person| person.consent);
        let by_the_way = consent.is_some_and(|consent| consent.withdrawn.is_none() && !consent.recorded);
        if by_the_way && wishes.of(row).is_some_and(|wish| wish.refused) {
            refused.insert(id);
        }
    }
    let pages = writer.withdraw_all(&refused, now.to_utc_seconds())?;
    pages.stuck.iter().for_each(|path| cx.printer.warn(&msg!("pages-stuck", path = path)));
    if !refused.is_empty() && !cx.printer.json() {
        cx.printer.warn(&msg!("batch-taken-back", count = refused.len()));
    }
    Ok(refused.len())
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

/// The lines of which it has to be said whether they replace what was awarded for them: none where that is said.
fn changed_lines(args: &BatchIssue, (plan, table): (&Plan, &Table)) -> Vec<String> {
    let rows = plan.rows(table).filter(|_| args.changed.is_none());
    let changed = rows.filter(|r| r.state() != State::Problem && r.awards().any(|award| award.changed));
    changed.map(|r| r.line().to_string()).collect()
}

/// Whether changed rows replace their awards: said, or asked. Nobody to ask is no answer (D-41).
fn wants_update(args: &BatchIssue, lines: &[String], cx: &Context) -> Result<bool, Failure> {
    match args.changed {
        Some(choice) => Ok(choice == Changed::Update),
        None if lines.is_empty() => Ok(false),
        None => {
            let question = msg!("batch-changed-ask", count = lines.len(), lines = shortened(lines));
            match ask::line(&cx.printer, &question)?.map(|answer| answer.to_lowercase()) {
                Some(answer) if matches!(answer.as_str(), "o" | "oui" | "y" | "yes" | "update") => Ok(true),
                Some(_) => Ok(false),
                None => Err(Failure::new(msg!("batch-changed", count = lines.len(), lines = shortened(lines)))),
            }
        }
    }
}

fn shortened(lines: &[String]) -> String {
    let shown = lines.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
    if lines.len() > 20 { format!("{shown}…") } else { shown }
}

fn tell_refusal(source: &Source, planned: (&Plan, &Wishes<'_>), problems: usize, cx: &Context) -> Result<(), Failure> {
    if cx.printer.json() {
        return tell::json(source, planned, cx);
    }
    cx.printer.warn(&msg!("batch-all-or-nothing", count = problems));
    Ok(())
}

#[derive(Serialize)]
struct Outcome<'a> {
    schema: &'static str,
    table: &'a str,
    dry_run: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sheets_unread: Vec<tell::SheetJson<'a>>,
    columns: Vec<tell::ColumnJson<'a>>,
    rows: &'a Told<'a>,
    counts: BTreeMap<&'static str, usize>,
    /// People whose consent the table took back: their pages are gone.
    #[serde(skip_serializing_if = "is_none")]
    taken_back: usize,
}

const fn is_none(count: &usize) -> bool {
    *count == 0
}

fn tell_outcome(told: &Told<'_>, taken_back: usize, cx: &Context) -> Result<Exit, Failure> {
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
            sheets_unread: tell::sheets(&source.table),
            columns: tell::columns(&source.table),
            rows: told,
            counts: counts.clone(),
            taken_back,
        })?;
    } else {
        let problems = || {
            plan.rows(&source.table).flat_map(|row| {
                let line = u64::from(row.line());
                results.problems(row.at()).map(move |problem| (line, &problem.message))
            })
        };
        for (line, what) in problems().take(tell::TOLD) {
            cx.printer.line(&words.say(&msg!("batch-failed-row", line = line, what = what)))?;
        }
        let more = problems().skip(tell::TOLD).count();
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
