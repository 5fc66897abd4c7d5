//! The real program: it starts, answers, and stops when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

struct Server {
    child: Child,
    /// Host and port.
    address: String,
    /// The path of the link that makes the first administrator.
    link: String,
    data: TempDir,
}

impl Server {
    fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut child = program(data.path())
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || out.next().expect("it prints two lines").unwrap();
        let address = line().strip_prefix("http://localhost:").expect("its address first").to_owned();
        let link = line();
        let link = link.split_once("/start/").expect("then a link").1.to_owned();
        Self { child, address: format!("127.0.0.1:{address}"), link: format!("/start/{link}"), data }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address).unwrap();
        stream.write_all(b"Accept-Language: en;q=0.8, fr;q=0.2\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// The program with a data folder of its own, and nothing from this environment.
fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badge-server"));
    command.env_clear().arg("--data").arg(data);
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn it_answers_people_and_machines() {
    let server = Server::start();
    let health = server.ask("GET /healthz");
    assert!(health.starts_with("HTTP/1.1 200 ") && health.contains("application/json"), "{health}");
    assert!(health.ends_with("{\"status\":\"ok\"}"), "{health}");

    let english = server.ask("GET /");
    assert!(english.contains("content-language: en") && english.contains("<html lang=\"en\">"), "{english}");
    assert!(english.contains("content-security-policy: default-src 'none'"));
    let french = server.ask("GET /?lang=fr");
    assert!(french.contains("<html lang=\"fr\">") && french.contains("Serveur de badges"), "{french}");

    let nothing = server.ask("GET /nothing");
    assert!(nothing.starts_with("HTTP/1.1 404 ") && nothing.contains("<h1>Page not found</h1>"), "{nothing}");
    assert!(server.ask("DELETE /healthz").starts_with("HTTP/1.1 405 "));
    assert!(server.ask("GET /readyz").starts_with("HTTP/1.1 200 "));
    let sheet = server.ask("GET /assets/style.css");
    assert!(sheet.contains("content-type: text/css"), "{sheet}");
    assert!(server.ask("HEAD /verify").ends_with("\r\n\r\n"), "no body");
}

#[test]
fn the_first_link_is_printed_and_kept_nowhere() {
    let mut server = Server::start();
    let welcome = server.ask(&format!("GET {}", server.link));
    assert!(welcome.starts_with("HTTP/1.1 200 ") && welcome.contains("<h1>Welcome</h1>"), "{welcome}");
    drop(server.child.kill());
    let mut log = String::new();
    server.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("route=\"/start/{secret}\" status=200"), "{log}");
    let secret = server.link.trim_start_matches("/start/");
    assert_eq!(secret.len(), 64);
    assert!(!log.contains(secret) && !log.contains("127.0.0.1"), "{log}");
    for entry in std::fs::read_dir(server.data.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(64).any(|w| w == secret.as_bytes()), "{}", path.display());
        }
    }
}

// Whoever still sends when the connection ends sees that it was reset, and no answer.
#[test]
fn who_sends_too_much_sees_the_answer() {
    let server = Server::start();
    for (path, kind) in [("/verify", "text/html"), ("/api/v1/verify", "application/problem+json")] {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let body = vec![b' '; 30 << 20];
        let length = body.len();
        write!(stream, "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n")
            .unwrap();
        stream.write_all(&body).expect("all of it is taken");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains(kind), "{path}: {answer}");
    }
}

#[test]
fn settings_are_looked_at_without_starting() {
    let data = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| program(data.path()).args(args).output().unwrap();
    let schema = run(&["config", "schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert_eq!(schema["properties"]["listen"]["default"], "127.0.0.1:8080");
    let file = data.path().join("a.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:1\"\ndatabase = \"postgres://a:motdepasse@b/c\"\n").unwrap();
    let checked = run(&["config", "check", "--config", file.to_str().unwrap(), "--listen", "127.0.0.1:2"]);
    let told = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && told.contains("127.0.0.1:2") && !told.contains("motdepasse"), "{told}");
    let wrong = run(&["config", "check", "--listen", "nowhere"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("listen : « nowhere » ne va pas"));
    assert!(!data.path().join("badge.sqlite").exists(), "nothing was begun");
}

#[expect(clippy::disallowed_methods, reason = "it measures that nobody waits for ever")]
#[test]
#[cfg(unix)]
fn it_stops_when_told_and_finishes_what_it_began() {
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::start();
        let mut begun = TcpStream::connect(&server.address).unwrap();
        begun.write_all(b"GET /healthz HTTP/1.1\r\n").unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert!(Command::new("kill").args([signal, &server.child.id().to_string()]).status().unwrap().success());
        std::thread::sleep(Duration::from_millis(100));
        begun.write_all(b"Host: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        begun.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{signal}: {answer:?}");

        let waiting = Instant::now();
        let status = loop {
            match server.child.try_wait().unwrap() {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(20)),
            }
            assert!(waiting.elapsed() < Duration::from_secs(8), "{signal}: it does not stop");
        };
        assert!(status.success(), "{signal}: {status}");
    }
}

#[test]
fn an_address_that_is_taken_is_named() {
    let server = Server::start();
    let data = tempfile::tempdir().unwrap();
    let second = program(data.path()).args(["--listen", &server.address]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains(&server.address));
}

// The argument is a mail address, and no setting of that name.
#[test]
fn a_link_to_sign_in_is_for_a_mail_address() {
    let data = tempfile::tempdir().unwrap();
    let ran = program(data.path()).args(["sign-in", "nobody@example.org"]).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(!ran.status.success() && said.contains("Personne ne se connecte avec nobody@example.org"), "{said}");
}

// It holds addresses of people, and digests of passwords.
#[test]
#[cfg(unix)]
fn data_and_copies_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (data, copy, back) = (folder.path().join("data"), folder.path().join("copy"), folder.path().join("back"));
    let run = |data: &Path, args: &[&str]| {
        let ran = program(data).args(args).output().unwrap();
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    run(&data, &["places"]);
    run(&data, &["backup", "--with-seal-key", copy.to_str().unwrap()]);
    run(&back, &["restore", copy.to_str().unwrap()]);
    for folder in [&data, &copy, &back] {
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
        for file in ["badge.sqlite", "seal.key"] {
            assert_eq!(mode(&folder.join(file)), 0o600, "{}/{file}", folder.display());
        }
    }
}

// A supervisor that starts it twice, or a verb beside the first start: nobody finds half of the other's tables or key.
#[test]
fn several_that_begin_in_a_fresh_folder_at_once_all_do() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("new");
    let begun: Vec<_> =
        (0..4).map(|_| program(&folder).arg("places").stderr(Stdio::piped()).spawn().unwrap()).collect();
    for one in begun {
        let done = one.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}
