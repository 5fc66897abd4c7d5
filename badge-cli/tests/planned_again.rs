//! A large table that is planned once more: what was compared is not looked for again, and nothing is believed for it.

mod support;

use std::fs;

use serde_json::Value;
use support::World;

const HEAD: &str = "Nom;Courriel;Badge;Date;Commentaire";

/// As many as are kept, and some.
const PEOPLE: usize = 210;

fn rows() -> Vec<String> {
    (0..PEOPLE).map(|n| format!("Camille {n};p{n}@example.org;premiers-pas;2026-03-02;Une pièce, n° {n}")).collect()
}

fn write(world: &World, rows: &[String]) {
    world.write("t.csv", format!("{HEAD}\n{}\n", rows.join("\n")));
}

/// How many rows are told with a code, and the lines of those that are not told to be awarded already.
fn told(world: &World) -> (usize, Vec<(u64, String)>) {
    let plan: Value = world.run(["batch", "plan", "t.csv", "--json"]).json();
    let code = |row: &Value| row["findings"][0]["code"].as_str().unwrap_or_default().to_owned();
    let rows = plan["rows"].as_array().unwrap();
    let other = rows.iter().map(|row| (row["line"].as_u64().unwrap(), code(row)));
    (rows.len(), other.filter(|(_, code)| code != "award.already").collect())
}

/// The file of the award of a row.
fn signed(world: &World, n: usize) -> std::path::PathBuf {
    let all = fs::read_dir(world.at("awards")).unwrap().map(|entry| entry.unwrap().path().join("credential.json"));
    let mut mine = all.filter(|path| fs::read_to_string(path).unwrap().contains(&format!("Une pièce, n° {n}\"")));
    mine.next().unwrap()
}

#[test]
fn what_was_compared_is_kept_and_a_changed_row_is_asked_about_all_the_same() {
    let world = World::quick(Some("https://badges.example.org"));
    let mut all = rows();
    write(&world, &all);
    world.run(["batch", "issue", "t.csv", "--yes"]).good();
    let kept = fs::read(world.at(".badge/compared")).unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains("pièce"));
    assert_eq!(told(&world), (PEOPLE, vec![]));
    // Each was compared when it was made: the file is not looked for, and nothing is written anew.
    let seven = signed(&world, 7);
    let was = fs::read(&seven).unwrap();
    fs::write(&seven, String::from_utf8_lossy(&was).replace("n° 7\"", "n° 70\"")).unwrap();
    assert_eq!(told(&world), (PEOPLE, vec![]));
    assert_eq!(fs::read(world.at(".badge/compared")).unwrap(), kept);
    // A row that says something else is held against the file.
    all[5] = all[5].replace("n° 5", "n° 5 bis");
    write(&world, &all);
    assert_eq!(told(&world).1, [(7, "award.changed".to_owned())]);
    // Damaged, cut, or gone: everything is compared, and kept again.
    for damaged in [Some(&kept[..kept.len() - 16]), Some(b"badge-compared/1".as_slice()), Some(b""), None] {
        match damaged {
            Some(bytes) => fs::write(world.at(".badge/compared"), bytes).unwrap(),
            None => fs::remove_file(world.at(".badge/compared")).unwrap(),
        }
        let changed = |line| (line, "award.changed".to_owned());
        assert_eq!(told(&world).1, [changed(7), changed(9)]);
    }
    fs::write(&seven, was).unwrap();
    assert_eq!(told(&world).1, [(7, "award.changed".to_owned())]);
    let before = fs::read(world.at(".badge/compared")).unwrap();
    assert_ne!(before, kept, "another salt");
    // What stands in the place for this alone is nobody's concern.
    let doctor = world.run(["doctor"]);
    assert!(!doctor.out.contains("compared") && !doctor.err.contains("compared"), "{}{}", doctor.out, doctor.err);
    // Nothing of somebody who was erased stands behind a digest.
    world.run(["person", "erase", "p3@example.org", "--yes"]).good();
    assert!(!world.at(".badge/compared").exists());
}

#[test]
fn the_file_is_kept_for_large_tables_alone() {
    let world = World::quick(Some("https://badges.example.org"));
    write(&world, &rows()[..3]);
    world.run(["batch", "issue", "t.csv", "--yes"]).good();
    assert_eq!(told(&world), (3, vec![]));
    assert!(!world.at(".badge/compared").exists());
}
