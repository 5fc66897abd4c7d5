//! An award that was made, or that stands already: what is told of it, and where its files lie.

use std::path::PathBuf;

use badge_core::place::card::{CardCode, code_of};
use badge_core::place::people::People;
use badge_core::place::register::{Brief, Entry};
use badge_core::place::{Slug, Spot, Token, may_go_out};
use badge_core::time::Timestamp;

use super::Desk;
use crate::command::hidden::Gone;
use crate::error::Failure;
use crate::message::Message;

/// An award that was made, or in a dry run would have been.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) token: Token,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) folder: PathBuf,
    /// Names in the award's folder; empty in a dry run.
    pub(crate) files: Vec<String>,
    /// The award of the same achievement to the same person on the same day, if there was one already.
    pub(crate) already: Option<Token>,
    /// That one was revoked since, and no other is made in its place.
    pub(crate) revoked: bool,
    /// Whose it is; none for a card without a name.
    pub(super) person: Option<Token>,
    /// Nothing about it is published before a guardian agrees (D-11).
    pub(crate) waits: bool,
    /// It waits because consent was refused or taken back, at whatever age.
    pub(crate) withdrawn: bool,
    /// Why, where consent was given and does not hold for it.
    pub(crate) why_waits: Option<Message>,
    /// Badges of theirs, this one perhaps, that were shown until now, and may not be any more, and their pages.
    pub(crate) gone: Gone,
    /// By which a card is claimed (D-10).
    pub(crate) code: Option<CardCode>,
    /// Fields of the request that say something else than the award that stands already, which stays as it is.
    pub(crate) differs: Vec<&'static str>,
    /// What other verifiers may make of it (D-21, D-24).
    pub(crate) remarks: Vec<Message>,
    pub(crate) out: Option<PathBuf>,
    pub(super) slug: Slug,
}

impl Done {
    /// Where each file lies.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        match &self.out {
            Some(out) => self.files.iter().map(|name| out.join(self.name_outside(name))).collect(),
            None => self.files.iter().map(|name| self.folder.join(name)).collect(),
        }
    }

    pub(crate) fn copy_out(&self) -> Result<(), Failure> {
        let Some(out) = &self.out else { return Ok(()) };
        for name in &self.files {
            let bytes = crate::place::disk::read(&self.folder.join(name), crate::place::disk::LARGEST)?;
            let path = out.join(self.name_outside(name));
            crate::place::disk::replace(&path, &bytes, crate::place::disk::Secrecy::Open)?;
        }
        Ok(())
    }

    /// `impression-3d-1a2b3c4d.png`: outside of its folder a file needs a name of its own.
    pub(crate) fn name_outside(&self, name: &str) -> String {
        let token = self.token.to_string();
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let kind = if stem == "assertion" { ".ob2" } else { "" };
        format!("{}-{}{kind}.{ending}", self.slug, &token[..8])
    }
}

impl Desk<'_> {
    /// Whether nothing of an award goes out for the time being; of somebody who was erased nothing is left to go out.
    pub(crate) fn waits<'e>(award: impl Into<Brief<'e>>, people: &People, now: Timestamp) -> bool {
        let award = award.into();
        award.person.is_some_and(|id| people.contains(id)) && may_go_out(award, people, now).is_err()
    }

    /// Whether it was refused, or taken back, that anything goes out of the person.
    pub(crate) fn is_refused(person: Option<Token>, people: &People) -> bool {
        person.and_then(|id| people.get(id)?.consent).is_some_and(|c| c.withdrawn.is_some())
    }

    /// An award of the register, as it was told when it was made.
    pub(crate) fn known(&self, entry: &Entry, people: &People, now: Timestamp) -> Done {
        let award = &entry.award;
        let waits = Self::waits(entry, people, now);
        let credentials = award.credentials.iter().map(|c| c.format.file_name().to_owned());
        Done {
            token: award.token,
            id: award.credentials.first().map(|c| c.id.clone()).unwrap_or_default(),
            title: award.achievement.as_str().to_owned(),
            link: self.place.base.as_ref().filter(|_| !waits).map(|base| base.url(&Spot::Award(award.token))),
            folder: self.folder.award(award.token),
            files: award.files.names().map(str::to_owned).chain(credentials).collect(),
            already: None,
            revoked: false,
            person: award.person,
            waits,
            withdrawn: waits && Self::is_refused(award.person, people),
            why_waits: None,
            gone: Gone::default(),
            code: code_of(entry, people),
            differs: Vec::new(),
            remarks: Vec::new(),
            out: None,
            slug: award.achievement.clone(),
        }
    }
}
