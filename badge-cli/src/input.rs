//! What people name on the command line: files, folders, addresses, text, standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use badge_core::container::{Finding, Opened, PictureError, open};
use badge_core::limits::Limits;

use crate::error::Failure;
use crate::message::msg;

/// One thing to look at, and what to call it.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) name: String,
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    File(PathBuf),
    Text(Vec<u8>),
    Stdin,
}

impl Input {
    /// Everything that the arguments name; folders are walked, in the order of their names.
    ///
    /// # Errors
    /// An argument that is neither a file nor a folder nor something that could hold a badge.
    pub(crate) fn gather(arguments: &[String]) -> Result<Vec<Self>, Failure> {
        let mut inputs = Vec::new();
        for argument in arguments {
            let path = Path::new(argument);
            if argument == "-" {
                inputs.push(Self { name: argument.clone(), source: Source::Stdin });
            } else if path.is_dir() {
                let mut files = Vec::new();
                walk(path, 0, &mut files)?;
                inputs.extend(files.into_iter().map(Self::file));
            } else if path.exists() {
                inputs.push(Self::file(path.to_owned()));
            } else if is_text(argument) {
                inputs.push(Self { name: shorten(argument), source: Source::Text(argument.clone().into_bytes()) });
            } else {
                return Err(Failure::new(msg!("input-missing", input = argument)));
            }
        }
        Ok(inputs)
    }

    /// What was read already, under its name.
    pub(crate) fn held(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), source: Source::Text(bytes) }
    }

    fn file(path: PathBuf) -> Self {
        Self { name: path.display().to_string(), source: Source::File(path) }
    }

    /// Reads it and finds what is in it, and gives the bytes back. A file that is too large is not read.
    ///
    /// # Errors
    /// When the disk or standard input refuses.
    pub(crate) fn open(&self, limits: &Limits) -> Result<(Opened, Vec<u8>), Failure> {
        let limit = limits.container_bytes;
        let bytes = match &self.source {
            Source::Text(text) => text.clone(),
            Source::File(path) => {
                let size = fs::metadata(path).map_err(|e| cannot_read(path, e))?.len();
                if size > limit as u64 {
                    return Ok((too_large(usize::try_from(size).unwrap_or(usize::MAX), limit), Vec::new()));
                }
                read_file(path, limit)?
            }
            Source::Stdin => read_some(io::stdin().lock(), limit).map_err(|e| cannot_read(Path::new("-"), e))?,
        };
        Ok((open(&bytes, limits), bytes))
    }

    /// Its bytes once more, to be shown; none for what cannot be read twice, and for what is too large.
    pub(crate) fn again(&self, limits: &Limits) -> Option<Vec<u8>> {
        match &self.source {
            Source::Text(text) => Some(text.clone()),
            Source::File(path) => {
                read_file(path, limits.image_bytes).ok().filter(|bytes| bytes.len() <= limits.image_bytes)
            }
            Source::Stdin => None,
        }
    }
}

/// A file's bytes, at most one more than `limit`.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    File::open(path).and_then(|file| read_some(file, limit)).map_err(|e| cannot_read(path, e))
}

fn read_some(from: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn too_large(bytes: usize, limit: usize) -> Opened {
    let mut opened = open(b"", &Limits::default());
    opened.findings = vec![Finding::Picture(PictureError::TooLarge { bytes, limit })];
    opened
}

fn cannot_read(path: &Path, error: io::Error) -> Failure {
    Failure::io(msg!("input-unreadable", input = path), path, error)
}

/// Files below a folder; hidden ones are passed over, and links to folders are not followed.
fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|e| cannot_read(folder, e))?;
    let mut entries: Vec<_> = entries.collect::<Result<_, _>>().map_err(|e| cannot_read(folder, e))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let kind = entry.file_type().map_err(|e| cannot_read(&path, e))?;
        if kind.is_dir() && depth < 32 {
            walk(&path, depth + 1, files)?;
        } else if kind.is_file() || (kind.is_symlink() && path.is_file()) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether an argument can only be meant as text: an address, a JWS, JSON.
fn is_text(argument: &str) -> bool {
    let text = argument.trim();
    let jws = || {
        let parts: Vec<&str> = text.split('.').collect();
        parts.len() == 3
            && text.len() > 40
            && parts.iter().all(|p| p.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_')))
    };
    text.starts_with("https://") || text.starts_with("http://") || text.starts_with('{') || jws()
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(72).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_hidden_files_left_out() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.json", "a.png", ".hidden", "sub/c.svg"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let inputs = Input::gather(&[dir.path().display().to_string()]).unwrap();
        let names: Vec<_> = inputs.iter().map(|i| i.name.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["a.png", "b.json", "c.svg"]);
    }

    #[test]
    fn text_is_told_from_a_mistyped_file_name() {
        assert!(is_text("https://example.org/b/1"));
        assert!(is_text("{\"id\":1}"));
        assert!(is_text(&format!("{}.{}.{}", "a".repeat(20), "b".repeat(20), "c".repeat(20))));
        assert!(!is_text("badge.v2.png"));
        assert!(Input::gather(&["nowhere.png".into()]).is_err());
    }
}
