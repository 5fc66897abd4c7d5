//! Every example runs, and says what it promises.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Where the examples lie. They are built when only this test was asked for.
fn built() -> &'static Path {
    static EXAMPLES: OnceLock<PathBuf> = OnceLock::new();
    EXAMPLES.get_or_init(|| {
        // target/<profile>/deps/<this test>
        let test = std::env::current_exe().expect("this test has a path");
        let profile = test.parent().and_then(Path::parent).expect("target/<profile>/deps").to_owned();
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--locked", "-p", "badge-examples", "--examples"]);
        if profile.file_name() == Some(OsStr::new("release")) {
            build.arg("--release");
        }
        build.current_dir(repository()).env("CARGO_TARGET_DIR", profile.parent().expect("target"));
        assert!(build.status().expect("cargo runs").success(), "the examples could not be built");
        profile.join("examples")
    })
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn run<S: AsRef<OsStr>>(name: &str, args: impl IntoIterator<Item = S>) -> String {
    let output = Command::new(built().join(name)).args(args).output().expect("the example starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const NOTHING: [&str; 0] = [];

#[test]
fn issue_one_makes_a_picture_that_verify_file_believes() {
    let folder = tempfile::tempdir().unwrap();
    let said = run("issue_one", [folder.path()]);
    let picture = folder.path().join("badge.png");
    assert_eq!(said.trim_end(), picture.to_str().unwrap());

    let said = run("verify_file", [&picture]);
    assert!(said.contains("verdict: verified"), "{said}");
    assert!(said.contains("Découpe laser") && said.contains("Atelier de l'Exemple"), "{said}");
    assert!(said.contains("  issuer.confirmed: "), "{said}");

    // A letter changed in the picture is seen before anything is believed.
    let mut bytes = std::fs::read(&picture).unwrap();
    let at = bytes.windows(5).position(|w| w == b"lampe").expect("the narrative stands in the picture");
    bytes[at] = b'r';
    std::fs::write(&picture, bytes).unwrap();
    let said = run("verify_file", [&picture]);
    assert!(said.contains("Checksum") && !said.contains("verdict"), "{said}");
}

#[test]
fn verify_file_says_why_not() {
    let said = run("verify_file", [repository().join("fixtures/badges/proof_tampered/badge.json")]);
    assert!(said.contains("verdict: rejected") && said.contains("SignatureMismatch"), "{said}");
}

#[test]
fn verify_file_says_what_it_would_fetch() {
    let said = run("verify_file", [repository().join("fixtures/badges/issuer_web/badge.json")]);
    assert!(said.contains("verdict: inconclusive"), "{said}");
    assert!(said.contains("wanted: https://trois-ponts.example.org/.well-known/did.json (did_document)"), "{said}");
}

#[test]
fn verify_online_settles_from_recorded_answers() {
    let case = repository().join("fixtures/badges/issuer_web");
    let said = run("verify_online", [case.join("badge.json"), case.join("web")]);
    assert!(said.starts_with("verdict: verified, after 1 answers\n"), "{said}");
    assert!(said.contains("did.json: found"), "{said}");
}

#[test]
fn verify_online_needs_no_network_for_a_badge_that_names_nothing_outside() {
    let said = run("verify_online", [repository().join("fixtures/badges/proof_good/badge.json")]);
    assert_eq!(said, "verdict: verified, after 0 answers\n");
}

#[test]
fn read_document_says_where_badges_are() {
    let said = run("read_document", [repository().join("fixtures/documents/attached.pdf")]);
    assert!(said.contains("verified (1 places)") && said.contains("Attachment"), "{said}");
    let said = run("read_document", [repository().join("fixtures/documents/link.docx")]);
    assert!(said.contains("address https://badges.example.org/b/") && said.contains("OnlyLinks"), "{said}");
    let said = run("read_document", [repository().join("fixtures/documents/nothing.pdf")]);
    assert_eq!(said, "NoBadge\n");
}

#[test]
fn known_issuer_asks_a_list() {
    let case = repository().join("fixtures/badges/trust_known");
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.json");
    // A list without an end, as one's own may be: this test is to hold next year.
    for (id, known) in [("did:web:trois-ponts.example.org", "known"), ("did:web:orme.example.org", "unknown")] {
        let text = format!(
            r#"{{"schema":"badge-trust/1","name":"Les miens","updated":"2026-01-05","issuers":[{{"id":"{id}"}}]}}"#
        );
        std::fs::write(&list, text).unwrap();
        let said = run("known_issuer", [case.join("badge.json"), list.clone(), case.join("web")]);
        assert_eq!(said, format!("Les miens: 1 issuers, signed: false\nverdict: verified, issuer: {known}\n"));
    }
}

#[test]
fn issue_cohort_goes_on_after_a_bad_address() {
    let folder = tempfile::tempdir().unwrap();
    let said = run("issue_cohort", [folder.path()]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "camille-example.org.credential.json",
            "camille-example.org.credential.jws",
            "dominique-example.org.credential.json",
            "dominique-example.org.credential.jws",
            "sans-arobase: not_an_email (recipient)",
            "did-web-sasha.example.org.credential.json",
            "did-web-sasha.example.org.credential.jws",
        ]
    );
    for name in lines.iter().filter(|l| !l.contains(' ')) {
        let said = run("verify_file", [folder.path().join(name)]);
        assert!(said.contains("verdict: verified"), "{name}: {said}");
    }
}

#[test]
fn custom_signer_makes_a_jwt_that_verifies() {
    let said = run("custom_signer", NOTHING);
    assert!(said.contains("to sign with ES256\nverdict: verified\neyJ"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credential.jws");
    std::fs::write(&file, said.lines().last().unwrap()).unwrap();
    assert!(run("verify_file", [&file]).contains("verdict: verified"));
}

#[test]
fn status_list_revokes() {
    let said = run("status_list", NOTHING);
    assert_eq!(said, "before: verified, valid\nafter: rejected, revoked\noffline: inconclusive, unknown\n");
}

#[test]
fn publish_folder_writes_what_a_verifier_reads() {
    let folder = tempfile::tempdir().unwrap();
    let said = run("publish_folder", [folder.path()]);
    for path in ["did.json", "issuer.json", "jwks.json", "achievements/decoupe-laser.json", "status/1.json"] {
        assert!(said.lines().any(|l| l.ends_with(path)), "{path}: {said}");
    }

    // The folder answers for its address; a badge taken from it holds.
    let files: Vec<(String, PathBuf)> = said.lines().map(|l| (l.to_owned(), folder.path().join(l))).collect();
    let index: Vec<String> =
        files.iter().map(|(path, _)| format!("\"https://badges.example.org/{path}\": \"{}\"", flat(path))).collect();
    let recorded = tempfile::tempdir().unwrap();
    std::fs::write(recorded.path().join("index.json"), format!("{{{}}}", index.join(","))).unwrap();
    for (path, file) in &files {
        std::fs::copy(file, recorded.path().join(flat(path))).unwrap();
    }
    for name in ["credential.json", "credential.jws", "assertion.json", "assertion.jws"] {
        let (_, badge) = files.iter().find(|(p, _)| p.ends_with(name)).expect(name);
        let said = run("verify_online", [badge, recorded.path()]);
        assert!(said.starts_with("verdict: verified, "), "{name}: {said}");
    }
}

/// A name without folders and without a leading dot.
fn flat(path: &str) -> String {
    path.replace(['/', '.'], "_")
}

#[test]
fn every_example_is_run_here_and_listed() {
    let here = include_str!("run.rs");
    let listed = include_str!("../src/lib.rs");
    let mut seen = 0;
    for entry in std::fs::read_dir(repository().join("examples/examples")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(here.contains(&format!("run(\"{name}\"")), "{name} is not run");
        assert!(listed.contains(&format!("`{name}`")), "{name} is not listed");
        let source = std::fs::read_to_string(&path).unwrap();
        let lines = source.lines().filter(|l| !l.trim().is_empty() && !l.trim().starts_with("//")).count();
        assert!(lines < 60, "{name} has {lines} lines of code: an example shows one thing");
        seen += 1;
    }
    assert_eq!(seen, 9);
}
