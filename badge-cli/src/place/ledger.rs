//! `register.jsonl` on the disk: read, mended where a power failure cut it, and grown.
//!
//! What a line means, which end is torn and what is damage, is for [`Register`] to say. Here a line is flushed before
//! anybody is told that it is written, and nothing that is damaged is ever written over.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use badge_core::place::register::{AwardStatus, Damage, Entry, Event, EventFault, Reading, Register, Tail, What};

use super::disk;
use crate::error::{Cause, Failure};
use crate::message::{Message, msg};

/// The largest register that is read: a million awards.
const LARGEST: u64 = 1 << 30;

/// The register, and the file that holds it.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
    length: u64,
    pub(crate) register: Register,
}

/// Single awards of the file, by where their lines begin.
#[derive(Debug)]
pub(crate) struct Lines(std::cell::RefCell<io::BufReader<File>>);

impl Lines {
    pub(crate) fn open(path: &Path) -> Option<Self> {
        Some(Self(std::cell::RefCell::new(io::BufReader::new(File::open(path).ok()?))))
    }

    /// The award whose line begins there, as it was made.
    pub(crate) fn award(&self, at: u64) -> Option<Entry> {
        let mut file = self.0.borrow_mut();
        let here = file.stream_position().ok()?;
        // Most are read one after the other.
        file.seek_relative(i64::try_from(at).ok()? - i64::try_from(here).ok()?).ok()?;
        let mut line = Vec::new();
        file.by_ref().take(1 << 20).read_until(b'\n', &mut line).ok()?;
        let event = Event::from_line(&line).ok()?;
        match event.what {
            What::Awarded(award) => Some(Entry { award: *award, at: event.at, status: AwardStatus::Active }),
            _ => None,
        }
    }
}

/// Reads the register; an end that is torn is passed over.
pub(crate) fn read(path: &Path) -> Result<Register, Failure> {
    Ok(parse(path)?.0)
}

impl Ledger {
    /// Opens the register for writing: a torn end is put aside, in the file that is given back. Only under the lock.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<PathBuf>), Failure> {
        let (register, tail, mut length) = parse(path)?;
        let cannot = |e| Failure::io(msg!("file-unwritable", path = path), path, e);
        let open = || OpenOptions::new().write(true).open(path);
        let mut aside = None;
        match tail {
            Tail::Clean => {}
            Tail::Open => {
                let mut file = open().map_err(cannot)?;
                let ended = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(b"\n"));
                ended.and_then(|()| file.sync_all()).map_err(cannot)?;
                length += 1;
            }
            Tail::Torn { keep } => {
                let mut random = [0; 4];
                crate::entropy::fill(&mut random);
                let kept = PathBuf::from(format!("{}.{}.torn", path.display(), badge_core::text::hex(&random)));
                length = keep as u64;
                disk::create(&kept, &behind(path, length)?, disk::Secrecy::Open)?;
                let file = open().map_err(cannot)?;
                file.set_len(length).and_then(|()| file.sync_all()).map_err(cannot)?;
                aside = Some(kept);
            }
        }
        Ok((Self { path: path.to_owned(), length, register }, aside))
    }

    /// The same without keeping what they say: where each line begins is enough to read it again. Only for awards that
    /// nobody asks the register for before it is read anew.
    pub(crate) fn append_apart(&mut self, events: &[Event]) -> Result<Vec<u64>, Failure> {
        let (mut text, mut begins) = (String::new(), Vec::with_capacity(events.len()));
        for event in events {
            begins.push(self.length + text.len() as u64);
            text += &event.to_line();
        }
        let path = self.path.clone();
        self.write(text.as_bytes()).map_err(|e| Failure::io(msg!("file-unwritable", path = &path), &path, e))?;
        Ok(begins)
    }

    /// Adds events, flushed as one write. On failure the file is as before, and this value is of no more use.
    pub(crate) fn append(&mut self, events: Vec<Event>) -> Result<(), Failure> {
        let text: String = events.iter().map(Event::to_line).collect();
        for event in events {
            // Tokens and places in lists were chosen under the lock: a clash is a defect of ours.
            self.register.apply(event).map_err(|fault| Failure::new(msg!("internal")).why(fault))?;
        }
        let path = self.path.clone();
        self.write(text.as_bytes()).map_err(|e| Failure::io(msg!("file-unwritable", path = &path), &path, e))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let new = !self.path.exists();
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&self.path)?;
        file.seek(SeekFrom::Start(self.length))?;
        if let Err(e) = file.write_all(bytes).and_then(|()| file.sync_data()) {
            undo(&file, self.length);
            return Err(e);
        }
        if new {
            disk::sync_folder(&disk::parent(&self.path))?;
        }
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Whether the file is still as long as this value knows it: nobody else wrote since.
    pub(crate) fn is_current(&self) -> bool {
        let length = self.path.metadata().map_or(0, |m| m.len());
        length == self.length
    }
}

/// A full disk leaves half a line: taken back at once. Should that fail too, the next start puts it aside.
fn undo(file: &File, length: u64) {
    let _ = file.set_len(length).and_then(|()| file.sync_all());
}

/// What stands behind the good part of a file.
fn behind(path: &Path, good: u64) -> Result<Vec<u8>, Failure> {
    let cannot = |e| Failure::io(msg!("file-unreadable", path = path), path, e);
    let mut file = File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(good)).and_then(|_| file.take(LARGEST).read_to_end(&mut bytes)).map_err(cannot)?;
    Ok(bytes)
}

/// Reads a register, and tells how it ends and how long it is. The file is never whole in memory.
fn parse(path: &Path) -> Result<(Register, Tail, u64), Failure> {
    if path.symlink_metadata().is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
        return Ok((Register::new(), Tail::Clean, 0));
    }
    let cannot = |e| Failure::io(msg!("file-unreadable", path = path), path, e);
    let file = File::open(path).map_err(cannot)?;
    let meta = file.metadata().map_err(cannot)?;
    if meta.is_dir() {
        return Err(cannot(io::ErrorKind::IsADirectory.into()));
    }
    let mut from = io::BufReader::with_capacity(64 << 10, file.take(LARGEST + 1));
    let (mut reading, mut line, mut length) = (Reading::default(), Vec::new(), 0);
    while from.read_until(b'\n', &mut line).map_err(cannot)? > 0 {
        length += line.len() as u64;
        if length > LARGEST || meta.len() > LARGEST {
            let (size, most) = (meta.len().max(length) >> 20, LARGEST >> 20);
            return Err(Failure::new(msg!("file-too-large", path = path, size = size, most = most)).at(path));
        }
        reading.line(&line).map_err(|damage| refused(path, damage))?;
        line.clear();
    }
    let (register, tail) = reading.end();
    Ok((register, tail, length))
}

fn refused(path: &Path, Damage { line, fault }: Damage) -> Failure {
    // A newer version may have written something that this one does not know: no damage, and nothing to mend.
    if matches!(fault, EventFault::Version { .. } | EventFault::UnknownEvent { .. }) {
        return Failure::new(msg!("register-too-new")).at(path).line(line as u64);
    }
    Failure::new(msg!("register-damaged")).at(path).line(line as u64).because(Cause::Said(damage(&fault)))
}

fn damage(fault: &EventFault) -> Message {
    match fault {
        EventFault::AwardTwice(token) => msg!("register-twice", award = token.to_string()),
        EventFault::NoSuchAward(token) => msg!("register-no-award", award = token.to_string()),
        EventFault::SpotTaken { spot, by } => {
            msg!("register-spot", index = spot.index, list = u64::from(spot.list), award = by.to_string())
        }
        EventFault::Json(_) => msg!("register-not-json"),
        EventFault::NotAnEvent => msg!("register-not-event"),
        EventFault::Member(name) => msg!("register-member", name = *name),
        other => msg!("register-unreadable", fault = other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use badge_core::place::register::Award;
    use badge_core::place::{Slug, Token};
    use badge_core::time::Timestamp;

    use super::*;

    fn awarded(n: u8) -> Event {
        let at = Timestamp::parse("2026-03-02T09:00:00Z").unwrap();
        let award = Award {
            token: Token::from_bytes([n; 16]),
            person: None,
            achievement: Slug::parse("impression-3d").unwrap(),
            language: badge_core::language::Lang::Fr,
            date: at,
            expires: None,
            status: None,
            credentials: Vec::new(),
            files: [].into(),
            replaces: None,
            card: false,
            cohort: None,
        };
        Event { at, what: What::Awarded(Box::new(award)) }
    }

    #[test]
    fn a_torn_end_is_put_aside_and_the_register_goes_on() {
        // D-06
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("register.jsonl");
        let (mut ledger, aside) = Ledger::open(&path).unwrap();
        assert_eq!(aside, None);
        ledger.append(vec![awarded(1), awarded(2)]).unwrap();
        let good = fs::read(&path).unwrap();
        let torn = &awarded(3).to_line().into_bytes()[..50];
        fs::write(&path, [good.as_slice(), torn].concat()).unwrap();
        assert_eq!(read(&path).unwrap().len(), 2);
        assert!(!ledger.is_current());

        let (mut ledger, aside) = Ledger::open(&path).unwrap();
        assert_eq!(fs::read(aside.unwrap()).unwrap(), torn);
        assert_eq!(fs::read(&path).unwrap(), good);
        ledger.append(vec![awarded(3)]).unwrap();
        assert!(ledger.is_current());
        assert_eq!(read(&path).unwrap().len(), 3);
    }

    #[test]
    fn a_whole_line_without_its_break_counts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("register.jsonl");
        fs::write(&path, awarded(1).to_line().trim_end()).unwrap();
        let (mut ledger, aside) = Ledger::open(&path).unwrap();
        assert_eq!((ledger.register.len(), aside), (1, None));
        ledger.append(vec![awarded(2)]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), awarded(1).to_line() + &awarded(2).to_line());
    }

    #[test]
    fn what_is_written_apart_is_read_line_by_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("register.jsonl");
        let (mut ledger, _) = Ledger::open(&path).unwrap();
        ledger.append(vec![awarded(1)]).unwrap();
        let begins = ledger.append_apart(&[awarded(2), awarded(3)]).unwrap();
        assert_eq!((ledger.register.len(), read(&path).unwrap().len(), ledger.is_current()), (1, 3, true));
        let lines = Lines::open(&path).unwrap();
        for (at, n) in [(begins[1], 3), (0, 1), (begins[0], 2)] {
            assert_eq!(lines.award(at).unwrap().award.token, Token::from_bytes([n; 16]));
        }
        assert!(lines.award(7).is_none() && lines.award(1 << 40).is_none());
    }

    #[test]
    fn damage_is_reported_with_its_line_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("register.jsonl");
        let text = format!("{}{{\"v\":1}}\n{}", awarded(1).to_line(), awarded(2).to_line());
        fs::write(&path, &text).unwrap();
        let failure = Ledger::open(&path).unwrap_err();
        assert_eq!((failure.what.id, failure.line), ("register-damaged", Some(2)));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}
