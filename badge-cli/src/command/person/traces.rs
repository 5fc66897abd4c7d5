//! Where else in the place somebody is written: tables, notes, copies of badges that this software does not keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use badge_core::limits::Limits;
use badge_core::place::names::is_name_in;
use badge_core::zip;

use crate::error::Failure;
use crate::message::msg;
use crate::place::{Folder, disk};

/// Bytes of one part of a packed file, and of all of them together, that are looked into.
const PART: usize = 16 << 20;
const UNPACKED: usize = 256 << 20;

/// By what somebody is looked for.
#[derive(Debug, Default)]
pub(super) struct Sought {
    /// What nobody else has: addresses, tokens.
    pub(super) own: Vec<String>,
    /// What they may share with others.
    pub(super) names: Vec<String>,
}

/// Files in which somebody stands.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) certain: Vec<PathBuf>,
    /// Files in which only a name of theirs stands: it may be somebody else's.
    pub(super) by_name: Vec<PathBuf>,
}

/// Files of the place that speak of somebody. Passed over is what the place itself keeps or publishes of them: the register,
/// the people, the folders `own`, the `sites`. Spreadsheets and ZIP files are looked into.
pub(super) fn find(
    folder: &Folder,
    sought: &Sought,
    own: &BTreeSet<PathBuf>,
    sites: &BTreeSet<PathBuf>,
) -> Result<Found, Failure> {
    let sought = Sought {
        own: sought.own.iter().map(|w| w.to_ascii_lowercase()).filter(|w| !w.is_empty()).collect(),
        names: sought.names.clone(),
    };
    let skip = |path: &Path| {
        let ours = [folder.keys_folder(), folder.register_path(), folder.people_path(), folder.hidden("published")];
        let site = path.canonicalize().is_ok_and(|real| sites.contains(&real));
        ours.iter().any(|p| p == path) || own.contains(path) || site || path.ends_with(".git")
    };
    let mut found = Found::default();
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
            } else if meta.is_file() && meta.len() <= disk::LARGEST {
                match look(&disk::read(&path, disk::LARGEST)?, &sought) {
                    Sight::Certain => found.certain.push(path),
                    Sight::Name => found.by_name.push(path),
                    Sight::Nothing => {}
                }
            }
        }
    }
    found.certain.sort();
    found.by_name.sort();
    Ok(found)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sight {
    Nothing,
    Name,
    Certain,
}

/// What stands in a file; in one that is packed, what stands in its parts or in their names.
fn look(bytes: &[u8], sought: &Sought) -> Sight {
    let limits = Limits::default();
    let Some(packed) = bytes.starts_with(b"PK").then(|| zip::entries(bytes, &limits).ok()).flatten() else {
        return look_at(bytes, sought);
    };
    let mut best = look_at(bytes, sought);
    let mut left = UNPACKED;
    for entry in packed.entries() {
        best = best.max(look_at(entry.name.as_bytes(), sought));
        let Ok(part) = packed.read(entry, PART.min(left)) else { continue };
        left -= part.len().min(left);
        best = best.max(look_at(&part, sought));
        // The cells of a sheet stand between tags.
        if entry.name.ends_with(".xml") && best < Sight::Name {
            best = best.max(look_at(without_tags(&part).as_bytes(), sought));
        }
    }
    best
}

fn look_at(bytes: &[u8], sought: &Sought) -> Sight {
    let wide = decoded_wide(bytes);
    let bytes = wide.as_deref().map_or(bytes, str::as_bytes);
    let lower = bytes.to_ascii_lowercase();
    let stands = |word: &[u8]| lower.windows(word.len()).any(|w| w[0] == word[0] && w == word);
    if sought.own.iter().any(|word| stands(word.as_bytes())) {
        return Sight::Certain;
    }
    let named = !sought.names.is_empty()
        && readable(bytes).is_some_and(|text| sought.names.iter().any(|name| is_name_in(&text, name)));
    if named { Sight::Name } else { Sight::Nothing }
}

/// UTF-16 with its mark, as some spreadsheets save text.
fn decoded_wide(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// The text of a file that is one: UTF-8, or else one byte for each letter as old spreadsheets save it.
fn readable(bytes: &[u8]) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) if bytes.contains(&0) => None,
        Err(_) => Some(bytes.iter().map(|b| char::from(*b)).collect()),
    }
}

fn without_tags(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use badge_core::time::Timestamp;

    fn lea() -> Sought {
        Sought { own: vec!["lea@example.org".into()], names: vec!["Léa Martin".into()] }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        for bytes in [&b"\x00\xffLea@Example.ORG"[..], b"lea@example.org;x"] {
            assert_eq!(look(bytes, &lea()), Sight::Certain);
        }
        for bytes in [&b"lea@example.or"[..], b"", b"PK\x03\x04 lea"] {
            assert_eq!(look(bytes, &lea()), Sight::Nothing);
        }
        assert_eq!(look(b"x", &Sought::default()), Sight::Nothing);
    }

    #[test]
    fn a_name_is_found_in_any_encoding() {
        let wide: Vec<u8> = "\u{feff}Martin\tLéa".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&b"Nom;Pr\xe9nom\r\nMARTIN;L\xe9a\r\n"[..], "Léa Martin".as_bytes(), &wide] {
            assert_eq!(look(bytes, &lea()), Sight::Name);
        }
        assert_eq!(look("Léa Durand;Paul Martin".as_bytes(), &lea()), Sight::Nothing);
    }

    #[test]
    fn what_is_packed_is_looked_into() {
        let packed = |name: &str, text: &str| {
            let mut zip = zip::ZipWriter::new(Vec::new(), Timestamp::parse("2026-03-02T00:00:00Z").unwrap());
            zip.add(name, text.repeat(50).as_bytes()).unwrap();
            zip.finish().unwrap()
        };
        let cells = "<c><t>Martin</t></c><c><t xml:space=\"preserve\">Léa</t></c>";
        assert_eq!(look(&packed("xl/sharedStrings.xml", cells), &lea()), Sight::Name);
        assert_eq!(look(&packed("a.json", "{\"to\":\"LEA@example.org\"} "), &lea()), Sight::Certain);
        assert_eq!(look(&packed("lea-martin/badge.json", "{}"), &lea()), Sight::Name);
        assert_eq!(look(&packed("a.json", "{}"), &lea()), Sight::Nothing);
    }
}
