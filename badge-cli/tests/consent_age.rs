//! What a place takes somebody's age for: told, doubted, corrected; through the real binary. Everybody is invented.

mod support;

use serde_json::Value;
use support::World;
use support::consent::{AT, ZOE, issue, publish, shown};

// D-11
#[test]
fn a_column_that_may_tell_minors_is_not_passed_over() {
    let world = World::place();
    let table = |title: &str, cell: &str| {
        world.write("t.csv", format!("Nom complet;Courriel;Badge;{title}\nZoé Exemple;{ZOE};premiers-pas;{cell}\n"));
    };
    for (title, cell) in [("Né(e) en", "2015"), ("Date naiss.", "30/05/2015"), ("Âge", "10"), ("Majeur", "non")] {
        table(title, cell);
        let plan = world.run(["batch", "plan", "t.csv", "--json", "--at", AT]).good().json();
        assert_eq!(plan["rows"][0]["findings"][0]["code"], "minor.no_consent", "{title}: {plan}");
    }
    table("Tranche d’âge", "10-12");
    let plan = world.run(["batch", "plan", "t.csv", "--at", AT]);
    assert!(plan.code == 1 && plan.err.contains("dit peut-être qui est mineur"), "{}", plan.err);
    assert!(!plan.err.contains("peut être attribué"), "{}", plan.err);
    let issue = ["batch", "issue", "t.csv", "--yes", "--json", "--at", AT];
    let refused = world.run(issue);
    let told = format!("{}{}", refused.out, refused.err);
    assert!(refused.code == 2 && told.contains("Tranche d’âge=birth"), "{told}");
    let awards = world.run(["list", "--json"]).good().json();
    assert_eq!(awards["awards"], serde_json::json!([]));
    let told = world.run([&issue[..], &["--map", "Tranche d’âge=age"]].concat()).good().json();
    assert_eq!(told["rows"][0]["awards"][0]["waits"], true, "{told}");
    // What is about children or parents tells it as well, unless another column does.
    for title in ["Enfant", "Classe", "Responsable légal", "Mail (mère)", "Nom de la mère"] {
        table(title, "quelque chose");
        let refused = world.run([&issue[..], &["--dry-run"]].concat());
        assert!(refused.code == 2, "{title}: {}{}", refused.out, refused.err);
        table(&format!("Âge;{title}"), "30;quelque chose");
        world.run([&issue[..], &["--dry-run"]].concat()).good();
    }
    // Left out on purpose, or with nothing in it, it stops nobody.
    table("Tranche d’âge", "10-12");
    world.run([&issue[..], &["--map", "Tranche d’âge=ignore", "--dry-run"]].concat()).good();
    table("Tranche d’âge", "");
    world.run([&issue[..], &["--dry-run"]].concat()).good();
}

// D-11
#[test]
fn a_doubt_about_an_age_keeps_back_what_it_is_about_and_ends_when_somebody_says_so() {
    let world = World::place();
    let at = |day: &str| format!("2026-03-{day}T09:00:00Z");
    let age = |more: &[&str]| world.run([&["consent", "record", ZOE], more].concat());
    let before = issue(&world, "premiers-pas", &["--to", ZOE, "--at", &at("10")]);
    publish(&world);
    // Of an older day than the first badge, as tables are.
    world.write(
        "t.csv",
        format!("Nom complet;Courriel;Badge;Date;Accord parental\nZoé Exemple;{ZOE};impression-3d;2026-03-02;\n"),
    );
    let told = world.run(["batch", "plan", "t.csv", "--at", &at("11")]).good();
    assert!(told.out.contains("--of-age"), "{}", told.out);
    let awarded = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", &at("11")]).good().json();
    assert_eq!(awarded["rows"][0]["awards"][0]["waits"], true, "{awarded}");
    let doubtful = awarded["rows"][0]["awards"][0]["token"].as_str().unwrap().to_owned();
    let publish_on = |day: &str| drop(world.run(["publish", "--out", "site", "--at", &at(day), "--yes"]).good());
    publish_on("12");
    assert!(world.shows(&before) && !world.shows(&doubtful), "only what is in doubt waits");
    // A second time changes nothing.
    world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", &at("13")]).good();
    publish_on("13");
    assert!(world.shows(&before) && !world.shows(&doubtful));
    let tried = age(&["--of-age", "--dry-run", "--json", "--at", &at("14")]).good().json();
    assert_eq!((&tried["change"], &tried["free"]), (&"of_age".into(), &serde_json::json!([doubtful])), "{tried}");
    let told = age(&["--of-age", "--at", &at("14")]).good();
    assert!(told.err.contains("15 ans ou plus") && told.out.contains(&doubtful), "{}{}", told.out, told.err);
    assert_eq!(shown(&world), serde_json::json!([]), "no consent is invented");
    publish_on("14");
    assert!(world.shows(&before) && world.shows(&doubtful));
    // Who is known to be a minor: all of it goes, and age alone brings nothing back.
    world.run(["issue", "premiers-pas", "--to", ZOE, "--minor", "--at", &at("15")]).good();
    publish_on("15");
    assert!(!world.shows(&before) && !world.shows(&doubtful));
    let refused = age(&["--of-age", "--at", &at("16")]);
    assert!(refused.code == 2 && refused.err.contains("--of-age --by"), "{}", refused.err);
    age(&["--of-age", "--by", "elle-même", "--at", &at("16")]).good();
    publish_on("16");
    assert!(world.shows(&before) && world.shows(&doubtful));
}

// RGPD, article 16
#[test]
fn a_slip_in_an_age_is_corrected() {
    let at = |day: &str| format!("2026-03-{day}T09:00:00Z");
    let world = World::place();
    let table = |age: &str| format!("Nom;Mail;Badge;Date;Âge\nAna;{ZOE};premiers-pas;2026-03-02;{age}\n");
    world.write("t.csv", table("12"));
    world.run(["batch", "issue", "t.csv", "--yes", "--at", &at("10")]).good();
    let record = |more: &[&str]| world.run(["consent", "record", ZOE].iter().chain(more));
    // The table that is right by now does not speak louder than what is noted.
    world.write("t.csv", table("32"));
    let again = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", &at("11")]).good().json();
    assert_eq!(again["rows"][0]["awards"][0]["waits"], true, "{again}");
    let refused = record(&["--of-age", "--at", &at("11")]);
    assert!(refused.code == 2 && refused.err.contains("--born"), "{}", refused.err);
    assert_eq!(record(&["--born", "94", "--at", &at("11")]).code, 2);
    let tried = record(&["--born", "1994", "--dry-run", "--json", "--at", &at("11")]).good().json();
    assert_eq!((&tried["change"], tried["free"].as_array().unwrap().len()), (&"born".into(), 1), "{tried}");
    record(&["--born", "1994", "--at", &at("11")]).good();
    assert!(!world.text("people.json").contains("birth_year"), "{}", world.text("people.json"));
    let again = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", &at("12")]).good().json();
    assert_eq!(again["rows"][0]["awards"][0]["waits"], serde_json::Value::Null, "{again}");
}

// D-11
#[test]
fn who_turns_out_to_be_a_minor_waits_for_a_parent_whatever_they_agreed_to_themselves() {
    let world = World::place();
    let award = issue(&world, "premiers-pas", &["--to", ZOE, "--name", "Zoé Exemple"]);
    let record = |more: &[&str]| world.run([&["consent", "record", ZOE, "--at", AT], more].concat());
    record(&["--by", "Zoé Exemple"]).good();
    publish(&world);
    assert!(world.shows(&award));
    let tried = record(&["--born", "2015", "--dry-run", "--json"]).good().json();
    assert_eq!(tried["kept_back"], serde_json::json!([award]), "{tried}");
    assert!(!tried["removed"].as_array().unwrap().is_empty() && world.shows(&award), "{tried}");
    let told = record(&["--born", "2015"]).good();
    assert!(told.err.contains("est le sien") && told.err.contains("1 badge attend désormais"), "{}", told.err);
    assert!(!told.err.contains("n’attendait cet accord") && !told.err.contains("ne le concerne pas"), "{}", told.err);
    // The page goes at once, and comes back with a parent's word alone.
    assert!(!world.shows(&award));
    assert_eq!(shown(&world)[0]["state"], "missing");
    publish(&world);
    assert!(!world.shows(&award));
    assert_eq!(record(&["--by", "Zoé a dit oui"]).code, 2);
    record(&["--by", "sa mère"]).good();
    publish(&world);
    assert!(world.shows(&award));
}

// D-11
#[test]
fn a_table_that_tells_a_birth_is_not_answered_by_what_the_child_agreed_to() {
    let world = World::place();
    issue(&world, "premiers-pas", &["--to", ZOE, "--name", "Zoé Exemple"]);
    world.run(["consent", "record", ZOE, "--by", "elle-même", "--at", AT]).good();
    world.write("t.csv", format!("Nom;Mail;Badge;Naissance\nZoé Exemple;{ZOE};impression-3d;2015-03-03\n"));
    let plan = world.run(["batch", "plan", "t.csv", "--json", "--at", AT]).good().json();
    assert_eq!(plan["rows"][0]["findings"][0]["code"], "consent.own", "{plan}");
}

// D-11
#[test]
fn a_yes_that_names_nobody_was_their_own_where_they_were_taken_for_an_adult() {
    let world = World::place();
    let record = |who: &str, more: &[&str]| world.run([&["consent", "record", who, "--at", AT], more].concat());
    // By an act, by the cell of a table, and of a child who was known as one.
    let zoe = issue(&world, "premiers-pas", &["--to", ZOE]);
    record(ZOE, &[]).good();
    world.write("t.csv", "Nom;Mail;Badge;Accord\nTab Un;tab@example.org;premiers-pas;oui\n");
    let told = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", AT]).good().json();
    let tab = told["rows"][0]["awards"][0]["token"].as_str().unwrap().to_owned();
    let kid = issue(&world, "premiers-pas", &["--to", "kid@example.org", "--minor"]);
    record("kid@example.org", &[]).good();
    publish(&world);
    let there = || [&zoe, &tab, &kid].map(|token| world.shows(token));
    assert_eq!(there(), [true; 3]);
    for who in [ZOE, "tab@example.org", "kid@example.org"] {
        let told = record(who, &["--born", "2015"]).good();
        assert_eq!(told.err.contains("sans dire de qui"), who != "kid@example.org", "{who}: {}", told.err);
    }
    assert_eq!(there(), [false, false, true]);
    publish(&world);
    assert_eq!(there(), [false, false, true], "no publishing brings them back");
    let missing = |one: &&Value| one["state"] == "missing";
    assert_eq!(shown(&world).as_array().unwrap().iter().filter(missing).count(), 2);
    let send = world.run(["send", "--dry-run", "--json", "--at", AT]).good();
    assert!(!send.out.contains(ZOE) && !send.out.contains("tab@example.org"), "{}", send.out);
    // A parent agrees for one, and nobody is named for the other: both are asked as minors now.
    record(ZOE, &["--by", "sa mère"]).good();
    record("tab@example.org", &[]).good();
    publish(&world);
    assert_eq!(there(), [true; 3]);
}

// D-11, and RGPD, article 16
#[test]
fn a_table_that_makes_a_minor_of_somebody_says_so_wherever_it_is_looked_at() {
    let world = World::place();
    world.write("t.csv", format!("Nom;Mail;Badge;Date;Âge\nTom;{ZOE};premiers-pas;2026-03-02;12\n"));
    world.run(["batch", "issue", "t.csv", "--yes", "--at", AT]).good();
    world.run(["consent", "record", ZOE, "--born", "1994", "--at", AT]).good();
    // The old table once more: what protects holds, and it is told with the year before and while it is noted.
    for args in [&["plan", "t.csv"][..], &["issue", "t.csv", "--dry-run"], &["issue", "t.csv", "--yes"]] {
        let told = world.run([&["batch"], args, &["--at", AT]].concat()).good();
        let said = format!("{}{}", told.out, told.err);
        assert!(said.contains("née en 2014") && said.contains("15 ans ou plus"), "{args:?}: {said}");
    }
    let again = world.run(["batch", "plan", "t.csv", "--at", AT]).good();
    assert!(!again.out.contains("née en"), "it is noted by now: {}", again.out);
}

// D-11
#[test]
fn the_page_of_a_revoked_badge_goes_as_well_when_they_turn_out_to_be_a_minor() {
    let world = World::place();
    let token = issue(&world, "premiers-pas", &["--to", ZOE]);
    world.run(["revoke", &token, "--reason", "Erreur", "--yes", "--at", AT]).good();
    publish(&world);
    assert!(world.shows(&token));
    let told = world.run(["consent", "record", ZOE, "--born", "2015", "--at", AT]).good();
    assert!(!world.shows(&token) && told.err.contains("badge publish"), "{}", told.err);
}

// D-11
#[test]
fn a_doubt_that_comes_back_with_each_table_does_not_end_what_was_recorded() {
    let world = World::place();
    let table = |badge: &str| {
        world.write("t.csv", format!("Nom;Mail;Badge;Accord parental\nZoé Exemple;{ZOE};{badge};\n"));
        let told = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", AT]).good().json();
        told["rows"][0]["awards"][0]["waits"].clone()
    };
    assert_eq!(table("premiers-pas"), true);
    world.run(["consent", "record", ZOE, "--of-age", "--by", "elle-même", "--at", AT]).good();
    assert_ne!(table("impression-3d"), true);
    assert_eq!(shown(&world)[0]["state"], "given");
}
