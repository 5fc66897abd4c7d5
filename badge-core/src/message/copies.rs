//! Copies of one badge that was signed several times: they are one badge, and the newest is the one to look at.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Catalog, date};
use crate::model::Badge;
use crate::time::Timestamp;
use crate::verify::{Report, same_badge};

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
