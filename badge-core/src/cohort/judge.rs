//! All rows of a table, judged one after the other: against the place, and against the rows above.

use std::collections::HashMap;

use super::across;
use super::column::Field;
use super::consent::ConsentWords;
use super::date::Day;
use super::finding::{Finding, State, Trouble};
use super::found::Findings;
use super::grid::Row as Line;
use super::known::{Known, slug_number};
use super::layout::Layout;
use super::met::{Met, Number};
use super::plan::{Asked, Award, Kept, Plan, number};
use super::row::{Judged, Reader, finding};
use super::table::Table;
use super::who::Who;
use super::wish::Wish;
use super::words::folded;
use crate::issue::To;
use crate::place::names::is_same_name;
use crate::place::people::Person;
use crate::place::{Slug, Token};

/// Judges every row of a table. Awards nothing.
#[must_use]
pub fn plan(table: &Table, asked: &Asked<'_>) -> Plan {
    plan_against(table, asked, |_, _, _| false)
}

/// The same, where somebody can tell whether a row says something else of an achievement than the award that there is
/// already: each such row is asked about once, with what it asks for; it is told then, and no longer passed
/// over.
#[must_use]
pub fn plan_against(
    table: &Table,
    asked: &Asked<'_>,
    mut says_otherwise: impl FnMut(&Wish, &Slug, Token) -> bool,
) -> Plan {
    let mut draft = Draft::new(table, asked);
    let header: Vec<String> = table.columns.iter().map(|c| folded(&c.header)).collect();
    for (at, line) in table.grid.rows().enumerate().filter(|(at, _)| *at != table.header) {
        match draft.aside(at, &line, &header) {
            Some(found) => draft.pass_over(&line, &found),
            None => draft.judge(&line, &mut says_otherwise),
        }
    }
    draft.finish()
}

/// A plan in the making.
pub(super) struct Draft<'a> {
    pub(super) table: &'a Table,
    pub(super) asked: &'a Asked<'a>,
    pub(super) layout: Layout,
    pub(super) plan: Plan,
    pub(super) known: Known<'a>,
    pub(super) met: Met,
    pub(super) said: Vec<Said>,
    /// [`Wish::details`](super::Wish) of rows of whom a row below asks the same: each is read again once.
    details: HashMap<usize, [u8; 16]>,
    /// Rows, and which of their awards, that say something else than the award that there is already.
    changed: Vec<(u32, u32)>,
}

/// What a row says about somebody's consent.
pub(super) struct Said {
    pub(super) row: u32,
    pub(super) minor: bool,
    /// The place has consent of theirs that counts for whom the row makes of them.
    pub(super) agreed: bool,
    pub(super) consent: Option<(u16, ConsentWords)>,
}

impl<'a> Draft<'a> {
    fn new(table: &'a Table, asked: &'a Asked<'a>) -> Self {
        let layout = Layout::new(table);
        let rows = table.grid.len().saturating_sub(1);
        let plan = Plan {
            rows: Vec::with_capacity(rows),
            awards: Vec::with_capacity(rows),
            slugs: Vec::new(),
            tokens: Vec::new(),
            findings: Findings::default(),
            who: Who::new(&layout),
            header: table.header,
        };
        let (known, met) = (Known::new(asked), Met::new(rows));
        Self { table, asked, layout, plan, known, met, said: Vec::new(), details: HashMap::new(), changed: Vec::new() }
    }

    /// Why a line is nobody's: it stands above the header, is the header once more, or is left out.
    fn aside(&self, at: usize, line: &Line, header: &[String]) -> Option<Finding> {
        let text = || line.cells().map(|c| c.text).find(|t| !t.is_empty()).unwrap_or_default();
        if at < self.table.header {
            return Some(finding(Trouble::RowBefore, None, text()));
        }
        // Folding costs: only a row that begins like the header is compared as a whole.
        let again = line.cell(0).text == self.table.columns[0].header
            && line.len() == header.len()
            && line.cells().zip(header).all(|(cell, name)| folded(cell.text) == *name);
        if again {
            return Some(finding(Trouble::RowHeader, None, text()));
        }
        Reader::new(self.table, &self.layout, self.asked, line).is_left_out()
    }

    /// The number of the next row.
    fn next(&self) -> u32 {
        number(self.plan.rows.len())
    }

    fn pass_over(&mut self, line: &Line, found: &Finding) {
        self.plan.findings.push(self.next(), found, line, "");
        let ends = number(self.plan.awards.len());
        let state = found.trouble.state();
        self.plan.rows.push(Kept { ends, person: None, state, is_person: false, is_card: false });
        self.met.enter(None, None);
    }

    /// Compares a row with what the place knows, and with the rows above it.
    fn judge(&mut self, line: &Line, says_otherwise: &mut impl FnMut(&Wish, &Slug, Token) -> bool) {
        let mut judged = Reader::new(self.table, &self.layout, self.asked, line).judge();
        // Under a title stands what is in that column; of the whole row, whom it is about.
        let whom = judged.email.take().or_else(|| judged.wish.name.clone()).unwrap_or_default();
        let mut findings = std::mem::take(&mut judged.findings);
        let key = judged.wish.key();
        let who = key.as_deref().map(|key| self.person(key));
        let (id, noted) = key.as_deref().and_then(|key| self.known.find(key)).unzip();
        let will_be = judged.wish.person(noted.as_ref(), self.asked.now);
        let row = Part { line, judged: &judged, whom: &whom, noted: noted.as_ref() };
        self.compare_consent(&row, &will_be, &mut findings);
        self.compare_birth(&row, &will_be, &mut findings);
        self.compare_name(&row, who, &mut findings);
        // Of whom a row speaks whose name is not that of the address is asked first: it says nothing of the age of either.
        if findings.iter().any(|found| found.trouble.is_of_somebody_else()) {
            let is_age = |t: &Trouble| matches!(t, Trouble::BirthMinor { .. } | Trouble::BirthOther { .. });
            findings.retain(|found| !is_age(&found.trouble));
        }
        let person = id.and_then(|id| self.plan.keep(id));
        self.met.enter(who, judged.wish.date.map(Day::of));
        self.compare_awards(&row, id, who, &mut findings);
        let at = self.next();
        for found in &findings {
            self.plan.findings.push(at, found, line, &whom);
        }
        for (nth, slug) in (0..).zip(&judged.wish.awards) {
            let award = self.plan.awards[self.plan.range(self.plan.rows.len())].get(nth as usize);
            let already = award.and_then(|award| self.plan.token(award.already));
            if already.is_some_and(|token| says_otherwise(&judged.wish, slug, token)) {
                self.changed.push((at, nth));
            }
        }
        let ends = number(self.plan.awards.len());
        let is_card = judged.wish.to == To::Nobody;
        self.plan.rows.push(Kept { ends, person, state: State::Ready, is_person: true, is_card });
        self.restate(at);
        // Where no column is about consent, no row contradicts another.
        if who.is_some() && self.layout.column(&Field::Consent).is_some() {
            let consent = judged.consent.map(|(column, said)| (u16::try_from(column).unwrap_or(u16::MAX), said));
            let now = self.asked.now;
            // What the row itself would note is no consent that was there.
            let before = Person { consent: noted.and_then(|person| person.consent), ..will_be };
            self.said.push(Said { row: at, minor: before.is_minor(now), agreed: before.has_agreed(now), consent });
        }
    }

    /// The person of the next row: the first row that is about them.
    fn person(&mut self, key: &str) -> Number {
        let Self { plan, table, met, .. } = self;
        let key_of = |row: Number| plan.who.key(&plan.line(table, row as usize)?);
        met.person(key, |row| key_of(row).as_deref() == Some(key))
    }

    /// Whether what the row says of their age is not what is noted: what protects holds (D-11), and somebody may have corrected
    /// the place and not the table.
    fn compare_birth(&self, row: &Part<'_>, will_be: &Person, findings: &mut Vec<Finding>) {
        let (wish, now) = (&row.judged.wish, self.asked.now);
        let Some(noted) = row.noted else { return };
        let read = wish.birth_year.map(|year| year.to_string());
        let column = |fields: [Field; 4]| fields.iter().find_map(|field| self.layout.column(field));
        // Of an age the year is counted, and may be the one beside it.
        let differ = |(noted, read): &(i16, i16)| (noted - read).abs() > 1;
        if let Some((noted, read)) = noted.birth_year.zip(wish.birth_year).filter(differ) {
            let trouble = Trouble::BirthOther { noted: noted.to_string(), read: read.to_string() };
            let column = column([Field::Birth, Field::Age, Field::Minor, Field::Adult]);
            findings.push(finding(trouble, column, row.said(column)));
        } else if !noted.is_minor(now) && will_be.is_minor(now) && !wish.presumed {
            let trouble = Trouble::BirthMinor { read: read.unwrap_or_else(|| "none".to_owned()) };
            let first = if wish.minor { Field::Minor } else { Field::Birth };
            let column = column([first, Field::Birth, Field::Age, Field::Adult]);
            findings.push(finding(trouble, column, row.said(column)));
        }
    }

    /// Whether what the row says, and what is known, keeps the person's badges inside (D-11).
    fn compare_consent(&self, row: &Part<'_>, will_be: &Person, findings: &mut Vec<Finding>) {
        let (wish, line, now) = (&row.judged.wish, row.line, self.asked.now);
        let minor = will_be.is_minor(now);
        let unclear = row.judged.consent.filter(|(_, said)| *said == ConsentWords::Unclear).map(|(column, _)| column);
        if let Some(column) = unclear {
            let trouble = if minor { Trouble::ConsentUnclear } else { Trouble::ConsentNotNoted };
            findings.push(finding(trouble, Some(column), line.cell(column).text));
        }
        let kept_back = wish.awards.iter().find(|badge| !will_be.may_publish_badge(badge, now));
        // A badge that is not known yet, or whose name is missing, is kept back with all others.
        let is_faulty = findings.iter().any(|found| found.trouble.state() == State::Problem);
        let kept_whole = wish.awards.is_empty() && is_faulty && !will_be.may_publish(now);
        if (kept_back.is_none() && !kept_whole) || (minor && unclear.is_some()) {
            return;
        }
        let fields = [Field::Consent, Field::Birth, Field::Age, Field::Minor, Field::Adult];
        // Of several columns of consent, the one that says no.
        let no = row.judged.consent.filter(|(_, said)| *said == ConsentWords::No).map(|(column, _)| column);
        let yes = wish.consent.as_ref().and(row.judged.consent).map(|(column, _)| column);
        let column = no.or(yes).or_else(|| fields.iter().find_map(|field| self.layout.column(field)));
        // A no that is said once more is a no, and nothing that was taken back.
        let noted = row.noted.and_then(|p| p.consent.as_ref()).filter(|c| !(wish.refused && c.is_refusal()));
        // What they said alone before somebody told that they are a minor is none.
        let is_own = noted.is_some_and(|c| c.withdrawn.is_none()) && !will_be.has_agreed(now);
        let noted = noted.filter(|_| !is_own);
        let trouble = match noted.map(|c| c.withdrawn) {
            Some(Some(day)) => Trouble::ConsentWithdrawn { day: day.day() },
            Some(None) => match kept_back {
                Some(badge) => Trouble::ConsentOther { slug: badge.as_str().to_owned() },
                // For other badges than one that is not known.
                None => return,
            },
            None if minor && wish.refused => Trouble::MinorRefused,
            None if minor && is_own => Trouble::ConsentOwn,
            None if minor && wish.consent.is_some() => Trouble::ConsentChild,
            None if minor => Trouble::MinorWithoutConsent,
            None => Trouble::ConsentRefused,
        };
        findings.push(finding(trouble, column, row.said(column)));
    }

    /// Whether the name is not the one by which the person is known.
    fn compare_name(&mut self, row: &Part<'_>, who: Option<Number>, findings: &mut Vec<Finding>) {
        let wish = &row.judged.wish;
        let (To::Email(_), Some(name), Some(who)) = (&wish.to, &wish.name, who) else { return };
        let column = self.layout.person(row.line);
        let at = self.next();
        let Self { plan, table, met, .. } = self;
        let line_of = |row: u32| plan.line(table, row as usize);
        let first = met.named(who, at, |row| line_of(row).is_some_and(|line| plan.who.name(&line).is_some()));
        let first = line_of(first).filter(|_| first != at).and_then(|line| Some((line.line(), plan.who.name(&line)?)));
        if let Some((line, first)) = first.filter(|(_, first)| !is_same_name(first, name)) {
            findings.push(finding(Trouble::PersonOtherName { line, name: first }, column, row.said(column)));
        } else if let Some(there) = row.noted.filter(|p| !p.may_be_called(name)) {
            let name = there.names().next().unwrap_or_default().to_owned();
            findings.push(finding(Trouble::PersonKnownOtherwise { name }, column, row.said(column)));
        }
    }

    /// What of the row is there already, or asked for by a row above.
    fn compare_awards(&mut self, row: &Part<'_>, id: Option<Token>, who: Option<Number>, findings: &mut Vec<Finding>) {
        let wish = &row.judged.wish;
        let is_other = findings.iter().any(|f| matches!(f.trouble, Trouble::PersonOtherName { .. }));
        let day = wish.date.map(Day::of);
        let faulty = findings.iter().any(|f| f.trouble.state() == State::Problem);
        let mut own = None;
        for slug in &wish.awards {
            let mut award = Award::new(slug_number(&mut self.plan.slugs, slug));
            let of = id.filter(|_| self.asked.offer.by_slug(slug).is_some());
            let column = row.judged.named.iter().find(|(named, _)| named == slug).map(|(_, column)| *column);
            if let Some(on) = of.and_then(|id| self.known.award(id, slug, day)) {
                award.already = self.plan.keep(on.token);
                let trouble = Trouble::AwardAlready { day: on.day.to_string(), slug: slug.as_str().to_owned() };
                findings.push(finding(trouble, column, row.said(column)));
            } else if let Some(on) = of.and_then(|id| self.known.revoked(id, slug, day)) {
                award.revoked = true;
                let trouble = Trouble::AwardRevoked { day: on.day.to_string(), slug: slug.as_str().to_owned() };
                findings.push(finding(trouble, column, row.said(column)));
            }
            self.plan.awards.push(award);
            let at = self.plan.awards.len() - 1;
            // A row that will not be awarded stands in nobody's way.
            let Some(first) = who.and_then(|_| self.met.first(&self.plan, at, faulty)) else { continue };
            let first = self.plan.rows.partition_point(|row| row.ends as usize <= first);
            let Some(above) = self.plan.line(self.table, first) else { continue };
            // Two people of one name, without an address, cannot be told apart.
            let same = wish.to != To::Nobody && {
                let own = *own.get_or_insert_with(|| wish.details());
                self.details_of(first, &above) == own
            };
            self.plan.awards[at].repeated = same;
            // A brother and a sister at one address have not asked for the same.
            if !(same && is_other) {
                let line = above.line();
                let trouble = if same { Trouble::PersonRepeated { line } } else { Trouble::PersonDuplicate { line } };
                let column = self.layout.person(row.line);
                findings.push(finding(trouble, column, row.said(column)));
            }
        }
    }

    /// What a row above says of what it asks for.
    fn details_of(&mut self, row: usize, line: &Line) -> [u8; 16] {
        if let Some(known) = self.details.get(&row) {
            return *known;
        }
        let details = self.read(line).wish.details();
        self.details.insert(row, details);
        details
    }

    /// What a line says by itself.
    fn read(&self, line: &Line) -> Judged {
        Reader::new(self.table, &self.layout, self.asked, line).judge()
    }

    /// Finds out anew what becomes of a row.
    pub(super) fn restate(&mut self, row: u32) {
        self.plan.rows[row as usize].state = self.plan.state(row as usize);
    }

    fn finish(mut self) -> Plan {
        self.met.forget();
        self.details = HashMap::new();
        across::contradictions(&mut self);
        self.said = Vec::new();
        across::other_addresses(&mut self);
        across::same_names(&mut self);
        let mut plan = self.plan;
        for (row, award) in self.changed {
            plan.note_change(row as usize, award as usize);
        }
        plan.rows.shrink_to_fit();
        plan.awards.shrink_to_fit();
        plan.slugs.shrink_to_fit();
        plan.tokens.shrink_to_fit();
        plan.findings.shrink();
        plan
    }
}

/// A row that is judged.
struct Part<'r> {
    line: &'r Line,
    judged: &'r Judged,
    /// Its address, or else its name.
    whom: &'r str,
    /// What the place knows of the person.
    noted: Option<&'r Person>,
}

impl<'r> Part<'r> {
    /// What stands in a column; of the whole row, whom it is about.
    fn said(&self, column: Option<usize>) -> &'r str {
        column.map_or(self.whom, |column| self.line.cell(column).text)
    }
}
