//! What a run hands over: the files of each person, in a folder or a ZIP of their own, and the table back.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Component, Path, PathBuf};

use badge_core::cohort::Plan;
use badge_core::place::Slug;
use badge_core::time::Timestamp;
use badge_core::zip::ZipWriter;

use super::issue::{Award, row_state};
use super::source::Source;
use super::{back, plan as planned};
use crate::args::BatchIssue;
use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::place::disk::{self, Secrecy};
use crate::text::Words;

/// Where the table goes back to: where it was asked for, else among the files that are handed over.
pub(super) fn table_of(args: &BatchIssue, words: &Words) -> Option<PathBuf> {
    let own = || args.out.as_ref().map(|out| out.join(words.say(&msg!("batch-results-file"))));
    args.table.clone().or_else(own)
}

/// Makes the folders that will be written into, and tries whether that can be done.
pub(super) fn ready(args: &BatchIssue, words: &Words) -> Result<(), Failure> {
    let folders = args.out.clone().into_iter().chain(table_of(args, words).map(|table| disk::parent(&table)));
    for folder in folders {
        disk::make_folder(&folder)?;
        let tried = folder.join(format!(".badge-{}", std::process::id()));
        fs::write(&tried, b"")
            .and_then(|()| fs::remove_file(&tried))
            .map_err(|e| Failure::io(msg!("folder-unwritable", path = &folder), &folder, e))?;
    }
    Ok(())
}

/// Copies the files, then writes the table. Awards without a row of their own are nobody's.
pub(super) fn write(
    args: &BatchIssue,
    source: &Source,
    plan: &Plan,
    awards: &mut BTreeMap<usize, Vec<Award>>,
    now: Timestamp,
    cx: &Context,
) -> Result<(), Failure> {
    let words = cx.printer.words();
    match &args.out {
        Some(out) => {
            disk::make_folder(out)?;
            let names = names(plan);
            for (at, row) in awards.iter_mut() {
                if args.zip {
                    zipped(out, &names[at], row, now)?;
                } else {
                    copied(out, &names[at], row)?;
                }
            }
        }
        None => {
            for award in awards.values_mut().flatten() {
                let done = award.done.as_ref();
                award.files =
                    done.map(|d| d.paths().iter().map(|p| p.display().to_string()).collect()).unwrap_or_default();
            }
        }
    }
    let Some(path) = table_of(args, words) else { return Ok(()) };
    let rows = back::by_line(plan.rows.iter().enumerate().map(|(at, row)| (row.line, at)));
    let titles = ["title-state", "title-problem", "title-id", "title-link", "title-code", "title-files"];
    let titles: Vec<String> = titles.iter().map(|t| words.say(&title(t))).collect();
    // Who opens the table finds the files from there, wherever the command was run.
    let beside = path.parent().unwrap_or(Path::new(""));
    let sheet = back::sheet(&source.table, &titles, |line| {
        let at = *rows.get(&line)?;
        let of: &[Award] = awards.get(&at).map(Vec::as_slice).unwrap_or_default();
        let join = |each: &dyn Fn(&Award) -> Option<String>| of.iter().filter_map(each).collect::<Vec<_>>().join(" ; ");
        let mut problem = planned::problems(&plan.rows[at], source, words);
        for p in of.iter().flat_map(|a| &a.problems) {
            let between = if problem.is_empty() { "" } else { planned::BETWEEN };
            problem = format!("{problem}{between}{}", p.message);
        }
        Some(vec![
            row_state(plan, at, of, words),
            problem,
            join(&|a| a.id.clone()),
            join(&|a| a.link.clone()),
            join(&|a| a.code.clone()),
            join(&|a| {
                let files: Vec<String> = a.files.iter().map(|f| from(beside, Path::new(f))).collect();
                Some(files.join(" ; ")).filter(|f| !f.is_empty())
            }),
        ])
    });
    back::save(&path, &[sheet], back::form_of(&path, Some(&source.table))?, now)?;
    if !cx.printer.json() {
        cx.printer.line(&path.display().to_string())?;
    }
    Ok(())
}

/// The way from a folder to a file; the whole path where they have nothing in common.
fn from(folder: &Path, file: &Path) -> String {
    let (Ok(folder), Ok(whole)) = (std::path::absolute(folder), std::path::absolute(file)) else {
        return file.display().to_string();
    };
    let (there, to): (Vec<_>, Vec<_>) = (folder.components().collect(), whole.components().collect());
    let same = there.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // Up to the root and down again is no way that survives being moved.
    if same < 2 && there.len() > same {
        return whole.display().to_string();
    }
    let up = there[same..].iter().map(|_| Component::ParentDir);
    up.chain(to[same..].iter().copied()).collect::<PathBuf>().display().to_string()
}

fn title(id: &str) -> crate::message::Message {
    match id {
        "title-state" => msg!("title-state"),
        "title-problem" => msg!("title-problem"),
        "title-id" => msg!("title-id"),
        "title-link" => msg!("title-link"),
        "title-code" => msg!("title-code"),
        _ => msg!("title-files"),
    }
}

/// A name for each person's folder: readable, the same at every run, and nobody else's.
fn names(plan: &Plan) -> HashMap<usize, String> {
    let mut taken: HashMap<String, Option<String>> = HashMap::new();
    let mut names = HashMap::new();
    for (at, row) in plan.rows.iter().enumerate() {
        let Some(wish) = &row.wish else { continue };
        let key = wish.key();
        let readable = wish.name.as_deref().or(row.email.as_deref().and_then(|e| e.split('@').next()));
        let stem = readable.and_then(Slug::from_title).map_or_else(|| "badge".to_owned(), |s| s.as_str().to_owned());
        let mut name = stem.clone();
        // The same person on another row has the same folder; another person of the same name has not.
        while taken.get(&name).is_some_and(|other| *other != key || key.is_none()) {
            name = if name == stem { format!("{stem}-{}", row.line) } else { format!("{name}-{}", row.line) };
        }
        taken.insert(name.clone(), key);
        names.insert(at, name);
    }
    names
}

/// Files that are there already, whole, are not written again: a run that was stopped goes on.
fn copied(out: &Path, name: &str, awards: &mut [Award]) -> Result<(), Failure> {
    let folder = out.join(name);
    for award in awards {
        let Some(done) = &award.done else { continue };
        for file in &done.files {
            let from = done.folder.join(file);
            let to = folder.join(done.name_outside(file));
            let bytes = disk::read(&from, disk::LARGEST)?;
            if fs::metadata(&to).map_or(true, |m| m.len() != bytes.len() as u64) {
                fs::create_dir_all(&folder)
                    .and_then(|()| fs::write(&to, &bytes))
                    .map_err(|e| Failure::io(msg!("file-unwritable", path = &to), &to, e))?;
            }
            award.files.push(to.display().to_string());
        }
    }
    Ok(())
}

fn zipped(out: &Path, name: &str, awards: &mut [Award], now: Timestamp) -> Result<(), Failure> {
    let path = out.join(format!("{name}.zip"));
    let failed = |e| Failure::io(msg!("file-unwritable", path = &path), &path, e);
    let mut zip = ZipWriter::new(Vec::new(), now);
    let mut any = false;
    for award in awards {
        let Some(done) = &award.done else { continue };
        for file in &done.files {
            let bytes = disk::read(&done.folder.join(file), disk::LARGEST)?;
            zip.add(&done.name_outside(file), &bytes).map_err(failed)?;
            any = true;
        }
        award.files.push(path.display().to_string());
    }
    let bytes = zip.finish().map_err(failed)?;
    if any { disk::replace(&path, &bytes, Secrecy::Owner) } else { Ok(()) }
}
