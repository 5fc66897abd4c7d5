//! Links in letters by which somebody says that a badge is not theirs, or has its page removed: the database holds their
//! digests, so that whoever reads it can open none of them. And the badges that somebody said so of, until the place saw to it.

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

    /// The badges that are said not to be theirs and that nobody saw to yet, the oldest first; at most `most`.
    pub(crate) async fn claims(&mut self, place: PlaceId, most: i64) -> Result<Vec<Token>, StorageError> {
        let sql =
            format!("SELECT award FROM claims WHERE place = $1 AND seen IS NULL ORDER BY came, award LIMIT {most}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).fetch_all(&mut *self.tx).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let award: String = row.try_get(0)?;
            Token::parse(&award).ok_or_else(|| damaged("a row of claims"))
        };
        rows.iter().map(read).collect()
    }

    /// Whether a badge is one of those.
    pub(crate) async fn is_claimed(&mut self, place: PlaceId, award: Token) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT came FROM claims WHERE place = $1 AND award = $2 AND seen IS NULL")
            .bind(place.0)
            .bind(award.to_string())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.is_some())
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

    /// Notes that a badge is said not to be theirs. `true` where nobody was told of it yet, or saw to it the last time.
    pub(crate) async fn add_claim(&mut self, place: PlaceId, award: Token, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "INSERT INTO claims (place, award, came) VALUES ($1, $2, $3) \
             ON CONFLICT (place, award) DO UPDATE SET came = excluded.came, seen = NULL WHERE claims.seen IS NOT NULL",
        )
        .bind(place.0)
        .bind(award.to_string())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that somebody saw to it. `false` where there was nothing to see to.
    pub(crate) async fn end_claim(&mut self, place: PlaceId, award: Token, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query("UPDATE claims SET seen = $3 WHERE place = $1 AND award = $2 AND seen IS NULL")
            .bind(place.0)
            .bind(award.to_string())
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends the links of an award.
    pub(crate) async fn end_refusals(&mut self, place: PlaceId, award: Token) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM refusals WHERE place = $1 AND award = $2")
            .bind(place.0)
            .bind(award.to_string())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Forgets the links of an award, and what was said of it.
    pub(crate) async fn forget_refusals(&mut self, place: PlaceId, award: Token) -> Result<(), StorageError> {
        self.end_refusals(place, award).await?;
        sqlx::query("DELETE FROM claims WHERE place = $1 AND award = $2")
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
