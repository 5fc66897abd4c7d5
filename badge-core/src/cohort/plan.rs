//! All rows of a table, judged together: against the place, and against each other.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::column::Field;
use super::consent::ConsentWords;
use super::date::Day;
use super::finding::{Finding, State, Trouble};
use super::grid::Row as Line;
use super::layout::Layout;
use super::offer::Offer;
use super::row::{Judged, Reader, finding};
use super::table::Table;
use super::words::folded;
use crate::crypto::sha256;
use crate::issue::{Location, To};
use crate::language::Lang;
use crate::model::Evidence;
use crate::place::card::code_of;
use crate::place::names::is_same_name;
use crate::place::people::{Consent, People, Person};
use crate::place::register::{AwardStatus, Register};
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

/// What would be awarded, row by row. Every line that holds anything has its row, but for the header.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The rows, in the order of the table.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line an editor shows, or the row's number in a sheet.
    pub line: u32,
    /// What becomes of it.
    pub state: State,
    /// The person's name.
    pub name: Option<String>,
    /// The address, or the DID; as it is written when it is malformed.
    pub email: Option<String>,
    /// What to know about it.
    pub findings: Vec<Finding>,
    /// Whether it is somebody's: neither a heading nor a remark nor left out.
    pub is_person: bool,
    /// What it asks for. `None` for rows that are no person, and in an [`outline`]: see [`Wishes`].
    pub wish: Option<Box<Wish>>,
    /// For each achievement of the wish, in its order, whether it will be awarded.
    pub awards: Vec<Planned>,
    /// Who that is, if the place knows the person already.
    pub person: Option<Token>,
    /// Which row of the table it is.
    at: u32,
    /// The day it asks for.
    day: Option<Day>,
    /// Nobody's address is told: a card that will be claimed.
    is_card: bool,
}

/// One achievement of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What.
    pub achievement: Slug,
    /// The award that there is already.
    pub already: Option<Token>,
    /// Another row of the table asks for the very same.
    pub repeated: bool,
    /// It was awarded once, and revoked.
    pub revoked: bool,
}

impl Planned {
    /// Whether there is something to award at all.
    #[must_use]
    pub const fn is_left(&self) -> bool {
        self.already.is_none() && !self.repeated && !self.revoked
    }
}

/// What a row asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Whom the badge is for; nobody for a card that will be claimed.
    pub to: To,
    /// The person's name.
    pub name: Option<String>,
    /// What.
    pub awards: Vec<Slug>,
    /// From when on; `None` for now.
    pub date: Option<Timestamp>,
    /// Until when.
    pub expires: Option<Timestamp>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// What this person did.
    pub narrative: Option<String>,
    /// Where.
    pub location: Option<Location>,
    /// In which language.
    pub language: Option<Lang>,
    /// The year of birth, kept only for somebody who is or may be a minor. Never in a badge.
    pub birth_year: Option<i16>,
    /// Whether this is a minor as far as the table tells.
    pub minor: bool,
    /// It tells only that an agreement is asked for, and not how old they are.
    pub presumed: bool,
    /// The table says that they are fifteen or more.
    pub adult: bool,
    /// Who agreed.
    pub consent: Option<String>,
    /// Whether the table says that nobody agreed: of a minor, a refusal that lasts until consent is recorded (D-11).
    pub refused: bool,
}

impl Wish {
    /// The person as the place would note them, `known` being what it knows already.
    #[must_use]
    pub fn person(&self, known: Option<&Person>, now: Timestamp) -> Person {
        let mut person = known.cloned().unwrap_or_default();
        match &self.to {
            To::Email(email) => person.email = Some(email.clone()),
            To::Did(did) => person.did = Some(did.clone()),
            To::Nobody => {}
        }
        if let Some(name) = &self.name {
            person.rename(name);
        }
        person.language = self.language.or(person.language);
        self.note(&mut person, now);
        person
    }

    /// Notes what is said of age and consent, whatever is awarded: a table that is run again with a birth or a no in it is
    /// heard (D-11).
    pub fn note(&self, person: &mut Person, now: Timestamp) {
        if person.presumed.is_some() && (self.adult || self.birth_year.is_some()) {
            // It was a doubt: now somebody says how old they are.
            (person.minor, person.presumed) = (false, None);
        }
        match (self.minor, self.presumed) {
            (true, false) => person.note_minor(),
            (true, true) => person.note_doubt(now.to_utc_seconds()),
            _ => {}
        }
        person.birth_year = self.birth_year.or(person.birth_year);
        if let Some(by) = &self.consent {
            person.note_consent(Consent::given(now.to_utc_seconds(), by));
        } else if self.refused {
            person.note_consent(Consent::refused(now.to_utc_seconds()));
        }
    }

    /// By what the same person is known again: address, DID, or the name of somebody without either.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        match &self.to {
            To::Email(email) => Some(format!("e:{email}")),
            To::Did(did) => Some(format!("d:{did}")),
            To::Nobody => self.name.as_deref().map(name_key),
        }
    }

    /// All that may differ between two rows about the same award.
    fn details(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let evidence: Vec<_> = self.evidence.iter().map(|e| (&e.id, &e.narrative)).collect();
        let place = self.location.as_ref().map(|l| (&l.text, l.point.map(|(a, b)| (a.to_bits(), b.to_bits()))));
        (evidence, &self.narrative, place, self.expires.map(Timestamp::unix), self.language).hash(&mut hasher);
        hasher.finish()
    }
}

fn name_key(name: &str) -> String {
    format!("n:{}", folded(name))
}

impl Plan {
    /// How many rows are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|r| r.state == state).count()
    }
}

/// What rows ask for, read from the table again when it is wanted: of a large table everything that it says is kept once,
/// as the table has it.
#[derive(Debug)]
pub struct Wishes<'a> {
    table: &'a Table,
    asked: Asked<'a>,
    layout: Layout,
}

impl<'a> Wishes<'a> {
    /// Of a table, as it was judged. Register and people are not looked at.
    #[must_use]
    pub fn new(table: &'a Table, asked: Asked<'a>) -> Self {
        Self { table, asked, layout: Layout::new(table) }
    }

    /// What a row of the table's plan asks for; `None` for rows that are no person.
    #[must_use]
    pub fn of(&self, row: &Row) -> Option<Wish> {
        let line = self.table.grid.row(row.at as usize).filter(|_| row.is_person)?;
        Some(Reader::new(self.table, &self.layout, &self.asked, line).judge().wish)
    }
}

/// Judges every row of a table. Awards nothing.
#[must_use]
pub fn plan(table: &Table, asked: &Asked<'_>) -> Plan {
    judged(table, asked, true)
}

/// The same without what the rows ask for, which [`Wishes`] reads when it is wanted.
#[must_use]
pub fn outline(table: &Table, asked: &Asked<'_>) -> Plan {
    judged(table, asked, false)
}

fn judged(table: &Table, asked: &Asked<'_>, keep: bool) -> Plan {
    let layout = Layout::new(table);
    let known = Known::new(asked);
    let mut seen = Seen::default();
    let mut said = Vec::new();
    let header: Vec<String> = table.columns.iter().map(|c| folded(&c.header)).collect();
    let mut rows = Vec::with_capacity(table.rows());
    for (at, line) in table.grid.rows().enumerate() {
        if at == table.header {
            continue;
        }
        let aside = |found: Finding| Row {
            line: line.line(),
            state: State::Skipped,
            name: None,
            email: None,
            findings: vec![found],
            is_person: false,
            wish: None,
            awards: Vec::new(),
            person: None,
            at: u32::try_from(at).unwrap_or(u32::MAX),
            day: None,
            is_card: false,
        };
        let text = || line.cells().map(|c| c.text).find(|t| !t.is_empty()).unwrap_or_default();
        if at < table.header {
            rows.push(aside(finding(Trouble::RowBefore, None, text())));
            continue;
        }
        // Folding costs: only a row that begins like the header is compared as a whole.
        let again = line.cell(0).text == table.columns[0].header
            && line.len() == header.len()
            && line.cells().zip(&header).all(|(cell, name)| folded(cell.text) == *name);
        if again {
            rows.push(aside(finding(Trouble::RowHeader, None, text())));
            continue;
        }
        let reader = Reader::new(table, &layout, asked, line);
        if let Some(found) = reader.is_left_out() {
            rows.push(aside(found));
            continue;
        }
        let mut judged = reader.judge();
        let mut row = Row {
            line: line.line(),
            state: State::Ready,
            name: judged.wish.name.clone(),
            email: judged.email.take(),
            findings: std::mem::take(&mut judged.findings),
            awards: Vec::with_capacity(judged.wish.awards.len()),
            person: None,
            is_person: true,
            wish: None,
            at: u32::try_from(at).unwrap_or(u32::MAX),
            day: judged.wish.date.map(Day::of),
            is_card: judged.wish.to == To::Nobody,
        };
        let who = together(&mut row, (line, &judged), &rows, &layout, &known, &mut seen, asked);
        let minor = row.person.and_then(|id| asked.people.get(id));
        let minor = judged.wish.person(minor.as_ref(), asked.now).is_minor(asked.now);
        // Where no column is about consent, no row contradicts another.
        if let Some(who) = who.filter(|_| layout.column(&Field::Consent).is_some()) {
            let value = judged.consent.map(|(column, _)| line.cell(column).text.to_owned()).unwrap_or_default();
            said.push(Said { row: rows.len(), who, minor, consent: judged.consent, value });
        }
        row.findings.shrink_to_fit();
        row.wish = keep.then(|| Box::new(judged.wish));
        row.state = state(&row);
        rows.push(row);
    }
    contradictions(&mut rows, &said, asked);
    other_addresses(&mut rows, &layout, &known, asked);
    same_names(&mut rows, &layout);
    Plan { rows }
}

/// What a row says about somebody's consent.
struct Said {
    row: usize,
    who: Number,
    minor: bool,
    consent: Option<(usize, ConsentWords)>,
    /// The cell.
    value: String,
}

/// Rows of a minor that say no where another row, or the place, has consent: nothing of either is awarded before somebody
/// has said which holds (D-11).
fn contradictions(rows: &mut [Row], said: &[Said], asked: &Asked<'_>) {
    let agrees = |said: ConsentWords| matches!(said, ConsentWords::Yes | ConsentWords::Statement);
    let against = said.iter().filter(|s| s.consent.is_some_and(|(_, said)| !agrees(said)));
    let mut of: HashMap<Number, Vec<&Said>> = against.map(|s| (s.who, Vec::new())).collect();
    if of.is_empty() {
        return;
    }
    for one in said {
        if let Some(rows) = of.get_mut(&one.who) {
            rows.push(one);
        }
    }
    for group in of.values() {
        let words = || group.iter().filter_map(|s| s.consent).map(|(_, said)| said);
        let noted = group.iter().find_map(|s| asked.people.get(rows[s.row].person?)?.consent);
        let is_noted = noted.is_some_and(|c| c.withdrawn.is_none());
        // A doubt about somebody who is of age is asked about on its own.
        let is_no = words().any(|said| said == ConsentWords::No);
        if !(is_no || group.iter().any(|s| s.minor)) || !(is_noted || words().any(agrees)) {
            continue;
        }
        for one in group {
            let row = &mut rows[one.row];
            // A row that says nothing contradicts nobody; nor does one that agrees and has nothing left to award.
            let left = row.awards.iter().any(Planned::is_left);
            let Some((column, _)) = one.consent.filter(|(_, said)| left || !agrees(*said)) else { continue };
            if row.findings.iter().any(|f| f.trouble == Trouble::ConsentUnclear) {
                continue;
            }
            row.findings.retain(|f| f.trouble != Trouble::MinorWithoutConsent);
            row.findings.push(finding(Trouble::ConsentContradicted, Some(column), &one.value));
            row.state = state(row);
        }
    }
}

/// Rows of somebody who has the same award under another address, or on a card. Two people of one name are told apart
/// by that both are in the table.
fn other_addresses(rows: &mut [Row], layout: &Layout, known: &Known<'_>, asked: &Asked<'_>) {
    let is_asked = |row: &Row| row.name.is_some() && row.awards.iter().any(Planned::is_left);
    if known.awards.is_empty() || !rows.iter().any(is_asked) {
        return;
    }
    let names = known.names(asked);
    let there: HashSet<Token> = rows.iter().filter_map(|row| row.person).collect();
    for row in rows {
        let Some(name) = row.name.as_deref().filter(|_| row.is_person) else { continue };
        let name = name_key(name);
        let day = row.day.unwrap_or(Day::of(asked.now));
        let mut found = Vec::new();
        for slug in row.awards.iter().filter(|a| a.is_left()).map(|a| &a.achievement) {
            let same = names.get(&name).into_iter().flatten().map(|n| &known.awards[*n]);
            let mut same = same.filter(|a| a.achievement == slug && a.day == day && !there.contains(&a.person));
            let Some(entry) = same.next().and_then(|a| asked.register.get(a.token)) else { continue };
            let person = entry.award.person.and_then(|id| asked.people.get(id));
            let address = person.and_then(|p| p.email.or(p.did));
            let who = address.or_else(|| Some(code_of(entry, asked.people)?.to_string()));
            let who = who.unwrap_or_else(|| entry.award.token.to_string());
            found.push(Trouble::AwardOtherAddress { slug: slug.as_str().to_owned(), who });
        }
        if found.is_empty() {
            continue;
        }
        let column = layout.column(&Field::Email);
        let value = column.and(row.email.clone()).unwrap_or_default();
        row.findings.extend(found.into_iter().map(|trouble| finding(trouble, column, &value)));
        row.state = state(row);
    }
}

/// Rows whose name, badge and day are those of a row with another address: probably the same person, who would get two
/// badges; without an address, one of them a card that anybody may claim.
fn same_names(rows: &mut [Row], layout: &Layout) {
    // A large table has many of these: only what they come to is kept.
    let keys = |row: &Row| -> Vec<(u64, bool)> {
        let Some(name) = row.name.as_deref().filter(|_| row.is_person) else { return Vec::new() };
        let (name, day) = (name_key(name), row.day);
        let there = row.awards.iter().filter(|a| a.is_left() || a.already.is_some());
        there
            .map(|a| {
                let mut hasher = DefaultHasher::new();
                (&name, &a.achievement, day).hash(&mut hasher);
                (hasher.finish(), a.is_left())
            })
            .collect()
    };
    let mut first: HashMap<u64, usize> = HashMap::new();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_card) {
        for (key, left) in keys(row) {
            let known = *first.entry(key).or_insert(at);
            if left && rows[known].email != row.email {
                found.entry(at).or_insert(known);
            }
        }
    }
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.is_card && !first.is_empty()) {
        let known = keys(row).into_iter().filter(|(_, left)| *left).find_map(|(key, _)| first.get(&key));
        found.extend(known.map(|known| (at, *known)));
    }
    for (at, known) in found {
        let (line, who) = (rows[known].line, rows[known].email.clone().unwrap_or_default());
        let row = &mut rows[at];
        let (trouble, value) = match row.email.clone() {
            Some(own) => (Trouble::PersonTwoAddresses { line, who }, own),
            None => (Trouble::PersonSameName { line }, row.name.clone().unwrap_or_default()),
        };
        row.findings.push(finding(trouble, layout.column(&Field::Email), &value));
        row.state = state(row);
    }
}

/// The worst finding decides; but a row is passed over only when nothing of it is left to award.
fn state(row: &Row) -> State {
    let worst = row.findings.iter().map(|f| f.trouble.state()).max().unwrap_or(State::Ready);
    let left = row.awards.iter().any(Planned::is_left);
    if worst == State::Skipped && left { State::Warning } else { worst }
}

/// What is left of a person's key in a large table: as much of its digest as tells everybody apart, in a tenth of the room.
type Mark = [u8; 16];

fn mark(key: &str) -> Mark {
    let digest = sha256(key.as_bytes());
    std::array::from_fn(|at| digest[at])
}

/// The place's people and awards by what a row says, found once for all rows.
struct Known<'a> {
    people: HashMap<Mark, Token>,
    /// Awards that stand, in the order of [`Standing::key`]; alike ones as the register has them.
    awards: Vec<Standing<'a>>,
    /// The same for those that were revoked, and that nothing took the place of.
    revoked: Vec<Standing<'a>>,
}

/// Who has what since which day.
struct Standing<'a> {
    person: Token,
    achievement: &'a Slug,
    day: Day,
    token: Token,
    /// Where it stands in the register.
    at: usize,
}

impl Standing<'_> {
    const fn key(&self) -> (Token, &Slug) {
        (self.person, self.achievement)
    }

    fn sort(all: &mut [Self]) {
        all.sort_unstable_by(|a, b| (a.key(), a.at).cmp(&(b.key(), b.at)));
    }
}

impl<'a> Known<'a> {
    fn new(asked: &Asked<'a>) -> Self {
        let mut people = HashMap::new();
        for (id, person) in asked.people.iter() {
            let key = match (&person.email, &person.did, &person.name) {
                (Some(email), ..) => format!("e:{email}"),
                (None, Some(did), _) => format!("d:{did}"),
                (None, None, Some(name)) => name_key(name),
                (None, None, None) => continue,
            };
            people.entry(mark(&key)).or_insert(id);
        }
        // Whoever claimed a card has an address since; the table still knows them by the name that was on it (D-10).
        for entry in asked.register.iter().filter(|e| e.award.replaces.is_some() && !e.award.card) {
            let Some(id) = entry.award.person.map(|id| asked.people.main_id(id)) else { continue };
            let card = entry.award.replaces.and_then(|token| asked.register.get(token));
            if card.is_some_and(|card| card.award.card) {
                let person = asked.people.get(id);
                for name in person.iter().flat_map(Person::names) {
                    people.entry(mark(&name_key(name))).or_insert(id);
                }
            }
        }
        let (mut awards, mut revoked) = (Vec::new(), Vec::new());
        for (at, entry) in asked.register.iter().enumerate() {
            let Some(person) = entry.award.person.map(|id| asked.people.main_id(id)) else { continue };
            let (achievement, token) = (&entry.award.achievement, entry.award.token);
            let standing = Standing { person, achievement, day: Day::of(entry.award.date), token, at };
            if !matches!(entry.status, AwardStatus::Revoked { .. }) {
                awards.push(standing);
            } else if asked.register.successor(token).is_none() {
                // What took its place is there instead of it.
                revoked.push(standing);
            }
        }
        Standing::sort(&mut awards);
        Standing::sort(&mut revoked);
        Self { people, awards, revoked }
    }

    /// Which of the awards that stand are somebody's of that name, oldest first.
    fn names(&self, asked: &Asked<'_>) -> HashMap<String, Vec<usize>> {
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, award) in self.awards.iter().enumerate() {
            let person = asked.people.get(award.person);
            for name in person.iter().flat_map(Person::names) {
                names.entry(name_key(name)).or_default().push(at);
            }
        }
        names.values_mut().for_each(|all| all.sort_unstable_by_key(|n| self.awards[*n].at));
        names
    }
}

/// The one of that day; without a day, the last one of any day.
fn last_of<'s>(
    all: &'s [Standing<'_>],
    person: Token,
    achievement: &Slug,
    day: Option<Day>,
) -> Option<&'s Standing<'s>> {
    let from = all.partition_point(|s| s.key() < (person, achievement));
    let same = all[from..].iter().take_while(|s| s.key() == (person, achievement));
    same.filter(|s| day.is_none_or(|day| s.day == day)).last()
}

/// Somebody, as the rows of a table tell people apart: numbered in the order in which they are met.
type Number = u32;

/// What earlier rows asked for.
#[derive(Default)]
struct Seen {
    /// Everybody, by [`Wish::key`].
    people: HashMap<Mark, Number>,
    /// Which line asked first, and in which words.
    awards: HashMap<(Number, u32, Option<Day>), (u32, u64)>,
    /// Achievements, each as a number.
    slugs: Vec<Slug>,
    /// The first row that gives somebody a name.
    names: HashMap<Number, usize>,
}

impl Seen {
    fn number(&mut self, mark: Mark) -> Number {
        // Tables are held to far fewer rows.
        let next = Number::try_from(self.people.len()).unwrap_or(Number::MAX);
        *self.people.entry(mark).or_insert(next)
    }

    /// A place awards few achievements.
    fn slug(&mut self, slug: &Slug) -> u32 {
        let known = self.slugs.iter().position(|known| known == slug);
        let at = known.unwrap_or_else(|| {
            self.slugs.push(slug.clone());
            self.slugs.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

/// Compares a row with the register, and with the rows above it. Gives the person's number.
fn together(
    row: &mut Row,
    (line, judged): (Line<'_>, &Judged),
    above: &[Row],
    layout: &Layout,
    known: &Known<'_>,
    seen: &mut Seen,
    asked: &Asked<'_>,
) -> Option<Number> {
    let wish = &judged.wish;
    let who = layout.person(line);
    // Under a title stands what is in that column; of the whole row, whom it is about.
    let whom = row.email.clone().or_else(|| row.name.clone()).unwrap_or_default();
    let said = |column: Option<usize>| column.map_or(whom.as_str(), |column| line.cell(column).text);
    let mark = wish.key().map(|key| mark(&key));
    row.person = mark.as_ref().and_then(|mark| known.people.get(mark).copied());
    let person = mark.map(|mark| seen.number(mark));
    let noted = row.person.and_then(|id| asked.people.get(id));
    let will_be = wish.person(noted.as_ref(), asked.now);
    let minor = will_be.is_minor(asked.now);
    let unclear = judged.consent.filter(|(_, said)| *said == ConsentWords::Unclear).map(|(column, _)| column);
    if let Some(column) = unclear {
        let trouble = if minor { Trouble::ConsentUnclear } else { Trouble::ConsentNotNoted };
        row.findings.push(finding(trouble, Some(column), line.cell(column).text));
    }
    let kept_back = wish.awards.iter().find(|badge| !will_be.may_publish_badge(badge, asked.now));
    if let Some(badge) = kept_back.filter(|_| !(minor && unclear.is_some())) {
        let fields = [Field::Consent, Field::Birth, Field::Age, Field::Minor, Field::Adult];
        let column = fields.iter().find_map(|field| layout.column(field));
        let trouble = match noted.as_ref().and_then(|p| p.consent.as_ref()).map(|c| c.withdrawn) {
            Some(Some(day)) => Trouble::ConsentWithdrawn { day: day.day() },
            Some(None) => Trouble::ConsentOther { slug: badge.as_str().to_owned() },
            None if minor => Trouble::MinorWithoutConsent,
            None => Trouble::ConsentRefused,
        };
        row.findings.push(finding(trouble, column, said(column)));
    }
    if let (To::Email(_), Some(name), Some(person)) = (&wish.to, &wish.name, person) {
        let first = *seen.names.entry(person).or_insert(above.len());
        let first = above.get(first).and_then(|r| Some((r.line, r.name.as_deref()?)));
        if let Some((line, first)) = first.filter(|(_, first)| !is_same_name(first, name)) {
            let trouble = Trouble::PersonOtherName { line, name: first.to_owned() };
            row.findings.push(finding(trouble, who, said(who)));
        } else if let Some(there) = noted.as_ref().filter(|p| !p.may_be_called(name)) {
            let name = there.names().next().unwrap_or_default().to_owned();
            row.findings.push(finding(Trouble::PersonKnownOtherwise { name }, who, said(who)));
        }
    }
    let is_other = |f: &Finding| matches!(f.trouble, Trouble::PersonOtherName { .. });
    let is_other = row.findings.iter().any(is_other);
    let day = wish.date.map(Day::of);
    let details = wish.details();
    let faulty = row.findings.iter().any(|f| f.trouble.state() == State::Problem);
    for slug in &wish.awards {
        let mut planned = Planned { achievement: slug.clone(), already: None, repeated: false, revoked: false };
        let item = asked.offer.by_slug(slug).map(|i| &i.slug);
        let of = row.person.zip(item);
        let column = judged.named.iter().find(|(named, _)| named == slug).map(|(_, column)| *column);
        if let Some(on) = of.and_then(|(id, slug)| last_of(&known.awards, id, slug, day)) {
            planned.already = Some(on.token);
            let trouble = Trouble::AwardAlready { day: on.day.to_string(), slug: slug.as_str().to_owned() };
            row.findings.push(finding(trouble, column, said(column)));
        } else if let Some(on) = of.and_then(|(id, slug)| last_of(&known.revoked, id, slug, day)) {
            planned.revoked = true;
            let trouble = Trouble::AwardRevoked { day: on.day.to_string(), slug: slug.as_str().to_owned() };
            row.findings.push(finding(trouble, column, said(column)));
        }
        if let Some(person) = person {
            let key = (person, seen.slug(slug), day);
            match seen.awards.get(&key) {
                Some((line, other)) => {
                    let line = *line;
                    // Two people of one name, without an address, cannot be told apart.
                    let same = *other == details && wish.to != To::Nobody;
                    planned.repeated = same;
                    let trouble =
                        if same { Trouble::PersonRepeated { line } } else { Trouble::PersonDuplicate { line } };
                    // A brother and a sister at one address have not asked for the same.
                    if !(same && is_other) {
                        row.findings.push(finding(trouble, who, said(who)));
                    }
                }
                // A row that will not be awarded stands in nobody's way.
                None if faulty => {}
                None => drop(seen.awards.insert(key, (row.line, details))),
            }
        }
        row.awards.push(planned);
    }
    person
}
