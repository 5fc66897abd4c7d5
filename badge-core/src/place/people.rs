//! `people.json`: who is behind the random ids of the register. Unlike the register it is rewritten: erasing a person
//! deletes the entry here, and what remains there names nobody (D-05).

mod kept;

use std::collections::BTreeMap;

use kept::Kept;

use super::{Slug, Token};
use crate::json::{self, JsonError, Object, Pointer, Value};
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

/// Somebody asked that one of their badges is not shown. The badge itself is not changed by it: revoking is another thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: Refusal,
}

/// Why a badge is not to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// "This is not me": the badge went to somebody else.
    NotMe,
    /// "Remove my page".
    Asked,
}

impl Refusal {
    const NAMES: [(Self, &str); 2] = [(Self::NotMe, "not-me"), (Self::Asked, "asked")];

    /// Its name in `people.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(why, _)| *why == self).map_or("asked", |(_, name)| name)
    }

    /// The refusal of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(why, _)| *why)
    }
}

/// A recorded act of consent. It can be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// When it was given.
    pub at: Timestamp,
    /// By whom: the person, or a guardian, as the place wrote it. Empty where that was not written down.
    pub by: String,
    /// How it was given.
    pub how: Option<How>,
    /// For which badges; empty for all of them, those to come included.
    pub for_which: Vec<Slug>,
    /// When it was withdrawn.
    pub withdrawn: Option<Timestamp>,
    /// Recorded by itself, and not by the way of an award: somebody meant just this.
    pub recorded: bool,
}

/// How consent was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum How {
    /// Signed on paper.
    Paper,
    /// Written in a mail.
    Mail,
    /// Said.
    Spoken,
    /// In some other way.
    Other,
}

impl How {
    const NAMES: [(Self, &str); 4] =
        [(Self::Paper, "paper"), (Self::Mail, "mail"), (Self::Spoken, "spoken"), (Self::Other, "other")];

    /// Its name in `people.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(how, _)| *how == self).map_or("other", |(_, name)| name)
    }

    /// The way of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(how, _)| *how)
    }
}

impl Consent {
    /// Consent to everything, as of now.
    #[must_use]
    pub fn given(at: Timestamp, by: &str) -> Self {
        Self { at, by: by.to_owned(), how: None, for_which: Vec::new(), withdrawn: None, recorded: false }
    }

    /// A refusal, where nobody had agreed before: it holds until consent is recorded.
    #[must_use]
    pub fn refused(at: Timestamp) -> Self {
        Self { withdrawn: Some(at), ..Self::given(at, "") }
    }

    /// Whether nobody had ever agreed: what [`Consent::refused`] notes.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.withdrawn == Some(self.at) && self.by.is_empty() && self.how.is_none()
    }

    /// Which of two acts noted of one person holds. What was taken back stays so, unless consent was recorded by itself
    /// afterwards; of two alike, what was recorded by itself holds, then the later (D-11).
    fn which(self, other: Self) -> Self {
        let again = |given: &Self, end: Timestamp| given.recorded && given.at > end;
        let other_holds = match (self.withdrawn, other.withdrawn) {
            (Some(end), None) => again(&other, end),
            (None, Some(end)) => !again(&self, end),
            (Some(own), Some(theirs)) => theirs > own,
            (None, None) => (other.recorded, other.at) > (self.recorded, self.at),
        };
        if other_holds { other } else { self }
    }

    /// Whether a badge is among those it was given for. A withdrawn one covers nothing.
    #[must_use]
    pub fn covers(&self, badge: &Slug) -> bool {
        self.withdrawn.is_none() && (self.for_which.is_empty() || self.for_which.contains(badge))
    }
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
        self.allows(self.is_minor(now))
    }

    const fn allows(&self, minor: bool) -> bool {
        match &self.consent {
            Some(c) if c.withdrawn.is_some() => false,
            Some(c) => c.for_which.is_empty() || !minor,
            None => !minor,
        }
    }

    /// The same for one badge: consent may have been given for some badges only.
    #[must_use]
    pub fn may_publish_badge(&self, badge: &Slug, now: Timestamp) -> bool {
        self.may_publish(now) || self.consent.as_ref().is_some_and(|c| c.covers(badge))
    }

    /// The same for one award of that badge that was written down at `written`: a doubt about somebody's age that came up
    /// later does not reach back to it.
    pub(super) fn may_publish_award(&self, badge: &Slug, written: Timestamp, now: Timestamp) -> bool {
        let doubted_since = self.presumed.is_some_and(|since| written < since);
        let minor = if doubted_since { self.is_young(now) } else { self.is_minor(now) };
        self.allows(minor) || self.consent.as_ref().is_some_and(|c| c.covers(badge))
    }

    /// Notes that they are a minor, which somebody said of them.
    pub const fn note_minor(&mut self) {
        self.minor = true;
        self.presumed = None;
    }

    /// Notes that nobody can say whether they are a minor. Who is one already stays one, and an older doubt stays as old.
    pub const fn note_doubt(&mut self, now: Timestamp) {
        if !self.minor {
            self.minor = true;
            self.presumed = Some(now);
        }
    }

    /// Notes consent that came along with an award, unless an act of consent is noted already: what was recorded by
    /// itself, for some badges, or taken back, is not written over by the way (D-11).
    pub fn note_consent(&mut self, act: Consent) {
        self.consent.get_or_insert(act);
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
    /// afterwards; of two that hold, what was recorded by itself does, then the later.
    pub fn take(&mut self, other: Self) {
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
            (Some(own), Some(theirs)) => Some(own.which(theirs)),
            (own, theirs) => own.or(theirs),
        };
        for (award, removal) in other.removed {
            self.removed.entry(award).or_insert(removal);
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
        let email = email_or_did.trim().to_lowercase();
        let same = |p: &Kept| p.email() == Some(&email) || p.did() == Some(email_or_did.trim());
        self.all.iter().find(|(_, p)| same(p)).map(|(id, p)| (*id, p.person()))
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

/// The members of an object of the file, by id.
fn members(all: impl Iterator<Item = (Token, Value)>) -> impl Iterator<Item = String> {
    let mut all = all.enumerate().peekable();
    let end = if all.peek().is_none() { "{}" } else { "\n  }" };
    let written = all.map(|(at, (id, value))| {
        let mut out = format!("{}\n    \"{id}\": ", if at == 0 { "{" } else { "," });
        value.write_pretty(2, &mut out);
        out
    });
    written.chain([end.to_owned()])
}

/// Who was merged into whom: each into somebody who is there, and nobody into somebody merged.
fn read_same(value: &Value, people: &BTreeMap<Token, Kept>) -> Result<BTreeMap<Token, Token>, PeopleError> {
    let at = Pointer::root().member("same");
    let Some(same) = value.get("same") else { return Ok(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    for (from, to) in same.as_object().ok_or_else(|| PeopleError::Malformed { at: at.clone() })?.iter() {
        let to = to.as_str().and_then(Token::parse).filter(|to| people.contains_key(to));
        let from_id = Token::parse(from).filter(|from| !people.contains_key(from));
        let (from, to) = from_id.zip(to).ok_or_else(|| PeopleError::Malformed { at: at.member(from) })?;
        out.insert(from, to);
    }
    Ok(out)
}

fn write_person(person: &Person) -> Object {
    let mut o = Object::new();
    let mut text = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            o.set(name, value);
        }
    };
    text("name", person.name.as_deref());
    if !person.also.is_empty() {
        o.set("also", person.also.iter().map(|name| name.as_str().into()).collect::<Vec<Value>>());
    }
    let mut text = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            o.set(name, value);
        }
    };
    text("email", person.email.as_deref());
    text("did", person.did.as_deref());
    text("language", person.language.map(Lang::tag));
    if person.minor {
        o.set("minor", true);
    }
    if let Some(since) = person.presumed {
        o.set("presumed", since.to_string());
    }
    if let Some(year) = person.birth_year {
        o.set("birth_year", f64::from(year));
    }
    if let Some(consent) = &person.consent {
        let mut c = json::object([("at", consent.at.to_string().into()), ("by", consent.by.as_str().into())]);
        if let Some(how) = consent.how {
            c.set("how", how.as_str());
        }
        if !consent.for_which.is_empty() {
            c.set("for", consent.for_which.iter().map(|slug| slug.as_str().into()).collect::<Vec<Value>>());
        }
        if let Some(withdrawn) = consent.withdrawn {
            c.set("withdrawn", withdrawn.to_string());
        }
        if consent.recorded {
            c.set("recorded", true);
        }
        o.set("consent", c);
    }
    if !person.removed.is_empty() {
        let mut removed = Object::new();
        for (award, removal) in &person.removed {
            let about = [("at", removal.at.to_string().into()), ("why", removal.why.as_str().into())];
            removed.set(award.to_string(), json::object(about));
        }
        o.set("removed", removed);
    }
    o
}

/// What somebody does not want to be shown, by award.
fn read_removed(value: Option<&Value>) -> Option<BTreeMap<Token, Removal>> {
    let Some(value) = value else { return Some(BTreeMap::new()) };
    let mut out = BTreeMap::new();
    for (award, about) in value.as_object()?.iter() {
        let text = |name: &str| about.get(name).and_then(Value::as_str);
        let removal = Removal { at: Timestamp::parse(text("at")?).ok()?, why: Refusal::from_name(text("why")?)? };
        out.insert(Token::parse(award)?, removal);
    }
    Some(out)
}

fn read_person(value: &Value, at: impl Fn() -> Pointer) -> Result<Person, PeopleError> {
    let o = value.as_object().ok_or_else(|| PeopleError::Malformed { at: at() })?;
    let wrong = |name: &str| PeopleError::Malformed { at: at().member(name) };
    let text = |name: &str| match o.get(name) {
        None => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone())),
        Some(_) => Err(wrong(name)),
    };
    let language = match text("language")? {
        None => None,
        Some(tag) => Some(Lang::ALL.into_iter().find(|l| l.tag() == tag).ok_or_else(|| wrong("language"))?),
    };
    let birth_year = match o.get("birth_year") {
        None => None,
        Some(Value::Number(n)) if n.fract() == 0.0 && (1900.0..=2200.0).contains(n) => {
            // Just found to be whole and in range.
            #[allow(clippy::cast_possible_truncation)]
            Some(*n as i16)
        }
        Some(_) => return Err(wrong("birth_year")),
    };
    let consent = match o.get("consent") {
        None => None,
        Some(c) => {
            let time = |name: &str| c.get(name).and_then(Value::as_str).and_then(|t| Timestamp::parse(t).ok());
            let withdrawn = match c.get("withdrawn") {
                None => None,
                Some(_) => Some(time("withdrawn").ok_or_else(|| wrong("consent"))?),
            };
            let by = c.get("by").and_then(Value::as_str).ok_or_else(|| wrong("consent"))?.to_owned();
            let how = match c.get("how") {
                None => None,
                Some(how) => Some(how.as_str().and_then(How::from_name).ok_or_else(|| wrong("consent"))?),
            };
            let slug = |value: &Value| value.as_str().and_then(Slug::parse).ok_or_else(|| wrong("consent"));
            let for_which = match c.get("for") {
                None => Vec::new(),
                Some(list) => {
                    list.as_array().ok_or_else(|| wrong("consent"))?.iter().map(slug).collect::<Result<_, _>>()?
                }
            };
            // A file of before this was written down tells of none.
            let recorded = match c.get("recorded") {
                None => false,
                Some(Value::Bool(b)) => *b,
                Some(_) => return Err(wrong("consent")),
            };
            Some(Consent { at: time("at").ok_or_else(|| wrong("consent"))?, by, how, for_which, withdrawn, recorded })
        }
    };
    let flag = |name: &str| match o.get(name) {
        None => Ok(false),
        Some(Value::Bool(b)) => Ok(*b),
        Some(_) => Err(wrong(name)),
    };
    let minor = flag("minor")?;
    let presumed = match o.get("presumed") {
        None | Some(Value::Bool(false)) => None,
        // Written before it was noted since when: whatever there is waits.
        Some(Value::Bool(true)) => Some(Timestamp::from_unix(0).ok_or_else(|| wrong("presumed"))?),
        Some(Value::String(since)) => Some(Timestamp::parse(since).map_err(|_| wrong("presumed"))?),
        Some(_) => return Err(wrong("presumed")),
    };
    let also = match o.get("also") {
        None => Vec::new(),
        Some(list) => {
            let name = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| wrong("also"));
            list.as_array().ok_or_else(|| wrong("also"))?.iter().map(name).collect::<Result<_, _>>()?
        }
    };
    Ok(Person {
        name: text("name")?,
        also,
        email: text("email")?,
        did: text("did")?,
        language,
        minor,
        presumed,
        birth_year,
        consent,
        removed: read_removed(o.get("removed")).ok_or_else(|| wrong("removed"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::parse("2026-03-02T09:00:00Z").unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut people = People::default();
        let id = Token::from_bytes([1; 16]);
        let person = Person {
            name: Some("Zoé Exemple".into()),
            email: Some(" Zoe@Example.ORG ".into()),
            language: Some(Lang::Fr),
            birth_year: Some(2012),
            consent: Some(Consent {
                how: Some(How::Paper),
                for_which: vec![Slug::parse("laser").unwrap()],
                recorded: true,
                ..Consent::given(now(), "sa mère")
            }),
            also: vec!["Zoé".into()],
            ..Person::default()
        };
        people.insert(id, person);
        let doubted = Person { minor: true, presumed: Some(now()), ..Person::default() };
        people.insert(Token::from_bytes([3; 16]), doubted);
        people.insert(Token::from_bytes([2; 16]), Person { did: Some("did:key:z6Mk".into()), ..Person::default() });
        assert_eq!(People::parse(people.to_json().as_bytes()).unwrap(), people);
        for people in [people.clone(), People::default()] {
            let text = people.to_json();
            assert_eq!(json::parse(text.as_bytes(), &Limits::default()).unwrap().to_pretty(), text);
        }
        assert_eq!(people.find("zoe@example.org").unwrap().0, id);
        people.erase(id);
        assert!(!people.to_json().contains("zoe"));
    }

    #[test]
    fn a_minor_is_published_after_consent_only() {
        // D-11
        let mut p = Person { birth_year: Some(2011), ..Person::default() };
        assert!(p.is_minor(now()) && !p.may_publish(now()));
        p.consent = Some(Consent::given(now(), "parent"));
        assert!(p.may_publish(now()));
        p.consent = Some(Consent { withdrawn: Some(now()), ..Consent::given(now(), "parent") });
        assert!(!p.may_publish(now()));
        assert!(!Person { minor: true, ..Person::default() }.may_publish(now()));
        assert!(Person { birth_year: Some(2010), ..Person::default() }.may_publish(now()));
    }

    #[test]
    fn whoever_took_consent_back_is_not_published_at_any_age() {
        // D-11
        let refused = Consent { withdrawn: Some(now()), ..Consent::given(now(), "elle-même") };
        let adult = Person { birth_year: Some(1980), consent: Some(refused), ..Person::default() };
        assert!(!adult.is_minor(now()) && !adult.may_publish(now()));
    }

    #[test]
    fn two_entries_become_one_person_under_every_id() {
        let [old, new, older] = [1, 2, 3].map(|n| Token::from_bytes([n; 16]));
        let person = |email: &str| Person { email: Some(email.into()), ..Person::default() };
        let mut people = People::default();
        people.insert(older, person("first@example.org"));
        people.insert(old, Person { minor: true, name: Some("Zoé".into()), ..person("old@example.org") });
        people.insert(new, person("new@example.org"));
        assert!(people.merge(older, old) && people.merge(old, new) && !people.merge(older, new));
        assert!(!people.merge(new, Token::from_bytes([9; 16])), "into nobody");
        assert_eq!(people.ids(old), [new, old, older]);
        let one = people.get(older).unwrap();
        assert_eq!((one.email.as_deref(), one.name.as_deref()), (Some("new@example.org"), Some("Zoé")));
        assert!(one.minor && people.len() == 1);
        let presumed = Person { minor: true, presumed: Some(now()), ..Person::default() };
        let mut both = presumed.clone();
        both.take(presumed.clone());
        assert!(both.minor && both.presumed.is_some());
        both.take(Person { minor: true, ..Person::default() });
        assert!(both.minor && both.presumed.is_none(), "somebody said so of one of the two");
        assert_eq!(People::parse(people.to_json().as_bytes()).unwrap(), people);
        assert!(!people.to_json().contains("old@"));
        // What is noted under an old id is noted of the person.
        people.insert(old, person("again@example.org"));
        assert_eq!(people.get(new).unwrap().email.as_deref(), Some("again@example.org"));
        people.erase(older);
        assert!(people.is_empty() && people.get(old).is_none() && !people.to_json().contains("same"));
        let stray = people.to_json().replacen("\"people\"", &format!("\"same\":{{\"{old}\":\"{new}\"}},\"people\""), 1);
        assert!(matches!(People::parse(stray.as_bytes()), Err(PeopleError::Malformed { .. })));
    }

    #[test]
    fn what_one_of_two_took_back_stays_so_unless_it_was_recorded_afterwards() {
        // D-11
        let at = |day: &str| Timestamp::parse(&format!("2026-03-{day}T09:00:00Z")).unwrap();
        let given = |day| Consent::given(at(day), "parent");
        let recorded = |day| Consent { recorded: true, ..given(day) };
        let back = |from, to| Consent { withdrawn: Some(at(to)), ..given(from) };
        let only = Consent { for_which: vec![Slug::parse("laser").unwrap()], ..recorded("01") };
        let [a, b] = [1, 2].map(|n| Token::from_bytes([n; 16]));
        let with = |consent| Person { minor: true, consent: Some(consent), ..Person::default() };
        for (one, other, published) in [
            (back("01", "05"), given("04"), false),
            (back("01", "03"), given("04"), false),
            (back("01", "03"), recorded("02"), false),
            (back("01", "03"), recorded("04"), true),
            (back("01", "03"), back("02", "04"), false),
            (given("01"), given("02"), true),
            // What an award brought along does not widen what was recorded.
            (only, given("04"), false),
        ] {
            for (old, new) in [(&one, &other), (&other, &one)] {
                let mut people = People::default();
                people.insert(a, with(old.clone()));
                people.insert(b, with(new.clone()));
                people.merge(a, b);
                assert_eq!(people.get(a).unwrap().may_publish(at("06")), published, "{old:?} {new:?}");
            }
        }
    }

    #[test]
    fn damage_has_a_place() {
        let read = |text: &str| People::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(read("{"), PeopleError::Json(_)));
        assert_eq!(
            read("{\"schema\":\"badge-people/2\"}"),
            PeopleError::Schema { found: Some("badge-people/2".into()) }
        );
        let text = format!("{{\"schema\":\"{PEOPLE_SCHEMA}\",\"people\":{{\"{}\":{{\"email\":1}}}}}}", "0a".repeat(16));
        let PeopleError::Malformed { at } = read(&text) else { panic!() };
        assert_eq!(at.to_string(), format!("/people/{}/email", "0a".repeat(16)));
        // Of another version, nothing in it is damage.
        let newer = text.replace("badge-people/1", "badge-people/2");
        assert_eq!(read(&newer), PeopleError::Schema { found: Some("badge-people/2".into()) });
        for (people, at) in [("[]", "/people"), ("{\"x\":{}}", "/people/x"), ("{\"x\":1,\"y\":2}", "/people/x")] {
            let PeopleError::Malformed { at: there } =
                read(&format!("{{\"schema\":\"{PEOPLE_SCHEMA}\",\"people\":{people}}}"))
            else {
                panic!("{people}")
            };
            assert_eq!(there.to_string(), at);
        }
        let id = "0a".repeat(16);
        let twice = format!("{{\"schema\":\"{PEOPLE_SCHEMA}\",\"people\":{{\"{id}\":{{}},\"{id}\":{{}}}}}}");
        assert!(matches!(read(&twice), PeopleError::Json(JsonError::Duplicate { .. })));
    }
}
