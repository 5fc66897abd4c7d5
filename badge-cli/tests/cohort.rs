//! A whole table of invented people: planned, corrected, awarded, run twice, changed, killed.

// The seed of a test that kills has to be seen.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::cohort::{AT, awards, batch, codes, row};
use support::{World, is_whole};

const HEAD: &str = "Prénom;Nom;Courriel;Badge;Date;Preuve 1;Preuve 2;Commentaire;Lieu;Langue;Niveau;Valable jusqu'au;Date de naissance;Accord parental;Téléphone";

/// A row with a fault in it, and the code by which it is told.
const FAULTS: &[(&str, &str, &str)] = &[
    ("Ana;Un;ana(at)example.org;impression-3d", "problem", "email.malformed"),
    ("Bob;Deux;bob@example.org, autre@example.org;impression-3d", "problem", "email.malformed"),
    ("Cid;Trois;cid@gmial.com;impression-3d", "warning", "email.typo"),
    (";;;impression-3d", "problem", "person.missing"),
    ("Dan;Quatre;dan@example.org;", "problem", "achievement.missing"),
    ("Eva;Cinq;eva@example.org;Impresion 3D", "problem", "achievement.near"),
    ("Fay;Six;fay@example.org;Poterie", "problem", "achievement.unknown"),
    ("Gus;Sept;gus@example.org;impression-3d;31/02/2026", "problem", "date.impossible"),
    ("Hal;Huit;hal@example.org;impression-3d;03/02/2026", "warning", "date.ambiguous"),
    ("Ida;Neuf;ida@example.org;impression-3d;demain", "problem", "date.malformed"),
    ("Jan;Dix;jan@example.org;impression-3d;2027-01-01", "problem", "date.future"),
    ("Kim;Onze;kim@example.org;impression-3d;;htp://example.org", "problem", "evidence.malformed"),
    ("Lou;Douze;lou@example.org;impression-3d;;;;;;klingon", "problem", "language.unknown"),
    ("Max;Treize;max@example.org;impression-3d;;;;;;;sublime", "problem", "level.unknown"),
    ("Nel;Quatorze;nel@example.org;impression-3d;;;;;;;je découvre", "problem", "level.other"),
    ("Oda;Quinze;oda@example.org;impression-3d;2026-03-02;;;;;;;2026-01-01", "problem", "expires.before_date"),
    ("Pia;Seize;pia@example.org;impression-3d;;;;;;;;;2014-05-30", "warning", "minor.no_consent"),
    ("Quo;Dix-sept;quo@example.org;impression-3d;;;;;;;;;hier", "problem", "birth.malformed"),
    ("=A1;Dix-huit;ria@example.org;impression-3d", "problem", "cell.formula_unknown"),
    ("Sam;Premier;p0@example.org;impression-3d;2026-03-02", "problem", "person.duplicate"),
];

fn good(n: usize) -> String {
    format!(
        "Camille;Exemple {n};p{n}@example.org;impression-3d;2026-03-02;https://www.example.org/{n}.jpg;Vu à l'atelier;Une pièce, n° {n};Caen;fr;;;;;06"
    )
}

/// Sixty good rows and every fault, with a title above.
fn table() -> String {
    let mut text = format!("Atelier du 2 mars\n{HEAD}\n");
    for n in 0..60 {
        text += &format!("{}\n", good(n));
    }
    for (row, ..) in FAULTS {
        text += &format!("{row}\n");
    }
    text
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/people").join(name)
}

// D-46
#[test]
fn every_problem_is_told_at_its_row_and_column() {
    let world = World::place();
    world.write("inscrits.csv", table());
    let ran = batch(&world, "plan", &["inscrits.csv", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let plan = ran.json();
    assert_eq!((&plan["schema"], &plan["table"]), (&"badge-plan/1".into(), &"inscrits.csv".into()));
    assert_eq!(plan["columns"][2], serde_json::json!({"header": "Courriel", "field": "email"}));
    assert_eq!(plan["columns"][14], serde_json::json!({"header": "Téléphone", "field": null}));
    assert_eq!(codes(row(&plan, 1)), ["row.before_header"]);
    for line in 3..63 {
        assert_eq!((&row(&plan, line)["state"], codes(row(&plan, line))), (&"ready".into(), vec![]), "{line}");
    }
    for (n, (text, state, code)) in FAULTS.iter().enumerate() {
        let row = row(&plan, 63 + n);
        assert_eq!(row["state"], *state, "{text}: {row}");
        assert!(codes(row).contains(code), "{text}: {row}");
        let finding = row["findings"].as_array().unwrap().iter().find(|f| f["code"] == *code).unwrap();
        assert!(finding["hint"].as_str().unwrap().len() > 10 && !finding["header"].is_null(), "{finding}");
    }
    let counts: u64 = plan["counts"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(counts, plan["rows"].as_array().unwrap().len() as u64);
    assert_eq!(awards(&world), 0, "a plan awards nothing");

    // From standard input, and in English, the same.
    let again = world.feed(["batch", "plan", "-", "--json", "--lang", "en", "--at", AT], table());
    assert_eq!(again.json()["counts"], plan["counts"]);
    assert!(again.out.contains("This is not an e-mail address."));
}

#[test]
fn a_remark_names_each_column_that_it_is_about() {
    let world = World::place();
    let rows = "Nom;Mail;Badge;Commentaire;Lieu\nLÃ©a;lea@example.org;impression-3d;PiÃ¨ce;Caen\nNoé;noe@example.org;impression-3d;DÃ©;PrÃ©s\n";
    world.write("t.csv", rows);
    let said = world.run(["batch", "plan", "t.csv", "--at", AT, "--lang", "en"]).good().out;
    let heads: Vec<&str> = said.lines().filter(|line| line.starts_with("Row")).collect();
    assert_eq!(heads, ["Row 2, Nom: LÃ©a", "Rows 2, 3, Commentaire", "Row 3, Lieu: PrÃ©s"], "{said}");
}

#[test]
fn the_day_beside_a_table_is_judged_like_one_in_it() {
    let world = World::place();
    world.write("t.csv", "Nom;Mail\nAna;ana@example.org\n");
    for (day, why) in [
        ("2027-01-01", "avenir"),
        ("1900-01-01", "avant les premiers badges"),
        ("03/02/2026", "Écrivez 2026-02-03 ou 2026-03-02."),
        ("31/02/2026", "pas une date"),
    ] {
        let choice = ["t.csv", "--achievement", "impression-3d", "--date", day];
        for verb in ["plan", "issue"] {
            let ran = batch(&world, verb, &[&choice[..], &["--yes"]].concat());
            assert!(ran.code == 2 && ran.err.contains(why), "{verb} {day}: {}", ran.err);
        }
        let one = world.run(["issue", "impression-3d", "--to", "ana@example.org", "--date", day, "--at", AT]);
        assert!(one.code != 0 && one.err.contains(why), "{day}: {}", one.err);
    }
    assert_eq!(awards(&world), 0);
    // As in a table, the badge is known by its name too.
    let named = ["t.csv", "--achievement", "impression 3D", "--date", "13/02/2026"];
    batch(&world, "issue", &[&named[..], &["--yes"]].concat()).good();
    let found = |more: &[&str]| {
        let listed = world.run([&["list", "--json", "--achievement", "Impression 3D"], more].concat()).good().json();
        listed["awards"].as_array().unwrap().len()
    };
    assert_eq!((found(&[]), found(&["--since", "13/02/2026"]), found(&["--since", "14/02/2026"])), (1, 1, 0));
    assert_eq!(found(&["--until", "13/02/2026"]), 1);
    let plan =
        |day| batch(&world, "plan", &["t.csv", "--achievement", "impression-3d", "--date", day, "--json"]).json();
    assert_eq!(row(&plan("02/02/2026"), 2)["date"], "2026-02-02");
}

#[test]
fn columns_are_named_in_either_language_and_once() {
    let world = World::place();
    world.write("t.csv", "Qui;Quoi;mél perso;Autre\nAna;impression-3d;ana@example.org;x\n");
    for map in [
        ["Qui=nom", "Quoi=badge", "mél perso=courriel", "Autre=ignorer"],
        ["qui=Name", "QUOI=achievement", "Mel perso=e-mail", "autre=-"],
        ["Qui=nom complet", "Quoi=Badge", "mél perso=adresse électronique", "Autre=laissé de côté"],
    ] {
        let options: Vec<&str> = map.iter().flat_map(|m| ["--map", m]).collect();
        let told = batch(&world, "plan", &[&["t.csv", "--json"], &options[..]].concat()).good().json();
        let fields: Vec<&str> =
            told["columns"].as_array().unwrap().iter().map(|c| c["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["name", "achievement", "email", "ignore"], "{map:?}");
        assert_eq!(told["counts"]["ready"], 1);
    }
    for (map, said, unsaid) in [
        (["Qui=nom", "Quoi=bidule"], "pas de champ « bidule »", "Vouliez-vous"),
        (["Qui=nom", "Quoi=bagde"], "Vouliez-vous dire « badge »", "email"),
        (["Qui=nom", "QUI=badge"], "deux fois ce qu’est la colonne « QUI »", "Vouliez-vous"),
    ] {
        let ran = batch(&world, "plan", &["t.csv", "--map", map[0], "--map", map[1]]);
        let err = ran.err.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(ran.code == 2 && err.contains(said) && !err.contains(unsaid), "{map:?}: {}", ran.err);
    }
    // Every field that is named there is one.
    for lang in ["fr", "en"] {
        let ran = world.run(["batch", "plan", "t.csv", "--map", "Qui=bidule", "--lang", lang, "--at", AT]);
        let list = ran.err.rsplit(": ").next().unwrap().trim().trim_end_matches('.');
        assert!(list.split(", ").count() > 15, "{list}");
        for name in list.split(", ") {
            let ran =
                world.run(["batch", "plan", "t.csv", "--map", &format!("Qui={name}"), "--lang", lang, "--at", AT]);
            assert_ne!(ran.code, 2, "{name}: {}", ran.err);
        }
    }
}

/// One day the American way turns all others of its column: that is told, and as which days they were read.
#[test]
fn days_that_were_turned_by_another_are_told() {
    let world = World::place();
    let rows = "Nom;Mail;Badge;Date\nAna;ana@example.org;impression-3d;03/02/2026\n";
    world.write(
        "t.csv",
        format!("{rows}Bob;bob@example.org;impression-3d;12/25/2025\nCid;cid@example.org;impression-3d;\n"),
    );
    let plan = batch(&world, "plan", &["t.csv", "--json"]).good().json();
    assert_eq!((codes(row(&plan, 2)), &row(&plan, 2)["date"]), (vec!["date.ambiguous"], &"2026-03-02".into()));
    assert_eq!((codes(row(&plan, 3)), &row(&plan, 3)["date"]), (vec![], &"2025-12-25".into()));
    assert!(row(&plan, 4)["date"].is_null());
    let told = batch(&world, "plan", &["t.csv"]).good().out.replace('\u{a0}', " ");
    assert!(told.contains("2 mars 2026"), "{told}");
    let dry = batch(&world, "issue", &["t.csv", "--dry-run", "--json"]).good().json();
    assert_eq!((codes(row(&dry, 2)), &row(&dry, 2)["date"]), (vec!["date.ambiguous"], &"2026-03-02".into()));
    // What shows the order of the place itself says nothing new.
    world.write("t.csv", format!("{rows}Bob;bob@example.org;impression-3d;25/12/2025\n"));
    let plan = batch(&world, "plan", &["t.csv", "--json"]).good().json();
    assert_eq!((codes(row(&plan, 2)), &row(&plan, 2)["date"]), (vec![], &"2026-02-03".into()));
}

#[test]
fn a_plan_is_a_table_that_can_be_read_again() {
    let world = World::place();
    world.write("inscrits.csv", table());
    let first = batch(&world, "plan", &["inscrits.csv", "--json"]).json();
    for file in ["plan.csv", "plan.xlsx", "plan.ods"] {
        assert_eq!(batch(&world, "plan", &["inscrits.csv", "--out", file]).code, 1);
        let again = batch(&world, "plan", &[file, "--json"]).json();
        let states = |plan: &Value| -> Vec<String> {
            plan["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| format!("{} {} {:?}", r["state"], r["email"], codes(r)))
                .collect()
        };
        assert_eq!(states(&again), states(&first), "{file}");
    }
    let text = world.text("plan.csv");
    assert!(text.contains("État;Problème") && text.contains("à corriger;\"Courriel"), "{text}");
    assert_eq!(batch(&world, "plan", &["inscrits.csv", "--out", "plan.pdf"]).code, 2);
}

#[test]
fn a_second_run_repeats_nothing_and_the_table_comes_back() {
    let world = World::place();
    world.write("inscrits.csv", table());
    let dry = batch(&world, "issue", &["inscrits.csv", "--dry-run", "--json"]);
    assert_eq!((dry.code, awards(&world)), (1, 0), "{}", dry.err);
    let ready = 60 + FAULTS.iter().filter(|f| f.1 == "warning").count();
    assert_eq!(dry.json()["counts"]["would_issue"], ready);

    let none = batch(&world, "issue", &["inscrits.csv", "--all-or-nothing"]);
    assert_eq!((none.code, awards(&world)), (1, 0), "{}", none.err);

    let ran = batch(&world, "issue", &["inscrits.csv", "--out", "sortie", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!((ran.json()["counts"]["issued"].as_u64(), awards(&world)), (Some(ready as u64), ready));
    for form in ["csv", "ods", "xlsx"] {
        let file = format!("retour.{form}");
        let again = batch(&world, "issue", &["inscrits.csv", "--table", &file, "--json"]).json();
        assert_eq!((&again["counts"]["issued"], &again["counts"]["already"]), (&0.into(), &ready.into()));
        // The table that came back is a table of the same people, and awards nothing either.
        let third = batch(&world, "issue", &[&file, "--json"]).json();
        assert_eq!((&third["counts"]["issued"], &third["counts"]["already"]), (&0.into(), &ready.into()), "{file}");
    }
    assert_eq!(awards(&world), ready);
    let back = world.text("sortie/resultats.csv");
    assert!(back.contains("https://badges.example.org/b/") && back.contains("attribué"), "{back}");
    assert_eq!(back.matches("\r\n").count(), 2 + 60 + FAULTS.len());
    assert_eq!(back.matches('\n').count(), 2 + 60 + FAULTS.len(), "a row is a line");

    let files = support::files(&world.at("sortie/camille-exemple-7"));
    assert_eq!(files.len(), 2, "{files:?}");
    let checked = world.run(["verify", "sortie/camille-exemple-7", "--offline", "--json"]);
    assert_eq!(checked.json()["inputs"].as_array().unwrap().len(), 2);
    assert_ne!(checked.json()["verdict"], "rejected");
    // D-11: the minor's badge has no link.
    let pia = ran.json()["rows"].as_array().unwrap().iter().find(|r| r["email"] == "pia@example.org").unwrap().clone();
    assert_eq!((&pia["awards"][0]["waits"], pia["awards"][0].get("link")), (&true.into(), None));
    let birth = world.text("register.jsonl")
        + &std::fs::read_to_string(
            world.at("sortie/pia-seize").join(&support::files(&world.at("sortie/pia-seize"))[0]),
        )
        .unwrap();
    // As a word: a digest may hold these four digits by chance.
    let words = birth.split(|c: char| !c.is_ascii_alphanumeric());
    assert_eq!(words.filter(|w| *w == "2014").count(), 0, "a birth year is in a badge");
    is_whole(&world);
}

#[test]
fn the_model_table_is_read_back_without_a_problem() {
    let world = World::place();
    for file in ["modele.xlsx", "modele.ods", "modele.csv"] {
        for lang in ["fr", "en"] {
            batch(&world, "template", &[file, "--yes", "--lang", lang]).good();
            let plan = batch(&world, "plan", &[file, "--json"]).good().json();
            assert_eq!((&plan["counts"]["problem"], &plan["counts"]["ready"]), (&0.into(), &0.into()), "{file} {lang}");
            let fields: BTreeSet<&str> =
                plan["columns"].as_array().unwrap().iter().map(|c| c["field"].as_str().unwrap()).collect();
            assert_eq!(fields.len(), 13, "{file} {lang}: {fields:?}");
        }
    }
    // An example that lost its mark is a person like any other.
    let filled = world.text("modele.csv").replace("example;", ";");
    world.write("rempli.csv", filled);
    let plan = world.run(["batch", "plan", "rempli.csv", "--json", "--at", "2026-04-01"]).good().json();
    assert_eq!(plan["counts"]["ready"], 2, "{plan}");
    assert_eq!(batch(&world, "template", &["modele.csv"]).code, 2, "nothing is written over");
}

#[test]
fn tables_of_other_programs_are_read() {
    let world = World::place();
    let plan = |name: &str| batch(&world, "plan", &[fixture(name).to_str().unwrap(), "--json"]).json();
    let openpyxl = plan("openpyxl.xlsx");
    let states: BTreeMap<u64, String> = openpyxl["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["line"].as_u64().unwrap(), format!("{} {:?}", r["state"].as_str().unwrap(), codes(r))))
        .collect();
    let expected = [
        (1, "skipped [\"row.before_header\"]"),
        (3, "warning [\"minor.no_consent\"]"),
        (4, "ready []"),
        (6, "warning [\"row.hidden\"]"),
        (7, "warning [\"cell.merged\", \"date.ambiguous\"]"),
    ];
    let problem = &states[&5];
    assert!(problem.starts_with("problem [\"cell.formula_unknown\""), "{problem}");
    for (line, said) in expected {
        assert_eq!(states[&line], said, "line {line}");
    }
    let written = plan("xlsxwriter.xlsx");
    let states: Vec<(String, Vec<&str>)> =
        written["rows"].as_array().unwrap().iter().map(|r| (r["email"].to_string(), codes(r))).collect();
    let want = |email: &str, codes: &[&'static str]| (format!("\"{email}\""), codes.to_vec());
    assert_eq!(
        states,
        [
            want("lea@example.org", &["minor.no_consent"]),
            want("tom@example.org", &[]),
            want("zoe@example.org", &["cell.formula"]),
            want("ana@example.org", &[])
        ]
    );
    assert_eq!(written["rows"][3]["name"], "Ana");
    let ods = plan("odfpy.ods");
    let rows = ods["rows"].as_array().unwrap();
    let states: Vec<(u64, String, Vec<&str>)> =
        rows.iter().map(|r| (r["line"].as_u64().unwrap(), r["name"].to_string(), codes(r))).collect();
    let want = |line: u64, name: &str, codes: &[&'static str]| (line, format!("\"{name}\""), codes.to_vec());
    assert_eq!(
        states,
        [
            want(2, "Léa Martin", &["minor.no_consent"]),
            want(6, "Zoé Grand", &["cell.formula"]),
            want(7, "Tom Petit", &["row.hidden"])
        ]
    );
    assert!(rows.iter().all(|r| r["state"] != "problem"), "{ods}");
}

/// Runs that are killed somewhere; each goes on where the one before was stopped.
#[test]
fn a_killed_run_goes_on_and_nothing_is_lost_or_doubled() {
    let world = World::quick(Some("https://badges.example.org"));
    let mut text = String::from("Nom;Mail;Badge;Date\n");
    for n in 0..400 {
        text += &format!("Personne {n};p{n}@example.org;premiers-pas;2026-03-02\n");
    }
    world.write("t.csv", text);
    let mut seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
    println!("seed {seed}");
    let register = || std::fs::metadata(world.at("register.jsonl")).map_or(0, |m| m.len());
    let (mut killed, mut last) = (0, 0);
    for _ in 0..12 {
        let mut command = world.command(["batch", "issue", "t.csv", "--at", AT, "--json"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Until a group lasts, and a little longer.
        let began = Instant::now();
        while register() <= last && child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_micros(200));
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_micros(seed >> 49));
        killed += u64::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        last = register();
        // Lines and cells say the same award twice only if it was made twice.
        let text = std::fs::read_to_string(world.at("register.jsonl")).unwrap_or_default();
        let whole: Vec<Value> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        let people: Vec<&str> = whole.iter().filter_map(|e| e["person"].as_str()).collect();
        assert_eq!(people.len(), people.iter().collect::<BTreeSet<_>>().len(), "somebody was awarded twice");
    }
    assert!(killed > 1, "only {killed} runs were killed at work");
    let ran = batch(&world, "issue", &["t.csv", "--out", "sortie", "--json"]).good().json();
    let counts = &ran["counts"];
    assert_eq!(counts["issued"].as_u64().unwrap() + counts["already"].as_u64().unwrap(), 400);
    let awards = is_whole(&world);
    // One more is the card by which the place was looked at.
    assert_eq!(awards.len(), 401);
    let to: BTreeSet<&str> = awards.iter().filter_map(|a| a["to"].as_str()).collect();
    assert_eq!(to.len(), 400);
    assert_eq!(support::files(&world.at("sortie")).len(), 801);
}

#[test]
fn what_many_rows_share_is_told_once_and_names_the_column_that_nobody_read() {
    let world = World::place();
    let mut text = String::from("Nom;Mail;Ce que la personne sait;Téléphone\n");
    for n in 0..30 {
        text += &format!("Personne {n};p{n}@example.org;Impression 3D;06\n");
    }
    world.write("t.csv", &text);
    for (lang, said, lines) in
        [("fr", "Aucun badge n’est nommé", "Lignes 2, 3, 4, "), ("en", "No badge is named", "Rows 2, 3, 4, ")]
    {
        let out = world.run(["batch", "plan", "t.csv", "--lang", lang, "--at", AT]).out;
        assert_eq!(out.matches(said).count(), 1, "{out}");
        assert!(out.contains(lines), "{out}");
        assert!(out.contains("--map \"Ce que la personne sait=achievement\""), "{out}");
    }
    let hint = batch(&world, "plan", &["t.csv", "--json"]).json()["rows"][0]["findings"][0]["hint"].to_string();
    assert!(hint.contains("Ce que la personne sait"), "{hint}");
    batch(&world, "plan", &["t.csv", "--map", "Ce que la personne sait=achievement"]).good();
    // The same cell with the same fault, on several rows.
    world.write("t.csv", "Nom;Mail;Badge\nA;a@example.org;Poterie\nB;b@example.org;Poterie\nC;c@example.org;Danse\n");
    let out = batch(&world, "plan", &["t.csv"]).out;
    let out = out.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(out.contains("Lignes 2, 3, Badge : Poterie") && out.contains("Ligne 4, Badge : Danse"), "{out}");
}

#[test]
fn a_line_that_is_wanted_once_is_awarded_once() {
    let world = World::place();
    let line = |to: &str, name: &str, date: &str| {
        let to = if to.is_empty() { "\"card\":true".to_owned() } else { format!("\"to\":\"{to}\"") };
        format!("{{\"achievement\":\"premiers-pas\",{to},\"name\":\"{name}\",\"date\":\"{date}\",\"once\":true}}\n")
    };
    let lines = [
        line("lea@example.org", "Léa", "2026-03-02"),
        line("LEA@example.org", "Léa", "2026-03-02"),
        line("", "Tom", "2026-03-02"),
        line("", "TOM", "2026-03-02"),
        line("lea@example.org", "Léa", "2026-03-03"),
    ];
    let answers = |text: &str| -> Vec<Value> {
        let ran = world.feed(["issue", "-"], text).good();
        ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let first = answers(&lines.concat());
    let token = |answer: &Value| answer["token"].as_str().unwrap().to_owned();
    assert_eq!((token(&first[0]), token(&first[2])), (token(&first[1]), token(&first[3])));
    assert_eq!(first[1]["already"], first[0]["token"]);
    assert_eq!((first[0].get("already"), awards(&world)), (None, 3));
    let again = answers(&lines.concat());
    for (a, b) in first.iter().zip(&again) {
        assert_eq!((token(a), &a["id"], &a["link"], &a["files"]), (token(b), &b["id"], &b["link"], &b["files"]));
        assert_eq!(b["already"], b["token"]);
    }
    assert_eq!(awards(&world), 3);
    // Whoever claimed a card has its badge, and the line still knows them by their name (D-10).
    let code = first[2]["code"].as_str().unwrap();
    world.run(["claim", code, "--to", "tom@example.org"]).good();
    let claimed = answers(&lines[2]);
    assert!(claimed[0]["already"] == claimed[0]["token"] && claimed[0]["token"] != first[2]["token"], "{claimed:?}");
    let counted = awards(&world);
    // A day that has not begun makes no badge, and neither does a folder that cannot be written into.
    for more in [["--date", "2062-01-01"], ["--out", "/dev/full"]] {
        let args = ["issue", "premiers-pas", "--to", "zoe@example.org", "--json"];
        let refused = world.run([&args[..], &more].concat());
        assert_eq!((refused.code, awards(&world)), (2, counted), "{more:?}: {}{}", refused.out, refused.err);
    }
    let late = world.feed(["issue", "-"], line("zoe@example.org", "Zoé", "2062-01-01"));
    assert_eq!(late.json()["problems"][0]["code"], "date-future", "{}", late.out);
    // What was revoked is not awarded anew by the same line; without anybody to go by, it cannot be told.
    world.run(["revoke", &token(&first[0]), "--yes"]).good();
    assert_eq!(token(&answers(&lines[0])[0]), token(&first[0]));
    let nobody = world.feed(["issue", "-"], "{\"achievement\":\"premiers-pas\",\"card\":true,\"once\":true}\n");
    assert_eq!((nobody.code, nobody.json()["problems"][0]["code"].as_str()), (2, Some("line-once-nobody")));
    is_whole(&world);
}

#[test]
fn a_table_without_titles_is_told() {
    let world = World::place();
    world.write("liste.csv", "Léa Exemple,lea@example.org,Impression 3D\nTom Exemple,tom@example.org,Impression 3D\n");
    for (lang, words) in [("fr", "doit les nommer"), ("en", "has to name them")] {
        for verb in ["plan", "issue"] {
            let refused = batch(&world, verb, &["liste.csv", "--lang", lang]);
            assert!(refused.code == 2 && refused.err.contains(words), "{}", refused.err);
            assert!(refused.err.contains("lea@example.org"), "{}", refused.err);
        }
    }
    // With titles above, and a line about whom to ask above these, it is a table.
    let rows = world.text("liste.csv");
    world.write("liste.csv", format!("Contact,atelier@example.org,\nNom,Adresse e-mail,Badge\n{rows}"));
    assert_eq!(batch(&world, "plan", &["liste.csv", "--json"]).good().json()["counts"]["ready"], 2);
}

#[test]
fn the_name_of_a_person_is_not_proposed_for_a_cohort() {
    let world = World::place();
    world.write("inscrits.csv", format!("{HEAD}\n{}\n", good(1)));
    let refused = batch(&world, "issue", &["inscrits.csv", "--cohort", "Léa Çelik"]);
    assert!(refused.code == 2 && refused.err.contains("atelier-de-mars"), "{}", refused.err);
    assert!(!refused.err.contains("celik"), "{}", refused.err);
}

#[test]
fn of_many_faults_so_many_are_told_and_the_rest_is_counted() {
    let world = World::place();
    let mut text = String::from("Nom;Mail;Badge\n");
    for n in 0..400 {
        text += &format!("Personne {n};p{n}(at)example.org;premiers-pas\n");
    }
    world.write("t.csv", text);
    for (lang, more) in [("fr", "Et 300 autres lignes à corriger"), ("en", "And 300 more rows to correct")] {
        let ran = world.run(["batch", "plan", "t.csv", "--lang", lang, "--at", AT]);
        assert_eq!((ran.code, ran.out.lines().count()), (1, 200), "{}", ran.out);
        assert!(ran.err.contains(more) && ran.err.contains("--out"), "{}", ran.err);
        assert!(ran.err.lines().count() <= 20, "{}", ran.err);
    }
    // A run tells no more than a plan, and all of it stands in the table that comes back and in the object.
    let ran = batch(&world, "issue", &["t.csv", "--yes"]);
    assert!(ran.out.lines().count() + ran.err.lines().count() < 250, "{}{}", ran.out, ran.err);
    batch(&world, "plan", &["t.csv", "--out", "plan.csv"]);
    assert_eq!(world.text("plan.csv").matches("Ce n’est pas une adresse").count(), 400);
    let all = batch(&world, "plan", &["t.csv", "--json"]).json();
    assert_eq!(all["rows"].as_array().unwrap().len(), 400);
}

#[test]
fn other_sheets_of_people_are_named_to_programs_too() {
    use badge_core::cohort::{As, Sheet, write};
    let world = World::place();
    let sheet = |name: &str, who: &[&str]| {
        let row = |who: &&str| vec![(*who).to_owned(), "premiers-pas".to_owned(), format!("{who}@example.org")];
        let head = ["Nom", "Badge", "Courriel"].map(str::to_owned).to_vec();
        Sheet { name: name.into(), rows: [head].into_iter().chain(who.iter().map(row)).collect(), ..Sheet::default() }
    };
    let now = badge_core::time::Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
    world.write("t.xlsx", write(&[sheet("Mars", &["a"]), sheet("Avril", &["b", "c"])], As::Xlsx, now));
    let named = serde_json::json!([{"name": "Avril", "rows": 2}]);
    assert_eq!(batch(&world, "plan", &["t.xlsx", "--json"]).good().json()["sheets_unread"], named);
    assert_eq!(batch(&world, "issue", &["t.xlsx", "--json", "--yes"]).good().json()["sheets_unread"], named);
    let chosen = batch(&world, "plan", &["t.xlsx", "--json", "--sheet", "Mars"]).good().json();
    assert!(chosen["sheets_unread"].is_null(), "who names one knows of them: {chosen}");
}
