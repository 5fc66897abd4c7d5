//! Status lists, on the real program: killed while one is signed, it leaves the older list or the newer one.

mod support;

use std::time::Duration;

use badge_core::place::documents::list_is_current;
use serde_json::{Value, json};
use support::{ACHIEVEMENT, Data, Server};

/// A member that is one thing, or a list of it.
fn first(value: &Value) -> &Value {
    value.get(0).unwrap_or(value)
}

/// The list, and which of two states it tells; it is always one of them.
fn told(server: &Server, entry: u64) -> bool {
    let (status, head, body) = server.ask("GET", "/status/1.json", &[], "");
    assert_eq!(status, 200, "there is always a list");
    assert!(head.contains("etag: \""));
    let list: Value = serde_json::from_str(&body).unwrap();
    let method = first(&list["proof"])["verificationMethod"].as_str().unwrap();
    let (without, with) =
        (list_is_current(body.as_bytes(), &[], method), list_is_current(body.as_bytes(), &[entry], method));
    assert!(without != with, "it is whole, and one of the two");
    with
}

// D-03, D-06
#[test]
fn a_list_survives_the_death_of_its_server() {
    let data = Data::new();
    data.place("Atelier", &data.origin());
    let token = data.token(&data.origin(), "admin");
    let mut server = data.serve();
    let (_, awarded) = server.api(&token, "POST", "awards", &json!({"achievement": ACHIEVEMENT, "card": true}));
    let award = awarded["id"].as_str().unwrap().to_owned();
    let (_, _, body) = server.ask("GET", &format!("/b/{award}/credential.json"), &[], "");
    let credential: Value = serde_json::from_str(&body).unwrap();
    let entry: u64 = first(&credential["credentialStatus"])["statusListIndex"].as_str().unwrap().parse().unwrap();
    assert!(!told(&server, entry));
    for round in 0..8_u64 {
        let what = if round % 2 == 0 { "revoke" } else { "reinstate" };
        server.send(&token, &format!("/api/v1/awards/{award}/{what}"));
        std::thread::sleep(Duration::from_millis(4 * round));
        server.kill();
        server = data.serve();
        // What the register says, the list says after some seconds, whatever it says at first.
        told(&server, entry);
        let (_, stands) = server.api(&token, "GET", &format!("awards/{award}"), &Value::Null);
        let revoked = stands["state"] == "revoked";
        let caught_up = (0..300).any(|_| {
            let same = told(&server, entry) == revoked;
            if !same {
                std::thread::sleep(Duration::from_millis(100));
            }
            same
        });
        assert!(caught_up, "round {round}: the list never says {stands}");
    }
}

/// A mail server that greets, and writes down what it is told.
fn mail_server() -> (u16, std::thread::JoinHandle<Vec<String>>) {
    use std::io::{BufRead as _, BufReader, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 mail.example.org\r\n").unwrap();
        let mut told = Vec::new();
        for line in BufReader::new(stream.try_clone().unwrap()).lines() {
            let Ok(line) = line else { break };
            let over = line.starts_with("QUIT");
            told.push(line);
            stream.write_all(if over { b"221 bye\r\n" } else { b"250 mail.example.org\r\n" }).unwrap();
            if over {
                break;
            }
        }
        told
    });
    (port, heard)
}

#[test]
fn a_doctor_sees_what_others_see() {
    let data = Data::new();
    data.place("Atelier", &data.origin());
    let token = data.token(&data.origin(), "admin");
    let (port, heard) = mail_server();
    let mail = format!("smtp://127.0.0.1:{port}");
    let server = data.serve();
    server.api(&token, "POST", "awards", &json!({"achievement": ACHIEVEMENT, "card": true}));
    let told = data.run(&[
        "--allow-local",
        "--language",
        "en",
        "--mail",
        &mail,
        "--mail-from",
        "a@example.org",
        "doctor",
        "--online",
    ]);
    let line =
        |start: &str| told.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}: {told}"));
    for good in ["doctor.served", "doctor.name", "doctor.keys", "doctor.cors", "doctor.clock", "place.badge", "mail"] {
        line(&format!("good\t{good}\t"));
    }
    // The sentence of the command, with what to do about it.
    assert!(line("advice\tdoctor.https").contains("→"), "{told}");
    let heard = heard.join().unwrap();
    assert!(heard[0].starts_with("EHLO ") && heard.iter().all(|line| !line.starts_with("MAIL")), "{heard:?}");
    drop(server);
    let gone = data.fails(&["--allow-local", "--language", "fr", "doctor", "--online"]);
    assert!(gone.contains("wrong\tdoctor.served") && gone.contains("personne ne répond"), "{gone}");
}
