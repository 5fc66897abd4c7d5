//! Killing the process at any instant loses nothing that was reported as done, and leaves nothing half-written (D-06).

// A test that cannot run, and the seed of one that can, have to be seen.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{World, is_whole};

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
