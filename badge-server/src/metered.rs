//! A body that takes room as it arrives, and how long it may.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as _, Frame};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

use crate::fault::Fault;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// For so long nobody is too slow.
    pub(crate) grace: Duration,
    /// The longest that a body waits for room.
    pub(crate) wait: Duration,
    /// How often it is looked.
    pub(crate) look: Duration,
}

/// Bytes that have to arrive in each second after the grace, on the average, while others wait: a poor telephone line.
const RATE: u128 = 16 << 10;

impl Default for Pace {
    fn default() -> Self {
        Self { grace: Duration::from_secs(5), wait: Duration::from_secs(10), look: Duration::from_millis(500) }
    }
}

/// Room for bodies, in KiB.
#[derive(Debug)]
pub(crate) struct Room {
    left: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Room {
    pub(crate) fn new(kib: usize) -> Self {
        Self { left: Arc::new(Semaphore::new(kib)), waiting: AtomicUsize::new(0) }
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> usize {
        self.left.available_permits()
    }

    #[cfg(test)]
    pub(crate) async fn take(&self, kib: usize) -> OwnedSemaphorePermit {
        Arc::clone(&self.left).acquire_many_owned(u32::try_from(kib).unwrap()).await.unwrap()
    }
}

/// What one body took, until it is dropped.
#[derive(Debug)]
pub(crate) struct Charge {
    room: Arc<Room>,
    pace: Pace,
    began: Instant,
    taken: Mutex<Option<OwnedSemaphorePermit>>,
    arrived: AtomicUsize,
    /// Since when it waits for room, in milliseconds from its beginning, and one; 0 where it does not.
    waits: AtomicUsize,
    over: AtomicBool,
}

impl Charge {
    pub(crate) fn new(room: Arc<Room>, pace: Pace) -> Self {
        Self {
            room,
            pace,
            began: Instant::now(),
            taken: Mutex::default(),
            arrived: AtomicUsize::new(0),
            waits: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        }
    }

    /// What became of it that no other part can tell.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.over.load(Ordering::Relaxed).then_some(Fault::TooLarge)
    }

    /// Returns when it has to go: it waited for room too long, or it is slow and others wait.
    pub(crate) async fn is_in_the_way(&self) {
        let Pace { grace, wait, look } = self.pace;
        loop {
            sleep(look).await;
            let age = self.began.elapsed();
            let since = self.waits.load(Ordering::Relaxed);
            if since == 0 {
                let due = RATE * age.saturating_sub(grace).as_millis() / 1000;
                let others = self.room.waiting.load(Ordering::Relaxed) > 0;
                if others && (self.arrived.load(Ordering::Relaxed) as u128) < due {
                    return;
                }
            } else {
                let since = Duration::from_millis(u64::try_from(since - 1).unwrap_or(u64::MAX));
                if age.saturating_sub(since) > wait {
                    return;
                }
            }
        }
    }

    fn add(&self, permit: OwnedSemaphorePermit) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.as_mut() {
            Some(all) => all.merge(permit),
            None => *taken = Some(permit),
        }
    }

    fn has(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, OwnedSemaphorePermit::num_permits)
    }
}

/// Counts whoever waits, as long as they do.
struct Waits(Arc<Charge>);

impl Waits {
    fn begin(charge: &Arc<Charge>) -> Self {
        let since = usize::try_from(charge.began.elapsed().as_millis()).unwrap_or(usize::MAX - 1);
        charge.waits.store(since + 1, Ordering::Relaxed);
        charge.room.waiting.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(charge))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.waits.store(0, Ordering::Relaxed);
        self.0.room.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

type Asking = Pin<Box<dyn Future<Output = Result<OwnedSemaphorePermit, AcquireError>> + Send>>;

/// A body, each part of which is given out when there is room for it.
pub(crate) struct Metered {
    body: Body,
    charge: Arc<Charge>,
    most: usize,
    asking: Option<(Bytes, Asking, Waits)>,
}

impl Metered {
    pub(crate) fn new(body: Body, charge: Arc<Charge>, most: usize) -> Self {
        Self { body, charge, most, asking: None }
    }
}

impl hyper::body::Body for Metered {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        loop {
            if let Some((_, asking, _)) = &mut self.asking {
                let permit = ready!(asking.as_mut().poll(context));
                let Some((bytes, ..)) = self.asking.take() else { continue };
                return Poll::Ready(Some(permit.map_err(|_| Cut(Fault::TooSlow)).map(|permit| {
                    self.charge.add(permit);
                    Frame::data(bytes)
                })));
            }
            let bytes = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => return Poll::Ready(None),
                // Whoever went away hears nothing any more.
                Some(Err(_)) => return Poll::Ready(Some(Err(Cut(Fault::Refused)))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => bytes,
                    Err(_) => continue,
                },
            };
            let arrived = self.charge.arrived.fetch_add(bytes.len(), Ordering::Relaxed) + bytes.len();
            if arrived > self.most {
                self.charge.over.store(true, Ordering::Relaxed);
                return Poll::Ready(Some(Err(Cut(Fault::TooLarge))));
            }
            let more = u32::try_from(arrived.div_ceil(1024).saturating_sub(self.charge.has())).unwrap_or(u32::MAX);
            let left = Arc::clone(&self.charge.room.left);
            match Arc::clone(&left).try_acquire_many_owned(more) {
                Ok(permit) => {
                    self.charge.add(permit);
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Err(_) => {
                    let waits = Waits::begin(&self.charge);
                    self.asking = Some((bytes, Box::pin(left.acquire_many_owned(more)), waits));
                }
            }
        }
    }
}

/// Why a body is not read to its end.
#[derive(Debug, thiserror::Error)]
#[error("the body was cut")]
pub(crate) struct Cut(Fault);

/// The next part of a body; `None` at its end.
///
/// # Errors
/// [`Fault::TooLarge`], or [`Fault::Refused`] where whoever sent it is gone.
pub(crate) async fn frame(body: &mut Metered) -> Result<Option<Bytes>, Fault> {
    let next = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await;
    match next.transpose() {
        Ok(frame) => Ok(frame.and_then(|frame| frame.into_data().ok())),
        Err(Cut(fault)) => Err(fault),
    }
}
