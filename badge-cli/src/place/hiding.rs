//! Pages of what may not be shown any more, as somebody turns out to be a minor, or nobody agrees: they go at once, and not
//! with the next publishing (D-11). A kill at any instant does not leave one behind.
//!
//! First a note among those of `.badge/withdrawing/` says which awards; then the people file says why, from which moment no
//! publishing brings them back; then the pages go, and the note last. Whoever changes the place next goes on from it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use badge_core::place::people::{People, Person};
use badge_core::place::register::{Brief, Register};
use badge_core::place::{Token, may_go_out};
use badge_core::time::Timestamp;

use super::disk::{self, Secrecy};
use super::published::Pages;
use super::{Folder, Writer};
use crate::error::Failure;

/// How the name of a note begins.
pub(super) const NOTE: &str = "hide-";

/// Awards that may not be shown any more.
#[derive(Debug, Default)]
pub(crate) struct Hiding {
    /// Those that were shown until now, each with whose it is.
    pub(crate) kept: BTreeMap<Token, Token>,
    /// All that may not be shown of these people, what a killed run left included.
    awards: BTreeSet<Token>,
}

impl Hiding {
    /// What `changed` makes of the awards of these people. A doubt about somebody's age alone reaches back to none.
    pub(crate) fn of(
        changed: impl IntoIterator<Item = (Token, Person)>,
        (register, people): (&Register, &People),
        now: Timestamp,
    ) -> Self {
        let known = changed.into_iter().filter_map(|(id, after)| {
            let before = people.get(id).filter(|before| *before != after)?;
            Some((people.main_id(id), (before, after)))
        });
        let changed: BTreeMap<Token, (Person, Person)> = known.collect();
        let mut hiding = Self::default();
        if changed.is_empty() {
            return hiding;
        }
        let mut kept_back: Vec<(Token, Token)> = Vec::new();
        for award in register.briefs() {
            let Some(id) = award.person.map(|id| people.main_id(id)) else { continue };
            let Some((before, after)) = changed.get(&id) else { continue };
            if !goes_out(&award, after, now) {
                kept_back.push((award.token, id));
                if goes_out(&award, before, now) {
                    hiding.kept.insert(award.token, id);
                }
            }
        }
        let theirs: BTreeSet<Token> = hiding.kept.values().copied().collect();
        hiding.awards = kept_back.into_iter().filter(|(_, id)| theirs.contains(id)).map(|(award, _)| award).collect();
        hiding
    }

    /// These awards, whether or not they were shown until now.
    pub(crate) fn all(awards: BTreeSet<Token>) -> Self {
        Self { kept: BTreeMap::new(), awards }
    }

    /// Those of somebody that were shown until now.
    pub(crate) fn kept_of(&self, person: Token) -> impl Iterator<Item = Token> {
        self.kept.iter().filter(move |(_, id)| **id == person).map(|(award, _)| *award)
    }
}

fn goes_out(award: &Brief<'_>, person: &Person, now: Timestamp) -> bool {
    let mut one = People::default();
    if let Some(id) = award.person {
        one.insert(id, person.clone());
    }
    may_go_out(*award, &one, now).is_ok()
}

impl Folder {
    /// What lies in the sites of awards that may not be shown any more.
    pub(crate) fn pages_to_hide(&self, hiding: &Hiding) -> Result<Pages, Failure> {
        if hiding.awards.is_empty() { Ok(Pages::default()) } else { self.pages_of(&hiding.awards) }
    }

    /// The awards that a run which was killed, or could not remove them, left to be hidden.
    pub(crate) fn left_to_hide(&self, register: &Register, people: &People) -> Result<BTreeSet<Token>, Failure> {
        let folder = self.hidden("withdrawing");
        let mut all = BTreeSet::new();
        for name in disk::names(&folder)?.iter().filter(|name| name.starts_with(NOTE)) {
            all.extend(left(&folder.join(name), register, people)?);
        }
        Ok(all)
    }
}

/// The awards of a note that may not be shown, as far as is known by now: somebody may have agreed since, and a run that was
/// killed may not have come to note anything.
fn left(note: &Path, register: &Register, people: &People) -> Result<BTreeSet<Token>, Failure> {
    let text = disk::read_text(note)?;
    let (at, awards) = text.split_once('\n').unwrap_or_default();
    let Ok(at) = Timestamp::parse(at) else { return Ok(BTreeSet::new()) };
    let named = awards.lines().filter_map(Token::parse);
    let is_hidden = |award: &Token| register.brief(*award).is_some_and(|award| may_go_out(award, people, at).is_err());
    Ok(named.filter(is_hidden).collect())
}

/// The note of something that is being hidden.
#[derive(Debug)]
#[must_use]
pub(crate) struct Begun(Option<PathBuf>);

impl Writer {
    /// Says what goes, before the people file says why.
    pub(crate) fn begin_hiding(&self, hiding: &Hiding, now: Timestamp) -> Result<Begun, Failure> {
        if hiding.awards.is_empty() {
            return Ok(Begun(None));
        }
        let name = Token::from_bytes(crate::entropy::random());
        let note = self.folder.hidden(&format!("withdrawing/{NOTE}{name}"));
        let awards = hiding.awards.iter().map(|award| format!("\n{award}"));
        let lines = std::iter::once(now.to_string()).chain(awards);
        disk::replace_with(&note, lines, Secrecy::Owner)?;
        Ok(Begun(Some(note)))
    }

    /// Takes the pages away. What could not be removed is tried again by whoever comes next.
    pub(crate) fn hide(&self, hiding: &Hiding, begun: Begun) -> Result<Pages, Failure> {
        let mut pages = self.folder.pages_to_hide(hiding)?;
        pages.take_down();
        if let Some(note) = begun.0.filter(|_| pages.stuck.is_empty()) {
            super::writer::remove(&note)?;
        }
        Ok(pages)
    }

    /// Takes up what a killed process began.
    pub(super) fn finish_hiding(&self, note: &Path) -> Result<Vec<PathBuf>, Failure> {
        let awards = left(note, self.register(), self.people())?;
        Ok(self.hide(&Hiding::all(awards), Begun(Some(note.to_owned())))?.stuck)
    }
}
