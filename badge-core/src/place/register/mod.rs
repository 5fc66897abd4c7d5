//! `register.jsonl`: every award and everything that happened to it, one event a line, only ever added (D-05).
//!
//! A line is written in one go with its line feed, and is part of the register once it is on the disk. A process that
//! dies while writing leaves a *torn* last line: it was never reported as done and may be dropped. Damage anywhere else
//! is no accident of writing; it is refused with its line, and nothing is written over it.

mod entry;
mod event;
mod files;
mod given;
mod kept;
mod reading;
mod spots;

use std::collections::{BTreeMap, BTreeSet};

pub use entry::{AwardStatus, Brief, Entry, GivenEntry};
pub use event::{Award, Event, Issued, StatusSpot, What};
pub use files::{Digest, Files};
pub use given::{Endorsed, Given, Renewed};
use kept::{Kept, Number};
pub use reading::{Damage, EventFault, Reading, Tail};
use spots::Spots;

use super::{Addresses, Slug, Token};
use crate::issue::Format;
use crate::time::Timestamp;

/// The reason of an award that ended because another took its place.
pub const SUPERSEDED: &str = "superseded";

/// The register as it stands: all awards in the order in which they were made. They are held in short, about 130 bytes
/// each, and made out anew each time they are asked for.
#[derive(Debug, Clone, Default)]
pub struct Register {
    kept: Kept,
    given: Vec<GivenEntry>,
    spots: Spots,
    /// Award → the one that took its place.
    successors: BTreeMap<Number, Number>,
    /// Awards that do not hold because another took their place, without a line of their own that says so.
    implied: BTreeSet<Number>,
}

/// The same awards and endorsements, in the same order and state.
impl PartialEq for Register {
    fn eq(&self, other: &Self) -> bool {
        let state = |register: &Self| (register.successors.clone(), register.implied.clone());
        self.given == other.given && state(self) == state(other) && self.iter().eq(other.iter())
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

    /// All awards, oldest first, each made out for it: where its files do not matter, ask for [briefs](Self::briefs).
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Entry> {
        self.kept.numbers().map(|number| self.kept.entry(number))
    }

    /// All awards in brief, oldest first.
    pub fn briefs(&self) -> impl DoubleEndedIterator<Item = Brief<'_>> {
        self.kept.numbers().map(|number| self.kept.brief(number))
    }

    /// How many awards.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether nothing was awarded yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.len() == 0
    }

    /// Whether there is an award of that name.
    #[must_use]
    pub fn contains(&self, token: Token) -> bool {
        self.kept.number(token).is_some()
    }

    /// The award of that name.
    #[must_use]
    pub fn get(&self, token: Token) -> Option<Entry> {
        self.kept.number(token).map(|number| self.kept.entry(number))
    }

    /// The award of that name, in brief.
    #[must_use]
    pub fn brief(&self, token: Token) -> Option<Brief<'_>> {
        self.kept.number(token).map(|number| self.kept.brief(number))
    }

    /// The forms in which the award of that name was issued, each with the digest of its file. Nothing is made out for it.
    pub fn signed(&self, token: Token) -> impl Iterator<Item = (Format, Digest)> + Clone {
        self.kept.number(token).into_iter().flat_map(|number| self.kept.signed(number))
    }

    /// The award whose name begins so, or one of whose credentials has this id, if there is exactly one.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Entry> {
        if let Some(token) = Token::parse(text) {
            return self.get(token);
        }
        let is_part = (6..32).contains(&text.len());
        let named = |number| is_part && self.kept.brief(number).token.to_string().starts_with(text);
        let mut found = self.kept.numbers().filter(|number| named(*number) || self.kept.has_id(*number, text));
        let first = found.next()?;
        found.next().is_none().then(|| self.kept.entry(first))
    }

    /// How many awards that were not revoked have ids on the web outside of where the place publishes now, and where one of
    /// these places was: their addresses are signed, and lead nowhere once it is gone.
    #[must_use]
    pub fn elsewhere(&self, base: Option<&Addresses>) -> Option<(String, usize)> {
        let (before, count) = self.kept.elsewhere(base.map(Addresses::base))?;
        let place = before.strip_suffix("/b/").unwrap_or(before);
        Some((place.to_owned(), count))
    }

    /// The award that took the place of this one: a claimed card's, a corrected badge's.
    #[must_use]
    pub fn successor(&self, token: Token) -> Option<Brief<'_>> {
        let next = self.successors.get(&self.kept.number(token)?)?;
        Some(self.kept.brief(*next))
    }

    /// The awards that do not hold, revoked or suspended, oldest first.
    pub fn struck_out(&self) -> impl Iterator<Item = Entry> {
        self.kept.ended().map(|number| self.kept.entry(number))
    }

    /// Awards that ended with the line of their successor, in a file that breaks off before the line that says so.
    pub fn implied(&self) -> impl Iterator<Item = Brief<'_>> {
        self.implied.iter().map(|number| self.kept.brief(*number))
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
        match self.kept.number(token) {
            Some(number) => Some(self.kept.status(number)),
            None => self.endorsement(token).map(|e| &e.status),
        }
    }

    /// What a person was awarded, oldest first.
    pub fn of_person(&self, person: Token) -> impl Iterator<Item = Brief<'_>> {
        self.briefs().filter(move |e| e.person == Some(person))
    }

    /// The award of this achievement to this person on that day, if it was made already and still stands.
    #[must_use]
    pub fn same(&self, person: Token, achievement: &Slug, day: &str) -> Option<Brief<'_>> {
        self.of_person(person).find(|e| {
            e.achievement == achievement && e.date.day() == day && !matches!(e.status, AwardStatus::Revoked { .. })
        })
    }

    /// The numbers of the status lists in use, in order.
    pub fn lists(&self) -> impl Iterator<Item = u32> {
        self.spots.lists()
    }

    /// The entries of a status list that are taken.
    #[must_use]
    pub fn taken(&self, list: u32) -> BTreeSet<u64> {
        self.spots.of_list(list).collect()
    }

    /// Whether an entry of a status list is taken.
    #[must_use]
    pub fn is_taken(&self, spot: StatusSpot) -> bool {
        self.spots.is_taken(spot)
    }

    /// How many entries of a status list are taken.
    #[must_use]
    pub fn count(&self, list: u32) -> usize {
        self.spots.count(list)
    }

    /// The entries of a status list whose awards do not hold: revoked or suspended. In order.
    #[must_use]
    pub fn struck(&self, list: u32) -> Vec<u64> {
        let given = self.given.iter().filter(|e| e.status != AwardStatus::Active).map(|e| e.given.status);
        let all = self.kept.ended().map(|number| self.kept.brief(number).spot).chain(given).flatten();
        let mut struck: Vec<u64> = all.filter(|spot| spot.list == list).map(|spot| spot.index).collect();
        struck.sort_unstable();
        struck
    }

    fn add(&mut self, at: Timestamp, award: Award) -> Result<(), EventFault> {
        let (token, replaces) = (award.token, award.replaces);
        self.take(token, award.status)?;
        let number = self.kept.push(at, award);
        // The line of the new award is the end of the old one: there is no instant at which both hold, or neither, not
        // even for a file that was cut off behind it (D-10).
        if let Some(old) = replaces.and_then(|old| self.kept.number(old)).filter(|old| *old != number) {
            self.successors.insert(old, number);
            if !matches!(self.kept.status(old), AwardStatus::Revoked { .. }) {
                let reason = Some(SUPERSEDED.to_owned());
                self.kept.set_status(old, AwardStatus::Revoked { since: at, reason });
                self.implied.insert(old);
            }
        }
        Ok(())
    }

    fn endorse(&mut self, at: Timestamp, given: Given) -> Result<(), EventFault> {
        self.take(given.token, given.status)?;
        self.given.push(GivenEntry { given, at, status: AwardStatus::Active });
        Ok(())
    }

    fn renew(&mut self, renewed: Renewed) -> Result<(), EventFault> {
        let number = self.kept.number(renewed.award).ok_or(EventFault::NoSuchAward(renewed.award))?;
        self.kept.change(number, |award| {
            for issued in renewed.credentials {
                match award.credentials.iter_mut().find(|c| c.format == issued.format) {
                    Some(known) => *known = issued,
                    None => award.credentials.push(issued),
                }
            }
            for (name, digest) in renewed.files.iter() {
                award.files.insert(name, digest);
            }
        });
        Ok(())
    }

    /// Takes a name, and a place in a status list, that nobody else may have.
    fn take(&mut self, token: Token, spot: Option<StatusSpot>) -> Result<(), EventFault> {
        if self.status(token).is_some() {
            return Err(EventFault::AwardTwice(token));
        }
        match spot.filter(|spot| !self.spots.take(*spot)) {
            Some(spot) => Err(EventFault::SpotTaken { spot, by: self.taker(spot).unwrap_or(token) }),
            None => Ok(()),
        }
    }

    /// Who has a place in a status list. Looks at all awards.
    fn taker(&self, spot: StatusSpot) -> Option<Token> {
        let given = self.given.iter().map(|e| (e.given.status, e.given.token));
        let mut all = self.briefs().map(|e| (e.spot, e.token)).chain(given);
        all.find(|(taken, _)| *taken == Some(spot)).map(|(_, token)| token)
    }

    fn change(&mut self, token: Token, status: AwardStatus) -> Result<(), EventFault> {
        if let Some(number) = self.kept.number(token) {
            self.kept.set_status(number, status);
            self.implied.remove(&number);
            return Ok(());
        }
        let given = self.given.iter_mut().find(|e| e.given.token == token);
        given.ok_or(EventFault::NoSuchAward(token))?.status = status;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
