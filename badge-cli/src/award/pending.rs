//! What a group of requests made so far, and what it said of people.

use std::collections::{BTreeSet, HashMap, HashSet};

use badge_core::place::Token;
use badge_core::place::people::{Consent, People, Person};
use badge_core::place::register::{Register, StatusSpot};
use badge_core::status::make::choose;
use badge_core::time::Timestamp;

use super::Request;
use super::desk::Outcome;
use super::done::Done;
use super::met::Says;
use crate::entropy::SystemEntropy;
use crate::place::Prepared;

/// What the group made so far, which the register does not know yet.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) people: Vec<(Token, Person)>,
    pub(super) spots: HashSet<StatusSpot>,
    pub(super) made: Vec<JustMade>,
    /// Of whom nothing goes out from now on, since somebody said no: also of what was awarded before.
    pub(super) refused: BTreeSet<Token>,
    /// Of whom something is noted although nothing new may be awarded to them.
    pub(super) heard: BTreeSet<Token>,
}

impl Pending {
    /// What is said of age and consent beside an award that stands already is noted all the same, as with a table: of a
    /// minor nothing goes out before somebody agrees, and after a no nothing at all (D-11).
    pub(super) fn hear(&mut self, id: Token, request: &Request, people: &People, now: Timestamp) {
        let id = people.main_id(id);
        let Some(before) = self.last(id).cloned().or_else(|| people.get(id)) else { return };
        let mut person = before.clone();
        if request.minor {
            person.note_minor();
        }
        if let Some(by) = &request.consent {
            person.note_consent(Consent::given(now.to_utc_seconds(), by.trim()), now);
        // Also where somebody had agreed: a no that comes later takes it back.
        } else if request.refused && person.withdraw_consent(None, now.to_utc_seconds()) {
            self.refused.insert(id);
        }
        if person != before {
            self.people.push((id, person));
            self.heard.insert(id);
        }
    }

    /// Everybody of whom something is said, as this group leaves them.
    pub(super) fn changed(&self) -> impl Iterator<Item = (Token, Person)> {
        let last: HashMap<Token, &Person> = self.people.iter().map(|(id, person)| (*id, person)).collect();
        last.into_iter().map(|(id, person)| (id, person.clone()))
    }

    /// The one person behind an award that stands, as this group leaves them.
    pub(super) fn known_as(&self, id: Option<Token>, people: &People) -> People {
        let person = id.and_then(|id| Some((id, self.last(people.main_id(id)).cloned().or_else(|| people.get(id))?)));
        let mut one = People::default();
        if let Some((id, person)) = person {
            one.insert(id, person);
        }
        one
    }

    /// A person as the last request about them leaves them.
    pub(super) fn last(&self, id: Token) -> Option<&Person> {
        self.people.iter().rfind(|(other, _)| *other == id).map(|(_, person)| person)
    }

    /// What an earlier request of the group said of somebody, a later one may have taken back: the last one holds for
    /// all of them, and so does a no for what is answered.
    pub(super) fn settle(
        &self,
        prepared: &mut [Prepared],
        outcomes: &mut [Outcome<Done>],
        (people, now): (&People, Timestamp),
    ) {
        let last: HashMap<Token, &Person> = self.people.iter().map(|(id, person)| (*id, person)).collect();
        for (id, person) in prepared.iter_mut().filter_map(|prepared| prepared.person.as_mut()) {
            if let Some(last) = last.get(id) {
                person.clone_from(last);
            }
        }
        for done in outcomes.iter_mut().filter_map(|outcome| outcome.as_mut().ok()) {
            let Some(id) = done.person.map(|id| people.main_id(id)) else { continue };
            if self.refused.contains(&id) {
                (done.waits, done.withdrawn, done.link) = (true, true, None);
            } else if last.get(&id).is_some_and(|p| !p.may_publish_badge(&done.slug, now)) {
                (done.waits, done.link) = (true, None);
            }
        }
    }
}

/// An award of this group: to whom, on which day.
pub(super) struct JustMade {
    pub(super) person: Token,
    pub(super) day: String,
    pub(super) done: Done,
    pub(super) says: Says,
}

pub(super) fn choose_spot(register: &Register, pending: &Pending) -> StatusSpot {
    let fresh = |list: u32| pending.spots.iter().filter(|s| s.list == list).count();
    let count = |list: u32| (register.count(list) + fresh(list)) as u64;
    let taken = |list: u32, index: u64| {
        let spot = StatusSpot { list, index };
        register.is_taken(spot) || pending.spots.contains(&spot)
    };
    let (list, index) = choose(&mut SystemEntropy, count, taken);
    StatusSpot { list, index }
}
