//! Many badges of the list at once: which are meant, and the batch that does it.

use badge_core::language::Lang;
use badge_core::place::Token;

use super::accounts::AccountId;
use super::awards::{Query, Seen, every};
use super::batches::{self, Wanted};
use super::changes;
use crate::state::App;
use crate::storage::{BatchRow, PlaceId, StorageError};

/// Badges of one batch, at most.
pub(crate) const MOST: usize = 10_000;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Revoke,
    Reinstate,
    Send,
}

impl Act {
    /// Its name in forms, and as the kind of a batch.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Reinstate => "reinstate",
            Self::Send => "send",
        }
    }

    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        [Self::Revoke, Self::Reinstate, Self::Send].into_iter().find(|act| act.tag() == tag)
    }
}

/// Those that are meant, as they stand: the chosen ones, or all that a search finds; `None` where it finds more people than
/// are looked for, so that "all" would leave some out.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn meant(
    app: &App,
    place: PlaceId,
    chosen: Option<&[Token]>,
    query: &Query,
) -> Result<Option<Vec<Seen>>, StorageError> {
    let Some(chosen) = chosen else { return every(app, place, query, MOST).await };
    let mut all = Vec::new();
    for token in chosen.iter().take(MOST) {
        all.extend(super::awards::see(app, place, *token).await?);
    }
    Ok(Some(all))
}

/// Does it in the background; tells the batch. `once` is the name that the form brought along: sent twice, it is done once.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn begin(
    app: &App,
    by: AccountId,
    place: PlaceId,
    (act, reason, once): (Act, &str, Token),
    (awards, lang): (&[Token], Lang),
) -> Result<String, StorageError> {
    let id = once.to_string();
    let mut work = app.storage.write().await?;
    work.hold(place).await?;
    if work.batch(place, &id).await?.is_some() {
        return Ok(id);
    }
    let rows: Vec<BatchRow> =
        (0..).zip(awards).map(|(seq, token)| changes::row(seq, token.to_string(), None)).collect();
    let wanted = Wanted {
        id: Some(once),
        kind: act.tag(),
        account: Some(by),
        token: None,
        cohort: None,
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        lang,
    };
    batches::put(&mut work, app, place, wanted, &rows).await?;
    work.save().await?;
    app.work.wake.notify_one();
    Ok(id)
}
