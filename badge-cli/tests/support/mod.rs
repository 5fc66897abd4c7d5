//! A world for the real binary: an empty folder, a clean environment, and what it said.

#![allow(dead_code)]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(crate) mod cohort;
pub(crate) mod consent;

pub(crate) struct World {
    dir: tempfile::TempDir,
}

/// How a run ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
    dir: PathBuf,
}

impl World {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A place in memory, where there is such a folder: a killed process leaves the same there, and sooner.
    pub(crate) fn quick(url: Option<&str>) -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Self { dir }.founded(url)
    }

    /// A place with an address and the ready-made achievements, its key without a passphrase.
    pub(crate) fn place() -> Self {
        Self::place_at(Some("https://badges.example.org"))
    }

    /// A place that is its key.
    pub(crate) fn place_without_address() -> Self {
        Self::place_at(None)
    }

    pub(crate) fn place_at(url: Option<&str>) -> Self {
        Self::empty().founded(url)
    }

    fn founded(self, url: Option<&str>) -> Self {
        let world = self;
        let mut args = vec!["init", "--name", "Atelier d'Essai", "--email", "bonjour@atelier.example.org"];
        args.extend(["--no-passphrase", "--examples"]);
        args.extend(url.into_iter().flat_map(|u| ["--url", u]));
        world.run(args).good();
        world
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        std::fs::write(self.at(name), bytes).unwrap();
    }

    /// Whether what was published names that award in a file's address.
    pub(crate) fn shows(&self, token: &str) -> bool {
        files(&self.at("site")).iter().any(|file| file.contains(token))
    }

    /// The binary, run in this folder, without anything of the environment it was called from.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_badge"));
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.current_dir(self.path()).args(args).stdin(Stdio::null());
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        self.ran(self.command(args).output().unwrap())
    }

    /// The same, with something to read.
    pub(crate) fn feed<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>, input: impl AsRef<[u8]>) -> Ran {
        use std::io::Write as _;
        let mut command = self.command(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_vec();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        self.ran(output)
    }

    pub(crate) fn ran(&self, output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            dir: self.path().to_owned(),
        }
    }
}

impl Ran {
    /// It has to have worked.
    #[track_caller]
    pub(crate) fn good(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }

    /// Everything it said, with what changes from run to run blanked out.
    pub(crate) fn shown(&self) -> String {
        let text = format!("exit: {}\n--- out\n{}--- err\n{}", self.code, self.out, self.err);
        blank(&text, &self.dir)
    }
}

/// Folders, tokens, thumbprints, ids and dates become names; no-break spaces become spaces.
fn blank(text: &str, dir: &Path) -> String {
    let mut dirs = vec![dir.display().to_string()];
    dirs.extend(dir.canonicalize().map(|d| d.display().to_string()));
    let mut text = text.replace(['\u{a0}', '\u{202f}'], " ");
    for dir in dirs {
        text = text.replace(&dir, "[DIR]");
    }
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(word) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !word(c)).unwrap_or(from.len());
        out.push_str(before);
        out.push_str(&name_of(&from[..end]));
        rest = &from[end..];
    }
    out + rest
}

/// `7KQ-M2X-WPA`
fn card_code(word: &str) -> bool {
    let groups: Vec<&str> = word.split('-').collect();
    let sign = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    groups.len() == 3 && groups.iter().all(|g| g.len() == 3 && g.chars().all(sign))
}

fn name_of(word: &str) -> String {
    let hex = |w: &str| w.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    let date = |w: &str| w.len() >= 10 && w.as_bytes()[4] == b'-' && w.as_bytes()[7] == b'-' && w.starts_with("20");
    // `decoupe-laser-1a2b3c4d`: the beginning of a token ends a file's name.
    let (stem, last) = word.rsplit_once('-').map_or(("", word), |(stem, last)| (stem, last));
    match word.len() {
        32 if hex(word) => "[TOKEN]".to_owned(),
        64 if hex(word) => "[SHA256]".to_owned(),
        43 => "[THUMBPRINT]".to_owned(),
        45 if word.starts_with("urn:uuid:") => "[UUID]".to_owned(),
        11 if card_code(word) => "[CODE]".to_owned(),
        10 | 20 if date(word) => "[DATE]".to_owned(),
        8 if hex(word) => "[TOKEN8]".to_owned(),
        _ if last.len() == 8 && hex(last) => format!("{stem}-[TOKEN8]"),
        _ => word.to_owned(),
    }
}

/// A look at the folder: every file below it, sorted.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, below: &str, out: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else {
                out.push(name);
            }
        }
    }
    let mut out = Vec::new();
    walk(folder, "", &mut out);
    out.sort();
    out
}

/// After whatever happened to a place: nothing half-written, every award whole, every person somebody's.
#[track_caller]
pub(crate) fn is_whole(world: &World) -> Vec<serde_json::Value> {
    // Whoever changes the place next finishes or clears away what a killed process left.
    world.run(["issue", "premiers-pas", "--card"]).good();
    let listed = world.run(["list", "--json"]).good().json();
    let awards = listed["awards"].as_array().unwrap().clone();
    let tokens: Vec<&str> = awards.iter().map(|a| a["token"].as_str().unwrap()).collect();
    assert_eq!(files(&world.at(".badge/staging")), Vec::<String>::new(), "left in staging");
    for file in files(world.path()) {
        assert!(!file.ends_with(".tmp"), "{file}");
        if let Some(rest) = file.strip_prefix("awards/") {
            let token = rest.split('/').next().unwrap();
            assert!(tokens.contains(&token), "{file} is in no register");
        }
    }
    let doctor = world.run(["doctor", "--json"]);
    let wrong: Vec<_> =
        doctor.json()["findings"].as_array().unwrap().iter().filter(|f| f["state"] == "wrong").cloned().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let people: serde_json::Value = std::fs::read(world.at("people.json"))
        .map_or(serde_json::json!({"people": {}}), |b| serde_json::from_slice(&b).unwrap());
    let register = world.text("register.jsonl");
    for id in people["people"].as_object().unwrap().keys() {
        assert!(register.contains(id.as_str()), "a person without an award stayed behind");
    }
    let unknown: Vec<_> = awards.iter().filter(|a| a["state"] == "erased").collect();
    assert!(unknown.is_empty(), "an award whose person was forgotten: {unknown:#?}");
    let mut spots: Vec<String> = Vec::new();
    for line in register.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(spot) = event.get("status").filter(|s| s.is_object()) {
            spots.push(spot.to_string());
        }
    }
    let all = spots.len();
    spots.sort();
    spots.dedup();
    assert_eq!(spots.len(), all, "one status entry was given twice");
    awards
}

/// Runs the binary as nobody, for whom rights mean something; `None`, told, where that cannot be.
#[allow(clippy::print_stderr)]
pub(crate) fn nobody(world: &World) -> Option<impl Fn(&[&str]) -> Ran + '_> {
    // The binary has to be where nobody can run it.
    let binary = world.at("badge-for-nobody");
    std::fs::copy(env!("CARGO_BIN_EXE_badge"), &binary).unwrap();
    std::fs::set_permissions(world.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let run = move |args: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(&binary).args(args);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).current_dir(world.path());
        command.output().map(|output| world.ran(output))
    };
    if !run(&["--version"]).is_ok_and(|ran| ran.code == 0) {
        eprintln!("SKIPPED: another user cannot be taken here (this test needs root and setpriv)");
        return None;
    }
    Some(move |args: &[&str]| run(args).unwrap())
}
