//! Forms that were sent: which are being done, and where those led that were done.

use sqlx::Row as _;

use super::{Reading, StorageError, Writing};

impl Reading {
    /// Since when a form is being done, and where it led once it was; nothing where nobody sent it.
    pub(crate) async fn press(&mut self, digest: &str) -> Result<Option<(i64, Option<String>)>, StorageError> {
        let row = sqlx::query("SELECT begun, led FROM presses WHERE digest = $1")
            .bind(digest.to_owned())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(|row| Ok::<_, sqlx::Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?)
    }
}

impl Writing {
    /// Begins to do what a form says. `true` for exactly one caller; for another one where that one has not been heard of
    /// since `lost`.
    pub(crate) async fn begin_press(&mut self, digest: &str, now: i64, lost: i64) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "INSERT INTO presses (digest, begun) VALUES ($1, $2) \
             ON CONFLICT (digest) DO UPDATE SET begun = excluded.begun \
             WHERE presses.led IS NULL AND presses.begun < $3",
        )
        .bind(digest.to_owned())
        .bind(now)
        .bind(lost)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes where it led.
    pub(crate) async fn press_led(&mut self, digest: &str, to: &str) -> Result<(), StorageError> {
        let query = sqlx::query("UPDATE presses SET led = $2 WHERE digest = $1");
        query.bind(digest.to_owned()).bind(to.to_owned()).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// It did nothing, and may be sent again.
    pub(crate) async fn remove_press(&mut self, digest: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM presses WHERE digest = $1").bind(digest.to_owned()).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Forgets forms that were begun before an instant.
    pub(crate) async fn forget_presses(&mut self, before: i64) -> Result<u64, StorageError> {
        let done = sqlx::query("DELETE FROM presses WHERE begun < $1").bind(before).execute(&mut *self.tx).await?;
        Ok(done.rows_affected())
    }
}
