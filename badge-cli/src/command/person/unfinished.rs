//! A copy that a killed `person export` left half-made: known by a list of what it was to write, which goes last.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use badge_core::place::register::Digest;
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::message::msg;
use crate::place::disk::{self, Secrecy};
use crate::place::published::{files_below, remove_empty_folders};

/// Beside the files, as long as some of them are missing.
const LIST: &str = ".badge-export";

const SCHEMA: &str = "badge-export-begun/1";

/// What a run is about to write: path below the folder → SHA-256.
#[derive(Serialize, Deserialize)]
struct Begun {
    schema: String,
    files: BTreeMap<String, String>,
}

/// Says in the folder what is going to be written there, before the first of it.
pub(super) fn begin(out: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let name = |path: &PathBuf| path.strip_prefix(out).unwrap_or(path).to_string_lossy().into_owned();
    let files = files.iter().map(|(path, bytes)| (name(path), Digest::of(bytes).to_string())).collect();
    let begun = Begun { schema: SCHEMA.to_owned(), files };
    let text = serde_json::to_string_pretty(&begun).map_err(|e| Failure::new(msg!("internal")).why(e))?;
    disk::create(&out.join(LIST), text.as_bytes(), Secrecy::Owner)
}

/// Everything is there.
pub(super) fn end(out: &Path) -> Result<(), Failure> {
    remove(&out.join(LIST))
}

/// The files of a copy that was begun and not finished; `None` where anything else lies in the folder, be it one of these
/// files that somebody changed: then nothing of it is ours to take away. A try passes over what [`sweep`] would remove.
pub(super) fn left(out: &Path, trying: bool) -> Result<Option<Vec<PathBuf>>, Failure> {
    let list = out.join(LIST);
    if !list.symlink_metadata().is_ok_and(|m| m.is_file()) {
        return Ok(None);
    }
    let Ok(Begun { schema, files }) = serde_json::from_slice(&disk::read(&list, disk::LARGEST)?) else {
        return Ok(None);
    };
    let mut ours = Vec::new();
    for path in below(out)?.into_iter().filter(|path| path != LIST) {
        let file = out.join(&path);
        if trying && disk::leavings(&disk::parent(&file))?.contains(&file) {
            continue;
        }
        let plain = file.symlink_metadata().is_ok_and(|m| m.is_file());
        let known = files.get(&path).filter(|_| plain && schema == SCHEMA);
        if !known
            .is_some_and(|digest| disk::read(&file, disk::LARGEST).is_ok_and(|b| Digest::of(&b).to_string() == *digest))
        {
            return Ok(None);
        }
        ours.push(file);
    }
    // Where nothing was written yet, a folder may have been made for it.
    let inside = |path: &&String| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    ours.extend(files.keys().filter(inside).map(|path| out.join(path)));
    ours.sort();
    ours.dedup();
    Ok(Some(ours))
}

/// Takes away what [`left`] found, the list last: a run that is killed here is gone on from as well.
pub(super) fn clear(out: &Path, left: &[PathBuf]) -> Result<(), Failure> {
    for path in left {
        remove(path)?;
        remove_empty_folders(path, out);
    }
    end(out)
}

/// What runs that were killed left beside the files; what somebody is still writing stays.
pub(super) fn sweep(out: &Path) -> Result<(), Failure> {
    disk::sweep_abandoned(out)?;
    let badges = out.join("badges");
    for name in disk::names(&badges)? {
        disk::sweep_abandoned(&badges.join(name))?;
    }
    Ok(())
}

/// Every file in a folder; a link is one, wherever it leads.
fn below(out: &Path) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for name in disk::names(out)? {
        match out.join(&name).symlink_metadata().is_ok_and(|m| m.is_dir()) {
            true => all.extend(files_below(out, &name)?),
            false => all.push(name),
        }
    }
    Ok(all)
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io(msg!("file-unwritable", path = path), path, e))
        }
        _ => Ok(()),
    }
}
