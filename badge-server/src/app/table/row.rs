//! One badge of one row of a table, as it waits to be awarded: what the core understood, and nothing of the table else.

use badge_core::cohort::Wish;
use badge_core::issue::{Location, To};
use badge_core::language::Lang;
use badge_core::model::Evidence;
use badge_core::place::making::Met;
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::awarding::Order;

/// What is kept until the row is awarded. An older server reads what a newer one wrote, as far as it knows the members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TableWish {
    /// `table`: told apart from what programs ask for.
    table: u8,
    achievement: String,
    /// An address or a DID.
    to: Option<String>,
    /// Who it is, of somebody without either.
    person: Option<String>,
    name: Option<String>,
    date: String,
    expires: Option<String>,
    evidence: Vec<[Option<String>; 3]>,
    narrative: Option<String>,
    location: Option<(String, Option<(f64, f64)>)>,
    language: Option<String>,
    birth_year: Option<i16>,
    minor: bool,
    /// A minor only because an agreement was asked for and no age told.
    #[serde(default)]
    presumed: bool,
    /// The table says that they are fifteen or more.
    #[serde(default)]
    adult: bool,
    consent: Option<String>,
    /// The day that the table says of it.
    #[serde(default)]
    consent_day: Option<String>,
    /// The table says no of them.
    #[serde(default)]
    refused: bool,
    /// Whoever gets it is written to.
    letter: bool,
}

impl TableWish {
    /// One achievement of what a row asks for. `now` holds where it says no day.
    pub(super) fn of(wish: &Wish, achievement: &Slug, person: Token, now: Timestamp, letter: bool) -> Self {
        let to = match &wish.to {
            To::Email(text) | To::Did(text) => Some(text.clone()),
            To::Nobody => None,
        };
        Self {
            table: 1,
            achievement: achievement.as_str().to_owned(),
            person: to.is_none().then(|| person.to_string()),
            to,
            name: wish.name.clone(),
            date: wish.date.unwrap_or(now).to_string(),
            expires: wish.expires.map(|end| end.to_string()),
            evidence: wish.evidence.iter().map(|e| [e.id.clone(), e.name.clone(), e.narrative.clone()]).collect(),
            narrative: wish.narrative.clone(),
            location: wish.location.as_ref().map(|l| (l.text.clone(), l.point)),
            language: wish.language.map(|lang| lang.tag().to_owned()),
            birth_year: wish.birth_year,
            minor: wish.minor,
            presumed: wish.presumed,
            adult: wish.adult,
            consent: wish.consent.clone(),
            consent_day: wish.consent_day.map(|day| day.to_string()),
            refused: wish.refused,
            letter,
        }
    }

    /// What is awarded.
    pub(crate) fn order(&self, cohort: Option<&Slug>) -> Order {
        let at = |text: &String| Timestamp::parse(text).ok();
        Order {
            achievement: self.achievement.clone(),
            met: Met {
                to: self.to.as_deref().map_or(To::Nobody, To::parse),
                name: self.name.clone(),
                rename: false,
                minor: self.minor && !self.presumed,
                language: self.language.as_deref().and_then(Lang::from_tag),
                consent: self.consent.clone(),
                agreed: self.consent_day.as_ref().and_then(at),
                refused: self.refused,
            },
            date: at(&self.date),
            expires: self.expires.as_ref().and_then(at),
            narrative: self.narrative.clone(),
            evidence: self
                .evidence
                .iter()
                .map(|[id, name, narrative]| Evidence {
                    id: id.clone(),
                    name: name.clone(),
                    narrative: narrative.clone(),
                    ..Evidence::default()
                })
                .collect(),
            location: self.location.clone().map(|(text, point)| Location { text, point }),
            formats: Vec::new(),
            again: false,
            cohort: cohort.cloned(),
            person: self.person.as_deref().and_then(Token::parse),
            birth_year: self.birth_year,
            doubted: self.minor && self.presumed,
            adult: self.adult,
            letter: self.letter,
        }
    }
}
