//! Cards without an address, and how they become somebody's badge, through the real binary. Everybody is invented.

mod support;

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::{World, files};

const LEA: &str = "lea.exemple@example.org";
const AT: &str = "2026-03-10";

fn card(world: &World, more: &[&str]) -> Value {
    let mut args = vec!["issue", "premiers-pas", "--card", "--json"];
    args.extend(more);
    if !more.contains(&"--date") {
        args.extend(["--date", "2026-03-02"]);
    }
    world.run(args).good().json()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name}: {value}"))
}

fn claim(world: &World, code: &str, more: &[&str]) -> support::Ran {
    let mut args = vec!["claim", code, "--to", LEA, "--at", AT];
    args.extend(more);
    world.run(args)
}

fn states(world: &World) -> Vec<(String, String)> {
    let listed = world.run(["list", "--json", "--at", AT]).good().json();
    let of = |a: &Value| (text(a, "token").to_owned(), text(a, "state").to_owned());
    listed["awards"].as_array().unwrap().iter().map(of).collect()
}

fn page(world: &World, token: &str) -> String {
    world.text(&format!("site/b/{token}/index.html"))
}

// D-10
#[test]
fn a_card_becomes_the_badge_of_whoever_claims_it() {
    let world = World::place();
    let told = ["--evidence", "https://example.org/photo.jpg,Une boîte", "--where", "Caen;49.18,-0.37"];
    let more = ["--narrative", "A découpé une boîte.", "--expires", "2030-01-31", "--image", "both"];
    let formats = ["--format", "ob3", "--format", "ob3-jwt"];
    let issued = card(&world, &[&told[..], &more[..], &formats[..]].concat());
    let (code, token) = (text(&issued, "code"), text(&issued, "token"));

    // The code is shown wherever the card is, and nowhere else.
    let other = world.run(["issue", "premiers-pas", "--to", "tom@example.org", "--json"]).good().json();
    assert!(other["code"].is_null());
    assert_eq!(world.run(["list", "--json"]).good().json()["awards"][0]["code"], code);
    assert!(world.run(["list"]).good().out.contains(code));
    let file = format!("awards/{token}/badge.png");
    assert!(world.run(["show", &file]).good().err.contains(code));
    assert_eq!(world.run(["qr", &file, "--out", "c.svg", "--json"]).good().json()["code"], code);
    // The badge is named as it is everywhere: by its token, or by the code that stands on the card.
    for named in [token, code] {
        let made = world.run(["qr", named, "--json"]).good().json();
        assert_eq!((&made["code"], text(&made, "file")), (&code.into(), format!("{}-qr.png", &token[..8]).as_str()));
    }
    assert!(world.run(["qr", "no-such-badge"]).code != 0);

    let tried = claim(&world, code, &["--dry-run", "--json"]).good().json();
    assert_eq!((&tried["dry_run"], tried["files"].as_array().unwrap().len()), (&true.into(), 0));
    assert_eq!(states(&world).len(), 2, "nothing was written");

    // Small letters and no hyphens do as well.
    let typed = code.to_lowercase().replace('-', " ");
    let claimed = claim(
        &world,
        &typed,
        &["--name", "Léa Exemple", "--out", "remis", "--json", "--format", "ob3", "--format", "ob2-hosted"],
    )
    .good()
    .json();
    let badge = text(&claimed, "token");
    assert_ne!(badge, token);
    assert_eq!((text(&claimed, "card"), text(&claimed, "code")), (token, code));
    let expected = [("revoked", token), ("valid", badge)];
    for (state, token) in expected {
        assert!(states(&world).contains(&(token.to_owned(), state.to_owned())), "{token} is {state}");
    }

    // It says what the card says, but its names, its subject and its address.
    let read = |token: &str, file: &str| -> Value {
        serde_json::from_str(&world.text(&format!("awards/{token}/{file}"))).unwrap()
    };
    let [old, new] = [token, badge].map(|t| read(t, "credential.json"));
    assert_ne!(old["id"], new["id"]);
    assert_ne!(old["credentialSubject"]["id"], new["credentialSubject"]["id"]);
    assert!(old["credentialSubject"]["identifier"].is_null());
    let identity = &new["credentialSubject"]["identifier"][0];
    assert!(identity["identityHash"].as_str().unwrap().starts_with("sha256$") && identity["salt"].is_string());
    let own = |v: &Value| v.to_string().replace(token, "*").replace(badge, "*");
    for member in ["validFrom", "validUntil", "schema:location", "name"] {
        assert_eq!(own(&old[member]), own(&new[member]), "{member}");
    }
    assert_eq!(old["evidence"][0], new["evidence"][0], "the other form of the new badge stands behind it");
    assert!(new["evidence"].to_string().contains("Lieu : Caen") && new["schema:location"].is_object());
    assert_eq!(old["credentialSubject"]["narrative"], new["credentialSubject"]["narrative"]);
    // An address makes possible what a card cannot be.
    let older = read(badge, "assertion.json");
    assert!(older["evidence"].to_string().contains("Une boîte") && older["expires"] == new["validUntil"], "{older}");
    for name in ["badge.png", "badge.svg"] {
        assert!(world.at(&format!("awards/{badge}/{name}")).is_file(), "{name}");
    }
    assert_eq!(files(&world.at("remis")).len(), 4);

    // Others see that the card is no longer good, that it was claimed, and not by whom.
    world.run(["publish", "--out", "site", "--at", AT]).good();
    let html = page(&world, token);
    assert!(html.contains("Carte réclamée") && html.contains("10 mars 2026"), "{html}");
    for word in [badge, "Léa", LEA, "superseded"] {
        assert!(!html.contains(word), "{word}: {html}");
    }
    assert!(page(&world, badge).contains("badge.png"));
    let found = world.run(["person", "show", LEA, "--json"]).good().json();
    assert_eq!((text(&found, "name"), found["awards"].as_array().unwrap().len()), ("Léa Exemple", 1));
    assert!(world.run(["list", "--json"]).good().json()["awards"][0]["code"].is_null(), "claimed");
}

// D-10
#[test]
fn a_card_is_claimed_once() {
    let world = World::place();
    let issued = card(&world, &[]);
    let (code, token) = (text(&issued, "code"), text(&issued, "token"));
    let first = claim(&world, code, &["--json"]).good().json();
    assert!(first["claimed"].is_null());
    // The same person again, as after a run that was cut off: told, and nothing made.
    let again = claim(&world, code, &["--json"]).good().json();
    assert_eq!((text(&again, "token"), again["claimed"].is_string()), (text(&first, "token"), true));
    // The card has nothing left to be revoked: whoever tries is led to the badge that holds.
    let revoked = world.run(["revoke", text(&first, "card"), "--reason", "perdue", "--yes"]).good();
    assert!(revoked.err.contains(&format!("badge revoke {}", text(&first, "token"))), "{}", revoked.err);
    assert_eq!(states(&world).len(), 2);
    // Somebody else: when, and not by whom.
    for name in [code, token] {
        let refused = world.run(["claim", name, "--to", "tom@example.org"]);
        assert!(refused.code == 2 && refused.err.contains("10 mars 2026"), "{}", refused.err);
        assert!(!refused.err.contains(LEA) && refused.err.contains("badge revoke"), "{}", refused.err);
    }
    let english = world.run(["claim", code, "--to", "tom@example.org", "--lang", "en"]);
    assert!(english.err.contains("was claimed before, on 10 March 2026"), "{}", english.err);
    // Two cannot hold at once.
    let refused = world.run(["reinstate", token, "--yes"]);
    assert!(refused.code == 2 && refused.err.contains(text(&first, "token")), "{}", refused.err);
    // One that was given to the wrong person: theirs revoked, the card may hold again.
    world.run(["revoke", text(&first, "token"), "--yes"]).good();
    world.run(["reinstate", token, "--yes"]).good();
    assert_eq!(states(&world).iter().filter(|(_, state)| state == "valid").count(), 1);
}

// D-10
#[test]
fn a_wrong_code_is_told_with_what_was_meant() {
    let world = World::place();
    let issued = card(&world, &[]);
    let code = text(&issued, "code").to_owned();
    let signs: Vec<char> = code.replace('-', "").chars().collect();
    let say = |typed: &str, lang: &str| {
        let refused = world.run(["claim", typed, "--to", LEA, "--lang", lang]);
        assert_eq!(refused.code, 2, "{typed}: {}", refused.err);
        refused.err.replace(['\u{a0}', '\u{202f}'], " ")
    };
    let with = |at: usize, sign: char| {
        let mut wrong = signs.clone();
        wrong[at] = sign;
        wrong.iter().collect::<String>()
    };
    let other = if signs[3] == '7' { '8' } else { '7' };
    let wrong = say(&with(3, other), "fr");
    assert!(wrong.contains("signe n° 4") && wrong.contains(&code) && wrong.contains(signs[3]), "{wrong}");
    assert!(say(&with(3, other), "en").contains("sign 4 is probably"));
    // O and zero, I, L and one are on no card: the card is found all the same.
    for sign in ['O', '0', 'i', 'l', '1'] {
        assert!(say(&with(0, sign), "fr").contains(&code), "{sign}");
    }
    let at = (0..8).find(|n| signs[*n] != signs[n + 1]).unwrap();
    let mut swapped = signs.clone();
    swapped.swap(at, at + 1);
    let wrong = say(&swapped.iter().collect::<String>(), "fr");
    assert!(wrong.contains("changé de place") && wrong.contains(&code), "{wrong}");
    assert!(say(&code[..code.len() - 1], "fr").contains(&code), "one sign is missing");
    // Far from every card.
    world.run(["revoke", text(&issued, "token"), "--yes", "--reason", "carte perdue"]).good();
    for (typed, word) in [
        (with(3, other), "au moins un signe est faux"),
        (with(3, '0'), "ni O ni zéro"),
        (signs[..8].iter().collect(), "il en faut 9"),
        (code.clone(), "carte perdue"),
    ] {
        let wrong = say(&typed, "fr");
        assert!(wrong.contains(word), "{typed}: {wrong}");
    }
    // A good code of another place.
    let elsewhere = card(&World::place(), &[]);
    assert!(say(text(&elsewhere, "code"), "fr").contains("autre lieu"));
    assert!(say("n’importe quoi", "fr").contains("badge list"));
    // What is no card.
    let bound = world.run(["issue", "premiers-pas", "--to", "tom@example.org", "--json"]).good().json();
    assert!(say(text(&bound, "token"), "fr").contains("badge person merge"));
    let bad = world.run(["claim", &code, "--to", "pas une adresse"]);
    assert_eq!(bad.code, 2);
    let missing = world.run(["claim", &code]);
    assert!(missing.code == 2 && missing.err.contains("--to"), "an address is needed: {}", missing.err);
}

// D-10, D-11
#[test]
fn of_a_minor_consent_comes_first() {
    let world = World::place();
    let issued = card(&world, &["--minor", "--name", "Zoé Exemple"]);
    let code = text(&issued, "code");
    let refused = claim(&world, code, &[]);
    assert!(refused.code == 2 && refused.err.contains("badge consent record"), "{}", refused.err);
    assert!(!world.text("people.json").contains(LEA), "not even the address is taken");
    let empty = claim(&world, code, &["--consent", " "]);
    assert_eq!(empty.code, 2);
    let claimed = claim(&world, code, &["--consent", "sa mère, sur papier", "--json"]).good().json();
    assert!(claimed["link"].is_string());
    // Somebody of whom the card said nothing.
    let issued = card(&world, &[]);
    let minor = ["claim", text(&issued, "code"), "--to", "tom@example.org", "--minor"];
    assert_eq!(world.run(minor).code, 2);
    world.run([&minor[..], &["--consent", "son père"]].concat()).good();
}

// D-05, D-10
#[test]
fn the_person_on_the_card_and_the_address_become_one() {
    let world = World::place();
    let issued = card(&world, &["--name", "Léa Exemple"]);
    claim(&world, text(&issued, "code"), &[]).good();
    let dossier = world.run(["person", "show", LEA, "--json"]).good().json();
    assert_eq!((text(&dossier, "name"), dossier["awards"].as_array().unwrap().len()), ("Léa Exemple", 2));
    // A second card of theirs, under a name that is spelled the same: one person.
    let issued = card(&world, &["--name", "Léa Exemple", "--date", "2026-03-03"]);
    claim(&world, text(&issued, "code"), &[]).good();
    let dossier = world.run(["person", "show", LEA, "--json"]).good().json();
    assert_eq!(dossier["awards"].as_array().unwrap().len(), 4);
    // Another name: that may be a brother.
    let issued = card(&world, &["--name", "Tom Exemple"]);
    let refused = claim(&world, text(&issued, "code"), &[]);
    assert!(refused.code == 2 && refused.err.contains("Tom Exemple") && refused.err.contains("--yes"));
    claim(&world, text(&issued, "code"), &["--yes"]).good();
    assert_eq!(world.run(["list", "--json"]).good().json()["awards"].as_array().unwrap().len(), 6);
    // Erased, nothing of them stays, and a card whose person was erased can no longer be claimed.
    let issued = card(&world, &["--name", "Zoé Exemple"]);
    for who in [LEA, text(&issued, "token")] {
        world.run(["person", "erase", who, "--yes"]).good();
    }
    assert!(!world.text("people.json").contains("Exemple"));
    let refused = claim(&world, text(&issued, "token"), &[]);
    assert!(refused.code == 2 && refused.err.contains("effacée"), "{}", refused.err);
}

// D-10: a table that named somebody without an address does not make them a second card once they claimed the first.
#[test]
fn a_table_knows_again_who_claimed_a_card() {
    let world = World::place();
    world.write("t.csv", "Nom;Badge;Date\nCamille Exemple;premiers-pas;2026-03-02\n");
    let batch = ["batch", "issue", "t.csv", "--yes", "--json", "--at", AT, "--table", "r.csv", "--cohort", "mars"];
    let first = world.run(batch).good().json();
    let code = text(&first["rows"][0]["awards"][0], "code");
    assert!(world.text("r.csv").contains(code), "{}", world.text("r.csv"));
    assert!(world.text("register.jsonl").contains("\"cohort\":\"mars\""));
    for name in [&[][..], &["--name", "C. Exemple"]] {
        claim(&world, code, name).good();
        let again = world.run(batch).good().json();
        assert_eq!(again["rows"][0]["awards"][0]["state"], "already", "{again}");
    }
    // The table that came back is read again: its column of codes is ours.
    let plan = world.run(["batch", "plan", "r.csv", "--json", "--at", AT]).good().json();
    assert_eq!(plan["counts"]["problem"], 0, "{plan}");
    let bad = world.run(["batch", "issue", "t.csv", "--yes", "--cohort", "Atelier de mars"]);
    assert!(bad.code == 2 && bad.err.contains("atelier-de-mars"), "{}", bad.err);
}

// D-06, D-10: a register that breaks off between the new badge and the end of the card.
#[test]
fn there_are_never_two_badges_nor_none() {
    let world = World::place();
    let issued = card(&world, &[]);
    let before = world.text("register.jsonl");
    claim(&world, text(&issued, "code"), &[]).good();
    let after = world.text("register.jsonl");
    let lines: Vec<&str> = after[before.len()..].split_inclusive('\n').collect();
    assert_eq!(lines.len(), 2, "the badge, and the end of the card");
    let cuts = [0, 1, lines[1].len() / 2, lines[1].len() - 1];
    for cut in cuts {
        world.write("register.jsonl", &after[..before.len() + lines[0].len() + cut]);
        let valid = |states: Vec<(String, String)>| states.iter().filter(|(_, state)| state == "valid").count();
        assert_eq!(valid(states(&world)), 1, "cut behind {cut}");
        assert!(claim(&world, text(&issued, "code"), &["--json"]).good().json()["claimed"].is_string());
        // Whoever writes next writes the line that is missing.
        world.run(["publish", "--out", "site", "--at", AT]).good();
        let mended = world.text("register.jsonl");
        assert!(mended.lines().last().unwrap().contains("superseded"), "{mended}");
        assert!(page(&world, text(&issued, "token")).contains("Carte réclamée"));
    }
}

/// Kills at random instants of a claim: whatever was reported lasts, and after the next run there is one badge.
#[test]
#[allow(clippy::disallowed_methods, clippy::print_stdout)]
fn a_claim_that_is_killed_is_finished_by_the_next() {
    let world = World::quick(Some("https://badges.example.org"));
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    println!("seed {seed}");
    let mut chance = seed | 1;
    let mut below = |most: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance % most.max(1)
    };
    let first = card(&world, &[]);
    let began = Instant::now();
    claim(&world, text(&first, "code"), &[]).good();
    let whole = began.elapsed().as_micros() as u64;
    let mut met = 0;
    for n in 0..25 {
        let name = format!("Personne {n}");
        let issued = card(&world, if n % 2 == 0 { vec!["--name", &name] } else { vec![] }.as_slice());
        let to = format!("p{n}@example.org");
        let args = ["claim", text(&issued, "code"), "--to", &to, "--json"];
        let mut child = world.command(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(whole / 3 + below(whole * 2 / 3)));
        let _ = child.kill();
        let reported = child.wait_with_output().unwrap().stdout;
        let line = world.text("register.jsonl");
        met += usize::from(reported.is_empty());
        let holds = |states: Vec<(String, String)>| states.iter().filter(|(_, state)| state == "valid").count();
        assert_eq!(holds(states(&world)), n + 2, "killed: {line}");
        let again = world.run(args).good().json();
        if let Ok(before) = serde_json::from_slice::<Value>(&reported) {
            assert_eq!(before["token"], again["token"]);
        }
        assert_eq!(holds(states(&world)), n + 2, "continued");
        for file in ["badge.png", "credential.json"] {
            assert!(world.at(&format!("awards/{}/{file}", text(&again, "token"))).is_file());
        }
    }
    println!("{met} of 25 were killed before they said anything");
    support::is_whole(&world);
}

// D-10
#[test]
fn without_a_word_a_claim_has_the_forms_that_an_award_would_have() {
    let world = World::place();
    let card = card(&world, &["--format", "ob3"]);
    let settings = world.text("place.toml");
    let formats = settings.lines().find(|line| line.starts_with("formats = ")).unwrap();
    world.write("place.toml", settings.replace(formats, "formats = [\"ob3\", \"ob2-hosted\"]"));
    let files = |told: &Value| -> Vec<String> {
        let token = text(told, "token");
        files(&world.at(&format!("awards/{token}"))).into_iter().filter(|f| !f.starts_with("badge.")).collect()
    };
    let issued = world.run(["issue", "premiers-pas", "--to", "tom@example.org", "--json"]).good().json();
    let claimed = claim(&world, text(&card, "code"), &["--json"]).good().json();
    assert_eq!(files(&claimed), files(&issued));
    assert_eq!(files(&issued), ["assertion.json", "credential.json"]);
}
