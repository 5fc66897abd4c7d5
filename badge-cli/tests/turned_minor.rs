//! Whoever turns out to be a minor by the way of an award has no page from that moment on (D-11), through the real binary.

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use support::consent::{AT, ZOE, issue, publish};
use support::{World, files};

const ANA: &str = "ana.exemple@example.org";

/// A place that shows one badge of Zoé and one of Ana, who are taken for adults.
fn place() -> (World, String, String) {
    let world = World::place();
    let zoe = issue(&world, "premiers-pas", &["--to", ZOE, "--name", "Zoé Exemple", "--at", "2026-03-03"]);
    let ana = issue(&world, "premiers-pas", &["--to", ANA, "--name", "Ana Exemple", "--at", "2026-03-03"]);
    publish(&world);
    assert!(world.shows(&zoe) && world.shows(&ana));
    (world, zoe, ana)
}

fn tokens(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn nothing_is_begun(world: &World) {
    assert_eq!(files(&world.at(".badge/withdrawing")), Vec::<String>::new());
}

#[test]
fn a_table_that_tells_a_birth_takes_the_pages_down_at_once() {
    let (world, zoe, ana) = place();
    world.write(
        "t.csv",
        format!(
            "Nom;Mail;Badge;Date;Naissance\nZoé Exemple;{ZOE};premiers-pas;2026-03-02;2015\n\
             Ana Exemple;{ANA};impression-3d;2026-03-02;1990\n"
        ),
    );
    // A dry run says so, in both languages, and takes nothing away.
    let before = files(world.path());
    for (lang, words) in [("fr", "1 badge ne serait plus montré"), ("en", "1 badge would not be shown any more")] {
        for args in [&["issue", "t.csv", "--dry-run"][..], &["plan", "t.csv"]] {
            let tried = world.run([&["batch"], args, &["--at", AT, "--lang", lang]].concat()).good();
            assert!(tried.err.contains(words), "{args:?}: {}", tried.err);
        }
    }
    let tried = world.run(["batch", "issue", "t.csv", "--dry-run", "--at", AT, "--json"]).good().json();
    assert_eq!(tokens(&tried["kept_back"]), [&zoe]);
    assert!(tokens(&tried["removed"]).iter().any(|path| path.contains(&zoe)), "{tried}");
    assert_eq!(files(world.path()), before);
    let done = world.run(["batch", "issue", "t.csv", "--yes", "--at", AT]).good();
    assert!(done.err.contains("1 badge n’est plus montré"), "{}", done.err);
    assert!(!world.shows(&zoe) && world.shows(&ana));
    nothing_is_begun(&world);
    // Told once: it is so by now.
    let again = world.run(["batch", "issue", "t.csv", "--yes", "--at", AT, "--json"]).good().json();
    assert_eq!((again.get("kept_back"), again.get("removed")), (None, None), "{again}");
}

// What a row says of somebody's age holds also while something else in it, or in another row, has to be corrected; but not
// where its name and its address are two people's, and not where a parent's yes stands beside it.
#[test]
fn a_row_with_another_fault_takes_the_pages_down_all_the_same() {
    let head = "Nom complet;Courriel;Badge;Date;Mineur;Accord parental\n";
    let right = format!("{head}Zoé Exemple;{ZOE};premiers-pas;2026-03-02;oui;\n");
    let cases = [
        (format!("{head}Zoé Exemple;{ZOE};premiers-pas;32/13/2026;oui;\n"), &[][..], true),
        (format!("{head}Zoé Exemple;{ZOE};inconnu-au-bataillon;2026-03-02;oui;\n"), &[], true),
        (format!("{head}Zoé Exemple;{ZOE};premiers-pas;32/13/2026;;non\n"), &[], true),
        (format!("{right}Ana Exemple;ana@exemple@org;premiers-pas;2026-03-02;;\n"), &["--all-or-nothing"], true),
        (format!("{head}Tom Autrement;{ZOE};premiers-pas;32/13/2026;oui;\n"), &[], false),
        (format!("{head}Zoé Exemple;zoe@exemple@org;premiers-pas;2026-03-02;oui;\n"), &[], false),
        (format!("{head}Zoé Exemple;{ZOE};premiers-pas;32/13/2026;oui;oui, sa mère\n"), &[], false),
        // A doubt alone.
        (format!("{head}Zoé Exemple;{ZOE};premiers-pas;32/13/2026;;\n"), &[], false),
    ];
    for (table, more, goes) in cases {
        let (world, zoe, ana) = place();
        world.write("t.csv", &table);
        let run = |also: &[&str]| {
            world.run([&["batch", "issue", "t.csv", "--yes", "--json", "--at", AT][..], more, also].concat())
        };
        let told = |ran: &Value| tokens(&ran["kept_back"]) == [&zoe] && !tokens(&ran["removed"]).is_empty();
        let before = files(world.path());
        let tried = run(&["--dry-run"]);
        let planned = world.run(["batch", "plan", "t.csv", "--at", AT]);
        assert_eq!((tried.code, planned.code), (1, 1), "{table}");
        assert_eq!(told(&tried.json()), goes, "{table}{}", tried.out);
        assert_eq!(planned.err.contains("1 badge ne serait plus montré"), goes, "{table}{}", planned.err);
        assert_eq!(files(world.path()), before, "{table}");
        let done = run(&[]);
        assert_eq!((done.code, told(&done.json())), (1, goes), "{table}{}", done.out);
        assert_eq!((world.shows(&zoe), world.shows(&ana)), (!goes, true), "{table}");
        nothing_is_begun(&world);
        // No publishing brings it back, and what was told once is so by now.
        publish(&world);
        assert_eq!(world.shows(&zoe), !goes, "{table}");
        assert_eq!(run(&[]).json().get("kept_back"), None, "{table}");
    }
}

#[test]
fn a_no_of_somebody_who_had_not_been_asked_takes_the_pages_down_at_once() {
    let (world, zoe, ana) = place();
    world.write("t.csv", format!("Nom;Mail;Badge;Date;Accord\nZoé Exemple;{ZOE};premiers-pas;2026-03-02;non\n"));
    let done = world.run(["batch", "issue", "t.csv", "--yes", "--at", AT, "--json"]).good().json();
    assert_eq!(tokens(&done["kept_back"]), [&zoe]);
    assert!(!world.shows(&zoe) && world.shows(&ana));
}

// A column that was forgotten says nothing new about what went out for good reason.
#[test]
fn a_doubt_alone_takes_nothing_down() {
    let (world, zoe, _) = place();
    world.write("t.csv", format!("Nom;Mail;Badge;Date;Accord parental\nZoé Exemple;{ZOE};impression-3d;2026-03-09;\n"));
    let done = world.run(["batch", "issue", "t.csv", "--yes", "--at", AT, "--json"]).good().json();
    assert_eq!((&done["rows"][0]["awards"][0]["waits"], done.get("kept_back")), (&json!(true), None), "{done}");
    assert!(world.shows(&zoe));
    publish(&world);
    assert!(world.shows(&zoe));
}

#[test]
fn a_line_and_an_option_that_tell_of_a_minor_take_the_pages_down_at_once() {
    let (world, zoe, ana) = place();
    let line = |more: &Value| {
        let mut line = json!({"achievement": "premiers-pas", "to": ZOE, "once": true, "date": "2026-03-02"});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("{line}\n")
    };
    let minor = line(&json!({"minor": true}));
    let tried = world.feed(["issue", "-", "--dry-run", "--at", AT], &minor).good().json();
    assert_eq!(tokens(&tried["kept_back"]), [&zoe]);
    assert!(world.shows(&zoe));
    let told = world.feed(["issue", "-", "--at", AT], &minor).good().json();
    assert_eq!(tokens(&told["kept_back"]), [&zoe]);
    for told in [&tried, &told] {
        assert!(tokens(&told["removed"]).iter().any(|path| path.contains(&zoe)), "{told}");
    }
    assert!(!world.shows(&zoe) && world.shows(&ana));

    let args = ["issue", "impression-3d", "--to", ANA, "--minor", "--date", "2026-03-09", "--at", AT];
    let tried = world.run([&args[..], &["--dry-run", "--lang", "en"]].concat()).good();
    assert!(tried.err.contains("1 badge would not be shown any more"), "{}", tried.err);
    assert!(world.shows(&ana));
    let done = world.run([&args[..], &["--json"]].concat()).good().json();
    assert_eq!(tokens(&done["kept_back"]), [&ana]);
    assert!(tokens(&done["removed"]).iter().any(|path| path.contains(&ana)), "{done}");
    assert!(!world.shows(&ana));
    nothing_is_begun(&world);
    // With a parent's word beside it, what was shown stays.
    world.run(["consent", "record", ANA, "--by", "sa mère", "--at", AT]).good();
    publish(&world);
    let agreed = ["--minor", "--consent", "sa mère", "--date", "2026-03-08", "--at", AT];
    let agreed = world.run([&["issue", "impression-3d", "--to", ANA, "--json"], &agreed[..]].concat()).good().json();
    assert_eq!(agreed.get("kept_back"), None);
    assert!(world.shows(&ana));
}

#[test]
fn two_entries_of_which_one_is_a_minor_s_take_the_pages_down_at_once() {
    let (world, zoe, ana) = place();
    let other = "zoe.autre@example.org";
    issue(&world, "impression-3d", &["--to", other, "--minor"]);
    let args = ["person", "merge", other, ZOE];
    let tried = world.run([&args[..], &["--dry-run"]].concat()).good();
    assert!(tried.err.contains("1 badge ne serait plus montré") && world.shows(&zoe), "{}", tried.err);
    let done = world.run([&args[..], &["--yes"]].concat()).good();
    assert!(done.err.contains("1 badge n’est plus montré"), "{}", done.err);
    assert!(!world.shows(&zoe) && world.shows(&ana));
    nothing_is_begun(&world);
}

#[test]
fn a_merge_and_a_claim_tell_programs_which_pages_go() {
    let (world, zoe, ana) = place();
    let other = "zoe.autre@example.org";
    issue(&world, "impression-3d", &["--to", other, "--minor"]);
    let tells = |ran: &Value, token: &str| {
        assert_eq!(tokens(&ran["kept_back"]), [token], "{ran}");
        assert!(tokens(&ran["removed"]).iter().all(|path| path.contains(token)), "{ran}");
        assert!(!tokens(&ran["removed"]).is_empty() && ran.get("stuck").is_none(), "{ran}");
    };
    let merge = ["person", "merge", other, ZOE, "--yes", "--json"];
    tells(&world.run([&merge[..], &["--dry-run"]].concat()).good().json(), &zoe);
    assert!(world.shows(&zoe));
    tells(&world.run(merge).good().json(), &zoe);
    assert!(!world.shows(&zoe) && world.shows(&ana));

    // A parent agreed to the badge on the card, and to no other.
    let named = ["--card", "--name", "Ana Exemple", "--minor"];
    let card = issue(&world, "documentation", &named);
    let agreed = ["consent", "record", &card, "--by", "sa mère", "--for", "documentation", "--at", AT];
    world.run(agreed).good();
    let claim = ["claim", &card, "--to", ANA, "--yes", "--at", AT];
    let tried = world.run([&claim[..], &["--dry-run"]].concat()).good();
    assert!(tried.err.contains("1 badge ne serait plus montré") && world.shows(&ana), "{}", tried.err);
    tells(&world.run([&claim[..], &["--json", "--dry-run"]].concat()).good().json(), &ana);
    assert!(world.shows(&ana));
    tells(&world.run([&claim[..], &["--json"]].concat()).good().json(), &ana);
    assert!(!world.shows(&ana));
    nothing_is_begun(&world);
}

#[cfg(unix)]
#[test]
#[allow(clippy::print_stderr)] // tests say loudly what they skip
fn the_question_at_a_terminal_names_the_people_whose_pages_go() {
    if !Command::new("script").arg("--version").output().is_ok_and(|out| out.status.success()) {
        eprintln!("SKIPPED: the question is asked through script (bsdutils)");
        return;
    }
    let (world, zoe, ana) = place();
    let row = |name: &str, to: &str| format!("{name};{to};premiers-pas;2026-03-03;oui\n");
    let rows = [row("Zoé Exemple", ZOE), row("Ana Exemple", ANA)].concat();
    world.write("t.csv", format!("Nom;Mail;Badge;Date;Mineur\n{rows}"));
    let answer = |lang: &str, answer: &str| {
        let run = format!("'{}' batch issue t.csv --at {AT} --lang {lang}", env!("CARGO_BIN_EXE_badge"));
        let mut command = Command::new("script");
        command.args(["-qec", &run, "/dev/null"]).current_dir(world.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("TERM", "xterm").env("LANG", "C.UTF-8");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).into_owned()
    };
    for (lang, words) in [("fr", "2 personnes sont mineures"), ("en", "2 people are minors")] {
        let asked = answer(lang, "n\n");
        assert!(asked.contains(words), "{asked}");
        assert!(world.shows(&zoe) && world.shows(&ana));
    }
    // The first yes is to the pages, the second to the badges.
    let done = answer("fr", "oui\noui\n");
    assert!(done.contains("2 badges ne sont plus montrés"), "{done}");
    assert!(!world.shows(&zoe) && !world.shows(&ana));
}

// A page that cannot be removed now goes as soon as it can; whoever got consent meanwhile keeps theirs.
#[test]
fn what_a_killed_run_began_is_gone_on_from_unless_somebody_agreed() {
    let (world, zoe, ana) = place();
    for who in [ZOE, ANA] {
        world.run(["issue", "impression-3d", "--to", who, "--minor", "--date", "2026-03-09", "--at", AT]).good();
    }
    world.run(["consent", "record", ANA, "--by", "sa mère", "--at", AT]).good();
    // As a kill between the people file and the pages leaves it.
    for token in [&zoe, &ana] {
        world.write(&format!("site/b/{token}/index.html"), "page");
    }
    let name = "hide-00000000000000000000000000000001";
    world.write(&format!(".badge/withdrawing/{name}"), format!("{AT}T00:00:00Z\n{zoe}\n{ana}\nfaux\n"));
    let found = world.run(["doctor", "--json", "--at", AT]).json();
    let pages = found["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "place.pages");
    let named: Vec<String> = pages.map(|finding| finding["at"].as_str().unwrap().to_owned()).collect();
    assert!(!named.is_empty() && named.iter().all(|path| path.contains(&zoe)), "{named:?}");
    world.run(["issue", "premiers-pas", "--card"]).good();
    assert!(!world.shows(&zoe) && world.shows(&ana));
    nothing_is_begun(&world);
}

#[test]
#[allow(clippy::disallowed_methods, clippy::print_stdout)]
fn taking_down_that_is_killed_is_finished_by_the_next() {
    let world = World::quick(Some("https://badges.example.org"));
    let line =
        |n: usize| json!({"achievement": "premiers-pas", "to": format!("p{n}@example.org"), "date": "2026-03-02"});
    let told =
        world.feed(["issue", "-", "--image", "both"], (0..24).map(|n| format!("{}\n", line(n))).collect::<String>());
    let tokens: Vec<String> = told
        .good()
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["token"].as_str().unwrap().to_owned())
        .collect();
    publish(&world);
    let mut met = 0;
    for (n, token) in tokens.iter().enumerate() {
        let to = format!("p{n}@example.org");
        let args = ["issue", "impression-3d", "--to", &to, "--minor", "--date", "2026-03-09"];
        let mut child = world.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // From the note on, step by step; now and then before it.
        if n % 5 > 0 {
            let notes = || std::fs::read_dir(world.at(".badge/withdrawing"));
            while !notes().is_ok_and(|mut notes| notes.next().is_some()) && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
        }
        std::thread::sleep(Duration::from_micros(80 * n as u64));
        let _ = child.kill();
        child.wait().unwrap();
        // Whoever comes next: nothing half-done stays.
        world.run(["issue", "premiers-pas", "--card"]).good();
        let people: Value = serde_json::from_str(&world.text("people.json")).unwrap();
        let entry = people["people"].as_object().unwrap().values().find(|p| p["email"] == to.as_str()).unwrap();
        let minor = entry["minor"] == true;
        met += usize::from(minor);
        assert_eq!(world.shows(token), !minor, "{to}: {entry}");
        nothing_is_begun(&world);
    }
    println!("{met} of 24 were killed behind the people file");
    assert!(met > 0, "none was killed at work");
}

// « Tom M. » is how a child of that name is written, and « M. Martin » how their father is.
#[test]
fn a_surname_that_begins_as_a_title_does_makes_no_parent() {
    for (by, is_parents) in [
        ("Tom M.", false),
        ("T.M.", false),
        ("Formulaire Web", false),
        ("Tom @ fablab", false),
        ("M. Martin", true),
        ("la mère de Tom M.", true),
    ] {
        let world = World::place();
        let args = ["--to", "tom@example.org", "--name", "Tom Martin", "--at", "2026-03-03"];
        let tom = issue(&world, "premiers-pas", &args);
        let record = ["consent", "record", "tom@example.org", "--by", by, "--at", AT];
        world.run(record).good();
        publish(&world);
        assert!(world.shows(&tom), "{by}: an adult");
        issue(&world, "impression-3d", &["--to", "tom@example.org", "--minor", "--at", AT]);
        assert_eq!(world.shows(&tom), is_parents, "{by}");
        if by != "Formulaire Web" {
            let again = world.run(record);
            assert_eq!(again.code == 0, is_parents, "{by}: {}", again.err);
        }
    }
}
