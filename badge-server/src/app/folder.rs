//! A place's folder on the disk, for `import` and `export`: paths with `/`, and bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// Where each file of a folder lies, by its path below it. Folders that are not the place's own are left out: `out` of
/// what was published, and those of other programs (`.git`).
pub(crate) fn walk(root: &Path, leave_out: &[PathBuf]) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    below(root, String::new(), leave_out, &mut files)?;
    Ok(files)
}

fn below(folder: &Path, path: String, leave_out: &[PathBuf], files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let full = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("{}: not a name in UTF-8", full.display())));
        };
        let kind = entry.file_type()?;
        // A link may lead out of the folder: whoever sent it would have anything of this machine imported.
        if kind.is_symlink() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{}: a link", full.display())));
        }
        let at = format!("{path}{name}");
        if kind.is_dir() {
            let foreign = name.starts_with('.') && at != ".badge";
            if !foreign && !leave_out.contains(&full) {
                below(&full, format!("{at}/"), leave_out, files)?;
            }
        } else if kind.is_file() && at != ".badge/lock" {
            files.insert(at, full);
        }
    }
    Ok(())
}

/// Writes a file below a folder and flushes it. `secret`: for its owner alone.
///
/// # Errors
/// A path that leads out of the folder is refused: whoever can write to the database writes nowhere else with it.
pub(crate) fn write(root: &Path, path: &str, bytes: &[u8], secret: bool) -> io::Result<()> {
    let below = Path::new(path);
    if path.is_empty() || !below.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a path that leads out of its folder"));
    }
    let full = root.join(below);
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = secret;
    let mut file = options.open(&full)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_beside_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("lieu");
        for path in ["../out", "a/../../out", "/tmp/badge-out", "", ".", ".."] {
            assert!(write(&root, path, b"x", false).is_err(), "{path}");
        }
        assert!(!dir.path().join("out").exists() && !root.exists());
        write(&root, "achievements/a/endorsements/x.json", b"x", true).unwrap();
        assert_eq!(fs::read(root.join("achievements/a/endorsements/x.json")).unwrap(), b"x");
    }
}
