//! Many inputs on all cores, told in their order, with few of them in memory at any time.
//!
//! The thread that tells works too: one that only told would have to be woken for each result, on a core where
//! somebody else is working.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How far the fastest thread may be ahead of what was told: enough that one slow input does not stop the others, and
/// that a hundred awards are made while the hundred before are written; few enough that their pictures take little room.
const AHEAD: usize = 128;
/// How many items a thread takes at a time, at most: waking somebody for each one costs as much as a fifth of a badge.
const BATCH: usize = 16;

/// Works on every item, on all cores, and hands the results to `tell` in the order of the items, on this thread. When
/// `tell` says `Err`, no further item is begun.
///
/// # Errors
/// What `tell` said.
pub(crate) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut tell: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if threads < 2 {
        // A second thread costs more than one badge does.
        return items.iter().try_for_each(|item| tell(work(item)));
    }
    // So few at a time that all threads end at about the same time.
    let batch = (items.len() / (threads * 4)).clamp(1, BATCH);
    let queue = Queue { state: Mutex::default(), room: Condvar::new(), ready: Condvar::new() };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| {
                let _stop = Stop { queue: &queue, if_panicking: true };
                while let Some(some) = queue.take(items.len(), batch, Patience::UntilThereIsRoom) {
                    queue.put(some.start, items[some].iter().map(&work).collect());
                }
            });
        }
        let _stop = Stop { queue: &queue, if_panicking: false };
        let mut left = items.len();
        while left > 0 {
            let results = if let Some(results) = queue.ready() {
                results
            } else if let Some(some) = queue.take(items.len(), batch, Patience::None) {
                queue.put(some.start, items[some].iter().map(&work).collect());
                continue;
            } else {
                // Without results a thread has panicked; the scope passes it on.
                let Some(results) = queue.next() else { break };
                results
            };
            left -= results.len();
            results.into_iter().try_for_each(&mut tell)?;
        }
        Ok(())
    })
}

struct Queue<R> {
    state: Mutex<State<R>>,
    /// Something was told: there is room for more.
    room: Condvar,
    /// Something was worked out.
    ready: Condvar,
}

struct State<R> {
    /// The next item that nobody has begun.
    begun: usize,
    /// How many were told.
    told: usize,
    /// What was worked out before its turn, by its first item.
    early: BTreeMap<usize, Vec<R>>,
    /// Nobody begins another one.
    stopped: bool,
}

impl<R> Default for State<R> {
    fn default() -> Self {
        Self { begun: 0, told: 0, early: BTreeMap::new(), stopped: false }
    }
}

/// What a thread does when the results that wait to be told are as many as may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    UntilThereIsRoom,
    None,
}

impl<R> Queue<R> {
    /// The next items to work on; none when there are none left, or no room for their results.
    fn take(&self, items: usize, batch: usize, patience: Patience) -> Option<Range<usize>> {
        let mut state = self.lock();
        let full = |state: &State<R>| !state.stopped && state.begun < items && state.begun >= state.told + AHEAD;
        while patience == Patience::UntilThereIsRoom && full(&state) {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped || state.begun >= items || full(&state) {
            return None;
        }
        let first = state.begun;
        state.begun = items.min(first + batch);
        Some(first..state.begun)
    }

    fn put(&self, at: usize, results: Vec<R>) {
        let mut state = self.lock();
        state.early.insert(at, results);
        if at == state.told {
            self.ready.notify_one();
        }
    }

    /// The next results in order, if they are there.
    fn ready(&self) -> Option<Vec<R>> {
        self.told(&mut self.lock())
    }

    /// The next results in order; `None` when they will never come.
    fn next(&self) -> Option<Vec<R>> {
        let mut state = self.lock();
        loop {
            if let Some(results) = self.told(&mut state) {
                return Some(results);
            }
            if state.stopped {
                return None;
            }
            state = self.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn told(&self, state: &mut State<R>) -> Option<Vec<R>> {
        let results = state.early.remove(&state.told)?;
        let full = state.begun >= state.told + AHEAD;
        state.told += results.len();
        if full {
            self.room.notify_all();
        }
        Some(results)
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stops everybody when it is dropped, so that nobody waits for somebody who left.
struct Stop<'a, R> {
    queue: &'a Queue<R>,
    /// Only when this thread panics.
    if_panicking: bool,
}

impl<R> Drop for Stop<'_, R> {
    fn drop(&mut self) {
        if self.if_panicking && !thread::panicking() {
            return;
        }
        self.queue.lock().stopped = true;
        self.queue.room.notify_all();
        self.queue.ready.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_and_few_wait() {
        let items: Vec<usize> = (0..5_000).collect();
        let (begun, mut told) = (AtomicUsize::new(0), 0);
        let work = |n: &usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            if n % 700 == 3 {
                thread::sleep(std::time::Duration::from_millis(3));
            }
            n * 2
        };
        let done: Result<(), ()> = in_order(&items, work, |n| {
            assert_eq!(n, told * 2);
            told += 1;
            // A batch is handed over whole, and each thread may have begun one more.
            assert!(begun.load(Ordering::SeqCst) <= told + AHEAD + 65 * BATCH);
            Ok(())
        });
        assert_eq!((done, told), (Ok(()), items.len()));
        assert_eq!(in_order(&[] as &[usize], |n| *n, |_| Err("never")), Ok(()));
        let mut one = 0;
        let keep = |n| {
            one = n;
            Ok::<_, ()>(())
        };
        assert_eq!(in_order(&[7], |n| *n, keep), Ok(()));
        assert_eq!(one, 7);
    }

    #[test]
    fn nothing_is_begun_once_nobody_listens() {
        let items: Vec<usize> = (0..100_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |n: &usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            *n
        };
        let mut left = 10;
        let tell = |_| {
            left -= 1;
            if left == 0 { Err("gone") } else { Ok(()) }
        };
        assert_eq!(in_order(&items, work, tell), Err("gone"));
        assert!(begun.load(Ordering::SeqCst) < 1_000);
    }

    #[test]
    fn a_panic_comes_through_and_leaves_nobody_waiting() {
        let items: Vec<usize> = (0..2_000).collect();
        let at = |bad: usize| move |n: &usize| if *n == bad { panic!("as it should") } else { *n };
        for bad in [0, 300, 1_999] {
            let run = || in_order(&items, at(bad), |_| Ok::<_, ()>(()));
            assert!(std::panic::catch_unwind(run).is_err(), "{bad}");
        }
        let run = || in_order(&items, |n| *n, |n| if n == 500 { panic!("as it should") } else { Ok::<_, ()>(()) });
        assert!(std::panic::catch_unwind(run).is_err());
    }
}
