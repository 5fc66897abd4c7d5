//! The real program: awarding from outside, and what becomes of a cohort when it is killed in the middle.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use badge_core::crypto::{Entropy, KeyKind, SecretKey, SeededEntropy, Signer as _};
use badge_core::language::Lang;
use badge_core::place::documents::PlaceKey;
use badge_core::place::{AchievementFile, Addresses, Place, Slug, Texts};
use badge_core::time::Timestamp;
use serde_json::{Value, json};

/// A data folder with a place in it, and a token for everything.
struct Data {
    folder: tempfile::TempDir,
    token: String,
}

/// A server that runs.
struct Server<'d> {
    child: Child,
    /// Host and port.
    address: String,
    data: &'d Data,
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badge-server"));
    command.env_clear().arg("--data").arg(data);
    command
}

impl Data {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("lieu");
        write_place(&place);
        let run = |args: &[&str]| {
            let done = program(&folder.path().join("data")).args(args).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8(done.stdout).unwrap()
        };
        run(&["import", place.to_str().unwrap(), "--keys"]);
        let told = run(&["token", "new", "https://badges.example.org", "--scope", "admin", "--name", "essai"]);
        let token = told.trim().split_once('\t').unwrap().1.to_owned();
        let listed = run(&["token", "list", "1"]);
        assert!(listed.contains("\tgood\t") && listed.contains("\tadmin\tessai") && !listed.contains(&token));
        Self { folder, token }
    }

    fn serve(&self) -> Server<'_> {
        let mut child = program(&self.folder.path().join("data"))
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it prints its address").unwrap();
        let port = line.strip_prefix("http://localhost:").unwrap();
        Server { child, address: format!("127.0.0.1:{port}"), data: self }
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
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.data.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    /// Asks until the answer is as it should be.
    fn until(&self, path: &str, good: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..4000 {
            let (_, answer) = self.ask("GET", path, "");
            if good(&answer) {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{path} does not become what it should");
    }
}

// D-06: killed in the middle of a cohort, it goes on where it was: nothing is lost, nothing is doubled.
#[test]
fn a_cohort_survives_the_death_of_its_server() {
    const MANY: usize = 1000;
    let data = Data::new();
    let rows: Vec<Value> =
        (0..MANY).map(|n| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org")})).collect();
    let path = {
        let mut server = data.serve();
        let (status, taken) = server.ask("POST", "/api/v1/batches", &json!({"rows": rows}).to_string());
        assert_eq!(status, 202, "{taken}");
        let path = format!("/api/v1/batches/{}", taken["id"].as_str().unwrap());
        server.until(&path, |batch| batch["counts"]["awarded"].as_i64() >= Some(100));
        // SIGKILL: nothing can be put away.
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        path
    };
    let server = data.serve();
    let (_, left) = server.ask("GET", &path, "");
    assert!(left["counts"]["waiting"].as_i64() > Some(0), "it was killed in the middle: {left}");
    let done = server.until(&path, |batch| batch["state"] == "done");
    assert_eq!(done["counts"], json!({"waiting": 0, "awarded": MANY, "already": 0, "problem": 0, "stopped": 0}));
    let (mut awards, mut people, mut next) = (BTreeSet::new(), BTreeSet::new(), String::new());
    loop {
        let (status, page) = server.ask("GET", &format!("/api/v1/awards?limit=200{next}"), "");
        assert_eq!(status, 200);
        for award in page["awards"].as_array().unwrap() {
            awards.insert(award["id"].as_str().unwrap().to_owned());
            people.insert(award["to"].as_str().unwrap().to_owned());
        }
        match page["next"].as_i64() {
            Some(before) => next = format!("&before={before}"),
            None => break,
        }
    }
    assert_eq!((awards.len(), people.len()), (MANY, MANY));
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]
fn another_tool_awards_by_the_api() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: no curl: the example of a client was not run");
        return;
    }
    let data = Data::new();
    let server = data.serve();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/award_by_api.sh");
    let run = |args: &[&str]| {
        Command::new("sh")
            .arg(&script)
            .args(args)
            .env("BADGE_SERVER", format!("http://{}", server.address))
            .env("BADGE_TOKEN", &data.token)
            .output()
            .unwrap()
    };
    let args = ["decoupe-laser", "lea@example.org", "Léa \"Lé\" Martin", "2026-03-02"];
    let first = run(&args);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let page = String::from_utf8(first.stdout).unwrap();
    assert!(page.starts_with("https://badges.example.org/b/"), "{page}");
    assert_eq!(run(&args).stdout, page.as_bytes(), "run twice, it awards once");
    let wrong = run(&["nichts", "lea@example.org"]);
    assert!(!wrong.status.success());
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("unknown_achievement"));
}
