//! A file of lines that only grows. A line counts once it is flushed to the disk; a line that was cut off by a power
//! failure is put aside; a line that is damaged anywhere else stops everything and is left as it is.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::disk;
use crate::error::Failure;
use crate::message::msg;

/// What a file held when it was read.
#[derive(Debug, Default)]
pub(crate) struct Lines<T> {
    /// The lines, each with its number counted from 1.
    pub(crate) entries: Vec<(u64, T)>,
    /// Bytes of whole lines.
    pub(crate) length: u64,
    /// Bytes after the last whole line, which are no line.
    pub(crate) torn: Vec<u8>,
    /// The last line is whole but for its line break.
    pub(crate) unended: bool,
}

/// Reads every line with `parse`, which says what is wrong with one that it cannot read.
pub(crate) fn read<T>(path: &Path, parse: impl Fn(&str) -> Result<T, String>) -> Result<Lines<T>, Failure> {
    let bytes = disk::read_if_there(path)?.unwrap_or_default();
    parse_lines(path, &bytes, parse)
}

fn parse_lines<T>(path: &Path, bytes: &[u8], parse: impl Fn(&str) -> Result<T, String>) -> Result<Lines<T>, Failure> {
    let mut lines = Lines { entries: Vec::new(), length: 0, torn: Vec::new(), unended: false };
    for (n, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        let number = n as u64 + 1;
        let whole = line.ends_with(b"\n");
        let text = std::str::from_utf8(line).map_err(|e| e.to_string());
        match text.and_then(|t| parse(t.trim_end_matches(['\n', '\r']))) {
            Ok(entry) => {
                lines.entries.push((number, entry));
                lines.length += line.len() as u64;
                lines.unended = !whole;
            }
            Err(_) if !whole => lines.torn = line.to_vec(),
            Err(why) => return Err(Failure::new(msg!("register-damaged")).at(path).line(number).why(why)),
        }
    }
    Ok(lines)
}

/// Puts a torn end aside and ends an unended line. Only under the lock.
///
/// Gives the file in which the torn bytes were kept.
pub(crate) fn repair<T>(path: &Path, lines: &mut Lines<T>) -> Result<Option<PathBuf>, Failure> {
    let cannot = |e| Failure::io(msg!("file-unwritable", path = path), path, e);
    if lines.torn.is_empty() && !lines.unended {
        return Ok(None);
    }
    let open = || OpenOptions::new().write(true).open(path);
    if lines.unended {
        let mut file = open().map_err(cannot)?;
        file.seek(SeekFrom::Start(lines.length)).map_err(cannot)?;
        file.write_all(b"\n").and_then(|()| file.sync_all()).map_err(cannot)?;
        lines.length += 1;
        lines.unended = false;
        return Ok(None);
    }
    let mut random = [0; 4];
    crate::entropy::fill(&mut random);
    let aside = PathBuf::from(format!("{}.{}.torn", path.display(), badge_core::text::hex(&random)));
    disk::create(&aside, &lines.torn, disk::Secrecy::Open)?;
    let file = open().map_err(cannot)?;
    file.set_len(lines.length).and_then(|()| file.sync_all()).map_err(cannot)?;
    lines.torn.clear();
    Ok(Some(aside))
}

/// Adds lines and flushes them; `length` is what the file holds, and grows. On failure the file is as before.
pub(crate) fn append(path: &Path, length: &mut u64, text: &str) -> Result<(), Failure> {
    debug_assert!(text.ends_with('\n'));
    let new = !path.exists();
    let result = (|| -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        file.seek(SeekFrom::Start(*length))?;
        if let Err(e) = file.write_all(text.as_bytes()).and_then(|()| file.sync_data()) {
            undo(&file, *length);
            return Err(e);
        }
        if new {
            disk::sync_folder(&disk::parent(path))?;
        }
        Ok(())
    })();
    result.map_err(|e| Failure::io(msg!("file-unwritable", path = path), path, e))?;
    *length += text.len() as u64;
    Ok(())
}

/// A full disk leaves half a line: taken back at once. Should that fail too, the next start puts it aside.
fn undo(file: &File, length: u64) {
    let _ = file.set_len(length).and_then(|()| file.sync_all());
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn number(text: &str) -> Result<u32, String> {
        text.parse().map_err(|_| format!("{text:?} is no number"))
    }

    #[test]
    fn lines_come_back_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lines");
        let mut length = read(&path, number).unwrap().length;
        append(&path, &mut length, "1\n").unwrap();
        append(&path, &mut length, "2\n3\n").unwrap();
        let lines = read(&path, number).unwrap();
        assert_eq!(lines.entries, [(1, 1), (2, 2), (3, 3)]);
        assert_eq!((lines.length, length), (6, 6));
    }

    #[test]
    fn a_torn_end_is_put_aside_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lines");
        fs::write(&path, b"1\n2\n\0\0\0").unwrap();
        let mut lines = read(&path, number).unwrap();
        let aside = repair(&path, &mut lines).unwrap().unwrap();
        assert_eq!(fs::read(&aside).unwrap(), b"\0\0\0");
        assert_eq!(fs::read(&path).unwrap(), b"1\n2\n");
        append(&path, &mut lines.length, "3\n").unwrap();
        assert_eq!(read(&path, number).unwrap().entries.len(), 3);
    }

    #[test]
    fn a_whole_line_without_its_break_counts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lines");
        fs::write(&path, b"1\n22").unwrap();
        let mut lines = read(&path, number).unwrap();
        assert_eq!(lines.entries, [(1, 1), (2, 22)]);
        assert_eq!(repair(&path, &mut lines).unwrap(), None);
        assert_eq!(fs::read(&path).unwrap(), b"1\n22\n");
    }

    #[test]
    fn damage_in_the_middle_is_reported_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lines");
        for bytes in [&b"1\nx\n3\n"[..], b"1\nx\n", b"1\n\xff\n3\n", b"1\n\n3\n"] {
            fs::write(&path, bytes).unwrap();
            let failure = read(&path, number).unwrap_err();
            assert_eq!((failure.what.id, failure.line), ("register-damaged", Some(2)));
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }
}
