//! Whose turn it is with machines elsewhere: a few messages at the same time, and none of them holds up those of another
//! place or another address. And who is there to do the work.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::storage::{Lane, PlaceId};

/// Jobs of one place at the same time: one address that does not answer leaves its others a way.
const OF_A_PLACE: usize = 2;

/// Who is being told something by this server.
#[derive(Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    places: HashMap<PlaceId, usize>,
    addresses: HashSet<String>,
}

/// A turn; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    held: Arc<Mutex<Held>>,
    of: Of,
}

#[derive(Debug)]
enum Of {
    Place(PlaceId),
    Address(String),
}

impl Turns {
    /// Places that have all their turns: others go first.
    pub(crate) fn busy(&self) -> Vec<PlaceId> {
        lock(&self.0).places.iter().filter(|(_, count)| **count >= OF_A_PLACE).map(|(place, _)| *place).collect()
    }

    /// A turn of a place.
    pub(crate) fn of_place(&self, place: PlaceId) -> Turn {
        *lock(&self.0).places.entry(place).or_default() += 1;
        Turn { held: Arc::clone(&self.0), of: Of::Place(place) }
    }

    /// The turn of an address; `None` while it is being told something else.
    pub(crate) fn of_address(&self, address: &str) -> Option<Turn> {
        let new = lock(&self.0).addresses.insert(address.to_owned());
        new.then(|| Turn { held: Arc::clone(&self.0), of: Of::Address(address.to_owned()) })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut held = lock(&self.held);
        match &self.of {
            Of::Address(address) => {
                held.addresses.remove(address);
            }
            Of::Place(place) => {
                let left = held.places.get_mut(place).map_or(0, |count| {
                    *count -= 1;
                    *count
                });
                if left == 0 {
                    held.places.remove(place);
                }
            }
        }
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Which place had the last letter about a badge: the next letter is another place's, where one waits. Forgotten with the
/// server, which harms nobody.
#[derive(Debug, Default)]
pub(crate) struct Written(AtomicI64);

impl Written {
    pub(crate) fn was(&self, place: PlaceId) {
        self.0.store(place.0, Ordering::Relaxed);
    }

    /// [`PlaceId::NONE`] where there was none.
    pub(crate) fn after(&self) -> PlaceId {
        PlaceId(self.0.load(Ordering::Relaxed))
    }
}

/// Who does the work in the background, lane by lane.
#[derive(Debug, Default)]
pub(crate) struct There([Arc<Lived>; 4]);

#[derive(Debug, Default)]
struct Lived {
    begun: AtomicUsize,
    now: AtomicUsize,
}

/// Somebody who does it; dropped, also by a panic, they are gone.
#[derive(Debug)]
pub(crate) struct Present(Arc<Lived>);

impl There {
    /// Somebody begins.
    pub(crate) fn begin(&self, lane: Lane) -> Present {
        let lived = match lane {
            Lane::Letters => &self.0[0],
            Lane::Outside => &self.0[1],
            Lane::AllElse => &self.0[2],
            Lane::Lists => &self.0[3],
        };
        lived.begun.fetch_add(1, Ordering::Relaxed);
        lived.now.fetch_add(1, Ordering::Relaxed);
        Present(Arc::clone(lived))
    }

    /// Whether each lane in which anybody ever began has somebody.
    pub(crate) fn all(&self) -> bool {
        self.0.iter().all(|lane| lane.begun.load(Ordering::Relaxed) == 0 || lane.now.load(Ordering::Relaxed) > 0)
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_ends_when_it_is_dropped() {
        let turns = Turns::default();
        let (a, b) = (turns.of_place(PlaceId(1)), turns.of_place(PlaceId(1)));
        let _other = turns.of_place(PlaceId(2));
        assert_eq!(turns.busy(), [PlaceId(1)]);
        drop(a);
        assert_eq!(turns.busy(), []);
        drop(b);
        let told = turns.of_address("hook_1").unwrap();
        assert!(turns.of_address("hook_1").is_none() && turns.of_address("hook_2").is_some());
        drop(told);
        assert!(turns.of_address("hook_1").is_some());
    }

    #[test]
    fn a_lane_that_everybody_left_is_noticed() {
        let there = There::default();
        assert!(there.all(), "a command has no workers");
        let (one, two) = (there.begin(Lane::Outside), there.begin(Lane::Outside));
        drop(one);
        assert!(there.all());
        drop(two);
        assert!(!there.all());
        let _next = there.begin(Lane::Outside);
        assert!(there.all());
    }
}
