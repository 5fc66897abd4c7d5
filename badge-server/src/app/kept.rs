//! What was read and made for those who asked, kept for those who ask next. All of it can be forgotten at any time.
//!
//! Which places a host has is asked of the database again when this server wrote anything, and after a second at the latest:
//! what another server changed shows here within that time. A document of an award is kept with the revision of its place
//! and the time that it was made for: the day, or the minute of a page, as a badge begins and ends at a moment of a day. Every
//! other change that it may show makes another revision (`Writing::touch`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use badge_core::time::Timestamp;
use tokio::time::Instant;

use super::award::Shown;
use super::published::View;
use crate::recent::Recent;
use crate::state::App;
use crate::storage::{PlaceId, StorageError};

/// After so long what a host has is asked again.
const FRESH: Duration = Duration::from_secs(1);
/// At most so many hosts are kept in mind.
const HOSTS: usize = 4096;
/// Bytes of all documents together, and of the largest that is kept.
const BYTES: usize = 12 << 20;
const LARGEST: usize = 256 << 10;
/// What a document takes beside its bytes.
const BESIDE: usize = 256;

/// The places of a host: id, path below the host, revision.
pub(crate) type OfHost = Arc<[(PlaceId, String, i64)]>;

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    hosts: Mutex<Recent<String, Host, HOSTS>>,
    documents: Mutex<Documents>,
}

#[derive(Debug)]
struct Host {
    places: OfHost,
    asked: Instant,
    writes: u64,
}

/// Two halves: what is asked for moves into the young one; when that is full, the old one is forgotten.
#[derive(Debug, Default)]
struct Documents {
    young: HashMap<(PlaceId, String), Entry>,
    old: HashMap<(PlaceId, String), Entry>,
    /// Of the young half.
    bytes: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    revision: i64,
    time: i64,
    shown: Shown,
}

/// The places of a host as they were at most a second ago, and with whatever this server changed.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn places_of_host(app: &App, authority: &str) -> Result<OfHost, StorageError> {
    let writes = app.storage.writes();
    let now = Instant::now();
    let fresh = |host: &&Host| host.writes == writes && now.duration_since(host.asked) < FRESH;
    if let Some(host) = lock(&app.kept.hosts).get(authority).filter(fresh) {
        return Ok(Arc::clone(&host.places));
    }
    let places: OfHost = app.storage.read().await?.places_of_host(authority).await?.into();
    // Whoever makes up hosts fills nothing.
    if !places.is_empty() {
        lock(&app.kept.hosts).insert(authority.to_owned(), Host { places: Arc::clone(&places), asked: now, writes });
    }
    Ok(places)
}

impl Kept {
    /// What was shown at a path below a place's base, if it is still that.
    pub(crate) fn shown(&self, view: &View, path: &str, now: Timestamp) -> Option<Shown> {
        lock(&self.documents).get(&(view.id, path.to_owned()), view.revision, now)
    }

    /// Notes what is shown there.
    pub(crate) fn note(&self, view: &View, path: &str, shown: &Shown, now: Timestamp) {
        let entry = Entry { revision: view.revision, time: time_of(shown, now), shown: shown.clone() };
        lock(&self.documents).put((view.id, path.to_owned()), entry);
    }
}

impl Documents {
    fn get(&mut self, key: &(PlaceId, String), revision: i64, now: Timestamp) -> Option<Shown> {
        let good = |entry: &&Entry| entry.revision == revision && entry.time == time_of(&entry.shown, now);
        if let Some(entry) = self.young.get(key) {
            return Some(entry).filter(good).map(|entry| entry.shown.clone());
        }
        let entry = self.old.remove(key)?;
        let shown = Some(&entry).filter(good)?.shown.clone();
        self.put(key.clone(), entry);
        Some(shown)
    }

    fn put(&mut self, key: (PlaceId, String), entry: Entry) {
        let size = |key: &(PlaceId, String), entry: &Entry| entry.shown.document().bytes.len() + key.1.len() + BESIDE;
        let new = size(&key, &entry);
        if new > LARGEST {
            return;
        }
        if self.bytes + new > BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += new;
        if let Some(before) = self.young.remove(&key) {
            self.bytes -= size(&key, &before);
        }
        self.young.insert(key, entry);
    }
}

/// The minute of a page, and the day of all else.
fn time_of(shown: &Shown, now: Timestamp) -> i64 {
    let each = if shown.document().media_type == "text/html" { 60 } else { 24 * 60 * 60 };
    now.unix().div_euclid(each)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::published::Document;

    fn entry(revision: i64, bytes: usize) -> Entry {
        of_kind("text/plain", revision, bytes)
    }

    fn of_kind(media_type: &'static str, revision: i64, bytes: usize) -> Entry {
        let shown = Shown::Document(Document::new(media_type, vec![0; bytes]));
        Entry { revision, time: time_of(&shown, at("2026-03-02T10:00:00Z")), shown }
    }

    fn at(time: &str) -> Timestamp {
        Timestamp::parse(time).unwrap()
    }

    fn key(n: usize) -> (PlaceId, String) {
        (PlaceId(1), format!("b/{n}/index.html"))
    }

    #[test]
    fn what_changed_is_not_given_out() {
        let mut documents = Documents::default();
        let now = at("2026-03-02T10:00:59Z");
        documents.put(key(1), entry(3, 10));
        assert!(documents.get(&key(1), 3, now).is_some());
        assert!(documents.get(&key(1), 4, now).is_none(), "the place was changed");
        assert!(documents.get(&key(1), 3, at("2026-03-03T00:00:00Z")).is_none(), "another day");
        assert!(documents.get(&(PlaceId(2), key(1).1), 3, now).is_none(), "another place");
        documents.put(key(2), entry(3, LARGEST));
        assert!(documents.get(&key(2), 3, now).is_none(), "too large to be kept");
        documents.put(key(3), of_kind("text/html", 3, 10));
        assert!(documents.get(&key(3), 3, now).is_some());
        assert!(documents.get(&key(3), 3, at("2026-03-02T10:01:00Z")).is_none(), "a badge may begin or end meanwhile");
    }

    #[test]
    fn memory_is_bounded_and_what_is_asked_for_stays() {
        let mut documents = Documents::default();
        let now = at("2026-03-02T10:00:00Z");
        for n in 0..2000 {
            documents.put(key(n), entry(1, 100_000));
            assert!(documents.get(&key(0), 1, now).is_some(), "{n}");
            let held = |half: &HashMap<_, Entry>| half.values().map(|e| e.shown.document().bytes.len()).sum::<usize>();
            assert!(held(&documents.young) + held(&documents.old) <= BYTES);
        }
        assert!(documents.get(&key(1), 1, now).is_none() && documents.get(&key(1999), 1, now).is_some());
    }
}
