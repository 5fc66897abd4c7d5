//! Documents that are made from the code, and held against it: `BADGE_WRITE_DOCS=1 cargo test -p badge-tests --test docs`
//! writes them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use badge_core::container;
use badge_core::crypto::JwsAlgorithm;
use badge_core::json::{self, Value};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::Catalog;
use badge_core::proof::{Suite, ob2_jws, vc_jwt};
use badge_core::verify::{CheckCode, Outcome, Reason, opened_checks, picture_check, verify};
use badge_tests::binary::{badge, run};
use badge_tests::corpus;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Compares a document with what it should be, or writes it.
fn hold(path: &str, expected: &str) {
    let file = repository().join(path);
    if std::env::var_os("BADGE_WRITE_DOCS").is_some() {
        fs::write(&file, expected).expect(path);
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(committed, expected, "{path} is stale: BADGE_WRITE_DOCS=1 writes it again");
}

// A feature that the manual leaves out is one that nobody finds.
#[test]
fn the_manual_and_the_front_page_name_every_feature() {
    let manifest = fs::read_to_string(repository().join("badge-core/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let manual = fs::read_to_string(repository().join("badge-core/src/manual.rs")).unwrap();
    let table = manual.split("# Features").nth(1).unwrap().split("# What it does not do").next().unwrap();
    let front = fs::read_to_string(repository().join("badge-core/src/lib.rs")).unwrap();
    let front = front.split("# Features").nth(1).unwrap();
    let features = manifest["features"].as_table().unwrap();
    for feature in features.keys().filter(|feature| *feature != "default") {
        assert!(table.contains(&format!("`{feature}`")), "the manual has no {feature}");
        assert!(front.contains(&format!("`{feature}`")), "the front page has no {feature}");
    }
    assert!(features.len() > 10);
}

#[test]
fn codes_md_lists_every_code_and_every_reason() {
    let (fr, en) = (Catalog::new(Lang::Fr, &[]), Catalog::new(Lang::En, &[]));
    let mut out = String::from(
        "# Codes and reasons\n\nMade from the code by `tests/tests/docs.rs`; do not edit it by hand.\n\n\
         A code names a question that the verifier asks. A reason says why the answer is no, or yes with a remark. Both \
         are permanent: none is renamed, none changes its meaning, and new ones may be added. The words may be improved \
         at any time; programs go by the codes. `{$name}` stands for the data of a reason, which the JSON report gives \
         beside its id ([report.md](report.md)). An example is a badge in `fixtures/badges` for which the answer is no, or \
         yes with a remark, or for which the reason is told, or a document in `fixtures/documents`; `badge verify` shows it \
         in full. Where no small file can show a reason, the test that does is named.\n\n## Codes\n",
    );
    let (examples, documents) = (examples(), documents());
    for code in CheckCode::ALL {
        let id = format!("check-{}", code.as_str().replace(['.', '_'], "-"));
        assert!(fr.has(&id) && en.has(&id), "{id}");
        let _ = write!(out, "\n### `{code}`\n\n- {}\n- {}\n", words(&en, &id), words(&fr, &id));
        match code.clause() {
            Some(clause) => drop(writeln!(out, "- Clause: [{}]({})", clause.document, clause.url)),
            None => out.push_str("- Clause: none; no specification asks this\n"),
        }
        let example = examples.get(code.as_str()).unwrap_or_else(|| panic!("no badge shows {code}"));
        let _ = writeln!(out, "- Example: {}", linked(example));
    }
    out.push_str("\n## Reasons\n");
    for reason in Reason::IDS {
        let id = format!("reason-{reason}");
        assert!(fr.has(&id) && en.has(&id), "{id}");
        let _ = writeln!(out, "\n### `{reason}`\n");
        for (tongue, catalog) in [("en", &en), ("fr", &fr)] {
            let next = words(catalog, &format!("{id}.next"));
            let _ = writeln!(out, "- {tongue}: {} *{}*", words(catalog, &id), next.trim());
        }
        match examples.get(*reason).map(|example| linked(example)).or_else(|| documents.get(*reason).cloned()) {
            Some(link) => drop(writeln!(out, "- example: {link}")),
            // A reason that nobody has seen told is a word without a meaning.
            None => drop(writeln!(out, "- {}", seen_in_a_test(reason))),
        }
    }
    assert!(CheckCode::ALL.len() > 30 && Reason::IDS.len() > 60);
    hold("docs/codes.md", &out);
}

/// For each code that fails or warns somewhere in the corpus, and for each reason that is told there, the first case
/// that is about it; where none is, the first whose recorded report has it.
fn examples() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let cases: Vec<(String, toml::Table)> = corpus::folders().iter().map(|f| corpus::description(f)).collect();
    for (name, case) in &cases {
        let text = |key: &str| case.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let code = text("code").filter(|_| matches!(text("outcome").as_deref(), Some("fail" | "warn")));
        for id in [code, text("reason")].into_iter().flatten() {
            found.entry(id).or_insert_with(|| name.clone());
        }
    }
    for (name, _) in &cases {
        let report = fs::read_to_string(repository().join(format!("fixtures/reports/{name}.txt"))).expect(name);
        for line in report.lines() {
            let answered = ["\",\"outcome\":\"fail\"", "\",\"outcome\":\"warn\""];
            let code = answered.iter().find_map(|sign| line.split_once(sign)?.0.rsplit_once('"')).map(|(_, code)| code);
            let reason = line.split_once("\"reason\":{\"id\":\"").and_then(|(_, rest)| rest.split('"').next());
            for id in [code, reason].into_iter().flatten() {
                found.entry(id.to_owned()).or_insert_with(|| name.clone());
            }
        }
    }
    // Whether the picture is the right one is asked beside the report, with the picture at hand.
    for case in corpus::cases().iter().filter(|case| case.file.ends_with("badge.png")) {
        let report = verify(&case.badge, &case.known, &case.policy).report;
        let carrier = fs::read(&case.file).expect("badge.png");
        if let Some(check) = picture_check(&report, &carrier, &case.known, &case.policy.limits)
            && let Outcome::Warn(reason) = &check.outcome
        {
            for id in [check.code.as_str(), reason.id()] {
                found.entry(id.to_owned()).or_insert_with(|| case.name.clone());
            }
        }
    }
    found
}

/// For each reason that is told of a document in `fixtures/documents`, the first of them, as a link.
fn documents() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let entries = fs::read_dir(repository().join("fixtures/documents")).expect("fixtures/documents");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let opened = container::open(&fs::read(&file).expect("a document"), &Limits::default());
        for check in opened_checks(&opened) {
            if let Outcome::Warn(reason) | Outcome::Fail(reason) = check.outcome {
                let link = || format!("[{name}](../fixtures/documents/{name})");
                found.entry(reason.id().to_owned()).or_insert_with(link);
            }
        }
    }
    found
}

/// Reasons that need more than a file: an answer of a server, narrow limits, or a program that asks what no badge can.
/// With the test that shows each, and what stands in that test for it.
const SEEN_IN: &[(&str, &str, &str, &str)] = &[
    (
        "dead-links",
        "badge-core/src/drive/judge.rs",
        "addresses_behind_which_there_is_no_badge_are_told_as_dead",
        "Reason::DeadLinks",
    ),
    (
        "not-canonical",
        "badge-core/src/verify/terms.rs",
        "a_document_that_is_no_linked_data_is_told_by_its_keyword_or_its_bound",
        "Reason::NotCanonical",
    ),
    ("part-unread", "badge-core/src/verify/opened.rs", "what_could_not_be_read_is_named", "Reason::PartUnread"),
    (
        "too-large",
        "badge-core/src/verify/proof.rs",
        "each_fault_of_a_token_belongs_to_its_question",
        "Reason::TooLarge",
    ),
];

/// The test that shows a reason of which there is no example; that there is one, and that it is about the reason.
fn seen_in_a_test(reason: &str) -> String {
    let row = SEEN_IN.iter().find(|row| row.0 == reason);
    let (_, file, test, says) = row.unwrap_or_else(|| panic!("no badge, no document and no test shows {reason}"));
    let source = fs::read_to_string(repository().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    let body = source.split_once(&format!("fn {test}(")).unwrap_or_else(|| panic!("{file} has no test {test}")).1;
    let body = body.split("#[test]").next().unwrap_or_default();
    assert!(body.contains(says), "{file}: {test} does not name {says}");
    format!("seen in the test `{file}: {test}`")
}

fn linked(case: &str) -> String {
    format!("[{case}](../fixtures/badges/{case})")
}

#[test]
fn cohort_md_lists_every_finding_and_every_field() {
    let text = fs::read_to_string(repository().join("docs/cohort.md")).expect("docs/cohort.md");
    for (code, state) in badge_core::cohort::Trouble::CODES {
        let row = format!("| `{code}` | {} |", state.as_str());
        assert!(text.contains(&row), "docs/cohort.md lacks {row}");
    }
    for field in badge_core::cohort::Field::names().into_iter().filter(|f| *f != "ignore") {
        assert!(text.contains(&format!("`{field}`")), "docs/cohort.md lacks {field}");
    }
}

fn words(catalog: &Catalog, id: &str) -> String {
    catalog.text(id, &[]).split_whitespace().collect::<Vec<_>>().join(" ").replace('*', "\\*")
}

#[test]
fn proofs_md_names_the_algorithms_that_are_read() {
    let text = fs::read_to_string(repository().join("docs/proofs.md")).expect("docs/proofs.md");
    let names = |list: &[JwsAlgorithm]| list.iter().map(|a| a.as_str()).collect::<Vec<_>>().join(", ");
    let jwt = format!("| Open Badges 3.0 as VC-JWT | {} | {} |", names(&vc_jwt::SIGNED), names(&vc_jwt::VERIFIED));
    assert!(text.contains(&jwt), "{jwt}");
    let signed = format!("| Open Badges 2.0, signed | RS256 | {} |", names(&ob2_jws::VERIFIED));
    assert!(text.contains(&signed), "{signed}");
    for name in ["eddsa-rdfc-2022", "eddsa-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022", "ecdsa-jcs-2019"] {
        let suite = Suite::find("DataIntegrityProof", Some(name)).expect(name);
        let line = text.lines().find(|l| l.starts_with(&format!("| `{name}`"))).expect(name);
        assert_eq!(line.contains("with a remark"), suite.is_legacy(), "{line}");
        for kind in suite.key_kinds() {
            let kind = kind.to_string();
            assert!(
                line.to_lowercase().replace('-', "").contains(&kind.to_lowercase().replace('-', "")),
                "{kind}: {line}"
            );
        }
    }
}

/// Every test that security.md relies on exists under that name, in the file that it names.
#[test]
fn security_md_names_tests_that_exist() {
    let text = fs::read_to_string(repository().join("docs/security.md")).expect("docs/security.md");
    let mut seen = 0;
    for named in text.split('`').filter(|t| t.contains(".rs: ")) {
        let (file, tests) = named.split_once(": ").expect("file: test");
        let source = fs::read_to_string(repository().join(file)).unwrap_or_else(|_| panic!("{file} does not exist"));
        for test in tests.split(", ") {
            assert!(source.contains(&format!("fn {test}(")), "{file} has no test {test}");
            seen += 1;
        }
    }
    assert!(seen > 25, "only {seen} tests are named");
}

const BEGIN: &str = "<!-- made by tests/tests/docs.rs -->\n```json\n";

#[test]
fn report_md_shows_what_the_command_prints() {
    let case = "fixtures/badges/status_revoked";
    let mut command = badge([
        "verify",
        "--json",
        "--at=2026-06-01T12:00:00Z",
        "--offline",
        &format!("--cache={case}/web"),
        &format!("{case}/badge.json"),
    ]);
    // D-41: a rejected badge ends with 1.
    let printed = run(command.current_dir(repository()), 1);
    let value = json::parse(printed.as_bytes(), &Limits::default()).expect("the report is JSON");

    let text = fs::read_to_string(repository().join("docs/report.md")).expect("docs/report.md");
    let (before, rest) = text.split_once(BEGIN).expect("a place for the example");
    let (_, after) = rest.split_once("\n```").expect("the example's end");
    hold("docs/report.md", &format!("{before}{BEGIN}{}\n```{after}", value.to_pretty().trim_end()));

    // Every member that a report can have is told of. Those of this example, and those of all others in the corpus.
    let mut members = BTreeSet::new();
    names(&value, &mut members);
    for other in
        ["proof_good", "hosted_good", "endorsement_good", "status_unreachable", "issuer_unread", "proof_one-of-two"]
    {
        let input = format!("fixtures/badges/{other}/badge.json");
        let output = badge(["verify", "--json", "--at=2026-06-01T12:00:00Z", "--offline", &input])
            .current_dir(repository())
            .output()
            .expect("the command starts");
        names(&json::parse(&output.stdout, &Limits::default()).expect(other), &mut members);
    }
    let untold: Vec<&String> = members.iter().filter(|m| !before.contains(&format!("`{m}`"))).collect();
    assert!(members.len() > 30, "{members:?}");
    assert!(untold.is_empty(), "docs/report.md does not tell of {untold:?}");
}

/// The names of all members, but for the data of reasons, which `codes.md` tells of.
fn names(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter() {
                out.insert(name.to_owned());
                if name != "reason" {
                    names(value, out);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|v| names(v, out)),
        _ => {}
    }
}
