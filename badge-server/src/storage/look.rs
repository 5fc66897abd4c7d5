//! All that one award asks about again before it is written, in one question.

use badge_core::place::Token;
use badge_core::place::names::other_spelling;
use badge_core::place::people::People;
use sqlx::any::AnyRow;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Row as _};

use super::engine::Engine;
use super::people::people;
use super::{PlaceId, Storage, StorageError, Writing, damaged};

/// By what somebody is found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whom<'a> {
    /// An address in small letters, or a DID.
    Address(&'a str),
    Id(Token),
}

/// A place and one person, as they are while the place is held.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) revision: i64,
    /// How many status lists are in use.
    pub(crate) lists: u32,
    /// The number of the last event.
    pub(crate) last: i64,
    /// Somebody is to be told of what happens.
    pub(crate) told: bool,
    /// Whoever is found, with their other ids.
    pub(crate) people: People,
}

impl Storage {
    /// Begins to write with what [`Writing::hold`], [`Reading::ends`](super::Reading::ends) and
    /// [`Reading::person_at`](super::Reading::person_at) tell, or [`Reading::person`](super::Reading::person).
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn write_looking(&self, place: PlaceId, whom: Whom<'_>) -> Result<(Writing, Look), StorageError> {
        let (mut work, rows) = match self.engine {
            // Whoever writes to a file has it alone from its first word on.
            Engine::Sqlite => {
                let sql = format!("{}; {}", self.engine.begin_write(), question(whom));
                self.write_asking(bound(&sql, place, whom)).await?
            }
            // On PostgreSQL others wait from here on, and what they wrote before is seen by the next question, and not by this one.
            Engine::Postgres => {
                let mut work = self.write().await?;
                work.hold(place).await?;
                let rows = bound(&question(whom), place, whom).fetch_all(&mut *work.tx).await?;
                (work, rows)
            }
        };
        let mut look = read(place, &rows)?;
        if look.people.is_empty()
            && let Whom::Address(address) = whom
            && other_spelling(address).is_some()
        {
            // Noted by its other spelling, where it has one.
            look.people = work.person_at(place, address).await?;
        }
        Ok((work, look))
    }
}

/// One row also where nobody is found.
fn question(whom: Whom<'_>) -> String {
    let who = match whom {
        Whom::Address(_) => "(SELECT person FROM addresses WHERE place = $1 AND address = $2)",
        Whom::Id(_) => "$2",
    };
    format!(
        "SELECT p.id, p.main, p.record, e.revision, e.lists, e.newest, e.hooks FROM \
         (SELECT (SELECT revision FROM places WHERE id = $1) AS revision, \
         (SELECT COALESCE(MAX(list), 0) FROM spots WHERE place = $1) AS lists, \
         (SELECT COALESCE(MAX(seq), 0) FROM events WHERE place = $1) AS newest, \
         (SELECT COUNT(*) FROM hooks WHERE place = $1) AS hooks) e \
         LEFT JOIN people p ON p.place = $1 AND p.main = (SELECT main FROM people WHERE place = $1 AND id = {who})"
    )
}

fn bound(sql: &str, place: PlaceId, whom: Whom<'_>) -> Query<'static, Any, <Any as sqlx::Database>::Arguments> {
    let text = match whom {
        Whom::Address(address) => address.to_owned(),
        Whom::Id(id) => id.to_string(),
    };
    sqlx::query(AssertSqlSafe(sql.to_owned())).bind(place.0).bind(text)
}

fn read(place: PlaceId, rows: &[AnyRow]) -> Result<Look, StorageError> {
    let none = || damaged(format_args!("no place {}", place.0));
    let first = rows.first().ok_or_else(none)?;
    let is_somebody = first.try_get::<Option<String>, _>(0)?.is_some();
    Ok(Look {
        revision: first.try_get::<Option<i64>, _>(3)?.ok_or_else(none)?,
        lists: u32::try_from(first.try_get::<i64, _>(4)?).unwrap_or(u32::MAX),
        last: first.try_get(5)?,
        told: first.try_get::<i64, _>(6)? > 0,
        people: if is_somebody { people(rows)? } else { People::default() },
    })
}
