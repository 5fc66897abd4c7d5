//! What was read and made for those who asked, kept for those who ask next. All of it can be forgotten at any time.
//!
//! Which places a host has is asked of the database again when this server wrote anything, and after a second at the latest:
//! what another server changed shows here within that time. A document of an award is kept with the revision of its place
//! and the day that it was made for; every change that it may show makes another revision (`Writing::touch`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::award::Shown;
use super::published::View;
use crate::state::App;
use crate::storage::{PlaceId, StorageError};

/// After so long what a host has is asked again.
const FRESH: Duration = Duration::from_secs(1);
/// At most so many hosts are kept in mind.
const HOSTS: usize = 4096;
/// Bytes of all documents together, and of the largest that is kept.
const BYTES: usize = 32 << 20;
const LARGEST: usize = 256 << 10;
/// What a document takes beside its bytes.
const BESIDE: usize = 256;

/// The places of a host: id, path below the host, revision.
pub(crate) type OfHost = Arc<[(PlaceId, String, i64)]>;

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    hosts: Mutex<HashMap<String, Host>>,
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
    day: String,
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
        let mut hosts = lock(&app.kept.hosts);
        if hosts.len() >= HOSTS {
            hosts.clear();
        }
        hosts.insert(authority.to_owned(), Host { places: Arc::clone(&places), asked: now, writes });
    }
    Ok(places)
}

impl Kept {
    /// What was shown at a path below a place's base, if it is still that.
    pub(crate) fn shown(&self, view: &View, path: &str) -> Option<Shown> {
        lock(&self.documents).get(&(view.id, path.to_owned()), view.revision, &view.day)
    }

    /// Notes what is shown there.
    pub(crate) fn note(&self, view: &View, path: &str, shown: &Shown) {
        let entry = Entry { revision: view.revision, day: view.day.clone(), shown: shown.clone() };
        lock(&self.documents).put((view.id, path.to_owned()), entry);
    }
}

impl Documents {
    fn get(&mut self, key: &(PlaceId, String), revision: i64, day: &str) -> Option<Shown> {
        let good = |entry: &&Entry| entry.revision == revision && entry.day == day;
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::published::Document;

    fn entry(revision: i64, bytes: usize) -> Entry {
        let document = Document::new("text/plain", vec![0; bytes]);
        Entry { revision, day: "2026-03-02".to_owned(), shown: Shown::Document(document) }
    }

    fn key(n: usize) -> (PlaceId, String) {
        (PlaceId(1), format!("b/{n}/index.html"))
    }

    #[test]
    fn what_changed_is_not_given_out() {
        let mut documents = Documents::default();
        documents.put(key(1), entry(3, 10));
        assert!(documents.get(&key(1), 3, "2026-03-02").is_some());
        assert!(documents.get(&key(1), 4, "2026-03-02").is_none(), "the place was changed");
        assert!(documents.get(&key(1), 3, "2026-03-03").is_none(), "another day");
        assert!(documents.get(&(PlaceId(2), key(1).1), 3, "2026-03-02").is_none(), "another place");
        documents.put(key(2), entry(3, LARGEST));
        assert!(documents.get(&key(2), 3, "2026-03-02").is_none(), "too large to be kept");
    }

    #[test]
    fn memory_is_bounded_and_what_is_asked_for_stays() {
        let mut documents = Documents::default();
        for n in 0..2000 {
            documents.put(key(n), entry(1, 100_000));
            assert!(documents.get(&key(0), 1, "2026-03-02").is_some(), "{n}");
            let held = |half: &HashMap<_, Entry>| half.values().map(|e| e.shown.document().bytes.len()).sum::<usize>();
            assert!(held(&documents.young) + held(&documents.old) <= BYTES);
        }
        assert!(
            documents.get(&key(1), 1, "2026-03-02").is_none() && documents.get(&key(1999), 1, "2026-03-02").is_some()
        );
    }
}
