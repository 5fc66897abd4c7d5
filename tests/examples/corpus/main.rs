//! Writes the corpus of `fixtures/badges` anew, from the cases described here and the test keys.
//!
//! `cargo run -p badge-tests --example corpus`. The same description gives the same bytes.

mod case;
mod compact;
mod content;
mod documents;
mod lost;
mod more_proofs;
mod ob1;
mod ob2;
mod ob3;
mod openings;
mod people;
mod picture;
mod several;
mod shows;
mod status;
mod trust;

use std::fs;
use std::io::Write as _;

use badge_tests::corpus::folder;

fn main() -> std::io::Result<()> {
    let keys = documents::Keys::read()?;
    let mut cases = content::cases(&keys);
    cases.extend(ob3::cases(&keys));
    cases.extend(people::cases(&keys));
    cases.extend(more_proofs::cases(&keys));
    cases.extend(status::cases(&keys));
    cases.extend(ob2::cases(&keys));
    cases.extend(ob1::cases(&keys));
    cases.extend(several::cases(&keys));
    cases.extend(trust::cases(&keys));
    cases.extend(compact::cases(&keys));
    cases.extend(picture::cases(&keys));
    cases.extend(openings::cases(&keys));
    cases.extend(lost::cases());
    assert_eq!(shows::unknown(cases.iter().map(|c| c.name)), None, "no such case");
    for case in &cases {
        let target = folder().join(case.name);
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        case.write(&target)?;
    }
    writeln!(std::io::stdout(), "{} cases", cases.len())
}
