//! What stands in the way of an award, field by field: a permanent code for programs, a sentence for people.

use badge_core::issue::{Lack, SealError};
use badge_core::message;
use badge_core::place::Problems;
use badge_core::place::making::MakeError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::Speech;

/// Something that has to be mended before a badge can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Problem {
    /// Permanent: `not_an_email`, `unknown_achievement`, `document.terms`.
    pub(crate) code: String,
    /// The member of the request, or of the achievement, at fault; empty for none in particular.
    pub(crate) field: String,
    /// For people, in the language of the request.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(code: &str, field: &str, message: String) -> Self {
        Self { code: code.to_owned(), field: field.to_owned(), message }
    }

    /// An achievement that is not complete.
    pub(crate) fn of_achievement(problems: &Problems, words: &Speech) -> Vec<Self> {
        let one = |p: &badge_core::place::Problem| {
            let message = words.v("problem-achievement", "fault", p.fault.as_str());
            Self::new("achievement_incomplete", &format!("achievement.{}", p.field), message)
        };
        problems.0.iter().map(one).collect()
    }

    /// Everything that the core says of an award that could not be made.
    pub(crate) fn of_making(error: &MakeError, words: &Speech) -> Vec<Self> {
        match error {
            MakeError::Seal(SealError::Incomplete { lacks, .. }) => {
                // What the draft itself lacks is not told a second time by the check of its document.
                let own: Vec<String> =
                    lacks.iter().filter(|l| !matches!(l, Lack::Document(_))).map(Lack::field).collect();
                let news = |l: &&Lack| !matches!(l, Lack::Document(_)) || !own.contains(&l.field());
                lacks.iter().filter(news).map(|lack| Self::of_lack(lack, words)).collect()
            }
            MakeError::Seal(SealError::NoKey { kinds, .. }) => {
                let kind = kinds.first().map_or("ed25519", |kind| kind.as_str());
                vec![Self::new("no_key", "format", words.v("problem-no-key", "kind", kind))]
            }
            other => vec![Self::new("not_made", "", words.v("problem-not-made", "why", other.to_string()))],
        }
    }

    fn of_lack(lack: &Lack, words: &Speech) -> Self {
        let field = match lack.field() {
            field if field == "recipient" => "to".to_owned(),
            other => other,
        };
        let message = match lack {
            Lack::NotAnEmail => words.s("problem-not-an-email"),
            Lack::NotADid => words.s("problem-not-a-did"),
            Lack::Ob2WithDid | Lack::Ob2WithNobody => words.s("problem-ob2-recipient"),
            Lack::EndsBeforeItBegins { .. } => words.s("problem-ends-before"),
            _ => match lack.reason() {
                Some((_, reason)) => message::reason(words.catalog(), reason).what,
                None => words.v("problem-not-made", "why", lack.as_str()),
            },
        };
        Self::new(lack.as_str(), &field, message)
    }
}
