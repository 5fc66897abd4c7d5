//! What the tests of linked data share.
#![allow(dead_code)] // each test uses its part
#![allow(clippy::print_stderr)] // a test that was skipped says so

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use badge_core::json::{self, Value};
use badge_core::ld::{self, Canonical, Contexts, Hash, LdError, RelatedForm};
use badge_core::limits::Limits;

/// The folder of other people's suites, or nothing, said aloud.
pub(crate) fn suites(test: &str) -> Option<PathBuf> {
    match std::env::var_os("BADGE_SUITES") {
        Some(folder) => Some(folder.into()),
        None => {
            skipped(test, "set BADGE_SUITES to the folder of published suites");
            None
        }
    }
}

/// Says aloud that a test did not run, and what it needs.
pub(crate) fn skipped(test: &str, needs: &str) {
    eprintln!("\n*** SKIPPED: {test} — {needs} ***\n");
}

/// A folder of this repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

pub(crate) fn text(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub(crate) fn read(path: impl AsRef<Path>) -> Value {
    parse(&text(path.as_ref()))
}

pub(crate) fn parse(text: &str) -> Value {
    json::parse(text.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}: {text:.200}"))
}

/// Contexts that documents of the suites name and that are not built in, with their files.
pub(crate) const EXTRA_CONTEXTS: [(&str, &str); 3] = [
    ("https://www.w3.org/ns/credentials/examples/v2", "w3c/credentials-examples-v2.jsonld"),
    ("https://www.w3.org/2018/credentials/examples/v1", "w3c/credentials-examples-v1.jsonld"),
    ("https://www.w3.org/ns/odrl.jsonld", "w3c/odrl.jsonld"),
];

/// The context of the W3C employment vectors, once `tests/oracle/install.sh` has run.
pub(crate) fn citizenship() -> Option<(&'static str, PathBuf)> {
    let file = repository("tests/oracle/node_modules/@digitalbazaar/citizenship-context/contexts/v4rc1.jsonld");
    file.exists().then_some(("https://w3id.org/citizenship/v4rc1", file))
}

/// The built-in contexts and the extra ones.
pub(crate) fn contexts(suites: &Path) -> Contexts {
    let mut remote = BTreeMap::new();
    for (url, file) in EXTRA_CONTEXTS {
        remote.insert(url.to_owned(), read(suites.join("contexts").join(file)));
    }
    if let Some((url, file)) = citizenship() {
        remote.insert(url.to_owned(), read(file));
    }
    Contexts::builtin().with_remote(&remote, &Limits::default()).unwrap()
}

#[derive(Debug)]
pub(crate) enum Failure {
    Ld(LdError),
    Faults(Vec<ld::Fault>),
    Canon(ld::CanonError),
}

/// From a document to its canonical form, as a proof does it.
pub(crate) fn canonical(document: &Value, contexts: &Contexts, hash: Hash) -> Result<Canonical, Failure> {
    canonical_in(document, contexts, hash, RelatedForm::List)
}

pub(crate) fn canonical_in(
    document: &Value,
    contexts: &Contexts,
    hash: Hash,
    form: RelatedForm,
) -> Result<Canonical, Failure> {
    let limits = Limits::default();
    let expanded = ld::expand(document, contexts, &limits).map_err(Failure::Ld)?;
    if !expanded.is_faultless() {
        return Err(Failure::Faults(expanded.faults()));
    }
    let dataset = expanded.quads(&limits).map_err(Failure::Ld)?;
    ld::canonicalize(&dataset, hash, form, &limits).map_err(Failure::Canon)
}

pub(crate) fn hex(hash: Hash, text: &str) -> String {
    badge_core::text::hex(&hash.digest(text.as_bytes()))
}
