//! The W3C test suite of RDFC-1.0: every canonical text, every map, and the graph that must be refused.

mod ld_support;

use badge_core::ld::{self, CanonError, Hash, RelatedForm};
use badge_core::limits::Limits;
use ld_support::{read, suites, text};

#[test]
fn w3c_suite_passes() {
    let Some(suites) = suites("w3c_suite_passes") else { return };
    let folder = suites.join("vectors/rdf-canon");
    let limits = Limits::default();
    let (mut texts, mut maps, mut refused) = (0, 0, 0);
    for entry in read(folder.join("manifest.jsonld")).get("entries").unwrap().many() {
        let member = |name: &str| entry.get(name).and_then(|v| v.as_str()).unwrap_or_default();
        let hash = if member("hashAlgorithm") == "SHA384" { Hash::Sha384 } else { Hash::Sha256 };
        let input = text(folder.join(member("action")));
        let dataset = ld::parse_nquads(&input, &limits).unwrap_or_else(|e| panic!("{}: {e}", member("id")));
        for form in [RelatedForm::List, RelatedForm::Set] {
            let found = ld::canonicalize(&dataset, hash, form, &limits);
            match member("type") {
                "rdfc:RDFC10EvalTest" => {
                    assert_eq!(found.unwrap().text, text(folder.join(member("result"))), "{}", member("id"));
                    texts += 1;
                }
                "rdfc:RDFC10MapTest" => {
                    let expected = read(folder.join(member("result")));
                    let found = found.unwrap();
                    let expected = expected.as_object().unwrap();
                    assert_eq!(found.numbers.len(), expected.len(), "{}", member("id"));
                    for (blank, number) in (0..).zip(&found.numbers) {
                        let name = expected.get(dataset.label(blank)).and_then(|v| v.as_str());
                        assert_eq!(name, Some(format!("c14n{number}").as_str()), "{}", member("id"));
                    }
                    maps += 1;
                }
                "rdfc:RDFC10NegativeEvalTest" => {
                    let refusal = found.unwrap_err();
                    assert!(matches!(
                        refusal,
                        CanonError::TooManyCalls { .. } | CanonError::TooManyPermutations { .. }
                    ));
                    refused += 1;
                }
                other => panic!("a kind of test nobody told us of: {other}"),
            }
        }
    }
    assert_eq!((texts, maps, refused), (2 * 64, 2 * 21, 2));
}
