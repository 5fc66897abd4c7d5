//! Work that goes on when nobody waits for it: who does it, and until when.

use sqlx::Row as _;

use super::{Lot, PlaceId, Reading, StorageError, Writing};

/// No lease ends later than this, in seconds, after it was given: one that does was given by a clock that was wrong, and
/// nobody waits for it.
const LONGEST_LEASE: i64 = 10 * 60;
/// No job is put off for longer.
const LONGEST_WAIT: i64 = 2 * 24 * 60 * 60;

/// Which jobs: none of them waits for those of another lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Those that wait for the mail server, which may be slow.
    Letters,
    /// Those that wait for machines of others, which may be slower: webhooks, and whether endorsements still hold.
    Outside,
    /// Status lists: signed however much else there is to do.
    Lists,
    /// Those that wait for nobody.
    AllElse,
}

impl Lane {
    /// Which kinds of jobs these are, and in which order: those that go first, first.
    ///
    /// Letters about badges take turns by place: one of the next place that has any, after the place that had the last. So
    /// those of a cohort hold up its own place's, and nobody else's. Each question has an index of its own, with these very
    /// words as its condition, that finds the next one in a step. `after` is where the number of that place stands: bound, so
    /// that there is one text for all places.
    pub(super) fn questions(self, after: &str) -> Vec<(String, &'static str)> {
        let oldest = |kinds: &str| (kinds.to_owned(), "due, id");
        match self {
            Self::Letters => vec![
                oldest("kind = 'link'"),
                (format!("kind = 'mail' AND place > {after}"), "place, due, id"),
                (format!("kind = 'mail' AND place <= {after}"), "place, due, id"),
            ],
            Self::Outside => vec![oldest("kind IN ('delivery', 'endorsements')")],
            Self::Lists => vec![oldest("kind = 'lists'")],
            Self::AllElse => vec![oldest("kind NOT IN ('link', 'mail', 'delivery', 'endorsements', 'lists')")],
        }
    }
}

/// Whose turn it is in a lane.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next<'a> {
    pub(crate) lane: Lane,
    /// Places whose turn it is not.
    pub(crate) not: &'a [PlaceId],
    /// The place that had the last turn, where places take turns.
    pub(crate) after: PlaceId,
}

#[cfg(test)]
impl Next<'_> {
    /// Whatever has been due the longest.
    pub(crate) const fn of(lane: Lane) -> Self {
        Self { lane, not: &[], after: PlaceId::NONE }
    }
}

/// A job that is somebody's for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) place: PlaceId,
    pub(crate) kind: String,
    pub(crate) subject: String,
    /// How often it was begun, this time included.
    pub(crate) attempts: i64,
}

/// The condition that a job is of none of these places. Numbers only: there is nothing to escape.
fn others(not: &[PlaceId]) -> String {
    if not.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = not.iter().map(|place| place.0.to_string()).collect();
    format!(" AND place NOT IN ({})", numbers.join(", "))
}

impl Reading {
    /// Whether there is a job to be taken.
    pub(crate) async fn has_work(&mut self, next: Next<'_>, now: i64) -> Result<bool, StorageError> {
        let others = others(next.not);
        for (kind, _) in next.lane.questions("$3") {
            let turns = kind.contains("$3");
            let sql = format!(
                "SELECT id FROM jobs WHERE done IS NULL AND {kind} AND due <= $1{others} \
                 AND (lease IS NULL OR lease < $1 OR lease > $2) LIMIT 1"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).bind(now + LONGEST_LEASE);
            let query = if turns { query.bind(next.after.0) } else { query };
            if query.fetch_optional(&mut *self.tx).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Lot {
    /// A job.
    pub(crate) fn job(&mut self, place: PlaceId, id: &str, (kind, subject): (&str, &str), due: i64) {
        self.add(
            "INSERT INTO jobs (id, place, kind, subject, due, attempts) VALUES ($1, $2, $3, $4, $5, 0)",
            vec![id.into(), place.0.into(), kind.into(), subject.into(), due.into()],
        );
    }
}

impl Writing {
    /// Adds a job.
    pub(crate) async fn add_job(
        &mut self,
        place: PlaceId,
        id: &str,
        (kind, subject): (&str, &str),
        due: i64,
    ) -> Result<(), StorageError> {
        let mut lot = Lot::default();
        lot.job(place, id, (kind, subject), due);
        self.run(lot).await
    }

    /// Sees to it that each place with an address has a job of a kind that comes round, by a name of its own.
    pub(crate) async fn ensure_rounds(&mut self, kind: &str, due: i64) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO jobs (id, place, kind, subject, due, attempts) \
             SELECT $1 || '-' || CAST(id AS TEXT), id, $2, '', $3, 0 FROM places WHERE base IS NOT NULL \
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(kind.to_owned())
        .bind(kind.to_owned())
        .bind(due)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Takes the job whose turn it is, for itself alone, until the lease ends.
    pub(crate) async fn take_job(
        &mut self,
        holder: &str,
        next: Next<'_>,
        (now, lease): (i64, i64),
    ) -> Result<Option<Job>, StorageError> {
        let others = others(next.not);
        for (kind, order) in next.lane.questions("$5") {
            let turns = kind.contains("$5");
            // Whoever comes second finds that it is no longer free: the condition is looked at again in the update.
            let sql = format!(
                "UPDATE jobs SET holder = $1, lease = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM jobs \
                 WHERE done IS NULL AND {kind} AND due <= $3{others} AND (lease IS NULL OR lease < $3 OR lease > $4) \
                 ORDER BY {order} LIMIT 1) \
                 AND done IS NULL AND (lease IS NULL OR lease < $3 OR lease > $4) \
                 RETURNING id, place, kind, subject, attempts"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(holder.to_owned())
                .bind(lease)
                .bind(now)
                .bind(now + LONGEST_LEASE);
            let query = if turns { query.bind(next.after.0) } else { query };
            let row = query.fetch_optional(&mut *self.tx).await?;
            let Some(row) = row else { continue };
            return Ok(Some(Job {
                id: row.try_get(0)?,
                place: PlaceId(row.try_get(1)?),
                kind: row.try_get(2)?,
                subject: row.try_get(3)?,
                attempts: row.try_get(4)?,
            }));
        }
        Ok(None)
    }

    /// Keeps a job for longer. `false` where somebody else has it by now.
    pub(crate) async fn renew_job(&mut self, id: &str, holder: &str, lease: i64) -> Result<bool, StorageError> {
        let done = sqlx::query("UPDATE jobs SET lease = $3 WHERE id = $1 AND holder = $2 AND done IS NULL")
            .bind(id.to_owned())
            .bind(holder.to_owned())
            .bind(lease)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives a job back, to be done again later.
    pub(crate) async fn put_off_job(&mut self, id: &str, holder: &str, due: i64) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE jobs SET lease = NULL, holder = NULL, due = $3 WHERE id = $1 AND holder = $2 AND done IS NULL",
        )
        .bind(id.to_owned())
        .bind(holder.to_owned())
        .bind(due)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Gives a job back of which some is done. All that its place wants of the kind goes behind what others wait for: so
    /// places take turns, whatever they bring.
    pub(crate) async fn give_back_job(&mut self, job: &Job, holder: &str, now: i64) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE jobs SET due = $1 WHERE done IS NULL AND due <= $1 AND place = $2 AND kind = $3 \
             AND (lease IS NULL OR holder = $4)",
        )
        .bind(now)
        .bind(job.place.0)
        .bind(job.kind.clone())
        .bind(holder.to_owned())
        .execute(&mut *self.tx)
        .await?;
        // What went well is no attempt that failed.
        sqlx::query(
            "UPDATE jobs SET lease = NULL, holder = NULL, attempts = 0, due = $3 WHERE id = $1 AND holder = $2",
        )
        .bind(job.id.clone())
        .bind(holder.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Notes that a job is done. Those that were done a week ago are forgotten.
    pub(crate) async fn finish_job(&mut self, id: &str, holder: &str, now: i64) -> Result<(), StorageError> {
        sqlx::query("UPDATE jobs SET lease = NULL, done = $3 WHERE id = $1 AND holder = $2")
            .bind(id.to_owned())
            .bind(holder.to_owned())
            .bind(now)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Makes jobs due that a clock put off which was wrong.
    pub(crate) async fn mend_jobs(&mut self, now: i64) -> Result<(), StorageError> {
        sqlx::query("UPDATE jobs SET due = $1 WHERE done IS NULL AND due > $2")
            .bind(now)
            .bind(now + LONGEST_WAIT)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Forgets jobs that were done before an instant.
    pub(crate) async fn forget_jobs(&mut self, before: i64) -> Result<u64, StorageError> {
        let done = sqlx::query("DELETE FROM jobs WHERE done < $1").bind(before).execute(&mut *self.tx).await?;
        Ok(done.rows_affected())
    }
}
