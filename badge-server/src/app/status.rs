//! Status lists: signed ahead, kept, and signed again when what they say changes or half their time has gone by.

use badge_core::crypto::{KeyKind, SecretKey};
use badge_core::issue::{Key, SealError as SignError};
use badge_core::place::documents::{list_is_current, status_list_until};
use badge_core::place::method_id;

use super::published::{Document, PlaceError, View};
use crate::keys::Purpose;
use crate::state::App;
use crate::storage::StorageError;

/// For how long a list says that it holds (D-03): a week.
const HOLDS: i64 = 7 * 24 * 60 * 60;

/// By how much a list begins before it was signed: an hour.
const EARLIER: i64 = 60 * 60;

/// What a list is sent as.
const KIND: &str = "application/vc+ld+json";

/// Why a list cannot be given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum StatusError {
    /// The list that was imported is no longer true, and no key of the place is here to sign another.
    #[error("status list {0} cannot be signed: the place's key is not on this server")]
    NoKey(u32),
    /// The key is damaged.
    #[error("the place's key cannot be opened")]
    Key,
    /// It cannot be signed.
    #[error("a status list cannot be signed")]
    Sign(#[from] SignError),
    /// The sealing key does not open it.
    #[error(transparent)]
    Seal(#[from] crate::keys::SealError),
    /// The rest.
    #[error(transparent)]
    Place(#[from] PlaceError),
}

impl From<StorageError> for StatusError {
    fn from(error: StorageError) -> Self {
        Self::Place(error.into())
    }
}

/// A status list; `None` for a number that is not in use.
///
/// # Errors
/// See [`StatusError`].
pub(crate) async fn list(app: &App, view: &View, number: u32) -> Result<Option<Document>, StatusError> {
    let mut read = app.storage.read().await?;
    if number == 0 || number > read.lists(view.id).await? {
        return Ok(None);
    }
    let now = app.now();
    let struck = read.register_of_changes(view.id).await?.struck(number);
    let signing = view.keys.iter().rfind(|k| k.public.kind() == KeyKind::Ed25519 && k.retired.is_none());
    let issuer = view.base.did().as_str().to_owned();
    let method = signing.map(|key| method_id(&issuer, &key.public)).unwrap_or_default();
    if let Some((signed, bytes)) = read.status_list(view.id, number).await?
        && now.unix() < signed + HOLDS / 2
        // One that a wrong clock signed has not begun yet.
        && signed <= now.unix() + EARLIER
        && list_is_current(&bytes, &struck, &method)
    {
        return Ok(Some(Document::new(KIND, bytes)));
    }
    let thumbprint = signing.map(|key| key.public.thumbprint()).unwrap_or_default();
    let keys = read.keys(view.id).await?;
    let sealed = keys.into_iter().find(|key| key.thumbprint == thumbprint).and_then(|key| key.sealed);
    let Some(sealed) = sealed else {
        // Without a key the place signs elsewhere: what it signed last is good for as long as it is true.
        let digest = read.file(view.id, &format!(".badge/status/{number}.json")).await?;
        let bytes = match digest {
            Some(digest) => app.storage.objects.get(view.id, &digest).await?,
            None => None,
        };
        let bytes = bytes.filter(|bytes| list_is_current(bytes, &struck, &method));
        return bytes.map(|bytes| Some(Document::new(KIND, bytes))).ok_or(StatusError::NoKey(number));
    };
    drop(read);
    let pem = app.seal.unseal(&sealed, Purpose { place: view.id, thumbprint: &thumbprint, kind: "key" })?;
    let base = view.base.clone();
    let sign = move || {
        let pem = std::str::from_utf8(&pem).map_err(|_| StatusError::Key)?;
        let signer = SecretKey::from_pkcs8_pem(pem, None).map_err(|_| StatusError::Key)?;
        let key = Key { signer: &signer, issuer, method };
        // Whoever asks fixed their own instant before, and clocks differ: a list that begins now has not begun for them.
        let begin = now.plus_seconds(-EARLIER);
        Ok::<_, StatusError>(status_list_until(&base, number, &struck, &key, begin, Some(now.plus_seconds(HOLDS)))?)
    };
    let signed = tokio::task::spawn_blocking(sign).await.map_err(PlaceError::from)??;
    let mut work = app.storage.write().await?;
    work.put_status_list(view.id, number, now.unix(), &signed.bytes).await?;
    work.save().await?;
    Ok(Some(Document::new(KIND, signed.bytes)))
}
