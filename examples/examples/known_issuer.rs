//! Asks whether the issuer of a badge is on a list of known issuers. A list says who is known, never that a badge is good.
//!
//! `cargo run -p badge-examples --example known_issuer BADGE LIST RECORDED-ANSWERS`

use std::error::Error;
use std::path::{Path, PathBuf};

use badge_core::container::open;
use badge_core::drive::{replay, settle_blocking};
use badge_core::limits::Limits;
use badge_core::resource::{Index, Resources};
use badge_core::trust::TrustList;
use badge_core::verify::{Policy, verify};
use badge_examples::now;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [badge, list, answers] = &args[..] else {
        return Err("usage: known_issuer BADGE LIST RECORDED-ANSWERS".into());
    };
    let limits = Limits::default();
    let opened = open(&std::fs::read(badge)?, &limits);
    let badge = opened.found.first().ok_or("no badge in it")?;

    // A list may be signed. That its signature holds says nothing about who signed: compare the key with one you know.
    let list = TrustList::read(&std::fs::read(list)?, &limits)?;
    println!("{}: {} issuers, signed: {}", list.name, list.issuers().len(), list.signed_by.is_some());

    let mut policy = Policy::at(now());
    policy.trust.push(list);
    let ask = |known: &Resources| {
        let answer = verify(badge, known, &policy);
        (answer.report, answer.wanted)
    };
    let (report, _) = settle_blocking(Resources::new(), &limits, ask, replay(&read(answers)?));
    println!("verdict: {}, issuer: {}", report.verdict.as_str(), report.trust.as_str());
    Ok(())
}

fn read(folder: &Path) -> Result<Resources, Box<dyn Error>> {
    let mut known = Resources::new();
    for (url, entry) in Index::parse(&std::fs::read(folder.join("index.json"))?, &Limits::default())?.iter() {
        let bytes = entry.file.as_ref().map(|f| std::fs::read(folder.join(f.as_str()))).transpose()?;
        known.insert(url, entry.answer(bytes.unwrap_or_default()));
    }
    Ok(known)
}
