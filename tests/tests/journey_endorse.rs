//! Three places: A gives badges, B endorses, C reads. All through the real command, with the sites served on this
//! machine under the names they will have.

mod endorse_support;

use std::fs;
use std::path::PathBuf;

use endorse_support::*;
use serde_json::Value;

#[test]
fn a_partner_endorses_everybody_verifies_offline_and_it_is_withdrawn() {
    let world = World::new(&["a", "b"]);
    let award = world.award();
    world.publish("a", GIVEN);
    let badge = file(&award, "badge.png");
    let before = fs::read(world.at(&badge)).unwrap();
    // A code on paper, made before anything is signed again.
    run(world.cmd(&["qr", &badge, "--place", "a", "-o", "paper.png"]), 0);

    // B endorses the achievement by its address, and Camille's badge from its picture.
    let comment = ["--comment", "We train our apprentices with it.", "--skill", "laser safety", "--skill", "drawing"];
    let of_achievement = world.endorse(ACHIEVEMENT, &comment);
    assert_eq!((&of_achievement["of"], &of_achievement["subject"]), (&"achievement".into(), &ACHIEVEMENT.into()));
    let of_badge = world.endorse(&badge, &["--of", "badge", "--comment", "Camille helped at our fair."]);
    assert_eq!(of_badge["subject"], award["id"]);
    world.publish("b", ENDORSED);

    // A accepts both, in both forms, and signs the badge again; a second time nothing changes.
    world.accept(&of_achievement, &[]);
    let again = world.accept(&of_badge, &["--reissue", "all"]);
    assert_eq!(again["reissued"], 1, "{again:#}");
    let twice = run(world.online("a", &["accept", "--reissue", "all", "--at", READ, "--json"]), 0);
    assert!(twice.contains("\"reissued\":0") && twice.contains("\"unchanged\":1"), "{twice}");
    world.publish("a", ENDORSED);
    assert_ne!(fs::read(world.at(&badge)).unwrap(), before);

    fs::write(world.at("before.png"), &before).unwrap();

    // C verifies with archives alone.
    let (key_a, key_b) = (world.archive("a", ENDORSED), world.archive("b", ENDORSED));
    let archives = ["--archive", "a.zip", "--archive-key", &key_a, "--archive", "b.zip", "--archive-key", &key_b];
    let read = |at: &str| {
        let out = run(world.cmd(&["verify", "--json", "--offline", "--at", at, &badge]).args(archives), 0);
        let report: Value = serde_json::from_str(&out).unwrap();
        report["inputs"][0]["badges"][0].clone()
    };
    let report = read(READ);
    let nested = report["endorsements"].as_array().unwrap();
    assert_eq!(nested.len(), 2, "{report:#}");
    assert!(nested.iter().all(|e| e["verdict"] == "verified"), "{report:#}");
    let page = flat(&run(world.cmd(&["verify", "--offline", "--at", READ, &badge]).args(archives), 0));
    for part in ["of this kind of badge (for everybody who earns it)", "of this badge"] {
        let line = format!(
            "Endorsement {part}, by \"Place b\" – did:web:b.example.org, since 2 April 2026: this endorsement holds."
        );
        assert!(page.contains(&line), "{line}\n{page}");
    }
    assert!(page.contains("We train our apprentices with it."), "{page}");
    // Whoever has a list is told what it says of the partner: the name that it has there, or that the name is another's.
    for (id, name, told) in [
        ("did:web:b.example.org", "The mill", "Known to you: The mill, on the list “mine” of 1 January 2026."),
        ("did:web:m.example.org", "PLACE-B", "Not at this address: your list has this name for did:web:m.example.org."),
    ] {
        let list = serde_json::json!({
            "schema": "badge-trust/1", "name": "mine", "updated": "2026-01-01T00:00:00Z",
            "issuers": [{"id": id, "name": name}],
        });
        fs::write(world.at("list.json"), list.to_string()).unwrap();
        let asked = ["verify", "--offline", "--at", READ, "--trust", "list.json", &badge];
        let page = flat(&run(world.cmd(&asked).args(archives), 0));
        assert_eq!(page.matches(told).count(), 2, "{page}");
    }
    // The copy that was kept from before is the same badge, an older copy of it: one badge (OB3-VER-51).
    let both = ["verify", "--offline", "--at", READ, "before.png", &badge];
    let both = flat(&run(world.cmd(&both).args(archives), 0));
    assert!(both.contains("One badge found."), "{both}");
    assert!(
        both.contains("No. 1 is an older copy of the same badge: no. 2 was signed again, on 2 April 2026."),
        "{both}"
    );
    let paper = run(world.cmd(&["verify", "--json", "--offline", "--at", READ, "paper.png"]).args(archives), 0);
    assert!(paper.contains("\"newer-shown\"") && paper.contains("Camille helped at our fair."), "{paper}");

    // B takes one back. C's old archive does not know; a newer one does. The badge itself stays good.
    let token = of_achievement["token"].as_str().unwrap();
    run(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", WITHDRAWN, "--reason", "We moved."]), 0);
    world.publish("b", WITHDRAWN);
    assert!(read(LATER)["endorsements"].as_array().unwrap().iter().all(|e| e["verdict"] == "verified"));
    world.archive("b", WITHDRAWN);
    let report = read(LATER);
    assert_eq!(report["verdict"], "verified");
    let states: Vec<&str> =
        report["endorsements"].as_array().unwrap().iter().map(|e| e["status"].as_str().unwrap()).collect();
    assert_eq!(states.iter().filter(|s| **s == "revoked").count(), 1, "{report:#}");
    let page = flat(&run(world.cmd(&["verify", "--offline", "--at", LATER, &badge]).args(archives), 0));
    assert!(page.contains("this endorsement was withdrawn"), "{page}");

    // A asks again, sees it, and the next badge carries it no more.
    let told = said(world.online("a", &["endorsements", "--check", "--at", LATER]), 0);
    assert!(told.contains("The endorsement by Place b was withdrawn by who gave it"), "{told}");
    let next = run(world.online("a", &["accept", "--reissue", "all", "--at", LATER, "--json"]), 0);
    assert!(next.contains("\"reissued\":1"), "{next}");
    world.publish("a", LATER);
    world.archive("a", LATER);
    assert_eq!(read(LATER)["endorsements"].as_array().unwrap().len(), 1);

    // Where nobody answers, the list says as of when it held, and the warning which one it is.
    let listed = flat(&run(world.cmd(&["endorsements", "--place", "a", "--at", "2026-08-01"]), 0));
    assert!(listed.contains("held on 2 July 2026") && listed.contains("withdrawn"), "{listed}");
    let unread = said(world.cmd(&["endorsements", "--place", "a", "--check", "--offline", "--at", "2026-08-01"]), 3);
    assert!(
        unread.contains("Endorsement: Laser cutting safely") && unread.contains("last answer: 2 July 2026"),
        "{unread}"
    );
    // What partners keep of a person's badge is told before it is erased (D-05).
    let erase = ["person", "erase", "camille@example.org", "--place", "a", "--dry-run"];
    let left = said(world.cmd(&erase), 0);
    assert!(
        left.contains("Place b endorsed one of these badges") && left.contains("https://b.example.org/e/"),
        "{left}"
    );

    // What A does not want any more is taken away, from the place and from the badge.
    let kept = run(world.cmd(&["endorsements", "--place", "a", "--json", "--at", LATER]), 0);
    let kept: Value = serde_json::from_str(&kept).unwrap();
    let own = kept["received"].as_array().unwrap().iter().find(|e| e["of"] == "badge").unwrap();
    assert_eq!(own["state"], "valid", "{kept:#}");
    let name = own["name"].as_str().unwrap();
    run(world.cmd(&["endorsements", "--place", "a", "--remove", name]), 0);
    assert!(said(world.cmd(&["endorsements", "--place", "a", "--remove", name]), 2).contains(name));
    run(world.online("a", &["accept", "--reissue", "all", "--at", "2026-08-02T09:00:00Z"]), 0);
    let carried = run(world.cmd(&["verify", "--json", "--offline", "--at", "2026-09-02", &badge]).args(archives), 0);
    let carried: Value = serde_json::from_str(&carried).unwrap();
    assert_eq!(carried["inputs"][0]["badges"][0]["endorsements"].as_array().map_or(0, Vec::len), 0, "{carried:#}");
}

#[test]
fn what_is_not_a_good_endorsement_is_told_in_a_sentence() {
    let world = World::new(&["a", "b"]);
    let given = world.endorse(ACHIEVEMENT, &["--until", "2026-08-01"]);
    let unsigned_site =
        |at: &str, code: i32| said(world.online("a", &["accept", &file(&given, "json"), "--at", at]), code);
    // B has not published: nobody can tell yet.
    assert!(unsigned_site(ENDORSED, 2).contains("It cannot be told now"));
    world.publish("b", ENDORSED);
    assert!(unsigned_site("2026-09-01", 2).contains("is over"));

    let good = fs::read_to_string(world.at(&file(&given, "json"))).unwrap();
    let refused = |text: &str| {
        fs::write(world.at("bad.json"), text).unwrap();
        said(world.online("a", &["accept", "bad.json", "--at", READ]), 2)
    };
    assert!(refused(&good.replace("Place b", "Place c")).contains("was changed after it was signed"));
    let mut nobody: Value = serde_json::from_str(&good).unwrap();
    nobody.as_object_mut().unwrap().remove("proof");
    assert!(refused(&nobody.to_string()).contains("is signed by nobody"));
    assert!(refused("{}").contains("holds no endorsement"));
    let award = world.award();
    let own = fs::read_to_string(world.at(&file(&award, "credential.json"))).unwrap();
    assert!(refused(&own).contains("holds no endorsement"), "a badge is none");

    // Of something else; by the place itself; withdrawn.
    let elsewhere = world.endorse("https://b.example.org/achievements/impression-3d.json", &[]);
    world.publish("b", ENDORSED);
    let told = said(world.online("a", &["accept", &file(&elsewhere, "json"), "--at", READ]), 2);
    assert!(told.contains("about something else") && told.contains("b.example.org/achievements"), "{told}");
    let ours = run(world.online("a", &["endorse", ACHIEVEMENT, "--at", ENDORSED, "--json"]), 0);
    let ours: Value = serde_json::from_str(&ours).unwrap();
    world.publish("a", ENDORSED);
    let told = said(world.online("a", &["accept", &file(&ours, "json"), "--at", READ]), 2);
    assert!(told.contains("comes from this place itself"), "{told}");
    let token = given["token"].as_str().unwrap();
    run(world.cmd(&["revoke", token, "--place", "b", "--yes", "--at", ENDORSED]), 0);
    world.publish("b", ENDORSED);
    let told = said(world.online("a", &["accept", &file(&given, "json"), "--at", READ]), 2);
    assert!(told.contains("was withdrawn by who gave it"), "{told}");
    assert!(!world.at("a/achievements/decoupe-laser").exists(), "nothing of all this was kept");
    // In French as well.
    let french = ["--lang", "fr", "accept", "bad.json", "--at", READ];
    assert!(said(world.online("a", &french), 2).contains("ne contient pas de soutien"));
}

#[test]
fn what_does_not_hold_is_not_endorsed() {
    let world = World::new(&["a", "b"]);
    let award = world.award();
    let refused = |input: &str, more: &[&str]| said(world.online("b", &["endorse", input, "--at", READ]).args(more), 2);
    let path = world.at(&file(&award, "credential.json"));
    let credential = fs::read_to_string(&path).unwrap();
    fs::write(world.at("altered.json"), credential.replace("Laser", "Lazer")).unwrap();
    for more in [&[][..], &["--anyway"]] {
        assert!(refused("altered.json", more).contains("a changed badge is not endorsed"));
    }
    let held = path.display().to_string();
    run(world.cmd(&["revoke", award["token"].as_str().unwrap(), "--place", "a", "--yes", "--at", GIVEN]), 0);
    world.publish("a", GIVEN);
    assert!(refused(&held, &[]).contains("does not hold"));
    let given = world.endorse(&held, &["--anyway"]);
    assert_eq!(given["subject"], ACHIEVEMENT, "of a badge, its achievement");
    // An achievement from a file is compared with what its place publishes.
    let published = fs::read_to_string(world.at("a-www/achievements/decoupe-laser.json")).unwrap();
    fs::write(world.at("same.json"), &published).unwrap();
    fs::write(world.at("other.json"), published.replace("danger", "risk")).unwrap();
    world.endorse("same.json", &[]);
    assert!(refused("other.json", &[]).contains("does not say the same"));
    assert!(refused("same.json", &["--offline"]).contains("Nothing confirms"));
    assert!(refused("same.json", &["--of", "badge"]).contains("only this: the description of a badge"));
    assert!(refused("same.json", &["--until", "2026-01-01"]).contains("is over already"));
    assert!(refused("b/place.toml", &[]).contains("nothing that can be endorsed"));
    assert!(refused("nowhere.json", &[]).contains("nowhere.json"));
}

#[test]
fn a_partner_is_asked_with_a_letter_a_page_and_the_file() {
    let world = World::new(&["a", "b"]);
    let ask = |what: &str, more: &[&str]| {
        let mut command = world.cmd(&["request-endorsement", what, "--place", "a", "--to", "Place b", "--at", GIVEN]);
        command.args(more);
        command
    };
    run(ask("decoupe-laser", &["--out", "asked"]), 0);
    let letter = fs::read_to_string(world.at("asked/mail.txt")).unwrap();
    // The one line that the letter says to type works as it is.
    let line = letter.lines().map(str::trim).find(|line| line.starts_with("badge endorse")).unwrap();
    assert_eq!(
        line,
        "badge endorse decoupe-laser.json decoupe-laser.fr.json --out endorsement --comment \"Why you endorse this badge\""
    );
    assert!(letter.contains("badges@example.org"), "{letter}");
    let page = fs::read_to_string(world.at("asked/request.html")).unwrap();
    assert!(page.contains("Place a asks you for an endorsement") && page.contains("decoupe-laser.json"), "{page}");
    assert!(page.contains("<img class=\"picture\" src=\"data:image/png;base64,"), "what is to be endorsed is shown");
    let given = world.endorse("asked/decoupe-laser.json", &["--comment", "Why"]);
    assert_eq!(given["subject"], ACHIEVEMENT);
    // What the partner gave is in their register.
    let listed = run(world.cmd(&["list", "--place", "b", "--json"]), 0);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["endorsements"][0]["subject"], ACHIEVEMENT, "{listed:#}");
    assert_eq!(listed["awards"].as_array().unwrap().len(), 0);
    assert!(said(ask("decoupe-laser", &["--out", "asked"]), 2).contains("request.html"), "nothing is written over");
    assert!(said(ask("decoupe-lazer", &[]), 2).contains("decoupe-laser"), "the nearest one is told");

    // One person's badge; nobody asks for that of a child without consent.
    let award = world.award();
    run(ask(award["token"].as_str().unwrap(), &["--out", "one"]), 0);
    assert!(
        fs::read_to_string(world.at("one/mail.txt"))
            .unwrap()
            .contains("badge endorse badge.png --of badge --out endorsement")
    );
    assert!(fs::read_to_string(world.at("one/request.html")).unwrap().contains("src=\"data:image/png;base64,"));
    let child = ["--to", "lou@example.org", "--minor", "--at", GIVEN, "--json", "--place", "a"];
    let child: Value = serde_json::from_str(&run(world.cmd(&["issue", "decoupe-laser"]).args(child), 0)).unwrap();
    assert!(said(ask(child["token"].as_str().unwrap(), &["--out", "two"]), 2).contains("sent to nobody"));
    assert!(!world.at("two").exists());
}

#[test]
fn a_badge_says_what_it_is_to_another_places() {
    let world = World::new(&["a"]);
    let other = "https://r.example.org/achievements/making.json,Digital making";
    let relate = ["achievement", "relate", "decoupe-laser", "--place", "a", "--by", "The network", "--part-of", other];
    let file = world.at("a/achievements/decoupe-laser.toml");
    let note = format!("# a note of mine\n{}", fs::read_to_string(&file).unwrap());
    fs::write(&file, &note).unwrap();
    run(world.cmd(&relate), 0);
    run(world.cmd(&relate), 0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# a note of mine") && text.matches("[[recognition]]").count() == 1, "{text}");
    world.publish("a", GIVEN);
    let read = |path: &str| fs::read_to_string(world.at("a-www/achievements").join(path)).unwrap();
    let (three, two) = (read("decoupe-laser.json"), read("decoupe-laser.v2.json"));
    for text in [&three, &two] {
        assert!(text.contains("Digital making") && text.contains("Part of this badge"), "{text}");
    }
    assert!(three.contains("ext:part-of") && !two.contains("ext:"), "{two}");
    assert!(read("decoupe-laser.html").contains("Part of:"));
    let wrong = ["achievement", "relate", "decoupe-laser", "--place", "a", "--follows", "nowhere"];
    assert!(said(world.cmd(&wrong), 2).contains("nowhere"));
    assert!(said(world.cmd(&wrong[..5]), 2).contains("The other badge is missing"));
    // A badge that carries it verifies.
    let award = world.award();
    world.publish("a", GIVEN);
    let mut verify = world.cmd(&["verify", &self::file(&award, "badge.png"), "--at", READ]);
    run(verify.args(["--stand-in", &world.stand_ins[0]]), 0);
}

// An id is anybody's to write: what bears another endorsement's is not kept in its place.
#[test]
fn an_endorsement_never_takes_the_place_of_somebody_elses() {
    let world = World::new(&["a", "b", "d"]);
    let given = world.endorse(ACHIEVEMENT, &["--comment", "We train our apprentices with it."]);
    world.publish("b", ENDORSED);
    world.accept(&given, &[]);
    let folder = world.at("a/achievements/decoupe-laser/endorsements");
    let kept = |folder: &std::path::Path| -> Vec<Vec<u8>> {
        let one = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
        assert_eq!(one.len(), 1, "{one:?}");
        ["endorsement.json", "endorsement.jws"].map(|name| fs::read(one[0].join(name)).unwrap()).to_vec()
    };
    let before = kept(&folder);

    // D signs the same id and subject with its own key.
    let mut command = world.online("d", &["endorse", ACHIEVEMENT, "--at", ENDORSED, "--json", "--comment", "Ours."]);
    let theirs: Value = serde_json::from_str(&run(&mut command, 0)).unwrap();
    let mut forged: Value = serde_json::from_slice(&fs::read(world.at(&file(&theirs, "json"))).unwrap()).unwrap();
    let forged = forged.as_object_mut().unwrap();
    forged["id"] = given["id"].clone();
    for unsigned in ["proof", "credentialStatus"] {
        forged.remove(unsigned);
    }
    fs::write(world.at("forged.json"), world.signed("d", &Value::Object(forged.clone()))).unwrap();
    world.publish("d", ENDORSED);
    let told = said(world.online("a", &["accept", "forged.json", "--at", READ]), 2);
    assert!(told.contains("bears the id of another one") && told.contains("did:web:d.example.org"), "{told}");
    assert_eq!(kept(&folder), before);

    // The same once more is the same one; a partner's second is another.
    world.accept(&given, &[]);
    kept(&folder);
}

// D-21: a badge that was asked for with another proof keeps it when it is signed once more.
#[test]
fn a_badge_is_signed_again_with_the_proof_that_it_had() {
    let world = World::new(&["a", "b"]);
    let args = ["--to", "camille@example.org", "--at", GIVEN, "--json", "--place", "a", "--suite", "ecdsa-rdfc-2019"];
    let award: Value = serde_json::from_str(&run(world.cmd(&["issue", "decoupe-laser"]).args(args), 0)).unwrap();
    let given = world.endorse(ACHIEVEMENT, &["--comment", &"so ".repeat(600)]);
    assert!(
        said(world.online("b", &["endorse", ACHIEVEMENT, "--comment", &"so ".repeat(700)]), 2).contains("2000 at most")
    );
    world.publish("b", ENDORSED);
    assert_eq!(world.accept(&given, &["--reissue", "all"])["reissued"], 1);
    let credential = fs::read_to_string(world.at(&file(&award, "credential.json"))).unwrap();
    let credential: Value = serde_json::from_str(&credential).unwrap();
    let proof = credential["proof"].as_array().map_or(&credential["proof"], |all| &all[0]);
    assert_eq!(proof["cryptosuite"], "ecdsa-rdfc-2019", "{credential:#}");
    assert_eq!(credential["credentialSubject"]["achievement"]["endorsement"].as_array().unwrap().len(), 1);
}

// D-24: where verifiers part over the canonical form, endorsements go as JWT; where there is no JWT, that is told.
#[test]
fn endorsements_that_verifiers_order_differently_go_as_jwt() {
    let world = World::new(&["a", "b"]);
    let given: Vec<Value> = (0..4).map(|_| world.endorse(ACHIEVEMENT, &[])).collect();
    world.publish("b", ENDORSED);
    given.iter().for_each(|one| drop(world.accept(one, &[])));
    // Proofs that say the same, so that only their places tell them apart. No two good ones do: they are put there.
    let folder = world.at("a/achievements/decoupe-laser/endorsements");
    let mut kept: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    kept.sort();
    let read = |folder: &PathBuf| -> Value {
        serde_json::from_str(&fs::read_to_string(folder.join("endorsement.json")).unwrap()).unwrap()
    };
    let proof = read(&kept[0])["proof"].clone();
    for (n, folder) in kept.iter().enumerate() {
        let mut one = read(folder);
        one["proof"] = proof.clone();
        // Of one endorser, badges carry the latest alone.
        one["issuer"]["id"] = format!("did:web:p{n}.example.org").into();
        fs::write(folder.join("endorsement.json"), one.to_string()).unwrap();
        let note = folder.join("accepted.json");
        let mut noted: Value = serde_json::from_str(&fs::read_to_string(&note).unwrap()).unwrap();
        noted.as_object_mut().unwrap().retain(|name, _| !name.ends_with("Sha256"));
        fs::write(note, noted.to_string()).unwrap();
    }
    let issue = |to: &str| {
        let mut command = world.cmd(&["issue", "decoupe-laser", "--place", "a", "--at", READ, "--to", to]);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let files = String::from_utf8_lossy(&output.stdout).into_owned();
        let file = files.lines().find(|line| line.ends_with("credential.json")).unwrap().to_owned();
        let credential: Value = serde_json::from_str(&fs::read_to_string(world.at(&file)).unwrap()).unwrap();
        (credential["credentialSubject"]["achievement"].clone(), said)
    };
    let count = |achievement: &Value, name: &str| achievement[name].as_array().map_or(0, Vec::len);
    let (achievement, said) = issue("camille@example.org");
    assert_eq!((count(&achievement, "endorsement"), count(&achievement, "endorsementJwt")), (0, 4), "{said}");
    assert!(!said.contains("Verifiers do not agree"), "{said}");
    kept.iter().for_each(|folder| fs::remove_file(folder.join("endorsement.jws")).unwrap());
    let (achievement, said) = issue("robin@example.org");
    assert_eq!((count(&achievement, "endorsement"), count(&achievement, "endorsementJwt")), (4, 0), "{said}");
    assert!(said.contains("Verifiers do not agree"), "{said}");
}
