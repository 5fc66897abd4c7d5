//! Forgetting somebody, so that a kill at any instant does not stop it half-way.
//!
//! First a note in `.badge/erasing/` says whose ids are being erased, and says nothing else of them; then their entry
//! in `people.json`, the messages to them, the folders of their awards and their published pages go; the note last. Whoever changes the place
//! next goes on from the note. The register is not touched: it holds random ids only (D-05).

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use badge_core::place::Token;
use badge_core::place::register::Digest;

use super::disk::{self, Secrecy};
use super::{Folder, Writer};
use crate::error::Failure;
use crate::message::msg;

impl Folder {
    /// Whether an erasure was begun and not finished; and whether it was one that `asked` named.
    pub(crate) fn is_erasing(&self, asked: &str) -> Result<Option<bool>, Failure> {
        let folder = self.hidden("erasing");
        let mut found = None;
        for name in disk::names(&folder)?.iter().filter(|name| Token::parse(name).is_some()) {
            let text = disk::read_text(&folder.join(name))?;
            let is_it = text.lines().any(|line| line == asked || is_mark(line, asked));
            found = Some(is_it || found == Some(true));
        }
        Ok(found)
    }
}

/// By which the same words are known again, should the erasure be cut short: they do not stand in the note, which goes
/// with the erasure.
fn mark(asked: &str) -> String {
    let salt = badge_core::text::hex(&crate::entropy::random::<16>());
    format!("as {salt} {}", digest(&salt, asked))
}

fn is_mark(line: &str, asked: &str) -> bool {
    let parts: Vec<&str> = line.split(' ').collect();
    matches!(parts.as_slice(), ["as", salt, of] if digest(salt, asked) == *of)
}

fn digest(salt: &str, asked: &str) -> String {
    Digest::of(format!("{salt}{}", asked.trim().to_lowercase()).as_bytes()).to_string()
}

impl Writer {
    /// Forgets a person, whom somebody named as `asked`. What is left of them in the place afterwards are the register's
    /// random ids.
    ///
    /// Pages that cannot be removed are given back; whoever changes the place next tries again.
    pub(crate) fn erase(&mut self, person: Token, asked: &str) -> Result<Vec<PathBuf>, Failure> {
        let ids = self.people.ids(person);
        let note = self.folder.hidden(&format!("erasing/{}", ids[0]));
        let text = ids.iter().map(Token::to_string).chain([mark(asked)]).collect::<Vec<_>>().join("\n");
        disk::replace(&note, text.as_bytes(), Secrecy::Owner)?;
        let stuck = self.forget(&ids)?;
        if stuck.is_empty() {
            super::writer::remove(&note)?;
        }
        Ok(stuck)
    }

    /// Takes up what a killed process began.
    pub(super) fn finish_erasing(&mut self) -> Result<Vec<PathBuf>, Failure> {
        let folder = self.folder.hidden("erasing");
        disk::sweep(&folder)?;
        let mut stuck = Vec::new();
        for name in disk::names(&folder)? {
            let note = folder.join(name);
            let text = disk::read_text(&note)?;
            let left = self.forget(&text.lines().filter_map(Token::parse).collect::<Vec<_>>())?;
            if left.is_empty() {
                super::writer::remove(&note)?;
            }
            stuck.extend(left);
        }
        Ok(stuck)
    }

    fn forget(&mut self, ids: &[Token]) -> Result<Vec<PathBuf>, Failure> {
        // What they did may stand behind a digest there.
        self.folder.forget_compared()?;
        let mut known = false;
        for id in ids {
            known |= std::sync::Arc::make_mut(&mut self.people).erase(*id).is_some();
        }
        if known {
            self.save_people()?;
        }
        self.folder.forget_messages(ids)?;
        let awards: BTreeSet<Token> =
            ids.iter().flat_map(|id| self.register().of_person(*id)).map(|e| e.token).collect();
        for token in &awards {
            let home = self.folder.award(*token);
            match fs::remove_dir_all(&home) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => {
                    return Err(Failure::io(msg!("folder-unwritable", path = &home), &home, e));
                }
                _ => {}
            }
        }
        let home = self.folder.awards_folder();
        if !awards.is_empty() && home.is_dir() {
            disk::sync_folder(&home).map_err(|e| Failure::io(msg!("folder-unwritable", path = &home), &home, e))?;
        }
        let mut pages = self.folder.pages_of(&awards)?;
        pages.take_down();
        Ok(pages.stuck)
    }
}
