//! What the place decides of an endorsement: accepted, refused, taken away.

use badge_core::endorsing::{EMBEDDED, JWT, NOTE, Refusal};
use badge_core::place::{Accepted, Digests, Found};

use super::super::{Brought, Sight, VerifyError, refused};
use super::examine::{Examined, examined};
use super::ours::{Home, Ours, as_received, home_at};
use super::{Outcome, one};
use crate::app::removing;
use crate::state::App;
use crate::storage::{Actor, Going, Offer, PlaceId, StorageError};
use crate::words::Speech;

/// Accepts what waits, after it was verified once more; `false` where there is none.
///
/// # Errors
/// See [`EndorseError`](super::super::EndorseError).
pub(crate) async fn accept(app: &App, by: &Actor, place: PlaceId, folder: &str, words: &Speech) -> Outcome<bool> {
    let find = |offers: Vec<Offer>| offers.into_iter().find(|offer| offer.folder == folder);
    let Some(offer) = find(app.storage.read().await?.offers(place).await?) else { return Ok(Ok(false)) };
    let Some(ours) = Ours::read(app, place).await? else { return Ok(Ok(false)) };
    let name = offer.what.clone();
    let held: Vec<Vec<u8>> = offer.embedded.iter().chain(&offer.jwt).cloned().collect();
    let (sight, own) = (Sight::new(app), ours.ids.clone());
    let again = move || {
        for bytes in held {
            if let Err(why) = examined(&Brought::File(String::new(), bytes), &sight, &own)? {
                return Ok(Err(why));
            }
        }
        Ok::<_, VerifyError>(Ok(()))
    };
    match tokio::task::spawn_blocking(again).await?? {
        Ok(()) => {}
        Err(Examined::Refused(refusal)) => return Ok(Err(vec![refused(&refusal, &name, words)])),
        Err(Examined::Unread) => return Ok(Err(vec![refused(&Refusal::Nothing, &name, words)])),
    }
    let (mut paths, mut contents) = (Vec::new(), Vec::new());
    for (form, bytes) in [(EMBEDDED, &offer.embedded), (JWT, &offer.jwt)] {
        if let Some(bytes) = bytes {
            paths.push(format!("{folder}/{form}"));
            contents.push(bytes.clone());
        }
    }
    let now = app.now();
    let (before, lay) = one(app, place, folder).await?;
    let before = before.map(|one| one.note);
    let new = Digests::of(offer.embedded.as_deref(), offer.jwt.as_deref());
    let held = before.as_ref().map(|note| note.digests.clone()).unwrap_or_default();
    let endorsed = as_received(&offer, now).and_then(|one| one.subject().map(str::to_owned)).unwrap_or_default();
    // What was endorsed is what was there the first time.
    let words_then = before.as_ref().and_then(|note| note.words.clone()).or_else(|| {
        let Some(Home::Achievement(slug)) = home_at(folder) else { return None };
        let file = ours.files.iter().find(|file| file.slug == slug)?;
        ours.place.words_of(file, &endorsed)
    });
    let note = Accepted {
        accepted: before.map_or(now, |note| note.accepted),
        checked: now,
        found: Found::Good,
        digests: Digests { embedded: new.embedded.or(held.embedded), jwt: new.jwt.or(held.jwt) },
        words: words_then,
    };
    paths.push(format!("{folder}/{NOTE}"));
    contents.push(note.to_json().into_bytes());
    // Objects first.
    let coming = removing::put_all(app, place, contents).await?;
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    // It is what was verified, and somebody may have decided meanwhile.
    if find(work.offers(place).await?).is_none_or(|other| other != offer)
        || work.files(place, &format!("{folder}/")).await? != lay
    {
        return Ok(Ok(false));
    }
    if !work.take_up(&coming).await? {
        return Err(StorageError::Going(Going).into());
    }
    for (path, digest) in paths.iter().zip(coming.digests()) {
        work.put_file(place, path, digest).await?;
    }
    work.remove_offer(place, folder).await?;
    work.add_act_about(place, by, "endorsement-accepted", None, now.unix()).await?;
    work.save().await?;
    coming.kept();
    Ok(Ok(true))
}

/// Refuses what waits; `false` where there is none.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn refuse(app: &App, by: &Actor, place: PlaceId, folder: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    let was = work.remove_offer(place, folder).await?;
    work.add_act_about(place, by, "endorsement-refused", None, app.now().unix()).await?;
    work.save().await?;
    Ok(was)
}

/// Takes an accepted one away; `false` where there is none.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn remove(app: &App, by: &Actor, place: PlaceId, folder: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if !work.watched(place).await?.iter().any(|known| known == folder) {
        return Ok(false);
    }
    for (path, _) in work.files(place, &format!("{folder}/")).await? {
        work.remove_file(place, &path).await?;
    }
    work.add_act_about(place, by, "endorsement-removed", None, app.now().unix()).await?;
    work.save().await?;
    removing::let_go(app, place).await?;
    Ok(true)
}
