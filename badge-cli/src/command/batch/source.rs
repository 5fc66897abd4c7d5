//! A table that a person names, read and judged against the place.

use std::io::{self, Read as _};
use std::path::Path;

use badge_core::cohort::{Asked, Field, Offer, Plan, Reading, Table, TableError, Wish, Wishes, plan, plan_against};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::place::names::folded;
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::place::{AchievementFile, Place, Slug, Token};
use badge_core::time::Timestamp;
use badge_core::zip::ZipFault;

use super::changed::Comparing;
use crate::args::TableChoice;
use crate::clock::award_date;
use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::place::Folder;

/// A table, with what holds where it does not say.
pub(in crate::command) struct Source {
    /// What the person called it.
    pub(super) name: String,
    pub(in crate::command) table: Table,
    pub(super) offer: Offer,
    pub(super) files: Vec<AchievementFile>,
    achievement: Option<Slug>,
    date: Option<Timestamp>,
}

impl Source {
    /// Reads the table that `choice` names, `-` for standard input.
    pub(in crate::command) fn open(
        choice: &TableChoice,
        folder: &Folder,
        place: &Place,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let reading = Reading { sheet: choice.sheet.clone(), map: map(&choice.map)? };
        let achievement = choice.achievement.as_deref().map(|name| folder.achievement_meant(name)).transpose()?;
        let date = choice.date.as_deref().map(|text| award_date(text, now)).transpose()?;
        let mut files = Vec::new();
        for slug in folder.achievements()? {
            files.push(folder.achievement(slug.as_str())?);
        }
        let offer = Offer::new(place, &files);
        let bytes = bytes(&choice.source)?;
        let table =
            Table::read(&bytes, &reading, &offer, &Limits::default()).map_err(|e| unread(&choice.source, &e))?;
        Ok(Self { name: choice.source.clone(), table, offer, files, achievement: achievement.map(|a| a.slug), date })
    }

    /// What an achievement is called, in the reader's language where it has one.
    pub(super) fn title(&self, slug: &str, lang: Lang) -> Option<String> {
        let file = self.files.iter().find(|file| file.slug.as_str() == slug)?;
        let name = |lang| file.texts(lang).name.clone();
        name(lang).or_else(|| Lang::ALL.into_iter().find_map(name))
    }

    /// Judges every row.
    pub(in crate::command) fn plan(&self, place: &Place, register: &Register, people: &People, now: Timestamp) -> Plan {
        plan(&self.table, &self.asked(place, (register, people), now))
    }

    /// The same; rows that say something else than was signed are told.
    pub(super) fn plan_against(
        &self,
        place: &Place,
        (register, people): (&Register, &People),
        now: Timestamp,
        comparing: &mut Comparing<'_>,
    ) -> Plan {
        let differs = |wish: &Wish, slug: &Slug, token: Token| comparing.differs(wish, slug, token, register);
        plan_against(&self.table, &self.asked(place, (register, people), now), differs)
    }

    /// What each row of the plan asks for.
    pub(in crate::command) fn wishes<'s>(
        &'s self,
        place: &'s Place,
        none: &'s (Register, People),
        now: Timestamp,
    ) -> Wishes<'s> {
        Wishes::new(&self.table, self.asked(place, (&none.0, &none.1), now))
    }

    fn asked<'s>(&'s self, place: &'s Place, known: (&'s Register, &'s People), now: Timestamp) -> Asked<'s> {
        Asked {
            place,
            offer: &self.offer,
            register: known.0,
            people: known.1,
            now,
            achievement: self.achievement.clone(),
            date: self.date,
        }
    }
}

/// `HEADER=FIELD`; a header may hold `=` itself.
fn mapped(text: &str) -> Result<(String, Field), Failure> {
    let malformed = || Failure::new(msg!("map-malformed", text = text));
    let (header, field) = text.rsplit_once('=').ok_or_else(malformed)?;
    let word = match field.trim() {
        "-" | "" => "ignore",
        word => word,
    };
    let field = Field::named(word).ok_or_else(|| {
        Failure::new(match Field::nearest_name(word) {
            Some(near) => msg!("map-unknown-near", field = word, near = near),
            None => msg!("map-unknown", field = word),
        })
    })?;
    Ok((header.trim().to_owned(), field))
}

/// What `--map` says of columns: of each once, however its title is spelt.
fn map(said: &[String]) -> Result<Vec<(String, Field)>, Failure> {
    let mut map: Vec<(String, Field)> = Vec::new();
    for one in said {
        let (header, field) = mapped(one)?;
        let plain = folded(&header);
        if map.iter().any(|(other, _)| *other == header || (!plain.is_empty() && folded(other) == plain)) {
            return Err(Failure::new(msg!("map-twice", header = header)));
        }
        map.push((header, field));
    }
    Ok(map)
}

pub(in crate::command) fn bytes(name: &str) -> Result<Vec<u8>, Failure> {
    let most = Limits::default().table_bytes;
    if name != "-" {
        return crate::input::read_file(Path::new(name), most).map_err(|failure| match Path::new(name).exists() {
            true => failure,
            false => Failure::new(msg!("table-missing", path = name)),
        });
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|e| Failure::new(msg!("stdin-unreadable")).because(Cause::Io(e)))?;
    Ok(bytes)
}

pub(in crate::command) fn unread(name: &str, error: &TableError) -> Failure {
    let why: Message = match error {
        TableError::Empty => msg!("table-empty"),
        TableError::OverLimit("zip_ratio" | "zip_unpacked_bytes") => msg!("table-bomb"),
        TableError::OverLimit(limit) => {
            let limits = Limits::default();
            let most = match *limit {
                "table_rows" => limits.table_rows,
                "table_columns" => limits.table_columns,
                "table_cells" => limits.table_cells,
                _ => limits.table_bytes,
            };
            msg!("table-over-limit", limit = *limit, most = most)
        }
        TableError::OldWorkbook => msg!("table-old"),
        TableError::NotATable => msg!("table-other"),
        TableError::Entities => msg!("table-entities"),
        TableError::Zip(ZipFault::Truncated) => msg!("table-damaged", why = "cut"),
        TableError::Zip(_) | TableError::Damaged => msg!("table-damaged", why = "other"),
        TableError::NoSheet { name, there } => msg!("table-no-sheet", name = name, there = there.join(", ")),
        TableError::NoHeader { first } => msg!("table-no-header", first = first),
        TableError::NoColumn { header, nearest: Some(near), .. } => {
            msg!("table-no-column-near", header = header, near = near)
        }
        TableError::NoColumn { header, there, .. } => {
            msg!("table-no-column", header = header, there = there.join(", "))
        }
        other => msg!("fault-other", what = other.to_string()),
    };
    Failure::new(msg!("table-unread", path = name, why = why))
}
