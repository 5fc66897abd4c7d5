//! Documents of our own against the canonical forms that jsonld.js gave them. These run everywhere.

mod ld_support;

use badge_core::ld::{Contexts, Hash, RelatedForm};
use ld_support::{canonical, canonical_in, hex, read, repository, text};

const DOCUMENTS: [&str; 9] = [
    "ob2-assertion",
    "ob3-award",
    "ob3-endorsed",
    "ob3-endorsed-alike",
    "ob3-proof-options",
    "ob3-results",
    "ob3-vcdm1",
    "own-terms",
    "status-list",
];

#[test]
fn canonical_forms_and_hashes_are_reproduced() {
    let folder = repository("fixtures/vectors/ld");
    let sums = text(folder.join("sha256.txt"));
    for name in DOCUMENTS {
        let found = canonical(&read(folder.join(format!("{name}.json"))), &Contexts::builtin(), Hash::Sha256)
            .unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert_eq!(found.text, text(folder.join(format!("{name}.nq"))), "{name}");
        let sum = format!("{}  {name}.nq", hex(Hash::Sha256, &found.text));
        assert!(sums.lines().any(|l| l == sum), "{sum}");
    }
    assert_eq!(sums.lines().count(), DOCUMENTS.len());
}

// D-24: embedded proofs are graphs without names; where two look alike, the readings of Hash N-Degree Quads part
#[test]
fn the_two_forms_part_at_proofs_that_look_alike() {
    let folder = repository("fixtures/vectors/ld");
    for name in DOCUMENTS {
        let document = read(folder.join(format!("{name}.json")));
        let in_form = |form| canonical_in(&document, &Contexts::builtin(), Hash::Sha256, form).unwrap();
        let (list, set) = (in_form(RelatedForm::List), in_form(RelatedForm::Set));
        assert_eq!(list.forms_part, set.forms_part, "{name}");
        if !list.forms_part {
            assert_eq!(list.text, set.text, "{name}");
        }
        assert_eq!(list.forms_part, name == "ob3-endorsed-alike", "{name}");
        assert_eq!(list.text != set.text, name == "ob3-endorsed-alike", "{name}");
    }
}

// OB3-PRF-25: the same labels are not owed to another hash, the same statements are
#[test]
fn sha384_gives_the_same_statements() {
    let document = read(repository("fixtures/vectors/ld/ob3-award.json"));
    let of = |hash| canonical(&document, &Contexts::builtin(), hash).unwrap().text;
    let blind = |text: String| -> Vec<String> {
        let mut lines: Vec<String> = text
            .lines()
            .map(|l| l.split(' ').map(|w| if w.starts_with("_:") { "_:" } else { w }).collect::<Vec<_>>().join(" "))
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(blind(of(Hash::Sha256)), blind(of(Hash::Sha384)));
}
