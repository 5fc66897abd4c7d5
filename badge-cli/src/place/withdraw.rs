//! Consent that is taken back, so that a kill at any instant does not leave a page behind (D-11).
//!
//! First a note in `.badge/withdrawing/` says whose pages are to go (one person's, or those of many); then the people file says so, from which moment no
//! publishing brings them back; then the pages go, and the note last. Whoever changes the place next goes on from it.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use badge_core::place::Token;
use badge_core::time::Timestamp;

use super::disk::{self, Secrecy};
use super::published::Pages;
use super::{Folder, Writer};
use crate::error::Failure;

/// The note about one person is called by their id; one about many begins like this, and names them line by line.
const MANY: &str = "many-";

impl Folder {
    /// Whom the notes about many name.
    pub(crate) fn withdrawing_many(&self) -> Result<Vec<Token>, Failure> {
        let folder = self.hidden("withdrawing");
        let mut all = Vec::new();
        for name in disk::names(&folder)?.iter().filter(|name| name.starts_with(MANY)) {
            all.extend(disk::read_text(&folder.join(name))?.lines().skip(1).filter_map(Token::parse));
        }
        Ok(all)
    }
}

impl Writer {
    /// Notes that somebody takes consent back, and takes their pages away. Nobody has to have given it before. What was
    /// withdrawn already stays as it was noted; the pages go all the same.
    pub(crate) fn withdraw(&mut self, person: Token, by: Option<&str>, at: Timestamp) -> Result<Pages, Failure> {
        let id = self.people.ids(person)[0];
        let note = self.withdrawing(&id.to_string());
        disk::replace(&note, format!("{at}\n{}", by.unwrap_or_default()).as_bytes(), Secrecy::Owner)?;
        let pages = self.take_back(&[id], by, at)?;
        // What could not be removed is tried again by whoever comes next.
        if pages.stuck.is_empty() {
            super::writer::remove(&note)?;
        }
        Ok(pages)
    }

    /// The same for many people at once, of whom nobody is told who spoke: one note, one change of the people file, one look
    /// at the published folders, however many they are.
    pub(crate) fn withdraw_all(&mut self, people: &BTreeSet<Token>, at: Timestamp) -> Result<Pages, Failure> {
        let all: Vec<Token> = people.iter().map(|id| self.people.main_id(*id)).collect();
        let Some(first) = all.first() else { return Ok(Pages::default()) };
        let note = self.withdrawing(&format!("{MANY}{first}"));
        let names: String = all.iter().map(|id| format!("\n{id}")).collect();
        disk::replace(&note, format!("{at}{names}").as_bytes(), Secrecy::Owner)?;
        let pages = self.take_back(&all, None, at)?;
        self.settle_note(&note, &all, at, &pages)?;
        Ok(pages)
    }

    /// Somebody agreed anew: what was begun before, and could not be finished, is not gone on with.
    pub(crate) fn end_withdrawing(&mut self, person: Token) -> Result<(), Failure> {
        self.people.ids(person).iter().try_for_each(|id| super::writer::remove(&self.withdrawing(&id.to_string())))
    }

    fn withdrawing(&self, name: &str) -> PathBuf {
        self.folder.hidden(&format!("withdrawing/{name}"))
    }

    /// Takes up what a killed process began.
    /// Pages that cannot be removed are given back, and stop nobody.
    pub(super) fn finish_withdrawing(&mut self) -> Result<Vec<PathBuf>, Failure> {
        let folder = self.folder.hidden("withdrawing");
        disk::sweep(&folder)?;
        let mut stuck = Vec::new();
        for name in disk::names(&folder)? {
            let note = folder.join(&name);
            if name.starts_with(super::hiding::NOTE) {
                stuck.extend(self.finish_hiding(&note)?);
                continue;
            }
            let text = disk::read_text(&note)?;
            let (at, rest) = text.split_once('\n').unwrap_or((&text, ""));
            let Ok(at) = Timestamp::parse(at) else {
                super::writer::remove(&note)?;
                continue;
            };
            let (ids, by): (Vec<Token>, _) = match name.starts_with(MANY) {
                true => (rest.lines().filter_map(Token::parse).collect(), None),
                false => (Token::parse(&name).into_iter().collect(), Some(rest).filter(|by| !by.is_empty())),
            };
            let pages = self.take_back(&ids, by, at)?;
            if name.starts_with(MANY) {
                self.settle_note(&note, &ids, at, &pages)?;
            } else if pages.stuck.is_empty() {
                super::writer::remove(&note)?;
            }
            stuck.extend(pages.stuck);
        }
        Ok(stuck)
    }

    /// A note about many goes when all is done. Where pages are left it becomes one for each person: each may agree anew.
    fn settle_note(&self, note: &Path, all: &[Token], at: Timestamp, pages: &Pages) -> Result<(), Failure> {
        if !pages.stuck.is_empty() {
            for id in all {
                disk::replace(&self.withdrawing(&id.to_string()), format!("{at}\n").as_bytes(), Secrecy::Owner)?;
            }
        }
        super::writer::remove(note)
    }

    fn take_back(&mut self, all: &[Token], by: Option<&str>, at: Timestamp) -> Result<Pages, Failure> {
        self.change_people(|people| {
            let mut changed = false;
            for id in all {
                let Some(mut person) = people.get(*id) else { continue };
                if person.withdraw_consent(by, at) {
                    people.insert(*id, person);
                    changed = true;
                }
            }
            changed
        })?;
        let all: HashSet<Token> = all.iter().map(|id| self.people.main_id(*id)).collect();
        let is_theirs = |person: Option<Token>| person.is_some_and(|id| all.contains(&self.people.main_id(id)));
        let of_them = self.register().briefs().filter(|award| is_theirs(award.person));
        let awards: BTreeSet<Token> = of_them.map(|award| award.token).collect();
        let mut pages = self.folder.pages_of(&awards)?;
        pages.take_down();
        Ok(pages)
    }
}
