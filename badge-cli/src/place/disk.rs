//! Files that are either as before or as wanted, never in between, whatever kills the process or the power.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::error::Failure;
use crate::message::msg;

/// Largest file that is read from a place or given by a person, unless a verb says otherwise: 64 MiB.
pub(crate) const LARGEST: u64 = 64 << 20;

/// Reads a file of at most `most` bytes; nothing larger enters memory.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let cannot = |e| Failure::io(msg!("file-unreadable", path = path), path, e);
    let file = File::open(path).map_err(cannot)?;
    let meta = file.metadata().map_err(cannot)?;
    if meta.is_dir() {
        return Err(cannot(io::ErrorKind::IsADirectory.into()));
    }
    // What a file says of its size saves asking for more, piece by piece; it is not believed.
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len().min(most)).map_or(0, |size| size + 1));
    file.take(most + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > most || meta.len() > most {
        let size = meta.len().max(bytes.len() as u64);
        return Err(Failure::new(msg!("file-too-large", path = path, size = size >> 20, most = most >> 20)).at(path));
    }
    Ok(bytes)
}

/// The same of a file that is asked for by name and may be anything: a pipe is not waited for.
pub(crate) fn read_ordinary(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    match fs::metadata(path) {
        Ok(meta) if !meta.is_file() && !meta.is_dir() => {
            Err(Failure::new(msg!("file-not-ordinary", path = path)).at(path))
        }
        _ => read(path, most),
    }
}

/// A file of a place, as UTF-8 text.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read_ordinary(path, LARGEST)?).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = before.iter().filter(|b| **b == b'\n').count() as u64 + 1;
        Failure::new(msg!("file-not-utf8", path = path)).at(path).line(line)
    })
}

/// The same; `None` where there is no such file.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::symlink_metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        _ => read(path, LARGEST).map(Some),
    }
}

/// Replaces a file as a whole: written beside it, flushed to the disk, renamed over it, the folder flushed.
pub(crate) fn replace(path: &Path, bytes: &[u8], secrecy: Secrecy) -> Result<(), Failure> {
    let folder = parent(path);
    refuse_devices(path)?;
    make_folder(&folder)?;
    sweep_once(&folder);
    let beside = beside(path);
    write_file(&beside, bytes, secrecy)
        // Open until it has its name: see `sweep_abandoned`.
        .and_then(|file| file.sync_all().and_then(|()| fs::rename(&beside, path)))
        .and_then(|()| sync_folder(&folder))
        .map_err(|e| {
            let _ = fs::remove_file(&beside);
            Failure::io(msg!("file-unwritable", path = path), path, e)
        })
}

/// The same of text that is made while it is written.
pub(crate) fn replace_with(path: &Path, parts: impl Iterator<Item = String>, secrecy: Secrecy) -> Result<(), Failure> {
    let mut parts = parts;
    replace_by(path, |to| parts.try_for_each(|part| to.write_all(part.as_bytes())), secrecy)
}

/// The same of bytes that somebody else writes.
pub(crate) fn replace_by(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    secrecy: Secrecy,
) -> Result<(), Failure> {
    let folder = parent(path);
    refuse_devices(path)?;
    make_folder(&folder)?;
    sweep_once(&folder);
    let beside = beside(path);
    let written = write_file(&beside, b"", secrecy).and_then(|file| {
        let mut to = io::BufWriter::new(&file);
        write(&mut to)?;
        to.flush()?;
        drop(to);
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.and_then(|()| sync_folder(&folder)).map_err(|e| {
        let _ = fs::remove_file(&beside);
        Failure::io(msg!("file-unwritable", path = path), path, e)
    })
}

/// A file that is written piece by piece, beside where it will be. Dropped before it is kept, it was never there.
pub(crate) struct Draft {
    path: PathBuf,
    beside: PathBuf,
    to: io::BufWriter<File>,
    kept: bool,
}

impl Draft {
    /// Begins it. Where the file may not be in the end, it is not begun either.
    pub(crate) fn begin(path: &Path, secrecy: Secrecy) -> Result<Self, Failure> {
        let folder = parent(path);
        refuse_devices(path)?;
        make_folder(&folder)?;
        sweep_once(&folder);
        let beside = beside(path);
        let file = write_file(&beside, b"", secrecy)
            .map_err(|e| Failure::io(msg!("file-unwritable", path = path), path, e))?;
        Ok(Self { path: path.to_owned(), beside, to: io::BufWriter::new(file), kept: false })
    }

    /// Gives it its name: in the place of what is there, or only where nothing is.
    pub(crate) fn keep(mut self, replace: bool) -> Result<(), Failure> {
        let path = self.path.clone();
        let done = self.to.flush().and_then(|()| self.to.get_ref().sync_all()).and_then(|()| {
            if replace {
                return fs::rename(&self.beside, &path);
            }
            // Unlike a rename, a link never replaces what somebody else put there meanwhile.
            fs::hard_link(&self.beside, &path).and_then(|()| fs::remove_file(&self.beside))
        });
        self.kept = done.is_ok();
        done.and_then(|()| sync_folder(&parent(&path))).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => Failure::new(msg!("file-exists", path = &path)).at(&path),
            _ => Failure::io(msg!("file-unwritable", path = &path), &path, e),
        })
    }
}

impl io::Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Nothing takes the place of a device, a pipe or a socket: `/dev/stdout` would be a file for every program from then on.
fn refuse_devices(path: &Path) -> Result<(), Failure> {
    let is_other = fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    let of_system = fs::canonicalize(parent(path)).is_ok_and(|folder| {
        ["/dev", "/proc", "/sys"].iter().any(|system| folder.starts_with(system)) && !folder.starts_with("/dev/shm")
    });
    if is_other || of_system {
        return Err(Failure::new(msg!("file-is-device", path = path)).at(path));
    }
    Ok(())
}

/// Replaces several files of one folder, each as a whole; all are flushed together.
pub(crate) fn replace_all(folder: &Path, files: &[(String, Vec<u8>)], secrecy: Secrecy) -> Result<(), Failure> {
    make_folder(folder)?;
    let mut besides = Vec::new();
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        let beside = beside(&path);
        written.push(write_unflushed(&beside, bytes, secrecy)?);
        besides.push((beside, path));
    }
    flush_all(&written)?;
    for (beside, path) in &besides {
        fs::rename(beside, path).map_err(|e| Failure::io(msg!("file-unwritable", path = path), path, e))?;
    }
    sync_folder(folder).map_err(|e| Failure::io(msg!("folder-unwritable", path = folder), folder, e))
}

/// Makes a file that must not be there yet; one that is there stays as it is.
pub(crate) fn create(path: &Path, bytes: &[u8], secrecy: Secrecy) -> Result<(), Failure> {
    let folder = parent(path);
    make_folder(&folder)?;
    sweep_once(&folder);
    let beside = beside(path);
    let done = write_file(&beside, bytes, secrecy)
        // Unlike a rename, a link never replaces what somebody else put there meanwhile.
        .and_then(|file| file.sync_all().and_then(|()| fs::hard_link(&beside, path)))
        .and_then(|()| fs::remove_file(&beside))
        .and_then(|()| sync_folder(&folder));
    done.map_err(|e| {
        let _ = fs::remove_file(&beside);
        match e.kind() {
            io::ErrorKind::AlreadyExists => Failure::new(msg!("file-exists", path = path)).at(path),
            _ => Failure::io(msg!("file-unwritable", path = path), path, e),
        }
    })
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// Whoever may read the folder.
    Open,
    /// Its owner alone: keys, people.
    Owner,
}

/// Writes a new file. It, and the folder, still have to be flushed.
fn write_file(path: &Path, bytes: &[u8], secrecy: Secrecy) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secrecy == Secrecy::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = secrecy;
    let mut file = options.open(path)?;
    // Whoever is killed lets go of it. Where there are no locks, nothing is swept but under the place's own.
    let _ = file.try_lock();
    file.write_all(bytes)?;
    Ok(file)
}

/// A file or a folder whose bytes may still be on their way to the disk: see [`flush_all`].
#[derive(Debug)]
pub(crate) struct Unflushed {
    path: PathBuf,
    /// `None` where folders cannot be flushed.
    file: Option<File>,
}

/// Writes a new file, to be flushed together with others.
pub(crate) fn write_unflushed(path: &Path, bytes: &[u8], secrecy: Secrecy) -> Result<Unflushed, Failure> {
    match write_file(path, bytes, secrecy) {
        Ok(file) => Ok(Unflushed { path: path.to_owned(), file: Some(file) }),
        Err(e) => Err(Failure::io(msg!("file-unwritable", path = path), path, e)),
    }
}

/// A folder, to be flushed together with its files.
pub(crate) fn open_folder(path: &Path) -> Result<Unflushed, Failure> {
    if !cfg!(unix) {
        return Ok(Unflushed { path: path.to_owned(), file: None });
    }
    match File::open(path) {
        Ok(file) => Ok(Unflushed { path: path.to_owned(), file: Some(file) }),
        Err(e) => Err(Failure::io(msg!("folder-unwritable", path = path), path, e)),
    }
}

/// Flushes everything. Disks take many flushes at once almost as fast as one, so they are not asked one by one.
pub(crate) fn flush_all(written: &[Unflushed]) -> Result<(), Failure> {
    const AT_ONCE: usize = 16;
    let flush = |part: &[Unflushed]| {
        part.iter().try_for_each(|one| {
            let flushed = one.file.as_ref().map_or(Ok(()), File::sync_all);
            flushed.map_err(|e| Failure::io(msg!("file-unwritable", path = &one.path), &one.path, e))
        })
    };
    let share = written.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = written.chunks(share).map(|part| scope.spawn(move || flush(part))).collect();
        threads.into_iter().try_for_each(|t| t.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Makes a folder and those above it; each new one is flushed into its parent.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Ok(());
    }
    let above = parent(path);
    make_folder(&above)?;
    match fs::create_dir(path) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists || !path.is_dir() => {
            Err(Failure::io(msg!("folder-unwritable", path = path), path, e))
        }
        _ => sync_folder(&above).map_err(|e| Failure::io(msg!("folder-unwritable", path = path), path, e)),
    }
}

/// Flushes what a folder lists: without this, a power cut may forget a rename.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        File::open(path)?.sync_all()
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

/// A path without `.` and `..`, by its real name as far as it exists: two names of one folder are one.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let cannot = |e| Failure::io(msg!("folder-unwritable", path = path), path, e);
    let mut out = PathBuf::new();
    for part in std::path::absolute(path).map_err(cannot)?.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    for above in out.ancestors() {
        if let Ok(real) = above.canonicalize() {
            let rest = out.strip_prefix(above).unwrap_or(Path::new(""));
            return Ok(rest.components().fold(real, |out, part| out.join(part)));
        }
    }
    Ok(out)
}

/// The folder of a path; `.` for a bare name.
pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        Some(_) => PathBuf::from("."),
        None => path.to_owned(),
    }
}

/// Names of the entries of a folder, sorted; none when there is no such folder.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let cannot = |e| Failure::io(msg!("file-unreadable", path = folder), folder, e);
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(cannot)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.map_err(cannot)?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

/// Removes what a killed process left beside the files of a folder. Only under the lock.
pub(crate) fn sweep(folder: &Path) -> Result<(), Failure> {
    for path in leavings(folder)? {
        fs::remove_file(&path).map_err(|e| Failure::io(msg!("file-unwritable", path = &path), &path, e))?;
    }
    Ok(())
}

/// The same in a folder that is not ours alone, and without the place's lock: what somebody is still writing is locked.
pub(crate) fn sweep_abandoned(folder: &Path) -> Result<(), Failure> {
    sweep_older(folder, Duration::ZERO)
}

/// The same where others may be writing at this moment. A folder that nobody may list is left as it is.
pub(crate) fn sweep_settled(folder: &Path) {
    /// Between its making and its lock a file is nobody's: so young ones are left for the next run.
    const SETTLED: Duration = Duration::from_secs(2);
    let _ = sweep_older(folder, SETTLED);
}

/// What runs that were killed left beside a file that is about to be written: looked for once in each folder.
fn sweep_once(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        sweep_settled(folder);
    }
}

fn sweep_older(folder: &Path, age: Duration) -> Result<(), Failure> {
    for path in leavings(folder)? {
        let written = path.symlink_metadata().ok().filter(fs::Metadata::is_file).and_then(|m| m.modified().ok());
        if written.is_none_or(|at| at.elapsed().unwrap_or_default() < age) {
            continue;
        }
        let abandoned = OpenOptions::new().write(true).open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if abandoned {
            // Whoever else sweeps may have been there first.
            let _ = fs::remove_file(&path);
        }
    }
    Ok(())
}

/// Makes a folder, and tries whether something can be written into it.
pub(crate) fn try_folder(folder: &Path) -> Result<(), Failure> {
    make_folder(folder)?;
    let tried = folder.join(format!(".try.{}.tmp", badge_core::text::hex(&crate::entropy::random::<8>())));
    fs::write(&tried, b"")
        .and_then(|()| fs::remove_file(&tried))
        .map_err(|e| Failure::io(msg!("folder-unwritable", path = folder), folder, e))
}

/// What a killed process left beside the files of a folder.
pub(crate) fn leavings(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_ours = |name: &String| {
        let random = name.strip_suffix(".tmp").and_then(|n| n.rsplit_once('.')).map(|(_, r)| r);
        name.starts_with('.') && random.is_some_and(|r| r.len() == 16 && badge_core::text::from_hex(r).is_ok())
    };
    Ok(names(folder)?.into_iter().filter(is_ours).map(|name| folder.join(name)).collect())
}

/// So many bytes of a name, of the 255 that file systems take, leave room for what stands around it.
const LONGEST_BESIDE: usize = 200;

/// A name in the same folder that nobody else uses, and that [`sweep`] knows.
fn beside(path: &Path) -> PathBuf {
    let mut random = [0; 8];
    crate::entropy::fill(&mut random);
    let mut name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // A name may be as long as the file system takes it: what is put around it must not make it too long.
    name.truncate(name.floor_char_boundary(LONGEST_BESIDE));
    parent(path).join(format!(".{name}.{}.tmp", badge_core::text::hex(&random)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_or_a_pipe_is_never_replaced() {
        assert!(replace(Path::new("/dev/null"), b"x", Secrecy::Open).is_err());
        assert!(replace(Path::new("/dev/stdout"), b"x", Secrecy::Open).is_err());
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("zero");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        assert_eq!(read_ordinary(&link, LARGEST).unwrap_err().what.id, "file-not-ordinary");
        assert_eq!(read_text(&link).unwrap_err().what.id, "file-not-ordinary");
        let socket = folder.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(replace(&socket, b"x", Secrecy::Open).is_err() && fs::metadata(&socket).unwrap().len() == 0);
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/file.json");
        replace(&path, b"one", Secrecy::Open).unwrap();
        replace(&path, b"two", Secrecy::Open).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(&dir.path().join("a/b")).unwrap(), ["file.json"]);
    }

    #[test]
    fn a_name_as_long_as_a_name_can_be_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let name = format!("{}.csv", "é".repeat(125));
        let path = dir.path().join(&name);
        replace(&path, b"one", Secrecy::Open).unwrap();
        replace(&path, b"two", Secrecy::Open).unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(dir.path()).unwrap()), (b"two".to_vec(), vec![name]));
    }

    #[test]
    fn what_is_there_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key.pem");
        create(&path, b"mine", Secrecy::Owner).unwrap();
        let failure = create(&path, b"theirs", Secrecy::Owner).unwrap_err();
        assert_eq!((failure.what.id, failure.path.as_deref()), ("file-exists", Some(path.as_path())));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(names(dir.path()).unwrap(), ["key.pem"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_draft_is_kept_whole_or_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cards.pdf");
        let mut draft = Draft::begin(&path, Secrecy::Owner).unwrap();
        draft.write_all(b"half").unwrap();
        drop(draft);
        assert_eq!(names(dir.path()).unwrap(), [""; 0]);
        for (text, replace, there) in [("one", false, "one"), ("two", false, "one"), ("three", true, "three")] {
            let mut draft = Draft::begin(&path, Secrecy::Owner).unwrap();
            draft.write_all(text.as_bytes()).unwrap();
            assert_eq!(draft.keep(replace).is_ok(), text == there, "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), there);
            assert_eq!(names(dir.path()).unwrap(), ["cards.pdf"]);
        }
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_what_is_being_written_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let left = dir.path().join(".badges.csv.0123456789abcdef.tmp");
        let open = dir.path().join(".badges.csv.fedcba9876543210.tmp");
        let theirs = dir.path().join(".badges.csv.tmp");
        fs::write(&left, b"x").unwrap();
        fs::write(&theirs, b"x").unwrap();
        let file = write_file(&open, b"x", Secrecy::Open).unwrap();
        sweep_abandoned(dir.path()).unwrap();
        assert_eq!((left.exists(), open.exists(), theirs.exists()), (false, true, true));
        drop(file);
        sweep_abandoned(dir.path()).unwrap();
        assert_eq!((open.exists(), theirs.exists()), (false, true));
    }

    #[test]
    fn whoever_writes_in_a_folder_takes_away_what_killed_runs_left_there() {
        let dir = tempfile::tempdir().unwrap();
        let [old, young, theirs] = [".cv.pdf.0123456789abcdef.tmp", ".cv.pdf.fedcba9876543210.tmp", ".cv.pdf.0123.tmp"]
            .map(|name| dir.path().join(name));
        for path in [&old, &young, &theirs] {
            fs::write(path, b"x").unwrap();
        }
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        for path in [&old, &theirs] {
            File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
        }
        create(&dir.path().join("other.pdf"), b"x", Secrecy::Open).unwrap();
        assert_eq!((old.exists(), young.exists(), theirs.exists()), (false, true, true));
    }

    #[test]
    fn large_files_and_strange_bytes_are_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        File::create(&path).unwrap().set_len(1 << 30).unwrap();
        assert_eq!(read(&path, LARGEST).unwrap_err().what.id, "file-too-large");
        fs::write(&path, b"a\nb\n\xff\n").unwrap();
        let failure = read_text(&path).unwrap_err();
        assert_eq!((failure.what.id, failure.line), ("file-not-utf8", Some(3)));
        assert_eq!(read(dir.path(), LARGEST).unwrap_err().what.id, "file-unreadable");
    }
}
