//! A plan, told to people and to programs.

use std::collections::{BTreeSet, HashMap};

use badge_core::cohort::{Field, Finding, Form, Plan, Row, State, Stop, Table, Trouble, Wishes};
use badge_core::message::{plain_within, trouble};
use badge_core::time::Timestamp;
use serde::ser::{Serialize, Serializer};

use super::source::Source;
use crate::command::Context;
use crate::command::hidden::Gone;
use crate::error::Failure;
use crate::message::{Message, msg};
use crate::printer::Tone;
use crate::text::{Words, legible};

/// Lines of one finding that are named; the others are counted.
const NAMED: usize = 8;
/// Sentences that are told; the plan's table and `--json` have them all.
pub(super) const TOLD: usize = 100;

/// The plan as D-46 has it.
#[derive(serde::Serialize)]
struct PlanJson<'a> {
    schema: &'static str,
    table: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sheets_unread: Vec<SheetJson<'a>>,
    /// Values of somebody's own in the column of states, which nobody reads.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    states_unread: &'a [String],
    /// How many more there are than are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    states_unread_more: Option<usize>,
    columns: Vec<ColumnJson<'a>>,
    rows: Rows<'a>,
    counts: Counts,
    #[serde(flatten)]
    gone: Gone,
}

#[derive(serde::Serialize)]
pub(super) struct ColumnJson<'a> {
    header: &'a str,
    field: Option<String>,
}

/// A sheet of the workbook that looks like a table of people too, and was not asked for.
#[derive(serde::Serialize)]
pub(super) struct SheetJson<'a> {
    name: &'a str,
    rows: usize,
}

#[derive(serde::Serialize)]
struct RowJson<'a> {
    line: u32,
    state: &'static str,
    email: Option<String>,
    name: Option<String>,
    achievements: Vec<&'a str>,
    /// The day from which on the badge is awarded, as it was read; none where nobody says: today.
    date: Option<String>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(serde::Serialize)]
pub(super) struct FindingJson<'a> {
    code: &'static str,
    header: Option<&'a str>,
    value: String,
    hint: String,
}

#[derive(serde::Serialize)]
struct Counts {
    ready: usize,
    warning: usize,
    problem: usize,
    skipped: usize,
}

/// The rows, each made when it is written.
struct Rows<'a> {
    source: &'a Source,
    plan: &'a Plan,
    wishes: &'a Wishes<'a>,
    words: &'a Words,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.plan.rows(&self.source.table).map(|row| RowJson {
            line: row.line(),
            state: row.state().as_str(),
            email: row.email(),
            name: row.name(),
            achievements: row.awards().map(|a| a.achievement.as_str()).collect(),
            date: self.wishes.date(row).map(Timestamp::day),
            findings: row.findings().map(|f| finding_json(f, self.source, self.words)).collect(),
        }))
    }
}

/// One object on standard output.
///
/// `gone` is what of the published files went, where nothing was awarded.
pub(super) fn json(
    source: &Source,
    (plan, wishes): (&Plan, &Wishes<'_>),
    gone: Gone,
    cx: &Context,
) -> Result<(), Failure> {
    let words = cx.printer.words();
    cx.printer.large_object(&PlanJson {
        schema: "badge-plan/1",
        table: &source.name,
        sheets_unread: sheets(&source.table),
        states_unread: source.table.unread_states(),
        states_unread_more: Some(unnamed_states(&source.table)).filter(|more| *more > 0),
        columns: columns(&source.table),
        rows: Rows { source, plan, wishes, words },
        counts: Counts {
            ready: plan.count(State::Ready),
            warning: plan.count(State::Warning),
            problem: plan.count(State::Problem),
            skipped: plan.count(State::Skipped),
        },
        gone,
    })
}

/// Values of somebody's own in the column of states beyond those that are named.
fn unnamed_states(table: &Table) -> usize {
    table.unread_states_count().saturating_sub(table.unread_states().len())
}

pub(super) fn sheets(table: &Table) -> Vec<SheetJson<'_>> {
    table.others.iter().map(|(name, rows)| SheetJson { name, rows: *rows }).collect()
}

pub(super) fn columns(table: &Table) -> Vec<ColumnJson<'_>> {
    let field =
        |c: &badge_core::cohort::Column| c.field.as_ref().filter(|_| !c.again).map(badge_core::cohort::Field::code);
    table.columns.iter().map(|c| ColumnJson { header: &c.header, field: field(c) }).collect()
}

pub(super) fn finding_json<'a>(finding: Finding, source: &'a Source, words: &Words) -> FindingJson<'a> {
    FindingJson {
        code: finding.trouble.code(),
        header: finding.column.and_then(|c| source.table.header(c)),
        hint: sentence(&finding, source, words),
        value: finding.value,
    }
}

/// What is wrong and what to do; and which columns nobody read, where one of them may hold what is missing.
pub(super) fn sentence(finding: &Finding, source: &Source, words: &Words) -> String {
    let lang = words.catalog().lang();
    let said = trouble(words.catalog(), &finding.trouble, &|slug| source.title(slug, lang));
    let field = match &finding.trouble {
        Trouble::AchievementMissing => Field::Achievement,
        Trouble::PersonMissing => Field::Email,
        // Where no column tells it, the age is what is in doubt.
        Trouble::MinorWithoutConsent | Trouble::MinorRefused if !tells_ages(&source.table) => {
            return format!("{} {} {}", said.what, said.next, words.say(&msg!("plan-of-age")));
        }
        _ => return format!("{} {}", said.what, said.next),
    };
    let unread: Vec<&str> = source
        .table
        .columns
        .iter()
        .filter(|c| c.field.is_none())
        .map(|c| c.header.as_str())
        .filter(|h| !h.is_empty())
        .collect();
    match (finding.column, unread.as_slice()) {
        // No column of the table is about it.
        (None, [first, ..]) => {
            let names = unread.iter().take(NAMED).map(|h| plain_within(h, 40)).collect::<Vec<_>>().join(", ");
            let example = plain_within(first, 40);
            let more =
                msg!("plan-unread", count = unread.len(), names = names, example = example, field = field.code());
            format!("{} {} {}", said.what, said.next, words.say(&more))
        }
        _ => format!("{} {}", said.what, said.next),
    }
}

fn tells_ages(table: &Table) -> bool {
    let about_age = |field: &Field| matches!(field, Field::Birth | Field::Age | Field::Minor | Field::Adult);
    table.columns.iter().any(|c| !c.again && c.field.as_ref().is_some_and(about_age))
}

/// Which columns are read as what, on standard error.
pub(super) fn show_columns(table: &Table, cx: &Context) {
    let words = cx.printer.words();
    let form = match table.form {
        Form::Csv { separator, encoding } => {
            let separator = match separator {
                b'\t' => words.say(&msg!("separator-tab")),
                other => char::from(other).to_string(),
            };
            msg!("table-form-csv", separator = separator, encoding = encoding.as_str())
        }
        Form::Xlsx => msg!("table-form-xlsx", sheet = table.sheet.as_deref().unwrap_or_default()),
        _ => msg!("table-form-ods", sheet = table.sheet.as_deref().unwrap_or_default()),
    };
    cx.printer.note(&form);
    let mut rows = Vec::new();
    for column in table.columns.iter().filter(|c| !c.header.is_empty()) {
        let field = match (&column.field, column.again) {
            (Some(field), false) if field.is_public() => words.say(&msg!("column-public", what = field_name(field))),
            (Some(field), false) => words.say(&field_name(field)),
            (Some(_), true) => words.say(&msg!("column-again")),
            (None, _) => words.say(&msg!("column-unknown")),
        };
        rows.push(vec!["  ".to_owned() + &plain_within(&column.header, 40), field]);
    }
    cx.printer.aside(crate::table::text(rows).trim_end());
    let unknown = table.columns.iter().filter(|c| !c.header.is_empty() && (c.field.is_none() || c.again));
    let names: Vec<String> = unknown.map(|c| plain_within(&c.header, 40)).collect();
    if !names.is_empty() {
        cx.printer.warn(&msg!("columns-unread", count = names.len(), names = names.join(", ")));
    }
    let unread = table.unread_states();
    let state = table.columns.iter().find(|c| c.field == Some(Field::State) && !c.again);
    if let Some(state) = state.filter(|_| !unread.is_empty()) {
        let said = |value: &String| words.say(&msg!("state-unread", value = plain_within(value, 40)));
        let mut values = unread.iter().map(said).collect::<Vec<_>>().join(", ");
        let more = unnamed_states(table);
        if more > 0 {
            values = format!("{values} {}", words.say(&msg!("states-more", count = more)));
        }
        let header = plain_within(&state.header, 40);
        cx.printer.warn(&msg!("states-unread", header = header, count = table.unread_states_count(), values = values));
    }
    if let Some((first, _)) = table.others.first() {
        let others = table.others.iter().take(NAMED);
        let named =
            others.map(|(name, lines)| words.say(&msg!("sheet-other", name = plain_within(name, 40), count = *lines)));
        let names = named.collect::<Vec<_>>().join(", ");
        let count = table.others.len();
        cx.printer.warn(&msg!("sheets-unread", count = count, names = names, first = plain_within(first, 40)));
    }
}

/// What has to be said of a column before anything is awarded, in a sentence.
pub(super) fn stop(table: &Table) -> Option<Message> {
    let name = |header: &str| plain_within(header, 80);
    Some(match table.stop()? {
        Stop::Refusal(header) => msg!("column-refusal", header = name(header)),
        Stop::Addresses(header) => msg!("column-addresses", header = name(header)),
        Stop::Minors(header) => msg!("column-minors", header = name(header)),
    })
}

fn field_name(field: &badge_core::cohort::Field) -> Message {
    use badge_core::cohort::Field as F;
    match field {
        F::Name => msg!("field-name"),
        F::GivenName => msg!("field-given-name"),
        F::FamilyName => msg!("field-family-name"),
        F::Email => msg!("field-email"),
        F::Achievement => msg!("field-achievement"),
        F::Tick(slug) => msg!("field-tick", slug = slug.as_str()),
        F::Date => msg!("field-date"),
        F::Evidence => msg!("field-evidence"),
        F::Narrative => msg!("field-narrative"),
        F::Where => msg!("field-where"),
        F::Language => msg!("field-language"),
        F::Level => msg!("field-level"),
        F::Expires => msg!("field-expires"),
        F::Birth => msg!("field-birth"),
        F::Age => msg!("field-age"),
        F::Minor => msg!("field-minor"),
        F::Adult => msg!("field-adult"),
        F::Consent => msg!("field-consent"),
        F::State => msg!("field-state"),
        F::Result => msg!("field-result"),
        _ => msg!("field-ignore"),
    }
}

/// Problems in the order of the table, then what else there is to know. What is said of many rows in the same words is
/// told once.
pub(super) fn show_rows(source: &Source, plan: &Plan, cx: &Context) -> Result<(), Failure> {
    let words = cx.printer.words();
    let problems = Shared::of(plan, source, words, |state| state == State::Problem, true);
    for group in problems.iter().take(TOLD) {
        group.tell(Tone::Bad, &source.table, cx)?;
    }
    if problems.len() > TOLD {
        let told: BTreeSet<u32> = problems[..TOLD].iter().flat_map(|g| &g.lines).copied().collect();
        let all: BTreeSet<u32> = problems.iter().flat_map(|g| &g.lines).copied().collect();
        cx.printer.note(&msg!("plan-more", count = all.difference(&told).count()));
    }
    // A remark about a column is told once whatever its cells hold.
    let mut others = Shared::of(plan, source, words, |state| state != State::Problem, false);
    others.sort_by_key(|group| (group.finding.trouble.state(), group.finding.trouble.code()));
    for group in others.iter().take(TOLD) {
        let skipped = group.finding.trouble.state() == State::Skipped;
        group.tell(if skipped { Tone::Aside } else { Tone::Care }, &source.table, cx)?;
    }
    if others.len() > TOLD {
        cx.printer.note(&msg!("plan-more-remarks", count = others.len() - TOLD));
    }
    Ok(())
}

/// Rows of which the same is said.
struct Shared {
    finding: Finding,
    lines: Vec<u32>,
    said: String,
    /// Whether the cell is the same everywhere, and shown.
    alike: bool,
}

impl Shared {
    /// In the order in which each is met first, about one column each; with `alike`, only about cells that hold the same.
    fn of(plan: &Plan, source: &Source, words: &Words, which: impl Fn(State) -> bool, alike: bool) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        let mut known: HashMap<_, usize> = HashMap::new();
        // Of one row after the other the same is said, mostly: in the same words, which are made once.
        let mut last: Option<(Finding, usize)> = None;
        for row in plan.rows(&source.table).filter(|row| row.troubles().any(|trouble| which(trouble.state()))) {
            for finding in row.findings().filter(|f| which(f.trouble.state())) {
                let is_alike = |of: &Finding| {
                    of.trouble == finding.trouble
                        && of.column == finding.column
                        && (!alike || of.value == finding.value)
                };
                let mut said = String::new();
                let at = match last.as_ref().filter(|(of, _)| is_alike(of)) {
                    Some((_, at)) => *at,
                    None => {
                        said = sentence(&finding, source, words);
                        let value = alike.then(|| finding.value.clone());
                        *known.entry((said.clone(), finding.column, value)).or_insert(groups.len())
                    }
                };
                match groups.get_mut(at) {
                    Some(group) if group.lines.last() == Some(&row.line()) => {}
                    Some(group) => group.lines.push(row.line()),
                    None => groups.push(Self { finding: finding.clone(), lines: vec![row.line()], said, alike }),
                }
                last = Some((finding, at));
            }
        }
        groups
    }

    fn tell(&self, tone: Tone, table: &Table, cx: &Context) -> Result<(), Failure> {
        let head = place_of(self, table, cx.printer.words());
        cx.printer.line(&cx.printer.paint(tone, &head))?;
        cx.printer.line(&format!("  {}", self.said))
    }
}

/// `Row 12, Mail: lea@@example.org`, `Rows 12, 14 and 3 more, Badge`
fn place_of(group: &Shared, table: &Table, words: &Words) -> String {
    let lines = lines(&group.lines, words);
    let header = group.finding.column.and_then(|c| table.header(c)).filter(|h| !h.is_empty());
    if group.lines.len() > 1 && !group.alike {
        return header.map_or_else(
            || lines.clone(),
            |header| words.say(&msg!("plan-at-column", lines = &*lines, header = header)),
        );
    }
    let value = plain_within(&legible(&group.finding.value), 80);
    match header {
        Some(header) if value.is_empty() => words.say(&msg!("plan-at-column", lines = lines, header = header)),
        Some(header) => words.say(&msg!("plan-at", lines = lines, header = header, value = value)),
        None if value.is_empty() => lines,
        None => words.say(&msg!("plan-at-value", lines = lines, value = value)),
    }
}

/// `Line 12`, `Lines 12, 14 and 3 more`
fn lines(all: &[u32], words: &Words) -> String {
    if let [line] = all {
        return words.say(&msg!("plan-line", line = u64::from(*line)));
    }
    let named = all.iter().take(NAMED).map(u32::to_string).collect::<Vec<_>>().join(", ");
    words.say(&match all.len().saturating_sub(NAMED) {
        0 => msg!("plan-lines", lines = named),
        more => msg!("plan-lines-more", lines = named, more = more),
    })
}

/// The counts, and what to do next.
pub(super) fn summary((plan, table): (&Plan, &Table), may_go_on: bool, cx: &Context) {
    let will_be = || plan.rows(table).filter(|row| row.state() <= State::Warning);
    let awards = will_be().flat_map(|row| row.awards()).filter(|award| award.is_left()).count();
    let (ready, warning) = (plan.count(State::Ready), plan.count(State::Warning));
    let (skipped, problem) = (plan.count(State::Skipped), plan.count(State::Problem));
    // Nothing of them is left to award but what changed, and that is asked first.
    let asked = |row: &Row<'_>| {
        row.state() == State::Warning
            && !row.awards().any(|award| award.is_left())
            && row.awards().any(|award| award.changed)
    };
    let changed = plan.rows(table).filter(asked).count();
    let warning = warning - changed;
    cx.printer.note(&msg!(
        "plan-counts",
        ready = ready + warning,
        warning = warning,
        skipped = skipped,
        problem = problem
    ));
    let cards = will_be().filter(|row| row.is_without_address()).count();
    if cards > 0 {
        cx.printer.note(&msg!("plan-cards", count = cards));
    }
    if changed > 0 {
        cx.printer.note(&msg!("plan-changed", count = changed));
    }
    if problem > 0 {
        cx.printer.note(&msg!("plan-correct"));
    } else if may_go_on {
        cx.printer.done(&msg!("plan-good", count = awards));
    }
}
