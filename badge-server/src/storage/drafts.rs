//! Achievements that are being written: nobody outside the team sees them.

use badge_core::place::Slug;
use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing, damaged};

impl Reading {
    /// The drafts of a place, by their short names.
    pub(crate) async fn drafts(&mut self, place: PlaceId) -> Result<Vec<(Slug, String)>, StorageError> {
        let rows = sqlx::query("SELECT slug, source FROM drafts WHERE place = $1 ORDER BY slug")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        let mut drafts = Vec::with_capacity(rows.len());
        for row in &rows {
            let slug: String = row.try_get(0)?;
            let slug = Slug::parse(&slug).ok_or_else(|| damaged(format_args!("draft {slug}")))?;
            drafts.push((slug, row.try_get(1)?));
        }
        Ok(drafts)
    }

    /// One draft.
    pub(crate) async fn draft(&mut self, place: PlaceId, slug: &Slug) -> Result<Option<String>, StorageError> {
        let row = sqlx::query("SELECT source FROM drafts WHERE place = $1 AND slug = $2")
            .bind(place.0)
            .bind(slug.as_str().to_owned())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}

impl Writing {
    /// Keeps a draft in the place of an earlier one.
    pub(crate) async fn put_draft(
        &mut self,
        place: PlaceId,
        slug: &Slug,
        source: &str,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO drafts (place, slug, source, saved) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (place, slug) DO UPDATE SET source = excluded.source, saved = excluded.saved",
        )
        .bind(place.0)
        .bind(slug.as_str().to_owned())
        .bind(source.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets a draft. `true` if there was one.
    pub(crate) async fn remove_draft(&mut self, place: PlaceId, slug: &Slug) -> Result<bool, StorageError> {
        let done = sqlx::query("DELETE FROM drafts WHERE place = $1 AND slug = $2")
            .bind(place.0)
            .bind(slug.as_str().to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
