//! What whoever got a badge may do about its page without an account: say that it is not theirs, or have it removed; and
//! the team, putting it back. The badge itself is not changed: revoking is the place's own decision.
//!
//! It is noted of the person, in the record that `people.json` is written from: so it goes along with an export, the
//! command keeps to it, and it is erased with the person.

use badge_core::language::Lang;
use badge_core::place::Token;
use badge_core::place::people::{People, Refusal, Removal};

use super::accounts::AccountId;
use super::awarding::one;
use super::{letters, places};
use crate::post::Letter;
use crate::role::Right;
use crate::route::Urls;
use crate::state::App;
use crate::storage::{Actor, PlaceId, StorageError, Writing};

/// For so long somebody of the place is written to that a badge is not theirs, in seconds: it waits in the list as well.
const TOLD: i64 = 14 * 24 * 60 * 60;

/// Of a team, at most so many are written to.
const MOST: usize = 20;

/// The badge that a link in a letter is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusable {
    pub(crate) place: String,
    pub(crate) badge: String,
}

/// Which badge a link is about, while it is good. Looking uses nothing up.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn look(app: &App, secret: &str, lang: Lang) -> Result<Option<Refusable>, StorageError> {
    let mut read = app.storage.read().await?;
    let Some((place, award)) = read.refusal(secret, app.now().unix()).await? else { return Ok(None) };
    let Some(done) = one(&mut read, place, award).await? else { return Ok(None) };
    let slug = &done.entry.award.achievement;
    let source = read.achievements(place).await?.into_iter().find(|(known, _)| known == slug);
    drop(read);
    let file = source.and_then(|(slug, source)| badge_core::place::AchievementFile::parse(slug, &source).ok());
    let name = file.and_then(|file| file.texts(done.entry.award.language).name.clone());
    let card = places::card(app, place).await?;
    Ok(Some(Refusable { place: card.name_in(lang).to_owned(), badge: name.unwrap_or_else(|| slug.to_string()) }))
}

/// Takes a badge's page away, because whoever got the letter says so. `false` where the link is used or over.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn refuse(app: &App, secret: &str, why: Refusal) -> Result<bool, StorageError> {
    let now = app.now().to_utc_seconds();
    let Some(badge) = look(app, secret, Lang::default()).await? else { return Ok(false) };
    let mut work = app.storage.write().await?;
    let Some((place, award)) = work.refusal(secret, now.unix()).await? else { return Ok(false) };
    work.touch(place).await?;
    if !work.use_refusal(secret, now.unix()).await? {
        return Ok(false);
    }
    if !note(&mut work, place, award, Some(Removal { at: now, why })).await? {
        return Ok(false);
    }
    let act = if why == Refusal::NotMe { "not-me" } else { "page-removed" };
    work.add_act_of(place, &Actor::Recipient, act, &award.to_string(), now.unix()).await?;
    // Once, until somebody of the place has seen to it: whoever has several letters does not fill their mailboxes.
    if why == Refusal::NotMe && work.add_claim(place, award, now.unix()).await? && app.post.is_there() {
        tell(&mut work, app, place, (award, &badge)).await?;
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(true)
}

/// Writes to those of the place who can do something about it; to the place itself where nobody has an account.
async fn tell(
    work: &mut Writing,
    app: &App,
    place: PlaceId,
    (award, badge): (Token, &Refusable),
) -> Result<(), StorageError> {
    let Some(stored) = work.place(place).await? else { return Ok(()) };
    let Ok(card) = badge_core::place::Place::parse(&stored.settings) else { return Ok(()) };
    let team = work.members(place).await?.into_iter().filter(|(_, role)| role.may(Right::Award));
    let mut to: Vec<String> = team.map(|(account, _)| account.address).take(MOST).collect();
    if to.is_empty() {
        to.push(card.mail.as_ref().and_then(|mail| mail.reply_to.clone()).unwrap_or_else(|| card.email.clone()));
    }
    let lang = card.first_language();
    let link = Urls(&app.address).badge(place, award, lang);
    for to in to {
        let letter = Letter::not_me(app.words.of(lang), &to, (&badge.place, &badge.badge), &link);
        letters::send(work, app, (place, letters::NOT_ME), &letter, app.now().unix() + TOLD).await?;
    }
    Ok(())
}

/// Notes that somebody of the team saw what is said of a badge, and that it stays as it is. `false` where nothing was.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn dismiss(app: &App, by: AccountId, place: PlaceId, award: Token) -> Result<bool, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    if !work.end_claim(place, award, now).await? {
        return Ok(false);
    }
    work.add_act_of(place, &Actor::Account(by), "not-me-seen", &award.to_string(), now).await?;
    work.save().await?;
    Ok(true)
}

/// Shows a badge's page again, because the team decided so. `false` where it was not removed.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn put_back(app: &App, by: AccountId, place: PlaceId, award: Token) -> Result<bool, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if !note(&mut work, place, award, None).await? {
        return Ok(false);
    }
    work.end_claim(place, award, now).await?;
    work.add_act_of(place, &Actor::Account(by), "page-back", &award.to_string(), now).await?;
    work.save().await?;
    Ok(true)
}

/// Notes it of the person; `false` where there is nobody, or nothing to take back.
async fn note(
    work: &mut Writing,
    place: PlaceId,
    award: Token,
    removal: Option<Removal>,
) -> Result<bool, StorageError> {
    let Some(done) = one(work, place, award).await? else { return Ok(false) };
    let Some(id) = done.entry.award.person.map(|id| done.people.main_id(id)) else { return Ok(false) };
    let Some(mut person) = done.people.get(id) else { return Ok(false) };
    match removal {
        // That it is not theirs says more than that they want no page: an older letter's link does not take it back.
        Some(Removal { why: Refusal::Asked, .. }) if person.removed.contains_key(&award) => {}
        Some(removal) => drop(person.removed.insert(award, removal)),
        None if person.removed.remove(&award).is_none() => return Ok(false),
        None => {}
    }
    let mut people: People = done.people;
    people.insert(id, person);
    work.put_people(place, &people).await?;
    Ok(true)
}
