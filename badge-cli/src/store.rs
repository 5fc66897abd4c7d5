//! The cache of resources: `--cache DIR` reads, `--record DIR` writes, one format (D-42).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use badge_core::http::HttpPolicy;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, FileName, Index, IndexError, Resources, Rule};

const INDEX: &str = "index.json";

/// Why a cache cannot be read or written. A badge cannot cause these.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum StoreError {
    /// The folder or its index is not there.
    #[error("{path}: no recorded answers there")]
    Missing {
        /// The index that was looked for.
        path: PathBuf,
    },
    /// The index is damaged, or somebody wrote it wrong.
    #[error("{path}: {source}")]
    Index {
        /// Which index.
        path: PathBuf,
        /// What is wrong with it.
        source: IndexError,
    },
    /// The disk refuses.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A recorded file is larger than any answer may be.
    #[error("{path}: larger than {limit} bytes")]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The index names a file that lies outside the folder, behind a link.
    #[error("{path}: leads out of the folder")]
    Outside {
        /// Which file.
        path: PathBuf,
    },
    /// The folder is a published site: what a machine happened to read has no place on it.
    #[error("{path}: is a published site; record somewhere else")]
    PublishedSite {
        /// Which folder.
        path: PathBuf,
    },
}

/// A folder of recorded answers, open for reading. Files are read when they are asked for.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    index: Index,
    limits: Limits,
}

impl Cache {
    /// Opens the folder and reads its index.
    pub(crate) fn open(folder: &Path, limits: &Limits) -> Result<Self, StoreError> {
        let index = read_index(folder, limits)?.ok_or(StoreError::Missing { path: folder.join(INDEX) })?;
        let folder = folder.canonicalize().map_err(|source| disk(folder, source))?;
        Ok(Self { folder, index, limits: limits.clone() })
    }

    /// The recorded answer for an address, if there is one.
    pub(crate) fn get(&self, url: &Url) -> Result<Option<Answer>, StoreError> {
        let Some(entry) = self.index.get(url) else { return Ok(None) };
        let bytes = match &entry.file {
            Some(name) => self.file(name),
            None => Ok(Vec::new()),
        };
        match bytes {
            Ok(bytes) => Ok(Some(entry.answer(bytes))),
            // One file that no fetch brings says nothing about the others.
            Err(StoreError::TooLarge { .. }) => Ok(Some(Answer::Refused(Rule::TooLarge))),
            Err(why) => Err(why),
        }
    }

    /// All recorded answers.
    #[cfg(test)]
    pub(crate) fn resources(&self) -> Result<Resources, StoreError> {
        let mut all = Resources::new();
        for (url, _) in self.index.iter() {
            if let Some(answer) = self.get(url)? {
                all.insert(url, answer);
            }
        }
        Ok(all)
    }

    fn file(&self, name: &FileName) -> Result<Vec<u8>, StoreError> {
        let path = self.folder.join(name.as_str());
        let real = path.canonicalize().map_err(|source| disk(&path, source))?;
        if !real.starts_with(&self.folder) {
            return Err(StoreError::Outside { path });
        }
        // As much as a fetch brings at most: what was recorded at an address does not say for what it was asked.
        let http = HttpPolicy::new(&self.limits);
        read_at_most(&real, http.answer_bytes.max(http.image_bytes))
    }
}

/// Adds what is known to the recording in `folder`, which is made if need be. Returns how many addresses it holds then.
///
/// Bodies are written first and never changed; the index takes its place last, in one step. Two commands that record
/// at once wait for each other.
pub(crate) fn record(folder: &Path, resources: &Resources, limits: &Limits) -> Result<usize, StoreError> {
    fs::create_dir_all(folder).map_err(|source| disk(folder, source))?;
    if ["index.html", ".well-known", "did.json", "place.toml"].iter().any(|name| folder.join(name).exists()) {
        return Err(StoreError::PublishedSite { path: folder.to_path_buf() });
    }
    let lock_path = folder.join(".lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path);
    let lock = lock.map_err(|source| disk(&lock_path, source))?;
    lock.lock().map_err(|source| disk(&lock_path, source))?;

    let mut index = read_index(folder, limits)?.unwrap_or_default();
    for (name, bytes) in index.insert_all(resources) {
        let path = folder.join(name.as_str());
        // The name is made from the bytes; only a file cut short by a crash could differ.
        if fs::metadata(&path).is_ok_and(|m| m.len() == bytes.len() as u64) {
            continue;
        }
        replace(&path, bytes)?;
    }
    replace(&folder.join(INDEX), index.to_json().as_bytes())?;
    Ok(index.iter().count())
}

fn read_index(folder: &Path, limits: &Limits) -> Result<Option<Index>, StoreError> {
    let path = folder.join(INDEX);
    let bytes = match read_at_most(&path, limits.document_bytes.saturating_mul(16)) {
        Err(StoreError::Disk { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    Index::parse(&bytes, limits).map(Some).map_err(|source| StoreError::Index { path, source })
}

fn read_at_most(path: &Path, limit: usize) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|source| disk(path, source))?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|source| disk(path, source))?;
    if bytes.len() > limit {
        return Err(StoreError::TooLarge { path: path.to_path_buf(), limit });
    }
    Ok(bytes)
}

/// Writes beside the place and moves into it: a reader sees the old file or the new one, never half of one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}.new", std::process::id()));
    let aside = PathBuf::from(aside);
    let written = File::create(&aside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)
    });
    written.map_err(|source| {
        // What was begun is of no use; that it cannot be removed either changes nothing.
        drop(fs::remove_file(&aside));
        disk(path, source)
    })
}

fn disk(path: &Path, source: io::Error) -> StoreError {
    StoreError::Disk { path: path.to_path_buf(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use badge_core::resource::Body;
    use badge_core::time::Timestamp;

    fn url(path: &str) -> Url {
        Url::parse(&format!("https://example.org/{path}")).unwrap()
    }

    fn limits() -> Limits {
        Limits::default()
    }

    fn some() -> Resources {
        let mut resources = Resources::new();
        let body = Body {
            bytes: b"{\"id\":1}".to_vec(),
            media_type: Some("application/json".to_owned()),
            fetched: Timestamp::from_unix(1_772_442_000),
            ..Body::default()
        };
        resources.insert(&url("found"), Answer::Found(body));
        resources.insert(&url("missing"), Answer::NotFound);
        resources
    }

    #[test]
    fn what_was_recorded_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new/deep");
        assert_eq!(record(&folder, &some(), &limits()).unwrap(), 2);
        let cache = Cache::open(&folder, &limits()).unwrap();
        assert_eq!(cache.resources().unwrap(), some());
        assert_eq!(cache.get(&url("missing#fragment")).unwrap(), Some(Answer::NotFound));
        assert_eq!(cache.get(&url("unknown")).unwrap(), None);

        // A second recording adds, and replaces what changed.
        let mut later = Resources::new();
        later.insert(&url("missing"), Answer::found("here now"));
        later.insert(&url("third"), Answer::NotFound);
        assert_eq!(record(&folder, &later, &limits()).unwrap(), 3);
        let cache = Cache::open(&folder, &limits()).unwrap();
        assert_eq!(cache.get(&url("missing")).unwrap(), Some(Answer::found("here now")));
        assert_eq!(cache.get(&url("found")).unwrap(), some().get(&url("found")).cloned());
        let left: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        assert!(!left.iter().any(|name| name.ends_with(".new")), "{left:?}");
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for n in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    let mut one = Resources::new();
                    one.insert(&url(&n.to_string()), Answer::found(format!("{n}")));
                    record(folder, &one, &limits()).unwrap();
                });
            }
        });
        assert_eq!(Cache::open(folder.path(), &limits()).unwrap().resources().unwrap().len(), 8);
    }

    #[test]
    fn a_folder_without_a_recording_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Cache::open(folder.path(), &limits()).unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }));
        fs::write(folder.path().join(INDEX), "{").unwrap();
        assert!(matches!(Cache::open(folder.path(), &limits()), Err(StoreError::Index { .. })));
        // A damaged index is never overwritten.
        assert!(matches!(record(folder.path(), &some(), &limits()), Err(StoreError::Index { .. })));
        assert_eq!(fs::read(folder.path().join(INDEX)).unwrap(), b"{");
    }

    #[test]
    fn a_published_site_is_no_place_for_a_recording() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".well-known")).unwrap();
        assert!(matches!(record(folder.path(), &some(), &limits()), Err(StoreError::PublishedSite { .. })));
    }

    #[test]
    fn files_outside_missing_or_too_large_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let index = |json: &str| {
            fs::write(folder.path().join(INDEX), json).unwrap();
            Cache::open(folder.path(), &limits())
        };
        assert!(matches!(
            index(r#"{"https://example.org/a": "../secret"}"#),
            Err(StoreError::Index { source: IndexError::Entry { .. }, .. })
        ));
        let cache = index(r#"{"https://example.org/a": "a"}"#).unwrap();
        assert!(matches!(cache.get(&url("a")), Err(StoreError::Disk { .. })));
        // D-42: what a fetch may bring is read again, as a picture of a few megabytes; what none brings is that one
        // entry's fault.
        let most = HttpPolicy::default().image_bytes;
        fs::write(folder.path().join("a"), vec![b' '; most]).unwrap();
        assert!(matches!(cache.get(&url("a")), Ok(Some(Answer::Found(_)))));
        fs::write(folder.path().join("a"), vec![b' '; most + 1]).unwrap();
        assert_eq!(cache.get(&url("a")).unwrap(), Some(Answer::Refused(Rule::TooLarge)));
        #[cfg(unix)]
        {
            let outside = tempfile::tempdir().unwrap();
            fs::write(outside.path().join("secret"), "s").unwrap();
            std::os::unix::fs::symlink(outside.path(), folder.path().join("way")).unwrap();
            let cache = index(r#"{"https://example.org/a": "way/secret"}"#).unwrap();
            assert!(matches!(cache.get(&url("a")), Err(StoreError::Outside { .. })));
        }
    }
}
