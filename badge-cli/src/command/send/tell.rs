//! What came of a round: for people, for programs, and as an exit code.

use serde_json::{Value, json};

use crate::command::Context;
use crate::error::{Cause, Exit, Failure};
use crate::mail::Told;
use crate::mail::server::{cause_of, line_of};
use crate::message::{Message as Sentence, msg};
use crate::place::outbox::{Answer, Message, State};

/// Messages that are told one by one; `--list` and `--json` have them all.
const LINES: usize = 100;

/// What a run did, and what it leaves.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) told: Vec<Told>,
    pub(super) left: Vec<Message>,
    /// Of earlier runs.
    pub(super) unsure: Vec<(Message, String)>,
    /// Refused in earlier runs, and nobody has seen to them.
    pub(super) refused: usize,
    pub(super) no_address: usize,
    pub(super) no_consent: usize,
    /// What kept the rest from being sent.
    pub(super) stopped: Option<Failure>,
}

impl Outcome {
    fn count(&self, state: State) -> usize {
        self.told.iter().filter(|t| t.message.state == state).count()
    }

    pub(super) fn tell(&self, cx: &Context) -> Result<Exit, Failure> {
        let printer = &cx.printer;
        let (sent, refused) = (self.count(State::Sent), self.count(State::Refused));
        let unsure = self.count(State::Uncertain) + self.unsure.len();
        let mut exit = Exit::Done;
        if refused > 0 {
            exit = exit.and(Exit::Rejected);
        }
        if unsure > 0 || !self.left.is_empty() {
            exit = exit.and(Exit::Inconclusive);
        }
        if self.stopped.is_some() {
            exit = Exit::Failed;
        }
        if printer.json() {
            let told = self.told.iter().map(|t| object(&t.message, Some(&t.to)));
            let unsure_ones = self.unsure.iter().map(|(m, to)| object(m, Some(to)));
            let left = self.left.iter().map(|m| object(m, None));
            let stopped = self.stopped.as_ref().map(|f| {
                json!({
                    "code": f.what.id, "message": printer.words().say(&f.what), "hint": printer.words().hint(&f.what),
                    "causes": f.causes.iter().map(|c| c.say(printer.words())).collect::<Vec<_>>(),
                })
            });
            printer.object(&json!({
                "schema": "badge-send/1",
                "messages": told.chain(unsure_ones).chain(left).collect::<Vec<Value>>(),
                "counts": {"sent": sent, "refused": refused, "uncertain": unsure, "waiting": self.left.len(), "refused_before": self.refused},
                "not_told": {"no_address": self.no_address, "no_consent": self.no_consent},
                "stopped": stopped,
            }))?;
            return Ok(exit);
        }
        self.tell_lines(cx)?;
        if sent > 0 {
            printer.done(&msg!("send-done", count = sent));
        } else if self.told.is_empty() && self.stopped.is_none() {
            printer.note(&msg!("send-nothing"));
        }
        if refused > 0 {
            let all = self.told.iter().filter(|t| t.message.state == State::Refused);
            let why: Vec<Refusal> = all.map(|t| Refusal::of(&t.message)).collect();
            for (kind, count) in Refusal::ALL.map(|kind| (kind, why.iter().filter(|w| **w == kind).count())) {
                match kind {
                    _ if count == 0 => {}
                    Refusal::Address => printer.warn(&msg!("send-refused", count = count)),
                    Refusal::Size => printer.warn(&msg!("send-refused-size", count = count)),
                    Refusal::Other => printer.warn(&msg!("send-refused-other", count = count)),
                }
            }
        }
        if self.refused > 0 {
            printer.warn(&msg!("send-refused-before", count = self.refused));
        }
        if unsure > 0 {
            printer.warn(&msg!("send-uncertain", count = unsure));
        }
        if !self.left.is_empty() {
            printer.warn(&msg!("send-left", count = self.left.len()));
        }
        let unpublished: usize = self.told.iter().map(|t| t.unpublished).sum();
        if unpublished > 0 {
            printer.note(&msg!("send-unpublished", count = unpublished));
        }
        self.tell_left_out(cx);
        if let Some(failure) = &self.stopped {
            printer.failure(failure);
        }
        Ok(exit)
    }

    /// A line for each message: of many, those that a person has to see to come first, and the rest is counted.
    fn tell_lines(&self, cx: &Context) -> Result<(), Failure> {
        let told = self.told.iter().map(|told| (&told.message, told.to.as_str()));
        let mut all: Vec<(&Message, &str)> = told.chain(self.unsure.iter().map(|(m, to)| (m, to.as_str()))).collect();
        if all.len() > LINES {
            all.sort_by_key(|(message, _)| message.state == State::Sent);
        }
        for (message, to) in all.iter().take(LINES) {
            cx.printer.line(&line(message, to, cx))?;
        }
        if all.len() > LINES {
            cx.printer.note(&msg!("send-more", count = all.len() - LINES));
        }
        Ok(())
    }

    /// Of whom nobody is told, and why.
    pub(super) fn tell_left_out(&self, cx: &Context) {
        if self.no_address > 0 {
            cx.printer.note(&msg!("send-no-address", count = self.no_address));
        }
        if self.no_consent > 0 {
            cx.printer.note(&msg!("send-no-consent", count = self.no_consent));
        }
    }
}

/// What a server refused, as far as its code says so (RFC 5321 §4.2.3, RFC 3463 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// Nobody is there: the address, or the server behind it.
    Address,
    /// The message is too large.
    Size,
    /// Its text, its sender, a rule, or nobody knows.
    Other,
}

impl Refusal {
    const ALL: [Self; 3] = [Self::Address, Self::Size, Self::Other];

    fn of(message: &Message) -> Self {
        let Some(answer) = &message.answer else { return Self::Other };
        // `5.1.1`; only `X.1.*` is about the address, and `X.1.7`, `X.1.8` about the sender's.
        let detail =
            answer.text.split_whitespace().next().filter(|word| word.starts_with("5.") || word.starts_with("4."));
        match (answer.code, detail.map(|d| &d[2..])) {
            (None, _) if answer.text == Answer::ADDRESS => Self::Address,
            (_, Some("3.4" | "2.3")) | (Some(552), None) => Self::Size,
            (_, Some("1.7" | "1.8")) => Self::Other,
            (_, Some(detail)) if detail.starts_with("1.") => Self::Address,
            (Some(550 | 551 | 553), None) => Self::Address,
            _ => Self::Other,
        }
    }
}

pub(super) fn object(message: &Message, to: Option<&str>) -> Value {
    let answer = message.answer.as_ref();
    json!({
        "id": message.id, "state": message.state.as_str(), "to": to.or(message.to.as_deref()),
        "awards": message.awards().map(|t| t.to_string()).collect::<Vec<_>>(),
        "at": message.at, "due": message.due().map(|t| t.to_string()), "attempts": message.attempts,
        "by": answer.and_then(|a| a.by.clone()), "code": answer.and_then(|a| a.code),
        "text": answer.map(|a| a.text.clone()),
    })
}

pub(crate) fn state_words(state: State) -> Sentence {
    match state {
        State::Waiting => msg!("message-waiting"),
        State::Handing | State::Uncertain => msg!("message-uncertain"),
        State::Sent => msg!("message-sent"),
        State::Refused => msg!("message-refused"),
    }
}

/// `refused  lea@example.org  550 5.1.1 No such mailbox`
fn line(message: &Message, to: &str, cx: &Context) -> String {
    let words = cx.printer.words();
    let why = if message.state == State::Sent { String::new() } else { why(message, cx) };
    let text = format!("{}  {to}  {why}", words.say(&state_words(message.state)));
    crate::text::legible(text.trim_end())
}

/// Why it was not taken: the server's own words, or ours where it was not asked.
pub(super) fn why(message: &Message, cx: &Context) -> String {
    let Some(answer) = &message.answer else { return String::new() };
    let words = cx.printer.words();
    match answer.text.as_str() {
        Answer::ADDRESS if answer.by.is_none() => words.say(&msg!("send-address-unusable")),
        Answer::LETTERS if answer.by.is_none() => words.say(&msg!("send-needs-utf8")),
        Answer::NOTHING if answer.by.is_none() => words.say(&msg!("send-nothing-left")),
        _ => match cause_of(answer) {
            Cause::Said(ours) => words.say(&ours),
            _ => line_of(answer),
        },
    }
}
