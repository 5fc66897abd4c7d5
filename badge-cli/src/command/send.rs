//! `badge send`: tells people about their badges by mail, each of them once.

use std::path::Path;

use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::Context;
use crate::args::Send;
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::mail::server::{Server, line_of};
use crate::mail::{Desk, Round, Selection, Told, gather, password, write_templates};
use crate::message::{Message as Sentence, msg};
use crate::place::disk::{self, Secrecy};
use crate::place::outbox::{Message, State};
use crate::place::{Folder, Lock};
use crate::progress;
use crate::table;

/// What `--resend` calls all messages that may have arrived or not.
const UNCERTAIN: &str = "all-uncertain";

pub(crate) fn run(args: &Send, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    if args.write_templates {
        return templates(&folder, cx);
    }
    if args.check {
        return check(&folder, cx);
    }
    let now = clock(args.at.as_deref())?.now();
    if args.list {
        return list(args, &folder, cx);
    }
    if args.dry_run {
        return dry_run(args, &folder, now, cx);
    }
    let desk = Desk::open(&folder)?;
    let settings = desk.place().mail.clone().ok_or_else(|| Failure::new(msg!("send-no-settings")))?;
    let Some(_alone) = Lock::try_take(&folder.hidden("sending"))? else {
        return Err(Failure::new(msg!("send-busy")));
    };
    let writer = folder.writer(&cx.printer)?;
    let (register, people) = (writer.register(), writer.people());
    let mut messages = folder.messages()?;
    // Nobody else sends: what is being handed over is what a killed run left.
    for message in messages.iter_mut().filter(|m| m.state == State::Handing) {
        message.becomes(State::Uncertain, now);
        folder.save_message(message)?;
    }
    let again = chosen_again(args, &messages, register, people)?;
    let names: Vec<String> = args.only.clone();
    let selection = Selection::of(&names, register, people)?;
    let gathered =
        if again.is_some() { Default::default() } else { gather(register, people, &messages, &selection, now) };
    let mut waiting: Vec<Message> = match &again {
        Some(ids) => messages.iter().filter(|m| ids.contains(&m.id)).cloned().collect(),
        None => {
            let waits = |m: &&Message| m.state == State::Waiting && selection.has_message(m, register, people);
            messages.iter().filter(waits).cloned().collect()
        }
    };
    let unsure: Vec<(Message, String)> = messages
        .iter()
        .filter(|m| m.state == State::Uncertain && selection.has_message(m, register, people))
        .filter(|m| again.as_ref().is_none_or(|ids| !ids.contains(&m.id)))
        .map(|m| (m.clone(), address_of(m, people)))
        .collect();
    let known = writer.pause();
    let count = waiting.len() + gathered.new.len();
    let mut outcome = Outcome {
        no_address: gathered.no_address,
        no_consent: gathered.no_consent,
        told: Vec::new(),
        left: Vec::new(),
        unsure,
        stopped: None,
    };
    if count > 0 {
        let secret = password(&settings, &folder, cx)?;
        ask::confirm_grave(&cx.settings, &cx.printer, &msg!("send-confirm", count = count, host = &settings.host))?;
        let writer = folder.writer_again(&cx.printer, Some(known))?;
        folder.save_messages(&gathered.new)?;
        if again.is_some() {
            for message in &mut waiting {
                // One that is known to have arrived goes as another message, or the mailbox takes it for the same.
                message.copy += u32::from(message.state == State::Sent);
                message.attempts = 0;
                message.becomes(State::Waiting, now);
            }
            folder.save_messages(&waiting)?;
        }
        let known = writer.pause();
        waiting.extend(gathered.new);
        let clock = clock(args.at.as_deref())?;
        let bar = progress::bar(&cx.printer, &msg!("send-progress"), count as u64);
        let mut round = Round {
            cx,
            folder: &folder,
            desk: &desk,
            server: Server::new(&settings, secret, &folder)?,
            clock: clock.as_ref(),
            wait: args.wait.into(),
            bar: bar.clone(),
            known: Some(known),
            told: Vec::new(),
        };
        let ended = round.run(waiting);
        bar.finish_and_clear();
        outcome.told = round.told;
        match ended {
            Ok(left) => outcome.left = left,
            Err(failure) => {
                let waits = |m: &Message| m.state == State::Waiting;
                outcome.left = folder.messages()?.into_iter().filter(waits).collect();
                outcome.stopped = Some(failure);
            }
        }
    }
    outcome.tell(cx)
}

/// The messages that are to go once more, because somebody said so.
fn chosen_again(
    args: &Send,
    messages: &[Message],
    register: &Register,
    people: &People,
) -> Result<Option<Vec<String>>, Failure> {
    if args.resend.is_empty() {
        return Ok(None);
    }
    let all = args.resend.iter().any(|name| name == UNCERTAIN);
    let names: Vec<String> = args.resend.iter().filter(|name| *name != UNCERTAIN).cloned().collect();
    let selection = if names.is_empty() { None } else { Some(Selection::of(&names, register, people)?) };
    let chosen: Vec<String> = messages
        .iter()
        .filter(|m| {
            all && m.state == State::Uncertain || selection.as_ref().is_some_and(|s| s.has_message(m, register, people))
        })
        .map(|m| m.id.clone())
        .collect();
    if chosen.is_empty() && !all {
        return Err(Failure::new(msg!("send-nothing-to-resend", name = names.join(", "))));
    }
    Ok(Some(chosen))
}

fn address_of(message: &Message, people: &People) -> String {
    let person = message.person().and_then(|id| people.get(id));
    message.to.clone().or_else(|| person?.email.clone()).unwrap_or_else(|| message.id.clone())
}

/// What a run did, and what it leaves.
struct Outcome {
    told: Vec<Told>,
    left: Vec<Message>,
    /// Of earlier runs.
    unsure: Vec<(Message, String)>,
    no_address: usize,
    no_consent: usize,
    stopped: Option<Failure>,
}

impl Outcome {
    fn count(&self, state: State) -> usize {
        self.told.iter().filter(|t| t.message.state == state).count()
    }

    fn tell(&self, cx: &Context) -> Result<Exit, Failure> {
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
                "counts": {"sent": sent, "refused": refused, "uncertain": unsure, "waiting": self.left.len()},
                "not_told": {"no_address": self.no_address, "no_consent": self.no_consent},
                "stopped": stopped,
            }))?;
            return Ok(exit);
        }
        for told in &self.told {
            printer.line(&line(&told.message, &told.to, cx))?;
        }
        for (message, to) in &self.unsure {
            printer.line(&line(message, to, cx))?;
        }
        if sent > 0 {
            printer.done(&msg!("send-done", count = sent));
        } else if self.told.is_empty() && self.stopped.is_none() {
            printer.note(&msg!("send-nothing"));
        }
        if refused > 0 {
            printer.warn(&msg!("send-refused", count = refused));
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

    fn tell_left_out(&self, cx: &Context) {
        if self.no_address > 0 {
            cx.printer.note(&msg!("send-no-address", count = self.no_address));
        }
        if self.no_consent > 0 {
            cx.printer.note(&msg!("send-no-consent", count = self.no_consent));
        }
    }
}

fn object(message: &Message, to: Option<&str>) -> Value {
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
    let why = match &message.answer {
        _ if message.state == State::Sent => String::new(),
        None => String::new(),
        Some(answer) if answer.by.is_none() && answer.text.is_empty() => words.say(&msg!("send-address-unusable")),
        Some(answer) if answer.by.is_none() => words.say(&msg!("send-needs-utf8")),
        Some(answer) => line_of(answer),
    };
    let text = format!("{}  {to}  {why}", words.say(&state_words(message.state)));
    crate::text::legible(text.trim_end())
}

fn list(args: &Send, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let selection = Selection::of(&args.only, &register, &people)?;
    let messages: Vec<Message> =
        folder.messages()?.into_iter().filter(|m| selection.has_message(m, &register, &people)).collect();
    if cx.printer.json() {
        let all: Vec<Value> = messages.iter().map(|m| object(m, Some(&address_of(m, &people)))).collect();
        cx.printer.object(&json!({"schema": "badge-outbox/1", "messages": all}))?;
        return Ok(Exit::Done);
    }
    let words = cx.printer.words();
    let rows = messages.iter().map(|m| {
        let at = m.at.as_deref().and_then(|t| Timestamp::parse(t).ok()).or(m.made());
        let day = at.map(|t| badge_core::message::date(words.catalog(), t)).unwrap_or_default();
        let why = m.answer.as_ref().filter(|_| m.state != State::Sent).map(line_of).unwrap_or_default();
        vec![day, words.say(&state_words(m.state)), address_of(m, &people), why]
    });
    cx.printer.bytes(table::text(rows.collect()).as_bytes())?;
    cx.printer.note(&msg!("send-listed", count = messages.len()));
    Ok(Exit::Done)
}

fn dry_run(args: &Send, folder: &Folder, now: Timestamp, cx: &Context) -> Result<Exit, Failure> {
    let desk = Desk::open(folder)?;
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let messages = folder.messages()?;
    let selection = Selection::of(&args.only, &register, &people)?;
    let again = chosen_again(args, &messages, &register, &people)?;
    let gathered = gather(&register, &people, &messages, &selection, now);
    let mut waiting: Vec<Message> = match &again {
        Some(ids) => messages.into_iter().filter(|m| ids.contains(&m.id)).collect(),
        None => {
            let waits = |m: &Message| m.state == State::Waiting && selection.has_message(m, &register, &people);
            messages.into_iter().filter(waits).chain(gathered.new).collect()
        }
    };
    let (mut written, mut unpublished) = (Vec::new(), 0);
    let bar = progress::bar(&cx.printer, &msg!("send-progress"), waiting.len() as u64);
    for message in &mut waiting {
        if let Ok(mail) = desk.compose(message, &register, &people, now)? {
            message.to = Some(mail.shown_to.clone());
            unpublished += mail.unpublished;
            let path = args.out.as_ref().map(|out| out.join(eml_name(&mail.shown_to)));
            if let Some(path) = &path {
                disk::create(path, &mail.bytes, Secrecy::Owner)?;
            }
            written.push((mail.shown_to, message.clone(), path));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if cx.printer.json() {
        let all: Vec<Value> = written
            .iter()
            .map(|(to, message, path)| {
                let awards: Vec<String> = message.awards().map(|t| t.to_string()).collect();
                json!({"to": to, "awards": awards, "file": path})
            })
            .collect();
        cx.printer.object(&json!({
            "schema": "badge-send/1", "dry_run": true, "messages": all,
            "not_told": {"no_address": gathered.no_address, "no_consent": gathered.no_consent},
        }))?;
        return Ok(Exit::Done);
    }
    for (to, _, path) in &written {
        cx.printer.line(&path.as_deref().map_or_else(|| to.clone(), |p: &Path| p.display().to_string()))?;
    }
    cx.printer.note(&msg!("send-would-be", count = written.len()));
    if unpublished > 0 {
        cx.printer.note(&msg!("send-unpublished", count = unpublished));
    }
    let left_out = Outcome {
        told: Vec::new(),
        left: Vec::new(),
        unsure: Vec::new(),
        no_address: gathered.no_address,
        no_consent: gathered.no_consent,
        stopped: None,
    };
    left_out.tell_left_out(cx);
    cx.printer.note(&msg!("send-dry-run"));
    Ok(Exit::Done)
}

/// A file's name that holds nothing but what an address is made of.
fn eml_name(address: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+');
    let name: String = address.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    format!("{}.eml", name.trim_start_matches('.'))
}

fn check(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let settings = folder.place()?.mail.ok_or_else(|| Failure::new(msg!("send-no-settings")))?;
    Desk::open(folder)?;
    let secret = password(&settings, folder, cx)?;
    let mut server = Server::new(&settings, secret, folder)?;
    server.connect().map_err(crate::mail::server::Trouble::failure)?;
    server.quit();
    let security = settings.security.as_str();
    if cx.printer.json() {
        cx.printer.object(&json!({
            "schema": "badge-send-check/1", "host": settings.host, "port": settings.port, "security": security,
            "user": settings.user,
        }))?;
        return Ok(Exit::Done);
    }
    let port = settings.port.to_string();
    cx.printer.done(&match &settings.user {
        Some(user) => msg!("send-check-user", host = &settings.host, port = port, user = user),
        None => msg!("send-check", host = &settings.host, port = port),
    });
    Ok(Exit::Done)
}

fn templates(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let written = write_templates(folder)?;
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-templates/1", "files": written}))?;
        return Ok(Exit::Done);
    }
    for path in &written {
        cx.printer.line(&path.display().to_string())?;
    }
    cx.printer.note(&if written.is_empty() { msg!("templates-there") } else { msg!("templates-written") });
    Ok(Exit::Done)
}
