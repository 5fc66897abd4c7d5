//! Reading `register.jsonl` line by line, and what can be wrong with it.

use super::{Event, Register, StatusSpot};
use crate::json::JsonError;
use crate::place::Token;

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
        let Self { mut register, tail, .. } = self;
        register.kept.shrink();
        (register, tail)
    }
}
