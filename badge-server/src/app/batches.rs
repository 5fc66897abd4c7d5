//! Many awards that are wanted together: taken at once, made in groups in the background. Each group is one transaction
//! with the state of its rows, so that a server that dies in the middle leaves every row either waiting or done.

use std::sync::Arc;

use badge_core::language::Lang;
use badge_core::place::{Slug, Token};
use badge_core::text;

use super::awarding::{AwardError, Order, Outcome, also, award};
use super::problem::Problem;
use super::wish::AwardWish;
use crate::entropy::random;
use crate::job::{Done, Worker};
use crate::state::App;
use crate::storage::{BatchRow, Job, PlaceId, StorageError, StoredBatch, Writing};

/// The kind of its jobs.
pub(crate) const JOB: &str = "batch";

/// Awards that are made to last together.
const GROUP: i64 = 25;

/// Why a batch did not get on. It is tried again.
pub(crate) type WorkError = Box<dyn std::error::Error + Send + Sync>;

/// Notes a batch and its job. Rows that cannot be understood are problems from the start.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn add(
    work: &mut Writing,
    app: &App,
    place: PlaceId,
    wishes: &[AwardWish],
    (cohort, lang): (Option<&Slug>, Lang),
) -> Result<StoredBatch, StorageError> {
    let now = app.now().unix();
    let id = Token::from_bytes(random()).to_string();
    let words = app.words.of(lang);
    let mut rows = Vec::with_capacity(wishes.len());
    for (seq, wish) in (0..).zip(wishes) {
        let wrong = wish.understood(cohort, words, app.now()).err();
        rows.push(BatchRow {
            seq,
            wish: if wrong.is_none() { Some(written(wish)) } else { None },
            reference: wish.reference.clone(),
            state: if wrong.is_none() { "waiting" } else { "problem" }.to_owned(),
            award: None,
            problems: wrong.as_ref().map(written),
        });
    }
    let cohort = cohort.map(|slug| slug.as_str().to_owned());
    let batch = StoredBatch { id, created: now, cohort, lang: lang.tag().to_owned() };
    work.add_batch(place, &batch, &rows).await?;
    work.add_job(place, &text::hex(&random::<8>()), (JOB, &batch.id), now).await?;
    Ok(batch)
}

/// Goes on with a batch until all of its rows are done.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn work(app: &App, worker: &Worker, job: &Job) -> Result<Done, WorkError> {
    let place = job.place;
    let Some(batch) = app.storage.read().await?.batch(place, &job.subject).await? else { return Ok(Done::Yes) };
    let lang = Lang::from_tag(&batch.lang).unwrap_or_default();
    let cohort = batch.cohort.as_deref().and_then(Slug::parse);
    loop {
        let rows = app.storage.read().await?.batch_rows(place, &batch.id, (0, GROUP), true).await?;
        if rows.is_empty() {
            return Ok(Done::Yes);
        }
        if !worker.still_at(app, job).await? {
            return Ok(Done::Lost);
        }
        let words = app.words.of(lang);
        let mut orders: Vec<Order> = Vec::new();
        let mut of_orders: Vec<i64> = Vec::new();
        for row in &rows {
            let wish: AwardWish = serde_json::from_str(row.wish.as_deref().unwrap_or_default())?;
            match wish.understood(cohort.as_ref(), words, app.now()) {
                Ok(order) => {
                    orders.push(order);
                    of_orders.push(row.seq);
                }
                // An older version understood it.
                Err(problems) => settle(app, place, (&batch.id, row.seq), &problems).await?,
            }
        }
        let (id, of_orders): (Arc<str>, Arc<[i64]>) = (batch.id.as_str().into(), of_orders.into());
        let settled = also(move |work, outcomes| {
            let (id, of_orders) = (Arc::clone(&id), Arc::clone(&of_orders));
            Box::pin(async move {
                for (seq, outcome) in of_orders.iter().zip(outcomes) {
                    if !work.settle_row(place, (&id, *seq), state(outcome)).await? {
                        return Err(AwardError::Overtaken);
                    }
                }
                Ok(())
            })
        });
        match award(app, place, &Arc::from(orders), lang, Some(&settled)).await {
            // Somebody else was at the same rows: what is left is looked at anew.
            Ok(_) | Err(AwardError::Overtaken) => {}
            Err(error) => return Err(error.into()),
        }
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

async fn settle(app: &App, place: PlaceId, row: (&str, i64), problems: &Vec<Problem>) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.settle_row(place, row, ("problem", None, Some(written(problems)))).await?;
    work.save().await
}

/// Values of our own types can always be written.
fn written<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
