//! Which achievements a row asks for.

use super::column::Field;
use super::finding::Trouble;
use super::offer::{Found, Item};
use super::row::{Reader, finding, is_unreadable, usable, yes_or_no};
use super::words::folded;
use crate::language::Lang;
use crate::place::Slug;

impl<'r> Reader<'r> {
    pub(super) fn achievements(&mut self, language: Option<Lang>) -> Vec<Slug> {
        let level = self.level();
        let mut found: Vec<Slug> = Vec::new();
        let (mut named, mut ticks) = (false, false);
        for column in self.layout.columns(&Field::Achievement).collect::<Vec<_>>() {
            let cell = self.line.cell(column);
            named |= is_unreadable(cell);
            let Some(text) = usable(cell) else { continue };
            named = true;
            let before = found.len();
            self.read_names(column, text, level.as_deref(), &mut found);
            self.named.extend(found.iter().skip(before).map(|slug| (slug.clone(), column)));
        }
        for (slug, column) in self.layout.ticks() {
            ticks = true;
            let cell = self.line.cell(column);
            if is_unreadable(cell) {
                named = true;
                continue;
            }
            match yes_or_no(cell.text) {
                Some(true) => {
                    found.push(slug.clone());
                    self.named.push((slug.clone(), column));
                }
                Some(false) => {}
                None => self.findings.push(finding(Trouble::TickUnclear, Some(column), cell.text)),
            }
        }
        if !named && found.is_empty() {
            match (&self.asked.achievement, ticks) {
                (_, true) => self.find(Trouble::AchievementNone, None, ""),
                (Some(slug), false) => found.push(slug.clone()),
                (None, false) => {
                    let column = self.layout.column(&Field::Achievement);
                    self.find(Trouble::AchievementMissing, column, "");
                }
            }
        }
        found.sort();
        found.dedup();
        for slug in &found {
            if let Some(item) = self.asked.offer.by_slug(slug) {
                self.fit(item, level.as_deref(), language);
            }
        }
        found
    }

    /// The achievements that a cell names: as a whole, or parted by `;`, `|`, line breaks, then commas.
    fn read_names(&mut self, column: usize, text: &str, level: Option<&str>, found: &mut Vec<Slug>) {
        if let Some(slug) = self.one(text, level) {
            found.push(slug);
            return;
        }
        for part in text.split([';', '|', '\n']).map(str::trim).filter(|p| !p.is_empty()) {
            if let Some(slug) = self.one(part, level) {
                found.push(slug);
                continue;
            }
            let parts: Vec<&str> = part.split([',', '+']).map(str::trim).filter(|p| !p.is_empty()).collect();
            let known: Vec<Slug> = parts.iter().filter_map(|p| self.one(p, level)).collect();
            // Only when some of it is known is a comma taken for a separator.
            let parts = if known.is_empty() { vec![part] } else { parts };
            found.extend(known);
            for part in parts {
                match self.asked.offer.find(part) {
                    Found::None => self.find(Trouble::AchievementUnknown, Some(column), part),
                    Found::Near(nearest) => self.find(Trouble::AchievementNear { nearest }, Some(column), part),
                    Found::Several(items) if self.one(part, level).is_none() => {
                        let which = items.iter().map(|i| i.slug.as_str()).collect::<Vec<_>>().join(", ");
                        self.find(Trouble::AchievementSeveral { which }, Some(column), part);
                    }
                    _ => {}
                }
            }
        }
    }

    /// The one achievement of a name; the level decides among several.
    fn one(&self, text: &str, level: Option<&str>) -> Option<Slug> {
        match self.asked.offer.find(text) {
            Found::One(item) => Some(item.slug.clone()),
            Found::Several(items) => {
                let mut fitting = items.into_iter().filter(|i| level.is_some() && i.level.as_deref() == level);
                let first = fitting.next()?;
                fitting.next().is_none().then(|| first.slug.clone())
            }
            _ => None,
        }
    }

    /// What stands in a column of this row.
    fn said(&self, column: Option<usize>) -> &'r str {
        column.map_or("", |column| self.line.cell(column).text)
    }

    /// Whether an achievement can be awarded as it is asked for.
    fn fit(&mut self, item: &Item, level: Option<&str>, language: Option<Lang>) {
        let slug = item.slug.as_str().to_owned();
        if !item.complete {
            let column = self.named.iter().find(|(named, _)| *named == item.slug).map(|(_, column)| *column);
            self.find(Trouble::AchievementFaulty { slug: slug.clone() }, column, self.said(column));
        }
        if let (Some(wanted), Some(own)) = (level, item.level.as_deref())
            && wanted != own
        {
            let column = self.layout.column(&Field::Level);
            self.find(Trouble::LevelOther { slug, level: own.to_owned() }, column, self.said(column));
        }
        if language.is_some_and(|l| !item.languages.contains(&l)) {
            let used = self.asked.place.first_language();
            let column = self.layout.column(&Field::Language);
            self.find(Trouble::LanguageOther { used: used.tag().to_owned() }, column, self.said(column));
        }
    }

    /// The short name of the level.
    fn level(&mut self) -> Option<String> {
        let (column, text) = self.first(&Field::Level)?;
        let wanted = folded(text);
        let names = |l: &&crate::place::Level| {
            folded(&l.id) == wanted
                || Lang::ALL.into_iter().any(|lang| l.name.in_lang(lang).is_some_and(|n| folded(n) == wanted))
        };
        if let Some(level) = self.asked.place.levels.iter().find(names) {
            return Some(level.id.clone());
        }
        let known = self.asked.place.levels.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join(", ");
        self.find(Trouble::LevelUnknown { known }, Some(column), text);
        None
    }
}
