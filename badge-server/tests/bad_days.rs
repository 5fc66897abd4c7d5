//! Bad days, with the real program: its database dies under load, its disk is full, it is killed while it brings its tables
//! up to date. Nothing that was answered is lost, nothing is there twice, nothing is half there, and it comes back by itself.

mod real;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::real::cluster::Cluster;
use crate::real::{Answer, Data, Server};

/// The award that the person of a number gets.
fn wish(n: usize) -> String {
    json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org"), "date": "2026-03-02"}).to_string()
}

fn award(server: &Server<'_>, n: usize) -> std::io::Result<Answer> {
    server.asked(&server.address, "POST", "/api/v1/awards", wish(n).as_bytes())
}

/// All of what an award consists of is at its address.
fn is_whole(server: &Server<'_>, id: &str) -> bool {
    let read = |name: &str| server.published(&format!("/b/{id}/{name}")).unwrap();
    let (credential, picture, page) = (read("credential.json"), read("badge.png"), read("index.html"));
    [credential.status, picture.status, page.status] == [200; 3]
        && credential.json()["id"].as_str().is_some_and(|name| name.contains(id))
        && picture.body.ends_with(b"IEND\xaeB`\x82")
}

// Several clients ask both servers for the same awards, again and again until they have an answer.
fn everybody_once(servers: &[Server<'_>], many: usize, meanwhile: impl FnOnce(&AtomicUsize)) {
    let done = AtomicUsize::new(0);
    let named = std::sync::Mutex::new(BTreeMap::<usize, String>::new());
    let client = |first: usize| {
        for n in (first..many).chain(0..first) {
            let id = (0..400).find_map(|_| match award(&servers[(n + first) % servers.len()], n) {
                Ok(answer) if matches!(answer.status, 200 | 201) => {
                    Some(answer.json()["id"].as_str().unwrap().to_owned())
                }
                Ok(answer) => {
                    assert!(answer.is_our_fault(), "{answer:?}");
                    std::thread::sleep(Duration::from_millis(50));
                    None
                }
                Err(_) => None,
            });
            let id = id.unwrap_or_else(|| panic!("{n} was never awarded"));
            let first = named.lock().unwrap().entry(n).or_insert_with(|| id.clone()).clone();
            assert_eq!(first, id, "whoever asks is told the same award");
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..4).map(|c| scope.spawn(move || client(c * many / 4))).collect();
        meanwhile(&done);
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
    let told: BTreeSet<String> = named.into_inner().unwrap().into_values().collect();
    for server in servers {
        let (ids, people): (BTreeSet<_>, BTreeSet<_>) = server.awards().into_iter().unzip();
        assert_eq!((server.awards().len(), people.len()), (many, many), "each once");
        assert_eq!(ids, told, "what was answered is there, and nothing else is");
    }
}

fn reaches(done: &AtomicUsize, many: usize) {
    while done.load(Ordering::Relaxed) < many {
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn two_servers_on_one_database_that_fails_under_load() {
    const MANY: usize = 120;
    let Some(cluster) = Cluster::start() else { return };
    let data = Data::with(&["--database", &cluster.database()]);
    let servers = [data.serve(), data.serve()];
    everybody_once(&servers, MANY, |done| {
        for part in [1, 2] {
            reaches(done, part * MANY);
            cluster.fail();
        }
    });
    let (id, _) = &servers[0].awards()[MANY / 2];
    assert!(is_whole(&servers[1], id));
    assert!(!data.run(&["doctor"]).contains("wrong"));
}

#[test]
fn two_servers_on_one_file() {
    const MANY: usize = 60;
    let data = Data::new();
    let servers = [data.serve(), data.serve()];
    everybody_once(&servers, MANY, |_| {});
    assert!(!data.run(&["doctor"]).contains("wrong"));
}

// D-05: a second server that was given a fresh folder would seal keys that the first cannot open.
#[test]
fn a_server_with_another_sealing_key_does_not_start() {
    let data = Data::new();
    let other = data.folder.join("other.key");
    std::fs::write(&other, format!("{}\n", "11".repeat(32))).unwrap();
    let refused = data.program().args(["--listen", "127.0.0.1:0", "--seal-key"]).arg(&other).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && said.contains("ce n’est pas la clé de scellement"), "{said}");
    assert_eq!(data.serve().ask("GET", "/readyz", "").0, 200);
}

/// A disk of its own, small enough to be filled.
struct Disk(tempfile::TempDir);

impl Disk {
    #[allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]
    fn new(mebibytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={mebibytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        if mounted.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("SKIPPED: no disk may be mounted here: what happens when it is full was not tried");
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

#[test]
fn a_full_disk_is_survived() {
    let Some(disk) = Disk::new(24) else { return };
    let data = Data::below(disk.0.path(), &[]);
    let server = data.serve();
    let mut good = 0;
    while good < 10 {
        let answer = award(&server, good).unwrap();
        assert_eq!(answer.status, 201, "{answer:?}");
        good += 1;
    }
    let filler = disk.0.path().join("filler");
    let full = std::io::copy(&mut std::io::repeat(0), &mut std::fs::File::create(&filler).unwrap());
    assert!(full.is_err(), "nothing more fits");
    let mut refused = 0;
    for n in good..good + 40 {
        let answer = award(&server, n).unwrap();
        assert!(answer.status == 503 && answer.head.contains("retry-after"), "{answer:?}");
        assert_eq!(answer.json()["type"], "urn:badge-server:problem:away");
        refused += 1;
        // What is there is shown all the same.
        if refused % 10 == 0 {
            assert!(is_whole(&server, &server.awards()[0].0));
            assert_eq!(server.ask("GET", "/healthz", "").0, 200);
        }
    }
    assert_eq!(server.awards().len(), good, "nothing is half there");
    // Whoever watches it, and whoever asks, is told.
    let ready = || server.ask("GET", "/readyz", "");
    assert_eq!(ready(), (200, json!({ "status": "disk" })));
    std::fs::remove_file(&filler).unwrap();
    assert_eq!(ready(), (200, json!({ "status": "ok" })));
    let mended = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        award(&server, good).unwrap().status == 201
    });
    assert!(mended, "it comes back by itself");
    for n in good + 1..good + 20 {
        let answer = award(&server, n).unwrap();
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let awards = server.awards();
    assert_eq!(awards.len(), good + 20);
    assert!(awards.iter().all(|(id, _)| is_whole(&server, id)));
    assert!(left_over(&data.folder.join("data/objects")).is_empty());
    drop(server);
    assert!(!data.run(&["doctor"]).contains("wrong"));
}

/// Files that were begun and not finished.
fn left_over(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(left_over(&entry));
        } else if entry.to_string_lossy().ends_with(".tmp") {
            found.push(entry.display().to_string());
        }
    }
    found
}
