//! The fuzzers' corpus, replayed with the stable compiler: the same functions, the same bytes, in every test run.

#![expect(clippy::print_stderr, reason = "when one fails, the last name printed is the one")]

use std::fs;
use std::path::{Path, PathBuf};

use badge_core::verify::Verdict;

#[expect(unreachable_pub, reason = "a library there, a module here")]
#[path = "../../badge-core/fuzz/src/lib.rs"]
mod targets;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../badge-core/fuzz")
}

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder().join("corpus").join(target)).expect(target);
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files.iter().map(|p| (p.display().to_string(), fs::read(p).expect("a file"))).collect()
}

#[test]
fn every_file_of_the_corpus_passes() {
    for (target, run) in targets::TARGETS {
        let files = corpus(target);
        assert!(files.len() >= 10, "{target}: only {} files", files.len());
        for (name, bytes) in files {
            eprintln!("{name}");
            run(&bytes);
        }
    }
}

/// A corpus that never gets past the first check would prove little.
#[test]
fn the_corpus_of_verify_reaches_every_verdict() {
    let judged: Vec<Verdict> = corpus("verify").iter().flat_map(|(_, bytes)| targets::verdicts(bytes)).collect();
    for (verdict, least) in [(Verdict::Verified, 20), (Verdict::Rejected, 40), (Verdict::Inconclusive, 10)] {
        let count = judged.iter().filter(|v| **v == verdict).count();
        assert!(count >= least, "{verdict:?}: {count} of {}", judged.len());
    }
    let web = corpus("verify").into_iter().find(|(name, _)| name.ends_with("/issuer_web")).expect("issuer_web");
    assert_eq!(targets::verdicts(&web.1), [Verdict::Verified], "answers of servers are read");
}

/// Cut short, and with a byte changed: a few hundred inputs more for each target, the same in every run.
#[test]
fn neighbours_of_the_corpus_pass() {
    for (target, run) in targets::TARGETS {
        for (name, bytes) in corpus(target).iter().step_by(if target == "verify" { 16 } else { 3 }) {
            for step in 1..8 {
                let at = bytes.len() * step / 8;
                run(&bytes[..at]);
                let mut changed = bytes.clone();
                if let Some(byte) = changed.get_mut(at) {
                    *byte = byte.wrapping_add(u8::try_from(step).unwrap_or(1));
                }
                eprintln!("{name}, byte {at}");
                run(&changed);
            }
        }
    }
}

#[test]
fn every_target_is_built_and_replayed() {
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).expect("a manifest");
    for (target, _) in targets::TARGETS {
        let source = fs::read_to_string(folder().join(format!("fuzz_targets/{target}.rs"))).expect(target);
        assert!(source.contains(&format!("badge_core_fuzz::{target}(bytes)")), "{target}");
        assert!(manifest.contains(&format!("\nname = \"{target}\"\n")), "{target} is not in the manifest");
    }
    let built = fs::read_dir(folder().join("fuzz_targets")).expect("targets").count();
    assert_eq!(built, targets::TARGETS.len(), "a target is not replayed");
}
