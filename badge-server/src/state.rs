//! What every request may use, put together once at the start.

use std::sync::Arc;

use badge_core::time::{Clock, Timestamp};

use crate::app::published::Views;
use crate::app::verify::Verifier;
use crate::config::Config;
use crate::keys::Seal;
use crate::limiter::Limiter;
use crate::storage::Storage;
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
    /// What was computed from places, until they change.
    pub(crate) views: Views,
    pub(crate) clock: Box<dyn Clock + Send + Sync>,
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
