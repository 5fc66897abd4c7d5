//! What a place says of itself, and the key that it signs with, changed by those who administer it. Its address stays:
//! it is in its badges.

use badge_core::crypto::{KeyKind, SecretKey};
use badge_core::issue::Format;
use badge_core::place::documents::PlaceKey;
use badge_core::place::{JwtKey, Place, Problems};
use badge_core::time::Timestamp;

use super::accounts::AccountId;
use super::places::{MakeError, Refusal, System, sealed};
use super::{status, texts};
use crate::state::App;
use crate::storage::{PlaceId, StorageError, StoredKey};

/// What somebody says of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) name: String,
    pub(crate) email: String,
    /// Its home page; empty for none.
    pub(crate) url: String,
    /// What it is and does, in French and in English; empty for nothing.
    pub(crate) fr: String,
    pub(crate) en: String,
    /// What can be seen on its logo, for whoever does not see it; empty for nothing.
    pub(crate) alt_fr: String,
    pub(crate) alt_en: String,
    /// Whether badges come as hosted Open Badges 2.0 as well, for places that read nothing newer.
    pub(crate) ob2: bool,
}

impl Edit {
    /// What a place says now.
    pub(crate) fn of(place: &Place) -> Self {
        Self {
            name: place.name.clone(),
            email: place.email.clone(),
            url: place.url.clone().unwrap_or_default(),
            fr: place.description.fr.clone().unwrap_or_default(),
            en: place.description.en.clone().unwrap_or_default(),
            alt_fr: place.logo_alt.fr.clone().unwrap_or_default(),
            alt_en: place.logo_alt.en.clone().unwrap_or_default(),
            ob2: place.formats.iter().any(|name| name == Format::Ob2Hosted.as_str()),
        }
    }

    /// Another one for each other thing that is said: whoever changes it names the one that they began from.
    pub(crate) fn version(&self) -> String {
        let all = [&self.name, &self.email, &self.url, &self.fr, &self.en, &self.alt_fr, &self.alt_en];
        let all = all.map(String::as_str).join("\0");
        super::achievements::version(&format!("{all}\0{}", self.ob2))
    }
}

/// Changes what a place says of itself, where it still says what it said in the version `was` (nothing: whatever it says).
/// Badges that were awarded keep what they said.
///
/// # Errors
/// See [`MakeError`]; what somebody typed wrong is a [`Refusal`], and nothing was changed.
pub(crate) async fn change(
    app: &App,
    by: AccountId,
    place: PlaceId,
    (edit, was): (&Edit, &str),
) -> Result<Result<(), Refusal>, MakeError> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let name = edit.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Ok(Err(Refusal::Name));
    }
    let texts = [
        ("name", name, false),
        ("fr", edit.fr.as_str(), true),
        ("en", edit.en.as_str(), true),
        ("alt-fr", edit.alt_fr.as_str(), false),
        ("alt-en", edit.alt_en.as_str(), false),
    ];
    if let Some((field, ..)) = texts.into_iter().find(|(_, text, lines)| texts::has_hidden(text, *lines)) {
        return Ok(Err(Refusal::Signs(field)));
    }
    if !badge_core::issue::is_email(edit.email.trim()) {
        return Ok(Err(Refusal::Email));
    }
    if some(&edit.url).is_some_and(|url| badge_core::name::Url::parse(&url).is_err()) {
        return Ok(Err(Refusal::Address));
    }
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    let missing = || StorageError::Damaged { what: format!("no place {}", place.0) };
    let stored = work.place(place).await?.ok_or_else(missing)?;
    let mut card = Place::parse(&stored.settings)?;
    let now = Edit::of(&card);
    if !was.is_empty() && now.version() != was && now != *edit {
        return Ok(Err(Refusal::Changed));
    }
    name.clone_into(&mut card.name);
    edit.email.trim().clone_into(&mut card.email);
    card.url = some(&edit.url);
    card.description.fr = some(&edit.fr);
    card.description.en = some(&edit.en);
    card.logo_alt.fr = some(&edit.alt_fr);
    card.logo_alt.en = some(&edit.alt_en);
    let hosted = Format::Ob2Hosted.as_str();
    card.formats.retain(|name| name != hosted);
    if edit.ob2 {
        card.formats.push(hosted.to_owned());
    }
    let written = card.to_toml();
    // What is not read again is not kept.
    Place::parse(&written).map_err(|problems: Problems| problems)?;
    work.put_settings(place, &written).await?;
    work.add_act(Some(place), Some(by), "settings", None, app.now().unix()).await?;
    work.save().await?;
    Ok(Ok(()))
}

/// A key of a place, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeySeen {
    pub(crate) thumbprint: String,
    pub(crate) kind: &'static str,
    /// When it was made.
    pub(crate) created: Timestamp,
    /// Since when it signs nothing any more.
    pub(crate) retired: Option<Timestamp>,
}

/// The keys of a place, oldest first.
///
/// # Errors
/// See [`super::awarding::AwardError`].
pub(crate) async fn keys(app: &App, place: PlaceId) -> Result<Vec<KeySeen>, super::awarding::AwardError> {
    // From the database alone: the object store may be away, and has nothing to do with them.
    let stored = app.storage.read().await?.keys(place).await?;
    let read = |key: &StoredKey| {
        let damaged = || StorageError::Damaged { what: format!("key {}", key.thumbprint) };
        PlaceKey::parse(key.about.as_bytes()).map_err(|_| damaged())
    };
    let mut keys: Vec<PlaceKey> = stored.iter().map(read).collect::<Result<_, _>>()?;
    keys.sort_by_key(|key| key.created.unix());
    let seen = |key: &PlaceKey| KeySeen {
        thumbprint: key.public.thumbprint(),
        kind: key.public.kind().as_str(),
        created: key.created,
        retired: key.retired.or(key.revoked),
    };
    Ok(keys.iter().map(seen).collect())
}

/// Signs with a new key from now on. The old one stays published: what it signed stays good.
///
/// # Errors
/// See [`MakeError`].
/// `by`: nobody where it is done at the machine itself. Tells the thumbprint of the new key.
pub(crate) async fn rotate(app: &App, by: Option<AccountId>, place: PlaceId) -> Result<String, MakeError> {
    new_key(app, by, place, KeyKind::Ed25519).await
}

/// Has badges signed as VC-JWT with ES256 as well from now on, with a new key on P-256; where there is one already, it signs
/// no more. The embedded proof stays as it is.
///
/// # Errors
/// See [`MakeError`].
pub(crate) async fn sign_es256(app: &App, by: AccountId, place: PlaceId) -> Result<String, MakeError> {
    new_key(app, Some(by), place, KeyKind::P256).await
}

async fn new_key(app: &App, by: Option<AccountId>, place: PlaceId, kind: KeyKind) -> Result<String, MakeError> {
    let secret = tokio::task::spawn_blocking(move || SecretKey::generate(kind, &mut System)).await??;
    let now = app.now();
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    for mut old in work.keys(place).await? {
        let damaged = || StorageError::Damaged { what: format!("key {}", old.thumbprint) };
        let mut key = PlaceKey::parse(old.about.as_bytes()).map_err(|_| damaged())?;
        if key.public.kind() == kind && key.retired.is_none() {
            key.retired = Some(now.to_utc_seconds());
            old.about = key.to_json();
            work.put_key(place, &old).await?;
        }
    }
    let key = sealed(app, place, &secret, now);
    work.put_key(place, &key).await?;
    if kind == KeyKind::P256 {
        let missing = || StorageError::Damaged { what: format!("no place {}", place.0) };
        let mut card = Place::parse(&work.place(place).await?.ok_or_else(missing)?.settings)?;
        card.jwt_key = JwtKey::P256;
        let jwt = Format::Ob3Jwt.as_str();
        if !card.formats.iter().any(|name| name == jwt) {
            card.formats.push(jwt.to_owned());
        }
        let written = card.to_toml();
        Place::parse(&written)?;
        work.put_settings(place, &written).await?;
    }
    let act = if kind == KeyKind::P256 { "es256" } else { "rotated" };
    work.add_act(Some(place), by, act, None, now.unix()).await?;
    status::look_at(&mut work, place, now).await?;
    work.save().await?;
    // With the new key.
    status::sign_after(app, place).await;
    Ok(key.thumbprint)
}
