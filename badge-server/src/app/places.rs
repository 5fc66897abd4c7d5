//! Making a place on the server, and what its team sees of it.

use badge_core::crypto::{Entropy, KeyError, KeyKind, SecretKey, Signer as _};
use badge_core::language::Lang;
use badge_core::place::documents::PlaceKey;
use badge_core::place::names::folded;
use badge_core::place::{Addresses, Place, Problems};
use badge_core::time::Timestamp;

use super::accounts::{Account, AccountId};
use super::paging::cut;
use super::texts;
use crate::keys::Purpose;
use crate::role::Role;
use crate::route::RESERVED;
use crate::state::App;
use crate::storage::{PlaceId, Reading, StorageError, StoredKey};

/// Places that are read together.
const PART: i64 = 200;

/// What somebody says of a new place.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) base: String,
    /// Its first language.
    pub(crate) first: Lang,
}

/// What is wrong with a wish. Nothing was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Name,
    Email,
    /// Not an address that places can have.
    Address,
    /// An address with letters that addresses have in another form (`xn--…`, `%C3%A9`).
    Accents,
    /// Another place has it, or the server itself.
    Taken,
    /// Somebody else changed it meanwhile.
    Changed,
    /// Signs that nobody sees, in the field of that name.
    Signs(&'static str),
}

/// Why no place was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum MakeError {
    /// No key could be made.
    #[error("a key")]
    Key(#[from] KeyError),
    /// What was written cannot be read: we are at fault.
    #[error("place.toml")]
    Written(#[from] Problems),
    /// The database refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// A place as its team sees it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: PlaceId,
    pub(crate) place: Place,
    pub(crate) role: Role,
}

/// The places that somebody may enter (all of them for whoever runs the server), oldest first: those after `after` in whose
/// name or address all words of a text are, at most so many, and whether there are more.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn of(
    app: &App,
    account: &Account,
    (text, after): (&str, PlaceId),
    most: usize,
) -> Result<(Vec<Known>, bool), StorageError> {
    let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
    let is_meant = |place: &Place| {
        let base = place.base.as_ref().map(Addresses::base).unwrap_or_default();
        let all = Lang::ALL.map(|lang| folded(place.name_in(lang))).join(" ") + " " + &folded(base);
        words.iter().all(|word| all.contains(word.as_str()))
    };
    let mut read = app.storage.read().await?;
    let own = read.places_of(account.id).await?;
    let mut ids = own.iter().map(|(id, _)| *id).filter(|id| *id > after);
    let (mut known, mut from) = (Vec::new(), after);
    while known.len() <= most {
        // A part at a time: what is held is a part, however many there are.
        let part = if account.operator {
            read.places_after(from, PART).await?
        } else {
            match ids.next() {
                Some(id) => read.place(id).await?.into_iter().collect(),
                None => Vec::new(),
            }
        };
        let Some(last) = part.last() else { break };
        from = last.id;
        for stored in part {
            let place = read_place(&stored.settings);
            let role = own.iter().find(|(id, _)| *id == stored.id).map_or(Role::Administrator, |(_, role)| *role);
            if is_meant(&place) {
                known.push(Known { id: stored.id, place, role });
            }
        }
    }
    let more = cut(&mut known, most);
    Ok((known, more))
}

/// A place's card. The guard has seen to it that it is there.
pub(crate) async fn card(app: &App, id: PlaceId) -> Result<Place, StorageError> {
    let stored = app.storage.read().await?.place(id).await?;
    let stored = stored.ok_or_else(|| StorageError::Damaged { what: format!("no place {}", id.0) })?;
    Ok(read_place(&stored.settings))
}

/// Says which sites may show its badges' pages inside their own. `false` where one of them is no address of a site.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn frame(app: &App, by: AccountId, id: PlaceId, sites: Vec<String>) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    work.touch(id).await?;
    let Some(stored) = work.place(id).await? else { return Ok(false) };
    let Ok(place) = Place::parse(&stored.settings) else { return Ok(false) };
    let settings = Place { frames: sites, ..place }.to_toml();
    if Place::parse(&settings).is_err() {
        return Ok(false);
    }
    work.put_settings(id, &settings).await?;
    work.add_act(Some(id), Some(by), "framed", None, app.now().unix()).await?;
    work.save().await?;
    Ok(true)
}

/// Makes a place with a key of its own. Whoever makes it is its administrator.
///
/// # Errors
/// See [`MakeError`]; what somebody typed wrong is a [`Refusal`].
pub(crate) async fn make(app: &App, by: AccountId, wish: Wish) -> Result<Result<PlaceId, Refusal>, MakeError> {
    let place = match describe(&wish) {
        Ok(place) => place,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let settings = place.to_toml();
    Place::parse(&settings)?;
    let secret = tokio::task::spawn_blocking(|| SecretKey::generate(KeyKind::Ed25519, &mut System)).await??;
    let now = app.now();
    let mut work = app.storage.write().await?;
    let base = place.base.as_ref();
    if let Some(base) = base
        && is_taken(&mut work, base).await?
    {
        return Ok(Err(Refusal::Taken));
    }
    if !work.hold_account(by).await? {
        return Err(StorageError::Damaged { what: format!("no account {}", by.0) }.into());
    }
    let id = work.add_place(base, &settings, now.unix()).await?;
    work.put_key(id, &sealed(app, id, &secret, now)).await?;
    work.put_member(id, by, Role::Administrator, now.unix()).await?;
    work.add_act(Some(id), Some(by), "made", None, now.unix()).await?;
    work.save().await?;
    Ok(Ok(id))
}

/// Whether a place cannot be at an address: it is another's, lies where another publishes its documents or the other way
/// round, or is one of the server's own. None of them could be undone: addresses are in badges.
///
/// # Errors
/// See [`StorageError`].
pub(super) async fn is_taken(read: &mut Reading, base: &Addresses) -> Result<bool, StorageError> {
    let own = RESERVED.contains(&base.base().split('/').nth(3).unwrap_or_default());
    let others = read.places().await?.into_iter().filter_map(|place| Addresses::new(&place.base?).ok());
    Ok(own || others.into_iter().any(|other| other.is_in_the_way_of(base)))
}

fn describe(wish: &Wish) -> Result<Place, Refusal> {
    let name = wish.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Refusal::Name);
    }
    if texts::has_hidden(name, false) {
        return Err(Refusal::Signs("name"));
    }
    let email = wish.email.trim();
    if !badge_core::issue::is_email(email) {
        return Err(Refusal::Email);
    }
    let accents = if wish.base.is_ascii() { Refusal::Address } else { Refusal::Accents };
    let base = Addresses::new(wish.base.trim()).map_err(|_| accents)?;
    Ok(Place { name: name.to_owned(), email: email.to_owned(), base: Some(base), ..Place::starter(wish.first) })
}

/// A key of a place, sealed. It has no passphrase of its own: an export with keys holds it as it is.
pub(super) fn sealed(app: &App, place: PlaceId, secret: &SecretKey, now: Timestamp) -> StoredKey {
    let public = secret.public_key().clone();
    let thumbprint = public.thumbprint();
    let pem = secret.to_pkcs8_pem();
    let seal = |kind| app.seal.seal(pem.as_str().as_bytes(), Purpose { place, thumbprint: &thumbprint, kind });
    let (key, file) = (seal("key"), seal("file"));
    let about = PlaceKey { public, created: now.to_utc_seconds(), retired: None, revoked: None }.to_json();
    StoredKey { thumbprint: thumbprint.clone(), about, sealed: Some(key), sealed_file: Some(file) }
}

/// A card that somebody broke by hand has at least a name to be shown by.
pub(super) fn read_place(settings: &str) -> Place {
    Place::parse(settings).unwrap_or_else(|_| Place { name: "?".to_owned(), ..Place::starter(Lang::default()) })
}

/// The operating system's randomness, for keys.
pub(super) struct System;

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        crate::entropy::fill(buffer);
    }
}
