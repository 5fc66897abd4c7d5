//! What else a place's folder holds, by its path there. The bytes are in the object store, under their digest.

use sqlx::Row as _;

use super::{Lot, PlaceId, Reading, StorageError, Writing};

/// The note beside an accepted endorsement: where there is one, it is looked at again.
const ACCEPTED: &str = "/accepted.json";

impl Reading {
    /// The digest of the file at a path.
    pub(crate) async fn file(&mut self, place: PlaceId, path: &str) -> Result<Option<String>, StorageError> {
        let row = sqlx::query("SELECT sha256 FROM files WHERE place = $1 AND path = $2")
            .bind(place.0)
            .bind(path.to_owned())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Whether any path has these bytes.
    pub(crate) async fn is_held(&mut self, place: PlaceId, digest: &str) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT path FROM files WHERE place = $1 AND sha256 = $2 LIMIT 1")
            .bind(place.0)
            .bind(digest.to_owned())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.is_some())
    }

    /// Paths and digests of all files but those of awards, of which there may be a million.
    pub(crate) async fn files_but_of_awards(&mut self, place: PlaceId) -> Result<Vec<(String, String)>, StorageError> {
        // `0` is the sign behind `/`.
        let sql = "SELECT path, sha256 FROM files WHERE place = $1 AND path < 'awards/' \
                   UNION ALL SELECT path, sha256 FROM files WHERE place = $1 AND path >= 'awards0'";
        let rows = sqlx::query(sql).bind(place.0).fetch_all(&mut *self.tx).await?;
        let mut files: Vec<(String, String)> = Vec::with_capacity(rows.len());
        for row in &rows {
            files.push((row.try_get(0)?, row.try_get(1)?));
        }
        files.sort();
        Ok(files)
    }

    /// Paths and digests of all files below a folder (`awards/…/`), or of all where it is empty, sorted by path.
    pub(crate) async fn files(&mut self, place: PlaceId, below: &str) -> Result<Vec<(String, String)>, StorageError> {
        // The range of texts that begin so: an index serves it, and no character of it means something else.
        let rows = sqlx::query(
            "SELECT path, sha256 FROM files WHERE place = $1 AND path >= $2 AND path < $4 AND substr(path, 1, $3) = $2 \
             ORDER BY path",
        )
        .bind(place.0)
        .bind(below.to_owned())
        .bind(i32::try_from(below.chars().count()).unwrap_or(i32::MAX))
        // Behind the last of them: without it, everything that comes after the folder would be read.
        .bind(format!("{below}\u{10ffff}"))
        .fetch_all(&mut *self.tx)
        .await?;
        let mut files = Vec::with_capacity(rows.len());
        for row in &rows {
            files.push((row.try_get(0)?, row.try_get(1)?));
        }
        // The engines sort differently; ours is by bytes.
        files.sort();
        Ok(files)
    }
}

impl Writing {
    /// Takes away a file. Its bytes are noted as left over: see [`crate::app::removing`].
    pub(crate) async fn remove_file(&mut self, place: PlaceId, path: &str) -> Result<(), StorageError> {
        if let Some(folder) = path.strip_suffix(ACCEPTED) {
            sqlx::query("DELETE FROM watched WHERE place = $1 AND folder = $2")
                .bind(place.0)
                .bind(folder.to_owned())
                .execute(&mut *self.tx)
                .await?;
        }
        self.leave(place, path, "").await?;
        sqlx::query("DELETE FROM files WHERE place = $1 AND path = $2")
            .bind(place.0)
            .bind(path.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Notes that a file lies at a path, and that other bytes that lay there are left over. Its own are in the object store
    /// already.
    pub(crate) async fn put_file(&mut self, place: PlaceId, path: &str, digest: &str) -> Result<(), StorageError> {
        self.leave(place, path, digest).await?;
        let mut lot = Lot::default();
        lot.file(place, path, digest);
        self.run(lot).await
    }

    /// Notes that what lies at a path is left over, unless it has that digest. Whether something else holds the same bytes is
    /// looked at when they would go.
    async fn leave(&mut self, place: PlaceId, path: &str, digest: &str) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO leftovers (owner, sha256) SELECT place, sha256 FROM files \
             WHERE place = $1 AND path = $2 AND sha256 <> $3 ON CONFLICT (owner, sha256) DO NOTHING",
        )
        .bind(place.0)
        .bind(path.to_owned())
        .bind(digest.to_owned())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}

impl Lot {
    /// That a file lies at a path, where there was none. Its bytes are in the object store already.
    pub(crate) fn file(&mut self, place: PlaceId, path: &str, digest: &str) {
        if let Some(folder) = path.strip_suffix(ACCEPTED) {
            self.add(
                "INSERT INTO watched (place, folder) VALUES ($1, $2) ON CONFLICT (place, folder) DO NOTHING",
                vec![place.0.into(), folder.into()],
            );
        }
        self.add(
            "INSERT INTO files (place, path, sha256) VALUES ($1, $2, $3) \
             ON CONFLICT (place, path) DO UPDATE SET sha256 = excluded.sha256",
            vec![place.0.into(), path.into(), digest.into()],
        );
    }
}
