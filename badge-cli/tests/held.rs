//! "Everything the place holds on somebody" is everything: held against `people.json`, member by member.

mod support;

use std::collections::BTreeMap;

use badge_core::language::Lang;
use badge_core::place::people::{Consent, How, People, Person, Refusal, Removal};
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use serde_json::{Map, Value};

use support::World;

const LEA: &str = "lea.exemple@example.org";

fn day(text: &str) -> Timestamp {
    Timestamp::parse(&format!("{text}T00:00:00Z")).unwrap()
}

/// Somebody of whom all is known that can be. Whoever adds a member to one of the two adds it here.
fn somebody(award: Token) -> Person {
    Person {
        name: Some("Léa Exemple".to_owned()),
        also: vec!["Léa Ancienne".to_owned()],
        email: Some(LEA.to_owned()),
        did: Some("did:example:lea".to_owned()),
        language: Some(Lang::Fr),
        minor: true,
        presumed: Some(day("2026-02-01")),
        birth_year: Some(2013),
        consent: Some(Consent {
            at: day("2026-03-04"),
            by: "sa mère".to_owned(),
            how: Some(How::Paper),
            for_which: vec![Slug::parse("premiers-pas").unwrap()],
            withdrawn: Some(day("2026-03-05")),
            recorded: true,
            of_adult: true,
        }),
        removed: BTreeMap::from([(award, Removal { at: day("2026-03-06"), why: Refusal::NotMe })]),
    }
}

/// A place that knows her, and what `people.json` has of her.
fn place() -> (World, Token, Map<String, Value>) {
    let world = World::place();
    let issued = world.run(["issue", "premiers-pas", "--to", LEA, "--json"]).good().json();
    let award = Token::parse(issued["token"].as_str().unwrap()).unwrap();
    let mut people = People::parse(world.text("people.json").as_bytes()).unwrap();
    let id = people.find(LEA).unwrap().0;
    people.insert(id, somebody(award));
    let all: Value = serde_json::from_str(&people.to_json()).unwrap();
    let entry = all["people"][id.to_string()].as_object().unwrap().clone();
    write(&world, id, &entry);
    (world, id, entry)
}

fn write(world: &World, id: Token, entry: &Map<String, Value>) {
    let people = serde_json::json!({"schema": "badge-people/1", "people": {id.to_string(): entry}});
    world.write("people.json", people.to_string());
}

// RGPD, articles 15 and 20
#[test]
fn what_is_kept_of_somebody_is_told_to_programs_as_it_is_kept() {
    let (world, _, entry) = place();
    let shown = world.run(["person", "show", LEA, "--json"]).good().json();
    world.run(["person", "export", LEA, "--out", "copie"]).good();
    let handed: Value = serde_json::from_str(&world.text("copie/person.json")).unwrap();
    for told in [&shown, &handed] {
        for (member, kept) in &entry {
            assert_eq!(told.get(member), Some(kept), "{member} of people.json is not told: {told:#}");
        }
    }
}

#[test]
fn what_is_kept_of_somebody_is_told_in_words() {
    let (world, id, entry) = place();
    let pages = |entry: &Map<String, Value>| {
        write(&world, id, entry);
        ["fr", "en"].map(|lang| world.run(["person", "show", &id.to_string(), "--lang", lang]).good().out)
    };
    let full = pages(&entry);
    let less = |what: &str, entry: &Map<String, Value>| {
        for (full, less) in full.iter().zip(pages(entry)) {
            assert_ne!(*full, less, "{what} of people.json is not told in words");
        }
    };
    for member in entry.keys() {
        let mut without = entry.clone();
        without.remove(member);
        less(member, &without);
    }
    let consent = entry["consent"].as_object().unwrap();
    for member in consent.keys() {
        let mut other = consent.clone();
        // These two are always there.
        match member.as_str() {
            "at" => drop(other.insert(member.clone(), "2026-03-01T00:00:00Z".into())),
            "by" => drop(other.insert(member.clone(), "son père".into())),
            _ => drop(other.remove(member)),
        }
        let mut entry = entry.clone();
        entry.insert("consent".to_owned(), other.into());
        less(member, &entry);
    }
    let mut asked = entry.clone();
    let removed = asked["removed"].as_object_mut().unwrap().values_mut().next().unwrap();
    removed["why"] = "asked".into();
    less("why", &asked);
}

// A refusal where nobody had agreed is told as one, with who said it.
#[test]
fn a_refusal_is_not_told_as_an_agreement() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--to", LEA]).good();
    world.run(["consent", "withdraw", LEA, "--by", "sa mère", "--at", "2026-03-05"]).good();
    let shown = world.run(["person", "show", LEA]).good().out;
    assert!(shown.contains("Accord retiré le 5 mars 2026") && shown.contains("sa mère"), "{shown}");
    assert!(!shown.contains("Accord donné"), "{shown}");
}

// A mother who agreed, and took it back on the same day, did not refuse; of whom that cannot be told, both are said.
#[test]
fn what_was_given_and_taken_back_within_one_day_is_not_told_as_a_refusal() {
    let shown = |record: bool| {
        let world = World::place();
        let day = ["--at", "2026-03-04"];
        let agreed = if record { &[][..] } else { &["--consent", "sa mère"] };
        world.run([&["issue", "premiers-pas", "--to", LEA, "--minor"], agreed, &day].concat()).good();
        if record {
            world.run([&["consent", "record", LEA, "--by", "sa mère"], &day[..]].concat()).good();
        }
        world.run([&["consent", "withdraw", LEA], &day[..]].concat()).good();
        world.run(["person", "show", LEA]).good().out
    };
    let recorded = shown(true);
    assert!(recorded.contains("Accord donné le 4 mars 2026") && recorded.contains("Accord retiré"), "{recorded}");
    assert!(!recorded.contains("donné ou refusé"), "{recorded}");
    let awarded = shown(false);
    assert!(awarded.contains("donné ou refusé par\u{a0}: sa mère"), "{awarded}");
}
