//! The real program: awarding from outside, and what becomes of a cohort when it is killed in the middle.

mod real;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::real::Data;

// D-06: killed in the middle of a cohort, it goes on where it was: nothing is lost, nothing is doubled.
#[test]
fn a_cohort_survives_the_death_of_its_server() {
    const MANY: usize = 1000;
    let data = Data::new();
    let rows: Vec<Value> =
        (0..MANY).map(|n| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org")})).collect();
    let path = {
        let mut server = data.serve();
        let (status, taken) = server.ask("POST", "/api/v1/batches", &json!({"rows": rows}).to_string());
        assert_eq!(status, 202, "{taken}");
        let path = format!("/api/v1/batches/{}", taken["id"].as_str().unwrap());
        server.until(&path, |batch| batch["counts"]["awarded"].as_i64() >= Some(100));
        // SIGKILL: nothing can be put away.
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        path
    };
    let server = data.serve();
    let (_, left) = server.ask("GET", &path, "");
    assert!(left["counts"]["waiting"].as_i64() > Some(0), "it was killed in the middle: {left}");
    let done = server.until(&path, |batch| batch["state"] == "done");
    assert_eq!(done["counts"], json!({"waiting": 0, "awarded": MANY, "already": 0, "problem": 0, "stopped": 0}));
    let (awards, people): (BTreeSet<_>, BTreeSet<_>) = server.awards().into_iter().unzip();
    assert_eq!((awards.len(), people.len()), (MANY, MANY));
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]
fn another_tool_awards_by_the_api() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: no curl: the example of a client was not run");
        return;
    }
    let data = Data::new();
    let server = data.serve();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/award_by_api.sh");
    let run = |args: &[&str]| {
        Command::new("sh")
            .arg(&script)
            .args(args)
            .env("BADGE_SERVER", format!("http://{}", server.address))
            .env("BADGE_TOKEN", &data.token)
            .output()
            .unwrap()
    };
    let args = ["decoupe-laser", "lea@example.org", "Léa \"Lé\" Martin", "2026-03-02"];
    let first = run(&args);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let page = String::from_utf8(first.stdout).unwrap();
    assert!(page.starts_with("https://badges.example.org/b/"), "{page}");
    assert_eq!(run(&args).stdout, page.as_bytes(), "run twice, it awards once");
    let wrong = run(&["nichts", "lea@example.org"]);
    assert!(!wrong.status.success());
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("unknown_achievement"));
}
