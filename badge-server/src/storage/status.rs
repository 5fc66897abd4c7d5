//! Signed status lists, kept so that they are signed once and read often.

use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing};

impl Reading {
    /// A status list as it was last signed, and when that was.
    pub(crate) async fn status_list(
        &mut self,
        place: PlaceId,
        list: u32,
    ) -> Result<Option<(i64, Vec<u8>)>, StorageError> {
        let row = sqlx::query("SELECT signed, bytes FROM status_lists WHERE place = $1 AND list = $2")
            .bind(place.0)
            .bind(i64::from(list))
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }
}

impl Writing {
    /// Keeps a list that was just signed.
    pub(crate) async fn put_status_list(
        &mut self,
        place: PlaceId,
        list: u32,
        signed: i64,
        bytes: &[u8],
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO status_lists (place, list, signed, bytes) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (place, list) DO UPDATE SET signed = excluded.signed, bytes = excluded.bytes",
        )
        .bind(place.0)
        .bind(i64::from(list))
        .bind(signed)
        .bind(bytes.to_vec())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
