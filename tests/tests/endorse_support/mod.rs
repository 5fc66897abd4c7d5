//! Places of a network, each with its site under the name it will have, for the journeys of endorsement.

#![allow(dead_code, unreachable_pub)] // each journey uses its own share

use std::borrow::BorrowMut;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::issue::{Key, embed};
use badge_core::limits::Limits;
use badge_core::time::Timestamp;
use badge_tests::binary::{self, badge};
use badge_tests::{Web, serve_dir};
use serde_json::Value;

/// A gives a badge; B endorses; C reads; B takes it back; C reads again.
pub const GIVEN: &str = "2026-03-02T09:00:00Z";
pub const ENDORSED: &str = "2026-04-02T09:00:00Z";
pub const READ: &str = "2026-05-02T09:00:00Z";
pub const WITHDRAWN: &str = "2026-06-02T09:00:00Z";
pub const LATER: &str = "2026-07-02T09:00:00Z";

pub fn run(mut command: impl BorrowMut<Command>, code: i32) -> String {
    binary::run(command.borrow_mut(), code)
}

/// What was said on standard error, when it ended with this code.
pub fn said(mut command: impl BorrowMut<Command>, code: i32) -> String {
    let output = command.borrow_mut().output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}{}", String::from_utf8_lossy(&output.stdout));
    said
}

/// A folder with places in it, and a web on which their sites are served.
pub struct World {
    dir: tempfile::TempDir,
    pub stand_ins: Vec<String>,
    _webs: Vec<Web>,
}

impl World {
    /// Places of these names, each at `https://{name}.example.org`, published.
    pub fn new(names: &[&str]) -> Self {
        let mut world = Self { dir: tempfile::tempdir().unwrap(), stand_ins: Vec::new(), _webs: Vec::new() };
        for name in names {
            let base = format!("https://{name}.example.org");
            let card =
                ["--email", "badges@example.org", "--no-passphrase", "--examples", "--at", GIVEN, "--url", &base];
            run(world.cmd(&["init", "--name", &format!("Place {name}"), name]).args(card), 0);
            // Two are enough, and drawn quickly.
            for one in fs::read_dir(world.at(name).join("achievements")).unwrap().map(|e| e.unwrap().path()) {
                if !one.ends_with("decoupe-laser.toml") && !one.ends_with("impression-3d.toml") {
                    fs::remove_file(one).unwrap();
                }
            }
            world.publish(name, GIVEN);
            let (address, web) = serve_dir(world.at(&format!("{name}-www"))).unwrap();
            world.stand_ins.push(format!("{name}.example.org={address}"));
            world._webs.push(web);
        }
        world
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn cmd(&self, args: &[&str]) -> Command {
        let mut command = badge(args.iter().copied());
        command.current_dir(self.dir.path());
        command
    }

    /// A command of a place, which reaches the other places' sites.
    pub fn online(&self, place: &str, args: &[&str]) -> Command {
        let mut command = self.cmd(args);
        command.args(["--place", place]);
        for one in &self.stand_ins {
            command.args(["--stand-in", one]);
        }
        command
    }

    pub fn publish(&self, place: &str, at: &str) {
        let out = format!("{place}-www");
        run(self.cmd(&["publish", "--place", place, "--out", &out, "--at", at]), 0);
    }

    /// A badge of A, as its recipient keeps it.
    pub fn award(&self) -> Value {
        let args = ["--to", "camille@example.org", "--at", GIVEN, "--json", "--place", "a"];
        serde_json::from_str(&run(self.cmd(&["issue", "decoupe-laser"]).args(args), 0)).unwrap()
    }

    /// B endorses; the answer says where its files are.
    pub fn endorse(&self, input: &str, more: &[&str]) -> Value {
        let mut command = self.online("b", &["endorse", input, "--at", ENDORSED, "--json"]);
        serde_json::from_str(&run(command.args(more), 0)).unwrap()
    }

    pub fn accept(&self, given: &Value, more: &[&str]) -> Value {
        let files: Vec<&str> = given["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
        let mut command = self.online("a", &["accept", "--at", ENDORSED, "--json"]);
        serde_json::from_str(&run(command.args(files).args(more), 0)).unwrap()
    }

    /// A document signed with a place's own key, whatever it says.
    pub fn signed(&self, place: &str, doc: &Value) -> String {
        let pem = fs::read_dir(self.at(&format!("{place}/keys"))).unwrap().map(|e| e.unwrap().path());
        let pem = pem
            .filter(|path| path.extension().is_some_and(|e| e == "pem"))
            .map(|path| fs::read_to_string(path).unwrap());
        let keys = pem.map(|pem| SecretKey::from_pkcs8_pem(&pem, None).unwrap());
        let key = keys.into_iter().find(|key| key.public_key().kind() == KeyKind::Ed25519).unwrap();
        let issuer = doc["issuer"]["id"].as_str().unwrap().to_owned();
        let method = format!("{issuer}#{}", key.public_key().to_multikey().unwrap());
        let doc = badge_core::json::parse(doc.to_string().as_bytes(), &Limits::default()).unwrap();
        let key = Key { signer: &key, issuer, method };
        let signed = embed(doc.as_object().unwrap(), &key, Timestamp::parse(ENDORSED).unwrap()).unwrap();
        badge_core::json::Value::Object(signed).to_compact()
    }

    pub fn archive(&self, place: &str, at: &str) -> String {
        let (site, out) = (format!("{place}-www"), format!("{place}.zip"));
        let _ = fs::remove_file(self.at(&out));
        run(self.cmd(&["archive", "--at", at, "--place", place, &site, "-o", &out]), 0).trim().to_owned()
    }
}

pub fn file(answer: &Value, name: &str) -> String {
    let files = answer["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap());
    files.filter(|f| f.ends_with(name)).map(str::to_owned).next().unwrap_or_else(|| panic!("{name}: {answer:#}"))
}

/// Without the breaks of lines.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub const ACHIEVEMENT: &str = "https://a.example.org/achievements/decoupe-laser.json";
