//! `badge send --dry-run`: who would be told, and the messages as files to be looked at.

use std::path::Path;

use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::again;
use super::tell::Outcome;
use crate::args::Send;
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::mail::{Desk, Selection, gather};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};
use crate::place::outbox::{Message, State};
use crate::progress;

pub(super) fn run(args: &Send, folder: &Folder, now: Timestamp, cx: &Context) -> Result<Exit, Failure> {
    if let Some(out) = &args.out {
        folder.refuse_target(out)?;
        disk::sweep_abandoned(out)?;
    }
    let desk = Desk::open(folder)?;
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let messages = folder.messages()?;
    let selection = Selection::of(&args.only, &register, &people)?;
    let again = again::chosen(args, &messages, (&register, &people), now, cx)?;
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
    let left_out = Outcome { no_address: gathered.no_address, no_consent: gathered.no_consent, ..Outcome::default() };
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
