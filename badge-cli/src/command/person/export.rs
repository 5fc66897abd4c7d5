//! `badge person export`: a folder to hand to the person: what is held on them, and their badges.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Context, Dossier, find, unfinished};
use crate::args::PersonExport;
use crate::clock::clock;
use crate::error::{Exit, Failure};
use crate::message::msg;
use crate::place::Folder;
use crate::place::disk::{self, Secrecy};

pub(super) fn run(args: &PersonExport, cx: &Context) -> Result<Exit, Failure> {
    let folder = Folder::find(&cx.settings)?;
    let now = clock(args.run.at.as_deref())?.now();
    folder.refuse_target(&args.out)?;
    // Nobody is erased, and no badge made, while the copy is taken.
    let writer = folder.writer(&cx.printer)?;
    let (id, _) = find(&args.person, writer.register(), writer.people())?;
    let dossier = Dossier::of(id, &folder, writer.register(), writer.people(), now)?;
    if !args.run.dry_run {
        unfinished::sweep(&args.out)?;
    }
    match unfinished::left(&args.out, args.run.dry_run)? {
        Some(left) if !args.run.dry_run => unfinished::clear(&args.out, &left)?,
        Some(_) => {}
        None if disk::names(&args.out)?.is_empty() => {}
        None => return Err(Failure::new(msg!("export-not-empty", path = &args.out)).at(&args.out)),
    }
    let mut badges: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for award in &dossier.awards {
        for path in &award.files {
            let name = path.file_name().map(Path::new).unwrap_or(Path::new(""));
            badges.push((args.out.join("badges").join(&award.token).join(name), disk::read(path, disk::LARGEST)?));
        }
    }
    let dossier = dossier.named_within(folder.root());
    let data = serde_json::to_string_pretty(&dossier).map_err(|e| Failure::new(msg!("internal")).why(e))? + "\n";
    let mut files: Vec<(PathBuf, Vec<u8>)> = vec![
        (args.out.join("person.txt"), dossier.text(cx.printer.words()).into_bytes()),
        (args.out.join("person.json"), data.into_bytes()),
    ];
    files.extend(badges);
    if !args.run.dry_run {
        unfinished::begin(&args.out, &files)?;
        for (path, bytes) in &files {
            disk::create(path, bytes, Secrecy::Owner)?;
        }
        unfinished::end(&args.out)?;
    }
    let paths: Vec<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
    if cx.printer.json() {
        cx.printer.object(&json!({"schema": "badge-export/1", "files": paths, "dry_run": args.run.dry_run}))?;
        return Ok(Exit::Done);
    }
    for path in &paths {
        cx.printer.line(path)?;
    }
    if args.run.dry_run {
        cx.printer.note(&msg!("dry-run"));
    } else {
        cx.printer.done(&msg!("export-done", person = dossier.who(), path = &args.out));
    }
    Ok(Exit::Done)
}
