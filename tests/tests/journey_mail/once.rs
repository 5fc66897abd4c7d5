//! Each message once, and to nobody who may not be written to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use badge_tests::smtp::MailServer;
use serde_json::{Value, json};

use super::world::{World, counts, part, text};

// D-05, D-11
#[test]
fn who_may_not_be_written_to_is_not() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(Some("https://badges.example.org"));
    world.mail(&server.settings("none", ""));
    world.issue("enfant@example.org", &["--minor"]);
    world.issue("accord@example.org", &["--minor", "--consent", "sa mère"]);
    let revoked = world.issue("repris@example.org", &[]);
    world.good(["revoke", &revoked, "--yes"]);
    world.issue("efface@example.org", &[]);
    world.issue("ancien@example.org", &["--name", "Ana"]);
    world.good(["issue", "premiers-pas", "--card"]);
    // Two badges of one person go into one message.
    world.good(["issue", "decoupe-laser", "--to", "ancien@example.org"]);
    world.good(["publish", "--out", "site"]);

    // They wait in the outbox of a run that found nobody; what happens meanwhile counts.
    let away = format!("{}\n", server.settings("none", "")).replace(&server.port.to_string(), "9");
    world.mail(&away);
    let (code, answer) = world.send(&["--wait", "0"]);
    assert_eq!((code, counts(&answer)), (2, [0, 0, 0, 3]), "{answer}");
    assert_eq!(answer["not_told"], json!({"no_address": 0, "no_consent": 1}), "{answer}");
    let shown = world.good(["person", "show", "efface@example.org"]);
    assert!(shown.contains("en attente"), "{shown}");
    world.good(["person", "erase", "efface@example.org", "--yes"]);
    world.good(["person", "merge", "ancien@example.org", "nouveau@example.org", "--yes"]);
    world.mail(&server.settings("none", ""));
    let (code, answer) = world.send(&[]);
    assert_eq!((code, counts(&answer)), (0, [2, 0, 0, 0]), "{answer}");
    let received = server.received();
    let to: BTreeSet<&str> = received.iter().map(|r| r.to.as_str()).collect();
    assert_eq!(to, BTreeSet::from(["accord@example.org", "nouveau@example.org"]));
    let two = received.iter().find(|r| r.to == "nouveau@example.org").unwrap();
    assert!(two.about["headers"]["subject"].as_str().unwrap().contains('2'), "{}", two.about["headers"]);
    assert!(text(two, "text/plain").contains("https://badges.example.org/b/"), "the page is published");
    assert_eq!(part(two, "image/png").len(), 4);

    // What was written to somebody is shown to them, copied for them, and erased with them.
    let shown = world.good(["person", "show", "nouveau@example.org"]);
    assert!(shown.contains("envoyé") && !shown.contains("outbox/"), "{shown}");
    world.good(["person", "export", "nouveau@example.org", "--out", "copie"]);
    assert!(fs::read_to_string(world.at("copie/person.json")).unwrap().contains("\"sent\""));
    let tried = world.good(["person", "erase", "nouveau@example.org", "--dry-run"]);
    assert!(tried.contains("/outbox/"), "{tried}");
    world.good(["person", "erase", "nouveau@example.org", "--yes"]);
    assert_eq!(world.states().keys().collect::<Vec<_>>(), ["accord@example.org"]);
    for entry in fs::read_dir(world.at("outbox")).unwrap() {
        assert!(!fs::read_to_string(entry.unwrap().path()).unwrap().contains("nouveau@"));
    }
}

#[test]
fn a_run_that_dies_in_the_middle_of_a_message_says_so_and_two_runs_do_not_mix() {
    let Some(server) = MailServer::start(json!({"delay": 3.0})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    world.issue("lea@example.org", &[]);
    let mut child = world.command(["send", "--yes"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The state is on the disk before the server has the text: when it is there, the answer is still to come.
    let handing = || {
        let entries = fs::read_dir(world.at("outbox")).into_iter().flatten().flatten();
        entries.filter_map(|e| fs::read_to_string(e.path()).ok()).any(|text| text.contains("\"handing\""))
    };
    while !handing() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let busy = world.run(["send", "--yes", "--json"]);
    assert!(busy.code == 2 && busy.out.contains("send-busy"), "{}{}", busy.out, busy.err);
    // Others can award meanwhile: nobody holds the place while the server is waited for.
    world.issue("tom@example.org", &[]);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(server);
    let Some(server) = MailServer::start(json!({})) else { return };
    world.mail(&server.settings("none", ""));
    let ran = world.run(["send", "--yes"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("incertain  lea@example.org") && ran.out.contains("envoyé  tom@example.org"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("--resend"), "{}", ran.err);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn what_was_sent_is_not_sent_again_because_of_what_happens_to_the_badge() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(Some("https://badges.example.org"));
    world.mail(&server.settings("none", ""));
    let first = world.issue("lea@example.org", &[]);
    world.send(&["--without-link"]);
    for step in [["revoke", &first, "--yes"], ["reinstate", &first, "--yes"]] {
        world.good(step);
        assert_eq!(world.send(&["--without-link"]).0, 0);
        assert_eq!(server.received().len(), 1, "{step:?}");
    }
    world.good(["revoke", &first, "--yes"]);
    let (code, _) = world.send(&["--resend", "lea@example.org"]);
    assert_eq!((code, server.received().len()), (2, 1), "a badge that was taken back is not announced");
    // Of two badges in one message that waits, the one that holds is told; the other when it holds again.
    let kept = world.issue("tom@example.org", &[]);
    let out = world.good(["issue", "decoupe-laser", "--to", "tom@example.org", "--json"]);
    let back = serde_json::from_str::<Value>(&out).unwrap()["token"].as_str().unwrap().to_owned();
    world.mail("\n[mail]\nhost = \"localhost\"\nport = 9\nsecurity = \"none\"\n");
    assert_eq!(world.send(&["--wait", "0", "--without-link"]).0, 2);
    world.good(["revoke", &back, "--yes"]);
    world.mail(&server.settings("none", ""));
    let (_, answer) = world.send(&["--without-link"]);
    assert_eq!(answer["messages"][0]["awards"], json!([kept]), "{answer}");
    world.good(["reinstate", &back, "--yes"]);
    let (_, answer) = world.send(&["--without-link"]);
    assert_eq!(answer["messages"][0]["awards"], json!([back]), "{answer}");
    assert_eq!(server.received().len(), 3);
}

/// A small disk of its own, gone when the test is over.
struct Disk(PathBuf);

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped has to be seen")]
fn a_full_disk_sends_nothing_that_it_could_not_note() {
    let Some(server) = MailServer::start(json!({})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    for name in ["a", "b", "c", "d"] {
        world.issue(&format!("{name}@example.org"), &[]);
    }
    let outbox = world.at("outbox");
    fs::create_dir(&outbox).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=36k", "tmpfs"]).arg(&outbox).output();
    if !mounted.is_ok_and(|o| o.status.success()) {
        eprintln!("SKIPPED: a small disk cannot be mounted here (this test needs root)");
        return;
    }
    let disk = Disk(outbox.clone());
    // Ever less room: first not even the list of messages fits, then not the state of one of them.
    let mut stopped = 0;
    for pages in [0, 2, 4, 5, 6] {
        let _ = fs::remove_file(outbox.join("filler"));
        let taken = fs::read_dir(&outbox).unwrap().count();
        fs::write(outbox.join("filler"), vec![0; 4096 * 9_usize.saturating_sub(pages + taken)]).unwrap();
        let ran = world.run(["send", "--yes"]);
        stopped += u32::from(ran.code == 2 && ran.err.contains("plein"));
    }
    let _ = fs::remove_file(outbox.join("filler"));
    let (_, answer) = world.send(&[]);
    assert!(stopped > 0 && answer["stopped"].is_null(), "{stopped} {answer}");
    let states = world.states();
    let received = server.received();
    for name in ["a", "b", "c", "d"] {
        let to = format!("{name}@example.org");
        let times = received.iter().filter(|r| r.to == to).count();
        let state = states[&to].as_str();
        assert!(times == 1 && ["sent", "uncertain"].contains(&state), "{to}: {state}, {times}");
    }
    drop(disk);
}

/// A small generator, so that a failure can be told with its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[test]
#[allow(clippy::print_stdout, clippy::disallowed_methods, reason = "the seed has to be seen")]
fn a_cohort_is_told_once_whatever_kills_the_process() {
    let Some(server) = MailServer::start(json!({"refuse": {"p2@example.org": 550}, "delay": 0.004})) else { return };
    let world = World::place(None);
    world.mail(&server.settings("none", ""));
    let rows: String = (0..30).map(|n| format!("Camille {n};p{n}@example.org;impression-3d;2026-03-02\n")).collect();
    fs::write(world.at("table.csv"), format!("Nom;Courriel;Badge;Date\n{rows}")).unwrap();
    world.good(["batch", "issue", "table.csv", "--yes"]);
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
    println!("seed {seed}");
    let mut chance = Chance(seed);
    for _ in 0..14 {
        let mut command = world.command(["send", "--yes", "--json"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(20_000 + chance.below(120_000)));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let (_, answer) = world.send(&[]);
    assert_eq!(answer["stopped"], Value::Null, "{answer}");
    assert_eq!(answer["counts"]["waiting"], 0, "{answer}");

    let received = server.received();
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    received.iter().for_each(|r| *times.entry(&r.to).or_default() += 1);
    let states = world.states();
    assert_eq!(states.len(), 30);
    for n in 0..30 {
        let to = format!("p{n}@example.org");
        let times = times.get(to.as_str()).copied().unwrap_or(0);
        match states[&to].as_str() {
            "sent" => assert_eq!(times, 1, "{to}"),
            "refused" => assert!(to == "p2@example.org" && times == 0),
            // Cut off in between: it arrived or not, and a person is asked.
            "uncertain" => assert!(times <= 1, "{to}"),
            state => panic!("{to}: {state}"),
        }
    }
    assert_eq!(states["p2@example.org"], "refused", "the third of thirty");
    let uncertain = states.values().filter(|s| *s == "uncertain").count();
    println!("{} received, {uncertain} uncertain", received.len());
    let told = world.run(["send", "--yes"]);
    assert_eq!(told.code, if uncertain > 0 { 3 } else { 0 }, "{}{}", told.out, told.err);
    for (to, _) in states.iter().filter(|(_, state)| *state == "uncertain") {
        assert!(told.out.contains(to.as_str()), "{to} is named: {}", told.out);
    }
    assert_eq!(server.received().len(), received.len(), "nothing goes out again by itself");
}
