//! Whom to tell what happens at a place, and what came of it.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row as _};

use super::{PlaceId, Reading, StorageError, Writing};

/// An address that is told.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct StoredHook {
    pub(crate) id: String,
    pub(crate) url: String,
    /// The secret that signs. Only [`crate::keys`] looks inside.
    pub(crate) sealed: Vec<u8>,
    /// The secret before, and until when it signs as well.
    pub(crate) former: Option<(Vec<u8>, i64)>,
    /// With a space between; all where it is empty.
    pub(crate) kinds: String,
    pub(crate) created: i64,
    pub(crate) ended: Option<i64>,
}

/// What a message tells of: an award, and the number of the register's line after which it stood so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) award: &'a str,
    pub(crate) seq: i64,
    /// What happened.
    pub(crate) kind: &'a str,
    pub(crate) body: &'a str,
}

/// One message to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) hook: String,
    pub(crate) kind: String,
    pub(crate) body: String,
    pub(crate) created: i64,
    /// `waiting`, `sent` or `failed`.
    pub(crate) state: String,
    pub(crate) attempts: i64,
    /// What came of the last attempt.
    pub(crate) answer: Option<String>,
    pub(crate) tried: Option<i64>,
    /// Of which award, and after which line of the register; nothing where an older version noted it.
    pub(crate) of: Option<(String, i64)>,
}

impl Reading {
    /// The addresses that a place tells, oldest first; those that were ended, too.
    pub(crate) async fn hooks(&mut self, place: PlaceId) -> Result<Vec<StoredHook>, StorageError> {
        let hooks = sqlx::query_as(
            "SELECT id, url, sealed, kinds, created, ended, former, former_until FROM hooks WHERE place = $1 ORDER BY created, id",
        );
        Ok(hooks.bind(place.0).fetch_all(&mut *self.tx).await?)
    }

    /// One message.
    pub(crate) async fn delivery(&mut self, place: PlaceId, id: &str) -> Result<Option<Delivery>, StorageError> {
        let sql = format!("{DELIVERY} WHERE place = $1 AND id = $2");
        let delivery = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(id.to_owned());
        Ok(delivery.fetch_optional(&mut *self.tx).await?)
    }

    /// The messages that wait to the same address about what happened before to the same award, made after an instant: the
    /// oldest first, a few at most.
    pub(crate) async fn deliveries_before(
        &mut self,
        place: PlaceId,
        (hook, award, seq): (&str, &str, i64),
        since: i64,
    ) -> Result<Vec<Delivery>, StorageError> {
        let sql = format!(
            "{DELIVERY} WHERE place = $1 AND hook = $2 AND award = $3 AND seq < $4 AND state = 'waiting' AND created > $5 \
             ORDER BY seq LIMIT 50"
        );
        let delivery = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(place.0)
            .bind(hook.to_owned())
            .bind(award.to_owned())
            .bind(seq)
            .bind(since);
        Ok(delivery.fetch_all(&mut *self.tx).await?)
    }

    /// The newest messages to an address.
    pub(crate) async fn deliveries(
        &mut self,
        place: PlaceId,
        hook: &str,
        most: i64,
    ) -> Result<Vec<Delivery>, StorageError> {
        let sql = format!("{DELIVERY} WHERE place = $1 AND hook = $2 ORDER BY created DESC, id LIMIT {most}");
        let deliveries = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(hook.to_owned());
        Ok(deliveries.fetch_all(&mut *self.tx).await?)
    }
}

impl Writing {
    /// Adds an address.
    pub(crate) async fn add_hook(&mut self, place: PlaceId, hook: &StoredHook) -> Result<(), StorageError> {
        sqlx::query("INSERT INTO hooks (place, id, url, sealed, kinds, created) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(place.0)
            .bind(hook.id.clone())
            .bind(hook.url.clone())
            .bind(hook.sealed.clone())
            .bind(hook.kinds.clone())
            .bind(hook.created)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Gives an address another secret; the one before signs beside it until `until`. `false` where there is none of that
    /// name, or it was ended.
    pub(crate) async fn seal_hook(
        &mut self,
        place: PlaceId,
        id: &str,
        (sealed, until): (&[u8], i64),
    ) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE hooks SET former = sealed, former_until = $4, sealed = $3 \
             WHERE place = $1 AND id = $2 AND ended IS NULL",
        )
        .bind(place.0)
        .bind(id.to_owned())
        .bind(sealed.to_vec())
        .bind(until)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Tells an address nothing more. `false` where there is none of that name, or it was ended before.
    pub(crate) async fn end_hook(&mut self, place: PlaceId, id: &str, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query("UPDATE hooks SET ended = $3 WHERE place = $1 AND id = $2 AND ended IS NULL")
            .bind(place.0)
            .bind(id.to_owned())
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Adds a message that waits.
    pub(crate) async fn add_delivery(
        &mut self,
        place: PlaceId,
        (id, hook): (&str, &str),
        told: Told<'_>,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO deliveries (place, id, hook, kind, body, created, state, attempts, award, seq) \
             VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $8)",
        )
        .bind(place.0)
        .bind(id.to_owned())
        .bind(hook.to_owned())
        .bind(told.kind.to_owned())
        .bind(told.body.to_owned())
        .bind(now)
        .bind(told.award.to_owned())
        .bind(told.seq)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Notes what came of an attempt.
    pub(crate) async fn delivery_tried(
        &mut self,
        place: PlaceId,
        id: &str,
        (state, answer): (&str, &str),
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE deliveries SET state = $3, answer = $4, tried = $5, attempts = attempts + 1 \
             WHERE place = $1 AND id = $2",
        )
        .bind(place.0)
        .bind(id.to_owned())
        .bind(state.to_owned())
        .bind(answer.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets messages that were made before an instant; not those that wait. Address by address: that is how they are found
    /// without looking at all of them.
    pub(crate) async fn forget_deliveries(&mut self, before: i64) -> Result<(), StorageError> {
        let hooks: Vec<(i64, String)> = sqlx::query_as("SELECT place, id FROM hooks").fetch_all(&mut *self.tx).await?;
        for (place, hook) in hooks {
            sqlx::query(
                "DELETE FROM deliveries WHERE place = $1 AND hook = $2 AND created < $3 AND state <> 'waiting'",
            )
            .bind(place)
            .bind(hook)
            .bind(before)
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    /// Lets a message wait once more.
    pub(crate) async fn replay_delivery(&mut self, place: PlaceId, id: &str) -> Result<(), StorageError> {
        sqlx::query("UPDATE deliveries SET state = 'waiting', attempts = 0 WHERE place = $1 AND id = $2")
            .bind(place.0)
            .bind(id.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

const DELIVERY: &str =
    "SELECT id, hook, kind, body, created, state, attempts, answer, tried, award, seq FROM deliveries";

impl FromRow<'_, AnyRow> for StoredHook {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            url: row.try_get(1)?,
            sealed: row.try_get(2)?,
            kinds: row.try_get(3)?,
            created: row.try_get(4)?,
            ended: row.try_get(5)?,
            former: row.try_get::<Option<Vec<u8>>, _>(6)?.zip(row.try_get(7)?),
        })
    }
}

impl FromRow<'_, AnyRow> for Delivery {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            hook: row.try_get(1)?,
            kind: row.try_get(2)?,
            body: row.try_get(3)?,
            created: row.try_get(4)?,
            state: row.try_get(5)?,
            attempts: row.try_get(6)?,
            answer: row.try_get(7)?,
            tried: row.try_get(8)?,
            of: row.try_get::<Option<String>, _>(9)?.zip(row.try_get(10)?),
        })
    }
}
