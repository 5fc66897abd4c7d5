//! Many changes of awards that are wanted together: taken back, given back, sent again. They are batches as awards are,
//! done in groups, each with the state of its rows in one transaction.

use badge_core::place::outbox::may_be_told;
use badge_core::place::{Token, state_of};

use super::awarding::{Done, one};
use super::batches::{GROUP, TURN, WorkError, written};
use super::bulk::Unsent;
use super::letters;
use super::problem::Obstacle;
use super::revoking::{Change, Changed, apply};
use super::status;
use crate::job::{self, Worker};
use crate::state::App;
use crate::storage::{Actor, BatchRow, Job, PlaceId, StorageError, StoredBatch, Writing};

/// A row of such a batch.
pub(super) fn row(seq: i64, award: String, reference: Option<String>) -> BatchRow {
    // What is wanted is told by the batch: the row only says of which award.
    BatchRow { seq, wish: None, reference, state: "waiting".to_owned(), award: Some(award), problems: None }
}

/// Goes on with a batch of changes: with a few groups of its rows, and then others have their turn.
pub(super) async fn work(app: &App, worker: &Worker, job: &Job, batch: &StoredBatch) -> Result<job::Done, WorkError> {
    for _ in 0..TURN {
        if !worker.still_at(app, job).await? {
            return Ok(job::Done::Lost);
        }
        if !group(app, job.place, batch).await? {
            return Ok(job::Done::Yes);
        }
    }
    Ok(job::Done::Turn)
}

/// Some rows; `false` where there is none left.
async fn group(app: &App, place: PlaceId, batch: &StoredBatch) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    work.hold(place).await?;
    let rows = work.batch_rows(place, &batch.id, (0, GROUP), true).await?;
    let by = batch.account.map_or(Actor::Machine, Actor::Account);
    let mut touched = false;
    for row in &rows {
        let Some(token) = row.award.as_deref().and_then(Token::parse) else {
            work.settle_row(place, (&batch.id, row.seq), ("problem", None, None)).await?;
            continue;
        };
        let wish = (change_of(&batch.kind), batch.reason.as_deref());
        let changed = match wish {
            (Some(change), reason) => apply(&mut work, app, &by, place, token, (change, reason)).await?,
            (None, _) => letter(&mut work, app, place, token).await?,
        };
        let (state, problems) = match changed {
            Changed::Done(done) if done.already => ("already", None),
            Changed::Done(_) => {
                touched |= wish.0.is_some();
                ("awarded", None)
            }
            Changed::Missing => ("problem", None),
            Changed::Wrong(problems) => ("problem", Some(written::<Vec<Obstacle>>(&problems))),
        };
        let award = Some(token.to_string());
        work.settle_row(place, (&batch.id, row.seq), (state, award, problems)).await?;
    }
    if touched {
        work.touch(place).await?;
        status::look_at(&mut work, place, app.now()).await?;
    }
    work.save().await?;
    if touched {
        status::sign_after(app, place).await;
    }
    app.work.wake.notify_one();
    app.work.wake_outside.notify_one();
    app.work.wake_letters.notify_one();
    Ok(!rows.is_empty())
}

fn change_of(kind: &str) -> Option<Change> {
    match kind {
        "revoke" => Some(Change::Revoke),
        "reinstate" => Some(Change::Reinstate),
        _ => None,
    }
}

/// Writes once more to whoever has an award. Nothing goes of one that does not hold, or that nobody may see yet.
async fn letter(work: &mut Writing, app: &App, place: PlaceId, token: Token) -> Result<Changed, StorageError> {
    let Some(done) = one(work, place, token).await? else { return Ok(Changed::Missing) };
    let now = app.now();
    let person = done.entry.award.person.filter(|id| done.people.get(*id).is_some_and(|person| person.email.is_some()));
    let state = state_of(&done.entry, &done.people, now);
    let why = Unsent::of(state, person.is_some(), app.post.is_there());
    let good = why.is_none() && may_be_told(&done.entry, &done.people, now);
    let Some(person) = person.filter(|_| good) else {
        let why = why.unwrap_or(Unsent::NoAddress);
        let said = app.words.each(|t| why.word(t));
        return Ok(Changed::Wrong(vec![Obstacle::new("no_letter", "", said)]));
    };
    letters::tell(work, place, done.people.main_id(person), &[token], now.unix()).await?;
    Ok(Changed::Done(Box::new(Done { already: false, ..done })))
}
