//! Free entries of status lists, drawn by lot. How full a list is need not be counted each time: it is counted now and
//! then, and an entry that is taken is drawn again (and once more looked at when it is written).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use badge_core::place::register::StatusSpot;
use badge_core::status::make::{FULL, choose};

use crate::entropy::SystemEntropy;
use crate::state::App;
use crate::storage::{PlaceId, Reading, StorageError};

/// After so many awards of our own it is counted again: others award, too.
const COUNT_AGAIN: u64 = 1000;

/// So many times more seldom than not, an entry that is drawn may be found to be taken only when it is written.
const SELDOM: u64 = 32;

/// How full the last list of each place is, as far as this server knows.
#[derive(Debug, Default)]
pub(crate) struct Fill(Mutex<HashMap<PlaceId, Known>>);

#[derive(Debug, Clone, Copy)]
struct Known {
    list: u32,
    taken: u64,
    since_counted: u64,
}

impl Fill {
    fn known(&self) -> MutexGuard<'_, HashMap<PlaceId, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many free entries, each once.
pub(super) async fn free(
    app: &App,
    read: &mut Reading,
    place: PlaceId,
    count: usize,
) -> Result<Vec<StatusSpot>, StorageError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let known = app.work.fill.known().get(&place).copied().filter(|known| known.since_counted < COUNT_AGAIN);
    let known = match known {
        Some(known) => known,
        None => {
            let list = read.lists(place).await?.max(1);
            let known = Known { list, taken: read.taken(place, list).await?, since_counted: 0 };
            app.work.fill.known().insert(place, known);
            known
        }
    };
    // As long as hardly any entry is taken, it is not asked of each that is drawn: whoever writes finds out, and draws again.
    let seldom = known.taken.saturating_mul(count as u64).saturating_mul(SELDOM) < FULL;
    let mut spots: Vec<StatusSpot> = Vec::with_capacity(count);
    let mut drawn: HashSet<(u32, u64)> = HashSet::new();
    let mut fresh: BTreeMap<u32, u64> = BTreeMap::new();
    while spots.len() < count {
        let of = |list: u32| match list.cmp(&known.list) {
            std::cmp::Ordering::Less => FULL,
            std::cmp::Ordering::Equal => known.taken,
            std::cmp::Ordering::Greater => 0,
        };
        let filled = |list: u32| of(list) + fresh.get(&list).copied().unwrap_or(0);
        let (list, index) = choose(&mut SystemEntropy, filled, |list, index| drawn.contains(&(list, index)));
        drawn.insert((list, index));
        let spot = StatusSpot { list, index };
        if seldom || !read.is_taken(place, spot).await? {
            *fresh.entry(list).or_default() += 1;
            spots.push(spot);
        }
    }
    Ok(spots)
}

/// It is fuller than was thought: it is counted again before the next one is drawn.
pub(super) fn forget(app: &App, place: PlaceId) {
    app.work.fill.known().remove(&place);
}

/// Notes what was taken.
pub(super) fn noted(app: &App, place: PlaceId, spots: impl Iterator<Item = StatusSpot>) {
    let mut all = app.work.fill.known();
    for spot in spots {
        if let Some(known) = all.get_mut(&place) {
            if spot.list > known.list {
                *known = Known { list: spot.list, taken: 0, since_counted: 0 };
            }
            known.taken += u64::from(spot.list == known.list);
            known.since_counted += 1;
        }
    }
}
