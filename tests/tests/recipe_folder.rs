//! The recipe of `examples/folder-drop`: tables are dropped, awarded once, and answered beside them.

#![cfg(unix)]
#![allow(clippy::print_stderr)] // tests say loudly what they skip

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use badge_tests::binary::{badge, badge_path, run};
use serde_json::Value;

struct World {
    dir: tempfile::TempDir,
}

impl World {
    fn new() -> Option<Self> {
        if !Command::new("flock").arg("--version").output().is_ok_and(|o| o.status.success()) {
            eprintln!("SKIPPED: the recipe of the folder needs flock");
            return None;
        }
        let world = Self { dir: tempfile::tempdir().unwrap() };
        let init = ["init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples"];
        let mut command = badge(init);
        command.env("BADGE_LANG", "fr").args(["--url", "https://badges.example.org"]).arg(world.path("lieu"));
        run(&mut command, 0);
        std::fs::create_dir(world.path("depot")).unwrap();
        Some(world)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn drop(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path("depot").join(name), text).unwrap();
    }

    fn script(&self) -> Command {
        let mut command =
            Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/folder-drop/award-folder"));
        command
            .arg(self.path("depot"))
            .arg(self.path("lieu"))
            .env_clear()
            .env("SETTLE", "0")
            .env("BADGE", badge_path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path("depot")).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path("depot").join(name)).unwrap()
    }

    fn awards(&self) -> usize {
        let out = run(badge(["list", "--json"]).env("BADGE_PLACE", self.path("lieu")), 0);
        serde_json::from_str::<Value>(&out).unwrap()["awards"].as_array().unwrap().len()
    }
}

fn table(rows: std::ops::Range<u32>) -> String {
    let row = |n| format!("Personne {n};p{n}@example.org;premiers-pas;2026-03-02\n");
    format!("Nom;Mail;Badge;Date\n{}", rows.map(row).collect::<String>())
}

#[test]
fn what_is_dropped_is_awarded_once_and_answered_beside_it() {
    let Some(world) = World::new() else { return };
    // Names as people give them.
    world.drop("Atelier d'été 2026 [mars].csv", table(0..5));
    world.drop("-faux.CSV", table(5..7).replace("p6@", "p6(at)"));
    world.drop("photo.csv", b"\x89PNG\r\n\x1a\n");
    world.drop("lisez-moi.txt", "Déposez vos tables ici.");
    assert_eq!(run(&mut world.script(), 0), "");
    let expected = [
        "-faux.CSV",
        "-faux.problemes.csv",
        "Atelier d'été 2026 [mars].badges",
        "Atelier d'été 2026 [mars].csv",
        "Atelier d'été 2026 [mars].resultats.csv",
        "lisez-moi.txt",
        "photo.csv",
        "photo.problemes.txt",
    ];
    assert_eq!(world.names(), expected);
    assert_eq!(world.awards(), 5);
    assert!(world.text("-faux.problemes.csv").contains("Ce n’est pas une adresse électronique"));
    // It names the table that was dropped, not a copy that nobody knows.
    let why = world.text("photo.problemes.txt");
    assert!(why.contains("photo.csv") && !why.contains("dropped") && !why.contains("/table."), "{why}");
    let results = world.text("Atelier d'été 2026 [mars].resultats.csv");
    assert_eq!(results.matches("https://badges.example.org/b/").count(), 10, "{results}");
    // The files are where the table says, seen from the table.
    let file = "Atelier d'été 2026 [mars].badges/personne-3/";
    assert!(results.contains(file) && world.path("depot").join(file).is_dir(), "{results}");

    // Nothing changed: nothing is done, not even written again.
    let times = |world: &World| -> Vec<_> {
        world.names().iter().map(|n| world.path("depot").join(n).metadata().unwrap().modified().unwrap()).collect()
    };
    let before = times(&world);
    run(&mut world.script(), 0);
    assert_eq!((times(&world), world.awards()), (before, 5));

    // Corrected: awarded, and the problems are gone. The same table once more under another name awards nothing.
    world.drop("-faux.CSV", table(5..7));
    world.drop("encore.csv", table(0..5) + "\n");
    run(&mut world.script(), 0);
    assert_eq!(world.awards(), 7);
    assert!(
        !world.names().contains(&"-faux.problemes.csv".to_owned())
            && world.names().contains(&"-faux.resultats.csv".to_owned())
    );
    assert!(world.text("encore.resultats.csv").contains("déjà attribué"));
    // The very same bytes are told so once, and what a spreadsheet lays beside an open table is none.
    world.drop("copie.csv", table(0..5));
    world.drop("~$copie.xlsx", b"\x05Marie");
    run(&mut world.script(), 0);
    let told = world.text("copie.remarques.txt");
    assert!(told.contains("a déjà été traité") && told.lines().count() == 1, "{told}");
    assert!(!world.names().iter().any(|name| name.starts_with("~$copie.p")), "{:?}", world.names());
    std::fs::remove_file(world.path("depot/copie.remarques.txt")).unwrap();
    run(&mut world.script(), 0);
    assert!(!world.names().contains(&"copie.remarques.txt".to_owned()));
    assert_eq!(world.awards(), 7);
}

// cron has no language: the place's owner says it in the line, and the answers are in the first one of the place without.
#[test]
fn answers_are_in_the_language_that_is_asked_for() {
    let Some(world) = World::new() else { return };
    world.drop("march.csv", table(0..1).replace("p0@", "p0(at)"));
    run(world.script().env("BADGE_LANG", "en"), 0);
    let told = world.text("march.problemes.csv");
    assert!(told.contains("to correct") && told.contains("not an e-mail address"), "{told}");
    world.drop("mars.csv", table(1..2).replace("p1@", "p1(at)"));
    run(&mut world.script(), 0);
    let told = world.text("mars.problemes.csv").replace('\u{a0}', " ");
    assert!(told.contains("à corriger") && told.contains("pas une adresse électronique"), "{told}");
    let place = world.path("lieu/place.toml");
    let text = std::fs::read_to_string(&place).unwrap();
    let english = text.replace("languages = [\"fr\", \"en\"]", "languages = [\"en\", \"fr\"]");
    assert_ne!(text, english);
    std::fs::write(&place, english).unwrap();
    world.drop("may.csv", table(2..3).replace("p2@", "p2(at)"));
    run(&mut world.script(), 0);
    assert!(world.text("may.problemes.csv").contains("not an e-mail address"));
}

// README: the way out of whoever drops tables and has no command line.
#[test]
fn a_title_that_may_tell_minors_is_mended_in_the_table() {
    let Some(world) = World::new() else { return };
    let of = |title: &str, cell: &str| {
        format!("Nom;Mail;Badge;Date;{title}\nLéa;lea@example.org;premiers-pas;2026-03-02;{cell}\n")
    };
    world.drop("age.csv", of("Tranche d’âge", "34"));
    run(&mut world.script(), 0);
    assert_eq!(world.awards(), 0);
    assert!(world.text("age.remarques.txt").contains("Tranche d’âge"));
    for (n, (title, cell)) in [
        ("Âge", "34"),
        ("Date de naissance", "1990-05-30"),
        ("Mineur", "non"),
        ("Age", "34"),
        ("Date of birth", "1990"),
        ("Minor", "no"),
    ]
    .into_iter()
    .enumerate()
    {
        let day = format!("2026-03-{:02}", n + 3);
        world.drop("age.csv", of(title, cell).replace("2026-03-02", &day));
        run(&mut world.script(), 0);
        assert_eq!(
            (world.awards(), world.names().contains(&"age.problemes.csv".to_owned())),
            (n + 1, false),
            "{title}"
        );
    }
}

#[test]
fn two_tables_of_one_name_have_answers_of_their_own() {
    let Some(world) = World::new() else { return };
    world.drop("groupe.csv", table(0..2).replace("p1@", "p1(at)"));
    // A table is known by what is in it.
    world.drop("groupe.xlsx", table(2..4));
    run(&mut world.script(), 0);
    assert!(world.text("groupe.csv.problemes.csv").contains("Ce n’est pas une adresse électronique"));
    assert!(world.names().contains(&"groupe.xlsx.resultats.xlsx".to_owned()), "{:?}", world.names());
    assert_eq!(world.awards(), 2);
}

// What nobody reads is named to whoever dropped the table (D-11 for what says who is a minor).
#[test]
fn columns_that_nobody_reads_are_named_beside_the_table() {
    let Some(world) = World::new() else { return };
    let with = |column: &str| format!("Nom;Mail;Badge;{column}\nLéa;lea@example.org;premiers-pas;x\n");
    world.drop("a [1].csv", with("Pointure"));
    world.drop("b.csv", with("Tranche d'âge"));
    world.drop("c.csv", table(0..1));
    assert_eq!(run(&mut world.script(), 0), "");
    let remarks = world.text("a [1].remarques.txt");
    assert!(remarks.contains("Pointure") && !remarks.contains("dropped"), "{remarks}");
    assert!(world.names().contains(&"a [1].resultats.csv".to_owned()));
    // Nobody is awarded before it is said what such a column is; a plan that cannot be awarded is not one without problems.
    assert!(world.text("b.remarques.txt").contains("Tranche d'âge"));
    assert!(!world.names().iter().any(|n| n.starts_with("b.resultats")));
    assert!(!world.names().contains(&"c.remarques.txt".to_owned()));
    assert_eq!(world.awards(), 2);
    // Once it is mended, nothing is left to remark.
    world.drop("b.csv", table(1..2));
    run(&mut world.script(), 0);
    assert!(!world.names().contains(&"b.remarques.txt".to_owned()));
    assert_eq!(world.awards(), 3);
}

#[test]
fn a_table_that_is_still_being_written_is_left_alone() {
    let Some(world) = World::new() else { return };
    world.drop("t.csv", table(0..2));
    run(world.script().env("SETTLE", "60"), 0);
    assert_eq!((world.names(), world.awards()), (vec!["t.csv".to_owned()], 0));
}

// Each table is taken or answered: none is passed over in silence for the way it is called or for the clock of its writer.
#[test]
fn endings_clocks_and_long_names_keep_no_table_from_being_taken() {
    let Some(world) = World::new() else { return };
    let ahead = |name: &str| {
        let file = std::fs::File::options().write(true).open(world.path("depot").join(name)).unwrap();
        let written = file.metadata().unwrap().modified().unwrap();
        file.set_modified(written + Duration::from_secs(20 * 3600)).unwrap();
    };
    let long = |letter: &str, bytes: usize| letter.repeat((bytes - 4) / letter.len()) + ".csv";
    let (longest, other) = (long("n", 244), long("é", 252));
    world.drop("Mixed.Csv", table(0..1));
    world.drop("vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    world.drop("tabulations.tsv", table(1..2).replace(';', "\t"));
    world.drop(&longest, table(2..3));
    world.drop(&other, table(3..4).replace("p3@", "p3(at)"));
    world.drop("demain.csv", table(4..5));
    ahead("demain.csv");
    // Its time says nothing, but it came here just now.
    run(world.script().env("SETTLE", "7200"), 0);
    assert_eq!((world.awards(), world.names().len()), (0, 6));
    assert_eq!(run(&mut world.script(), 0), "");
    let names = world.names();
    let has = |name: &str| names.iter().any(|known| known == name);
    assert!(has("Mixed.resultats.csv") && has("demain.resultats.csv") && has("tabulations.resultats.csv"), "{names:?}");
    assert!(has("vieux.problemes.txt"), "{names:?}");
    let ends = |begins: char, ends: &str| names.iter().any(|name| name.starts_with(begins) && name.ends_with(ends));
    assert!(ends('n', ".resultats.csv") && ends('n', ".badges") && ends('é', ".problemes.csv"), "{names:?}");
    assert_eq!(world.awards(), 4);
    // Answered once for all.
    run(&mut world.script(), 0);
    assert_eq!((world.names(), world.awards()), (names, 4));
}

// D-11: whoever drops a table has no other way to say no.
#[test]
fn a_no_in_a_dropped_table_takes_consent_back() {
    let Some(world) = World::new() else { return };
    let place = world.path("lieu");
    let of = |who: &[u32], word: &str| {
        let row = |n: &u32| format!("Enfant {n};k{n}@example.org;premiers-pas;2026-03-02;2016;{word}\n");
        format!("Nom;Mail;Badge;Date;Naissance;Accord\n{}", who.iter().map(row).collect::<String>())
    };
    let consent = |n: u32| {
        let who = format!("k{n}@example.org");
        let out = run(badge(["consent", "show", &who, "--json"]).env("BADGE_PLACE", &place), 0);
        serde_json::from_str::<Value>(&out).unwrap()["people"][0]["state"].as_str().unwrap().to_owned()
    };
    let pages = || {
        let all = std::fs::read_dir(world.path("site/b")).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|folder| folder.join("credential.json").exists()).count()
    };
    world.drop("mars.csv", of(&[1, 2, 3], "oui, sa mère"));
    run(&mut world.script(), 0);
    run(badge(["publish", "--out"]).arg(world.path("site")).env("BADGE_PLACE", &place), 0);
    assert_eq!((pages(), consent(1)), (3, "given".to_owned()));
    world.drop("mars.csv", of(&[1], "non") + of(&[2, 3], "oui, sa mère").split_once('\n').unwrap().1);
    run(&mut world.script(), 0);
    assert_eq!((pages(), consent(1), consent(2)), (2, "withdrawn".to_owned(), "given".to_owned()));
    let told = world.text("mars.remarques.txt");
    assert!(told.contains("dit non d’une personne") && !told.contains("dropped"), "{told}");
    // Nothing of the run that only heard the no: by now all is well.
    assert!(!told.contains("rien n’a été attribué"), "{told}");
    // Beside a row with a mistake as well, and once only.
    world.drop("avril.csv", of(&[2], "non") + "Faux;faux(at)example.org;premiers-pas;2026-03-02;1990;\n");
    run(&mut world.script(), 0);
    assert_eq!((pages(), consent(2)), (1, "withdrawn".to_owned()));
    assert!(world.text("avril.problemes.csv").contains("pas une adresse"));
    let told = world.text("avril.remarques.txt");
    assert!(told.contains("dit non d’une personne") && told.contains("1 à corriger"), "{told}");
    assert!(!told.contains("2 lignes sont à corriger"), "{told}");
    // One that was recorded by itself stands above the table: whoever has the command is told.
    let record = ["consent", "record", "k3@example.org", "--by", "Mme Vannier, sa mère"];
    run(badge(record).env("BADGE_PLACE", &place), 0);
    world.drop("mai.csv", of(&[3], "non"));
    let told = world.script().output().unwrap();
    let said = String::from_utf8(told.stderr).unwrap();
    let words = "ce tableau dit non là où un accord est noté à part (consent.contradicted, mai.problemes.csv)";
    assert!(told.status.success() && said.contains(words) && said.contains("/mai.csv"), "{said}");
    assert_eq!((pages(), consent(3)), (1, "given".to_owned()));
    assert!(world.names().contains(&"mai.problemes.csv".to_owned()));
    assert_eq!(world.awards(), 3);
}

#[test]
fn two_crons_and_kills_award_once() {
    let Some(world) = World::new() else { return };
    world.drop("t.csv", table(0..300));
    // Two at once.
    let mut both = [world.script(), world.script()].map(|mut c| c.stderr(Stdio::null()).spawn().unwrap());
    for child in &mut both {
        child.wait().unwrap();
    }
    run(&mut world.script(), 0);
    assert_eq!(world.awards(), 300);
    let mut killed = 0;
    for n in 0..12_u32 {
        world.drop(&format!("t{n}.csv"), table(300 + n * 50..350 + n * 50));
        let mut child = world.script().stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(n) * 37 % 400));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(killed > 3, "only {killed} were killed at work");
    // A command that a killed script called may still be at work.
    while run(&mut world.script(), 0).is_empty()
        && (0..12).any(|n| !world.names().contains(&format!("t{n}.resultats.csv")))
    {}
    assert_eq!(world.awards(), 300 + 12 * 50);
    let out = run(badge(["list", "--json"]).env("BADGE_PLACE", world.path("lieu")), 0);
    let list: Value = serde_json::from_str(&out).unwrap();
    let to: std::collections::BTreeSet<&str> =
        list["awards"].as_array().unwrap().iter().map(|a| a["to"].as_str().unwrap()).collect();
    assert_eq!(to.len(), 900, "somebody was awarded twice");
}

#[test]
fn a_place_that_cannot_award_is_tried_again() {
    let Some(world) = World::new() else { return };
    world.drop("t.csv", table(0..3));
    std::fs::rename(world.path("lieu/keys"), world.path("keys")).unwrap();
    run(&mut world.script(), 2);
    assert_eq!((world.names(), world.awards()), (vec!["t.csv".to_owned()], 0));
    std::fs::rename(world.path("keys"), world.path("lieu/keys")).unwrap();
    run(&mut world.script(), 0);
    assert_eq!(world.awards(), 3);
}

// What only the run says: nothing is left to award, and what the table tells of somebody's age is noted.
#[test]
fn what_the_run_remarks_is_kept_beside_the_table() {
    let Some(world) = World::new() else { return };
    let with =
        |column: &str| format!("Nom;Mail;Badge;Date;{column}\nLéa;lea@example.org;premiers-pas;2026-03-02;2015\n");
    world.drop("a.csv", with("Pointure"));
    run(&mut world.script(), 0);
    world.drop("b.csv", with("Naissance;Pointure"));
    assert_eq!(run(&mut world.script(), 0), "");
    let remarks = world.text("b.remarques.txt");
    assert!(remarks.contains("Pointure") && remarks.contains("a été noté"), "{remarks}");
    let warned = remarks.lines().filter(|line| line.starts_with("attention") && line.contains("Pointure"));
    assert_eq!(warned.count(), 1, "what was said twice is told once: {remarks}");
}
