//! `badge-server backup` and `restore`: the database and the objects of a server that goes on running.
//!
//! The database is copied as of one instant; the objects after it. An object is written before the row that names it,
//! and never changes: the copy holds all that the copied rows name, but for what is removed meanwhile. In the end it is looked
//! whether each of them is there, so that nobody counts on a copy that lacks something without being told.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use badge_core::crypto::sha256;
use badge_core::text;

use crate::config::Config;
use crate::private;
use crate::state::App;
use crate::storage::{Database, PlaceId, Storage, StorageError};

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
    /// Where they would be.
    pub(super) missing: HashSet<PathBuf>,
}

/// Objects that are looked for together.
const TOGETHER: i64 = 5_000;

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
    let (first, then) = ((unfinished.clone(), from.clone(), to.clone()), unfinished.clone());
    let copying = tokio::task::spawn_blocking(move || {
        let ((unfinished, from, to), mut copied) = (first, Copied::default());
        sync(&unfinished)?;
        objects(&from, &to, &mut copied)?;
        Ok::<_, BackupError>(copied)
    });
    let copied = all_named(app, &then, (from, to), copying.await??).await?;
    let finished = tokio::task::spawn_blocking(move || {
        if let Some((from, to)) = seal {
            copy(&from, &to, true)?;
        }
        fs::rename(&unfinished, &database).map_err(|source| BackupError::File { path: database.clone(), source })?;
        if let Some(folder) = database.parent() {
            sync(folder)?;
        }
        Ok::<_, BackupError>(copied)
    });
    finished.await?
}

/// Looks whether everything that the copied database points to was copied: what is not is copied now, or told.
async fn all_named(
    app: &App,
    database: &Path,
    (from, to): (PathBuf, PathBuf),
    mut copied: Copied,
) -> Result<Copied, BackupError> {
    let mut after = (PlaceId(i64::MIN), String::new());
    loop {
        let named = app.storage.objects_of_snapshot(database, &after, TOGETHER).await?;
        let Some(last) = named.last() else { return Ok(copied) };
        after = last.clone();
        let (from, to) = (from.clone(), to.clone());
        let looking = tokio::task::spawn_blocking(move || {
            for (place, digest) in named {
                let below = PathBuf::from(place.0.to_string()).join(digest.get(..2).unwrap_or_default());
                let copy = to.join(&below);
                if !copy.join(&digest).exists() && !copied.missing.contains(&copy.join(&digest)) {
                    object(&from.join(&below).join(&digest), &copy, &digest, &mut copied)?;
                }
            }
            Ok::<_, BackupError>(copied)
        });
        copied = looking.await??;
    }
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
        object(&path, to, digest, copied)?;
    }
    Ok(())
}

/// Copies one object, or notes why not.
fn object(path: &Path, to: &Path, digest: &str, copied: &mut Copied) -> Result<(), BackupError> {
    let why = match fs::read(path) {
        Ok(bytes) if text::hex(&sha256(&bytes)) == digest => {
            let failed = |source| BackupError::File { path: to.join(digest), source };
            super::folder::write(to, digest, &bytes, false).map_err(failed)?;
            copied.count += 1;
            return Ok(());
        }
        Ok(_) => "damaged".to_owned(),
        Err(error) => error.to_string(),
    };
    copied.left.push(format!("{}: {why}", path.display()));
    copied.missing.insert(to.join(digest));
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
    use crate::award_tests::{award, ready};
    use crate::testing::World;

    #[tokio::test]
    async fn what_is_missing_in_the_end_is_copied_or_told() {
        let world = World::new().await;
        let (_, mut ben, id) = ready(&world).await;
        for name in ["cyd", "dan", "eva"] {
            award(&mut ben, id, &[("address", &format!("{name}@example.org")), ("name", name)]).await;
        }
        let app = &world.app;
        let dir = tempfile::tempdir().unwrap();
        let whole = backup(app, &dir.path().join("whole"), false).await.unwrap();
        assert!(whole.left.is_empty() && whole.count >= 3, "{whole:?}");

        let (from, to) = (app.config.data.join(OBJECTS), dir.path().join("to"));
        let database = dir.path().join("copy.sqlite");
        app.storage.snapshot(&database).await.unwrap();
        let files = app.storage.read().await.unwrap().files(PlaceId(id), "awards/").await.unwrap();
        let at = |root: &Path, digest: &str| root.join(id.to_string()).join(&digest[..2]).join(digest);
        let (gone, late) = (&files[0].1, &files[1].1);
        // Removed when the folder was read; and one that was not seen there.
        fs::remove_file(at(&from, gone)).unwrap();
        let mut copied = Copied::default();
        objects(&from, &to, &mut copied).unwrap();
        assert!(copied.left.is_empty(), "nobody knows of it yet");
        fs::remove_file(at(&to, late)).unwrap();
        let copied = all_named(app, &database, (from.clone(), to.clone()), copied).await.unwrap();
        assert!(at(&to, late).is_file());
        assert_eq!(copied.left.len(), 1, "{copied:?}");
        assert!(copied.left[0].contains(gone.as_str()), "{copied:?}");
        // What was told is told once.
        let again = all_named(app, &database, (from, to), copied).await.unwrap();
        assert_eq!(again.left.len(), 1, "{again:?}");
        assert!(app.storage.snapshot(&dir.path().join("next.sqlite")).await.is_ok(), "the database is as it was");
    }

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
