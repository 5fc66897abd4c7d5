//! What people, or guardians for them, agreed to, took back, or asked for.

use crate::place::Slug;
use crate::time::Timestamp;

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
    /// The place took them for fifteen or more when it noted this: a yes that names nobody was their own. Of somebody known as
    /// a minor, or in doubt, it was a parent's; so it is where a file does not tell.
    pub of_adult: bool,
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
        Self {
            at,
            by: by.to_owned(),
            how: None,
            for_which: Vec::new(),
            withdrawn: None,
            recorded: false,
            of_adult: false,
        }
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
    pub(super) fn which(self, other: Self) -> Self {
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
