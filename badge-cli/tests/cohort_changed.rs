//! A row that says something else than what was awarded for it: asked about, kept or replaced. Everybody is invented.

mod support;

use std::collections::BTreeSet;

use support::World;
use support::cohort::{AT, awards, batch, codes, row};

#[test]
fn a_changed_row_is_asked_about() {
    let world = World::place();
    let text = |comment: &str| {
        format!(
            "Nom;Mail;Badge;Date;Commentaire\nLéa;lea@example.org;impression-3d;2026-03-02;{comment}\nTom;tom@example.org;impression-3d;2026-03-02;bien\n"
        )
    };
    world.write("t.csv", text("bien"));
    batch(&world, "issue", &["t.csv"]).good();
    world.write("t.csv", text("très bien"));
    let plan = batch(&world, "plan", &["t.csv", "--json"]).good().json();
    assert_eq!((codes(row(&plan, 2)), codes(row(&plan, 3))), (vec!["award.changed"], vec!["award.already"]));
    let told = batch(&world, "plan", &["t.csv"]).good();
    assert!(told.err.contains("Une ligne a changé") && told.err.contains("Aucune ligne prête, "), "{}", told.err);
    // D-41: nobody to ask.
    assert_eq!(batch(&world, "issue", &["t.csv"]).code, 2);
    let kept = batch(&world, "issue", &["t.csv", "--changed=skip", "--json"]).good().json();
    assert_eq!((&kept["counts"]["changed"], awards(&world)), (&1.into(), 2));
    let updated = batch(&world, "issue", &["t.csv", "--changed", "update", "--json"]).good().json();
    assert_eq!((&updated["counts"]["updated"], &updated["counts"]["already"]), (&1.into(), &1.into()));
    let listed = world.run(["list", "--json"]).json();
    let states: Vec<&str> = listed["awards"].as_array().unwrap().iter().map(|a| a["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["revoked", "valid", "valid"]);
    let last = batch(&world, "issue", &["t.csv", "--json"]).good().json();
    assert_eq!((&last["counts"]["already"], awards(&world)), (&2.into(), 3));
}

#[test]
fn what_replaces_an_award_has_its_forms_and_pictures() {
    let world = World::place();
    let text = |comment: &str| {
        format!("Nom;Mail;Badge;Date;Commentaire\nLéa;lea@example.org;impression-3d;2026-03-02;{comment}\n")
    };
    world.write("t.csv", text("bien"));
    let forms = ["--format", "ob3", "--format", "ob3-jwt", "--image", "both"];
    batch(&world, "issue", &[&["t.csv"], &forms[..]].concat()).good();
    let files = |outcome: &serde_json::Value| {
        let files = outcome["rows"][0]["awards"][0]["files"].as_array().unwrap().iter();
        files.map(|f| f.as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let first = files(&batch(&world, "issue", &["t.csv", "--json"]).good().json());
    world.write("t.csv", text("très bien"));
    let second = batch(&world, "issue", &["t.csv", "--changed=update", "--json"]).good().json();
    assert_eq!(second["counts"]["updated"], 1, "{second}");
    assert!(first.contains("badge.svg") && first.len() > 2, "{first:?}");
    assert_eq!(files(&second), first);
    world.write("t.csv", text("excellent"));
    let asked = batch(&world, "issue", &["t.csv", "--changed=update", "--format", "ob3", "--image", "png", "--json"]);
    let asked = files(&asked.good().json());
    assert!(!asked.contains("badge.svg") && asked.len() < first.len(), "what is asked for holds: {asked:?}");
}

// The lock is not taken twice by one run.
#[test]
fn a_form_that_needs_a_new_key_is_kept_by_an_update() {
    let world = World::place();
    world.write("t.csv", "Nom;Mail;Badge;Date;Commentaire\nA;a@example.org;premiers-pas;2026-03-02;x\n");
    world.run(["batch", "issue", "t.csv", "--format", "ob3", "--format", "ob2-signed", "--yes", "--at", AT]).good();
    let keys = world.run(["key", "list", "--json"]).good().json();
    let rsa = keys["keys"].as_array().unwrap().iter().find(|key| key["kind"] == "rsa").unwrap();
    let rsa = rsa["thumbprint"].as_str().unwrap().to_owned();
    world.run(["key", "retire", &rsa, "--yes"]).good();
    world.write("t.csv", world.text("t.csv").replace(";x", ";y"));
    world.run(["batch", "issue", "t.csv", "--yes", "--changed=update", "--at", AT]).good();
    assert_eq!(awards(&world), 2);
}

// Whatever the form in which it was signed, and where that was: with coordinates, and without a column that tells it.
#[test]
fn a_changed_row_is_seen_in_every_form() {
    for format in ["ob3", "ob3-jwt", "ob2-hosted", "ob2-signed"] {
        let world = World::place();
        let text = |title: &str, comment: &str, place: &str| {
            world.write(
                "t.csv",
                format!("Nom;Mail;Badge;Date;Commentaire{title}\nLéa;lea@example.org;premiers-pas;2026-03-02;{comment}{place}\n"),
            );
        };
        let told = || {
            let plan = batch(&world, "plan", &["t.csv", "--json"]).good().json();
            codes(row(&plan, 2)).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        text(";Lieu", "bien", ";\"Caen;49.18,-0.37\"");
        batch(&world, "issue", &["t.csv", "--format", format]).good();
        assert_eq!(told(), ["award.already"], "{format}");
        // What the table has no column for is not changed.
        text("", "bien", "");
        assert_eq!(told(), ["award.already"], "{format}");
        text("", "très bien", "");
        assert_eq!(told(), ["award.changed"], "{format}");
        text(";Lieu", "bien", ";\"Caen;49.18,-0.38\"");
        assert_eq!(told(), ["award.changed"], "{format}");
        batch(&world, "issue", &["t.csv", "--changed=update"]).good();
        assert_eq!((told(), awards(&world)), (vec!["award.already".to_owned()], 2), "{format}");
    }
}
