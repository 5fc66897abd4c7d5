//! Endorsements between places: those that partners bring, and those that a place gives. The rules and the sentences are
//! the core's, which the command has, too.

pub(crate) mod given;
pub(crate) mod received;

use badge_core::endorsing::{Eyes, Refusal, Unfit};
use badge_core::message::plain_within;
use badge_core::name::Url;
use badge_core::resource::{Lookup, Purpose};
use badge_core::time::Timestamp;
use badge_core::verify::Report;
use tokio::runtime::Handle;

use super::desk::DeskError;
use super::problem::Problem;
use super::published::PlaceError;
use super::verify::VerifyError;
use crate::state::App;
use crate::storage::StorageError;
use crate::words::Speech;

/// Bytes of a file that somebody brings: an endorsement or a badge is far below.
pub(crate) const MOST: usize = 600 << 10;

/// Characters of a name or an address that are shown.
const NAME: usize = 120;

/// What somebody brings.
#[derive(Debug, Clone)]
pub(crate) enum Brought {
    /// A file, by its name.
    File(String, Vec<u8>),
    /// An address, as it was typed.
    Address(String),
}

impl Brought {
    /// What people call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(name, _) => plain_within(name, NAME),
            Self::Address(text) => plain_within(text, NAME),
        }
    }
}

/// Why nothing could be done about an endorsement. No file and no address can cause this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum EndorseError {
    /// The place cannot sign.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Nothing can be verified.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Others changed the same place again and again.
    #[error("the place was changed by others each time")]
    Busy,
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<PlaceError> for EndorseError {
    fn from(error: PlaceError) -> Self {
        Self::Desk(error.into())
    }
}

/// What reads and judges, from a thread that may wait.
pub(super) struct Sight {
    app: App,
    now: Timestamp,
    runtime: Handle,
}

impl Sight {
    pub(super) fn new(app: &App) -> Self {
        Self { app: app.clone(), now: app.now(), runtime: Handle::current() }
    }
}

impl Eyes for Sight {
    type Error = VerifyError;

    fn at(&self, url: &Url) -> Result<Option<Vec<u8>>, VerifyError> {
        let lookup = Lookup::new(url, Purpose::Endorsement);
        let answer = self.runtime.block_on(async {
            match super::at::own(&self.app, &lookup).await {
                Some(answer) => answer,
                None => self.app.verifier.client().get(&lookup).await,
            }
        });
        Ok(answer.body().map(|body| body.bytes.clone()))
    }

    fn judge(&self, name: &str, bytes: &[u8]) -> Result<Vec<Report>, VerifyError> {
        let (bytes, own) = (bytes.to_vec(), Some(self.app.clone()));
        let judged = self.app.verifier.judge(name.to_owned(), bytes, (self.now, own), |input, _| input.badges);
        self.runtime.block_on(judged)
    }
}

/// The address that somebody typed, if it is one.
fn address(text: &str) -> Option<Url> {
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") { Url::parse(text).ok() } else { None }
}

/// A sentence and what to do about it, as one.
fn told(words: badge_core::message::Words) -> String {
    // The sentences of the core have no full stop: the command sets what follows on a line of its own.
    if words.next.is_empty() { words.what } else { format!("{}. {}", words.what, words.next) }
}

/// Where the core's sentence speaks of the command, what to do on these pages.
fn here(id: &str, said: badge_core::message::Words, words: &Speech) -> badge_core::message::Words {
    let next = match id {
        "core-endorse-only" => words.s("next-endorse-only"),
        "core-endorse-unsure" | "core-endorse-unconfirmed" | "core-endorse-borrowed" => words.s("next-endorse-later"),
        "core-endorse-not-good" => words.s("next-endorse-good"),
        "core-accept-by-nobody" => words.s("next-accept-signed"),
        "core-accept-faulty" => words.s("next-accept-again"),
        _ => said.next,
    };
    badge_core::message::Words { next, ..said }
}

/// The permanent code of a sentence: `accept_altered`.
fn code(id: &str) -> String {
    id.trim_start_matches("core-").replace('-', "_")
}

fn refused(refusal: &Refusal, name: &str, words: &Speech) -> Problem {
    let mut said = told(here(refusal.id(), refusal.words(words.catalog(), name), words));
    if let Some(cause) = refusal.cause(words.catalog()) {
        said = format!("{said} ({cause})");
    }
    Problem::new(&code(refusal.id()), "", said)
}

fn unfit(unfit: &Unfit, name: &str, words: &Speech) -> Problem {
    let mut said = told(here(unfit.id(), unfit.words(words.catalog(), name), words));
    for cause in unfit.causes(words.catalog()) {
        said = format!("{said} ({cause})");
    }
    Problem::new(&code(unfit.id()), "", said)
}

#[cfg(test)]
mod tests {
    use badge_core::language::Lang;
    use badge_core::place::register::Endorsed;

    use super::*;
    use crate::words::Words;

    #[test]
    fn what_to_do_next_can_be_done_on_a_page() {
        let all = Words::new();
        for lang in [Lang::Fr, Lang::En] {
            let words = all.of(lang);
            let unfits = [
                Unfit::Only { of: Endorsed::Achievement },
                Unfit::Unconfirmed { id: "https://example.org/a.json".to_owned() },
                Unfit::Nothing,
                Unfit::Unread,
            ];
            for one in &unfits {
                let said = unfit(one, "badge.png", words).message;
                assert!(!said.contains("--") && !said.contains("« badge "), "{said}");
            }
        }
    }
}
