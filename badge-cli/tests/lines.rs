//! Lines of `badge issue -` that meet what there is: an award of another day, another spelling, a line above.

mod support;

use serde_json::{Value, json};
use support::World;

const AT: &str = "2026-03-10T20:00:00Z";

fn answers(world: &World, at: &str, lines: &[Value]) -> Vec<Value> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let ran = world.feed(["issue", "-", "--at", at], text).good();
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fields(answer: &Value) -> Vec<&str> {
    let remarks = answer["remarks"].as_array().map(Vec::as_slice).unwrap_or_default();
    remarks.iter().filter(|r| r["code"] == "award-kept").map(|r| r["field"].as_str().unwrap()).collect()
}

#[test]
fn a_day_that_has_not_begun_here_is_told() {
    let world = World::place();
    world.write(
        "t.csv",
        "Nom;Courriel;Badge;Date\nLéa;lea@example.org;premiers-pas;2026-03-11\nTom;tom@example.org;premiers-pas;2026-03-10\n",
    );
    let codes = |args: &[&str]| -> Vec<(String, usize)> {
        let plan = world.run([&["batch", "plan", "t.csv", "--json", "--at", AT], args].concat()).good().json();
        let rows = plan["rows"].as_array().unwrap();
        rows.iter().map(|r| (r["state"].as_str().unwrap().into(), r["findings"].as_array().unwrap().len())).collect()
    };
    assert_eq!(codes(&[]), [("warning".into(), 1), ("ready".into(), 0)]);
    let told = world.run(["batch", "plan", "t.csv", "--at", AT]).good();
    assert!(told.out.contains("11 mars 2026, minuit (UTC)"), "{}", told.out);
    world.write("t.csv", "Nom;Courriel;Badge\nLéa;lea@example.org;premiers-pas\n");
    assert_eq!(codes(&["--date", "2026-03-11"]), [("warning".into(), 1)]);
    assert_eq!(codes(&["--date", "2026-03-10"]), [("ready".into(), 0)]);
    let issue =
        |date: &str, to: &str| world.run(["issue", "premiers-pas", "--to", to, "--date", date, "--at", AT]).good();
    let (later, now) = (issue("2026-03-11", "a@example.org"), issue("2026-03-10", "b@example.org"));
    assert!(later.err.contains("11 mars 2026, 00:00 (UTC)"), "{}", later.err);
    assert!(!now.err.contains("(UTC)"), "{}", now.err);
    let line = json!({"achievement": "premiers-pas", "to": "c@example.org", "date": "2026-03-11"});
    let told = &answers(&world, AT, &[line])[0]["remarks"][0];
    assert_eq!((&told["field"], &told["code"]), (&"date".into(), &"award-begins-later".into()));
}

#[test]
fn what_is_wanted_once_ever_is_found_on_another_day() {
    let world = World::place();
    let line =
        |once: Value| json!({"achievement": "premiers-pas", "to": "lea@example.org", "name": "Léa", "once": once});
    let first = answers(&world, "2026-03-02T09:00:00Z", &[line("ever".into())]);
    let later = answers(&world, AT, &[line("ever".into())]);
    assert_eq!((&later[0]["token"], &later[0]["already"]), (&first[0]["token"], &first[0]["token"]));
    let other = answers(&world, AT, &[line(true.into())]);
    assert_ne!(other[0]["token"], first[0]["token"], "a badge of that day");
    let own = answers(&world, AT, &[line("ever".into())]);
    assert_eq!(own[0]["token"], other[0]["token"], "that of the day before one of another");
    // Somebody without an address is known by their name.
    let card = json!({"achievement": "premiers-pas", "card": true, "name": "Tom", "once": "ever"});
    let first = answers(&world, "2026-03-02T09:00:00Z", std::slice::from_ref(&card));
    assert_eq!(answers(&world, AT, &[card])[0]["token"], first[0]["token"]);
    let bad = world.feed(["issue", "-"], format!("{}\n", line("toujours".into())));
    assert_eq!((bad.code, &bad.json()["problems"][0]["field"]), (2, &"once".into()));
    assert!(bad.out.contains("ever"), "{}", bad.out);
}

// A second run repeats nothing: nor does it bring back what was revoked, as with a table (`award.revoked`).
#[test]
fn what_was_revoked_is_not_awarded_anew() {
    let world = World::place();
    let line = |once: Value, date: &str| json!({"achievement": "premiers-pas", "to": "lea@example.org", "once": once, "date": date});
    let one = |once: Value, date: &str| answers(&world, AT, &[line(once, date)]).remove(0);
    let token = |answer: &Value| answer["token"].as_str().unwrap().to_owned();
    let first = one(true.into(), "2026-03-02");
    assert!(first.get("revoked").is_none() && first["link"].is_string());
    world.run(["revoke", &token(&first), "--yes"]).good();
    for (once, date) in [(json!(true), "2026-03-02"), (json!("ever"), "2026-03-02"), (json!("ever"), "2026-03-09")] {
        let told = one(once, date);
        assert_eq!((&told["ok"], &told["revoked"], &told["already"]), (&true.into(), &true.into(), &first["token"]));
        assert!(told.get("link").is_none() && told["remarks"][0]["code"] == "award-revoked", "{told}");
        assert!(told["remarks"][0]["message"].as_str().unwrap().contains("2 mars 2026"), "{told}");
    }
    // Another day, or a line that does not say once, is another award; that one is then the one that stands.
    let other = one(true.into(), "2026-03-05");
    assert!(other.get("already").is_none() && other.get("revoked").is_none(), "{other}");
    assert_eq!(one("ever".into(), "2026-03-09")["already"], other["token"]);
    let anew = one(false.into(), "2026-03-02");
    assert!(anew.get("revoked").is_none() && token(&anew) != token(&first), "{anew}");
    assert_eq!(one(true.into(), "2026-03-02")["already"], anew["token"]);
    // A card by its name; and the badge of whoever claimed it, which took the place of the card.
    let card = json!({"achievement": "premiers-pas", "card": true, "name": "Tom", "once": true, "date": "2026-03-02"});
    let ask = || answers(&world, AT, std::slice::from_ref(&card)).remove(0);
    let code = ask()["code"].as_str().unwrap().to_owned();
    world.run(["claim", &code, "--to", "tom@example.org"]).good();
    let claimed = ask();
    assert!(claimed["already"].is_string() && claimed.get("revoked").is_none(), "{claimed}");
    world.run(["revoke", &token(&claimed), "--yes"]).good();
    assert_eq!((&ask()["revoked"], &ask()["already"]), (&true.into(), &claimed["token"]));
}

#[test]
fn a_line_is_held_against_those_above_it() {
    let world = World::place();
    let line = |to: &str, badge: &str, more: Value| {
        let mut line = json!({"achievement": badge, "to": to, "date": "2026-03-02", "once": true});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line
    };
    let said = line("lea@example.org", "premiers-pas", json!({"narrative": "Une pièce", "where": "Caen"}));
    let other = line("lea@example.org", "premiers-pas", json!({"narrative": "Deux pièces", "where": "Caen"}));
    let told = answers(&world, AT, &[said.clone(), other, said]);
    assert_eq!((fields(&told[0]), fields(&told[1]), fields(&told[2])), (vec![], vec!["narrative"], vec![]));
    // What a later line says of somebody holds for what is answered to an earlier one.
    let zoe = |badge, more| line("zoe@example.org", badge, more);
    let told = answers(&world, AT, &[zoe("premiers-pas", json!({})), zoe("impression-3d", json!({"minor": true}))]);
    assert!(told.iter().all(|answer| answer["waits"] == true && answer.get("link").is_none()), "{told:?}");
}

// Whatever the form in which it was signed: what is asked for again is found there, coordinates as well.
#[test]
fn an_award_that_is_asked_for_again_differs_in_nothing() {
    let world = World::place();
    let line = |format: &str, place: &str| {
        json!({"achievement": "premiers-pas", "to": format!("{format}@example.org"), "date": "2026-03-02", "once": true,
            "format": format, "where": place, "narrative": "Une pièce", "evidence": ["https://example.org/1"],
            "expires": "2030-01-01"})
    };
    let formats = ["ob3", "ob3-jwt", "ob2-hosted", "ob2-signed"];
    for place in ["Caen;49.18,-0.37", "Caen;49.18,-0.38"] {
        let asked = formats.map(|format| line(format, place));
        let told = [answers(&world, AT, &asked), answers(&world, AT, &asked)];
        let expected: &[&str] = if place.ends_with('8') { &["where"] } else { &[] };
        for (format, answer) in formats.iter().zip(&told[1]) {
            assert!(answer["already"].is_string(), "{format}: {answer}");
            assert_eq!(fields(answer), expected, "{format}: {answer}");
        }
    }
}

#[test]
fn both_spellings_of_a_domain_are_one_person() {
    let world = World::place();
    let (one, other) = ("max@bücher.example.org", "max@xn--bcher-kva.example.org");
    let line = |to: &str| json!({"achievement": "premiers-pas", "to": to, "date": "2026-03-02", "once": true});
    let told = answers(&world, AT, &[line(one), line(other)]);
    assert_eq!(told[0]["token"], told[1]["token"]);
    assert_eq!(answers(&world, AT, &[line(other)])[0]["token"], told[0]["token"]);
    for spelt in [one, other] {
        let shown = world.run(["person", "show", spelt, "--json"]).good().json();
        assert_eq!(shown["awards"].as_array().unwrap().len(), 1, "{spelt}");
    }
    let card = answers(&world, AT, &[json!({"achievement": "impression-3d", "card": true, "name": "Max"})]);
    world.run(["claim", card[0]["code"].as_str().unwrap(), "--to", other]).good();
    let shown = world.run(["person", "show", one, "--json"]).good().json();
    assert_eq!(shown["awards"].as_array().unwrap().len(), 3, "the card and what it became are theirs: {shown}");
    world.run(["consent", "withdraw", other]).good();
    world.run(["person", "erase", other, "--yes"]).good();
    assert_ne!(world.run(["person", "show", one]).code, 0);
}

#[test]
fn what_is_revoked_may_come_from_standard_input() {
    let world = World::place();
    let line = |to: &str| json!({"achievement": "premiers-pas", "to": to, "date": "2026-03-02"});
    let told = answers(&world, AT, &[line("a@example.org"), line("b@example.org")]);
    let table = format!("Nom;Jeton\nA;{}\n", told[0]["token"].as_str().unwrap());
    let dry = world.feed(["revoke", "--table", "-", "--dry-run", "--json"], &table).good();
    assert!(dry.out.contains(told[0]["token"].as_str().unwrap()), "{}", dry.out);
    world.feed(["revoke", "--table", "-", "--yes"], &table).good();
    let valid = world.run(["list", "--json", "--state", "valid"]).good();
    let has = |n: usize| valid.out.contains(told[n]["token"].as_str().unwrap());
    assert_eq!((has(0), has(1)), (false, true), "{}", valid.out);
}
