//! Letters as the team sees them: what waits, what was refused, what may have gone; and sending one again.

use badge_core::place::Token;
use badge_core::place::outbox::{Step, may_be_told};
use badge_core::text;
use badge_core::time::Timestamp;

use super::{JOB, tell};
use crate::entropy::random;
use crate::state::App;
use crate::storage::{AccountId, PlaceId, Reading, StorageError, StoredLetter};

/// Letters of one page.
const MOST: i64 = 200;

/// A letter, and whom it is for as far as the place knows.
#[derive(Debug, Clone)]
pub(crate) struct LetterSeen {
    pub(crate) id: String,
    pub(crate) step: Step,
    pub(crate) kind: String,
    /// When the state was last changed.
    pub(crate) changed: Option<Timestamp>,
    pub(crate) name: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) awards: Vec<Token>,
    /// What the mail server said last, or a word of ours.
    pub(crate) answer: Option<String>,
    /// Whether it can be sent once more.
    pub(crate) again: bool,
}

/// The letters of a place that did not go, refused and uncertain ones first, and how many went.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn page(app: &App, place: PlaceId) -> Result<(Vec<LetterSeen>, i64), StorageError> {
    let mut read = app.storage.read().await?;
    let letters = read.letters_not_sent(place, MOST).await?;
    let counts = read.letter_counts(place).await?;
    let sent = counts.into_iter().find(|(step, _)| *step == Step::Sent).map_or(0, |(_, count)| count);
    let mut all = Vec::with_capacity(letters.len());
    for letter in letters {
        all.push(seen(&mut read, letter).await?);
    }
    all.sort_by_key(|letter| match letter.step {
        Step::Uncertain => 0,
        Step::Refused => 1,
        _ => 2,
    });
    Ok((all, sent))
}

/// The newest letter about an award, if one was written.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn of_award(app: &App, place: PlaceId, award: Token) -> Result<Option<LetterSeen>, StorageError> {
    let mut read = app.storage.read().await?;
    let register = read.register_of(place, award).await?;
    let Some(person) = register.get(award).and_then(|entry| entry.award.person) else { return Ok(None) };
    let mut ids = read.person(place, person).await?.ids(person);
    ids.dedup();
    let letters = read.letters_to(place, &ids).await?;
    match letters.into_iter().rfind(|letter| letter.awards.contains(&award)) {
        Some(letter) => Ok(Some(seen(&mut read, letter).await?)),
        None => Ok(None),
    }
}

/// Sends a letter about badges once more, because somebody decided so. `false` where it waits already, or cannot be.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn again(app: &App, by: AccountId, place: PlaceId, id: &str) -> Result<bool, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    if !work.letter_again(place, id, now).await? {
        return Ok(false);
    }
    work.add_job(place, &text::hex(&random::<8>()), (JOB, id), now).await?;
    work.add_act(Some(place), Some(by), "sent-again", None, now).await?;
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(true)
}

/// Writes to somebody about one badge of theirs once more, because somebody decided so. `false` where nobody can be
/// written to.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn tell_again(app: &App, by: AccountId, place: PlaceId, award: Token) -> Result<bool, StorageError> {
    let now = app.now();
    let mut work = app.storage.write().await?;
    let register = work.register_of(place, award).await?;
    let Some(entry) = register.get(award) else { return Ok(false) };
    let Some(id) = entry.award.person else { return Ok(false) };
    let people = work.person(place, id).await?;
    let has_address = people.get(id).is_some_and(|person| person.email.is_some());
    if !has_address || !may_be_told(&entry, &people, now) {
        return Ok(false);
    }
    tell(&mut work, place, people.main_id(id), &[award], now.unix()).await?;
    work.add_act(Some(place), Some(by), "sent-again", Some(&award.to_string()), now.unix()).await?;
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(true)
}

async fn seen(read: &mut Reading, letter: StoredLetter) -> Result<LetterSeen, StorageError> {
    let person = match letter.person {
        Some(id) => read.person(letter.place, id).await?.get(id),
        None => None,
    };
    Ok(LetterSeen {
        again: letter.kind == "badge" && !matches!(letter.step, Step::Waiting | Step::Handing),
        id: letter.id,
        step: letter.step,
        kind: letter.kind,
        changed: Timestamp::from_unix(letter.changed),
        name: person.as_ref().and_then(|person| person.name.clone()),
        address: person.and_then(|person| person.email),
        awards: letter.awards,
        answer: letter.answer,
    })
}
