//! The keys of places: what is public about them in clear, the secret half sealed.

use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing};

/// A key as it lies in the database. Only [`crate::keys`] looks inside what is sealed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct StoredKey {
    pub(crate) thumbprint: String,
    /// `keys/{thumbprint}.json`
    pub(crate) about: String,
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) sealed_file: Option<Vec<u8>>,
}

impl Reading {
    /// All keys of a place.
    pub(crate) async fn keys(&mut self, place: PlaceId) -> Result<Vec<StoredKey>, StorageError> {
        let rows =
            sqlx::query("SELECT thumbprint, about, sealed, sealed_file FROM keys WHERE place = $1 ORDER BY thumbprint")
                .bind(place.0)
                .fetch_all(&mut *self.tx)
                .await?;
        let mut keys = Vec::new();
        for row in &rows {
            keys.push(StoredKey {
                thumbprint: row.try_get(0)?,
                about: row.try_get(1)?,
                sealed: row.try_get(2)?,
                sealed_file: row.try_get(3)?,
            });
        }
        Ok(keys)
    }

    /// All sealed keys of all places: whoever serves has to be able to open them.
    pub(crate) async fn sealed_keys(&mut self) -> Result<Vec<(PlaceId, String, Vec<u8>)>, StorageError> {
        let rows = sqlx::query(
            "SELECT place, thumbprint, sealed FROM keys WHERE sealed IS NOT NULL ORDER BY place, thumbprint",
        )
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter().map(|row| Ok((PlaceId(row.try_get(0)?), row.try_get(1)?, row.try_get(2)?))).collect()
    }
}

impl Writing {
    /// Adds or replaces a key.
    pub(crate) async fn put_key(&mut self, place: PlaceId, key: &StoredKey) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO keys (place, thumbprint, about, sealed, sealed_file) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (place, thumbprint) DO UPDATE SET about = excluded.about, sealed = excluded.sealed, \
             sealed_file = excluded.sealed_file",
        )
        .bind(place.0)
        .bind(key.thumbprint.clone())
        .bind(key.about.clone())
        .bind(key.sealed.clone())
        .bind(key.sealed_file.clone())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
