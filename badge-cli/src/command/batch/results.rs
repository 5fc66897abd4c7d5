//! What became of every award of a plan. Little is kept of each, as there may be a hundred thousand: what is told of
//! one is found in the register when its turn comes.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::ops::Range;

use badge_core::cohort::{Plan, Planned, Row, State, Table, Wishes};
use badge_core::place::Token;
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::time::Timestamp;
use serde::ser::{Serialize, Serializer};

use super::handing::Handing;
use super::source::Source;
use super::tell;
use crate::award::{Desk, Done, Made, Problem};
use crate::place::Lines;
use crate::text::Words;

/// What an award of a row came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    Issued,
    Updated,
    Already,
    Changed,
    Repeated,
    Revoked,
    Failed,
    Problem,
    /// These two in a dry run.
    WouldIssue,
    WouldUpdate,
}

impl Became {
    /// Its name for programs.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Updated => "updated",
            Self::Already => "already",
            Self::Changed => "changed",
            Self::Repeated => "repeated",
            Self::Revoked => "revoked",
            Self::Failed => "failed",
            Self::Problem => "problem",
            Self::WouldIssue => "would_issue",
            Self::WouldUpdate => "would_update",
        }
    }
}

/// What became of one achievement of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) state: Became,
    /// There was an award when the run began: the one that the plan names.
    was_there: bool,
    /// Nothing is published or mailed before a guardian agrees (D-11).
    pub(super) waits: bool,
    /// It waits because consent was refused or taken back.
    pub(super) withdrawn: bool,
    /// Where the line of the register begins that this run wrote, and one more.
    at: Option<NonZeroU64>,
}

/// All of them, in the order of the rows.
pub(super) struct Results {
    all: Vec<Standing>,
    /// Where those of each row begin, and where the last row's end.
    begins: Vec<u32>,
    /// Of the few that failed, why.
    problems: BTreeMap<usize, Vec<Problem>>,
}

impl Results {
    /// Every achievement of every row that is nobody's problem, as it stands before anything is made.
    pub(super) fn before(
        (plan, table): (&Plan, &Table),
        (register, people): (&Register, &People),
        now: Timestamp,
    ) -> Self {
        let (mut all, mut begins) = (Vec::with_capacity(plan.len()), Vec::with_capacity(plan.len() + 1));
        begins.push(0);
        for row in plan.rows(table) {
            all.extend(row.awards().map(|planned| {
                let award = planned.already.and_then(|token| register.brief(token));
                Standing {
                    state: state(row.state(), &planned, award.is_some()),
                    was_there: award.is_some(),
                    waits: award.is_some_and(|award| Desk::waits(award, people, now)),
                    withdrawn: award.is_some_and(|award| Desk::is_refused(award.person, people)),
                    at: None,
                }
            }));
            // Tables are held to far fewer.
            begins.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        all.shrink_to_fit();
        Self { all, begins, problems: BTreeMap::new() }
    }

    /// Notes what came of one that was to be made.
    pub(super) fn note(&mut self, made: Made, dry_run: bool) {
        let Some(at) = self.begins.get(made.row).map(|begin| *begin as usize + made.award) else { return };
        let Some(standing) = self.all.get_mut(at) else { return };
        match made.outcome {
            Ok(done) => {
                standing.state = match (standing.was_there, dry_run) {
                    (false, false) => Became::Issued,
                    (true, false) => Became::Updated,
                    (false, true) => Became::WouldIssue,
                    (true, true) => Became::WouldUpdate,
                };
                standing.waits = done.waits;
                standing.withdrawn = done.withdrawn;
                if !dry_run {
                    // One is added: the first line begins at 0.
                    standing.at = made.at.and_then(|at| NonZeroU64::new(at + 1));
                }
            }
            Err(problems) => {
                standing.state = Became::Failed;
                self.problems.insert(at, problems);
            }
        }
    }

    /// Those of a row.
    pub(super) fn of(&self, row: usize) -> &[Standing] {
        self.all.get(self.range(row)).unwrap_or_default()
    }

    /// The awards that there are of a row, those included that this run wrote into `lines`.
    pub(super) fn tokens(&self, row: Row<'_>, lines: Option<&Lines>) -> Vec<Token> {
        let written = |at: NonZeroU64| Some(lines?.award(at.get() - 1)?.award.token);
        let token = |(planned, standing): (Planned<'_>, &Standing)| match standing.at {
            Some(at) => written(at),
            None => planned.already.filter(|_| standing.was_there),
        };
        row.awards().zip(self.of(row.at())).filter_map(token).collect()
    }

    fn range(&self, row: usize) -> Range<usize> {
        let ends = self.begins.get(row).zip(self.begins.get(row + 1));
        ends.map_or(0..0, |(from, to)| *from as usize..*to as usize)
    }

    /// Why awards of a row failed, one after the other.
    pub(super) fn problems(&self, row: usize) -> impl Iterator<Item = &Problem> {
        self.problems.range(self.range(row)).flat_map(|(_, problems)| problems)
    }

    fn problems_of(&self, row: usize, award: usize) -> &[Problem] {
        let at = self.range(row).nth(award);
        at.and_then(|at| self.problems.get(&at)).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.all.iter()
    }
}

fn state(row: State, planned: &Planned<'_>, is_there: bool) -> Became {
    match (row, planned.repeated, is_there, planned.changed) {
        (State::Problem, ..) => Became::Problem,
        (_, true, ..) => Became::Repeated,
        _ if planned.revoked => Became::Revoked,
        (_, _, true, true) => Became::Changed,
        (_, _, true, false) => Became::Already,
        _ => Became::Failed,
    }
}

/// One award as it is told.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct Award {
    achievement: String,
    /// As [`Became::as_str`] has it.
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
    pub(super) wishes: &'a Wishes<'a>,
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
    /// What is there of the awards of a row, each with what became of it.
    pub(super) fn done(&self, row: usize) -> impl Iterator<Item = (Planned<'_>, &Standing, Option<Done>)> {
        let awards = self.plan.row(&self.source.table, row).into_iter().flat_map(|row| row.awards());
        awards.zip(self.results.of(row)).map(|(planned, standing)| {
            let entry = match (standing.at, &self.lines) {
                // Should the file be another one by now, nobody is told of somebody else's award.
                (Some(at), Some(lines)) => {
                    lines.award(at.get() - 1).filter(|e| e.award.achievement == *planned.achievement)
                }
                (Some(_), None) => None,
                (None, _) => planned.already.and_then(|token| self.known.0.get(token)),
            };
            (planned, standing, entry.map(|entry| self.desk.known(&entry, self.known.1, self.now)))
        })
    }

    /// The awards of a row.
    pub(super) fn awards(&self, row: usize) -> Vec<Award> {
        let all = self.done(row).enumerate();
        all.map(|(at, (planned, standing, done))| {
            let files = |done: &Done| match &self.handing {
                _ if self.dry_run => Vec::new(),
                Some(handing) => handing.files(row, done),
                None => done.paths(),
            };
            let files = done.as_ref().map(files).unwrap_or_default();
            let (link, code) = done.as_ref().map(|d| (d.link.clone(), d.code)).unwrap_or_default();
            Award {
                achievement: planned.achievement.as_str().to_owned(),
                state: standing.state.as_str(),
                token: done.as_ref().map(|done| done.token.to_string()),
                id: done.map(|d| d.id),
                link,
                files: files.iter().map(|path| path.display().to_string()).collect(),
                code: code.map(|code| code.to_string()),
                waits: standing.waits,
                problems: self.results.problems_of(row, at).to_vec(),
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
    /// As in a plan.
    date: Option<String>,
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
            date: self.wishes.date(r).map(Timestamp::day),
            awards: self.awards(r.at()),
            findings: r.findings().map(|f| tell::finding_json(f, self.source, self.words)).collect(),
        }))
    }
}
