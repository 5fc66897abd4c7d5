//! `outbox/`: one file for each message to somebody, with what came of it. Rewritten, and erased with the person (D-05).
//!
//! A message is *waiting* until the server has taken its envelope; *handing* is on the disk before the server is given
//! its text; then it is *sent* or *refused*. A process that dies in between leaves *handing*, which the next run turns
//! into *uncertain*: nobody but a person decides to send that one again.

use std::fs;

use badge_core::place::Token;
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::Folder;
use super::disk::{self, Secrecy};
use crate::error::{Cause, Failure};
use crate::message::msg;

/// The name under which a file says what it is.
const SCHEMA: &str = "badge-message/1";

/// Where a message is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Waiting,
    /// Being given to the server; it may have it.
    Handing,
    Sent,
    Refused,
    /// The server may have it, or not.
    Uncertain,
}

/// One message to one person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Message {
    schema: String,
    /// A random name, part of the Message-ID.
    pub(crate) id: String,
    person: String,
    awards: Vec<String>,
    pub(crate) state: State,
    made: String,
    /// When the state was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
    /// The address to which it went, once it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    /// How often the server put it off.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) attempts: u32,
    /// Not before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// How often it was sent before this time, on purpose: another Message-ID each time.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) copy: u32,
    /// What the server said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Answer>,
}

/// What a server said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// Which server; none where it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<u16>,
    /// The server's words; where it was not asked, one of the words below.
    pub(crate) text: String,
}

impl Answer {
    /// Nothing is left to tell: taken back, or consent was.
    pub(crate) const NOTHING: &'static str = "nothing-left";
    /// An address that nobody can write to.
    pub(crate) const ADDRESS: &'static str = "address";
    /// An address with letters that the server does not take.
    pub(crate) const LETTERS: &'static str = "smtputf8";
    /// The connection ended before the server had answered.
    pub(crate) const CUT: &'static str = "cut";
    /// The server did not answer in time.
    pub(crate) const LATE: &'static str = "time-out";
    /// What came is no answer of a mail server.
    pub(crate) const STRANGE: &'static str = "no-answer";

    /// Refused before any server was asked.
    pub(crate) fn ours(text: &str) -> Self {
        Self { by: None, code: None, text: text.to_owned() }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl State {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Handing => "handing",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Uncertain => "uncertain",
        }
    }
}

impl Message {
    pub(crate) fn new(person: Token, awards: &[Token], now: Timestamp) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            id: Token::from_bytes(crate::entropy::random()).to_string(),
            person: person.to_string(),
            awards: awards.iter().map(Token::to_string).collect(),
            state: State::Waiting,
            made: now.to_utc_seconds().to_string(),
            at: None,
            to: None,
            attempts: 0,
            due: None,
            copy: 0,
            answer: None,
        }
    }

    /// Whom it is for. `None` only in a file that somebody changed.
    pub(crate) fn person(&self) -> Option<Token> {
        Token::parse(&self.person)
    }

    pub(crate) fn awards(&self) -> impl Iterator<Item = Token> + '_ {
        self.awards.iter().filter_map(|a| Token::parse(a))
    }

    /// It speaks of these, and of no others.
    pub(crate) fn speaks_of(&mut self, awards: &[Token]) {
        self.awards = awards.iter().map(Token::to_string).collect();
    }

    /// Not before this instant; at once where there is none.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        self.due.as_deref().and_then(|due| Timestamp::parse(due).ok())
    }

    pub(crate) fn made(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.made).ok()
    }

    /// Notes what became of it.
    pub(crate) fn becomes(&mut self, state: State, now: Timestamp) {
        self.state = state;
        self.at = Some(now.to_utc_seconds().to_string());
        self.due = None;
    }

    /// The server said: later.
    pub(crate) fn put_off(&mut self, until: Timestamp, now: Timestamp) {
        self.attempts += 1;
        self.becomes(State::Waiting, now);
        self.due = Some(until.to_utc_seconds().to_string());
    }

    fn file(&self) -> String {
        format!("{}.json", self.id)
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let text = serde_json::to_string_pretty(self).map_err(|e| Failure::new(msg!("internal")).why(e))?;
        Ok((text + "\n").into_bytes())
    }
}

impl Folder {
    pub(crate) fn outbox_folder(&self) -> std::path::PathBuf {
        self.root().join("outbox")
    }

    /// Every message, oldest first.
    pub(crate) fn messages(&self) -> Result<Vec<Message>, Failure> {
        let folder = self.outbox_folder();
        let mut messages = Vec::new();
        for name in disk::names(&folder)?.iter().filter(|n| n.ends_with(".json") && !n.starts_with('.')) {
            messages.extend(self.read_message(name.trim_end_matches(".json"))?);
        }
        messages.sort_by(|a: &Message, b: &Message| (&a.made, &a.id).cmp(&(&b.made, &b.id)));
        Ok(messages)
    }

    /// A message as it stands now; `None` when it was erased meanwhile.
    pub(crate) fn read_message(&self, id: &str) -> Result<Option<Message>, Failure> {
        let path = self.outbox_folder().join(format!("{id}.json"));
        let Some(bytes) = disk::read_if_there(&path)? else { return Ok(None) };
        let damaged = |why: String| Failure::new(msg!("outbox-damaged")).at(&path).because(Cause::Foreign(why));
        let message: Message = serde_json::from_slice(&bytes).map_err(|e| damaged(e.to_string()))?;
        if message.schema != SCHEMA || message.id != id || message.person().is_none() {
            return Err(damaged(format!("{} {}", message.schema, message.id)));
        }
        Ok(Some(message))
    }

    /// Only under the lock, as everything below.
    pub(crate) fn save_message(&self, message: &Message) -> Result<(), Failure> {
        disk::replace(&self.outbox_folder().join(message.file()), &message.bytes()?, Secrecy::Owner)
    }

    pub(crate) fn save_messages(&self, messages: &[Message]) -> Result<(), Failure> {
        if messages.is_empty() {
            return Ok(());
        }
        let files: Vec<_> = messages.iter().map(|m| Ok((m.file(), m.bytes()?))).collect::<Result<_, Failure>>()?;
        disk::replace_all(&self.outbox_folder(), &files, Secrecy::Owner)
    }

    pub(crate) fn drop_message(&self, message: &Message) -> Result<(), Failure> {
        super::writer::remove(&self.outbox_folder().join(message.file()))
    }

    /// Where the messages to somebody lie.
    pub(crate) fn messages_to(&self, ids: &[Token]) -> Result<Vec<(std::path::PathBuf, Message)>, Failure> {
        let theirs = |m: &Message| m.person().is_some_and(|p| ids.contains(&p));
        let at = |m: Message| (self.outbox_folder().join(m.file()), m);
        Ok(self.messages()?.into_iter().filter(theirs).map(at).collect())
    }

    /// Forgets what was written to somebody. A second time does no harm.
    pub(super) fn forget_messages(&self, ids: &[Token]) -> Result<(), Failure> {
        let folder = self.outbox_folder();
        let theirs = self.messages_to(ids)?;
        for (path, _) in &theirs {
            super::writer::remove(path)?;
        }
        if theirs.is_empty() || !folder.is_dir() {
            return Ok(());
        }
        disk::sync_folder(&folder).map_err(|e| Failure::io(msg!("folder-unwritable", path = &folder), &folder, e))?;
        // Nothing else is in there when the last message goes.
        let _ = fs::remove_dir(&folder);
        Ok(())
    }
}
