//! Where else in the place somebody is written: tables, notes, copies of badges that this software does not keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::message::msg;
use crate::place::{Folder, disk};

/// Files of the place in whose bytes one of some words stands, small letters or large. Passed over is what the place
/// itself keeps or publishes of them: the register, the people, the folders `own`, the `sites`. What is packed (a
/// spreadsheet, a ZIP) is not looked into.
pub(super) fn find(
    folder: &Folder,
    words: &[String],
    own: &BTreeSet<PathBuf>,
    sites: &BTreeSet<PathBuf>,
) -> Result<Vec<PathBuf>, Failure> {
    let words: Vec<Vec<u8>> = words.iter().map(|w| w.to_ascii_lowercase().into_bytes()).collect();
    let skip = |path: &Path| {
        let ours = [folder.keys_folder(), folder.register_path(), folder.people_path(), folder.hidden("published")];
        let site = path.canonicalize().is_ok_and(|real| sites.contains(&real));
        ours.iter().any(|p| p == path) || own.contains(path) || site || path.ends_with(".git")
    };
    let mut found = Vec::new();
    let mut folders = vec![folder.root().to_owned()];
    while let Some(dir) = folders.pop() {
        for name in disk::names(&dir)? {
            let path = dir.join(name);
            if skip(&path) {
                continue;
            }
            let meta = fs::symlink_metadata(&path)
                .map_err(|e| Failure::io(msg!("file-unreadable", path = &path), &path, e))?;
            if meta.is_dir() {
                folders.push(path);
            } else if meta.is_file() && meta.len() <= disk::LARGEST && holds(&disk::read(&path, disk::LARGEST)?, &words)
            {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn holds(bytes: &[u8], words: &[Vec<u8>]) -> bool {
    let bytes = bytes.to_ascii_lowercase();
    words.iter().filter(|w| !w.is_empty()).any(|word| bytes.windows(word.len()).any(|w| w[0] == word[0] && w == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        let word = [b"lea@example.org".to_vec()];
        assert!(holds(b"\x00\xffLea@Example.ORG", &word) && holds(b"lea@example.org;x", &word));
        assert!(!holds(b"lea@example.or", &word) && !holds(b"", &word) && !holds(b"x", &[Vec::new()]));
    }
}
