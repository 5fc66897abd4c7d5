//! Every suite that signs on request, through the real command (D-20, D-21, D-25).

use std::fs;
use std::path::{Path, PathBuf};

use badge_tests::binary::{badge, run};
use serde_json::Value;

fn place(dir: &Path) -> PathBuf {
    let place = dir.join("lieu");
    let mut init = badge(["init", "--name", "Fabrique de l’Été", "--email", "badges@example.org", "--url"]);
    run(init.args(["https://badges.example.org", "--no-passphrase", "--examples"]).arg(&place), 0);
    place
}

/// What is issued with some options: the answer, and the credential.
fn issue(place: &Path, more: &[&str]) -> (Value, PathBuf) {
    let mut command = badge(["issue", "impression-3d", "--to", "lea@example.org", "--date", "2026-03-02", "--json"]);
    let out = run(command.args(more).arg("--place").arg(place), 0);
    let answer: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let file = answer["files"].as_array().unwrap().iter().filter_map(Value::as_str).find(|f| f.ends_with(".json"));
    let file = PathBuf::from(file.unwrap_or_else(|| panic!("{answer}")));
    (answer, file)
}

fn codes(remarks: &Value) -> Vec<&str> {
    remarks.as_array().into_iter().flatten().filter_map(|r| r["code"].as_str()).collect()
}

// D-21, OB3-PRF-25, OB3-PRF-27
#[test]
fn every_suite_signs_and_verifies_and_a_change_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let place = place(dir.path());
    let publish = |site: &Path| run(badge(["publish", "--out"]).arg(site).arg("--place").arg(&place), 0);
    let cases = [
        ("eddsa-rdfc-2022", "z6Mk", false),
        ("eddsa-jcs-2022", "z6Mk", true),
        ("ecdsa-rdfc-2019", "zDn", true),
        ("ecdsa-jcs-2019", "zDn", true),
    ];
    let made: Vec<_> = cases.iter().map(|(suite, ..)| issue(&place, &["--suite", suite])).collect();
    let site = dir.path().join("site");
    publish(&site);
    let cache = recorded(&site, &dir.path().join("cache"));
    for ((suite, key, warned), (answer, file)) in cases.into_iter().zip(made) {
        let text = fs::read_to_string(&file).unwrap();
        let credential: Value = serde_json::from_str(&text).unwrap();
        let proof = &credential["proof"][0];
        assert_eq!(proof["cryptosuite"], suite);
        assert!(proof["verificationMethod"].as_str().unwrap().contains(&format!("#{key}")), "{proof}");
        assert_eq!(codes(&answer["remarks"]), if warned { vec!["suite-not-read"] } else { vec![] });
        // D-25: the contexts are stored where they are hashed.
        assert_eq!(proof.get("@context").is_some(), suite.contains("jcs"), "{proof}");
        let verify = |path: &Path, code| {
            let mut verify = badge(["verify", "--offline", "--json", "--cache"]);
            run(verify.arg(&cache).arg(path), code)
        };
        verify(&file, 0);
        let altered = dir.path().join("altered.json");
        assert!(text.contains("2026-03-02"));
        fs::write(&altered, text.replacen("2026-03-02", "2026-03-01", 1)).unwrap();
        let report: Value = serde_json::from_str(&verify(&altered, 1)).unwrap();
        let checks = report["inputs"][0]["badges"][0]["checks"].as_array().unwrap();
        assert!(checks.iter().any(|c| c["reason"]["id"] == "signature-mismatch"), "{checks:#?}");
    }
}

/// What a published site answers, as a cache (D-42).
fn recorded(site: &Path, cache: &Path) -> PathBuf {
    fs::create_dir_all(cache).unwrap();
    let mut index = serde_json::Map::new();
    let mut folders = vec![site.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "json") {
                let below = path.strip_prefix(site).unwrap().to_str().unwrap().to_owned();
                let name = format!("{}.json", index.len());
                fs::copy(&path, cache.join(&name)).unwrap();
                index.insert(format!("https://badges.example.org/{below}"), name.into());
            }
        }
    }
    // No document is called so.
    fs::write(cache.join("index.json"), Value::Object(index).to_string()).unwrap();
    cache.to_path_buf()
}

// D-20: a key is made once, after a sentence that says why; a key of the other curve serves as well.
#[test]
fn the_key_that_fits_is_made_or_taken() {
    let dir = tempfile::tempdir().unwrap();
    let place = place(dir.path());
    run(badge(["key", "new", "--kind", "p384", "--no-passphrase", "--place"]).arg(&place), 0);
    let (_, file) = issue(&place, &["--suite", "ecdsa-jcs-2019"]);
    let credential: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert!(credential["proof"][0]["verificationMethod"].as_str().unwrap().contains("#z82"), "P-384");

    for (language, why, warning) in [
        ("fr", "Ce qui est demandé (VC-JWT, ou une preuve ECDSA)", "Le vérificateur de 1EdTech ne lit pas"),
        ("en", "What was asked for (VC-JWT, or an ECDSA proof)", "The validator of 1EdTech does not read"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let place = self::place(dir.path());
        let mut issue = badge(["issue", "impression-3d", "--card", "--suite", "ecdsa-rdfc-2019", "--lang", language]);
        let out = issue.arg("--place").arg(&place).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.success() && said.contains(why) && said.contains(warning), "{said}");
        let mut again = badge(["issue", "impression-3d", "--card", "--suite", "ecdsa-jcs-2019", "--lang", language]);
        let out = again.arg("--place").arg(&place).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.success() && !said.contains(why) && said.contains("ecdsa-jcs-2019"), "{said}");
    }
}

#[test]
fn a_line_of_json_may_name_a_suite() {
    let dir = tempfile::tempdir().unwrap();
    let place = place(dir.path());
    let lines = concat!(
        r#"{"achievement":"impression-3d","to":"lea@example.org","suite":"eddsa-jcs-2022"}"#,
        "\n",
        r#"{"achievement":"impression-3d","to":"noe@example.org","suite":"ecdsa-sd-2023"}"#,
        "\n",
    );
    let input = dir.path().join("lines");
    fs::write(&input, lines).unwrap();
    let mut issue = badge(["issue", "-", "--json", "--place"]);
    let out = run(issue.arg(&place).stdin(fs::File::open(input).unwrap()), 2);
    let answers: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((&answers[0]["ok"], codes(&answers[0]["remarks"])), (&true.into(), vec!["suite-not-read"]));
    assert_eq!((&answers[1]["ok"], codes(&answers[1]["problems"])), (&false.into(), vec!["line-choice"]));
}
