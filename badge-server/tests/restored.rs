//! The real program on a real PostgreSQL that was copied with PostgreSQL's own tools: what waited in the copy was done since,
//! by the server that it is a copy of.

mod real;

use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;

use crate::real::Data;
use crate::real::cluster::Cluster;

const WAITING: &str = "SELECT COUNT(*) FROM letters WHERE state = 'waiting'";
const UNCERTAIN: &str = "SELECT COUNT(*) FROM letters WHERE state = 'uncertain' AND answer = 'restored'";

/// Whether somebody calls within some seconds.
fn is_called(listener: &TcpListener, seconds: u32) -> bool {
    listener.set_nonblocking(true).unwrap();
    (0..seconds * 10).any(|_| {
        let called = listener.accept().is_ok();
        if !called {
            std::thread::sleep(Duration::from_millis(100));
        }
        called
    })
}

#[test]
fn a_copy_of_postgresql_s_own_tools_writes_to_nobody_once_it_is_said_to_be_one() {
    let Some(cluster) = Cluster::start() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mail = format!("smtp://{}", listener.local_addr().unwrap());
    let letters = ["--mail", &mail, "--mail-from", "badges@example.org"];
    // Nobody is there yet: letters wait.
    let nobody = "smtp://127.0.0.1:9";
    let first = cluster.database();
    let flags = ["--database", &first, "--mail", nobody, "--mail-from", "badges@example.org"];
    let data = Data::with(&flags);
    {
        let server = data.serve();
        let wish = json!({"achievement": "decoupe-laser", "to": "cyd@example.org"});
        let (status, made) = server.ask("POST", "/api/v1/awards", &wish.to_string());
        assert_eq!(status, 201, "{made}");
    }
    assert_eq!(cluster.ask(&first, WAITING), "1");
    let (plain, copy) = (cluster.copy(&first), cluster.copy(&first));
    let on = |database: &str, args: &[&str]| {
        let mut program = real::program(&data.folder.join("data"));
        program.args(["--database", database]).args(args);
        program
    };
    let said = on(&copy, &["restored"]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!((cluster.ask(&copy, WAITING), cluster.ask(&copy, UNCERTAIN)), ("0".to_owned(), "1".to_owned()));
    let serve = |database: &str| {
        let mut program = on(database, &letters);
        program
            .args(["--listen", "127.0.0.1:0"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        program.spawn().unwrap()
    };
    let mut server = serve(&copy);
    let called = is_called(&listener, 5);
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(!called, "nobody is written to");
    // The same copy, of which nobody said that it is one.
    let mut server = serve(&plain);
    let called = is_called(&listener, 90);
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(called, "this test sees it where it happens");
}
