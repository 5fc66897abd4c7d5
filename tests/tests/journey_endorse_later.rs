//! What becomes of an endorsement after it was accepted: the partner's key goes, the badge is written anew, somebody
//! wants their page gone. Through the real command, with the sites served on this machine.

mod endorse_support;

use std::fs;

use endorse_support::*;
use serde_json::Value;

fn received(world: &World, at: &str) -> Value {
    let listed = run(world.cmd(&["endorsements", "--place", "a", "--json", "--at", at]), 0);
    serde_json::from_str::<Value>(&listed).unwrap()["received"][0].clone()
}

fn page(world: &World, lang: &str) -> String {
    flat(&fs::read_to_string(world.at(&format!("a-www/achievements/decoupe-laser{lang}.html"))).unwrap())
}

// Only who gave an endorsement can withdraw it: a key that is gone is told as that, and comes back with the key.
#[test]
fn an_endorsement_whose_key_is_gone_is_not_said_to_be_withdrawn() {
    let world = World::new(&["a", "b", "d"]);
    let given = world.endorse(ACHIEVEMENT, &["--comment", "We train our apprentices with it."]);
    world.publish("b", ENDORSED);
    world.accept(&given, &[]);
    let own = world.at("b-www/.well-known/did.json");
    let before = fs::read_to_string(&own).unwrap();
    let others = fs::read_to_string(world.at("d-www/.well-known/did.json")).unwrap();
    fs::write(&own, others.replace("d.example.org", "b.example.org")).unwrap();

    let told = said(world.online("a", &["endorsements", "--check", "--at", READ]), 0);
    assert!(told.contains("none of the valid keys") && !told.contains("was withdrawn"), "{told}");
    assert_eq!(received(&world, READ)["state"], "key_gone");
    world.publish("a", READ);
    let shown = page(&world, "");
    assert!(
        shown.contains("Nothing says that they withdrew it") && !shown.contains("We train our apprentices"),
        "{shown}"
    );
    assert!(!shown.contains("was withdrawn"), "{shown}");

    fs::write(&own, before).unwrap();
    run(world.online("a", &["endorsements", "--check", "--at", LATER]), 0);
    assert_eq!(received(&world, LATER)["state"], "valid");

    // B suspends nothing and withdraws it itself: now it is withdrawn.
    let token = given["token"].as_str().unwrap();
    run(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", LATER]), 0);
    world.publish("b", LATER);
    let told = said(world.online("a", &["endorsements", "--check", "--at", LATER]), 0);
    assert!(told.contains("was withdrawn by who gave it"), "{told}");
    assert_eq!(received(&world, LATER)["state"], "revoked");
}

// An endorsement names an id, and stands for the words that were there when it was accepted.
#[test]
fn what_was_written_anew_does_not_carry_the_endorsement_of_what_it_was() {
    let world = World::new(&["a", "b"]);
    let given = world.endorse(ACHIEVEMENT, &["--comment", "We train our apprentices with it."]);
    world.publish("b", ENDORSED);
    let award = world.award();
    assert_eq!(world.accept(&given, &["--reissue", "all"])["reissued"], 1);
    let path = world.at("a/achievements/decoupe-laser.toml");
    let text = fs::read_to_string(&path).unwrap();
    let changed = text.replace("danger", "risk");
    assert_ne!(text, changed);
    fs::write(&path, changed).unwrap();

    let carried = |path: &str| {
        let credential: Value = serde_json::from_str(&fs::read_to_string(world.at(path)).unwrap()).unwrap();
        credential["credentialSubject"]["achievement"]["endorsement"].as_array().map_or(0, Vec::len)
    };
    let issue = |to: &str| {
        let output = world.cmd(&["issue", "decoupe-laser", "--place", "a", "--at", READ, "--to", to]).output().unwrap();
        let files = String::from_utf8(output.stdout).unwrap();
        let path = files.lines().find(|line| line.ends_with("credential.json")).unwrap().to_owned();
        (carried(&path), flat(&String::from_utf8(output.stderr).unwrap()))
    };
    let (count, told) = issue("robin@example.org");
    assert_eq!(count, 0);
    assert!(told.contains("does not say any more what Place b endorsed"), "{told}");
    let checked = run(world.cmd(&["achievement", "check", "--place", "a", "--json"]), 0);
    assert!(checked.contains("\"code\":\"rewritten\""), "{checked}");
    world.publish("a", READ);
    let shown = page(&world, "");
    assert!(shown.contains("This badge was rewritten since") && shown.contains("✕"), "{shown}");
    assert!(!shown.contains("We train our apprentices"), "{shown}");

    // The badge that was given before says what was endorsed, and keeps it.
    let again = run(world.online("a", &["accept", "--reissue", "all", "--at", READ, "--json"]), 0);
    assert!(again.contains("\"reissued\":0"), "{again}");
    assert_eq!(carried(&file(&award, "credential.json")), 1);

    // The same file alone changes nothing; `--anyway` takes it for the new words.
    world.accept(&given, &[]);
    assert_eq!(issue("alix@example.org").0, 0);
    world.accept(&given, &["--anyway"]);
    assert_eq!(issue("sacha@example.org").0, 1);
}

// D-05, D-11: what partners publish about a child's badge is told, and the partner can take it off its site.
#[test]
fn a_partners_page_about_a_persons_badge_is_told_and_can_go() {
    let world = World::new(&["a", "b"]);
    let award = world.award();
    world.publish("a", GIVEN);
    let given = world.endorse(&file(&award, "badge.png"), &["--of", "badge", "--comment", "Well done, Camille."]);
    world.publish("b", ENDORSED);
    world.accept(&given, &[]);
    let address = given["id"].as_str().unwrap();
    for more in [&["--dry-run"][..], &[]] {
        let mut withdraw = world.cmd(&["consent", "withdraw", "camille@example.org", "--place", "a", "--at", READ]);
        let told = said(withdraw.args(more), 0);
        assert!(told.contains("Place b endorsed one of these badges") && told.contains(address), "{told}");
    }
    let json = ["consent", "withdraw", "camille@example.org", "--place", "a", "--at", READ, "--json"];
    assert!(run(world.cmd(&json), 0).contains(address));

    let token = given["token"].as_str().unwrap();
    let published = world.at(&format!("b-www/e/{token}"));
    assert!(published.join("endorsement.json").exists());
    let remove = ["endorsements", "--remove", token, "--place", "b"];
    assert!(said(world.cmd(&remove), 2).contains("is not withdrawn"), "who has a copy has to learn of it first");
    run(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", READ]), 0);
    run(world.cmd(&remove), 0);
    assert!(!published.exists() && !world.at(&format!("b/endorsements/given/{token}")).exists());
    // No publishing brings it back, and its withdrawal stays told.
    world.publish("b", READ);
    assert!(!published.exists());
    let told = said(world.online("a", &["endorsements", "--check", "--at", READ]), 0);
    assert!(told.contains("was withdrawn by who gave it"), "{told}");
}
