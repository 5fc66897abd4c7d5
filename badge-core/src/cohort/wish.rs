//! What a row asks for, and what it says of the person.

use super::finding::{State, Trouble};
use super::layout::Layout;
use super::plan::{Asked, Plan, Row};
use super::row::Reader;
use super::table::Table;
use super::who::{did_key, email_key, name_key};
use crate::issue::{Location, To};
use crate::language::Lang;
use crate::model::Evidence;
use crate::place::Slug;
use crate::place::people::{Consent, Person};
use crate::place::register::Digest;
use crate::time::Timestamp;

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
    /// Who agreed, or the title of the column that says yes.
    pub consent: Option<String>,
    /// The same without titles that name nobody: of an adult a yes under one is their own.
    pub consent_by: String,
    /// On which day, where that is told and can be read.
    pub consent_day: Option<Timestamp>,
    /// Whether the table says that nobody agreed: of a minor, a refusal that lasts until consent is recorded (D-11).
    pub refused: bool,
}

impl Wish {
    /// The person as the place would note them, `known` being what it knows already.
    #[must_use]
    pub fn person(&self, known: Option<&Person>, now: Timestamp) -> Person {
        let mut person = known.cloned().unwrap_or_default();
        match &self.to {
            // The other spelling of an address that is known is no new one.
            To::Email(email) if person.email.as_deref().map(email_key) == Some(email_key(email)) => {}
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
        if let Some(year) = self.birth_year {
            person.note_birth(year);
        }
        if person.presumed.is_some() && (self.adult || self.birth_year.is_some()) {
            // It was a doubt: now somebody says how old they are.
            (person.minor, person.presumed) = (false, None);
        }
        match (self.minor, self.presumed) {
            (true, false) => person.note_minor(),
            (true, true) => person.note_doubt(now.to_utc_seconds()),
            _ => {}
        }
        if let Some(by) = &self.consent {
            let by = if person.is_minor(now) { by } else { &self.consent_by };
            person.note_consent(Consent::given(self.consent_day.unwrap_or(now.to_utc_seconds()), by), now);
        } else if self.refused {
            person.note_consent(Consent::refused(now.to_utc_seconds()), now);
        }
    }

    /// Notes what a row says of somebody whom the place knows: everything where it is right, else what protects.
    pub fn hear(&self, row: Row<'_>, person: &mut Person, now: Timestamp) {
        if row.state() == State::Problem {
            self.protect(row, person, now);
        } else {
            self.note(person, now);
        }
    }

    /// Notes of a row that awards nothing, as it or another has to be corrected first, only what protects: that somebody is a
    /// minor, and a no (D-11). A yes and a doubt wait for the correction, and whom the row would leave shown stays so. A row
    /// whose name and address are not one person's says nothing of either.
    pub fn protect(&self, row: Row<'_>, person: &mut Person, now: Timestamp) {
        let is_faulty = row.state() == State::Problem;
        if is_faulty && (self.to == To::Nobody || row.troubles().any(Trouble::is_of_somebody_else)) {
            return;
        }
        let mut heard = person.clone();
        self.note(&mut heard, now);
        if heard.may_publish(now) {
            return;
        }
        if person.presumed.is_some() || !person.is_minor(now) {
            self.note_age(person);
        }
        // Which of a yes and a no holds is asked about, and not settled here.
        let is_asked = row.troubles().any(|trouble| matches!(trouble, Trouble::ConsentContradicted));
        if self.refused && self.consent.is_none() && !is_asked {
            person.note_consent(Consent::refused(now.to_utc_seconds()), now);
        }
    }

    /// Notes that this is a minor, where that is told and no doubt alone.
    fn note_age(&self, person: &mut Person) {
        if let Some(year) = self.birth_year {
            person.note_birth(year);
            if person.presumed.is_some() {
                (person.minor, person.presumed) = (false, None);
            }
        }
        if self.minor && !self.presumed {
            person.note_minor();
        }
    }

    /// By what the same person is known again: address, DID, or the name of somebody without either.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        match &self.to {
            To::Email(email) => Some(email_key(email)),
            To::Did(did) => Some(did_key(did)),
            To::Nobody => self.name.as_deref().map(name_key),
        }
    }

    /// What two rows about the same award have in common where they say the same of it, in short.
    pub(super) fn details(&self) -> [u8; 16] {
        let said = (self.expires, self.language, &self.narrative, &self.location, &self.evidence);
        Digest::of(format!("{said:?}").as_bytes()).half()
    }
}

/// What the rows of a plan ask for, read from the table again when it is wanted: of a large table everything that it says
/// is kept once, as the table has it.
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

    /// The rows of the table's plan.
    pub fn rows<'p>(&'p self, plan: &'p Plan) -> impl ExactSizeIterator<Item = Row<'p>> + Clone {
        plan.rows(self.table)
    }

    /// What a row asks for; `None` for rows that are no person.
    #[must_use]
    pub fn of(&self, row: Row<'_>) -> Option<Wish> {
        let line = row.of_line().filter(|_| row.is_person())?;
        Some(Reader::new(self.table, &self.layout, &self.asked, &line).judge().wish)
    }

    /// The same of the row with that number in the plan.
    #[must_use]
    pub fn at(&self, plan: &Plan, row: usize) -> Option<Wish> {
        self.of(plan.row(self.table, row)?)
    }

    /// From when on a row asks, as [`Wish::date`] has it.
    #[must_use]
    pub fn date(&self, row: Row<'_>) -> Option<Timestamp> {
        let line = row.of_line().filter(|_| row.is_person())?;
        Reader::new(self.table, &self.layout, &self.asked, &line).date()
    }
}
