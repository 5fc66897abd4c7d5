//! Several commands at once, a full disk, a folder without rights.

// A test that cannot run, and the seed of one that can, have to be seen.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use support::{World, is_whole};

#[test]
fn commands_at_once_wait_for_each_other() {
    let world = World::place();
    let mut children = Vec::new();
    for n in 0..4 {
        for m in 0..5 {
            let to = format!("p{n}.{m}@example.org");
            let mut command = world.command(["issue", "impression-3d", "--to", &to]);
            children.push(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        }
        let lines: String = (0..50)
            .map(|m| format!("{{\"achievement\":\"documentation\",\"to\":\"q{n}.{m}@example.org\"}}\n"))
            .collect();
        world.write(&format!("lines{n}.jsonl"), lines);
        let input = std::fs::File::open(world.at(&format!("lines{n}.jsonl"))).unwrap();
        let mut command = world.command(["issue", "-"]);
        children.push(command.stdin(input).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    // One more is awarded to see that the place is whole.
    assert_eq!(is_whole(&world).len(), 4 * (5 + 50) + 1);
}

#[test]
fn whoever_has_to_wait_is_told() {
    let world = World::place();
    world.run(["issue", "impression-3d", "--card"]).good();
    let lock = std::fs::OpenOptions::new().write(true).open(world.at(".badge/lock")).unwrap();
    lock.lock().unwrap();
    let mut command = world.command(["issue", "impression-3d", "--card"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // However slow the machine is: the lock is held until it has said so, or ended without a word.
    let mut told = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        told += &line.unwrap();
        if told.contains("j’attends") {
            lock.unlock().unwrap();
        }
    }
    assert!(child.wait().unwrap().success() && told.contains("j’attends"), "{told}");
}

/// A small disk of its own, gone when the test is over.
struct Disk(std::path::PathBuf);

impl Disk {
    fn mount(at: &std::path::Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let options = format!("size={size},mode=755");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|o| o.status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let world = World::empty();
    let Some(_disk) = Disk::mount(&world.at("disk"), "4m") else {
        eprintln!("SKIPPED: a small disk cannot be mounted here (this test needs root)");
        return;
    };
    let init = ["init", "disk", "--name", "A", "--email", "a@example.org", "--no-passphrase", "--examples"];
    world.run(init).good();
    let issue = |to: &str| world.run(["--place", "disk", "issue", "impression-3d", "--to", to]);
    issue("a@example.org").good();
    let before = (world.text("disk/register.jsonl"), world.text("disk/people.json"));

    // Room for ever less: the picture, the credential, the person, the register's line may be what does not fit.
    let room = |bytes: u64| {
        let _ = std::fs::remove_file(world.at("disk/filler"));
        let mut filler = std::fs::File::create(world.at("disk/filler")).unwrap();
        let mut full = vec![0_u8; 4096];
        while std::io::Write::write(&mut filler, &full).is_ok_and(|n| n == full.len()) {}
        full.truncate(0);
        let length = filler.metadata().unwrap().len();
        filler.set_len(length.saturating_sub(bytes) / 4096 * 4096).unwrap();
    };
    let mut failed = 0;
    for pages in (0..30).rev() {
        room(pages * 4096);
        let ran = issue("b@example.org");
        if ran.code == 0 {
            // It fitted: taken back, so that the next one meets the same disk.
            for award in std::fs::read_dir(world.at("disk/awards")).unwrap() {
                let award = award.unwrap().path();
                let token = award.file_name().unwrap().to_string_lossy().into_owned();
                if !before.0.contains(&token) {
                    std::fs::remove_dir_all(award).unwrap();
                }
            }
            std::fs::remove_file(world.at("disk/filler")).unwrap();
            world.write("disk/register.jsonl", &before.0);
            world.write("disk/people.json", &before.1);
            continue;
        }
        failed += 1;
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("le disque est plein"), "{pages}: {}", ran.err);
        assert_eq!(world.text("disk/register.jsonl"), before.0, "{pages}");
    }
    assert!(failed > 5, "only {failed} failed: the disk was not full enough");

    std::fs::remove_file(world.at("disk/filler")).unwrap();
    issue("b@example.org").good();
    let listed = world.run(["--place", "disk", "list", "--json"]).good().json();
    assert_eq!(listed["awards"].as_array().unwrap().len(), 2);
    assert_eq!(world.run(["--place", "disk", "doctor"]).code, 0);
}

#[test]
fn a_full_disk_is_told_when_standard_output_is_one() {
    let world = World::place();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = world.command(["achievement", "list"]).stdout(full).output().unwrap();
    let ran = world.ran(output);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("le disque est plein"), "{}", ran.err);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let world = World::place();
    let mut child =
        world.command(["achievement", "list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = world.ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn a_folder_without_rights_is_told() {
    let world = World::place();
    world.run(["issue", "impression-3d", "--to", "lea@example.org"]).good();
    // As nobody: root may write anywhere. The binary has to be where nobody can run it.
    let binary = world.at("badge-for-nobody");
    std::fs::copy(env!("CARGO_BIN_EXE_badge"), &binary).unwrap();
    let mut open = std::fs::metadata(world.path()).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut open, 0o755);
    std::fs::set_permissions(world.path(), open).unwrap();
    let nobody = |args: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(&binary).args(args);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).current_dir(world.path());
        command.output()
    };
    match nobody(&["--version"]) {
        Ok(output) if output.status.success() => {}
        _ => {
            eprintln!("SKIPPED: another user cannot be taken here (this test needs root and setpriv)");
            return;
        }
    }
    let before = world.text("register.jsonl");
    let ran = world.ran(nobody(&["issue", "impression-3d", "--card"]).unwrap());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("vous n’avez pas les droits nécessaires"), "{}", ran.err);
    assert!(ran.err.contains("conseil"), "{}", ran.err);
    let ran =
        world.ran(nobody(&["init", "new", "--name", "A", "--email", "a@example.org", "--no-passphrase"]).unwrap());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("vous n’avez pas les droits nécessaires"), "{}", ran.err);
    // What may be read is shown all the same.
    assert_eq!(world.ran(nobody(&["list"]).unwrap()).code, 2, "people.json is for its owner alone");
    assert_eq!(world.ran(nobody(&["achievement", "list"]).unwrap()).code, 0);
    assert_eq!(world.text("register.jsonl"), before);
}
