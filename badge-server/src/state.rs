//! What every request may use, put together once at the start.

use std::sync::Arc;
use std::time::Duration;

use badge_core::time::{Clock, Timestamp};
use tokio::sync::{Notify, Semaphore};

use crate::app::awarding::MAKERS;
use crate::app::away::Away;
use crate::app::catalogue::Catalogues;
use crate::app::desk::Desks;
use crate::app::drawn::Drawn;
use crate::app::kept::Kept;
use crate::app::published::Views;
use crate::app::removing::Rounds;
use crate::app::spots::Fill;
use crate::app::turns::{There, Turns, Written};
use crate::app::verify::Verifier;
use crate::app::{hooks, letters};
use crate::config::Config;
use crate::keys::Seal;
use crate::limiter::Limiter;
use crate::post::Post;
use crate::storage::Storage;
use crate::upload::Seats;
use crate::words::Words;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) config: Config,
    /// The server's own address, without a slash at the end.
    pub(crate) address: String,
    pub(crate) storage: Storage,
    pub(crate) seal: Seal,
    pub(crate) words: Words,
    pub(crate) verifier: Verifier,
    /// How often one address may ask for something that costs.
    pub(crate) limiter: Limiter,
    /// How often somebody may try to sign in to one account, from wherever.
    pub(crate) accounts: Limiter<[u8; 32]>,
    /// The way letters go.
    pub(crate) post: Arc<dyn Post>,
    /// What was computed from places, until they change.
    pub(crate) views: Views,
    /// What was read and made for those who asked.
    pub(crate) kept: Kept,
    /// What awarding keeps in mind.
    pub(crate) work: Work,
    pub(crate) clock: Box<dyn Clock + Send + Sync>,
}

/// What awarding keeps in mind from one request to the next. Nothing is lost with it.
pub(crate) struct Work {
    pub(crate) desks: Desks,
    /// What can be earned at places.
    pub(crate) catalogues: Catalogues,
    pub(crate) fill: Fill,
    /// How often one token may ask.
    pub(crate) tokens: Limiter<String>,
    /// How often a password of one account may be tried, from everywhere together.
    pub(crate) tries: Limiter<[u8; 32]>,
    /// How often a link to sign in is mailed to one address, whoever asks.
    pub(crate) links: Limiter<[u8; 32]>,
    /// How many large bodies are read at the same time.
    pub(crate) seats: Seats,
    /// How many awards have a thread of their own at the same time.
    pub(crate) makers: Arc<Semaphore>,
    /// How many tables are in memory at the same time.
    pub(crate) plans: Arc<Semaphore>,
    /// What was drawn for whoever asked.
    pub(crate) drawn: Drawn,
    /// Whose turn it is with machines elsewhere.
    pub(crate) turns: Turns,
    /// Whose letter was the last.
    pub(crate) written: Written,
    /// Who does the work in the background.
    pub(crate) there: There,
    /// Who removes what nothing points to any more.
    pub(crate) sweeping: Rounds,
    /// There is work in the background.
    pub(crate) wake: Notify,
    /// There are status lists to be signed.
    pub(crate) wake_lists: Notify,
    /// There is something to be asked or told elsewhere.
    pub(crate) wake_outside: Notify,
    /// There are letters.
    pub(crate) wake_letters: Notify,
    /// Until when the mail server is left alone.
    pub(crate) mail: Away<()>,
    /// Until when addresses are left alone that were to be told something.
    pub(crate) hooks: Away<String>,
}

impl Default for Work {
    fn default() -> Self {
        // 2,000 requests at once, and then 20 a second.
        let tokens = Limiter::new(2000, Duration::from_millis(50));
        Self {
            desks: Desks::default(),
            catalogues: Catalogues::default(),
            fill: Fill::default(),
            tokens,
            // 100 at once, and then ten a minute: more than people mistype, and far too few to guess.
            // Four at once, and then one in a quarter of an hour: each is good for half an hour.
            links: Limiter::new(4, Duration::from_secs(15 * 60)),
            tries: Limiter::new(100, Duration::from_secs(6)),
            seats: Seats::default(),
            drawn: Drawn::default(),
            turns: Turns::default(),
            written: Written::default(),
            there: There::default(),
            sweeping: Rounds::default(),
            wake: Notify::new(),
            wake_lists: Notify::new(),
            wake_outside: Notify::new(),
            wake_letters: Notify::new(),
            mail: Away::new(letters::LONGEST_AWAY),
            hooks: Away::new(hooks::LONGEST_AWAY),
            makers: Arc::new(Semaphore::new(MAKERS)),
            plans: Arc::new(Semaphore::new(3)),
        }
    }
}

impl App {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
