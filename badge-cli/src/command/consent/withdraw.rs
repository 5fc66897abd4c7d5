//! `badge consent withdraw`: the pages go at once, and no publishing brings them back.

use badge_core::place::Token;
use serde_json::json;

use super::{Context, awards_of, day, find, person, said};
use crate::args::ConsentWithdraw;
use crate::clock::clock;
use crate::command::person::Endorser;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;
use crate::place::published::Pages;

pub(super) fn run(args: &ConsentWithdraw, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    let at = day(args.date.as_deref(), now)?;
    let (pages, held, before) = if args.run.dry_run {
        let register = folder.register()?;
        let people = folder.people(&register)?;
        let id = find(&args.person, &register, &people)?;
        let ids = people.ids(id);
        let awards = ids.iter().flat_map(|id| register.of_person(*id)).map(|e| e.token).collect();
        let held: Vec<Token> = awards_of(id, &register, &people).iter().map(|e| e.token).collect();
        let before = people.get(id).and_then(|p| p.consent?.withdrawn);
        (folder.pages_of(&awards)?, held, before)
    } else {
        let mut writer = folder.writer(&cx.printer)?;
        let id = find(&args.person, writer.register(), writer.people())?;
        let before = writer.people().get(id).and_then(|p| p.consent?.withdrawn);
        let pages = writer.withdraw(id, args.by.as_deref().map(str::trim), at)?;
        let held = awards_of(id, writer.register(), writer.people());
        (pages, held.iter().map(|e| e.token).collect(), before)
    };
    let mut endorsers = Vec::new();
    for token in &held {
        endorsers.extend(person::endorsers(&folder, *token)?);
    }
    let tokens: Vec<String> = held.iter().map(Token::to_string).collect();
    tell(args, &pages, &tokens, &endorsers, cx)?;
    for path in pages.stuck.iter().filter(|_| !cx.printer.json()) {
        cx.printer.warn(&msg!("pages-stuck", path = path));
    }
    if let Some(since) = before.filter(|_| !cx.printer.json()) {
        cx.printer.note(&msg!("consent-withdrawn-before", day = said(since, cx)));
    }
    Ok(if pages.stuck.is_empty() { Exit::Done } else { Exit::Rejected })
}

fn tell(
    args: &ConsentWithdraw,
    pages: &Pages,
    tokens: &[String],
    endorsers: &[Endorser],
    cx: &Context,
) -> Result<(), Failure> {
    // What partners say of these badges stays on their sites (D-05).
    let tell_endorsers = || endorsers.iter().for_each(|one| cx.printer.warn(&one.told()));
    let paths: Vec<String> = pages.paths().map(|path| path.display().to_string()).collect();
    if cx.printer.json() {
        return cx.printer.object(&json!({
            "schema": "badge-consent/1", "change": "withdrawn", "dry_run": args.run.dry_run, "awards": tokens,
            "removed": paths, "unreachable": pages.unreachable, "stuck": pages.stuck, "endorsed_by": endorsers,
        }));
    }
    for path in &paths {
        cx.printer.line(&format!("- {path}"))?;
    }
    for path in &pages.unreachable {
        cx.printer.warn(&msg!("erase-unreachable", path = path));
    }
    if args.run.dry_run {
        cx.printer.note(&msg!("consent-would-withdraw", count = paths.len()));
        tell_endorsers();
        cx.printer.note(&msg!("dry-run"));
        return Ok(());
    }
    cx.printer.done(&msg!("consent-withdrawn", person = &args.person, count = paths.len()));
    cx.printer.note(&msg!("consent-limits"));
    tell_endorsers();
    if !paths.is_empty() {
        cx.printer.note(&msg!("publish-again"));
    }
    Ok(())
}
