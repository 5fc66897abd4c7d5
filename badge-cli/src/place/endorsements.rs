//! Endorsements on the disk: those that the place gave, and those that it was given.
//!
//! | In the folder | What it is |
//! |---|---|
//! | `endorsements/given/{token}/` | one that the place gave: `endorsement.json`, `endorsement.jws` |
//! | `achievements/{slug}/endorsements/{name}/` | one of an achievement; `accepted.json` says since when |
//! | `awards/{token}/endorsements/{name}/` | one of a person's badge: it goes when the person is erased |
//! | `endorsements/received/{name}/` | one of the place itself |

use std::fs;
use std::path::{Path, PathBuf};

use badge_core::place::register::{Digest, Event, Given, Renewed, What};
use badge_core::place::{Accepted, Digests, Received, Token};
use badge_core::time::Timestamp;

use super::disk::{self, Secrecy};
use super::published::Pages;
use super::{Folder, Writer};
use crate::error::Failure;
use crate::message::msg;

/// Whose endorsements.
pub(crate) use badge_core::endorsing::Home as Holder;
/// The two forms of an endorsement, the note beside them, and beside one that was given, what it was given for.
pub(crate) use badge_core::endorsing::{EMBEDDED, ENDORSED, JWT, NOTE};

impl Folder {
    /// The folder of an endorsement that the place gave.
    pub(crate) fn given(&self, token: Token) -> PathBuf {
        self.given_folder().join(token.to_string())
    }

    fn given_folder(&self) -> PathBuf {
        self.root().join("endorsements/given")
    }

    /// Where the endorsements of something lie.
    pub(crate) fn received_folder(&self, holder: &Holder) -> PathBuf {
        self.root().join(holder.folder())
    }

    /// The endorsements of something, by the name of their folder.
    pub(crate) fn received(&self, holder: &Holder) -> Result<Vec<(String, Received)>, Failure> {
        let folder = self.received_folder(holder);
        let mut all = Vec::new();
        for name in disk::names(&folder)? {
            let own = folder.join(&name);
            let embedded = disk::read_if_there(&own.join(EMBEDDED))?;
            let jwt = disk::read_if_there(&own.join(JWT))?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let Some(note) = disk::read_if_there(&own.join(NOTE))? else { continue };
            let read = Accepted::parse(&note).and_then(|note| Received::new(embedded.as_deref(), jwt.as_deref(), note));
            let one = read.ok_or_else(|| Failure::new(msg!("endorsement-damaged", path = &own)).at(&own))?;
            all.push((name, one));
        }
        all.sort_by_key(|(_, one)| (one.badge.valid_from, one.badge.name.clone(), one.badge.id.clone()));
        Ok(all)
    }

    /// What the files of an endorsement are now.
    pub(crate) fn digests_of(&self, holder: &Holder, name: &str) -> Result<Digests, Failure> {
        let own = self.received_folder(holder).join(name);
        let (embedded, jwt) = (disk::read_if_there(&own.join(EMBEDDED))?, disk::read_if_there(&own.join(JWT))?);
        Ok(Digests::of(embedded.as_deref(), jwt.as_deref()))
    }

    /// The same without the names.
    pub(crate) fn endorsements_of(&self, holder: &Holder) -> Result<Vec<Received>, Failure> {
        Ok(self.received(holder)?.into_iter().map(|(_, one)| one).collect())
    }
}

impl Writer {
    /// Makes an endorsement that the place gave last: its files first, then its line. What a killed process left of one
    /// that has no line is cleared away here.
    pub(crate) fn give(&mut self, given: Given, files: &[(String, Vec<u8>)], now: Timestamp) -> Result<(), Failure> {
        let all = self.folder.given_folder();
        for name in disk::names(&all)? {
            if Token::parse(&name).is_some_and(|token| self.register().endorsement(token).is_none()) {
                remove_folder(&all.join(name))?;
            }
        }
        let home = self.folder.given(given.token);
        for (name, bytes) in files {
            disk::create(&home.join(name), bytes, Secrecy::Open)?;
        }
        self.record(vec![Event { at: now, what: What::Endorsed(Box::new(given)) }])
    }

    /// Keeps the files of an endorsement that was verified. Without its note there is none yet: where several are kept,
    /// all files come before the first note, so that a full disk keeps none of them.
    pub(crate) fn stage_endorsement(
        &mut self,
        holder: &Holder,
        name: &str,
        forms: &[(&'static str, Vec<u8>)],
    ) -> Result<(), Failure> {
        let home = self.folder.received_folder(holder).join(name);
        forms.iter().try_for_each(|(file, bytes)| disk::replace(&home.join(file), bytes, Secrecy::Open))
    }

    /// Notes that an endorsement is kept: with this it is one.
    pub(crate) fn note_endorsement(&mut self, holder: &Holder, name: &str, note: &Accepted) -> Result<(), Failure> {
        let path = self.folder.received_folder(holder).join(name).join(NOTE);
        disk::replace(&path, note.to_json().as_bytes(), Secrecy::Open)
    }

    /// Takes one form of an endorsement away, where it is there.
    pub(crate) fn drop_form(&mut self, holder: &Holder, name: &str, form: &str) -> Result<(), Failure> {
        let path = self.folder.received_folder(holder).join(name).join(form);
        if path.exists() { super::writer::remove(&path) } else { Ok(()) }
    }

    /// Takes an endorsement away: the note first.
    pub(crate) fn drop_endorsement(&mut self, holder: &Holder, name: &str) -> Result<(), Failure> {
        let home = self.folder.received_folder(holder).join(name);
        super::writer::remove(&home.join(NOTE))?;
        remove_folder(&home)?;
        // Folders that hold nothing any more; one that does stays.
        for above in home.ancestors().skip(1).take(2) {
            if fs::remove_dir(above).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Takes an endorsement that the place gave and withdrew off the disk and its pages off the sites that were published
    /// from here. Its line and its place in the status list stay: to others it is withdrawn for good.
    pub(crate) fn take_down_given(&mut self, token: Token) -> Result<Pages, Failure> {
        let mut pages = self.folder.pages_of_given(token)?;
        pages.take_down();
        remove_folder(&self.folder.given(token))?;
        Ok(pages)
    }

    /// Puts new versions of an award's files in the place of the old ones. They are flushed in the staging folder, then
    /// the line is; what comes after is taken up by whoever opens the place next.
    pub(crate) fn renew(
        &mut self,
        renewed: Renewed,
        files: &[(String, Vec<u8>)],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let token = renewed.award;
        let staged = self.staging().join(token.to_string());
        for (name, bytes) in files {
            disk::replace(&staged.join(name), bytes, Secrecy::Open)?;
        }
        self.record(vec![Event { at: now, what: What::Renewed(Box::new(renewed)) }])?;
        self.settle_renewed(token)
    }

    /// Moves staged files that are those of the register over the old ones, and clears away all others.
    pub(super) fn settle_renewed(&self, token: Token) -> Result<(), Failure> {
        let (staged, home) = (self.staging().join(token.to_string()), self.folder.award(token));
        let Some(entry) = self.register().get(token) else { return Ok(()) };
        let award = &entry.award;
        let digest_of = |name: &str| {
            let credential = award.credentials.iter().find(|c| c.format.file_name() == name);
            credential.map(|c| c.sha256).or_else(|| award.files.get(name))
        };
        for name in disk::names(&staged)? {
            let path = staged.join(&name);
            let bytes = disk::read(&path, disk::LARGEST)?;
            if digest_of(&name) == Some(Digest::of(&bytes)) {
                let to = home.join(&name);
                fs::rename(&path, &to).map_err(|e| Failure::io(msg!("file-unwritable", path = &to), &to, e))?;
            }
        }
        disk::sync_folder(&home).map_err(|e| Failure::io(msg!("folder-unwritable", path = &home), &home, e))?;
        remove_folder(&staged)
    }
}

fn remove_folder(path: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io(msg!("folder-unwritable", path = path), path, e))
        }
        _ => Ok(()),
    }
}
