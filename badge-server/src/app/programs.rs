//! What is done about other programs, by a place's administrators and by programs: tokens and webhooks, each act noted in
//! the record.

use badge_core::name::Url;

use super::hooks::{self, NewHook};
use super::tokens::{self, NewToken, Scope};
use crate::state::App;
use crate::storage::{Actor, Delivery, PlaceId, StorageError, StoredHook, StoredToken};

/// Messages of the log that are shown.
const LOG: i64 = 100;

/// The tokens and the addresses of a place, oldest first, those that were ended, too.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn of(app: &App, place: PlaceId) -> Result<(Vec<StoredToken>, Vec<StoredHook>), StorageError> {
    let mut read = app.storage.read().await?;
    Ok((read.tokens(place).await?, read.hooks(place).await?))
}

/// Makes a token. Its secret is known now and never again.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn make_token(
    app: &App,
    by: &Actor,
    place: PlaceId,
    (name, scopes): (&str, &[Scope]),
    expires: Option<i64>,
) -> Result<NewToken, StorageError> {
    let made = tokens::make_until(app, place, name, scopes, expires).await?;
    note(app, by, place, "token-made", &made.id).await?;
    Ok(made)
}

/// Ends a token. `false` where there is none of that name that is still good.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn end_token(app: &App, by: &Actor, place: PlaceId, id: &str) -> Result<bool, StorageError> {
    let ended = tokens::end(app, place, id).await?;
    if ended {
        note(app, by, place, "token-ended", id).await?;
    }
    Ok(ended)
}

/// Adds an address that is told what happens. Its secret is known now and never again.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn make_hook(
    app: &App,
    by: &Actor,
    place: PlaceId,
    url: &Url,
    kinds: &[String],
) -> Result<NewHook, StorageError> {
    let made = hooks::make(app, place, url, kinds).await?;
    note(app, by, place, "hook-made", &made.id).await?;
    Ok(made)
}

/// Tells an address nothing more.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn end_hook(app: &App, by: &Actor, place: PlaceId, id: &str) -> Result<(), StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    if work.end_hook(place, id, now).await? {
        work.add_act_of(place, by, "hook-ended", id, now).await?;
    }
    work.save().await
}

/// Lets a message go once more. `false` where there is none of that name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn replay(app: &App, by: &Actor, place: PlaceId, hook: &str, id: &str) -> Result<bool, StorageError> {
    let replayed = hooks::replay(app, place, hook, id).await?;
    if replayed {
        note(app, by, place, "replayed", id).await?;
    }
    Ok(replayed)
}

/// Gives an address a new secret; the old one signs beside it for a day. `None` where there is none of that name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn new_secret(
    app: &App,
    by: &Actor,
    place: PlaceId,
    id: &str,
) -> Result<Option<String>, StorageError> {
    let secret = hooks::new_secret(app, place, id).await?;
    if secret.is_some() {
        note(app, by, place, "hook-secret", id).await?;
    }
    Ok(secret)
}

/// An address, and what it was told; newest first.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn log(
    app: &App,
    place: PlaceId,
    id: &str,
) -> Result<Option<(StoredHook, Vec<Delivery>)>, StorageError> {
    let mut read = app.storage.read().await?;
    let Some(hook) = read.hooks(place).await?.into_iter().find(|hook| hook.id == id) else { return Ok(None) };
    let told = read.deliveries(place, id, LOG).await?;
    Ok(Some((hook, told)))
}

async fn note(app: &App, by: &Actor, place: PlaceId, act: &str, subject: &str) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.add_act_of(place, by, act, subject, app.now().unix()).await?;
    work.save().await
}
