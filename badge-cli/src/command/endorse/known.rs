//! What is read to verify an endorsement, or what is to be endorsed.

use std::path::Path;

use badge_core::endorsing::Eyes;
use badge_core::language::Lang;
use badge_core::message;
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Purpose};
use badge_core::time::Timestamp;
use badge_core::verify::{Because, Policy, Report, Unanswered};

use crate::args::{Language, Reach};
use crate::command::verify::{Judge, no_answers};
use crate::error::{Cause, Failure};
use crate::fetch::Sources;
use crate::input::Input;
use crate::message::msg;
use crate::place::disk;
use crate::place::endorsements::{EMBEDDED, JWT};
use crate::text::Words;

/// The names under which an endorsement is kept and published.
const FORMS: [&str; 2] = [EMBEDDED, JWT];

/// What reads and judges for the rules of endorsing.
pub(super) struct Sight<'a>(pub(super) &'a Judge);

impl Eyes for Sight<'_> {
    type Error = Failure;

    fn at(&self, url: &Url) -> Result<Option<Vec<u8>>, Failure> {
        at(url, self.0)
    }

    fn judge(&self, name: &str, bytes: &[u8]) -> Result<Vec<Report>, Failure> {
        Ok(self.0.judge(&Input::held(name, bytes.to_vec()))?.badges)
    }
}

/// A verifier for an instant, with what may be read.
pub(super) fn judge(reach: &Reach, now: Timestamp) -> Result<Judge, Failure> {
    Judge::new(Policy::at(now), &Sources::from(reach))
}

/// The bytes of what a person named: a file, or what lies at an address.
pub(super) fn bytes(text: &str, judge: &Judge, words: &Words) -> Result<Vec<u8>, Failure> {
    if let Some(url) = address(text) {
        let lookup = Lookup::new(&url, Purpose::Endorsement);
        let why = match judge.fetch().get(&lookup, judge.ages()).map_err(no_answers)? {
            Answer::Found(body) => return Ok(body.bytes),
            Answer::Gone(_) => Unanswered::Gone,
            Answer::NotFound => Unanswered::NotFound,
            Answer::Unreachable(why) => Unanswered::Unreachable(why),
            Answer::Refused(rule) => Unanswered::Refused(rule),
            _ => Unanswered::Unreadable,
        };
        // Somebody who sends too much, or sends us elsewhere, did answer.
        let why = message::because(words.catalog(), &Because::Unanswered(lookup, why)).what;
        return Err(Failure::new(msg!("endorse-unread", input = text)).because(Cause::Foreign(why)));
    }
    let path = Path::new(text);
    if !path.exists() {
        return Err(Failure::new(msg!("input-missing", input = text)));
    }
    disk::read(path, disk::LARGEST)
}

/// What lies at an address; `None` when nobody answers.
pub(super) fn at(url: &Url, judge: &Judge) -> Result<Option<Vec<u8>>, Failure> {
    let answer = judge.fetch().get(&Lookup::new(url, Purpose::Endorsement), judge.ages()).map_err(no_answers)?;
    Ok(answer.body().map(|body| body.bytes.clone()))
}

/// The files of an endorsement that a person named: one or a saved mail, those of a folder, or those that an address
/// leads to, which may be the address of the endorsement's page.
pub(super) fn files(text: &str, judge: &Judge, words: &Words) -> Result<Vec<Vec<u8>>, Failure> {
    let mut found = Vec::new();
    if Path::new(text).is_dir() {
        for name in FORMS {
            found.extend(disk::read_if_there(&Path::new(text).join(name))?);
        }
    } else if let Some(url) = address(text).filter(|url| url.as_str().ends_with('/')) {
        for file in FORMS.iter().filter_map(|name| url.join(name).ok()) {
            found.extend(at(&file, judge)?);
        }
    }
    if found.is_empty() { Ok(vec![bytes(text, judge, words)?]) } else { Ok(found) }
}

/// An argument that is an address.
pub(super) fn address(text: &str) -> Option<Url> {
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") { Url::parse(text).ok() } else { None }
}

/// The language that was asked for.
pub(super) fn language(asked: Option<Language>, otherwise: Lang) -> Lang {
    match asked {
        Some(Language::Fr) => Lang::Fr,
        Some(Language::En) => Lang::En,
        None => otherwise,
    }
}
