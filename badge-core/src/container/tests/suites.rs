//! Others' files, from the folder that BADGE_SUITES names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::json;

use super::*;

#[allow(clippy::print_stderr)]
// BAKE-07, BAKE-19: pictures that others made take a badge and give it back.
#[test]
fn bake_07_19_files_of_others() {
    let Some(folder) = std::env::var_os("BADGE_SUITES") else {
        eprintln!("SKIPPED files_of_others: set BADGE_SUITES to the folder of published suites");
        return;
    };
    let (mut pictures, mut credentials) = (0, 0);
    for file in files(Path::new(&folder)) {
        let bytes = fs::read(&file).unwrap();
        let opened = opened(&bytes);
        match opened.format {
            Format::Png | Format::Svg => {
                pictures += 1;
                // Some of them are QR codes, of texts of others.
                let via_code = |p: &Presented| matches!(p.via[..], [Wrapping::Code { .. }]);
                assert!(opened.found.iter().all(via_code), "{}", file.display());
                let findings = matches!(opened.findings[..], [] | [Finding::Stripped | Finding::OtherCodes { .. }]);
                assert!(findings, "{}: {:?}", file.display(), opened.findings);
                for keyword in SLOTS {
                    let baked = baked(&bytes, keyword, JSON);
                    assert_eq!(unbake(&baked, keyword, &limits()).as_deref(), Ok(JSON));
                    assert_eq!(remove(&baked, keyword, &limits()).unwrap(), bytes);
                }
                assert!(picture_info(&bytes, &limits()).is_ok());
            }
            Format::Json | Format::Jws if opened.findings.is_empty() => {
                let says_what_it_is = json::parse(&bytes, &limits()).is_ok_and(|doc| doc.get("@context").is_some());
                if opened.format == Format::Jws || says_what_it_is {
                    credentials += 1;
                    assert_eq!(opened.found.len(), 1, "{}", file.display());
                }
            }
            _ => {}
        }
    }
    assert!(pictures >= 2 && credentials >= 100, "{pictures} pictures, {credentials} credentials");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found
}
