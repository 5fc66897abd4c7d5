//! One round of sending: every message that waits, one after the other, at the pace that the server bears.
//!
//! What the place knows is looked at anew, under its lock, before each message and once more before its text is given
//! away: whoever was erased, or took consent back, a moment ago is not written to. The lock is never held while the
//! server is waited for.

use std::collections::{BTreeSet, VecDeque};
use std::thread::sleep;
use std::time::Duration;

use badge_core::place::outbox::{MOST_ATTEMPTS, pause_after};
use badge_core::time::{Clock, Timestamp};

use super::compose::{Desk, Mail, NoMail};
use super::server::{Reply, Server, Trouble, cause_of};
use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::place::outbox::{Answer, Message, State};
use crate::place::{Folder, Paused, Writer};

/// At so many messages in a row the server hangs up twice before it is left alone: at fewer it may be about them.
const CUT: usize = 3;

/// How often a server that hangs up, or does not answer, is called again.
const CALLS: u32 = 4;

/// What became of a message in this round.
pub(crate) struct Told {
    pub(crate) message: Message,
    /// The address, as far as it is known.
    pub(crate) to: String,
    pub(crate) unpublished: usize,
}

/// A round that is under way.
pub(crate) struct Round<'a> {
    pub(crate) cx: &'a Context,
    pub(crate) folder: &'a Folder,
    pub(crate) desk: &'a Desk,
    pub(crate) server: Server,
    pub(crate) clock: &'a dyn Clock,
    /// Seconds that may be spent on waiting for messages that were put off.
    pub(crate) wait: i64,
    pub(crate) bar: indicatif::ProgressBar,
    /// What was known of the place when the lock was last given back.
    pub(crate) known: Option<Paused>,
    /// In order, as they were dealt with.
    pub(crate) told: Vec<Told>,
    pub(crate) cuts: Cuts,
}

/// Connections that ended before a text was given.
#[derive(Default)]
pub(crate) struct Cuts {
    /// The message at which it happened last, once: with a new connection it may go through.
    once: Option<String>,
    /// The messages at which it happened twice, since one was answered.
    twice: BTreeSet<String>,
    /// Whether any message was answered at all.
    answered: bool,
    /// What was said last.
    said: Option<Answer>,
}

/// What to do with a message next.
enum Next {
    Done,
    /// Later: it is noted when.
    Later(Message),
    /// The connection broke before the text was given: at once, with a new one.
    Again(Message),
}

impl Round<'_> {
    /// Sends what waits. What was done stays done when it stops early.
    ///
    /// # Errors
    /// What keeps everything from being sent; what was not sent waits.
    pub(crate) fn run(&mut self, waiting: Vec<Message>) -> Result<Vec<Message>, Failure> {
        let mut queue: VecDeque<Message> = waiting.into();
        let pace = Duration::from_millis(60_000 / u64::from(self.per_minute()));
        let (mut now, mut calls, mut waited, mut unsure) = (self.clock.now(), 0, 0, 0);
        let mut first = true;
        while !queue.is_empty() {
            now = now.max(self.clock.now());
            let ready = queue.iter().position(|m| m.due().is_none_or(|due| due <= now));
            let Some(message) = ready.and_then(|at| queue.remove(at)) else {
                let soonest = queue.iter().filter_map(Message::due).min().unwrap_or(now);
                let pause = soonest.unix().saturating_sub(now.unix()).max(1);
                if waited + pause > self.wait {
                    break;
                }
                self.server.quit();
                self.cx.printer.note(&msg!("send-waits", seconds = pause.unsigned_abs(), count = queue.len()));
                sleep(Duration::from_secs(pause.unsigned_abs()));
                waited += pause;
                now = soonest;
                continue;
            };
            if !std::mem::take(&mut first) {
                sleep(pace);
            }
            let before = self.told.len();
            match self.one(message, now) {
                Ok(Next::Done) => {
                    self.bar.inc(1);
                    calls = 0;
                    let unknown = |t: &Told| t.message.state == State::Uncertain;
                    unsure = if self.told[before..].iter().any(unknown) { unsure + 1 } else { 0 };
                    if unsure >= 2 {
                        return Err(Failure::new(msg!("smtp-hangs-up", host = self.server.host())));
                    }
                }
                Ok(Next::Later(message)) => {
                    calls = 0;
                    queue.push_back(message);
                    // One message may be what it hangs up at; all of them are not.
                    let nobody_else =
                        !self.cuts.answered && !queue.iter().any(|m| m.due().is_none_or(|due| due <= now));
                    if self.cuts.twice.len() >= CUT || (nobody_else && !self.cuts.twice.is_empty()) {
                        let what = msg!("smtp-hangs-up-early", host = self.server.host());
                        let failure = Failure::new(what);
                        return Err(self.cuts.said.iter().map(cause_of).fold(failure, Failure::because));
                    }
                }
                Ok(Next::Again(message)) => {
                    calls += 1;
                    queue.push_front(message);
                    if calls >= CALLS {
                        return Err(Failure::new(msg!("smtp-hangs-up-early", host = self.server.host())));
                    }
                }
                Err(Stopped::Failure(failure)) => return Err(failure),
                Err(Stopped::Away(away)) => {
                    let (failure, message) = *away;
                    calls += 1;
                    let pause = i64::from(4_u32.pow(calls - 1));
                    if calls >= CALLS || waited + pause > self.wait {
                        return Err(failure);
                    }
                    sleep(Duration::from_secs(pause.unsigned_abs()));
                    waited += pause;
                    queue.push_front(message);
                }
            }
        }
        self.server.quit();
        Ok(queue.into())
    }

    fn per_minute(&self) -> u32 {
        self.desk.place().mail.as_ref().map_or(60, |m| m.per_minute.max(1))
    }

    /// One message, from the place to the server.
    fn one(&mut self, message: Message, now: Timestamp) -> Result<Next, Stopped> {
        let writer = self.writer()?;
        let found = self.look(&writer, &message.id, now)?;
        self.known = Some(writer.pause());
        let Some((message, mail)) = found else { return Ok(Next::Done) };
        let announced = match self.server.announce(&self.desk.from, &mail) {
            Ok(reply) => reply,
            Err(Trouble::Stop(failure)) => return Err(failure.into()),
            Err(Trouble::Away(failure)) => return Err(Stopped::Away(Box::new((failure, message)))),
        };
        match announced {
            Reply::Taken(_) => self.cuts = Cuts { answered: true, ..Cuts::default() },
            Reply::Cut(_) if self.cuts.once.as_ref() != Some(&message.id) => {
                self.cuts.once = Some(message.id.clone());
                return Ok(Next::Again(message));
            }
            // Put off like one that the server wants later, so that those behind it have their turn.
            Reply::Cut(answer) => {
                self.cuts.once = None;
                self.cuts.twice.insert(message.id.clone());
                self.cuts.said = Some(answer.clone());
                return Ok(self.conclude(message, &mail, Reply::Later(answer), now)?);
            }
            other => {
                self.cuts = Cuts { answered: true, ..Cuts::default() };
                return Ok(self.conclude(message, &mail, other, now)?);
            }
        }
        // Whoever was erased, or has another address, since the server was asked is not written to there.
        let writer = self.writer()?;
        let found = self.look(&writer, &message.id, now)?;
        let Some((mut message, mail)) = found.filter(|(_, again)| again.to == mail.to) else {
            let again = self.folder.read_message(&message.id)?.filter(|m| m.state == State::Waiting);
            self.known = Some(writer.pause());
            // The server waits for a text: it gets none, and keeps nothing.
            self.server.hang_up();
            return Ok(again.map_or(Next::Done, Next::Again));
        };
        if message.to.replace(mail.shown_to.clone()).is_none() {
            // What was taken back meanwhile is not told; should it hold again, it is told then.
            message.speaks_of(&mail.awards);
        }
        message.becomes(State::Handing, now);
        self.folder.save_message(&message)?;
        self.known = Some(writer.pause());
        let reply = self.server.hand_over(&mail.bytes);
        Ok(self.conclude(message, &mail, reply, now)?)
    }

    /// The message as it stands now, and its text; `None` when there is nothing more to send, which is then noted.
    fn look(&mut self, writer: &Writer, id: &str, now: Timestamp) -> Result<Option<(Message, Mail)>, Failure> {
        let Some(mut message) = self.folder.read_message(id)?.filter(|m| m.state == State::Waiting) else {
            return Ok(None);
        };
        match self.desk.compose(&message, writer.register(), writer.people(), now)? {
            Ok(mail) => Ok(Some((message, mail))),
            // It never left: should there be something to tell again, it is told then.
            Err(NoMail::Nothing) if message.to.is_none() => {
                self.folder.drop_message(&message)?;
                Ok(None)
            }
            Err(why) => {
                let (to, text) = match why {
                    NoMail::Nothing => (message.to.clone().unwrap_or_default(), Answer::NOTHING),
                    NoMail::Address(to) => (to, Answer::ADDRESS),
                };
                message.becomes(State::Refused, now);
                message.to = Some(to.clone());
                message.answer = Some(Answer::ours(text));
                self.folder.save_message(&message)?;
                self.told.push(Told { message, to, unpublished: 0 });
                Ok(None)
            }
        }
    }

    /// Notes what the server said, if the message was not erased meanwhile.
    fn conclude(&mut self, mut message: Message, mail: &Mail, reply: Reply, now: Timestamp) -> Result<Next, Failure> {
        let writer = self.writer()?;
        let handed = message.state == State::Handing;
        let mut later = false;
        match reply {
            Reply::Taken(answer) => {
                message.becomes(State::Sent, now);
                message.answer = Some(answer);
            }
            Reply::No(answer) => {
                message.becomes(State::Refused, now);
                message.answer = Some(answer);
            }
            Reply::Later(answer) if message.attempts + 1 >= MOST_ATTEMPTS => {
                message.becomes(State::Refused, now);
                message.answer = Some(answer);
            }
            Reply::Later(answer) => {
                message.put_off(now.plus_seconds(self.pause_after(message.attempts)), now);
                message.answer = Some(answer);
                later = true;
            }
            Reply::Cut(answer) => {
                debug_assert!(handed, "before the text is given a cut is no conclusion");
                message.becomes(State::Uncertain, now);
                message.answer = Some(answer);
            }
        }
        if !later {
            message.to = Some(mail.shown_to.clone());
        }
        let there = self.folder.read_message(&message.id)?.is_some();
        if there {
            self.folder.save_message(&message)?;
        }
        self.known = Some(writer.pause());
        if later {
            return Ok(Next::Later(message));
        }
        self.told.push(Told { to: mail.shown_to.clone(), unpublished: mail.unpublished, message });
        Ok(Next::Done)
    }

    /// Seconds until the next try: four times as many each time.
    fn pause_after(&self, attempts: u32) -> i64 {
        let first = self.desk.place().mail.as_ref().map_or(60, |m| m.retry_after);
        pause_after(first, attempts)
    }

    fn writer(&mut self) -> Result<Writer, Failure> {
        self.folder.writer_again(&self.cx.printer, self.known.take())
    }
}

/// Why nothing goes out.
enum Stopped {
    Failure(Failure),
    /// Nobody answered: the message that is to be tried again.
    Away(Box<(Failure, Message)>),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}
