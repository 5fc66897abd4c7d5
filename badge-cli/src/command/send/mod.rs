//! `badge send`: tells people about their badges by mail, each of them once.

mod again;
mod dry_run;
mod look;
mod tell;

use badge_core::place::people::People;
use badge_core::place::register::Register;
use badge_core::time::Timestamp;

use self::tell::Outcome;
use super::{Context, moved};
use crate::args::Send;
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::mail::server::Server;
use crate::mail::{Cuts, Desk, Round, Selection, gather, password, unread_message, unread_templates};
use crate::message::msg;
use crate::place::outbox::{Message, State};
use crate::place::{Folder, Lock};
use crate::progress;

pub(crate) use self::tell::state_words;

pub(crate) fn run(args: &Send, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    if args.write_templates {
        return look::templates(&folder, cx);
    }
    if args.check {
        return look::check(&folder, cx);
    }
    let now = clock(args.at.as_deref())?.now();
    if args.list {
        return look::list(args, &folder, cx);
    }
    if args.dry_run {
        return dry_run::run(args, &folder, now, cx);
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
    let again = again::chosen(args, &messages, (&folder, register, people), now, cx)?;
    moved::tell(desk.place(), register, cx);
    unread_templates(&folder).iter().for_each(|path| cx.printer.warn(&unread_message(path)));
    let names: Vec<String> = args.only.clone();
    let selection = Selection::of(&names, &folder, (register, people))?;
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
    let refused = messages
        .iter()
        .filter(|m| m.state == State::Refused && selection.has_message(m, register, people))
        .filter(|m| again.as_ref().is_none_or(|ids| !ids.contains(&m.id)))
        .filter(|m| may_tell_of(m, register, people, now))
        .count();
    let without_link = desk.without_link(waiting.iter().chain(&gathered.new), register, people, now);
    let known = writer.pause();
    let count = waiting.len() + gathered.new.len();
    let mut outcome = Outcome {
        no_address: gathered.no_address,
        no_consent: gathered.no_consent,
        told: Vec::new(),
        left: Vec::new(),
        unsure,
        refused,
        stopped: None,
    };
    if count > 0 {
        if without_link > 0 && !args.without_link {
            tell_without_link(without_link, cx)?;
        }
        ask::confirm_grave(&cx.settings, &cx.printer, &msg!("send-confirm", count = count, host = &settings.host))?;
        let secret = password(&settings, &folder, cx)?;
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
            cuts: Cuts::default(),
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

/// A message that went out without its link is mended by a second message and by nothing else: so it is told before the
/// question, and where nobody is asked nothing goes out.
fn tell_without_link(count: usize, cx: &Context) -> Result<(), Failure> {
    if ask::may_ask(&cx.settings) {
        cx.printer.warn(&msg!("send-without-link-asked", count = count));
        return Ok(());
    }
    Err(Failure::new(msg!("send-without-link", count = count)))
}

/// Whether anything of a message may still be told.
fn may_tell_of(message: &Message, register: &Register, people: &People, now: Timestamp) -> bool {
    message.awards().filter_map(|t| register.brief(t)).any(|e| badge_core::place::outbox::may_be_told(e, people, now))
}

fn address_of(message: &Message, people: &People) -> String {
    let person = message.person().and_then(|id| people.get(id));
    message.to.clone().or_else(|| person?.email).unwrap_or_else(|| message.id.clone())
}
