//! Consent that is taken back, so that a kill at any instant does not leave a page behind (D-11).
//!
//! First a note in `.badge/withdrawing/` says whose pages are to go; then the people file says so, from which moment no
//! publishing brings them back; then the pages go, and the note last. Whoever changes the place next goes on from it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use badge_core::place::Token;
use badge_core::time::Timestamp;

use super::Writer;
use super::disk::{self, Secrecy};
use super::published::Pages;
use crate::error::Failure;

impl Writer {
    /// Notes that somebody takes consent back, and takes their pages away. Nobody has to have given it before. What was
    /// withdrawn already stays as it was noted; the pages go all the same.
    pub(crate) fn withdraw(&mut self, person: Token, by: Option<&str>, at: Timestamp) -> Result<Pages, Failure> {
        let ids = self.people.ids(person);
        let note = self.folder.hidden(&format!("withdrawing/{}", ids[0]));
        disk::replace(&note, format!("{at}\n{}", by.unwrap_or_default()).as_bytes(), Secrecy::Owner)?;
        let pages = self.take_back(ids[0], by, at)?;
        // What could not be removed is tried again by whoever comes next.
        if pages.stuck.is_empty() {
            super::writer::remove(&note)?;
        }
        Ok(pages)
    }

    /// Takes up what a killed process began.
    /// Pages that cannot be removed are given back, and stop nobody.
    pub(super) fn finish_withdrawing(&mut self) -> Result<Vec<PathBuf>, Failure> {
        let folder = self.folder.hidden("withdrawing");
        disk::sweep(&folder)?;
        let mut stuck = Vec::new();
        for name in disk::names(&folder)? {
            let note = folder.join(&name);
            let text = disk::read_text(&note)?;
            let (at, by) = text.split_once('\n').unwrap_or((&text, ""));
            if let (Some(id), Ok(at)) = (Token::parse(&name), Timestamp::parse(at)) {
                let left = self.take_back(id, Some(by).filter(|by| !by.is_empty()), at)?.stuck;
                if !left.is_empty() {
                    stuck.extend(left);
                    continue;
                }
            }
            super::writer::remove(&note)?;
        }
        Ok(stuck)
    }

    fn take_back(&mut self, id: Token, by: Option<&str>, at: Timestamp) -> Result<Pages, Failure> {
        self.change_people(|people| {
            let Some(mut person) = people.get(id) else { return false };
            let changed = person.withdraw_consent(by, at);
            people.insert(id, person);
            changed
        })?;
        let ids = self.people.ids(id);
        let awards: BTreeSet<Token> =
            ids.iter().flat_map(|id| self.register().of_person(*id)).map(|e| e.token).collect();
        let mut pages = self.folder.pages_of(&awards)?;
        pages.take_down();
        Ok(pages)
    }
}
