//! Work that computes and asks in turns, off the threads that serve: a seat and a thread for as long as it computes, and
//! neither while it waits for somebody elsewhere. So whoever lets us wait holds up nobody.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::sync::{AcquireError, Notify, Semaphore};
use tokio::task::{JoinError, spawn_blocking};

/// Why something did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Interrupted {
    /// The task was ended, or panicked.
    #[error("interrupted")]
    Task(#[from] JoinError),
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Closing(#[from] AcquireError),
}

/// Does `work`, each part of it between two waits with one of the seats. What waits for nothing takes one thread once.
///
/// # Errors
/// See [`Interrupted`].
pub(crate) async fn aside<T: Send + 'static>(
    seats: &Arc<Semaphore>,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Interrupted> {
    let mut work: Pin<Box<dyn Future<Output = T> + Send>> = Box::pin(work);
    let woken = Arc::new(Woken::default());
    loop {
        let seat = Arc::clone(seats).acquire_owned().await?;
        let waker = Waker::from(Arc::clone(&woken));
        let part = move || {
            let done = work.as_mut().poll(&mut Context::from_waker(&waker));
            drop(seat);
            (work, done)
        };
        match spawn_blocking(part).await? {
            (_, Poll::Ready(value)) => return Ok(value),
            (left, Poll::Pending) => work = left,
        }
        // Woken while it was still at work, too: that is not forgotten.
        woken.0.notified().await;
    }
}

#[derive(Default)]
struct Woken(Notify);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn whoever_waits_holds_no_seat() {
        let seats = Arc::new(Semaphore::new(1));
        let (tell, told) = tokio::sync::oneshot::channel::<u32>();
        let waiting = tokio::spawn({
            let seats = Arc::clone(&seats);
            async move { aside(&seats, async move { told.await.unwrap() }).await.unwrap() }
        });
        // The only seat is free for others, as often as they like.
        for n in 0..20 {
            assert_eq!(aside(&seats, async move { n }).await.unwrap(), n);
        }
        tell.send(7).unwrap();
        assert_eq!(waiting.await.unwrap(), 7);
        assert_eq!(seats.available_permits(), 1);
    }

    #[tokio::test]
    async fn no_more_compute_at_once_than_there_are_seats() {
        let seats = Arc::new(Semaphore::new(2));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all = (0..10).map(|_| {
            let (seats, now, most) = (Arc::clone(&seats), Arc::clone(&now), Arc::clone(&most));
            tokio::spawn(async move {
                let work = async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(2));
                    now.fetch_sub(1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                };
                aside(&seats, work).await.unwrap();
            })
        });
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_gives_the_seat_back() {
        let seats = Arc::new(Semaphore::new(1));
        let work = async {
            if std::hint::black_box(true) {
                panic!("on purpose")
            }
        };
        assert!(matches!(aside(&seats, work).await, Err(Interrupted::Task(_))));
        assert_eq!(seats.available_permits(), 1);
    }
}
