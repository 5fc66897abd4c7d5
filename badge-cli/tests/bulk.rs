//! Many awards at once: revoked, brought back, listed and exported, through the real binary. Everybody is invented.

mod support;

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use support::World;

const AT: &str = "2026-03-20";

/// Six awards: two cohorts of two, one person on two days, and a card.
fn world() -> World {
    let world = World::place();
    for (name, day) in [("mars", "2026-03-02"), ("avril", "2026-03-09")] {
        let people = format!("Nom;Adresse e-mail;Badge;Date\nLéa {name};lea.{name}@example.org;premiers-pas;{day}\n")
            + &format!("Tom {name};tom.{name}@example.org;impression-3d;{day}\n");
        world.write(&format!("{name}.csv"), people);
        let table = format!("{name}-resultats.xlsx");
        let file = format!("{name}.csv");
        world.run(["batch", "issue", &file, "--yes", "--at", AT, "--cohort", name, "--table", &table]).good();
    }
    world.run(["issue", "premiers-pas", "--to", "lea.mars@example.org", "--date", "2026-03-15", "--at", AT]).good();
    world.run(["issue", "premiers-pas", "--card", "--date", "2026-03-16", "--at", AT]).good();
    world
}

fn list(world: &World, more: &[&str]) -> Vec<Value> {
    let mut args = vec!["list", "--json", "--at", AT];
    args.extend(more);
    world.run(args).good().json()["awards"].as_array().unwrap().clone()
}

fn tokens(awards: &[Value]) -> Vec<String> {
    awards.iter().map(|a| a["token"].as_str().unwrap().to_owned()).collect()
}

fn revoked(world: &World) -> Vec<String> {
    tokens(&list(world, &["--state", "revoked"]))
}

#[test]
fn many_are_chosen_in_every_way_and_a_try_writes_nothing() {
    let world = world();
    let all = tokens(&list(&world, &[]));
    assert_eq!(all.len(), 6);
    let register = world.text("register.jsonl");
    let listed = world.run(["list", "--table", "liste.ods", "--cohort", "avril", "--at", AT]).good();
    assert!(listed.out.contains("liste.ods"));
    world.write("jetons.txt", format!("{}\n{}\n", all[0], all[5]));
    let id = list(&world, &[])[1]["ids"][0].as_str().unwrap().to_owned();
    world.write("ids.csv", format!("quoi,adresse\nun,{id}\ndeux,\ntrois,https://badges.example.org/b/{}/\n", all[2]));
    let pick = |indexes: &[usize]| indexes.iter().map(|n| all[*n].clone()).collect::<Vec<_>>();
    for (choice, expected) in [
        (&["--cohort", "mars"][..], pick(&[0, 1])),
        (&["--cohort", "mars.csv"], pick(&[0, 1])),
        (&["--cohort", "avril-resultats.xlsx"], pick(&[2, 3])),
        (&["--table", "mars-resultats.xlsx"], pick(&[0, 1])),
        (&["--table", "liste.ods"], pick(&[2, 3])),
        (&["--table", "jetons.txt"], pick(&[0, 5])),
        (&["--table", "ids.csv"], pick(&[1, 2])),
        (&["--achievement", "premiers-pas"], pick(&[0, 2, 4, 5])),
        (&["--person", "lea.mars@example.org"], pick(&[0, 4])),
        (&["--since", "2026-03-09"], pick(&[2, 3, 4, 5])),
        (&["--until", "2026-03-09"], pick(&[0, 1, 2, 3])),
        (&["--since", "2026-03-09", "--until", "2026-03-15", "--achievement", "premiers-pas"], pick(&[2, 4])),
        (&["--cohort", "mars", "--achievement", "impression-3d"], pick(&[1])),
        (&["--cohort", "mars", "--table", "jetons.txt"], pick(&[0, 1, 5])),
        (&["--person", "tom.avril@example.org", "--until", "2026-03-01"], Vec::new()),
    ] {
        let args = [&["revoke", "--dry-run", "--json", "--at", AT][..], choice].concat();
        let tried = world.run(args).good().json();
        let would: Vec<&str> = tried["awards"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
        assert_eq!(would, expected, "{choice:?}");
        // The list is filtered in the same way.
        if !choice.contains(&"--table") {
            assert_eq!(tokens(&list(&world, choice)), expected, "{choice:?}");
        }
    }
    let told = world.run(["revoke", "--dry-run", "--cohort", "mars", "--lang", "en"]).good();
    assert!(told.out.contains("lea.mars@example.org") && told.out.contains("2 March 2026"), "{}", told.out);
    assert!(told.err.contains("2 badges would be revoked"), "{}", told.err);
    assert_eq!(world.text("register.jsonl"), register);
}

#[test]
fn an_achievement_that_nobody_was_awarded_is_one_all_the_same() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--to", "lea@example.org"]).good();
    let letters = |only: &str| world.run(["send", "--dry-run", "--json", "--only", only]);
    assert!(letters("premiers-pas").good().out.contains("lea@example.org"));
    let none = letters("documentation").good();
    assert!(!none.out.contains("@example.org"), "{}", none.out);
    let unknown = letters("documentations");
    let told = format!("{}{}", unknown.out, unknown.err);
    assert!(unknown.code == 2 && told.contains("documentations"), "{told}");
}

#[test]
fn many_are_revoked_together_and_brought_back() {
    let world = world();
    let all = tokens(&list(&world, &[]));
    let cohort = ["revoke", "--cohort", "mars", "--reason", "Séance annulée", "--at", AT];
    // Nobody can say yes here.
    let refused = world.run(cohort);
    assert!(refused.code == 2 && refused.err.contains("--yes"), "{}", refused.err);
    assert_eq!(revoked(&world), Vec::<String>::new());
    world.run(["publish", "--out", "site", "--at", AT]).good();
    let list_file = world.text("site/status/1.json");
    let done = world.run([&cohort[..], &["--yes"]].concat()).good();
    assert!(done.err.contains("2 badges annulés") && done.err.contains("badge reinstate"), "{}", done.err);
    assert_eq!(revoked(&world), all[..2]);
    assert!(list(&world, &["--state", "revoked"]).iter().all(|a| a["reason"] == "Séance annulée"));
    // One status list for all of them.
    world.run(["publish", "--out", "site", "--at", AT]).good();
    assert_ne!(world.text("site/status/1.json"), list_file);
    // Once more does nothing, and is no mistake.
    let register = world.text("register.jsonl");
    let again = world.run([&cohort[..], &["--yes"]].concat()).good();
    assert!(again.err.contains("2 badges de ce choix sont déjà annulés"), "{}", again.err);
    assert_eq!(world.text("register.jsonl"), register);

    // Back again, but for a card that somebody claimed.
    let card = list(&world, &[])[5]["code"].as_str().unwrap().to_owned();
    world.run(["claim", &card, "--to", "noe@example.org", "--at", AT]).good();
    let back = world.run(["reinstate", "--until", "2026-03-31", "--yes", "--at", AT]).good();
    assert!(back.err.contains("2 badges rétablis") && back.err.contains("n’est pas rétabli"), "{}", back.err);
    assert_eq!(revoked(&world), [all[5].clone()]);
    world.run(["publish", "--out", "site", "--at", AT]).good();
}

// D-10: what ended because another took its place does not come back beside it.
#[test]
fn what_was_replaced_or_claimed_stays_so_when_all_are_brought_back() {
    let world = world();
    let changed =
        "Nom;Adresse e-mail;Badge;Date;Commentaire\nLéa mars;lea.mars@example.org;premiers-pas;2026-03-02;Mieux\n";
    world.write("mars2.csv", changed);
    let update = ["batch", "issue", "mars2.csv", "--yes", "--changed=update", "--at", AT, "--cohort", "mars"];
    world.run(update).good();
    let card = list(&world, &[])[5]["code"].as_str().unwrap().to_owned();
    world.run(["claim", &card, "--to", "noe@example.org", "--at", AT]).good();
    let states = || list(&world, &[]).iter().map(|a| a["state"].to_string()).collect::<Vec<_>>();
    let (all, before, ended) = (tokens(&list(&world, &[])), states(), revoked(&world));
    assert_eq!(ended.len(), 2, "{before:?}");
    for choice in [["--cohort", "mars"], ["--until", "2026-03-31"]] {
        world.run([&["revoke", "--yes", "--at", AT][..], &choice].concat()).good();
        let back = world.run([&["reinstate", "--yes", "--at", AT][..], &choice].concat()).good();
        assert!(back.err.contains("rétabli"), "{}", back.err);
        assert_eq!(states(), before, "{choice:?}");
    }
    // Named one by one: neither beside the other.
    let register = world.text("register.jsonl");
    let takes_its_place = |line: &&str| line.contains("\"replaces\"") && line.contains(ended[0].as_str());
    let line = register.lines().find(takes_its_place).unwrap();
    let next = all.iter().find(|token| **token != ended[0] && line.contains(token.as_str())).unwrap();
    let both = ["reinstate", ended[0].as_str(), next, "--yes", "--at", AT];
    world.run(["revoke", next, "--yes", "--at", AT]).good();
    assert_eq!(world.run(both).code, 2);
    world.run(["reinstate", &ended[0], "--yes", "--at", AT]).good();
    assert_eq!(world.run(["reinstate", next, "--yes", "--at", AT]).code, 2, "the older one holds");
}

#[test]
fn a_choice_that_means_nothing_is_told() {
    let world = world();
    world.write("autres.csv", format!("Jeton du badge\n{}\n{}\n", "0".repeat(32), "1".repeat(32)));
    world.write("vide.csv", "Nom;Badge\nZoé Exemple;premiers-pas\n");
    for (choice, word) in [
        (&[][..], "--table"),
        (&["--cohort", "mai"], "avril, mars"),
        (&["--cohort", "vide.csv"], "badge batch plan"),
        (&["--table", "absente.csv"], "n’existe pas"),
        (&["--table", "vide.csv"], "--cohort"),
        (&["--table", "autres.csv"], "2 lignes"),
        (&["--person", "personne@example.org"], "ne connaît personne"),
        (&["--achievement", "premier-pas"], "premiers-pas"),
        (&["--since", "hier"], "date"),
        (&["--until", "2026-02-30"], "date"),
    ] {
        for verb in ["revoke", "reinstate"] {
            let refused = world.run([&[verb, "--yes"][..], choice].concat());
            assert!(refused.code == 2 && refused.err.contains(word), "{choice:?}: {}", refused.err);
        }
    }
    assert_eq!(revoked(&world), Vec::<String>::new());
    for (more, word) in [(&["--table", "liste.pdf"][..], ".xlsx"), (&["--cohort", "mai"], "avril, mars")] {
        let refused = world.run([&["list"][..], more].concat());
        assert!(refused.code == 2 && refused.err.contains(word), "{more:?}: {}", refused.err);
    }
}

#[test]
fn rows_of_a_cohort_without_a_badge_are_named() {
    let world = world();
    world.run(["person", "merge", "lea.mars@example.org", "lea@nouveau.example.org", "--yes"]).good();
    for (lang, words) in [("fr", "n’a pas de badge"), ("en", "has no badge")] {
        for verb in [&["revoke", "--dry-run"][..], &["list"]] {
            let told = world.run([verb, &["--cohort", "mars.csv", "--at", AT, "--lang", lang]].concat()).good();
            let line = told.err.lines().find(|l| l.contains("mars.csv")).unwrap_or_default();
            assert!(line.contains(words) && line.ends_with(" 2"), "{}", told.err);
            assert!(told.out.contains("tom.mars@") && !told.out.contains("nouveau"), "{}", told.out);
        }
    }
    // Corrected, each row has its badge again.
    let corrected = world.text("mars.csv").replace("lea.mars@example.org", "lea@nouveau.example.org");
    world.write("mars.csv", corrected);
    let told = world.run(["list", "--cohort", "mars.csv", "--at", AT]).good();
    assert!(!told.err.contains("mars.csv") && told.out.contains("nouveau"), "{}{}", told.out, told.err);
}

#[test]
fn the_list_becomes_a_table_in_each_form() {
    let world = world();
    let all = list(&world, &[]);
    for (form, lang) in [("csv", "fr"), ("xlsx", "en"), ("ods", "fr")] {
        let file = format!("liste.{form}");
        let more = ["--lang", lang, "--at", AT];
        let told = world.run([&["list", "--table", &file][..], &more].concat()).good();
        assert!(told.out.trim().ends_with(&file), "{}", told.out);
        let bytes = std::fs::read(world.at(&file)).unwrap();
        assert!(bytes.starts_with(if form == "csv" { b"\xef\xbb\xbfDate" } else { b"PK\x03\x04" }), "{form}");
        // Whatever the form and the language, its tokens are read again.
        let tried = world.run(["revoke", "--table", &file, "--dry-run", "--json"]).good().json();
        assert_eq!(tried["awards"].as_array().unwrap().len(), all.len(), "{form}");
    }
    let text = world.text("liste.csv");
    for cell in
        ["Jeton du badge", "Code de la carte", "2026-03-16;premiers-pas;valable", "mars", "tom.avril@example.org"]
    {
        assert!(text.contains(cell), "{cell}: {text}");
    }
    assert!(text.contains(all[5]["code"].as_str().unwrap()));
    // As it was written, it is written anew; what somebody typed is not replaced unasked.
    world.run(["list", "--table", "liste.csv", "--at", AT]).good();
    let text = text + "à moi;à moi;à moi\n";
    world.write("liste.csv", &text);
    let refused = world.run(["list", "--table", "liste.csv", "--at", AT]);
    assert!(refused.code == 2 && refused.err.contains("--yes") && world.text("liste.csv") == text, "{}", refused.err);
    world.run(["list", "--table", "liste.csv", "--at", AT, "--yes"]).good();
    // With --json the file is written as well.
    assert_eq!(list(&world, &["--table", "deux.csv", "--state", "valid"]).len(), 6);
    assert!(world.at("deux.csv").is_file());
}

// What a spreadsheet or a mail made of a token is read, or told: no line is passed over because of it.
#[test]
fn tokens_in_capitals_are_read_and_cut_ones_are_told() {
    let world = world();
    let all = list(&world, &[]);
    let token = |n: usize| all[n]["token"].as_str().unwrap();
    world.write("jetons.csv", format!("Jeton;Mot\n{};oui\n{};oui\n", token(0), token(1).to_uppercase()));
    let tried = world.run(["revoke", "--table", "jetons.csv", "--dry-run", "--json"]).good().json();
    assert_eq!(tried["awards"].as_array().unwrap().len(), 2);
    let cut = &token(1)[..30];
    world.write("jetons.csv", format!("Jeton;Mot\n{};oui\n{cut};oui\n", token(0)));
    let refused = world.run(["revoke", "--table", "jetons.csv", "--dry-run"]);
    assert!(refused.code == 2 && refused.err.contains("jetons.csv:3"), "{}", refused.err);
    // The id of another program, beside a token, is nobody's badge.
    world.write("jetons.csv", format!("Id;Jeton\n507f1f77bcf86cd799439011;{}\n", token(0)));
    let tried = world.run(["revoke", "--table", "jetons.csv", "--dry-run", "--json"]).good().json();
    assert_eq!(tried["awards"].as_array().unwrap().len(), 1);
}

#[test]
fn completions_know_the_verbs() {
    let world = World::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = world.run(["completions", shell]).good().out;
        for word in ["claim", "consent", "withdraw", "until", "cohort"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    for (verb, word) in [("claim", "carte"), ("consent", "accord"), ("revoke", "--cohort"), ("list", "--until")] {
        assert!(world.run([verb, "--help"]).good().out.contains(word), "{verb}");
    }
}

/// Kills in the middle of a revocation of many: what is written is whole, and the same command does the rest.
// D-06
#[test]
#[allow(clippy::print_stdout)]
fn a_revocation_that_is_killed_is_run_once_more() {
    let world = World::quick(Some("https://badges.example.org"));
    let lines: String =
        (0..300).map(|n| format!("{{\"achievement\":\"premiers-pas\",\"to\":\"p{n}@example.org\"}}\n")).collect();
    world.feed(["issue", "-"], lines).good();
    let whole = world.text("register.jsonl");
    let length = || std::fs::metadata(world.at("register.jsonl")).map_or(0, |m| m.len());
    let revoke = ["revoke", "--achievement", "premiers-pas", "--yes", "--reason", "essai"];
    let mut cut = 0;
    for n in 0..12_u64 {
        let mut child = world.command(revoke).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let before = length();
        // Some while it reads, some as soon as it writes.
        if n % 3 > 0 {
            while length() == before && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
        } else {
            std::thread::sleep(Duration::from_millis(n));
        }
        let _ = child.kill();
        child.wait().unwrap();
        cut += usize::from(length() > before);
        let there = revoked(&world).len();
        // The cut may fall right before the end of a line: then it is whole all the same.
        let lines = world.text("register.jsonl");
        let whole_lines = lines.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count();
        assert_eq!(whole_lines, 300 + there, "every whole line counts");
        world.run(revoke).good();
        assert_eq!(revoked(&world).len(), 300);
        // Nothing twice.
        assert_eq!(world.text("register.jsonl").lines().count(), 600);
        world.write("register.jsonl", &whole);
    }
    // A power failure tears the file anywhere.
    world.run(revoke).good();
    let full = world.text("register.jsonl");
    for at in [1, 777, (full.len() - whole.len()) / 2, full.len() - whole.len() - 1] {
        world.write("register.jsonl", &full[..whole.len() + at]);
        world.run(revoke).good();
        assert_eq!(revoked(&world).len(), 300, "torn at {at}");
        assert_eq!(world.text("register.jsonl").lines().count(), 600, "torn at {at}");
    }
    println!("{cut} of 12 were killed behind the first byte");
}

// A clock that ran ahead when the site was published.
#[test]
fn a_status_list_of_the_future_is_signed_anew() {
    let world = World::place();
    world.run(["issue", "premiers-pas", "--to", "lea@example.org", "--date", "2026-03-02", "--at", AT]).good();
    let begins = |at: &[&str]| {
        world.run([&["publish", "--out", "site"], at].concat()).good();
        let list: Value = serde_json::from_str(&world.text("site/status/1.json")).unwrap();
        list["validFrom"].as_str().unwrap().to_owned()
    };
    assert!(begins(&["--at", "2090-06-01"]).starts_with("2090-"));
    let mended = begins(&[]);
    assert!(!mended.starts_with("2090-"), "{mended}");
    assert_eq!((begins(&[]), begins(&["--at", AT])), (mended.clone(), mended), "and not again");
}
