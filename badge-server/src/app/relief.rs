//! A thread that serves may compute for a moment itself. Where that takes longer, another one is woken to serve whoever waits.
//!
//! To hand over each time ([`tokio::task::block_in_place`]) wakes and puts to sleep a thread for each of them: of a badge of
//! 3 kB that was half as much processor time as judging it. So nothing is handed over, and a watcher, who rests while nobody
//! computes, wakes another one of the threads that serve as long as anybody does.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::Duration;

use tokio::runtime::Handle;

/// How long everybody whom a thread would have served may wait for it.
const MOMENT: Duration = Duration::from_millis(2);

/// Sees to it that somebody serves while others compute.
#[derive(Debug, Default)]
pub(crate) struct Relief {
    seen: Arc<Seen>,
    /// From the first time on; `None` where there is no thread to be had.
    watcher: OnceLock<Option<Thread>>,
}

/// What those who compute and their watcher tell one another.
#[derive(Debug, Default)]
struct Seen {
    computing: AtomicUsize,
    /// The watcher rests, or is about to.
    rests: AtomicBool,
    over: AtomicBool,
}

/// Somebody computes, until this is dropped.
#[derive(Debug)]
pub(crate) struct Computing(Arc<Seen>);

impl Relief {
    /// From now on the thread that calls computes, and one of `runtime`'s is woken where that takes long: it needs more threads
    /// than may compute at the same time. `None` where nobody could be told; then it is to be handed over.
    pub(crate) fn begin(&self, runtime: &Handle) -> Option<Computing> {
        let watcher = self.watcher.get_or_init(|| self.watch(runtime.clone())).as_ref()?;
        self.seen.computing.fetch_add(1, Ordering::SeqCst);
        if self.seen.rests.swap(false, Ordering::SeqCst) {
            watcher.unpark();
        }
        Some(Computing(Arc::clone(&self.seen)))
    }

    fn watch(&self, runtime: Handle) -> Option<Thread> {
        let seen = Arc::clone(&self.seen);
        let begun = thread::Builder::new().name("relief".into()).spawn(move || seen.watch(&runtime));
        begun.ok().map(|watcher| watcher.thread().clone())
    }
}

impl Drop for Relief {
    fn drop(&mut self) {
        self.seen.over.store(true, Ordering::SeqCst);
        if let Some(Some(watcher)) = self.watcher.get() {
            watcher.unpark();
        }
    }
}

impl Seen {
    fn watch(&self, runtime: &Handle) {
        while !self.over.load(Ordering::SeqCst) {
            if self.computing.load(Ordering::SeqCst) > 0 {
                thread::sleep(MOMENT);
                if self.computing.load(Ordering::SeqCst) > 0 {
                    // Whoever takes this looks afterwards what else there is to do, and waits for all connections.
                    drop(runtime.spawn(async {}));
                }
                continue;
            }
            self.rests.store(true, Ordering::SeqCst);
            // Whoever began before that did not see it, and is seen now.
            if self.computing.load(Ordering::SeqCst) == 0 && !self.over.load(Ordering::SeqCst) {
                thread::park();
            }
        }
    }
}

impl Drop for Computing {
    fn drop(&mut self) {
        self.0.computing.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::sync::mpsc;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    // The thread that waited for connections computes, and the other one sleeps: without relief nobody would see the next call.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn connections_are_seen_while_the_thread_that_waited_for_them_computes() {
        let host = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = host.local_addr().unwrap();
        let (tell, told) = mpsc::channel::<u8>();
        let serving = tokio::spawn(async move {
            let relief = Relief::default();
            let (mut first, _) = host.accept().await.unwrap();
            let other = tokio::spawn(async move {
                let (mut second, _) = host.accept().await.unwrap();
                tell.send(second.read_u8().await.unwrap()).unwrap();
                second.write_u8(2).await.unwrap();
            });
            first.read_u8().await.unwrap();
            let computing = relief.begin(&Handle::current()).unwrap();
            let said = told.recv_timeout(LONG);
            drop(computing);
            other.await.unwrap();
            said
        });
        let calls = thread::spawn(move || {
            let mut first = std::net::TcpStream::connect(address).unwrap();
            // Both threads have nothing to do before and after.
            thread::sleep(Duration::from_millis(50));
            first.write_all(&[1]).unwrap();
            thread::sleep(Duration::from_millis(50));
            let mut second = std::net::TcpStream::connect(address).unwrap();
            second.set_read_timeout(Some(LONG)).unwrap();
            second.write_all(&[7]).unwrap();
            let mut answer = [0];
            second.read_exact(&mut answer).map(|()| answer[0]).ok()
        });
        assert_eq!(serving.await.unwrap(), Ok(7));
        assert_eq!(calls.join().unwrap(), Some(2));
    }

    #[tokio::test]
    async fn the_watcher_rests_while_nobody_computes_and_ends_with_the_last() {
        let relief = Relief::default();
        let seen = Arc::clone(&relief.seen);
        let until = |what: &dyn Fn() -> bool| {
            (0..2_000).any(|_| {
                what() || {
                    thread::sleep(MOMENT);
                    false
                }
            })
        };
        for _ in 0..3 {
            let computing = relief.begin(&Handle::current()).unwrap();
            let both = relief.begin(&Handle::current()).unwrap();
            assert_eq!(seen.computing.load(Ordering::SeqCst), 2);
            drop((computing, both));
            assert!(until(&|| seen.rests.load(Ordering::SeqCst)), "it rests");
        }
        drop(relief);
        assert!(until(&|| Arc::strong_count(&seen) == 1), "it ends");
    }
}
