//! A place with a few awards and a table of three hundred people, run, killed and looked at through the real command.

#![allow(unreachable_pub)] // each file has its share

mod faults;
mod workbook;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge, run};
use serde_json::Value;

pub use faults::{AT, FAULTS, PEOPLE, expected};

use faults::table;
use workbook::workbook;

pub struct World {
    pub dir: tempfile::TempDir,
}

impl World {
    /// A place with a few achievements of its own, and two awards of an earlier table.
    pub fn new() -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let world = Self { dir };
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        run(world.command(&init).args(["--url", "https://badges.example.org"]), 0);
        let whole = |name: &str| format!("[fr]\nname = \"{name}\"\ndescription = \"d\"\ncriteria = \"c\"\n");
        for (slug, text) in [
            ("couture-1", whole("Couture")),
            ("couture-2", whole("Couture")),
            ("brouillon", "[fr]\nname = \"Brouillon\"\n".to_owned()),
            ("sans-anglais", whole("Sans anglais")),
        ] {
            fs::write(world.path(&format!("achievements/{slug}.toml")), text).unwrap();
        }
        let earlier = "Nom;Mail;Badge;Date;Commentaire\nDéjà Là;deja@example.org;impression-3d;2026-03-02;Pièce\n\
            Change Depuis;change@example.org;impression-3d;2026-03-02;Bien\n";
        fs::write(world.path("avant.csv"), earlier).unwrap();
        run(&mut world.command(&["batch", "issue", "avant.csv", "--at", AT, "--yes"]), 0);
        fs::write(world.path("inscrits.xlsx"), workbook(&table())).unwrap();
        world
    }

    /// The same once more, file by file.
    pub fn copy(&self) -> Self {
        fn all(from: &Path, to: &Path) {
            fs::create_dir_all(to).unwrap();
            for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
                let there = to.join(entry.file_name());
                if entry.path().is_dir() {
                    all(&entry.path(), &there);
                } else {
                    fs::copy(entry.path(), there).unwrap();
                }
            }
        }
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        all(self.dir.path(), dir.path());
        Self { dir }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = badge(args);
        command.env("BADGE_LANG", "fr").current_dir(self.dir.path());
        command
    }

    pub fn json(&self, args: &[&str], code: i32) -> Value {
        serde_json::from_str(&run(&mut self.command(args), code)).unwrap()
    }

    pub fn issue(&self) -> Command {
        self.command(&[
            "batch",
            "issue",
            "inscrits.xlsx",
            "--at",
            AT,
            "--changed=update",
            "--yes",
            "--json",
            "--out",
            "sortie",
        ])
    }

    /// Every award that the register has, whether it still holds or not: to whom, what, which day.
    pub fn awards(&self) -> Vec<(String, String, String, bool)> {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let list = self.json(&["list", "--json"], 0);
        let one = |a: &Value| (text(&a["to"]), text(&a["achievement"]), text(&a["date"]), a["state"] == "revoked");
        list["awards"].as_array().unwrap().iter().map(one).collect()
    }

    /// Nothing is half-written, nothing lies about, and each award has its files.
    #[track_caller]
    pub fn is_whole(&self) {
        let list = self.json(&["list", "--json"], 0);
        let tokens: BTreeSet<String> =
            list["awards"].as_array().unwrap().iter().map(|a| a["token"].as_str().unwrap().to_owned()).collect();
        let folders: BTreeSet<String> = names(&self.path("awards")).into_iter().collect();
        assert_eq!(folders, tokens, "awards and their folders");
        for token in &tokens {
            assert_eq!(names(&self.path("awards").join(token)), ["badge.png", "credential.json"], "{token}");
        }
        assert_eq!(names(&self.path(".badge/staging")), Vec::<String>::new());
        let people: Value = serde_json::from_slice(&fs::read(self.path("people.json")).unwrap()).unwrap();
        let register = fs::read_to_string(self.path("register.jsonl")).unwrap();
        for id in people["people"].as_object().unwrap().keys() {
            assert!(register.contains(id), "{id} is noted, and was awarded nothing");
        }
    }
}

pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What stands, in the same words; each must be there once.
#[track_caller]
pub fn standing(world: &World) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (to, slug, date, revoked) in world.awards() {
        if to == "deja@example.org" || revoked {
            assert!(["deja@example.org", "change@example.org"].contains(&to.as_str()), "{to} lost an award");
            continue;
        }
        let again = if date.starts_with("2026-03-03") { " 2026-03-03" } else { "" };
        assert!(all.insert(format!("{to} {slug}{again}")), "{to} was awarded {slug} twice");
    }
    all
}
