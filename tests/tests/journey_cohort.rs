//! Three hundred invented people in one table, with every fault that a table can have: planned, awarded twice, killed a
//! hundred times at random points, told by mail, on a full disk. No award is lost, none is made twice, nobody is told
//! twice.

// The seed of a test that kills, and what is skipped, have to be seen.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod cohort_support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use badge_core::cohort::Trouble;
use badge_tests::binary::{badge, run};
use badge_tests::smtp::MailServer;
use cohort_support::{AT, FAULTS, PEOPLE, World, expected, names, standing};
use serde_json::{Value, json};

fn codes(row: &Value) -> Vec<&str> {
    row["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
        println!("seed {seed}");
        Self(seed)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

/// Kills a run at some instant; whether it was still at work.
fn killed(command: &mut Command, after: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let at_work = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    at_work
}

#[test]
fn every_fault_is_told_and_a_second_run_repeats_nothing() {
    let world = World::new();
    let plan = world.json(&["batch", "plan", "inscrits.xlsx", "--at", AT, "--json"], 1);
    let rows = plan["rows"].as_array().unwrap();
    assert_eq!(rows.len(), PEOPLE + 2, "the line above the titles, and the titles again");
    let mut met: BTreeSet<&str> = rows.iter().flat_map(codes).collect();
    for (n, row) in rows[1..=PEOPLE].iter().enumerate() {
        let (state, code) = match n.checked_sub(PEOPLE - FAULTS.len()) {
            None => ("ready", None),
            Some(fault) => (FAULTS[fault].0, Some(FAULTS[fault].1)),
        };
        assert_eq!(row["state"], state, "{row}");
        assert!(code.is_none_or(|code| codes(row).contains(&code)), "{code:?}: {row}");
        assert!(code.is_some() || codes(row).is_empty(), "{row}");
    }
    // What only text can have, a table in which no box can be ticked, and consent that does not hold.
    let aside = world.copy();
    run(&mut aside.command(&["consent", "withdraw", "deja@example.org", "--at", AT]), 0);
    // What somebody agreed to as an adult is none of a minor, and what a parent did is for one badge.
    let agreed = ["consent", "record", "change@example.org", "--for", "couture-1", "--at", AT];
    run(&mut aside.command(&agreed), 0);
    let rows = "Nom;Mail;Badge;Date;Mineur\nChange Depuis;change@example.org;impression-3d;2026-03-05;oui\n";
    fs::write(aside.path("mineur.csv"), rows).unwrap();
    let own = aside.json(&["batch", "plan", "mineur.csv", "--at", AT, "--json"], 0);
    met.extend(own["rows"].as_array().unwrap().iter().flat_map(codes));
    run(&mut aside.command(&[&agreed[..], &["--by", "sa mère"]].concat()), 0);
    let rows = "Nom;Mail;Badge;Date;Mineur;Âge\nLéa;lea@example.org;\nMax;max@example.org;impression-3d;;;ado\n\
        Déjà Là;deja@example.org;impression-3d;2026-03-05\nChange Depuis;change@example.org;impression-3d;2026-03-05;oui\n\
        \"Tom;tom@example.org;impression-3d\n";
    fs::write(aside.path("autre.csv"), rows).unwrap();
    let other = aside.json(&["batch", "plan", "autre.csv", "--at", AT, "--json"], 1);
    met.extend(other["rows"].as_array().unwrap().iter().flat_map(codes));
    let token = |to: &str| {
        let list = aside.json(&["list", "--json"], 0);
        let all = list["awards"].as_array().unwrap();
        all.iter().find(|a| a["to"] == to).unwrap()["token"].as_str().unwrap().to_owned()
    };
    run(&mut aside.command(&["revoke", &token("change@example.org"), "--yes"]), 0);
    let rows = "Nom;Mail;Badge;Date;Mineur;Accord parental\nDéjà Là;la@example.org;impression-3d;2026-03-02\n\
        ;change@example.org;impression-3d;2026-03-02\nTout Autre;change@example.org;impression-3d;2026-03-05\n\
        Ju;ju@example.org;impression-3d;2026-03-02;oui;oui, sa mère\nJu;ju@example.org;sans-anglais;2026-03-02;oui;non\n\
        Noé Pair;noe@example.org;impression-3d;2026-03-02\nNoé Pair;;impression-3d;2026-03-02\n\
        Noé Pair;n.pair@example.org;impression-3d;2026-03-02\n";
    fs::write(aside.path("corrige.csv"), rows).unwrap();
    let corrected = aside.json(&["batch", "plan", "corrige.csv", "--at", AT, "--json"], 1);
    met.extend(corrected["rows"].as_array().unwrap().iter().flat_map(codes));
    // Under another address what was revoked does not come back either.
    let rows = "Nom;Mail;Badge;Date\nChange Depuis;depuis@example.org;impression-3d;2026-03-02\n";
    fs::write(aside.path("revient.csv"), rows).unwrap();
    let back = aside.json(&["batch", "plan", "revient.csv", "--at", AT, "--json"], 1);
    met.extend(back["rows"].as_array().unwrap().iter().flat_map(codes));
    // Late in the day, tomorrow has begun somewhere.
    // And a hyphen of a PDF stands in an address.
    let rows = "Nom;Mail;Badge;Date\nDi Main;di@example.org;impression-3d;2026-03-11\n\
        Dim Ana;dim\u{2010}ana@example.org;impression-3d;2026-03-02\n";
    fs::write(aside.path("demain.csv"), rows).unwrap();
    let ahead = aside.json(&["batch", "plan", "demain.csv", "--at", "2026-03-10T20:00:00Z", "--json"], 0);
    met.extend(ahead["rows"].as_array().unwrap().iter().flat_map(codes));
    // A year of birth that was corrected, and the table as it was.
    run(&mut aside.command(&["consent", "record", "deja@example.org", "--born", "2012", "--at", AT]), 0);
    let rows = "Nom;Mail;Badge;Date;Naissance\nDéjà Là;deja@example.org;couture-1;2026-03-05;2015-05-30\n";
    fs::write(aside.path("naissance.csv"), rows).unwrap();
    let born = aside.json(&["batch", "plan", "naissance.csv", "--at", AT, "--json"], 0);
    met.extend(born["rows"].as_array().unwrap().iter().flat_map(codes));
    // A title of the child's own word, under which somebody looks for consent.
    let rows = "Nom;Mail;Badge;Date;Naissance;Signature du jeune\nLou Pré;lou@example.org;couture-1;2026-03-05;2015-05-30;oui\n";
    fs::write(aside.path("jeune.csv"), rows).unwrap();
    let map = ["--map", "Signature du jeune=consent", "--at", AT, "--json"];
    let child = aside.json(&[&["batch", "plan", "jeune.csv"], &map[..]].concat(), 0);
    met.extend(child["rows"].as_array().unwrap().iter().flat_map(codes));
    let all: BTreeSet<&str> = Trouble::CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(met, all, "every code is met, and no other");
    assert_eq!(world.awards().len(), 2, "a plan awards nothing");

    let first: Value = serde_json::from_str(&run(&mut world.issue(), 1)).unwrap();
    assert_eq!(first["counts"]["updated"], 1, "{}", first["counts"]);
    assert_eq!(standing(&world), expected());
    world.is_whole();
    let awards = world.awards();
    // A folder for each person; nobody's files are in another's.
    let waiting = first["rows"].as_array().unwrap().iter().flat_map(|r| r["awards"].as_array().unwrap());
    for award in waiting.filter(|a| a["state"] == "issued") {
        for file in award["files"].as_array().unwrap() {
            assert!(world.path(file.as_str().unwrap()).is_file(), "{file}");
        }
    }
    let second: Value = serde_json::from_str(&run(&mut world.issue(), 1)).unwrap();
    assert_eq!((&second["counts"]["issued"], &second["counts"]["updated"]), (&json!(0), &json!(0)));
    assert_eq!(world.awards(), awards);
    // The table that came back is a table of the same people: nothing of it is left to award.
    let back = ["batch", "issue", "sortie/resultats.csv", "--at", AT, "--changed=update", "--yes", "--json"];
    let third = world.json(&back, 1);
    assert_eq!(
        (&third["counts"]["issued"], &third["counts"]["updated"]),
        (&json!(0), &json!(0)),
        "{}",
        third["counts"]
    );
    assert_eq!(world.awards(), awards);
}

#[test]
fn killed_a_hundred_times_nothing_is_lost_or_doubled_or_told_twice() {
    let base = World::new();
    let mut chance = Chance::new();
    let began = std::time::Instant::now();
    run(&mut base.copy().issue(), 1);
    let whole = u64::try_from(began.elapsed().as_millis()).unwrap();
    let (mut kills, mut round) = (0, 0);
    let mut last = base.copy();
    while kills < 45 {
        round += 1;
        assert!(round < 60, "only {kills} of the runs were killed at work");
        last = base.copy();
        for _ in 0..8 {
            let at_work = killed(&mut last.issue(), Duration::from_millis(chance.below(whole * 2 / 3)));
            kills += usize::from(at_work);
            if !at_work {
                break;
            }
        }
        run(&mut last.issue(), 1);
        assert_eq!(standing(&last), expected());
        last.is_whole();
    }
    println!("{kills} runs killed at work in {round} rounds");

    // One in three has no mailbox; the server is so slow that there is still something to send when it is cut off for the
    // last time: two hundred texts take sixteen seconds, the runs that are killed eight together.
    let no: serde_json::Map<String, Value> =
        (0..PEOPLE).step_by(3).map(|n| (format!("p{n}@example.org"), json!(550))).collect();
    let Some(server) = MailServer::start(json!({"refuse": no, "delay": 0.08})) else { return };
    let card = fs::read_to_string(last.path("place.toml")).unwrap();
    fs::write(last.path("place.toml"), card + &server.settings("none", "")).unwrap();
    let sends = ["send", "--yes", "--without-link", "--json"];
    while kills < 100 {
        let after = Duration::from_millis(50 + chance.below(200));
        kills += usize::from(killed(&mut last.command(&sends), after));
        round += 1;
        assert!(round < 250, "only {kills} were killed at work");
    }
    let told = last.command(&sends).output().unwrap();
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!((&told["counts"]["waiting"], &told["stopped"]), (&json!(0), &Value::Null), "{told}");
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    server.received().into_iter().for_each(|mail| *times.entry(mail.to).or_default() += 1);
    let states = last.json(&["send", "--list", "--json"], 0);
    let mut uncertain = 0;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for message in states["messages"].as_array().unwrap() {
        let (to, state) = (message["to"].as_str().unwrap(), message["state"].as_str().unwrap());
        let times = times.get(to).copied().unwrap_or(0);
        assert!(known.insert(to), "{to} has two messages");
        match state {
            "sent" => assert_eq!(times, 1, "{to}"),
            "refused" => assert!(no_mailbox(to) && times == 0, "{to}"),
            // Cut off between the message and the answer: it arrived or not, and is not sent again by itself.
            "uncertain" => assert!(times <= 1, "{to}"),
            other => panic!("{to}: {other}"),
        }
        uncertain += usize::from(state == "uncertain");
    }
    assert!(uncertain <= 55, "each kill can leave one in doubt, not {uncertain}");
    // Nobody writes to a minor without consent, nor to whoever said no.
    let kept_back = ["minor.no_consent", "minor.refused", "consent.refused"].map(|code| {
        let at = FAULTS.iter().position(|f| f.1 == code).unwrap() + 1_000;
        format!("p{at}@example.org")
    });
    for (to, ..) in last.awards().iter().filter(|a| a.0.contains('@')) {
        assert_eq!(known.contains(to.as_str()), !kept_back.contains(to), "{to}");
    }
    println!("{} messages arrived, {uncertain} in doubt", times.len());
}

fn no_mailbox(to: &str) -> bool {
    let number = to.strip_prefix('p').and_then(|rest| rest.split('@').next()?.parse::<usize>().ok());
    number.is_some_and(|n| n < PEOPLE && n % 3 == 0)
}

/// A small disk of its own, for as long as the test lasts.
#[cfg(target_os = "linux")]
struct Disk(PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    fn mount(at: &Path, options: &str) -> bool {
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
        mount.is_ok_and(|s| s.success())
    }

    fn new(at: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        Self::mount(&at, &format!("size={size}")).then_some(Self(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_a_run_and_the_next_one_goes_on() {
    let base = World::new();
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(home.path().join("petit"), "5m") else {
        eprintln!("SKIPPED: no disk of its own can be mounted here (root is needed): a full disk was not tried");
        return;
    };
    let copied = Command::new("cp").arg("-r").arg(format!("{}/.", base.dir.path().display())).arg(&disk.0).status();
    assert!(copied.unwrap().success());
    let issue = || {
        let mut command = badge(["batch", "issue", "inscrits.xlsx", "--at", AT, "--changed=update", "--yes", "--json"]);
        command.current_dir(&disk.0);
        command
    };
    let list = || -> Vec<Value> {
        let out = run(badge(["list", "--json"]).current_dir(&disk.0), 0);
        serde_json::from_str::<Value>(&out).unwrap()["awards"].as_array().unwrap().clone()
    };
    let mut before = 0;
    for _ in 0..2 {
        run(&mut issue(), 2);
        // Whole groups, or nothing: each award that is listed has its files, and nothing else is there.
        let tokens: BTreeSet<String> = list().iter().map(|a| a["token"].as_str().unwrap().to_owned()).collect();
        let folders: BTreeSet<String> = names(&disk.0.join("awards")).into_iter().collect();
        assert_eq!(tokens, folders);
        assert!(tokens.len() >= before && tokens.len() < expected().len(), "{}", tokens.len());
        before = tokens.len();
    }
    // What the run could not finish takes no room: a parent can still withdraw (D-11).
    let withdraw = ["consent", "withdraw", "deja@example.org", "--at", AT, "--yes"];
    run(badge(withdraw).current_dir(&disk.0), 0);
    assert_eq!(names(&disk.0.join(".badge/staging")), Vec::<String>::new());
    let larger = Command::new("mount").args(["-o", "remount,size=64m"]).arg(&disk.0).status();
    assert!(larger.unwrap().success());
    run(&mut issue(), 1);
    let to: BTreeSet<String> = list()
        .iter()
        .filter(|a| a["state"] != "revoked")
        .map(|a| format!("{} {} {}", a["to"], a["achievement"], a["date"]))
        .collect();
    assert_eq!(to.len(), expected().len() + 1, "each once");
}
