//! The real server writes to people through a real mail server, and is killed in the middle. Everybody is invented.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use badge_tests::binary::{badge_path, server_path};
use badge_tests::smtp::{MailServer, Received};
use serde_json::{Value, json};
use tempfile::TempDir;

const PASSPHRASE: &str = "une phrase de test";
const BASE: &str = "https://badges.example.org/fabrique";

/// A data folder with a place in it, and a token that may award.
struct House {
    dir: TempDir,
    achievement: String,
    token: String,
}

struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn out(command: &mut Command) -> String {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

impl House {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("lieu");
        let mut init = Command::new(badge_path());
        init.args(["init", "--name", "La Fabrique", "--email", "badges@example.org", "--examples", "--url", BASE]);
        out(init.arg(&place).env("BADGE_PASSPHRASE", PASSPHRASE));
        let names = std::fs::read_dir(place.join("achievements")).unwrap().map(|e| e.unwrap().file_name());
        let mut slugs: Vec<String> =
            names.filter_map(|name| Some(name.to_str()?.strip_suffix(".toml")?.to_owned())).collect();
        slugs.sort();
        let mut house = Self { dir, achievement: slugs.remove(0), token: String::new() };
        out(house.program().arg("import").arg(&place).arg("--keys"));
        let told = out(house.program().args(["token", "new", BASE, "--scope", "award", "--name", "essai"]));
        house.token = told.trim().split_once('\t').unwrap().1.to_owned();
        house
    }

    fn program(&self) -> Command {
        let mut command = Command::new(server_path());
        command.env_clear().env("BADGE_PASSPHRASE", PASSPHRASE).arg("--data").arg(self.dir.path().join("data"));
        command
    }

    fn serve(&self, mail: &MailServer) -> Running {
        let mut child = self
            .program()
            .args(["--listen", "127.0.0.1:0", "--mail-from", "Badges <badges@example.org>", "--mail"])
            .arg(format!("smtp://127.0.0.1:{}", mail.port))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().rsplit(':').next().unwrap();
        Running { child, address: format!("127.0.0.1:{port}") }
    }

    fn award(&self, server: &Running, to: &str, name: &str) {
        let body = json!({"achievement": self.achievement, "to": to, "name": name}).to_string();
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let head = format!(
            "POST /api/v1/awards HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            server.address,
            self.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }
}

/// What the mail server has once it has so many messages; it is given so many seconds.
fn once_it_has(mail: &MailServer, count: usize, seconds: u64) -> Vec<Received> {
    for _ in 0..seconds * 10 {
        let all = mail.received();
        if all.len() >= count {
            return all;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    mail.received()
}

#[test]
fn people_are_told_of_their_badges_through_a_real_mail_server() {
    let Some(mail) = MailServer::start(json!({"security": "none", "greylist": ["gil@example.org"]})) else { return };
    let house = House::new();
    let server = house.serve(&mail);
    house.award(&server, "gil@example.org", "Gil Exemple");
    house.award(&server, "maya@example.org", "Maya Ferrêt");
    // Who was put off comes a minute later, and holds up nobody.
    let [maya] = once_it_has(&mail, 1, 30).try_into().unwrap();
    assert_eq!(maya.to, "maya@example.org");
    let about = &maya.about;
    assert_eq!(about["defects"], json!([]));
    assert!(about["longest"].as_u64().unwrap() < 998 && about["ascii"] == true);
    assert_eq!(about["headers"]["from"], "La Fabrique <badges@example.org>");
    assert_eq!(about["headers"]["reply-to"], "La Fabrique <badges@example.org>");
    assert_eq!(about["headers"]["auto-submitted"], "auto-generated");
    assert_eq!(about["headers"]["content-language"], "fr");
    assert!(about["headers"]["to"].as_str().unwrap().contains("Maya"));
    let parts: Vec<&Value> = about["parts"].as_array().unwrap().iter().collect();
    let kinds: Vec<&str> = parts.iter().filter_map(|part| part["type"].as_str()).collect();
    assert_eq!(kinds, ["text/plain", "text/html", "image/png", "image/png"]);
    let text = parts[0]["text"].as_str().unwrap();
    assert!(
        text.contains("Maya Ferrêt") && text.contains(&format!("{BASE}/b/")) && text.contains("/refuse/"),
        "{text}"
    );
    let cid = parts[2]["cid"].as_str().unwrap().trim_matches(['<', '>']);
    assert!(parts[1]["text"].as_str().unwrap().contains(&format!("cid:{cid}")));
    let found = Command::new(badge_path()).args(["verify", "--offline", "--json"]).arg(&maya.file).output().unwrap();
    let found = String::from_utf8(found.stdout).unwrap();
    assert!(found.contains(&format!("{BASE}/b/")), "the badge is in the message: {found}");
}

// A server that dies after the text, before it knows: nobody is written to twice, and the others are written to.
#[test]
fn a_server_that_is_killed_while_a_letter_goes_sends_it_once() {
    let Some(mail) = MailServer::start(json!({"security": "none", "delay": 4})) else { return };
    let house = House::new();
    let mut server = house.serve(&mail);
    house.award(&server, "maya@example.org", "Maya");
    house.award(&server, "noe@example.org", "Noé");
    let first = once_it_has(&mail, 1, 30);
    assert_eq!(first.len(), 1, "the mail server has it, and has not said so");
    server.child.kill().unwrap();
    drop(server);
    let server = house.serve(&mail);
    // Longer than the lease of whoever was killed.
    let all = once_it_has(&mail, 3, 45);
    let mut to: Vec<&str> = all.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["maya@example.org", "noe@example.org"]);
    drop(server);
}
