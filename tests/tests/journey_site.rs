//! From an empty folder to a badge that strangers verify on the web: all through the real command, with the published
//! site served on this machine under the name it will have.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge, run};
use badge_tests::{Web, serve_dir};
use serde_json::Value;

struct Site {
    dir: tempfile::TempDir,
    web: Web,
    stand_in: String,
}

impl Site {
    /// A place with an address, its site published and served.
    fn new(base: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut init = badge(["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase"]);
        run(
            init.args(["--homepage", "https://www.example.org/", "--examples", "--url", base])
                .arg(dir.path().join("lieu")),
            0,
        );
        // The folder of a host that publishes below a path.
        let path =
            base.trim_start_matches("https://").split_once('/').map_or("", |(_, path)| path.trim_end_matches('/'));
        let root = dir.path().join("www");
        let site = root.join(path);
        fs::create_dir_all(&site).unwrap();
        let (address, web) = serve_dir(&root).unwrap();
        let host = base.trim_start_matches("https://").split('/').next().unwrap();
        let site = Self { stand_in: format!("{host}={address}"), dir, web };
        site.publish(path);
        site
    }

    fn place(&self) -> PathBuf {
        self.dir.path().join("lieu")
    }

    fn publish(&self, path: &str) {
        let out = self.dir.path().join("www").join(path);
        run(self.here(&["publish", "--out"]).arg(out), 0);
    }

    fn here(&self, args: &[&str]) -> Command {
        let mut command = badge(args.iter().copied());
        command.env("BADGE_PLACE", self.place());
        command
    }

    fn issue(&self, args: &[&str]) -> Value {
        let mut command = self.here(&["issue", "--json"]);
        let out = run(command.args(args), 0);
        serde_json::from_str(out.trim()).unwrap_or_else(|e| panic!("{e}: {out}"))
    }

    /// The JSON report on something a stranger holds.
    fn verify(&self, input: &str, more: &[&str], code: i32) -> Value {
        let mut command = badge(["verify", "--json", "--stand-in", &self.stand_in, input]);
        let out = run(command.args(more), code);
        serde_json::from_str(&out).unwrap()
    }
}

fn file<'a>(answer: &'a Value, ending: &str) -> &'a str {
    let files = answer["files"].as_array().unwrap();
    files.iter().filter_map(Value::as_str).find(|f| f.ends_with(ending)).unwrap_or_else(|| panic!("{ending}: {answer}"))
}

fn checks<'a>(report: &'a Value, code: &str) -> Vec<&'a str> {
    let all = report["inputs"][0]["badges"][0]["checks"].as_array().unwrap();
    all.iter().filter(|c| c["code"] == code).filter_map(|c| c["outcome"].as_str()).collect()
}

#[test]
fn a_published_site_verifies_online_and_after_rotation() {
    let site = Site::new("https://badges.example.org");
    let first = site.issue(&["impression-3d", "--to", "lea@example.org", "--narrative", "A réglé l’imprimante."]);
    let (json, png) = (file(&first, ".json").to_owned(), file(&first, ".png").to_owned());

    // Before it is published nothing confirms the issuer: open, not rejected (D-23, D-34).
    fs::remove_file(site.dir.path().join("www/.well-known/did.json")).unwrap();
    let report = site.verify(&png, &[], 3);
    assert_eq!(report["verdict"], "inconclusive");
    site.publish("");

    let report = site.verify(&png, &["--recipient", "LEA@example.org"], 0);
    assert_eq!((&report["valid"], &report["recipient"]), (&Value::Bool(true), &Value::from("match")));
    assert_eq!(checks(&report, "issuer.confirmed"), ["pass"]);
    assert_eq!(checks(&report, "status.revocation"), ["pass"]);
    site.verify(&png, &["--recipient", "noe@example.org"], 5);
    // By its address, as text, and as bare JSON.
    site.verify(first["id"].as_str().unwrap(), &[], 0);
    site.verify(&format!("{}badge.png", first["link"].as_str().unwrap()), &[], 0);
    site.verify(&fs::read_to_string(&json).unwrap(), &[], 0);
    // By the address of its page, alone and in a letter: the badge is found behind it, and the answer says where.
    let page = first["link"].as_str().unwrap();
    for text in [page.to_owned(), format!("Bonjour,\n\nmon badge : <{page}>\n")] {
        let letter = site.dir.path().join("letter.txt");
        fs::write(&letter, &text).unwrap();
        let report = site.verify(letter.to_str().unwrap(), &[], 0);
        let found = &report["inputs"][0]["badges"][0]["found"];
        assert!(found.as_array().unwrap().iter().any(|at| at["in"] == "address" && at["url"] == page), "{found}");
        let mut offline = badge(["verify", "--json", "--offline", letter.to_str().unwrap()]);
        let out = run(&mut offline, if text == page { 3 } else { 4 });
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["inputs"][0]["links"].as_array().unwrap().len(), usize::from(text != page));
    }

    // A new key; the old one stays listed, so that what it signed goes on verifying (OB3-PRF-48).
    let old: Value = serde_json::from_str(&run(&mut site.here(&["key", "list", "--json"]), 0)).unwrap();
    run(&mut site.here(&["key", "rotate", "--no-passphrase"]), 0);
    let second = site.issue(&["premiers-pas", "--to", "noe@example.org"]);
    site.publish("");
    site.verify(&png, &[], 0);
    site.verify(file(&second, ".png"), &[], 0);

    // The old one retired: it signs no more, and what it signed in its time still verifies.
    let name = old["keys"][0]["thumbprint"].as_str().expect("a key has a name").to_owned();
    run(&mut site.here(&["key", "retire", &name]), 0);
    site.publish("");
    site.verify(&png, &[], 0);
    site.verify(file(&second, ".png"), &[], 0);

    // Revoked, then reinstated.
    let token = second["token"].as_str().unwrap();
    run(&mut site.here(&["revoke", token, "--yes", "--reason", "erreur"]), 0);
    site.publish("");
    let report = site.verify(file(&second, ".png"), &[], 1);
    assert_eq!(report["inputs"][0]["badges"][0]["status"], "revoked");
    site.verify(&png, &[], 0);
    run(&mut site.here(&["reinstate", token, "--yes"]), 0);
    site.publish("");
    site.verify(file(&second, ".png"), &[], 0);

    // Nothing but what a verifier reads was asked for, and never who it is about.
    assert!(site.web.requests().iter().all(|r| !format!("{r:?}").contains("lea@")));
}

#[test]
fn every_format_verifies_online_below_a_path() {
    let site = Site::new("https://www.example.org/badges");
    for format in ["ob3", "ob3-jwt", "ob2-hosted", "ob2-signed"] {
        let issued = site.issue(&[
            "decoupe-laser",
            "--to",
            &format!("{format}@example.org"),
            "--format",
            format,
            "--image",
            "both",
        ]);
        site.publish("badges");
        for picture in [".png", ".svg"] {
            let report = site.verify(file(&issued, picture), &["--recipient", &format!("{format}@example.org")], 0);
            assert_eq!(report["recipient"], "match", "{format}{picture}");
        }
        let token = issued["token"].as_str().unwrap().to_owned();
        run(&mut site.here(&["revoke", &token, "--yes"]), 0);
        site.publish("badges");
        let report = site.verify(file(&issued, ".png"), &[], 1);
        assert_eq!(report["inputs"][0]["badges"][0]["status"], "revoked", "{format}");
    }
}

#[test]
fn several_formats_of_one_award_lie_side_by_side() {
    // EXT-30
    let site = Site::new("https://badges.example.org");
    let issued = site.issue(&["impression-3d", "--to", "lea@example.org", "--format", "ob3", "--format", "ob2-hosted"]);
    site.publish("");
    let report = site.verify(file(&issued, ".png"), &[], 0);
    assert_eq!(report["inputs"][0]["badges"].as_array().unwrap().len(), 2, "one picture, two badges");
}

#[test]
fn what_was_recorded_gives_the_same_report_offline() {
    // D-42
    let site = Site::new("https://badges.example.org");
    let issued = site.issue(&["impression-3d", "--to", "lea@example.org"]);
    site.publish("");
    let record = site.dir.path().join("record");
    let at = ["--at", "2030-01-01T00:00:00Z"];
    let mut online = badge(["verify", "--json", "--stand-in", &site.stand_in, file(&issued, ".png")]);
    let first = run(online.args(at).arg("--record").arg(&record), 0);
    let mut offline = badge(["verify", "--json", "--offline", file(&issued, ".png")]);
    let second = run(offline.args(at).arg("--cache").arg(&record), 0);
    assert_eq!(first, second);
    assert!(Path::new(&record).join("index.json").is_file());
}

/// D-42: also where nobody answered, or a rule of ours stopped the fetch.
#[test]
fn what_could_not_be_read_is_the_same_report_offline() {
    let site = Site::new("https://badges.example.org");
    let issued = site.issue(&["impression-3d", "--to", "lea@example.org", "--format", "ob2-hosted"]);
    let assertion = file(&issued, "assertion.json");
    let closed = "badges.example.org=127.0.0.1:9".to_owned();
    let large = site.dir.path().join("large");
    let path = issued["id"].as_str().unwrap().trim_start_matches("https://badges.example.org/");
    fs::create_dir_all(large.join(path).parent().unwrap()).unwrap();
    fs::write(large.join(path), vec![b' '; 3 << 20]).unwrap();
    let (address, _web) = serve_dir(&large).unwrap();
    for (stand_in, why) in [(closed, "connect"), (format!("badges.example.org={address}"), "too_large")] {
        let record = site.dir.path().join(why);
        let at = ["--at", "2030-01-01T00:00:00Z"];
        let mut online = badge(["verify", "--json", "--stand-in", &stand_in, assertion]);
        let first = run(online.args(at).arg("--record").arg(&record), 3);
        assert!(first.contains(&format!("\"why\": \"{why}\"")), "{first}");
        let mut offline = badge(["verify", "--json", "--offline", assertion]);
        assert_eq!(first, run(offline.args(at).arg("--cache").arg(&record), 3));
        // With a network, it is asked again.
        let mut again = badge(["verify", "--json", "--stand-in", &site.stand_in, assertion]);
        let again = run(again.args(at).arg("--cache").arg(&record), 3);
        assert!(again.contains("not_found"), "{again}");
    }
}

#[test]
fn a_second_publish_changes_only_what_changed() {
    let site = Site::new("https://badges.example.org");
    let stamp = |path: &str| fs::metadata(site.dir.path().join("www").join(path)).unwrap().modified().unwrap();
    let before = (stamp("index.html"), stamp("style.css"), stamp(".well-known/did.json"));
    let issued = site.issue(&["impression-3d", "--to", "lea@example.org"]);
    site.publish("");
    assert_eq!(before, (stamp("index.html"), stamp("style.css"), stamp(".well-known/did.json")));
    assert!(site.dir.path().join("www/b").join(issued["token"].as_str().unwrap()).join("index.html").is_file());
    // What somebody else put there stays.
    fs::write(site.dir.path().join("www/mine.txt"), "x").unwrap();
    site.publish("");
    assert!(site.dir.path().join("www/mine.txt").is_file());
}

#[test]
fn a_link_to_a_drawn_badge_previews_with_a_png() {
    let site = Site::new("https://badges.example.org");
    let svg = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/artwork/bicycle.svg");
    let mut new =
        site.here(&["achievement", "new", "Vélo", "--description", "A réparé un vélo.", "--criteria", "Réparer."]);
    run(
        new.args(["--name-en", "Bicycle", "--description-en", "Repaired one.", "--criteria-en", "Repair."])
            .arg("--picture")
            .arg(svg),
        0,
    );
    let issued = site.issue(&["velo", "--to", "lea@example.org", "--image", "svg"]);
    site.publish("");
    let read = |path: &str| fs::read_to_string(site.dir.path().join("www").join(path)).unwrap();
    let wanted = "<meta property=\"og:image\" content=\"https://badges.example.org/achievements/velo.png\">";
    assert!(read("achievements/velo.html").contains(wanted));
    assert!(read(&format!("b/{}/index.html", issued["token"].as_str().unwrap())).contains(wanted));
    let png = fs::read(site.dir.path().join("www/achievements/velo.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}
