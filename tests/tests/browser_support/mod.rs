//! Chromium with the scripts of `tests/interop/browser`, and servers that it is sent to, on either database.

#![allow(dead_code, unreachable_pub)] // each test uses its own share

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use badge_tests::binary::{run, server_path};
use serde_json::Value;
use tempfile::TempDir;

pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/browser").join(name)
}

/// Chromium, where it and all that drives it are there.
pub fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("BADGE_CHROMIUM").map(PathBuf::from);
    let known = ["chromium", "chromium-browser", "google-chrome"].map(PathBuf::from);
    let found = named.into_iter().chain(known).find_map(|program| {
        let there = Command::new("sh").args(["-c", "command -v \"$1\"", "sh"]).arg(&program).output().ok()?;
        let path = String::from_utf8(there.stdout).ok()?.trim().to_owned();
        (!path.is_empty()).then(|| PathBuf::from(path))
    });
    let driver = script("../node_modules/playwright-core").is_dir() && script("../node_modules/axe-core").is_dir();
    if found.is_none() || !driver {
        println!("SKIPPED: no chromium, or no playwright-core (npm --prefix tests/interop ci): no page was opened");
    }
    found.filter(|_| driver)
}

/// A server on data of its own.
pub struct Server {
    child: Option<Child>,
    /// What it printed, without what stands behind a tab.
    pub told: Vec<String>,
    pub data: TempDir,
    database: Option<String>,
}

impl Server {
    /// Data that nothing serves yet, in this database; in SQLite without one.
    pub fn new(database: Option<String>) -> Self {
        Self { child: None, told: Vec::new(), data: tempfile::tempdir().unwrap(), database }
    }

    /// On a port that is free, with SQLite. `lines` is how many it prints.
    pub fn start(args: &[&str], lines: usize) -> Self {
        Self::on(None, args, lines)
    }

    pub fn on(database: Option<String>, args: &[&str], lines: usize) -> Self {
        Self::new(database).serve(&[&["--listen", "127.0.0.1:0"], args].concat(), lines)
    }

    pub fn serve(mut self, args: &[&str], lines: usize) -> Self {
        let mut child = self.program().args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        self.told = said.take(lines).map(|line| line.unwrap().split('\t').next().unwrap().to_owned()).collect();
        self.child = Some(child);
        self
    }

    /// The program with these data; the verb is the caller's.
    pub fn program(&self) -> Command {
        let mut command = Command::new(server_path());
        command.env_clear().arg("--data").arg(self.data.path().join("data"));
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    /// Every page that there is.
    pub fn pages(&self) -> Vec<String> {
        let told = run(self.program().arg("pages"), 0);
        told.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Runs a script with what it has to know; gives its last line.
pub fn play(name: &str, chromium: &Path, mut told: Value) -> Value {
    told["chromium"] = chromium.display().to_string().into();
    told["shots"] = std::env::var("BADGE_SHOTS").ok().into();
    let out = Command::new("node").arg(script(name)).arg(told.to_string()).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{name}\n{said}\n{wrong}");
    serde_json::from_str(said.lines().last().unwrap_or_default()).unwrap()
}
