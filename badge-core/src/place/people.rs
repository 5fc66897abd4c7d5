//! `people.json`: who is behind the random ids of the register. Unlike the register it is rewritten: erasing a person
//! deletes the entry here, and what remains there names nobody (D-05).

mod acts;
pub(crate) mod guardian;
mod kept;
mod written;

use std::collections::BTreeMap;

use guardian::Said;
use kept::Kept;
use written::{members, read_person, read_same, write_person};

pub use acts::{Consent, How, Refusal, Removal};

use super::names::{is_mailbox, mailbox};
use super::{Slug, Token};
use crate::json::{self, JsonError, Pointer, Value};
use crate::language::Lang;
use crate::limits::Limits;
use crate::time::Timestamp;

/// The name under which `people.json` says what it is.
pub const PEOPLE_SCHEMA: &str = "badge-people/1";

/// Everybody who was awarded something, by random id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    all: BTreeMap<Token, Kept>,
    /// Ids of the register that turned out to be somebody who has another id: from the one to the other.
    same: BTreeMap<Token, Token>,
}

/// One person, as far as the place needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Their name, if the place keeps it.
    pub name: Option<String>,
    /// Other names under which they were noted: on a card, or before two entries became one.
    pub also: Vec<String>,
    /// Their e-mail address, trimmed and in small letters.
    pub email: Option<String>,
    /// Their DID.
    pub did: Option<String>,
    /// The language in which to write to them.
    pub language: Option<Lang>,
    /// A minor, as far as is known.
    pub minor: bool,
    /// A minor only because nobody said how old they are: since when. What was awarded before goes out as it did (D-11), and
    /// what is said of their age later holds instead.
    pub presumed: Option<Timestamp>,
    /// Year of birth, where it was given to decide whether they are a minor.
    pub birth_year: Option<i16>,
    /// Consent, where it was recorded.
    pub consent: Option<Consent>,
    /// Awards that they asked not to be shown any more.
    pub removed: BTreeMap<Token, Removal>,
}

/// Why `people.json` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// Not JSON.
    #[error("{0}")]
    Json(JsonError),
    /// A file of another kind, or of a newer version.
    #[error("not a file of people: {found:?}")]
    Schema {
        /// What it calls itself.
        found: Option<String>,
    },
    /// Something malformed, and where.
    #[error("malformed at {at}")]
    Malformed {
        /// Where in the document.
        at: Pointer,
    },
}

impl Person {
    /// Whether they are, or may be, a minor (under 15, France's age of digital consent) in the year of `now`.
    #[must_use]
    pub fn is_minor(&self, now: Timestamp) -> bool {
        self.minor || self.is_young(now)
    }

    /// What the year of birth says. Somebody who turns 15 this year may still be 14.
    fn is_young(&self, now: Timestamp) -> bool {
        self.birth_year.is_some_and(|year| now.ymd().0 - year <= 15)
    }

    /// Whether everything that concerns them may be published and mailed: nothing about a minor before consent (D-11),
    /// and nothing about anybody who took theirs back, whatever their age. For one award, see
    /// [`may_go_out`](super::may_go_out).
    #[must_use]
    pub fn may_publish(&self, now: Timestamp) -> bool {
        let minor = self.is_minor(now);
        self.allows(minor, minor)
    }

    /// `minor` when it was awarded, or now; `still` now.
    fn allows(&self, minor: bool, still: bool) -> bool {
        match &self.consent {
            Some(c) if c.withdrawn.is_some() => false,
            _ if !minor => true,
            Some(c) => c.for_which.is_empty() && self.counts(c, still),
            None => false,
        }
    }

    fn allows_badge(&self, badge: &Slug, minor: bool, still: bool) -> bool {
        self.allows(minor, still) || self.consent.as_ref().is_some_and(|c| c.covers(badge) && self.counts(c, still))
    }

    /// Whether the consent that is noted is one as of `now`: not where it was taken back, nor where somebody agreed alone who
    /// turns out to be, or to have been, a minor. It stays noted.
    #[must_use]
    pub fn has_agreed(&self, now: Timestamp) -> bool {
        let holds = |c: &Consent| self.counts(c, self.is_minor(now) || self.is_minor(c.at));
        self.consent.as_ref().is_some_and(|c| c.withdrawn.is_none() && holds(c))
    }

    /// For whoever is a minor now another one agrees, whoever the place took them for when they agreed themselves. A doubt about
    /// their age alone does not end what was recorded on purpose while nobody had one, nor a yes of nobody.
    fn counts(&self, consent: &Consent, minor: bool) -> bool {
        let is_doubt = self.presumed.is_some() && self.birth_year.is_none();
        let is_anothers = |by: &str| match (Said::of(by, self), consent.of_adult && !is_doubt) {
            (said, true) => said.names_another(),
            (said, false) => !said.is_plainly_own(),
        };
        !minor || (is_doubt && consent.recorded) || consent.by.split(" ; ").any(is_anothers)
    }

    /// The same for one badge: consent may have been given for some badges only.
    #[must_use]
    pub fn may_publish_badge(&self, badge: &Slug, now: Timestamp) -> bool {
        let minor = self.is_minor(now);
        self.allows_badge(badge, minor, minor)
    }

    /// The same for one award of that badge that was written down at `written`, by their age on `day`: a doubt about
    /// somebody's age that came up later does not reach back to it. Who may agree is told by their age `now`.
    pub(crate) fn may_publish_award(&self, badge: &Slug, written: Timestamp, day: Timestamp, now: Timestamp) -> bool {
        let doubted_since = self.presumed.is_some_and(|since| written < since);
        let minor = |at| if doubted_since { self.is_young(at) } else { self.is_minor(at) };
        // What somebody said as a child is no consent on a birthday either: they say it once more.
        let as_child = self.consent.as_ref().is_some_and(|consent| self.is_minor(consent.at));
        self.allows_badge(badge, minor(day), minor(now) || as_child)
    }

    /// Notes that they are a minor, which somebody said of them.
    pub fn note_minor(&mut self) {
        self.turns_minor();
        self.minor = true;
        self.presumed = None;
    }

    /// Notes a year of birth, of somebody who is a minor by it or may be one.
    pub fn note_birth(&mut self, year: i16) {
        self.turns_minor();
        self.birth_year = Some(year);
    }

    /// What is noted of somebody in whom nobody saw a minor until now was agreed to by an adult, as far as the place knew;
    /// but for what was asked since somebody doubted it.
    fn turns_minor(&mut self) {
        let is_known = (self.minor && self.presumed.is_none()) || self.birth_year.is_some();
        let doubted_since = self.presumed;
        if let Some(consent) = self.consent.as_mut().filter(|_| !is_known) {
            consent.of_adult |= doubted_since.is_none_or(|since| consent.at < since);
        }
    }

    /// Notes that nobody can say whether they are a minor. Who is one already stays one, and an older doubt stays as old.
    pub const fn note_doubt(&mut self, now: Timestamp) {
        if !self.minor {
            self.minor = true;
            self.presumed = Some(now);
        }
    }

    /// Notes consent that came along with an award, unless an act of consent is noted already: what was recorded by
    /// itself, for some badges, or taken back, is not written over by the way (D-11). What a minor said alone is no such act.
    pub fn note_consent(&mut self, act: Consent, now: Timestamp) {
        let is_none = |c: &Consent| c.withdrawn.is_none() && !self.has_agreed(now);
        if self.consent.as_ref().is_none_or(is_none) {
            self.consent = Some(Consent { of_adult: !self.is_minor(now), ..act });
        }
    }

    /// Notes that consent is taken back, or refused where nobody had agreed. `false`, and nothing changed, where it was
    /// taken back already. `by` is noted where nobody had given it.
    pub fn withdraw_consent(&mut self, by: Option<&str>, at: Timestamp) -> bool {
        let consent = self.consent.get_or_insert_with(|| Consent::given(at, by.unwrap_or_default()));
        if consent.withdrawn.is_some() {
            return false;
        }
        consent.withdrawn = Some(at);
        true
    }

    /// Every name under which they are known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.name.iter().chain(&self.also).map(String::as_str)
    }

    /// Takes over what another entry knew of the same person. What both know is kept of this one; whoever may be a
    /// minor stays one. Consent that one of the two took back stays taken back, unless it was recorded by itself
    /// afterwards; of two that hold, a parent's does for a minor, else what was recorded by itself, then the later.
    pub fn take(&mut self, mut other: Self) {
        let is_told = |p: &Self| (p.minor && p.presumed.is_none()) || p.birth_year.is_some();
        match (is_told(self), is_told(&other)) {
            (false, true) => self.turns_minor(),
            (true, false) => other.turns_minor(),
            _ => {}
        }
        let names: Vec<String> = other.names().map(str::to_owned).collect();
        self.name = self.name.take().or(other.name);
        for name in names {
            if !self.names().any(|known| known == name) {
                self.also.push(name);
            }
        }
        self.email = self.email.take().or(other.email);
        self.did = self.did.take().or(other.did);
        self.language = self.language.or(other.language);
        let told = (self.minor && self.presumed.is_none()) || (other.minor && other.presumed.is_none());
        self.minor |= other.minor;
        // Of two doubts the older one holds.
        let since = self.presumed.into_iter().chain(other.presumed).min();
        self.presumed = since.filter(|_| !told);
        self.birth_year = self.birth_year.max(other.birth_year);
        self.consent = match (self.consent.take(), other.consent) {
            (Some(own), Some(theirs)) => Some(self.which(own, theirs)),
            (own, theirs) => own.or(theirs),
        };
        for (award, removal) in other.removed {
            self.removed.entry(award).or_insert(removal);
        }
    }

    /// Which of two acts of theirs holds. What a minor said alone stands in no parent's way.
    fn which(&self, own: Consent, other: Consent) -> Consent {
        let minor = self.is_minor(own.at.max(other.at));
        let [own_counts, other_counts] = [&own, &other].map(|c| c.withdrawn.is_some() || self.counts(c, minor));
        match (own_counts, other_counts) {
            (true, false) => own,
            (false, true) => other,
            _ => own.which(other),
        }
    }
}

impl People {
    /// Reads `people.json`.
    ///
    /// # Errors
    /// See [`PeopleError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, PeopleError> {
        let limits = Limits { document_bytes: 256 << 20, json_values: 20_000_000, ..Limits::default() };
        let at = Pointer::root().member("people");
        let (mut out, mut wrong) = (BTreeMap::new(), None);
        // As values they would take many times what they take as people.
        let value = json::parse_apart(bytes, "people", &limits, |id, person| {
            let at = || at.member(id);
            let Some(token) = Token::parse(id) else {
                wrong.get_or_insert(PeopleError::Malformed { at: at() });
                return true;
            };
            match read_person(&person, at) {
                Ok(person) => out.insert(token, Kept::new(person)).is_none(),
                Err(fault) => {
                    wrong.get_or_insert(fault);
                    true
                }
            }
        });
        let value = value.map_err(PeopleError::Json)?;
        let schema = value.get("schema").and_then(Value::as_str);
        if schema != Some(PEOPLE_SCHEMA) {
            return Err(PeopleError::Schema { found: schema.map(str::to_owned) });
        }
        value.get("people").and_then(Value::as_object).ok_or(PeopleError::Malformed { at })?;
        if let Some(fault) = wrong {
            return Err(fault);
        }
        // Made in order, a map of many has no empty places.
        let out: BTreeMap<Token, Kept> = out.into_iter().collect();
        Ok(Self { same: read_same(&value, &out)?, all: out })
    }

    /// The text of `people.json`.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_json_parts().collect()
    }

    /// The same piece by piece, one for each person: a hundred thousand would take more memory as one text, let alone as one
    /// value, than as people.
    pub fn to_json_parts(&self) -> impl Iterator<Item = String> {
        let head = format!("{{\n  \"schema\": \"{PEOPLE_SCHEMA}\",\n  \"people\": ");
        let people = members(self.all.iter().map(|(id, person)| (*id, write_person(&person.person()).into())));
        let same = (!self.same.is_empty()).then(|| {
            let merged = members(self.same.iter().map(|(id, other)| (*id, other.to_string().into())));
            std::iter::once(",\n  \"same\": ".to_owned()).chain(merged)
        });
        let end = "\n}\n".to_owned();
        std::iter::once(head).chain(people).chain(same.into_iter().flatten()).chain([end])
    }

    /// The person of that id, or of the id into which it was merged. Most are held in short and made out anew each time.
    #[must_use]
    pub fn get(&self, id: Token) -> Option<Person> {
        self.all.get(&self.main_id(id)).map(Kept::person)
    }

    /// Whether anything is known of the person of that id.
    #[must_use]
    pub fn contains(&self, id: Token) -> bool {
        self.all.contains_key(&self.main_id(id))
    }

    /// The id under which a person is kept; the same one unless it was merged into another.
    #[must_use]
    pub fn main_id(&self, id: Token) -> Token {
        self.same.get(&id).copied().unwrap_or(id)
    }

    /// Every id of the register that is this person, the one under which they are kept first.
    #[must_use]
    pub fn ids(&self, id: Token) -> Vec<Token> {
        let main = self.main_id(id);
        std::iter::once(main).chain(self.same.iter().filter(|(_, to)| **to == main).map(|(from, _)| *from)).collect()
    }

    /// Makes one person of two: from now on `old` is `new`, who takes over what was known of `old`. `false`, and
    /// nothing done, where they are the same already or one of them is not known.
    pub fn merge(&mut self, old: Token, new: Token) -> bool {
        let (old, new) = (self.main_id(old), self.main_id(new));
        if old == new || !self.all.contains_key(&new) {
            return false;
        }
        let Some(gone) = self.all.remove(&old) else { return false };
        let mut one = self.get(new).unwrap_or_default();
        one.take(gone.into_person());
        self.all.insert(new, Kept::new(one));
        for to in self.same.values_mut().filter(|to| **to == old) {
            *to = new;
        }
        self.same.insert(old, new);
        true
    }

    /// Everybody.
    pub fn iter(&self) -> impl Iterator<Item = (Token, Person)> {
        self.all.iter().map(|(id, person)| (*id, person.person()))
    }

    /// The ids under which they are kept.
    pub fn main_ids(&self) -> impl Iterator<Item = Token> {
        self.all.keys().copied()
    }

    /// How many people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nobody is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The person with this e-mail address (compared trimmed and in small letters) or this DID.
    #[must_use]
    pub fn find(&self, email_or_did: &str) -> Option<(Token, Person)> {
        let asked = mailbox(email_or_did);
        let same =
            |p: &Kept| p.email().is_some_and(|email| is_mailbox(email, &asked)) || p.did() == Some(email_or_did.trim());
        // Places noted two people where a domain was written in two ways: the one that is asked for comes first.
        let written = email_or_did.trim().to_lowercase();
        let mut other = None;
        for (id, p) in &self.all {
            if p.email().is_some_and(|email| email == written) {
                return Some((*id, p.person()));
            }
            if other.is_none() && same(p) {
                other = Some((*id, p));
            }
        }
        other.map(|(id, p)| (id, p.person()))
    }

    /// Everybody into whom somebody else was merged, by the id under which they are kept; some more than once.
    #[cfg(feature = "cohort")]
    pub(crate) fn merged_ids(&self) -> impl Iterator<Item = Token> {
        self.same.values().copied()
    }

    /// Adds or replaces a person. The address is kept trimmed and in small letters.
    pub fn insert(&mut self, id: Token, mut person: Person) {
        person.email = person.email.map(|e| if is_kept_so(&e) { e } else { e.trim().to_lowercase() });
        self.all.insert(self.main_id(id), Kept::new(person));
    }

    /// Adds or replaces many at once, each under the id that they have there: what a large cohort adds takes no more room
    /// than it needs.
    pub fn extend(&mut self, people: Self) {
        let mut new: BTreeMap<Token, Kept> = match self.same.is_empty() {
            true => people.all,
            false => people.all.into_iter().map(|(id, person)| (self.main_id(id), person)).collect(),
        };
        self.all.append(&mut new);
    }

    /// Erases a person, with every id that was merged into theirs.
    pub fn erase(&mut self, id: Token) -> Option<Person> {
        let main = self.main_id(id);
        self.same.retain(|_, to| *to != main);
        self.all.remove(&main).map(Kept::into_person)
    }
}

/// Whether an address is as it is kept already.
fn is_kept_so(email: &str) -> bool {
    email.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase() && !b.is_ascii_whitespace())
}

#[cfg(test)]
mod tests;
