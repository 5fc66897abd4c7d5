//! Signing and drawing what was decided.

use std::collections::BTreeSet;
use std::sync::Arc;

use badge_core::crypto::{KeyKind, Signer as _};
use badge_core::place::making::{Bench, Made, Slip};
use badge_core::place::people::People;
use badge_core::place::register::{AwardStatus, Entry, Register};
use badge_core::proof::Suite;
use badge_core::time::Timestamp;

use super::super::desk::Desk;
use super::super::problem::Obstacle;
use super::super::published::PlaceError;
use super::decide::{Decided, Job};
use super::{AwardError, Done, Order, Outcome};
use crate::entropy::SystemEntropy;
use crate::state::App;
use crate::thread::blocking;
use crate::words::Words;

/// Signs and bakes, off the threads that serve; pictures are put where they are to lie.
pub(super) async fn make(
    app: &App,
    desk: &Arc<Desk>,
    orders: &Arc<[Order]>,
    decided: Vec<Decided>,
    now: Timestamp,
) -> Result<(Vec<Job>, Vec<Outcome>), AwardError> {
    let (app, desk, orders) = (app.clone(), Arc::clone(desk), Arc::clone(orders));
    let work = move || sign(&desk, &orders, decided, now, &app.words);
    blocking(work).await?
}

fn sign(
    desk: &Desk,
    orders: &[Order],
    decided: Vec<Decided>,
    now: Timestamp,
    words: &Words,
) -> Result<(Vec<Job>, Vec<Outcome>), AwardError> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(decided.len());
    let mut twice = Vec::new();
    for (n, decided) in decided.into_iter().enumerate() {
        outcomes.push(match decided {
            Decided::Wrong(problems) => Some(Err(problems)),
            Decided::Known(done) => Some(Ok(*done)),
            Decided::Make(job) => {
                jobs.push(*job);
                None
            }
            Decided::Twice(first) => {
                twice.push((n, first));
                None
            }
        });
    }
    let (slugs, none): (BTreeSet<_>, _) = (jobs.iter().map(|job| job.slug.clone()).collect(), Register::new());
    let mut office = desk.office(&slugs, &none);
    for list in jobs.iter().map(|job| job.spot.list).collect::<BTreeSet<_>>() {
        if let Err(error) = office.show(list) {
            let problems = Obstacle::of_making(&error.into(), words);
            jobs.drain(..).for_each(|job| outcomes[job.order] = Some(Err(problems.clone())));
        }
    }
    let rsa = desk.secrets.iter().map(|secret| secret.public_key()).find(|key| key.kind() == KeyKind::Rsa);
    let make = |job: &Job| -> Result<Result<Made, Vec<Obstacle>>, PlaceError> {
        let Some(Ok(file)) = desk.achievements.get(&job.slug) else { return Ok(Err(Vec::new())) };
        let order = &orders[job.order];
        let slip = Slip {
            file,
            language: job.language,
            to: order.met.to.clone(),
            person: job.person.clone(),
            date: job.date,
            expires: order.expires,
            narrative: order.narrative.clone(),
            evidence: order.evidence.clone(),
            location: order.location.clone(),
            token: job.token,
            status: Some(job.spot),
            replaces: None,
            ends_as_told: false,
            cohort: order.cohort.clone(),
        };
        let art = [desk.art(file, job.language)?];
        let bench = Bench { place: &desk.place, formats: &job.formats, suite: Suite::default(), rsa, now };
        let made = bench.make(&slip, &art, &office, &mut SystemEntropy);
        Ok(made.map_err(|error| Obstacle::of_making(&error, words)))
    };
    let made = in_parallel(&jobs, &make);
    desk.close(slugs, office);
    let mut good = Vec::with_capacity(jobs.len());
    for (mut job, made) in jobs.into_iter().zip(made) {
        match made? {
            Ok(made) => {
                let entry = Entry { award: made.award.clone(), at: now, status: AwardStatus::Active };
                let mut people = People::default();
                if let Some((id, person)) = &job.person {
                    people.insert(*id, person.clone());
                }
                outcomes[job.order] = Some(Ok(Done { entry, people, already: false }));
                job.made = Some(made);
                good.push(job);
            }
            Err(problems) => outcomes[job.order] = Some(Err(problems)),
        }
    }
    for (n, first) in twice {
        outcomes[n] = outcomes[first].clone().map(|outcome| outcome.map(|done| Done { already: true, ..done }));
    }
    Ok((good, outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|| Err(Vec::new()))).collect()))
}

/// One after the other, or by all cores where there are many.
fn in_parallel<T: Send>(jobs: &[Job], make: &(dyn Fn(&Job) -> T + Sync)) -> Vec<T> {
    // How many cores there are is asked only where it matters: Linux reads files for it.
    let most = jobs.len() / 8 + 1;
    if most == 1 {
        return jobs.iter().map(make).collect();
    }
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(most);
    let share = jobs.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let begun: Vec<_> =
            jobs.chunks(share).map(|part| scope.spawn(move || part.iter().map(make).collect::<Vec<T>>())).collect();
        let done = begun.into_iter().flat_map(|thread| match thread.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.collect()
    })
}
