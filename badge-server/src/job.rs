//! Work in the background: taken from the database on lease, so that each job is somebody's, and goes on elsewhere when
//! the server that had it dies.

use std::time::Duration;

use badge_core::text;
use tokio::sync::watch;

use crate::app::endorsing::received;
use crate::app::{acts, batches, hooks, letters, removing, status};
use crate::entropy::random;
use crate::state::App;
use crate::storage::{Job, Next, StorageError};

pub(crate) use crate::storage::Lane as Work;

/// Seconds for which a job is somebody's before they have to say that they are still at it.
pub(crate) const LEASE: i64 = 30;

/// How long a worker sleeps that found nothing to do: another server may have added a job meanwhile.
const NAP: Duration = Duration::from_secs(1);

/// The longest that a job is put off, in seconds.
const LONGEST: i64 = 60 * 60;

/// Every so many naps what is old is forgotten.
const TIDY_EACH: u32 = 600;

/// What a worker found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Something,
    Nothing,
}

/// What came of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is done.
    Yes,
    /// Again, after so many seconds.
    Later(i64),
    /// Some of it is done: the rest when the others had their turn.
    Turn,
    /// Somebody else has it by now.
    Lost,
}

/// Whoever does the work of a server: a name of its own for each.
#[derive(Debug, Clone)]
pub(crate) struct Worker(pub(crate) String);

impl Worker {
    pub(crate) fn new() -> Self {
        Self(text::hex(&random::<8>()))
    }

    /// Works until it is told to stop. What is begun then is finished, or goes on elsewhere when its lease ends.
    pub(crate) async fn run(self, app: App, work: Work, mut stopping: watch::Receiver<bool>) {
        let wake = match work {
            Work::Letters => &app.work.wake_letters,
            Work::Outside => &app.work.wake_outside,
            Work::Lists => &app.work.wake_lists,
            Work::AllElse => &app.work.wake,
        };
        let mut naps = 0;
        while !*stopping.borrow() {
            match self.step(&app, work).await {
                Ok(Found::Something) => continue,
                Ok(Found::Nothing) => {}
                Err(error) => tracing::error!(error = %Causes(&error), "the jobs cannot be read"),
            }
            if naps % TIDY_EACH == 0 && work == Work::AllElse {
                if let Err(error) = tidy(&app).await {
                    tracing::error!(error = %Causes(&error), "what is old was not forgotten");
                }
                removing::begin(&app);
            }
            naps += 1;
            tokio::select! {
                () = tokio::time::sleep(NAP) => {}
                () = wake.notified() => {}
                _ = stopping.wait_for(|stop| *stop) => {}
            }
        }
    }

    /// Does one job, if one is due.
    ///
    /// # Errors
    /// When the database refuses. What goes wrong with a job is its own affair: it is put off.
    pub(crate) async fn step(&self, app: &App, work: Work) -> Result<Found, StorageError> {
        let now = app.now().unix();
        // Looked at first: who only looks makes nobody wait.
        let busy = if work == Work::Outside { app.work.turns.busy() } else { Vec::new() };
        let next = Next { lane: work, not: &busy, after: app.work.written.after() };
        if !app.storage.glance().await?.has_work(next, now).await?
            || (work == Work::Letters && !letters::may_go(app).await?)
        {
            return Ok(Found::Nothing);
        }
        let mut writing = app.storage.write().await?;
        let job = writing.take_job(&self.0, next, (now, now + LEASE)).await?;
        writing.save().await?;
        let Some(job) = job else { return Ok(Found::Nothing) };
        if job.kind == letters::JOB {
            app.work.written.was(job.place);
        }
        let _turn = (work == Work::Outside).then(|| app.work.turns.of_place(job.place));
        // A task of its own: should it break (panic), it alone does, and not whoever does all the others.
        let at = (self.clone(), app.clone(), job.clone());
        let done = match tokio::spawn(async move { at.0.at(&at.1, &at.2).await }).await {
            Ok(done) => done.unwrap_or_else(|error| {
                tracing::error!(kind = job.kind, error = %Causes(&*error), "a job was put off");
                Done::Later(later(job.attempts))
            }),
            Err(_) => {
                tracing::error!(kind = job.kind, place = job.place.0, "a job broke, and was put off");
                Done::Later(later(job.attempts))
            }
        };
        let now = app.now().unix();
        let mut work = app.storage.write().await?;
        match done {
            Done::Yes => work.finish_job(&job.id, &self.0, now).await?,
            Done::Later(seconds) => work.put_off_job(&job.id, &self.0, now + seconds).await?,
            Done::Turn => work.give_back_job(&job, &self.0, now).await?,
            Done::Lost => {}
        }
        work.save().await?;
        Ok(Found::Something)
    }

    async fn at(&self, app: &App, job: &Job) -> Result<Done, batches::WorkError> {
        match job.kind.as_str() {
            batches::JOB => batches::work(app, self, job).await,
            hooks::JOB => hooks::work(app, self, job).await,
            letters::JOB | letters::LINK => letters::work(app, self, job).await,
            status::JOB => status::work(app, job).await,
            received::JOB => received::work(app, self, job).await,
            #[cfg(test)]
            "breaks" => panic!("as the test wishes"),
            other => {
                tracing::error!(kind = other, "a job that this version does not know");
                Ok(Done::Later(LONGEST))
            }
        }
    }

    /// Goes on saying that it is still at a job while something takes long.
    pub(crate) async fn while_at<T>(&self, app: &App, job: &Job, long: impl Future<Output = T>) -> T {
        tokio::pin!(long);
        loop {
            tokio::select! {
                done = &mut long => return done,
                () = tokio::time::sleep(Duration::from_secs(LEASE.unsigned_abs() / 3)) => {
                    // Whether it still is, is looked at where it matters.
                    drop(self.still_at(app, job).await);
                }
            }
        }
    }

    /// Says that it is still at a job. `false` where somebody else has it by now.
    pub(crate) async fn still_at(&self, app: &App, job: &Job) -> Result<bool, StorageError> {
        let mut work = app.storage.write().await?;
        let mine = work.renew_job(&job.id, &self.0, app.now().unix() + LEASE).await?;
        work.save().await?;
        Ok(mine)
    }
}

/// Does the work of a lane until the server stops, whatever happens to whoever does it: one that breaks is followed by
/// another. While nobody does it, the server is not ready.
pub(crate) async fn keep(app: App, work: Work, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let at = {
            let (app, stopping) = (app.clone(), stopping.clone());
            tokio::spawn(async move {
                let _there = app.work.there.begin(work);
                Worker::new().run(app.clone(), work, stopping).await;
            })
        };
        if at.await.is_err() {
            tracing::error!(lane = ?work, "whoever works in the background broke, and is followed by another");
            tokio::select! {
                () = tokio::time::sleep(NAP) => {}
                _ = stopping.wait_for(|stop| *stop) => {}
            }
        }
    }
}

/// A job that failed waits, longer each time: 5 seconds, 10, 20, up to an hour.
fn later(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    (5_i64 << doublings).min(LONGEST)
}

/// Makes due what a wrong clock put off, and sees to it that what comes round does. Forgets answers and tables after a day,
/// invitations and addresses that nobody confirmed when they are over; jobs, and letters that speak of no badge, a week after they were done; what was wrong
/// with rows of batches, and what webhooks were told, after a month; the record of acts after years.
pub(crate) async fn tidy(app: &App) -> Result<(), StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    work.forget_answers(now - crate::api::caller::KEPT).await?;
    work.forget_invitations(now).await?;
    work.forget_moves(now).await?;
    work.forget_presses(now - crate::app::presses::KEPT).await?;
    work.forget_tables(now - crate::app::table::KEPT).await?;
    work.forget_problems(now - 30 * 24 * 60 * 60).await?;
    work.mend_jobs(now).await?;
    work.forget_jobs(now - 7 * 24 * 60 * 60).await?;
    work.forget_letters(now - 7 * 24 * 60 * 60).await?;
    work.forget_deliveries(now - hooks::KEPT).await?;
    work.forget_acts(now - acts::KEPT).await?;
    work.ensure_rounds(status::JOB, now).await?;
    work.ensure_rounds(received::JOB, now).await?;
    work.save().await
}

/// An error with what caused it, in one line.
struct Causes<'e>(&'e dyn std::error::Error);

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}
