//! What sends nothing: the outbox as it is, the server, the templates.

use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::address_of;
use super::tell::{object, state_words, why};
use crate::args::Send;
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::mail::server::{Server, Trouble};
use crate::mail::{Desk, Selection, password, write_templates};
use crate::message::msg;
use crate::place::Folder;
use crate::place::outbox::{Message, State};
use crate::table;

pub(super) fn list(args: &Send, folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let selection = Selection::of(&args.only, folder, (&register, &people))?;
    let mut messages: Vec<Message> =
        folder.messages()?.into_iter().filter(|m| selection.has_message(m, &register, &people)).collect();
    // What a person has to see to first, then by address.
    messages.sort_by_cached_key(|m| (urgency(m.state), address_of(m, &people)));
    if cx.printer.json() {
        let all: Vec<Value> = messages.iter().map(|m| object(m, Some(&address_of(m, &people)))).collect();
        cx.printer.object(&json!({"schema": "badge-outbox/1", "messages": all}))?;
        return Ok(Exit::Done);
    }
    let words = cx.printer.words();
    let rows = messages.iter().map(|m| {
        let at = m.at.as_deref().and_then(|t| Timestamp::parse(t).ok()).or(m.made());
        let day = at.map(|t| badge_core::message::date(words.catalog(), t)).unwrap_or_default();
        let why = if m.state == State::Sent { String::new() } else { why(m, cx) };
        vec![day, words.say(&state_words(m.state)), address_of(m, &people), why]
    });
    cx.printer.bytes(table::text(rows.collect()).as_bytes())?;
    cx.printer.note(&msg!("send-listed", count = messages.len()));
    Ok(Exit::Done)
}

/// What stands first in the list.
const fn urgency(state: State) -> u8 {
    match state {
        State::Refused => 0,
        State::Uncertain => 1,
        State::Handing => 2,
        State::Waiting => 3,
        State::Sent => 4,
    }
}

pub(super) fn check(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
    let settings = folder.place()?.mail.ok_or_else(|| Failure::new(msg!("send-no-settings")))?;
    Desk::open(folder)?;
    let secret = password(&settings, folder, cx)?;
    let mut server = Server::new(&settings, secret, folder)?;
    server.connect().map_err(Trouble::failure)?;
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

pub(super) fn templates(folder: &Folder, cx: &Context) -> Result<Exit, Failure> {
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
