//! What would be awarded, row by row. Little is kept of a row, as there may be a hundred thousand: what the table says is
//! read from it again when it is wanted.

use super::finding::{Finding, State, Trouble};
use super::found::Findings;
use super::grid::Row as Line;
use super::offer::Offer;
use super::table::Table;
use super::who::{Address, Who};
use crate::place::people::People;
use crate::place::register::Register;
use crate::place::{Place, Slug, Token};
use crate::time::Timestamp;

/// What a table is judged against.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The place.
    pub place: &'a Place,
    /// What it can award.
    pub offer: &'a Offer,
    /// What it has awarded.
    pub register: &'a Register,
    /// To whom.
    pub people: &'a People,
    /// The present.
    pub now: Timestamp,
    /// What is awarded where the table does not say.
    pub achievement: Option<Slug>,
    /// From when on, where the table does not say; without it, from now on.
    pub date: Option<Timestamp>,
}

/// What would be awarded, row by row. Every line that holds anything has its row, but for the header. It is told together
/// with the table of which it was made.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) rows: Vec<Kept>,
    /// Those of all rows, one after the other.
    pub(super) awards: Vec<Award>,
    /// The achievements that are asked for, each once.
    pub(super) slugs: Vec<Slug>,
    /// Who rows are about, and which awards there are already, each as often as it is named.
    pub(super) tokens: Vec<Token>,
    pub(super) findings: Findings,
    /// By which columns it is known whom a row is about.
    pub(super) who: Who,
    /// The row of the header, which has none here.
    pub(super) header: usize,
}

/// What is kept of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// Where its awards end; they begin where those of the row before end.
    pub(super) ends: u32,
    /// Which of the tokens, if the place knows the person already.
    pub(super) person: Option<Index>,
    pub(super) state: State,
    /// Neither a heading nor a remark nor left out.
    pub(super) is_person: bool,
    /// Nobody's address is told: a card that will be claimed.
    pub(super) is_card: bool,
}

/// What is kept of one achievement of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Award {
    /// Which of the achievements.
    pub(super) slug: u32,
    /// Which of the tokens is the award that there is.
    pub(super) already: Option<Index>,
    pub(super) repeated: bool,
    pub(super) revoked: bool,
    changed: bool,
}

/// A number that is there or not, in four bytes: one more than it is.
pub(super) type Index = std::num::NonZeroU32;

impl Award {
    pub(super) const fn new(slug: u32) -> Self {
        Self { slug, already: None, repeated: false, revoked: false, changed: false }
    }

    pub(super) const fn is_left(&self) -> bool {
        self.already.is_none() && !self.repeated && !self.revoked
    }
}

/// One achievement of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned<'p> {
    /// What.
    pub achievement: &'p Slug,
    /// The award that there is already.
    pub already: Option<Token>,
    /// Another row of the table asks for the very same.
    pub repeated: bool,
    /// It was awarded once, and revoked.
    pub revoked: bool,
    /// The row says something else than the award that there is: see [`plan_against`](super::plan_against).
    pub changed: bool,
}

impl Planned<'_> {
    /// Whether there is something to award at all.
    #[must_use]
    pub const fn is_left(&self) -> bool {
        self.already.is_none() && !self.repeated && !self.revoked
    }
}

/// One row of a plan, as it is told.
#[derive(Debug, Clone, Copy)]
pub struct Row<'p> {
    plan: &'p Plan,
    table: &'p Table,
    at: usize,
    kept: Kept,
}

impl Plan {
    /// How many rows are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in the order of the table of which the plan was made.
    pub fn rows<'p>(&'p self, table: &'p Table) -> impl ExactSizeIterator<Item = Row<'p>> + Clone {
        self.rows.iter().enumerate().map(move |(at, kept)| Row { plan: self, table, at, kept: *kept })
    }

    /// The row of that number, counted from 0.
    #[must_use]
    pub fn row<'p>(&'p self, table: &'p Table, at: usize) -> Option<Row<'p>> {
        Some(Row { plan: self, table, at, kept: *self.rows.get(at)? })
    }

    /// Notes that a row says something else now of an achievement than the award that there is already. It is told, and
    /// no longer passed over.
    pub(super) fn note_change(&mut self, row: usize, award: usize) {
        let range = self.range(row);
        let Some(award) = self.awards.get_mut(range).and_then(|all| all.get_mut(award)) else { return };
        award.changed = true;
        let own = self.slugs[award.slug as usize].as_str();
        let told = Trouble::AwardChanged { slug: own.to_owned() };
        let is_already = |trouble: &Trouble| matches!(trouble, Trouble::AwardAlready { slug, .. } if slug == own);
        self.findings.replace(number(row), is_already, told);
        let state = &mut self.rows[row].state;
        if *state < State::Problem {
            *state = State::Warning;
        }
    }

    /// Where the awards of a row stand.
    pub(super) fn range(&self, row: usize) -> std::ops::Range<usize> {
        let end = |row: usize| self.rows.get(row).map_or(self.awards.len(), |row| row.ends as usize);
        row.checked_sub(1).map_or(0, end)..end(row)
    }

    /// The row of the table that is row `at` of the plan.
    pub(super) fn line(&self, table: &Table, at: usize) -> Option<Line> {
        table.grid.row(if at < self.header { at } else { at + 1 })
    }

    /// Notes a token, and where.
    pub(super) fn keep(&mut self, token: Token) -> Option<Index> {
        self.tokens.push(token);
        Index::new(number(self.tokens.len()))
    }

    pub(super) fn token(&self, index: Option<Index>) -> Option<Token> {
        self.tokens.get(index?.get() as usize - 1).copied()
    }

    /// The worst finding decides; but a row is passed over only when nothing of it is left to award.
    pub(super) fn state(&self, row: usize) -> State {
        let worst = self.findings.troubles(number(row)).map(Trouble::state).max().unwrap_or(State::Ready);
        let left = self.awards[self.range(row)].iter().any(Award::is_left);
        if worst == State::Skipped && left { State::Warning } else { worst }
    }
}

impl<'p> Row<'p> {
    /// The line an editor shows, or the row's number in a sheet.
    #[must_use]
    pub fn line(self) -> u32 {
        self.of_line().map_or(0, |line| line.line())
    }

    /// What becomes of it.
    #[must_use]
    pub const fn state(self) -> State {
        self.kept.state
    }

    /// Whether it is somebody's: neither a heading nor a remark nor left out.
    #[must_use]
    pub const fn is_person(self) -> bool {
        self.kept.is_person
    }

    /// Its number in the plan, counted from 0.
    #[must_use]
    pub const fn at(self) -> usize {
        self.at
    }

    /// The person's name.
    #[must_use]
    pub fn name(self) -> Option<String> {
        self.plan.who.name(&self.of_line().filter(|_| self.is_person())?)
    }

    /// The address, or the DID; as it is written when it is malformed.
    #[must_use]
    pub fn email(self) -> Option<String> {
        let line = self.of_line().filter(|_| self.is_person())?;
        self.plan.who.address(&line).map(Address::into_text)
    }

    /// Whether no address is told.
    #[must_use]
    pub fn is_without_address(self) -> bool {
        self.of_line().filter(|_| self.is_person()).is_none_or(|line| self.plan.who.address(&line).is_none())
    }

    /// Who that is, if the place knows the person already.
    #[must_use]
    pub fn person(self) -> Option<Token> {
        self.plan.token(self.kept.person)
    }

    /// What is asked for, in the order of [`Wish::awards`](super::Wish::awards).
    pub fn awards(self) -> impl ExactSizeIterator<Item = Planned<'p>> + Clone {
        let plan = self.plan;
        plan.awards[plan.range(self.at)].iter().map(|award| Planned {
            achievement: &plan.slugs[award.slug as usize],
            already: plan.token(award.already),
            repeated: award.repeated,
            revoked: award.revoked,
            changed: award.changed,
        })
    }

    /// What to know about it, as codes and data.
    pub fn troubles(self) -> impl Iterator<Item = &'p Trouble> + 'p {
        self.plan.findings.troubles(number(self.at))
    }

    /// The same, and at which column.
    pub fn findings(self) -> impl Iterator<Item = Finding> + 'p {
        let whom = move || self.email().or_else(|| self.name()).unwrap_or_default();
        self.plan.findings.whole(number(self.at), self.of_line(), whom)
    }

    /// Its cells; none in a table of which this is no plan.
    pub(super) fn of_line(self) -> Option<Line> {
        self.plan.line(self.table, self.at)
    }
}

/// Tables are held to far fewer rows.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
