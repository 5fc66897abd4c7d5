//! Links in letters by which somebody says that a badge is not theirs, or has its page removed: the database holds their
//! digests, so that whoever reads it can open none of them.

use badge_core::crypto::sha256;
use badge_core::place::Token;
use badge_core::text;
use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing, damaged};

impl Reading {
    /// Which award a link is about, while it is good.
    pub(crate) async fn refusal(&mut self, secret: &str, now: i64) -> Result<Option<(PlaceId, Token)>, StorageError> {
        let row = sqlx::query("SELECT place, award FROM refusals WHERE digest = $1 AND used IS NULL AND expires > $2")
            .bind(digest(secret))
            .bind(now)
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let award: String = row.try_get(1)?;
        let token = Token::parse(&award).ok_or_else(|| damaged("a row of refusals"))?;
        Ok(Some((PlaceId(row.try_get(0)?), token)))
    }
}

impl Writing {
    /// Adds a link. Those of earlier letters stay good.
    pub(crate) async fn add_refusal(
        &mut self,
        secret: &str,
        (place, award): (PlaceId, Token),
        expires: i64,
    ) -> Result<(), StorageError> {
        sqlx::query("INSERT INTO refusals (digest, place, award, expires) VALUES ($1, $2, $3, $4)")
            .bind(digest(secret))
            .bind(place.0)
            .bind(award.to_string())
            .bind(expires)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Uses a link. `true` for exactly one caller, however many try at once.
    pub(crate) async fn use_refusal(&mut self, secret: &str, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query("UPDATE refusals SET used = $2 WHERE digest = $1 AND used IS NULL AND expires > $2")
            .bind(digest(secret))
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets the links of an award.
    pub(crate) async fn forget_refusals(&mut self, place: PlaceId, award: Token) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM refusals WHERE place = $1 AND award = $2")
            .bind(place.0)
            .bind(award.to_string())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

fn digest(secret: &str) -> String {
    text::hex(&sha256(secret.as_bytes()))
}
