//! A plan, told to people and to programs.

use std::collections::BTreeMap;

use badge_core::cohort::{Finding, Form, Plan, Row, State, Table};
use badge_core::message::{plain_within, trouble};
use serde::Serialize;

use super::source::Source;
use crate::command::Context;
use crate::error::Failure;
use crate::message::{Message, msg};
use crate::printer::Tone;
use crate::text::{Words, legible};

/// Lines of one finding that are named; the others are counted.
const NAMED: usize = 8;
/// Problems that are told one by one; the plan's table and `--json` have them all.
const TOLD: usize = 200;

/// The plan as D-46 has it.
#[derive(Serialize)]
struct PlanJson<'a> {
    schema: &'static str,
    table: &'a str,
    columns: Vec<ColumnJson<'a>>,
    rows: Vec<RowJson<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
pub(super) struct ColumnJson<'a> {
    header: &'a str,
    field: Option<String>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    line: u32,
    state: &'static str,
    email: Option<&'a str>,
    name: Option<&'a str>,
    achievements: Vec<&'a str>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    code: &'static str,
    header: Option<&'a str>,
    value: &'a str,
    hint: String,
}

#[derive(Serialize)]
struct Counts {
    ready: usize,
    warning: usize,
    problem: usize,
    skipped: usize,
}

/// One object on standard output.
pub(super) fn json(source: &Source, plan: &Plan, cx: &Context) -> Result<(), Failure> {
    let words = cx.printer.words();
    cx.printer.object(&PlanJson {
        schema: "badge-plan/1",
        table: &source.name,
        columns: columns(&source.table),
        rows: plan
            .rows
            .iter()
            .map(|row| RowJson {
                line: row.line,
                state: row.state.as_str(),
                email: row.email.as_deref(),
                name: row.name.as_deref(),
                achievements: row.awards.iter().map(|a| a.achievement.as_str()).collect(),
                findings: row.findings.iter().map(|f| finding_json(f, &source.table, words)).collect(),
            })
            .collect(),
        counts: Counts {
            ready: plan.count(State::Ready),
            warning: plan.count(State::Warning),
            problem: plan.count(State::Problem),
            skipped: plan.count(State::Skipped),
        },
    })
}

pub(super) fn columns(table: &Table) -> Vec<ColumnJson<'_>> {
    let field =
        |c: &badge_core::cohort::Column| c.field.as_ref().filter(|_| !c.again).map(badge_core::cohort::Field::code);
    table.columns.iter().map(|c| ColumnJson { header: &c.header, field: field(c) }).collect()
}

pub(super) fn finding_json<'a>(finding: &'a Finding, table: &'a Table, words: &Words) -> FindingJson<'a> {
    FindingJson {
        code: finding.trouble.code(),
        header: finding.column.and_then(|c| table.header(c)),
        value: &finding.value,
        hint: sentence(finding, words),
    }
}

/// What is wrong and what to do.
pub(super) fn sentence(finding: &Finding, words: &Words) -> String {
    let said = trouble(words.catalog(), &finding.trouble);
    format!("{} {}", said.what, said.next)
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
        F::Minor => msg!("field-minor"),
        F::Consent => msg!("field-consent"),
        F::State => msg!("field-state"),
        F::Result => msg!("field-result"),
        _ => msg!("field-ignore"),
    }
}

/// Problems one by one; warnings that many rows share, once.
pub(super) fn show_rows(table: &Table, plan: &Plan, cx: &Context) -> Result<(), Failure> {
    let words = cx.printer.words();
    let problems: Vec<&Row> = plan.rows.iter().filter(|r| r.state == State::Problem).collect();
    for row in problems.iter().take(TOLD) {
        for finding in row.findings.iter().filter(|f| f.trouble.state() == State::Problem) {
            cx.printer.line(&cx.printer.paint(Tone::Bad, &place_of(row, finding, table, words)))?;
            cx.printer.line(&format!("  {}", sentence(finding, words)))?;
        }
    }
    if problems.len() > TOLD {
        cx.printer.note(&msg!("plan-more", count = problems.len() - TOLD));
    }
    // By what is said, and how it begins: a sentence about many rows is told once.
    let mut shared: BTreeMap<_, Vec<(&Row, &Finding)>> = BTreeMap::new();
    for row in &plan.rows {
        for finding in row.findings.iter().filter(|f| f.trouble.state() != State::Problem) {
            let key = (finding.trouble.state(), finding.trouble.code(), sentence(finding, words));
            shared.entry(key).or_default().push((row, finding));
        }
    }
    for ((state, _, said), all) in shared.iter().take(TOLD) {
        let tone = if *state == State::Skipped { Tone::Aside } else { Tone::Care };
        let head = match all.as_slice() {
            [(row, finding)] => place_of(row, finding, table, words),
            many => {
                let mut lines: Vec<String> = many.iter().map(|(row, _)| row.line.to_string()).collect();
                lines.dedup();
                let more = lines.len().saturating_sub(NAMED);
                lines.truncate(NAMED);
                let lines = lines.join(", ");
                words.say(&match more {
                    0 => msg!("plan-lines", lines = lines),
                    more => msg!("plan-lines-more", lines = lines, more = more),
                })
            }
        };
        cx.printer.line(&cx.printer.paint(tone, &head))?;
        cx.printer.line(&format!("  {said}"))?;
    }
    Ok(())
}

/// `Line 12, Mail: lea@@example.org`
fn place_of(row: &Row, finding: &Finding, table: &Table, words: &Words) -> String {
    let line = u64::from(row.line);
    let value = plain_within(&legible(&finding.value), 80);
    match finding.column.and_then(|c| table.header(c)).filter(|h| !h.is_empty()) {
        Some(header) if value.is_empty() => words.say(&msg!("plan-at-empty", line = line, header = header)),
        Some(header) => words.say(&msg!("plan-at", line = line, header = header, value = value)),
        None if value.is_empty() => words.say(&msg!("plan-at-line", line = line)),
        None => words.say(&msg!("plan-at-line-value", line = line, value = value)),
    }
}

/// The counts, and what to do next.
pub(super) fn summary(plan: &Plan, cx: &Context) {
    let awards: usize = plan
        .rows
        .iter()
        .filter(|r| r.state <= State::Warning)
        .flat_map(|r| &r.awards)
        .filter(|a| a.already.is_none() && !a.repeated)
        .count();
    let (ready, warning) = (plan.count(State::Ready), plan.count(State::Warning));
    let (skipped, problem) = (plan.count(State::Skipped), plan.count(State::Problem));
    cx.printer.note(&msg!(
        "plan-counts",
        ready = ready + warning,
        warning = warning,
        skipped = skipped,
        problem = problem
    ));
    let cards = plan.rows.iter().filter(|r| r.state <= State::Warning && r.email.is_none()).count();
    if cards > 0 {
        cx.printer.note(&msg!("plan-cards", count = cards));
    }
    if problem > 0 {
        cx.printer.note(&msg!("plan-correct"));
    } else {
        cx.printer.done(&msg!("plan-good", count = awards));
    }
}
