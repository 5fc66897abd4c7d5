//! A place, a document of Grist and the recipe between the two.

use std::path::{Path, PathBuf};
use std::process::Command;

use badge_tests::binary::{badge, badge_path, run};
use serde_json::{Value, json};

use crate::stand_in::{Grist, KEY};

pub(crate) struct World {
    dir: tempfile::TempDir,
    pub(crate) grist: Grist,
}

impl World {
    /// A place, a document with a table of badges, and a key; `None`, and said so, without Python.
    pub(crate) fn new() -> Option<Self> {
        let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
        if !python {
            eprintln!("SKIPPED: the Grist recipe needs python3");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        run(badge(init).args(["--url", "https://badges.example.org"]).arg(dir.path().join("lieu")), 0);
        let grist = Grist::start();
        for (id, slug) in [(1, "premiers-pas"), (2, "impression-3d"), (3, "poterie")] {
            grist.add("Badges", id, json!({"Nom_court": slug}));
        }
        let world = Self { dir, grist };
        let ini = std::fs::read_to_string(recipe().join("grist.ini")).unwrap();
        let ini = ini
            .replace("https://grist.example.org", &format!("http://127.0.0.1:{}", world.grist.port))
            .replace("jKx3Tn8vPq2L", "essai")
            .replace("table = Inscriptions", "table = Inscriptions\nwait = 0.01")
            .replace("command = badge", &format!("command = {}", badge_path().display()));
        std::fs::write(world.path("grist.ini"), ini).unwrap();
        std::fs::write(world.path("grist.key"), format!("{KEY}\n")).unwrap();
        Some(world)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn script(&self) -> Command {
        let mut command = Command::new("python3");
        command.arg(recipe().join("grist_badges.py")).arg(self.path("grist.ini"));
        command.env_remove("GRIST_API_KEY").env_remove("BADGE_PLACE");
        command
    }

    pub(crate) fn list(&self) -> Vec<Value> {
        let out = run(badge(["list", "--json"]).env("BADGE_PLACE", self.path("lieu")), 0);
        serde_json::from_str::<Value>(&out).unwrap()["awards"].as_array().unwrap().clone()
    }

    /// A row that is ready, for somebody of that number.
    pub(crate) fn ready(&self, id: i64) {
        let email = format!("p{id}@example.org");
        let fields = json!({"Nom": format!("Personne {id}"), "Email": email, "Badge": 1, "Pret": true, "Le": 1_772_409_600,
            "Recit": "", "Preuve": "", "Mineur": false, "Accord": "", "Badge_lien": "", "Etat": ""});
        self.grist.add("Inscriptions", id, fields);
    }

    pub(crate) fn set(&self, id: i64, column: &str, value: Value) {
        self.grist.document().tables.get_mut("Inscriptions").unwrap().get_mut(&id).unwrap()[column] = value;
    }

    /// Each row says that it was awarded, and its link is that of the one award of its person.
    pub(crate) fn each_has_its_own(&self, rows: std::ops::RangeInclusive<i64>) {
        let awards = self.list();
        for id in rows.clone() {
            let email = format!("p{id}@example.org");
            let own: Vec<&Value> = awards.iter().filter(|a| a["to"] == email.as_str()).collect();
            assert_eq!(own.len(), 1, "row {id}: {own:?}");
            assert_eq!(self.grist.cell(id, "Etat"), "attribué", "row {id}");
            let token = own[0]["token"].as_str().unwrap();
            assert_eq!(self.grist.cell(id, "Badge_lien"), format!("https://badges.example.org/b/{token}/"));
        }
        assert_eq!(awards.len(), rows.count());
        assert_eq!(std::fs::metadata(self.path("grist-journal.jsonl")).unwrap().len(), 0, "the journal is done with");
    }
}

fn recipe() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/grist")
}
