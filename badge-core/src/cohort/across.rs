//! What shows only when all rows of a table are known: rows that contradict each other, and people who may be one.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::column::Field;
use super::consent::ConsentWords;
use super::date::Day;
use super::finding::{Finding, Trouble};
use super::judge::{Draft, Said};
use super::met::{Number, Short, spread};
use super::plan::{Award, number};
use super::row::finding;
use super::who::{Address, name_key};
use crate::place::Token;
use crate::place::card::code_of;

/// Rows of a minor that say no where another row, or the place, has consent: nothing of either is awarded before somebody
/// has said which holds (D-11).
pub(super) fn contradictions(draft: &mut Draft<'_>) {
    let said = std::mem::take(&mut draft.said);
    let agrees = |said: ConsentWords| matches!(said, ConsentWords::Yes | ConsentWords::Statement);
    let who = |said: &Said| draft.met.who(said.row as usize);
    let against = said.iter().filter(|s| s.consent.is_some_and(|(_, said)| !agrees(said)));
    let mut of: HashMap<Number, Vec<&Said>> = against.filter_map(|s| Some((who(s)?, Vec::new()))).collect();
    for one in &said {
        if let Some(rows) = who(one).and_then(|who| of.get_mut(&who)) {
            rows.push(one);
        }
    }
    let mut told: Vec<(u32, usize)> = Vec::new();
    for group in of.values() {
        let words = || group.iter().filter_map(|s| s.consent).map(|(_, said)| said);
        // What a minor said alone contradicts nobody, whichever of the rows tells that they are one.
        let is_noted = group.iter().all(|s| s.agreed);
        // A doubt about somebody who is of age is asked about on its own.
        let is_no = words().any(|said| said == ConsentWords::No);
        if !(is_no || group.iter().any(|s| s.minor)) || !(is_noted || words().any(agrees)) {
            continue;
        }
        for one in group {
            // A row that says nothing contradicts nobody; nor does one that agrees and has nothing left to award.
            let left = draft.plan.awards[draft.plan.range(one.row as usize)].iter().any(Award::is_left);
            let Some((column, _)) = one.consent.filter(|(_, said)| left || !agrees(*said)) else { continue };
            if !draft.plan.findings.troubles(one.row).any(|trouble| *trouble == Trouble::ConsentUnclear) {
                told.push((one.row, usize::from(column)));
            }
        }
    }
    told.sort_unstable();
    let is_told = |row: u32| told.binary_search_by_key(&row, |(row, _)| *row).is_ok();
    let less = [Trouble::MinorWithoutConsent, Trouble::MinorRefused, Trouble::ConsentOwn, Trouble::ConsentChild];
    draft.plan.findings.drop_of(|row, trouble| less.contains(trouble) && is_told(row));
    for (row, column) in told {
        let Some(line) = draft.plan.line(draft.table, row as usize) else { continue };
        draft.tell(row, &finding(Trouble::ConsentContradicted, Some(column), line.cell(column).text));
    }
    draft.settle();
}

/// Rows of somebody who has the same award under another address, or on a card, or had it before it was revoked: a table
/// that is run again does not bring it back. Two people of one name are told apart by that both are in the table, but for
/// somebody who got it twice: two addresses were merged since, and the table has the other one still.
pub(super) fn other_addresses(draft: &mut Draft<'_>) {
    if draft.known.has_no_awards() {
        return;
    }
    let hasher = RandomState::new();
    let asked: HashSet<u64> = draft.asked_names().map(|(_, name)| hasher.hash_one(name_key(&name))).collect();
    if asked.is_empty() {
        return;
    }
    let there: HashSet<Token> = draft.plan.rows.iter().filter_map(|row| draft.plan.token(row.person)).collect();
    // Of all people of the place only those are looked at who are called like somebody who asks.
    let mut names: HashMap<String, Vec<Token>> = HashMap::new();
    let merged: HashSet<Token> = draft.asked.people.merged_ids().collect();
    for (id, person) in draft.asked.people.iter().filter(|(id, _)| !there.contains(id) || merged.contains(id)) {
        for key in person.names().map(name_key).filter(|key| asked.contains(&hasher.hash_one(key))) {
            names.entry(key).or_default().push(id);
        }
    }
    let mut told: Vec<(u32, Trouble)> = Vec::new();
    for (row, name) in draft.asked_names() {
        let Some(people) = names.get(&name_key(&name)) else { continue };
        let day = draft.met.day(row).unwrap_or(Day::of(draft.asked.now));
        let plan = &draft.plan;
        for award in plan.awards[plan.range(row)].iter().filter(|award| award.is_left()) {
            let slug = &plan.slugs[award.slug as usize];
            let is_other = |id: &&Token| {
                !there.contains(*id) || draft.known.is_under_several(**id, slug, day, draft.asked.register)
            };
            let people: Vec<Token> = people.iter().filter(is_other).copied().collect();
            let same = draft.known.oldest(&people, slug, day);
            let Some((award, stands)) =
                same.and_then(|(same, stands)| Some((draft.asked.register.brief(same.token)?, stands)))
            else {
                continue;
            };
            let person = award.person.and_then(|id| draft.asked.people.get(id));
            let address = person.and_then(|p| p.email.or(p.did));
            let who = address.or_else(|| Some(code_of(award, draft.asked.people)?.to_string()));
            let who = who.unwrap_or_else(|| award.token.to_string());
            let slug = slug.as_str().to_owned();
            let trouble = match stands {
                true => Trouble::AwardOtherAddress { slug, who },
                false => Trouble::AwardOtherRevoked { slug, who },
            };
            told.push((number(row), trouble));
        }
    }
    let column = draft.layout.column(&Field::Email);
    for (row, trouble) in told {
        let value = column.and(draft.address(row as usize)).unwrap_or_default();
        draft.tell(row, &finding(trouble, column, &value));
    }
    draft.settle();
}

/// Rows whose name, badge and day are those of a row with another address: probably the same person, who would get two
/// badges; without an address, one of them a card that anybody may claim.
pub(super) fn same_names(draft: &mut Draft<'_>) {
    let mut first = Namesakes { hasher: RandomState::new(), all: HashTable::new() };
    let mut found: Vec<(usize, usize)> = Vec::new();
    first.all.reserve(draft.plan.awards.len(), |(digest, _)| spread(*digest));
    for row in (0..draft.plan.rows.len()).filter(|row| !draft.plan.rows[*row].is_card) {
        let Some(name) = draft.name(row).map(|name| name_key(&name)) else { continue };
        let mut other = None;
        for at in draft.there(row) {
            let known = first.find_or_enter(draft, &name, row, at);
            let is_other =
                known != row && draft.plan.awards[at].is_left() && draft.address(known) != draft.address(row);
            other = other.or(is_other.then_some(known));
        }
        found.extend(other.map(|known| (row, known)));
    }
    for row in (0..draft.plan.rows.len()).filter(|row| draft.plan.rows[*row].is_card && !first.all.is_empty()) {
        let Some(name) = draft.name(row).map(|name| name_key(&name)) else { continue };
        let mut left = draft.there(row).filter(|at| draft.plan.awards[*at].is_left());
        found.extend(left.find_map(|at| first.find(draft, &name, row, at)).map(|known| (row, known)));
    }
    drop(first);
    for (row, known) in found {
        let who = draft.address(known).unwrap_or_default();
        let Some(line) = draft.plan.line(draft.table, known).map(|line| line.line()) else { continue };
        let (trouble, value) = match draft.address(row) {
            Some(own) => (Trouble::PersonTwoAddresses { line, who }, own),
            None => (Trouble::PersonSameName { line }, draft.name(row).unwrap_or_default()),
        };
        let column = draft.layout.column(&Field::Email);
        draft.tell(number(row), &finding(trouble, column, &value));
    }
    draft.settle();
}

/// The first award of each name, achievement and day: a digest of them, and the award.
struct Namesakes {
    hasher: RandomState,
    all: HashTable<(Short, u32)>,
}

impl Namesakes {
    fn digest(&self, draft: &Draft<'_>, name: &str, row: usize, at: usize) -> Short {
        Short::of(&self.hasher, (name, draft.plan.awards[at].slug, draft.met.day(row)))
    }

    fn find(&self, draft: &Draft<'_>, name: &str, row: usize, at: usize) -> Option<usize> {
        let (own, plan) = (self.digest(draft, name, row, at), &draft.plan);
        let row_of = |at: u32| plan.rows.partition_point(|row| row.ends <= at);
        let is_same = |(digest, first): &(Short, u32)| {
            *digest == own
                && plan.awards[*first as usize].slug == plan.awards[at].slug
                && draft.met.day(row_of(*first)) == draft.met.day(row)
                && draft.name(row_of(*first)).is_some_and(|other| name_key(&other) == name)
        };
        self.all.find(spread(own), is_same).map(|(_, first)| row_of(*first))
    }

    fn find_or_enter(&mut self, draft: &Draft<'_>, name: &str, row: usize, at: usize) -> usize {
        self.find(draft, name, row, at).unwrap_or_else(|| {
            let own = self.digest(draft, name, row, at);
            self.all.insert_unique(spread(own), (own, number(at)), |(digest, _)| spread(*digest));
            row
        })
    }
}

impl Draft<'_> {
    fn name(&self, row: usize) -> Option<String> {
        let line = self.plan.line(self.table, row).filter(|_| self.plan.rows[row].is_person)?;
        self.plan.who.name(&line)
    }

    fn address(&self, row: usize) -> Option<String> {
        let line = self.plan.line(self.table, row).filter(|_| self.plan.rows[row].is_person)?;
        self.plan.who.address(&line).map(Address::into_text)
    }

    /// Rows with a name that have something left to award.
    fn asked_names(&self) -> impl Iterator<Item = (usize, String)> {
        let left = |row: &usize| self.plan.awards[self.plan.range(*row)].iter().any(Award::is_left);
        (0..self.plan.rows.len()).filter(left).filter_map(|row| Some((row, self.name(row)?)))
    }

    /// The awards of a row that will be there, or are.
    fn there(&self, row: usize) -> impl Iterator<Item = usize> {
        let is_there = |at: &usize| self.plan.awards[*at].is_left() || self.plan.awards[*at].already.is_some();
        self.plan.range(row).filter(is_there)
    }

    /// Adds what was found about a row when all were judged.
    fn tell(&mut self, row: u32, found: &Finding) {
        let whom = self.address(row as usize).or_else(|| self.name(row as usize)).unwrap_or_default();
        if let Some(line) = self.plan.line(self.table, row as usize) {
            self.plan.findings.push_late(row, found, &line, &whom);
        }
    }

    fn settle(&mut self) {
        for row in self.plan.findings.settle() {
            self.restate(row);
        }
    }
}
