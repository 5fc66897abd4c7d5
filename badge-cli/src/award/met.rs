//! Whom and what a request meets: the person, known or new, and an award that stands already.

use badge_core::crypto::PublicKey;
use badge_core::issue::{To, Told};
use badge_core::model::Evidence;
use badge_core::place::making::Met;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{AwardStatus, Brief, Entry, Register};
use badge_core::place::{AchievementFile, Token};
use badge_core::time::Timestamp;

use super::pending::Pending;
use super::request::Wanted;
use super::{Desk, Request};
use crate::entropy::random;
use crate::message::{Message, msg};

/// One request, with what it stands on.
pub(super) struct Case<'r> {
    pub(super) request: &'r Request,
    pub(super) wanted: Wanted,
    pub(super) file: &'r AchievementFile,
    pub(super) rsa: Option<&'r PublicKey>,
    pub(super) now: Timestamp,
}

impl Case<'_> {
    /// Whether an award of that day is the one that is wanted once.
    pub(super) fn is_of_day(&self, day: &str) -> bool {
        self.request.ever || self.wanted.date.day() == day
    }
}

/// What somebody was awarded before of what is wanted.
#[derive(Default)]
pub(super) struct There<'r> {
    pub(super) stands: Option<Brief<'r>>,
    /// Where none stands: the last one that was revoked, and that nothing took the place of.
    pub(super) revoked: Option<Brief<'r>>,
}

impl<'r> There<'r> {
    /// Of the person, and of whoever was merged into them.
    pub(super) fn of(case: &Case<'_>, person: Option<Token>, register: &'r Register, people: &People) -> Self {
        let mut there = Self::default();
        let day = case.wanted.date.day();
        for id in person.iter().flat_map(|id| people.ids(*id)) {
            let (mut of_day, mut last) = (None, None);
            for award in register.of_person(id).filter(|award| *award.achievement == case.file.slug) {
                let is_of_day = award.date.day() == day;
                if is_revoked(&award) {
                    there.note_revoked(award, is_of_day || case.request.ever, register);
                } else if is_of_day {
                    of_day = of_day.or(Some(award));
                } else if case.request.ever {
                    last = Some(award);
                }
            }
            there.stands = there.stands.or(of_day).or(last);
        }
        there
    }

    /// Else the badge of whoever claimed the card that is wanted: whoever asks still knows them by the name on it (D-10).
    pub(super) fn or_claimed(mut self, case: &Case<'_>, register: &'r Register, people: &People) -> Self {
        let name = case.request.name.as_deref().filter(|_| case.wanted.to == To::Nobody).map(str::to_lowercase);
        let Some(name) = name.filter(|_| self.stands.is_none()) else { return self };
        let day = case.wanted.date.day();
        let is_it = |award: &Brief<'_>| {
            let card = award.replaces.and_then(|token| register.brief(token)).is_some_and(|card| card.card);
            // By a name alone, a badge of another day may be somebody else's who is called so.
            let same = || *award.achievement == case.file.slug && award.date.day() == day;
            let person = || award.person.and_then(|id| people.get(id));
            card && same() && person().is_some_and(|person| person.names().any(|known| known.to_lowercase() == name))
        };
        for award in register.briefs().filter(is_it) {
            if !is_revoked(&award) {
                self.stands = Some(award);
                break;
            }
            self.note_revoked(award, true, register);
        }
        self
    }

    fn note_revoked(&mut self, award: Brief<'r>, fits: bool, register: &Register) {
        // What took its place is there instead of it.
        if fits && register.successor(award.token).is_none() {
            self.revoked = Some(award);
        }
    }
}

const fn is_revoked(award: &Brief<'_>) -> bool {
    matches!(award.status, AwardStatus::Revoked { .. })
}

/// The person, known or new; `None` for a card without a name. An address that the place knows as somebody else's is
/// that of two people, or a slip: nobody is called otherwise by the way.
pub(super) fn person(case: &Case<'_>, people: &People, pending: &Pending) -> Result<Option<(Token, Person)>, Message> {
    let met = Met {
        to: case.wanted.to.clone(),
        name: case.request.name.clone(),
        rename: case.request.rename,
        minor: case.request.minor,
        language: case.request.language,
        consent: case.request.consent.clone(),
        agreed: None,
        refused: case.request.refused,
    };
    let known = match &met.to {
        To::Email(text) | To::Did(text) => {
            let made = pending.people.iter().rfind(|(_, p)| met.is(p)).cloned();
            made.or_else(|| people.find(text))
        }
        To::Nobody if met.name.is_none() && !met.minor => return Ok(None),
        // Two cards of one name may be for two people; when each is wanted once, the name is all there is to go by.
        To::Nobody if case.request.once => {
            let name = met.name.as_deref().map(str::to_lowercase);
            let same =
                |p: &Person| p.email.is_none() && p.did.is_none() && p.name.as_deref().map(str::to_lowercase) == name;
            let made = pending.people.iter().rfind(|(_, p)| same(p)).cloned();
            made.or_else(|| people.iter().find(|(_, p)| same(p)))
        }
        To::Nobody => None,
    };
    let noted = met.noted(known.as_ref().map(|(_, person)| person), case.now).map_err(|other| {
        let name = met.name.as_deref().unwrap_or_default();
        msg!("award-other-name", to = other.to, known = other.known, name = name)
    })?;
    Ok(Some((known.map_or_else(|| Token::from_bytes(random()), |(id, _)| id), noted)))
}

/// What an award says that a later request for the same may say otherwise.
pub(super) struct Says {
    pub(super) told: Told,
    pub(super) expires: Option<Timestamp>,
    pub(super) language: badge_core::language::Lang,
}

impl Desk<'_> {
    /// What an award of the register says; of what can be read no more nothing can be told.
    pub(super) fn said_in(&self, entry: &Entry) -> Option<Says> {
        let told = Told::of(&self.badge_of(entry).ok()?, self.own_address(entry).as_deref());
        Some(Says { told, expires: entry.award.expires, language: entry.award.language })
    }

    /// Which fields say something else than an award that stands already. What is not said does not differ.
    pub(super) fn differs(&self, case: &Case<'_>, says: &Says) -> Vec<&'static str> {
        let (told, wanted) = (&says.told, &case.wanted);
        let pair = |e: &Evidence| (e.id.clone(), e.narrative.clone());
        let same = |one: &[Evidence], other: &[Evidence]| one.iter().map(pair).eq(other.iter().map(pair));
        let language = |lang| case.file.language_for(&self.place, lang);
        [
            ("narrative", case.request.narrative.is_some() && case.request.narrative != told.narrative),
            ("evidence", !wanted.evidence.is_empty() && !same(&wanted.evidence, &told.evidence)),
            ("where", wanted.location.is_some() && wanted.location != told.location),
            ("expires", wanted.expires.is_some() && wanted.expires != says.expires),
            ("language", case.request.language.is_some_and(|lang| language(lang) != says.language)),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}
