//! Everything the place holds on one person, as a value. What `people.json` has of them stands here as it stands there.

mod readable;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use badge_core::place::card::code_of;
use badge_core::place::people::{Consent, How, People, Removal};
use badge_core::place::register::{AwardStatus, Entry, Register};
use badge_core::place::{Received, Spot, Token, may_go_out};
use badge_core::time::Timestamp;
use serde::Serialize;

use super::traces::{self, Found, Sought};
use crate::award::by;
use crate::command::list::state;
use crate::error::Failure;
use crate::message::{Message, msg};
use crate::place::{Folder, Holder, disk};

#[derive(Debug, Serialize)]
pub(super) struct Dossier {
    schema: &'static str,
    /// Random ids of the register that are this person, the main one first.
    pub(super) ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) did: Option<String>,
    /// Other names under which they were noted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    minor: bool,
    /// A minor only because nobody said how old they are: since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    presumed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<Agreed>,
    /// Badges that they asked not to be shown any more, by token.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    removed: BTreeMap<String, Hidden>,
    may_publish: bool,
    pub(super) awards: Vec<Held>,
    /// What was written to them, or is about to be.
    pub(super) messages: Vec<Mailed>,
    /// Other files of the place in which their address, or the name of one of their badges, is written.
    pub(super) elsewhere: Vec<PathBuf>,
    /// Files in which their name stands, and nothing else of them: they may be about somebody else of that name.
    pub(super) by_name: Vec<PathBuf>,
    /// Folders that were published into and cannot be looked at.
    pub(super) unreachable: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Agreed {
    at: String,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
    /// Short names of badges; empty for all of them.
    #[serde(rename = "for")]
    for_which: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
    /// By itself, and not by the way of an award.
    recorded: bool,
    /// Noted while the place took them for fifteen or more.
    of_adult: bool,
}

impl Agreed {
    fn of(consent: Consent) -> Self {
        Self {
            at: consent.at.to_string(),
            by: consent.by,
            how: consent.how.map(How::as_str),
            for_which: consent.for_which.iter().map(|slug| slug.as_str().to_owned()).collect(),
            withdrawn: consent.withdrawn.map(|t| t.to_string()),
            recorded: consent.recorded,
            of_adult: consent.of_adult,
        }
    }
}

/// That a badge of theirs is not to be shown.
#[derive(Debug, Serialize)]
struct Hidden {
    at: String,
    why: &'static str,
}

impl Hidden {
    fn of(removal: Removal) -> Self {
        Self { at: removal.at.to_string(), why: removal.why.as_str() }
    }
}

/// One award of theirs.
#[derive(Debug, Serialize)]
pub(super) struct Held {
    pub(super) token: String,
    /// By which a card is claimed (D-10).
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    achievement: String,
    date: String,
    recorded: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    state: &'static str,
    #[serde(skip)]
    card: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// Partners whose signed words are about this badge, and keep its address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) endorsed_by: Vec<Endorser>,
    pub(super) files: Vec<PathBuf>,
    pub(super) published: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Endorser {
    by: String,
    /// Where their endorsement is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl Endorser {
    /// What they say lies with them, and is theirs to take back.
    pub(crate) fn told(&self) -> Message {
        msg!("erase-endorser", by = &self.by, id = self.id.as_deref().unwrap_or_default())
    }
}

/// One message of the outbox.
#[derive(Debug, Serialize)]
pub(super) struct Mailed {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    awards: Vec<String>,
    /// What the mail server said.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    pub(super) file: PathBuf,
    #[serde(skip)]
    is: crate::place::outbox::State,
}

/// The partners whose words about one badge were accepted, whether they hold or not: their pages stay either way.
pub(crate) fn endorsers(folder: &Folder, token: Token) -> Result<Vec<Endorser>, Failure> {
    let received = folder.received(&Holder::Award(token))?;
    let endorser = |received: &Received| Endorser { by: by(received), id: received.badge.id.clone() };
    Ok(received.iter().map(|(_, received)| endorser(received)).collect())
}

impl Dossier {
    pub(super) fn of(
        id: Token,
        folder: &Folder,
        register: &Register,
        people: &People,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let person = people.get(id).unwrap_or_default();
        let ids = people.ids(id);
        let base = folder.place()?.base;
        let entries: Vec<Entry> =
            register.iter().filter(|e| e.award.person.is_some_and(|p| ids.contains(&p))).collect();
        let (mut awards, mut sites, mut unreachable) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for entry in &entries {
            let award = &entry.award;
            let pages = folder.pages_of(&BTreeSet::from([award.token]))?;
            let published: Vec<PathBuf> = pages.paths().cloned().collect();
            sites.extend(pages.sites);
            unreachable.extend(pages.unreachable);
            let home = folder.award(award.token);
            let names = disk::names(&home)?;
            let reason = match &entry.status {
                AwardStatus::Revoked { reason, .. } | AwardStatus::Suspended { reason, .. } => reason.clone(),
                AwardStatus::Active => None,
            };
            let link = base.as_ref().map(|base| base.url(&Spot::Award(award.token)));
            awards.push(Held {
                token: award.token.to_string(),
                code: code_of(entry, people).map(|code| code.to_string()),
                achievement: award.achievement.as_str().to_owned(),
                date: award.date.to_string(),
                recorded: entry.at.to_string(),
                expires: award.expires.map(|t| t.to_string()),
                state: state(entry, people, now),
                card: award.card,
                reason,
                link: link.filter(|_| may_go_out(entry, people, now).is_ok()),
                endorsed_by: endorsers(folder, award.token)?,
                files: names.iter().map(|name| home.join(name)).collect(),
                published,
            });
        }
        let mut sought = Sought {
            own: person.email.iter().chain(&person.did).cloned().collect(),
            names: person.names().map(str::to_owned).collect(),
        };
        for entry in &entries {
            let token = entry.award.token;
            sought.own.extend([token.to_string(), token.urn().trim_start_matches("urn:uuid:").to_owned()]);
        }
        let messages = mailed(folder, &ids)?;
        let mut own: BTreeSet<PathBuf> = entries.iter().map(|e| folder.award(e.award.token)).collect();
        own.extend(messages.iter().map(|m| m.file.clone()));
        let Found { certain, by_name } = traces::find(folder, &sought, &own, &sites)?;
        Ok(Self {
            schema: "badge-person/1",
            ids: ids.iter().map(Token::to_string).collect(),
            may_publish: person.may_publish(now),
            name: person.name,
            email: person.email,
            did: person.did,
            also: person.also,
            language: person.language.map(badge_core::language::Lang::tag),
            minor: person.minor,
            birth_year: person.birth_year,
            presumed: person.presumed.map(|since| since.to_string()),
            consent: person.consent.map(Agreed::of),
            removed: person.removed.into_iter().map(|(award, r)| (award.to_string(), Hidden::of(r))).collect(),
            awards,
            messages,
            elsewhere: certain,
            by_name,
            unreachable: unreachable.into_iter().collect(),
        })
    }

    /// Published files that are still there are not among those that went.
    pub(super) fn leave(&mut self, stuck: &[PathBuf]) {
        self.awards.iter_mut().for_each(|award| award.published.retain(|path| !stuck.contains(path)));
    }

    /// The same with every file named from the folder `root`: where that lies on a disk is nobody's business to whom
    /// this is handed over. Of what lies outside, the name remains.
    pub(super) fn named_within(mut self, root: &Path) -> Self {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let root = whole(root);
        let within = |path: &mut PathBuf| {
            let there = whole(path);
            *path =
                seen_from(&root, &there).unwrap_or_else(|| there.file_name().map(PathBuf::from).unwrap_or_default());
        };
        for award in &mut self.awards {
            award.files.iter_mut().chain(&mut award.published).for_each(within);
        }
        self.messages.iter_mut().map(|m| &mut m.file).for_each(within);
        self.elsewhere.iter_mut().chain(&mut self.unreachable).for_each(within);
        // What may be about somebody else is not theirs to read.
        self.by_name.clear();
        self
    }

    /// How this person is called in a sentence.
    pub(super) fn who(&self) -> String {
        let name = self.email.clone().or_else(|| self.did.clone()).or_else(|| self.name.clone());
        name.unwrap_or_else(|| self.ids[0].clone())
    }
}

fn mailed(folder: &Folder, ids: &[Token]) -> Result<Vec<Mailed>, Failure> {
    let one = |(file, m): (PathBuf, crate::place::outbox::Message)| Mailed {
        state: m.state.as_str(),
        awards: m.awards().map(|t| t.to_string()).collect(),
        answer: m.answer.as_ref().map(crate::mail::server::line_of),
        is: m.state,
        to: m.to,
        at: m.at,
        file,
    };
    Ok(folder.messages_to(ids)?.into_iter().map(one).collect())
}

/// `../site/b/…`: a whole path as it is from a folder; none on another disk.
fn seen_from(folder: &Path, path: &Path) -> Option<PathBuf> {
    let common = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    (common > 0).then(|| up.chain(path.components().skip(common)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_beside_the_place_is_named_from_it() {
        let seen = |path: &str| seen_from(Path::new("/places/lea/lieu"), Path::new(path)).unwrap();
        assert_eq!(seen("/places/lea/lieu/awards/a/badge.png"), Path::new("awards/a/badge.png"));
        assert_eq!(seen("/places/lea/site/b/a/badge.png"), Path::new("../site/b/a/badge.png"));
        assert_eq!(seen("/srv/b/a/badge.png"), Path::new("../../../srv/b/a/badge.png"));
    }
}
