//! Keys of other programs to one place, and what they were answered under an idempotency key.

use badge_core::crypto::sha256;
use badge_core::text;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row as _};

use super::batches::plain;
use super::{PlaceId, Reading, StorageError, Writing};

/// A token as it lies in the database: without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredToken {
    pub(crate) id: String,
    pub(crate) place: PlaceId,
    pub(crate) name: String,
    /// With a space between.
    pub(crate) scopes: String,
    pub(crate) created: i64,
    pub(crate) revoked: Option<i64>,
    pub(crate) used: Option<i64>,
    /// Until when it is good; for ever without it.
    pub(crate) expires: Option<i64>,
}

/// What was answered under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredAnswer {
    pub(crate) digest: String,
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Reading {
    /// The token of that secret, revoked or not, with the revision of its place. Which place it opens is for it to say.
    pub(crate) async fn token(&mut self, secret: &str) -> Result<Option<(StoredToken, i64)>, StorageError> {
        let sql = "SELECT tokens.id, place, name, scopes, tokens.created, revoked, used, expires, revision \
                   FROM tokens JOIN places ON places.id = tokens.place WHERE digest = $1";
        let row = sqlx::query(sql).bind(digest(secret)).fetch_optional(&mut *self.tx).await?;
        let read = |row: &AnyRow| Ok::<_, StorageError>((StoredToken::from_row(row)?, row.try_get(8)?));
        row.as_ref().map(read).transpose()
    }

    /// All tokens of a place, oldest first.
    pub(crate) async fn tokens(&mut self, place: PlaceId) -> Result<Vec<StoredToken>, StorageError> {
        let sql = format!("{TOKEN} WHERE place = $1 ORDER BY created, id");
        Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(place.0).fetch_all(&mut *self.tx).await?)
    }

    /// What was answered under a key of a token's.
    pub(crate) async fn answer(
        &mut self,
        place: PlaceId,
        token: &str,
        name: &str,
    ) -> Result<Option<StoredAnswer>, StorageError> {
        let answer =
            sqlx::query_as("SELECT digest, status, body FROM answers WHERE place = $1 AND token = $2 AND name = $3");
        let answer = answer.bind(place.0).bind(token.to_owned()).bind(name.to_owned());
        Ok(answer.fetch_optional(&mut *self.tx).await?)
    }
}

impl Writing {
    /// Adds a token; only the digest of its secret is kept.
    pub(crate) async fn add_token(&mut self, token: &StoredToken, secret: &str) -> Result<(), StorageError> {
        let sql = "INSERT INTO tokens (id, place, digest, name, scopes, created, expires) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(sql)
            .bind(token.id.clone())
            .bind(token.place.0)
            .bind(digest(secret))
            .bind(token.name.clone())
            .bind(token.scopes.clone())
            .bind(token.created)
            .bind(token.expires)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Ends a token. `false` where the place has none of that name that is still good.
    pub(crate) async fn revoke_token(&mut self, place: PlaceId, id: &str, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query("UPDATE tokens SET revoked = $3 WHERE place = $1 AND id = $2 AND revoked IS NULL")
            .bind(place.0)
            .bind(id.to_owned())
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes when a token was last used.
    pub(crate) async fn token_used(&mut self, place: PlaceId, id: &str, now: i64) -> Result<(), StorageError> {
        sqlx::query("UPDATE tokens SET used = $3 WHERE place = $1 AND id = $2")
            .bind(place.0)
            .bind(id.to_owned())
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Keeps what is answered under a key.
    pub(crate) async fn put_answer(
        &mut self,
        place: PlaceId,
        (token, name): (&str, &str),
        answer: &StoredAnswer,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO answers (place, token, name, digest, status, body, created) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(place.0)
        .bind(token.to_owned())
        .bind(name.to_owned())
        .bind(answer.digest.clone())
        .bind(i64::from(answer.status))
        .bind(answer.body.clone())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets the answers of a place in which a text stands, as it is written in JSON: that of somebody who was erased.
    pub(crate) async fn forget_answers_naming(&mut self, place: PlaceId, text: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM answers WHERE place = $1 AND body LIKE $2 ESCAPE '\\'")
            .bind(place.0)
            .bind(format!("%{}%", plain(text)))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Forgets answers that are older than an instant: they hold what somebody was awarded.
    pub(crate) async fn forget_answers(&mut self, before: i64) -> Result<u64, StorageError> {
        let done = sqlx::query("DELETE FROM answers WHERE created < $1").bind(before).execute(&mut *self.tx).await?;
        Ok(done.rows_affected())
    }
}

const TOKEN: &str = "SELECT id, place, name, scopes, created, revoked, used, expires FROM tokens";

impl FromRow<'_, AnyRow> for StoredToken {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            place: PlaceId(row.try_get(1)?),
            name: row.try_get(2)?,
            scopes: row.try_get(3)?,
            created: row.try_get(4)?,
            revoked: row.try_get(5)?,
            used: row.try_get(6)?,
            expires: row.try_get(7)?,
        })
    }
}

impl FromRow<'_, AnyRow> for StoredAnswer {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        let status: i64 = row.try_get(1)?;
        Ok(Self { digest: row.try_get(0)?, status: u16::try_from(status).unwrap_or(500), body: row.try_get(2)? })
    }
}

fn digest(secret: &str) -> String {
    text::hex(&sha256(secret.as_bytes()))
}
