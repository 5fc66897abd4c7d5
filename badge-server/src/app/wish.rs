//! What a program asks for when it awards: the members that a line of `badge issue -` has.

use badge_core::cohort::ConsentWords;
use badge_core::issue::{Format, Location, To};
use badge_core::language::Lang;
use badge_core::model::Evidence;
use badge_core::name::Url;
use badge_core::place::Slug;
use badge_core::place::making::Met;
use badge_core::time::{TimeError, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::awarding::Order;
use super::problem::Obstacle;
use super::texts::{self, Unfit};
use crate::words::Words;

/// How far ahead a badge may begin, in seconds: a year and a day.
pub(super) const LONGEST_AHEAD: i64 = 367 * 86_400;

/// One award that is wanted. To the same person, for the same achievement, on the same day it is made once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AwardWish, example = json!({"achievement": "decoupe-laser", "to": "lea@example.org", "name": "Léa Martin", "date": "2026-03-02"}))]
pub(crate) struct AwardWish {
    /// The short name of the achievement.
    pub(crate) achievement: String,
    /// An e-mail address or a DID. The address is not written into the badge: only its salted hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    /// A card for somebody without an address, who claims it later. It is made each time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) card: bool,
    /// Their name, for the place alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// When it was earned: a day (`2026-03-02`), or an instant with its zone. Without it, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<String>,
    /// Until when it holds: a day, its last second included, or an instant. Without it, as long as the achievement says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<String>,
    /// How it was earned (Markdown). It is in the badge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) narrative: Option<String>,
    /// Works that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) evidence: Vec<Trace>,
    /// Where it was earned: a text, or a text with coordinates, `Le Dôme;49.18,-0.35`.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub(crate) location: Option<String>,
    /// `fr` or `en`; without it, theirs or the place's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// `ob3`, `ob3-jwt`, `ob2-hosted`, `ob2-signed`; without it, the place's own choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) format: Vec<String>,
    /// A minor: nothing is published before consent is noted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) minor: bool,
    /// Who agreed, for a minor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<String>,
    /// Award it even if the same person has the same achievement of the same day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) again: bool,
    /// They are called `name` from now on, whatever the place called them before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) rename: bool,
    /// Whether they get a letter with their badge, where letters go at all: without it, they do. Never to a minor without
    /// consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) letter: Option<bool>,
    /// Handed back with the answer.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
}

/// A work that shows what was earned: an address, a text, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trace {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// What was done (Markdown).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) narrative: Option<String>,
}

impl AwardWish {
    /// Reads every member; everything that is wrong comes back together. `lang`: of whoever wrote it.
    pub(crate) fn understood(
        &self,
        cohort: Option<&Slug>,
        (words, lang): (&Words, Lang),
        now: Timestamp,
    ) -> Result<Order, Vec<Obstacle>> {
        let mut problems = Vec::new();
        let mut wrong = |code: &str, field: &str, id: &str| problems.push(Obstacle::new(code, field, words.s(id)));
        let filled =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let to = match (filled(&self.to), self.card) {
            (Some(to), false) => To::parse(&to),
            (None, true) => To::Nobody,
            (Some(_), true) => {
                wrong("to_and_card", "to", "problem-to-and-card");
                To::Nobody
            }
            (None, false) => {
                wrong("no_recipient", "to", "problem-no-recipient");
                To::Nobody
            }
        };
        let mut time = |field: &str, text: &Option<String>, last: bool| {
            let text = filled(text)?;
            let at = instant(&text, last);
            if at.is_none() {
                wrong("not_a_date", field, "problem-not-a-date");
            }
            at
        };
        let date = time("date", &self.date, false);
        let expires = time("expires", &self.expires, true);
        if date.is_some_and(|at| at.unix() > now.unix() + LONGEST_AHEAD) {
            wrong("not_a_date", "date", "problem-too-far-ahead");
        }
        let location = filled(&self.location).and_then(|text| {
            let location = Location::parse(&text);
            if location.is_none() {
                wrong("not_a_location", "where", "problem-not-a-location");
            }
            location
        });
        let mut evidence = Vec::new();
        for (n, trace) in self.evidence.iter().enumerate() {
            let (url, narrative) = (filled(&trace.url), filled(&trace.narrative));
            if url.as_deref().is_some_and(|url| Url::parse(url).is_err()) || (url.is_none() && narrative.is_none()) {
                wrong("not_evidence", &format!("evidence.{n}"), "problem-not-evidence");
            }
            evidence.push(Evidence { id: url, name: filled(&trace.name), narrative, ..Evidence::default() });
        }
        let language = filled(&self.language).and_then(|tag| {
            let lang = Lang::from_tag(&tag);
            if lang.is_none() {
                wrong("not_a_language", "language", "problem-not-a-language");
            }
            lang
        });
        let mut formats = Vec::new();
        for name in &self.format {
            match Format::from_name(name) {
                Some(format) => formats.push(format),
                None => wrong("not_a_format", "format", "problem-not-a-format"),
            }
        }
        let consent = filled(&self.consent);
        if let Some(text) = &consent {
            // What may be a refusal is no consent (D-11).
            let agreed = matches!(ConsentWords::of_whom(text, now, lang), ConsentWords::Yes | ConsentWords::Statement);
            if !self.minor || !agreed {
                wrong("not_consent", "consent", "problem-not-consent");
            }
        }
        let mut fits = |field: &str, text: &Option<String>, wrong: fn(&str) -> Option<Unfit>| {
            if let Some(unfit) = text.as_deref().and_then(wrong) {
                problems.push(Obstacle::new(unfit.code(), field, words.each(|t| unfit.message(t))));
            }
        };
        fits("name", &self.name, texts::name);
        fits("narrative", &self.narrative, texts::text);
        fits("where", &self.location, texts::name);
        fits("consent", &self.consent, texts::name);
        fits("ref", &self.reference, texts::name);
        for (n, trace) in self.evidence.iter().enumerate() {
            fits(&format!("evidence.{n}"), &trace.name, texts::name);
            fits(&format!("evidence.{n}"), &trace.narrative, texts::text);
        }
        let order = Order {
            achievement: self.achievement.trim().to_owned(),
            met: Met {
                to,
                name: filled(&self.name),
                rename: self.rename,
                minor: self.minor,
                language,
                consent,
                agreed: None,
                refused: false,
            },
            date,
            expires,
            narrative: filled(&self.narrative),
            evidence,
            location,
            formats,
            again: self.again,
            cohort: cohort.cloned(),
            letter: self.letter.unwrap_or(true),
            person: None,
            birth_year: None,
            doubted: false,
            adult: false,
        };
        if problems.is_empty() { Ok(order) } else { Err(problems) }
    }
}

/// A date and time with zone, or a day: its first second, or its last.
pub(crate) fn instant(text: &str, last: bool) -> Option<Timestamp> {
    let at = match Timestamp::parse(text) {
        Ok(at) => Some(at),
        Err(TimeError::DateOnly) => {
            let first = Timestamp::parse(&format!("{text}T00:00:00Z")).ok()?;
            Some(if last { first.plus_seconds(86_399) } else { first })
        }
        Err(_) => None,
    };
    // Nothing of what badges say is older; a year with a slip in it is.
    at.filter(|at| at.unix() >= 0)
}
