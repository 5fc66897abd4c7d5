//! What stands in the way of an award, field by field: a permanent code for programs, a sentence for people. What may be
//! read later, by somebody else, is an [`Obstacle`]; told to somebody, a [`Problem`].

use badge_core::issue::{Lack, SealError};
use badge_core::language::Lang;
use badge_core::message;
use badge_core::place::Problems;
use badge_core::place::making::MakeError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::{Said, Words};

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
    pub(crate) fn of_achievement(problems: &Problems, (words, lang): (&Words, Lang)) -> Vec<Self> {
        Obstacle::all_told(Obstacle::of_achievement(problems, words), lang)
    }
}

/// The same before it is known who reads it, and as rows of batches keep it: whoever opens the page of a table reads their own
/// language, whoever gave the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Obstacle {
    pub(crate) code: String,
    pub(crate) field: String,
    #[serde(flatten)]
    said: Said,
}

impl Obstacle {
    pub(crate) fn new(code: &str, field: &str, said: Said) -> Self {
        Self { code: code.to_owned(), field: field.to_owned(), said }
    }

    /// As it is told to somebody.
    pub(crate) fn told(self, lang: Lang) -> Problem {
        Problem { code: self.code, field: self.field, message: self.said.within(lang) }
    }

    /// Each, as it is told to somebody.
    pub(crate) fn all_told(obstacles: Vec<Self>, lang: Lang) -> Vec<Problem> {
        obstacles.into_iter().map(|obstacle| obstacle.told(lang)).collect()
    }

    /// As they were kept.
    pub(crate) fn kept(text: Option<&str>) -> Vec<Self> {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// An achievement that is not complete.
    pub(crate) fn of_achievement(problems: &Problems, words: &Words) -> Vec<Self> {
        let one = |p: &badge_core::place::Problem| {
            let message = words.v("problem-achievement", "fault", p.fault.as_str());
            Self::new("achievement_incomplete", &format!("achievement.{}", p.field), message)
        };
        problems.0.iter().map(one).collect()
    }

    /// Everything that the core says of an award that could not be made.
    pub(crate) fn of_making(error: &MakeError, words: &Words) -> Vec<Self> {
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

    fn of_lack(lack: &Lack, words: &Words) -> Self {
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
                Some((_, reason)) => words.each(|t| message::reason(t.catalog(), reason).what),
                None => words.v("problem-not-made", "why", lack.as_str()),
            },
        };
        Self::new(lack.as_str(), &field, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_told_to_each_in_their_language() {
        let all = vec![Obstacle::new("erased", "to", Words::new().s("problem-erased"))];
        let kept = Obstacle::kept(serde_json::to_string(&all).ok().as_deref());
        assert_eq!(kept, all);
        let said = |lang| Obstacle::all_told(kept.clone(), lang).remove(0).message;
        assert!(said(Lang::Fr).starts_with("Cette personne") && said(Lang::En).starts_with("This person"));
        // An older version kept one sentence, and reads the one that it knows of ours.
        let old = Obstacle::kept(Some(r#"[{"code":"x","field":"to","message":"Une phrase."}]"#));
        assert_eq!(Lang::ALL.map(|lang| old[0].clone().told(lang).message), ["Une phrase."; 2]);
        let read: Vec<Problem> = serde_json::from_str(&serde_json::to_string(&all).unwrap()).unwrap();
        assert_eq!((read[0].code.as_str(), &read[0].message), ("erased", &said(Lang::Fr)));
        assert_eq!(Obstacle::kept(Some("?")), []);
    }
}
