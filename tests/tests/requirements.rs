//! Every rule is shown by a test that cites it: `tests/requirements.toml` against the sources of all tests.
//! `BADGE_WRITE_DOCS=1 cargo test -p badge-tests --test requirements` writes `docs/requirements.md` again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use badge_tests::requirements::{Citations, Shown, citations, repository};

/// One rule of the list.
struct Rule {
    id: String,
    label: String,
    must: bool,
    /// Why no test shows it, or why it is not ours.
    reason: Option<String>,
}

struct Section {
    title: String,
    rules: Vec<Rule>,
}

fn sections() -> Vec<Section> {
    let file = repository().join("tests/requirements.toml");
    let table: toml::Table = fs::read_to_string(file).expect("the list").parse().expect("TOML");
    let section = |value: &toml::Value| {
        let table = value.as_table().expect("a section");
        let title = table["title"].as_str().expect("a title").to_owned();
        let mut rules: Vec<Rule> = table.iter().filter(|(id, _)| *id != "title").map(|(id, v)| rule(id, v)).collect();
        rules.sort_by_key(|r| order(&r.id));
        Section { title, rules }
    };
    table.values().map(section).collect()
}

/// By family, then by number.
fn order(id: &str) -> (String, u32) {
    let (family, number) = id.rsplit_once('-').expect("an id");
    (family.to_owned(), number.parse().expect("a number"))
}

fn rule(id: &str, value: &toml::Value) -> Rule {
    let text = |key: &str| value.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let keys = ["must", "should", "may", "uncovered", "not_ours"];
    for key in value.as_table().expect("a rule").keys() {
        assert!(keys.contains(&key.as_str()), "{id}: {key}");
    }
    let levels: Vec<String> = keys[..3].iter().filter_map(|level| text(level)).collect();
    let [label] = levels.as_slice() else { panic!("{id}: one level") };
    assert!((1..=8).contains(&label.split_whitespace().count()), "{id}: a few words, not \"{label}\"");
    let reason = text("not_ours").map(|r| format!("not ours: {r}")).or_else(|| text("uncovered"));
    Rule { id: id.to_owned(), label: label.clone(), must: text("must").is_some(), reason }
}

#[test]
fn every_must_is_shown_by_a_test_or_has_a_reason() {
    let found = citations();
    let mut wrong = Vec::new();
    for rule in sections().iter().flat_map(|s| &s.rules) {
        match (found.by_id.contains_key(&rule.id), &rule.reason) {
            (false, None) if rule.must => wrong.push(format!("{} ({}) has no test and no reason", rule.id, rule.label)),
            (true, Some(_)) => wrong.push(format!("{} has a test: its reason must go", rule.id)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_id_that_is_written_exists() {
    let known: BTreeSet<String> = sections().into_iter().flat_map(|s| s.rules).map(|r| r.id).collect();
    let found = citations();
    let unknown: Vec<String> =
        found.written.iter().filter(|w| !known.contains(&w.id)).map(|w| format!("{} {}", w.at, w.id)).collect();
    assert!(unknown.is_empty(), "no such rule:\n{}", unknown.join("\n"));
    assert!(found.crowded.is_empty(), "too many ids in a line:\n{}", found.crowded.join("\n"));
}

// The list names what the numbered requirements name, and nothing else.
#[test]
fn the_list_is_whole() {
    let Some(suites) = std::env::var_os("BADGE_SUITES") else {
        let _ = writeln!(std::io::stdout(), "SKIPPED: BADGE_SUITES names no folder");
        return;
    };
    let text = fs::read_to_string(std::path::Path::new(&suites).join("requirements.md")).expect("requirements.md");
    let chosen = text.split("\n## ").filter(|s| ["A.", "B.", "C.", "D.", "E.", "J."].iter().any(|l| s.starts_with(l)));
    let rows = chosen.flat_map(str::lines).filter_map(|l| l.strip_prefix("| ")?.split(" |").next());
    let named: Vec<&str> = rows.filter(|c| c.contains('-') && c.ends_with(|c: char| c.is_ascii_digit())).collect();
    let ours: Vec<String> = sections().into_iter().flat_map(|s| s.rules).map(|r| r.id).collect();
    assert_eq!(ours, named);
}

#[test]
fn requirements_md_says_which_test_shows_what() {
    let found = citations();
    let mut out = String::from(
        "# What shows what\n\nMade from `tests/requirements.toml` and from the tests that cite an id; do not edit it by \
         hand. A rule is cited in a test function, in the comments on it or in a table of its file; a folder is a case of \
         the corpus. What ordinary code cites does not count.\n",
    );
    for section in sections() {
        let shown = section.rules.iter().filter(|r| found.by_id.contains_key(&r.id)).count();
        let _ = write!(
            out,
            "\n## {}\n\n{shown} of {} rules are shown by a test.\n\n| Id | Rule | Shown by |\n| --- | --- | --- |\n",
            section.title,
            section.rules.len()
        );
        for rule in &section.rules {
            let _ = writeln!(out, "| {} | {} | {} |", rule.id, rule.label, cell(rule, &found));
        }
    }
    let file = repository().join("docs/requirements.md");
    if std::env::var_os("BADGE_WRITE_DOCS").is_some() {
        fs::write(&file, &out).expect("docs/requirements.md");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == out, "docs/requirements.md is stale: BADGE_WRITE_DOCS=1 writes it again");
}

/// Tests named one by one in a row; of more, the number is told.
const MOST_IN_A_ROW: usize = 4;

fn cell(rule: &Rule, found: &Citations) -> String {
    let Some(all) = found.by_id.get(&rule.id) else {
        return format!("*{}*", rule.reason.as_deref().unwrap_or("optional; no test"));
    };
    let link = |s: &Shown| {
        let name = if s.function.is_empty() { s.path.rsplit('/').next().unwrap_or_default() } else { &s.function };
        format!("[{name}](../{})", s.path)
    };
    let mut text = all.iter().take(MOST_IN_A_ROW).map(link).collect::<Vec<_>>().join(", ");
    if all.len() > MOST_IN_A_ROW {
        let _ = write!(text, " and {} more", all.len() - MOST_IN_A_ROW);
    }
    text
}
