//! Lists that are looked through a page at a time, with a search where it helps: the question is part of the address, so
//! that it can be sent to somebody, and needs no script.

use badge_core::place::names::{folded, order_of};
use serde::Deserialize;

/// Entries of one page.
pub(super) const PAGE: usize = 60;
/// So many are found without a search.
const FEW: usize = 8;

/// What is looked for, and after how many of what was found the page begins.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Looked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: usize,
}

/// In the order of their titles; those of the same title as they came.
pub(super) fn by_title<T>(all: impl IntoIterator<Item = T>, title: impl Fn(&T) -> &str) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort_by_cached_key(|one| order_of(title(one)));
    all
}

/// A page of a list.
pub(super) struct Part<T> {
    pub(super) rows: Vec<T>,
    /// Where a search goes, where one helps.
    pub(super) search: Option<String>,
    pub(super) text: String,
    pub(super) next: Option<String>,
    /// Whether it is the beginning of the whole list.
    pub(super) whole: bool,
}

impl Looked {
    /// The page of what is found in `all`; `words` tells in which text of an entry all words of the search have to be.
    /// `here` is the page's address, without a question.
    pub(super) fn part<T>(self, all: Vec<T>, words: impl Fn(&T) -> String, here: &str, lang: &str) -> Part<T> {
        let text = self.q.trim().to_owned();
        let wanted: Vec<String> = folded(&text).split_whitespace().map(str::to_owned).collect();
        let search = (!text.is_empty() || all.len() > FEW).then(|| here.to_owned());
        let is_meant = |one: &T| {
            let known = folded(&words(one));
            wanted.iter().all(|word| known.contains(word.as_str()))
        };
        let mut rows: Vec<T> = all.into_iter().filter(is_meant).skip(self.from).take(PAGE + 1).collect();
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let escaped: String = text.bytes().map(|b| format!("%{b:02X}")).collect();
        let to = self.from.saturating_add(PAGE);
        let next = more.then(|| format!("{here}?lang={lang}&q={escaped}&from={to}"));
        Part { rows, search, whole: self.from == 0 && text.is_empty(), text, next }
    }
}
