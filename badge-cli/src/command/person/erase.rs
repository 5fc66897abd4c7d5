//! `badge person erase`: what names somebody goes, for good; what revocation needs stays (D-05).

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Dossier, find};
use crate::args::PersonErase;
use crate::ask;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;

pub(super) fn run(args: &PersonErase, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    // An erasure that was cut short is finished first: whoever was meant by it is not known any more.
    let mut cut_short = if args.run.dry_run { None } else { folder.is_erasing(&args.person)? };
    if cut_short.is_some() {
        drop(folder.writer(&cx.printer)?);
        // It may wait for pages that cannot be removed.
        cut_short = cut_short.filter(|_| matches!(folder.is_erasing(&args.person), Ok(None)));
    }
    if cut_short.is_some() {
        cx.printer.done(&msg!("erase-finished"));
    }
    let register = folder.register()?;
    let people = folder.people(&register)?;
    let id = match find(&args.person, &register, &people) {
        Ok((id, _)) => id,
        // It was this person. Another name that nobody knows may be a slip.
        Err(_) if cut_short == Some(true) => return Ok(Exit::Done),
        Err(failure) => return Err(failure),
    };
    let mut dossier = Dossier::of(id, &folder, &register, &people, now)?;
    let mut stuck = Vec::new();
    if !args.run.dry_run {
        cx.printer.warn(&msg!("erase-warning", person = dossier.who(), count = dossier.awards.len()));
        ask::confirm_grave(&cx.settings, &cx.printer, &msg!("erase-confirm"))?;
        let mut writer = folder.writer(&cx.printer)?;
        // Something may have been awarded to them, or they may have been erased, while we waited.
        let (id, _) = find(&args.person, writer.register(), writer.people())?;
        dossier = Dossier::of(id, &folder, writer.register(), writer.people(), now)?;
        stuck = writer.erase(id, &args.person)?;
        dossier.leave(&stuck);
    }
    tell(&dossier, args.run.dry_run, &folder, cx)?;
    for path in &stuck {
        cx.printer.warn(&msg!("pages-stuck", path = path));
    }
    Ok(if stuck.is_empty() { Exit::Done } else { Exit::Rejected })
}

/// What partners say of these badges lies with them, and is theirs to take back.
fn tell_endorsers(dossier: &Dossier, cx: &Context) {
    for endorser in dossier.awards.iter().flat_map(|award| &award.endorsed_by) {
        cx.printer.warn(&endorser.told());
    }
}

fn tell(dossier: &Dossier, dry_run: bool, folder: &Folder, cx: &Context) -> Result<(), Failure> {
    let of_awards = dossier.awards.iter().flat_map(|a| a.files.iter().chain(&a.published));
    let removed: Vec<&PathBuf> = of_awards.chain(dossier.messages.iter().map(|m| &m.file)).collect();
    if cx.printer.json() {
        let awards: Vec<&str> = dossier.awards.iter().map(|a| a.token.as_str()).collect();
        let endorsed_by: Vec<_> = dossier.awards.iter().flat_map(|a| &a.endorsed_by).collect();
        return cx.printer.object(&json!({
            "schema": "badge-erased/1", "dry_run": dry_run, "ids": dossier.ids, "awards": awards, "removed": removed,
            "endorsed_by": endorsed_by, "left": dossier.elsewhere, "left_by_name": dossier.by_name, "unreachable": dossier.unreachable,
        }));
    }
    for path in removed {
        cx.printer.line(&format!("- {}", path.display()))?;
    }
    for path in &dossier.elsewhere {
        cx.printer.line(&format!("! {}", path.display()))?;
    }
    if !dossier.elsewhere.is_empty() {
        cx.printer.warn(&msg!("erase-left", count = dossier.elsewhere.len()));
    }
    for path in &dossier.by_name {
        cx.printer.line(&format!("? {}", path.display()))?;
    }
    if !dossier.by_name.is_empty() {
        cx.printer.warn(&msg!("erase-left-by-name", count = dossier.by_name.len()));
    }
    for path in &dossier.unreachable {
        cx.printer.warn(&msg!("erase-unreachable", path = path));
    }
    if dry_run {
        cx.printer.note(&msg!("erase-would-be", count = dossier.awards.len()));
        tell_endorsers(dossier, cx);
        cx.printer.note(&msg!("dry-run"));
        return Ok(());
    }
    cx.printer.done(&msg!("erase-done", count = dossier.awards.len()));
    cx.printer.note(&msg!("erase-limits"));
    tell_endorsers(dossier, cx);
    if folder.place()?.base.is_some() {
        cx.printer.note(&msg!("publish-again"));
    }
    Ok(())
}
