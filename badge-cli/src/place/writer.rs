//! Changing a place, one process at a time, so that a kill at any instant loses nothing that was reported as done.
//!
//! An award is made in four steps: its files are written and flushed in `.badge/staging/{token}/`; the person is
//! noted; the register's line is flushed, from which moment the award exists; the folder moves to `awards/`. Whoever
//! opens the place next finishes the last step for awards of the register, and clears away all others.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use badge_core::place::Token;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{Award, AwardStatus, Brief, Event, Register, SUPERSEDED, What};
use badge_core::time::Timestamp;

use super::Folder;
use super::compared::{Mark, mark};
use super::disk::{self, Secrecy};
use super::ledger::Ledger;
use super::lock::Lock;
use crate::error::Failure;
use crate::message::msg;
use crate::printer::Printer;

/// In `.badge/staging/`: whom a run that is under way noted before their awards, an id on each line.
const EXPECTED: &str = "expected";

/// The right to change a place. The lock goes with it.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(super) folder: Folder,
    ledger: Ledger,
    /// Shared with whoever makes awards while others are written; see [`Writer::people_to_share`].
    pub(super) people: Arc<People>,
    /// Whom a long run noted before their awards, and who got none yet: see [`Writer::expect_people`].
    expected: Option<HashSet<Token>>,
    _lock: Lock,
}

/// What a writer knew when it gave the lock back.
#[derive(Debug)]
pub(crate) struct Paused {
    ledger: Ledger,
    people: Arc<People>,
    people_as_of: Mark,
}

/// An award that is signed and verified, and not yet anywhere on the disk.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) award: Award,
    /// Name and bytes of each of its files.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The person, where there is one: new, or changed.
    pub(crate) person: Option<(Token, Person)>,
}

impl Folder {
    /// Waits until nobody else changes the place, then mends what a killed process left.
    pub(crate) fn writer(&self, printer: &Printer) -> Result<Writer, Failure> {
        self.writer_again(printer, None)
    }

    /// The same; what was read before is used again when nobody wrote since.
    pub(crate) fn writer_again(&self, printer: &Printer, paused: Option<Paused>) -> Result<Writer, Failure> {
        let lock = Lock::take(&self.hidden("lock"), printer)?;
        match paused.filter(|paused| paused.is_current(self)) {
            Some(paused) => Ok(paused.go_on(self, lock)),
            None => self.writer_anew(printer, lock),
        }
    }

    /// The writer that was paused, where nobody wrote since; `None` where somebody did.
    pub(crate) fn writer_unchanged(&self, printer: &Printer, paused: Paused) -> Result<Option<Writer>, Failure> {
        let lock = Lock::take(&self.hidden("lock"), printer)?;
        Ok(paused.is_current(self).then(|| paused.go_on(self, lock)))
    }

    fn writer_anew(&self, printer: &Printer, lock: Lock) -> Result<Writer, Failure> {
        let (ledger, torn) = Ledger::open(&self.register_path())?;
        if let Some(torn) = torn {
            printer.warn(&msg!("register-torn", path = &torn));
        }
        let people = self.people(&ledger.register)?;
        let mut writer = Writer { people: Arc::new(people), folder: self.clone(), ledger, expected: None, _lock: lock };
        for path in writer.recover()? {
            printer.warn(&msg!("pages-stuck", path = &path));
        }
        Ok(writer)
    }
}

impl Paused {
    fn is_current(&self, folder: &Folder) -> bool {
        self.ledger.is_current() && self.people_as_of == mark(&folder.people_path())
    }

    fn go_on(self, folder: &Folder, lock: Lock) -> Writer {
        Writer { folder: folder.clone(), ledger: self.ledger, people: self.people, expected: None, _lock: lock }
    }
}

impl Writer {
    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    pub(crate) fn register(&self) -> &Register {
        &self.ledger.register
    }

    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    /// The people as they are now. Nobody is copied as long as nothing changes.
    pub(crate) fn people_to_share(&self) -> Arc<People> {
        Arc::clone(&self.people)
    }

    /// Lets others write, and keeps what is known.
    pub(crate) fn close(self) -> (Register, Arc<People>) {
        (self.ledger.register, self.people)
    }

    /// Makes awards last. When it returns, every one of them is in the register and in its folder, flushed.
    ///
    /// On failure none of them is, and the writer is of no more use.
    pub(crate) fn commit(&mut self, prepared: Vec<Prepared>, now: Timestamp) -> Result<(), Failure> {
        self.commit_with(prepared, now, Ledger::append)
    }

    /// The same for awards of a long run: what it made is not kept in memory but for where their lines begin, in the order
    /// of the awards.
    pub(crate) fn commit_apart(&mut self, prepared: Vec<Prepared>, now: Timestamp) -> Result<Vec<u64>, Failure> {
        let people: Vec<Token> = prepared.iter().filter_map(|p| p.award.person).collect();
        let mut begins = Vec::new();
        self.commit_with(prepared, now, |ledger, events| {
            let all = ledger.append_apart(&events)?;
            let awarded = events.iter().zip(all).filter(|(event, _)| matches!(event.what, What::Awarded(_)));
            begins = awarded.map(|(_, at)| at).collect();
            Ok(())
        })?;
        if let Some(expected) = &mut self.expected {
            for id in &people {
                expected.remove(id);
            }
        }
        Ok(begins)
    }

    fn commit_with(
        &mut self,
        prepared: Vec<Prepared>,
        now: Timestamp,
        append: impl FnOnce(&mut Ledger, Vec<Event>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let tokens: Vec<Token> = prepared.iter().map(|p| p.award.token).collect();
        let staged = self.stage(&prepared).and_then(|()| self.note_people(&prepared));
        let mut events = Vec::with_capacity(prepared.len());
        for award in prepared.into_iter().map(|p| p.award) {
            // In one write with the award that takes its place: there is no moment at which both hold, or neither.
            let old = award.replaces;
            events.push(Event { at: now, what: What::Awarded(Box::new(award)) });
            let reason = Some(SUPERSEDED.to_owned());
            events.extend(old.map(|award| Event { at: now, what: What::Revoked { award, reason } }));
        }
        if let Err(failure) = staged.and_then(|()| append(&mut self.ledger, events)) {
            // The next start would do the same; on a full disk it is kinder to do it now.
            let _ = self.reread().and_then(|()| self.recover().map(drop));
            return Err(failure);
        }
        self.settle(&tokens)
    }

    /// Notes everybody whom a long run is about to award something, in one write: once for the run, and not again for
    /// each group. [`Self::forget_expected`] comes after it, in this process or in the next.
    pub(crate) fn expect_people(&mut self, people: People) -> Result<(), Failure> {
        let changed = people.iter().any(|(id, person)| self.people.get(id).as_ref() != Some(&person));
        let new: HashSet<Token> = people.main_ids().filter(|id| !self.people.contains(*id)).collect();
        Arc::make_mut(&mut self.people).extend(people);
        if !new.is_empty() {
            let lines = new.iter().map(|id| format!("{id}\n"));
            disk::replace_with(&self.staging().join(EXPECTED), lines, Secrecy::Owner)?;
        }
        self.expected = Some(new);
        if changed { self.save_people() } else { Ok(()) }
    }

    /// Whoever was expected and got nothing leaves no name behind.
    pub(crate) fn forget_expected(&mut self) -> Result<(), Failure> {
        let path = self.staging().join(EXPECTED);
        let left = match self.expected.take() {
            Some(left) => left,
            None => {
                let Some(bytes) = disk::read_if_there(&path)? else { return Ok(()) };
                let awarded: HashSet<Token> = self.register().iter().filter_map(|e| e.award.person).collect();
                let text = String::from_utf8_lossy(&bytes);
                text.lines().filter_map(Token::parse).filter(|id| !awarded.contains(id)).collect()
            }
        };
        let mut forgotten = false;
        for id in left {
            forgotten |= Arc::make_mut(&mut self.people).erase(id).is_some();
        }
        if forgotten {
            self.save_people()?;
        }
        remove(&path)
    }

    /// Lets others write.
    pub(crate) fn pause(self) -> Paused {
        Paused { people_as_of: mark(&self.folder.people_path()), ledger: self.ledger, people: self.people }
    }

    /// Notes what happened to awards.
    pub(crate) fn record(&mut self, events: Vec<Event>) -> Result<(), Failure> {
        self.ledger.append(events)
    }

    /// Changes what is known of people; `false` from `change` means that there was nothing to change.
    pub(crate) fn change_people(&mut self, change: impl FnOnce(&mut People) -> bool) -> Result<bool, Failure> {
        let changed = change(Arc::make_mut(&mut self.people));
        if changed {
            self.save_people()?;
        }
        Ok(changed)
    }

    pub(super) fn staging(&self) -> PathBuf {
        self.folder.hidden("staging")
    }

    fn stage(&self, prepared: &[Prepared]) -> Result<(), Failure> {
        disk::make_folder(&self.staging())?;
        disk::make_folder(&self.folder.awards_folder())?;
        let mut written = Vec::new();
        for p in prepared {
            let folder = self.staging().join(p.award.token.to_string());
            if let Some((person, _)) = p.person.as_ref().filter(|(id, _)| !self.people.contains(*id)) {
                let path = self.staging().join(format!("{}.person", p.award.token));
                written.push(disk::write_unflushed(&path, person.to_string().as_bytes(), Secrecy::Owner)?);
            }
            fs::create_dir(&folder).map_err(|e| Failure::io(msg!("folder-unwritable", path = &folder), &folder, e))?;
            for (name, bytes) in &p.files {
                written.push(disk::write_unflushed(&folder.join(name), bytes, Secrecy::Open)?);
            }
            written.push(disk::open_folder(&folder)?);
        }
        written.push(disk::open_folder(&self.staging())?);
        disk::flush_all(&written)
    }

    fn note_people(&mut self, prepared: &[Prepared]) -> Result<(), Failure> {
        let mut changed = false;
        for (id, person) in prepared.iter().filter_map(|p| p.person.as_ref()) {
            if self.people.get(*id).as_ref() != Some(person) {
                changed = true;
                Arc::make_mut(&mut self.people).insert(*id, person.clone());
            }
        }
        if changed { self.save_people() } else { Ok(()) }
    }

    pub(super) fn save_people(&self) -> Result<(), Failure> {
        disk::replace_with(&self.folder.people_path(), self.people.to_json_parts(), Secrecy::Owner)
    }

    /// Moves awards that are in the register to their place.
    fn settle(&self, tokens: &[Token]) -> Result<(), Failure> {
        let awards = self.folder.awards_folder();
        let cannot = |e| Failure::io(msg!("folder-unwritable", path = &awards), &awards, e);
        for token in tokens {
            fs::rename(self.staging().join(token.to_string()), self.folder.award(*token)).map_err(cannot)?;
        }
        disk::sync_folder(&awards).map_err(cannot)?;
        for token in tokens {
            remove(&self.staging().join(format!("{token}.person")))?;
        }
        Ok(())
    }

    /// Finishes or clears away what a killed process left. Pages that still cannot be removed are given back.
    fn recover(&mut self) -> Result<Vec<PathBuf>, Failure> {
        disk::sweep(self.folder.root())?;
        disk::sweep(&self.folder.keys_folder())?;
        disk::sweep(&self.folder.achievements_folder())?;
        disk::sweep(&self.folder.hidden(""))?;
        // Here some are written without the lock, and some so seldom that nobody would come by.
        for folder in
            [self.folder.hidden("status"), self.folder.hidden("published"), self.folder.root().join("templates")]
        {
            disk::sweep_settled(&folder);
        }
        remove(&self.folder.page_in_the_making())?;
        disk::sweep(&self.staging())?;
        // On a full disk this is the room for everything that is written from here on.
        self.clear_never_awarded()?;
        self.forget_expected()?;
        disk::sweep(&self.folder.outbox_folder())?;
        let mut forgotten = false;
        for name in disk::names(&self.staging())? {
            let path = self.staging().join(&name);
            let stem = name.strip_suffix(".person").unwrap_or(&name);
            let known = Token::parse(stem).filter(|t| self.register().get(*t).is_some());
            match (known, path.is_dir()) {
                (Some(token), true) if self.folder.award(token).is_dir() => self.settle_renewed(token)?,
                (Some(token), true) => self.settle(&[token])?,
                // Cleared away above.
                (None, true) => {}
                (known, false) => {
                    let id = fs::read_to_string(&path).ok().and_then(|id| Token::parse(&id));
                    // Nobody's name stays behind for an award that never was.
                    if let Some(id) = id.filter(|id| known.is_none() && self.register().of_person(*id).next().is_none())
                    {
                        forgotten |= Arc::make_mut(&mut self.people).erase(id).is_some();
                    }
                    if forgotten {
                        self.save_people()?;
                    }
                    remove(&path)?;
                }
            }
        }
        self.finish_superseding()?;
        let mut stuck = self.finish_withdrawing()?;
        stuck.extend(self.finish_erasing()?);
        Ok(stuck)
    }

    /// Removes the files of awards that no line of the register names; nothing has to be written for it.
    fn clear_never_awarded(&self) -> Result<(), Failure> {
        for name in disk::names(&self.staging())? {
            let path = self.staging().join(&name);
            let awarded = Token::parse(&name).is_some_and(|token| self.register().contains(token));
            if path.is_dir() && !awarded {
                fs::remove_dir_all(&path)
                    .map_err(|e| Failure::io(msg!("folder-unwritable", path = &path), &path, e))?;
            }
        }
        Ok(())
    }

    /// A file that was cut off between the line of a new award and that of the one it replaces gets the second one. The
    /// old one has not held since the first (D-10); now the file says so too.
    fn finish_superseding(&mut self) -> Result<(), Failure> {
        let ended = |award: Brief<'_>| match award.status {
            AwardStatus::Revoked { since, reason } => {
                let what = What::Revoked { award: award.token, reason: reason.clone() };
                Some(Event { at: *since, what })
            }
            _ => None,
        };
        let events: Vec<Event> = self.register().implied().filter_map(ended).collect();
        if events.is_empty() { Ok(()) } else { self.ledger.append(events) }
    }

    fn reread(&mut self) -> Result<(), Failure> {
        self.ledger = Ledger::open(&self.folder.register_path())?.0;
        // What was expected is known from the file.
        self.expected = None;
        self.people = Arc::new(self.folder.people(&self.ledger.register)?);
        Ok(())
    }
}

pub(super) fn remove(path: &std::path::Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            Err(Failure::io(msg!("file-unwritable", path = path), path, e))
        }
        _ => Ok(()),
    }
}
