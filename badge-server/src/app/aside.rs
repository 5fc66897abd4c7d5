//! Work that computes and asks in turns, off the threads that serve: a seat and a thread for as long as it computes, and
//! neither while it waits for somebody elsewhere. So whoever lets us wait holds up nobody.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{AcquireError, Notify, Semaphore};
use tokio::task::{JoinError, block_in_place, spawn_blocking, yield_now};

use super::relief::Relief;

/// Why something did not come to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Interrupted {
    /// The task was ended, or panicked there.
    #[error("interrupted")]
    Task(#[from] JoinError),
    /// It panicked.
    #[error("interrupted")]
    Panic,
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Closing(#[from] AcquireError),
}

/// Does `work`, each part of it between two waits with one of the seats, and `relief` for whoever else the thread would serve.
///
/// # Errors
/// See [`Interrupted`].
pub(crate) async fn aside<T: Send + 'static>(
    (seats, relief): (&Arc<Semaphore>, &Relief),
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
        match off(relief, part).await? {
            (_, Poll::Ready(value)) => return Ok(value),
            (left, Poll::Pending) => work = left,
        }
        // Woken while it was still at work, too: that is not forgotten.
        woken.0.notified().await;
        // Whoever else this thread woke comes first.
        yield_now().await;
    }
}

/// Does it where nobody else waits for the thread for long. Where several threads serve, that is this one: nobody has to be woken
/// to take it, nor to take what comes of it back.
async fn off<T: Send + 'static>(relief: &Relief, part: impl FnOnce() -> T + Send + 'static) -> Result<T, Interrupted> {
    let runtime = Handle::current();
    if runtime.runtime_flavor() != RuntimeFlavor::MultiThread {
        return Ok(spawn_blocking(part).await?);
    }
    // What it was at is not looked at again.
    let part = || catch_unwind(AssertUnwindSafe(part)).map_err(|_| Interrupted::Panic);
    match relief.begin(&runtime) {
        Some(_computing) => {
            // What a thread woke last lies where no other one takes it from, until something else is laid there.
            drop(runtime.spawn(async {}));
            part()
        }
        None => block_in_place(part),
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
        let (seats, relief) = (Arc::new(Semaphore::new(1)), Arc::new(Relief::default()));
        let (tell, told) = tokio::sync::oneshot::channel::<u32>();
        let waiting = tokio::spawn({
            let (seats, relief) = (Arc::clone(&seats), Arc::clone(&relief));
            async move { aside((&seats, &relief), async move { told.await.unwrap() }).await.unwrap() }
        });
        // The only seat is free for others, as often as they like.
        for n in 0..20 {
            assert_eq!(aside((&seats, &relief), async move { n }).await.unwrap(), n);
        }
        tell.send(7).unwrap();
        assert_eq!(waiting.await.unwrap(), 7);
        assert_eq!(seats.available_permits(), 1);
    }

    #[tokio::test]
    async fn no_more_compute_at_once_than_there_are_seats() {
        let (seats, relief) = (Arc::new(Semaphore::new(2)), Arc::new(Relief::default()));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all = (0..10).map(|_| {
            let (seats, relief) = (Arc::clone(&seats), Arc::clone(&relief));
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            tokio::spawn(async move {
                let work = async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(2));
                    now.fetch_sub(1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                };
                aside((&seats, &relief), work).await.unwrap();
            })
        });
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2);
    }

    async fn panics() {
        let (seats, relief) = (Arc::new(Semaphore::new(1)), Arc::new(Relief::default()));
        let work = async {
            if std::hint::black_box(true) {
                panic!("on purpose")
            }
        };
        assert!(matches!(aside((&seats, &relief), work).await, Err(Interrupted::Task(_) | Interrupted::Panic)));
        assert_eq!(seats.available_permits(), 1);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_gives_the_seat_back() {
        panics().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_panic_is_an_error_where_several_threads_serve_too() {
        panics().await;
        tokio::spawn(panics()).await.unwrap();
    }

    /// Computes until `told`, for so long.
    fn compute(told: &std::sync::mpsc::Receiver<u32>) -> Option<u32> {
        told.recv_timeout(std::time::Duration::from_secs(20)).ok()
    }

    // Whoever was woken by the thread itself is not held up by what it computes: neither before that nor between two parts.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn others_are_served_while_it_computes() {
        let (seats, relief) = (Arc::new(Semaphore::new(1)), Arc::new(Relief::default()));
        let (tell, told) = std::sync::mpsc::channel::<u32>();
        let computing = async move {
            let first = tell.clone();
            tokio::spawn(async move { first.send(7).unwrap() });
            let work = async move {
                let before = compute(&told);
                tokio::spawn(async move { tell.send(8).unwrap() });
                yield_now().await;
                (before, compute(&told))
            };
            aside((&seats, &relief), work).await.unwrap()
        };
        assert_eq!(tokio::spawn(computing).await.unwrap(), (Some(7), Some(8)));
    }
}
