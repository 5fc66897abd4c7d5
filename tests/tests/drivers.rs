//! One verifier, four ways to drive it: with everything at hand, asking as it goes, from a folder of answers through the
//! command, and as bytes in and JSON out. The report is the same, to the byte.

use std::fs;
use std::future::{Future, ready};
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use badge_core::container;
use badge_core::drive::{replay, settle};
use badge_core::json;
use badge_core::limits::Limits;
use badge_core::resource::Resources;
use badge_core::verify::{Input, Policy, Report, opened_checks, report_json, verify};
use badge_tests::binary::badge;
use badge_tests::corpus::{Case, cases, description, folder, known};

/// Cases whose every question has an answer in the folder: nothing is left to ask for.
fn answered() -> Vec<Case> {
    let all: Vec<Case> =
        cases().into_iter().filter(|c| verify(&c.badge, &c.known, &c.policy).wanted.is_empty()).collect();
    assert!(all.len() >= 100, "only {} cases", all.len());
    all
}

fn written(report: Report) -> String {
    report_json(&[Input { input: String::new(), checks: Vec::new(), badges: vec![report], links: Vec::new() }])
        .to_pretty()
}

fn direct(case: &Case) -> String {
    written(verify(&case.badge, &case.known, &case.policy).report)
}

/// Runs a future that never waits.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn asking_as_it_goes_gives_the_same_report() {
    let mut asked = 0;
    for case in answered() {
        let answer = replay(&case.known);
        let ask = |known: &Resources| {
            let found = verify(&case.badge, known, &case.policy);
            (found.report, found.wanted)
        };
        let (report, known) = now(settle(Resources::new(), &case.policy.limits, ask, |lookup| ready(answer(&lookup))));
        assert_eq!(written(report), direct(&case), "{}", case.name);
        asked += usize::from(!known.is_empty());
    }
    assert!(asked >= 20, "only {asked} cases ask for anything");
}

/// From bytes to bytes: all that a page, a server or another language needs.
fn boundary(file: &[u8], web: &Path, policy: &Policy) -> Vec<u8> {
    let opened = container::open(file, &policy.limits);
    let known = known(web, &policy.limits);
    let badges = opened.found.iter().map(|badge| verify(badge, &known, policy).report).collect();
    let input = Input { input: "badge".to_owned(), checks: opened_checks(&opened), badges, links: Vec::new() };
    report_json(&[input]).to_compact().into_bytes()
}

#[test]
fn bytes_in_and_json_out_give_the_same_report() {
    for case in cases() {
        let bytes = fs::read(&case.file).unwrap();
        let out = boundary(&bytes, &folder().join(&case.name).join("web"), &case.policy);
        let read = json::parse(&out, &Limits::default()).unwrap();
        assert_eq!(read.to_compact().into_bytes(), out, "{}", case.name);
        let inside = read.get("inputs").unwrap().many()[0].get("badges").unwrap().many()[case.which].to_pretty();
        let report = verify(&case.badge, &case.known, &case.policy).report;
        assert_eq!(inside, report.to_value().to_pretty(), "{}", case.name);
    }
}

/// The command on a case, with a folder of answers; its standard output.
fn command(case: &Case, more: &[&Path], flags: &[&str]) -> String {
    let (_, toml) = description(&folder().join(&case.name));
    let text = |key: &str| toml.get(key).and_then(toml::Value::as_str);
    let mut command = badge(["verify", "--json", "--offline", "--at", text("now").unwrap()]);
    for (key, flag) in
        [("tolerate_unread_status", "--accept-unread-status"), ("strict_endorsements", "--strict-endorsements")]
    {
        if toml.get(key).and_then(toml::Value::as_bool) == Some(true) {
            command.arg(flag);
        }
    }
    if let Some(who) = text("ask_recipient") {
        command.args(["--recipient", who]);
    }
    for (flag, folder) in flags.iter().zip(more) {
        command.arg(flag).arg(folder);
    }
    let out = command.arg(&case.file).output().unwrap();
    assert!(out.stderr.is_empty(), "{}: {}", case.name, String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

// D-42: what one run recorded, the next one reads; and both are what the library says.
#[test]
fn the_command_gives_the_same_report_from_a_folder_and_from_its_own_recording() {
    let dir = tempfile::tempdir().unwrap();
    let mut compared = 0;
    // Every third case, and every family among them but that of files with several badges: a case is about one.
    let one = |c: &&Case| c.policy.trust.is_empty() && !c.name.starts_with("several_");
    for case in answered().iter().filter(one).step_by(3) {
        let web = folder().join(&case.name).join("web");
        if !web.is_dir() {
            continue;
        }
        let record = dir.path().join(&case.name);
        let first = command(case, &[&web, &record], &["--cache", "--record"]);
        let second = command(case, &[&record], &["--cache"]);
        assert_eq!(first, second, "{}", case.name);
        let name = case.file.display().to_string();
        let report = verify(&case.badge, &case.known, &case.policy).report;
        let input = Input { input: name, checks: case.opened.clone(), badges: vec![report], links: Vec::new() };
        assert_eq!(first.trim_end(), report_json(&[input]).to_pretty().trim_end(), "{}", case.name);
        compared += 1;
    }
    assert!(compared >= 20, "only {compared} cases");
}
