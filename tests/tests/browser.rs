//! The server and what places publish in a real browser: every page as people meet it. What they do there is in
//! `browser_journeys.rs`; the scripts are in `tests/interop/browser`.
//!
//! Needs Chromium, Node.js and the packages of `tests/interop` (`npm --prefix tests/interop ci`); without them this is
//! skipped, and said so. `BADGE_SHOTS=DIR` keeps pictures of what is seen.

// What was skipped is for people to read.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::Path;

use badge_tests::binary::{badge, run};
use badge_tests::{Web, serve_dir};
use browser_support::{Server, browser, play};
use serde_json::{Value, json};
use tempfile::TempDir;

mod browser_support;

#[test]
fn every_page_of_the_server_is_for_everybody() {
    let Some(chromium) = browser() else { return };
    let sweep = |language: &str| {
        let server = Server::start(&["demo", "--language", language], 4);
        let [address, place, badge, team] = server.told.as_slice() else { panic!("{:?}", server.told) };
        let told = json!({
            "address": address, "place": place, "badge": badge, "team": team, "inside": "/staff/places/1",
            "pages": server.pages(), "language": language,
        });
        let seen = play("sweep.mjs", &chromium, told);
        assert!(seen["kinds"].as_array().unwrap().len() > 20, "{seen}");
    };
    // Both at the same time: each waits for its browser as often as it works.
    std::thread::scope(|scope| {
        let other = scope.spawn(|| sweep("en"));
        sweep("fr");
        other.join().unwrap();
    });
}

#[test]
fn what_is_seen_seldom_is_for_everybody() {
    let Some(chromium) = browser() else { return };
    let server = Server::start(&["demo", "--language", "fr"], 4);
    let [address, _, badge, team] = server.told.as_slice() else { panic!("{:?}", server.told) };
    let told = json!({
        "address": address, "badge": badge, "team": team, "inside": "/staff/places/1", "most": 25 << 20,
        "badges": Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges"),
    });
    play("rare.mjs", &chromium, told);
}

/// A place of the command's with all that it publishes, and a web host that has it.
fn published(lang: &str) -> (TempDir, String, Web) {
    let dir = tempfile::tempdir().unwrap();
    let (place, www) = (dir.path().join("lieu"), dir.path().join("www"));
    let mut init = badge(["--lang", lang, "init", "--name", "La Fabrique", "--email", "badges@example.org"]);
    init.args(["--no-passphrase", "--examples", "--url", "https://badges.example.org"]);
    run(init.arg(&place), 0);
    let here = |args: &[&str]| {
        let mut command = badge(args.iter().copied());
        command.env("BADGE_PLACE", &place);
        run(&mut command, 0)
    };
    let issue = |args: &[&str]| -> String {
        let told: Value = serde_json::from_str(here(&[&["issue", "--json"], args].concat()).trim()).unwrap();
        told["token"].as_str().unwrap().to_owned()
    };
    let story = "A réglé l’imprimante **seule**, puis imprimé une pièce.";
    issue(&["impression-3d", "--to", "lea@example.org", "--narrative", story, "--where", "Caen"]);
    issue(&["decoupe-laser", "--to", "noe@example.org", "--format", "ob2-hosted", "--format", "ob3-jwt"]);
    let gone = issue(&["premiers-pas", "--to", "tom@example.org"]);
    here(&["revoke", &gone, "--reason", "erreur de saisie", "--yes"]);
    issue(&["premiers-pas", "--to", "maya@example.org", "--date", "2020-01-01", "--expires", "2021-01-01"]);
    issue(&["premiers-pas", "--card"]);
    here(&["publish", "--out", www.to_str().unwrap()]);
    let (address, web) = serve_dir(&www).unwrap();
    (dir, format!("http://{address}"), web)
}

/// Every page below a folder, by its path.
fn pages(root: &Path, path: &str, out: &mut Vec<String>) {
    for entry in fs::read_dir(root.join(path)).unwrap() {
        let entry = entry.unwrap();
        let at = format!("{path}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            pages(root, &format!("{at}/"), out);
        } else if Path::new(&at).extension().is_some_and(|e| e == "html") {
            out.push(at);
        }
    }
}

#[test]
fn every_page_that_a_place_publishes_is_for_everybody() {
    let Some(chromium) = browser() else { return };
    let (dir, address, _web) = published("fr");
    let mut all = Vec::new();
    pages(&dir.path().join("www"), "", &mut all);
    all.sort();
    assert!(all.len() > 30, "{all:?}");
    play("site.mjs", &chromium, json!({ "address": address, "pages": all }));
}

/// `BADGE_WRITE_DOCS=1` puts them into `docs/images`.
#[test]
fn the_pictures_of_the_readme_can_be_taken() {
    let Some(chromium) = browser() else { return };
    let dir = tempfile::tempdir().unwrap();
    for language in ["fr", "en"] {
        let server = Server::start(&["demo", "--language", language], 4);
        let told = json!({
            "address": server.told[0], "team": server.told[3], "inside": "/staff/places/1", "language": language,
            "folder": dir.path(),
        });
        play("pictures.mjs", &chromium, told);
    }
    let images = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images");
    for entry in fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        let size = image::image_dimensions(entry.path()).unwrap();
        assert_eq!(size, (1000, 640), "{}", entry.path().display());
        if std::env::var_os("BADGE_WRITE_DOCS").is_some() {
            fs::copy(entry.path(), images.join(entry.file_name())).unwrap();
        }
        assert!(images.join(entry.file_name()).exists(), "{} is not in docs/images", entry.path().display());
    }
}
