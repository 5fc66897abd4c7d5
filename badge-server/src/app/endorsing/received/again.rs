//! Whether what was accepted still holds: looked at from time to time, and when somebody asks.

use badge_core::endorsing::{Eyes as _, NOTE, found};
use badge_core::place::{Accepted, Found};
use badge_core::verify::Verdict;

use super::super::{EndorseError, Sight};
use super::one;
use crate::app::batches::WorkError;
use crate::app::removing;
use crate::job::{Done, Worker};
use crate::state::App;
use crate::storage::{Job, PlaceId};

/// The kind of the job that looks again.
pub(crate) const JOB: &str = "endorsements";

/// Seconds after which it looks again: a day.
const ROUND: i64 = 24 * 60 * 60;

/// Verifies all that were accepted once more, and notes which of them hold. What cannot be asked now stays as it was.
/// Tells how many were found not to hold that did before.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn check(app: &App, place: PlaceId) -> Result<usize, EndorseError> {
    let folders = app.storage.read().await?.watched(place).await?;
    let mut ended = 0;
    for folder in folders {
        ended += usize::from(check_one(app, place, &folder).await?);
    }
    Ok(ended)
}

async fn check_one(app: &App, place: PlaceId, folder: &str) -> Result<bool, EndorseError> {
    let (before, lay) = one(app, place, folder).await?;
    let Some(before) = before.filter(|one| !one.changed) else { return Ok(false) };
    let bytes = match (&before.embedded, &before.jwt) {
        (Some(value), _) => value.to_compact().into_bytes(),
        (None, Some(token)) => token.clone().into_bytes(),
        (None, None) => return Ok(false),
    };
    let sight = Sight::new(app);
    let reports = tokio::task::spawn_blocking(move || sight.judge("", &bytes)).await??;
    let Some(report) = reports.first().filter(|report| report.verdict != Verdict::Inconclusive) else {
        return Ok(false);
    };
    let found = found(report);
    let now = app.now();
    let news = found != before.note.found;
    if !news && before.note.checked.day() == now.day() {
        return Ok(false);
    }
    let note = Accepted { checked: now, found, ..before.note.clone() };
    let coming = removing::put_all(app, place, vec![note.to_json().into_bytes()]).await?;
    let mut work = app.storage.write().await?;
    // What is shown says since when it holds: another day is another page.
    work.touch(place).await?;
    // Somebody may have taken it away, or accepted another form, while it was asked.
    if work.files(place, &format!("{folder}/")).await? == lay && work.take_up(&coming).await? {
        work.put_file(place, &format!("{folder}/{NOTE}"), &coming.digests().concat()).await?;
        work.save().await?;
        coming.kept();
    }
    Ok(news && found != Found::Good)
}

/// Does the job that looks again.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn work(app: &App, worker: &Worker, job: &Job) -> Result<Done, WorkError> {
    let folders = app.storage.read().await?.watched(job.place).await?;
    for folder in folders {
        if !worker.still_at(app, job).await? {
            return Ok(Done::Lost);
        }
        worker.while_at(app, job, check_one(app, job.place, &folder)).await?;
    }
    Ok(Done::Later(ROUND))
}
