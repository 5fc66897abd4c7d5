//! Pictures and other files by the digest of their bytes: in a folder. (A store that speaks S3 takes the same three
//! verbs.)
//!
//! Each place has its own names: nobody learns from an address whether another place holds the same picture.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use badge_core::crypto::sha256;
use badge_core::text;

use super::{PlaceId, StorageError};

/// Where objects lie. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Objects {
    root: PathBuf,
}

impl Objects {
    /// Objects as files below a folder, which is made when the first one is put.
    pub(crate) fn folder(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Puts bytes there, flushed to the disk, and returns their digest. A second time does no harm.
    pub(crate) async fn put(&self, place: PlaceId, bytes: Vec<u8>) -> Result<String, StorageError> {
        let digest = text::hex(&sha256(&bytes));
        let path = self.path(place, &digest);
        blocking(path, move |path| {
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
        .await?;
        Ok(digest)
    }

    /// The bytes of that digest; `None` where there are none. What was changed on the disk is never given out.
    pub(crate) async fn get(&self, place: PlaceId, digest: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let path = self.path(place, digest);
        let found = blocking(path, |path| match fs::read(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        })
        .await?;
        match found {
            Some(bytes) if text::hex(&sha256(&bytes)) != digest => {
                Err(StorageError::Damaged { what: format!("object {digest}") })
            }
            other => Ok(other),
        }
    }

    /// Removes bytes that nothing holds any more; that there are none does no harm.
    pub(crate) async fn remove(&self, place: PlaceId, digest: &str) -> Result<(), StorageError> {
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
