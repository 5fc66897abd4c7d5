//! Everything that lasts: a database (SQLite, or PostgreSQL with the feature `postgres`) and an object store.
//!
//! One implementation serves both engines: each query is written once, in the part of SQL that both understand, with
//! `$1`-style parameters and the types TEXT, BIGINT and BYTEA. [`Storage::read`] and [`Storage::write`] each begin one
//! transaction; what was written lasts once [`Writing::save`] has returned, and is forgotten if it is never called.
//! Absence is `None`, not an error. One file for each kind of row; each method names the place first.

mod accounts;
mod acts;
mod batches;
mod coming;
mod credentials;
mod drafts;
mod endorsements;
mod engine;
mod files;
mod health;
mod holders;
mod hooks;
mod jobs;
mod kept;
mod keys;
mod letters;
mod line;
mod links;
mod look;
mod lot;
mod newest;
pub(crate) mod objects;
mod people;
mod places;
mod presses;
mod refusals;
pub(crate) mod register;
mod removing;
mod restored;
mod sealed;
mod several;
mod snapshot;
mod status;
mod tables;
mod team;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::any::AnyRow;
use sqlx::query::Query;
use sqlx::{Any, AnyPool};

pub(crate) use accounts::{Account, AccountId, StoredSession};
pub(crate) use acts::{Act, Actor};
pub(crate) use batches::{BatchRow, StoredBatch};
pub(crate) use coming::{Coming, Going};
pub(crate) use endorsements::Offer;
pub(crate) use engine::Database;
pub(crate) use hooks::{Delivery, StoredHook, Told};
pub(crate) use jobs::{Job, Lane, Next};
pub(crate) use keys::StoredKey;
pub(crate) use letters::StoredLetter;
use line::Line;
pub(crate) use look::Whom;
pub(crate) use lot::Lot;
pub(crate) use newest::Wanted;
pub(crate) use objects::{Objects, Shelf};
pub(crate) use people::{join, only};
pub(crate) use removing::Leftover;
pub(crate) use sealed::SEALED;
pub(crate) use status::SignedList;
pub(crate) use tables::{Ending, StoredTable, WaitingTable};
pub(crate) use team::Invitation;
pub(crate) use tokens::{StoredAnswer, StoredToken};
pub(crate) use words::Found;

/// Names a place in the database. It appears in no address that is published: those of the team's pages are for the
/// team alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PlaceId(pub(crate) i64);

impl PlaceId {
    /// None of the places: what is the server's own. No place has this number.
    pub(crate) const NONE: Self = Self(0);
}

/// The world is at fault: a 500 and a line in the log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum StorageError {
    /// The database refuses or cannot be reached.
    #[error("the database")]
    Database(#[from] sqlx::Error),
    /// The database took the call and said nothing, or nobody is at its address.
    #[error("the database does not answer")]
    Silent,
    /// A newer version of this program brought the tables up to date: this one does not know them.
    #[error("the tables of the database are of a newer version")]
    Newer,
    /// The tables could not be brought up to date.
    #[error("the tables of the database")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// This binary was built without the engine.
    #[error("built without PostgreSQL: build with --features postgres")]
    NoPostgres,
    /// This binary was built without the store.
    #[cfg(not(feature = "s3"))]
    #[error("built without S3: build with --features s3")]
    NoS3,
    /// The object store refuses or cannot be reached.
    #[cfg(feature = "s3")]
    #[error("the object store, to {what}")]
    Store {
        /// What was to be done: permanent words.
        what: &'static str,
        /// What it said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Somebody is just removing an object that is to be put again.
    #[error("the object store")]
    Going(#[source] Going),
    /// A file of the data folder.
    #[error("{}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A row that this program did not write, or a file that somebody changed.
    #[error("damaged: {what}")]
    Damaged {
        /// Table and row, or the object's name.
        what: String,
    },
}

/// Whether what caused an error is that the database or the object store is not there, has no time or no room left, as opposed
/// to refusing something: then it is worth asking again soon.
pub(crate) fn is_away(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        #[cfg(feature = "s3")]
        if error.downcast_ref::<objects::S3Error>().is_some_and(objects::S3Error::is_away) {
            return true;
        }
        if error.is::<Going>() {
            return true;
        }
        if error.downcast_ref::<std::io::Error>().is_some_and(health::is_no_room) {
            return true;
        }
        let passes = |error| health::is_away(error) || health::is_busy(error) || health::is_full(error);
        if error.downcast_ref::<sqlx::Error>().is_some_and(passes) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The open database and object store. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Storage {
    pool: AnyPool,
    /// Connections of a file that do not go back to the pool each time.
    rack: kept::Rack,
    engine: engine::Engine,
    health: health::Health,
    /// How often anything was saved through this handle: what was read before may be another since.
    writes: Arc<AtomicU64>,
    /// How often anything was handed over to the database.
    trips: Arc<AtomicU64>,
    /// Pictures and other files, by the digest of their bytes.
    pub(crate) objects: Objects,
}

/// A transaction that reads: it sees one instant.
pub(crate) struct Reading {
    tx: Line,
    engine: engine::Engine,
}

/// A transaction that reads and writes. Dropped without [`Writing::save`], it did nothing.
pub(crate) struct Writing(Reading, Arc<AtomicU64>);

impl Storage {
    /// Opens the database, brings its tables up to date, and opens the object store.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn open(database: &Database, objects: Objects) -> Result<Self, StorageError> {
        let (pool, engine) = engine::open(database).await?;
        engine::migrate(&pool, engine, i64::MAX).await?;
        let storage = Self {
            pool,
            rack: kept::Rack::default(),
            engine,
            health: health::Health::default(),
            writes: Arc::default(),
            trips: Arc::default(),
            objects,
        };
        storage.derive_words().await?;
        Ok(storage)
    }

    /// Begins to read.
    pub(crate) async fn read(&self) -> Result<Reading, StorageError> {
        Ok(Reading { tx: self.begin(self.engine.begin_read()).await?, engine: self.engine })
    }

    /// For a single question, or for several whose answers need not be of one instant: without a transaction, which costs
    /// two more trips.
    pub(crate) async fn glance(&self) -> Result<Reading, StorageError> {
        let _asking = self.health.ask()?;
        let trips = Arc::clone(&self.trips);
        let tx = match self.engine {
            engine::Engine::Sqlite => {
                let taken = self.rack.take(&self.pool, kept::For::Asking).await;
                self.health.note(&taken);
                Line::kept(taken?, trips)
            }
            engine::Engine::Postgres => {
                let taken = self.pool.acquire().await;
                self.health.note(&taken);
                Line::alone(taken?, trips)
            }
        };
        Ok(Reading { tx, engine: self.engine })
    }

    /// Begins to write. SQLite lets one writer in at a time: the others wait here, and not in the middle.
    pub(crate) async fn write(&self) -> Result<Writing, StorageError> {
        let how = self.engine.begin_write();
        let tx = match self.engine {
            engine::Engine::Sqlite => {
                let _asking = self.health.ask()?;
                let begun = match self.rack.take(&self.pool, kept::For::Writing).await {
                    Ok(taken) => taken.begin(how).await,
                    Err(error) => Err(error),
                };
                self.health.note(&begun);
                Line::kept(begun?, Arc::clone(&self.trips))
            }
            engine::Engine::Postgres => self.begin(how).await?,
        };
        Ok(Writing(Reading { tx, engine: self.engine }, Arc::clone(&self.writes)))
    }

    /// Begins to write to a file with the first question, which says both.
    async fn write_asking(
        &self,
        asked: Query<'_, Any, <Any as sqlx::Database>::Arguments>,
    ) -> Result<(Writing, Vec<AnyRow>), StorageError> {
        let _asking = self.health.ask()?;
        let begun = match self.rack.take(&self.pool, kept::For::Writing).await {
            Ok(taken) => taken.begin_asking(asked).await,
            Err(error) => Err(error),
        };
        self.health.note(&begun);
        let (kept, rows) = begun?;
        let tx = Line::kept(kept, Arc::clone(&self.trips));
        Ok((Writing(Reading { tx, engine: self.engine }, Arc::clone(&self.writes)), rows))
    }

    async fn begin(&self, how: &'static str) -> Result<Line, StorageError> {
        let _asking = self.health.ask()?;
        let begun = self.pool.begin_with(how).await;
        self.health.note(&begun);
        Ok(Line::within(begun?, Arc::clone(&self.trips)))
    }

    /// Grows with whatever is saved by this server.
    pub(crate) fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Whether the database answers.
    pub(crate) async fn is_ready(&self) -> bool {
        self.read().await.is_ok()
    }

    /// How often anything was handed over to the database by this server: questions, changes, beginnings and ends.
    #[cfg(test)]
    pub(crate) fn trips(&self) -> u64 {
        self.trips.load(Ordering::Relaxed)
    }

    /// Whether nobody holds a connection. What was dropped is given back a moment later.
    #[cfg(test)]
    pub(crate) fn is_free(&self) -> bool {
        self.pool.num_idle() + self.rack.count() == usize::try_from(self.pool.size()).unwrap_or(0)
    }

    /// A database as one of the versions before made it.
    #[cfg(test)]
    pub(crate) async fn of_version(database: &Database, objects: Objects, version: i64) -> Result<Self, StorageError> {
        let (pool, engine) = engine::open(database).await?;
        engine::migrate(&pool, engine, version).await?;
        let health = health::Health::default();
        Ok(Self {
            pool,
            rack: kept::Rack::default(),
            engine,
            health,
            writes: Arc::default(),
            trips: Arc::default(),
            objects,
        })
    }

    /// All versions of the tables, the oldest first.
    #[cfg(test)]
    pub(crate) fn versions() -> Vec<i64> {
        engine::versions()
    }

    /// How many rows a table has.
    #[cfg(test)]
    pub(crate) async fn count(&self, table: &str) -> Result<i64, StorageError> {
        use sqlx::Row as _;
        let sql = format!("SELECT COUNT(*) FROM {table}");
        Ok(sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// What only a test does to a database.
    #[cfg(test)]
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), StorageError> {
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&self.pool).await?;
        Ok(())
    }

    /// Lets go of the database; SQLite folds its log into the file.
    pub(crate) async fn close(&self) {
        self.rack.close();
        self.pool.close().await;
    }
}

impl Writing {
    /// Makes it last: flushed to the disk when this returns (D-06).
    ///
    /// # Errors
    /// Nothing was written then.
    pub(crate) async fn save(self) -> Result<(), StorageError> {
        let saved = self.0.tx.commit().await;
        // Also when it failed: then nobody knows whether it did.
        self.1.fetch_add(1, Ordering::Release);
        Ok(saved?)
    }
}

impl Deref for Writing {
    type Target = Reading;
    fn deref(&self) -> &Reading {
        &self.0
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Reading {
        &mut self.0
    }
}

/// A number that fits both here and in the database.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn damaged(what: impl std::fmt::Display) -> StorageError {
    StorageError::Damaged { what: what.to_string() }
}
