//! Status lists: signed ahead, so that a request reads bytes. They are signed again after each change of what they say,
//! before half their time has gone by, and when a clock was set back; by whoever changed something, and by a job that
//! comes round, so that a server that dies in between leaves the older list for some seconds and never none.
//!
//! **A list never becomes older.** Each knows up to which line of the register it tells; what knows less does not take
//! the place of what knows more, whoever of several servers comes last. The clock plays no part in that.

use badge_core::crypto::{KeyKind, SecretKey};
use badge_core::issue::{Key, SealError as SignError};
use badge_core::place::documents::{PlaceKey, list_is_current, status_list_until};
use badge_core::place::{Place, method_id};
use badge_core::text;
use badge_core::time::Timestamp;

use super::batches::WorkError;
use super::published::{Document, PlaceError, View};
use crate::entropy::random;
use crate::job::Done;
use crate::keys::Purpose;
use crate::state::App;
use crate::storage::{Job, PlaceId, SignedList, StorageError, Writing};

/// The kind of the jobs that sign.
pub(crate) const JOB: &str = "lists";

/// The subject of a job that comes once, and not round.
const ONCE: &str = "once";

/// Seconds after which a job comes round: lists that are as they should be cost it nothing.
const ROUND: i64 = 60 * 60;

/// Seconds after a change before a job looks whether its list was signed: as a rule it was, at once.
const SAFELY: i64 = 5;

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
    let now = app.now().unix();
    let mut read = app.storage.read().await?;
    if let Some(list) = read.status_list(view.id, number).await?
        && is_in_time(&list, now)
    {
        return Ok(Some(Document::new(KIND, list.bytes)));
    }
    if number == 0 || number > read.lists(view.id).await? {
        return Ok(None);
    }
    drop(read);
    // The first time that anybody asks, or after a long sleep.
    Ok(Some(Document::new(KIND, renewed(app, view.id, number).await?)))
}

/// Whether others find it begun and not over. One that was signed by a clock that ran ahead has not begun.
fn is_in_time(list: &SignedList, now: i64) -> bool {
    list.signed - EARLIER <= now && now < list.until
}

/// Signs whatever lists of a place are not as they should be.
///
/// # Errors
/// See [`StatusError`].
pub(crate) async fn sign_ahead(app: &App, place: PlaceId) -> Result<(), StatusError> {
    let lists = app.storage.read().await?.lists(place).await?;
    for number in 1..=lists {
        renewed(app, place, number).await?;
    }
    Ok(())
}

/// The same after a change that lasts already: what goes wrong is written down, and a job does it again.
pub(super) async fn sign_after(app: &App, place: PlaceId) {
    if let Err(error) = sign_ahead(app, place).await {
        tracing::error!(place = place.0, %error, "a status list was not signed");
    }
}

/// Notes, in the transaction of a change, that lists have to be looked at: should whoever changes it die before they are
/// signed, another one signs them.
pub(super) async fn look_at(work: &mut Writing, place: PlaceId, now: Timestamp) -> Result<(), StorageError> {
    work.add_job(place, &text::hex(&random::<8>()), (JOB, ONCE), now.unix() + SAFELY).await
}

/// Does such a job.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn work(app: &App, job: &Job) -> Result<Done, WorkError> {
    match sign_ahead(app, job.place).await {
        // What is signed elsewhere is not ours to sign.
        Ok(()) | Err(StatusError::NoKey(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(if job.subject == ONCE { Done::Yes } else { Done::Later(ROUND) })
}

/// A list as it should be: as it is, or signed now.
async fn renewed(app: &App, place: PlaceId, number: u32) -> Result<Vec<u8>, StatusError> {
    let mut read = app.storage.read().await?;
    // All of one instant: what is signed is what the register said at this line.
    let upto = read.last_line(place).await?;
    let stored = read.status_list(place, number).await?;
    let struck = read.register_of_changes(place).await?.struck(number);
    let missing = || StorageError::Damaged { what: format!("place {}", place.0) };
    let settings = read.place(place).await?.ok_or_else(missing)?.settings;
    let faulty = |source| PlaceError::Faulty { what: "place.toml".to_owned(), source };
    let base = Place::parse(&settings).map_err(faulty)?.base.ok_or_else(missing)?;
    let keys = read.keys(place).await?;
    let mut abouts = Vec::new();
    for key in &keys {
        let damaged = |e| PlaceError::Damaged { what: "keys/".to_owned(), source: Some(Box::new(e)) };
        abouts.push(PlaceKey::parse(key.about.as_bytes()).map_err(damaged)?);
    }
    abouts.sort_by_key(|key| (key.created, key.public.thumbprint()));
    let signing = abouts.iter().rfind(|k| k.public.kind() == KeyKind::Ed25519 && k.retired.is_none());
    let issuer = base.did().as_str().to_owned();
    let method = signing.map(|key| method_id(&issuer, &key.public)).unwrap_or_default();
    let now = app.now();
    if let Some(list) = &stored
        && is_in_time(list, now.unix())
        && now.unix() < list.signed + HOLDS / 2
        && list_is_current(&list.bytes, &struck, &method)
    {
        return Ok(list.bytes.clone());
    }
    let thumbprint = signing.map(|key| key.public.thumbprint()).unwrap_or_default();
    let sealed = keys.into_iter().find(|key| key.thumbprint == thumbprint).and_then(|key| key.sealed);
    let Some(sealed) = sealed else {
        // Without a key the place signs elsewhere: what it signed last is good for as long as it is true.
        let digest = read.file(place, &format!(".badge/status/{number}.json")).await?;
        drop(read);
        let bytes = match digest {
            Some(digest) => app.storage.objects.get(place, &digest).await?,
            None => None,
        };
        let bytes = bytes.filter(|bytes| list_is_current(bytes, &struck, &method));
        return bytes.ok_or(StatusError::NoKey(number));
    };
    drop(read);
    let until = until(now.unix(), stored.as_ref());
    let pem = app.seal.unseal(&sealed, Purpose { place, thumbprint: &thumbprint, kind: "key" })?;
    let sign = move || {
        let pem = std::str::from_utf8(&pem).map_err(|_| StatusError::Key)?;
        let signer = SecretKey::from_pkcs8_pem(pem, None).map_err(|_| StatusError::Key)?;
        let key = Key { signer: &signer, issuer, method };
        // Whoever asks fixed their own instant before, and clocks differ: a list that begins now has not begun for them.
        let begin = now.plus_seconds(-EARLIER);
        let end = now.plus_seconds(until - now.unix());
        Ok::<_, StatusError>(status_list_until(&base, number, &struck, &key, begin, Some(end))?)
    };
    let bytes = tokio::task::spawn_blocking(sign).await.map_err(PlaceError::from)??.bytes;
    let list = SignedList { signed: now.unix(), until, upto, bytes };
    let mut work = app.storage.write().await?;
    // What was read of the place is kept for those who ask next, the list with it: it is another one from here on.
    work.touch(place).await?;
    let kept = work.put_status_list(place, number, &list).await?;
    let newest = if kept { None } else { work.status_list(place, number).await? };
    work.save().await?;
    // Somebody else signed one that knows more meanwhile.
    Ok(newest.map_or(list.bytes, |newest| newest.bytes))
}

/// Until when a list that is signed now holds: a week. Where the clock says that it is earlier than when the last one was
/// signed, either clock may be the wrong one: then it holds at least as long as that one did, so that whoever has the
/// right time finds no list that is over.
fn until(now: i64, stored: Option<&SignedList>) -> i64 {
    let grown_old = |list: &SignedList| now >= list.signed + HOLDS / 2;
    let before = stored.filter(|list| !grown_old(list)).map_or(0, |list| list.until);
    (now + HOLDS).max(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(signed: i64, until: i64) -> SignedList {
        SignedList { signed, until, upto: 1, bytes: Vec::new() }
    }

    // D-03
    #[test]
    fn a_clock_that_was_set_back_shortens_nothing() {
        let day = 24 * 60 * 60;
        let now = 1000 * day;
        assert_eq!(until(now, None), now + HOLDS);
        assert_eq!(until(now + day, Some(&list(now, now + HOLDS))), now + day + HOLDS);
        // A year back: whoever has the right time reads until when the last one held.
        let back = now - 365 * day;
        assert_eq!(until(back, Some(&list(now, now + HOLDS))), now + HOLDS);
        // And changed once more while it is wrong.
        assert_eq!(until(back + day, Some(&list(back, now + HOLDS))), now + HOLDS);
        // A clock that ran ahead is forgotten when it was right for half a week.
        assert_eq!(until(now + 4 * day, Some(&list(now, now + 900 * day))), now + 4 * day + HOLDS);
    }

    #[test]
    fn a_list_that_begins_later_is_not_given() {
        assert!(is_in_time(&list(5000, 9000), 5000) && is_in_time(&list(5000, 9000), 5000 - EARLIER));
        assert!(!is_in_time(&list(5000, 9000), 4999 - EARLIER) && !is_in_time(&list(5000, 9000), 9000));
    }
}
