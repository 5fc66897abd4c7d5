//! Every word of every report of the corpus, as recorded in `fixtures/reports`.
//!
//! A case of the corpus says the one thing that it is about. Here is the rest: which checks there are, what each is based
//! on and where, what was asked for, and what is shown of the badge. A program that tells another reason, another place or
//! another address differs here, and the difference is read before it is recorded:
//! `BADGE_WRITE_DOCS=1 cargo test -p badge-tests --test reports`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use badge_core::json::Value;
use badge_core::resource::Lookup;
use badge_core::verify::{Check, Input, Report, verify};
use badge_tests::corpus::{Case, cases, empty_cases};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/reports")
}

/// A value as lines: one for each member, and for each item of a list.
fn lines(value: &Value, indent: &str, out: &mut String) {
    let Value::Object(members) = value else { return };
    for (name, value) in members.iter() {
        match value {
            Value::Array(items) if matches!(name, "badges" | "endorsements") => {
                for item in items {
                    out.push_str(&format!("{indent}{name}:\n"));
                    lines(item, &format!("{indent}  "), out);
                }
            }
            Value::Array(items) => {
                for item in items {
                    let mut item = item.clone();
                    if let Value::Object(members) = &mut item {
                        // Which clause a check stands for is listed in `docs/codes.md`.
                        members.remove("clause");
                    }
                    out.push_str(&format!("{indent}{name}: {}\n", item.to_compact()));
                }
            }
            other => out.push_str(&format!("{indent}{name}: {}\n", other.to_compact())),
        }
    }
}

/// What is canonicalised or signed is long, and its digest beside it tells it apart.
fn short(report: &mut Report) {
    for check in &mut report.checks {
        check.findings.retain(|finding| !finding.name.starts_with("canonical") && finding.name != "signing_input");
    }
    report.endorsements.iter_mut().for_each(short);
}

fn told(name: &str, checks: &[Check], badges: Vec<Report>, wanted: &BTreeSet<Lookup>) -> String {
    let input = Input { input: name.to_owned(), checks: checks.to_vec(), badges, links: Vec::new() };
    let mut out = String::new();
    lines(&input.to_value(), "", &mut out);
    wanted.iter().for_each(|lookup| out.push_str(&format!("wanted: {} {}\n", lookup.purpose.as_str(), lookup.url)));
    out
}

fn judged(case: &Case) -> String {
    let mut policy = case.policy.clone();
    policy.explain = true;
    let mut found = verify(&case.badge, &case.known, &policy);
    short(&mut found.report);
    told(&case.name, &case.opened, vec![found.report], &found.wanted)
}

#[test]
fn every_report_is_as_recorded() {
    let mut all: Vec<(String, String)> = cases().iter().map(|case| (case.name.clone(), judged(case))).collect();
    let nothing = empty_cases().into_iter();
    all.extend(nothing.map(|(name, checks, _)| (name.clone(), told(&name, &checks, Vec::new(), &BTreeSet::new()))));
    if std::env::var_os("BADGE_WRITE_DOCS").is_some() {
        let _ = fs::remove_dir_all(folder());
        fs::create_dir_all(folder()).unwrap();
        all.iter().for_each(|(name, text)| fs::write(folder().join(format!("{name}.txt")), text).unwrap());
    }
    let mut wrong = Vec::new();
    for (name, text) in &all {
        let recorded = fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap_or_default();
        let differs = |one: &str, other: &str, sign: &str| {
            let other: BTreeSet<&str> = other.lines().collect();
            let only = one.lines().filter(|line| !other.contains(line));
            only.map(|line| format!("\n  {sign} {line}")).collect::<String>()
        };
        if recorded != *text {
            wrong.push(format!("{name}{}{}", differs(&recorded, text, "-"), differs(text, &recorded, "+")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} reports are not as recorded (to record them: BADGE_WRITE_DOCS=1)\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
