//! A connection that something is asked on, within a transaction or without one, and how often that is.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};

use super::kept::Kept;

/// Whoever asks takes it as `&mut *line`, once for each question: that is what is counted.
pub(super) struct Line {
    way: Way,
    trips: Arc<AtomicU64>,
}

enum Way {
    Within(Transaction<'static, Any>),
    Alone(PoolConnection<Any>),
    Kept(Kept),
}

impl Line {
    /// In a transaction. To begin it was a trip.
    pub(super) fn within(begun: Transaction<'static, Any>, trips: Arc<AtomicU64>) -> Self {
        trips.fetch_add(1, Ordering::Relaxed);
        Self { way: Way::Within(begun), trips }
    }

    /// Each question for itself.
    pub(super) const fn alone(connection: PoolConnection<Any>, trips: Arc<AtomicU64>) -> Self {
        Self { way: Way::Alone(connection), trips }
    }

    /// On a connection that is kept, in a transaction that was begun there or in none.
    pub(super) fn kept(kept: Kept, trips: Arc<AtomicU64>) -> Self {
        if kept.is_open() {
            trips.fetch_add(1, Ordering::Relaxed);
        }
        Self { way: Way::Kept(kept), trips }
    }

    /// What was asked last on a connection that is kept ended its transaction, or did not.
    pub(super) const fn has_ended(&mut self, ended: bool) {
        if let Way::Kept(kept) = &mut self.way {
            kept.has_ended(ended);
        }
    }

    /// Makes it last: one more trip.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.trips.fetch_add(1, Ordering::Relaxed);
        match self.way {
            Way::Within(begun) => begun.commit().await,
            Way::Alone(_) => Ok(()),
            Way::Kept(kept) => kept.commit().await,
        }
    }
}

impl Deref for Line {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        match &self.way {
            Way::Within(begun) => begun,
            Way::Alone(connection) => connection,
            Way::Kept(kept) => kept,
        }
    }
}

impl DerefMut for Line {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.trips.fetch_add(1, Ordering::Relaxed);
        match &mut self.way {
            Way::Within(begun) => begun,
            Way::Alone(connection) => connection,
            Way::Kept(kept) => kept,
        }
    }
}
