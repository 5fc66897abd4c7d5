//! What is remembered of machines elsewhere that do not answer: each is left alone for a while, longer each time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The first pause, in seconds.
const FIRST: i64 = 5;
/// At most so many are remembered; whoever is forgotten is asked once more.
const MOST: usize = 10_000;

/// By the name of whoever does not answer. Nothing is lost with it.
#[derive(Debug)]
pub(crate) struct Away<K> {
    /// The longest pause, in seconds.
    longest: i64,
    /// Until when, and how often nobody was there.
    known: Mutex<HashMap<K, (i64, u32)>>,
}

impl<K: Hash + Eq> Away<K> {
    pub(crate) fn new(longest: i64) -> Self {
        Self { longest, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<K, (i64, u32)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For how many seconds somebody is still left alone, if for any.
    pub(crate) fn left(&self, who: &K, now: i64) -> Option<i64> {
        // No pause is longer: one that seems to be was begun by a clock that was wrong.
        let left = self.known().get(who)?.0 - now;
        (1..=self.longest).contains(&left).then_some(left)
    }

    /// Nobody was there: left alone for a while, longer each time. Tells for how many seconds.
    pub(crate) fn again(&self, who: K, now: i64) -> i64 {
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        let (until, times) = known.entry(who).or_default();
        let pause = (FIRST << (*times).min(20)).min(self.longest);
        (*until, *times) = (now + pause, times.saturating_add(1));
        pause
    }

    /// Somebody is there again.
    pub(crate) fn over(&self, who: &K) {
        self.known().remove(who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_longest_and_end() {
        let away = Away::new(60);
        assert_eq!(away.left(&"a", 100), None);
        assert_eq!([0; 5].map(|_| away.again("a", 100)), [5, 10, 20, 40, 60]);
        assert_eq!((away.left(&"a", 101), away.left(&"b", 101)), (Some(59), None));
        assert_eq!(away.left(&"a", 160), None);
        assert_eq!(away.left(&"a", -10_000), None, "a clock that was set back makes nobody wait");
        away.over(&"a");
        assert_eq!(away.again("a", 200), 5);
    }
}
