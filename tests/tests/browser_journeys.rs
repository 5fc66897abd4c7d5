//! What people do with the server, in a real browser, on SQLite and on PostgreSQL: from the first start to a badge that is
//! taken back; a cohort; a partner's endorsement from a second server; a place of the command's that moves in. The scripts are in
//! `tests/interop/browser`, and what they need is told in `browser.rs`.

// What was skipped is for people to read.
#![allow(clippy::print_stdout)]

use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use badge_tests::binary::{badge, run};
use badge_tests::serve_dir;
use badge_tests::smtp::MailServer;
use browser_support::{Server, browser, play};
use serde_json::{Value, json};

mod browser_support;
mod database;

#[test]
fn from_the_first_start_to_a_badge_that_is_taken_back() {
    let Some(chromium) = browser() else { return };
    for database in database::both() {
        let Some(mail) = MailServer::start(json!({})) else { return };
        let post = format!("smtp://localhost:{}", mail.port);
        let args = ["--allow-local", "--mail", &post, "--mail-from", "Badges <badges@example.org>"];
        let server = Server::on(database, &args, 2);
        let [address, start] = server.told.as_slice() else { panic!("{:?}", server.told) };
        let folder = tempfile::tempdir().unwrap();
        let told = json!({
            "address": address, "start": start, "mail": mail.kept(), "folder": folder.path(), "pages": server.pages(),
            "objects": server.data.path().join("data/objects"),
        });
        let done = play("journey.mjs", &chromium, told);
        assert!(done["badge"].as_str().is_some_and(|page| page.starts_with(address.as_str())), "{done}");
    }
}

#[test]
fn a_cohort_whose_page_is_closed_at_once() {
    let Some(chromium) = browser() else { return };
    for database in database::both() {
        let Some(mail) = MailServer::start(json!({})) else { return };
        let post = format!("smtp://localhost:{}", mail.port);
        let mailed = ["--mail", &post, "--mail-from", "Badges <badges@example.org>", "--mail-per-minute", "1000"];
        let server = Server::on(database, &[&["demo", "--language", "fr"], &mailed[..]].concat(), 4);
        let told = json!({
            "address": server.told[0], "team": server.told[3], "inside": "/staff/places/1", "mail": mail.kept(),
        });
        assert_eq!(play("cohort.mjs", &chromium, told)["badges"], 24);
    }
}

#[test]
fn an_endorsement_from_a_second_server() {
    let Some(chromium) = browser() else { return };
    for database in database::both() {
        let partner = Server::start(&["demo", "--language", "en"], 4);
        let server = Server::on(database, &["demo", "--language", "fr"], 4);
        let told =
            |server: &Server| json!({ "address": server.told[0], "place": server.told[1], "team": server.told[3] });
        let folder = tempfile::tempdir().unwrap();
        let told = json!({
            "address": server.told[0], "ours": told(&server), "theirs": told(&partner), "folder": folder.path(),
        });
        play("endorse.mjs", &chromium, told);
        // What left the server as a file, in other hands: the command finds the endorsement in the picture.
        let picture = folder.path().join("badge.png");
        let report = run(badge(["verify", "--json", "--allow-local"]).arg(&picture), 0);
        let report: Value = serde_json::from_str(&report).unwrap();
        assert!(report.to_string().contains("The Workshop"), "{report:#}");
    }
}

/// Until nothing listens there any more.
fn closed(address: std::net::SocketAddr) {
    for _ in 0..200 {
        if TcpStream::connect(address).is_err() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{address} is still served");
}

#[test]
fn a_place_that_the_command_made_moves_in() {
    let Some(chromium) = browser() else { return };
    for database in database::both() {
        let dir = tempfile::tempdir().unwrap();
        let (place, www) = (dir.path().join("lieu"), dir.path().join("www"));
        std::fs::create_dir(&www).unwrap();
        let (served, web) = serve_dir(&www).unwrap();
        let origin = format!("http://localhost:{}", served.port());
        let base = format!("{origin}/lieu");
        let mut init = badge(["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase"]);
        run(init.args(["--lang", "fr", "--examples", "--url", &base]).arg(&place), 0);
        let here = |args: &[&str]| run(badge(args.iter().copied()).env("BADGE_PLACE", &place), 0);
        let issue = |to: &str| -> String {
            let told: Value = serde_json::from_str(&here(&["issue", "--json", "decoupe-laser", "--to", to])).unwrap();
            told["token"].as_str().unwrap().to_owned()
        };
        let (good, gone) = (issue("lea@example.org"), issue("tom@example.org"));
        here(&["revoke", &gone, "--reason", "Délivré par erreur", "--yes"]);
        here(&["publish", "--out", www.join("lieu").to_str().unwrap()]);
        // Somebody else's server, by which both badges are verified before and after.
        let other = Server::start(&["--allow-local"], 2);
        let told = |step: &str| {
            json!({
                "step": step, "address": origin, "base": base, "verify": other.told[0], "good": good, "gone": gone,
                "folder": dir.path(),
            })
        };
        play("moved.mjs", &chromium, told("before"));

        drop(web);
        closed(served);
        let server = Server::new(database);
        run(server.program().args(["import", "--keys"]).arg(&place), 0);
        let port = served.port();
        let server =
            server.serve(&["--allow-local", "--listen", &format!("127.0.0.1:{port}"), "--address", &origin], 2);
        let mut after = told("after");
        after["start"] = server.told[1].clone().into();
        let done = play("moved.mjs", &chromium, after);
        // What was awarded here is the command's again when the place goes.
        let back = dir.path().join("back");
        run(server.program().args(["export", &base, back.to_str().unwrap(), "--keys-in-clear"]), 0);
        let token = done["token"].as_str().unwrap();
        assert!(Path::new(&back).join("awards").join(token).is_dir(), "{done}");
        run(badge(["list"]).env("BADGE_PLACE", &back), 0);
    }
}
