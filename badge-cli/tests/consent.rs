//! Who agreed to what, and what stays inside the place until then, through the real binary. Everybody is invented.

mod support;

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use support::consent::{AT, ZOE, issue, publish, shown};
use support::{World, files};

fn record(world: &World, more: &[&str]) -> support::Ran {
    let mut args = vec!["consent", "record", ZOE, "--at", AT];
    args.extend(more);
    world.run(args)
}

fn withdraw(world: &World, more: &[&str]) -> support::Ran {
    let mut args = vec!["consent", "withdraw", ZOE, "--at", "2026-03-11"];
    args.extend(more);
    world.run(args)
}

// D-11
#[test]
fn a_parent_agrees_and_takes_it_back() {
    let world = World::place();
    let token = issue(&world, "premiers-pas", &["--to", ZOE, "--name", "Zoé Exemple", "--minor"]);
    let other = issue(&world, "premiers-pas", &["--to", "tom@example.org"]);
    publish(&world);
    assert!(!world.shows(&token) && world.shows(&other));
    let before = shown(&world);
    assert_eq!((before.as_array().unwrap().len(), &before[0]["state"]), (1, &"missing".into()));
    assert_eq!(before[0]["waiting"][0], token.as_str());

    let tried = record(&world, &["--dry-run", "--json"]).good().json();
    assert_eq!(tried["free"][0], token.as_str());
    assert_eq!(shown(&world), before, "nothing was written");
    let register = world.text("register.jsonl");
    let recorded = record(&world, &["--by", "Mme Exemple, sa mère", "--how", "paper", "--date", "2026-03-05"]).good();
    assert!(recorded.out.contains(&token) && recorded.err.contains("badge publish"), "{}", recorded.err);
    assert_eq!(world.text("register.jsonl"), register, "the register knows nothing of it");
    let now = shown(&world);
    for (member, value) in [("state", "given"), ("by", "Mme Exemple, sa mère"), ("how", "paper")] {
        assert_eq!(now[0][member], value, "{now}");
    }
    assert!(now[0]["at"].as_str().unwrap().starts_with("2026-03-05"), "{now}");
    for (lang, words) in [
        ("fr", ["Mme Exemple", "sur papier", "tous les badges", "donné le 5 mars 2026"]),
        ("en", ["Mme Exemple", "on paper", "all badges", "given on 5 March 2026"]),
    ] {
        let told = world.run(["consent", "show", ZOE, "--lang", lang]).good().out;
        assert!(words.iter().all(|word| told.contains(word)), "{told}");
    }
    let dossier = world.run(["person", "show", ZOE]).good().out;
    assert!(dossier.contains("Mme Exemple, sa mère") && dossier.contains("\n    sur papier\n"), "{dossier}");
    publish(&world);
    assert!(world.shows(&token));
    for file in files(&world.at("site")) {
        let bytes = std::fs::read(world.at(&format!("site/{file}"))).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("Exemple, sa mère"), "{file} names the guardian");
    }

    // Taken back: the pages go at once, from every folder, and nothing brings them back.
    world.run(["publish", "--out", "autre", "--at", AT]).good();
    let tried = withdraw(&world, &["--dry-run", "--json"]).good().json();
    assert!(tried["removed"].as_array().unwrap().len() > 4 && world.shows(&token));
    let taken = withdraw(&world, &[]).good();
    assert!(taken.err.contains("badge publish") && taken.err.contains("Hors d’atteinte"), "{}", taken.err);
    for site in ["site", "autre"] {
        assert!(!files(&world.at(site)).iter().any(|file| file.contains(&token)), "{site}");
    }
    assert_eq!(world.text("register.jsonl"), register);
    publish(&world);
    assert!(!world.shows(&token) && world.shows(&other));
    assert_eq!(shown(&world)[0]["state"], "withdrawn");
    assert!(withdraw(&world, &["--lang", "en"]).good().err.contains("withdrawn before"));
    // Given again, it goes out again.
    let again = record(&world, &["--json"]).good().json();
    assert_eq!(again["free"][0], token.as_str());
    publish(&world);
    assert!(world.shows(&token));
}

// D-11
#[test]
fn consent_may_be_for_some_badges_only() {
    let world = World::place();
    let first = issue(&world, "premiers-pas", &["--to", ZOE, "--minor"]);
    let second = issue(&world, "impression-3d", &["--to", ZOE]);
    let one = record(&world, &["--for", "premiers-pas", "--json"]).good().json();
    assert_eq!((&one["free"][0], &one["waiting"][0]), (&first.clone().into(), &second.clone().into()));
    publish(&world);
    assert!(world.shows(&first) && !world.shows(&second));
    let waits = world.run(["list", "--state", "waiting", "--json"]).good().json();
    assert_eq!(waits["awards"][0]["token"], second.as_str());
    // A second act adds to the first; one for everything stands above both; a narrower one would take back.
    let two = record(&world, &["--for", "impression-3d", "--json"]).good().json();
    assert_eq!((&two["free"][0], two["waiting"].as_array().unwrap().len()), (&second.clone().into(), 0));
    assert_eq!(shown(&world)[0]["for"], serde_json::json!(["impression-3d", "premiers-pas"]));
    record(&world, &[]).good();
    assert_eq!(shown(&world)[0]["for"], serde_json::json!([]));
    let narrower = record(&world, &["--for", "premiers-pas"]);
    assert!(narrower.code == 2 && narrower.err.contains("badge consent withdraw"), "{}", narrower.err);
    publish(&world);
    assert!(world.shows(&second));
}

#[test]
fn what_cannot_be_recorded_is_told() {
    let world = World::place();
    issue(&world, "premiers-pas", &["--to", ZOE, "--minor"]);
    let before = world.text("people.json");
    for (more, word) in [
        (&["--date", "2026-03-12"][..], "encore à venir"),
        (&["--date", "demain"], "2026"),
        (&["--by", "sa mère", "--date", "1999-01-01"], "avant la naissance"),
        (&["--by", " "], "--by"),
        (&["--how", "telephone"], "paper"),
        (&["--for", "premier-pas"], "premiers-pas"),
    ] {
        let refused = record(&world, more);
        assert!(refused.code == 2 && refused.err.contains(word), "{more:?}: {}", refused.err);
    }
    assert_eq!(world.text("people.json"), before);
    for verb in ["record", "withdraw", "show"] {
        let refused = world.run(["consent", verb, "personne@example.org"]);
        assert!(refused.code == 2 && refused.err.contains("ne connaît personne"), "{verb}: {}", refused.err);
    }
    // A card that names nobody.
    let card = issue(&world, "premiers-pas", &["--card"]);
    let refused = world.run(["consent", "record", &card]);
    assert!(refused.code == 2 && refused.err.contains("badge claim"), "{}", refused.err);
    // One that names somebody is found by its code.
    let named = world.run(["issue", "premiers-pas", "--card", "--minor", "--name", "Noé", "--json"]).good().json();
    world.run(["consent", "record", named["code"].as_str().unwrap(), "--how", "spoken"]).good();
    assert_eq!(shown(&world).as_array().unwrap().len(), 2);
}

// D-11: each verb through which something could leave the place.
#[test]
fn nothing_of_a_minor_leaves_by_any_verb() {
    let world = World::place();
    let issued =
        world.run(["issue", "premiers-pas", "--to", ZOE, "--minor", "--date", "2026-03-02", "--json"]).good().json();
    let token = issued["token"].as_str().unwrap();
    assert_eq!((&issued["waits"], &issued["link"]), (&true.into(), &Value::Null), "issue");
    world.write("t.csv", "Nom;Adresse e-mail;Badge;Date;Date de naissance\nNoé Exemple;noe@example.org;premiers-pas;2026-03-02;2015-01-02\n");
    let batch = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", AT]).json();
    let row = &batch["rows"][0]["awards"][0];
    assert_eq!((&row["waits"], &row["link"]), (&true.into(), &Value::Null), "batch issue: {batch}");
    publish(&world);
    world.run(["archive", ".", "--out", "a.zip", "--at", AT]).good();
    let archive = std::fs::read(world.at("a.zip")).unwrap();
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/documents/nothing.pdf");
    world.write("CV.pdf", std::fs::read(document).unwrap());
    for token in [token, row["token"].as_str().unwrap()] {
        assert!(!world.shows(token), "publish");
        assert!(!archive.windows(token.len()).any(|w| w == token.as_bytes()), "archive");
        let file = format!("awards/{token}/badge.png");
        let refused = world.run(["qr", &file, "--out", "c.png"]);
        assert!(refused.code == 2 && refused.err.contains("badge consent record"), "qr: {}", refused.err);
        assert!(!world.at("c.png").exists());
        for name in ["badge.png", "credential.json"] {
            let refused = world.run(["attach", "CV.pdf", &format!("awards/{token}/{name}"), "--out", "d.pdf"]);
            assert!(refused.code == 2 && refused.err.contains("badge consent record"), "attach: {}", refused.err);
            assert!(!world.at("d.pdf").exists());
        }
    }
    let card = issue(&world, "premiers-pas", &["--card", "--minor", "--name", "Ana"]);
    let refused = world.run(["claim", &card, "--to", "ana@example.org"]);
    assert!(refused.code == 2 && refused.err.contains("badge consent record"), "claim: {}", refused.err);
    let listed = world.run(["list", "--json", "--state", "waiting", "--at", AT]).good().json();
    let awards = listed["awards"].as_array().unwrap();
    assert!(awards.len() == 3 && awards.iter().all(|a| a["link"].is_null()), "list: {listed}");
    // With consent each of them goes.
    record(&world, &[]).good();
    world.run(["qr", &format!("awards/{token}/badge.png"), "--out", "c.png"]).good();
    world.run(["attach", "CV.pdf", &format!("awards/{token}/badge.png"), "--out", "d.pdf"]).good();
    publish(&world);
    assert!(world.shows(token));
    world.run(["archive", ".", "--out", "b.zip", "--at", AT]).good();
    let archive = std::fs::read(world.at("b.zip")).unwrap();
    assert!(archive.windows(token.len()).any(|w| w == token.as_bytes()), "it would have been seen");
}

// D-11: of whatever age, and where nobody had agreed before.
#[test]
fn an_adult_may_refuse() {
    let world = World::place();
    let token = issue(&world, "premiers-pas", &["--to", ZOE]);
    publish(&world);
    assert!(world.shows(&token));
    withdraw(&world, &["--by", "elle-même"]).good();
    assert!(!world.shows(&token));
    publish(&world);
    assert!(!world.shows(&token));
    assert_eq!(shown(&world)[0]["by"], "elle-même");
}

// D-11: a run that is killed somewhere is finished by whoever changes the place next.
#[test]
#[allow(clippy::disallowed_methods, clippy::print_stdout)]
fn taking_back_that_is_killed_is_finished_by_the_next() {
    let world = World::quick(Some("https://badges.example.org"));
    let lines: String = (0..24)
        .map(|n| format!("{{\"achievement\":\"premiers-pas\",\"to\":\"p{n}@example.org\",\"date\":\"2026-03-02\"}}\n"))
        .collect();
    world.feed(["issue", "-", "--image", "both"], lines).good();
    publish(&world);
    let of = |n: usize| -> String {
        let listed = world.run(["list", "--json"]).good().json();
        listed["awards"][n]["token"].as_str().unwrap().to_owned()
    };
    let mut met = 0;
    for n in 0..24_usize {
        let token = of(n);
        let to = format!("p{n}@example.org");
        let mut child =
            world.command(["consent", "withdraw", &to]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // From the note on, step by step; now and then before it.
        if n % 5 > 0 {
            let notes = || std::fs::read_dir(world.at(".badge/withdrawing"));
            while !notes().is_ok_and(|mut notes| notes.next().is_some()) && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
        }
        std::thread::sleep(Duration::from_micros(80 * n as u64));
        let _ = child.kill();
        child.wait().unwrap();
        // Whoever comes next: nothing half-done stays.
        world.run(["issue", "premiers-pas", "--card"]).good();
        let people: Value = serde_json::from_str(&world.text("people.json")).unwrap();
        let entry = people["people"].as_object().unwrap().values().find(|p| p["email"] == to.as_str()).unwrap();
        let withdrawn = entry["consent"]["withdrawn"].is_string();
        met += usize::from(withdrawn);
        assert_eq!(world.shows(&token), !withdrawn, "{to}: {entry}");
        assert_eq!(files(&world.at(".badge/withdrawing")), Vec::<String>::new());
    }
    println!("{met} of 24 were killed behind the note");
    assert!(met > 5, "too few were killed at work: {met}");
    publish(&world);
    for n in 0..24 {
        let listed = world.run(["list", "--json"]).good().json();
        let waits = listed["awards"][n]["state"] == "waiting";
        assert_eq!(world.shows(&of(n)), !waits);
    }
}

// D-11: each step of a taking back that was cut short, put there by hand.
#[test]
fn each_step_of_taking_back_is_gone_on_from() {
    let world = World::place();
    let token = issue(&world, "premiers-pas", &["--to", ZOE]);
    publish(&world);
    let people: Value = serde_json::from_str(&world.text("people.json")).unwrap();
    let id = people["people"].as_object().unwrap().keys().next().unwrap().clone();
    world.write(&format!(".badge/withdrawing/{id}"), "2026-03-11T00:00:00Z\nsa mère");
    publish(&world);
    assert!(!world.shows(&token));
    let now = shown(&world);
    assert_eq!((&now[0]["state"], &now[0]["by"]), (&"withdrawn".into(), &"sa mère".into()));
    assert_eq!(files(&world.at(".badge/withdrawing")), Vec::<String>::new());
}

// D-11
#[test]
fn what_is_written_into_the_table_later_is_heard() {
    let world = World::place();
    let head = "Nom complet;Courriel;Badge;Date;Date de naissance;Accord parental\n";
    let row = |who: &str, birth: &str, consent: &str| {
        format!("{who};{who}@example.org;premiers-pas;2026-03-02;{birth};{consent}\n")
    };
    let issue = |rows: String, code: i32| {
        world.write("t.csv", &(head.to_owned() + &rows));
        let ran = world.run(["batch", "issue", "t.csv", "--yes", "--changed", "update", "--json", "--at", AT]);
        assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
        ran.json()
    };
    let first = issue(row("ka", "2015", "oui") + &row("kb", "", "") + &row("kc", "1990", "non"), 0);
    let token = |at: usize| first["rows"][at]["awards"][0]["token"].as_str().unwrap().to_owned();
    let (ka, kb, kc) = (token(0), token(1), token(2));
    publish(&world);
    assert!(world.shows(&ka) && world.shows(&kb) && !world.shows(&kc), "of no adult either");
    // A no of somebody who had agreed is asked about, whatever is left to award.
    let no = issue(row("ka", "2015", "non"), 1);
    assert_eq!(no["rows"][0]["findings"].as_array().unwrap().last().unwrap()["code"], "consent.contradicted", "{no}");
    assert!(!world.shows(&ka), "and meanwhile nothing of them is shown");
    // A birth that was forgotten.
    issue(row("kb", "2015", ""), 0);
    publish(&world);
    assert!(!world.shows(&ka) && !world.shows(&kb), "the child's page is gone");
    // And consent, once it is there.
    issue(row("kb", "2015", "oui, sa mère"), 0);
    publish(&world);
    assert!(world.shows(&kb));
}

// D-05, D-11
#[test]
fn pages_go_from_a_site_that_was_moved_with_its_place_or_forgotten() {
    let world = World::place();
    let token = issue(&world, "premiers-pas", &["--to", ZOE, "--minor", "--consent", "sa mère"]);
    publish(&world);
    assert!(world.shows(&token));
    // As a copy that leaves hidden folders out.
    std::fs::remove_dir_all(world.at(".badge/published")).unwrap();
    world.run(["consent", "withdraw", ZOE, "--at", "2026-03-11"]).good();
    world.run(["publish", "--out", "site", "--at", AT, "--yes"]).good();
    assert!(!world.shows(&token), "its name is ours, whoever remembers");
}

// D-11
#[test]
fn words_of_refusal_are_no_consent() {
    let world = World::place();
    let words = [
        "refus",
        "pas encore",
        "en attente",
        "?",
        "à demander",
        "refusé par le père",
        "formulaire donné à sa mère",
        "elle-même",
    ];
    let mut table = "Nom complet;Courriel;Date de naissance;Badge;Accord parental\n".to_owned();
    for (n, word) in words.iter().enumerate() {
        table += &format!("Enfant {n};e{n}@example.org;2015;premiers-pas;{word}\n");
    }
    table +=
        "Enfant non;non@example.org;2015;premiers-pas;non\nEnfant oui;oui@example.org;2015;premiers-pas;oui, sa mère\n";
    world.write("classe.csv", &table);
    let plan = world.run(["batch", "plan", "classe.csv", "--json", "--at", AT]).json();
    let rows = plan["rows"].as_array().unwrap();
    for (row, word) in rows.iter().zip(words) {
        assert_eq!((&row["state"], &row["findings"][0]["code"]), (&"problem".into(), &"consent.unclear".into()));
        assert_eq!(
            (&row["findings"][0]["value"], &row["findings"][0]["header"]),
            (&word.into(), &"Accord parental".into())
        );
    }
    assert_eq!((&rows[8]["state"], &rows[9]["state"]), (&"warning".into(), &"ready".into()));
    let issued = world.run(["batch", "issue", "classe.csv", "--yes", "--json", "--at", AT]);
    assert_eq!((issued.code, &issued.json()["counts"]["issued"]), (1, &2.into()), "{}", issued.err);
    publish(&world);
    let people = world.text("people.json");
    assert!(!words.iter().any(|word| people.contains(&format!("\"by\": \"{word}\""))), "{people}");
    let published: Vec<Value> = world.run(["list", "--json"]).good().json()["awards"].as_array().unwrap().clone();
    let published: Vec<&Value> = published.iter().filter(|a| world.shows(a["token"].as_str().unwrap())).collect();
    assert_eq!(published.len(), 1, "only the one whose mother agreed: {published:?}");

    // Where no column tells ages, whoever is asked for an agreement may be a minor (D-11).
    world.write(
        "sans-age.csv",
        "Nom complet;Courriel;Badge;Accord parental\nDit Non;a@example.org;premiers-pas;non\n\
         Dit Rien;b@example.org;premiers-pas;\nLa Mère;c@example.org;premiers-pas;signé par sa mère\n\
         La Grande;d@example.org;premiers-pas;majeure\nRefuse;e@example.org;premiers-pas;la mère refuse\n",
    );
    let issued = world.run(["batch", "issue", "sans-age.csv", "--yes", "--json", "--at", AT]);
    let rows = issued.json()["rows"].as_array().unwrap().clone();
    let waits: Vec<bool> = rows[..4].iter().map(|row| row["awards"][0]["waits"] == true).collect();
    assert_eq!(waits, [true, true, false, false], "{}", issued.out);
    assert_eq!(rows[4]["findings"][0]["code"], "consent.unclear", "{}", issued.out);
    for by in ["refused", "Mother refuses", "non", "en attente"] {
        let ran = world.run(["consent", "record", "a@example.org", "--by", by]);
        assert!(ran.code == 2 && ran.err.contains("consent withdraw"), "{by}: {}", ran.err);
    }

    // Neither the child's own word nor a paper that was sent is a guardian's; whoever is fifteen speaks for themselves.
    for by in ["elle-même", "signé par lui", "formulaire donné à la mère"] {
        let ran = world.run(["consent", "record", "non@example.org", "--by", by, "--at", AT]);
        assert!(ran.code == 2 && ran.err.contains("avant 15 ans"), "{by}: {}", ran.err);
        let issue = ["issue", "premiers-pas", "--to", ZOE, "--minor", "--consent", by, "--dry-run"];
        assert_eq!(world.run(issue).code, 2, "{by}");
    }
    // The no of the table was noted, and lasts: over a birthday, a second run and a table that says yes.
    let noted = || {
        let shown = world.run(["consent", "show", "non@example.org", "--json", "--at", "2032-01-05"]).good().json();
        shown["people"][0]["state"].clone()
    };
    assert_eq!(noted(), "withdrawn");
    assert!(world.run(["list", "--at", AT]).good().out.contains("retenu\u{a0}: accord refusé ou retiré"));
    // An older paper does not undo a refusal.
    let older =
        world.run(["consent", "record", "non@example.org", "--by", "sa mère", "--date", "2020-03-01", "--at", AT]);
    assert!(older.code == 2 && older.err.contains("plus ancien"), "{}", older.err);
    let again = "Nom complet;Courriel;Date de naissance;Badge;Accord parental\nEnfant non;non@example.org;2015;premiers-pas;oui\n";
    world.write("encore.csv", again);
    let plan = world.run(["batch", "plan", "encore.csv", "--json", "--at", AT]).json();
    assert_eq!(plan["rows"][0]["findings"][0]["code"], "consent.withdrawn", "{plan}");
    world.run(["consent", "record", "non@example.org", "--by", "elle-même", "--at", "2032-01-05"]).good();
    assert_eq!(noted(), "given");

    // One at a time: refused, and nothing is written.
    let before = world.text("register.jsonl");
    for word in ["non", "refus", "en attente", "?"] {
        let ran = world.run(["issue", "premiers-pas", "--to", ZOE, "--minor", "--consent", word]);
        assert!(ran.code == 2 && ran.err.contains("n’est pas un accord"), "{word}: {}", ran.err);
        let line = serde_json::json!({"achievement": "premiers-pas", "to": ZOE, "minor": true, "consent": word});
        let answer = world.feed(["issue", "-"], line.to_string()).json();
        assert_eq!(answer["problems"][0]["code"], "consent-refused", "{answer}");
    }
    assert_eq!(world.text("register.jsonl"), before);
}

// D-11
#[test]
fn what_was_taken_back_does_not_come_back_by_the_way() {
    let world = World::place();
    let first = issue(&world, "premiers-pas", &["--to", ZOE, "--minor", "--consent", "sa mère"]);
    publish(&world);
    assert!(world.shows(&first));
    withdraw(&world, &[]).good();
    let line = serde_json::json!({"achievement": "impression-3d", "to": ZOE, "minor": true, "consent": "sa mère"});
    let answer = world.feed(["issue", "-"], line.to_string()).good().json();
    assert_eq!((&answer["waits"], &answer["remarks"][0]["code"]), (&true.into(), &"award-waits-withdrawn".into()));
    let asked = ["issue", "decoupe-laser", "--to", ZOE, "--minor", "--consent", "sa mère"];
    let told = world.run(asked).good().err;
    assert!(told.contains("retiré le 11 mars 2026") && told.contains(&format!("badge consent record {ZOE}")), "{told}");
    let code = world.run(["issue", "premiers-pas", "--card", "--json"]).good().json()["code"].clone();
    let claimed = world.run(["claim", code.as_str().unwrap(), "--to", ZOE, "--consent", "sa mère"]);
    assert!(claimed.code == 2 && claimed.err.contains("retiré"), "{}", claimed.err);
    assert_eq!(shown(&world)[0]["state"], "withdrawn");
    publish(&world);
    assert!(!world.shows(&first));
    assert!(!world.shows(answer["token"].as_str().unwrap()));
    // Recorded by itself, it holds again.
    world.run(["consent", "record", ZOE, "--at", "2026-03-12"]).good();
    publish(&world);
    assert!(world.shows(&first));
}

// D-11
#[test]
fn two_people_made_one_keep_what_one_of_them_took_back() {
    const OTHER: &str = "zoe@nouveau.example.org";
    let world = World::place();
    let old = issue(&world, "premiers-pas", &["--to", ZOE, "--minor", "--consent", "sa mère"]);
    publish(&world);
    withdraw(&world, &[]).good();
    let new = issue(&world, "impression-3d", &["--to", OTHER, "--minor", "--consent", "sa mère"]);
    publish(&world);
    assert!(!world.shows(&old) && world.shows(&new));
    let tried = world.run(["person", "merge", ZOE, OTHER, "--dry-run", "--json"]).good().json();
    assert!(tried["withdrawn"].as_str().unwrap().starts_with("2026-03-11"), "{tried}");
    let typed = format!(" {OTHER} ");
    let merged = world.run(["person", "merge", ZOE, &typed, "--yes"]).good().err;
    let next = format!("badge consent record {OTHER}\u{a0}»");
    assert!(merged.contains("retiré le 11 mars 2026 reste retiré") && merged.contains(&next), "{merged}");
    assert!(!merged.contains(&typed), "{merged}");
    assert_eq!(shown(&world)[0]["state"], "withdrawn");
    publish(&world);
    assert!(!world.shows(&old) && !world.shows(&new));
    // A card that names nobody: consent is recorded of the person.
    let code = world.run(["issue", "premiers-pas", "--card", "--json"]).good().json()["code"].clone();
    let claimed = world.run(["claim", code.as_str().unwrap(), "--to", OTHER]);
    assert!(claimed.code == 2 && claimed.err.contains(&next), "{}", claimed.err);
    world.run(["consent", "record", OTHER, "--at", "2026-03-13"]).good();
    publish(&world);
    assert!(world.shows(&old) && world.shows(&new));
    // Recorded since, it holds over what somebody else of theirs took back before.
    let third = issue(&world, "decoupe-laser", &["--to", ZOE, "--minor", "--consent", "sa mère"]);
    world.run(["consent", "withdraw", ZOE, "--at", "2026-03-12"]).good();
    let merged = world.run(["person", "merge", ZOE, OTHER, "--yes", "--lang", "en"]).good().err;
    assert!(!merged.contains("withdrawn"), "{merged}");
    publish(&world);
    assert!(world.shows(&third));
}

// D-11
#[test]
fn an_award_does_not_widen_consent() {
    let world = World::place();
    issue(&world, "premiers-pas", &["--to", ZOE, "--minor"]);
    record(&world, &["--for", "premiers-pas", "--by", "sa mère"]).good();
    let told = world.run(["issue", "impression-3d", "--to", ZOE, "--minor", "--consent", "sa mère"]).good().err;
    assert!(told.contains("--for impression-3d"), "{told}");
    assert_eq!(shown(&world)[0]["for"], serde_json::json!(["premiers-pas"]));
    let code = world.run(["issue", "impression-3d", "--card", "--json"]).good().json()["code"].clone();
    let claimed = world.run(["claim", code.as_str().unwrap(), "--to", ZOE, "--consent", "sa mère"]);
    assert!(claimed.code == 2 && claimed.err.contains("--for impression-3d"), "{}", claimed.err);
}
