//! Our badges in other people's software, theirs in ours; run for real where `tests/run.sh` installed it.

#![allow(clippy::print_stderr)] // tests say loudly what they skip

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge, run};
use serde_json::Value;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop").join(path)
}

/// Whether a peer is installed; says loudly when it is not.
fn node() -> bool {
    let there = here("node_modules/@digitalbazaar/vc").is_dir();
    if !there {
        eprintln!("SKIPPED: @digitalbazaar/vc is not installed (npm --prefix tests/interop ci)");
    }
    there
}

fn python() -> Option<PathBuf> {
    let python = std::env::var_os("BADGE_INTEROP_PYTHON").map(PathBuf::from).filter(|p| p.exists());
    if python.is_none() {
        eprintln!("SKIPPED: openbadgeslib is not installed (BADGE_INTEROP_PYTHON)");
    }
    python
}

fn lines(command: &mut Command) -> Vec<Value> {
    let out = command.output().expect("the peer starts");
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success(), "{command:?}\n{text}\n{}", String::from_utf8_lossy(&out.stderr));
    text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
}

/// A place without an address and one badge of every kind of text: accents, Markdown, evidence, a location.
fn issued(dir: &Path) -> Value {
    let place = dir.join("lieu");
    let mut init = badge(["init", "--name", "Fabrique de l’Été", "--email", "badges@example.org"]);
    run(init.args(["--homepage", "https://example.org/", "--no-passphrase", "--examples"]).arg(&place), 0);
    let mut issue = badge(["issue", "impression-3d", "--to", "lea@example.org", "--json", "--date", "2026-03-02"]);
    issue.args([
        "--narrative",
        "A réglé l’imprimante **seule** : « ça marche ! »\n\n- d’abord le plateau\n- puis la buse",
    ]);
    issue.args(["--evidence", "https://example.org/preuves/lea,Photos de la pièce imprimée"]);
    issue.args(["--where", "Caen, la Presqu’île"]);
    let out = run(issue.arg("--place").arg(&place), 0);
    serde_json::from_str(out.lines().next().unwrap()).unwrap()
}

fn file(answer: &Value, ending: &str) -> PathBuf {
    let files = answer["files"].as_array().or_else(|| answer["files"].as_object().map(|_| panic!("{answer}"))).unwrap();
    let names: Vec<&str> = files.iter().filter_map(Value::as_str).collect();
    PathBuf::from(names.iter().find(|n| n.ends_with(ending)).unwrap_or_else(|| panic!("no {ending} in {names:?}")))
}

#[test]
fn ours_verify_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let answer = issued(dir.path());
    let (json, png) = (file(&answer, "credential.json"), file(&answer, ".png"));
    let text = fs::read_to_string(&json).unwrap();
    assert!(text.contains("ça marche"), "{text}");
    // The same with one letter changed: a peer that accepts everything would prove nothing.
    let altered = dir.path().join("altered.json");
    fs::write(&altered, text.replace("ça marche", "ca marche")).unwrap();

    if node() {
        let told = lines(Command::new("node").arg(here("digitalbazaar.mjs")).arg("verify").arg(&json).arg(&altered));
        assert_eq!(told[0]["verified"], true, "{}", told[0]);
        assert_eq!(told[1]["verified"], false, "{}", told[1]);
        let told = lines(Command::new("node").arg(here("digitalbazaar.mjs")).arg("unbake").arg(&png));
        assert_eq!(told[0]["text"].as_str(), Some(text.as_str()));
    }
    if let Some(python) = python() {
        let script = here("peer_openbadgeslib.py");
        let told = lines(Command::new(&python).arg(&script).arg("verify").arg(&json).arg(&altered));
        assert_eq!(told[0]["verified"], true, "{}", told[0]);
        assert_eq!(told[1]["verified"], false, "{}", told[1]);
        let told = lines(Command::new(&python).arg(&script).arg("unbake").arg(&png));
        assert_eq!(told[0]["text"].as_str(), Some(text.as_str()));
    }
}

/// The suites made on request, as far as a peer reads them (D-21).
#[test]
fn our_other_suites_verify_elsewhere() {
    if !node() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    issued(dir.path());
    let place = dir.path().join("lieu");
    for (curve, prefix) in [("p384", "did:key:z82"), ("p256", "did:key:zDn")] {
        run(badge(["key", "new", "--kind", curve, "--no-passphrase", "--place"]).arg(&place), 0);
        let mut issue = badge(["issue", "decoupe-laser", "--card", "--json", "--suite", "ecdsa-rdfc-2019"]);
        let out = run(issue.arg("--place").arg(&place), 0);
        let json = file(&serde_json::from_str(out.lines().next().unwrap()).unwrap(), "credential.json");
        let text = fs::read_to_string(&json).unwrap();
        assert!(text.contains(prefix), "{text}");
        let altered = dir.path().join("altered.json");
        fs::write(&altered, text.replacen("laser", "Laser", 1)).unwrap();
        let told = lines(Command::new("node").arg(here("digitalbazaar.mjs")).arg("verify").arg(&json).arg(&altered));
        assert_eq!(told[0]["verified"], true, "{}", told[0]);
        assert_eq!(told[1]["verified"], false, "{}", told[1]);
    }
}

/// A compact JWS of ours, checked by jose with the key in its header (D-22).
#[test]
fn our_jws_verifies_elsewhere() {
    if !node() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    issued(dir.path());
    let mut issue = badge(["issue", "decoupe-laser", "--to", "noe@example.org", "--json", "--format", "ob3-jwt"]);
    let out = run(issue.arg("--place").arg(dir.path().join("lieu")), 0);
    let answer: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let jws = file(&answer, ".jws");
    let altered = dir.path().join("altered.jws");
    let text = fs::read_to_string(&jws).unwrap();
    let (head, rest) = text.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let flipped = if payload.contains('a') { payload.replacen('a', "b", 1) } else { payload.replacen('b', "a", 1) };
    fs::write(&altered, format!("{head}.{flipped}.{signature}")).unwrap();
    let told = lines(Command::new("node").arg(here("digitalbazaar.mjs")).arg("jwt").arg(&jws).arg(&altered));
    assert_eq!((&told[0]["verified"], &told[0]["alg"]), (&Value::Bool(true), &Value::from("ES256")), "{}", told[0]);
    assert_eq!(told[1]["verified"], false, "{}", told[1]);
}

#[test]
fn theirs_verify_here() {
    let dir = tempfile::tempdir().unwrap();
    let unsigned = here("unsigned.json");
    let verified = |name: &str, credential: &Value| {
        let path = dir.path().join(name);
        fs::write(&path, credential.to_string()).unwrap();
        let out = run(badge(["verify", "--offline", "--json"]).arg(&path), 0);
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["verdict"], "verified", "{out}");
        let mut altered = credential.clone();
        altered["credentialSubject"]["achievement"]["name"] = "Directrice de la recherche".into();
        fs::write(&path, altered.to_string()).unwrap();
        run(badge(["verify", "--offline", "--json"]).arg(&path), 1);
    };
    if node() {
        let told = lines(Command::new("node").arg(here("digitalbazaar.mjs")).arg("sign").arg(&unsigned));
        verified("digitalbazaar.json", &told[0]);
        // ecdsa-sd-2023: what the holder shows verifies, and says so; what the holder keeps is refused by name.
        let told = lines(Command::new("node").arg(here("digitalbazaar.mjs")).arg("disclose").arg(&unsigned));
        let derived = &told[0]["derived"];
        assert!(derived["name"].is_null() && !told[0]["base"]["name"].is_null(), "{derived}");
        verified("derived.json", derived);
        let path = dir.path().join("base.json");
        for (credential, code, reason) in [(derived, 0, "parts-withheld"), (&told[0]["base"], 1, "base-proof")] {
            fs::write(&path, credential.to_string()).unwrap();
            let out = run(badge(["verify", "--offline", "--json"]).arg(&path), code);
            assert!(out.contains(reason), "{out}");
        }
    }
    if let Some(python) = python() {
        let key = here("../../fixtures/keys/TEST-KEY.ed25519.pem");
        let script = here("peer_openbadgeslib.py");
        let told = lines(Command::new(&python).arg(&script).arg("sign").arg(&unsigned).arg(&key));
        verified("openbadgeslib.json", &told[0]);

        let signed = dir.path().join("signed.json");
        fs::write(&signed, told[0].to_string()).unwrap();
        let baked = dir.path().join("baked.png");
        let png = here("../../fixtures/artwork/bicycle.png");
        let status = Command::new(&python).arg(&script).arg("bake").args([&png, &signed, &baked]).status().unwrap();
        assert!(status.success());
        run(badge(["verify", "--offline"]).arg(&baked), 0);
    }
}
