//! Credentials that were altered to try other libraries: what must verify, and what must not.
//!
//! They are read from `out/cases` in the folder that `BADGE_PEERS` names: `ok-*` must verify, `no-*` must not, and
//! `maybe-*` is open. Without it the test says that it was skipped.

#![allow(clippy::print_stderr)] // a test that was skipped says so

use std::fs;
use std::path::{Path, PathBuf};

use badge_core::container;
use badge_core::limits::Limits;
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use badge_core::verify::{Policy, Verdict, verify};

/// The verdict for a file, of which nothing is known besides; `None` when no badge is in it.
fn verdict(file: &Path) -> Option<Verdict> {
    let opened = container::open(&fs::read(file).expect("a file"), &Limits::default());
    let policy = Policy::at(Timestamp::parse("2026-11-22T12:00:00Z").expect("an instant"));
    let badge = opened.found.into_iter().next()?;
    Some(verify(&badge, &Resources::new(), &policy).report.verdict)
}

#[test]
fn no_altered_credential_gets_a_wrong_verdict() {
    let Some(folder) = std::env::var_os("BADGE_PEERS") else {
        eprintln!("\n*** SKIPPED: altered credentials — set BADGE_PEERS to the folder in which they were made ***\n");
        return;
    };
    let mut files: Vec<PathBuf> = fs::read_dir(PathBuf::from(folder).join("out/cases"))
        .expect("out/cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let (mut good, mut bad, mut wrong) = (0, 0, Vec::new());
    for file in &files {
        let name = file.file_name().expect("a name").to_string_lossy();
        let found = verdict(file);
        match name.split('-').next() {
            Some("ok") => {
                good += 1;
                if found != Some(Verdict::Verified) {
                    wrong.push(format!("{name}: {found:?}"));
                }
            }
            Some("no") => {
                bad += 1;
                if found == Some(Verdict::Verified) {
                    wrong.push(format!("{name}: verified"));
                }
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(good > 0 && bad > 10, "{good} that must verify and {bad} that must not");
}
