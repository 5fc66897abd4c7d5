//! What is drawn of an award when somebody asks for it: the picture of a shared link, and the certificate. A few are drawn
//! at a time, and what was drawn is kept for the next who asks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use badge_core::issue::Told;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::message::date;
use badge_core::model::Badge;
use badge_core::paper::{House, Kind, Picture, Press, Printed, STARTER, STARTER_FR, SignedFile, Template, plain};
use badge_core::picture::{Qr, banner};
use badge_core::place::register::Entry;
use badge_core::place::{AchievementFile, Ending, Place, Spot};
use tokio::sync::Semaphore;

use super::places;
use super::published::{Document, PlaceError, View};
use crate::state::App;
use crate::storage::{PlaceId, Reading};

/// Drawings that are kept; each has about a hundred kilobytes.
const KEPT: usize = 64;

/// How many are drawn at the same time, and how many wait for that, each with its picture in memory.
const SEATS: usize = 2;
const WAITING: usize = 200;

/// Of which place, as it was, and which file.
type Key = (PlaceId, i64, String);

/// Too many wait already.
#[derive(Debug, thiserror::Error)]
#[error("too many wait for a drawing")]
pub(crate) struct Crowded;

/// What was drawn.
#[derive(Debug)]
pub(crate) struct Drawn {
    kept: Mutex<VecDeque<(Key, Document)>>,
    seats: Semaphore,
    waiting: Semaphore,
}

impl Default for Drawn {
    fn default() -> Self {
        Self { kept: Mutex::default(), seats: Semaphore::new(SEATS), waiting: Semaphore::new(WAITING) }
    }
}

impl Drawn {
    fn kept(&self) -> MutexGuard<'_, VecDeque<(Key, Document)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, key: &Key) -> Option<Document> {
        self.kept().iter().find(|(known, _)| known == key).map(|(_, document)| document.clone())
    }

    fn keep(&self, key: Key, document: &Document) {
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, document.clone()));
    }
}

/// Whether an award has a picture, from which the rest is drawn.
pub(super) fn has_picture(entry: &Entry) -> bool {
    picture_of(entry).is_some()
}

fn picture_of(entry: &Entry) -> Option<String> {
    ["badge.png", "badge.svg"].into_iter().find_map(|name| entry.award.files.get(name)).map(|digest| digest.to_string())
}

/// The picture of a shared link: the badge on a calm ground, 1200 by 630 pixels, without a word about anybody.
///
/// # Errors
/// See [`PlaceError`].
pub(super) async fn preview(app: &App, view: &View, entry: &Entry) -> Result<Option<Document>, PlaceError> {
    let Some(digest) = picture_of(entry) else { return Ok(None) };
    // The same picture gives the same preview, whatever else changes.
    let key = (view.id, 0, format!("preview {digest}"));
    if let Some(document) = app.work.drawn.known(&key) {
        return Ok(Some(document));
    }
    let Some(picture) = app.storage.objects.get(view.id, &digest).await? else { return Ok(None) };
    draw(app, key, "image/png", move || banner(&picture, &Limits::default()).ok()).await
}

/// The certificate, with the badge inside the file. It is at an address that can be passed on, as the page is: so it
/// names nobody, as the page does not.
///
/// # Errors
/// See [`PlaceError`].
pub(super) async fn certificate(
    app: &App,
    mut read: Reading,
    view: &View,
    entry: &Entry,
    badge: Badge,
) -> Result<Option<Document>, PlaceError> {
    let award = &entry.award;
    let key = (view.id, view.revision, format!("certificate {}", award.token));
    if let Some(document) = app.work.drawn.known(&key) {
        return Ok(Some(document));
    }
    let Some(digest) = picture_of(entry) else { return Ok(None) };
    let Some(issued) = award.credentials.iter().min_by_key(|issued| issued.format) else { return Ok(None) };
    let Some(signed) = read.credential(view.id, &issued.sha256.to_string()).await? else { return Ok(None) };
    let source = read.achievements(view.id).await?.into_iter().find(|(slug, _)| *slug == award.achievement);
    drop(read);
    let Some(picture) = app.storage.objects.get(view.id, &digest).await? else { return Ok(None) };
    let file = source.and_then(|(slug, source)| AchievementFile::parse(slug, &source).ok());
    let (card, url, logo) = (places::card(app, view.id).await?, view.base.url(&Spot::Award(award.token)), logo(view));
    let (app_too, entry, format) = (app.clone(), entry.clone(), issued.format);
    let make = move || {
        let limits = Limits::default();
        let award = &entry.award;
        let speaks = badge.language.as_deref().and_then(Lang::from_tag).unwrap_or(award.language);
        let words = app_too.words.of(speaks).catalog();
        let texts = file.as_ref().map(|file| file.texts(speaks).clone()).unwrap_or_default();
        let title = badge.title().map(plain).or(texts.name.clone());
        let title = title.unwrap_or_else(|| award.achievement.as_str().to_owned());
        let what = badge.achievement.as_ref();
        let done = badge.narrative.clone().or_else(|| what?.criteria.as_ref()?.narrative.clone());
        let done = done.or_else(|| what?.description.clone()).map(|text| plain(&text));
        let (ending, media_type) =
            if format.is_jws() { ("jws", "application/jose") } else { ("json", "application/ld+json") };
        let printed = Printed {
            lang: speaks,
            speaks,
            name: None,
            level: level(file.as_ref(), &card, speaks),
            done,
            date: date(words, award.date),
            until: award.expires.map(|end| date(words, end)),
            place: Told::of(&badge, Some(&url)).location.map(|location| location.text),
            picture: Picture::read(&picture, &limits).ok()?,
            picture_alt: texts.picture_alt.unwrap_or_else(|| title.clone()),
            code: Qr::new(&url).ok(),
            claim: None,
            file: Some(SignedFile {
                name: format!("{}-{}.{ending}", award.achievement, &award.token.to_string()[..8]),
                media_type,
                description: format!("{title} – {}", card.name_in(speaks)),
                bytes: signed,
                date: award.date,
            }),
            title: title.clone(),
        };
        let house = House {
            name: card.name_in(speaks).to_owned(),
            logo: logo.and_then(|bytes| Picture::read(&bytes, &limits).ok()),
            logo_alt: card.logo_alt.best(speaks).unwrap_or(card.name_in(speaks)).to_owned(),
        };
        let template = Template::parse(if speaks == Lang::Fr { STARTER_FR } else { STARTER }).ok()?;
        // The day on which it was awarded, and not today: the same award gives the same bytes.
        let mut press = Press::new(Kind::Certificates, template, house, speaks, &title, award.date).ok()?;
        press.add(printed);
        press.finish().ok().map(|(bytes, _)| bytes)
    };
    draw(app, key, "application/pdf", make).await
}

async fn draw(
    app: &App,
    key: Key,
    media_type: &'static str,
    make: impl FnOnce() -> Option<Vec<u8>> + Send + 'static,
) -> Result<Option<Document>, PlaceError> {
    let drawn = &app.work.drawn;
    if let Some(document) = drawn.known(&key) {
        return Ok(Some(document));
    }
    let waits = drawn.waiting.try_acquire().map_err(|_| Crowded)?;
    let _seat = drawn.seats.acquire().await;
    drop(waits);
    if let Some(document) = drawn.known(&key) {
        return Ok(Some(document));
    }
    let Some(bytes) = tokio::task::spawn_blocking(make).await? else { return Ok(None) };
    let document = Document::new(media_type, bytes);
    drawn.keep(key, &document);
    Ok(Some(document))
}

fn logo(view: &View) -> Option<Arc<[u8]>> {
    let all = [Ending::Png, Ending::Svg].map(|ending| Spot::Logo(ending).file());
    all.iter().find_map(|path| view.files.get(path)).map(|document| Arc::clone(&document.bytes))
}

/// `je pratique · savoir-faire`
fn level(file: Option<&AchievementFile>, card: &Place, lang: Lang) -> Option<String> {
    let file = file?;
    let level = file.level.as_deref().and_then(|id| card.level(id)).and_then(|level| level.name.best(lang));
    let kind = file.kind.as_deref().and_then(|id| card.kind(id)).and_then(|kind| kind.name.best(lang));
    let words: Vec<&str> = [level, kind].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::award_tests::{award, page_of, public, ready};
    use crate::testing::World;

    #[tokio::test]
    async fn when_enough_wait_the_next_ones_are_told_to_come_back() {
        let world = World::new().await;
        let (_ada, mut ben, id) = ready(&world).await;
        let to = award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let badge = page_of(&ben.get(&to).await.text());
        assert_eq!(public(&world, &format!("{badge}preview.png")).await.status, StatusCode::OK);
        let all = u32::try_from(WAITING).unwrap();
        let _waiting = world.app.work.drawn.waiting.acquire_many(all).await.unwrap();
        let busy = public(&world, &format!("{badge}certificate.pdf")).await;
        assert_eq!((busy.status, busy.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
        assert!(busy.text().contains("<h1>"), "{}", busy.text());
        assert_eq!(public(&world, &format!("{badge}preview.png")).await.status, StatusCode::OK, "it was drawn before");
    }
}
