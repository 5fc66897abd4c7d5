//! Many badges of the list at once: which are meant, and the batch that does it.

use badge_core::language::Lang;
use badge_core::place::Token;

use super::accounts::AccountId;
use super::awards::{Query, Seen, every};
use super::batches::{self, Wanted};
use super::changes;
use crate::state::App;
use crate::storage::{BatchRow, PlaceId, StorageError};
use crate::words::Speech;

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

/// Why nobody is written to about a badge; what cannot be told of is told of to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unsent {
    /// This server sends no letters.
    NoMail,
    Revoked,
    Suspended,
    Expired,
    /// It waits for consent, or consent was taken back (D-11).
    Consent,
    /// Whoever has it wants no page of it.
    Removed,
    Erased,
    /// There is no e-mail address to write to.
    NoAddress,
}

impl Unsent {
    /// Of a badge in that state ([`state_of`](badge_core::place::state_of)), of somebody with an e-mail address or without;
    /// `None` where a letter goes.
    pub(crate) fn of(state: &str, has_address: bool, has_mail: bool) -> Option<Self> {
        match state {
            "revoked" => Some(Self::Revoked),
            "suspended" => Some(Self::Suspended),
            "expired" => Some(Self::Expired),
            "waiting" => Some(Self::Consent),
            "removed" => Some(Self::Removed),
            "erased" => Some(Self::Erased),
            _ if !has_address => Some(Self::NoAddress),
            _ => (!has_mail).then_some(Self::NoMail),
        }
    }

    /// Why, in words.
    pub(crate) fn word(self, t: &Speech) -> String {
        t.s(match self {
            Self::NoMail => "unsent-no-mail",
            Self::Revoked => "unsent-revoked",
            Self::Suspended => "unsent-suspended",
            Self::Expired => "unsent-expired",
            Self::Consent => "unsent-consent",
            Self::Removed => "unsent-removed",
            Self::Erased => "unsent-erased",
            Self::NoAddress => "unsent-no-address",
        })
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
