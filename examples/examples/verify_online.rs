//! Judges a file, fetching what the verifier wants to know: keys, status lists, hosted badges.
//!
//! `cargo run -p badge-examples --example verify_online FILE [RECORDED]`: with a folder of recorded answers
//! (`index.json` and files, as `badge verify --record` writes them) nothing is asked of the network.

use std::error::Error;
use std::path::{Path, PathBuf};

use badge_core::container::open;
use badge_core::drive::{replay, settle, settle_blocking};
use badge_core::http::{Client, HttpPolicy};
use badge_core::limits::Limits;
use badge_core::resource::{Index, Resources};
use badge_core::verify::{Policy, verify};
use badge_examples::now;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let bytes = std::fs::read(args.next().ok_or("usage: verify_online FILE [RECORDED]")?)?;
    let recorded = args.next();
    let (limits, policy) = (Limits::default(), Policy::at(now()));

    for badge in &open(&bytes, &limits).found {
        // One round of the loop: judge from what is known, and say what else would help.
        let ask = |known: &Resources| {
            let answer = verify(badge, known, &policy);
            (answer.report, answer.wanted)
        };
        let (report, known) = match &recorded {
            // Any function from a lookup to an answer will do.
            Some(folder) => settle_blocking(Resources::new(), &limits, ask, replay(&read(folder)?)),
            // The client reaches public HTTPS addresses only, whatever a badge says.
            None => {
                let client = Client::new(HttpPolicy::new(&limits))?;
                let fetch = |lookup| {
                    let client = client.clone();
                    async move { client.get(&lookup).await }
                };
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                runtime.block_on(settle(Resources::new(), &limits, ask, fetch))
            }
        };
        println!("verdict: {}, after {} answers", report.verdict.as_str(), known.len());
        for used in &report.resources {
            println!("  {}: {}", used.lookup.url, used.outcome);
        }
    }
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
