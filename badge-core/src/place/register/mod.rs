//! `register.jsonl`: every award and everything that happened to it, one event a line, only ever added (D-05).
//!
//! A line is written in one go with its line feed, and is part of the register once it is on the disk. A process that
//! dies while writing leaves a *torn* last line: it was never reported as done and may be dropped. Damage anywhere else
//! is no accident of writing; it is refused with its line, and nothing is written over it.

mod event;
mod files;
mod given;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use event::{Award, Event, Issued, StatusSpot, What};
pub use files::{Digest, Files};
pub use given::{Endorsed, Given, Renewed};

use super::{Slug, Token};
use crate::json::JsonError;
use crate::time::Timestamp;

/// The reason of an award that ended because another took its place.
pub const SUPERSEDED: &str = "superseded";

/// Why a line is no event.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EventFault {
    /// Not JSON.
    #[error("{0}")]
    Json(JsonError),
    /// JSON, and no event.
    #[error("not an event")]
    NotAnEvent,
    /// Written by a newer version of this software.
    #[error("an event of version {found}")]
    Version {
        /// The version it says it has.
        found: f64,
    },
    /// An event that is not known: written by a newer version of this software.
    #[error("an unknown event {name:?}")]
    UnknownEvent {
        /// What it calls itself.
        name: String,
    },
    /// A member that is missing or malformed.
    #[error("the member {0:?} is missing or malformed")]
    Member(&'static str),
    /// An award of this name is there already.
    #[error("the award {0} is there twice")]
    AwardTwice(Token),
    /// There is no award of this name.
    #[error("there is no award {0}")]
    NoSuchAward(Token),
    /// Another award has this place in the status list.
    #[error("entry {} of status list {} is taken by {by}", spot.index, spot.list)]
    SpotTaken {
        /// The place in the list.
        spot: StatusSpot,
        /// Who has it.
        by: Token,
    },
}

/// A register that cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct Damage {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: EventFault,
}

/// How a register ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tail {
    /// With a line feed, as it should.
    #[default]
    Clean,
    /// With a whole event that lacks its line feed: write one before the next event.
    Open,
    /// With a torn line, which was never reported as done: cut the file to `keep` bytes before the next event.
    Torn {
        /// Bytes that are good.
        keep: usize,
    },
}

/// Whether an award holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AwardStatus {
    /// It holds.
    #[default]
    Active,
    /// Not for the time being.
    Suspended {
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: Option<String>,
    },
    /// No longer.
    Revoked {
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: Option<String>,
    },
}

/// An award as it stands after everything that happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The award.
    pub award: Award,
    /// When it was written down.
    pub at: Timestamp,
    /// Whether it holds.
    pub status: AwardStatus,
}

/// An endorsement that was given, as it stands after everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenEntry {
    /// The endorsement.
    pub given: Given,
    /// When it was written down.
    pub at: Timestamp,
    /// Whether it holds.
    pub status: AwardStatus,
}

/// The register as it stands: all awards in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    entries: Vec<Entry>,
    given: Vec<GivenEntry>,
    by_token: HashMap<Token, usize>,
    spots: BTreeMap<u32, BTreeMap<u64, Token>>,
    /// Award → the one that took its place.
    successors: HashMap<Token, Token>,
    /// Achievements and cohorts, each once: their awards share the name.
    names: HashSet<Slug>,
    /// Awards that do not hold because another took their place, without a line of their own that says so.
    implied: BTreeSet<Token>,
}

/// A register that is read line by line: a long file is never whole in memory.
#[derive(Debug, Default)]
pub struct Reading {
    register: Register,
    tail: Tail,
    /// Lines, and bytes, that were read.
    lines: usize,
    bytes: usize,
}

impl Reading {
    /// Reads the next line, its line feed included. Only the last one may lack it.
    ///
    /// # Errors
    /// [`Damage`]; nothing more is to be read then.
    pub fn line(&mut self, line: &[u8]) -> Result<(), Damage> {
        let whole = line.last() == Some(&b'\n');
        self.lines += 1;
        let damage = |fault| Damage { line: self.lines, fault };
        match Event::from_line(line) {
            Ok(event) => {
                self.register.apply(event).map_err(damage)?;
                if !whole {
                    self.tail = Tail::Open;
                }
            }
            // Only what cannot be a whole event is torn: one of a newer version is not ours to cut off.
            Err(EventFault::Json(_)) if !whole => self.tail = Tail::Torn { keep: self.bytes },
            Err(fault) => return Err(damage(fault)),
        }
        self.bytes += line.len();
        Ok(())
    }

    /// What was read, and how it ends.
    #[must_use]
    pub fn end(self) -> (Register, Tail) {
        (self.register, self.tail)
    }
}

impl Register {
    /// An empty register.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `register.jsonl`.
    ///
    /// # Errors
    /// [`Damage`] anywhere but in a last line without line feed.
    pub fn parse(bytes: &[u8]) -> Result<(Self, Tail), Damage> {
        let mut reading = Reading::default();
        for line in bytes.split_inclusive(|b| *b == b'\n') {
            reading.line(line)?;
        }
        Ok(reading.end())
    }

    /// Adds an event. Nothing changes when it does not fit.
    ///
    /// # Errors
    /// [`EventFault::AwardTwice`], [`EventFault::NoSuchAward`], [`EventFault::SpotTaken`].
    pub fn apply(&mut self, event: Event) -> Result<(), EventFault> {
        let at = event.at;
        match event.what {
            What::Awarded(award) => self.add(at, *award),
            What::Endorsed(given) => self.endorse(at, *given),
            What::Renewed(renewed) => self.renew(*renewed),
            What::Revoked { award, reason } => self.change(award, AwardStatus::Revoked { since: at, reason }),
            What::Suspended { award, reason } => self.change(award, AwardStatus::Suspended { since: at, reason }),
            What::Reinstated { award, .. } => self.change(award, AwardStatus::Active),
        }
    }

    /// All awards, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// How many awards.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was awarded yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The award of that name.
    #[must_use]
    pub fn get(&self, token: Token) -> Option<&Entry> {
        self.by_token.get(&token).map(|n| &self.entries[*n])
    }

    /// The award whose name begins so, or one of whose credentials has this id, if there is exactly one.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Entry> {
        if let Some(token) = Token::parse(text) {
            return self.get(token);
        }
        let named = |e: &&Entry| text.len() >= 6 && e.award.token.to_string().starts_with(text);
        let with_id = |e: &&Entry| e.award.credentials.iter().any(|c| c.id == text);
        let mut found = self.entries.iter().filter(|e| named(e) || with_id(e));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The award that took the place of this one: a claimed card's, a corrected badge's.
    #[must_use]
    pub fn successor(&self, token: Token) -> Option<&Entry> {
        self.get(*self.successors.get(&token)?)
    }

    /// Awards that ended with the line of their successor, in a file that breaks off before the line that says so.
    pub fn implied(&self) -> impl Iterator<Item = &Entry> {
        self.implied.iter().filter_map(|token| self.get(*token))
    }

    /// All endorsements that were given, oldest first.
    pub fn endorsements(&self) -> impl DoubleEndedIterator<Item = &GivenEntry> {
        self.given.iter()
    }

    /// The endorsement of that name.
    #[must_use]
    pub fn endorsement(&self, token: Token) -> Option<&GivenEntry> {
        self.given.iter().find(|e| e.given.token == token)
    }

    /// The endorsement whose name begins so, or that has this id, if there is exactly one.
    #[must_use]
    pub fn find_endorsement(&self, text: &str) -> Option<&GivenEntry> {
        let named = |e: &&GivenEntry| text.len() >= 6 && e.given.token.to_string().starts_with(text);
        let with_id = |e: &&GivenEntry| e.given.credentials.iter().any(|c| c.id == text);
        let mut found = self.given.iter().filter(|e| named(e) || with_id(e));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Whether an award or an endorsement of this name holds; `None` when there is neither.
    #[must_use]
    pub fn status(&self, token: Token) -> Option<&AwardStatus> {
        self.get(token).map(|e| &e.status).or_else(|| self.endorsement(token).map(|e| &e.status))
    }

    /// What a person was awarded, oldest first.
    pub fn of_person(&self, person: Token) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |e| e.award.person == Some(person))
    }

    /// The award of this achievement to this person on that day, if it was made already and still stands.
    #[must_use]
    pub fn same(&self, person: Token, achievement: &Slug, day: &str) -> Option<&Entry> {
        self.of_person(person).find(|e| {
            e.award.achievement == *achievement
                && e.award.date.day() == day
                && !matches!(e.status, AwardStatus::Revoked { .. })
        })
    }

    /// The numbers of the status lists in use, in order.
    pub fn lists(&self) -> impl Iterator<Item = u32> {
        self.spots.keys().copied()
    }

    /// The entries of a status list that are taken.
    #[must_use]
    pub fn taken(&self, list: u32) -> BTreeSet<u64> {
        self.spots.get(&list).map(|spots| spots.keys().copied().collect()).unwrap_or_default()
    }

    /// Whether an entry of a status list is taken.
    #[must_use]
    pub fn is_taken(&self, spot: StatusSpot) -> bool {
        self.spots.get(&spot.list).is_some_and(|spots| spots.contains_key(&spot.index))
    }

    /// How many entries of a status list are taken.
    #[must_use]
    pub fn count(&self, list: u32) -> usize {
        self.spots.get(&list).map_or(0, BTreeMap::len)
    }

    /// The entries of a status list whose awards do not hold: revoked or suspended.
    #[must_use]
    pub fn struck(&self, list: u32) -> Vec<u64> {
        let spots = self.spots.get(&list).into_iter().flatten();
        let holds = |token: &Token| self.status(*token).is_none_or(|status| *status == AwardStatus::Active);
        spots.filter(|(_, token)| !holds(token)).map(|(index, _)| *index).collect()
    }

    fn add(&mut self, at: Timestamp, mut award: Award) -> Result<(), EventFault> {
        let token = award.token;
        self.take(token, award.status)?;
        self.share(&mut award.achievement);
        award.cohort.iter_mut().for_each(|cohort| self.share(cohort));
        self.by_token.insert(token, self.entries.len());
        // The line of the new award is the end of the old one: there is no instant at which both hold, or neither, not
        // even for a file that was cut off behind it (D-10).
        if let Some(old) = award.replaces.filter(|old| *old != token && self.by_token.contains_key(old)) {
            self.successors.insert(old, token);
            let status = &mut self.entries[self.by_token[&old]].status;
            if !matches!(status, AwardStatus::Revoked { .. }) {
                *status = AwardStatus::Revoked { since: at, reason: Some(SUPERSEDED.to_owned()) };
                self.implied.insert(old);
            }
        }
        self.entries.push(Entry { award, at, status: AwardStatus::Active });
        Ok(())
    }

    fn share(&mut self, name: &mut Slug) {
        match self.names.get(name) {
            Some(known) => name.clone_from(known),
            None => drop(self.names.insert(name.clone())),
        }
    }

    fn endorse(&mut self, at: Timestamp, given: Given) -> Result<(), EventFault> {
        self.take(given.token, given.status)?;
        self.given.push(GivenEntry { given, at, status: AwardStatus::Active });
        Ok(())
    }

    fn renew(&mut self, renewed: Renewed) -> Result<(), EventFault> {
        let token = renewed.award;
        let at = *self.by_token.get(&token).ok_or(EventFault::NoSuchAward(token))?;
        let award = &mut self.entries[at].award;
        for issued in renewed.credentials {
            match award.credentials.iter_mut().find(|c| c.format == issued.format) {
                Some(known) => *known = issued,
                None => award.credentials.push(issued),
            }
        }
        for (name, digest) in renewed.files.iter() {
            award.files.insert(name, digest);
        }
        Ok(())
    }

    /// Takes a name, and a place in a status list, that nobody else may have.
    fn take(&mut self, token: Token, spot: Option<StatusSpot>) -> Result<(), EventFault> {
        if self.status(token).is_some() {
            return Err(EventFault::AwardTwice(token));
        }
        if let Some(spot) = spot {
            let spots = self.spots.entry(spot.list).or_default();
            if let Some(by) = spots.get(&spot.index) {
                return Err(EventFault::SpotTaken { spot, by: *by });
            }
            spots.insert(spot.index, token);
        }
        Ok(())
    }

    fn change(&mut self, token: Token, status: AwardStatus) -> Result<(), EventFault> {
        let known = match self.by_token.get(&token) {
            Some(at) => &mut self.entries[*at].status,
            None => match self.given.iter_mut().find(|e| e.given.token == token) {
                Some(given) => &mut given.status,
                None => return Err(EventFault::NoSuchAward(token)),
            },
        };
        *known = status;
        self.implied.remove(&token);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
