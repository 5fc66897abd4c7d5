//! A body that takes its room in one go, when its first byte is there, and how long it may hold it.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as _, Frame};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};

use crate::fault::Fault;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The longest that a body waits for its turn and for room. Longer than `arrival`: whoever is still sending what it waits
    /// for is gone before; what has arrived counts for less. Both, and what verifying may ask elsewhere ([`crate::app::verify`]), are within what `layer` gives a request.
    pub(crate) wait: Duration,
    /// The longest that a body holds what others wait for.
    pub(crate) arrival: Duration,
    /// Over so long a time it is judged whether a body goes on.
    pub(crate) window: Duration,
    /// How often it is looked.
    pub(crate) look: Duration,
}

/// Bytes that have to arrive in each second of a window while others wait: a poor telephone line.
const RATE: u128 = 16 << 10;

/// How many times its bytes a body counts for that is there, of the share of those who sent it.
const LOOKED_AT: usize = 3;

impl Default for Pace {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { wait: seconds(20), arrival: seconds(18), window: seconds(5), look: Duration::from_millis(500) }
    }
}

/// Room for bodies, in KiB. Who comes first has it first, and all that they need at once.
#[derive(Debug)]
pub(crate) struct Room {
    left: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// Some of it, until it is dropped.
#[derive(Debug)]
pub(crate) struct Taken {
    permit: OwnedSemaphorePermit,
    _room: Arc<Room>,
}

impl Taken {
    /// Gives back all but so much.
    fn keep(&mut self, kib: usize) {
        drop(self.permit.split(self.permit.num_permits().saturating_sub(kib)));
    }
}

impl Room {
    pub(crate) fn new(kib: usize) -> Self {
        Self { left: Arc::new(Semaphore::new(kib)), waiting: AtomicUsize::new(0) }
    }

    /// Waits for so much of it, behind those who came before. More than there is at all is never had.
    pub(crate) async fn take(self: Arc<Self>, kib: usize) -> Result<Taken, Fault> {
        let kib = u32::try_from(kib).unwrap_or(u32::MAX);
        let permit = match Arc::clone(&self.left).try_acquire_many_owned(kib) {
            Ok(permit) => permit,
            Err(_) => {
                let _waits = Waits::begin(&self.waiting);
                Arc::clone(&self.left).acquire_many_owned(kib).await?
            }
        };
        Ok(Taken { permit, _room: self })
    }

    fn is_waited_for(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> usize {
        self.left.available_permits()
    }

    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

/// Counts whoever waits, as long as they do.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn begin(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(waiting)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What one body needs, in KiB.
#[derive(Debug, Clone)]
pub(crate) struct Need {
    /// What those who sent it have, and how much of it.
    pub(crate) share: (Arc<Room>, usize),
    /// What all have, and how much of it.
    pub(crate) room: (Arc<Room>, usize),
    /// What it counts for at least of the share, once all of it is there.
    pub(crate) least: usize,
}

impl Need {
    /// The share comes first: nobody keeps others from room while they wait for themselves. Who has room waits for nothing.
    async fn take(self, wait: Duration) -> Result<[Taken; 2], Fault> {
        let both = async { Ok([self.share.0.take(self.share.1).await?, self.room.0.take(self.room.1).await?]) };
        timeout(wait, both).await.map_err(|_| Fault::TooSlow)?
    }
}

/// What one body holds, until it is dropped.
#[derive(Debug)]
pub(crate) struct Charge {
    need: Need,
    pace: Pace,
    held: Mutex<Option<Holding>>,
    arrived: AtomicUsize,
    fault: OnceLock<Fault>,
}

/// Room, and how the body came on since it had it: the time in which we made it wait does not count.
#[derive(Debug)]
struct Holding {
    taken: [Taken; 2],
    began: Instant,
    /// When the window began, and how many bytes were there.
    looked: Instant,
    were: usize,
}

impl Charge {
    pub(crate) fn new(need: Need, pace: Pace) -> Self {
        Self { need, pace, held: Mutex::default(), arrived: AtomicUsize::new(0), fault: OnceLock::new() }
    }

    /// What became of it that no other part can tell.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault.get().copied()
    }

    /// Returns when it has to go: others wait for what it holds, and it is slow or had it long enough.
    pub(crate) async fn is_in_the_way(&self) {
        loop {
            sleep(self.pace.look).await;
            if self.has_to_go(Instant::now()) {
                return;
            }
        }
    }

    fn has_to_go(&self, now: Instant) -> bool {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(held) = held.as_mut() else { return false };
        let since = now.saturating_duration_since(held.looked);
        let is_slow = since >= self.pace.window && {
            let arrived = self.arrived.load(Ordering::Relaxed);
            let more = arrived.saturating_sub(held.were) as u128;
            (held.looked, held.were) = (now, arrived);
            more < RATE * since.as_millis() / 1000
        };
        let is_long = now.saturating_duration_since(held.began) > self.pace.arrival;
        (is_slow || is_long) && [&self.need.share.0, &self.need.room.0].iter().any(|room| room.is_waited_for())
    }

    /// All of it is there, and no more comes: it holds room for what came. Of the share it counts for some times as much: whoever
    /// has it looked at for long does not keep their neighbours from theirs, nor others from room.
    pub(crate) fn is_there(&self) {
        let kib = self.arrived.load(Ordering::Relaxed).div_ceil(1024);
        if let Some(held) = self.held.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            let [share, room] = &mut held.taken;
            share.keep((LOOKED_AT * kib).max(self.need.least));
            room.keep(kib);
        }
    }

    fn hold(&self, taken: [Taken; 2]) {
        let (now, were) = (Instant::now(), self.arrived.load(Ordering::Relaxed));
        let holding = Holding { taken, began: now, looked: now, were };
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(holding);
    }

    fn cut(&self, fault: Fault) -> Cut {
        Cut(*self.fault.get_or_init(|| fault))
    }
}

type Asking = Pin<Box<dyn Future<Output = Result<[Taken; 2], Fault>> + Send>>;

/// How far it is with room for a body.
enum Stage {
    /// Nothing came, and nothing is held.
    Silent,
    /// The first bytes are there.
    Asking(Bytes, Asking),
    Holding,
}

/// A body that is given out when there is room for all of it.
pub(crate) struct Metered {
    body: Body,
    charge: Arc<Charge>,
    most: usize,
    stage: Stage,
}

impl Metered {
    pub(crate) fn new(body: Body, charge: Arc<Charge>, most: usize) -> Self {
        Self { body, charge, most, stage: Stage::Silent }
    }
}

impl hyper::body::Body for Metered {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        loop {
            if let Stage::Asking(bytes, asking) = &mut self.stage {
                let taken = ready!(asking.as_mut().poll(context));
                let bytes = std::mem::take(bytes);
                self.stage = Stage::Holding;
                return Poll::Ready(Some(match taken {
                    Ok(taken) => {
                        self.charge.hold(taken);
                        Ok(Frame::data(bytes))
                    }
                    Err(fault) => Err(self.charge.cut(fault)),
                }));
            }
            let bytes = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => return Poll::Ready(None),
                // Whoever went away hears nothing any more.
                Some(Err(_)) => return Poll::Ready(Some(Err(self.charge.cut(Fault::Refused)))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) if !bytes.is_empty() => bytes,
                    _ => continue,
                },
            };
            let arrived = self.charge.arrived.fetch_add(bytes.len(), Ordering::Relaxed) + bytes.len();
            if arrived > self.most {
                return Poll::Ready(Some(Err(self.charge.cut(Fault::TooLarge))));
            }
            if matches!(self.stage, Stage::Holding) {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            let asking = self.charge.need.clone().take(self.charge.pace.wait);
            self.stage = Stage::Asking(bytes, Box::pin(asking));
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
/// [`Fault::TooLarge`]; [`Fault::TooSlow`] where there is no room in time; [`Fault::Refused`] where whoever sent it is gone.
pub(crate) async fn frame(body: &mut Metered) -> Result<Option<Bytes>, Fault> {
    let next = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await;
    match next.transpose() {
        Ok(frame) => Ok(frame.and_then(|frame| frame.into_data().ok())),
        Err(Cut(fault)) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const MIB: usize = 1 << 20;

    /// Parts of a body, between which there is nothing for a moment; after the last one it ends, or nothing comes any more.
    struct Parts {
        left: usize,
        part: Bytes,
        ends: bool,
        pause: bool,
    }

    impl Parts {
        fn body(count: usize, bytes: usize, ends: bool) -> Body {
            Body::new(Self { left: count, part: vec![0; bytes].into(), ends, pause: false })
        }
    }

    impl hyper::body::Body for Parts {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.pause = !self.pause;
            if self.left == 0 && !self.ends {
                return Poll::Pending;
            }
            if self.pause {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if self.left == 0 {
                return Poll::Ready(None);
            }
            self.left -= 1;
            Poll::Ready(Some(Ok(Frame::data(self.part.clone()))))
        }
    }

    fn room(kib: usize) -> Arc<Room> {
        Arc::new(Room::new(kib))
    }

    /// One who needs so many KiB of a room, and has a share of their own.
    fn charge(room: &Arc<Room>, kib: usize, pace: Pace) -> Arc<Charge> {
        let need = Need { share: (Arc::new(Room::new(kib)), kib), room: (Arc::clone(room), kib), least: 1 };
        Arc::new(Charge::new(need, pace))
    }

    #[tokio::test]
    async fn many_large_bodies_at_once_all_arrive() {
        let all = room(52 << 10);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let bodies = (0..6).map(|_| {
            let (now, most, charge) = (Arc::clone(&now), Arc::clone(&most), charge(&all, 20 << 10, Pace::default()));
            tokio::spawn(async move {
                let mut body = Metered::new(Parts::body(20, MIB, true), charge, 20 * MIB);
                let mut arrived = frame(&mut body).await.unwrap().unwrap().len();
                most.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                while let Some(bytes) = frame(&mut body).await.unwrap() {
                    arrived += bytes.len();
                }
                now.fetch_sub(1, Ordering::Relaxed);
                arrived
            })
        });
        for body in bodies.collect::<Vec<_>>() {
            assert_eq!(body.await.unwrap(), 20 * MIB);
        }
        assert_eq!(most.load(Ordering::Relaxed), 2, "two of them at a time");
        assert_eq!((all.left(), all.waiting()), (52 << 10, 0));
    }

    #[tokio::test]
    async fn what_is_there_holds_room_for_itself_and_leaves_turns_to_others() {
        let (share, all) = (room(100), room(1000));
        let of = |arrived: usize| {
            let need = Need { share: (Arc::clone(&share), 40), room: (Arc::clone(&all), 30), least: 8 };
            let charge = Arc::new(Charge::new(need, Pace::default()));
            let body = Metered::new(Parts::body(1, arrived << 10, true), Arc::clone(&charge), 1 << 20);
            (charge, body)
        };
        for (arrived, counts) in [(2, 8), (4, 12), (20, 40)] {
            let (charge, mut body) = of(arrived);
            while frame(&mut body).await.unwrap().is_some() {}
            assert_eq!((share.left(), all.left()), (60, 970), "as it was told");
            charge.is_there();
            assert_eq!((share.left(), all.left()), (100 - counts, 1000 - arrived));
            charge.is_there();
            assert_eq!((share.left(), all.left()), (100 - counts, 1000 - arrived), "once");
            drop((charge, body));
            assert_eq!((share.left(), all.left()), (100, 1000));
        }
    }

    #[tokio::test]
    async fn who_sends_nothing_holds_nothing() {
        let all = room(64);
        let silent = charge(&all, 64, Pace::default());
        let mut body = Metered::new(Parts::body(0, 0, false), Arc::clone(&silent), 64 << 10);
        let mut first = std::pin::pin!(frame(&mut body));
        assert!(poll_fn(|context| Poll::Ready(first.as_mut().poll(context).is_pending())).await);
        assert_eq!((all.left(), silent.need.share.0.left()), (64, 64));
    }

    #[tokio::test]
    async fn who_sent_much_and_sends_no_more_goes_when_others_wait() {
        for of_a_share in [false, true] {
            let all = room(if of_a_share { 4096 } else { 1024 });
            let stalled = charge(&all, 1024, Pace::default());
            let mut body = Metered::new(Parts::body(1, 600 << 10, false), Arc::clone(&stalled), MIB);
            assert_eq!(frame(&mut body).await.unwrap().unwrap().len(), 600 << 10);
            let began = Instant::now();
            let after = |seconds| began + Duration::from_secs(seconds);
            assert!((1..60).all(|n| !stalled.has_to_go(after(n))), "as long as nobody waits");
            let share = if of_a_share { Arc::clone(&stalled.need.share.0) } else { room(1024) };
            let need = Need { share: (share, 1024), room: (Arc::clone(&all), 1024), least: 1 };
            let waiter = Arc::new(Charge::new(need, Pace::default()));
            let mut next = Metered::new(Parts::body(1, MIB, true), Arc::clone(&waiter), MIB);
            let mut waits = std::pin::pin!(frame(&mut next));
            for _ in 0..4 {
                assert!(poll_fn(|context| Poll::Ready(waits.as_mut().poll(context).is_pending())).await);
            }
            assert!((60..120).all(|n| !waiter.has_to_go(after(n))), "we make it wait");
            let gone = (60..70).find(|n| stalled.has_to_go(after(*n)));
            assert!(gone.is_some(), "it goes in ten seconds at most");
            drop((body, stalled));
            assert_eq!(waits.await.unwrap().unwrap().len(), MIB);
        }
    }

    #[tokio::test]
    async fn who_goes_on_may_until_the_time_for_it_is_over() {
        let all = room(1024);
        let slow = charge(&all, 1024, Pace::default());
        let mut body = Metered::new(Parts::body(30, 17 << 10, true), Arc::clone(&slow), MIB);
        frame(&mut body).await.unwrap();
        let began = Instant::now();
        let _other = Waits::begin(&all.waiting);
        for second in 1..=17 {
            frame(&mut body).await.unwrap();
            assert!(!slow.has_to_go(began + Duration::from_secs(second)), "{second}");
        }
        frame(&mut body).await.unwrap();
        assert!(slow.has_to_go(began + Duration::from_secs(19)));
    }

    #[tokio::test]
    async fn whoever_waits_too_long_for_room_goes() {
        let all = room(4);
        let _held = Arc::clone(&all).take(4).await.unwrap();
        let charge = charge(&all, 1, Pace { wait: Duration::from_millis(20), ..Pace::default() });
        let mut body = Metered::new(Body::from("bonjour"), Arc::clone(&charge), 100);
        assert_eq!(frame(&mut body).await.unwrap_err(), Fault::TooSlow);
        assert_eq!((charge.fault(), all.waiting(), charge.need.share.0.left()), (Some(Fault::TooSlow), 0, 1));
    }
}
