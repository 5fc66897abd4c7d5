//! A place with a mail server, and what its commands said.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use badge_tests::binary::badge;
use badge_tests::smtp::Received;
use serde_json::Value;

/// A place, and what its commands said.
pub(crate) struct World(pub(crate) tempfile::TempDir);

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    /// A place at an address, with the ready-made achievements.
    pub(crate) fn place(url: Option<&str>) -> Self {
        let world = Self(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap());
        let mut args = vec!["init", "--name", "Atelier d'Essai", "--email", "bonjour@atelier.example.org"];
        args.extend(["--no-passphrase", "--examples"]);
        args.extend(url.into_iter().flat_map(|url| ["--url", url]));
        world.good(args);
        world
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = badge(args);
        command.env("BADGE_LANG", "fr").current_dir(self.0.path());
        command
    }

    pub(crate) fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Ran {
        ran(self.command(args).output().unwrap())
    }

    #[track_caller]
    pub(crate) fn good<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        ran.out
    }

    pub(crate) fn issue(&self, to: &str, more: &[&str]) -> String {
        let args = ["issue", "impression-3d", "--to", to, "--json"];
        let out = self.good(args.into_iter().chain(more.iter().copied()));
        serde_json::from_str::<Value>(&out).unwrap()["token"].as_str().unwrap().to_owned()
    }

    /// Says in `place.toml` how mail goes out, in place of what was said there before.
    pub(crate) fn mail(&self, settings: &str) {
        let card = fs::read_to_string(self.at("place.toml")).unwrap();
        let card = card.split("\n[mail]").next().unwrap().to_owned();
        fs::write(self.at("place.toml"), card + settings).unwrap();
    }

    pub(crate) fn send(&self, more: &[&str]) -> (i32, Value) {
        let ran = self.run(["send", "--yes", "--json"].into_iter().chain(more.iter().copied()));
        (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err)))
    }

    /// The state of the message to each address.
    pub(crate) fn states(&self) -> BTreeMap<String, String> {
        let all: Value = serde_json::from_str(&self.good(["send", "--list", "--json"])).unwrap();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        all["messages"].as_array().unwrap().iter().map(|m| (text(&m["to"]), text(&m["state"]))).collect()
    }
}

pub(crate) fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) fn counts(answer: &Value) -> [u64; 4] {
    ["sent", "refused", "uncertain", "waiting"].map(|name| answer["counts"][name].as_u64().unwrap())
}

pub(crate) fn part<'a>(mail: &'a Received, kind: &str) -> Vec<&'a Value> {
    mail.about["parts"].as_array().unwrap().iter().filter(|p| p["type"] == kind).collect()
}

pub(crate) fn text(mail: &Received, kind: &str) -> String {
    part(mail, kind)[0]["text"].as_str().unwrap().replace(['\u{a0}', '\u{202f}'], " ").replace("\r\n", "\n")
}
