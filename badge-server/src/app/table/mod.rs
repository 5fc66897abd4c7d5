//! A table of people that somebody gave with a form. It is kept sealed until it is awarded or given up, for a day at
//! most, and read and judged by the core each time somebody looks at it: what the place knows may have changed.

mod confirm;
mod known;
mod naming;
mod row;
mod said;
pub(crate) mod sheet;

use badge_core::cohort::{Asked, Field, Offer, Plan, Reading, Row, State, Stop, Table, TableError, Wishes, plan};
use badge_core::crypto::sha256;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::place::{AchievementFile, Place, Slug, Token};
use badge_core::text;
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::accounts::AccountId;
use super::awarding::AwardError;
use super::desk::{DeskError, desk};
use super::wish::instant;
use crate::keys::Purpose;
use crate::state::App;
use crate::storage::{Ending, PlaceId, StorageError, StoredTable, WaitingTable};

pub(crate) use confirm::{Confirmed, Refusal, confirm};
pub(crate) use naming::{Called, Searched, naming};
pub(crate) use row::TableWish;
pub(crate) use said::{field, sentence, stopped, unread};

/// Bytes of a table.
pub(crate) const MOST: usize = 8 << 20;
/// Rows of a table.
pub(crate) const ROWS: usize = 10_000;
/// Seconds after which a table that nobody awarded is erased: a day.
pub(crate) const KEPT: i64 = 24 * 60 * 60;
/// Tables of a place that wait at the same time.
const WAITING: usize = 20;

/// What somebody says about a table that it does not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Choices {
    /// Headers, and what they are about: the permanent name of a field.
    #[serde(default)]
    pub(crate) map: Vec<(String, String)>,
    /// Which sheet; empty for the first with a header.
    #[serde(default)]
    pub(crate) sheet: String,
    /// The short name of the badge where a row names none.
    #[serde(default)]
    pub(crate) achievement: String,
    /// The day where a row says none: `2026-03-02`.
    #[serde(default)]
    pub(crate) day: String,
}

/// A table as it is found.
pub(crate) enum Found {
    /// There is none, or it was erased.
    Gone,
    /// It named somebody who was erased since, and was erased with them.
    Erased,
    /// It became this batch.
    Became(String),
    /// It waits.
    Waits(Box<Waiting>),
}

/// A table that waits.
pub(crate) struct Waiting {
    pub(crate) name: String,
    pub(crate) choices: Choices,
    /// When it will be erased.
    pub(crate) until: Option<Timestamp>,
    pub(crate) files: Vec<AchievementFile>,
    pub(crate) read: Result<Judged, TableError>,
}

/// A table that was read, and what would come of it.
pub(crate) struct Judged {
    pub(crate) table: Table,
    pub(crate) plan: Plan,
    judge: Judge,
    /// What is not looked at where a row is read again.
    none: (Register, People),
}

impl Judged {
    /// The badges that would be awarded.
    pub(crate) fn awards(&self) -> usize {
        let rows = self.rows().filter(|row| row.state() <= State::Warning);
        rows.flat_map(|row| row.awards()).filter(|award| award.is_left()).count()
    }

    /// What would come of each row.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        self.plan.rows(&self.table)
    }

    /// What they ask for.
    pub(crate) fn wishes(&self) -> Wishes<'_> {
        Wishes::new(&self.table, self.judge.asked(&self.none.0, &self.none.1))
    }

    /// What has to be said of a column first.
    pub(crate) fn stop(&self) -> Option<Stop<'_>> {
        self.table.stop()
    }
}

impl Waiting {
    /// A short name for what is seen of it: what its columns mean, and how many badges would be awarded. Another one where somebody
    /// changed that.
    pub(crate) fn seen(&self) -> String {
        let awards = self.read.as_ref().map_or(0, Judged::awards);
        let seen = serde_json::to_vec(&(&self.choices, awards)).unwrap_or_default();
        text::hex(&sha256(&seen)[..16])
    }

    /// What an achievement is called.
    pub(crate) fn title(&self, slug: &str, lang: Lang) -> Option<String> {
        title(&self.files, slug, lang)
    }
}

fn title(files: &[AchievementFile], slug: &str, lang: Lang) -> Option<String> {
    let file = files.iter().find(|file| file.slug.as_str() == slug)?;
    let name = |lang| file.texts(lang).name.clone();
    name(lang).or_else(|| Lang::ALL.into_iter().find_map(name))
}

/// Keeps a table; tells its name. The oldest of those that wait gives way where there are many.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn keep(
    app: &App,
    by: AccountId,
    place: PlaceId,
    (name, bytes): (&str, &[u8]),
    choices: &Choices,
) -> Result<String, StorageError> {
    let id = Token::from_bytes(crate::entropy::random()).to_string();
    let table = StoredTable {
        sealed: Some(app.seal.seal(bytes, purpose(place, &id))),
        id: id.clone(),
        account: by,
        name: name.chars().take(120).collect(),
        choices: written(choices),
        created: app.now().unix(),
        batch: None,
    };
    let mut work = app.storage.write().await?;
    for old in work.tables(place).await?.iter().skip(WAITING - 1) {
        work.end_table(place, &old.id, Ending::GivenUp).await?;
    }
    work.add_table(place, &table).await?;
    work.save().await?;
    Ok(id)
}

/// The tables that wait.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn waiting(app: &App, place: PlaceId) -> Result<Vec<WaitingTable>, StorageError> {
    app.storage.read().await?.tables(place).await
}

/// Notes what somebody says about a table.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn choose(app: &App, place: PlaceId, id: &str, choices: &Choices) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.choose_table(place, id, &written(choices)).await?;
    work.save().await
}

/// Gives a table up: it is erased.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn give_up(app: &App, place: PlaceId, id: &str) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.end_table(place, id, Ending::GivenUp).await?;
    work.save().await
}

/// A table, read and judged as things are now.
///
/// # Errors
/// See [`AwardError`]; what is wrong with the table is in [`Waiting::read`].
pub(crate) async fn look(app: &App, place: PlaceId, id: &str) -> Result<Found, AwardError> {
    let Some(stored) = app.storage.read().await?.table(place, id).await? else { return Ok(Found::Gone) };
    if let Some(batch) = stored.batch {
        return Ok(Found::Became(batch));
    }
    if stored.is_erased() {
        return Ok(Found::Erased);
    }
    let until = Timestamp::from_unix(stored.created + KEPT);
    let name = stored.name.clone();
    let Some((bytes, choices)) = unsealed(app, place, &stored)? else { return Ok(Found::Gone) };
    drop(stored);
    let (judge, files) = judge(app, place, &choices).await?;
    // Few at the same time: each holds a whole table.
    let seat = std::sync::Arc::clone(&app.work.plans).acquire_owned().await.map_err(super::verify::VerifyError::from);
    let reading = reading(&choices);
    let first = move || {
        let table = Table::read(&bytes, &reading, &judge.offer, &limits())?;
        // Whom it is about, before anybody is looked for.
        let plan = judge.plan(&table, &Register::new(), &People::default());
        Ok((judge, table, plan))
    };
    let read = match tokio::task::spawn_blocking(first).await? {
        Err(error) => Err(error),
        Ok((judge, table, plan)) => {
            let (register, people) = known::of(app, place, (&plan, &table)).await?;
            let judged = move || {
                let plan = judge.plan(&table, &register, &people);
                Judged { table, plan, judge, none: Default::default() }
            };
            Ok(tokio::task::spawn_blocking(judged).await?)
        }
    };
    drop(seat);
    Ok(Found::Waits(Box::new(Waiting { name, choices, until, files, read })))
}

/// The bytes of a file, and what was said about it.
type Unsealed = (Zeroizing<Vec<u8>>, Choices);

/// A table out of its seal, and what was said about it; nothing where it does not wait any more.
fn unsealed(app: &App, place: PlaceId, stored: &StoredTable) -> Result<Option<Unsealed>, DeskError> {
    let fresh = app.now().unix() < stored.created + KEPT;
    let Some(sealed) = stored.sealed.as_ref().filter(|_| fresh) else { return Ok(None) };
    let bytes = app.seal.unseal(sealed, purpose(place, &stored.id))?;
    Ok(Some((bytes, serde_json::from_str(&stored.choices).unwrap_or_default())))
}

/// Against what a table is judged, and what can be awarded.
async fn judge(app: &App, place: PlaceId, choices: &Choices) -> Result<(Judge, Vec<AchievementFile>), DeskError> {
    let desk = desk(app, place).await?;
    let files: Vec<AchievementFile> =
        desk.achievements.values().filter_map(|file| file.as_ref().ok()).cloned().collect();
    let judge = Judge {
        place: desk.place.clone(),
        offer: Offer::new(&desk.place, &files),
        achievement: Slug::parse(&choices.achievement),
        date: Some(choices.day.as_str()).filter(|day| !day.is_empty()).and_then(|day| instant(day, false)),
        now: app.now(),
    };
    Ok((judge, files))
}

/// Against what a table is judged.
struct Judge {
    place: Place,
    offer: Offer,
    achievement: Option<Slug>,
    date: Option<Timestamp>,
    now: Timestamp,
}

impl Judge {
    fn plan(&self, table: &Table, register: &Register, people: &People) -> Plan {
        plan(table, &self.asked(register, people))
    }

    fn asked<'j>(&'j self, register: &'j Register, people: &'j People) -> Asked<'j> {
        Asked {
            place: &self.place,
            offer: &self.offer,
            register,
            people,
            now: self.now,
            achievement: self.achievement.clone(),
            date: self.date,
        }
    }
}

fn reading(choices: &Choices) -> Reading {
    let field = |(header, code): &(String, String)| Some((header.clone(), Field::from_code(code)?));
    Reading {
        sheet: Some(choices.sheet.clone()).filter(|sheet| !sheet.is_empty()),
        map: choices.map.iter().filter_map(field).collect(),
    }
}

/// A server reads smaller tables than the command: several people give them at once.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.table_bytes = MOST;
    limits.table_rows = ROWS;
    limits.table_columns = 200;
    limits.table_cells = 1_000_000;
    limits.zip_unpacked_bytes = 128 << 20;
    limits
}

fn purpose(place: PlaceId, id: &str) -> Purpose<'_> {
    Purpose { place, thumbprint: id, kind: "table" }
}

/// Values of our own types can always be written.
fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
