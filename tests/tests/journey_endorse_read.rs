//! Who endorses signs what they have read, in whatever form it comes; who accepts knows what badges will carry.

mod endorse_support;

use std::fs;

use endorse_support::*;
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A badge that D signed itself, after one of A's.
fn by_d(world: &World, change: impl Fn(&mut Value)) -> String {
    let award = world.award();
    let mut doc = json(&fs::read_to_string(world.at(&file(&award, "credential.json"))).unwrap());
    for name in ["proof", "credentialStatus"] {
        doc.as_object_mut().unwrap().remove(name);
    }
    doc["id"] = "https://d.example.org/b/1/credential.json".into();
    doc["issuer"] = serde_json::json!({"id": "did:web:d.example.org", "type": ["Profile"], "name": "Place d"});
    change(&mut doc);
    fs::write(world.at("d.json"), world.signed("d", &doc)).unwrap();
    "d.json".to_owned()
}

// Anybody can write the id of another's achievement into a badge of their own, above other words.
#[test]
fn an_achievement_within_a_badge_is_compared_with_what_lies_at_its_id() {
    let world = World::new(&["a", "b", "d"]);
    let endorse = |input: &str, more: &[&str]| {
        let mut command = world.online("b", &["endorse", input, "--at", ENDORSED, "--dry-run"]);
        command.args(more);
        command
    };
    let paid = by_d(&world, |doc| {
        doc["credentialSubject"]["achievement"]["criteria"]["narrative"] = "Pay 10 euros".into();
    });
    let verified = run(world.online("b", &["verify", &paid, "--at", ENDORSED]), 0);
    assert!(verified.contains("authentic") || verified.contains("Authentic"), "D signed it: {verified}");
    for more in [&[][..], &["--anyway"]] {
        let told = said(endorse(&paid, more), 2);
        assert!(told.contains("does not say the same as what is published") && told.contains(ACHIEVEMENT), "{told}");
    }
    // Nobody to ask: D's word alone is not enough for an address of A's.
    let cache = ["--offline", "--cache", "seen"];
    run(world.online("b", &["verify", &paid, "--at", ENDORSED, "--record", "seen"]), 0);
    for more in [&cache[..], &[&cache[..], &["--anyway"]].concat()] {
        let told = said(endorse(&paid, more), 2);
        assert!(told.contains("Nothing confirms") && told.contains("is not one of did:web:d.example.org"), "{told}");
    }
    // The same words are the same achievement, whoever gives it; they are shown before anything is signed.
    let same = by_d(&world, |_| ());
    let told = said(endorse(&same, &[]), 0);
    assert!(told.contains("You endorse a kind of badge") && told.contains(ACHIEVEMENT), "{told}");
    let model = json(&fs::read_to_string(world.at("a-www/achievements/decoupe-laser.json")).unwrap());
    assert!(told.contains(model["description"].as_str().unwrap()), "the words are shown: {told}");
    // The id of a badge can be borrowed as well.
    let award = world.award();
    world.publish("a", GIVEN);
    let borrowed = by_d(&world, |doc| doc["id"] = award["id"].clone());
    let told = said(endorse(&borrowed, &["--of", "badge"]), 2);
    assert!(told.contains("does not say the same"), "{told}");
    let own = by_d(&world, |_| ());
    assert!(said(endorse(&own, &["--of", "badge"]), 0).contains("d.example.org/b/1"));
}

// Each language of an achievement has an id of its own: what a badge shows is what it carries.
#[test]
fn an_achievement_is_endorsed_in_every_language_it_is_given_in() {
    let world = World::new(&["a", "b"]);
    let ask = ["request-endorsement", "decoupe-laser", "--place", "a", "--to", "Place b", "--language", "fr"];
    run(world.cmd(&ask).args(["--out", "asked", "--at", GIVEN]), 0);
    let letter = fs::read_to_string(world.at("asked/mail.txt")).unwrap();
    let line = letter.lines().map(str::trim).find(|line| line.starts_with("badge endorse")).unwrap();
    let files: Vec<&str> = line.split(' ').filter(|word| word.ends_with(".json")).collect();
    assert_eq!(files.len(), 2, "{line}");
    let ids: Vec<Value> =
        files.iter().map(|f| json(&fs::read_to_string(world.at("asked").join(f)).unwrap())["id"].clone()).collect();
    assert_ne!(ids[0], ids[1]);
    let first = json(&fs::read_to_string(world.at("asked").join(files[0])).unwrap());
    assert_eq!(first["inLanguage"], "fr", "the language that was asked for comes first");
    assert!(letter.contains(ids[0].as_str().unwrap().replace(".json", ".html").as_str()), "{letter}");

    // One of the two: both commands say what is missing, and pages show what the badges carry.
    let [one, two] = [format!("asked/{}", files[0]), format!("asked/{}", files[1])];
    let told = said(world.online("b", &["endorse", &one, "--at", ENDORSED, "--dry-run"]), 0);
    assert!(told.contains(ids[1].as_str().unwrap()), "{told}");
    let given = world.endorse(&one, &["--comment", "Why"]);
    world.publish("b", ENDORSED);
    let told = said(world.online("a", &["accept", &file(&given, "json"), "--at", ENDORSED]), 0);
    assert!(told.contains("will not carry") && told.contains(ids[1].as_str().unwrap()), "{told}");
    let award = |lang: &str| {
        let to = format!("{lang}@example.org");
        let args = ["--to", &to, "--language", lang, "--at", ENDORSED, "--json", "--place", "a"];
        json(&run(world.cmd(&["issue", "decoupe-laser"]).args(args), 0))
    };
    let (fr, en) = (award("fr"), award("en"));
    world.publish("a", ENDORSED);
    let carries = |award: &Value| {
        fs::read_to_string(world.at(&file(award, "credential.json"))).unwrap().contains("EndorsementCredential")
    };
    let page = |award: &Value| {
        let token = award["token"].as_str().unwrap();
        fs::read_to_string(world.at(&format!("a-www/b/{token}/index.html"))).unwrap().contains("Place b")
    };
    assert_eq!((carries(&fr), page(&fr)), (true, true));
    assert_eq!((carries(&en), page(&en)), (false, false), "page and badge say the same");

    // Both files, as the letter says.
    let both =
        json(&run(world.online("b", &["endorse", &one, &two, "--comment", "Why", "--at", "2026-04-03", "--json"]), 0));
    assert_eq!(both["endorsements"].as_array().unwrap().len(), 2, "{both:#}");
    world.publish("b", "2026-04-03");
    let files: Vec<&str> = both["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    let told = said(world.online("a", &["accept", "--at", "2026-04-03"]).args(&files), 0);
    assert!(!told.contains("will not carry"), "{told}");
    run(world.online("a", &["accept", "--reissue", "all", "--at", "2026-04-04"]), 0);
    world.publish("a", "2026-04-04");
    assert!(carries(&fr) && carries(&en) && page(&en));
    // Twice endorsed by one partner is one partner: the newer one goes along.
    let text = fs::read_to_string(world.at(&file(&fr, "credential.json"))).unwrap();
    assert_eq!(text.matches("EndorsementCredential").count(), 1, "{text}");

    // The id of the older version: shown, carried by none, and told.
    let older = "https://a.example.org/achievements/impression-3d.v2.json";
    let given = world.endorse(older, &[]);
    world.publish("b", "2026-04-04");
    let told = said(world.online("a", &["accept", &file(&given, "json"), "--at", "2026-04-04"]), 0);
    assert!(told.contains("no badge carries it") && !told.contains("next badges"), "{told}");
}

#[test]
fn what_people_paste_is_understood() {
    let world = World::new(&["a", "b"]);
    let found = |input: &str, more: &[&str]| {
        let mut command = world.online("b", &["endorse", input, "--at", ENDORSED, "--dry-run", "--json"]);
        json(&run(command.args(more), 0))["subject"].as_str().unwrap().to_owned()
    };
    // Pages lead to what they show; the card of a place to the name that its badges bear.
    assert_eq!(found("https://a.example.org/achievements/decoupe-laser.html", &[]), ACHIEVEMENT);
    assert_eq!(
        found("https://a.example.org/achievements/decoupe-laser.fr.html", &[]),
        ACHIEVEMENT.replace(".json", ".fr.json")
    );
    for card in ["https://a.example.org/issuer.json", "https://a.example.org/", "a-www/issuer.json"] {
        assert_eq!(found(card, &[]), "did:web:a.example.org", "{card}");
    }
    // Both versions of one award in one picture.
    let toml = fs::read_to_string(world.at("a/place.toml")).unwrap();
    let toml = toml.replacen("formats = [\"ob3\"]", "formats = [\"ob3\", \"ob2-hosted\"]", 1);
    assert!(toml.contains("ob2-hosted"), "{toml}");
    fs::write(world.at("a/place.toml"), toml).unwrap();
    let award = world.award();
    world.publish("a", GIVEN);
    assert_eq!(found(&file(&award, "badge.png"), &["--of", "badge"]), award["id"].as_str().unwrap());

    // An end is a whole day, and is told as one.
    let given = world.endorse(ACHIEVEMENT, &["--until", "2027-12-31", "--format", "jwt"]);
    let listed = json(&run(world.cmd(&["endorsements", "--place", "b", "--json"]), 0));
    assert_eq!(listed["given"][0]["expires"], "2027-12-31T23:59:59Z", "{listed:#}");
    let told = said(world.online("b", &["endorse", ACHIEVEMENT, "--until", "2020-01-01"]), 2);
    assert!(told.contains("1 January 2020") && !told.contains("T00:00"), "{told}");
    // A second one is told before it is signed.
    let told = said(world.online("b", &["endorse", ACHIEVEMENT, "--at", READ, "--dry-run"]), 0);
    assert!(told.contains("You have endorsed it since 2 April 2026"), "{told}");

    // What was signed as JWT alone is found from its page, and from its folder.
    world.publish("b", ENDORSED);
    let link = given["link"].as_str().unwrap();
    let told = said(world.online("a", &["accept", link, "--at", ENDORSED, "--dry-run"]), 0);
    assert!(told.contains("Place b (did:web:b.example.org) has endorsed"), "{told}");
    let folder = format!("b/endorsements/given/{}", given["token"].as_str().unwrap());
    let done = json(&run(world.online("a", &["accept", &folder, "--at", ENDORSED, "--json"]), 0));
    assert_eq!(done["accepted"].as_array().unwrap().len(), 1, "{done:#}");
    // Of a person's badge, that is said, with its title.
    let own = world.endorse(&file(&award, "credential.json"), &["--of", "badge"]);
    world.publish("b", ENDORSED);
    let told = said(world.online("a", &["accept", &file(&own, "json"), "--at", ENDORSED]), 0);
    assert!(told.contains("one person’s badge") && told.contains("Laser cutting"), "{told}");
}

#[test]
fn a_place_without_an_address_is_endorsed_by_its_keys() {
    let world = World::new(&["b"]);
    run(world.cmd(&["init", "--name", "Place n", "n", "--email", "n@example.org", "--no-passphrase", "--examples"]), 0);
    let issue = |to: &str| {
        let args = ["--to", to, "--at", GIVEN, "--json", "--place", "n"];
        json(&run(world.cmd(&["issue", "decoupe-laser"]).args(args), 0))
    };
    let badge = file(&issue("one@example.org"), "badge.png");
    let given = world.endorse(&badge, &["--of", "issuer", "--comment", "They teach well."]);
    assert!(given["subject"].as_str().unwrap().starts_with("did:key:"), "{given:#}");
    world.publish("b", ENDORSED);
    run(world.online("n", &["accept", &file(&given, "json"), "--at", ENDORSED]), 0);
    let next = fs::read_to_string(world.at(&file(&issue("two@example.org"), "credential.json"))).unwrap();
    assert!(!next.contains("They teach well."), "it was not accepted on that day yet");
    let args = ["--to", "three@example.org", "--at", READ, "--json", "--place", "n"];
    let next = json(&run(world.cmd(&["issue", "decoupe-laser"]).args(args), 0));
    let next = json(&fs::read_to_string(world.at(&file(&next, "credential.json"))).unwrap());
    assert_eq!(next["issuer"]["endorsement"][0]["credentialSubject"]["id"], next["issuer"]["id"], "{next:#}");
    // Its own word is none.
    let own = run(world.online("n", &["endorse", &badge, "--at", ENDORSED, "--json"]), 0);
    let told = said(world.online("n", &["accept", &file(&json(&own), "json"), "--at", READ]), 2);
    assert!(told.contains("comes from this place itself"), "{told}");
}

// One badge that begins later does not stand in the way of all others.
#[test]
fn a_badge_that_begins_later_is_left_out_and_named() {
    let world = World::new(&["a", "b"]);
    let issue = |to: &str, date: &str| {
        // A day to come is refused: this one was given on the day.
        let at = if date > GIVEN { "2026-12-01T09:00:00Z" } else { GIVEN };
        let args = ["--to", to, "--date", date, "--at", at, "--json", "--place", "a"];
        json(&run(world.cmd(&["issue", "decoupe-laser"]).args(args), 0))
    };
    let future = issue("future@example.org", "2026-12-01");
    issue("camille@example.org", "2026-03-02");
    // Given in the very second in which it is signed again.
    issue("now@example.org", ENDORSED);
    let given = world.endorse(ACHIEVEMENT, &[]);
    world.publish("b", ENDORSED);
    let done = world.accept(&given, &["--reissue", "all"]);
    assert_eq!((&done["reissued"], &done["later"]), (&2.into(), &serde_json::json!([future["token"]])), "{done:#}");
    let token = future["token"].as_str().unwrap();
    let told = said(world.online("a", &["accept", "--reissue", "all", "--at", READ]), 0);
    assert!(told.contains(token) && told.contains("begins on 1 December 2026"), "{told}");
    let told = said(world.online("a", &["accept", "--reissue", token, "--at", READ]), 2);
    assert!(told.contains("begins on 1 December 2026") && !told.contains("not later"), "{told}");
}

// What was accepted is what is carried: a file that was changed since is neither carried nor shown.
#[test]
fn an_accepted_endorsement_that_was_changed_goes_nowhere() {
    let world = World::new(&["a", "b"]);
    let given = world.endorse(ACHIEVEMENT, &["--comment", "Honest words.", "--format", "embedded"]);
    world.publish("b", ENDORSED);
    world.accept(&given, &[]);
    let folder = fs::read_dir(world.at("a/achievements/decoupe-laser/endorsements")).unwrap().next().unwrap().unwrap();
    let kept = folder.path().join("endorsement.json");
    let honest = fs::read_to_string(&kept).unwrap();
    fs::write(&kept, honest.replace("Honest words.", "Grand words.")).unwrap();

    let args = ["issue", "decoupe-laser", "--to", "camille@example.org", "--place", "a", "--at", READ];
    let mut command = world.cmd(&args);
    let told = said(&mut command, 0);
    assert!(told.contains("is not the file that was accepted"), "{told}");
    let list = json(&run(world.cmd(&["list", "--place", "a", "--json"]), 0));
    let token = list["awards"][0]["token"].as_str().unwrap();
    let badge = fs::read_to_string(world.at(&format!("a/awards/{token}/credential.json"))).unwrap();
    assert!(!badge.contains("words."), "{badge}");
    world.publish("a", READ);
    let page = fs::read_to_string(world.at("a-www/achievements/decoupe-laser.html")).unwrap();
    assert!(!page.contains("words."), "{page}");
    let doctor = run(world.cmd(&["doctor", "--place", "a"]), 1);
    assert!(doctor.contains("is not the file that was accepted"), "{doctor}");
    let told = said(world.online("a", &["endorsements", "--check", "--at", READ]), 1);
    assert!(told.contains("is not the file that was accepted") && !told.contains("holds no more"), "{told}");
    // The partner's file once more, and all is well.
    let told = said(world.online("a", &["accept", &file(&given, "json"), "--at", READ]), 0);
    assert!(told.contains("this one takes its place"), "{told}");
    assert_eq!(fs::read_to_string(&kept).unwrap(), honest);
    let again = json(&run(world.online("a", &["accept", "--reissue", "all", "--at", LATER, "--json"]), 0));
    assert_eq!(again["reissued"], 1);
    assert!(fs::read_to_string(world.at(&format!("a/awards/{token}/credential.json"))).unwrap().contains("Honest"));
}

// What was endorsed is what was read that day: neither place lets other words take the endorsement along unseen.
#[test]
fn an_endorsed_achievement_that_is_rewritten_is_told_to_both() {
    let world = World::new(&["a", "b"]);
    let given = world.endorse(ACHIEVEMENT, &[]);
    world.publish("b", ENDORSED);
    world.accept(&given, &[]);
    let quiet = said(world.online("b", &["endorsements", "--check", "--at", READ]), 0);
    assert!(!quiet.contains("written anew"), "{quiet}");
    let path = world.at("a/achievements/decoupe-laser.toml");
    let model = json(&fs::read_to_string(world.at("a-www/achievements/decoupe-laser.json")).unwrap());
    let description = model["description"].as_str().unwrap();
    let toml = fs::read_to_string(&path).unwrap();
    assert!(toml.contains(description), "{toml}");
    fs::write(&path, toml.replace(description, "Pay 10 euros.")).unwrap();
    let told = said(world.cmd(&["publish", "--place", "a", "--out", "a-www", "--at", READ]), 0);
    assert!(told.contains("does not say any more what Place b endorsed"), "{told}");
    let doctor = run(world.cmd(&["doctor", "--place", "a"]), 0);
    assert!(doctor.contains("what Place b endorsed"), "{doctor}");
    let told = said(world.online("b", &["endorsements", "--check", "--at", READ]), 0);
    assert!(told.contains("which you endorse") && told.contains("written anew"), "{told}");
}
