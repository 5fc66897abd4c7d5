//! What a place holds on somebody, and how it lets go of it, through the real binary. Everybody is invented.

mod support;

use support::{Ran, World, files};

const LEA: &str = "lea.exemple@example.org";
const NEW: &str = "lea@nouveau.example.org";
const DAY: &str = "2026-03-02";

fn issue(world: &World, more: &[&str]) -> String {
    let mut args = vec!["issue", "premiers-pas", "--date", DAY, "--json"];
    args.extend(more);
    world.run(args).good().json()["token"].as_str().unwrap().to_owned()
}

/// Files below the place in whose bytes a text stands.
fn holding(world: &World, text: &str) -> Vec<String> {
    let word = text.as_bytes();
    let holds = |file: &String| {
        let bytes = std::fs::read(world.at(file)).unwrap().to_ascii_lowercase();
        bytes.windows(word.len()).any(|w| w == word)
    };
    files(world.path()).into_iter().filter(holds).collect()
}

fn publish(world: &World) -> Ran {
    world.run(["publish", "--out", "site", "--at", "2026-03-03"]).good()
}

fn is_published(world: &World, token: &str) -> bool {
    files(&world.at("site")).iter().any(|file| file.contains(token))
}

// D-05, D-41
#[test]
fn somebody_is_shown_moved_copied_and_forgotten() {
    let world = World::place();
    let first = issue(&world, &["--to", LEA, "--name", "Léa Exemple", "--out", "remis", "--image", "png"]);
    let other = issue(&world, &["--to", "tom@example.org"]);
    publish(&world);
    assert!(is_published(&world, &first) && is_published(&world, &other));
    world.write("notes.txt", format!("Appeler {} demain", LEA.to_uppercase()));

    let shown = world.run(["person", "show", LEA]).good().out;
    for part in ["Léa Exemple", LEA, "premiers-pas", "2 mars 2026", &first, "notes.txt", "site/b/"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("tom@") && !shown.contains(&other), "{shown}");
    let english = world.run(["person", "show", &first, "--lang", "en"]).good().out;
    assert!(english.contains("What this place holds on") && english.contains("E-mail address:"), "{english}");

    // A changed address: the person is found by the new one, and by nothing else.
    let merged = world.run(["person", "merge", LEA, NEW, "--dry-run", "--json"]).good().json();
    assert_eq!((&merged["awards"], &merged["two"]), (&1.into(), &false.into()));
    assert_eq!(world.run(["person", "show", NEW]).code, 2);
    world.run(["person", "merge", LEA, NEW]).good();
    assert_eq!(world.run(["person", "show", LEA]).code, 2);
    let dossier = world.run(["person", "show", NEW, "--json"]).good().json();
    assert_eq!(dossier["name"], "Léa Exemple");
    assert_eq!(dossier["awards"][0]["token"], first.as_str());

    // Another entry that turns out to be the same person: everything of both is theirs, and awarded once.
    let second = issue(&world, &["--to", "lea.ancienne@example.org"]);
    let two = ["person", "merge", "lea.ancienne@example.org", NEW];
    let refused = world.run(two);
    assert!(refused.code == 2 && refused.err.contains("--yes"), "{}", refused.err);
    world.run([&two[..], &["--yes"]].concat()).good();
    assert_eq!(world.run([&two[..], &["--yes"]].concat()).code, 2, "nobody is left under that address");
    let dossier = world.run(["person", "show", NEW, "--json"]).good().json();
    assert_eq!((dossier["ids"].as_array().unwrap().len(), dossier["awards"].as_array().unwrap().len()), (2, 2));
    let again = world.run(["issue", "premiers-pas", "--date", DAY, "--to", NEW, "--dry-run", "--json"]).good().json();
    assert!(again["already"].is_string(), "{again}");

    // A copy to hand over.
    world.run(["person", "export", NEW, "--out", "copie"]).good();
    let copied = files(&world.at("copie"));
    for file in ["person.txt".to_owned(), "person.json".to_owned(), format!("badges/{second}/credential.json")] {
        assert!(copied.contains(&file), "{file}: {copied:?}");
    }
    assert!(world.text("copie/person.txt").contains(NEW));
    let verified = world.run(["verify", "--offline", &format!("copie/badges/{first}/credential.json")]);
    assert!(verified.out.contains("premiers pas"), "{}", verified.out);
    assert_eq!(world.run(["person", "export", NEW, "--out", "copie"]).code, 2, "nothing is written over");
    std::fs::remove_dir_all(world.at("copie")).unwrap();

    // Erasing asks, says that it is for good, and can be tried first.
    publish(&world);
    let before = files(world.path());
    let refused = world.run(["person", "erase", NEW]);
    assert!(refused.code == 2 && refused.err.contains("sans retour"), "{}", refused.err);
    let tried = world.run(["person", "erase", NEW, "--dry-run", "--json"]).good().json();
    assert_eq!(tried["awards"].as_array().unwrap().len(), 2);
    assert_eq!(files(world.path()), before);
    let erased = world.run(["person", "erase", NEW, "--yes"]).good();
    assert!(erased.out.contains("! ./remis/") || erased.out.contains("remis/premiers-pas"), "{}", erased.out);
    assert!(erased.err.contains("courriels") && erased.err.contains("badge publish"), "{}", erased.err);
    assert_eq!(world.run(["person", "show", NEW]).code, 2);

    // Nothing of them is in any byte of the place or the site, but a note that is not ours, which was named.
    for word in [NEW, "lea.ancienne@example.org", "léa exemple"] {
        assert_eq!(holding(&world, word), Vec::<String>::new(), "{word}");
    }
    assert_eq!(holding(&world, LEA), ["notes.txt"]);
    for token in [&first, &second] {
        assert!(!is_published(&world, token) && !world.at(&format!("awards/{token}")).exists());
    }
    assert!(is_published(&world, &other));
    publish(&world);
    assert!(!is_published(&world, &first) && is_published(&world, &other));
    let doctor = world.run(["doctor", "--json"]).json();
    assert!(doctor["findings"].as_array().unwrap().iter().all(|f| f["state"] != "wrong"), "{doctor}");

    // What they hold is still a badge, and can still be revoked.
    let held: Vec<String> = files(&world.at("remis")).into_iter().filter(|f| f.ends_with(".json")).collect();
    let shown = world.run(["show", &format!("remis/{}", held[0])]).good();
    assert!(shown.out.contains("premiers pas"), "{}", shown.out);
    world.run(["revoke", &first, "--yes"]).good();
    publish(&world);
    let listed = world.run(["list", "--json", "--state", "revoked"]).good().json();
    assert_eq!(listed["awards"][0]["token"], first.as_str());
}

// D-05
#[test]
fn erasing_that_was_cut_short_is_finished_by_whoever_comes_next() {
    let world = World::place();
    let token = issue(&world, &["--to", LEA]);
    publish(&world);
    let people: serde_json::Value = serde_json::from_str(&world.text("people.json")).unwrap();
    let id = people["people"].as_object().unwrap().keys().next().unwrap().clone();
    // The note is the first thing that is written: a process killed right behind it leaves this.
    world.write(&format!(".badge/erasing/{id}"), &id);
    issue(&world, &["--to", "tom@example.org"]);
    assert_eq!(holding(&world, LEA), Vec::<String>::new());
    assert!(!is_published(&world, &token) && !world.at(&format!("awards/{token}")).exists());
    assert_eq!(files(&world.at(".badge/erasing")), Vec::<String>::new());
    assert_eq!(world.run(["list", "--json"]).good().json()["awards"][0]["state"], "erased");
}

#[test]
fn whoever_is_not_known_is_said_so_in_both_languages() {
    let world = World::place();
    let [fr, en] = ["fr", "en"].map(|lang| world.run(["person", "show", "personne@example.org", "--lang", lang]));
    assert!(fr.code == 2 && fr.err.contains("ne connaît personne"), "{}", fr.err);
    assert!(en.code == 2 && en.err.contains("knows nobody"), "{}", en.err);
    let same = issue(&world, &["--to", LEA]);
    assert_eq!(world.run(["person", "merge", LEA, &same]).code, 2);
    assert_eq!(world.run(["person", "merge", LEA, "pas une adresse"]).code, 2);
}
