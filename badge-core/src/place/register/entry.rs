//! Awards and endorsements as they stand.

use super::{Award, Given, StatusSpot};
use crate::language::Lang;
use crate::place::{Slug, Token};
use crate::time::Timestamp;

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

/// What a whole register is asked about most: an award without its forms and its files. Looking at it costs next to
/// nothing, where an [`Entry`] is made out anew each time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brief<'r> {
    /// See [`Award::token`].
    pub token: Token,
    /// See [`Award::person`].
    pub person: Option<Token>,
    /// See [`Award::achievement`].
    pub achievement: &'r Slug,
    /// See [`Award::language`].
    pub language: Lang,
    /// See [`Award::date`].
    pub date: Timestamp,
    /// See [`Award::expires`].
    pub expires: Option<Timestamp>,
    /// See [`Award::status`].
    pub spot: Option<StatusSpot>,
    /// See [`Award::replaces`].
    pub replaces: Option<Token>,
    /// See [`Award::card`].
    pub card: bool,
    /// See [`Award::cohort`].
    pub cohort: Option<&'r Slug>,
    /// When it was written down.
    pub at: Timestamp,
    /// Whether it holds.
    pub status: &'r AwardStatus,
}

impl<'e> From<&'e Entry> for Brief<'e> {
    fn from(entry: &'e Entry) -> Self {
        let award = &entry.award;
        Self {
            token: award.token,
            person: award.person,
            achievement: &award.achievement,
            language: award.language,
            date: award.date,
            expires: award.expires,
            spot: award.status,
            replaces: award.replaces,
            card: award.card,
            cohort: award.cohort.as_ref(),
            at: entry.at,
            status: &entry.status,
        }
    }
}
