//! Links that are good once: the database holds their digests, so that whoever reads it can open none of them.

use badge_core::crypto::sha256;
use badge_core::text;
use sqlx::Row as _;

use super::{Reading, StorageError, Writing};

impl Reading {
    /// Whether a link can still be used for a purpose.
    pub(crate) async fn link_is_good(&mut self, secret: &str, purpose: &str, now: i64) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT used FROM links WHERE digest = $1 AND purpose = $2 AND expires > $3")
            .bind(digest(secret))
            .bind(purpose.to_owned())
            .bind(now)
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(match row {
            Some(row) => row.try_get::<Option<i64>, _>(0)?.is_none(),
            None => false,
        })
    }
}

impl Writing {
    /// Adds a link, and forgets those of the same purpose that were not used: the newest one counts.
    pub(crate) async fn add_link(&mut self, secret: &str, purpose: &str, expires: i64) -> Result<(), StorageError> {
        self.add_link_beside(secret, purpose, expires, i64::MAX).await
    }

    /// The same, but those that end at that instant or later stay good beside it.
    pub(crate) async fn add_link_beside(
        &mut self,
        secret: &str,
        purpose: &str,
        expires: i64,
        stay: i64,
    ) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM links WHERE purpose = $1 AND used IS NULL AND expires < $2")
            .bind(purpose.to_owned())
            .bind(stay)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query("INSERT INTO links (digest, purpose, expires) VALUES ($1, $2, $3)")
            .bind(digest(secret))
            .bind(purpose.to_owned())
            .bind(expires)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Forgets the links of a purpose that were not used.
    pub(crate) async fn drop_links(&mut self, purpose: &str) -> Result<(), StorageError> {
        let query = sqlx::query("DELETE FROM links WHERE purpose = $1 AND used IS NULL").bind(purpose.to_owned());
        query.execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Uses a link. `true` for exactly one caller, however many try at once.
    pub(crate) async fn use_link(&mut self, secret: &str, purpose: &str, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE links SET used = $3 WHERE digest = $1 AND purpose = $2 AND used IS NULL AND expires > $3",
        )
        .bind(digest(secret))
        .bind(purpose.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Uses a link, and with it all others of its purpose. `true` for exactly one caller, whichever of them they have.
    pub(crate) async fn use_link_and_others(
        &mut self,
        secret: &str,
        purpose: &str,
        now: i64,
    ) -> Result<bool, StorageError> {
        // One statement: who comes second waits for the rows, and finds all of them used.
        let done = sqlx::query(
            "UPDATE links SET used = $3 WHERE purpose = $2 AND used IS NULL AND EXISTS (SELECT 1 FROM links l \
             WHERE l.digest = $1 AND l.purpose = $2 AND l.used IS NULL AND l.expires > $3)",
        )
        .bind(digest(secret))
        .bind(purpose.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

fn digest(secret: &str) -> String {
    text::hex(&sha256(secret.as_bytes()))
}
