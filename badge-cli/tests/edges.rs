//! Odd and hostile things at the edges of the command, each met once by hand.

mod support;

use support::{World, files};

#[test]
fn examples_that_are_there_are_not_offered_again() {
    let world = World::empty();
    let init = ["init", "--name", "A", "--email", "a@example.org", "--no-passphrase"];
    let with = world.run(init.into_iter().chain(["--examples"])).good();
    assert!(with.err.contains("achievement list") && !with.err.contains("add-examples"), "{}", with.err);
    let without = World::empty().run(init).good();
    assert!(without.err.contains("add-examples"), "{}", without.err);
}

#[test]
fn a_strangers_words_do_nothing_to_a_terminal() {
    let world = World::place();
    let text =
        "[fr]\nname = \"\\u001B[2J\\u202Enom\"\ndescription = \"\\u001B]0;x\\u0007\"\ncriteria = \"\"\"a\nb\"\"\"\n";
    world.write("achievements/etrange.toml", text);
    for args in [&["achievement", "show", "etrange"][..], &["achievement", "list"], &["show", "\u{1b}[2J"]] {
        let ran = world.run(args);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(all.contains("[2J"), "{all}");
        assert!(!all.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{all:?}");
    }
}

#[test]
fn a_place_has_a_name_in_each_language() {
    let world = World::empty();
    let names = ["--name", "La Fabrique", "--name-en", "The Workshop", "--description-en", "We make."];
    let init = ["init", "--email", "a@example.org", "--no-passphrase", "--examples", "--url", "https://b.example.org"];
    world.run(init.into_iter().chain(names)).good();
    world.run(["publish", "--out", "site"]).good();
    assert!(world.text("site/index.html").contains("La Fabrique"));
    let english = world.text("site/index.en.html");
    assert!(english.contains("The Workshop") && english.contains("We make.") && !english.contains("La Fabrique"));
    for (language, name) in [("fr", "La Fabrique"), ("en", "The Workshop")] {
        let badge = world.run(["issue", "impression-3d", "--card", "--language", language, "--json"]).good().json();
        let credential = world.text(badge["files"][1].as_str().unwrap());
        let credential: serde_json::Value = serde_json::from_str(&credential).unwrap();
        assert_eq!(credential["issuer"]["name"], name);
    }
    // An English place describes itself in English.
    let init = ["--lang", "en", "init", "en", "--name", "A", "--email", "a@example.org", "--no-passphrase"];
    world.run(init.into_iter().chain(["--description", "We mend."])).good();
    assert!(world.text("en/place.toml").contains("[profile.en]\ndescription = \"We mend.\""));
}

#[test]
fn one_broken_file_stops_neither_the_list_nor_the_site() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--card"]).good();
    world.write("achievements/brouillon.toml", format!("a = {}\n", "[".repeat(500)));
    let listed = world.run(["achievement", "list"]);
    assert_eq!(listed.code, 2);
    assert!(listed.out.contains("premiers-pas") && listed.err.contains("brouillon.toml:1"), "{}", listed.err);
    // One sentence for each line at fault, however often the reader stumbled on it.
    assert!(listed.err.matches("ligne 1").count() == 1, "{}", listed.err);
    let listed = world.run(["achievement", "list", "--json"]);
    assert_eq!((listed.code, listed.json()["broken"][0].as_str()), (2, Some("brouillon")));
    assert!(world.run(["publish", "--out", "site"]).good().err.contains("brouillon"));
    // What was awarded has to be whole: its badges point to it.
    world.write("achievements/premiers-pas.toml", "[fr\n");
    let ran = world.run(["publish", "--out", "site"]);
    assert!(ran.code == 2 && ran.err.contains("premiers-pas.toml:1"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_place_is_not_published() {
    let world = World::place();
    let elsewhere = World::empty();
    elsewhere.write("private.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
    std::os::unix::fs::symlink(elsewhere.at("private.svg"), world.at("achievements/a.svg")).unwrap();
    let text = "picture = \"a.svg\"\n[fr]\nname = \"A\"\ndescription = \"B\"\ncriteria = \"C\"\n";
    world.write("achievements/a.toml", text);
    for args in
        [&["achievement", "check", "a"][..], &["issue", "a", "--card"], &["publish", "--out", "site"], &["doctor"]]
    {
        let ran = world.run(args);
        assert!(
            ran.code > 0 && format!("{}{}", ran.out, ran.err).contains("vrai fichier du dossier"),
            "{args:?} {}",
            ran.err
        );
    }
    assert!(!world.at("site").exists());
    // The same picture, in the place, is as good as any.
    std::fs::remove_file(world.at("achievements/a.svg")).unwrap();
    std::fs::copy(elsewhere.at("private.svg"), world.at("achievements/a.svg")).unwrap();
    world.run(["achievement", "check", "a"]).good();
}

#[test]
fn a_site_goes_into_no_place() {
    let world = World::place();
    let other = World::place();
    let before = files(other.path());
    let ran = world.run([std::ffi::OsStr::new("publish"), "--yes".as_ref(), "--out".as_ref(), other.path().as_ref()]);
    assert!(ran.code == 2 && ran.err.contains("publierait les clés"), "{}", ran.err);
    assert_eq!(files(other.path()), before);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(world.at("keys"), other.at("way")).unwrap();
        let out = other.at("way/new");
        let ran = world.run([std::ffi::OsStr::new("publish"), "--out".as_ref(), out.as_ref()]);
        assert!(ran.code == 2 && ran.err.contains("publierait les clés"), "{}", ran.err);
        assert!(!world.at("keys/new").exists());
    }
}

#[test]
fn every_answer_in_json_is_json() {
    // D-41
    let world = World::place();
    let award = world.run(["issue", "premiers-pas", "--card", "--json"]).good().json();
    let picture = award["files"][0].as_str().unwrap();
    assert_eq!(world.run(["unbake", picture, "--json"]).good().json()["keyword"], "openbadgecredential");
    let out = world.run(["unbake", picture, "--out", "b.json", "--json"]).good().json();
    assert_eq!(out["file"], "b.json");
    for form in ["jwk", "pem", "multibase", "did"] {
        world.run(["key", "export", "--form", form, "--json"]).good().json();
    }
    world.run(["achievement", "new", "Essai", "--dry-run", "--json"]).good().json();
    let key = world.run(["key", "list", "--json"]).good().json()["keys"][0]["thumbprint"].as_str().unwrap().to_owned();
    world.run(["key", "retire", &key, "--json"]).good().json();
    assert_eq!(world.run(["key", "retire", &key, "--json"]).good().json()["done"], "none");
}

#[test]
fn what_cannot_be_read_is_not_verified() {
    // D-40: one object, and `valid` only when everything is verified.
    let world = World::place_without_address();
    world.run(["issue", "premiers-pas", "--card", "--out", "folder"]).good();
    assert_eq!(world.run(["verify", "folder", "--offline", "--json"]).good().json()["valid"], true);
    let Some(nobody) = support::nobody(&world) else { return };
    world.write("folder/closed.json", "{}");
    world.write("folder/aside/unseen.json", "{}");
    for name in ["folder/closed.json", "folder/aside"] {
        std::fs::set_permissions(world.at(name), std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    }
    let ran = nobody(&["verify", "folder", "--offline", "--json"]);
    let answer = ran.json();
    assert_eq!((ran.code, &answer["valid"], &answer["verdict"]), (2, &false.into(), &"none".into()));
    // The folder that is closed comes first, and does not keep the rest from being judged.
    assert_eq!(answer["inputs"].as_array().unwrap().len(), 4);
    let judged = answer["inputs"].as_array().unwrap().iter().filter(|i| i["badges"][0]["verdict"] == "verified");
    assert_eq!(judged.count(), 2, "the picture and the credential");
    assert!(ran.err.contains("closed.json") && ran.err.contains("aside"), "{}", ran.err);
    std::fs::set_permissions(world.at("folder/aside"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn what_cannot_be_undone_wants_a_yes() {
    // D-41: a missing answer is exit 2.
    let world = World::place_without_address();
    let key = world.run(["key", "list", "--json"]).good().json()["keys"][0]["thumbprint"].as_str().unwrap().to_owned();
    let before = world.text(&format!("keys/{key}.json"));
    for args in [&["key", "retire", &key, "--stolen"][..], &["key", "rotate", "--no-passphrase"]] {
        let ran = world.run(args);
        assert!(ran.code == 2 && ran.err.contains("--yes"), "{}", ran.err);
    }
    assert_eq!(world.text(&format!("keys/{key}.json")), before);
    assert_eq!(files(&world.at("keys")).len(), 2);
    world.run(["key", "rotate", "--no-passphrase", "--yes"]).good();
    world.run(["key", "retire", &key, "--stolen", "--yes"]).good();
}

#[test]
fn revoking_wants_a_yes_too() {
    // D-41: it asks at a terminal, so that without one the answer is missing.
    let world = World::place();
    let issued = world.run(["issue", "impression-3d", "--to", "lea@example.org", "--json"]).good().json();
    let token = issued["token"].as_str().unwrap();
    let ran = world.run(["revoke", token]);
    assert!(ran.code == 2 && ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(
        world.run(["list", "--state", "revoked", "--json"]).good().json()["awards"].as_array().map(Vec::len),
        Some(0)
    );
    world.run(["revoke", token, "--yes"]).good();
    let ran = world.run(["reinstate", token]);
    assert!(ran.code == 2 && ran.err.contains("--yes"), "{}", ran.err);
}

#[test]
fn a_badge_is_named_by_its_folder_and_may_be_erased() {
    let world = World::place();
    let token = |ran: support::Ran| ran.good().json()["token"].as_str().unwrap().to_owned();
    let issue = ["issue", "premiers-pas", "--to", "lea@example.org", "--json"];
    let (one, two) = (token(world.run(issue)), token(world.run(issue)));
    world.run(["publish", "--out", "site"]).good();
    std::fs::remove_dir_all(world.at(&format!("awards/{one}"))).unwrap();
    let ran = world.run(["publish", "--out", "site"]);
    assert!(ran.code == 2 && ran.err.contains(&format!("badge revoke {one}")), "{}", ran.err);
    assert!(world.at(&format!("site/b/{one}/badge.png")).exists(), "a loss takes nothing from the site");
    assert_eq!(world.run(["doctor"]).code, 1);
    world.run(["revoke", &one, "--yes"]).good();
    world.run(["revoke", "--yes", &format!("awards/{two}/")]).good();
    world.run(["publish", "--out", "site"]).good();
    assert!(!world.at(&format!("site/b/{one}")).exists());
    assert!(world.at(&format!("site/b/{two}/badge.png")).exists());
    assert_eq!(world.run(["doctor"]).code, 0);
}

#[test]
fn an_erased_person_is_not_published_and_a_lost_file_of_people_stops_everything() {
    // D-05, D-11: without the entry nobody knows whether it was a minor's.
    let world = World::place();
    world.run(["issue", "premiers-pas", "--to", "enfant@example.org", "--minor"]).good();
    world.run(["issue", "premiers-pas", "--to", "adulte@example.org"]).good();
    world.run(["issue", "premiers-pas", "--card"]).good();
    let published = |world: &World| files(&world.at("site")).iter().filter(|f| f.ends_with("badge.png")).count();
    world.run(["publish", "--out", "site"]).good();
    assert_eq!(published(&world), 2);
    let people = world.text("people.json");
    std::fs::remove_file(world.at("people.json")).unwrap();
    for args in [&["publish", "--out", "site"][..], &["issue", "premiers-pas", "--card"], &["list"], &["doctor"]] {
        let ran = world.run(args);
        assert!(ran.code > 0, "{args:?}");
        assert!(format!("{}{}", ran.out, ran.err).contains("n’est plus là"), "{args:?}: {}", ran.err);
    }
    assert!(!world.at("people.json").exists());
    assert_eq!(published(&world), 2);

    let mut erased: serde_json::Value = serde_json::from_str(&people).unwrap();
    erased["people"].as_object_mut().unwrap().retain(|_, person| person["email"] != "enfant@example.org");
    world.write("people.json", erased.to_string());
    let ran = world.run(["publish", "--out", "site"]).good();
    assert!(ran.err.contains("personne effacée"), "{}", ran.err);
    assert_eq!(published(&world), 2);
    let listed = world.run(["list", "--json"]).good().json();
    assert_eq!(listed["awards"][0]["state"], "erased");
    assert!(listed["awards"][0].get("link").is_none());
    erased["people"].as_object_mut().unwrap().clear();
    world.write("people.json", erased.to_string());
    world.run(["publish", "--out", "site"]).good();
    assert_eq!(published(&world), 1);
}

#[test]
fn a_register_from_the_future_is_no_damage() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--card"]).good();
    let register = world.text("register.jsonl");
    world.write("register.jsonl", format!("{register}{{\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"event\":\"zut\"}}\n"));
    let ran = world.run(["list"]);
    assert!(ran.code == 2 && ran.err.contains("plus récente") && !ran.err.contains("abîmé"), "{}", ran.err);
}

#[test]
fn folders_of_answers_that_are_none_are_told_in_french() {
    let world = World::place_without_address();
    let award = world.run(["issue", "premiers-pas", "--card", "--json"]).good().json();
    let picture = award["files"][0].as_str().unwrap();
    world.write("bad/index.json", "{");
    for (folder, why) in [("none", "pas de réponses enregistrées"), ("bad", "index.json est abîmé")] {
        let ran = world.run(["verify", picture, "--cache", folder]);
        assert!(ran.code == 2 && ran.err.contains(why), "{}", ran.err);
    }
    let ran = world.run(["verify", picture, "--offline", "--record", "."]);
    assert!(ran.code == 2 && ran.err.contains("site publié"), "{}", ran.err);
    let ran = world.run(["verify", picture, "--offline", "--record", "place.toml/x"]);
    assert!(ran.code == 2 && !ran.err.contains("os error"), "{}", ran.err);
}

/// D-40: with many inputs the answer is told as it grows; it is one object, in the order of the names, and its top
/// level is the worst below it, which is known last.
#[test]
fn a_folder_is_told_in_its_order_and_as_one_object() {
    let world = World::place_without_address();
    let award = world.run(["issue", "impression-3d", "--card", "--json"]).good().json();
    let good = std::fs::read(world.at(award["files"][0].as_str().unwrap())).unwrap();
    for n in 0..600 {
        world.write(&format!("folder/{n:03}.png"), &good);
    }
    let names = |answer: &serde_json::Value| -> Vec<String> {
        answer["inputs"].as_array().unwrap().iter().map(|i| i["input"].as_str().unwrap().to_owned()).collect()
    };
    let expected: Vec<String> = (0..600).map(|n| format!("folder/{n:03}.png")).collect();
    let ran = world.run(["verify", "--offline", "--json", "folder"]);
    let answer = ran.json();
    assert_eq!(names(&answer), expected);
    assert_eq!((answer["schema"].as_str(), answer["valid"].as_bool()), (Some("badge-report/1"), Some(true)));
    // One input has the same report in the same words, whatever stands around it.
    let alone = world.run(["verify", "--offline", "--json", "folder/000.png"]).json();
    assert_eq!(alone["inputs"][0]["badges"][0]["checks"], answer["inputs"][0]["badges"][0]["checks"]);

    world.write("folder/300.png", b"no picture");
    let answer = world.run(["verify", "--offline", "--json", "folder"]);
    assert_eq!(names(&answer.json()), expected);
    assert_eq!((answer.json()["valid"].as_bool(), answer.json()["verdict"].as_str()), (Some(false), Some("none")));
    assert_eq!(answer.code, 4);
    let table = world.run(["verify", "--offline", "folder"]);
    let rows: Vec<&str> = table.out.lines().filter_map(|l| l.split_whitespace().find(|w| w.contains('/'))).collect();
    assert_eq!(rows, expected);
}
