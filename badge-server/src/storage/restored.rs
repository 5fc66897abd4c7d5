//! A database that was put back from a copy: what waited in it may have been done since, by the server that it is a copy of.

use super::{StorageError, Writing};

impl Writing {
    /// Sends, tells and awards nothing that waited; people decide. Nobody is signed in, and links that were sent are over:
    /// they may have been used since.
    pub(crate) async fn restored(&mut self, now: i64) -> Result<(), StorageError> {
        for sql in [
            "UPDATE letters SET state = 'uncertain', answer = 'restored', sealed = NULL, changed = $1 \
             WHERE state IN ('waiting', 'handing')",
            "UPDATE deliveries SET state = 'failed', answer = 'restored', tried = $1 WHERE state = 'waiting'",
            "UPDATE batches SET stopped = $1 WHERE stopped IS NULL AND EXISTS (SELECT seq FROM batch_rows r \
             WHERE r.place = batches.place AND r.batch = batches.id AND r.state = 'waiting')",
            "UPDATE jobs SET done = $1, lease = NULL WHERE done IS NULL AND kind IN ('link', 'mail', 'delivery', 'batch')",
        ] {
            sqlx::query(sql).bind(now).execute(&mut *self.tx).await?;
        }
        for sql in [
            "UPDATE batch_rows SET state = 'stopped', wish = NULL WHERE state = 'waiting'",
            "DELETE FROM sessions",
            "DELETE FROM links",
        ] {
            sqlx::query(sql).execute(&mut *self.tx).await?;
        }
        Ok(())
    }
}
