//! `badge person merge`: an address that changed, or two entries that are one person.

use badge_core::issue::To;
use badge_core::place::Token;
use serde_json::json;

use super::{Context, find};
use crate::args::PersonMerge;
use crate::ask;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;

pub(super) fn run(args: &PersonMerge, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let (old, _) = find(&args.old, &register, &people)?;
    let known = find(&args.new, &register, &people).ok();
    if known.is_some_and(|(new, _)| new == old) {
        return Err(Failure::new(msg!("merge-same", old = &args.old, new = &args.new)));
    }
    let to = crate::award::recipient(&args.new)?;
    let ids = people.ids(old);
    let badges = ids.iter().map(|id| register.of_person(*id).count()).sum::<usize>();
    if !args.dry_run {
        let question = match known {
            Some(_) => msg!("merge-confirm-two", old = &args.old, new = &args.new),
            None => msg!("merge-confirm", old = &args.old, new = &args.new),
        };
        if known.is_some() {
            // Two people made one cannot be told apart again.
            ask::confirm_grave(&cx.settings, &cx.printer, &question)?;
        } else if !ask::confirm(&cx.settings, &cx.printer, &question)? {
            return Err(Failure::new(msg!("not-confirmed")));
        }
        let mut writer = folder.writer(&cx.printer)?;
        let (old, _) = find(&args.old, writer.register(), writer.people())?;
        let new = find(&args.new, writer.register(), writer.people()).ok().map(|(id, _)| id);
        writer.change_people(|people| match new {
            Some(new) => people.merge(old, new),
            None => {
                let mut person = people.get(old).cloned().unwrap_or_default();
                match to {
                    To::Did(did) => person.did = Some(did),
                    To::Email(email) => person.email = Some(email),
                    To::Nobody => {}
                }
                people.insert(old, person);
                true
            }
        })?;
    }
    tell(args, &ids, known.is_some(), badges, cx)
}

fn tell(args: &PersonMerge, ids: &[Token], two: bool, badges: usize, cx: &Context) -> Result<Exit, Failure> {
    if cx.printer.json() {
        let ids: Vec<String> = ids.iter().map(Token::to_string).collect();
        cx.printer.object(&json!({
            "schema": "badge-merged/1", "dry_run": args.dry_run, "ids": ids, "two": two, "awards": badges,
        }))?;
        return Ok(Exit::Done);
    }
    if args.dry_run {
        cx.printer.note(&msg!("merge-would-be", old = &args.old, new = &args.new, count = badges));
        cx.printer.note(&msg!("dry-run"));
    } else {
        cx.printer.done(&msg!("merge-done", old = &args.old, new = &args.new));
        if badges > 0 {
            cx.printer.note(&msg!("merge-badges", count = badges, old = &args.old));
        }
    }
    Ok(Exit::Done)
}
