//! Objects as files: `{place}/{first two digits}/{digest}`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use badge_core::text;

use super::{PlaceId, StorageError};

/// Where files lie.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The digests, in the same order; everything is flushed to the disk when this returns. Each folder that got files is
    /// flushed once, however many they are.
    pub(super) async fn put_all(&self, place: PlaceId, all: Vec<Vec<u8>>) -> Result<Vec<String>, StorageError> {
        let of_place = self.root.join(place.0.to_string());
        blocking(of_place, move |of_place| {
            let (mut digests, mut folders) = (Vec::with_capacity(all.len()), BTreeSet::new());
            for bytes in all {
                let digest = super::named(&bytes);
                let path = below(of_place, &digest);
                if !path.exists() {
                    put(&path, &bytes)?;
                }
                // Also for one that is there: whoever put it may not have come so far.
                folders.extend(path.parent().map(Path::to_owned));
                digests.push(digest);
            }
            folders.iter().try_for_each(|folder| sync_folder(folder))?;
            Ok(digests)
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
        blocking(self.path(place, digest), |path| match fs::remove_file(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        })
        .await
    }

    fn path(&self, place: PlaceId, digest: &str) -> PathBuf {
        below(&self.root.join(place.0.to_string()), digest)
    }
}

fn below(of_place: &Path, digest: &str) -> PathBuf {
    of_place.join(digest.get(..2).unwrap_or("00")).join(digest)
}

/// Writes a file that is whole whenever it is there; it lasts once its folder is flushed.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = path.with_extension(format!("{}.tmp", text::hex(&crate::entropy::random::<6>())));
    let written = fs::File::create_new(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).inspect_err(|_| drop(fs::remove_file(&beside)))
}

/// Disks are slow, and the threads that serve must not wait for them.
async fn blocking<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> Result<T, StorageError> {
    let named = path.clone();
    let done = tokio::task::spawn_blocking(move || work(&path)).await.unwrap_or_else(|e| Err(io::Error::other(e)));
    done.map_err(|source| StorageError::File { path: named, source })
}

fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(path)?.sync_all() } else { Ok(()) }
}
