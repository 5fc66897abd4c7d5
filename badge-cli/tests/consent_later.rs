//! A no that comes after a yes, line by line and in tables, through the real binary. Everybody is invented.

mod support;

use serde_json::{Value, json};
use support::{World, files};

const ZOE: &str = "zoe.exemple@example.org";
const AT: &str = "2026-03-10T09:00:00Z";

fn place() -> World {
    World::quick(Some("https://badges.example.org"))
}

fn line(achievement: &str, to: &str, more: &Value) -> String {
    let mut line = json!({"achievement": achievement, "to": to, "minor": true, "once": true, "date": "2026-03-02"});
    line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    format!("{line}\n")
}

/// The answers to some lines of one run.
fn ask(world: &World, lines: &[String]) -> Vec<Value> {
    let ran = world.feed(["issue", "-", "--at", AT], lines.concat()).good();
    ran.out.lines().map(|answer| serde_json::from_str(answer).unwrap()).collect()
}

fn token(answer: &Value) -> String {
    answer["token"].as_str().unwrap().to_owned()
}

fn publish(world: &World) {
    world.run(["publish", "--out", "site", "--at", AT]).good();
}

/// To whom letters would go.
fn mailed(world: &World) -> String {
    world.run(["send", "--dry-run", "--json", "--at", AT]).out
}

fn noted(world: &World, who: &str) -> Value {
    world.run(["consent", "show", who, "--json", "--at", AT]).good().json()["people"][0]["state"].clone()
}

/// Nothing of somebody who said no is to be seen, then or after the next publishing.
fn nothing_goes_out(world: &World, who: &str, tokens: &[String]) {
    assert_eq!(noted(world, who), "withdrawn");
    for token in tokens {
        assert!(!world.shows(token), "gone at once: {token}");
    }
    publish(world);
    for token in tokens {
        assert!(!world.shows(token), "and does not come back: {token}");
    }
    assert!(!mailed(world).contains(who), "{}", mailed(world));
    assert_eq!(files(&world.at(".badge/withdrawing")), Vec::<String>::new());
}

// D-11
#[test]
fn a_later_no_in_a_line_takes_a_yes_back() {
    let world = place();
    let yes = json!({"consent": "sa mère"});
    let first = token(&ask(&world, &[line("premiers-pas", ZOE, &yes)])[0]);
    let other = token(&ask(&world, &[line("premiers-pas", "tom@example.org", &yes)])[0]);
    publish(&world);
    assert!(world.shows(&first) && mailed(&world).contains(ZOE), "it would have been seen");

    // About the award that stands; a dry run says so and changes nothing.
    let no = line("premiers-pas", ZOE, &json!({"consent": false}));
    let tried = world.feed(["issue", "-", "--dry-run", "--at", AT], no.clone()).good().json();
    assert_eq!((&tried["withdrawn"], &tried["link"]), (&true.into(), &Value::Null), "{tried}");
    assert!(world.shows(&first) && noted(&world, ZOE) == "given");
    let again = &ask(&world, &[no])[0];
    assert_eq!((&again["already"], &again["withdrawn"]), (&first.clone().into(), &true.into()), "{again}");
    nothing_goes_out(&world, ZOE, std::slice::from_ref(&first));
    assert!(world.shows(&other) && mailed(&world).contains("tom@example.org"), "nobody else's");

    // With a new award: of the older one as well.
    let new = &ask(&world, &[line("impression-3d", "tom@example.org", &json!({"consent": false}))])[0];
    assert_eq!((&new["waits"], &new["withdrawn"], &new["link"]), (&true.into(), &true.into(), &Value::Null), "{new}");
    nothing_goes_out(&world, "tom@example.org", &[other, token(new)]);
}

// D-11: whoever reads the answers knows from the first to the last that nothing goes out.
#[test]
fn a_yes_and_a_no_in_one_run_are_a_no() {
    for (first, second) in [(json!("sa mère"), json!(false)), (json!(false), json!("sa mère"))] {
        // Of the same award; of another one.
        for achievement in ["premiers-pas", "impression-3d"] {
            let world = place();
            let more = json!({"consent": second, "name": "Zoé Exemple"});
            let lines = [
                line("premiers-pas", ZOE, &json!({"consent": first})),
                line(achievement, ZOE, &more),
                line("decoupe-laser", ZOE, &json!({"language": "en"})),
            ];
            let answers = ask(&world, &lines);
            nothing_goes_out(&world, ZOE, &answers.iter().map(token).collect::<Vec<_>>());
            for answer in &answers {
                assert_eq!((&answer["waits"], &answer["link"]), (&true.into(), &Value::Null), "{answer}");
            }
            let people: Value = serde_json::from_str(&world.text("people.json")).unwrap();
            let one = people["people"].as_object().unwrap().values().next().unwrap();
            // What other lines say of the person is not lost over it.
            assert_eq!((&one["minor"], &one["language"]), (&true.into(), &"en".into()), "{one}");
        }
    }
}

// D-11: a table is asked about where it says the contrary of what is noted, and meanwhile nothing goes out.
#[test]
fn a_later_no_in_a_table_takes_a_yes_back() {
    let world = place();
    let head = "Nom complet;Courriel;Badge;Date;Date de naissance;Accord parental\n";
    let row = |badge: &str, to: &str, consent: &str| {
        let name = to.split('@').next().unwrap();
        format!("{name};{to};{badge};2026-03-02;2015;{consent}\n")
    };
    let issue = |rows: &str| {
        world.write("t.csv", format!("{head}{rows}"));
        let ran = world.run(["batch", "issue", "t.csv", "--yes", "--changed", "skip", "--json", "--at", AT]);
        assert!(ran.code < 2, "{}{}", ran.out, ran.err);
        ran.json()["rows"].clone()
    };
    let code = |rows: &Value| rows[0]["findings"].as_array().unwrap().last().unwrap()["code"].clone();
    for badge in ["premiers-pas", "impression-3d"] {
        let to = format!("{badge}@example.org");
        let first = token(&issue(&row("premiers-pas", &to, "oui, sa mère"))[0]["awards"][0]);
        publish(&world);
        assert!(world.shows(&first) && mailed(&world).contains(&to));
        // A plan only tells.
        world.write("t.csv", format!("{head}{}", row(badge, &to, "non")));
        let plan = world.run(["batch", "plan", "t.csv", "--json", "--at", AT]).json();
        assert_eq!(code(&plan["rows"]), "consent.contradicted", "{plan}");
        world.run(["batch", "issue", "t.csv", "--yes", "--dry-run", "--json", "--at", AT]);
        assert!(world.shows(&first) && noted(&world, &to) == "given");
        world.write("t.csv", format!("{head}{}", row(badge, &to, "non")));
        // Who loses a page hears of it by the exit code, once.
        let heard = world.run(["batch", "issue", "t.csv", "--yes", "--json", "--at", AT]);
        assert_eq!((heard.code, code(&heard.json()["rows"])), (1, "consent.contradicted".into()));
        nothing_goes_out(&world, &to, std::slice::from_ref(&first));
        // Asked once more it is no contradiction any more: what is new is awarded, and stays inside.
        let again = world.run(["batch", "issue", "t.csv", "--yes", "--changed", "skip", "--json", "--at", AT]).good();
        let rows = again.json()["rows"].clone();
        assert_eq!(rows[0]["awards"][0]["waits"], true, "{rows}");
        nothing_goes_out(&world, &to, &[first, token(&rows[0]["awards"][0])]);
    }
    // What somebody recorded stands above a table, which may be the older one: it is asked about.
    let recorded = token(&issue(&row("premiers-pas", ZOE, ""))[0]["awards"][0]);
    world.run(["consent", "record", ZOE, "--by", "sa mère", "--at", AT]).good();
    publish(&world);
    let rows = issue(&row("premiers-pas", ZOE, "non"));
    assert_eq!((code(&rows), noted(&world, ZOE)), ("consent.contradicted".into(), "given".into()));
    assert!(world.shows(&recorded));
    // A table that says both is told in words, too.
    let both = row("premiers-pas", "lea@example.org", "oui, sa mère");
    issue(&both);
    world.write("t.csv", format!("{head}{both}{}", row("impression-3d", "lea@example.org", "non")));
    let told = world.run(["batch", "issue", "t.csv", "--yes", "--at", AT]).err;
    assert!(told.contains("Le tableau dit non d’une personne"), "{told}");
    assert_eq!(noted(&world, "lea@example.org"), "withdrawn");
}

// D-11
#[test]
fn a_no_from_a_program_is_noted_and_the_badge_kept_inside() {
    let world = World::place();
    let ask = |to: &str, more: serde_json::Value| {
        let mut line = serde_json::json!({"achievement": "premiers-pas", "to": to, "once": true, "date": "2026-03-02"});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        world.feed(["issue", "-", "--at", AT], line.to_string()).good().json()
    };
    let noted = |who: &str| {
        let shown = world.run(["consent", "show", who, "--json", "--at", AT]).good().json();
        shown["people"][0]["state"].clone()
    };
    // A child and an adult, as a table does.
    for (to, minor) in [(ZOE, true), ("paul@example.org", false)] {
        let answer = ask(to, serde_json::json!({"minor": minor, "consent": false}));
        assert_eq!((&answer["waits"], &answer["withdrawn"], &answer["link"]), (&true.into(), &true.into(), &().into()));
        assert_eq!(answer["remarks"][0]["code"], "award-waits-refused", "{answer}");
        assert_eq!(noted(to), "withdrawn", "{to}");
    }
    // Somebody who was awarded before, and published: the no is noted with the award that stands.
    let first = ask("lea@example.org", serde_json::json!({}));
    publish(&world);
    let token = first["token"].as_str().unwrap();
    assert!(world.shows(token));
    let again = ask("lea@example.org", serde_json::json!({"consent": false}));
    assert_eq!((&again["already"], &again["withdrawn"]), (&token.into(), &true.into()), "{again}");
    assert_eq!(noted("lea@example.org"), "withdrawn");
    publish(&world);
    assert!(!world.shows(token));
    assert_eq!(ask("lea@example.org", serde_json::json!({}))["withdrawn"], true, "it lasts");
}

// D-11: a line about an award that stands is heard when it says that they are a minor.
#[test]
fn a_minor_who_is_told_of_later_is_kept_inside() {
    let world = place();
    let grown = |more: &Value| {
        let mut line = json!({"achievement": "premiers-pas", "to": ZOE, "once": true, "date": "2026-03-02"});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("{line}\n")
    };
    let first = token(&ask(&world, &[grown(&json!({}))])[0]);
    publish(&world);
    assert!(world.shows(&first) && mailed(&world).contains(ZOE), "it would have been seen");

    // A dry run says so and notes nothing.
    let minor = grown(&json!({"minor": true}));
    let before = world.text("people.json");
    let tried = world.feed(["issue", "-", "--dry-run", "--at", AT], minor.clone()).good().json();
    assert_eq!((&tried["waits"], world.text("people.json") == before), (&true.into(), true), "{tried}");
    // Lines of the same run that came before know it too.
    let answers = ask(&world, &[grown(&json!({})), minor]);
    for answer in &answers {
        let told = (&answer["already"], &answer["waits"], &answer["withdrawn"], &answer["link"]);
        assert_eq!(told, (&first.clone().into(), &true.into(), &Value::Null, &Value::Null), "{answer}");
    }
    assert_eq!(noted(&world, ZOE), "missing");
    assert!(!mailed(&world).contains(ZOE), "{}", mailed(&world));
    assert!(!world.shows(&first), "gone at once");
    publish(&world);
    assert!(!world.shows(&first), "and not brought back");

    // Consent that comes with a line is heard as well.
    let agreed = &ask(&world, &[grown(&json!({"minor": true, "consent": "sa mère"}))])[0];
    assert_eq!((&agreed["waits"], &agreed["link"].is_string()), (&Value::Null, &true), "{agreed}");
    publish(&world);
    assert!(world.shows(&first));
}

#[test]
fn what_a_line_says_otherwise_of_an_award_is_told() {
    let world = place();
    let said = json!({"minor": false, "narrative": "A découpé une boîte.", "evidence": ["https://example.org/1, vue", "Une boîte"],
        "where": "Caen", "expires": "2028-03-02", "language": "en"});
    let ask_one = |more: &Value| ask(&world, &[line("premiers-pas", ZOE, more)])[0].clone();
    let first = ask_one(&said);
    let again = ask_one(&said);
    assert_eq!((&again["already"], &again["remarks"]), (&first["token"], &Value::Null), "{again}");
    let changed = [
        ("narrative", json!("A découpé deux boîtes.")),
        ("evidence", json!("https://example.org/2")),
        ("where", json!("Rouen")),
        ("expires", json!("2029-03-02")),
        ("language", json!("fr")),
    ];
    for (field, value) in changed {
        let answer = ask_one(&json!({"minor": false, field: value}));
        let remarks = answer["remarks"].as_array().cloned().unwrap_or_default();
        let told: Vec<_> =
            remarks.iter().map(|r| (r["code"].as_str().unwrap(), r["field"].as_str().unwrap())).collect();
        assert_eq!(told, [("award-kept", field)], "{answer}");
    }
}

// D-11: however many say no, it is one note and one look at what is published; a run that awards nothing hears them too.
#[test]
fn many_refusals_of_one_table_are_heard_together() {
    let world = place();
    let table = |consent: &str, faulty: &str| {
        let rows: String =
            (0..7).map(|n| format!("P{n};p{n}@example.org;premiers-pas;2026-03-02;2015;{consent}\n")).collect();
        format!("Nom complet;Courriel;Badge;Date;Date de naissance;Accord parental\n{rows}{faulty}")
    };
    let issue = |more: &[&str]| world.run(["batch", "issue", "t.csv", "--at", AT, "--yes"].iter().chain(more));
    world.write("t.csv", table("oui, sa mère", ""));
    issue(&[]).good();
    publish(&world);
    let pages = || files(&world.at("site")).iter().filter(|file| file.ends_with("badge.png")).count();
    assert!(pages() > 0);
    world.write("t.csv", table("non", "Ana;ana@example;premiers-pas;2026-03-02;1980;\n"));
    let none = issue(&["--all-or-nothing", "--json"]);
    assert!(none.code == 1 && none.err.contains("7 personnes"), "{}", none.err);
    assert_eq!((pages(), files(&world.at(".badge/withdrawing"))), (0, Vec::new()));
    assert_eq!(noted(&world, "p6@example.org"), "withdrawn");

    // Told to programs by its number; and taken up where it was killed.
    world.write("t.csv", "Nom;Courriel;Badge;Date;Date de naissance;Accord parental\nQ;q@example.org;premiers-pas;2026-03-02;2015;oui, sa mère\n");
    issue(&[]).good();
    let people: Value = serde_json::from_str(&world.text("people.json")).unwrap();
    let q = people["people"].as_object().unwrap().iter().find(|(_, one)| one["name"] == "Q").unwrap().0.clone();
    publish(&world);
    assert!(pages() > 0);
    world.write(&format!(".badge/withdrawing/many-{q}"), format!("{AT}\n{q}\n{}", "a".repeat(32)));
    world.run(["issue", "impression-3d", "--to", "ana@example.org", "--at", AT]).good();
    assert_eq!((pages(), noted(&world, "q@example.org")), (0, "withdrawn".into()));
    assert_eq!(files(&world.at(".badge/withdrawing")), Vec::<String>::new());
    world.write("t.csv", "Nom;Courriel;Badge;Date;Date de naissance;Accord parental\nR;r@example.org;premiers-pas;2026-03-02;2015;oui, sa mère\n");
    assert_eq!(issue(&["--json"]).json().get("taken_back"), None);
    world.write(
        "t.csv",
        "Nom;Courriel;Badge;Date;Date de naissance;Accord parental\nR;r@example.org;premiers-pas;2026-03-02;2015;non\n",
    );
    // Who tries it first is told of it, and nothing is taken back yet.
    assert_eq!(issue(&["--json", "--dry-run"]).json()["taken_back"], 1);
    for verb in [&["plan"][..], &["issue", "--dry-run"]] {
        let told = world.run([&["batch", verb[0], "t.csv", "--at", AT], &verb[1..]].concat()).err;
        assert_eq!(told.matches("dit non d’une personne").count(), 1, "{told}");
    }
    assert_eq!(noted(&world, "r@example.org"), "given");
    assert_eq!(issue(&["--json"]).json()["taken_back"], 1);
    assert_eq!(noted(&world, "r@example.org"), "withdrawn");
}
