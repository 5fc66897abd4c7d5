//! What is kept in mind for those who ask next, up to a number: what nobody asked for the longest gives way to what is new,
//! and to nothing else. Emptied as a whole, all that is asked often would have to be made again at the same moment.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// At most `MOST` values, each under its key.
#[derive(Debug)]
pub(crate) struct Recent<K, V, const MOST: usize> {
    /// With the number of the question that was the last one for it.
    known: HashMap<K, (u64, V)>,
    questions: u64,
}

impl<K, V, const MOST: usize> Default for Recent<K, V, MOST> {
    fn default() -> Self {
        Self { known: HashMap::new(), questions: 0 }
    }
}

impl<K: Hash + Eq + Clone, V, const MOST: usize> Recent<K, V, MOST> {
    /// What is kept under a key: it stays longer than what was asked for before.
    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.questions += 1;
        let (last, value) = self.known.get_mut(key)?;
        *last = self.questions;
        Some(value)
    }

    /// Keeps something, in the place of what was kept under that key.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.questions += 1;
        // Looking through all of them costs far less than what is kept took to be made.
        if self.known.len() >= MOST
            && !self.known.contains_key(&key)
            && let Some(oldest) = self.known.iter().min_by_key(|(_, (last, _))| *last).map(|(key, _)| key.clone())
        {
            self.known.remove(&oldest);
        }
        self.known.insert(key, (self.questions, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_gives_way_and_nothing_else_does() {
        let mut kept: Recent<String, usize, 3> = Recent::default();
        for (n, name) in ["a", "b", "c"].into_iter().enumerate() {
            kept.insert(name.to_owned(), n);
        }
        assert_eq!(kept.get("a"), Some(&0));
        kept.insert("b".to_owned(), 7);
        kept.insert("d".to_owned(), 3);
        assert_eq!(["a", "b", "c", "d"].map(|name| kept.get(name).copied()), [Some(0), Some(7), None, Some(3)]);
        for n in 0..1000 {
            kept.insert(n.to_string(), n);
            assert_eq!(kept.get("b"), Some(&7), "it is asked for again and again");
        }
        assert_eq!(kept.known.len(), 3);
    }
}
