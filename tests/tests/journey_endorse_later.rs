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

// A clock that is wrong for a day spoils no badge for good: what it dated ahead is named, and put right under the same id.
#[test]
fn a_badge_that_a_wrong_clock_signed_again_is_put_right() {
    let world = World::new(&["a", "b"]);
    let award = world.award();
    let token = award["token"].as_str().unwrap();
    let given = world.endorse(ACHIEVEMENT, &[]);
    world.publish("b", ENDORSED);
    world.accept(&given, &[]);
    let reissue = |at: &str| run(world.online("a", &["accept", "--reissue", token, "--at", at, "--json"]), 0);
    assert!(reissue("2026-12-01T09:00:00Z").contains("\"reissued\":1"));
    let looked = run(world.cmd(&["doctor", "--place", "a", "--at", READ, "--json"]), 1);
    assert!(looked.contains("award.begins") && looked.contains("1 December 2026"), "{looked}");
    let print = ["certificate", token, "--place", "a", "--at", READ, "-o", "paper.pdf"];
    assert!(said(world.cmd(&print), 0).contains("is valid from 1 December 2026 on only"));

    assert!(reissue(READ).contains("\"reissued\":1"));
    assert!(reissue(READ).contains("\"unchanged\":1"));
    let looked = run(world.cmd(&["doctor", "--place", "a", "--at", READ, "--json"]), 0);
    assert!(!looked.contains("award.begins"), "{looked}");
    world.publish("a", READ);
    world.publish("b", READ);
    let credential = file(&award, "credential.json");
    let verify = ["verify", &credential, "--at", LATER, "--json"];
    let read: Value = serde_json::from_str(&run(world.cmd(&verify).args(stand_ins(&world)), 0)).unwrap();
    assert_eq!(read["inputs"][0]["badges"][0]["verdict"], "verified", "{read:#}");
    let text = fs::read_to_string(world.at(&credential)).unwrap();
    let doc: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&doc["validFrom"], &doc["awardedDate"]), (&READ.into(), &GIVEN.into()));
}

fn stand_ins(world: &World) -> Vec<&str> {
    world.stand_ins.iter().flat_map(|one| ["--stand-in", one]).collect()
}

// One endorsement has two forms that say the same: what says otherwise does not stay beside it.
#[test]
fn two_files_of_one_endorsement_that_differ_are_not_kept_together() {
    let world = World::new(&["a", "b"]);
    let given = world.endorse(ACHIEVEMENT, &["--comment", "We train our apprentices with it."]);
    world.publish("b", ENDORSED);
    let mut other: Value = serde_json::from_slice(&fs::read(world.at(&file(&given, "json"))).unwrap()).unwrap();
    other["credentialSubject"]["endorsementComment"] = "Something else.".into();
    other.as_object_mut().unwrap().remove("proof");
    fs::write(world.at("other.json"), world.signed("b", &other)).unwrap();

    let accept = |files: &[&str]| {
        let mut command = world.online("a", &["accept", "--at", ENDORSED]);
        command.args(files);
        command
    };
    let jws = file(&given, "jws");
    assert!(said(accept(&["other.json", &jws]), 2).contains("do not say the same"));
    assert!(!world.at("a/achievements/decoupe-laser").exists(), "neither was kept");
    world.accept(&given, &[]);
    assert!(said(accept(&["other.json"]), 0).contains("said something else"));
    let home = world.at("a/achievements/decoupe-laser/endorsements");
    let home = fs::read_dir(home).unwrap().next().unwrap().unwrap().path();
    assert!(home.join("endorsement.json").exists() && !home.join("endorsement.jws").exists());
    assert!(said(accept(&[&jws]), 0).contains("said something else"));
    assert!(!home.join("endorsement.json").exists() && home.join("endorsement.jws").exists());
    assert_eq!(received(&world, READ)["state"], "valid");
}

#[test]
fn what_could_not_be_finished_or_read_is_told_as_it_is() {
    let world = World::new(&["a", "b"]);
    // A request that was killed before its letter is simply made again.
    let ask =
        ["request-endorsement", "decoupe-laser", "--place", "a", "--to", "Place b", "--out", "asked", "--at", GIVEN];
    run(world.cmd(&ask), 0);
    let letter = fs::read(world.at("asked/mail.txt")).unwrap();
    fs::remove_file(world.at("asked/mail.txt")).unwrap();
    fs::remove_file(world.at("asked/decoupe-laser.json")).unwrap();
    run(world.cmd(&ask), 0);
    assert_eq!(fs::read(world.at("asked/mail.txt")).unwrap(), letter);
    assert!(world.at("asked/decoupe-laser.json").exists());
    fs::remove_file(world.at("asked/mail.txt")).unwrap();
    fs::write(world.at("asked/request.html"), "mine").unwrap();
    assert!(said(world.cmd(&ask), 2).contains("request.html"), "what is somebody's own stays");
    assert_eq!(fs::read(world.at("asked/request.html")).unwrap(), b"mine");

    // Somebody answers, and with nothing.
    let told = said(world.online("b", &["endorse", "https://a.example.org/nothing.json", "--at", READ]), 2);
    assert!(told.contains("Nothing to read came from the address") && !told.contains("Nobody answers"), "{told}");

    // No badge is part of itself.
    let itself = ["achievement", "relate", "decoupe-laser", "--place", "a", "--part-of", ACHIEVEMENT];
    assert!(said(world.cmd(&itself), 2).contains("cannot be related to itself"));

    // Words may begin with a hyphen, and an endorsement is taken back once.
    let given = world.endorse(ACHIEVEMENT, &["--comment", "- we use it\n- we teach it"]);
    let token = given["token"].as_str().unwrap();
    run(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", READ]), 0);
    let twice = said(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", READ]), 0);
    assert!(twice.contains("is withdrawn already") && !twice.contains("badge"), "{twice}");
    let twice = said(world.cmd(&["certificate", "--achievement", "a", "--achievement", "b", "--place", "a"]), 2);
    assert!(twice.contains("is given once only"), "{twice}");
    let none = said(world.cmd(&["certificate", "--cohort", "nothing", "--place", "a"]), 2);
    assert!(none.contains("nor with any other name"), "{none}");
}

// A badge without an address has an id that anybody could write: whoever endorses it, or accepts that, is told.
#[test]
fn an_endorsement_of_a_badge_without_an_address_is_told_to_be_loose() {
    let world = World::new(&["b"]);
    let card = ["--email", "badges@example.org", "--no-passphrase", "--examples", "--at", GIVEN];
    run(world.cmd(&["init", "--name", "Place c", "c"]).args(card), 0);
    let args = ["--to", "camille@example.org", "--at", GIVEN, "--json", "--place", "c"];
    let award: Value = serde_json::from_str(&run(world.cmd(&["issue", "decoupe-laser"]).args(args), 0)).unwrap();
    let credential = file(&award, "credential.json");
    let endorse = ["endorse", &credential, "--of", "badge", "--at", ENDORSED, "--out", "sent"];
    let told = said(world.online("b", &endorse), 0);
    assert!(told.contains("The id of this badge is no address"), "{told}");
    world.publish("b", ENDORSED);
    let sent = fs::read_dir(world.at("sent")).unwrap().map(|e| e.unwrap().path().display().to_string());
    let mut accept = world.online("c", &["accept", "--at", ENDORSED]);
    let told = said(accept.args(sent), 0);
    assert!(told.contains("is about a badge without an address"), "{told}");
}

// A report about an endorsement speaks of an endorsement; kinds and levels are called as people call them.
#[test]
fn what_is_read_of_an_endorsement_is_said_of_an_endorsement() {
    let world = World::new(&["a", "b"]);
    let given = world.endorse(ACHIEVEMENT, &[]);
    let token = given["token"].as_str().unwrap();
    run(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", ENDORSED]), 0);
    world.publish("b", ENDORSED);
    let files = file(&given, "json");
    for (lang, whole, none) in [
        (
            "en",
            "The partner has withdrawn this endorsement. Where they say so, they give no reason.",
            "revoked this badge",
        ),
        (
            "fr",
            "Le partenaire a retiré ce soutien. Là où il l’annonce, il n’en donne pas la raison.",
            "annulé ce badge",
        ),
    ] {
        let mut verify = world.cmd(&["--lang", lang, "verify", &files, "--at", READ]);
        let page = flat(&run(verify.args(stand_ins(&world)), 1));
        assert!(page.contains(whole) && !page.contains(none), "{page}");
    }
    let design = ["design", "--place", "a", "--title", "L", "--kind", "Know-how", "--level", "Je pratique", "--json"];
    let drawn = run(world.cmd(&design).args(["-o", "x.svg"]), 0);
    assert!(drawn.contains("\"kind\":\"savoir-faire\"") && drawn.contains("\"level\":\"je-pratique\""), "{drawn}");
}
