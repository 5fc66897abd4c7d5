//! The real program with a place in it, run and asked from outside.
#![allow(dead_code, reason = "each file of tests uses its part")]

#[path = "../../src/testing/cluster.rs"]
pub(crate) mod cluster;

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use badge_core::crypto::{Entropy, KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::language::Lang;
use badge_core::place::documents::PlaceKey;
use badge_core::place::{AchievementFile, Addresses, Place, Slug, Texts};
use badge_core::time::Timestamp;
use serde_json::Value;

/// Where the place is published, in the tests.
pub(crate) const BASE: &str = "https://badges.example.org";

/// A data folder with a place in it, and a token for everything.
pub(crate) struct Data {
    pub(crate) folder: PathBuf,
    pub(crate) token: String,
    /// Flags that each start is given.
    flags: Vec<String>,
    /// Which goes with it.
    own: Option<tempfile::TempDir>,
}

/// A server that runs.
pub(crate) struct Server<'d> {
    pub(crate) child: Child,
    /// Host and port.
    pub(crate) address: String,
    data: &'d Data,
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The program with its data in a folder, and nothing from this environment.
pub(crate) fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badge-server"));
    command.env_clear().arg("--data").arg(data);
    command
}

impl Data {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// Each start gets these flags.
    pub(crate) fn with(flags: &[&str]) -> Self {
        let own = tempfile::tempdir().unwrap();
        let data = Self::below(own.path(), flags);
        Self { own: Some(own), ..data }
    }

    /// In a folder that is somebody else's.
    pub(crate) fn below(folder: &Path, flags: &[&str]) -> Self {
        let place = folder.join("lieu");
        write_place(&place);
        let flags = flags.iter().map(|&flag| flag.to_owned()).collect();
        let mut data = Self { folder: folder.to_owned(), token: String::new(), flags, own: None };
        data.run(&["import", place.to_str().unwrap(), "--keys"]);
        let told = data.run(&["token", "new", BASE, "--scope", "admin", "--name", "essai"]);
        data.token = told.trim().split_once('\t').unwrap().1.to_owned();
        let listed = data.run(&["token", "list", "1"]);
        assert!(listed.contains("\tgood\t") && listed.contains("\tadmin\tessai") && !listed.contains(&data.token));
        data
    }

    /// The program, on these data.
    pub(crate) fn program(&self) -> Command {
        let mut command = program(&self.folder.join("data"));
        command.args(&self.flags);
        command
    }

    /// Runs a verb to its end, and tells what it said.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let done = self.program().args(args).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    pub(crate) fn serve(&self) -> Server<'_> {
        let mut program = self.program();
        program.stderr(Stdio::null());
        self.started(program).0
    }

    /// Serves, with its log wherever a program of [`Self::program`] was told.
    pub(crate) fn started(&self, mut program: Command) -> (Server<'_>, Option<ChildStderr>) {
        let mut child = program.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let log = child.stderr.take();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it prints its address").unwrap();
        let port = line.strip_prefix("http://localhost:").unwrap();
        (Server { child, address: format!("127.0.0.1:{port}"), data: self }, log)
    }
}

/// A place with one achievement and a key without passphrase, as the command writes it.
fn write_place(folder: &Path) {
    let mut entropy = SeededEntropy::new(b"badge-server jobs test");
    let secret = SecretKey::generate(KeyKind::Ed25519, &mut entropy as &mut dyn Entropy).unwrap();
    let place = Place {
        name: "Atelier d’essai".to_owned(),
        email: "contact@example.org".to_owned(),
        base: Some(Addresses::new("https://badges.example.org").unwrap()),
        ..Place::starter(Lang::Fr)
    };
    let mut achievement = AchievementFile::new(Slug::parse("decoupe-laser").unwrap());
    achievement.fr = Texts {
        name: Some("Découpe laser".to_owned()),
        description: Some("Sait découper.".to_owned()),
        criteria: Some("Découper une boîte.".to_owned()),
        ..Texts::default()
    };
    let public = secret.public_key().clone();
    let thumbprint = public.thumbprint();
    let created = Timestamp::parse("2026-01-01T00:00:00Z").unwrap();
    for sub in ["achievements", "keys"] {
        std::fs::create_dir_all(folder.join(sub)).unwrap();
    }
    std::fs::write(folder.join("place.toml"), place.to_toml()).unwrap();
    std::fs::write(folder.join("achievements/decoupe-laser.toml"), achievement.to_toml()).unwrap();
    let about = PlaceKey { public, created, retired: None, revoked: None }.to_json();
    std::fs::write(folder.join(format!("keys/{thumbprint}.json")), about).unwrap();
    std::fs::write(folder.join(format!("keys/{thumbprint}.pem")), secret.to_pkcs8_pem().as_str()).unwrap();
}

impl Server<'_> {
    /// Asks for JSON.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let answer = self.asked(&self.address, method, path, body.as_bytes()).unwrap();
        (answer.status, answer.json())
    }

    /// Asks as the world does, for what the place publishes.
    pub(crate) fn published(&self, path: &str) -> io::Result<Answer> {
        self.asked(BASE.trim_start_matches("https://"), "GET", path, b"")
    }

    /// Asks under a host; the connection may fail.
    pub(crate) fn asked(&self, host: &str, method: &str, path: &str, body: &[u8]) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            self.data.token,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Answer::read(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// Asks until the answer is as it should be.
    pub(crate) fn until(&self, path: &str, good: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..4000 {
            let (_, answer) = self.ask("GET", path, "");
            if good(&answer) {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{path} does not become what it should");
    }

    /// The awards of the place, newest first: their ids, and whose they are.
    pub(crate) fn awards(&self) -> Vec<(String, String)> {
        let (mut awards, mut next) = (Vec::new(), String::new());
        loop {
            let (status, page) = self.ask("GET", &format!("/api/v1/awards?limit=200{next}"), "");
            assert_eq!(status, 200);
            let text = |award: &Value, name: &str| award[name].as_str().unwrap().to_owned();
            awards.extend(page["awards"].as_array().unwrap().iter().map(|a| (text(a, "id"), text(a, "to"))));
            match page["next"].as_i64() {
                Some(before) => next = format!("&before={before}"),
                None => return awards,
            }
        }
    }
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Small letters.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let body = bytes[end + 4..].to_vec();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
        (length.is_none_or(|length: usize| length == body.len())).then_some(Self { status, head, body })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// Our own fault, said as a problem document.
    pub(crate) fn is_our_fault(&self) -> bool {
        self.status >= 500 && self.head.contains("content-type: application/problem+json")
    }
}
