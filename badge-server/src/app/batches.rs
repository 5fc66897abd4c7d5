//! Many awards that are wanted together, by programs or from a table: taken at once, made in groups in the background.
//! Each group is one transaction with the state of its rows, so that a server that dies in the middle leaves every row
//! either waiting or done.

use std::sync::Arc;

use badge_core::language::Lang;
use badge_core::place::register::AwardStatus;
use badge_core::place::{Slug, Token};
use badge_core::text;
use serde::Deserialize;

use super::accounts::AccountId;
use super::awarding::{AwardError, Order, Outcome, also, award};
use super::changes;
use super::desk::{DeskError, desk};
use super::problem::Obstacle;
use super::published::PlaceError;
use super::table::TableWish;
use super::waiting;
use super::wish::AwardWish;
use crate::entropy::random;
use crate::job::{Done, Worker};
use crate::state::App;
use crate::storage::{Actor, BatchRow, Job, PlaceId, StorageError, StoredBatch, Writing};

/// The kind of its jobs.
pub(crate) const JOB: &str = "batch";

/// Awards that are made to last together.
pub(super) const GROUP: i64 = 25;

/// So many groups, and then it is the turn of others.
pub(super) const TURN: usize = 4;

/// Why a batch did not get on. It is tried again.
pub(crate) type WorkError = Box<dyn std::error::Error + Send + Sync>;

/// What a batch is, beside its rows.
pub(crate) struct Wanted<'a> {
    /// Its name; without one, it gets one.
    pub(crate) id: Option<Token>,
    /// `award`, `revoke`, `reinstate` or `send`.
    pub(crate) kind: &'static str,
    /// Who wants it; nobody for programs.
    pub(crate) account: Option<AccountId>,
    /// The id of the token that asks for it.
    pub(crate) token: Option<&'a str>,
    pub(crate) cohort: Option<&'a Slug>,
    /// Why awards are taken back, or given back.
    pub(crate) reason: Option<&'a str>,
    pub(crate) lang: Lang,
}

/// What is kept of a row until it is done.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Table(Box<TableWish>),
    Asked(Box<AwardWish>),
}

/// Notes the awards that a program wants. Rows that cannot be understood are problems from the start.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn add(
    work: &mut Writing,
    app: &App,
    place: PlaceId,
    wishes: &[AwardWish],
    (cohort, lang): (Option<&Slug>, Lang),
    token: Option<&str>,
) -> Result<StoredBatch, StorageError> {
    let mut rows = Vec::with_capacity(wishes.len());
    for (seq, wish) in (0..).zip(wishes) {
        let wrong = wish.understood(cohort, (&app.words, lang), app.now()).err();
        rows.push(BatchRow {
            seq,
            wish: if wrong.is_none() { Some(written(wish)) } else { None },
            reference: wish.reference.clone(),
            state: if wrong.is_none() { "waiting" } else { "problem" }.to_owned(),
            award: None,
            problems: wrong.as_ref().map(written),
        });
    }
    put(work, app, place, Wanted { id: None, kind: "award", account: None, token, cohort, reason: None, lang }, &rows)
        .await
}

/// Notes a batch and its job.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn put(
    work: &mut Writing,
    app: &App,
    place: PlaceId,
    wanted: Wanted<'_>,
    rows: &[BatchRow],
) -> Result<StoredBatch, StorageError> {
    let now = app.now().unix();
    let batch = StoredBatch {
        id: wanted.id.unwrap_or_else(|| Token::from_bytes(random())).to_string(),
        created: now,
        cohort: wanted.cohort.map(|slug| slug.as_str().to_owned()),
        lang: wanted.lang.tag().to_owned(),
        kind: wanted.kind.to_owned(),
        account: wanted.account,
        token: wanted.token.map(str::to_owned),
        reason: wanted.reason.map(str::to_owned),
        stopped: None,
    };
    work.add_batch(place, &batch, rows).await?;
    work.add_job(place, &text::hex(&random::<8>()), (JOB, &batch.id), now).await?;
    Ok(batch)
}

/// How a batch stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) batch: StoredBatch,
    pub(crate) waiting: i64,
    pub(crate) done: i64,
    pub(crate) already: i64,
    pub(crate) problem: i64,
    pub(crate) stopped: i64,
}

impl Standing {
    fn of(batch: StoredBatch, counts: &[(String, i64)]) -> Self {
        let of = |state: &str| counts.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count);
        Self {
            batch,
            waiting: of("waiting"),
            done: of("awarded"),
            already: of("already"),
            problem: of("problem"),
            stopped: of("stopped"),
        }
    }
}

/// A batch, and its first rows with a problem.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn standing(
    app: &App,
    place: PlaceId,
    id: &str,
    most: i64,
) -> Result<Option<(Standing, Vec<BatchRow>)>, StorageError> {
    let mut read = app.storage.read().await?;
    let Some(batch) = read.batch(place, id).await? else { return Ok(None) };
    let counts = read.batch_counts(place, id).await?;
    let rows = read.batch_rows_in(place, id, "problem", (0, most)).await?;
    Ok(Some((Standing::of(batch, &counts), rows)))
}

/// The newest batches of a place that its team wanted.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn newest(app: &App, place: PlaceId, most: i64) -> Result<Vec<Standing>, StorageError> {
    let mut read = app.storage.read().await?;
    let mut all = Vec::new();
    for batch in read.batches(place, most).await? {
        let counts = read.batch_counts(place, &batch.id).await?;
        all.push(Standing::of(batch, &counts));
    }
    Ok(all)
}

/// Stops a batch: what is done stays, what waits is forgotten.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn stop(app: &App, by: AccountId, place: PlaceId, id: &str) -> Result<(), StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    if work.batch(place, id).await?.is_some() && work.stop_batch(place, id, now).await? > 0 {
        work.add_act(Some(place), Some(by), "stopped", Some(id), now).await?;
    }
    work.save().await
}

/// Takes back all that a batch awarded, or gives back exactly what it revoked, as a batch of its own. `None` where there is
/// nothing of the kind.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn undo(
    app: &App,
    by: AccountId,
    place: PlaceId,
    id: &str,
    (reason, lang): (&str, Lang),
) -> Result<Option<String>, StorageError> {
    let mut work = app.storage.write().await?;
    work.hold(place).await?;
    let Some(undone) = work.batch(place, id).await? else { return Ok(None) };
    let (kind, reason) = match undone.kind.as_str() {
        "award" => ("revoke", Some(reason)),
        "revoke" => ("reinstate", None),
        _ => return Ok(None),
    };
    let mut awards = Vec::new();
    loop {
        let from = awards.last().map_or(0, |(seq, _, _): &(i64, _, _)| seq + 1);
        let part = work.batch_rows_in(place, id, "awarded", (from, 1000)).await?;
        if part.is_empty() {
            break;
        }
        for row in part {
            // What somebody gave back meanwhile, and took back again for a reason of their own, is not undone.
            if kind == "revoke" || is_still_revoked(&mut work, place, &undone, row.award.as_deref()).await? {
                awards.push((row.seq, row.award, row.reference));
            } else {
                awards.push((row.seq, None, None));
            }
        }
    }
    let rows: Vec<BatchRow> = (0..)
        .zip(awards)
        .filter_map(|(seq, (_, award, reference))| Some(changes::row(seq, award?, reference)))
        .collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let wanted = Wanted { id: None, kind, account: Some(by), token: None, cohort: None, reason, lang };
    let batch = put(&mut work, app, place, wanted, &rows).await?;
    work.add_act(Some(place), Some(by), "undone", Some(id), app.now().unix()).await?;
    work.save().await?;
    app.work.wake.notify_one();
    Ok(Some(batch.id))
}

/// Seconds by which the clocks of two servers, or one that was set, may differ.
const CLOCKS: i64 = 300;

/// Whether an award is revoked as that batch did it.
async fn is_still_revoked(
    work: &mut Writing,
    place: PlaceId,
    batch: &StoredBatch,
    award: Option<&str>,
) -> Result<bool, StorageError> {
    let Some(token) = award.and_then(Token::parse) else { return Ok(false) };
    let register = work.register_of(place, token).await?;
    let why = batch.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    Ok(register.get(token).is_some_and(|entry| match entry.status {
        AwardStatus::Revoked { since, reason } => since.unix() + CLOCKS >= batch.created && reason.as_deref() == why,
        _ => false,
    }))
}

/// Goes on with a batch: with a few groups of its rows, and then others have their turn.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn work(app: &App, worker: &Worker, job: &Job) -> Result<Done, WorkError> {
    let place = job.place;
    let Some(batch) = app.storage.read().await?.batch(place, &job.subject).await? else { return Ok(Done::Yes) };
    let lang = Lang::from_tag(&batch.lang).unwrap_or_default();
    if batch.kind != "award" {
        return changes::work(app, worker, job, &batch).await;
    }
    let cohort = batch.cohort.as_deref().and_then(Slug::parse);
    for _ in 0..TURN {
        let rows = app.storage.read().await?.batch_rows(place, &batch.id, (0, GROUP), true).await?;
        if rows.is_empty() {
            return Ok(Done::Yes);
        }
        if !worker.still_at(app, job).await? {
            return Ok(Done::Lost);
        }
        let mut orders: Vec<Order> = Vec::new();
        let mut of_orders: Vec<BatchRow> = Vec::new();
        for row in rows {
            let understood = match serde_json::from_str(row.wish.as_deref().unwrap_or_default())? {
                Kept::Table(wish) => Ok(wish.order(cohort.as_ref())),
                Kept::Asked(wish) => wish.understood(cohort.as_ref(), (&app.words, lang), app.now()),
            };
            match understood {
                Ok(order) => {
                    orders.push(order);
                    of_orders.push(row);
                }
                // An older version understood it.
                Err(problems) => settle(app, place, (&batch.id, row.seq), &problems).await?,
            }
        }
        match group(app, place, &batch, orders.clone(), of_orders.clone()).await {
            Ok(()) => {}
            // One of them, and nobody knows which: each by itself, so that it holds back none of the others.
            Err(error) if is_of_a_row(&error) => {
                // Where the place itself cannot be had, all rows wait until it can.
                desk(app, place).await.map_err(AwardError::from)?;
                for (order, row) in orders.into_iter().zip(of_orders) {
                    if !worker.still_at(app, job).await? {
                        return Ok(Done::Lost);
                    }
                    alone(app, place, &batch, (order, row)).await?;
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Done::Turn)
}

/// Awards some rows, and notes it of each in the same transaction.
async fn group(
    app: &App,
    place: PlaceId,
    batch: &StoredBatch,
    orders: Vec<Order>,
    of_orders: Vec<BatchRow>,
) -> Result<(), AwardError> {
    let (id, of_orders): (Arc<str>, Arc<[BatchRow]>) = (batch.id.as_str().into(), of_orders.into());
    // What somebody confirmed as a whole is in the record as a whole.
    let by = batch.account.is_none().then(|| batch.token.clone().map_or(Actor::Machine, Actor::Program));
    let settled = also(move |work, outcomes| {
        let (id, of_orders) = (Arc::clone(&id), Arc::clone(&of_orders));
        Box::pin(async move {
            // Somebody's address may have been corrected since the rows were read.
            if !waiting::is_still_so(work, place, &id, &of_orders).await? {
                return Err(AwardError::Overtaken);
            }
            let rows = of_orders.iter().map(|row| row.seq).zip(outcomes.iter().map(state));
            if work.settle_rows(place, &id, rows).await? { Ok(()) } else { Err(AwardError::Overtaken) }
        })
    });
    match award(app, place, by.as_ref(), &Arc::from(orders), Some(Arc::new(settled))).await {
        // Somebody else was at the same rows: what is left is looked at anew.
        Ok(_) | Err(AwardError::Overtaken) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The same of one row. Where it cannot be made whatever is tried, that is noted of it, and why is in the log.
async fn alone(
    app: &App,
    place: PlaceId,
    batch: &StoredBatch,
    (order, row): (Order, BatchRow),
) -> Result<(), WorkError> {
    let seq = row.seq;
    match group(app, place, batch, vec![order], vec![row]).await {
        Ok(()) => Ok(()),
        Err(error) if is_of_a_row(&error) => {
            desk(app, place).await.map_err(AwardError::from)?;
            // The text may name an achievement or a file, and nobody.
            tracing::error!(batch = batch.id, row = seq, error = %error, "a row cannot be awarded");
            let problem = Obstacle::new("not_made", "", app.words.s("problem-not-made-here"));
            Ok(settle(app, place, (&batch.id, seq), &vec![problem]).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether what went wrong is a matter of what is to be awarded, and not of a database, a store or a disk that is away
/// or full, nor of the whole place: that goes over by itself, or holds for all rows.
fn is_of_a_row(error: &AwardError) -> bool {
    let place = match error {
        AwardError::Interrupted(ended) => return ended.is_panic(),
        AwardError::Storage(error) => return matches!(error, StorageError::Damaged { .. }),
        AwardError::Desk(DeskError::Place(error)) => error,
        AwardError::Desk(_) | AwardError::Overtaken | AwardError::Busy => return false,
    };
    match place {
        PlaceError::Storage(error) => matches!(error, StorageError::Damaged { .. }),
        _ => true,
    }
}

/// What is noted of a row.
fn state(outcome: &Outcome) -> (&'static str, Option<String>, Option<String>) {
    match outcome {
        Ok(done) => {
            let state = if done.already { "already" } else { "awarded" };
            (state, Some(done.entry.award.token.to_string()), None)
        }
        Err(problems) => ("problem", None, Some(written(problems))),
    }
}

async fn settle(app: &App, place: PlaceId, row: (&str, i64), problems: &Vec<Obstacle>) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.settle_row(place, row, ("problem", None, Some(written(problems)))).await?;
    work.save().await
}

/// Values of our own types can always be written.
pub(super) fn written<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
