//! Objects as files: `{place}/{first two digits}/{digest}`.

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

    /// Flushed to the disk when this returns.
    pub(super) async fn put(&self, place: PlaceId, digest: &str, bytes: Vec<u8>) -> Result<(), StorageError> {
        blocking(self.path(place, digest), move |path| {
            if path.exists() {
                return Ok(());
            }
            let folder = path.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            let beside = path.with_extension(format!("{}.tmp", text::hex(&crate::entropy::random::<6>())));
            let written = fs::File::create_new(&beside).and_then(|mut file| {
                file.write_all(&bytes)?;
                file.sync_all()
            });
            written.and_then(|()| fs::rename(&beside, path)).inspect_err(|_| drop(fs::remove_file(&beside)))?;
            sync_folder(folder)
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
        let short = digest.get(..2).unwrap_or("00");
        self.root.join(place.0.to_string()).join(short).join(digest)
    }
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
