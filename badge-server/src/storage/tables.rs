//! Tables of people that wait to be awarded. Only [`crate::app::table`] looks inside what is sealed.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row as _};

use super::{AccountId, PlaceId, Reading, StorageError, Writing};

/// A table as it lies in the database.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct StoredTable {
    pub(crate) id: String,
    pub(crate) account: AccountId,
    /// The name of the file.
    pub(crate) name: String,
    /// Nothing once it was erased.
    pub(crate) sealed: Option<Vec<u8>>,
    /// As JSON.
    pub(crate) choices: String,
    pub(crate) created: i64,
    pub(crate) batch: Option<String>,
}

impl StoredTable {
    /// Whether it was erased because it named somebody who was.
    pub(crate) fn is_erased(&self) -> bool {
        self.choices == ERASED
    }
}

/// What is left of a table's choices where it was erased with somebody.
const ERASED: &str = r#"{"erased":true}"#;

/// How a table ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending<'b> {
    /// It became this batch.
    Batch(&'b str),
    /// Nobody wants it any more.
    GivenUp,
    /// It named somebody who is erased.
    Erased,
}

/// A table that waits, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WaitingTable {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created: i64,
}

impl Reading {
    /// One table.
    pub(crate) async fn table(&mut self, place: PlaceId, id: &str) -> Result<Option<StoredTable>, StorageError> {
        let table = sqlx::query_as(
            "SELECT id, account, name, sealed, choices, created, batch FROM tables WHERE place = $1 AND id = $2",
        );
        Ok(table.bind(place.0).bind(id.to_owned()).fetch_optional(&mut *self.tx).await?)
    }

    /// The tables that wait, newest first.
    pub(crate) async fn tables(&mut self, place: PlaceId) -> Result<Vec<WaitingTable>, StorageError> {
        let tables = sqlx::query_as(
            "SELECT id, name, created FROM tables WHERE place = $1 AND sealed IS NOT NULL ORDER BY created DESC, id",
        );
        Ok(tables.bind(place.0).fetch_all(&mut *self.tx).await?)
    }
}

impl Writing {
    /// Adds a table.
    pub(crate) async fn add_table(&mut self, place: PlaceId, table: &StoredTable) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO tables (place, id, account, name, sealed, choices, created) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(place.0)
        .bind(table.id.clone())
        .bind(table.account.0)
        .bind(table.name.clone())
        .bind(table.sealed.clone())
        .bind(table.choices.clone())
        .bind(table.created)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Notes what somebody says about a table that waits.
    pub(crate) async fn choose_table(&mut self, place: PlaceId, id: &str, choices: &str) -> Result<(), StorageError> {
        sqlx::query("UPDATE tables SET choices = $3 WHERE place = $1 AND id = $2 AND sealed IS NOT NULL")
            .bind(place.0)
            .bind(id.to_owned())
            .bind(choices.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Erases what a table holds, its name included; how it ended is noted. `false` where that was done before.
    pub(crate) async fn end_table(
        &mut self,
        place: PlaceId,
        id: &str,
        ending: Ending<'_>,
    ) -> Result<bool, StorageError> {
        let (batch, choices) = match ending {
            Ending::Batch(batch) => (Some(batch.to_owned()), "{}"),
            Ending::GivenUp => (None, "{}"),
            Ending::Erased => (None, ERASED),
        };
        let done = sqlx::query(
            "UPDATE tables SET sealed = NULL, name = '', choices = $4, batch = $3 \
             WHERE place = $1 AND id = $2 AND sealed IS NOT NULL",
        )
        .bind(place.0)
        .bind(id.to_owned())
        .bind(batch)
        .bind(choices.to_owned())
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets tables that came before an instant.
    pub(crate) async fn forget_tables(&mut self, before: i64) -> Result<u64, StorageError> {
        let done = sqlx::query("DELETE FROM tables WHERE created < $1").bind(before).execute(&mut *self.tx).await?;
        Ok(done.rows_affected())
    }
}

impl FromRow<'_, AnyRow> for StoredTable {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            account: AccountId(row.try_get(1)?),
            name: row.try_get(2)?,
            sealed: row.try_get(3)?,
            choices: row.try_get(4)?,
            created: row.try_get(5)?,
            batch: row.try_get(6)?,
        })
    }
}

impl FromRow<'_, AnyRow> for WaitingTable {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self { id: row.try_get(0)?, name: row.try_get(1)?, created: row.try_get(2)? })
    }
}
