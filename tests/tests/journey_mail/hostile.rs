//! Servers that do not speak as they should: what becomes of a message, and in which words.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use serde_json::json;

use super::world::{World, counts};

/// A server on this machine that says `greeting`, and to a command that begins as one of these says that, and then hangs
/// up where it says nothing. To all else it says yes. Gives its port.
fn server(greeting: &'static [u8], says: &'static [(&'static str, &'static [u8])]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // Ends with the test.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.write_all(greeting);
            let mut text = false;
            for line in BufReader::new(stream.try_clone().unwrap()).lines() {
                let Ok(line) = line else { break };
                let special = says.iter().find(|(to, _)| line.starts_with(to) && (!text || line == *to));
                let answer: &[u8] = match special {
                    Some((_, b"")) => break,
                    Some((_, answer)) => answer,
                    None if text && line != "." => continue,
                    None if line == "DATA" => b"354 go\r\n",
                    None => b"250 fine\r\n",
                };
                text = line == "DATA" || (text && line != ".");
                if stream.write_all(answer).is_err() {
                    break;
                }
            }
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
    });
    port
}

fn place(port: u16) -> World {
    let world = World::place(None);
    let pace = "per_minute = 6000\ntimeout = 5\nretry_after = 3600";
    world.mail(&format!("\n[mail]\nhost = \"localhost\"\nport = {port}\nsecurity = \"none\"\n{pace}\n"));
    world.issue("lea@example.org", &[]);
    world
}

#[test]
fn a_refusal_in_old_letters_is_a_refusal() {
    let world = place(server(b"220 here\r\n", &[("RCPT", b"550 5.1.1 Bo\xeete inconnue\r\n")]));
    let (code, answer) = world.send(&["--wait", "0"]);
    assert_eq!((code, counts(&answer)), (1, [0, 1, 0, 0]), "{answer}");
    let message = &answer["messages"][0];
    assert_eq!(message["code"], json!(550), "{answer}");
    assert!(world.good(["send", "--list"]).contains("550 5.1.1 Boîte inconnue"));
}

#[test]
fn what_is_no_answer_is_told_in_words_of_ours() {
    for (greeting, code, words) in
        [(&b"421 go away\r\n"[..], "smtp-not-now", "421 go away"), (b"SSH-2.0-server\r\n", "smtp-strange", "SMTP")]
    {
        let world = place(server(greeting, &[]));
        let (exit, answer) = world.send(&["--wait", "0"]);
        let stopped = &answer["stopped"];
        assert_eq!((exit, &stopped["code"], counts(&answer)), (2, &json!(code), [0, 0, 0, 1]), "{answer}");
        let told = world.run(["send", "--yes", "--wait", "0"]).err;
        assert!(told.contains(words), "{told}");
        assert!(!told.contains("stream did not") && !told.contains("response"), "{told}");
    }
}

#[test]
fn a_connection_that_ends_behind_the_text_leaves_it_uncertain() {
    for answer in [&[(".", &b""[..])], &[(".", &b"25\r\n"[..])]] {
        let answer: &'static [(&str, &[u8])] = Box::leak(Box::new(*answer));
        let world = place(server(b"220 here\r\n", answer));
        let (code, told) = world.send(&["--wait", "0"]);
        assert_eq!((code, counts(&told)), (3, [0, 0, 1, 0]), "{told}");
        let listed = world.good(["send", "--list"]);
        assert!(listed.contains("La connexion a été coupée") || listed.contains("(SMTP)"), "{listed}");
    }
}
