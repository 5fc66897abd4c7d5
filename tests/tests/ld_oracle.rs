//! Our quads against those of jsonld.js in safe mode: on every example and vector at hand, and on documents made up by
//! chance. Every difference is listed with its reason in `fixtures/deviations.toml`.

#![allow(clippy::print_stdout)] // how much was compared

#[path = "ld_support/generate.rs"]
mod generate;
mod ld_support;
#[path = "ld_support/spoil.rs"]
mod spoil;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_core::json::{self, Value};
use badge_core::ld::{Contexts, Hash, RelatedForm, published_contexts};
use badge_core::limits::Limits;
use badge_tests::deviations::Deviations;
use ld_support::{
    EXTRA_CONTEXTS, canonical, canonical_in, citizenship, contexts, hex, read, repository, skipped, suites, text,
};

/// What jsonld.js, or we, make of a document: the canonical text, or why not.
type Outcome = Result<String, String>;

#[test]
fn quads_equal_those_of_jsonld_js() {
    let name = "quads_equal_those_of_jsonld_js";
    let Some(suites) = suites(name) else { return };
    let oracle = repository("tests/oracle");
    if !oracle.join("node_modules/jsonld").is_dir() {
        return skipped(name, "run tests/oracle/install.sh (needs npm)");
    }
    let mut documents = published_documents(&suites);
    let published = documents.len();
    documents.extend(our_documents());
    documents.extend(generated_documents());
    assert!(published > 200, "only {published} published documents were found");

    let theirs = ask(&oracle, &suites, &documents, "list");
    let known = contexts(&suites);
    let mut differing = BTreeMap::new();
    let (mut equal, mut refused) = (0, 0);
    for (name, document) in &documents {
        let ours = outcome(document, &known);
        match (&ours, &theirs[name]) {
            (Ok(a), Ok(b)) if a == b => equal += 1,
            (Err(why), Err(_)) if is_whole(name) => panic!("{name} was meant to be good: {why}"),
            (Err(_), Err(_)) => refused += 1,
            (_, theirs) => {
                differing.insert(name.as_str(), format!("ours: {ours:.300?}\ntheirs: {theirs:.300?}"));
            }
        }
    }
    let unexplained = explain(name, &differing);
    assert!(unexplained.is_empty(), "{} differences:\n{}", unexplained.len(), unexplained.join("\n\n"));
    println!("{published} published, {} in all: {equal} equal, {refused} refused by both", documents.len());
    assert!(equal > 900, "only {equal} equal, {refused} refused by both");
}

// D-24: where the two readings of Hash N-Degree Quads part, the other one too is what it should be
#[test]
fn the_set_form_equals_that_of_jsonld_js() {
    let name = "the_set_form_equals_that_of_jsonld_js";
    let Some(suites) = suites(name) else { return };
    let oracle = repository("tests/oracle");
    if !oracle.join("node_modules/jsonld").is_dir() {
        return skipped(name, "run tests/oracle/install.sh (needs npm)");
    }
    let known = contexts(&suites);
    let mut documents = published_documents(&suites);
    documents.extend(our_documents());
    documents.extend((0..500).map(|seed| (format!("made up {seed:03}"), generate::document(seed))));
    let in_form = |document: &Value, form| canonical_in(document, &known, Hash::Sha256, form);
    documents.retain(|_, d| in_form(d, RelatedForm::List).is_ok_and(|c| c.forms_part));
    let theirs = ask(&oracle, &suites, &documents, "set");
    let mut apart = 0;
    for (name, document) in &documents {
        let ours = in_form(document, RelatedForm::Set).unwrap().text;
        assert_eq!(Ok(&ours), theirs[name].as_ref(), "{name}");
        apart += usize::from(in_form(document, RelatedForm::List).unwrap().text != ours);
    }
    println!("the forms part in {} documents, and differ in {apart}", documents.len());
    assert!(apart > 1, "no document tells the forms apart");
}

/// A made-up document that was not spoilt: one that must be read.
fn is_whole(name: &str) -> bool {
    name.strip_prefix("made up ").is_some_and(|n| n.bytes().all(|c| c.is_ascii_digit()))
}

fn outcome(document: &Value, known: &Contexts) -> Outcome {
    canonical(document, known, Hash::Sha256).map(|c| c.text).map_err(|e| format!("{e:?}"))
}

/// The differences that the file does not explain; an explanation of nothing is one too.
fn explain(test: &str, differing: &BTreeMap<&str, String>) -> Vec<String> {
    let deviations = Deviations::of(test);
    let unexplained = differing.iter().filter(|(name, _)| deviations.get(name).is_none());
    let mut problems: Vec<String> = unexplained.map(|(name, difference)| format!("{name}\n{difference}")).collect();
    problems
        .extend(deviations.unused().iter().map(|item| format!("{item} is listed, but nothing there differs any more")));
    problems
}

/// Runs jsonld.js once over all documents.
fn ask(oracle: &Path, suites: &Path, documents: &BTreeMap<String, Value>, form: &str) -> BTreeMap<String, Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("documents");
    std::fs::create_dir(&inputs).unwrap();
    for (number, document) in documents.values().enumerate() {
        std::fs::write(inputs.join(format!("{number:05}.json")), document.to_compact()).unwrap();
    }
    let map = folder.path().join("contexts.json");
    std::fs::write(&map, context_files(suites).to_compact()).unwrap();
    let run = Command::new("node").arg(oracle.join("canonize.mjs")).arg(&map).arg(&inputs).arg(form).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let answers = String::from_utf8(run.stdout).unwrap();
    let mut limits = Limits::default();
    limits.document_bytes = 64 << 20;
    let out: BTreeMap<String, Outcome> = documents
        .keys()
        .zip(answers.lines())
        .map(|(name, line)| {
            let answer = json::parse(line.as_bytes(), &limits).unwrap();
            let member = |n: &str| answer.get(n).and_then(Value::as_str).map(str::to_owned);
            let outcome = member("canonical").ok_or_else(|| member("error").unwrap_or_default());
            (name.clone(), outcome)
        })
        .collect();
    assert_eq!(out.len(), documents.len());
    out
}

/// Which published file each address stands for: found by its digest.
fn context_files(suites: &Path) -> Value {
    let mut by_digest = BTreeMap::new();
    for file in files_below(&suites.join("contexts")) {
        by_digest.insert(hex(Hash::Sha256, &text(&file)), file);
    }
    let mut map = json::Object::new();
    for (url, digest) in published_contexts() {
        map.set(url, by_digest[digest].display().to_string());
    }
    for (url, file) in EXTRA_CONTEXTS {
        map.set(url, suites.join("contexts").join(file).display().to_string());
    }
    if let Some((url, file)) = citizenship() {
        map.set(url, file.display().to_string());
    }
    map.into()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files_below(&path)) } else { out.push(path) }
    }
    out
}

/// The documents whose canonical forms are committed: they must stay what jsonld.js says.
fn our_documents() -> BTreeMap<String, Value> {
    let files = files_below(&repository("fixtures/vectors/ld")).into_iter();
    let json = files.filter(|f| f.extension().is_some_and(|e| e == "json"));
    json.map(|f| (format!("ours {}", f.file_stem().unwrap().display()), read(&f))).collect()
}

/// Every JSON-LD document in the suites: whole, without its proof, and its proof options.
fn published_documents(suites: &Path) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    for folder in ["examples", "vectors"] {
        for file in files_below(&suites.join(folder)) {
            let json = file.extension().is_some_and(|e| e == "json" || e == "jsonld");
            if !json {
                continue;
            }
            let name = file.strip_prefix(suites).unwrap().display().to_string();
            if let Ok(value) = json::parse(&std::fs::read(&file).unwrap(), &Limits::default()) {
                take(&value, &name, &mut out);
            }
        }
    }
    out
}

fn take(value: &Value, name: &str, out: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(o) => match o.get("@context") {
            Some(context) => {
                out.insert(name.to_owned(), value.clone());
                let mut bare = o.clone();
                let Some(proofs) = bare.remove("proof") else { return };
                out.insert(format!("{name} without proof"), bare.into());
                for (index, proof) in proofs.many().iter().enumerate() {
                    if let Some(options) = proof.as_object() {
                        let mut options = options.clone();
                        options.remove("proofValue");
                        options.set("@context", context.clone());
                        out.insert(format!("{name} proof {index}"), options.into());
                    }
                }
            }
            None => o.iter().for_each(|(member, inner)| take(inner, &format!("{name} {member}"), out)),
        },
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, inner)| take(inner, &format!("{name} {index}"), out));
        }
        _ => {}
    }
}

fn generated_documents() -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    for seed in 0..500 {
        let whole = generate::document(seed);
        for (n, how) in spoil::SPOILS.iter().enumerate() {
            // Each document is spoilt in two of the ways.
            if (seed as usize + n).is_multiple_of(spoil::SPOILS.len() / 2) {
                let mut spoilt = whole.clone();
                spoil::spoil(&mut spoilt, how, seed);
                out.insert(format!("made up {seed:03} {how}"), spoilt);
            }
        }
        out.insert(format!("made up {seed:03}"), whole);
    }
    let different: BTreeSet<String> = out.values().map(Value::to_compact).collect();
    assert!(different.len() > out.len() * 9 / 10, "chance repeats itself");
    out
}
