//! All that one award asks about again before it is written, in one question.

use badge_core::place::Token;
use badge_core::place::names::other_spelling;
use badge_core::place::people::People;
use sqlx::Row as _;

use super::engine::Engine;
use super::people::people;
use super::{PlaceId, StorageError, Writing, damaged};

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

impl Writing {
    /// What [`Writing::hold`], [`Reading::ends`](super::Reading::ends) and
    /// [`Reading::person_at`](super::Reading::person_at) tell, or [`Reading::person`](super::Reading::person).
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn look(&mut self, place: PlaceId, whom: Whom<'_>) -> Result<Look, StorageError> {
        // Whoever writes to a file has it alone. On PostgreSQL others wait from here on, and what they wrote before is seen by the
        // next question, and not by this one.
        if self.0.engine == Engine::Postgres {
            self.hold(place).await?;
        }
        let (who, text) = match whom {
            Whom::Address(address) => {
                ("(SELECT person FROM addresses WHERE place = $1 AND address = $2)", address.to_owned())
            }
            Whom::Id(id) => ("$2", id.to_string()),
        };
        // One row also where nobody is found.
        let sql = format!(
            "SELECT p.id, p.main, p.record, e.revision, e.lists, e.newest, e.hooks FROM \
             (SELECT (SELECT revision FROM places WHERE id = $1) AS revision, \
             (SELECT COALESCE(MAX(list), 0) FROM spots WHERE place = $1) AS lists, \
             (SELECT COALESCE(MAX(seq), 0) FROM events WHERE place = $1) AS newest, \
             (SELECT COUNT(*) FROM hooks WHERE place = $1) AS hooks) e \
             LEFT JOIN people p ON p.place = $1 AND p.main = (SELECT main FROM people WHERE place = $1 AND id = {who})"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(text).fetch_all(&mut *self.tx).await?;
        let first = rows.first().ok_or_else(|| damaged(format_args!("no place {}", place.0)))?;
        let revision: Option<i64> = first.try_get(3)?;
        let mut look = Look {
            revision: revision.ok_or_else(|| damaged(format_args!("no place {}", place.0)))?,
            lists: u32::try_from(first.try_get::<i64, _>(4)?).unwrap_or(u32::MAX),
            last: first.try_get(5)?,
            told: first.try_get::<i64, _>(6)? > 0,
            people: People::default(),
        };
        if first.try_get::<Option<String>, _>(0)?.is_some() {
            look.people = people(&rows)?;
        } else if let Whom::Address(address) = whom
            && other_spelling(address).is_some()
        {
            // Noted by its other spelling, where it has one.
            look.people = self.person_at(place, address).await?;
        }
        Ok(look)
    }
}
