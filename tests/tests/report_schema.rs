//! The published schema of the report (`docs/schema/badge-report-1.json`) and the reports that are written: each holds
//! the other to its word (D-40).

use badge_core::verify::{Input, report_json, verify};
use badge_tests::binary::badge;
use badge_tests::corpus;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../docs/schema/badge-report-1.json")).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).build(schema).unwrap()
}

/// The schema as it would be if nothing could ever be added: whoever adds a member to the report adds it here too.
fn closed(schema: &Value) -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.values_mut().for_each(close);
                let object = members.get("type").is_some_and(|t| t == "object");
                if object && members.contains_key("properties") && !members.contains_key("additionalProperties") {
                    members.insert("additionalProperties".to_owned(), json!(false));
                }
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    let mut schema = schema.clone();
    close(&mut schema);
    schema
}

fn faults(validator: &Validator, report: &Value) -> Vec<String> {
    validator.iter_errors(report).map(|e| format!("{} at {}", e, e.instance_path())).collect()
}

/// Every case of the corpus, as one report each; explained, so that every finding is there.
fn reports() -> Vec<(String, Value)> {
    let of = |case: corpus::Case| {
        let mut policy = case.policy.clone();
        policy.explain = true;
        let report = verify(&case.badge, &case.known, &policy).report;
        let inputs = [Input { input: case.name.clone(), checks: Vec::new(), badges: vec![report], links: Vec::new() }];
        (case.name, serde_json::from_str(&report_json(&inputs).to_compact()).unwrap())
    };
    corpus::cases().into_iter().map(of).collect()
}

#[test]
fn every_report_of_the_corpus_fits_the_schema() {
    let (open, closed) = (validator(&schema()), validator(&closed(&schema())));
    let reports = reports();
    assert!(reports.len() >= 150);
    for (name, report) in &reports {
        assert_eq!(faults(&open, report), Vec::<String>::new(), "{name}");
        assert_eq!(faults(&closed, report), Vec::<String>::new(), "{name}: a member that the schema does not name?");
    }
}

#[test]
fn every_member_of_the_schema_is_written_somewhere() {
    fn names(value: &Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| {
                found.insert(name.clone());
                names(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|v| names(v, found)),
            _ => {}
        }
    }
    fn properties(value: &Value, found: &mut Vec<String>) {
        if let Some(own) = value.get("properties").and_then(Value::as_object) {
            found.extend(own.keys().cloned());
        }
        match value {
            Value::Object(members) => members.values().for_each(|v| properties(v, found)),
            Value::Array(items) => items.iter().for_each(|v| properties(v, found)),
            _ => {}
        }
    }
    let mut written = std::collections::BTreeSet::new();
    reports().iter().for_each(|(_, report)| names(report, &mut written));
    let mut named = Vec::new();
    properties(&schema(), &mut named);
    let idle: Vec<_> = named.into_iter().filter(|name| !written.contains(name)).collect();
    // The date of an answer comes from a cache on disk alone, a status code from a server that is ill; no badge of the
    // corpus has evidence or tags, none lies in a document.
    let elsewhere = ["fetched", "http_status", "evidence", "tags", "page", "place", "number", "format", "pointer"];
    assert!(idle.iter().all(|name| elsewhere.contains(&name.as_str())), "{idle:?}");
}

#[test]
fn what_no_report_may_be_is_refused() {
    let validator = validator(&schema());
    let (_, good) = reports().into_iter().find(|(name, _)| name == "status_revoked").unwrap();
    let entry = "/inputs/0/badges/0";
    let changed = |pointer: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut report = good.clone();
        change(report.pointer_mut(pointer).unwrap().as_object_mut().unwrap());
        validator.is_valid(&report)
    };
    assert!(changed("", &|_| ()));
    // A member that may come one day, where members may come.
    assert!(changed("", &|o| drop(o.insert("later".into(), json!(1)))));
    assert!(changed(entry, &|o| drop(o.insert("later".into(), json!(1)))));
    // Nothing is added to a clause or a finding.
    let check = format!("{entry}/checks/0");
    assert!(!changed(&format!("{check}/clause"), &|o| drop(o.insert("later".into(), json!(1)))));
    let list = good.pointer(&format!("{entry}/checks")).unwrap().as_array().unwrap();
    let found = list.iter().position(|c| c.get("findings").is_some()).unwrap();
    let finding = format!("{entry}/checks/{found}/findings/0");
    assert!(!changed(&finding, &|o| drop(o.insert("later".into(), json!(1)))));
    assert!(!changed(&finding, &|o| drop(o.insert("value".into(), json!(1)))));
    // What contradicts itself, lacks something, or is another version.
    assert!(!changed("", &|o| drop(o.insert("valid".into(), json!(true)))));
    assert!(!changed("", &|o| drop(o.insert("schema".into(), json!("badge-report/2")))));
    assert!(!changed("", &|o| drop(o.remove("inputs"))));
    assert!(!changed(entry, &|o| drop(o.insert("verdict".into(), json!("verified")))));
    assert!(!changed(entry, &|o| drop(o.insert("at".into(), json!("hier")))));
    assert!(!changed(entry, &|o| drop(o.remove("found"))));
    assert!(!changed(&check, &|o| drop(o.insert("outcome".into(), json!("fail")))));
    assert!(!changed(&check, &|o| drop(o.insert("outcome".into(), json!("skipped")))));
    assert!(!changed(&check, &|o| drop(o.insert("code".into(), json!("nonsense")))));
    assert!(!changed(&check, &|o| drop(o.insert("reason".into(), json!({"id": "x"})))));
}

/// The real command: one input, several, none with a badge, a file that cannot be read.
#[test]
fn what_the_command_prints_fits_too() {
    let validator = validator(&closed(&schema()));
    let folder = corpus::folder();
    let file = |name: &str| folder.join(name).display().to_string();
    let pictures = folder.join("../artwork").display().to_string();
    let lists = [
        vec![file("container_png/badge.png")],
        vec![file("container_png/badge.png"), file("status_revoked/badge.json")],
        vec![file("status_unreachable"), "https://badges.example.org/b/1".to_owned()],
        vec![pictures],
    ];
    for list in lists {
        let mut command = badge(["verify", "--json", "--offline", "--at", "2026-06-01"]);
        let ran = command.args(&list).output().unwrap();
        let report: Value = serde_json::from_slice(&ran.stdout).unwrap_or_else(|e| panic!("{list:?}: {e}"));
        assert_eq!(faults(&validator, &report), Vec::<String>::new(), "{list:?}");
    }
    let printed = badge(["debug", "schema"]).output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&printed.stdout).unwrap(), schema());
}
