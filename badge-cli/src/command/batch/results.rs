//! What became of every award of a plan. Little is kept of each, as there may be a hundred thousand: what is told of
//! one is found in the register when its turn comes.

use std::num::NonZeroU64;

use badge_core::cohort::{Plan, Planned, State, Table};
use badge_core::place::Token;
use badge_core::place::people::People;
use badge_core::place::register::{Entry, Register};
use badge_core::time::Timestamp;
use serde::ser::{Serialize, Serializer};

use super::handing::Handing;
use super::source::Source;
use super::tell;
use crate::award::{Desk, Done, Made, Problem};
use crate::place::Lines;
use crate::text::Words;

/// What became of one achievement of one row.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// `issued`, `updated`, `already`, `changed`, `repeated`, `revoked`, `failed`, `problem`; in a dry run `would_issue`,
    /// `would_update`.
    pub(super) state: &'static str,
    /// The award that there is.
    pub(super) token: Option<Token>,
    /// Nothing is published or mailed before a guardian agrees (D-11).
    pub(super) waits: bool,
    /// It waits because consent was refused or taken back.
    pub(super) withdrawn: bool,
    /// Where the line of the register begins that this run wrote.
    at: Option<NonZeroU64>,
    pub(super) problems: Box<[Problem]>,
}

/// All of them, in the order of the rows.
pub(super) struct Results {
    all: Vec<Standing>,
    /// Where those of each row begin, and where the last row's end.
    begins: Vec<usize>,
}

impl Results {
    /// Every achievement of every row that is nobody's problem, as it stands before anything is made.
    pub(super) fn before(
        (plan, table): (&Plan, &Table),
        (register, people): (&Register, &People),
        now: Timestamp,
    ) -> Self {
        let (mut all, mut begins) = (Vec::new(), vec![0]);
        for row in plan.rows(table) {
            all.extend(row.awards().map(|planned| {
                let award = planned.already.and_then(|token| register.brief(token));
                Standing {
                    state: state(row.state(), &planned, award.is_some()),
                    token: award.map(|award| award.token),
                    waits: award.is_some_and(|award| Desk::waits(award, people, now)),
                    withdrawn: award.is_some_and(|award| Desk::is_refused(award.person, people)),
                    at: None,
                    problems: Box::default(),
                }
            }));
            begins.push(all.len());
        }
        all.shrink_to_fit();
        Self { all, begins }
    }

    /// Notes what came of one that was to be made.
    pub(super) fn note(&mut self, made: Made, dry_run: bool) {
        let at = self.begins.get(made.row).map(|begin| begin + made.award);
        let Some(standing) = at.and_then(|at| self.all.get_mut(at)) else { return };
        match made.outcome {
            Ok(done) => {
                standing.state = match (standing.token.is_some(), dry_run) {
                    (false, false) => "issued",
                    (true, false) => "updated",
                    (false, true) => "would_issue",
                    (true, true) => "would_update",
                };
                standing.waits = done.waits;
                standing.withdrawn = done.withdrawn;
                if !dry_run {
                    // One is added: the first line begins at 0.
                    standing.at = made.at.and_then(|at| NonZeroU64::new(at + 1));
                    standing.token = Some(done.token);
                }
            }
            Err(problems) => {
                standing.state = "failed";
                standing.problems = problems.into();
            }
        }
    }

    /// Those of a row.
    pub(super) fn of(&self, row: usize) -> &[Standing] {
        let ends = self.begins.get(row).zip(self.begins.get(row + 1));
        ends.and_then(|(from, to)| self.all.get(*from..*to)).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.all.iter()
    }
}

fn state(row: State, planned: &Planned<'_>, is_there: bool) -> &'static str {
    match (row, planned.repeated, is_there, planned.changed) {
        (State::Problem, ..) => "problem",
        (_, true, ..) => "repeated",
        _ if planned.revoked => "revoked",
        (_, _, true, true) => "changed",
        (_, _, true, false) => "already",
        _ => "failed",
    }
}

/// One award as it is told.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct Award {
    achievement: String,
    /// As in [`Standing::state`].
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<String>,
    pub(super) files: Vec<String>,
    /// By which a card is claimed (D-10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    waits: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Problem>,
}

/// A run that is over, told row by row.
pub(super) struct Told<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) source: &'a Source,
    pub(super) plan: &'a Plan,
    pub(super) results: &'a Results,
    /// What was known before, and who is who now.
    pub(super) known: (&'a Register, &'a People),
    /// What this run wrote.
    pub(super) lines: Option<Lines>,
    pub(super) now: Timestamp,
    pub(super) dry_run: bool,
    /// Where the files went, if they were handed over.
    pub(super) handing: Option<Handing>,
    pub(super) words: &'a Words,
}

impl Told<'_> {
    /// What is there of an award.
    pub(super) fn done(&self, standing: &Standing) -> Option<Done> {
        let token = standing.token?;
        let known = |entry: Entry| self.desk.known(&entry, self.known.1, self.now);
        match (standing.at, &self.lines) {
            (Some(at), Some(lines)) => lines.award(at.get() - 1).filter(|e| e.award.token == token).map(known),
            _ => self.known.0.get(token).map(known),
        }
    }

    /// The awards of a row.
    pub(super) fn awards(&self, row: usize) -> Vec<Award> {
        let awards = self.plan.row(&self.source.table, row).into_iter().flat_map(|row| row.awards());
        let all = awards.zip(self.results.of(row));
        all.map(|(planned, standing)| {
            let done = self.done(standing);
            let files = |done: &Done| match &self.handing {
                _ if self.dry_run => Vec::new(),
                Some(handing) => handing.files(row, done),
                None => done.paths(),
            };
            let files = done.as_ref().map(files).unwrap_or_default();
            let (link, code) = done.as_ref().map(|d| (d.link.clone(), d.code)).unwrap_or_default();
            Award {
                achievement: planned.achievement.as_str().to_owned(),
                state: standing.state,
                token: standing.token.map(|token| token.to_string()),
                id: done.map(|d| d.id),
                link,
                files: files.iter().map(|path| path.display().to_string()).collect(),
                code: code.map(|code| code.to_string()),
                waits: standing.waits,
                problems: standing.problems.to_vec(),
            }
        })
        .collect()
    }
}

#[derive(serde::Serialize)]
struct RowOutcome<'a> {
    line: u32,
    state: &'static str,
    email: Option<String>,
    name: Option<String>,
    awards: Vec<Award>,
    findings: Vec<tell::FindingJson<'a>>,
}

/// The rows, each made when it is written.
impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.plan.rows(&self.source.table).map(|r| RowOutcome {
            line: r.line(),
            state: r.state().as_str(),
            email: r.email(),
            name: r.name(),
            awards: self.awards(r.at()),
            findings: r.findings().map(|f| tell::finding_json(f, self.source, self.words)).collect(),
        }))
    }
}
