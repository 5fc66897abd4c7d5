//! Work that keeps a thread busy, and whole tasks that have a thread of their own.

use std::cell::Cell;
use std::future::Future;

use tokio::runtime::Handle;
use tokio::task::{JoinError, spawn_blocking};

thread_local! {
    /// This thread serves nobody else: it may compute, and wait for disks.
    static OWN: Cell<bool> = const { Cell::new(false) };
}

/// Does what computes or waits for a disk, off the threads that serve; at once, where this is none of them.
///
/// # Errors
/// Where it panics, or the server is shutting down.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    if OWN.get() { Ok(work()) } else { spawn_blocking(work).await }
}

/// Does all of `work` on one thread that serves nobody else meanwhile, whoever it waits for. Each answer that it waits for
/// wakes this thread, and none of those that serve; and what it [computes](blocking) needs no other one.
///
/// # Errors
/// Where it panics, or the server is shutting down.
pub(crate) async fn on_its_own<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, JoinError> {
    let here = Handle::current();
    spawn_blocking(move || {
        let _own = Own::begin();
        here.block_on(work)
    })
    .await
}

/// Until it is dropped, by a panic as well: the thread has other work later.
struct Own;

impl Own {
    fn begin() -> Self {
        OWN.set(true);
        Self
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        OWN.set(false);
    }
}

#[cfg(test)]
mod tests {
    use std::thread::current;

    use super::*;

    #[tokio::test]
    async fn all_of_it_is_done_by_one_thread_that_does_not_serve() {
        let serves = current().id();
        let (tell, told) = tokio::sync::oneshot::channel();
        let work = tokio::spawn(on_its_own(async move {
            let first = current().id();
            let said: &str = told.await.unwrap();
            (first, blocking(|| current().id()).await.unwrap(), current().id(), said)
        }));
        // Who serves goes on meanwhile.
        tell.send("bonjour").unwrap();
        let (first, computed, last, said) = work.await.unwrap().unwrap();
        assert!(first != serves && first == computed && first == last && said == "bonjour");
        assert_ne!(blocking(|| current().id()).await.unwrap(), serves);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_the_thread_is_one_as_others_again() {
        assert!(on_its_own(async { assert!(std::hint::black_box(false), "on purpose") }).await.unwrap_err().is_panic());
        // Whichever thread has this, none takes itself for one that has nothing else to do.
        assert!(!spawn_blocking(|| OWN.get()).await.unwrap() && !OWN.get());
    }
}
