//! Objects that are put before anything points to them. Whatever is cut short between the two must not leave them for ever, and
//! what is left over must not be removed while somebody puts it again.
//!
//! In a folder each is noted by a name beside it (a few microseconds); for a bucket, which takes much longer than a database
//! anyway, it is a row of `leftovers` in a transaction before. Whoever then makes something point to them asks whether they
//! are still there, in the same transaction, while the place is held: nobody removes them meanwhile.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use super::objects::{Folder, named};
use super::{PlaceId, Storage, StorageError, Writing};

/// The longest that is waited for somebody who is just removing the same object, and how often it is looked.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(100);

/// Somebody is just removing the same object. It is worth asking again soon.
#[derive(Debug, thiserror::Error)]
#[error("the same object is just being removed")]
pub(crate) struct Going;

/// Objects that were put. Where nothing comes to point to them, they are removed some time later.
#[derive(Debug)]
#[must_use]
pub(crate) struct Coming {
    place: PlaceId,
    digests: Vec<String>,
    noted: Noted,
}

/// Where it is noted that they came.
#[derive(Debug)]
enum Noted {
    Beside(Folder, Vec<PathBuf>),
    InRows,
}

impl Coming {
    /// In the order in which they were given.
    pub(crate) fn digests(&self) -> &[String] {
        &self.digests
    }

    /// Something points to them, and lasts.
    pub(crate) fn kept(self) {
        if let Noted::Beside(folder, names) = self.noted {
            folder.kept(names);
        }
    }
}

impl Storage {
    /// Puts objects there; they last when this returns. What nothing points to when `due` (Unix seconds) comes, is removed.
    ///
    /// # Errors
    /// See [`StorageError`]; [`StorageError::Going`] where one of them is being removed all the time.
    pub(crate) async fn put_all(&self, place: PlaceId, all: Vec<Vec<u8>>, due: i64) -> Result<Coming, StorageError> {
        if let Some(folder) = self.objects.as_folder() {
            let (digests, names) = folder.put_all(place, all, Some(due)).await?;
            return Ok(Coming { place, digests, noted: Noted::Beside(folder.clone(), names) });
        }
        // One order for all: whoever notes the same ones at the same time waits, and does not stand in the way.
        let names: BTreeSet<String> = all.iter().map(|bytes| named(bytes)).collect();
        let until = tokio::time::Instant::now() + PATIENCE;
        while !self.noted(place, &names, due).await? {
            if tokio::time::Instant::now() >= until {
                return Err(StorageError::Going(Going));
            }
            tokio::time::sleep(LOOK).await;
        }
        let digests = self.objects.put_all(place, all).await?;
        Ok(Coming { place, digests, noted: Noted::InRows })
    }

    /// Notes that they come; `false` where somebody is just removing one of them.
    async fn noted(&self, place: PlaceId, digests: &BTreeSet<String>, due: i64) -> Result<bool, StorageError> {
        if digests.is_empty() {
            return Ok(true);
        }
        let mut work = self.write().await?;
        for digest in digests {
            let done = sqlx::query(
                "INSERT INTO leftovers (owner, sha256, due) VALUES ($1, $2, $3) ON CONFLICT (owner, sha256) DO UPDATE \
                 SET due = CASE WHEN leftovers.due > excluded.due THEN leftovers.due ELSE excluded.due END \
                 WHERE leftovers.going IS NULL",
            )
            .bind(place.0)
            .bind(digest.clone())
            .bind(due)
            .execute(&mut *work.tx)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
        }
        work.save().await?;
        Ok(true)
    }

    /// Notes in the database what came into a folder long ago, and nobody said that something points to it: so many at a time.
    /// Tells how many there were.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn note_what_came(&self, now: i64, most: usize) -> Result<usize, StorageError> {
        let Some(folder) = self.objects.as_folder() else { return Ok(0) };
        let came = folder.came(now, most).await?;
        if !came.is_empty() {
            let mut work = self.write().await?;
            work.note_leftovers(came.iter().map(|came| (came.place, came.digest.as_str()))).await?;
            work.save().await?;
        }
        let count = came.len();
        folder.noted(came).await?;
        Ok(count)
    }
}

impl Writing {
    /// Takes up what was put: from now on something points to it, once this is saved. Hold the place first. `false` where one of
    /// them was removed again, or is being removed: nothing may point to it then, and it has to be put again.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn take_up(&mut self, coming: &Coming) -> Result<bool, StorageError> {
        let digests: BTreeSet<&String> = coming.digests.iter().collect();
        if let Noted::Beside(folder, _) = &coming.noted {
            // In a folder, it is removed while the place is held, as it is now.
            return Ok(digests.into_iter().all(|digest| folder.is_there(coming.place, digest)));
        }
        for digest in digests {
            let done = sqlx::query("DELETE FROM leftovers WHERE owner = $1 AND sha256 = $2 AND going IS NULL")
                .bind(coming.place.0)
                .bind(digest.clone())
                .execute(&mut *self.tx)
                .await?;
            // Somebody else may have put the same, and taken it up.
            if done.rows_affected() == 0 && !self.is_held(coming.place, digest).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
