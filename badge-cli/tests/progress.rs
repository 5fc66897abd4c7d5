//! The bar of a long run: there for a person at a terminal, and for nobody else.

#![cfg(unix)]
#![allow(clippy::print_stderr)] // tests say loudly what they skip

mod support;

use std::process::{Command, Stdio};

use support::World;

const AT: &str = "2026-03-20";

fn table(world: &World, name: &str, people: std::ops::Range<u32>) {
    let row = |n| format!("Personne {n};p{n}@example.org;premiers-pas;2026-03-02\n");
    world.write(name, format!("Nom;Mail;Badge;Date\n{}", people.map(row).collect::<String>()));
}

#[test]
fn a_bar_is_shown_at_a_terminal_and_nowhere_else() {
    let world = World::quick(Some("https://badges.example.org"));
    table(&world, "un.csv", 0..120);
    let plain = world.run(["batch", "issue", "un.csv", "--yes", "--at", AT]).good();
    assert!(!plain.err.contains("/120") && !plain.err.contains('\r'), "{}", plain.err);
    // `script` gives it a terminal of its own.
    if !Command::new("script").arg("--version").output().is_ok_and(|out| out.status.success()) {
        eprintln!("SKIPPED: the bar is looked at through script (bsdutils)");
        return;
    }
    table(&world, "deux.csv", 200..320);
    let at_a_terminal = |more: &str| {
        let run = format!("'{}' batch issue deux.csv --yes --at {AT} {more}", env!("CARGO_BIN_EXE_badge"));
        let mut command = Command::new("script");
        command.args(["-qec", &run, "/dev/null"]).current_dir(world.path()).env_clear();
        command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm")
            .env("LANG", "fr_FR.UTF-8");
        let ran = command.stdin(Stdio::null()).output().unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    let tried = at_a_terminal("--dry-run --quiet");
    assert!(!tried.contains("/120"), "quiet is quiet: {tried:?}");
    let shown = at_a_terminal("");
    assert!(shown.contains("Attribution") && shown.contains("/120"), "{shown:?}");
    // It goes when it is done: what stays is the sentence.
    let last = shown.rsplit('\r').next().unwrap_or_default();
    assert!(!last.contains("/120") && shown.contains("120 badges"), "{last:?}");
}
