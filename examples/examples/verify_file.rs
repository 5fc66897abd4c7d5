//! Judges a file (a picture, JSON, a JWS) without a network, and says why.
//!
//! `cargo run -p badge-examples --example verify_file FILE`

use std::error::Error;

use badge_core::container::open;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::{Catalog, Detail, Style, page};
use badge_core::resource::Resources;
use badge_core::verify::{Policy, verify};
use badge_examples::now;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: verify_file FILE")?;
    let bytes = std::fs::read(path)?;

    // A picture may hold two badges, one of each version. What cannot be opened is a finding, never an error.
    let opened = open(&bytes, &Limits::default());
    for finding in &opened.findings {
        println!("{finding:?}");
    }

    // The reader's question: as of when. The policy also says about whom, and how strictly.
    let policy = Policy::at(now());
    let words = Catalog::new(Lang::En, &[]);
    for badge in &opened.found {
        let answer = verify(badge, &Resources::new(), &policy);
        print!("{}", page(&answer.report, &words, Detail::Short, Style::Plain));

        // For programs: codes that never change. A verdict is verified, rejected or inconclusive.
        println!("verdict: {}", answer.report.verdict.as_str());
        for check in &answer.report.checks {
            println!("  {}: {:?}", check.code, check.outcome);
        }

        // What one would have to fetch to know more; `verify_online` does.
        for lookup in &answer.wanted {
            println!("  wanted: {} ({})", lookup.url, lookup.purpose.as_str());
        }
    }
    Ok(())
}
