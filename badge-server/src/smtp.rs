//! Letters by SMTP: one connection, kept open for those that follow, to the server of the settings and to no other.
//!
//! A letter is given in two steps, so that "it may have arrived" is in the database before it can be true. Every answer
//! is held to the code that belongs to the question: answers that slipped by one are taken for none.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use badge_core::message::plain_within;
use badge_core::place::{Security, outbox};
use badge_core::smtp::{Answer, Fault, Host, Line};
use lettre::address::Address;
use lettre::message::Mailbox;
use zeroize::Zeroizing;

use crate::post::{Announced, Handing, Letter, Mark, Post, Reply, address};

/// How long to wait for an answer; ten times as long for the answer to a whole letter (RFC 5321 asks for ten minutes).
const PATIENCE: Duration = Duration::from_secs(30);

/// How many letters go through one connection; many servers hang up after a hundred.
const PER_CONNECTION: u32 = 80;

/// Through which server letters go, and in whose name.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Server {
    host: String,
    port: u16,
    security: Security,
    /// Who signs in, and the password.
    login: Option<(String, Zeroizing<String>)>,
    from: Mailbox,
}

/// Whoever prints it must not tell the password.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("from", &self.from).finish_non_exhaustive()
    }
}

/// What is wrong with the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServerFault {
    /// Not the address of a mail server, or one that would be spoken to in clear.
    Address,
    /// Not an address of a sender.
    From,
}

impl Server {
    /// `smtps://name:password@mail.example.org`, `smtp://…:587?tls=required`; without protection, this machine only.
    pub(crate) fn new(url: &str, from: &str) -> Result<Self, ServerFault> {
        let from = from.parse::<Mailbox>().map_err(|_| ServerFault::From)?;
        let (implicit, after) = match (url.strip_prefix("smtps://"), url.strip_prefix("smtp://")) {
            (Some(after), _) => (true, after),
            (_, Some(after)) => (false, after),
            _ => return Err(ServerFault::Address),
        };
        let authority = after.split(['/', '?']).next().unwrap_or(after);
        let rest = after[authority.len()..].trim_start_matches('/');
        let (login, host_and_port) = match authority.rsplit_once('@') {
            Some((login, host)) => (Some(login), host),
            None => (None, authority),
        };
        let (host, port) = match host_and_port.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().map_err(|_| ServerFault::Address)?)),
            _ => (host_and_port, None),
        };
        let here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        let (security, usual) = match rest {
            "" if implicit => (Security::Implicit, 465),
            "?tls=required" if !implicit => (Security::StartTls, 587),
            "" if here => (Security::None, 25),
            _ => return Err(ServerFault::Address),
        };
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(ServerFault::Address);
        }
        let decoded = |text: &str| decoded(text).ok_or(ServerFault::Address);
        let login = match login.map(|login| login.split_once(':').unwrap_or((login, ""))) {
            Some((name, password)) => Some((decoded(name)?, Zeroizing::new(decoded(password)?))),
            None => None,
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { host, port: port.unwrap_or(usual), security, login, from })
    }
}

/// Percent-encoded text as it was meant; `None` for what is none.
fn decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next()?, bytes.next()?];
        out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(out).ok()
}

/// Takes letters to the server.
pub(crate) struct Smtp {
    server: Arc<Server>,
    /// An open connection that waits for the next letter, and how many it carried.
    idle: Idle,
}

type Idle = Arc<Mutex<Option<(Line, u32)>>>;

impl Smtp {
    pub(crate) fn new(server: Server) -> Self {
        Self { server: Arc::new(server), idle: Arc::default() }
    }

    /// A connection: the one that is open, or a new one.
    fn line(&self) -> Result<(Line, u32), String> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((mut line, carried)) = idle {
            // One that was idle for long may be gone, which is nobody's fault.
            if carried < PER_CONNECTION && line.reset() {
                return Ok((line, carried));
            }
        }
        self.server.connect().map(|line| (line, 0)).map_err(|fault| why(&fault))
    }
}

impl Server {
    /// Whether it answers, and lets us in. No letter goes.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn greets(&self) -> Result<(), Fault> {
        self.connect()?.quit();
        Ok(())
    }

    /// Connects, makes the connection private, signs in.
    fn connect(&self) -> Result<Line, Fault> {
        let host = Host::new(&self.host, self.port, self.security, None)?;
        let login = self.login.as_ref().map(|(user, password)| (user.as_str(), password.as_str()));
        host.connect(login, PATIENCE)
    }
}

/// Why nobody can be asked, in a few words for the log; none of them is a secret.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::NotOffered => "no protection offered".to_owned(),
        Fault::Protection(_) => "no protection".to_owned(),
        Fault::SignIn(_) | Fault::NoSignIn => "signing in was refused".to_owned(),
        Fault::Unwelcome(answer) => format!("not reached: {}", answer.code),
        Fault::NoAnswer => fault.to_string(),
        _ => "not reached".to_owned(),
    }
}

impl Post for Smtp {
    fn is_there(&self) -> bool {
        true
    }

    fn announce(&self, to: &str) -> Announced {
        let Ok(to) = address(to) else { return Announced::Answered(ours("address")) };
        let (mut line, carried) = match self.line() {
            Ok(line) => line,
            Err(why) => return Announced::Away(why),
        };
        let (from, recipient) = (self.server.from.email.to_string(), to.to_string());
        let beyond_ascii = !(from.is_ascii() && recipient.is_ascii());
        if beyond_ascii && !line.offers("SMTPUTF8") {
            self.keep(line, carried);
            return Announced::Answered(ours("smtputf8"));
        }
        match line.from(&from, beyond_ascii) {
            Ok(answer) if answer.code == 250 => {}
            // Whoever is refused as the sender is refused for every letter.
            Ok(answer) if answer.is_no() => return Announced::Away("the sender was refused".to_owned()),
            other => return Announced::Answered(self.wrong(line, carried, other)),
        }
        match line.to(&recipient) {
            Ok(answer) if matches!(answer.code, 250 | 251) => {}
            other => return Announced::Answered(self.wrong(line, carried, other)),
        }
        match line.data() {
            Ok(answer) if answer.code == 354 => {
                let smtp = Self { server: Arc::clone(&self.server), idle: Arc::clone(&self.idle) };
                Announced::Ready(Box::new(Open { smtp, line: Some(line), carried, to }))
            }
            other => Announced::Answered(self.wrong(line, carried, other)),
        }
    }
}

impl Smtp {
    /// Keeps a connection for the next letter.
    fn keep(&self, line: Line, carried: u32) {
        *self.idle.lock().unwrap_or_else(PoisonError::into_inner) = Some((line, carried));
    }

    /// An answer that is not the one that was hoped for. The connection is used again only where it is in order.
    fn wrong(&self, line: Line, carried: u32, answer: Result<Answer, Fault>) -> Reply {
        use outbox::Reply as R;
        let (what, said) = match answer {
            // With 421 it closes: no word about this letter.
            Ok(answer) if answer.is_later() && answer.code != 421 => (R::Later, text_of(&answer)),
            Ok(answer) if answer.is_no() => (R::No, text_of(&answer)),
            Ok(answer) => (R::Cut, text_of(&answer)),
            Err(fault) => (R::Cut, fault.to_string()),
        };
        if what != R::Cut {
            self.keep(line, carried);
        }
        Reply { what, said }
    }
}

/// A server that waits for a text. Dropped, it hangs up: the server gets none, and keeps nothing.
struct Open {
    smtp: Smtp,
    line: Option<Line>,
    carried: u32,
    to: Address,
}

impl Handing for Open {
    fn give(mut self: Box<Self>, letter: &Letter, mark: &Mark) -> Reply {
        let Some(mut line) = self.line.take() else { return ours("no connection") };
        let Ok(bytes) = letter.message(&self.smtp.server.from, &self.to, mark) else { return ours("its text") };
        match line.text(&bytes, PATIENCE * 10) {
            Ok(answer) if answer.code == 250 => {
                self.smtp.keep(line, self.carried + 1);
                Reply { what: outbox::Reply::Taken, said: text_of(&answer) }
            }
            other => self.smtp.wrong(line, self.carried + 1, other),
        }
    }
}

/// Refused before any server was asked.
fn ours(why: &str) -> Reply {
    Reply { what: outbox::Reply::No, said: why.to_owned() }
}

/// What a mail server said: it comes from outside, and may be long.
pub(crate) fn text_of(answer: &Answer) -> String {
    plain_within(&format!("{} {}", answer.code, answer.text), 300)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_mail_server_is_spoken_to_in_clear_on_this_machine_alone() {
        let from = "Badges <badges@example.org>";
        for good in [
            "smtps://mail.example.org",
            "smtps://name:word@mail.example.org:465",
            "smtp://name:word@mail.example.org:587?tls=required",
            "smtp://localhost:2525",
            "smtp://127.0.0.1",
        ] {
            assert!(Server::new(good, from).is_ok(), "{good}");
        }
        for bad in [
            "smtp://mail.example.org",
            "smtp://mail.example.org?tls=opportunistic",
            "smtp://localhost.example.org",
            "smtp://localhost@mail.example.org",
            "smtp://mail.example.org/@localhost",
            "smtp://mail.example.org?x=@localhost",
            "https://mail.example.org",
            "mail.example.org",
        ] {
            assert_eq!(Server::new(bad, from).err(), Some(ServerFault::Address), "{bad}");
        }
        assert_eq!(Server::new("smtps://mail.example.org", "nobody").err(), Some(ServerFault::From));
        let told = format!("{:?}", Server::new("smtps://name:motdepasse@mail.example.org", from).unwrap());
        assert!(!told.contains("motdepasse"));
    }

    #[test]
    fn a_letter_arrives_in_two_steps_at_a_real_server() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server::new(&format!("smtp://{}", listener.local_addr().unwrap()), "badges@example.org").unwrap();
        let heard = std::thread::spawn(move || {
            // The first connection is cut.
            drop(listener.accept().unwrap());
            let (mut stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut heard = Vec::new();
            stream.write_all(b"220 here\r\n").unwrap();
            let mut data = false;
            while let Some(Ok(line)) = lines.next() {
                let answer: &[u8] = match line.as_str() {
                    "." if data => {
                        data = false;
                        b"250 taken\r\n"
                    }
                    _ if data => b"",
                    "DATA" => {
                        data = true;
                        b"354 go\r\n"
                    }
                    _ => b"250 fine\r\n",
                };
                heard.push(line.clone());
                stream.write_all(answer).unwrap();
                if line == "." {
                    break;
                }
            }
            heard
        });
        let post = Smtp::new(server);
        let letter = Letter { subject: "Bonjour é".into(), text: "Une ligne.\n".into(), ..Letter::default() };
        assert!(matches!(post.announce("ada@example.org"), Announced::Away(_)), "cut: it is tried again later");
        assert!(matches!(post.announce("ada"), Announced::Answered(reply) if reply.what == outbox::Reply::No));
        let Announced::Ready(open) = post.announce("ada@bücher.example") else { panic!("it wants the text") };
        let reply = open.give(&letter, &Mark { id: "0a".into(), copy: 2, at: 0 });
        assert!(reply.what == outbox::Reply::Taken && reply.said == "250 taken");
        let heard = heard.join().unwrap().join("\n");
        assert!(heard.contains("MAIL FROM:<badges@example.org>"), "{heard}");
        assert!(heard.contains("RCPT TO:<ada@xn--bcher-kva.example>"), "{heard}");
        assert!(heard.contains("Une ligne.") && heard.contains("Subject: Bonjour =?utf-8?"), "{heard}");
        assert!(heard.contains("Message-ID: <0a.2@example.org>"), "{heard}");
    }

    #[test]
    fn a_name_and_a_password_are_read_as_they_were_meant() {
        let server = Server::new("smtps://a%40b:mot%3Ade%2Fpasse@mail.example.org", "b@example.org").unwrap();
        let (name, password) = server.login.unwrap();
        assert_eq!((name.as_str(), password.as_str(), server.port), ("a@b", "mot:de/passe", 465));
        assert!(Server::new("smtps://a:%zz@mail.example.org", "b@example.org").is_err());
    }
}
