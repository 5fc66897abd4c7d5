//! Every table against the published file it stands for, where those files are at hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::table::{self, Published};
use super::{OLDER_OB_3_0_3, PUBLISHED};
use crate::json;
use crate::ld::Hash;
use crate::ld::local::{Local, Origin};
use crate::limits::Limits;

fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, out) } else { out.push(path) }
    }
}

#[allow(clippy::print_stderr)]
fn skipped(test: &str) {
    eprintln!("\n*** SKIPPED: {test} — set BADGE_SUITES to the folder of published suites ***\n");
}

fn read(json: &str) -> Local {
    let value = json::parse(json.as_bytes(), &Limits::default()).unwrap();
    Local::parse(&value, Origin::Configured, 64).unwrap_or_else(|_| panic!("not a context: {json}"))
}

// D-30, OB3-DM-160 to OB3-DM-162: term by term, scoped contexts and protection included, whatever their order
#[test]
fn tables_say_what_the_published_files_say() {
    let Some(suites) = std::env::var_os("BADGE_SUITES") else {
        return skipped("tables_say_what_the_published_files_say");
    };
    let mut files = Vec::new();
    files_below(&Path::new(&suites).join("contexts"), &mut files);
    let by_digest: BTreeMap<String, PathBuf> =
        files.into_iter().map(|f| (crate::text::hex(&Hash::Sha256.digest(&std::fs::read(&f).unwrap())), f)).collect();
    for table in PUBLISHED.iter().chain([&OLDER_OB_3_0_3]) {
        let Published { urls, sha256, context } = table;
        let file = by_digest.get(*sha256).unwrap_or_else(|| panic!("no published file has the digest of {}", urls[0]));
        let text = std::fs::read(file).unwrap();
        let document = json::parse(&text, &Limits::default()).unwrap();
        let context_value = document.get("@context").unwrap();
        let published = Local::parse(context_value, Origin::Configured, 64)
            .unwrap_or_else(|_| panic!("{} cannot be read", file.display()));
        assert!(Local::from(context) == published, "{} differs from {}", urls[0], file.display());
        assert_eq!(terms(context), json_terms(context_value), "{}", file.display());
    }
}

/// Terms of a table that stand at its top.
fn terms(context: &table::Local) -> usize {
    match context {
        table::Local::Url(_) => 0,
        table::Local::Terms(terms) => terms.terms.len(),
        table::Local::Many(list) => list.iter().map(terms).sum(),
    }
}

fn json_terms(context: &json::Value) -> usize {
    let count = |v: &json::Value| v.as_object().map_or(0, |o| o.iter().filter(|(n, _)| !n.starts_with('@')).count());
    context.many().iter().map(count).sum()
}

/// The comparison above would be worth nothing if it overlooked a difference.
#[test]
fn the_comparison_sees_every_difference() {
    let one = r#"{"@protected": true, "a": {"@id": "x:a", "@type": "@id", "@context": {"b": "x:b", "c": "x:c"}}}"#;
    let reordered =
        r#"{"a": {"@context": {"c": "x:c", "b": "x:b"}, "@type": "@id", "@id": "x:a"}, "@protected": true}"#;
    assert!(read(one) == read(reordered));
    for (from, to) in [
        ("\"@protected\": true", "\"@protected\": false"),
        ("\"x:a\"", "\"x:A\""),
        ("\"@type\": \"@id\"", "\"@type\": \"@vocab\""),
        ("\"@type\": \"@id\"", "\"@type\": \"@id\", \"@container\": \"@set\""),
        ("\"@type\": \"@id\"", "\"@type\": \"@id\", \"@protected\": false"),
        ("\"b\": \"x:b\"", "\"b\": \"x:B\""),
        ("\"b\": \"x:b\"", "\"b\": {\"@id\": \"x:b\"}"),
        ("\"b\": \"x:b\", ", ""),
        ("\"b\": \"x:b\"", "\"b\": \"x:b\", \"d\": \"x:d\""),
        ("{\"b\": \"x:b\", \"c\": \"x:c\"}", "null"),
    ] {
        let other = one.replace(from, to);
        assert_ne!(one, other, "{from}");
        assert!(read(one) != read(&other), "{other}");
    }
}
