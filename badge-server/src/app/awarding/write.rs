//! Writing what was made, where everything is still as it was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use badge_core::place::Token;
use badge_core::place::outbox::may_be_told;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{Event, What};
use badge_core::time::Timestamp;

use super::super::desk::Desk;
use super::super::{hooks, letters, removing, spots};
use super::decide::{By, Job};
use super::{Also, AwardError, Outcome};
use crate::state::App;
use crate::storage::register::is_taken;
use crate::storage::{Actor, Lot, PlaceId, StorageError, Whom, Writing};

/// Writes everything, or `false` where something was no longer as it was read.
pub(super) async fn write(
    app: &App,
    (place, by): (PlaceId, Option<&Actor>),
    desk: &Desk,
    (jobs, outcomes): (&[Job], &[Outcome]),
    now: Timestamp,
    also: Option<&Arc<Also>>,
) -> Result<bool, AwardError> {
    if jobs.is_empty() && also.is_none() {
        return Ok(true);
    }
    // Objects first. Those that nothing comes to point to, since it has to begin again, are removed some minutes later.
    let (mut paths, mut pictures) = (Vec::new(), Vec::new());
    for (job, made) in jobs.iter().filter_map(|job| Some((job, job.made.as_ref()?))) {
        let is_credential = |name: &str| made.award.credentials.iter().any(|c| c.format.file_name() == name);
        for (name, bytes) in made.files.iter().filter(|(name, _)| !is_credential(name)) {
            paths.push((job.token, format!("awards/{}/{name}", job.token)));
            pictures.push(bytes.clone());
        }
    }
    let coming = removing::put_all(app, place, pictures).await?;
    let digests = coming.digests().to_vec();
    let files = paths.into_iter().zip(digests).map(|((award, path), digest)| (award, path, digest));
    let Some((mut work, (lists, last, told))) = held(app, place, desk, jobs).await? else { return Ok(false) };
    if !work.take_up(&coming).await? {
        return Ok(false);
    }
    // What the place shows of itself changes with the first award of an achievement, and with a new status list.
    // So does what may be shown of somebody's other badges, when more is known of them.
    let is_news = |job: &Job| match (&job.found, &job.person) {
        (Some((_, Some((_, before)))), Some((_, after))) => before != after,
        _ => false,
    };
    if jobs.iter().any(|job| !desk.awarded.contains(&job.slug) || job.spot.list > lists || is_news(job)) {
        work.touch(place).await?;
    }
    let mut files = files.peekable();
    // What is still to be handed over: with whatever follows it, in the end with the word that makes all of it last.
    let mut lot = Lot::default();
    for (seq, (job, made)) in (last + 1..).zip(jobs.iter().filter_map(|job| Some((job, job.made.as_ref()?)))) {
        // One lot for each: what is handed over has the same text each time.
        if !is_free(app, place, work.run(std::mem::take(&mut lot)).await)? {
            return Ok(false);
        }
        let event = Event { at: now, what: What::Awarded(Box::new(made.award.clone())) };
        let line = event.to_line();
        lot.event(place, seq, &event, &line)?;
        for credential in &made.award.credentials {
            let name = credential.format.file_name();
            if let Some((_, bytes)) = made.files.iter().find(|(file, _)| file == name) {
                lot.credential(place, bytes);
            }
        }
        while let Some((_, path, digest)) = files.next_if(|(award, ..)| *award == job.token) {
            lot.file(place, &path, &digest);
        }
        // Each once, as they are noted in the end.
        if let Some((id, person)) = &job.person
            && !later(jobs, job, *id)
        {
            let mut alone = People::default();
            alone.insert(*id, person.clone());
            lot.people(place, &alone);
        }
        if let Some(by) = by {
            lot.act(place, by, ("awarded", Some(&job.token.to_string())), now.unix());
        }
    }
    let written = app.post.is_there() && write_to(&mut lot, place, jobs, outcomes, now);
    if told || also.is_some() {
        if !is_free(app, place, work.run(std::mem::take(&mut lot)).await)? {
            return Ok(false);
        }
        let made = outcomes.iter().flatten().filter(|done| !done.already).map(|done| &done.entry);
        if told {
            hooks::tell(&mut work, place, "award.created", made, now).await?;
        }
        if let Some(also) = also {
            also(&mut work, outcomes).await?;
        }
    }
    if !is_free(app, place, work.save_with(lot).await)? {
        return Ok(false);
    }
    coming.kept();
    spots::noted(app, place, jobs.iter().map(|job| job.spot));
    // Whoever is woken asks the database whether there is something to do, which takes longer than what is done here.
    if told {
        app.work.wake_outside.notify_one();
    }
    if written {
        app.work.wake_letters.notify_one();
    }
    Ok(true)
}

/// Whether a later job of these notes the same person.
fn later(jobs: &[Job], job: &Job, id: Token) -> bool {
    let after = jobs.iter().skip_while(|one| one.token != job.token).skip(1);
    after.filter(|one| one.made.is_some()).any(|one| one.person.as_ref().is_some_and(|(other, _)| *other == id))
}

/// `false` where somebody else got the entry of the status list first.
fn is_free(app: &App, place: PlaceId, done: Result<(), StorageError>) -> Result<bool, StorageError> {
    match done {
        Err(error) if is_taken(&error) => {
            spots::forget(app, place);
            Ok(false)
        }
        other => other.map(|()| true),
    }
}

/// One letter for each person, about all that they got here and may be told of; whether there is one.
fn write_to(lot: &mut Lot, place: PlaceId, jobs: &[Job], outcomes: &[Outcome], now: Timestamp) -> bool {
    let mut letters: BTreeMap<Token, Vec<Token>> = BTreeMap::new();
    for job in jobs.iter().filter(|job| job.letter) {
        let Some(Ok(done)) = outcomes.get(job.order) else { continue };
        let Some((id, person)) = &job.person else { continue };
        if person.email.is_some() && may_be_told(&done.entry, &done.people, now) {
            letters.entry(*id).or_default().push(job.token);
        }
    }
    let some = !letters.is_empty();
    for (person, awards) in letters {
        letters::tell_with(lot, place, person, &awards, now.unix());
    }
    some
}

/// Begins to write: from now on everybody else who changes the place waits. How many status lists it has, the number of its
/// last event and whether anybody is to be told of what happens; nothing where it is no longer as it was when it was decided.
async fn held(
    app: &App,
    place: PlaceId,
    desk: &Desk,
    jobs: &[Job],
) -> Result<Option<(Writing, (u32, i64, bool))>, StorageError> {
    if let [job] = jobs
        && let Some((by, known)) = &job.found
    {
        let whom = match by {
            By::Address(address) => Whom::Address(address),
            By::Id(id) => Whom::Id(*id),
        };
        let (mut work, look) = app.storage.write_looking(place, whom).await?;
        let is_so =
            look.revision == desk.revision && is_still(&mut work, place, job, (&look.people, known.as_ref())).await?;
        return Ok(is_so.then_some((work, (look.lists, look.last, look.told))));
    }
    let mut work = app.storage.write().await?;
    if work.hold(place).await? != desk.revision || !still_so(&mut work, place, jobs).await? {
        return Ok(None);
    }
    let ends = work.ends(place).await?;
    Ok(Some((work, ends)))
}

/// Whether nobody came first, since it was decided.
async fn still_so(work: &mut Writing, place: PlaceId, jobs: &[Job]) -> Result<bool, StorageError> {
    for job in jobs {
        let Some((by, known)) = &job.found else { continue };
        let people = match by {
            By::Address(address) => work.person_at(place, address).await?,
            By::Id(id) => work.person(place, *id).await?,
        };
        if !is_still(work, place, job, (&people, known.as_ref())).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether somebody is noted as they were, and still has not what they are to get.
async fn is_still(
    work: &mut Writing,
    place: PlaceId,
    job: &Job,
    (people, known): (&People, Option<&(Token, Person)>),
) -> Result<bool, StorageError> {
    if people.iter().next().as_ref() != known {
        return Ok(false);
    }
    match known {
        Some((id, _)) if !job.again => {
            Ok(work.same(place, &people.ids(*id), &job.slug, &job.date.day()).await?.is_none())
        }
        _ => Ok(true),
    }
}
