//! Pages of badges, made in the forms of the usual platforms and served here under their names: from the address that a
//! person passes on to the badge. What the forms are is known from what is public about the platforms; nothing here
//! asks them.

use std::fs;
use std::path::Path;

use badge_tests::binary::badge;
use badge_tests::{corpus, serve_dir};
use serde_json::Value;

const NOW: &str = "2026-06-01T12:00:00Z";
/// A web page that shows nothing without its program.
const PROGRAM: &str = "<!doctype html><title>Badges</title><div id=app></div><script src=/app.js></script>";

/// A badge that proves itself, wherever it is served.
fn signed() -> Vec<u8> {
    fs::read(corpus::folder().join("proof_good/badge.json")).unwrap()
}

fn baked() -> Vec<u8> {
    fs::read(corpus::folder().join("container_png/badge.png")).unwrap()
}

/// The verdicts on what is behind `address`, which the files are served for, whatever the host; and the codes and reasons.
fn behind(address: &str, files: &[(&str, &[u8])]) -> (Vec<String>, Value) {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let (at, _web) = serve_dir(folder.path()).unwrap();
    let hosts = ["www.credly.com", "badgr.com", "api.badgr.io", "openbadgefactory.com", "openbadgepassport.com"];
    let more = ["www.badgecraft.eu", "moodle.example.org", "page.example.org", "files.example.org"];
    let mut command = badge(["verify", "--json", "--at", NOW, address]);
    for host in hosts.iter().chain(&more) {
        command.arg("--stand-in").arg(format!("{host}={at}"));
    }
    let output = command.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let badges = report["inputs"][0]["badges"].as_array().unwrap();
    (badges.iter().map(|b| b["verdict"].as_str().unwrap().to_owned()).collect(), report)
}

fn found(address: &str, files: &[(&str, &[u8])]) {
    let (verdicts, report) = behind(address, files);
    assert_eq!(verdicts, ["verified"], "{address}: {report:#}");
}

#[test]
fn pages_that_are_programs_are_known_by_their_address() {
    let page = PROGRAM.as_bytes();
    let badge = signed();
    let id = "7d1e4a6f-0000-4000-8000-000000000000";
    found(
        &format!("https://www.credly.com/badges/{id}/public_url"),
        &[(&format!("badges/{id}/public_url"), page), (&format!("api/v1/obi/v2/badge_assertions/{id}"), &badge)],
    );
    // Badgr, and Canvas Credentials after it.
    found("https://badgr.com/public/assertions/Q7f2l0n9S0K", &[("public/assertions/Q7f2l0n9S0K", &badge)]);
    let hash = "0123456789abcdef0123456789abcdef01234567";
    found(
        &format!("https://openbadgefactory.com/v1/assertion/{hash}.html"),
        &[(&format!("v1/assertion/{hash}.html"), page), (&format!("v1/assertion/{hash}"), &badge)],
    );
    found(&format!("https://openbadgefactory.com/v1/assertion/{hash}"), &[(&format!("v1/assertion/{hash}"), &badge)]);
    // The passport keeps badges of many: its data says where this one is served.
    let told = format!(r#"{{"assertion-status":200,"asr":"https://openbadgefactory.com/v1/assertion/{hash}"}}"#);
    found(
        "https://openbadgepassport.com/app/badge/info/123456",
        &[
            ("app/badge/info/123456", page),
            ("app/obpv1/badge/verify/123456", told.as_bytes()),
            (&format!("v1/assertion/{hash}"), &badge),
        ],
    );
}

#[test]
fn what_a_page_says_for_programs_leads_to_its_badge() {
    let (badge, picture) = (signed(), baked());
    let head = |line: &str| format!("<!doctype html><title>Badge</title>{line}<div id=app></div>").into_bytes();
    let data = ("data/1.json", &badge[..]);
    for line in [
        r#"<link rel="alternate" type="application/json" href="/data/1.json">"#,
        r#"<link rel="alternate" type="application/ld+json" href="https://files.example.org/data/1.json">"#,
        r#"<a href="/data/1.json" download>Télécharger le badge</a>"#,
        r#"<p>Adresse du badge : <code>https://files.example.org/badges/1.json</code></p>"#,
    ] {
        found("https://page.example.org/badge/1", &[("badge/1", &head(line)), data, ("badges/1.json", &badge)]);
    }
    let written =
        format!(r#"<script type="application/ld+json">{}</script>"#, String::from_utf8(badge.clone()).unwrap());
    found("https://page.example.org/badge/1", &[("badge/1", &head(&written))]);
    // The picture that a page shows, or offers: it may have the badge in it. So a page of Badgecraft is looked at, and any.
    for line in [
        r#"<meta property="og:image" content="https://www.badgecraft.eu/storage/1.png">"#,
        r#"<meta name="twitter:image" content="/storage/1.png">"#,
        r#"<a href="/storage/1.png" download>Download</a>"#,
        r#"<img src="/storage/badge-1.png" alt="Badge">"#,
    ] {
        let address = "https://www.badgecraft.eu/en/user-badges/5a0e3a7c-0000-4000-8000-000000000001";
        let page = ("en/user-badges/5a0e3a7c-0000-4000-8000-000000000001", &head(line)[..]);
        found(address, &[page, ("storage/1.png", &picture), ("storage/badge-1.png", &picture)]);
    }
}

// A page that only a program could show is told as an address that leads to no badge, never as a badge that is no good.
#[test]
fn a_page_that_leads_nowhere_is_no_badge() {
    let bare = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/artwork/bicycle.png")).unwrap();
    let page = format!(r#"{PROGRAM}<meta property="og:image" content="/storage/1.png">"#);
    let address = "https://www.badgecraft.eu/en/user-badges/5a0e3a7c-0000-4000-8000-000000000001";
    let files: &[(&str, &[u8])] =
        &[("en/user-badges/5a0e3a7c-0000-4000-8000-000000000001", page.as_bytes()), ("storage/1.png", &bare)];
    let (verdicts, report) = behind(address, files);
    assert!(!verdicts.iter().any(|v| v == "verified"), "{report:#}");
    assert_eq!(report["valid"], false);
}

#[test]
fn a_document_at_an_address_is_opened_like_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/documents");
    let given = fs::read(folder.join("cv.pdf")).unwrap();
    let at_home = badge(["verify", "--json", "--offline", "--at", NOW]).arg(folder.join("cv.pdf")).output().unwrap();
    let at_home: Value = serde_json::from_slice(&at_home.stdout).unwrap();
    let expected = at_home["inputs"][0]["badges"].as_array().unwrap().len();
    let (verdicts, report) = behind("https://page.example.org/cv.pdf", &[("cv.pdf", &given)]);
    assert!(expected > 0, "{at_home:#}");
    assert_eq!(verdicts.len(), expected, "{report:#}");
}
