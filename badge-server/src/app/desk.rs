//! What awarding needs of a place, read once and kept until the place changes: its settings, achievements, pictures and
//! the keys that sign.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use badge_core::crypto::{KeyKind, SecretKey, Signer};
use badge_core::language::Lang;
use badge_core::picture::{Logo, Template};
use badge_core::place::award::{Office, Shown};
use badge_core::place::documents::PlaceKey;
use badge_core::place::making::Artwork;
use badge_core::place::register::Register;
use badge_core::place::{AchievementFile, Addresses, Place, Problems, Slug};

use super::published::{PlaceError, Raw};
use super::tokens::Bearer;
use crate::keys::Purpose;
use crate::recent::Recent;
use crate::state::App;
use crate::storage::PlaceId;

/// At most so many places are kept in mind; each holds its keys in memory.
const MOST: usize = 200;

/// Of so many sets of achievements that were awarded together, a place keeps what it checks its awards against.
const SHELF: usize = 4;

/// A place, ready to award.
pub(crate) struct Desk {
    pub(crate) revision: i64,
    pub(crate) place: Place,
    pub(crate) base: Addresses,
    pub(crate) keys: Vec<PlaceKey>,
    /// One of each kind: the newest that signs.
    pub(super) secrets: Vec<SecretKey>,
    /// Each with what stands in the way of awarding it.
    pub(crate) achievements: BTreeMap<Slug, Result<AchievementFile, Problems>>,
    /// Those of which there is an award already.
    pub(super) awarded: BTreeSet<Slug>,
    raw: Raw,
    logo: Option<Logo>,
    template: Option<Template>,
    art: Mutex<BTreeMap<(Slug, Lang), Artwork>>,
    /// What offices left when they were closed, the last one first: each is good for an office of the same achievements.
    shelf: Mutex<Vec<(BTreeSet<Slug>, Shown)>>,
}

/// The desks that are in memory.
#[derive(Default)]
pub(crate) struct Desks(Mutex<Made>);

/// Why nothing can be awarded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum DeskError {
    /// There is no such place.
    #[error("there is no such place")]
    NoPlace,
    /// It has no address at which to publish anything.
    #[error("the place has no address")]
    NoAddress,
    /// A key is damaged.
    #[error("a key of the place cannot be opened")]
    Key,
    /// The sealing key does not open it.
    #[error(transparent)]
    Seal(#[from] crate::keys::SealError),
    /// The place cannot be read.
    #[error(transparent)]
    Place(#[from] PlaceError),
}

impl From<crate::storage::StorageError> for DeskError {
    fn from(error: crate::storage::StorageError) -> Self {
        Self::Place(error.into())
    }
}

type Made = Recent<PlaceId, Arc<Desk>, MOST>;

impl Desks {
    fn known(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The desk of a place as it is now.
///
/// # Errors
/// See [`DeskError`].
pub(crate) async fn desk(app: &App, id: PlaceId) -> Result<Arc<Desk>, DeskError> {
    let stored = app.storage.glance().await?.place(id).await?.ok_or(DeskError::NoPlace)?;
    desk_of(app, id, stored.revision).await
}

/// The desk of whoever asks with a token: their place as it was a moment ago, when the token was looked up.
///
/// # Errors
/// See [`DeskError`].
pub(crate) async fn desk_for(app: &App, holder: &Bearer) -> Result<Arc<Desk>, DeskError> {
    desk_of(app, holder.place, holder.revision).await
}

async fn desk_of(app: &App, id: PlaceId, revision: i64) -> Result<Arc<Desk>, DeskError> {
    let known = app.work.desks.known().get(&id).filter(|desk| desk.revision >= revision).cloned();
    if let Some(desk) = known {
        return Ok(desk);
    }
    let raw = Raw::read(app, id).await?.ok_or(DeskError::NoPlace)?;
    let sealed = app.storage.read().await?.keys(id).await?;
    let keys = raw.keys()?;
    let mut secrets = Vec::new();
    for kind in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384, KeyKind::Rsa] {
        // The newest of a kind first; one whose secret half is elsewhere does not sign here.
        let signing =
            keys.iter().rev().filter(|k| k.public.kind() == kind && k.retired.is_none() && k.revoked.is_none());
        for key in signing {
            let thumbprint = key.public.thumbprint();
            let stored = sealed.iter().find(|stored| stored.thumbprint == thumbprint);
            let Some(bytes) = stored.and_then(|stored| stored.sealed.as_ref()) else { continue };
            let pem = app.seal.unseal(bytes, Purpose { place: id, thumbprint: &thumbprint, kind: "key" })?;
            let pem = std::str::from_utf8(&pem).map_err(|_| DeskError::Key)?;
            secrets.push(SecretKey::from_pkcs8_pem(pem, None).map_err(|_| DeskError::Key)?);
            break;
        }
    }
    let made = tokio::task::spawn_blocking(move || Desk::new(raw, keys, secrets)).await.map_err(PlaceError::from)??;
    let desk = Arc::new(made);
    app.work.desks.known().insert(id, Arc::clone(&desk));
    Ok(desk)
}

impl Desk {
    fn new(raw: Raw, keys: Vec<PlaceKey>, secrets: Vec<SecretKey>) -> Result<Self, DeskError> {
        let place = raw.place()?;
        let base = place.base.clone().ok_or(DeskError::NoAddress)?;
        Ok(Self {
            revision: raw.revision,
            achievements: raw.achievements(&place).into_iter().collect(),
            awarded: raw.awarded().cloned().collect(),
            logo: raw.logo(&place)?,
            template: raw.template()?,
            art: Mutex::default(),
            shelf: Mutex::default(),
            place,
            base,
            keys,
            secrets,
            raw,
        })
    }

    /// Where awards of these achievements are sealed. Nothing of a status list but their own entries is looked at: `none` is a
    /// register in which none is struck.
    pub(super) fn office<'a>(&'a self, slugs: &BTreeSet<Slug>, none: &'a Register) -> Office<'a> {
        let signers = self.signers();
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = shelf.iter().position(|(of, _)| of == slugs) {
            let (_, shown) = shelf.remove(at);
            drop(shelf);
            return Office::reopen(&self.place, &signers, none, shown);
        }
        drop(shelf);
        let files = slugs.iter().filter_map(|slug| self.achievements.get(slug)?.as_ref().ok()).cloned();
        Office::open(&self.place, &self.keys, &signers, &files.collect::<Vec<_>>(), none)
    }

    /// Keeps what the next office of the same achievements need not make again.
    pub(super) fn close(&self, slugs: BTreeSet<Slug>, office: Office<'_>) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have opened another one meanwhile.
        shelf.retain(|(of, _)| *of != slugs);
        shelf.insert(0, (slugs, office.close()));
        shelf.truncate(SHELF);
    }

    /// The keys that sign.
    pub(super) fn signers(&self) -> Vec<&dyn Signer> {
        self.secrets.iter().map(|secret| secret as &dyn Signer).collect()
    }

    /// The picture of an achievement in a language, drawn once.
    ///
    /// # Errors
    /// See [`PlaceError`].
    pub(super) fn art(&self, file: &AchievementFile, lang: Lang) -> Result<Artwork, PlaceError> {
        let key = (file.slug.clone(), lang);
        let known = || self.art.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(art) = known().get(&key) {
            return Ok(art.clone());
        }
        let drawn = self.raw.art((&self.place, file, lang), (self.logo.as_ref(), self.template.as_ref()))?;
        known().insert(key, drawn.clone());
        Ok(drawn)
    }
}
