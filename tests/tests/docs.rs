//! Documents that are made from the code, and held against it: `BADGE_WRITE_DOCS=1 cargo test -p badge-tests --test docs`
//! writes them again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use badge_core::json::{self, Value};
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::Catalog;
use badge_core::verify::{CheckCode, Reason};
use badge_tests::binary::{badge, run};

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

#[test]
fn codes_md_lists_every_code_and_every_reason() {
    let (fr, en) = (Catalog::new(Lang::Fr, &[]), Catalog::new(Lang::En, &[]));
    let mut out = String::from(
        "# Codes and reasons\n\nMade from the code by `tests/tests/docs.rs`; do not edit it by hand.\n\n\
         A code names a question that the verifier asks. A reason says why the answer is no, or yes with a remark. Both \
         are permanent: none is renamed, none changes its meaning, and new ones may be added. The words may be improved \
         at any time; programs go by the codes. `{$name}` stands for the data of a reason, which the JSON report gives \
         beside its id ([report.md](report.md)).\n\n## Codes\n",
    );
    for code in CheckCode::ALL {
        let id = format!("check-{}", code.as_str().replace(['.', '_'], "-"));
        assert!(fr.has(&id) && en.has(&id), "{id}");
        let _ = write!(out, "\n### `{code}`\n\n- {}\n- {}\n", words(&en, &id), words(&fr, &id));
        match code.clause() {
            Some(clause) => drop(writeln!(out, "- Clause: [{}]({})", clause.document, clause.url)),
            None => out.push_str("- Clause: none; no specification asks this\n"),
        }
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
    }
    assert!(CheckCode::ALL.len() > 30 && Reason::IDS.len() > 60);
    hold("docs/codes.md", &out);
}

fn words(catalog: &Catalog, id: &str) -> String {
    catalog.text(id, &[]).split_whitespace().collect::<Vec<_>>().join(" ").replace('*', "\\*")
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
