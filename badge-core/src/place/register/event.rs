//! One line of `register.jsonl`: what happened to an award.

use super::given::{Given, Renewed, read_given, read_renewed, write_given, write_renewed};
use super::{Digest, EventFault, Files};
use crate::issue::Format;
use crate::json::{self, Object, Value};
use crate::language::Lang;
use crate::limits::Limits;
use crate::place::{Slug, Token};
use crate::time::Timestamp;

/// The version that every line says it has.
const VERSION: f64 = 1.0;

/// Something that happened. Events are only ever added.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it was written down.
    pub at: Timestamp,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// A badge was awarded, signed and stored.
    Awarded(Box<Award>),
    /// It no longer holds. The reason is public: it names nobody.
    Revoked {
        /// Which award.
        award: Token,
        /// Why, in the issuer's words.
        reason: Option<String>,
    },
    /// It does not hold for the time being.
    Suspended {
        /// Which award.
        award: Token,
        /// Why, in the issuer's words.
        reason: Option<String>,
    },
    /// It holds again.
    Reinstated {
        /// Which award.
        award: Token,
        /// Why, in the issuer's words.
        reason: Option<String>,
    },
    /// An endorsement was given to somebody else's badge, achievement or place.
    Endorsed(Box<Given>),
    /// A badge was signed once more under the same id, with the endorsements that it now carries.
    Renewed(Box<Renewed>),
}

/// One award. It names nobody: the person is a random id, which `people.json` resolves as long as it may (D-05).
#[derive(Debug, Clone, PartialEq)]
pub struct Award {
    /// Its name, and the last part of its address.
    pub token: Token,
    /// The random id of the person; `None` for a card that nobody has claimed yet (D-10).
    pub person: Option<Token>,
    /// What was achieved.
    pub achievement: Slug,
    /// The language the badge speaks.
    pub language: Lang,
    /// From when on it holds.
    pub date: Timestamp,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
    /// Its place in a status list. `None` for a place without an address (D-03).
    pub status: Option<StatusSpot>,
    /// The forms in which it was issued.
    pub credentials: Vec<Issued>,
    /// Its other files (pictures, cards): name in the award's folder, and digest.
    pub files: Files,
    /// The award that this one replaces: a card that was claimed, a badge that was corrected.
    pub replaces: Option<Token>,
    /// Whether it is a card: made out to nobody, to be claimed (D-10).
    pub card: bool,
    /// The cohort it was awarded with, where somebody named one. The name is the place's, and names nobody.
    pub cohort: Option<Slug>,
}

/// One form of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Which form.
    pub format: Format,
    /// The id the credential has.
    pub id: String,
    /// That of the stored bytes. The file's name follows from the format.
    pub sha256: Digest,
}

/// A place in a status list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusSpot {
    /// The number of the list, from 1.
    pub list: u32,
    /// The entry, from 0.
    pub index: u64,
}

impl Award {
    /// How it was issued in a format.
    #[must_use]
    pub fn issued(&self, format: Format) -> Option<&Issued> {
        self.credentials.iter().find(|c| c.format == format)
    }
}

impl Event {
    /// The award, or the endorsement, that it is about.
    #[must_use]
    pub fn award(&self) -> Token {
        match &self.what {
            What::Awarded(award) => award.token,
            What::Endorsed(given) => given.token,
            What::Renewed(renewed) => renewed.award,
            What::Revoked { award, .. } | What::Suspended { award, .. } | What::Reinstated { award, .. } => *award,
        }
    }

    /// The line, with its line feed: what is appended to the file in one write.
    #[must_use]
    pub fn to_line(&self) -> String {
        let mut o = json::object([("v", VERSION.into()), ("at", self.at.to_utc_seconds().to_string().into())]);
        match &self.what {
            What::Awarded(award) => write_award(award, &mut o),
            What::Endorsed(given) => write_given(given, &mut o),
            What::Renewed(renewed) => write_renewed(renewed, &mut o),
            What::Revoked { award, reason } => write_change("revoked", *award, reason.as_deref(), &mut o),
            What::Suspended { award, reason } => write_change("suspended", *award, reason.as_deref(), &mut o),
            What::Reinstated { award, reason } => write_change("reinstated", *award, reason.as_deref(), &mut o),
        }
        format!("{}\n", Value::Object(o).to_compact())
    }

    /// Reads one line, with or without its line feed.
    ///
    /// # Errors
    /// See [`EventFault`].
    pub fn from_line(line: &[u8]) -> Result<Self, EventFault> {
        let value = json::parse(line, &Limits::default()).map_err(EventFault::Json)?;
        let o = value.as_object().ok_or(EventFault::NotAnEvent)?;
        match o.get("v").and_then(Value::as_f64) {
            Some(VERSION) => {}
            Some(found) => return Err(EventFault::Version { found }),
            None => return Err(EventFault::NotAnEvent),
        }
        let change = || Ok((needed(o, "award", Token::parse)?, text(o, "reason")?.map(str::to_owned)));
        let what = match text(o, "event")?.ok_or(EventFault::Member("event"))? {
            "awarded" => What::Awarded(Box::new(read_award(o)?)),
            "endorsed" => What::Endorsed(Box::new(read_given(o)?)),
            "renewed" => What::Renewed(Box::new(read_renewed(o)?)),
            "revoked" => change().map(|(award, reason)| What::Revoked { award, reason })?,
            "suspended" => change().map(|(award, reason)| What::Suspended { award, reason })?,
            "reinstated" => change().map(|(award, reason)| What::Reinstated { award, reason })?,
            other => return Err(EventFault::UnknownEvent { name: other.to_owned() }),
        };
        Ok(Self { at: needed(o, "at", time)?, what })
    }
}

fn write_change(event: &str, award: Token, reason: Option<&str>, o: &mut Object) {
    o.set("event", event);
    o.set("award", award.to_string());
    if let Some(reason) = reason {
        o.set("reason", reason);
    }
}

fn write_award(award: &Award, o: &mut Object) {
    o.set("event", "awarded");
    o.set("award", award.token.to_string());
    if let Some(person) = award.person {
        o.set("person", person.to_string());
    }
    o.set("achievement", award.achievement.as_str());
    o.set("language", award.language.tag());
    o.set("date", award.date.to_string());
    if let Some(expires) = award.expires {
        o.set("expires", expires.to_string());
    }
    write_spot(award.status, o);
    write_issued(&award.credentials, o);
    write_files(&award.files, o);
    if let Some(replaces) = award.replaces {
        o.set("replaces", replaces.to_string());
    }
    if award.card {
        o.set("card", true);
    }
    if let Some(cohort) = &award.cohort {
        o.set("cohort", cohort.as_str());
    }
}

pub(super) fn write_spot(spot: Option<StatusSpot>, o: &mut Object) {
    if let Some(spot) = spot {
        // An index is far below 2^53: lists hold a few hundred thousand entries.
        #[allow(clippy::cast_precision_loss)]
        let index = spot.index as f64;
        o.set("status", json::object([("list", spot.list.into()), ("index", index.into())]));
    }
}

pub(super) fn write_issued(credentials: &[Issued], o: &mut Object) {
    let one = |c: &Issued| {
        json::object([
            ("format", c.format.as_str().into()),
            ("id", c.id.as_str().into()),
            ("sha256", c.sha256.to_string().into()),
        ])
    };
    o.set("credentials", credentials.iter().map(one).collect::<Vec<_>>());
}

pub(super) fn write_files(digests: &Files, o: &mut Object) {
    if !digests.is_empty() {
        let mut files = Object::new();
        for (name, digest) in digests.iter() {
            files.set(name, digest.to_string());
        }
        o.set("files", files);
    }
}

pub(super) fn read_spot(o: &Object) -> Result<Option<StatusSpot>, EventFault> {
    Ok(match o.get("status") {
        None => None,
        Some(s) => {
            let s = s.as_object().ok_or(EventFault::Member("status"))?;
            let whole = |name, most: f64| {
                s.get(name).and_then(Value::as_f64).filter(|n| n.fract() == 0.0 && (0.0..=most).contains(n))
            };
            let list = whole("list", f64::from(u32::MAX)).ok_or(EventFault::Member("status"))?;
            let index = whole("index", 1e15).ok_or(EventFault::Member("status"))?;
            // Both were just found to be whole and in range.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Some(StatusSpot { list: list as u32, index: index as u64 })
        }
    })
}

pub(super) fn read_issued(o: &Object) -> Result<Vec<Issued>, EventFault> {
    let all = o.get("credentials").and_then(Value::as_array).ok_or(EventFault::Member("credentials"))?;
    let mut credentials = Vec::with_capacity(all.len());
    for c in all {
        let c = c.as_object().ok_or(EventFault::Member("credentials"))?;
        credentials.push(Issued {
            format: needed(c, "format", Format::from_name)?,
            id: needed(c, "id", |s| Some(s.to_owned()))?,
            sha256: needed(c, "sha256", Digest::parse)?,
        });
    }
    Ok(credentials)
}

pub(super) fn read_files(o: &Object) -> Result<Files, EventFault> {
    let mut files = Files::default();
    if let Some(list) = o.get("files") {
        for (name, value) in list.as_object().ok_or(EventFault::Member("files"))?.iter() {
            let digest = value.as_str().and_then(Digest::parse).ok_or(EventFault::Member("files"))?;
            files.insert(name, digest);
        }
    }
    Ok(files)
}

fn read_award(o: &Object) -> Result<Award, EventFault> {
    Ok(Award {
        token: needed(o, "award", Token::parse)?,
        person: optional(o, "person", Token::parse)?,
        achievement: needed(o, "achievement", Slug::parse)?,
        language: needed(o, "language", |s| Lang::ALL.into_iter().find(|l| l.tag() == s))?,
        date: needed(o, "date", time)?,
        expires: optional(o, "expires", time)?,
        status: read_spot(o)?,
        credentials: read_issued(o)?,
        files: read_files(o)?,
        replaces: optional(o, "replaces", Token::parse)?,
        card: match o.get("card") {
            None => false,
            Some(Value::Bool(card)) => *card,
            Some(_) => return Err(EventFault::Member("card")),
        },
        cohort: optional(o, "cohort", Slug::parse)?,
    })
}

pub(super) fn text<'o>(o: &'o Object, name: &'static str) -> Result<Option<&'o str>, EventFault> {
    match o.get(name) {
        None => Ok(None),
        Some(Value::String(s)) => Ok(Some(s)),
        Some(_) => Err(EventFault::Member(name)),
    }
}

pub(super) fn optional<T>(
    o: &Object,
    name: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, EventFault> {
    text(o, name)?.map(|s| read(s).ok_or(EventFault::Member(name))).transpose()
}

pub(super) fn needed<T>(o: &Object, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, EventFault> {
    optional(o, name, read)?.ok_or(EventFault::Member(name))
}

pub(super) fn time(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text).ok()
}
