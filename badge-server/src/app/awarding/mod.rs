//! Awarding: from what is wanted to rows that last. All rules are the core's; here is only the order of things.
//!
//! Badges are signed outside of any transaction, against what was read. Then, while everybody else who changes the
//! place waits, it is looked whether what was read is still so: if not, nothing is written and it begins again. So
//! signing holds nobody up, nobody gets an entry of a status list twice, and the same award to the same person on the
//! same day is made once however many servers are asked for it at the same time.

mod decide;
mod known;
mod make;
mod write;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use badge_core::issue::{Format, Location};
use badge_core::model::Evidence;
use badge_core::place::making::Met;
use badge_core::place::people::People;
use badge_core::place::register::Entry;
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;

use self::decide::{Decided, decide};
use self::make::make;
use self::write::write;
use super::desk::{Desk, DeskError, desk};
use super::problem::Obstacle;
use super::published::PlaceError;
use crate::state::App;
use crate::storage::{Actor, PlaceId, StorageError, Writing};
use crate::thread::on_its_own;

pub(crate) use self::known::{one, several};

/// The code of the problem that the place knows another name at an address.
pub(crate) const OTHER_NAME: &str = "other_name";

/// So many awards that are made alone have a thread each at the same time, at most; the others take turns with whoever serves.
/// Those that write to a file wait for one another anyway.
pub(crate) const MAKERS: usize = 4;

/// How often somebody else may come first before we give up.
const TRIES: usize = 10;

/// An award that is wanted, understood.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) achievement: String,
    /// Who they are; nobody for a card without a name.
    pub(crate) met: Met,
    /// Now, where it is not said.
    pub(crate) date: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) narrative: Option<String>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) location: Option<Location>,
    /// Empty for the place's own choice.
    pub(crate) formats: Vec<Format>,
    /// Even where the same person has the same achievement of the same day.
    pub(crate) again: bool,
    pub(crate) cohort: Option<Slug>,
    /// Whoever gets it is written to, as soon as anything of it may go out.
    pub(crate) letter: bool,
    /// Who it is, of somebody without an address: nobody else has this id.
    pub(crate) person: Option<Token>,
    /// Kept only of those who are or may be minors; never in a badge.
    pub(crate) birth_year: Option<i16>,
    /// Somebody asked for an agreement, and nobody said how old they are.
    pub(crate) doubted: bool,
    /// They are fifteen or more: a doubt ends.
    pub(crate) adult: bool,
}

/// An award as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) entry: Entry,
    /// The person behind it; nobody for a card without a name.
    pub(crate) people: People,
    /// It was there already: nothing was made.
    pub(crate) already: bool,
}

/// What came of one order.
pub(crate) type Outcome = Result<Done, Vec<Obstacle>>;

/// Something to be written in the same transaction as the awards, or not at all. What it finds to be otherwise than it
/// was thought to be is [`AwardError::Overtaken`], and nothing is written.
pub(crate) type Also = dyn for<'t> Fn(&'t mut Writing, &'t [Outcome]) -> Along<'t> + Send + Sync;

/// What [`Also`] does.
pub(crate) type Along<'t> = Pin<Box<dyn Future<Output = Result<(), AwardError>> + Send + 't>>;

/// Tells the compiler that a closure is an [`Also`].
pub(crate) fn also<F>(write: F) -> F
where
    F: for<'t> Fn(&'t mut Writing, &'t [Outcome]) -> Along<'t> + Send + Sync,
{
    write
}

/// Why nothing was awarded. No order can cause this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum AwardError {
    /// The place cannot award.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Others changed the same place again and again.
    #[error("the place was changed by others each time")]
    Busy,
    /// What was to be written along was written by somebody else meanwhile.
    #[error("somebody else was faster")]
    Overtaken,
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<PlaceError> for AwardError {
    fn from(error: PlaceError) -> Self {
        Self::Desk(error.into())
    }
}

/// Awards what is ordered, or says of each order why not. All good ones last when this returns, and `also` with them, and that
/// it was done, where it is said by whom.
///
/// # Errors
/// See [`AwardError`]: nothing was written then.
pub(crate) async fn award(
    app: &App,
    place: PlaceId,
    by: Option<&Actor>,
    orders: &Arc<[Order]>,
    also: Option<Arc<Also>>,
) -> Result<Vec<Outcome>, AwardError> {
    award_at(app, (place, None), by, orders, also).await
}

/// The same, for whoever has the desk of the place already.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn award_at(
    app: &App,
    at: (PlaceId, Option<Arc<Desk>>),
    by: Option<&Actor>,
    orders: &Arc<[Order]>,
    also: Option<Arc<Also>>,
) -> Result<Vec<Outcome>, AwardError> {
    // What is made together has enough to do for many threads, and asks seldom.
    if orders.len() == 1
        && let Ok(seat) = Arc::clone(&app.work.makers).try_acquire_owned()
    {
        let (app, by, orders) = (app.clone(), by.cloned(), Arc::clone(orders));
        let work = async move {
            // However long it takes: whoever waits is told at the door that it takes too long, which says nothing of what is
            // written. Cut short here, a change that is just being saved would be told as one that was not.
            let done = awarded(&app, at, by.as_ref(), &orders, also).await;
            drop(seat);
            done
        };
        return on_its_own(work).await?;
    }
    awarded(app, at, by, orders, also).await
}

async fn awarded(
    app: &App,
    (place, mut at): (PlaceId, Option<Arc<Desk>>),
    by: Option<&Actor>,
    orders: &Arc<[Order]>,
    also: Option<Arc<Also>>,
) -> Result<Vec<Outcome>, AwardError> {
    for _ in 0..TRIES {
        let desk = match at.take() {
            Some(desk) => desk,
            None => desk(app, place).await?,
        };
        let now = app.now().to_utc_seconds();
        let decided = decide(app, place, &desk, orders, now).await?;
        let (jobs, outcomes) = make(app, &desk, orders, decided, now).await?;
        if write(app, (place, by), &desk, (&jobs, &outcomes), now, also.as_ref()).await? {
            return Ok(outcomes);
        }
    }
    Err(AwardError::Busy)
}

/// What would come of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Planned {
    /// Something has to be mended first.
    Wrong(Vec<Obstacle>),
    /// It is there already; without its name where it is an earlier order of the same plan.
    Already(Option<Token>),
    /// It can be awarded.
    Ready,
}

/// What would come of orders, each as far as it was understood. Nothing is signed or written.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn plan(
    app: &App,
    place: PlaceId,
    understood: Vec<Result<Order, Vec<Obstacle>>>,
) -> Result<Vec<Planned>, AwardError> {
    let desk = desk(app, place).await?;
    let orders: Vec<Order> = understood.iter().filter_map(|order| order.as_ref().ok()).cloned().collect();
    let decided = decide(app, place, &desk, &orders, app.now().to_utc_seconds()).await?;
    let mut decided = decided.into_iter().map(|decided| match decided {
        Decided::Wrong(problems) => Planned::Wrong(problems),
        Decided::Known(done) => Planned::Already(Some(done.entry.award.token)),
        Decided::Twice(_) => Planned::Already(None),
        Decided::Make(_) => Planned::Ready,
    });
    let mut one = |order: Result<Order, Vec<Obstacle>>| match order {
        Err(problems) => Planned::Wrong(problems),
        Ok(_) => decided.next().unwrap_or(Planned::Ready),
    };
    Ok(understood.into_iter().map(&mut one).collect())
}
