//! Places and their achievements, as people wrote them.

use badge_core::place::{Addresses, Slug};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{PlaceId, Reading, StorageError, Writing, damaged};

/// A place as it lies in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredPlace {
    pub(crate) id: PlaceId,
    /// Where it is published, without a slash at the end.
    pub(crate) base: Option<String>,
    /// `place.toml` as it was written.
    pub(crate) settings: String,
    /// Grows with every change of the place, its achievements, its keys or its register.
    pub(crate) revision: i64,
}

const PLACE: &str = "SELECT id, base, settings, revision FROM places ";

impl Reading {
    /// All places, oldest first.
    pub(crate) async fn places(&mut self) -> Result<Vec<StoredPlace>, StorageError> {
        let rows =
            sqlx::query("SELECT id, base, settings, revision FROM places ORDER BY id").fetch_all(&mut *self.tx).await?;
        rows.iter().map(read).collect()
    }

    /// The places after that one, oldest first, at most so many.
    pub(crate) async fn places_after(&mut self, after: PlaceId, most: i64) -> Result<Vec<StoredPlace>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{PLACE}WHERE id > $1 ORDER BY id LIMIT $2")))
            .bind(after.0)
            .bind(most)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(read).collect()
    }

    /// One place.
    pub(crate) async fn place(&mut self, id: PlaceId) -> Result<Option<StoredPlace>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{PLACE}WHERE id = $1")))
            .bind(id.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// A number that grows with every change of what can be earned at a place.
    pub(crate) async fn catalogue(&mut self, id: PlaceId) -> Result<Option<i64>, StorageError> {
        let row =
            sqlx::query("SELECT catalogue FROM places WHERE id = $1").bind(id.0).fetch_optional(&mut *self.tx).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The place that is published at this address.
    pub(crate) async fn place_at(&mut self, base: &str) -> Result<Option<StoredPlace>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{PLACE}WHERE base = $1")))
            .bind(base)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The places of a host: what the router needs of each is its id, the path below the host, and the revision.
    pub(crate) async fn places_of_host(
        &mut self,
        authority: &str,
    ) -> Result<Vec<(PlaceId, String, i64)>, StorageError> {
        let rows = sqlx::query("SELECT id, path, revision FROM places WHERE authority = $1")
            .bind(authority)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok((PlaceId(row.try_get(0)?), row.try_get(1)?, row.try_get(2)?))).collect()
    }

    /// The achievements of a place by their short names, as they were written.
    pub(crate) async fn achievements(&mut self, place: PlaceId) -> Result<Vec<(Slug, String)>, StorageError> {
        let rows = sqlx::query("SELECT slug, source FROM achievements WHERE place = $1 ORDER BY slug")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        let read = |row: &AnyRow| {
            let slug: String = row.try_get(0)?;
            let slug = Slug::parse(&slug).ok_or_else(|| damaged(format_args!("achievement {slug}")))?;
            Ok((slug, row.try_get(1)?))
        };
        rows.iter().map(read).collect()
    }
}

impl Writing {
    /// Adds a place. Its address must be free: the caller asks [`Reading::place_at`] first.
    pub(crate) async fn add_place(
        &mut self,
        base: Option<&Addresses>,
        settings: &str,
        now: i64,
    ) -> Result<PlaceId, StorageError> {
        let id = self.next_place().await?;
        self.add_place_as(id, base, settings, now).await?;
        Ok(id)
    }

    /// A number that no place has or had.
    async fn next_place(&mut self) -> Result<PlaceId, StorageError> {
        // Never one that was another's. One question: of two, a place that is removed meanwhile could be in neither.
        let row = sqlx::query(
            "SELECT COALESCE(MAX(id), 0) + 1 FROM (SELECT id FROM places UNION ALL SELECT id FROM gone) AS numbers",
        )
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(PlaceId(row.try_get(0)?))
    }

    /// Keeps a number for a place that takes long to be taken in. It stands among those that are gone, so that nobody else gets it,
    /// until the place is there; but nobody removed it.
    pub(crate) async fn reserve_place(&mut self) -> Result<PlaceId, StorageError> {
        let id = self.next_place().await?;
        sqlx::query("INSERT INTO gone (id, removed) VALUES ($1, 0)").bind(id.0).execute(&mut *self.tx).await?;
        Ok(id)
    }

    /// Adds the place for which a number was kept. Its address must be free: the caller asks [`Reading::place_at`] first.
    pub(crate) async fn add_reserved_place(
        &mut self,
        id: PlaceId,
        base: Option<&Addresses>,
        settings: &str,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM gone WHERE id = $1").bind(id.0).execute(&mut *self.tx).await?;
        self.add_place_as(id, base, settings, now).await
    }

    async fn add_place_as(
        &mut self,
        id: PlaceId,
        base: Option<&Addresses>,
        settings: &str,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO places (id, base, authority, path, settings, revision, created) \
             VALUES ($1, $2, $3, $4, $5, 1, $6)",
        )
        .bind(id.0)
        .bind(base.map(|b| b.base().to_owned()))
        .bind(base.map(|b| b.authority().to_owned()))
        .bind(base.map(path_of))
        .bind(settings.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Makes others who change the place wait until this is done, and tells its revision. For changes after which all
    /// that was computed from the place is still true: an award among others changes none of its pages.
    pub(crate) async fn hold(&mut self, place: PlaceId) -> Result<i64, StorageError> {
        let row = sqlx::query("UPDATE places SET revision = revision WHERE id = $1 RETURNING revision")
            .bind(place.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        let row = row.ok_or_else(|| damaged(format_args!("no place {}", place.0)))?;
        Ok(row.try_get(0)?)
    }

    /// Notes that something of the place changes. It goes first in every change: whoever else changes the same place
    /// waits here until this one is done.
    pub(crate) async fn touch(&mut self, place: PlaceId) -> Result<(), StorageError> {
        let done = sqlx::query("UPDATE places SET revision = revision + 1 WHERE id = $1")
            .bind(place.0)
            .execute(&mut *self.tx)
            .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(damaged(format_args!("no place {}", place.0))) }
    }

    /// Replaces `place.toml`. Call [`Writing::touch`] first.
    pub(crate) async fn put_settings(&mut self, place: PlaceId, settings: &str) -> Result<(), StorageError> {
        sqlx::query("UPDATE places SET settings = $2 WHERE id = $1")
            .bind(place.0)
            .bind(settings.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Adds or replaces an achievement.
    pub(crate) async fn put_achievement(
        &mut self,
        place: PlaceId,
        slug: &Slug,
        source: &str,
    ) -> Result<(), StorageError> {
        sqlx::query("UPDATE places SET catalogue = catalogue + 1 WHERE id = $1")
            .bind(place.0)
            .execute(&mut *self.tx)
            .await?;
        sqlx::query(
            "INSERT INTO achievements (place, slug, source) VALUES ($1, $2, $3) \
             ON CONFLICT (place, slug) DO UPDATE SET source = excluded.source",
        )
        .bind(place.0)
        .bind(slug.as_str().to_owned())
        .bind(source.to_owned())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}

/// The path of a base below its host: empty, or `/lieu`.
fn path_of(base: &Addresses) -> String {
    let rest = base.base().split_once("//").map_or("", |(_, rest)| rest);
    rest.split_once('/').map_or(String::new(), |(_, path)| format!("/{path}"))
}

fn read(row: &AnyRow) -> Result<StoredPlace, StorageError> {
    Ok(StoredPlace {
        id: PlaceId(row.try_get(0)?),
        base: row.try_get(1)?,
        settings: row.try_get(2)?,
        revision: row.try_get(3)?,
    })
}
