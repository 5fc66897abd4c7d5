//! Every signed document in other people's vectors and examples: all proofs hold, but for those that
//! `fixtures/deviations.toml` lists with a reason.

#![allow(clippy::print_stderr, clippy::print_stdout)] // tests say loudly what they skip, and how much they saw

mod ld_support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use badge_core::did::{self, KeyAnswer, Provenance};
use badge_core::json::{self, Object, Value};
use badge_core::ld::Contexts;
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::proof::IntegrityError;
use badge_core::proof::integrity::{self, proofs};
use badge_core::resource::{Answer, Resources};
use badge_tests::deviations::Deviations;
use ld_support::{citizenship, contexts, skipped, suites};

const PAGES: &str = "https://digitalcredentials.github.io/vc-test-fixtures/dids";

// OB3-PRF-22
#[test]
fn every_signed_document_verifies() {
    let name = "every_signed_document_verifies";
    let Some(suites) = suites(name) else { return };
    let known = did_documents(&suites);
    let contexts = contexts(&suites);
    let deviations = Deviations::of(name);
    let (mut held, mut wrong) = (BTreeMap::<String, usize>::new(), Vec::new());
    for (file, bytes) in files(&suites) {
        let Ok(value) = json::parse(&bytes, &Limits::default()) else {
            // What is no JSON is only let pass when it is listed.
            match deviations.get(&file).and_then(|d| d.found.as_deref()) {
                Some("not JSON") => {}
                other => wrong.push(format!("{file}: not JSON, listed as {other:?}")),
            }
            continue;
        };
        for (item, document) in signed(&value, &file) {
            if of_citizenship(document) && citizenship().is_none() {
                let listed = deviations.get(&item).is_some();
                skipped(&item, &format!("run tests/oracle/install.sh for its context (listed: {listed})"));
                continue;
            }
            let found = judge(document, &contexts, &known);
            let listed = deviations.get(&item).map(|d| d.found.clone().unwrap_or_default());
            match (found, listed) {
                (Ok(n), None) => *held.entry(item.split('/').take(2).collect::<Vec<_>>().join("/")).or_default() += n,
                (Err(found), Some(listed)) if found == listed => {}
                (found, listed) => wrong.push(format!("{item}: {found:?}, listed as {listed:?}")),
            }
        }
    }
    wrong.extend(deviations.unused().iter().map(|item| format!("{item} is listed, and nothing deviates there")));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    println!("{held:?}");
    for (suite, least) in [
        ("vectors/vc-di-eddsa", 12),
        ("vectors/vc-di-ecdsa", 4),
        ("vectors/1edtech-impl-guide", 3),
        ("examples/dcc-fixtures", 100),
    ] {
        assert!(held.get(suite).is_some_and(|n| *n >= least), "{suite}: {held:?}");
    }
}

/// Whether a document names a context that is not among the suites.
fn of_citizenship(document: &Object) -> bool {
    let contexts = document.get("@context").map_or(&[][..], Value::many);
    contexts.iter().any(|c| c.as_str().is_some_and(|url| url.contains("w3id.org/citizenship")))
}

/// How many proofs hold, or in a word what is wrong with the first that does not.
fn judge(document: &Object, contexts: &Contexts, known: &Resources) -> Result<usize, String> {
    let limits = Limits::default();
    let issuer = document.get("issuer").map(|i| i.get("id").unwrap_or(i)).and_then(Value::as_str).unwrap_or_default();
    let all = proofs(document, &limits);
    for proof in &all {
        let proof = proof.as_ref().map_err(|why| format!("{:?}", why.kind))?;
        let key = match did::resolve(&proof.verification_method, issuer, known, &limits) {
            KeyAnswer::Known(key) => key,
            KeyAnswer::Wanted(_) => return Err("key not at hand".to_owned()),
            KeyAnswer::Refused(_) => return Err("no key".to_owned()),
            other => panic!("{other:?}"),
        };
        let own_site = proof.verification_method.starts_with(issuer);
        if own_site && issuer.starts_with("did:") {
            assert!(matches!(key.provenance, Provenance::Confirmed(_)), "{:?}", key.provenance);
        }
        let outcome = integrity::check(document, proof, &key.key, contexts, &limits).map_err(|why| match why {
            IntegrityError::UnsupportedSuite { name } => format!("unsupported {name}"),
            IntegrityError::Unclear { .. } => "terms without a clear meaning".to_owned(),
            IntegrityError::PreviousProofMissing { .. } => "an earlier proof is missing".to_owned(),
            other => other.to_string(),
        })?;
        outcome.outcome.map_err(|why| why.to_string())?;
    }
    Ok(all.len())
}

/// The documents inside a value that say how they are to be read and carry a proof.
fn signed<'v>(value: &'v Value, name: &str) -> Vec<(String, &'v Object)> {
    let mut out = Vec::new();
    match value {
        Value::Object(object) => {
            if object.contains("@context") && object.contains("proof") {
                out.push((name.to_owned(), object));
            }
            for (member, inner) in object.iter() {
                out.extend(signed(inner, &format!("{name} {member}")));
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                out.extend(signed(inner, &format!("{name} {index}")));
            }
        }
        _ => {}
    }
    out
}

fn did_documents(suites: &Path) -> Resources {
    let mut known = Resources::new();
    for name in ["oidf", "legacy"] {
        let file = suites.join(format!("examples/dcc-fixtures/dids/{name}/did.json"));
        let document = std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        known.insert(&Url::parse(&format!("{PAGES}/{name}/did.json")).unwrap(), Answer::found(document));
    }
    known
}

/// Every JSON file of the vectors and examples, by its path in the suites.
fn files(suites: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut folders: Vec<PathBuf> = ["vectors", "examples"].iter().map(|f| suites.join(f)).collect();
    let mut out = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|e| e == "json" || e == "jsonld") {
                let name = path.strip_prefix(suites).unwrap().display().to_string();
                out.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    assert!(out.len() > 200, "only {} files: is the folder whole?", out.len());
    out
}
