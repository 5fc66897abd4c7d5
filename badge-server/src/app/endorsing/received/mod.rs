//! Endorsements that partners bring: verified, waiting for consent, accepted, looked at again from time to time.

mod again;
mod bring;
mod decide;
mod examine;
mod ours;

use badge_core::endorsing::{Doubt, doubts};
use badge_core::model::Badge;
use badge_core::place::{Holding, Received};
use badge_core::time::Timestamp;

use self::ours::{Home, Ours, as_received, home_at};
use super::EndorseError;
use crate::app::problem::Problem;
use crate::app::published::received_named;
use crate::state::App;
use crate::storage::{Offer, PlaceId, StorageError};

pub(crate) use self::again::{JOB, check, work};
pub(crate) use self::bring::bring;
pub(crate) use self::decide::{accept, refuse, remove};

/// What is known of an endorsement, waiting or accepted, for people.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Its folder in the place's, by which it is named.
    pub(crate) folder: String,
    /// `achievement`, `badge` or `issuer`.
    pub(crate) of: &'static str,
    /// What that is called.
    pub(crate) what: String,
    /// Its id.
    pub(crate) subject: String,
    /// Who endorses: the name is what they write, the id what was proven.
    pub(crate) by: String,
    /// Their words (Markdown).
    pub(crate) words: Option<String>,
    pub(crate) since: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    /// `authentic`, or `key-only` where the name is not proven.
    pub(crate) verdict: String,
    /// `waiting`, `valid`, `not_yet`, `expired`, `revoked`, `suspended`, `key_gone`, `bad`, `changed`.
    pub(crate) state: &'static str,
    /// When it came; of an accepted one, when it was last looked at.
    pub(crate) at: Option<Timestamp>,
    /// Whether new badges carry it, once it is accepted.
    pub(crate) carried: bool,
    /// Of one that waits: what there is to doubt about who endorses.
    pub(crate) doubts: Vec<Doubt>,
}

/// What came of something that was wanted.
pub(crate) type Outcome<T> = Result<Result<T, Vec<Problem>>, EndorseError>;

/// Those that wait, and those that were accepted.
type Both = (Vec<Known>, Vec<Known>);

/// Those that wait, and those that were accepted.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn list(app: &App, place: PlaceId) -> Result<Both, EndorseError> {
    these(app, place, None).await
}

/// The same of some folders alone, where they are named. Whose name one that waits may be is found among all that were
/// accepted: where none of these waits, no other is read.
async fn these(app: &App, place: PlaceId, folders: Option<&[String]>) -> Result<Both, EndorseError> {
    let Some(ours) = Ours::read(app, place).await? else { return Ok((Vec::new(), Vec::new())) };
    let now = app.now();
    let is_meant = |folder: &String| folders.is_none_or(|folders| folders.contains(folder));
    let mut read = app.storage.read().await?;
    let mut offers = read.offers(place).await?;
    offers.retain(|offer| is_meant(&offer.folder));
    let mut watched = read.watched(place).await?;
    drop(read);
    if offers.is_empty() {
        watched.retain(is_meant);
    }
    let mut kept: Vec<Badge> = Vec::new();
    let mut accepted = Vec::new();
    for folder in watched {
        let (Some(one), _) = one(app, place, &folder).await? else { continue };
        kept.push(one.badge.clone());
        if !is_meant(&folder) {
            continue;
        }
        let what = match home_at(&folder) {
            Some(Home::Achievement(slug)) => ours.title(&slug),
            Some(Home::Award(token)) => {
                let register = app.storage.read().await?.register_of(place, token).await?;
                register.get(token).map(|entry| ours.title(&entry.award.achievement)).unwrap_or_default()
            }
            _ => ours.place.name.clone(),
        };
        let by_key = one.badge.issuer.id.as_deref().is_some_and(|id| id.starts_with("did:key:"));
        let verdict = if by_key { "key-only" } else { "authentic" };
        accepted.extend(ours.known(&folder, &what, &one, (verdict, state(&one, now))));
    }
    // Before somebody consents, they read whose name it may be.
    let doubted = |offer: &Offer| {
        let badge = as_received(offer, now)?.badge;
        Some(Known { doubts: doubts(&badge, &ours.place.name, &kept), ..ours.waiting(offer, now)? })
    };
    Ok((offers.iter().filter_map(doubted).collect(), accepted))
}

const fn state_of(holding: Holding) -> &'static str {
    match holding {
        Holding::Holds => "valid",
        Holding::NotYet(_) => "not_yet",
        Holding::Over(_) => "expired",
        Holding::Withdrawn(_) => "revoked",
        Holding::Suspended(_) => "suspended",
        Holding::KeyGone(_) => "key_gone",
        Holding::Bad(_) => "bad",
        Holding::Changed => "changed",
    }
}

fn state(one: &Received, now: Timestamp) -> &'static str {
    state_of(one.holding(now))
}

/// Paths with digests.
type Files = Vec<(String, String)>;

/// What was accepted in a folder, with the files that it was read from.
async fn lying(app: &App, place: PlaceId, above: &str) -> Result<(Files, Vec<(String, Received)>), StorageError> {
    let below = format!("{above}/");
    let files = app.storage.read().await?.files(place, &below).await?;
    let all = received_named(app, place, &below, &files).await?;
    Ok((files, all))
}

/// An accepted one, and the files of its folder that it was read from.
async fn one(app: &App, place: PlaceId, folder: &str) -> Result<(Option<Received>, Files), StorageError> {
    let Some((above, name)) = folder.rsplit_once('/') else { return Ok((None, Files::new())) };
    let below = format!("{folder}/");
    let files = app.storage.read().await?.files(place, &below).await?;
    let all = received_named(app, place, &format!("{above}/"), &files).await?;
    Ok((all.into_iter().find(|(known, _)| known == name).map(|(_, one)| one), files))
}

/// The folder of an endorsement by the last part of it, which is a digest: waiting or accepted.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn folder_of(app: &App, place: PlaceId, name: &str) -> Result<Option<String>, StorageError> {
    let mut read = app.storage.read().await?;
    let mut folders: Vec<String> = read.offers(place).await?.into_iter().map(|offer| offer.folder).collect();
    folders.extend(read.watched(place).await?);
    Ok(folders.into_iter().find(|folder| folder.rsplit('/').next() == Some(name)))
}
