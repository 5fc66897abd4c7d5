//! The real program: it starts, answers, and stops when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_badge-server"))
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").expect("it prints its address").to_owned();
        Self { child, address }
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

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn it_answers_people_and_machines() {
    let server = Server::start();
    let health = server.ask("GET /health");
    assert!(health.starts_with("HTTP/1.1 200 ") && health.contains("application/json"), "{health}");
    assert!(health.ends_with("{\"status\":\"ok\"}"), "{health}");

    let english = server.ask("GET /");
    assert!(english.contains("content-language: en") && english.contains("<html lang=\"en\">"), "{english}");
    assert!(english.contains("content-security-policy: default-src 'none'"));
    let french = server.ask("GET /?lang=fr");
    assert!(french.contains("<html lang=\"fr\">") && french.contains("Serveur de badges"), "{french}");

    let nothing = server.ask("GET /nothing");
    assert!(nothing.starts_with("HTTP/1.1 404 ") && nothing.contains("<h1>Page not found</h1>"), "{nothing}");
    assert!(server.ask("DELETE /health").starts_with("HTTP/1.1 405 "));
}

#[expect(clippy::disallowed_methods, reason = "it measures that nobody waits for ever")]
#[test]
#[cfg(unix)]
fn it_stops_when_told_and_finishes_what_it_began() {
    for signal in ["-INT", "-TERM"] {
        let mut server = Server::start();
        let mut begun = TcpStream::connect(&server.address).unwrap();
        begun.write_all(b"GET /health HTTP/1.1\r\n").unwrap();
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
    let second = Command::new(env!("CARGO_BIN_EXE_badge-server")).args(["--listen", &server.address]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains(&server.address));
}
