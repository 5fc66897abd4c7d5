//! Finds the badges in whatever somebody sent: a CV, a letter, a web page, a mail, an archive, a photo.
//!
//! `cargo run -p badge-examples --example read_document FILE`

use std::error::Error;

use badge_core::container::open;
use badge_core::limits::Limits;
use badge_core::resource::Resources;
use badge_core::verify::{Policy, verify};
use badge_examples::now;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: read_document FILE")?;
    let opened = open(&std::fs::read(path)?, &Limits::default());

    // Each badge once, however often it is in there; `via` says where, outermost first.
    for badge in &opened.found {
        let report = verify(badge, &Resources::new(), &Policy::at(now())).report;
        println!("{} ({} places) {:?}", report.verdict.as_str(), 1 + badge.also.len(), badge.via);
    }

    // Addresses are no badges yet: those that may lead to one come first. `container::follow` goes there.
    for link in opened.links.iter().filter(|link| link.kind.may_be_badge()) {
        println!("address {}", link.url);
    }

    // Why nothing was found, and what could not be read.
    for finding in &opened.findings {
        println!("{finding:?}");
    }
    Ok(())
}
