//! `.badge/compared`: which awards were found to say what a row of a table says, so that a large table that is planned once
//! more costs no second look into each of a hundred thousand files.
//!
//! It holds salted digests alone, each of a row's words and of the digest of the file that was signed: a row that says
//! something else, or a file that is another, has another digest, and is compared anew. Nothing that is signed, shown or
//! published comes from here; without the file, or with a damaged one, everything is compared. It goes whenever somebody is
//! erased.

use std::path::Path;
use std::time::SystemTime;

use badge_core::place::register::Digest;

use super::disk::{self, Secrecy};
use super::lock::Lock;
use super::{Folder, Writer};
use crate::entropy::random;
use crate::error::Failure;

/// What of a row and of the award that there is was found to be the same.
pub(crate) type Key = [u8; 16];

/// The first line. What is compared may change with the command: another one compares for itself.
const HEAD: &str = concat!("badge-compared/1 ", env!("CARGO_PKG_VERSION"), "\n");
const SALT: usize = 32;
const DIGEST: usize = 32;
/// The largest file that is read: a million awards.
const LARGEST: u64 = 17 << 20;
/// Fewer are compared anew quicker than a file is written.
const FEW: usize = 200;

/// What was found to be the same, before and by this run.
#[derive(Debug)]
pub(crate) struct Compared {
    salt: [u8; SALT],
    /// In order.
    known: Vec<Key>,
    /// Which of them this run asked for.
    asked: Vec<bool>,
    fresh: Vec<Key>,
    /// The people's file as it was when this began: another one may be that of an erasure.
    people_as_of: Mark,
}

/// Length and time of a file: whether somebody else wrote it.
pub(super) type Mark = Option<(u64, Option<SystemTime>)>;

pub(super) fn mark(path: &Path) -> Mark {
    path.metadata().ok().map(|m| (m.len(), m.modified().ok()))
}

impl Folder {
    /// What was compared before. To be asked for before people and register are read.
    pub(crate) fn compared(&self) -> Compared {
        let people_as_of = mark(&self.people_path());
        let bytes = disk::read(&self.hidden("compared"), LARGEST).unwrap_or_default();
        let (salt, known) = read(&bytes).unwrap_or_else(|| (random(), Vec::new()));
        Compared { salt, asked: vec![false; known.len()], known, fresh: Vec::new(), people_as_of }
    }

    /// Keeps what was compared, of a place of so many awards, unless somebody changes the place just now or changed its
    /// people since. It only saves work: what cannot be kept is told nobody.
    pub(crate) fn keep_compared(&self, compared: Compared, awards: usize) {
        if compared.fresh.len() < FEW {
            return;
        }
        if let Ok(Some(_lock)) = Lock::try_take(&self.hidden("lock"))
            && compared.people_as_of == mark(&self.people_path())
        {
            self.write_compared(compared, awards);
        }
    }

    fn write_compared(&self, compared: Compared, awards: usize) {
        let _ = disk::replace(&self.hidden("compared"), &compared.into_bytes(awards), Secrecy::Owner);
    }

    /// Forgets it: what somebody did may stand behind a digest.
    pub(super) fn forget_compared(&self) -> Result<(), Failure> {
        super::writer::remove(&self.hidden("compared"))
    }
}

impl Writer {
    /// Keeps what was compared by whoever may change the place, and has since before it was.
    pub(crate) fn keep_compared(&self, compared: Compared, awards: usize) {
        if compared.fresh.len() >= FEW {
            self.folder.write_compared(compared, awards);
        }
    }
}

impl Compared {
    /// The digest of what is to be the same.
    pub(crate) fn key(&self, said: &[u8]) -> Key {
        Digest::of(&[&self.salt, said].concat()).half()
    }

    /// Whether that was found to be the same.
    pub(crate) fn knows(&mut self, key: &Key) -> bool {
        let at = self.known.binary_search(key).ok();
        if let Some(asked) = at.and_then(|at| self.asked.get_mut(at)) {
            *asked = true;
        }
        at.is_some()
    }

    /// Notes that something is the same.
    pub(crate) fn note(&mut self, key: Key) {
        self.fresh.push(key);
    }

    /// The same of many.
    pub(crate) fn note_all(&mut self, mut keys: Vec<Key>) {
        keys.append(&mut self.fresh);
        self.fresh = keys;
    }

    /// What nobody asked for is kept as long as there is no more of it than of awards: it may be another table's.
    fn into_bytes(self, awards: usize) -> Vec<u8> {
        let all = self.known.len() + self.fresh.len() <= awards.saturating_mul(2);
        let old = self.known.iter().zip(&self.asked).filter(|(_, asked)| all || **asked).map(|(key, _)| *key);
        let mut keys = self.fresh;
        keys.extend(old);
        keys.sort_unstable();
        keys.dedup();
        let mut bytes = [HEAD.as_bytes(), &self.salt, keys.as_flattened()].concat();
        bytes.extend(sum(&bytes));
        bytes
    }
}

/// `None` for what this very version of the command did not write whole.
fn read(bytes: &[u8]) -> Option<([u8; SALT], Vec<Key>)> {
    let (before, end) = bytes.split_last_chunk::<DIGEST>()?;
    let rest = before.strip_prefix(HEAD.as_bytes()).filter(|_| sum(before) == *end)?;
    let (salt, keys) = rest.split_first_chunk::<SALT>()?;
    let (keys, []) = keys.as_chunks::<16>() else { return None };
    keys.is_sorted().then(|| (*salt, keys.to_vec()))
}

fn sum(bytes: &[u8]) -> [u8; DIGEST] {
    badge_core::crypto::sha256(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(known: &[u8], fresh: &[u8]) -> Compared {
        let key = |n: &u8| [*n; 16];
        let known: Vec<Key> = known.iter().map(key).collect();
        let asked = vec![false; known.len()];
        Compared { salt: [7; SALT], known, asked, fresh: fresh.iter().map(key).collect(), people_as_of: None }
    }

    #[test]
    fn what_is_kept_is_read_back_and_anything_else_is_nothing() {
        let bytes = compared(&[1, 5], &[9, 3, 3]).into_bytes(10);
        assert_eq!(read(&bytes), Some(([7; SALT], vec![[1; 16], [3; 16], [5; 16], [9; 16]])));
        for cut in 0..bytes.len() {
            assert_eq!(read(&bytes[..cut]), None, "{cut}");
        }
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(read(&other), None, "{at}");
        }
    }

    #[test]
    fn what_nobody_asks_for_goes_when_there_is_too_much() {
        let mut both = compared(&[1, 2, 4], &[3]);
        assert!(both.knows(&[2; 16]) && !both.knows(&[3; 16]));
        assert_eq!(read(&both.into_bytes(1)).unwrap().1, [[2; 16], [3; 16]]);
        assert_eq!(read(&compared(&[1, 2, 4], &[3]).into_bytes(2)).unwrap().1.len(), 4);
    }
}
