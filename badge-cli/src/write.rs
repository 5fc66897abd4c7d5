//! Writing a file in one step: a reader sees the old one or the new one, never half of one.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::message::msg;

/// Writes `bytes` beside `path`, makes them durable, and moves them into place.
///
/// # Errors
/// When the disk refuses; what was there before is then still there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}.new", std::process::id()));
    let aside = PathBuf::from(aside);
    let written = File::create(&aside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)?;
        // The rename itself is durable once its folder is.
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    });
    written.map_err(|error| {
        drop(fs::remove_file(&aside));
        Failure::io(msg!("write-failed", file = path), path, error)
    })
}
