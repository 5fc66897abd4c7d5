//! A copy of the whole database, and what it needs beside it. SQLite only: PostgreSQL has tools of its own.

use std::path::Path;

use sqlx::Row as _;

use super::{PlaceId, Storage, StorageError};

impl Storage {
    /// Copies the database as it is at one instant into a new file, while others read and write.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn snapshot(&self, path: &Path) -> Result<(), StorageError> {
        // Into an empty file of ours: SQLite would make one that everybody may read.
        crate::private::file(path).map_err(|source| StorageError::File { path: path.to_owned(), source })?;
        let path = path.to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO $1").bind(path).execute(&self.pool).await?;
        Ok(())
    }

    /// Objects to which such a copy points, after that one, at most so many, by place and digest.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn objects_of_snapshot(
        &self,
        path: &Path,
        after: &(PlaceId, String),
        most: i64,
    ) -> Result<Vec<(PlaceId, String)>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        // Nobody else gets the connection that has the copy beside its own database.
        connection.close_on_drop();
        sqlx::query("ATTACH DATABASE $1 AS copied")
            .bind(path.to_string_lossy().into_owned())
            .execute(&mut *connection)
            .await?;
        let rows = sqlx::query(
            "SELECT DISTINCT place, sha256 FROM copied.files WHERE (place, sha256) > ($1, $2) \
             ORDER BY place, sha256 LIMIT $3",
        )
        .bind(after.0.0)
        .bind(after.1.clone())
        .bind(most)
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(|row| Ok((PlaceId(row.try_get(0)?), row.try_get(1)?))).collect()
    }
}
