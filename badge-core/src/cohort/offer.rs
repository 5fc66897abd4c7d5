//! What can be awarded, found by whatever a table calls it.

use std::collections::HashMap;

use super::words::{folded, nearest};
use crate::language::Lang;
use crate::place::{AchievementFile, Place, Slug};

/// The achievements of a place, by short name and by name in both languages.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    items: Vec<Item>,
    by_name: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) slug: Slug,
    pub(super) name: String,
    pub(super) level: Option<String>,
    pub(super) complete: bool,
    pub(super) languages: Vec<Lang>,
}

/// What a name stands for.
#[derive(Debug)]
pub(super) enum Found<'o> {
    One(&'o Item),
    Several(Vec<&'o Item>),
    Near(String),
    None,
}

impl Offer {
    /// Everything that `place` can award.
    #[must_use]
    pub fn new(place: &Place, achievements: &[AchievementFile]) -> Self {
        let mut offer = Self::default();
        for file in achievements {
            let texts = file.texts(place.first_language());
            let name = texts.name.clone().unwrap_or_else(|| file.slug.as_str().to_owned());
            offer.items.push(Item {
                slug: file.slug.clone(),
                name,
                level: file.level.clone(),
                complete: file.check(place).iter().all(|p| p.fault.is_remark()),
                languages: Lang::ALL.into_iter().filter(|l| file.speaks(*l)).collect(),
            });
            let at = offer.items.len() - 1;
            let names = Lang::ALL.into_iter().filter_map(|l| file.texts(l).name.as_deref());
            for name in names.chain([file.slug.as_str()]) {
                let all = offer.by_name.entry(folded(name)).or_default();
                if !all.contains(&at) {
                    all.push(at);
                }
            }
        }
        offer
    }

    /// The achievement that a column is headed by.
    pub(super) fn tick(&self, header: &str) -> Option<Slug> {
        match self.by_name.get(&folded(header)).map(Vec::as_slice) {
            Some([one]) => Some(self.items[*one].slug.clone()),
            _ => None,
        }
    }

    pub(super) fn by_slug(&self, slug: &Slug) -> Option<&Item> {
        self.items.iter().find(|i| i.slug == *slug)
    }

    /// The short name comes first, then the names.
    pub(super) fn find(&self, text: &str) -> Found<'_> {
        let text = text.trim();
        if let Some(item) = self.items.iter().find(|i| i.slug.as_str() == text) {
            return Found::One(item);
        }
        let key = folded(text);
        match self.by_name.get(&key).map(Vec::as_slice) {
            Some([one]) => Found::One(&self.items[*one]),
            Some(several) => Found::Several(several.iter().map(|n| &self.items[*n]).collect()),
            None => {
                let all = self.by_name.iter().map(|(k, n)| (k.as_str(), self.items[n[0]].name.as_str()));
                // The map has no order of its own: the same table gives the same words.
                let mut all: Vec<_> = all.collect();
                all.sort_unstable();
                nearest(&key, all.into_iter()).map_or(Found::None, |near| Found::Near(near.to_owned()))
            }
        }
    }
}
