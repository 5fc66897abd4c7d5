//! Who may ask the store: a few at a time, a few more who wait, and nobody for a moment after it did not answer. A store that
//! hangs then costs those who ask it a moment, and nobody else anything.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

use super::s3::S3Error;

/// How many ask at the same time, how many wait for a seat, and the longest that anybody does.
const SEATS: usize = 16;
const WAITING: usize = 256;
const PATIENCE: Duration = Duration::from_secs(2);
/// For how long a store is left alone that did not answer.
const PAUSE: Duration = Duration::from_secs(3);

#[derive(Debug)]
pub(super) struct Turns {
    seats: Semaphore,
    waiting: Semaphore,
    patience: Duration,
    pause: Duration,
    away: Mutex<Option<Instant>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            seats: Semaphore::new(SEATS),
            waiting: Semaphore::new(WAITING),
            patience: PATIENCE,
            pause: PAUSE,
            away: Mutex::default(),
        }
    }
}

impl Turns {
    /// A seat.
    ///
    /// # Errors
    /// When there is none in time, too many wait for one, or the store was away a moment ago.
    pub(super) async fn seat(&self) -> Result<SemaphorePermit<'_>, S3Error> {
        let _waits = self.waiting.try_acquire().map_err(|_| S3Error::Busy)?;
        let seat = timeout(self.patience, self.seats.acquire()).await;
        // Looked at afterwards: whoever waited learns what became of those before.
        if self.away().is_some_and(|until| Instant::now() < until) {
            return Err(S3Error::Away);
        }
        seat.map_err(|_| S3Error::Busy)?.map_err(|_| S3Error::Busy)
    }

    /// It did not answer.
    pub(super) fn pause(&self) {
        *self.away() = Some(Instant::now() + self.pause);
    }

    fn away(&self) -> MutexGuard<'_, Option<Instant>> {
        self.away.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_waits_long_for_a_seat_or_for_a_store_that_is_away() {
        let small =
            |pause| Turns { seats: Semaphore::new(1), patience: Duration::from_millis(20), pause, ..Turns::default() };
        let turns = small(Duration::from_secs(3600));
        let taken = turns.seat().await.unwrap();
        assert!(matches!(turns.seat().await, Err(S3Error::Busy)));
        drop(taken);
        drop(turns.seat().await.unwrap());
        turns.pause();
        assert!(matches!(turns.seat().await, Err(S3Error::Away)));
        let full = Turns { waiting: Semaphore::new(0), ..small(Duration::ZERO) };
        assert!(matches!(full.seat().await, Err(S3Error::Busy)), "enough wait already");
        let turns = small(Duration::ZERO);
        turns.pause();
        drop(turns.seat().await.expect("the pause is over"));
    }
}
