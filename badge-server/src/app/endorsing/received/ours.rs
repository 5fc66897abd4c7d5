//! What may be endorsed at a place: its achievements, its badges, and itself; and what an endorsement says of which.

pub(super) use badge_core::endorsing::Home;
use badge_core::endorsing::{endorser, home_of, is_carried, place_ids};
use badge_core::place::documents::format_spot;
use badge_core::place::{Accepted, AchievementFile, Digests, Found, Place, Received, Slug, Token};
use badge_core::time::Timestamp;

use super::super::EndorseError;
use super::Known;
use crate::app::published::Raw;
use crate::state::App;
use crate::storage::{Offer, PlaceId, Reading, StorageError};

/// What may be endorsed at a place.
pub(super) struct Ours {
    pub(super) place: Place,
    pub(super) files: Vec<AchievementFile>,
    /// Under which it signs.
    pub(super) ids: Vec<String>,
}

impl Ours {
    pub(super) async fn read(app: &App, id: PlaceId) -> Result<Option<Self>, EndorseError> {
        let Some(raw) = Raw::read(app, id).await? else { return Ok(None) };
        let (place, keys) = (raw.place()?, raw.keys()?);
        let files = raw.achievements(&place).into_iter().filter_map(|(_, file)| file.ok()).collect();
        let ids = place_ids(&place, keys.iter().map(|key| &key.public));
        Ok(Some(Self { place, files, ids }))
    }

    /// Which of our things has an id, and what that is called.
    pub(super) async fn home(
        &self,
        read: &mut Reading,
        place: PlaceId,
        subject: &str,
    ) -> Result<Option<(Home, String)>, StorageError> {
        let award = self.award(read, place, subject).await?;
        let token = award.as_ref().map(|(token, _)| *token);
        let Some(home) = home_of(subject, (&self.place, &self.ids), &self.files, || Ok::<_, StorageError>(token))?
        else {
            return Ok(None);
        };
        let what = match (&home, &award) {
            (Home::Achievement(slug), _) | (Home::Award(_), Some((_, slug))) => self.title(slug),
            _ => self.place.name.clone(),
        };
        Ok(Some((home, what)))
    }

    /// The award that has this id: the id names it by its token.
    async fn award(
        &self,
        read: &mut Reading,
        place: PlaceId,
        subject: &str,
    ) -> Result<Option<(Token, Slug)>, StorageError> {
        let Some(base) = &self.place.base else { return Ok(None) };
        let token = subject.split(['/', ':']).filter_map(Token::parse).next_back();
        let Some(token) = token.or_else(|| Token::parse(&subject.strip_prefix("urn:uuid:")?.replace('-', ""))) else {
            return Ok(None);
        };
        let register = read.register_of(place, token).await?;
        let entry = register.get(token).filter(|entry| {
            let ids = entry.award.credentials.iter().map(|c| c.id.clone());
            let pages = entry.award.credentials.iter().map(|c| base.url(&format_spot(token, c.format)));
            ids.chain(pages).any(|id| id == subject)
        });
        Ok(entry.map(|entry| (token, entry.award.achievement.clone())))
    }

    pub(super) fn title(&self, slug: &Slug) -> String {
        let file = self.files.iter().find(|file| file.slug == *slug);
        let name = file.and_then(|file| file.texts(self.place.first_language()).name.clone());
        name.unwrap_or_else(|| slug.to_string())
    }

    pub(super) fn waiting(&self, offer: &Offer, now: Timestamp) -> Option<Known> {
        let one = as_received(offer, now)?;
        let at = Timestamp::from_unix(offer.came);
        Some(Known { at, ..self.known(&offer.folder, &offer.what, &one, (&offer.verdict, "waiting"))? })
    }

    pub(super) fn known(
        &self,
        folder: &str,
        what: &str,
        one: &Received,
        (verdict, state): (&str, &'static str),
    ) -> Option<Known> {
        let home = home_at(folder)?;
        let subject = one.subject().unwrap_or_default();
        Some(Known {
            folder: folder.to_owned(),
            of: home.as_str(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            by: endorser(&one.badge),
            words: one.badge.narrative.clone(),
            since: one.badge.valid_from,
            until: one.badge.valid_until,
            verdict: verdict.to_owned(),
            state,
            at: Some(one.note.checked),
            carried: is_carried(&home, subject, &self.place),
            doubts: Vec::new(),
        })
    }
}

/// Whose a folder of an endorsement is.
pub(super) fn home_at(folder: &str) -> Option<Home> {
    let (above, _) = folder.rsplit_once('/')?;
    let named = |before: &str| above.strip_prefix(before)?.strip_suffix("/endorsements");
    if let Some(slug) = named("achievements/") {
        return Slug::parse(slug).map(Home::Achievement);
    }
    if let Some(token) = named("awards/") {
        return Token::parse(token).map(Home::Award);
    }
    (above == Home::Place.folder()).then_some(Home::Place)
}

/// An offer as it will be once it is accepted.
pub(super) fn as_received(offer: &Offer, now: Timestamp) -> Option<Received> {
    let jwt = offer.jwt.as_deref().map(String::from_utf8_lossy);
    let note = Accepted { accepted: now, checked: now, found: Found::Good, digests: Digests::default(), words: None };
    Received::new(offer.embedded.as_deref(), jwt.as_deref(), note)
}
