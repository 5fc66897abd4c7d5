//! What differs between the engines: how a connection is opened, how a transaction begins, what bytes are called.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Once;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, AssertSqlSafe, Executor as _, SqlSafeStr as _};

use super::StorageError;

/// Which database.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Database {
    /// A file, made when it is not there.
    Sqlite(PathBuf),
    /// An address, `postgres://…`. It may hold a password.
    Postgres(String),
}

/// Whoever prints it must not tell the password.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(super) const fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    pub(super) const fn begin_write(self) -> &'static str {
        match self {
            // A transaction that reads first and writes later would be refused when somebody else wrote in between.
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}

/// The tables, in the order in which they came to be. A file that was released is never changed.
const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "places", include_str!("../../migrations/0001_places.sql"))];

/// What SQLite is told on each connection: readers beside a writer; on the disk before it is reported (D-06); what was
/// erased is overwritten (D-05).
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                       PRAGMA busy_timeout = 10000; PRAGMA secure_delete = ON;";

pub(super) async fn open(database: &Database) -> Result<(AnyPool, Engine), StorageError> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
    let (url, engine) = match database {
        Database::Sqlite(path) => (format!("sqlite://{}?mode=rwc", escaped(path)), Engine::Sqlite),
        Database::Postgres(url) if cfg!(feature = "postgres") => (url.clone(), Engine::Postgres),
        Database::Postgres(_) => return Err(StorageError::NoPostgres),
    };
    let options = AnyConnectOptions::from_str(&url)?;
    let pool = AnyPoolOptions::new()
        .max_connections(if engine == Engine::Sqlite { 8 } else { 16 })
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if engine == Engine::Sqlite {
                    connection.execute(PRAGMAS).await?;
                }
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    migrator(engine).run(&pool).await?;
    Ok((pool, engine))
}

fn migrator(engine: Engine) -> Migrator {
    let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
        let sql = match engine {
            Engine::Sqlite => sql.replace(" BYTEA", " BLOB").replace(" COLLATE \"C\"", ""),
            Engine::Postgres => (*sql).to_owned(),
        };
        Migration::new(*version, (*name).into(), MigrationType::Simple, AssertSqlSafe(sql).into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// A path inside an address: what would end it there is escaped.
fn escaped(path: &std::path::Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace(' ', "%20")
}
