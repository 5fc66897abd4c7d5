//! A place that is removed: everything of it goes, in one transaction. Its number is never given to another one, since
//! servers remember by it what they computed. What it has in the object store is noted, so that removing that can be cut short.

use sqlx::query::Query;
use sqlx::{Any, Row as _};

use super::objects::LONG;
use super::{PlaceId, Reading, StorageError, Writing, damaged};
#[cfg(test)]
use super::{Storage, engine::Engine};

/// Every table that holds something of a place: a test finds one that is missing here. None names another of them.
const TABLES: [&str; 28] = [
    "achievements",
    "acts",
    "addresses",
    "answers",
    "awards",
    "batch_rows",
    "batches",
    "claims",
    "credentials",
    "deliveries",
    "drafts",
    "events",
    "files",
    "hooks",
    "invitations",
    "jobs",
    "keys",
    "letters",
    "members",
    "offers",
    "people",
    "refusals",
    "spots",
    "status_lists",
    "tables",
    "tokens",
    "watched",
    "words",
];

/// In the record of acts of the server: a place was removed, and which number it had.
const REMOVED: &str = "place-removed";

/// Seconds after which an object that was marked is not being removed any more: whoever was at it is gone, and a store that
/// did not answer does nothing any more (addresses that were signed for it are over before).
const LATE: i64 = 20 * 60;

/// It may be removed now, and nobody is at it: `$1` is now, `$2` when whoever was at it is gone, `$3` later than anything is
/// put off, unless a clock was set back.
const ITS_TIME: &str = "(due <= $1 OR due > $3) AND (going IS NULL OR going <= $2 OR going > $3)";

/// What is to be done with an object that is left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leftover {
    /// It is marked, and to be removed.
    Ours,
    /// Something points to it: it is left over no more.
    Held,
    /// Somebody else is at it, or it is wanted again.
    NotNow,
}

/// How much there is of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holdings {
    pub(crate) achievements: i64,
    pub(crate) awards: i64,
    pub(crate) people: i64,
    pub(crate) keys: i64,
    /// In its team.
    pub(crate) members: i64,
    /// In the object store.
    pub(crate) objects: i64,
}

impl Reading {
    /// How much there is of a place.
    pub(crate) async fn holdings(&mut self, place: PlaceId) -> Result<Holdings, StorageError> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM achievements WHERE place = $1), (SELECT COUNT(*) FROM awards WHERE place = $1), \
             (SELECT COUNT(*) FROM people WHERE place = $1 AND record IS NOT NULL), \
             (SELECT COUNT(*) FROM keys WHERE place = $1), (SELECT COUNT(*) FROM members WHERE place = $1), \
             (SELECT COUNT(DISTINCT sha256) FROM files WHERE place = $1)",
        )
        .bind(place.0)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(Holdings {
            achievements: row.try_get(0)?,
            awards: row.try_get(1)?,
            people: row.try_get(2)?,
            keys: row.try_get(3)?,
            members: row.try_get(4)?,
            objects: row.try_get(5)?,
        })
    }

    /// Whether a place had this number that was removed: not where one is being taken in under it.
    pub(crate) async fn is_gone(&mut self, place: PlaceId) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT id FROM gone WHERE id = $1 AND removed > 0")
            .bind(place.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.is_some())
    }

    /// Objects that are left over and whose time it is, after that one, at most so many: of one place, or of all, those that
    /// were removed included. Not those that somebody is removing.
    pub(crate) async fn leftovers(
        &mut self,
        of: Option<PlaceId>,
        after: &(PlaceId, String),
        (now, most): (i64, i64),
    ) -> Result<Vec<(PlaceId, String)>, StorageError> {
        let (least, last) = of.map_or((i64::MIN, i64::MAX), |place| (place.0, place.0));
        let sql = format!(
            "SELECT owner, sha256 FROM leftovers WHERE owner >= $6 AND owner <= $7 \
             AND (owner > $4 OR (owner = $4 AND sha256 > $5)) AND {ITS_TIME} ORDER BY owner, sha256 LIMIT $8"
        );
        let rows = times(sqlx::query(sqlx::AssertSqlSafe(sql)), now)
            .bind(after.0.0)
            .bind(after.1.clone())
            .bind(least)
            .bind(last)
            .bind(most)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok((PlaceId(row.try_get(0)?), row.try_get(1)?))).collect()
    }
}

impl Writing {
    /// Removes a place with everything of it from the database, and notes its objects as leftovers.
    pub(crate) async fn remove_place(&mut self, place: PlaceId, now: i64) -> Result<(), StorageError> {
        // Goes first, as in every change. Another address, which nobody sees: whoever adds a row to the place at the same time waits
        // for it on PostgreSQL, and finds no place then.
        let done = sqlx::query("UPDATE places SET base = 'removed ' || CAST(id AS TEXT) WHERE id = $1")
            .bind(place.0)
            .execute(&mut *self.tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(damaged(format_args!("no place {}", place.0)));
        }
        sqlx::query("INSERT INTO gone (id, removed) VALUES ($1, $2)")
            .bind(place.0)
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query(
            "INSERT INTO leftovers (owner, sha256) SELECT DISTINCT place, sha256 FROM files WHERE place = $1 \
             ON CONFLICT (owner, sha256) DO NOTHING",
        )
        .bind(place.0)
        .execute(&mut *self.tx)
        .await?;
        for table in TABLES {
            let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE place = $1"));
            sqlx::query(sql).bind(place.0).execute(&mut *self.tx).await?;
        }
        sqlx::query("DELETE FROM places WHERE id = $1").bind(place.0).execute(&mut *self.tx).await?;
        self.add_act(None, None, REMOVED, Some(&place.0.to_string()), now).await
    }

    /// Begins to remove an object that is left over: it is marked, unless something points to it, whose row goes then. Whoever
    /// makes something point to it holds the place as this does, and meets either the object or the mark.
    pub(crate) async fn take_leftover(
        &mut self,
        place: PlaceId,
        digest: &str,
        now: i64,
    ) -> Result<Leftover, StorageError> {
        // Where the place is gone there is nobody to wait for.
        sqlx::query("UPDATE places SET revision = revision WHERE id = $1").bind(place.0).execute(&mut *self.tx).await?;
        if self.is_held(place, digest).await? {
            sqlx::query("DELETE FROM leftovers WHERE owner = $1 AND sha256 = $2")
                .bind(place.0)
                .bind(digest.to_owned())
                .execute(&mut *self.tx)
                .await?;
            return Ok(Leftover::Held);
        }
        let sql = format!("UPDATE leftovers SET going = $1 WHERE owner = $4 AND sha256 = $5 AND {ITS_TIME}");
        let done = times(sqlx::query(sqlx::AssertSqlSafe(sql)), now)
            .bind(place.0)
            .bind(digest.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(if done.rows_affected() == 1 { Leftover::Ours } else { Leftover::NotNow })
    }

    /// The object that was marked then is gone.
    pub(crate) async fn forget_leftover(
        &mut self,
        place: PlaceId,
        digest: &str,
        marked: i64,
    ) -> Result<(), StorageError> {
        self.end("DELETE FROM leftovers", place, digest, marked).await
    }

    /// The object that was marked then is still there, and nobody removes it now.
    pub(crate) async fn leave_leftover(
        &mut self,
        place: PlaceId,
        digest: &str,
        marked: i64,
    ) -> Result<(), StorageError> {
        self.end("UPDATE leftovers SET going = NULL", place, digest, marked).await
    }

    async fn end(&mut self, what: &str, place: PlaceId, digest: &str, marked: i64) -> Result<(), StorageError> {
        // Somebody else may be at it by now: theirs is another mark.
        sqlx::query(sqlx::AssertSqlSafe(format!("{what} WHERE owner = $1 AND sha256 = $2 AND going = $3")))
            .bind(place.0)
            .bind(digest.to_owned())
            .bind(marked)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Notes objects as left over that came, and to which nothing may point. Whether something does is looked at when they
    /// would go.
    pub(crate) async fn note_leftovers(
        &mut self,
        objects: impl Iterator<Item = (PlaceId, &str)>,
    ) -> Result<(), StorageError> {
        for (place, digest) in objects {
            sqlx::query("INSERT INTO leftovers (owner, sha256) VALUES ($1, $2) ON CONFLICT (owner, sha256) DO NOTHING")
                .bind(place.0)
                .bind(digest.to_owned())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }
}

/// Binds what [`ITS_TIME`] asks for.
fn times<'q>(
    query: Query<'q, Any, <Any as sqlx::Database>::Arguments>,
    now: i64,
) -> Query<'q, Any, <Any as sqlx::Database>::Arguments> {
    query.bind(now).bind(now.saturating_sub(LATE)).bind(now.saturating_add(2 * LONG))
}

#[cfg(test)]
impl Storage {
    /// Every table that says of its rows to which place they belong, as the database itself tells it.
    pub(crate) async fn tables_with_a_place(&self) -> Result<Vec<String>, StorageError> {
        let sql = match self.engine {
            Engine::Sqlite => {
                "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c \
                 WHERE m.type = 'table' AND c.name = 'place' ORDER BY m.name"
            }
            Engine::Postgres => {
                "SELECT CAST(table_name AS TEXT) FROM information_schema.columns \
                 WHERE column_name = 'place' AND table_schema = current_schema() ORDER BY 1"
            }
        };
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}
