//! Endorsements that the place gave, and badges that it signed once more, as lines of the register.

use super::event::{Issued, StatusSpot, needed, optional, read_files, read_issued, read_spot, text, time};
use super::event::{write_files, write_issued, write_spot};
use super::{EventFault, Files};
use crate::json::Object;
use crate::language::Lang;
use crate::place::Token;
use crate::time::Timestamp;

/// What kind of thing is endorsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Endorsed {
    /// One person's badge: a credential.
    Badge,
    /// An achievement, and so every badge that is given for it.
    Achievement,
    /// A place.
    Issuer,
}

impl Endorsed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Badge, Self::Achievement, Self::Issuer];

    /// A permanent name: `badge`, `achievement`, `issuer`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Achievement => "achievement",
            Self::Issuer => "issuer",
        }
    }

    /// What a name stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

/// An endorsement that this place gave. It names no person: what it endorses is an id, and the title that of an
/// achievement or of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its name, and the last part of its address.
    pub token: Token,
    /// What kind of thing it endorses.
    pub of: Endorsed,
    /// The id of what it endorses.
    pub subject: String,
    /// What that is called.
    pub title: String,
    /// The language of its words.
    pub language: Lang,
    /// From when on it holds.
    pub date: Timestamp,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
    /// Its place in a status list. `None` for a place without an address (D-03).
    pub status: Option<StatusSpot>,
    /// The forms in which it was issued.
    pub credentials: Vec<Issued>,
}

/// A badge that was signed once more under the same id: which forms are new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// Which award.
    pub award: Token,
    /// From when on the new version holds.
    pub date: Timestamp,
    /// The new forms; others stay as they are.
    pub credentials: Vec<Issued>,
    /// The new pictures; others stay as they are.
    pub files: Files,
}

pub(super) fn write_given(given: &Given, o: &mut Object) {
    o.set("event", "endorsed");
    o.set("endorsement", given.token.to_string());
    o.set("of", given.of.as_str());
    o.set("subject", given.subject.as_str());
    o.set("title", given.title.as_str());
    o.set("language", given.language.tag());
    o.set("date", given.date.to_string());
    if let Some(expires) = given.expires {
        o.set("expires", expires.to_string());
    }
    write_spot(given.status, o);
    write_issued(&given.credentials, o);
}

pub(super) fn read_given(o: &Object) -> Result<Given, EventFault> {
    let owned = |name| text(o, name)?.map(str::to_owned).ok_or(EventFault::Member(name));
    Ok(Given {
        token: needed(o, "endorsement", Token::parse)?,
        of: needed(o, "of", Endorsed::from_name)?,
        subject: owned("subject")?,
        title: owned("title")?,
        language: needed(o, "language", |s| Lang::ALL.into_iter().find(|l| l.tag() == s))?,
        date: needed(o, "date", time)?,
        expires: optional(o, "expires", time)?,
        status: read_spot(o)?,
        credentials: read_issued(o)?,
    })
}

pub(super) fn write_renewed(renewed: &Renewed, o: &mut Object) {
    o.set("event", "renewed");
    o.set("award", renewed.award.to_string());
    o.set("date", renewed.date.to_string());
    write_issued(&renewed.credentials, o);
    write_files(&renewed.files, o);
}

pub(super) fn read_renewed(o: &Object) -> Result<Renewed, EventFault> {
    Ok(Renewed {
        award: needed(o, "award", Token::parse)?,
        date: needed(o, "date", time)?,
        credentials: read_issued(o)?,
        files: read_files(o)?,
    })
}
