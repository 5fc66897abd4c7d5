//! What can be earned at a place, to be looked through and searched: words without accents, a kind, a level. What is
//! searched is computed from the achievements alone, and anew only when one of them changes: ten thousand of them are
//! looked through in memory, and no page or picture is made for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use badge_core::language::Lang;
use badge_core::place::names::{folded, order_of};
use badge_core::place::{AchievementFile, Place, Slug};

use super::published::PlaceError;
use crate::recent::Recent;
use crate::state::App;
use crate::storage::{PlaceId, StorageError};

/// At most so many places are kept in mind.
const MOST: usize = 200;

/// Letters of a question that are looked at.
const LONGEST: usize = 200;

/// What can be earned at a place.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// What it was computed from.
    stamp: i64,
    pub(crate) place: Place,
    /// By their short names.
    entries: Vec<Entry>,
    /// Which comes after which, by the titles that readers of each language see.
    orders: [Vec<usize>; Lang::ALL.len()],
}

/// Something that can be earned.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) file: AchievementFile,
    /// All its words in all its languages, without accents, and those of its kind and level.
    words: String,
}

/// What is looked for.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) words: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) level: &'a str,
}

/// The catalogues that are in memory.
#[derive(Debug, Default)]
pub(crate) struct Catalogues(Mutex<Made>);

type Made = Recent<PlaceId, Arc<Catalogue>, MOST>;

impl Catalogues {
    fn known(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What can be earned at a place; `None` for a place that publishes nothing.
///
/// # Errors
/// See [`PlaceError`].
pub(crate) async fn catalogue(app: &App, id: PlaceId) -> Result<Option<Arc<Catalogue>>, PlaceError> {
    let mut read = app.storage.read().await?;
    let Some(stamp) = read.catalogue(id).await? else { return Ok(None) };
    let known = app.work.catalogues.known().get(&id).filter(|known| known.stamp == stamp).cloned();
    if known.is_some() {
        return Ok(known);
    }
    let stored = read.place(id).await?.ok_or_else(|| StorageError::Damaged { what: format!("place {}", id.0) })?;
    let sources = read.achievements(id).await?;
    drop(read);
    let made = tokio::task::spawn_blocking(move || Catalogue::new(stamp, &stored.settings, sources)).await??;
    let Some(made) = made.map(Arc::new) else { return Ok(None) };
    app.work.catalogues.known().insert(id, Arc::clone(&made));
    Ok(Some(made))
}

impl Catalogue {
    fn new(stamp: i64, settings: &str, sources: Vec<(Slug, String)>) -> Result<Option<Self>, PlaceError> {
        let faulty = |source| PlaceError::Faulty { what: "place.toml".to_owned(), source };
        let place = Place::parse(settings).map_err(faulty)?;
        if place.base.is_none() {
            return Ok(None);
        }
        let mut entries = Vec::with_capacity(sources.len());
        for (slug, source) in sources {
            // One that cannot be awarded is not shown: it is not published either.
            let Ok(file) = AchievementFile::parse(slug, &source) else { continue };
            if file.check(&place).iter().all(|problem| problem.fault.is_remark()) {
                entries.push(Entry { words: words_of(&place, &file), file });
            }
        }
        let orders = Lang::ALL.map(|lang| {
            let title = |at: &usize| {
                let file = &entries[*at].file;
                order_of(file.texts(file.language_for(&place, lang)).name.as_deref().unwrap_or_default())
            };
            let mut order: Vec<usize> = (0..entries.len()).collect();
            // Those of the same title stay in the order of their short names: pages hold the same ones each time.
            order.sort_by_cached_key(title);
            order
        });
        Ok(Some(Self { stamp, place, entries, orders }))
    }

    /// Those that hold all words that are asked for, in the order of their titles in a language, from one on, at most `most`; and
    /// how many there are in all.
    pub(crate) fn search(&self, asked: Asked<'_>, lang: Lang, (from, most): (usize, usize)) -> (Vec<&Entry>, usize) {
        let words = folded(asked.words.get(..LONGEST).unwrap_or(asked.words));
        let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        let is_it = |wanted: &str, given: Option<&str>| wanted.is_empty() || given == Some(wanted);
        let fits = |entry: &&Entry| {
            is_it(asked.kind, entry.file.kind.as_deref())
                && is_it(asked.level, entry.file.level.as_deref())
                && words.iter().all(|word| entry.words.contains(word))
        };
        let order = Lang::ALL.iter().zip(&self.orders).find(|(known, _)| **known == lang).map(|(_, order)| order);
        let all: Vec<&Entry> = order.into_iter().flatten().map(|at| &self.entries[*at]).filter(fits).collect();
        let count = all.len();
        (all.into_iter().skip(from).take(most).collect(), count)
    }
}

/// Everything by which an achievement is found.
fn words_of(place: &Place, file: &AchievementFile) -> String {
    let mut words = String::new();
    let mut add = |text: Option<&str>| {
        if let Some(text) = text {
            words.push_str(&folded(text));
            words.push(' ');
        }
    };
    for lang in Lang::ALL {
        let texts = file.texts(lang);
        add(texts.name.as_deref());
        add(texts.description.as_deref());
        add(texts.criteria.as_deref());
        texts.tags.iter().for_each(|tag| add(Some(tag)));
        let kind = place.kinds.iter().find(|kind| Some(&kind.id) == file.kind.as_ref());
        add(kind.and_then(|kind| kind.name.best(lang)));
        let level = place.levels.iter().find(|level| Some(&level.id) == file.level.as_ref());
        add(level.and_then(|level| level.name.best(lang)));
    }
    words
}
