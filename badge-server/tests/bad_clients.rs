//! Clients that take their time, and very many of them: others are served all the while, memory stays bounded, and whoever
//! holds a connection for nothing loses it.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "it measures how long others wait")]

mod real;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::real::{Data, Server};

/// How long others may wait, on a machine that has other things to do.
const OTHERS: Duration = Duration::from_secs(5);

fn others_are_served(server: &Server<'_>) {
    let began = Instant::now();
    assert_eq!(server.ask("GET", "/readyz", "").0, 200);
    assert_eq!(server.published("/.well-known/did.json").unwrap().status, 200);
    assert!(began.elapsed() < OTHERS, "{:?}", began.elapsed());
}

/// MiB that the server holds.
fn memory(server: &Server<'_>) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

fn connect(server: &Server<'_>, said: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.write_all(said.as_bytes()).unwrap();
    stream
}

/// Whether the server ended the connection: nothing more comes, or a reset.
fn is_ended(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut bytes = [0; 4096];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }
}

#[test]
fn a_byte_a_second_holds_up_nobody_for_long() {
    let data = Data::new();
    let server = data.serve();
    let body = "POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";
    let whole = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut heads: Vec<TcpStream> = (0..30).map(|_| connect(&server, "GET /healthz HTTP/1.1\r\nx: ")).collect();
    let mut second: Vec<TcpStream> = (0..30).map(|_| connect(&server, whole)).collect();
    let mut silent: Vec<TcpStream> = (0..30).map(|_| connect(&server, "")).collect();
    let mut bodies: Vec<TcpStream> = (0..30).map(|_| connect(&server, body)).collect();
    let mut kept = connect(&server, whole);
    for second_of in 0..80 {
        std::thread::sleep(Duration::from_secs(1));
        for stream in heads.iter_mut().chain(&mut second).chain(&mut bodies) {
            // It may be gone already, which is what this is about.
            drop(stream.write(b"a"));
        }
        if second_of % 5 == 0 {
            others_are_served(&server);
        }
        if second_of == 30 {
            for (what, streams) in [("heads", &mut heads), ("second heads", &mut second), ("silence", &mut silent)] {
                assert!(streams.iter_mut().all(is_ended), "{what}");
            }
        }
    }
    assert!(bodies.iter_mut().all(is_ended));
    assert!(!is_ended(&mut kept), "who asked and was answered may ask again");
    kept.set_nonblocking(false).unwrap();
    kept.write_all(whole.as_bytes()).unwrap();
    kept.set_read_timeout(Some(OTHERS)).unwrap();
    let mut answer = [0; 15];
    kept.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

#[test]
#[allow(clippy::print_stderr, reason = "how many there were depends on the machine")]
fn ten_thousand_connections_are_borne() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    let files = limit.maximum.map_or(20_000, |most| usize::try_from(most).unwrap());
    let many = 10_000.min(files.saturating_sub(600));
    if many < 10_000 {
        eprintln!("the system gives {files} files: tried with {many} connections instead of 10,000");
    }
    let data = Data::new();
    let server = data.serve();
    others_are_served(&server);
    let before = memory(&server);
    let mut open = Vec::with_capacity(many);
    for n in 0..many {
        // Some are idle after an answer, some in the middle of a head, some silent.
        let said = ["GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: ", ""][n % 3];
        open.push(connect(&server, said));
        if n % 1000 == 0 {
            others_are_served(&server);
        }
    }
    others_are_served(&server);
    let held = memory(&server) - before;
    assert!(held < 400, "{held} MiB for {many} connections");
    eprintln!("{many} connections: {held} MiB more than {before}");
    drop(open);
    for _ in 0..20 {
        others_are_served(&server);
    }
}
