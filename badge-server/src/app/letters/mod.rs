//! Letters on their way: noted in the transaction of what they tell of, given to the mail server by whoever has the job,
//! each once. What "once" means is the core's (`badge_core::place::outbox`), the same for the command.
//!
//! A letter is `waiting` until the mail server wants its text. Before the first byte leaves, it becomes `handing`, for one
//! caller however many try; whoever finds it so when the lease of its job has ended makes it `uncertain`, which is shown to
//! the team, and sent again by nobody but a person. Whatever goes wrong before is as if nothing had happened.

mod compose;
mod seen;

use badge_core::place::Token;
use badge_core::place::outbox::{Step, after};
use badge_core::text;

use self::compose::{Composed, Ready, compose, still_so};
use super::batches::WorkError;
use crate::entropy::random;
use crate::job::{Done, Worker};
use crate::keys::Purpose;
use crate::post::{Announced, Letter, Mark, Reply};
use crate::state::App;
use crate::storage::{Job, Lot, PlaceId, StorageError, StoredLetter, Writing};

pub(crate) use self::seen::{LetterSeen, again, of_award, page, tell_again};

/// The kind of its jobs.
pub(crate) const JOB: &str = "mail";

/// The kind of those that take a link to somebody who waits for it: they go before all others.
pub(crate) const LINK: &str = "link";

/// The kind of a letter that tells the team that a badge is said not to be theirs.
pub(crate) const NOT_ME: &str = "not-me";

/// Seconds before a letter that the mail server put off is tried again; four times as many each time after.
const FIRST_PAUSE: u32 = 60;

/// The longest that the mail server is left alone when nobody is there, in seconds.
pub(crate) const LONGEST_AWAY: i64 = 5 * 60;

/// For so long the link by which a badge is refused is good: a year.
const REFUSED: i64 = 366 * 24 * 60 * 60;

/// Letters that are looked through for others to the same person.
const TOGETHER: usize = 20;

/// Whether a letter may go now: the mail server is there as far as is known, and there were not too many.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn may_go(app: &App) -> Result<bool, StorageError> {
    let now = app.now().unix();
    if app.work.mail.left(&(), now).is_some() {
        return Ok(false);
    }
    let since = app.storage.read().await?.letters_since(now - 60).await?;
    Ok(since < i64::from(app.config.mail_per_minute))
}

/// Notes a letter that holds a link, or an address of the team: what it says is sealed, and emptied when the link is over.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn send(
    work: &mut Writing,
    app: &App,
    (place, kind): (PlaceId, &str),
    letter: &Letter,
    expires: i64,
) -> Result<(), StorageError> {
    let id = name();
    let secret = serde_json::json!([letter.to, letter.lang.tag(), letter.subject, letter.text]).to_string();
    let sealed = app.seal.seal(secret.as_bytes(), purpose(place, &id));
    let letter =
        StoredLetter { sealed: Some(sealed), expires: Some(expires), ..empty(id, place, kind, app.now().unix()) };
    let job = if kind == NOT_ME { JOB } else { LINK };
    let mut lot = Lot::default();
    add(&mut lot, &letter, job);
    work.run(lot).await
}

/// Notes that somebody is to be told of awards.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn tell(
    work: &mut Writing,
    place: PlaceId,
    person: Token,
    awards: &[Token],
    now: i64,
) -> Result<(), StorageError> {
    let mut lot = Lot::default();
    tell_with(&mut lot, place, person, awards, now);
    work.run(lot).await
}

/// The same, with other changes.
pub(crate) fn tell_with(lot: &mut Lot, place: PlaceId, person: Token, awards: &[Token], now: i64) {
    let letter = StoredLetter { person: Some(person), awards: awards.to_vec(), ..empty(name(), place, "badge", now) };
    add(lot, &letter, JOB);
}

fn add(lot: &mut Lot, letter: &StoredLetter, kind: &str) {
    lot.letter(letter);
    lot.job(letter.place, &text::hex(&random::<8>()), (kind, &letter.id), letter.created);
}

/// Takes a letter to the mail server.
///
/// # Errors
/// See [`WorkError`]. The letter is as it was then, or uncertain.
pub(crate) async fn work(app: &App, worker: &Worker, job: &Job) -> Result<Done, WorkError> {
    let Some(letter) = app.storage.read().await?.letter(&job.subject).await? else { return Ok(Done::Yes) };
    match letter.step {
        Step::Waiting => {}
        // Whoever was at it is gone, or has not been heard of for as long as the lease.
        Step::Handing => {
            tracing::warn!("a letter may have gone, or not");
            becomes(app, &letter, (Step::Handing, Step::Uncertain), Some("cut")).await?;
            return Ok(Done::Yes);
        }
        _ => return Ok(Done::Yes),
    }
    let ready = match compose(app, &letter).await? {
        Composed::Ready(ready) => *ready,
        Composed::Nothing => {
            let mut work = app.storage.write().await?;
            work.remove_letter(&letter.id, Step::Waiting).await?;
            work.save().await?;
            return Ok(Done::Yes);
        }
        Composed::Over(why) => {
            becomes(app, &letter, (Step::Waiting, Step::Refused), Some(why)).await?;
            return Ok(Done::Yes);
        }
    };
    let (post, to) = (app.post.clone(), ready.letter.to.clone());
    let announce = tokio::task::spawn_blocking(move || post.announce(&to));
    match worker.while_at(app, job, announce).await? {
        Announced::Away(why) => {
            let pause = app.work.mail.again((), app.now().unix());
            tracing::warn!(why, seconds = pause, "letters wait: the mail server does not take them");
            Ok(Done::Later(pause))
        }
        Announced::Answered(reply) => {
            app.work.mail.over(&());
            concluded(app, &letter, Step::Waiting, &reply).await
        }
        Announced::Ready(open) => {
            app.work.mail.over(&());
            if !hand(app, worker, &letter, &ready).await? {
                // Dropped: the mail server gets no text, and keeps nothing.
                drop(open);
                return Ok(Done::Later(1));
            }
            let mark = Mark { id: letter.id.clone(), copy: letter.copy, at: app.now().unix() };
            let give = tokio::task::spawn_blocking(move || open.give(&ready.letter, &mark));
            let reply = worker.while_at(app, job, give).await?;
            concluded(app, &letter, Step::Handing, &reply).await
        }
    }
}

/// Writes down that the text leaves now, if everything is still as it was; other letters to the same person that wait
/// are part of this one.
async fn hand(app: &App, worker: &Worker, letter: &StoredLetter, ready: &Ready) -> Result<bool, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    // Whoever corrects the address, takes consent back or erases the person is done before, or waits.
    if letter.person.is_some() {
        work.hold(letter.place).await?;
    }
    if !still_so(app, &mut work, letter, ready).await? {
        return Ok(false);
    }
    if !work.hand_letter(&letter.id, &worker.0, &ready.awards, now).await? {
        return Ok(false);
    }
    for other in &ready.others {
        if !work.remove_letter(other, Step::Waiting).await? {
            return Ok(false);
        }
    }
    for (award, secret) in &ready.links {
        work.add_refusal(secret, (letter.place, *award), now + REFUSED).await?;
    }
    work.save().await?;
    Ok(true)
}

/// Notes what the mail server said.
async fn concluded(app: &App, letter: &StoredLetter, step: Step, reply: &Reply) -> Result<Done, WorkError> {
    let attempts = u32::try_from(letter.attempts).unwrap_or(u32::MAX);
    let (to, pause) = after(reply.what, step, attempts, FIRST_PAUSE);
    if to == Step::Uncertain {
        tracing::warn!("a letter may have gone, or not");
    }
    becomes(app, letter, (step, to), Some(&reply.said)).await?;
    Ok(pause.map_or(Done::Yes, Done::Later))
}

async fn becomes(
    app: &App,
    letter: &StoredLetter,
    steps: (Step, Step),
    answer: Option<&str>,
) -> Result<(), StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    // Somebody may have called it uncertain meanwhile: what is known now is better.
    if !work.letter_becomes(&letter.id, steps, answer, now).await? && steps.0 == Step::Handing {
        work.letter_becomes(&letter.id, (Step::Uncertain, steps.1), answer, now).await?;
    }
    work.save().await
}

fn empty(id: String, place: PlaceId, kind: &str, now: i64) -> StoredLetter {
    StoredLetter {
        id,
        place,
        kind: kind.to_owned(),
        step: Step::Waiting,
        created: now,
        changed: now,
        attempts: 0,
        copy: 0,
        person: None,
        awards: Vec::new(),
        sealed: None,
        expires: None,
        answer: None,
    }
}

fn name() -> String {
    text::hex(&random::<16>())
}

fn purpose(place: PlaceId, id: &str) -> Purpose<'_> {
    Purpose { place, thumbprint: id, kind: "letter" }
}
