//! What people name on the command line: files, folders, addresses, text, standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use badge_core::container::{Finding, Opened, PictureError, address_without_scheme, open};
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
    /// Neither a file nor a folder nor something that could hold a badge.
    Missing,
    /// A folder, or a part of one, that the disk does not let us read.
    Closed(PathBuf, io::ErrorKind),
}

/// What the arguments name.
pub(crate) struct Gathered {
    pub(crate) inputs: Vec<Input>,
    /// Folders in which there is no file.
    pub(crate) empty: Vec<PathBuf>,
}

impl Input {
    /// Everything that the arguments name; folders are walked, in the order of their names. What is not there has its
    /// place among the rest, and says so when it is opened.
    pub(crate) fn gather(arguments: &[String]) -> Gathered {
        let mut gathered = Gathered { inputs: Vec::new(), empty: Vec::new() };
        for argument in arguments {
            let path = Path::new(argument);
            let named = |source| Self { name: argument.clone(), source };
            if argument == "-" {
                gathered.inputs.push(named(Source::Stdin));
            } else if path.is_dir() {
                let before = gathered.inputs.len();
                walk(path, 0, &mut gathered.inputs);
                if gathered.inputs.len() == before {
                    gathered.empty.push(path.to_owned());
                }
            } else if path.exists() {
                gathered.inputs.push(Self::file(path.to_owned()));
            } else if is_text(argument) {
                let source = Source::Text(argument.clone().into_bytes());
                gathered.inputs.push(Self { name: shorten(argument), source });
            } else if let Some(url) = address_without_scheme(argument) {
                gathered.inputs.push(Self { name: shorten(argument), source: Source::Text(url.as_str().into()) });
            } else {
                gathered.inputs.push(named(Source::Missing));
            }
        }
        gathered
    }

    /// Why it cannot be opened, where that is known beforehand.
    pub(crate) fn failure(&self) -> Option<Failure> {
        match &self.source {
            Source::Missing => Some(Failure::new(msg!("input-missing", input = &self.name))),
            Source::Closed(path, kind) => Some(cannot_read(path, (*kind).into())),
            _ => None,
        }
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
        if let Some(failure) = self.failure() {
            return Err(failure);
        }
        let limit = limits.container_bytes;
        let bytes = match &self.source {
            Source::Text(text) => text.clone(),
            Source::File(path) => {
                let (file, size) = open_file(path).map_err(|e| cannot_read(path, e))?;
                if size > limit {
                    return Ok((too_large(size, limit), Vec::new()));
                }
                read_some(file, size, limit).map_err(|e| cannot_read(path, e))?
            }
            Source::Stdin => read_some(io::stdin().lock(), 0, limit).map_err(|e| cannot_read(Path::new("-"), e))?,
            Source::Missing | Source::Closed(..) => Vec::new(),
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
            Source::Stdin | Source::Missing | Source::Closed(..) => None,
        }
    }
}

/// A file's bytes, at most one more than `limit`.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    open_file(path).and_then(|(file, size)| read_some(file, size, limit)).map_err(|e| cannot_read(path, e))
}

/// A file, and how many bytes the disk says that it has.
fn open_file(path: &Path) -> io::Result<(File, usize)> {
    let file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    Ok((file, size))
}

/// At most one byte more than `limit`. `size` is how many are expected: with room for them, and one more to see the
/// end, nothing is read in small pieces and moved again and again.
fn read_some(from: impl Read, size: usize, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(limit).saturating_add(1));
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
fn walk(folder: &Path, depth: usize, inputs: &mut Vec<Input>) {
    let closed = |path: &Path, error: &io::Error| {
        let source = Source::Closed(path.to_owned(), error.kind());
        Input { name: path.display().to_string(), source }
    };
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(e) => return inputs.push(closed(folder, &e)),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match entry.file_type() {
            Err(e) => inputs.push(closed(&path, &e)),
            Ok(kind) if kind.is_dir() && depth < 32 => walk(&path, depth + 1, inputs),
            Ok(kind) if kind.is_file() || (kind.is_symlink() && path.is_file()) => inputs.push(Input::file(path)),
            Ok(_) => {}
        }
    }
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
        fs::create_dir(dir.path().join("nothing")).unwrap();
        let inputs = Input::gather(&[dir.path().display().to_string()]).inputs;
        let names: Vec<_> = inputs.iter().map(|i| i.name.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["a.png", "b.json", "c.svg"]);
    }

    #[test]
    fn text_is_told_from_a_mistyped_file_name() {
        assert!(is_text("https://example.org/b/1"));
        assert!(is_text("{\"id\":1}"));
        assert!(is_text(&format!("{}.{}.{}", "a".repeat(20), "b".repeat(20), "c".repeat(20))));
        assert!(!is_text("badge.v2.png"));
        let gathered = Input::gather(&["nowhere.png".into()]);
        assert_eq!(gathered.inputs[0].failure().unwrap().what.id, "input-missing");
        // As people write addresses in a CV.
        let gathered = Input::gather(&["credly.com/badges/0123456789".into()]);
        let (opened, bytes) = gathered.inputs[0].open(&Limits::default()).unwrap();
        assert_eq!((opened.found.len(), &bytes[..]), (1, &b"https://credly.com/badges/0123456789"[..]));
    }
}
