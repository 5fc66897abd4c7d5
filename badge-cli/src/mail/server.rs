//! The mail server: one connection, to the host of the settings and to no other, and what its answers mean.
//!
//! A message is given in two steps, so that "it may have been delivered" is on the disk before it can be true:
//! [`Server::announce`] says from whom and to whom, and [`Server::hand_over`] gives the text. Every answer is held to
//! the code that belongs to the question: answers that slipped by one (some that were put in before TLS began) are
//! taken for no delivery.

use std::time::Duration;

use badge_core::place::{MailSettings, Security};
use badge_core::smtp::{self, Fault, Host, Line, Protection};
use lettre::address::Address;
use zeroize::Zeroizing;

use super::compose::Mail;
use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::place::outbox::Answer;
use crate::place::{Folder, disk};

/// How many messages go through one connection; many servers hang up after a hundred.
const PER_CONNECTION: u32 = 80;

/// The server, connected or not.
pub(crate) struct Server {
    settings: MailSettings,
    password: Option<Zeroizing<String>>,
    host: Host,
    line: Option<Line>,
    carried: u32,
}

/// What became of a step.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Taken: the server has said so.
    Taken(Answer),
    /// Not now (4xx).
    Later(Answer),
    /// No (5xx): this message, and nothing else.
    No(Answer),
    /// The connection is gone, or what came was no answer.
    Cut(Answer),
}

/// Why nothing can be sent at all.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Nobody answers: perhaps in a moment.
    Away(Failure),
    /// A person has to see to it.
    Stop(Failure),
}

impl Trouble {
    /// As a failure of the whole run.
    pub(crate) fn failure(self) -> Failure {
        match self {
            Self::Away(failure) | Self::Stop(failure) => failure,
        }
    }
}

impl Server {
    /// Nothing is connected yet.
    ///
    /// # Errors
    /// A certificate file that cannot be used.
    pub(crate) fn new(
        settings: &MailSettings,
        password: Option<Zeroizing<String>>,
        folder: &Folder,
    ) -> Result<Self, Failure> {
        let path = settings.ca_file.as_ref().map(|name| folder.root().join(name));
        let pem = path.as_ref().map(|path| disk::read(path, 1 << 20)).transpose()?;
        let host = Host::new(&settings.host, settings.port, settings.security, pem.as_deref()).map_err(|_| {
            path.map_or_else(
                || Failure::new(msg!("smtp-tls", host = &settings.host)),
                |path| Failure::new(msg!("smtp-ca-unusable", path = &path)).at(&path),
            )
        })?;
        Ok(Self { settings: settings.clone(), password, host, line: None, carried: 0 })
    }

    pub(crate) fn host(&self) -> &str {
        &self.settings.host
    }

    /// Connects, makes the connection private, signs in. Nothing is sent.
    pub(crate) fn connect(&mut self) -> Result<(), Trouble> {
        if self.line.is_some() && self.carried < PER_CONNECTION {
            return Ok(());
        }
        self.quit();
        let password = self.password.as_ref();
        let login = self.settings.user.as_deref().zip(password.map(|password| password.as_str()));
        let patience = Duration::from_secs(self.settings.timeout.into());
        let line = self.host.connect(login, patience).map_err(|fault| self.trouble(fault))?;
        self.line = Some(line);
        self.carried = 0;
        Ok(())
    }

    /// Says from whom and to whom, up to the point where the server wants the text. [`Reply::Taken`] means: go on.
    pub(crate) fn announce(&mut self, from: &Address, mail: &Mail) -> Result<Reply, Trouble> {
        self.connect()?;
        let host = self.settings.host.clone();
        let Some(line) = self.line.as_mut() else { return Ok(Reply::Cut(Answer::ours(Answer::CUT))) };
        let (from, to) = (from.to_string(), mail.to.to_string());
        let beyond_ascii = !(from.is_ascii() && to.is_ascii());
        if beyond_ascii && !line.offers("SMTPUTF8") {
            return Ok(Reply::No(Answer::ours(Answer::LETTERS)));
        }
        match line.from(&from, beyond_ascii) {
            Ok(answer) if answer.code == 250 => {}
            // Whoever is refused as the sender is refused for every message.
            Ok(answer) if answer.is_no() => {
                let what = msg!("smtp-sender-refused", host = &host, email = from);
                let cause = Cause::Foreign(line_of(&said(&answer, &host)));
                self.quit();
                return Err(Trouble::Stop(Failure::new(what).because(cause)));
            }
            other => return Ok(self.wrong(other)),
        }
        match line.to(&to) {
            Ok(answer) if matches!(answer.code, 250 | 251) => {}
            other => return Ok(self.wrong(other)),
        }
        match line.data() {
            Ok(answer) if answer.code == 354 => Ok(Reply::Taken(said(&answer, &host))),
            other => Ok(self.wrong(other)),
        }
    }

    /// Gives the text. From here on the server may have the message, whatever happens to the connection.
    pub(crate) fn hand_over(&mut self, bytes: &[u8]) -> Reply {
        let host = self.settings.host.clone();
        let Some(line) = self.line.as_mut() else { return Reply::Cut(Answer::ours(Answer::CUT)) };
        // Servers look at a message before they take it: RFC 5321 asks for ten minutes' patience.
        let patience = u64::from(self.settings.timeout) * 10;
        let answer = line.text(bytes, Duration::from_secs(patience.min(600)));
        self.carried += 1;
        match answer {
            Ok(answer) if answer.code == 250 => Reply::Taken(said(&answer, &host)),
            other => self.wrong(other),
        }
    }

    /// Takes leave; what the server says to that is of no account.
    pub(crate) fn quit(&mut self) {
        if let Some(line) = self.line.take() {
            line.quit();
        }
    }

    /// An answer that is not the one that was hoped for. The connection is used again only where it is in order.
    fn wrong(&mut self, answer: Result<smtp::Answer, Fault>) -> Reply {
        let host = &self.settings.host;
        let reply = match answer {
            // It closes: no word about this message.
            Ok(answer) if answer.code == 421 => Reply::Cut(said(&answer, host)),
            Ok(answer) if answer.is_no() => Reply::No(said(&answer, host)),
            Ok(answer) if answer.is_later() => Reply::Later(said(&answer, host)),
            Ok(answer) => Reply::Cut(said(&answer, host)),
            Err(fault) => Reply::Cut(Answer { by: Some(host.clone()), code: None, text: word_for(&fault).to_owned() }),
        };
        let in_order = !matches!(reply, Reply::Cut(_));
        if !(in_order && self.line.as_mut().is_some_and(Line::reset)) {
            self.hang_up();
        }
        reply
    }

    /// Closes the connection without a word.
    pub(crate) fn hang_up(&mut self) {
        self.line = None;
    }

    /// Why there is no connection, in words that say what to do.
    fn trouble(&self, fault: Fault) -> Trouble {
        let (host, port) = (&self.settings.host, self.settings.port.to_string());
        let foreign = |answer: &smtp::Answer| Cause::Foreign(line_of(&said(answer, host)));
        let stop = |what: Message| Trouble::Stop(Failure::new(what));
        // Somebody is there, and both wait for the other to speak: so it is where the server wants TLS from the first byte.
        let is_mute = matches!(fault, Fault::Late | Fault::Cut);
        let tls = if is_mute && self.settings.security == Security::StartTls { "first" } else { "as-said" };
        let away = |why: Message| {
            let what = msg!("smtp-away", host = host, port = &port, tls = tls);
            Trouble::Away(Failure::new(what).because(Cause::Said(why)))
        };
        match fault {
            Fault::Protection(what) => stop(match what {
                Protection::Name => msg!("smtp-certificate-name", host = host),
                Protection::Expired => msg!("smtp-certificate-expired", host = host),
                Protection::Unknown => msg!("smtp-certificate-unknown", host = host),
                _ => msg!("smtp-tls", host = host),
            }),
            Fault::NotOffered => stop(msg!("smtp-no-starttls", host = host, port = port)),
            Fault::NoSignIn => stop(msg!("smtp-auth-not-offered", host = host)),
            Fault::SignIn(answer) => {
                let user = self.settings.user.as_deref().unwrap_or_default();
                let what = msg!("smtp-auth-refused", host = host, user = user);
                Trouble::Stop(Failure::new(what).because(foreign(&answer)))
            }
            Fault::Unwelcome(answer) if answer.is_later() => {
                Trouble::Away(Failure::new(msg!("smtp-not-now", host = host)).because(foreign(&answer)))
            }
            Fault::Unwelcome(answer) => {
                Trouble::Stop(Failure::new(msg!("smtp-refused-us", host = host)).because(foreign(&answer)))
            }
            Fault::NoAnswer => stop(msg!("smtp-strange", host = host, port = port)),
            Fault::HostUnusable => stop(msg!("smtp-host-unusable", host = host)),
            Fault::Late => away(msg!("smtp-late")),
            Fault::Refused => away(msg!("smtp-nobody")),
            Fault::Name => away(msg!("smtp-no-name")),
            Fault::NoWay => away(msg!("smtp-no-way")),
            _ => away(msg!("smtp-cut")),
        }
    }
}

/// An answer as a cause: the server's words, or ours where it gave none.
pub(crate) fn cause_of(answer: &Answer) -> Cause {
    Cause::Said(match (answer.code, answer.text.as_str()) {
        (None, Answer::CUT) => msg!("smtp-cut"),
        (None, Answer::LATE) => msg!("smtp-late"),
        (None, Answer::STRANGE) => msg!("smtp-no-answer"),
        _ => return Cause::Foreign(line_of(answer)),
    })
}

/// `550 5.1.1 No such mailbox`
pub(crate) fn line_of(answer: &Answer) -> String {
    match answer.code {
        Some(code) => format!("{code} {}", answer.text),
        None => answer.text.clone(),
    }
}

/// What a server says comes from outside, and may be long.
fn said(answer: &smtp::Answer, host: &str) -> Answer {
    let text = badge_core::message::plain_within(&answer.text, 300);
    Answer { by: Some(host.to_owned()), code: Some(answer.code), text }
}

/// The word that the outbox keeps where no answer came.
const fn word_for(fault: &Fault) -> &'static str {
    match fault {
        Fault::Late => Answer::LATE,
        Fault::NoAnswer => Answer::STRANGE,
        _ => Answer::CUT,
    }
}
