//! What cells and columns say, and what is wrong with them.

use std::collections::BTreeMap;

use badge_tests::binary::{badge, run};
use serde_json::{Value, json};

use crate::world::World;

#[test]
fn a_column_that_the_table_does_not_have_ends_the_run_and_is_named() {
    let Some(world) = World::new() else { return };
    let said = |world: &World| {
        let out = world.script().output().unwrap();
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    // An empty table tells nothing.
    world.grist.document().tables.insert("Inscriptions".to_owned(), BTreeMap::new());
    run(&mut world.script(), 0);
    let rename = |from: &str, to: &str| {
        let mut document = world.grist.document();
        for fields in document.tables.get_mut("Inscriptions").unwrap().values_mut() {
            let fields = fields.as_object_mut().unwrap();
            let value = fields.remove(from).unwrap();
            fields.insert(to.to_owned(), value);
        }
    };
    world.ready(1);
    world.set(1, "Mineur", json!(true));
    for (from, to) in [("Mineur", "Moins_de_15_ans"), ("Email", "Mail"), ("Le", "Date"), ("Etat", "État")] {
        for ready in [true, false] {
            // Told even while nobody is ready.
            world.set(1, "Pret", json!(ready));
            rename(from, to);
            let (code, text) = said(&world);
            assert_eq!(code, Some(2), "{from}: {text}");
            assert!(text.contains(&format!("pas de colonne {from}. ")) && text.contains(to), "{text}");
            assert_eq!((world.list().len(), world.grist.document().written.len()), (0, 0), "{from}");
            rename(to, from);
        }
    }
    world.set(1, "Pret", json!(true));
    // The same for the table that the column of badges refers to, and for our own names in the settings.
    let ini = std::fs::read_to_string(world.path("grist.ini")).unwrap();
    for (from, to, named) in [
        ("column = Nom_court", "column = Nom", "la table Badges n’a pas de colonne Nom."),
        ("minor = Mineur", "mineur = Mineur", "«\u{a0}mineur\u{a0}»"),
        ("minor = Mineur", "Minor = Mineur", "«\u{a0}Minor\u{a0}»"),
        ("state = Etat\n", "", "«\u{a0}state\u{a0}»"),
    ] {
        assert!(ini.contains(from));
        std::fs::write(world.path("grist.ini"), ini.replace(from, to)).unwrap();
        let (code, text) = said(&world);
        assert!(code == Some(2) && text.contains(named), "{to}: {text}");
        assert_eq!(world.list().len(), 0, "{to}");
    }
    // What the table does not have is left out of the settings.
    rename("Recit", "Autre_chose");
    std::fs::write(world.path("grist.ini"), ini.replace("narrative = Recit\n", "")).unwrap();
    run(&mut world.script(), 0);
    assert_eq!(world.grist.cell(1, "Etat"), "attribué, attend l’accord d’un parent");
}

#[test]
fn columns_may_be_of_whatever_type_is_natural() {
    let Some(world) = World::new() else { return };
    let toggles = [(1, json!(true), json!(true)), (2, json!(true), json!(false)), (3, json!("non"), json!(false))];
    for (id, minor, consent) in toggles {
        world.ready(id);
        world.set(id, "Mineur", minor);
        world.set(id, "Accord", consent);
    }
    // A no in words, of a child and of an adult; lists of choices; a day with its hour, of a column of such and of a formula.
    for (id, minor, no) in [(4, json!("Oui"), json!("Non")), (5, json!(false), json!(["L", "non"]))] {
        world.ready(id);
        world.set(id, "Mineur", minor);
        world.set(id, "Accord", no);
    }
    for (id, day) in [(6, json!(1_772_409_600 - 3_600)), (7, json!(["D", 1_772_409_600 - 3_600, "Europe/Paris"]))] {
        world.ready(id);
        world.set(id, "Preuve", json!(["L", "https://example.org/boite", "https://example.org/plan"]));
        world.set(id, "Recit", json!(["L", "une boîte", "un plan"]));
        world.set(id, "Le", day);
    }
    world.ready(8);
    world.set(8, "Le", json!(["d", 1_772_409_600]));
    run(world.script().env("TZ", "CET-1CEST,M3.5.0,M10.5.0/3"), 0);
    let state = |id: i64| world.grist.cell(id, "Etat");
    let refused = "attribué, accord refusé ou retiré\u{a0}: rien n’est publié ni envoyé";
    assert_eq!([1, 3, 6, 7, 8].map(state), ["attribué"; 5]);
    assert_eq!(state(2), "attribué, attend l’accord d’un parent", "a toggle that is off says nothing");
    assert_eq!([4, 5].map(state), [refused; 2]);
    let awards = world.list();
    assert_eq!(awards.len(), 8);
    assert!(awards.iter().all(|a| a["date"].as_str().unwrap().starts_with("2026-03-02")), "{awards:?}");
    let seven = awards.iter().find(|a| a["to"] == "p7@example.org").unwrap()["token"].as_str().unwrap();
    let made = std::fs::read_to_string(world.path("lieu/awards").join(seven).join("credential.json")).unwrap();
    assert!(made.contains("\"https://example.org/plan\"") && made.contains("une boîte, un plan"), "{made}");
    let noted = |who: &str| {
        let out = run(badge(["consent", "show", who, "--json"]).env("BADGE_PLACE", world.path("lieu")), 0);
        serde_json::from_str::<Value>(&out).unwrap()["people"][0]["state"].clone()
    };
    assert_eq!([noted("p4@example.org"), noted("p5@example.org")], ["withdrawn", "withdrawn"]);
    // A parent who agreed says no later: the row is taken once more, and the table shows no link any more.
    assert!(world.grist.cell(1, "Badge_lien").starts_with("https://") && noted("p1@example.org") == "given");
    world.set(1, "Accord", json!("non"));
    world.set(1, "Etat", json!(""));
    run(&mut world.script(), 0);
    assert_eq!((state(1).as_str(), world.grist.cell(1, "Badge_lien").as_str()), (refused, ""));
    assert_eq!(
        (noted("p1@example.org"), world.list().len()),
        ("withdrawn".into(), 8),
        "the award stands, and stays inside"
    );
}

#[test]
fn what_is_wrong_with_a_cell_names_its_column() {
    let Some(world) = World::new() else { return };
    let cells = [
        ("Mineur", json!("peut-être"), "il faut oui ou non"),
        ("Accord", json!("en attente"), "« en attente » n’est pas un accord"),
        ("Accord", json!(true), "la personne n’est pas dite mineure"),
        ("Preuve", json!(["L", 12]), "il faut un texte"),
        ("Preuve", json!("exemple.org"), "http"),
        ("Nom", json!(4), "il faut un texte"),
        ("Email", json!("p7(at)example.org"), "pas une adresse"),
        ("Le", json!(true), "il faut un jour"),
        ("Le", json!(1e18), "il faut un jour"),
        ("Badge", json!(3), "poterie"),
        ("Recit", json!(["E", "ValueError"]), "la formule ne donne rien"),
    ];
    for (id, (column, value, _)) in (1..).zip(&cells) {
        world.ready(id);
        world.set(id, column, value.clone());
        if *column == "Accord" && value.is_string() {
            world.set(id, "Mineur", json!(true));
        }
    }
    // A formula that fails is an empty cell and an error beside the record: of a child whose age is worked out, say.
    world.ready(20);
    world.set(20, "Mineur", Value::Null);
    world.grist.document().errors.insert(20, json!({"Mineur": "TypeError"}));
    run(&mut world.script(), 1);
    assert_eq!(world.list().len(), 0);
    let plain = |id: i64| world.grist.cell(id, "Etat").replace(['\u{a0}', '\u{202f}'], " ");
    for (id, (column, _, what)) in (1..).zip(&cells) {
        let said = plain(id);
        let begins = said.starts_with(&format!("à corriger : {column} : "));
        assert!(begins && said.to_lowercase().contains(what), "{column}: {said}");
    }
    assert_eq!(plain(20), "à corriger : Mineur : la formule ne donne rien");
}
