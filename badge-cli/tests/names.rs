//! Names and addresses of people: where they may not stand, and how they are not lost, through the real binary.
//! Everybody is invented.

mod support;

use serde_json::Value;
use support::World;

fn issue(world: &World, more: &[&str]) -> String {
    let mut args = vec!["issue", "premiers-pas", "--date", "2026-03-02", "--json"];
    args.extend(more);
    world.run(args).good().json()["token"].as_str().unwrap().to_owned()
}

fn people(world: &World) -> Value {
    let people: Value = serde_json::from_str(&world.text("people.json")).unwrap();
    people["people"].as_object().unwrap().values().cloned().collect::<Vec<_>>().into()
}

// D-05: the reason is published and cannot be erased.
#[test]
fn a_reason_names_nobody_whose_badge_is_meant() {
    let world = World::place();
    let mel = issue(&world, &["--to", "mel@example.org", "--name", "Mel Petit"]);
    issue(&world, &["--to", "zoe@example.org", "--name", "Zoé Exemple"]);
    let register = world.text("register.jsonl");
    for (args, named) in [
        (&["--person", "mel@example.org", "--reason", "Mel Petit a triché"][..], "Mel Petit"),
        (&["--person", "mel@example.org", "--reason", "PETIT mel a triché"], "Mel Petit"),
        (&["--achievement", "premiers-pas", "--reason", "à la demande de Zoé"], "Zoé"),
        (&["--achievement", "premiers-pas", "--reason", "demandé par zoe@example.org"], "zoe@example.org"),
        (&["--person", "mel@example.org", "--reason", "voir quelqu.un@example.net."], "quelqu.un@example.net"),
        (&[mel.as_str(), "--reason", "Mel"], "Mel"),
        (&[mel.as_str(), "--reason", "Mel", "--dry-run"], "Mel"),
    ] {
        let ran = world.run(["revoke", "--yes"].iter().chain(args));
        assert!(ran.code == 2 && ran.err.contains(named) && ran.err.contains("publiée"), "{args:?} {}", ran.err);
    }
    assert_eq!(world.text("register.jsonl"), register, "nothing was revoked");
    let en = world.run(["revoke", &mel, "--yes", "--reason", "Mel", "--lang", "en"]);
    assert!(en.err.contains("names somebody"), "{}", en.err);
    // Whoever is not meant may be called so, and words are words.
    world.run(["revoke", &mel, "--yes", "--reason", "une petite erreur, rendez-vous @ 14 h"]).good();
    let bad = world.run(["reinstate", &mel, "--yes", "--reason", "Mel est innocente"]);
    assert_eq!(bad.code, 2, "{}", bad.err);
    world.run(["reinstate", &mel, "--yes", "--reason", "Annulé par erreur"]).good();
}

// D-05: what a cohort is called stands in the register.
#[test]
fn a_cohort_is_not_called_by_somebodys_name() {
    let world = World::place();
    world.write("t.csv", "Nom;Mail;Badge\nPetit Mel;mel@example.org;premiers-pas\n");
    let issue = |cohort: &str| world.run(["batch", "issue", "t.csv", "--yes", "--cohort", cohort]);
    let refused = issue("mel-petit-2026");
    assert!(refused.code == 2 && refused.err.contains("nom"), "{}", refused.err);
    assert_eq!(world.run(["list", "--json"]).json()["awards"].as_array().unwrap().len(), 0);
    issue("petit-groupe").good();
}

#[test]
fn another_name_at_a_known_address_renames_nobody_by_the_way() {
    let world = World::place();
    issue(&world, &["--to", "fam@example.org", "--name", "Frère Exemple"]);
    let register = world.text("register.jsonl");
    let args = ["issue", "impression-3d", "--to", "fam@example.org", "--name", "Sœur Autre"];
    let refused = world.run(args);
    assert!(refused.code == 2 && refused.err.contains("Frère Exemple") && refused.err.contains("--rename"));
    let line = r#"{"achievement":"impression-3d","to":"FAM@example.org","name":"Sœur Autre"}"#;
    let answer = world.feed(["issue", "-"], line);
    assert_eq!((answer.code, &answer.json()["problems"][0]["code"]), (2, &"award-other-name".into()));
    assert_eq!(answer.json()["problems"][0]["field"], "name");
    // Two on the same run are two people as well.
    let both = r#"{"achievement":"impression-3d","to":"nous@example.org","name":"Ana Une"}
{"achievement":"premiers-pas","to":"nous@example.org","name":"Ben Deux"}"#;
    let ran = world.feed(["issue", "-"], both);
    let ok: Vec<bool> = ran.out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["ok"] == true).collect();
    assert_eq!(ok, [true, false]);
    assert!(world.text("register.jsonl").starts_with(&register) && people(&world)[0]["name"] != "Sœur Autre");

    // The same person, said shorter, in another order or with other accents, is the same person: the fuller name stays.
    for name in ["Frère", "EXEMPLE Frere"] {
        world.run(["issue", "impression-3d", "--to", "fam@example.org", "--name", name]).good();
    }
    let of = |world: &World| {
        let all = people(world);
        all.as_array().unwrap().iter().find(|p| p["email"] == "fam@example.org").unwrap().clone()
    };
    assert_eq!(of(&world)["name"], "EXEMPLE Frere");
    // On purpose it can be done, and nothing is forgotten.
    world.run(args.iter().chain(&["--rename"])).good();
    assert_eq!((&of(&world)["name"], &of(&world)["also"][0]), (&"Sœur Autre".into(), &"EXEMPLE Frere".into()));
    let line = r#"{"achievement":"impression-3d","to":"fam@example.org","name":"Frère Exemple","rename":true,"date":"2026-03-04"}"#;
    assert_eq!(world.feed(["issue", "-"], line).good().json()["ok"], true);
    assert_eq!(of(&world)["name"], "Frère Exemple");
}

// D-11
#[test]
fn who_agreed_first_is_not_lost_by_noting_more() {
    let world = World::place();
    issue(&world, &["--to", "zoe@example.org", "--name", "Zoé Exemple", "--minor"]);
    let record = |more: &[&str]| {
        let mut args = vec!["consent", "record", "zoe@example.org"];
        args.extend(more);
        world.run(args).good();
        people(&world)[0]["consent"].clone()
    };
    record(&["--by", "sa mère", "--how", "paper", "--for", "premiers-pas"]);
    let more = record(&["--for", "impression-3d"]);
    assert_eq!((&more["by"], &more["how"]), (&"sa mère".into(), &"paper".into()));
    assert_eq!(record(&[])["by"], "sa mère");
    assert_eq!(record(&["--by", "son père", "--how", "spoken"])["by"], "sa mère ; son père");
    assert_eq!(record(&["--by", "sa mère"])["by"], "sa mère ; son père");
    // What was taken back does not hold any more, nor does who gave it.
    world.run(["consent", "withdraw", "zoe@example.org"]).good();
    assert_eq!(record(&["--by", "son père"])["by"], "son père");
}

// D-05
#[test]
fn files_in_which_only_a_name_stands_are_shown_before_and_after_erasing() {
    let world = World::place();
    let card = issue(&world, &["--card", "--name", "Léa Martin"]);
    world.write("inscrits.csv", "Nom;Prénom;Mail\nMARTIN;Léa;\nDurand;Paul;paul@example.org\n");
    world.write("notes/excel.csv", b"Pr\xe9nom;Nom\r\nL\xe9a;Martin\r\n");
    world.write("autres.csv", "Paul Martin\nLéa Durand\n");
    world.run(["batch", "template", "modele.xlsx"]).good();
    // The same table as a workbook.
    world.run(["batch", "plan", "inscrits.csv", "--achievement", "premiers-pas", "--out", "plan.xlsx"]);
    let by_name = |shown: &Value| -> Vec<String> {
        let all = shown.as_array().unwrap().iter();
        let mut all: Vec<String> = all.map(|p| p.as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect();
        all.sort();
        all
    };
    let expected = ["excel.csv", "inscrits.csv", "plan.xlsx"];
    let shown = world.run(["person", "show", &card, "--json"]).good().json();
    assert_eq!(by_name(&shown["by_name"]), expected);
    assert!(world.run(["person", "show", &card]).good().out.contains("quelqu’un d’autre"));
    // What is handed over says nothing of files that may be about others.
    world.run(["person", "export", &card, "--out", "copie"]).good();
    assert!(!world.text("copie/person.json").contains("inscrits.csv"));
    std::fs::remove_dir_all(world.at("copie")).unwrap();
    let tried = world.run(["person", "erase", &card, "--dry-run", "--json"]).good().json();
    assert_eq!(by_name(&tried["left_by_name"]), expected);
    let erased = world.run(["person", "erase", &card, "--yes"]).good();
    assert!(erased.out.contains("? ") && erased.out.contains("inscrits.csv"), "{}", erased.out);
    assert!(erased.err.contains("s’appelle de même"), "{}", erased.err);
    assert!(world.at("inscrits.csv").exists(), "they are left alone");
}

#[test]
fn a_claimed_card_and_a_replaced_badge_are_called_so() {
    let world = World::place();
    let card = issue(&world, &["--card", "--name", "Léa Martin"]);
    world.run(["claim", &card, "--to", "lea@example.org"]).good();
    let table = "Nom;Mail;Badge;Date;Commentaire\nTom Un;tom@example.org;impression-3d;2026-03-02;";
    for (said, more) in [("Une pièce", "--changed=skip"), ("Deux pièces", "--changed=update")] {
        world.write("t.csv", format!("{table}{said}\n"));
        world.run(["batch", "issue", "t.csv", "--yes", more]).good();
    }
    let listed = world.run(["list"]).good().out;
    assert!(listed.contains("carte réclamée") && listed.contains("remplacé"), "{listed}");
    assert!(!listed.contains("annulé") && !listed.contains("superseded"));
    world.run(["list", "--table", "liste.csv"]).good();
    let exported = world.text("liste.csv");
    assert!(exported.contains("carte réclamée") && !exported.contains("superseded"), "{exported}");
    let shown = world.run(["person", "show", "tom@example.org"]).good().out;
    assert!(shown.contains("remplacé") && !shown.contains("superseded"), "{shown}");
    // For programs the word is the register's.
    let json = world.run(["list", "--json", "--state", "revoked"]).good().json();
    assert!(json["awards"].as_array().unwrap().iter().all(|a| a["reason"] == "superseded"));
}

#[test]
fn arguments_are_explained_in_the_order_in_which_they_are_typed() {
    let world = World::empty();
    for (command, [first, second]) in [
        (&["person", "merge"][..], ["<OLD>", "<NEW>"]),
        (&["attach"], ["<DOCUMENT>", "<BADGE>"]),
        (&["trust", "add"], ["<LIST>", "<ISSUER>"]),
    ] {
        let help = world.run(command.iter().chain(&["--help", "--lang", "en"])).good().out;
        let (_, explained) = help.split_once("Arguments:").unwrap();
        assert!(explained.find(first).unwrap() < explained.find(second).unwrap(), "{help}");
    }
}

// What tables tell of an address is told wherever one is taken.
#[test]
fn an_address_that_few_mail_servers_take_is_told() {
    let world = World::place();
    let odd = "léa@example.org";
    for (lang, words) in [("fr", "une lettre accentuée"), ("en", "an accented letter")] {
        let told = world.run(["issue", "premiers-pas", "--to", odd, "--dry-run", "--lang", lang]).good();
        assert!(told.err.contains(words), "{}", told.err);
    }
    let line = format!("{{\"achievement\":\"premiers-pas\",\"to\":\"{odd}\",\"date\":\"2026-03-02\"}}\n");
    let told = world.feed(["issue", "-"], line).good().json();
    assert_eq!((&told["remarks"][0]["code"], &told["remarks"][0]["field"]), (&"email-letters".into(), &"to".into()));
    // Letters behind the @ are another matter: a domain has a spelling without them.
    let plain = world.run(["issue", "premiers-pas", "--to", "lea@éxample.org", "--dry-run"]).good();
    assert!(!plain.err.contains("une lettre accentuée"), "{}", plain.err);
    let merged = world.run(["person", "merge", odd, "léa@nouveau.example.org", "--dry-run"]).good();
    assert!(merged.err.contains("une lettre accentuée"), "{}", merged.err);
    let code = world.run(["issue", "premiers-pas", "--card", "--json"]).good().json()["code"].clone();
    let claimed = world.run(["claim", code.as_str().unwrap(), "--to", odd, "--dry-run"]).good();
    assert!(claimed.err.contains("une lettre accentuée"), "{}", claimed.err);
}
