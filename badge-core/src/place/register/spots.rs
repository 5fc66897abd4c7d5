//! Which entries of the status lists are taken: a bit each, as in the lists themselves.

use std::collections::BTreeMap;

use super::StatusSpot;

/// Words of a page. Small: a list of a hundred awards takes its entries all over the list.
const WORDS: usize = 4;
const PAGE: u64 = WORDS as u64 * 64;

/// The taken entries of every list in use.
#[derive(Debug, Clone, Default)]
pub(super) struct Spots(BTreeMap<u32, List>);

#[derive(Debug, Clone, Default)]
struct List {
    count: usize,
    /// Only pages with an entry that is taken.
    pages: BTreeMap<u64, [u64; WORDS]>,
}

impl Spots {
    /// Takes an entry; `false` when it is taken already.
    pub(super) fn take(&mut self, spot: StatusSpot) -> bool {
        let list = self.0.entry(spot.list).or_default();
        let (page, word, bit) = place_of(spot.index);
        let word = &mut list.pages.entry(page).or_default()[word];
        let free = *word & bit == 0;
        *word |= bit;
        list.count += usize::from(free);
        free
    }

    pub(super) fn is_taken(&self, spot: StatusSpot) -> bool {
        let (page, word, bit) = place_of(spot.index);
        self.0.get(&spot.list).and_then(|list| list.pages.get(&page)).is_some_and(|page| page[word] & bit != 0)
    }

    pub(super) fn lists(&self) -> impl Iterator<Item = u32> {
        self.0.keys().copied()
    }

    pub(super) fn count(&self, list: u32) -> usize {
        self.0.get(&list).map_or(0, |list| list.count)
    }

    /// The taken entries of a list, in order.
    pub(super) fn of_list(&self, list: u32) -> impl Iterator<Item = u64> {
        let pages = self.0.get(&list).into_iter().flat_map(|list| &list.pages);
        pages.flat_map(|(page, words)| {
            (0..PAGE).map(move |n| page * PAGE + n).filter(|index| {
                let (_, word, bit) = place_of(*index);
                words[word] & bit != 0
            })
        })
    }
}

/// Page, word in the page, bit in the word.
const fn place_of(index: u64) -> (u64, usize, u64) {
    // Both are far below what any type holds.
    #[allow(clippy::cast_possible_truncation)]
    let word = (index % PAGE / 64) as usize;
    (index / PAGE, word, 1 << (index % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_taken_once() {
        let mut spots = Spots::default();
        let all = [0, 1, 63, 64, 255, 256, 131_071, 1_000_000_000_000_000, u64::MAX];
        for index in all {
            let spot = StatusSpot { list: 7, index };
            assert!(!spots.is_taken(spot) && spots.take(spot) && spots.is_taken(spot) && !spots.take(spot), "{index}");
            assert!(!spots.is_taken(StatusSpot { list: 8, index }));
        }
        assert_eq!((spots.count(7), spots.count(8)), (all.len(), 0));
        assert_eq!(spots.of_list(7).collect::<Vec<_>>(), all);
        assert_eq!(spots.of_list(8).count(), 0);
        assert_eq!(spots.lists().collect::<Vec<_>>(), [7]);
    }
}
