//! Whom the place knows, and what they have, found once for all rows.

use std::hash::RandomState;

use hashbrown::HashTable;

use super::date::Day;
use super::met::{Short, spread};
use super::plan::{Asked, number};
use super::who::{did_key, email_key, name_key};
use crate::place::people::{People, Person};
use crate::place::register::{AwardStatus, Register};
use crate::place::{Slug, Token};

/// The place's people and awards by what a row says.
pub(super) struct Known<'a> {
    all: &'a People,
    /// Everybody's id, sorted: people are numbered so.
    ids: Vec<Token>,
    hasher: RandomState,
    /// By what a row says of them.
    index: HashTable<By>,
    slugs: Vec<Slug>,
    /// Awards that stand: by person, then by achievement, then oldest first.
    awards: Vec<Standing>,
    /// The same for those that were revoked, and that nothing took the place of.
    revoked: Vec<Standing>,
}

/// Who is known by what: the digest of it, and the number of the person.
#[derive(Debug, Clone, Copy)]
struct By {
    digest: Short,
    person: u32,
    /// By a name, although there is an address.
    name: bool,
}

/// Who has what since which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    person: u32,
    slug: u32,
    pub(super) day: Day,
    /// Where it stands in the register.
    at: u32,
    pub(super) token: Token,
}

impl<'a> Known<'a> {
    pub(super) fn new(asked: &Asked<'a>) -> Self {
        let mut ids: Vec<Token> = asked.people.main_ids().collect();
        ids.sort_unstable();
        let mut known = Self {
            all: asked.people,
            index: HashTable::with_capacity(ids.len()),
            ids,
            hasher: RandomState::new(),
            slugs: Vec::new(),
            awards: Vec::new(),
            revoked: Vec::new(),
        };
        for (id, person) in asked.people.iter() {
            if let (Some(key), Some(at)) = (key_of(&person), known.number(id)) {
                known.enter(&key, at, false);
            }
        }
        known.enter_claimed(asked);
        known.enter_awards(asked);
        known
    }

    /// Whoever claimed a card has an address since; the table still knows them by the name that was on it (D-10).
    fn enter_claimed(&mut self, asked: &Asked<'_>) {
        for award in asked.register.briefs().filter(|e| e.replaces.is_some() && !e.card) {
            let Some(id) = award.person.map(|id| asked.people.main_id(id)) else { continue };
            let card = award.replaces.and_then(|token| asked.register.brief(token));
            if let (true, Some(at)) = (card.is_some_and(|card| card.card), self.number(id)) {
                for name in asked.people.get(id).iter().flat_map(Person::names) {
                    self.enter(&name_key(name), at, true);
                }
            }
        }
    }

    fn enter_awards(&mut self, asked: &Asked<'_>) {
        self.awards.reserve_exact(asked.register.len());
        for (at, award) in asked.register.briefs().enumerate() {
            let id = award.person.map(|id| asked.people.main_id(id));
            let Some(person) = id.and_then(|id| self.number(id)) else { continue };
            let (slug, token) = (slug_number(&mut self.slugs, award.achievement), award.token);
            let standing = Standing { person, slug, day: Day::of(award.date), at: number(at), token };
            if !matches!(award.status, AwardStatus::Revoked { .. }) {
                self.awards.push(standing);
            } else if asked.register.successor(token).is_none() {
                // What took its place is there instead of it.
                self.revoked.push(standing);
            }
        }
        for all in [&mut self.awards, &mut self.revoked] {
            all.sort_unstable_by_key(|s| (s.person, s.slug, s.at));
        }
    }

    fn number(&self, id: Token) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(number)
    }

    /// Notes by what somebody is known, unless somebody else is already.
    fn enter(&mut self, key: &str, person: u32, name: bool) {
        let digest = Short::of(&self.hasher, key);
        if self.find_by(key, digest).is_none() {
            self.index.insert_unique(spread(digest), By { digest, person, name }, |by| spread(by.digest));
        }
    }

    /// Two texts may have one digest: what is known of the person decides.
    fn find_by(&self, key: &str, digest: Short) -> Option<(Token, Person)> {
        let mut found = None;
        self.index.find(spread(digest), |by| {
            if by.digest != digest {
                return false;
            }
            let id = self.ids[by.person as usize];
            let is_so = |person: &Person| match by.name {
                true => person.names().any(|name| name_key(name) == key),
                false => key_of(person).as_deref() == Some(key),
            };
            found = self.all.get(id).filter(is_so).map(|person| (id, person));
            found.is_some()
        })?;
        found
    }

    /// Who is known by what a row says, as [`Wish::key`](super::Wish::key) has it.
    pub(super) fn find(&self, key: &str) -> Option<(Token, Person)> {
        self.find_by(key, Short::of(&self.hasher, key))
    }

    /// Whether nothing was awarded that stands, or was revoked.
    pub(super) const fn has_no_awards(&self) -> bool {
        self.awards.is_empty() && self.revoked.is_empty()
    }

    /// The award that stands of that day; without a day, the last one of any day.
    pub(super) fn award(&self, person: Token, achievement: &Slug, day: Option<Day>) -> Option<&Standing> {
        self.of(&self.awards, person, achievement, day).last()
    }

    /// The same of those that were revoked.
    pub(super) fn revoked(&self, person: Token, achievement: &Slug, day: Option<Day>) -> Option<&Standing> {
        self.of(&self.revoked, person, achievement, day).last()
    }

    /// The oldest award of that day, of all these people, and whether it stands: else there are only some that were revoked.
    pub(super) fn oldest(&self, people: &[Token], achievement: &Slug, day: Day) -> Option<(Standing, bool)> {
        let first = |all: &'_ [Standing]| {
            let of_all = people.iter().filter_map(|id| self.of(all, *id, achievement, Some(day)).next().copied());
            of_all.min_by_key(|standing| standing.at)
        };
        first(&self.awards).map(|award| (award, true)).or_else(|| first(&self.revoked).map(|award| (award, false)))
    }

    /// Whether somebody was given the same of that day under several ids, which were merged since.
    pub(super) fn is_under_several(&self, person: Token, achievement: &Slug, day: Day, register: &Register) -> bool {
        let all =
            [&self.awards, &self.revoked].into_iter().flat_map(|all| self.of(all, person, achievement, Some(day)));
        let mut ids = all.filter_map(|award| register.brief(award.token)?.person);
        ids.next().is_some_and(|first| ids.any(|other| other != first))
    }

    fn of<'s>(
        &self,
        all: &'s [Standing],
        person: Token,
        achievement: &Slug,
        day: Option<Day>,
    ) -> impl Iterator<Item = &'s Standing> + use<'s> {
        let slug = self.slugs.iter().position(|slug| slug == achievement).map(number);
        // Nobody has an achievement that was never awarded.
        let key = self.number(person).zip(slug);
        let from = key.map_or(all.len(), |key| all.partition_point(|s| (s.person, s.slug) < key));
        let same = all[from..].iter().take_while(move |s| Some((s.person, s.slug)) == key);
        same.filter(move |s| day.is_none_or(|day| s.day == day))
    }
}

/// By what the table knows somebody.
fn key_of(person: &Person) -> Option<String> {
    match (&person.email, &person.did, &person.name) {
        (Some(email), ..) => Some(email_key(email)),
        (None, Some(did), _) => Some(did_key(did)),
        (None, None, name) => name.as_deref().map(name_key),
    }
}

/// The number of an achievement; a place awards few.
pub(super) fn slug_number(all: &mut Vec<Slug>, slug: &Slug) -> u32 {
    let known = all.iter().position(|known| known == slug);
    number(known.unwrap_or_else(|| {
        all.push(slug.clone());
        all.len() - 1
    }))
}
