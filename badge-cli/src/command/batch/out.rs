//! What a run hands over: the files of each person, in a folder or a ZIP of their own, and the table back.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use badge_core::cohort::{Plan, Row};
use badge_core::place::Slug;
use badge_core::time::Timestamp;
use badge_core::zip::ZipWriter;

use super::issue::row_state;
use super::results::{Award, Told};
use super::{back, plan as planned};
use crate::args::BatchIssue;
use crate::award::Done;
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
        // The beginning of a table, of a run that was killed: names and addresses that nobody would look for there.
        disk::sweep_abandoned(&folder)?;
        let tried = folder.join(format!(".try.{}.tmp", badge_core::text::hex(&crate::entropy::random::<8>())));
        fs::write(&tried, b"")
            .and_then(|()| fs::remove_file(&tried))
            .map_err(|e| Failure::io(msg!("folder-unwritable", path = &folder), &folder, e))?;
    }
    Ok(())
}

/// Copies the files, then writes the table. Awards without a row of their own are nobody's.
pub(super) fn write(args: &BatchIssue, told: &Told<'_>, cx: &Context) -> Result<(), Failure> {
    let (words, plan, source) = (told.words, told.plan, told.source);
    if let Some(handing) = &told.handing {
        disk::make_folder(&handing.folder)?;
        for row in 0..plan.rows.len() {
            let done: Vec<Done> = told.results.of(row).iter().filter_map(|s| told.done(s)).collect();
            if handing.zip { handing.zipped(row, &done, told.now)? } else { handing.copied(row, &done)? }
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
        let (standing, of) = (told.results.of(at), told.awards(at));
        let join = |each: &dyn Fn(&Award) -> Option<String>| of.iter().filter_map(each).collect::<Vec<_>>().join(" ; ");
        let mut problem = planned::problems(&plan.rows[at], source, words);
        for p in standing.iter().flat_map(|s| &s.problems) {
            let between = if problem.is_empty() { "" } else { planned::BETWEEN };
            problem = format!("{problem}{between}{}", p.message);
        }
        Some(vec![
            row_state(plan, at, standing, words),
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
    back::save(&path, &[sheet], back::form_of(&path, Some(&source.table))?, &told.desk.folder, told.now)?;
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

/// Where the files of each person go.
pub(super) struct Handing {
    folder: PathBuf,
    zip: bool,
    /// By row; empty for those that are nobody.
    names: Vec<String>,
}

impl Handing {
    pub(super) fn new(folder: &Path, zip: bool, plan: &Plan) -> Self {
        Self { folder: folder.to_owned(), zip, names: names(plan) }
    }

    /// Where the files of an award of a row lie then.
    pub(super) fn files(&self, row: usize, done: &Done) -> Vec<PathBuf> {
        match self.zip {
            true => vec![self.archive(row)],
            false => done.files.iter().map(|file| self.file(row, done, file)).collect(),
        }
    }

    fn file(&self, row: usize, done: &Done, file: &str) -> PathBuf {
        self.folder.join(&self.names[row]).join(done.name_outside(file))
    }

    fn archive(&self, row: usize) -> PathBuf {
        self.folder.join(format!("{}.zip", self.names[row]))
    }

    /// Files that are there already, whole, are not written again: a run that was stopped goes on.
    fn copied(&self, row: usize, all: &[Done]) -> Result<(), Failure> {
        for (done, file) in all.iter().flat_map(|done| done.files.iter().map(move |file| (done, file))) {
            let to = self.file(row, done, file);
            let bytes = disk::read(&done.folder.join(file), disk::LARGEST)?;
            if fs::metadata(&to).map_or(true, |m| m.len() != bytes.len() as u64) {
                fs::create_dir_all(disk::parent(&to))
                    .and_then(|()| fs::write(&to, &bytes))
                    .map_err(|e| Failure::io(msg!("file-unwritable", path = &to), &to, e))?;
            }
        }
        Ok(())
    }

    fn zipped(&self, row: usize, all: &[Done], now: Timestamp) -> Result<(), Failure> {
        if all.iter().all(|done| done.files.is_empty()) {
            return Ok(());
        }
        let path = self.archive(row);
        let failed = |e| Failure::io(msg!("file-unwritable", path = &path), &path, e);
        let mut zip = ZipWriter::new(Vec::new(), now);
        for (done, file) in all.iter().flat_map(|done| done.files.iter().map(move |file| (done, file))) {
            let bytes = disk::read(&done.folder.join(file), disk::LARGEST)?;
            zip.add(&done.name_outside(file), &bytes).map_err(failed)?;
        }
        disk::replace(&path, &zip.finish().map_err(failed)?, Secrecy::Owner)
    }
}

/// A name for each person's folder: readable, the same at every run, and nobody else's.
fn names(plan: &Plan) -> Vec<String> {
    let mut taken: HashMap<String, Option<String>> = HashMap::new();
    let name = |row: &Row| {
        if !row.is_person {
            return String::new();
        }
        let key = row.email.clone().or_else(|| row.name.as_deref().map(str::to_lowercase));
        let local = row.email.as_deref().and_then(|e| e.split('@').next());
        let stem = row.name.as_deref().and_then(readable).or_else(|| readable(local?));
        let stem = stem.unwrap_or_else(|| "badge".to_owned());
        let mut name = stem.clone();
        // The same person on another row has the same folder; another person of the same name has not.
        while taken.get(&name).is_some_and(|other| *other != key || key.is_none()) {
            name = if name == stem { format!("{stem}-{}", row.line) } else { format!("{name}-{}", row.line) };
        }
        taken.insert(name.clone(), key);
        name
    };
    plan.rows.iter().map(name).collect()
}

/// The longest name of a folder, in bytes: what comes behind it has room on every disk.
const LONGEST: usize = 120;

/// A name as the name of a folder: plain letters where it can be written so, else the letters of its own script. No sign
/// that means something to a disk or a shell, and none that nobody sees, is part of it.
fn readable(name: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii() || Slug::from_title(&c.to_string()).is_some();
    if name.chars().filter(|c| c.is_alphabetic()).all(plain) {
        return Slug::from_title(name).map(|slug| slug.as_str().to_owned());
    }
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        // Joiners belong into words of some scripts; marks that turn the direction of writing do not.
        let unseen =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if unseen {
            continue;
        }
        let part = c.is_alphanumeric() || is_mark(c);
        if part && out.len() + c.len_utf8() > LONGEST {
            break;
        }
        match (part, out.is_empty() || out.ends_with('-')) {
            (true, _) => out.push(c),
            (false, false) => out.push('-'),
            (false, true) => {}
        }
    }
    let out = out.trim_end_matches('-');
    (!out.is_empty()).then(|| out.to_owned())
}

/// Signs that are written above, below or around a letter, and are no letter by themselves.
const fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}'
        | '\u{9bc}'..='\u{9cd}' | '\u{a3c}'..='\u{a4d}' | '\u{abc}'..='\u{acd}' | '\u{bbe}'..='\u{bcd}'
        | '\u{c3e}'..='\u{c4d}' | '\u{cbc}'..='\u{ccd}' | '\u{d3e}'..='\u{d4d}' | '\u{dca}'..='\u{ddf}'
        | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{f71}'..='\u{f84}' | '\u{102b}'..='\u{103e}'
        | '\u{135d}'..='\u{135f}' | '\u{17b4}'..='\u{17d3}' | '\u{3099}' | '\u{309a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_bears_the_name_in_its_own_script() {
        for (name, folder) in [
            ("Léa Martin", Some("lea-martin")),
            ("Œuvre d'Été", Some("oeuvre-d-ete")),
            ("محمد العربي", Some("محمد-العربي")),
            ("小明 王", Some("小明-王")),
            ("Анна Каренина", Some("анна-каренина")),
            ("Anna 小明", Some("anna-小明")),
            ("राधा", Some("राधा")),
            ("\u{202e}..//小:明\\", Some("小明").map(|_| "小-明")),
            ("???", None),
            ("..", None),
        ] {
            assert_eq!(readable(name).as_deref(), folder, "{name:?}");
        }
        assert!(readable(&"明".repeat(200)).is_some_and(|long| long.len() <= LONGEST));
    }
}
