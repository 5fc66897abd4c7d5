//! Verifying what somebody gave: the core's judgement, with a network, off the threads that serve.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use badge_core::container::open;
use badge_core::drive;
use badge_core::http::{Client, ClientError, HttpPolicy};
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Answer, Lookup, Unreachable};
use badge_core::time::Timestamp;
use badge_core::verify::{Input, Policy};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::aside::{Interrupted, aside};
use crate::state::App;

/// Bytes of the largest upload: 24 MiB. A CV with photos is far below; the command reads larger files.
pub(crate) const MOST: usize = 24 << 20;

/// How long all that has to be asked elsewhere may take together, turns at a busy host included. Whoever sends badges of
/// hosts that do not answer keeps a seat no longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// So many compute at the same time, at least and at most: as many as there are cores. Each may need many times what was
/// uploaded, and more of them would be no faster.
const AT_ONCE: (usize, usize) = (2, 8);

/// The verifier of this server.
#[derive(Debug)]
pub(crate) struct Verifier {
    client: Client,
    limits: Limits,
    seats: Arc<Semaphore>,
}

/// Why nothing was verified. No badge can cause this.
pub(crate) type VerifyError = Interrupted;

impl Verifier {
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(allow_local: bool) -> Result<Self, ClientError> {
        let limits = Limits::default();
        let mut policy = HttpPolicy::new(&limits);
        policy.allow_local = allow_local;
        let cores = std::thread::available_parallelism().map_or(AT_ONCE.0, std::num::NonZero::get);
        let seats = Arc::new(Semaphore::new(cores.clamp(AT_ONCE.0, AT_ONCE.1)));
        Ok(Self { client: Client::new(policy)?, limits, seats })
    }

    /// How many more may compute at this moment.
    #[cfg(test)]
    pub(crate) fn free(&self) -> usize {
        self.seats.available_permits()
    }

    /// The one client that reaches out.
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }

    /// Judges everything in `bytes`, which the reader calls `name`, and tells of it with `tell`, in one go where nothing has to
    /// be asked elsewhere. Nothing is kept. `own`: the server that answers at its own addresses from what it has, without
    /// asking the network; `None` where it is to be seen what others see.
    ///
    /// # Errors
    /// See [`VerifyError`].
    pub(crate) async fn judge<T: Send + 'static>(
        &self,
        name: String,
        bytes: impl AsRef<[u8]> + Send + 'static,
        (now, own): (Timestamp, Option<App>),
        tell: impl FnOnce(Input, &[u8]) -> T + Send + 'static,
    ) -> Result<T, VerifyError> {
        let (client, limits) = (self.client.clone(), self.limits.clone());
        let work = async move {
            let mut policy = Policy::at(now);
            policy.limits = limits;
            let given = bytes.as_ref();
            let opened = open(given, &policy.limits);
            let until = Instant::now() + PATIENCE;
            // What one badge of an upload read, the others need not read again.
            let read: Mutex<HashMap<Url, Answer>> = Mutex::default();
            let fetch = |lookup: Lookup| {
                let (client, read, own) = (&client, &read, &own);
                async move {
                    if let Some(known) = lock(read).get(&lookup.url).cloned() {
                        return known;
                    }
                    let here = match own {
                        Some(app) => super::at::own(app, &lookup).await,
                        None => None,
                    };
                    let answer = match here {
                        Some(answer) => answer,
                        None => {
                            let answer = timeout_at(until, client.get(&lookup)).await;
                            answer.unwrap_or(Answer::Unreachable(Unreachable::Timeout))
                        }
                    };
                    lock(read).insert(lookup.url.clone(), answer.clone());
                    answer
                }
            };
            let judged = drive::judge(&name, given, opened, &policy, fetch).await;
            tell(judged, given)
        };
        aside(&self.seats, work).await
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
