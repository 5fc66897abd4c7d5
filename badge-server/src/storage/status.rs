//! Signed status lists, kept so that they are signed once and read often.

use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing};

/// A list as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedList {
    /// When, by the clock of whoever signed.
    pub(crate) signed: i64,
    /// Until when it says that it holds.
    pub(crate) until: i64,
    /// The last line of the register that it knows.
    pub(crate) upto: i64,
    pub(crate) bytes: Vec<u8>,
}

impl Reading {
    /// A status list as it was last signed.
    pub(crate) async fn status_list(&mut self, place: PlaceId, list: u32) -> Result<Option<SignedList>, StorageError> {
        let row = sqlx::query("SELECT signed, until, upto, bytes FROM status_lists WHERE place = $1 AND list = $2")
            .bind(place.0)
            .bind(i64::from(list))
            .fetch_optional(&mut *self.tx)
            .await?;
        let read = |row: sqlx::any::AnyRow| {
            Ok(SignedList {
                signed: row.try_get(0)?,
                until: row.try_get(1)?,
                upto: row.try_get(2)?,
                bytes: row.try_get(3)?,
            })
        };
        row.map(read).transpose()
    }

    /// The number of the last line of a register; 0 where there is none.
    pub(crate) async fn last_line(&mut self, place: PlaceId) -> Result<i64, StorageError> {
        let row = sqlx::query("SELECT COALESCE(MAX(seq), 0) FROM events WHERE place = $1")
            .bind(place.0)
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(row.try_get(0)?)
    }
}

impl Writing {
    /// Keeps a list that was just signed, unless there is one that knows more of the register: `false` then.
    pub(crate) async fn put_status_list(
        &mut self,
        place: PlaceId,
        list: u32,
        signed: &SignedList,
    ) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "INSERT INTO status_lists (place, list, signed, until, upto, bytes) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (place, list) DO UPDATE SET signed = excluded.signed, until = excluded.until, \
             upto = excluded.upto, bytes = excluded.bytes WHERE status_lists.upto <= excluded.upto",
        )
        .bind(place.0)
        .bind(i64::from(list))
        .bind(signed.signed)
        .bind(signed.until)
        .bind(signed.upto)
        .bind(signed.bytes.clone())
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
