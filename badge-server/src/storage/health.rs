//! Whether the database is there. While it is not, one request at a time finds out, and all others are told at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is known of it. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Health(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    away: AtomicBool,
    asking: AtomicBool,
}

/// The one that finds out.
#[derive(Debug)]
pub(super) struct Asking(Health);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.0.asking.store(false, Ordering::Release);
    }
}

impl Health {
    /// Before something is asked of it.
    ///
    /// # Errors
    /// While it is away and somebody else finds out whether it still is.
    pub(super) fn ask(&self) -> Result<Option<Asking>, sqlx::Error> {
        if !self.0.away.load(Ordering::Acquire) {
            return Ok(None);
        }
        if self.0.asking.swap(true, Ordering::AcqRel) {
            return Err(sqlx::Error::PoolTimedOut);
        }
        Ok(Some(Asking(self.clone())))
    }

    /// What came of it.
    pub(super) fn note<T>(&self, result: &Result<T, sqlx::Error>) {
        match result {
            Ok(_) => self.0.away.store(false, Ordering::Release),
            Err(error) if is_away(error) => self.0.away.store(true, Ordering::Release),
            Err(_) => {}
        }
    }
}

/// Whether a database is not there, as opposed to refusing what it was asked.
pub(super) fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::Tls(_) => true,
        // PostgreSQL: connections that break, no seat for one more, and one that stops, has stopped or just begins.
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P0") || code == "53300")
        }
        _ => false,
    }
}

/// Whether others wrote to a file for longer than anybody waits. It is there all the same.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    // SQLite's number, and what it says more of it in the bits above; codes of PostgreSQL have five signs.
    error.code().is_some_and(|code| code.len() < 5 && code.parse().is_ok_and(|code: u32| code & 0xff == 5))
}

/// Whether the disk of the database is full. It is there, and what it holds can be read.
pub(super) fn is_full(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    // SQLite: no room for the file (13), or for what is shared beside it (4874). PostgreSQL: 53100.
    error.code().is_some_and(|code| matches!(&*code, "13" | "4874" | "53100"))
}

/// Whether a disk is full, or what somebody may fill of it.
pub(super) fn is_no_room(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, Executor as _};

    use super::*;

    #[tokio::test]
    async fn a_file_to_which_others_write_for_long_is_there_and_busy() {
        sqlx::any::install_default_drivers();
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}?mode=rwc", dir.path().join("badge.sqlite").display());
        let mut first = sqlx::AnyConnection::connect(&address).await.unwrap();
        let mut second = sqlx::AnyConnection::connect(&address).await.unwrap();
        second.execute("PRAGMA busy_timeout = 0").await.unwrap();
        first.execute("BEGIN IMMEDIATE").await.unwrap();
        let error = second.execute("BEGIN IMMEDIATE").await.unwrap_err();
        assert!(is_busy(&error) && !is_away(&error), "{error:?}");
        assert!(crate::storage::is_away(&crate::storage::StorageError::from(error)), "worth asking again");
        let error = second.execute("SELECT nothing").await.unwrap_err();
        assert!(!is_busy(&error), "{error:?}");
    }

    #[tokio::test]
    async fn a_disk_that_is_full_is_worth_asking_again() {
        use crate::storage::StorageError;
        sqlx::any::install_default_drivers();
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}?mode=rwc", dir.path().join("badge.sqlite").display());
        let mut line = sqlx::AnyConnection::connect(&address).await.unwrap();
        // What SQLite says of a file that may not grow, it says of a disk where it cannot.
        line.execute("CREATE TABLE t (b BLOB); PRAGMA max_page_count = 2").await.unwrap();
        let error = line.execute("INSERT INTO t VALUES (zeroblob(100000))").await.unwrap_err();
        assert!(is_full(&error) && !is_away(&error) && !is_busy(&error), "{error:?}");
        assert!(crate::storage::is_away(&StorageError::from(error)));
        let full = |kind: std::io::ErrorKind| StorageError::File { path: "objects".into(), source: kind.into() };
        assert!(crate::storage::is_away(&full(std::io::ErrorKind::StorageFull)));
        assert!(!crate::storage::is_away(&full(std::io::ErrorKind::PermissionDenied)));
    }

    #[test]
    fn while_it_is_away_one_asks_and_the_others_are_told() {
        let health = Health::default();
        assert!(matches!(health.ask(), Ok(None)), "as long as it is there, everybody asks");
        health.note::<()>(&Err(sqlx::Error::RowNotFound));
        assert!(matches!(health.ask(), Ok(None)), "it answers, whatever it says");
        health.note::<()>(&Err(sqlx::Error::PoolTimedOut));
        let first = health.ask().unwrap();
        assert!(first.is_some() && health.ask().is_err(), "one asks");
        drop(first);
        assert!(health.ask().unwrap().is_some(), "then the next");
        health.note(&Ok(()));
        assert!(matches!((health.ask(), health.ask()), (Ok(None), Ok(None))));
    }
}
