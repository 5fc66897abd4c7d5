//! Who is to be told about which awards: those of whom no message speaks yet.

use std::collections::{BTreeMap, BTreeSet};

use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Brief, Register};
use badge_core::place::{Token, may_go_out};
use badge_core::time::Timestamp;

use crate::command::pick::achievement_named;
use crate::command::revoke;
use crate::error::Failure;
use crate::message::msg;
use crate::place::Folder;
use crate::place::outbox::Message;

/// Which of them: all, or those that are named.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    people: BTreeSet<Token>,
    awards: BTreeSet<Token>,
    achievements: BTreeSet<String>,
    cohorts: BTreeSet<String>,
    /// Nothing was named: everybody.
    all: bool,
}

/// What is to be said, and what is not.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// New messages, one for each person, in the order of the register.
    pub(crate) new: Vec<Message>,
    /// Awards to people without an address.
    pub(crate) no_address: usize,
    /// Awards that wait for consent (D-11).
    pub(crate) no_consent: usize,
}

impl Selection {
    /// Everything for which each name stands: an address, a cohort, an achievement, an award.
    ///
    /// # Errors
    /// A name that stands for nothing here.
    pub(crate) fn of(
        names: &[String],
        folder: &Folder,
        (register, people): (&Register, &People),
    ) -> Result<Self, Failure> {
        let mut selection = Self { all: names.is_empty(), ..Self::default() };
        for name in names {
            if let Some((id, _)) = people.find(name) {
                selection.people.insert(id);
            } else if register.briefs().any(|e| e.achievement.as_str() == name) {
                selection.achievements.insert(name.clone());
            } else if register.briefs().any(|e| e.cohort.is_some_and(|c| c.as_str() == name)) {
                selection.cohorts.insert(name.clone());
            } else if let Ok(entry) = revoke::find(name, register) {
                selection.awards.insert(entry.award.token);
            } else if let Ok(slug) = achievement_named(name, folder, register) {
                // One that nobody was awarded yet: nobody is written to, and nothing is wrong.
                selection.achievements.insert(slug.as_str().to_owned());
            } else {
                return Err(Failure::new(msg!("send-unknown", name = name)));
            }
        }
        Ok(selection)
    }

    pub(crate) fn has<'e>(&self, award: impl Into<Brief<'e>>, people: &People) -> bool {
        let award = award.into();
        self.all
            || self.awards.contains(&award.token)
            || self.achievements.contains(award.achievement.as_str())
            || award.cohort.is_some_and(|c| self.cohorts.contains(c.as_str()))
            || award.person.is_some_and(|id| self.people.contains(&people.main_id(id)))
    }

    /// Whether a message is about one of them.
    pub(crate) fn has_message(&self, message: &Message, register: &Register, people: &People) -> bool {
        let person = message.person().is_some_and(|id| self.people.contains(&people.main_id(id)));
        self.all || person || message.awards().filter_map(|t| register.brief(t)).any(|e| self.has(e, people))
    }
}

/// One message for each person of whose awards no message speaks.
pub(crate) fn gather(
    register: &Register,
    people: &People,
    messages: &[Message],
    selection: &Selection,
    now: Timestamp,
) -> Gathered {
    let told: BTreeSet<Token> = messages.iter().flat_map(Message::awards).collect();
    let mut out = Gathered::default();
    let mut order: Vec<Token> = Vec::new();
    let mut of: BTreeMap<Token, Vec<Token>> = BTreeMap::new();
    for award in register.briefs().filter(|e| !told.contains(&e.token) && selection.has(*e, people)) {
        let Some(id) = award.person.map(|id| people.main_id(id)) else { continue };
        let Some(person) = people.get(id) else { continue };
        if *award.status != AwardStatus::Active || award.expires.is_some_and(|end| end <= now) {
            continue;
        }
        if may_go_out(award, people, now).is_err() {
            out.no_consent += 1;
        } else if person.email.is_none() {
            out.no_address += 1;
        } else {
            if !of.contains_key(&id) {
                order.push(id);
            }
            of.entry(id).or_default().push(award.token);
        }
    }
    out.new = order.iter().map(|id| Message::new(*id, &of[id], now)).collect();
    out
}
