//! What comes into a folder before anything points to it: an empty file for each object, whose name says which one, and from
//! when on it may be removed where nothing points to it then. A name alone is whole whenever it is there, costs a few
//! microseconds, and needs no trip to the database; a killed server leaves it behind.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::PlaceId;

/// Beside the folders of the places, which are numbers.
const NAME: &str = "coming";

/// Where it lies. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Journal {
    folder: PathBuf,
    /// Its folder was flushed with those around it since this process began.
    lasts: Arc<AtomicBool>,
    /// What something points to by now: named anew with the next that comes, or taken away then, since nobody waits for it.
    done: Arc<Mutex<Vec<PathBuf>>>,
}

/// An object that came, and that nothing points to as far as the journal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::storage) struct Came {
    pub(in crate::storage) place: PlaceId,
    pub(in crate::storage) digest: String,
    /// Of whoever put it.
    pub(super) tag: String,
    pub(super) path: PathBuf,
}

impl Journal {
    pub(super) fn new(root: &Path) -> Self {
        Self { folder: root.join(NAME), lasts: Arc::default(), done: Arc::default() }
    }

    /// Notes one that comes. Goes before it is written.
    pub(super) fn note(&self, place: PlaceId, digest: &str, (due, tag): (i64, &str)) -> io::Result<PathBuf> {
        let path = self.folder.join(format!("{due}.{}.{digest}.{tag}", place.0));
        // A name that is over becomes this one. A file that is made and removed each time costs ext4 more the more of them there
        // are: it takes none of those that were removed within seconds for a new one, and looks at each of them.
        let over = self.done.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if over.is_some_and(|over| fs::rename(over, &path).is_ok()) {
            return Ok(path);
        }
        match fs::File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(&self.folder)?;
                fs::File::create_new(&path)?;
            }
            // The same bytes twice among those that are put together.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => drop(other?),
        }
        Ok(path)
    }

    /// Flushes the names that were noted.
    pub(super) fn lasts(&self, flush: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
        flush(&self.folder)?;
        if !self.lasts.load(Ordering::Acquire) {
            // It may have been made a moment ago, and the folder around it as well.
            let around = self.folder.ancestors().skip(1).take(2).filter(|around| !around.as_os_str().is_empty());
            around.into_iter().try_for_each(flush)?;
            self.lasts.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// Something points to them. Should this be forgotten, the next who looks finds out.
    pub(super) fn kept(&self, paths: Vec<PathBuf>) {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
    }

    /// Takes away the names of what something points to, as far as they did not become others.
    pub(super) fn clear(&self) {
        let done = std::mem::take(&mut *self.done.lock().unwrap_or_else(PoisonError::into_inner));
        for path in done {
            // One that stays is looked at once more, and found to be held.
            let _ = fs::remove_file(path);
        }
    }

    /// Those that came long enough ago, at most so many.
    pub(super) fn over(&self, now: i64, most: usize) -> io::Result<Vec<Came>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut all = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some((due, came)) = read(name, &path) else { continue };
            // A clock that was set back since would make it wait for ever.
            if due <= now || due > now.saturating_add(2 * super::LONG) {
                all.push(came);
            }
            if all.len() >= most {
                break;
            }
        }
        Ok(all)
    }
}

fn read(name: &str, path: &Path) -> Option<(i64, Came)> {
    let mut parts = name.split('.');
    let (due, place) = (parts.next()?.parse().ok()?, PlaceId(parts.next()?.parse().ok()?));
    let (digest, tag) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let whole = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()) && parts.next().is_none();
    whole.then(|| (due, Came { place, digest, tag, path: path.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_over_becomes_the_next_one() {
        let root = tempfile::tempdir().unwrap();
        let journal = Journal::new(root.path());
        let digest = |n: u8| format!("{n:064x}");
        let note = |n: u8, due: i64| journal.note(PlaceId(7), &digest(n), (due, "aa")).unwrap();
        let there = |now: i64| {
            let mut all: Vec<String> = journal.over(now, 10).unwrap().into_iter().map(|came| came.digest).collect();
            all.sort();
            all
        };
        let (first, second) = (note(1, 100), note(2, 100));
        assert_eq!(there(100), [digest(1), digest(2)]);
        // What is not over stays as it is, however many come.
        note(3, 100);
        assert_eq!(there(100), [digest(1), digest(2), digest(3)]);
        journal.kept(vec![first, second.clone()]);
        // Somebody else took it away: the new one is noted all the same.
        fs::remove_file(second).unwrap();
        note(4, 100);
        note(5, 100);
        assert_eq!(there(100), [digest(3), digest(4), digest(5)]);
        // The same twice is one.
        let last = note(6, 100);
        journal.kept(vec![note(6, 100), last]);
        journal.clear();
        assert_eq!(there(100), [digest(3), digest(4), digest(5)]);
        assert_eq!(there(99), Vec::<String>::new());
    }
}
