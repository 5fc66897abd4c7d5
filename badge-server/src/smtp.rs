//! Letters by SMTP: they wait in memory for the server that takes them, and are tried again for an hour. What is still
//! waiting when the server stops is lost; links can be asked for again.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{SmtpTransport, Transport as _};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::post::{Letter, Post};

/// Letters that may wait.
const WAITING: usize = 1000;
/// How long to wait before each further try.
const AGAIN: [Duration; 5] = [
    Duration::from_secs(2),
    Duration::from_secs(30),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(40 * 60),
];

/// Through which server letters go, and in whose name. Its address may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Server {
    url: String,
    from: String,
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
        from.parse::<Mailbox>().map_err(|_| ServerFault::From)?;
        let after = url.strip_prefix("smtp://").or_else(|| url.strip_prefix("smtps://")).ok_or(ServerFault::Address)?;
        let authority = after.split(['/', '?']).next().unwrap_or(after);
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let here = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|name| host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')));
        if !url.starts_with("smtps://") && !url.ends_with("?tls=required") && !here {
            return Err(ServerFault::Address);
        }
        SmtpTransport::from_url(url).map_err(|_| ServerFault::Address)?;
        Ok(Self { url: url.to_owned(), from: from.to_owned() })
    }
}

/// Hands letters on to the task that sends them.
pub(crate) struct Smtp(Sender<Letter>);

impl Smtp {
    /// Begins to send. Needs a runtime.
    pub(crate) fn begin(server: Server) -> Self {
        let (sender, letters) = channel(WAITING);
        tokio::spawn(work(server, letters));
        Self(sender)
    }
}

impl Post for Smtp {
    fn is_there(&self) -> bool {
        true
    }

    fn send(&self, letter: Letter) {
        if self.0.try_send(letter).is_err() {
            tracing::error!("a letter was lost: too many wait already");
        }
    }
}

async fn work(server: Server, mut letters: Receiver<Letter>) {
    while let Some(letter) = letters.recv().await {
        // One that has to wait holds up none of the others.
        tokio::spawn(deliver(server.clone(), letter));
    }
}

async fn deliver(server: Server, letter: Letter) {
    for pause in std::iter::once(Duration::ZERO).chain(AGAIN) {
        tokio::time::sleep(pause).await;
        let (server, letter) = (server.clone(), letter.clone());
        match tokio::task::spawn_blocking(move || once(&server, &letter)).await {
            Ok(Ok(())) => return,
            // Neither the address nor what the server repeats of it is written down.
            Ok(Err(fault)) => tracing::warn!(fault, "a letter did not go"),
            Err(_) => tracing::error!("sending a letter was interrupted"),
        }
    }
    tracing::error!("a letter was given up");
}

/// One try. What went wrong, in a word.
fn once(server: &Server, letter: &Letter) -> Result<(), &'static str> {
    let from: Mailbox = server.from.parse().map_err(|_| "the sender's address")?;
    let to: Mailbox = letter.to.parse().map_err(|_| "the recipient's address")?;
    let message = Message::builder()
        .from(from)
        .to(to)
        .subject(&letter.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|_| "its text")?;
    let transport = SmtpTransport::from_url(&server.url).map_err(|_| "the mail server's address")?;
    let sent = transport.timeout(Some(Duration::from_secs(30))).build().send(&message);
    sent.map(drop).map_err(|error| {
        if error.is_permanent() {
            "refused"
        } else if error.is_tls() {
            "no protection"
        } else {
            "not reached"
        }
    })
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

    #[tokio::test]
    async fn a_letter_arrives_at_a_real_server_even_if_that_was_not_ready() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server::new(&format!("smtp://{}", listener.local_addr().unwrap()), "badges@example.org").unwrap();
        let post = Smtp::begin(server);
        let letter = Letter { to: "ada@example.org".into(), subject: "Bonjour é".into(), text: "Une ligne.\n".into() };
        post.send(letter);
        let heard = tokio::task::spawn_blocking(move || {
            // The first connection is cut: it is tried again.
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
                    "QUIT" => b"221 bye\r\n",
                    _ => b"250 fine\r\n",
                };
                heard.push(line.clone());
                stream.write_all(answer).unwrap();
                if line == "." || line == "QUIT" {
                    break;
                }
            }
            heard
        });
        let heard = heard.await.unwrap().join("\n");
        assert!(
            heard.contains("MAIL FROM:<badges@example.org>") && heard.contains("RCPT TO:<ada@example.org>"),
            "{heard}"
        );
        assert!(heard.contains("Une ligne.") && heard.contains("Subject: Bonjour =?utf-8?"), "{heard}");
    }
}
