//! `badge send --dry-run`: who would be told, and the messages as files to be looked at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use badge_core::time::Timestamp;
use serde_json::{Value, json};

use super::super::moved;
use super::again;
use super::tell::Outcome;
use crate::args::Send;
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::mail::{Desk, Selection, gather, unread_message, unread_templates};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk;
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
    unread_templates(folder).iter().for_each(|path| cx.printer.warn(&unread_message(path)));
    let gathered = gather(&register, &people, &messages, &selection, now);
    let mut waiting: Vec<Message> = match &again {
        Some(ids) => messages.into_iter().filter(|m| ids.contains(&m.id)).collect(),
        None => {
            let waits = |m: &Message| m.state == State::Waiting && selection.has_message(m, &register, &people);
            messages.into_iter().filter(waits).chain(gathered.new).collect()
        }
    };
    let mut letters = Letters::new(folder, args.out.as_deref());
    let receivers = waiting.iter().filter_map(|message| desk.receiver(message, &register, &people, now));
    letters.ask(receivers.collect(), cx)?;
    let (mut written, mut unpublished) = (Vec::new(), 0);
    let bar = progress::bar(&cx.printer, &msg!("send-progress"), waiting.len() as u64);
    for message in &mut waiting {
        if let Ok(mail) = desk.compose(message, &register, &people, now)? {
            message.to = Some(mail.shown_to.clone());
            unpublished += mail.unpublished;
            let path = letters.put(&mail.shown_to, mail.bytes)?;
            written.push((mail.shown_to, message.clone(), path));
        }
        bar.inc(1);
    }
    letters.write()?;
    // A look at some of them says nothing of the others.
    let gone = if args.only.is_empty() && again.is_none() { letters.take_away_others()? } else { 0 };
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
            "schema": "badge-send/1", "dry_run": true, "messages": all, "taken_away": gone,
            "not_told": {"no_address": gathered.no_address, "no_consent": gathered.no_consent},
        }))?;
        return Ok(Exit::Done);
    }
    for (to, _, path) in &written {
        cx.printer.line(&path.as_deref().map_or_else(|| to.clone(), |p: &Path| p.display().to_string()))?;
    }
    cx.printer.note(&msg!("send-would-be", count = written.len()));
    if gone > 0 {
        cx.printer.note(&msg!("send-taken-away", count = gone));
    }
    if unpublished > 0 {
        cx.printer.note(&msg!("send-unpublished", count = unpublished));
    }
    let left_out = Outcome { no_address: gathered.no_address, no_consent: gathered.no_consent, ..Outcome::default() };
    left_out.tell_left_out(cx);
    cx.printer.note(&msg!("send-dry-run"));
    Ok(Exit::Done)
}

/// So many bytes, and so many letters, are held before they are written: what was written is noted once for all of these, and
/// their files are open at once.
const HELD: (usize, usize) = (32 << 20, 256);

/// The letters as files of one folder.
struct Letters<'a> {
    folder: &'a Folder,
    out: Option<&'a Path>,
    names: BTreeSet<String>,
    held: Vec<(String, Vec<u8>)>,
    size: usize,
}

impl<'a> Letters<'a> {
    fn new(folder: &'a Folder, out: Option<&'a Path>) -> Self {
        Self { folder, out, names: BTreeSet::new(), held: Vec::new(), size: 0 }
    }

    /// Before the first is written: those of an earlier look give way unasked where nobody changed them.
    fn ask(&self, receivers: Vec<String>, cx: &Context) -> Result<(), Failure> {
        let Some(out) = self.out else { return Ok(()) };
        let mut names = BTreeSet::new();
        let paths: Vec<PathBuf> = receivers.iter().map(|to| out.join(eml_name(to, &mut names))).collect();
        self.folder.may_replace_all(paths.iter().map(PathBuf::as_path), cx)
    }

    /// Where a letter will lie.
    fn put(&mut self, to: &str, bytes: Vec<u8>) -> Result<Option<PathBuf>, Failure> {
        let Some(out) = self.out else { return Ok(None) };
        let name = eml_name(to, &mut self.names);
        let path = out.join(&name);
        self.size += bytes.len();
        self.held.push((name, bytes));
        if self.size > HELD.0 || self.held.len() >= HELD.1 {
            self.write()?;
        }
        Ok(Some(path))
    }

    /// Takes away the letters of an earlier look that are none of this one, unless somebody changed them.
    fn take_away_others(&self) -> Result<usize, Failure> {
        let Some(out) = self.out else { return Ok(0) };
        self.folder.take_back(out, |name| name.ends_with(".eml") && !self.names.contains(&name.to_lowercase()))
    }

    fn write(&mut self) -> Result<(), Failure> {
        self.size = 0;
        match (self.out, std::mem::take(&mut self.held)) {
            (Some(out), held) if !held.is_empty() => self.folder.deliver_all(out, &held),
            _ => Ok(()),
        }
    }
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
