//! Two connections of a file that go from hand to hand: the one that writes, and the one that answers a single question.
//!
//! A pool asks each connection that is given back whether it still is one, by a task of its own: two more threads are woken for
//! it than the question itself needs, and a file does not hang up. And whoever writes finds in memory what the one before
//! wrote, where another connection would read it again. Where one of them is taken, the pool has others.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AnyPool, Executor as _};
use tokio::time::Instant;

use super::health::is_busy;

/// How many connections stay here at most, besides those of the pool.
pub(super) const MOST: u32 = 2;
/// How long one stays: then it goes back to the pool, which asks it whether it still is one.
const STAYS: Duration = Duration::from_secs(30);

/// What a connection is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Transactions that write.
    Writing,
    /// Questions without a transaction.
    Asking,
}

/// Where they lie while nobody has them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Rack(Arc<Mutex<Lying>>);

#[derive(Debug, Default)]
struct Lying {
    writing: Option<Lain>,
    asking: Option<Lain>,
    /// Nothing is kept any more: the pool waits for its connections.
    is_closed: bool,
}

/// A connection, and since when it is none of the pool's.
type Lain = (PoolConnection<Any>, Instant);

impl Lying {
    const fn spot(&mut self, what: For) -> &mut Option<Lain> {
        match what {
            For::Writing => &mut self.writing,
            For::Asking => &mut self.asking,
        }
    }
}

impl Drop for Lying {
    fn drop(&mut self) {
        // To give it back takes a runtime, which may be gone; and so is the pool.
        for (connection, _) in [self.writing.take(), self.asking.take()].into_iter().flatten() {
            drop(connection.leak());
        }
    }
}

impl Rack {
    fn lying(&self) -> MutexGuard<'_, Lying> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one that is kept for this, or one of the pool.
    pub(super) async fn take(&self, pool: &AnyPool, what: For) -> Result<Kept, sqlx::Error> {
        let lying = self.lying().spot(what).take();
        let (connection, since) = match lying {
            Some(lain) => lain,
            None => (pool.acquire().await?, Instant::now()),
        };
        Ok(Kept { connection: Some(connection), since, rack: self.clone(), what, is_open: false })
    }

    /// How many lie here.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        let lying = self.lying();
        usize::from(lying.writing.is_some()) + usize::from(lying.asking.is_some())
    }

    /// Gives back what lies here, and keeps nothing from now on.
    pub(super) fn close(&self) {
        let mut lying = self.lying();
        lying.is_closed = true;
        drop((lying.writing.take(), lying.asking.take()));
    }
}

/// A connection for as long as somebody has it. Dropped, it is kept for the next one.
#[derive(Debug)]
pub(super) struct Kept {
    connection: Option<PoolConnection<Any>>,
    since: Instant,
    rack: Rack,
    what: For,
    /// A transaction was begun on it, and has not ended.
    is_open: bool,
}

impl Kept {
    /// Begins a transaction.
    pub(super) async fn begin(mut self, how: &'static str) -> Result<Self, sqlx::Error> {
        // Before it is one: whoever waits for it may be gone before it answers.
        self.is_open = true;
        if let Err(error) = self.fetch_optional(sqlx::query(how)).await {
            // Others write for long. Whatever else it is, this connection is one no more: it is closed.
            self.is_open = !is_busy(&error);
            return Err(error);
        }
        Ok(self)
    }

    /// Begins a transaction with its first question, in one trip: `asked` is both.
    pub(super) async fn begin_asking(
        mut self,
        asked: Query<'_, Any, <Any as sqlx::Database>::Arguments>,
    ) -> Result<(Self, Vec<AnyRow>), sqlx::Error> {
        // Whichever of the two fails, the connection is closed.
        self.is_open = true;
        let rows = self.fetch_all(asked).await?;
        Ok((self, rows))
    }

    pub(super) const fn is_open(&self) -> bool {
        self.is_open
    }

    /// The transaction was ended along with what was asked, or nobody knows.
    pub(super) const fn has_ended(&mut self, ended: bool) {
        self.is_open &= !ended;
    }

    /// Makes it last.
    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        if self.is_open {
            // It tells no rows, and is done once it says so.
            self.fetch_optional(sqlx::query("COMMIT")).await?;
            self.is_open = false;
        }
        Ok(())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if self.is_open {
            // Closed, it forgets all that was not committed.
            connection.close_on_drop();
            return;
        }
        let mut lying = self.rack.lying();
        if !lying.is_closed && self.since.elapsed() < STAYS && lying.spot(self.what).is_none() {
            *lying.spot(self.what) = Some((connection, self.since));
            return;
        }
        drop(lying);
        // Back to the pool.
        drop(connection);
    }
}

/// What is there until it is dropped.
const HELD: &str = "a connection is held until it is dropped";

impl Deref for Kept {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        self.connection.as_ref().expect(HELD)
    }
}

impl DerefMut for Kept {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.connection.as_mut().expect(HELD)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Database, Objects, Storage};
    use super::STAYS;

    async fn opened(dir: &tempfile::TempDir) -> Storage {
        let database = Database::Sqlite(dir.path().join("badge.sqlite"));
        Storage::open(&database, Objects::folder(&dir.path().join("objects"))).await.unwrap()
    }

    #[tokio::test]
    async fn the_next_who_writes_has_the_same_connection_unless_it_was_left_in_the_middle() {
        let dir = tempfile::tempdir().unwrap();
        let storage = opened(&dir).await;
        // Only the connection that made it sees such a table.
        let mut work = storage.write().await.unwrap();
        sqlx::query("CREATE TEMP TABLE own (n BIGINT)").execute(&mut *work.tx).await.unwrap();
        work.save().await.unwrap();
        let mut work = storage.write().await.unwrap();
        sqlx::query("INSERT INTO own (n) VALUES (1)").execute(&mut *work.tx).await.unwrap();
        work.reserve_place().await.unwrap();
        drop(work);
        let mut work = storage.write().await.unwrap();
        assert!(sqlx::query("SELECT n FROM own").fetch_all(&mut *work.tx).await.is_err(), "another one");
        work.reserve_place().await.unwrap();
        drop(work);
        assert_eq!(storage.count("gone").await.unwrap(), 0, "nothing of it was saved");
        // Two at once each have one, of which one is kept.
        let (first, second) = (storage.glance().await.unwrap(), storage.glance().await.unwrap());
        drop((first, second));
        assert_eq!(storage.rack.count(), 1);
        // Nothing is kept from whoever ends it, however late it is given back.
        let late = storage.glance().await.unwrap();
        let closing = tokio::spawn({
            let storage = storage.clone();
            async move { storage.close().await }
        });
        while !storage.pool.is_closed() {
            tokio::task::yield_now().await;
        }
        drop(late);
        closing.await.unwrap();
        assert_eq!(storage.rack.count(), 0);
        assert!(storage.write().await.is_err() && storage.glance().await.is_err());
    }

    #[tokio::test]
    async fn after_a_while_it_goes_back_to_the_pool_however_often_it_was_used() {
        let dir = tempfile::tempdir().unwrap();
        let storage = opened(&dir).await;
        let begun = async |of_own: &str| {
            let mut work = storage.write().await.unwrap();
            // Only the connection that made it sees such a table.
            let done = sqlx::query(sqlx::AssertSqlSafe(of_own.to_owned())).execute(&mut *work.tx).await.is_ok();
            work.save().await.unwrap();
            done
        };
        assert!(begun("CREATE TEMP TABLE own (n BIGINT)").await && storage.rack.count() == 1);
        let since = storage.rack.lying().writing.as_ref().unwrap().1;
        assert!(begun("INSERT INTO own (n) VALUES (1)").await && storage.rack.count() == 1);
        assert_eq!(storage.rack.lying().writing.as_ref().unwrap().1, since, "it is not used anew");
        storage.rack.lying().writing.as_mut().unwrap().1 = since.checked_sub(STAYS).unwrap();
        assert!(begun("INSERT INTO own (n) VALUES (2)").await, "once more");
        assert_eq!(storage.rack.count(), 0, "and no more");
        begun("SELECT 1").await;
        assert!(storage.rack.count() == 1 && storage.rack.lying().writing.as_ref().unwrap().1 > since, "another while");
    }

    // Whoever comes next is not held up by what happened to a connection before.
    #[tokio::test]
    async fn a_connection_that_begins_nothing_more_is_closed() {
        let dir = tempfile::tempdir().unwrap();
        let storage = opened(&dir).await;
        let mut stuck = storage.rack.take(&storage.pool, super::For::Writing).await.unwrap();
        sqlx::query("BEGIN").execute(&mut *stuck).await.unwrap();
        drop(stuck);
        assert!(storage.write().await.is_err(), "it is in the middle of something");
        let mut work = storage.write().await.unwrap();
        work.reserve_place().await.unwrap();
        work.save().await.unwrap();
        assert_eq!(storage.count("gone").await.unwrap(), 1);
    }

    #[tokio::test]
    async fn those_who_write_at_once_come_one_after_the_other_and_whoever_is_gone_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Arc::new(opened(&dir).await);
        let mut all = Vec::new();
        for n in 0..20 {
            let storage = Arc::clone(&storage);
            let work = tokio::spawn(async move {
                let mut work = storage.write().await.unwrap();
                work.reserve_place().await.unwrap();
                work.save().await.unwrap();
            });
            // Some are gone before they are done, wherever they are by then.
            if n % 4 == 3 {
                for _ in 0..n {
                    tokio::task::yield_now().await;
                }
                work.abort();
            }
            all.push(work);
        }
        let mut done = 0;
        for work in all {
            done += i64::from(work.await.is_ok());
        }
        // Of one that is gone while it is being saved, nobody knows.
        let count = storage.count("gone").await.unwrap();
        assert!(done >= 15 && (done..=20).contains(&count), "{done} {count}");
    }

    #[test]
    fn a_storage_may_outlast_its_runtime() {
        let dir = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let storage = runtime.block_on(async {
            let storage = opened(&dir).await;
            drop(storage.glance().await.unwrap());
            assert!(storage.rack.count() > 0);
            storage
        });
        drop(runtime);
        drop(storage);
    }
}
