//! `badge-server backup` and `restore`: the database and the objects of a server that goes on running.
//!
//! The database is copied as of one instant; the objects after it. An object is written before the row that names it,
//! and never changes: the copy holds all that the copied rows name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use badge_core::crypto::sha256;
use badge_core::text;

use crate::config::Config;
use crate::private;
use crate::state::App;
use crate::storage::{Database, Storage, StorageError};

/// The names in a backup; those of a data folder, too.
const DATABASE: &str = "badge.sqlite";
/// The same as long as what it names is still being copied: a backup that was cut is none.
const UNFINISHED: &str = "badge.sqlite.unfinished";
const OBJECTS: &str = "objects";
const SEAL: &str = "seal.key";

/// Why nothing was copied, or not everything.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum BackupError {
    /// The folder holds something already.
    #[error("{}: not an empty folder", path.display())]
    NotEmpty {
        /// Which folder.
        path: PathBuf,
    },
    /// PostgreSQL has its own tools.
    #[error(
        "the database is PostgreSQL: copy it with pg_dump, and the folder of objects beside it; where the copy is put back, `restored` goes before the first start"
    )]
    Postgres,
    /// A bucket has its own tools.
    #[error("pictures are in a bucket: copy it, and the database, with their own tools")]
    Bucket,
    /// It is no backup.
    #[error("{}: not a backup of this program", path.display())]
    NotABackup {
        /// Which folder.
        path: PathBuf,
    },
    /// It was cut before everything was there.
    #[error("{}: a backup that was cut", path.display())]
    Cut {
        /// Which folder.
        path: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What was copied.
#[derive(Debug, Default)]
pub(crate) struct Copied {
    /// How many objects.
    pub(crate) count: usize,
    /// Those that were not, and why, a line each: damaged, or gone since. All others were.
    pub(crate) left: Vec<String>,
}

/// Copies everything into a new or empty folder. An object that is damaged, or erased meanwhile, holds up none of the others. The sealing key goes with it
/// only when it is asked for: whoever has both can sign.
///
/// # Errors
/// See [`BackupError`].
pub(crate) async fn backup(app: &App, out: &Path, with_seal: bool) -> Result<Copied, BackupError> {
    if !matches!(app.config.database, Database::Sqlite(_)) {
        return Err(BackupError::Postgres);
    }
    if app.config.objects.is_some() {
        return Err(BackupError::Bucket);
    }
    begin(out)?;
    let (unfinished, database) = (out.join(UNFINISHED), out.join(DATABASE));
    app.storage.snapshot(&unfinished).await?;
    let (from, to) = (app.config.data.join(OBJECTS), out.join(OBJECTS));
    let seal = with_seal.then(|| (app.config.seal_key.clone(), out.join(SEAL)));
    let copied = tokio::task::spawn_blocking(move || {
        sync(&unfinished)?;
        let mut copied = Copied::default();
        objects(&from, &to, &mut copied)?;
        if let Some((from, to)) = seal {
            copy(&from, &to, true)?;
        }
        fs::rename(&unfinished, &database).map_err(|source| BackupError::File { path: database.clone(), source })?;
        if let Some(folder) = database.parent() {
            sync(folder)?;
        }
        Ok::<_, BackupError>(copied)
    });
    copied.await?
}

/// Notes in a database that was put back that nobody knows what was done since: nothing that waited in it goes by itself.
///
/// # Errors
/// See [`BackupError`].
pub(crate) async fn restored(storage: &Storage, now: i64) -> Result<(), BackupError> {
    let mut work = storage.write().await?;
    work.restored(now).await?;
    Ok(work.save().await?)
}

/// Puts a backup where the settings say that the data lie. Nothing may be there yet; every object is looked at.
///
/// # Errors
/// See [`BackupError`].
pub(crate) fn restore(config: &Config, from: &Path) -> Result<Copied, BackupError> {
    let Database::Sqlite(database) = &config.database else { return Err(BackupError::Postgres) };
    if config.objects.is_some() {
        return Err(BackupError::Bucket);
    }
    let saved = from.join(DATABASE);
    if !saved.is_file() {
        let path = from.to_owned();
        return Err(match from.join(UNFINISHED).exists() {
            true => BackupError::Cut { path },
            false => BackupError::NotABackup { path },
        });
    }
    begin(&config.data)?;
    let mut copied = Copied::default();
    objects(&from.join(OBJECTS), &config.data.join(OBJECTS), &mut copied)?;
    let seal = from.join(SEAL);
    if seal.is_file() && !config.seal_key.exists() {
        copy(&seal, &config.seal_key, true)?;
    }
    // Last: without the database the folder is as good as empty.
    copy(&saved, database, true)?;
    Ok(copied)
}

fn begin(folder: &Path) -> Result<(), BackupError> {
    let failed = |source| BackupError::File { path: folder.to_owned(), source };
    private::folder(folder).map_err(failed)?;
    if fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(BackupError::NotEmpty { path: folder.to_owned() });
    }
    Ok(())
}

/// Copies a tree of objects; each must be what its name says. What is not, or is gone when its turn comes, is noted.
fn objects(from: &Path, to: &Path, copied: &mut Copied) -> Result<(), BackupError> {
    let failed = |source| BackupError::File { path: from.to_owned(), source };
    let entries = match fs::read_dir(from) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let (path, name) = (entry.path(), entry.file_name());
        // A folder may be elsewhere, with a link to it.
        if path.is_dir() {
            objects(&path, &to.join(&name), copied)?;
            continue;
        }
        let Some(digest) = name.to_str().filter(|name| name.len() == 64) else { continue };
        match fs::read(&path) {
            Ok(bytes) if text::hex(&sha256(&bytes)) == digest => {
                let failed = |source| BackupError::File { path: to.join(&name), source };
                super::folder::write(to, digest, &bytes, false).map_err(failed)?;
                copied.count += 1;
            }
            Ok(_) => copied.left.push(format!("{}: damaged", path.display())),
            Err(e) => copied.left.push(format!("{}: {e}", path.display())),
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, secret: bool) -> Result<(), BackupError> {
    let failed = |source| BackupError::File { path: to.to_owned(), source };
    let bytes = fs::read(from).map_err(|source| BackupError::File { path: from.to_owned(), source })?;
    let (folder, name) = (to.parent().unwrap_or(Path::new(".")), to.file_name().and_then(|n| n.to_str()));
    super::folder::write(folder, name.unwrap_or_default(), &bytes, secret).map_err(failed)
}

fn sync(path: &Path) -> Result<(), BackupError> {
    fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|source| BackupError::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_or_gone_holds_up_no_other_object() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        let put = |bytes: &[u8], inside: &[u8]| {
            let digest = text::hex(&sha256(bytes));
            super::super::folder::write(&from, &format!("1/{}/{digest}", &digest[..2]), inside, false).unwrap();
            digest
        };
        let good: Vec<String> = [b"a", b"b", b"c"].iter().map(|bytes| put(*bytes, *bytes)).collect();
        let rotten = put(b"d", b"rotten");
        // What is there when the folder is read, and not when its turn comes.
        let gone = text::hex(&sha256(b"e"));
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere", from.join("1").join(&gone)).unwrap();
        let mut copied = Copied::default();
        objects(&from, &to, &mut copied).unwrap();
        assert_eq!(copied.count, 3);
        for digest in good {
            assert!(to.join("1").join(&digest[..2]).join(&digest).is_file());
        }
        let named = |what: &str| copied.left.iter().any(|line| line.contains(what));
        assert!(named(&format!("{rotten}: damaged")), "{:?}", copied.left);
        assert!(!cfg!(unix) || named(&gone), "{:?}", copied.left);
        assert!(!to.join("1").join(&rotten[..2]).join(&rotten).exists());
    }
}
