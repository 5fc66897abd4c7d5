//! What a place holds on somebody, and how it lets go of it, through the real binary. Everybody is invented.

mod support;

use std::path::Path;

use support::{Ran, World, files};

const LEA: &str = "lea.exemple@example.org";
const NEW: &str = "lea@nouveau.example.org";
const DAY: &str = "2026-03-02";

fn issue(world: &World, more: &[&str]) -> String {
    let mut args = vec!["issue", "premiers-pas", "--json"];
    args.extend(more);
    if !more.contains(&"--date") {
        args.extend(["--date", DAY]);
    }
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

// D-05, D-41
#[test]
fn somebody_is_shown_moved_copied_and_forgotten() {
    let world = World::place();
    let first = issue(&world, &["--to", LEA, "--name", "Léa Exemple", "--out", "remis", "--image", "png"]);
    let other = issue(&world, &["--to", "tom@example.org"]);
    publish(&world);
    assert!(world.shows(&first) && world.shows(&other));
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
    let torn = world.run(["person", "export", NEW]).err;
    assert!(torn.contains("--out <DOSSIER> (Dossier nouveau"), "{torn}");
    world.run(["person", "export", NEW, "--out", "copie"]).good();
    let copied = files(&world.at("copie"));
    for file in ["person.txt".to_owned(), "person.json".to_owned(), format!("badges/{second}/credential.json")] {
        assert!(copied.contains(&file), "{file}: {copied:?}");
    }
    assert!(world.text("copie/person.txt").contains(NEW));
    // Where the place lies on a disk is not handed over.
    let home = world.path().file_name().unwrap().to_str().unwrap();
    for file in ["copie/person.txt", "copie/person.json"] {
        let text = world.text(file);
        assert!(!text.contains(home) && text.contains(&format!("awards/{second}/credential.json")), "{file}: {text}");
        assert!(text.contains(&format!("site/b/{first}/")), "{file}: {text}");
    }
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
        assert!(!world.shows(token) && !world.at(&format!("awards/{token}")).exists());
    }
    assert!(world.shows(&other));
    publish(&world);
    assert!(!world.shows(&first) && world.shows(&other));
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
    assert!(!world.shows(&token) && !world.at(&format!("awards/{token}")).exists());
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

/// Kills somewhere in an erasure: the next command finishes it, or it never began. Nothing in between.
// D-05, D-06
#[test]
#[allow(clippy::disallowed_methods, clippy::print_stdout)]
fn erasing_that_is_killed_is_finished_or_never_began() {
    use std::process::Stdio;
    use std::time::Duration;
    let world = World::quick(Some("https://badges.example.org"));
    let lines: String = (0..40)
        .map(|n| {
            format!("{{\"achievement\":\"premiers-pas\",\"to\":\"p{n}@example.org\",\"name\":\"Personne {n}.\"}}\n")
        })
        .collect();
    world.feed(["issue", "-", "--image", "both"], lines).good();
    publish(&world);
    let mut erased = 0;
    for n in 0..20_u64 {
        let (to, name) = (format!("p{n}@example.org"), format!("Personne {n}."));
        let shown = world.run(["person", "show", &to, "--json"]).good().json();
        let token = shown["awards"][0]["token"].as_str().unwrap().to_owned();
        let mut command = world.command(["person", "erase", &to, "--yes"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // From the note on, step by step; now and then before it.
        if n % 5 > 0 {
            let begun = || std::fs::read_dir(world.at(".badge/erasing")).is_ok_and(|mut notes| notes.next().is_some());
            while !begun() && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
        }
        std::thread::sleep(Duration::from_micros(120 * n));
        let _ = child.kill();
        child.wait().unwrap();
        // Whoever comes next finishes it: any command that writes, and the same one above all.
        match n % 2 {
            0 => drop(issue(&world, &["--card"])),
            _ => drop(world.run(["person", "erase", &to, "--yes"])),
        }
        let there = [
            world.text("people.json").contains(&to),
            world.text("people.json").contains(&name),
            world.at(&format!("awards/{token}")).exists(),
            world.shows(&token),
        ];
        assert!(there == [true; 4] || there == [false; 4], "{to}: {there:?}");
        assert!(world.text("register.jsonl").contains(&token), "revocation needs it");
        erased += u32::from(!there[0]);
    }
    // A name that nobody knows is a slip, even where another erasure was cut short; the one that was meant is not.
    std::fs::create_dir_all(world.at(".badge/erasing")).unwrap();
    let token = world.run(["person", "show", "p30@example.org", "--json"]).good().json()["ids"][0].clone();
    std::fs::write(world.at(&format!(".badge/erasing/{}", token.as_str().unwrap())), token.as_str().unwrap()).unwrap();
    let slip = world.run(["person", "erase", "p99@example.org", "--yes"]);
    assert!(slip.code == 2 && slip.err.contains("p99@example.org"), "{}", slip.err);
    assert!(!world.text("people.json").contains("p30@example.org"), "the other one was finished");
    println!("{erased} of 20 were killed behind the note");
    assert!(erased > 5, "too few were killed at work: {erased}");
    let doctor = world.run(["doctor", "--json"]).json();
    assert!(doctor["findings"].as_array().unwrap().iter().all(|f| f["state"] != "wrong"), "{doctor}");
}

// D-05, D-11
#[test]
fn two_known_people_become_one_with_all_that_was_known_of_both() {
    let world = World::place();
    let old = issue(&world, &["--to", LEA, "--name", "Léa Exemple", "--minor", "--consent", "sa mère"]);
    let new = issue(&world, &["--to", NEW, "--name", "L. Exemple", "--language", "en", "--date", "2026-03-03"]);
    // It can be tried first, and then asks.
    let tried = world.run(["person", "merge", LEA, NEW, "--dry-run", "--json"]).good().json();
    assert_eq!((&tried["two"], &tried["dry_run"]), (&true.into(), &true.into()));
    assert_eq!(world.run(["person", "show", LEA, "--json"]).good().json()["awards"].as_array().unwrap().len(), 1);
    let refused = world.run(["person", "merge", LEA, NEW, "--lang", "en"]);
    assert!(refused.code == 2 && refused.err.contains("--yes"), "{}", refused.err);
    let merged = world.run(["person", "merge", LEA, NEW, "--yes", "--lang", "en"]).good();
    assert!(merged.err.contains("is now") && merged.err.contains("stays bound to"), "{}", merged.err);
    let dossier = world.run(["person", "show", NEW, "--json"]).good().json();
    assert_eq!((&dossier["name"], &dossier["also"][0]), (&"L. Exemple".into(), &"Léa Exemple".into()));
    assert_eq!((&dossier["minor"], &dossier["consent"]["by"]), (&true.into(), &"sa mère".into()));
    let tokens: Vec<&str> =
        dossier["awards"].as_array().unwrap().iter().map(|a| a["token"].as_str().unwrap()).collect();
    assert_eq!(tokens, [old.as_str(), new.as_str()]);
    assert_eq!(holding(&world, LEA), Vec::<String>::new(), "the old address is kept nowhere");
    // The same two again, the other way round, and somebody with themselves.
    assert_eq!(world.run(["person", "merge", LEA, NEW, "--yes"]).code, 2);
    let same = world.run(["person", "merge", NEW, &old, "--yes", "--lang", "en"]);
    assert_eq!(same.code, 2, "{}", same.err);
    // Erased as one.
    world.run(["person", "erase", NEW, "--yes"]).good();
    for word in [NEW, "léa exemple", "l. exemple"] {
        assert_eq!(holding(&world, word), Vec::<String>::new(), "{word}");
    }
}

/// Which badges stay bound to another address is read in them: after a merge and back, that of the first one is not.
#[test]
fn only_badges_that_are_signed_for_another_address_are_counted() {
    let world = World::place();
    issue(&world, &["--to", LEA, "--name", "Léa Exemple"]);
    issue(&world, &["--to", NEW, "--date", "2026-03-03", "--format", "ob2-hosted"]);
    let merged = |args: [&str; 2]| {
        let told = world.run([&["person", "merge", "--yes", "--json"][..], &args].concat()).good().json();
        (told["awards"].as_u64().unwrap(), told["bound"].as_u64().unwrap())
    };
    assert_eq!(merged([LEA, NEW]), (1, 1));
    assert_eq!(merged([NEW, LEA]), (2, 1), "one of the two is signed for the address that is noted now");
    assert_eq!(merged([LEA, "lea@example.com"]), (2, 2));
    let back = world.run(["person", "merge", "lea@example.com", LEA, "--yes"]).good();
    assert!(back.err.contains("1 badge déjà remis reste lié"), "{}", back.err);
    // One that was revoked proves nothing, whoever it is for.
    let list = world.run(["list", "--json"]).good().json();
    for award in list["awards"].as_array().unwrap() {
        world.run(["revoke", award["token"].as_str().unwrap(), "--yes"]).good();
    }
    assert_eq!(merged([LEA, NEW]), (2, 0));
}

/// Everything that the four verbs say in English, and what stands under what.
#[test]
fn it_is_said_in_english_too() {
    let world = World::place();
    let token = issue(&world, &["--to", LEA, "--name", "Lea Example", "--narrative", "Cut a box."]);
    publish(&world);
    world.run(["revoke", &token, "--yes", "--reason", "Wrong day"]).good();
    let en = |args: &[&str]| world.run([args, &["--lang", "en"]].concat());
    let shown = en(&["person", "show", LEA]).good().out;
    for line in [
        "What this place holds on lea.exemple@example.org",
        "Name: Lea Example",
        "- premiers-pas, 2 March 2026, revoked",
        "    reason: Wrong day",
        "    page: https://badges.example.org/b/",
    ] {
        assert!(shown.lines().any(|l| l.starts_with(line)), "{line}: {shown}");
    }
    // What belongs to a badge stands further in than the badge.
    let badge = shown.lines().position(|l| l.starts_with("- ")).unwrap();
    assert!(shown.lines().skip(badge + 1).take(4).all(|l| l.starts_with("    ")), "{shown}");
    let exported = en(&["person", "export", LEA, "--out", "copy"]).good();
    assert!(exported.err.contains("Everything this place holds on"), "{}", exported.err);
    let full = en(&["person", "export", LEA, "--out", "copy"]);
    assert!(full.code == 2 && full.err.contains("is not empty") && full.err.contains("--out"), "{}", full.err);
    let same = en(&["person", "merge", LEA, &token]);
    assert!(same.code == 2 && same.err.contains("are the same person already"), "{}", same.err);
    let tried = en(&["person", "merge", LEA, NEW, "--dry-run"]).good();
    assert!(tried.err.contains("would become") && tried.err.contains("with 1 badge"), "{}", tried.err);
    let refused = en(&["person", "erase", LEA]);
    assert!(refused.code == 2 && refused.err.contains("cannot be undone"), "{}", refused.err);
    let tried = en(&["person", "erase", LEA, "--dry-run"]).good();
    assert!(tried.err.contains("This person and 1 badge would be erased"), "{}", tried.err);
    let erased = en(&["person", "erase", LEA, "--yes"]).good();
    for words in ["Person erased, with 1 badge", "What stays: a random number", "still speak of this person"] {
        assert!(erased.err.contains(words), "{words}: {}", erased.err);
    }
    assert!(erased.out.contains("! ./copy/person.txt") || erased.out.contains("copy/person.txt"), "{}", erased.out);
}

#[test]
fn a_card_that_was_claimed_is_told_as_claimed() {
    let world = World::place();
    let card = ["issue", "premiers-pas", "--card", "--name", "Léa Exemple", "--json"];
    let code = world.run(card).good().json()["code"].as_str().unwrap().to_owned();
    world.run(["claim", &code, "--to", LEA]).good();
    for (lang, word) in [("fr", "carte réclamée"), ("en", "claimed card")] {
        let shown = world.run(["person", "show", LEA, "--lang", lang]).good().out;
        assert!(shown.contains(word) && !shown.contains("superseded"), "{shown}");
    }
}

// D-05, D-11: what was published goes, wherever place and site lie by then.
#[test]
fn pages_go_after_place_and_site_were_moved_or_copied() {
    for (remembered, moved) in [(true, true), (true, false), (false, true)] {
        let world = World::empty();
        let init = ["init", "--name", "Atelier", "--email", "b@example.org", "--no-passphrase", "--examples", "a/lieu"];
        world.run([&init[..], &["--url", "https://badges.example.org"]].concat()).good();
        let run = |home: &str, args: &[&str]| world.run([args, &["--place", &format!("{home}/lieu")]].concat()).good();
        let award = |to: &str| {
            let args = ["issue", "premiers-pas", "--json", "--date", DAY, "--to", to];
            run("a", &args).json()["token"].as_str().unwrap().to_owned()
        };
        let [lea, tom, zoe] = [LEA, "tom@example.org", "zoe@example.org"].map(award);
        run("a", &["publish", "--out", "a/site"]);
        if !remembered {
            // As earlier versions noted it.
            let file = files(&world.at("a/lieu/.badge/published"))[0].clone();
            let path = format!("a/lieu/.badge/published/{file}");
            let mut manifest: serde_json::Value = serde_json::from_str(&world.text(&path)).unwrap();
            assert!(manifest.as_object_mut().unwrap().remove("near").is_some());
            world.write(&path, manifest.to_string());
        }
        if moved {
            std::fs::rename(world.at("a"), world.at("b")).unwrap();
        } else {
            let copied = std::process::Command::new("cp").args(["-r", "a", "b"]).current_dir(world.path()).status();
            assert!(copied.unwrap().success());
        }
        let is_there = |token: &str| world.at(&format!("b/site/b/{token}")).exists();
        let withdrawn = run("b", &["consent", "withdraw", LEA]);
        assert!(!withdrawn.err.contains("n’est pas là"), "{}", withdrawn.err);
        assert!(!is_there(&lea) && is_there(&tom), "{remembered} {moved}");
        run("b", &["person", "erase", "tom@example.org", "--yes"]);
        assert!(!is_there(&tom) && is_there(&zoe));
        // A page that comes back from the host or a backup goes with the next publishing; a stranger's stays.
        for page in [format!("b/{lea}/index.html"), format!("b/{tom}/credential.json"), "b/foire.html".to_owned()] {
            world.write(&format!("b/site/{page}"), "une copie");
        }
        std::fs::create_dir_all(world.at(&format!("b/site/b/{}", "0".repeat(32)))).unwrap();
        let published = run("b", &["publish", "--out", "b/site"]);
        assert!(!is_there(&lea) && !is_there(&tom) && is_there(&zoe));
        assert!(world.at("b/site/b/foire.html").exists());
        assert!(published.err.contains("b/foire.html"), "{}", published.err);
    }
}

/// Nothing in this folder can be deleted any more; `false` where that cannot be tried. Whoever may write everywhere is
/// stopped by an attribute.
fn locked(folder: &Path) -> bool {
    let tried = [["chattr", "+i"], ["chmod", "500"]].map(|how| changed(how, folder));
    tried.contains(&true) && std::fs::write(folder.join("essai"), "").is_err()
}

fn unlocked(folder: &Path) -> bool {
    [["chattr", "-i"], ["chmod", "700"]].map(|how| changed(how, folder)).contains(&true)
}

fn changed(how: [&str; 2], folder: &Path) -> bool {
    let done = std::process::Command::new(how[0]).arg(how[1]).arg(folder).output();
    done.is_ok_and(|out| out.status.success())
}

// D-11
#[test]
fn whoever_agrees_anew_is_not_withdrawn_by_what_could_not_be_finished() {
    let world = World::place();
    let lea = issue(&world, &["--to", LEA]);
    publish(&world);
    let page = world.at(&format!("site/b/{lea}"));
    if !locked(&page) {
        return;
    }
    let withdrawn = world.run(["consent", "withdraw", LEA]);
    let agreed = world.run(["consent", "record", LEA, "--by", "Léa"]);
    let next = world.run(["issue", "premiers-pas", "--to", "tom@example.org"]);
    let shown = world.run(["consent", "show", LEA, "--json"]).json();
    assert!(unlocked(&page) && world.shows(&lea));
    assert_eq!((withdrawn.code, agreed.code, next.code), (1, 0, 0), "{}{}", agreed.err, next.err);
    assert_eq!(shown["people"][0]["state"], "given", "{shown}");
}

// D-11: a page that cannot be deleted is named, and stops nobody.
#[cfg(unix)]
#[test]
fn a_page_that_cannot_be_deleted_stops_nothing() {
    let world = World::place();
    let lea = issue(&world, &["--to", LEA]);
    let tom = issue(&world, &["--to", "tom@example.org"]);
    publish(&world);
    let page = world.at(&format!("site/b/{lea}"));
    if !locked(&page) {
        return;
    }
    let withdrawn = world.run(["consent", "withdraw", LEA]);
    let told =
        [&withdrawn, &world.run(["issue", "premiers-pas", "--to", "tom@example.org", "--date", "2026-03-01"]).good()]
            .iter()
            .all(|ran| ran.err.contains(&lea) && ran.err.contains("est encore là"));
    let doctor = world.run(["doctor", "--json"]).json();
    let erased = world.run(["person", "erase", "tom@example.org", "--yes"]);
    assert!(unlocked(&page) && told && withdrawn.code == 1, "{} {}", withdrawn.code, withdrawn.err);
    let wrong =
        doctor["findings"].as_array().unwrap().iter().any(|f| f["code"] == "place.pages" && f["state"] == "wrong");
    assert!(wrong, "{doctor}");
    assert_eq!((erased.code, world.shows(&tom)), (0, false), "{}", erased.err);
    // Whoever comes next takes it away.
    assert!(world.shows(&lea));
    let next = world.run(["issue", "premiers-pas", "--to", "zoe@example.org"]).good();
    assert!(!world.shows(&lea) && !next.err.contains("est encore là"), "{}", next.err);
    let listed = world.run(["doctor", "--json"]).json();
    assert!(listed["findings"].as_array().unwrap().iter().all(|f| f["code"] != "place.pages"), "{listed}");
}
