//! Folders and files that nobody else on the machine may open: they hold addresses of people, and digests of passwords.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Makes a folder and those above it, for its owner alone. One that is there stays as whoever made it wanted it.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// An empty file for its owner alone, where there is none yet. Whoever writes into it keeps what may be done with it.
pub(crate) fn file(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

/// The longest that anybody waits for another one who is just starting in the same folder.
const STARTING: Duration = Duration::from_secs(60);

/// Waits until nobody else begins to work in a folder, and holds it until it is dropped, however that comes: two that make the
/// tables and the sealing key of a fresh folder at the same moment would each find half of the other's. Where the system
/// locks no folders, or somebody keeps it locked, it goes on without.
pub(crate) async fn alone(data: &Path) -> Option<fs::File> {
    let folder = fs::File::open(data).ok()?;
    let locked = async {
        loop {
            match folder.try_lock() {
                Ok(()) => return true,
                Err(fs::TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(fs::TryLockError::Error(_)) => return false,
            }
        }
    };
    let is_locked = tokio::time::timeout(STARTING, locked).await;
    matches!(is_locked, Ok(true)).then_some(folder)
}

/// How many bytes may still be written where a file or folder lies, where the system says it.
#[cfg(unix)]
pub(crate) fn room(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    // Some that are no disks tell neither their size nor their room.
    (disk.f_blocks > 0).then(|| disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
pub(crate) fn room(_: &Path) -> Option<u64> {
    None
}

/// Whose the data folder is, where that is somebody who could not open what the superuser makes there: user and group. A verb
/// makes nothing in it then. `database`: its file, where it is one. Where that is the superuser's, so is the server, whoever the
/// folder belongs to (one of the host's in a container).
#[cfg(unix)]
pub(crate) fn not_ours(data: &Path, database: Option<&Path>) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    let owner = |path: &Path| fs::metadata(path).ok().map(|found| (found.uid(), found.gid()));
    theirs(rustix::process::geteuid().as_raw(), owner(data)?, database.and_then(owner))
}

#[cfg(not(unix))]
pub(crate) fn not_ours(_: &Path, _: Option<&Path>) -> Option<(u32, u32)> {
    None
}

/// What lies in the data folder and belongs to somebody else than whoever serves (whose the database is, or else the folder):
/// the server could not open it, or write beside it. The superuser can. Its size, at most so many names.
#[cfg(unix)]
pub(crate) fn of_others(data: &Path, database: Option<&Path>, most: usize) -> io::Result<(usize, Vec<PathBuf>)> {
    use std::os::unix::fs::MetadataExt as _;
    let serves = database.and_then(|file| fs::metadata(file).ok());
    let serves = serves.map_or_else(|| fs::metadata(data), Ok)?.uid();
    if serves == 0 { Ok((0, Vec::new())) } else { not_of(serves, data, most) }
}

#[cfg(not(unix))]
pub(crate) fn of_others(_: &Path, _: Option<&Path>, _: usize) -> io::Result<(usize, Vec<PathBuf>)> {
    Ok((0, Vec::new()))
}

#[cfg(unix)]
fn not_of(user: u32, data: &Path, most: usize) -> io::Result<(usize, Vec<PathBuf>)> {
    use std::os::unix::fs::MetadataExt as _;
    let (mut count, mut named) = (0, Vec::new());
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            // Removed meanwhile; or a folder that only its owner may look into, which is told as such.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => continue,
            other => other?,
        };
        for entry in entries {
            let entry = entry?;
            // Of a link, the link itself: nothing outside is looked at.
            let Ok(found) = entry.metadata() else { continue };
            if found.uid() != user {
                count += 1;
                if named.len() < most {
                    named.push(entry.path());
                }
            }
            if found.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    named.sort();
    Ok((count, named))
}

#[cfg(unix)]
fn theirs(own: u32, owner: (u32, u32), database: Option<(u32, u32)>) -> Option<(u32, u32)> {
    (own == 0 && owner.0 != 0 && database.is_none_or(|(owner, _)| owner != 0)).then_some(owner)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn root_makes_nothing_in_the_data_of_others() {
        let (root, service) = ((0, 0), (61_234, 61_235));
        for database in [None, Some(service)] {
            assert_eq!(theirs(0, service, database), Some(service));
        }
        for (own, owner, database) in [
            (0, root, None),
            (0, root, Some(root)),
            (0, service, Some(root)),
            (1000, (1000, 1000), None),
            (1000, root, None),
            (1000, (1001, 1001), Some((1001, 1001))),
        ] {
            assert_eq!(theirs(own, owner, database), None, "{own} {owner:?} {database:?}");
        }
        assert_eq!(not_ours(&std::env::temp_dir().join("there-is-no-such-folder"), None), None);
    }

    #[test]
    fn what_belongs_to_others_is_counted_and_a_few_are_named() {
        use std::os::unix::fs::MetadataExt as _;
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("objects/1")).unwrap();
        for name in ["badge.sqlite", "objects/1/a", "objects/1/b"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        let own = fs::metadata(dir.path()).unwrap().uid();
        assert_eq!(not_of(own, dir.path(), 2).unwrap(), (0, Vec::new()));
        let (count, named) = not_of(own + 1, dir.path(), 2).unwrap();
        assert_eq!((count, named.len()), (5, 2), "{named:?}");
        assert_eq!(of_others(dir.path(), Some(&dir.path().join("badge.sqlite")), 2).unwrap().0, 0);
    }
}
