//! Whom and what the rows of a table asked for so far, in few bytes a row: digests find rows that may be alike, and what
//! they say decides, so that no two people are ever taken for one because their digests are.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::date::Day;
use super::plan::{Plan, number};

/// A digest, shortened to what rules out almost all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Short(u32);

impl Short {
    pub(super) fn of(hasher: &RandomState, key: impl std::hash::Hash) -> Self {
        // The upper half of what is random is as good as any.
        Self((hasher.hash_one(key) >> 32) as u32)
    }
}

/// A short digest over all the bits of which a table makes use.
pub(super) const fn spread(digest: Short) -> u64 {
    (digest.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Somebody, as the rows of a table tell people apart: the first row that is about them.
pub(super) type Number = u32;

/// Nobody.
const NONE: Number = Number::MAX;

/// What the rows so far asked for.
pub(super) struct Met {
    hasher: RandomState,
    /// Of each row, who it is about and for which day.
    rows: Vec<(Number, Option<Packed>)>,
    people: HashTable<(Short, Number)>,
    /// Awards of the plan, each the first that was asked for of its person, achievement and day.
    awards: HashTable<u32>,
    /// The first row that gives somebody a name, where that is not the first row about them.
    names: HashMap<Number, u32>,
}

/// A day in four bytes, none of them included.
type Packed = std::num::NonZeroU32;

/// No day that is read has the month 0.
fn packed(day: Option<Day>) -> Option<Packed> {
    let day = day?;
    let [high, low] = day.year.to_be_bytes();
    Packed::new(u32::from_be_bytes([high, low, day.month, day.day]))
}

fn unpacked(day: Option<Packed>) -> Option<Day> {
    let [high, low, month, day] = day?.get().to_be_bytes();
    Some(Day { year: i16::from_be_bytes([high, low]), month, day })
}

impl Met {
    pub(super) fn new(rows: usize) -> Self {
        Self {
            hasher: RandomState::new(),
            rows: Vec::with_capacity(rows),
            people: HashTable::with_capacity(rows),
            awards: HashTable::with_capacity(rows),
            names: HashMap::new(),
        }
    }

    /// Notes the next row: of whom, and for which day.
    pub(super) fn enter(&mut self, person: Option<Number>, day: Option<Day>) {
        self.rows.push((person.unwrap_or(NONE), packed(day)));
    }

    /// The person of the next row, whose key is `key`. `is_key` tells whether it is that of an earlier row too.
    pub(super) fn person(&mut self, key: &str, is_key: impl Fn(Number) -> bool) -> Number {
        let digest = Short::of(&self.hasher, key);
        if let Some((_, row)) = self.people.find(spread(digest), |(of, row)| *of == digest && is_key(*row)) {
            return *row;
        }
        let row = number(self.rows.len());
        self.people.insert_unique(spread(digest), (digest, row), |(digest, _)| spread(*digest));
        row
    }

    /// Who a row was about.
    pub(super) fn who(&self, row: usize) -> Option<Number> {
        self.rows.get(row).map(|(who, _)| *who).filter(|who| *who != NONE)
    }

    /// For which day.
    pub(super) fn day(&self, row: usize) -> Option<Day> {
        self.rows.get(row).and_then(|(_, day)| unpacked(*day))
    }

    /// The first row that gives that person a name: `row`, which gives one, unless an earlier one does.
    pub(super) fn named(&mut self, person: Number, row: u32, gives_name: impl Fn(Number) -> bool) -> u32 {
        if person == row || gives_name(person) { person } else { *self.names.entry(person).or_insert(row) }
    }

    /// The award of the plan that was the first to ask for the same as award `at` of the last row. Unless there is one, or
    /// `yields` says that this one stands in nobody's way, it is the first from now on.
    pub(super) fn first(&mut self, plan: &Plan, at: usize, yields: bool) -> Option<usize> {
        let Self { hasher, rows, awards, .. } = self;
        let key = |at: usize| {
            let row = plan.rows.partition_point(|row| row.ends as usize <= at);
            (rows[row], plan.awards[at].slug)
        };
        let own = key(at);
        let hash = hasher.hash_one(own);
        if let Some(first) = awards.find(hash, |first| key(*first as usize) == own) {
            return Some(*first as usize);
        }
        if !yields {
            awards.insert_unique(hash, number(at), |first| hasher.hash_one(key(*first as usize)));
        }
        None
    }

    /// Only who and when is asked from here on.
    pub(super) fn forget(&mut self) {
        (self.people, self.awards, self.names) = Default::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_digest_does_not_make_one_person() {
        let mut met = Met::new(0);
        let keys = ["e:a@example.org", "e:b@example.org", "e:a@example.org"];
        let digest = Short::of(&met.hasher, keys[1]);
        // As if the first had the digest of the second.
        met.people.insert_unique(spread(digest), (digest, 0), |(digest, _)| spread(*digest));
        met.enter(Some(0), None);
        let is_key = |key: &'static str| move |row: Number| keys[row as usize] == key;
        assert_eq!(met.person(keys[1], is_key(keys[1])), 1);
        met.enter(Some(1), None);
        assert_eq!(met.person(keys[1], is_key(keys[1])), 1);
        assert_eq!((met.who(0), met.who(1), met.who(2)), (Some(0), Some(1), None));
    }

    #[test]
    fn a_day_is_what_it_was() {
        for day in [None, Some(Day { year: 1990, month: 1, day: 1 }), Some(Day { year: 2200, month: 12, day: 31 })] {
            assert_eq!(unpacked(packed(day)), day);
        }
    }
}
