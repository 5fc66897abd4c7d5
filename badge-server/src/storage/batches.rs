//! Much that is wanted together: awards, or changes of awards; each row, and what came of it.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row as _};

use super::{AccountId, Lot, PlaceId, Reading, StorageError, Writing};

/// What came of a row: its state, the award, and what was wrong, as JSON.
pub(crate) type Settled = (&'static str, Option<String>, Option<String>);

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BatchRow {
    /// From 0, in the order in which they came.
    pub(crate) seq: i64,
    /// What is wanted, until it is done.
    pub(crate) wish: Option<String>,
    pub(crate) reference: Option<String>,
    /// `waiting`, `awarded` (or done otherwise), `already`, `problem` or `stopped`.
    pub(crate) state: String,
    pub(crate) award: Option<String>,
    /// As JSON.
    pub(crate) problems: Option<String>,
}

/// A batch, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredBatch {
    pub(crate) id: String,
    pub(crate) created: i64,
    pub(crate) cohort: Option<String>,
    pub(crate) lang: String,
    /// `award`, `revoke`, `reinstate` or `send`.
    pub(crate) kind: String,
    /// Who wants it; nobody for programs.
    pub(crate) account: Option<AccountId>,
    /// Why awards are taken back, or given back.
    pub(crate) reason: Option<String>,
    /// When somebody stopped it.
    pub(crate) stopped: Option<i64>,
    /// The id of the token that asked for it.
    pub(crate) token: Option<String>,
}

impl Reading {
    /// A batch of a place.
    pub(crate) async fn batch(&mut self, place: PlaceId, id: &str) -> Result<Option<StoredBatch>, StorageError> {
        let sql = format!("{BATCH} WHERE place = $1 AND id = $2");
        let batch = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        Ok(batch.bind(place.0).bind(id.to_owned()).fetch_optional(&mut *self.tx).await?)
    }

    /// The newest batches that somebody of the team wants, at most `most`.
    pub(crate) async fn batches(&mut self, place: PlaceId, most: i64) -> Result<Vec<StoredBatch>, StorageError> {
        let sql = format!("{BATCH} WHERE place = $1 AND account IS NOT NULL ORDER BY created DESC, id LIMIT {most}");
        Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(place.0).fetch_all(&mut *self.tx).await?)
    }

    /// How many rows are in each state.
    pub(crate) async fn batch_counts(&mut self, place: PlaceId, id: &str) -> Result<Vec<(String, i64)>, StorageError> {
        let counts = sqlx::query_as(
            "SELECT state, COUNT(*) FROM batch_rows WHERE place = $1 AND batch = $2 GROUP BY state ORDER BY state",
        );
        Ok(counts.bind(place.0).bind(id.to_owned()).fetch_all(&mut *self.tx).await?)
    }

    /// Rows in one state from a number on, at most `most`.
    pub(crate) async fn batch_rows_in(
        &mut self,
        place: PlaceId,
        id: &str,
        state: &str,
        (from, most): (i64, i64),
    ) -> Result<Vec<BatchRow>, StorageError> {
        let sql = format!(
            "SELECT seq, wish, reference, state, award, problems FROM batch_rows \
             WHERE place = $1 AND batch = $2 AND state = $3 AND seq >= $4 ORDER BY seq LIMIT {most}"
        );
        let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        let rows = rows.bind(place.0).bind(id.to_owned()).bind(state.to_owned()).bind(from);
        Ok(rows.fetch_all(&mut *self.tx).await?)
    }

    /// Rows from a number on, at most `most`; those that wait, or all of them.
    pub(crate) async fn batch_rows(
        &mut self,
        place: PlaceId,
        id: &str,
        (from, most): (i64, i64),
        waiting: bool,
    ) -> Result<Vec<BatchRow>, StorageError> {
        let only = if waiting { " AND state = 'waiting'" } else { "" };
        let sql = format!(
            "SELECT seq, wish, reference, state, award, problems FROM batch_rows \
             WHERE place = $1 AND batch = $2 AND seq >= $3{only} ORDER BY seq LIMIT {most}"
        );
        let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(id.to_owned()).bind(from);
        Ok(rows.fetch_all(&mut *self.tx).await?)
    }

    /// Everything that waits in the batches of a place: the batch, the row's number, and what is wanted.
    pub(crate) async fn rows_that_wait(&mut self, place: PlaceId) -> Result<Vec<(String, i64, String)>, StorageError> {
        let rows = sqlx::query_as(
            "SELECT batch, seq, wish FROM batch_rows WHERE place = $1 AND wish IS NOT NULL AND state = 'waiting'",
        );
        Ok(rows.bind(place.0).fetch_all(&mut *self.tx).await?)
    }
}

impl Writing {
    /// Adds a batch with its rows.
    pub(crate) async fn add_batch(
        &mut self,
        place: PlaceId,
        batch: &StoredBatch,
        rows: &[BatchRow],
    ) -> Result<(), StorageError> {
        let sql = "INSERT INTO batches (place, id, created, cohort, lang, kind, account, reason, actor) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        sqlx::query(sql)
            .bind(place.0)
            .bind(batch.id.clone())
            .bind(batch.created)
            .bind(batch.cohort.clone())
            .bind(batch.lang.clone())
            .bind(batch.kind.clone())
            .bind(batch.account.map(|account| account.0))
            .bind(batch.reason.clone())
            .bind(batch.token.clone())
            .execute(&mut *self.tx)
            .await?;
        for row in rows {
            sqlx::query(
                "INSERT INTO batch_rows (place, batch, seq, wish, reference, state, award, problems) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(place.0)
            .bind(batch.id.clone())
            .bind(row.seq)
            .bind(row.wish.clone())
            .bind(row.reference.clone())
            .bind(row.state.clone())
            .bind(row.award.clone())
            .bind(row.problems.clone())
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    /// Notes what came of a row that waits: what was wanted is forgotten. Nothing where it does not wait any more.
    pub(crate) async fn settle_row(
        &mut self,
        place: PlaceId,
        (batch, seq): (&str, i64),
        settled: Settled,
    ) -> Result<(), StorageError> {
        self.settle_rows(place, batch, [(seq, settled)]).await.map(drop)
    }

    /// The same of several. `false` where one of them does not wait any more: then nothing of it may be saved.
    pub(crate) async fn settle_rows(
        &mut self,
        place: PlaceId,
        batch: &str,
        rows: impl IntoIterator<Item = (i64, Settled)>,
    ) -> Result<bool, StorageError> {
        let (mut lot, mut count) = (Lot::default(), 0);
        for (seq, (state, award, problems)) in rows {
            count += 1;
            lot.add(
                "UPDATE batch_rows SET wish = NULL, state = $4, award = $5, problems = $6 \
                 WHERE place = $1 AND batch = $2 AND seq = $3 AND state = 'waiting'",
                vec![place.0.into(), batch.into(), seq.into(), state.into(), award.into(), problems.into()],
            );
        }
        Ok(self.changed_by(lot).await? == count)
    }

    /// Stops a batch: what waits is forgotten, and will not be done. Tells how many rows that were.
    pub(crate) async fn stop_batch(&mut self, place: PlaceId, id: &str, now: i64) -> Result<u64, StorageError> {
        sqlx::query("UPDATE batches SET stopped = $3 WHERE place = $1 AND id = $2 AND stopped IS NULL")
            .bind(place.0)
            .bind(id.to_owned())
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        let done = sqlx::query(
            "UPDATE batch_rows SET state = 'stopped', wish = NULL \
             WHERE place = $1 AND batch = $2 AND state = 'waiting'",
        )
        .bind(place.0)
        .bind(id.to_owned())
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected())
    }

    /// Forgets what was wrong with rows of batches that somebody wanted before an instant: it may name people.
    pub(crate) async fn forget_problems(&mut self, before: i64) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE batch_rows SET problems = NULL WHERE problems IS NOT NULL AND state <> 'waiting' AND EXISTS \
             (SELECT id FROM batches b WHERE b.place = batch_rows.place AND b.id = batch_rows.batch \
             AND b.created < $1 AND b.account IS NOT NULL)",
        )
        .bind(before)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// What is wanted of a row that waits is something else.
    pub(crate) async fn rewrite_row(
        &mut self,
        place: PlaceId,
        (batch, seq): (&str, i64),
        wish: &str,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE batch_rows SET wish = $4 WHERE place = $1 AND batch = $2 AND seq = $3 AND state = 'waiting'",
        )
        .bind(place.0)
        .bind(batch.to_owned())
        .bind(seq)
        .bind(wish.to_owned())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets what is wanted of a row that waits, and what it was called: its person is erased.
    pub(crate) async fn empty_row(
        &mut self,
        place: PlaceId,
        (batch, seq): (&str, i64),
        problems: &str,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE batch_rows SET wish = NULL, reference = NULL, state = 'problem', problems = $4 \
             WHERE place = $1 AND batch = $2 AND seq = $3 AND state = 'waiting'",
        )
        .bind(place.0)
        .bind(batch.to_owned())
        .bind(seq)
        .bind(problems.to_owned())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets what was wrong with rows, where a text of somebody who is erased stands in it.
    pub(crate) async fn forget_problems_naming(&mut self, place: PlaceId, text: &str) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE batch_rows SET problems = NULL, reference = NULL \
             WHERE place = $1 AND problems IS NOT NULL AND state = 'problem' AND problems LIKE $2 ESCAPE '\\'",
        )
        .bind(place.0)
        .bind(format!("%{}%", plain(text)))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets what a batch called the award of somebody who was erased.
    pub(crate) async fn forget_row_of(&mut self, place: PlaceId, award: &str) -> Result<(), StorageError> {
        sqlx::query("UPDATE batch_rows SET reference = NULL WHERE place = $1 AND award = $2")
            .bind(place.0)
            .bind(award.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

/// A text in which no sign stands for another one, in `LIKE … ESCAPE '\'`.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

const BATCH: &str = "SELECT id, created, cohort, lang, kind, account, reason, stopped, actor FROM batches";

impl FromRow<'_, AnyRow> for StoredBatch {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            created: row.try_get(1)?,
            cohort: row.try_get(2)?,
            lang: row.try_get(3)?,
            kind: row.try_get(4)?,
            account: row.try_get::<Option<i64>, _>(5)?.map(AccountId),
            reason: row.try_get(6)?,
            stopped: row.try_get(7)?,
            token: row.try_get(8)?,
        })
    }
}

impl FromRow<'_, AnyRow> for BatchRow {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            seq: row.try_get(0)?,
            wish: row.try_get(1)?,
            reference: row.try_get(2)?,
            state: row.try_get(3)?,
            award: row.try_get(4)?,
            problems: row.try_get(5)?,
        })
    }
}
