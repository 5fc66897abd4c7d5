//! Killing the process at any instant loses nothing that was reported as done, and leaves nothing half-written (D-06).

// A test that cannot run, and the seed of one that can, have to be seen.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{World, files, is_whole};

/// Kills of each kind. With both kinds in both places: hundreds.
const KILLS: u64 = 60;

/// One test at a time, or none would meet the moment it waits for.
static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// A small generator, so that a failure can be told with its seed.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
        println!("seed {seed}");
        Self(seed | 1)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

fn issue(world: &World, n: u64) -> std::process::Command {
    let to = format!("personne{n}@example.org");
    let mut command = world.command(["issue", "impression-3d", "--to", &to, "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// One award after the other, each process killed somewhere. Gives the tokens that were reported.
fn one_by_one(world: &World, chance: &mut Chance) -> Vec<String> {
    let mut whole = 0;
    for _ in 0..3 {
        let began = Instant::now();
        assert!(issue(world, 0).output().unwrap().status.success());
        whole = began.elapsed().as_micros() as u64;
    }
    let mut reported = Vec::new();
    for n in 1..=KILLS {
        let mut child = issue(world, n).spawn().unwrap();
        // The earlier half is spent on reading and drawing: one kill in four is enough for it.
        let least = if chance.below(4) == 0 { 0 } else { whole / 2 };
        std::thread::sleep(Duration::from_micros(least + chance.below(whole * 3 / 2 - least)));
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        if let Ok(answer) = serde_json::from_slice::<serde_json::Value>(&output.stdout) {
            assert_eq!(answer["ok"], true, "{answer}");
            reported.push(answer["token"].as_str().unwrap().to_owned());
        }
    }
    reported
}

/// Streams of lines, each stream killed somewhere.
fn streams(world: &World, chance: &mut Chance) -> Vec<String> {
    let mut reported = Vec::new();
    for n in 0..KILLS {
        let mut command = world.command(["issue", "-"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Now many lines at once, which are made to last together; now one at a time.
        let burst = chance.below(2) == 0;
        let writer = std::thread::spawn(move || {
            for line in 0..2_000 {
                let text = format!("{{\"achievement\":\"impression-3d\",\"to\":\"p{n}.{line}@example.org\"}}\n");
                if stdin.write_all(text.as_bytes()).is_err() {
                    return;
                }
                if !burst {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        });
        let out = BufReader::new(child.stdout.take().unwrap());
        let (first, begun) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let whole = |line: Result<String, _>| serde_json::from_str::<serde_json::Value>(&line.ok()?).ok();
            out.lines().filter_map(whole).inspect(|_| first.send(()).unwrap_or_default()).collect::<Vec<_>>()
        });
        // Mostly amid the writing, now and then before it.
        if chance.below(5) > 0 {
            let _ = begun.recv_timeout(Duration::from_secs(20));
        }
        std::thread::sleep(Duration::from_micros(chance.below(40_000)));
        let _ = child.kill();
        child.wait().unwrap();
        writer.join().unwrap();
        for answer in reader.join().unwrap() {
            assert_eq!(answer["ok"], true, "{answer}");
            reported.push(answer["token"].as_str().unwrap().to_owned());
        }
    }
    reported
}

/// What the folder shows of an award in the making, step by step. A kill at random rarely meets these moments: each
/// is short beside the reading, signing and drawing around it.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Staged,
    Person,
    Register,
    Settled,
}

impl Moment {
    const ALL: [Self; 4] = [Self::Staged, Self::Person, Self::Register, Self::Settled];

    /// Changes when the moment has come.
    fn look(self, world: &World) -> u64 {
        let entries = |name: &str| std::fs::read_dir(world.at(name)).map_or(0, |entries| entries.count() as u64);
        let length = |name: &str| std::fs::metadata(world.at(name)).map_or(0, |m| m.len());
        match self {
            Self::Staged => entries(".badge/staging"),
            Self::Person => length("people.json"),
            Self::Register => length("register.jsonl"),
            Self::Settled => entries("awards"),
        }
    }
}

/// Groups of lines, each process killed as soon as the folder shows one of the steps.
fn at_each_step(world: &World, rounds: u64) -> (Vec<String>, u64) {
    let (mut reported, mut met) = (Vec::new(), 0);
    for (n, moment) in (0..rounds).flat_map(|n| Moment::ALL.map(|m| (n, m))) {
        let lines: String = (0..12)
            .map(|m| format!("{{\"achievement\":\"impression-3d\",\"to\":\"{moment:?}{n}.{m}@example.org\"}}\n"))
            .collect();
        world.write("lines.jsonl", lines);
        // What an earlier kill left is cleared away first, or it would be taken for the step that is waited for.
        world.run(["issue", "premiers-pas", "--card"]).good();
        let before = moment.look(world);
        let mut command = world.command(["issue", "-"]);
        command.stdin(std::fs::File::open(world.at("lines.jsonl")).unwrap());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        while moment.look(world) == before && began.elapsed() < Duration::from_secs(60) {
            std::hint::spin_loop();
        }
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        met += u64::from(!output.status.success());
        let answers = String::from_utf8_lossy(&output.stdout).into_owned();
        for answer in answers.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok()) {
            assert_eq!(answer["ok"], true, "{answer}");
            reported.push(answer["token"].as_str().unwrap().to_owned());
        }
    }
    (reported, met)
}

#[track_caller]
fn nothing_is_lost(world: &World, reported: &[String]) {
    let awards = is_whole(world);
    println!("{} reported, {} in the register", reported.len(), awards.len());
    for token in reported {
        let award = awards.iter().find(|a| a["token"] == token.as_str());
        assert!(award.is_some(), "{token} was reported as done, and is lost");
        for file in ["badge.png", "credential.json"] {
            assert!(world.at(&format!("awards/{token}/{file}")).is_file(), "{token}: {file} is lost");
        }
    }
}

#[test]
fn killed_while_awarding_one() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let world = World::quick(Some("https://badges.example.org"));
    let reported = one_by_one(&world, &mut chance);
    nothing_is_lost(&world, &reported);
}

#[test]
fn killed_while_awarding_many() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let world = World::quick(Some("https://badges.example.org"));
    let reported = streams(&world, &mut chance);
    assert!(!reported.is_empty(), "every process was killed before its first award");
    nothing_is_lost(&world, &reported);
}

#[test]
fn what_survives_a_kill_verifies() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let world = World::quick(None);
    let mut reported = one_by_one(&world, &mut chance);
    reported.extend(streams(&world, &mut chance));
    nothing_is_lost(&world, &reported);
    let verified = world.run(["verify", "awards", "--offline", "--json"]).good().json();
    assert_eq!(verified["verdict"], "verified");
    // Each award is there twice: as a file, and in its picture.
    let awards = world.run(["list", "--json"]).good().json()["awards"].as_array().unwrap().len();
    assert_eq!(verified["inputs"].as_array().unwrap().len(), 2 * awards);
}

#[test]
fn killed_at_each_step() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let world = World::quick(Some("https://badges.example.org"));
    let rounds = 10;
    let (reported, met) = at_each_step(&world, rounds);
    println!("{met} of {} were killed at work", rounds * Moment::ALL.len() as u64);
    assert!(met > rounds, "too few were killed at work: {met}");
    nothing_is_lost(&world, &reported);
}

/// A badge for each of some people, and an endorsement of what they were given, in a place without an address: all of it
/// can be verified without a network.
fn endorsed(people: usize) -> (World, World, Vec<String>) {
    let (world, partner) = (World::quick(None), World::quick(None));
    let issue = |n| {
        let to = format!("personne{n}@example.org");
        let made = world.run(["issue", "impression-3d", "--to", &to, "--json"]).good().json();
        made["token"].as_str().unwrap().to_owned()
    };
    let tokens: Vec<String> = (0..people).map(issue).collect();
    partner.write("badge.json", world.text(&format!("awards/{}/credential.json", tokens[0])));
    partner.run(["endorse", "badge.json", "--offline", "--out", "sent"]).good();
    for file in std::fs::read_dir(partner.at("sent")).unwrap().map(|e| e.unwrap().path()) {
        let ending = file.extension().unwrap().to_str().unwrap().to_owned();
        world.write(&format!("received.{ending}"), std::fs::read(&file).unwrap());
    }
    (world, partner, tokens)
}

/// What each badge's file and picture hold: both the same, the id that it always had, and how many endorsements.
fn held(world: &World, tokens: &[String]) -> Vec<(String, usize)> {
    let one = |token: &String| {
        let folder = format!("awards/{token}");
        let text = world.text(&format!("{folder}/credential.json"));
        let picture = world.run(["unbake", &format!("{folder}/badge.png")]).good().out;
        assert_eq!(picture.trim(), text.trim(), "{token}: the picture holds another version than the file");
        let badge: serde_json::Value = serde_json::from_str(&text).unwrap();
        let carried = badge["credentialSubject"]["achievement"]["endorsement"].as_array().map_or(0, Vec::len);
        (badge["id"].as_str().unwrap().to_owned(), carried)
    };
    tokens.iter().map(one).collect()
}

#[test]
fn killed_while_signing_again() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let (world, _partner, tokens) = endorsed(6);
    let before = held(&world, &tokens);
    assert!(before.iter().all(|(_, carried)| *carried == 0));
    let mut met = 0;
    for round in 0..REISSUES {
        // Now with the endorsement, now without it: there is always something to sign again.
        if round % 2 == 0 {
            world.run(["accept", "received.json", "received.jws", "--offline"]).good();
        } else {
            let kept = world.run(["endorsements", "--json"]).good().json();
            let name = kept["received"][0]["name"].as_str().unwrap().to_owned();
            world.run(["endorsements", "--remove", &name]).good();
        }
        let mut command = world.command(["accept", "--reissue", "all", "--offline"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (began, length) =
            (Instant::now(), |world: &World| std::fs::metadata(world.at("register.jsonl")).unwrap().len());
        // Killed between what two badges take, or amid one: after so many lines of the register, and a moment.
        let (lines, start) = (chance.below(tokens.len() as u64), length(&world));
        while length(&world) < start + lines * 200 && began.elapsed() < Duration::from_secs(20) {
            std::hint::spin_loop();
        }
        std::thread::sleep(Duration::from_micros(chance.below(30_000)));
        let _ = child.kill();
        met += u64::from(!child.wait().unwrap().success());
    }
    println!("{met} of {REISSUES} were killed at work");
    assert!(met > REISSUES / 4, "too few were killed at work: {met}");
    // An even number of rounds: the endorsement is taken away, and all badges are made to say so.
    world.run(["accept", "--reissue", "all", "--offline"]).good();
    let awards = is_whole(&world);
    let mine = |a: &&serde_json::Value| a["achievement"] == "impression-3d";
    assert_eq!(awards.iter().filter(mine).count(), tokens.len(), "none is lost, none is there twice");
    assert_eq!(held(&world, &tokens), before);
    let verified = world.run(["verify", "awards", "--offline", "--json", "--at", "2100-01-01"]).json();
    let verdict = |badge: &serde_json::Value| badge["verdict"].as_str().unwrap_or_default().to_owned();
    let inputs = verified["inputs"].as_array().unwrap();
    let badges: Vec<_> = inputs.iter().flat_map(|i| i["badges"].as_array().unwrap()).collect();
    let altered = |badge: &&&serde_json::Value| {
        badge["checks"].as_array().unwrap().iter().any(|c| c["code"] == "proof.signature" && c["outcome"] != "pass")
    };
    assert_eq!(badges.iter().filter(altered).count(), 0, "{:?}", badges.iter().map(|b| verdict(b)).collect::<Vec<_>>());
}

/// Kills of badges that are signed again; an even number.
const REISSUES: u64 = 24;

#[test]
fn killed_while_a_card_is_claimed() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let world = World::quick(None);
    let mut met = 0;
    let cards: u64 = 16;
    let began = Instant::now();
    world.run(["issue", "impression-3d", "--card"]).good();
    let whole = began.elapsed().as_micros() as u64;
    for n in 0..cards {
        let card = world.run(["issue", "impression-3d", "--card", "--json"]).good().json();
        let (code, token) = (card["code"].as_str().unwrap(), card["token"].as_str().unwrap());
        let to = format!("personne{n}@example.org");
        let args = ["claim", code, "--to", &to, "--json"];
        let mut child = world.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(whole / 3 + chance.below(whole)));
        let _ = child.kill();
        met += u64::from(!child.wait().unwrap().success());
        // Asked again, it is theirs, once: neither lost with the card, nor given twice.
        world.run(args).good();
        let listed = world.run(["list", "--json"]).good().json();
        let awards = listed["awards"].as_array().unwrap();
        let state = |t: &str| awards.iter().find(|a| a["token"] == t).map(|a| a["state"].clone());
        assert_eq!(state(token), Some("revoked".into()), "the card holds no more");
        let theirs = awards.iter().filter(|a| a["to"] == to.as_str());
        assert_eq!(theirs.filter(|a| a["state"] == "valid").count(), 1, "{to}: {awards:#?}");
    }
    println!("{met} of {cards} were killed at work");
    assert!(met > cards / 4, "too few were killed at work: {met}");
    is_whole(&world);
}

/// A site that is cut short is written on by the next run, without a question, and nothing is left beside its pages.
// D-06, D-11
#[test]
fn killed_while_publishing() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let world = World::quick(Some("https://badges.example.org"));
    let lines: String =
        (0..60).map(|n| format!("{{\"achievement\":\"premiers-pas\",\"to\":\"p{n}@example.org\"}}\n")).collect();
    world.feed(["issue", "-"], lines).good();
    let publish = ["publish", "--out", "site", "--json"];
    let began = Instant::now();
    world.run(publish).good();
    let whole = began.elapsed().as_micros() as u64;
    let (mut killed, mut stopped) = (0, false);
    for round in 0..24 {
        // Every page changes: what lies there is what an earlier run wrote, and not what the next one will.
        let (verb, reason) = if round % 2 == 0 { ("revoke", "essai") } else { ("reinstate", "essai") };
        world.run([verb, "--achievement", "premiers-pas", "--reason", reason, "--yes"]).good();
        for _ in 0..1 + chance.below(2) {
            let mut child = world.command(publish).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(whole / 4 + chance.below(whole * 3 / 4)));
            stopped = child.try_wait().unwrap().is_none();
            killed += u32::from(stopped);
            let _ = child.kill();
            child.wait().unwrap();
        }
        if round % 3 > 0 {
            let ran = world.run(publish);
            assert_eq!(ran.code, 0, "our own pages are not somebody else's: {}", ran.err);
            let left: Vec<String> = files(&world.at("site")).into_iter().filter(|f| f.ends_with(".tmp")).collect();
            assert_eq!(left, Vec::<String>::new());
        }
    }
    println!("{killed} runs killed at work, the last one: {stopped}");
    assert!(killed > 5, "too few were killed at work: {killed}");
    // What a run left beside a page goes with the page.
    let token = world.run(["list", "--json"]).good().json()["awards"][0]["token"].as_str().unwrap().to_owned();
    world.write(&format!("site/b/{token}/.0123456789abcdef.tmp"), "a page");
    world.run(["consent", "withdraw", &token, "--yes"]).good();
    assert!(!world.at(&format!("site/b/{token}")).exists(), "nothing of the page is left");
}

/// A copy for somebody that is cut off anywhere is made whole by the next run, and nobody else's file goes with it.
#[test]
fn killed_while_a_person_is_copied() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut chance = Chance::new();
    let world = World::quick(Some("https://badges.example.org"));
    let who = "lea@example.org";
    let lines: String = (1..25)
        .map(|day| format!("{{\"achievement\":\"premiers-pas\",\"to\":\"{who}\",\"date\":\"2026-03-{day:02}\"}}\n"))
        .collect();
    world.feed(["issue", "-"], lines).good();
    let export = ["person", "export", who, "--out", "copie"];
    let began = Instant::now();
    world.run(export).good();
    let whole = began.elapsed().as_micros() as u64;
    let (good, list) = (files(&world.at("copie")), world.at("copie/.badge-export"));
    assert!(good.len() > 24 && !list.exists(), "{good:?}");
    let (mut begun, mut theirs) = (0, 0);
    for round in 0..24 {
        let _ = std::fs::remove_dir_all(world.at("copie"));
        let mut child = world.command(export).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // As soon as the first file is there, mostly.
        if round % 4 > 0 {
            while child.try_wait().unwrap().is_none() && !list.exists() {
                std::thread::sleep(Duration::from_micros(100));
            }
            std::thread::sleep(Duration::from_micros(chance.below(whole / 8)));
        } else {
            std::thread::sleep(Duration::from_micros(chance.below(whole)));
        }
        let _ = child.kill();
        child.wait().unwrap();
        if !list.exists() {
            continue;
        }
        begun += 1;
        let here = files(&world.at("copie"));
        world.run(["person", "export", who, "--out", "copie", "--dry-run"]).good();
        assert_eq!(files(&world.at("copie")), here, "a try takes nothing away");
        if begun % 2 == 0 {
            // Somebody put something beside it, or changed one of the files: all of it stays.
            let person = world.at("copie/person.txt");
            let own = if person.exists() { person } else { world.at("copie/notes.txt") };
            std::fs::write(&own, "à moi").unwrap();
            let refused = world.run(export);
            assert!(refused.code == 2 && refused.err.contains("n’est pas vide"), "{}", refused.err);
            assert_eq!(std::fs::read_to_string(&own).unwrap(), "à moi");
            theirs += 1;
        } else {
            world.run(export).good();
            assert_eq!(files(&world.at("copie")), good);
        }
    }
    println!("{begun} copies were begun and killed, {theirs} of them touched");
    assert!(begun > 2 && theirs > 0, "too few were killed at work: {begun}, {theirs}");
}

/// Whatever killed runs leave in the folders of the place goes; what somebody still writes stays.
#[test]
fn nothing_that_was_killed_stays_in_the_place() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let world = World::quick(Some("https://badges.example.org"));
    assert!(issue(&world, 0).output().unwrap().status.success());
    world.run(["publish", "--out", "site"]).good();
    let left = || -> Vec<String> { files(world.path()).into_iter().filter(|f| f.ends_with(".tmp")).collect() };
    let mut met = 0;
    for n in 1..=20 {
        // Another award is another list and another site.
        assert!(issue(&world, n).output().unwrap().status.success());
        let mut child =
            world.command(["publish", "--out", "site"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let folders = [world.at(".badge/published"), world.at(".badge/status")];
        let is_writing = || {
            let names = folders.iter().flat_map(|f| std::fs::read_dir(f).into_iter().flatten().flatten());
            names.filter_map(|e| e.file_name().into_string().ok()).any(|name| name.ends_with(".tmp"))
        };
        while child.try_wait().unwrap().is_none() && !is_writing() {}
        let _ = child.kill();
        child.wait().unwrap();
        met += usize::from(is_writing());
    }
    println!("{met} of 20 were killed while they wrote there");
    // One in each folder, whatever the kills met; and one that another process holds.
    for folder in ["published", "status"] {
        world.write(&format!(".badge/{folder}/.1.json.0123456789abcdef.tmp"), "half");
    }
    world.write("templates/.mail.fr.txt.0123456789abcdef.tmp", "half");
    let held = ".badge/status/.2.json.fedcba9876543210.tmp";
    world.write(held, "at work");
    let file = std::fs::File::open(world.at(held)).unwrap();
    file.try_lock().unwrap();
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(60);
    for name in left() {
        std::fs::File::options().write(true).open(world.at(&name)).unwrap().set_modified(long_ago).unwrap();
    }
    // Any verb that changes the place.
    assert!(issue(&world, 21).output().unwrap().status.success());
    assert_eq!(left(), [held.to_owned()]);
    drop(file);
    assert!(issue(&world, 22).output().unwrap().status.success());
    assert_eq!(left(), Vec::<String>::new());
}
