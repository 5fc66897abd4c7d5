//! The logo of a place: taken in, checked as it will be drawn and published, and removed.

use badge_core::container::{Keyword, remove as without};
use badge_core::limits::Limits;
use badge_core::picture::{Logo, RenderError};
use badge_core::place::{Ending, Place};

use super::accounts::AccountId;
use super::places::MakeError;
use super::removing;
use crate::state::App;
use crate::storage::{Going, PlaceId, StorageError, Writing, is_away};
use crate::words::Speech;

/// Bytes of a logo, at most: every page of the place shows it.
pub(crate) const MOST: usize = 512 << 10;

/// What is wrong with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogoFault {
    /// Neither a sound PNG nor a sound SVG, or a badge.
    NotAPicture,
    /// An SVG with text that is not turned into paths, or that refers to another file.
    NotWhole,
    /// An SVG in which something would be run.
    Active,
    /// Nothing is to be seen on it.
    Empty,
    /// Too large to draw.
    TooMuch,
}

impl LogoFault {
    /// Its permanent code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NotAPicture => "not_a_picture",
            Self::NotWhole => "not_whole",
            Self::Active => "active",
            Self::Empty => "empty",
            Self::TooMuch => "too_much",
        }
    }

    /// What it is and what to do, in words.
    pub(crate) fn said(self, t: &Speech) -> String {
        t.s(match self {
            Self::NotAPicture => "logo-not-a-picture",
            Self::NotWhole => "logo-not-whole",
            Self::Active => "logo-active",
            Self::Empty => "logo-empty",
            Self::TooMuch => "logo-too-much",
        })
    }
}

/// A logo that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Whether it can be told from white, on which drawings put it.
    pub(crate) seen: bool,
}

/// Takes in a logo. Badges that are awarded from now on show it where their achievement says so; pages show it at once.
///
/// # Errors
/// See [`MakeError`]; what cannot be a logo is a [`LogoFault`], and nothing was changed.
pub(crate) async fn put(
    app: &App,
    by: AccountId,
    place: PlaceId,
    bytes: Vec<u8>,
) -> Result<Result<Taken, LogoFault>, MakeError> {
    let (bytes, ending, taken) = match tokio::task::spawn_blocking(move || checked(bytes)).await? {
        Ok(checked) => checked,
        Err(fault) => return Ok(Err(fault)),
    };
    for _ in 0..removing::TRIES {
        if write(app, by, place, (&bytes, ending)).await? {
            removing::let_go(app, place).await?;
            return Ok(Ok(taken));
        }
    }
    Err(StorageError::Going(Going).into())
}

/// Puts it there. `false` where the same picture, which was left over, went at that moment.
async fn write(app: &App, by: AccountId, place: PlaceId, (bytes, ending): (&[u8], Ending)) -> Result<bool, MakeError> {
    let coming = removing::put_all(app, place, vec![bytes.to_vec()]).await?;
    let path = format!("logo.{}", ending.as_str());
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if !work.take_up(&coming).await? {
        return Ok(false);
    }
    forget(&mut work, place).await?;
    work.put_file(place, &path, &coming.digests().concat()).await?;
    say(&mut work, place, Some(path)).await?;
    work.add_act(Some(place), Some(by), "logo", None, app.now().unix()).await?;
    work.save().await?;
    coming.kept();
    Ok(true)
}

/// Removes the logo. `false` where there is none.
///
/// # Errors
/// See [`MakeError`].
pub(crate) async fn remove(app: &App, by: AccountId, place: PlaceId) -> Result<bool, MakeError> {
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    forget(&mut work, place).await?;
    if !say(&mut work, place, None).await? {
        return Ok(false);
    }
    work.add_act(Some(place), Some(by), "logo-removed", None, app.now().unix()).await?;
    work.save().await?;
    removing::let_go(app, place).await?;
    Ok(true)
}

/// The logo as it lies there, and what it is.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn picture(app: &App, place: PlaceId) -> Result<Option<(&'static str, Vec<u8>)>, StorageError> {
    let Some(path) = super::places::card(app, place).await?.logo else { return Ok(None) };
    let digest = app.storage.read().await?.file(place, &path).await?;
    let (Some(ending), Some(digest)) = (Ending::of_file(&path), digest) else { return Ok(None) };
    Ok(app.storage.objects.get(place, &digest).await?.map(|bytes| (ending.media_type(), bytes)))
}

/// The same for a page that has more to show: nothing, and `true`, where the store is away for the moment.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn shown(app: &App, place: PlaceId) -> Result<(Option<(&'static str, Vec<u8>)>, bool), StorageError> {
    match picture(app, place).await {
        Err(error @ StorageError::Database(_)) => Err(error),
        Err(error) if is_away(&error) => Ok((None, true)),
        other => Ok((other?, false)),
    }
}

/// As it will be published: without a badge that somebody baked into it; and it can be drawn.
pub(super) fn checked(bytes: Vec<u8>) -> Result<(Vec<u8>, Ending, Taken), LogoFault> {
    let limits = Limits::default();
    let ending = if bytes.starts_with(b"\x89PNG") { Ending::Png } else { Ending::Svg };
    let fault = |error: RenderError| match error {
        RenderError::Embedded | RenderError::Text => LogoFault::NotWhole,
        RenderError::Active => LogoFault::Active,
        RenderError::Empty => LogoFault::Empty,
        RenderError::TooMuch | RenderError::Size(_) => LogoFault::TooMuch,
        _ => LogoFault::NotAPicture,
    };
    let logo = Logo::read(&bytes, &limits).map_err(fault)?;
    let plain = [Keyword::OpenBadges, Keyword::OpenBadgeCredential]
        .into_iter()
        .try_fold(bytes, |bytes, keyword| without(&bytes, keyword, &limits))
        .map_err(|_| LogoFault::NotAPicture)?;
    Ok((plain, ending, Taken { seen: logo.is_seen_on_white() }))
}

/// Takes the file of the logo out of the place.
async fn forget(work: &mut Writing, place: PlaceId) -> Result<(), MakeError> {
    let Some(path) = settings(work, place).await?.logo else { return Ok(()) };
    Ok(work.remove_file(place, &path).await?)
}

/// Writes down which file is the logo. `false` where it was so before.
async fn say(work: &mut Writing, place: PlaceId, logo: Option<String>) -> Result<bool, MakeError> {
    let card = settings(work, place).await?;
    let changed = card.logo.is_some() || logo.is_some();
    let written = Place { logo, ..card }.to_toml();
    // What is not read again is not kept.
    Place::parse(&written)?;
    work.put_settings(place, &written).await?;
    Ok(changed)
}

async fn settings(work: &mut Writing, place: PlaceId) -> Result<Place, MakeError> {
    let stored = work.place(place).await?;
    let stored = stored.ok_or_else(|| StorageError::Damaged { what: format!("no place {}", place.0) })?;
    Ok(Place::parse(&stored.settings)?)
}
