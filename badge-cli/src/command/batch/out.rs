//! What a run hands over: the files of each person, in a folder or a ZIP of their own, and the table back.

use std::path::{Component, Path, PathBuf};

use badge_core::cohort::Table;

use super::handing::readable;
use super::outcome::row_state;
use super::results::{Award, Told};
use super::{back, plan as planned};
use crate::args::BatchIssue;
use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::place::{Folder, disk};
use crate::text::Words;

/// Where the table goes back to: where it was asked for, else among the files that are handed over, beside that of
/// another table.
pub(super) fn table_of(args: &BatchIssue, folder: &Folder, words: &Words) -> Option<PathBuf> {
    let own = || {
        let usual = args.out.as_ref()?.join(words.say(&msg!("batch-results-file")));
        let source = Path::new(&args.choice.source);
        let stem = source.file_stem().and_then(|stem| readable(&stem.to_string_lossy()));
        let named = |stem: String| {
            usual.with_file_name(format!("{}-{stem}.csv", usual.file_stem().unwrap_or_default().display()))
        };
        match folder.is_of_another(&usual, &args.choice.source) {
            true => stem.map(named).or(Some(usual)),
            false => Some(usual),
        }
    };
    args.table.clone().or_else(own)
}

/// Makes the folders that will be written into, and tries whether that can be done.
pub(super) fn ready(args: &BatchIssue, table: Option<&Path>) -> Result<(), Failure> {
    let folders = args.out.clone().into_iter().chain(table.map(disk::parent));
    for folder in folders {
        disk::make_folder(&folder)?;
        // The beginning of a table, of a run that was killed: names and addresses that nobody would look for there.
        disk::sweep_abandoned(&folder)?;
        disk::try_folder(&folder)?;
    }
    Ok(())
}

/// Copies the files, then writes the table. Awards without a row of their own are nobody's.
pub(super) fn write(table: Option<&Path>, told: &Told<'_>, cx: &Context) -> Result<(), Failure> {
    let (words, plan, source) = (told.words, told.plan, told.source);
    if let Some(handing) = &told.handing {
        handing.write(told)?;
    }
    let Some(path) = table else { return Ok(()) };
    let rows = back::by_line(plan.rows(&source.table).map(|row| (row.line(), row)));
    let titles = ["title-state", "title-problem", "title-id", "title-link", "title-code", "title-files"];
    let titles: Vec<String> = titles.iter().map(|t| words.say(&title(t, &source.table))).collect();
    // Who opens the table finds the files from there, wherever the command was run.
    let beside = path.parent().unwrap_or(Path::new(""));
    let sheet = back::sheet(&source.table, &titles, |line| {
        let row = *rows.get(&line)?;
        let (standing, of) = (told.results.of(row.at()), told.awards(row.at()));
        let join = |each: &dyn Fn(&Award) -> Option<String>| of.iter().filter_map(each).collect::<Vec<_>>().join(" ; ");
        let mut files: Vec<String> = of.iter().flat_map(|a| &a.files).map(|f| from(beside, Path::new(f))).collect();
        // All badges of a person are in one ZIP.
        files.dedup();
        let mut problem = planned::problems(row, source, words);
        for p in told.results.problems(row.at()) {
            let between = if problem.is_empty() { "" } else { planned::BETWEEN };
            problem = format!("{problem}{between}{}", p.message);
        }
        Some(vec![
            row_state(row, standing, words),
            problem,
            join(&|a| a.id.clone()),
            join(&|a| a.link.clone()),
            join(&|a| a.code.clone()),
            files.join(" ; "),
        ])
    });
    let form = back::form_of(path, Some(&source.table))?;
    told.desk.folder.deliver_from(path, &badge_core::cohort::write(&[sheet], form, told.now), Some(&source.name))?;
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

fn title(id: &str, table: &Table) -> crate::message::Message {
    match id {
        "title-state" => back::state_title(table),
        "title-problem" => msg!("title-problem"),
        "title-id" => msg!("title-id"),
        "title-link" => msg!("title-link"),
        "title-code" => msg!("title-code"),
        _ => msg!("title-files"),
    }
}
