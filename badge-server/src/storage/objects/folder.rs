//! Objects as files: `{place}/{first two digits}/{digest}`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use badge_core::text;

use super::journal::{Came, Journal};
use super::{PlaceId, StorageError};

/// Where files lie.
#[derive(Debug, Clone)]
pub(in crate::storage) struct Folder {
    root: PathBuf,
    journal: Journal,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), journal: Journal::new(root) }
    }

    /// The digests, in the same order, and their names in the journal where it is said from when on they may be removed again;
    /// everything is flushed to the disk when this returns. Each folder that got files is flushed once, however many they are.
    pub(in crate::storage) async fn put_all(
        &self,
        place: PlaceId,
        all: Vec<Vec<u8>>,
        due: Option<i64>,
    ) -> Result<(Vec<String>, Vec<PathBuf>), StorageError> {
        let folder = self.clone();
        blocking(self.root.join(place.0.to_string()), move |of_place| {
            folder.written(place, of_place, all, due, &mut sync_folder)
        })
        .await
    }

    /// The same, with whatever flushes a folder.
    fn written(
        &self,
        place: PlaceId,
        of_place: &Path,
        all: Vec<Vec<u8>>,
        due: Option<i64>,
        flush: &mut dyn FnMut(&Path) -> io::Result<()>,
    ) -> io::Result<(Vec<String>, Vec<PathBuf>)> {
        let (root, journal) = (&self.root, &self.journal);
        let tag = text::hex(&crate::entropy::random::<6>());
        let digests: Vec<String> = all.iter().map(|bytes| super::named(bytes)).collect();
        let mut noted = Vec::new();
        if let Some(due) = due {
            for digest in &digests {
                noted.push(journal.note(place, digest, (due, &tag))?);
            }
        }
        // Names that were not needed again.
        journal.clear();
        let (mut folders, mut new) = (BTreeSet::new(), Begun::default());
        for (bytes, digest) in all.into_iter().zip(&digests) {
            let path = below(of_place, digest);
            if !path.exists() && !new.has(&path) {
                let folder = path.parent().unwrap_or(of_place);
                // A folder that is made lasts once the one around it is flushed.
                folders.extend(made(folder)?.then(|| of_place.to_owned()));
                new.begin(path.clone(), &bytes, &tag)?;
            }
            // Also for one that is there: whoever put it may not have come so far.
            folders.extend(path.parent().map(Path::to_owned));
        }
        if due.is_some() && !digests.is_empty() {
            // Before what they name is there: else a power cut could leave an object that nobody knows of. The bytes were flushed a
            // moment ago, and most systems flushed these names with them.
            journal.lasts(flush)?;
        }
        new.finish()?;
        if folders.contains(of_place) {
            folders.extend(root.parent().filter(|around| !around.as_os_str().is_empty()).map(Path::to_owned));
            folders.insert(root.clone());
        }
        folders.iter().try_for_each(|folder| flush(folder))?;
        Ok((digests, noted))
    }

    /// Whether something is there: for a moment, in which nobody removes it.
    pub(in crate::storage) fn is_there(&self, place: PlaceId, digest: &str) -> bool {
        self.path(place, digest).exists()
    }

    /// Something points to what has these names in the journal.
    pub(in crate::storage) fn kept(&self, noted: Vec<PathBuf>) {
        self.journal.kept(noted);
    }

    /// What came long enough ago, and nobody said that something points to it; at most so many.
    pub(in crate::storage) async fn came(&self, now: i64, most: usize) -> Result<Vec<Came>, StorageError> {
        let journal = self.journal.clone();
        blocking(self.root.clone(), move |_| {
            journal.clear();
            journal.over(now, most)
        })
        .await
    }

    /// It is noted elsewhere. What was written of it in part goes at once.
    pub(in crate::storage) async fn noted(&self, all: Vec<Came>) -> Result<(), StorageError> {
        let folder = self.clone();
        blocking(self.root.clone(), move |_| {
            for came in all {
                gone(&beside(&folder.path(came.place, &came.digest), &came.tag))?;
                gone(&came.path)?;
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn get(&self, place: PlaceId, digest: &str) -> Result<Option<Vec<u8>>, StorageError> {
        blocking(self.path(place, digest), |path| match fs::read(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        })
        .await
    }

    pub(super) async fn remove(&self, place: PlaceId, digest: &str) -> Result<(), StorageError> {
        blocking(self.path(place, digest), gone).await
    }

    fn path(&self, place: PlaceId, digest: &str) -> PathBuf {
        below(&self.root.join(place.0.to_string()), digest)
    }
}

fn below(of_place: &Path, digest: &str) -> PathBuf {
    of_place.join(digest.get(..2).unwrap_or("00")).join(digest)
}

/// Makes a folder, and those around it. `false` where it is there.
fn made(folder: &Path) -> io::Result<bool> {
    let new = !folder.is_dir();
    if new {
        fs::create_dir_all(folder)?;
    }
    Ok(new)
}

/// Files that are written, and not yet under their names: each is whole whenever it is there. Dropped, they are removed.
#[derive(Default)]
struct Begun(Vec<(PathBuf, PathBuf)>);

impl Begun {
    fn has(&self, path: &Path) -> bool {
        self.0.iter().any(|(_, begun)| begun == path)
    }

    fn begin(&mut self, path: PathBuf, bytes: &[u8], tag: &str) -> io::Result<()> {
        let beside = beside(&path, tag);
        let mut file = fs::File::create_new(&beside)?;
        self.0.push((beside, path));
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// They last once their folders are flushed.
    fn finish(mut self) -> io::Result<()> {
        while let Some((beside, path)) = self.0.last() {
            fs::rename(beside, path)?;
            self.0.pop();
        }
        Ok(())
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        for (beside, _) in &self.0 {
            drop(fs::remove_file(beside));
        }
    }
}

/// Where it is written before it is whole.
fn beside(path: &Path, tag: &str) -> PathBuf {
    path.with_extension(format!("{tag}.tmp"))
}

/// Removes a file; that there is none does no harm.
fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Disks are slow, and the threads that serve must not wait for them.
async fn blocking<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> Result<T, StorageError> {
    let named = path.clone();
    let done = crate::thread::blocking(move || work(&path)).await.unwrap_or_else(|e| Err(io::Error::other(e)));
    done.map_err(|source| StorageError::File { path: named, source })
}

fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_what_comes_lasts_before_it_and_it_lasts_when_this_returns() {
        let dir = tempfile::tempdir().unwrap();
        let (root, place) = (dir.path().join("objects"), PlaceId(7));
        let (folder, of_place) = (Folder::new(&root), root.join("7"));
        for bytes in [b"one".to_vec(), b"another".to_vec()] {
            let path = below(&of_place, &super::super::named(&bytes));
            let mut flushed = Vec::new();
            let mut flush = |folder: &Path| {
                flushed.push((folder.to_owned(), path.exists()));
                sync_folder(folder)
            };
            let (_, noted) = folder.written(place, &of_place, vec![bytes], Some(99), &mut flush).unwrap();
            let journal = noted[0].parent().unwrap().to_owned();
            let first = flushed.iter().position(|(folder, _)| *folder == journal).expect("the journal is flushed");
            assert!(!flushed[first].1, "what it names is not there yet: {flushed:?}");
            let at = |folder: &Path| flushed.iter().any(|(flushed, there)| flushed == folder && *there);
            assert!(at(path.parent().unwrap()), "{flushed:?}");
        }
        // The same bytes twice are one object; what was not finished leaves nothing.
        let twice = vec![b"twice".to_vec(), b"twice".to_vec()];
        let (digests, _) = folder.written(place, &of_place, twice, Some(99), &mut sync_folder).unwrap();
        assert!(digests[0] == digests[1] && below(&of_place, &digests[0]).is_file());
        let mut broken = |_: &Path| Err(io::ErrorKind::StorageFull.into());
        assert!(folder.written(place, &of_place, vec![b"none".to_vec()], Some(99), &mut broken).is_err());
        let at = below(&of_place, &super::super::named(b"none"));
        assert_eq!(fs::read_dir(at.parent().unwrap()).unwrap().count(), 0);
        // A journal that was made lasts as well.
        let mut flushed = Vec::new();
        let other = Folder::new(&dir.path().join("other"));
        let mut flush = |folder: &Path| {
            flushed.push(folder.to_owned());
            Ok(())
        };
        other.written(place, &dir.path().join("other/7"), vec![b"one".to_vec()], Some(99), &mut flush).unwrap();
        let at = |what: &Path| flushed.iter().position(|folder| folder == what);
        assert!(at(&dir.path().join("other")).unwrap() < at(&dir.path().join("other/7")).unwrap(), "{flushed:?}");
        assert!(at(dir.path()).is_some(), "{flushed:?}");
        // Nothing to put, on a server that never put anything, is nothing to fail over.
        let new = Folder::new(&dir.path().join("new"));
        assert!(new.written(place, &dir.path().join("new/7"), Vec::new(), Some(99), &mut sync_folder).is_ok());
    }
}
