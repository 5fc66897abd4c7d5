//! The mail server: one connection, to the host of the settings and to no other, and what its answers mean.
//!
//! A message is given in two steps, so that "it may have been delivered" is on the disk before it can be true:
//! [`Server::announce`] says from whom and to whom, and [`Server::hand_over`] gives the text. Every answer is held to
//! the code that belongs to the question: answers that slipped by one (some that were put in before TLS began) are
//! taken for no delivery.

use std::error::Error as _;
use std::time::Duration;

use badge_core::place::{MailSettings, Security};
use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
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
    tls: Option<TlsParameters>,
    line: Option<SmtpConnection>,
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
    Cut(String),
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
        let tls = match settings.security {
            Security::None => None,
            Security::StartTls | Security::Implicit => {
                let mut tls = TlsParameters::builder(settings.host.clone());
                if let Some(name) = &settings.ca_file {
                    let path = folder.root().join(name);
                    let pem = disk::read(&path, 1 << 20)?;
                    let unusable = || Failure::new(msg!("smtp-ca-unusable", path = &path)).at(&path);
                    if !pem.windows(27).any(|w| w == b"-----BEGIN CERTIFICATE-----") {
                        return Err(unusable());
                    }
                    tls = tls.add_root_certificate(Certificate::from_pem(&pem).map_err(|e| unusable().why(e))?);
                }
                let unusable = |e| Failure::new(msg!("smtp-host-unusable", host = &settings.host)).why(e);
                Some(tls.build_rustls().map_err(unusable)?)
            }
        };
        Ok(Self { settings: settings.clone(), password, tls, line: None, carried: 0 })
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
        let (host, port) = (self.settings.host.trim_start_matches('[').trim_end_matches(']'), self.settings.port);
        let timeout = Some(Duration::from_secs(self.settings.timeout.into()));
        // What a mail program says that does not want to tell the name of the machine.
        let hello = ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST);
        let early = self.tls.as_ref().filter(|_| self.settings.security == Security::Implicit);
        let mut line =
            SmtpConnection::connect((host, port), timeout, &hello, early, None).map_err(|e| self.trouble(&e))?;
        if self.settings.security == Security::StartTls
            && let Some(tls) = &self.tls
        {
            if !line.can_starttls() {
                line.abort();
                return Err(Trouble::Stop(Failure::new(msg!("smtp-no-starttls", host = host, port = port_text(port)))));
            }
            line.starttls(tls, &hello).map_err(|e| self.trouble(&e))?;
        }
        if let (Some(user), Some(password)) = (&self.settings.user, &self.password) {
            let credentials = Credentials::new(user.clone(), password.to_string());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            if line.server_info().get_auth_mechanism(&mechanisms).is_none() {
                line.abort();
                return Err(Trouble::Stop(Failure::new(msg!("smtp-auth-not-offered", host = host))));
            }
            match line.auth(&mechanisms, &credentials) {
                Ok(answer) if answer.has_code(235) => {}
                Ok(answer) => return Err(self.refused_to_sign_in(user, &said(&answer, host))),
                Err(e) if e.is_permanent() => return Err(self.refused_to_sign_in(user, &answer_of(&e, host))),
                Err(e) => return Err(self.trouble(&e)),
            }
        }
        self.line = Some(line);
        self.carried = 0;
        Ok(())
    }

    fn refused_to_sign_in(&self, user: &str, answer: &Answer) -> Trouble {
        let what = msg!("smtp-auth-refused", host = &self.settings.host, user = user);
        Trouble::Stop(Failure::new(what).because(Cause::Foreign(line_of(answer))))
    }

    /// Says from whom and to whom, up to the point where the server wants the text. [`Reply::Taken`] means: go on.
    pub(crate) fn announce(&mut self, from: &Address, mail: &Mail) -> Result<Reply, Trouble> {
        self.connect()?;
        let host = self.settings.host.clone();
        let Some(line) = self.line.as_mut() else { return Ok(Reply::Cut(String::new())) };
        let mut parameters = Vec::new();
        if !mail.to.to_string().is_ascii() || !from.to_string().is_ascii() {
            if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Ok(Reply::No(Answer::ours(Answer::LETTERS)));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        match line.command(MailFrom::new(Some(from.clone()), parameters)) {
            Ok(answer) if answer.has_code(250) => {}
            // Whoever is refused as the sender is refused for every message.
            Err(e) if e.is_permanent() => {
                let what = msg!("smtp-sender-refused", host = &host, email = from.to_string());
                let cause = Cause::Foreign(line_of(&answer_of(&e, &host)));
                self.quit();
                return Err(Trouble::Stop(Failure::new(what).because(cause)));
            }
            other => return Ok(self.wrong(other)),
        }
        match line.command(Rcpt::new(mail.to.clone(), Vec::new())) {
            Ok(answer) if answer.has_code(250) || answer.has_code(251) => {}
            other => return Ok(self.wrong(other)),
        }
        match line.command(Data) {
            Ok(answer) if answer.has_code(354) => Ok(Reply::Taken(said(&answer, &host))),
            other => Ok(self.wrong(other)),
        }
    }

    /// Gives the text. From here on the server may have the message, whatever happens to the connection.
    pub(crate) fn hand_over(&mut self, bytes: &[u8]) -> Reply {
        let host = self.settings.host.clone();
        let Some(line) = self.line.as_mut() else { return Reply::Cut(String::new()) };
        // Servers look at a message before they take it: RFC 5321 asks for ten minutes' patience.
        let patience = u64::from(self.settings.timeout) * 10;
        let _ = line.set_timeout(Some(Duration::from_secs(patience.min(600))));
        let answer = line.message(bytes);
        let _ = line.set_timeout(Some(Duration::from_secs(self.settings.timeout.into())));
        self.carried += 1;
        match answer {
            Ok(answer) if answer.has_code(250) => Reply::Taken(said(&answer, &host)),
            other => self.wrong(other),
        }
    }

    /// Takes leave; what the server says to that is of no account.
    pub(crate) fn quit(&mut self) {
        if let Some(mut line) = self.line.take() {
            let _ = line.set_timeout(Some(Duration::from_secs(2)));
            let _ = line.quit();
        }
    }

    /// An answer that is not the one that was hoped for. The connection is used again only where it is in order.
    fn wrong(&mut self, answer: Result<Response, Error>) -> Reply {
        let host = self.settings.host.clone();
        let reply = match answer {
            Ok(answer) => Reply::Cut(line_of(&said(&answer, &host))),
            Err(e) => {
                let answer = answer_of(&e, &host);
                match (e.is_permanent(), e.is_transient(), answer.code) {
                    // It closes: no word about this message.
                    (_, true, Some(421)) => Reply::Cut(line_of(&answer)),
                    (true, ..) => Reply::No(answer),
                    (_, true, _) => Reply::Later(answer),
                    _ => Reply::Cut(answer.text),
                }
            }
        };
        let in_order = !matches!(reply, Reply::Cut(_));
        let reset = |line: &mut SmtpConnection| line.command(Rset).is_ok_and(|answer| answer.has_code(250));
        if !(in_order && self.line.as_mut().is_some_and(reset)) {
            self.hang_up();
        }
        reply
    }

    /// Closes the connection without a word.
    pub(crate) fn hang_up(&mut self) {
        self.line = None;
    }

    /// Why there is no connection, in words that say what to do.
    fn trouble(&self, error: &Error) -> Trouble {
        let (host, port) = (&self.settings.host, port_text(self.settings.port));
        if let Some(what) = tls_fault(error, host) {
            return Trouble::Stop(Failure::new(what).because(cause_of(error)));
        }
        if error.is_permanent() {
            let answer = answer_of(error, host);
            let what = msg!("smtp-refused-us", host = host);
            return Trouble::Stop(Failure::new(what).because(Cause::Foreign(line_of(&answer))));
        }
        let what = msg!("smtp-away", host = host, port = port);
        Trouble::Away(Failure::new(what).because(cause_of(error)))
    }
}

/// What is wrong with the server's certificate or its TLS, where that is what is wrong.
fn tls_fault(error: &Error, host: &str) -> Option<Message> {
    use rustls::{CertificateError as C, Error as Tls};
    let mut source = error.source();
    while let Some(inner) = source {
        let io = inner.downcast_ref::<std::io::Error>();
        let tls = io.and_then(|io| io.get_ref()?.downcast_ref::<Tls>()).or_else(|| inner.downcast_ref::<Tls>());
        if let Some(tls) = tls {
            return Some(match tls {
                Tls::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => {
                    msg!("smtp-certificate-name", host = host)
                }
                Tls::InvalidCertificate(C::Expired | C::ExpiredContext { .. }) => {
                    msg!("smtp-certificate-expired", host = host)
                }
                Tls::InvalidCertificate(_) => msg!("smtp-certificate-unknown", host = host),
                _ => msg!("smtp-tls", host = host),
            });
        }
        source = inner.source();
    }
    error.is_tls().then(|| msg!("smtp-tls", host = host))
}

/// `550 5.1.1 No such mailbox`
pub(crate) fn line_of(answer: &Answer) -> String {
    match answer.code {
        Some(code) => format!("{code} {}", answer.text),
        None => answer.text.clone(),
    }
}

fn said(response: &Response, host: &str) -> Answer {
    let text = response.message().collect::<Vec<_>>().join(" ");
    Answer { by: Some(host.to_owned()), code: response.code().to_string().parse().ok(), text: short(&text) }
}

fn answer_of(error: &Error, host: &str) -> Answer {
    let code = error.status().and_then(|code| code.to_string().parse().ok());
    let text = match lost(error) {
        Some(Lost::Cut) => Answer::CUT.to_owned(),
        Some(Lost::Late) => Answer::LATE.to_owned(),
        _ => source_of(error),
    };
    Answer { by: Some(host.to_owned()), code, text }
}

/// How a connection is lost, or does not come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    /// Nobody answers in time.
    Late,
    /// There is a machine, and no server at that port.
    Refused,
    /// No machine has that name, as far as can be told from here.
    Name,
    /// There is no way to it.
    NoWay,
    /// It ended in the middle.
    Cut,
}

/// Which of these an error is. The resolver of names, and an end in the middle of an answer, have no kind of their own:
/// they are known by the words of the standard library and of the library for mail.
fn lost(error: &Error) -> Option<Lost> {
    use std::io::ErrorKind as K;
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            match io.kind() {
                K::TimedOut | K::WouldBlock => return Some(Lost::Late),
                K::ConnectionRefused => return Some(Lost::Refused),
                K::ConnectionReset | K::ConnectionAborted | K::BrokenPipe | K::UnexpectedEof | K::NotConnected => {
                    return Some(Lost::Cut);
                }
                K::HostUnreachable | K::NetworkUnreachable | K::NetworkDown => return Some(Lost::NoWay),
                _ => {}
            }
        }
        match inner.to_string() {
            text if text.contains("failed to lookup address") || text.contains("could not resolve") => {
                return Some(Lost::Name);
            }
            text if text == "incomplete response" => return Some(Lost::Cut),
            _ => {}
        }
        source = inner.source();
    }
    error.is_timeout().then_some(Lost::Late)
}

/// Why there is no connection, in words where there are some.
fn cause_of(error: &Error) -> Cause {
    Cause::Said(match lost(error) {
        Some(Lost::Late) => msg!("smtp-late"),
        Some(Lost::Refused) => msg!("smtp-nobody"),
        Some(Lost::Name) => msg!("smtp-no-name"),
        Some(Lost::NoWay) => msg!("smtp-no-way"),
        Some(Lost::Cut) => msg!("smtp-cut"),
        None => return Cause::Foreign(source_of(error)),
    })
}

fn source_of(error: &Error) -> String {
    short(&error.source().map_or_else(|| error.to_string(), ToString::to_string))
}

/// What a server says comes from outside, and may be long.
fn short(text: &str) -> String {
    badge_core::message::plain_within(text, 300)
}

fn port_text(port: u16) -> String {
    port.to_string()
}
