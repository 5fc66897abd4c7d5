//! A table is awarded: its rows become a batch, and the table is erased in the same transaction.

use std::collections::HashMap;

use badge_core::cohort::{State, TableError};
use badge_core::language::Lang;
use badge_core::place::Token;

use super::{Found, look, said, stopped, written};
use crate::app::accounts::AccountId;
use crate::app::awarding::AwardError;
use crate::app::batches::{self, Wanted};
use crate::app::problem::Obstacle;
use crate::entropy::random;
use crate::state::App;
use crate::storage::{BatchRow, Ending, PlaceId};

/// What came of it.
pub(crate) enum Confirmed {
    /// This batch, now or before.
    Batch(String),
    /// There is no such table any more.
    Gone,
    /// Something has to be said first. Nothing was done.
    Refused(Refusal),
}

/// Why a table is not awarded.
pub(crate) enum Refusal {
    /// It cannot be read.
    Unread(TableError),
    /// Something has to be said of a column that is not read: what, in words.
    Stop(String),
    /// No row of it can be awarded.
    Nothing,
    /// It is not what was seen any more.
    Changed,
}

/// Awards a table in the background. Asked twice, it is done once. `seen`: what whoever confirms had before their eyes
/// ([`Waiting::seen`](super::Waiting::seen)), where they say so.
///
/// # Errors
/// See [`AwardError`]: nothing was done then.
pub(crate) async fn confirm(
    app: &App,
    by: AccountId,
    place: PlaceId,
    id: &str,
    (letter, lang, seen): (bool, Lang, &str),
) -> Result<Confirmed, AwardError> {
    let waiting = match look(app, place, id).await? {
        Found::Gone | Found::Erased => return Ok(Confirmed::Gone),
        Found::Became(batch) => return Ok(Confirmed::Batch(batch)),
        Found::Waits(waiting) => waiting,
    };
    let judged = match &waiting.read {
        Ok(judged) => judged,
        Err(error) => return Ok(Confirmed::Refused(Refusal::Unread(error.clone()))),
    };
    if let Some(stop) = judged.stop() {
        return Ok(Confirmed::Refused(Refusal::Stop(stopped(stop, app.words.of(lang)))));
    }
    if !seen.is_empty() && seen != waiting.seen() {
        return Ok(Confirmed::Refused(Refusal::Changed));
    }
    if judged.awards() == 0 {
        return Ok(Confirmed::Refused(Refusal::Nothing));
    }
    let now = app.now();
    let mut rows: Vec<BatchRow> = Vec::new();
    // Whoever is known by a name alone is the same person in all rows of that name.
    let mut ids: HashMap<String, Token> = HashMap::new();
    let wishes = judged.wishes();
    for row in judged.rows() {
        let Some(wish) = wishes.of(row) else { continue };
        let new = |wish: Option<String>, problems: Option<String>| BatchRow {
            seq: 0,
            state: if wish.is_some() { "waiting" } else { "problem" }.to_owned(),
            wish,
            reference: Some(row.line().to_string()),
            award: None,
            problems,
        };
        if row.state() == State::Problem {
            let problem = |finding: &badge_core::cohort::Finding| {
                let header = finding.column.and_then(|at| judged.table.header(at)).unwrap_or_default();
                let said = app.words.each(|t| said::sentence(finding, t, &|slug| waiting.title(slug, t.lang())));
                Obstacle::new(finding.trouble.code(), header, said)
            };
            let findings = row.findings().filter(|finding| finding.trouble.state() == State::Problem);
            let problems: Vec<Obstacle> = findings.map(|finding| problem(&finding)).collect();
            rows.push(new(None, Some(written(&problems))));
            continue;
        }
        let person = match (row.person(), wish.key()) {
            (Some(known), _) => known,
            (None, Some(key)) => *ids.entry(key).or_insert_with(|| Token::from_bytes(random())),
            (None, None) => Token::from_bytes(random()),
        };
        for planned in row.awards().filter(|planned| planned.is_left()) {
            let wish = super::TableWish::of(&wish, planned.achievement, person, now, letter);
            rows.push(new(Some(written(&wish)), None));
        }
    }
    for (seq, row) in (0..).zip(&mut rows) {
        row.seq = seq;
    }
    let mut work = app.storage.write().await?;
    let wanted = Wanted { id: None, kind: "award", account: Some(by), token: None, cohort: None, reason: None, lang };
    let batch = batches::put(&mut work, app, place, wanted, &rows).await?;
    if !work.end_table(place, id, Ending::Batch(&batch.id)).await? {
        // Somebody pressed twice, or gave it up: what was done first holds.
        drop(work);
        return Ok(match app.storage.read().await?.table(place, id).await?.and_then(|table| table.batch) {
            Some(batch) => Confirmed::Batch(batch),
            None => Confirmed::Gone,
        });
    }
    work.add_act(Some(place), Some(by), "table", Some(&batch.id), now.unix()).await?;
    work.save().await?;
    app.work.wake.notify_one();
    Ok(Confirmed::Batch(batch.id))
}
