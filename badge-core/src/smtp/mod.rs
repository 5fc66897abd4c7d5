//! A mail server, spoken to step by step (RFC 5321), with every answer bounded in bytes, lines and time.
//!
//! Whoever sends has to write down "it may have arrived" before the text leaves, so the steps are the caller's:
//! [`Line::from`], [`Line::to`], [`Line::data`], and then [`Line::text`]. An answer is given back whatever it says; that
//! it is the one that belongs to the question is for the caller to see.

mod answer;
mod pinned;
mod stream;
#[cfg(test)]
mod tests;

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::ClientConfig;
use zeroize::Zeroizing;

pub use self::answer::Answer;
use self::answer::{NoAnswer, Reading, first_line};
use self::stream::Stream;
use crate::place::Security;

/// What mail programs say that do not want to tell the name of the machine.
const HELLO: &str = "EHLO [127.0.0.1]";

/// Which server, and how the connection is kept private.
#[derive(Debug, Clone)]
pub struct Host {
    name: String,
    port: u16,
    security: Security,
    tls: Option<Arc<ClientConfig>>,
}

/// Why there is no answer, or no connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The host's name has no address, as far as can be told from here.
    #[error("no machine of this name was found")]
    Name,
    /// There is a machine, and nobody listens at that port.
    #[error("the connection is refused")]
    Refused,
    /// No network leads there.
    #[error("no way leads there")]
    NoWay,
    /// The answer was not whole in time.
    #[error("no answer in time")]
    Late,
    /// The connection ended before the answer was whole.
    #[error("the connection was cut")]
    Cut,
    /// What came is no answer of a mail server, or too much of it.
    #[error("not the answer of a mail server")]
    NoAnswer,
    /// No protected connection could be made.
    #[error("no protected connection")]
    Protection(Protection),
    /// The server offers no STARTTLS, and nothing is said in clear.
    #[error("no protected connection is offered")]
    NotOffered,
    /// The server offers no way to sign in that is known here (PLAIN, LOGIN).
    #[error("signing in is not offered")]
    NoSignIn,
    /// The server does not let this user in.
    #[error("signing in was refused: {}", .0.code)]
    SignIn(Answer),
    /// The server does not want to speak with us, now or at all.
    #[error("refused: {}", .0.code)]
    Unwelcome(Answer),
    /// The file of certificates holds none that can be used.
    #[error("no certificate")]
    Root,
    /// The host's name cannot be one.
    #[error("not the name of a server")]
    HostUnusable,
    /// A command with a line break or another control character in it: nothing was sent.
    #[error("not a command")]
    Command,
}

/// What is wrong with a protected connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protection {
    /// The certificate is for another name.
    Name,
    /// The certificate is no longer valid.
    Expired,
    /// Nobody known vouches for the certificate.
    Unknown,
    /// Anything else, such as a server that speaks no TLS at this port.
    Other,
}

impl Host {
    /// The server at `name`, an address in brackets included. `roots` are certificates (PEM) that are trusted besides
    /// Mozilla's: those of authorities, or the server's own.
    ///
    /// # Errors
    /// [`Fault::Root`] where `roots` holds no certificate.
    pub fn new(name: &str, port: u16, security: Security, roots: Option<&[u8]>) -> Result<Self, Fault> {
        let tls = if security == Security::None { None } else { Some(stream::config(roots)?) };
        let name = name.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { name, port, security, tls })
    }

    /// Connects, makes the connection private, signs in. `patience` bounds the wait for each answer, as a whole.
    ///
    /// # Errors
    /// Why there is no connection. In clear, or to a server that did not prove its name, no password was said.
    pub fn connect(&self, login: Option<(&str, &str)>, patience: Duration) -> Result<Line, Fault> {
        let mut stream = Stream::open(&self.name, self.port, patience)?;
        if let (Security::Implicit, Some(tls)) = (self.security, &self.tls) {
            stream = stream.protected(tls, &self.name)?;
        }
        let mut line = Line { stream, came: Vec::new(), offers: Vec::new(), patience };
        line.stream.wait(patience);
        welcome(line.answer()?)?;
        line.hello()?;
        if let (Security::StartTls, Some(tls)) = (self.security, &self.tls) {
            line = line.protected(tls, &self.name)?;
        }
        if let Some((user, password)) = login {
            line.sign_in(user, password)?;
        }
        Ok(line)
    }
}

/// An open connection. Dropped, it hangs up without a word.
pub struct Line {
    stream: Stream,
    /// Bytes that have come and were not read yet.
    came: Vec<u8>,
    /// What the server said that it can do.
    offers: Vec<String>,
    patience: Duration,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("offers", &self.offers).finish_non_exhaustive()
    }
}

impl Line {
    /// Whether the server said that it can do this: `SMTPUTF8`.
    #[must_use]
    pub fn offers(&self, what: &str) -> bool {
        self.offers.iter().any(|offer| first_word(offer).eq_ignore_ascii_case(what))
    }

    /// From whom a message is. 250 is the answer that is hoped for.
    ///
    /// # Errors
    /// Where no answer came.
    pub fn from(&mut self, address: &str, letters_beyond_ascii: bool) -> Result<Answer, Fault> {
        self.command(&format!("MAIL FROM:<{address}>{}", if letters_beyond_ascii { " SMTPUTF8" } else { "" }))
    }

    /// To whom it is. 250 or 251.
    ///
    /// # Errors
    /// Where no answer came.
    pub fn to(&mut self, address: &str) -> Result<Answer, Fault> {
        self.command(&format!("RCPT TO:<{address}>"))
    }

    /// That the text follows. 354.
    ///
    /// # Errors
    /// Where no answer came.
    pub fn data(&mut self) -> Result<Answer, Fault> {
        self.command("DATA")
    }

    /// The whole text, after a 354. From here on the server may have it, whatever becomes of the connection. 250.
    ///
    /// # Errors
    /// Where no answer came; that it was cut after the last byte is no sign that the text was not taken.
    pub fn text(&mut self, text: &[u8], patience: Duration) -> Result<Answer, Fault> {
        self.stream.wait(patience);
        if let Err(fault) = self.write(&stuffed(text)) {
            // A server that refuses in the middle of a text has said why before it hung up.
            return self.answer().ok().filter(|answer| answer.is_no() || answer.is_later()).ok_or(fault);
        }
        self.answer()
    }

    /// Forgets the message that was begun. Whether the connection is in order.
    pub fn reset(&mut self) -> bool {
        self.command("RSET").is_ok_and(|answer| answer.code == 250)
    }

    /// Takes leave; what the server says to that is of no account.
    pub fn quit(mut self) {
        self.patience = Duration::from_secs(2);
        drop(self.command("QUIT"));
    }

    /// Says who speaks, and hears what the server can do.
    fn hello(&mut self) -> Result<(), Fault> {
        self.stream.wait(self.patience);
        self.write(format!("{HELLO}\r\n").as_bytes())?;
        let (code, mut lines) = self.lines()?;
        welcome(Answer { code, text: lines.join(" ") })?;
        // The first line is a greeting.
        self.offers = lines.split_off(1.min(lines.len()));
        Ok(())
    }

    fn protected(mut self, tls: &Arc<ClientConfig>, host: &str) -> Result<Self, Fault> {
        if !self.offers("STARTTLS") {
            return Err(Fault::NotOffered);
        }
        welcome(self.command("STARTTLS")?)?;
        // Answers that somebody put in before the connection is private answer nothing (RFC 3207 section 6).
        if !self.came.is_empty() {
            return Err(Fault::NoAnswer);
        }
        self.stream.wait(self.patience);
        self.stream = self.stream.protected(tls, host)?;
        self.hello()?;
        Ok(self)
    }

    /// RFC 4954, by PLAIN or by LOGIN, which is all that many servers offer.
    fn sign_in(&mut self, user: &str, password: &str) -> Result<(), Fault> {
        let offered = |way: &str| {
            // Some write `AUTH=PLAIN`, as was done before there was a standard.
            let mut words = self.offers.iter().flat_map(|offer| {
                let mut words = offer.split([' ', '=']);
                let auth = words.next().is_some_and(|first| first.eq_ignore_ascii_case("AUTH"));
                auth.then_some(words).into_iter().flatten()
            });
            words.any(|word| word.eq_ignore_ascii_case(way))
        };
        let encoded = |text: &str| Zeroizing::new(STANDARD.encode(text));
        let answer = if offered("PLAIN") {
            let both = Zeroizing::new(format!("\0{user}\0{password}"));
            self.command(&Zeroizing::new(format!("AUTH PLAIN {}", *encoded(&both))))?
        } else if offered("LOGIN") {
            let mut answer = self.command("AUTH LOGIN")?;
            for word in [user, password] {
                if answer.code != 334 {
                    break;
                }
                answer = self.command(&encoded(word))?;
            }
            answer
        } else {
            return Err(Fault::NoSignIn);
        };
        match answer {
            answer if answer.code == 235 => Ok(()),
            answer if answer.is_later() => Err(Fault::Unwelcome(answer)),
            answer => Err(Fault::SignIn(answer)),
        }
    }

    /// Says one line, and waits for its answer.
    fn command(&mut self, line: &str) -> Result<Answer, Fault> {
        if line.chars().any(char::is_control) {
            return Err(Fault::Command);
        }
        self.stream.wait(self.patience);
        self.write(Zeroizing::new(format!("{line}\r\n")).as_bytes())?;
        self.answer()
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.stream.write_all(bytes).and_then(|()| self.stream.flush()).map_err(|error| stream::fault(&error))
    }

    fn answer(&mut self) -> Result<Answer, Fault> {
        let (code, lines) = self.lines()?;
        Ok(Answer { code, text: lines.join(" ") })
    }

    /// The code of an answer, and its lines. Reads no more than the bounds of an answer allow.
    fn lines(&mut self) -> Result<(u16, Vec<String>), Fault> {
        let (mut reading, mut some) = (Reading::default(), [0; 1_024]);
        loop {
            while let Some(line) = first_line(&mut self.came)? {
                if let Some(code) = reading.line(&line)? {
                    return Ok((code, reading.lines));
                }
            }
            match self.stream.read(&mut some) {
                Ok(0) => return Err(Fault::Cut),
                Ok(count) => self.came.extend_from_slice(&some[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(stream::fault(&error)),
            }
        }
    }
}

impl From<NoAnswer> for Fault {
    fn from(_: NoAnswer) -> Self {
        Self::NoAnswer
    }
}

/// Only a 2xx lets us go on.
fn welcome(answer: Answer) -> Result<(), Fault> {
    if answer.code < 300 { Ok(()) } else { Err(Fault::Unwelcome(answer)) }
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// A text as it is put on the line: every line ends with CR LF, a dot that begins one is doubled, and one dot ends it
/// (RFC 5321 4.5.2). A CR or LF that stands alone ends a line too, so that no server finds an end where we see none.
fn stuffed(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 32 + 8);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        if rest.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(&rest[..end]);
        out.extend_from_slice(b"\r\n");
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or_else(|| rest.get(1..).unwrap_or_default());
    }
    out.extend_from_slice(b".\r\n");
    out
}
