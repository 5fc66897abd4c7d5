//! Credentials signed by the software of the Digital Credentials Consortium: all hold, but the one made to fail.

#![allow(clippy::print_stderr)] // tests say loudly what they skip

use std::path::{Path, PathBuf};

use badge_core::crypto::SignatureError;
use badge_core::did::{self, KeyAnswer, Provenance};
use badge_core::json::{self, Value};
use badge_core::ld::{Contexts, FaultKind};
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::proof::IntegrityError;
use badge_core::proof::integrity::{self, proofs};
use badge_core::resource::{Answer, Resources};

const PAGES: &str = "https://digitalcredentials.github.io/vc-test-fixtures/dids";

#[test]
fn credentials_of_the_dcc_verify() {
    let Some(folder) = std::env::var_os("BADGE_SUITES").map(PathBuf::from) else {
        eprintln!("SKIPPED credentials_of_the_dcc_verify: set BADGE_SUITES to the folder of published suites");
        return;
    };
    let folder = folder.join("examples/dcc-fixtures");
    let limits = Limits::default();
    let mut known = Resources::new();
    for name in ["oidf", "legacy"] {
        let document = std::fs::read(folder.join(format!("dids/{name}/did.json"))).unwrap();
        known.insert(&Url::parse(&format!("{PAGES}/{name}/did.json")).unwrap(), Answer::found(document));
    }
    let mut held = 0;
    for path in files(&folder.join("verifiableCredentials")) {
        let shown = path.display();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        // An empty file, one with a context that nobody has kept, one whose did:web does not exist.
        let unusable = bytes.is_empty() || file.contains("oldDCCExample") || file == "badDidWeb.json";
        if unusable || !file.ends_with(".json") {
            continue;
        }
        // By a context of its own it gives a name of the data model another meaning: nobody could read it aright.
        let misnamed = file.ends_with("badSchema.json");
        let document = json::parse(&bytes, &limits).unwrap_or_else(|e| panic!("{shown}: {e}"));
        let document = document.as_object().unwrap();
        let issuer = document.get("issuer").unwrap();
        let issuer = issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str)).unwrap();
        for proof in proofs(document, &limits) {
            let proof = proof.unwrap_or_else(|e| panic!("{shown}: {e:?}"));
            let answer = did::resolve(&proof.verification_method, issuer, &known, &limits);
            let KeyAnswer::Known(key) = answer else { panic!("{shown}: {answer:?}") };
            assert!(matches!(key.provenance, Provenance::Confirmed(_)), "{shown}: {:?}", key.provenance);
            let checked = integrity::check(document, &proof, &key.key, &Contexts::builtin(), &limits);
            if misnamed {
                let Err(IntegrityError::Unclear { faults, .. }) = checked else { panic!("{shown}: {checked:?}") };
                assert_eq!(faults[0].kind, FaultKind::Renamed("issuanceDate".to_owned()), "{shown}");
                continue;
            }
            let outcome = checked.unwrap_or_else(|e| panic!("{shown}: {e:?}")).outcome;
            if file.contains("noExpiry-tampered") {
                assert_eq!(outcome, Err(SignatureError::Mismatch), "{shown}");
            } else {
                assert!(outcome.is_ok(), "{shown}: {outcome:?}");
                held += 1;
            }
        }
    }
    assert!(held > 100, "{held} proofs held");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out.sort();
    out
}
