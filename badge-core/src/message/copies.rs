//! Copies of one badge that was signed several times: they are one badge, and the newest is the one to look at. And the forms of
//! one award, as Open Badges 2.0 and as 3.0, that a place gives together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Catalog, date};
use crate::did::Scope;
use crate::model::Badge;
use crate::name::Url;
use crate::time::Timestamp;
use crate::verify::{Report, same_badge, same_person};

/// A copy of a badge of which a newer one was given, too. Numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Older {
    pub(super) number: usize,
    /// The newest copy, and since when it holds.
    newer: (usize, Timestamp),
}

impl Older {
    /// Those among reports that have an older copy in hand. Only what a proof covers is compared: anybody can write an
    /// id and an earlier day into something else (OB3-VER-50, OB3-VER-51).
    pub(super) fn among<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Vec<Self> {
        let mut by_id: BTreeMap<&str, Vec<(usize, &Badge, Timestamp)>> = BTreeMap::new();
        for (n, report) in reports.into_iter().enumerate() {
            let badge = report.summary.as_ref().filter(|s| s.proven).map(|s| &s.badge);
            if let Some(badge) = badge
                && let (Some(id), Some(from)) = (badge.id.as_deref(), badge.valid_from)
            {
                by_id.entry(id).or_default().push((n + 1, badge, from));
            }
        }
        let mut out: Vec<Self> = Vec::new();
        for copies in by_id.into_values() {
            for (number, badge, from) in &copies {
                let later = copies.iter().filter(|(_, other, since)| since > from && same_badge(badge, other));
                let newest = later.max_by_key(|(n, _, since)| (*since, Reverse(*n)));
                out.extend(newest.map(|(n, _, since)| Self { number: *number, newer: (*n, *since) }));
            }
        }
        out.sort_by_key(|copy| copy.number);
        out
    }

    pub(super) fn text(&self, catalog: &Catalog) -> String {
        let (number, newer) = (self.number.to_string(), self.newer.0.to_string());
        let of = [("number", number.as_str()), ("newer", &newer), ("date", &date(catalog, self.newer.1))];
        catalog.text("answer-older", &of)
    }
}

/// An award of Open Badges 2.0 that was given in the form of 3.0, too. Numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OtherForm {
    pub(super) number: usize,
    /// The one in the form of 3.0.
    of: usize,
}

impl OtherForm {
    /// Those among reports. Only what a proof covers is compared, and both are told with their own answers: this is about
    /// how many there are.
    pub(super) fn among<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Vec<Self> {
        let proven = |(n, report): (usize, &'r Report)| {
            let badge = report.summary.as_ref().filter(|s| s.proven).map(|s| &s.badge);
            badge.map(|badge| (n + 1, badge))
        };
        let (new, old): (Vec<_>, Vec<_>) =
            reports.into_iter().enumerate().filter_map(proven).partition(|(_, badge)| badge.version.is_3());
        let mut groups: BTreeMap<Group<'r>, Alike<'r>> = BTreeMap::new();
        for (number, badge) in new {
            groups.entry(group(badge)).or_default().add(number, badge);
        }
        let mut out = Vec::new();
        let mut compared = 0;
        for (number, badge) in old {
            let of = groups.get_mut(&group(badge)).and_then(|alike| alike.take(badge, &mut compared));
            out.extend(of.map(|of| Self { number, of }));
        }
        out
    }

    pub(super) fn text(&self, catalog: &Catalog) -> String {
        let (first, second) = (self.number.min(self.of).to_string(), self.number.max(self.of).to_string());
        catalog.text("answer-forms", &[("first", &first), ("second", &second)])
    }
}

/// What two forms of one award have in common, as it stands there: title, issuer's name, day.
type Group<'a> = (Option<&'a str>, Option<&'a str>, Option<String>);

fn group(badge: &Badge) -> Group<'_> {
    (badge.title(), badge.issuer.name.as_deref(), badge.valid_from.map(Timestamp::day))
}

/// Awards of 3.0 that have the same in common.
#[derive(Default)]
struct Alike<'a> {
    /// Each with its number; none once it is the other form of one of 2.0: who was awarded the same twice has two.
    all: Vec<Option<(usize, &'a Badge)>>,
    /// By what a place writes alike into both forms: the recipient's id, or an identifier with its salt.
    named: BTreeMap<(&'a str, &'a str), Vec<usize>>,
}

/// Badges that are looked at for one that says the same of its recipient.
const NAMED: usize = 20;
/// Pairs that are looked at besides, for one answer: whose recipients are told in other words, and who are one person for all
/// that. In a folder of many thousands both forms of some of them are counted.
const COMPARED: usize = 200_000;

impl<'a> Alike<'a> {
    fn add(&mut self, number: usize, badge: &'a Badge) {
        for name in names(badge) {
            self.named.entry(name).or_default().push(self.all.len());
        }
        self.all.push(Some((number, badge)));
    }

    /// The number of the other form of an award of 2.0, which is nobody else's from then on.
    fn take(&mut self, old: &'a Badge, compared: &mut usize) -> Option<usize> {
        let all = &self.all;
        let is = |at: &usize| all[*at].is_some_and(|(_, new)| is_same_award(old, new));
        let named = names(old).filter_map(|name| self.named.get(&name)).flatten().copied();
        let at = named.filter(|at| all[*at].is_some()).take(NAMED).find(is).or_else(|| {
            let mut others = (0..all.len()).take(COMPARED.saturating_sub(*compared));
            others.find(|at| {
                *compared += 1;
                is(at)
            })
        })?;
        self.all[at].take().map(|(number, _)| number)
    }
}

fn names(badge: &Badge) -> impl Iterator<Item = (&str, &str)> {
    let id = badge.recipient.id.as_deref().map(|id| (id, ""));
    let identities = badge.recipient.identities.iter();
    id.into_iter().chain(identities.map(|known| (known.value.as_str(), known.salt.as_deref().unwrap_or_default())))
}

/// Whether an award of 2.0 and one of 3.0, which are alike, are one: of the same person, by the same issuer, whose names in
/// both versions lead to one folder of one host.
fn is_same_award(old: &Badge, new: &Badge) -> bool {
    same_person(&old.recipient, &new.recipient) && {
        let scope = new.issuer.id.as_deref().and_then(Scope::of);
        let issuer = old.issuer.id.as_deref().and_then(|id| Url::parse(id).ok());
        scope.zip(issuer).is_some_and(|(scope, issuer)| scope.covers(&issuer))
    }
}

#[cfg(test)]
#[path = "copies_tests.rs"]
mod tests;
