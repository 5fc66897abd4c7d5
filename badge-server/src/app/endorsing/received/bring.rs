//! What a partner brings: verified, and kept until the place decides.

use badge_core::endorsing::{JWT, Refusal, Unfit, name_among};
use badge_core::place::{Digests, Found, Received};
use badge_core::time::Timestamp;

use super::super::{Brought, Sight, refused, unfit};
use super::examine::{Examined, examined};
use super::ours::{Home, Ours, as_received};
use super::{Known, Outcome, lying, these};
use crate::app::problem::Problem;
use crate::state::App;
use crate::storage::{Actor, Offer, PlaceId};
use crate::words::Speech;

/// At most so many wait at a place: whoever brings more does not fill the disk.
const WAITING: usize = 200;

/// What came of bringing one.
#[derive(Debug)]
pub(crate) struct Came {
    /// What was brought and waits for the place's answer, also where it waited before.
    pub(crate) waiting: Vec<Known>,
    /// What was brought and had been accepted before: nothing is to be answered.
    pub(crate) accepted: Vec<Known>,
    /// Whether anything of it was not here yet.
    pub(crate) news: bool,
}

/// Verifies what somebody brings, and keeps it until the place decides. All that is in it is good, or nothing is kept. What is
/// here already, byte for byte, is told and not asked about again.
///
/// # Errors
/// See [`EndorseError`](super::super::EndorseError).
pub(crate) async fn bring(app: &App, by: &Actor, place: PlaceId, brought: Brought, words: &Speech) -> Outcome<Came> {
    let Some(ours) = Ours::read(app, place).await? else { return Ok(Err(Vec::new())) };
    let name = brought.name();
    let wrong = |refusal: &Refusal| Ok(Err(vec![refused(refusal, &name, words)]));
    let (sight, own) = (Sight::new(app), ours.ids.clone());
    let goods = match tokio::task::spawn_blocking(move || examined(&brought, &sight, &own)).await?? {
        Ok(goods) => goods,
        Err(Examined::Unread) => return Ok(Err(vec![unfit(&Unfit::Unread, &name, words)])),
        Err(Examined::Refused(refusal)) => return wrong(&refusal),
    };
    let now = app.now();
    let mut homes = Vec::new();
    for one in &goods {
        let subject = one.badge.recipient.id.clone().unwrap_or_default();
        let Some((home, what)) = ours.home(&mut app.storage.read().await?, place, &subject).await? else {
            return wrong(&Refusal::Elsewhere { subject });
        };
        homes.push((home, what));
    }
    // What lies there is read before anything is changed, and must be the same then: nobody waits for the object store.
    let (mut work, theres) = loop {
        let mut theres = Vec::new();
        for (home, _) in &homes {
            theres.push(lying(app, place, &home.folder()).await?);
        }
        let mut work = app.storage.write().await?;
        work.hold(place).await?;
        let mut same = true;
        for ((home, _), (files, _)) in homes.iter().zip(&theres) {
            same &= work.files(place, &format!("{}/", home.folder())).await? == *files;
        }
        if same {
            break (work, theres);
        }
    };
    let mut waiting = work.offers(place).await?;
    let (mut here, mut news) = (Vec::new(), false);
    for ((one, (home, what)), (_, there)) in goods.into_iter().zip(homes).zip(theres) {
        let offered: Vec<(String, Received)> = waiting.iter().filter_map(|o| offered(o, &home, now)).collect();
        let names = || there.iter().chain(&offered).map(|(name, received)| (name.as_str(), &received.badge));
        let name = match name_among(&one.badge, names()) {
            Ok(Some(name)) => name,
            // Its other form is there.
            Ok(None) => {
                let other = names().find(|(_, badge)| badge.id == one.badge.id);
                here.extend(other.map(|(name, _)| format!("{}/{name}", home.folder())));
                continue;
            }
            Err(refusal) => return wrong(&refusal),
        };
        let folder = format!("{}/{name}", home.folder());
        here.push(folder.clone());
        let same = |(known, received): &(String, Received)| *known == name && is_same(received, &one.form);
        if there.iter().any(same) || waiting.iter().any(|offer| offer.folder == folder && waits(offer, &one.form)) {
            continue;
        }
        news = true;
        if waiting.len() >= WAITING && waiting.iter().all(|other| other.folder != folder) {
            return Ok(Err(vec![Problem::new("too_many", "", words.s("endorsement-too-many"))]));
        }
        let (form, bytes) = one.form;
        let mut offer =
            Offer { folder, what, embedded: None, jwt: None, verdict: one.verdict.to_owned(), came: now.unix() };
        if form == JWT {
            offer.jwt = Some(bytes)
        } else {
            offer.embedded = Some(bytes)
        }
        work.put_offer(place, &offer).await?;
        waiting.retain(|other| other.folder != offer.folder);
        waiting.push(offer);
    }
    if news {
        work.add_act_about(place, by, "endorsement-came", None, now.unix()).await?;
        work.save().await?;
    } else {
        // Nobody waits for us while the object store is read.
        drop(work);
    }
    let (waiting, mut accepted) = these(app, place, Some(&here)).await?;
    accepted.retain(|one| waiting.iter().all(|other| other.folder != one.folder));
    Ok(Ok(Came { waiting, accepted, news }))
}

/// Whether an accepted one has a form byte for byte, and was found good the last time.
fn is_same(known: &Received, (form, bytes): &(&str, Vec<u8>)) -> bool {
    let noted = &known.note.digests;
    let same = match *form {
        JWT => noted.jwt.is_some() && noted.jwt == Digests::of(None, Some(bytes)).jwt,
        _ => noted.embedded.is_some() && noted.embedded == Digests::of(Some(bytes), None).embedded,
    };
    same && !known.changed && known.note.found == Found::Good
}

/// Whether one that waits has a form byte for byte.
fn waits(offer: &Offer, (form, bytes): &(&str, Vec<u8>)) -> bool {
    let held = if *form == JWT { &offer.jwt } else { &offer.embedded };
    held.as_ref() == Some(bytes)
}

/// An offer as it will be once it is accepted, if it is of this home; with its name there.
fn offered(offer: &Offer, home: &Home, now: Timestamp) -> Option<(String, Received)> {
    let name = offer.folder.strip_prefix(&home.folder())?.strip_prefix('/')?;
    Some((name.to_owned(), as_received(offer, now)?))
}
