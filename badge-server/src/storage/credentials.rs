//! Signed credentials: rows that never change, addressed by the digest of their bytes.

use badge_core::crypto::sha256;
use badge_core::text;
use sqlx::Row as _;

use super::{Lot, PlaceId, Reading, StorageError, Writing, damaged};

impl Reading {
    /// The bytes of that digest. What was changed in the database is never given out.
    pub(crate) async fn credential(&mut self, place: PlaceId, digest: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let row = sqlx::query("SELECT bytes FROM credentials WHERE place = $1 AND sha256 = $2")
            .bind(place.0)
            .bind(digest.to_owned())
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let bytes: Vec<u8> = row.try_get(0)?;
        if text::hex(&sha256(&bytes)) != digest {
            return Err(damaged(format_args!("credential {digest}")));
        }
        Ok(Some(bytes))
    }
}

impl Writing {
    /// Removes a credential: of somebody who was erased.
    pub(crate) async fn erase_credential(&mut self, place: PlaceId, digest: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM credentials WHERE place = $1 AND sha256 = $2")
            .bind(place.0)
            .bind(digest.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Adds a credential; a second time does no harm. Returns the digest.
    pub(crate) async fn add_credential(&mut self, place: PlaceId, bytes: &[u8]) -> Result<String, StorageError> {
        let mut lot = Lot::default();
        let digest = lot.credential(place, bytes);
        self.run(lot).await?;
        Ok(digest)
    }
}

impl Lot {
    /// A credential; a second time does no harm. Returns the digest.
    pub(crate) fn credential(&mut self, place: PlaceId, bytes: &[u8]) -> String {
        let digest = text::hex(&sha256(bytes));
        self.add(
            "INSERT INTO credentials (place, sha256, bytes) VALUES ($1, $2, $3) ON CONFLICT (place, sha256) DO NOTHING",
            vec![place.0.into(), digest.clone().into(), bytes.to_vec().into()],
        );
        digest
    }
}
