//! A server that says what it likes, on this machine.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use super::*;

/// Serves one connection with `says`, which hears a line and answers; gives what was heard.
fn server(
    greeting: &'static [u8],
    mut says: impl FnMut(&str, &mut TcpStream) + Send + 'static,
) -> (Host, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let mut heard = Vec::new();
        let _ = stream.write_all(greeting);
        while let Some(Ok(line)) = lines.next() {
            says(&line, &mut stream);
            heard.push(line);
        }
        heard
    });
    (Host::new("127.0.0.1", port, Security::None, None).unwrap(), heard)
}

/// Says yes to everything but what begins with `to`, where it says `answer`.
fn but(to: &'static str, answer: &'static [u8]) -> impl FnMut(&str, &mut TcpStream) + Send + 'static {
    let mut text = false;
    move |line, stream| {
        let usual: &[u8] = match line {
            "." => {
                text = false;
                b"250 2.0.0 taken\r\n"
            }
            _ if text => return,
            "DATA" => {
                text = true;
                b"354 go\r\n"
            }
            _ if line.starts_with("EHLO") => b"250-here\r\n250-AUTH=LOGIN\r\n250 SMTPUTF8\r\n",
            "AUTH LOGIN" => b"334 VXNlcm5hbWU6\r\n",
            "YQ==" => b"334 UGFzc3dvcmQ6\r\n",
            "Yg==" => b"235 in\r\n",
            _ => b"250 fine\r\n",
        };
        let _ = stream.write_all(if line.starts_with(to) && !to.is_empty() { answer } else { usual });
    }
}

const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_message_is_handed_over_step_by_step() {
    let (host, heard) = server(b"220 here\r\n", but("", b""));
    let mut line = host.connect(Some(("a", "b")), PATIENCE).unwrap();
    assert!(line.offers("smtputf8") && !line.offers("STARTTLS"));
    assert_eq!(line.from("a@example.org", true).unwrap().code, 250);
    assert_eq!(line.to("b@example.org").unwrap().code, 250);
    assert_eq!(line.data().unwrap().code, 354);
    let answer = line.text(b"Subject: x\r\n\r\n.\r\n..y\nz\r.", PATIENCE).unwrap();
    assert_eq!(answer, Answer { code: 250, text: "2.0.0 taken".into() });
    assert_eq!(line.to("x@example.org>\r\nRCPT TO:<y@example.org"), Err(Fault::Command));
    assert!(line.reset());
    line.quit();
    let heard = heard.join().unwrap();
    let wanted = [
        "EHLO [127.0.0.1]",
        "AUTH LOGIN",
        "YQ==",
        "Yg==",
        "MAIL FROM:<a@example.org> SMTPUTF8",
        "RCPT TO:<b@example.org>",
        "DATA",
        "Subject: x",
        "",
        "..",
        "...y",
        "z",
        "..",
        ".",
        "RSET",
        "QUIT",
    ];
    assert_eq!(heard, wanted);
}

#[test]
fn what_a_server_answers_is_told_apart() {
    let asked = |answer: &'static [u8]| {
        let (host, _) = server(b"220 here\r\n", but("RCPT", answer));
        host.connect(None, PATIENCE).unwrap().to("b@example.org")
    };
    let refusal = asked(b"550 5.1.1 No Such User caf\xe9\r\n").unwrap();
    assert!(refusal.is_no() && refusal.text == "5.1.1 No Such User café", "{refusal:?}");
    assert!(asked(b"421 4.3.2 later\r\n").unwrap().is_later());
    assert_eq!(asked(b"25\r\n"), Err(Fault::NoAnswer));
    assert_eq!(asked(b"hello\r\n"), Err(Fault::NoAnswer));
    let offered = |greeting| {
        let (host, _) = server(greeting, but("", b""));
        host.connect(None, PATIENCE).map(drop)
    };
    assert_eq!(offered(b"421 go away\r\n"), Err(Fault::Unwelcome(Answer { code: 421, text: "go away".into() })));
    assert_eq!(offered(b"SSH-2.0-x\r\n"), Err(Fault::NoAnswer));
    let (host, _) = server(b"220 here\r\n", but("AUTH", b"535 no\r\n"));
    assert!(matches!(host.connect(Some(("a", "b")), PATIENCE), Err(Fault::SignIn(Answer { code: 535, .. }))));
}

#[test]
fn a_server_that_never_ends_a_line_is_left_soon() {
    let (host, wrote) = server(b"220 here\r\n", |line, stream| {
        if !line.starts_with("EHLO") {
            return;
        }
        // Ends when we hang up, and only then.
        while stream.write_all(&[b'2'; 4_096]).is_ok() {}
    });
    assert_eq!(host.connect(None, PATIENCE).map(drop), Err(Fault::NoAnswer));
    wrote.join().unwrap();
}

#[test]
fn a_server_that_drips_or_says_nothing_is_not_waited_for_beyond_the_time() {
    let (host, dripped) = server(b"220 here\r\n", |_, stream| {
        while stream.write_all(b"2").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    assert_eq!(host.connect(None, Duration::from_secs(1)).map(drop), Err(Fault::Late));
    dripped.join().unwrap();
    let (host, _) = server(b"", |_, _| {});
    assert_eq!(host.connect(None, Duration::from_secs(1)).map(drop), Err(Fault::Late));
}

#[test]
fn a_connection_that_ends_is_told() {
    let (host, _) = server(b"220 here\r\n", |line, stream| {
        let _ = stream.write_all(if line.starts_with("EHLO") { b"250 here\r\n" } else { b"354-go" });
        if line == "DATA" {
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
    });
    assert_eq!(host.connect(None, PATIENCE).unwrap().data(), Err(Fault::Cut));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let host = Host::new("127.0.0.1", nobody, Security::None, None).unwrap();
    assert_eq!(host.connect(None, PATIENCE).map(drop), Err(Fault::Refused));
}

#[test]
fn nothing_is_said_in_clear_where_protection_is_asked_for() {
    for (says, fault) in [
        (&b"250 here\r\n"[..], Fault::NotOffered),
        // Put in before TLS begins, to answer what is asked afterwards.
        (b"250-here\r\n250 STARTTLS\r\n220 go\r\n250 here\r\n", Fault::NoAnswer),
    ] {
        let (host, heard) = server(b"220 here\r\n", move |line, stream| {
            if line.starts_with("EHLO") {
                let _ = stream.write_all(says);
            }
        });
        let host = Host::new("127.0.0.1", host.port, Security::StartTls, None).unwrap();
        assert_eq!(host.connect(Some(("a", "b")), PATIENCE).map(drop), Err(fault));
        assert!(!heard.join().unwrap().iter().any(|line| line.starts_with("AUTH")));
    }
    assert_eq!(Host::new("x", 25, Security::StartTls, Some(b"nothing")).map(drop), Err(Fault::Root));
}
