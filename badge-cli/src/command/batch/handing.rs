//! The files of each person, in a folder or a ZIP that is theirs and nobody else's.
//!
//! Whose a folder is that lies there already, its files tell: each bears the beginning of its award's token. So nothing
//! has to be noted, and a folder that was moved is known as well.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use badge_core::cohort::{Plan, Row, Table};
use badge_core::limits::Limits;
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Brief, Register};
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use badge_core::zip::{self, ZipWriter};

use super::results::{Results, Told};
use crate::award::Done;
use crate::error::Failure;
use crate::message::msg;
use crate::place::disk::{self, Secrecy};
use crate::place::{Folder, Lines};

/// So much of a token stands in the name of a file.
const SHOWN: usize = 8;

/// Where the files of each person go.
pub(super) struct Handing {
    folder: PathBuf,
    zip: bool,
    /// By row; empty for those that are nobody.
    names: Vec<String>,
    there: There,
}

impl Handing {
    /// # Errors
    /// The register cannot be read.
    pub(super) fn new(
        folder: &Path,
        zip: bool,
        (plan, table): (&Plan, &Table),
        (results, lines): (&Results, Option<&Lines>),
        (place, people): (&Folder, &People),
    ) -> Result<Self, Failure> {
        let there = There::new(folder, zip, place)?;
        Ok(Self {
            folder: folder.to_owned(),
            zip,
            names: names((plan, table), (results, lines), (&there, people)),
            there,
        })
    }

    /// Writes the files of every row.
    pub(super) fn write(&self, told: &Told<'_>) -> Result<(), Failure> {
        disk::make_folder(&self.folder)?;
        for row in 0..told.plan.len() {
            let done: Vec<Done> = told.done(row).filter_map(|(_, _, done)| done).collect();
            if self.zip {
                self.zipped(row, &done, told.now)?;
            } else {
                self.copied(row, &done)?;
                self.cleared(row, &told.desk.folder)?;
            }
        }
        Ok(())
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

    /// Takes away copies of badges that no longer hold, which an earlier run put there; what somebody changed stays.
    fn cleared(&self, row: usize, place: &Folder) -> Result<(), Failure> {
        if self.names[row].is_empty() {
            return Ok(());
        }
        let folder = self.folder.join(&self.names[row]);
        for name in disk::names(&folder)? {
            let ended = |e: &Brief<'_>| matches!(e.status, AwardStatus::Revoked { .. });
            let Some(award) = self.there.award(&name).filter(ended) else { continue };
            let path = folder.join(&name);
            let home = place.award(award.token);
            let Ok(copy) = disk::read(&path, disk::LARGEST) else { continue };
            let is_copy = |file: &String| fs::read(home.join(file)).is_ok_and(|bytes| bytes == copy);
            if disk::names(&home)?.iter().any(is_copy) {
                fs::remove_file(&path).map_err(|e| Failure::io(msg!("file-unwritable", path = &path), &path, e))?;
            }
        }
        Ok(())
    }
}

/// What lies in the folder already.
struct There {
    folder: PathBuf,
    zip: bool,
    register: Register,
    /// By the part of their tokens that file names show.
    awards: HashMap<String, Vec<Token>>,
}

impl There {
    fn new(folder: &Path, zip: bool, place: &Folder) -> Result<Self, Failure> {
        let mut there = Self { folder: folder.to_owned(), zip, register: Register::new(), awards: HashMap::new() };
        // Into a new folder, which is the usual case, nothing has to be read for it.
        if disk::names(folder)?.is_empty() {
            return Ok(there);
        }
        there.register = place.register()?;
        for token in there.register.briefs().map(|award| award.token) {
            let mut shown = token.to_string();
            shown.truncate(SHOWN);
            there.awards.entry(shown).or_default().push(token);
        }
        Ok(there)
    }

    /// The award of which a file is a copy: `impression-3d-1a2b3c4d.png`.
    fn award(&self, name: &str) -> Option<Brief<'_>> {
        let stem = name.split('.').next()?;
        let (slug, shown) = stem.rsplit_once('-')?;
        let mut all = self.awards.get(shown)?.iter().filter_map(|token| self.register.brief(*token));
        all.find(|award| award.achievement.as_str() == slug)
    }

    /// Whether there is something of that name with a badge of somebody other than the one who got these awards.
    fn is_of_another(&self, name: &str, own: &[Token], people: &People) -> bool {
        if own.is_empty() {
            return false;
        }
        let person = own.iter().find_map(|token| self.register.brief(*token)?.person);
        let ids = person.map(|id| people.ids(id)).unwrap_or_default();
        let other = |award: Brief<'_>| match award.person {
            Some(id) => !ids.contains(&id),
            None => !own.contains(&award.token),
        };
        self.files(name).iter().filter_map(|file| self.award(file)).any(other)
    }

    /// The names of the files in a folder, or in a ZIP.
    fn files(&self, name: &str) -> Vec<String> {
        if !self.zip {
            return disk::names(&self.folder.join(name)).unwrap_or_default();
        }
        let Ok(bytes) = fs::read(self.folder.join(format!("{name}.zip"))) else { return Vec::new() };
        let listed = zip::entries(&bytes, &Limits::default());
        listed.map(|zip| zip.entries().iter().map(|entry| entry.name.clone()).collect()).unwrap_or_default()
    }
}

/// A name for each person's folder: readable, the same at every run, and nobody else's.
fn names(
    (plan, table): (&Plan, &Table),
    (results, lines): (&Results, Option<&Lines>),
    (there, people): (&There, &People),
) -> Vec<String> {
    let mut taken: HashMap<String, Option<String>> = HashMap::new();
    let name = |row: Row<'_>| {
        if !row.is_person() {
            return String::new();
        }
        let (email, called) = (row.email(), row.name());
        let key = email.clone().or_else(|| called.as_deref().map(str::to_lowercase));
        let local = email.as_deref().and_then(|e| e.split('@').next());
        let stem = called.as_deref().and_then(readable).or_else(|| readable(local?));
        let stem = stem.unwrap_or_else(|| "badge".to_owned());
        let mut name = stem.clone();
        // The same person on another row has the same folder; another person of the same name has not, in this table
        // or in an earlier one.
        let is_taken = |name: &String| match taken.get(name) {
            Some(other) => *other != key || key.is_none(),
            // Into a new folder no award is looked up for it.
            None => !there.awards.is_empty() && there.is_of_another(name, &results.tokens(row, lines), people),
        };
        while is_taken(&name) {
            name = if name == stem { format!("{stem}-{}", row.line()) } else { format!("{name}-{}", row.line()) };
        }
        taken.insert(name.clone(), key);
        name
    };
    plan.rows(table).map(name).collect()
}

/// The longest name of a folder, in bytes: what comes behind it has room on every disk.
const LONGEST: usize = 120;

/// A name as the name of a folder: plain letters where it can be written so, else the letters of its own script. No sign
/// that means something to a disk or a shell, and none that nobody sees, is part of it.
pub(super) fn readable(name: &str) -> Option<String> {
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
