//! What is handed over after a cohort was awarded: the table that comes back, folders and ZIPs, through the real binary.

mod support;

use std::path::PathBuf;

use support::World;
use support::cohort::{AT, awards, batch};
/// Somebody who can be awarded.
const TABLE: &str = "Prénom;Nom;Courriel;Badge\nCamille;Exemple 1;p1@example.org;impression-3d\n";

#[test]
fn the_table_that_comes_back_says_who_waits_and_where_the_files_are_from_there() {
    let world = World::place();
    world.write(
        "entree/t.csv",
        "Nom;Mail;Badge;Naissance;Accord\nLéa Petit;lea@example.org;premiers-pas;2014-01-01;\nTom;tom@example.org;premiers-pas;;\n",
    );
    batch(&world, "issue", &["entree/t.csv", "--out", "sorties/mars"]).good();
    batch(&world, "issue", &["entree/t.csv", "--table", "entree/retour.csv"]).good();
    batch(&world, "issue", &["entree/t.csv", "--table", "retour.csv", "--out", "sorties/zip", "--zip"]).good();
    for (table, count) in [("sorties/mars/resultats.csv", 4), ("entree/retour.csv", 4), ("retour.csv", 2)] {
        let text = world.text(table);
        let rows: Vec<Vec<&str>> = text.lines().map(|l| l.split(';').collect()).collect();
        let state = rows[0].iter().position(|t| *t == "État").unwrap();
        assert!(rows[1][state].contains("attend l’accord d’un parent"), "{text}");
        assert!(!rows[2][state].contains("attend"), "{text}");
        let folder = world.at(table).parent().unwrap().to_owned();
        // The cell of files is quoted, as several are parted by `;`.
        let cells = text.split(['"', '\n', '\r']).filter(|part| !part.contains("Nom;"));
        let paths: Vec<PathBuf> = cells
            .flat_map(|part| part.split(';').map(str::trim))
            .filter(|path| !path.contains("://") && [".png", ".json", ".zip"].iter().any(|e| path.ends_with(e)))
            .map(|path| folder.join(path))
            .collect();
        assert_eq!(paths.len(), count, "{text}");
        for path in paths {
            assert!(path.is_file(), "{table}: {}", path.display());
        }
    }
}

#[test]
fn the_table_that_was_read_is_never_written_over() {
    let world = World::place();
    let text = TABLE.to_owned();
    world.write("inscrits.csv", &text);
    world.write("sortie/resultats.csv", &text);
    for (verb, args) in [
        ("issue", &["inscrits.csv", "--table", "./inscrits.csv"][..]),
        ("plan", &["inscrits.csv", "--out", "sortie/../inscrits.csv"]),
        ("issue", &["sortie/resultats.csv", "--out", "sortie"]),
    ] {
        let refused = batch(&world, verb, args);
        assert!(refused.code == 2 && refused.err.contains("table de départ"), "{args:?}: {}", refused.err);
    }
    assert_eq!((world.text("inscrits.csv"), world.text("sortie/resultats.csv")), (text.clone(), text));
    assert_eq!(awards(&world), 0);
}

#[test]
fn what_cannot_be_handed_over_is_told_before_the_first_award() {
    let world = World::place();
    world.write("inscrits.csv", TABLE);
    world.write("occupe", "un fichier");
    for args in [["--out", "occupe"], ["--out", "occupe/sortie"], ["--table", "occupe/retour.csv"]] {
        let refused = batch(&world, "issue", &[&["inscrits.csv"][..], &args].concat());
        assert!(refused.code == 2 && refused.err.contains("occupe"), "{args:?}: {}", refused.err);
        assert_eq!(awards(&world), 0, "{args:?}");
    }
    // A try makes nothing, and what can be written into holds only what was handed over.
    batch(&world, "issue", &["inscrits.csv", "--out", "sortie", "--dry-run"]).good();
    assert!(!world.at("sortie").exists());
    batch(&world, "issue", &["inscrits.csv", "--out", "sortie"]).good();
    let files = support::files(&world.at("sortie"));
    assert!(files.iter().all(|f| f == "resultats.csv" || f.starts_with("camille-exemple-1/")), "{files:?}");
}

#[test]
fn each_persons_zip_holds_every_form_and_verifies() {
    let world = World::place();
    world.write(
        "t.csv",
        "Nom;Mail;Badge\nLéa Petit;lea@example.org;premiers-pas | impression-3d\n小明;ming@example.org;premiers-pas\n",
    );
    let forms = ["--format", "ob3", "--format", "ob3-jwt", "--image", "both", "--out", "sortie", "--zip", "--yes"];
    batch(&world, "issue", &[&["t.csv", "--table", "retour.csv"][..], &forms].concat()).good();
    let told = world.text("retour.csv");
    assert_eq!(told.matches("lea-petit.zip").count(), 1, "one file for both badges: {told}");
    for name in ["lea-petit", "小明"] {
        let bytes = std::fs::read(world.at(&format!("sortie/{name}.zip"))).unwrap();
        let zip = badge_core::zip::entries(&bytes, &badge_core::limits::Limits::default()).unwrap();
        let names: Vec<&str> = zip.entries().iter().map(|e| e.name.as_str()).collect();
        for ending in [".png", ".svg", ".json", ".jws"] {
            assert!(names.iter().any(|n| n.ends_with(ending)), "{ending}: {names:?}");
        }
        let told = world.run(["verify", &format!("sortie/{name}.zip"), "--offline", "--json", "--at", AT]).out;
        assert!(told.contains("\"verdict\"") && !told.contains("\"rejected\""), "{told}");
    }
}

// Two people of one name in two tables: neither is handed the other's badge.
#[test]
fn a_namesake_of_an_earlier_table_gets_a_folder_of_their_own() {
    for zip in [false, true] {
        let world = World::place();
        world.write("mars.csv", "Nom;Adresse e-mail;Badge;Date\nAl Un;a@example.org;premiers-pas;2026-03-02\n");
        world.write("avril.csv", "Nom;Adresse e-mail;Badge;Date\nAl Un;autre@example.org;premiers-pas;2026-03-09\n");
        let run = |table: &str, more: &[&str]| {
            let mut args = vec!["batch", "issue", table, "--yes", "--out", "remis", "--json"];
            args.extend(zip.then_some("--zip"));
            args.extend(more);
            let ran = world.run(args).good().json();
            let award = &ran["rows"][0]["awards"][0];
            (award["token"].as_str().unwrap()[..8].to_owned(), award["files"][0].as_str().unwrap().to_owned())
        };
        let ((first, own), (second, other)) = (run("mars.csv", &[]), run("avril.csv", &[]));
        let folder = |file: &str| file.split(['/', '\\']).nth(1).unwrap().to_owned();
        assert_ne!(folder(&own), folder(&other));
        // The same at every run, and the tables lie beside each other.
        assert_eq!((run("mars.csv", &[]).1, run("avril.csv", &[]).1), (own.clone(), other.clone()));
        assert!(world.text("remis/resultats.csv").contains("a@example.org"));
        assert!(world.text("remis/resultats-avril.csv").contains("autre@example.org"));
        let there = |file: &str| support::files(&world.at(&format!("remis/{}", folder(file))));
        if zip {
            assert_ne!(std::fs::read(world.at(&own)).unwrap(), std::fs::read(world.at(&other)).unwrap());
            continue;
        }
        assert!(there(&own).iter().all(|name| name.contains(&first)), "{:?}", there(&own));
        assert!(there(&other).iter().all(|name| name.contains(&second)), "{:?}", there(&other));
        // A badge that another took the place of is not handed over beside it, unless somebody changed the copy.
        let copy = there(&own).into_iter().find(|name| name.ends_with(".json")).unwrap();
        world.write(&format!("remis/{}/{copy}", folder(&own)), "noté à la main");
        world.write(
            "mars.csv",
            "Nom;Adresse e-mail;Badge;Date;Commentaire\nAl Un;a@example.org;premiers-pas;2026-03-02;Mieux\n",
        );
        let (third, new) = run("mars.csv", &["--changed=update"]);
        assert!(third != first && folder(&new) == folder(&own));
        let old: Vec<String> = there(&own).into_iter().filter(|name| name.contains(&first)).collect();
        assert_eq!(old, [copy], "only what was changed is left");
        assert!(there(&own).iter().any(|name| name.contains(&third)));
    }
}

// What a coordinator keeps under the title of ours is not lost, and is told not to be read.
#[test]
fn a_column_of_states_of_their_own_comes_back() {
    let world = World::quick(Some("https://badges.example.org"));
    world.write(
        "presents.csv",
        "Nom;Mail;Badge;État\nAa;aa@example.org;premiers-pas;présent\nBb;bb@example.org;premiers-pas;absent\n",
    );
    let plan = world.run(["batch", "plan", "presents.csv", "--out", "plan.csv"]).good();
    assert!(plan.err.contains("présent") && plan.err.contains("absent"), "{}", plan.err);
    let head = |name: &str| world.text(name).lines().next().unwrap().trim_start_matches('\u{feff}').to_owned();
    assert_eq!(head("plan.csv"), "Nom;Mail;Badge;État;État du badge;Problème");
    assert!(
        world.text("plan.csv").contains("Bb;bb@example.org;premiers-pas;absent;prêt;"),
        "{}",
        world.text("plan.csv")
    );
    world.run(["batch", "issue", "plan.csv", "--table", "fait.csv", "--yes"]).good();
    assert!(head("fait.csv").starts_with("Nom;Mail;Badge;État;État du badge;Problème;"), "{}", head("fait.csv"));
    assert!(
        world.text("fait.csv").contains("Aa;aa@example.org;premiers-pas;présent;attribué;"),
        "{}",
        world.text("fait.csv")
    );
}
