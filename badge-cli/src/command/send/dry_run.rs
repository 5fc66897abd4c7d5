//! `badge send --dry-run`: who would be told, and the messages as files to be looked at.

use std::collections::BTreeSet;
use std::path::Path;

use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::super::moved;
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
    let selection = Selection::of(&args.only, folder, (&register, &people))?;
    let again = again::chosen(args, &messages, (folder, &register, &people), now, cx)?;
    moved::tell(desk.place(), &register, cx);
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
    let mut names = BTreeSet::new();
    for message in &mut waiting {
        if let Ok(mail) = desk.compose(message, &register, &people, now)? {
            message.to = Some(mail.shown_to.clone());
            unpublished += mail.unpublished;
            let path = args.out.as_ref().map(|out| out.join(eml_name(&mail.shown_to, &mut names)));
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

/// Letters and signs of an address that stand in the name of its file: some file systems take 255 bytes, and some of these
/// are four bytes long.
const NAMED: usize = 60;

/// A file's name that holds nothing but what an address is made of, of ordinary length, and that no other letter of this run
/// has: long addresses may begin alike.
fn eml_name(address: &str, taken: &mut BTreeSet<String>) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+');
    let name: String = address.trim_start_matches('.').chars().take(NAMED).collect();
    let name = name.replace(|c| !fits(c), "_");
    let numbered = (2..).map(|n: u32| format!("{name} ({n}).eml"));
    let free = std::iter::once(format!("{name}.eml")).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_has_a_file_of_its_own_whose_name_any_disk_takes() {
        let mut taken = BTreeSet::new();
        let mut name = |address: &str| eml_name(address, &mut taken);
        assert_eq!(name("lea@example.org"), "lea@example.org.eml");
        assert_eq!(name("Lea@example.org"), "Lea@example.org (2).eml");
        assert_eq!(
            (name(".a!b@example.org"), name("a/b@example.org")),
            ("a_b@example.org.eml".into(), "a_b@example.org (2).eml".into())
        );
        let long = format!("lea@{}example.org", "é".repeat(240));
        let (one, two) = (name(&long), name(&long));
        assert!(one != two && one.len() < 255 && two.ends_with(" (2).eml"), "{one} {two}");
    }
}
