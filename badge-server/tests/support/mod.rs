//! What tests of the real program share: places that are imported, servers that run, requests to them.

#![allow(dead_code, reason = "each test uses some of it")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use badge_core::crypto::{Entropy, KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::language::Lang;
use badge_core::place::documents::PlaceKey;
use badge_core::place::{AchievementFile, Addresses, Place, Slug, Texts};
use badge_core::time::Timestamp;
use serde_json::Value;

/// The one achievement of each place.
pub(crate) const ACHIEVEMENT: &str = "decoupe-laser";

/// A data folder with places in it, and the port at which it is served.
pub(crate) struct Data {
    folder: tempfile::TempDir,
    pub(crate) port: u16,
}

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    /// Host and port.
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Data {
    pub(crate) fn new() -> Self {
        // A port that was free a moment ago: places say their address before anybody serves it.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { folder: tempfile::tempdir().unwrap(), port }
    }

    /// `http://localhost:…`
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Runs a verb of the program; what it prints.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let done = self.program().args(args).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Runs a verb that fails; what it says.
    pub(crate) fn fails(&self, args: &[&str]) -> String {
        let done = self.program().args(args).output().unwrap();
        assert!(!done.status.success(), "{args:?}");
        String::from_utf8(done.stderr).unwrap()
    }

    pub(crate) fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_badge-server"));
        command.env_clear().arg("--data").arg(self.folder.path().join("data"));
        command
    }

    /// Makes a place with a key of its own, as the command writes it, and imports it.
    pub(crate) fn place(&self, name: &str, base: &str) {
        let folder = self.folder.path().join(name.replace(' ', "-"));
        write_place(&folder, name, base);
        self.run(&["import", folder.to_str().unwrap(), "--keys"]);
    }

    /// A token of a place.
    pub(crate) fn token(&self, base: &str, scope: &str) -> String {
        let told = self.run(&["token", "new", base, "--scope", scope, "--name", "essai"]);
        told.trim().split_once('\t').unwrap().1.to_owned()
    }

    pub(crate) fn serve(&self) -> Server {
        let mut child = self
            .program()
            .args(["--listen", &format!("127.0.0.1:{}", self.port), "--allow-local"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next().expect("it prints its address").unwrap();
        assert_eq!(line, self.origin());
        Server { child, address: format!("127.0.0.1:{}", self.port) }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

fn write_place(folder: &Path, name: &str, base: &str) {
    let mut entropy = SeededEntropy::new(format!("badge-server test {name}").as_bytes());
    let secret = SecretKey::generate(KeyKind::Ed25519, &mut entropy as &mut dyn Entropy).unwrap();
    let place = Place {
        name: name.to_owned(),
        email: "contact@example.org".to_owned(),
        base: Some(Addresses::new(base).unwrap()),
        ..Place::starter(Lang::Fr)
    };
    let mut achievement = AchievementFile::new(Slug::parse(ACHIEVEMENT).unwrap());
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
    std::fs::write(folder.join(format!("achievements/{ACHIEVEMENT}.toml")), achievement.to_toml()).unwrap();
    let about = PlaceKey { public, created, retired: None, revoked: None }.to_json();
    std::fs::write(folder.join(format!("keys/{thumbprint}.json")), about).unwrap();
    std::fs::write(folder.join(format!("keys/{thumbprint}.pem")), secret.to_pkcs8_pem().as_str()).unwrap();
}

impl Server {
    /// SIGKILL: nothing can be put away.
    pub(crate) fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// A request with headers of one's own. What comes back is the status, the head and the body.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let port = self.address.rsplit(':').next().unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: localhost:{port}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{path}: {answer}"));
        (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_owned(), body.to_owned())
    }

    /// A request to the API.
    pub(crate) fn api(&self, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let bearer = format!("Bearer {token}");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [("Authorization", bearer.as_str()), ("Accept-Language", "en")];
        let (status, _, body) = self.ask(method, &format!("/api/v1/{path}"), &headers, &body);
        (status, if body.is_empty() { Value::Null } else { serde_json::from_str(&body).unwrap() })
    }

    /// Sends a request, and waits for no answer.
    pub(crate) fn send(&self, token: &str, path: &str) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n", self.address);
        stream.write_all(format!("{head}Content-Length: 2\r\n\r\n{{}}").as_bytes()).unwrap();
    }

    /// A page, in French.
    pub(crate) fn page(&self, path: &str) -> String {
        let (status, _, body) = self.ask("GET", path, &[("Accept", "text/html")], "");
        assert_eq!(status, 200, "{path}");
        body
    }
}
