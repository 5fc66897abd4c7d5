//! What becomes of rows: awarded once, changed and taken again, revoked.

use badge_tests::binary::{badge, run};
use serde_json::{Value, json};

use crate::world::World;

#[test]
fn ready_rows_are_awarded_and_told_once() {
    let Some(world) = World::new() else { return };
    for id in 1..=12 {
        world.ready(id);
    }
    // Not ready; done by an earlier run; a reference to nothing; a badge the place does not have; no badge at all.
    world.ready(13);
    world.set(13, "Pret", json!(false));
    world.ready(14);
    world.set(14, "Etat", json!("attribué"));
    for (id, badge) in [(15, json!(77)), (16, json!(3)), (17, json!(0))] {
        world.ready(id);
        world.set(id, "Badge", badge);
    }
    // Several badges as a list of references, of which one is wrong: none of them is awarded.
    world.ready(18);
    world.set(18, "Badge", json!(["L", 1, 3]));
    world.ready(19);
    world.set(19, "Badge", json!(["L", 1, 2]));
    // A minor without consent; a card; an address that is none.
    world.ready(20);
    world.set(20, "Mineur", json!(true));
    world.ready(21);
    world.set(21, "Email", json!(""));
    world.ready(22);
    world.set(22, "Email", json!("p22(at)example.org"));

    run(&mut world.script(), 1);
    let awards = world.list();
    let of = |to: &str| awards.iter().filter(|a| a["to"] == to).count();
    for id in 1..=12 {
        assert_eq!((of(&format!("p{id}@example.org")), world.grist.cell(id, "Etat").as_str()), (1, "attribué"));
        assert!(world.grist.cell(id, "Badge_lien").starts_with("https://badges.example.org/b/"));
    }
    for id in [13, 14, 15, 16, 17, 18, 22] {
        assert_eq!(of(&format!("p{id}@example.org")), 0, "row {id}");
        assert_eq!(world.grist.cell(id, "Badge_lien"), "", "row {id}");
    }
    for id in [15, 16, 17, 18, 22] {
        assert!(world.grist.cell(id, "Etat").starts_with("à corriger\u{a0}: "), "{}", world.grist.cell(id, "Etat"));
    }
    assert!(world.grist.cell(16, "Etat").contains("poterie"), "{}", world.grist.cell(16, "Etat"));
    assert_eq!((of("p19@example.org"), world.grist.cell(19, "Badge_lien").lines().count()), (2, 2));
    assert_eq!(of("p20@example.org"), 1);
    assert_eq!(world.grist.cell(20, "Etat"), "attribué, attend l’accord d’un parent");
    assert_eq!((world.grist.cell(20, "Badge_lien").as_str(), world.grist.cell(21, "Etat").as_str()), ("", "attribué"));
    assert_eq!(awards.len(), 12 + 2 + 1 + 1);

    #[cfg(unix)]
    {
        let mode = std::fs::metadata(world.path("grist-journal.jsonl")).unwrap().permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600, "it names people");
    }
    // A second run finds nothing to do and writes nothing; a corrected row whose state was emptied is taken again.
    let written = world.grist.document().written.clone();
    assert!(written.values().all(|n| *n == 1), "{written:?}");
    assert_eq!(run(&mut world.script(), 0).trim(), "0 attribués, 0 à corriger");
    assert_eq!(world.list().len(), awards.len());
    assert_eq!(world.grist.document().written, written);
    for id in [18, 22] {
        world.set(id, "Badge", json!(["L", 1]));
        world.set(id, "Email", json!(format!("p{id}@example.org")));
        world.set(id, "Etat", json!(""));
    }
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), awards.len() + 2);
    let dates: Vec<&str> = awards.iter().filter_map(|a| a["date"].as_str()).collect();
    assert!(dates.iter().all(|d| d.starts_with("2026-03-02")), "seconds since 1970 are a day: {dates:?}");
}

// D-11: what is corrected in a row that was awarded is heard, or told: it is never dropped in silence.

#[test]
fn a_row_that_is_changed_and_taken_again_is_heard() {
    let Some(world) = World::new() else { return };
    for id in 1..=3 {
        world.ready(id);
    }
    run(&mut world.script(), 0);
    world.set(1, "Mineur", json!(true));
    world.set(2, "Recit", json!("A découpé une boîte."));
    (1..=3).for_each(|id| world.set(id, "Etat", json!("")));
    run(&mut world.script(), 0);
    assert_eq!(world.grist.cell(1, "Etat"), "attribué, attend l’accord d’un parent");
    assert_eq!(world.grist.cell(1, "Badge_lien"), "");
    let told = world.grist.cell(2, "Etat");
    assert!(told.starts_with("attribué") && told.contains("existait déjà") && told.ends_with("Recit"), "{told}");
    assert_eq!(world.grist.cell(3, "Etat"), "attribué");
    assert_eq!(world.list().len(), 3);

    // Nobody to award to, said in the words of the table.
    world.ready(4);
    world.set(4, "Email", json!(""));
    world.set(4, "Nom", json!(""));
    run(&mut world.script(), 1);
    assert_eq!(world.grist.cell(4, "Etat"), "à corriger\u{a0}: il faut une adresse ou un nom");
}

#[test]
fn a_row_without_a_date_keeps_the_badge_of_another_day() {
    let Some(world) = World::new() else { return };
    world.ready(1);
    run(&mut world.script(), 0);
    let link = world.grist.cell(1, "Badge_lien");
    // Taken again on another day than that of its badge.
    world.set(1, "Le", Value::Null);
    world.set(1, "Etat", json!(""));
    run(&mut world.script(), 0);
    world.each_has_its_own(1..=1);
    assert_eq!(world.grist.cell(1, "Badge_lien"), link);
    // With a day of its own it is another badge.
    world.set(1, "Le", json!(1_772_496_000));
    world.set(1, "Etat", json!(""));
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), 2);
    assert_ne!(world.grist.cell(1, "Badge_lien"), link);
}

// A second run repeats nothing, and brings nothing back either.
#[test]
fn a_revoked_badge_does_not_come_back_with_its_row() {
    let Some(world) = World::new() else { return };
    for id in 1..=3 {
        world.ready(id);
    }
    world.set(2, "Le", Value::Null);
    world.set(3, "Badge", json!(["L", 1, 2]));
    run(&mut world.script(), 0);
    let (before, place) = (world.list(), world.path("lieu"));
    let of = |to: &str, badge: &str| {
        let own = before.iter().find(|a| a["to"] == to && a["achievement"] == badge);
        own.unwrap()["token"].as_str().unwrap().to_owned()
    };
    for id in 1..=3 {
        let token = of(&format!("p{id}@example.org"), "premiers-pas");
        run(badge(["revoke", &token, "--yes", "--reason", "Erreur"]).env("BADGE_PLACE", &place), 0);
    }
    let again = |id: i64| world.set(id, "Etat", json!(""));
    (1..=3).for_each(again);
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), before.len(), "nothing is awarded anew");
    let gone = "annulé depuis, n’est pas attribué à nouveau\u{a0}: premiers-pas\u{a0}; pour un nouveau badge, donnez une autre date";
    assert_eq!([1, 2].map(|id| world.grist.cell(id, "Etat")), [gone; 2]);
    assert_eq!([1, 2].map(|id| world.grist.cell(id, "Badge_lien")), [""; 2]);
    assert_eq!(world.grist.cell(3, "Etat"), format!("attribué\u{a0}; {gone}"));
    let link = format!("https://badges.example.org/b/{}/", of("p3@example.org", "impression-3d"));
    assert_eq!(world.grist.cell(3, "Badge_lien"), link, "that of the badge that stands");
    // A no that is said by the way is heard all the same (D-11).
    world.set(1, "Accord", json!("non"));
    again(1);
    run(&mut world.script(), 0);
    let out = run(badge(["consent", "show", "p1@example.org", "--json"]).env("BADGE_PLACE", &place), 0);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["people"][0]["state"], "withdrawn");
    // Another date is another badge; one that was reinstated is answered again.
    world.set(2, "Le", json!(1_772_496_000));
    run(badge(["reinstate", &of("p3@example.org", "premiers-pas"), "--yes"]).env("BADGE_PLACE", &place), 0);
    [2, 3].into_iter().for_each(again);
    run(&mut world.script(), 0);
    assert_eq!(world.list().len(), before.len() + 1);
    assert_eq!([2, 3].map(|id| world.grist.cell(id, "Etat")), ["attribué"; 2]);
}
