//! What stands in the way of an award, by field: for people a sentence, for programs a code.

use badge_core::issue::{Lack, SealError};
use badge_core::message;
use badge_core::verify::{Outcome, Report};
use serde::Serialize;

use crate::error::{Cause, Failure};
use crate::message::{Message, msg};
use crate::text::Words;

/// Something that a person has to mend before the badge can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// Permanent: `email-malformed`, `document.terms`.
    pub(crate) code: String,
    /// The field of the request, or of the file, at fault; empty for none in particular.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) field: String,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<String>,
}

impl Problem {
    pub(crate) fn new(field: &str, what: &Message, words: &Words) -> Self {
        Self { code: what.id.to_owned(), field: field.to_owned(), message: words.say(what), hint: words.hint(what) }
    }

    /// A failed operation, as one line's problem.
    pub(crate) fn from_failure(field: &str, failure: &Failure, words: &Words) -> Self {
        let mut problem = Self::new(field, &failure.what, words);
        // A sentence that names the file, and causes that name the line, need no place behind them.
        let told = failure.path.as_ref().is_some_and(|p| problem.message.contains(&p.display().to_string()));
        let place = failure.location().filter(|_| !told || failure.causes.is_empty());
        for text in place.into_iter().chain(failure.causes.iter().map(|c| c.say(words))) {
            problem.message = format!("{} ({text})", problem.message);
        }
        problem
    }

    /// All that the core says about a draft.
    pub(crate) fn from_seal(error: &SealError, words: &Words) -> Vec<Self> {
        match error {
            SealError::Incomplete { lacks, .. } => {
                // What the draft itself lacks is not told a second time by the check of its document.
                let own: Vec<String> =
                    lacks.iter().filter(|l| !matches!(l, Lack::Document(_))).map(Lack::field).collect();
                let news = |l: &&Lack| !matches!(l, Lack::Document(_)) || !own.contains(&l.field());
                lacks.iter().filter(news).map(|lack| from_lack(lack, words)).collect()
            }
            SealError::NoKey { kinds, .. } => {
                let kind = kinds.first().map_or("ed25519", |k| k.as_str());
                vec![Self::new("format", &msg!("key-none-of-kind", kind = kind), words)]
            }
            SealError::Refused { format, report } => {
                let why = refusals(report, words).join(" ; ");
                vec![Self::new("format", &msg!("award-refused", format = format.as_str(), why = why), words)]
            }
            other => vec![Self::new("", &msg!("award-not-signed", why = other.to_string()), words)],
        }
    }
}

/// Problems as one failure, for a person who asked for one badge.
pub(crate) fn failure(problems: Vec<Problem>) -> Failure {
    let one = problems.len() == 1;
    let hint = problems.iter().find_map(|p| p.hint.clone());
    let mut failure = Failure::new(match hint {
        Some(hint) => msg!("award-problems-hint", hint = hint),
        None => msg!("award-problems"),
    });
    for p in problems {
        failure = failure.because(match p.field.is_empty() || one {
            true => Cause::Foreign(p.message),
            false => Cause::Said(msg!("problem-field", field = p.field, what = p.message)),
        });
    }
    failure
}

fn from_lack(lack: &Lack, words: &Words) -> Problem {
    let what = match lack {
        Lack::NotAnEmail => msg!("lack-email"),
        Lack::NotADid => msg!("lack-did"),
        Lack::Ob2WithDid => msg!("lack-ob2-did"),
        Lack::Ob2WithNobody => msg!("lack-ob2-nobody"),
        Lack::Ob2WithoutAddress => msg!("lack-ob2-address"),
        Lack::Ob2WithoutKey => msg!("key-none-of-kind", kind = "rsa"),
        Lack::EndsBeforeItBegins { date, expires } => {
            let day = |t| message::date(words.catalog(), t);
            msg!("lack-ends", date = day(*date), expires = day(*expires))
        }
        Lack::NotOnEarth => msg!("lack-nowhere"),
        _ => match lack.reason() {
            Some((code, reason)) => {
                let said = message::reason(words.catalog(), reason);
                return Problem {
                    code: code.as_str().to_owned(),
                    field: lack.field(),
                    message: said.what,
                    hint: Some(said.next),
                };
            }
            None => msg!("award-not-signed", why = lack.as_str()),
        },
    };
    Problem { code: lack.as_str().to_owned(), ..Problem::new(&lack.field(), &what, words) }
}

/// The reasons for which our own verifier does not accept something.
fn refusals(report: &Report, words: &Words) -> Vec<String> {
    let catalog = words.catalog();
    let said = |check: &badge_core::verify::Check| match &check.outcome {
        Outcome::Fail(reason) => Some(message::reason(catalog, reason).what),
        Outcome::Skipped(because) if report.verdict == badge_core::verify::Verdict::Inconclusive => {
            let open =
                !matches!(because, badge_core::verify::Because::NotApplicable | badge_core::verify::Because::NotAsked);
            open.then(|| message::because(catalog, because).what)
        }
        _ => None,
    };
    report.checks.iter().filter_map(said).collect()
}
