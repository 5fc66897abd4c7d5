//! Both languages say the same things, and every sentence is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use badge_core::language::Lang;
use fluent_bundle::FluentResource;

use super::{help_source, message_source};

/// Per message (or `message.attribute`), the variables it uses.
type Used = BTreeMap<String, BTreeSet<String>>;

#[test]
fn both_languages_have_the_same_messages_with_the_same_values() {
    for source in [help_source, message_source] {
        let [fr, en] = Lang::ALL.map(|lang| entries(source(lang)));
        assert_eq!(fr, en);
    }
}

#[test]
fn every_message_is_used_and_every_used_message_is_there() {
    let written: BTreeSet<String> =
        entries(message_source(Lang::Fr)).into_keys().filter(|k| !k.contains('.')).collect();
    let mut used = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    let missing: Vec<_> = used.difference(&written).collect();
    let unused: Vec<_> = written.difference(&used).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
}

/// Ids in `msg!("…"` of every source file.
fn collect(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, used);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("message.rs")
            && !path.ends_with("text/tests.rs")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            for part in text.split("msg!(").skip(1) {
                if let Some(id) = part.trim_start().strip_prefix('"').and_then(|p| p.split('"').next()) {
                    used.insert(id.to_owned());
                }
            }
        }
    }
}

fn entries(source: &str) -> Used {
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    drop(resource);
    let mut all = Used::new();
    let mut key = String::new();
    let mut message = String::new();
    for line in source.lines().filter(|l| !l.starts_with('#')) {
        let head = line.split_once('=').map(|(name, _)| name.trim_end());
        if let Some(name) =
            head.filter(|n| !line.starts_with(' ') && n.chars().all(|c| c.is_alphanumeric() || c == '-'))
        {
            assert!(!all.contains_key(name), "{name} twice");
            message = name.to_owned();
            key = name.to_owned();
        } else if let Some(name) = head.and_then(|n| n.trim_start().strip_prefix('.')) {
            key = format!("{message}.{name}");
        }
        let used = all.entry(key.clone()).or_default();
        used.extend(line.split('$').skip(1).map(|v| v.chars().take_while(|c| c.is_alphanumeric()).collect::<String>()));
    }
    all.remove("");
    all
}
