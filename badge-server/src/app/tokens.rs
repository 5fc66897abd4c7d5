//! Keys of other programs to one place: made and shown once, held as digests, ended at any time.

use badge_core::text;

use crate::entropy::random;
use crate::state::App;
use crate::storage::{Actor, PlaceId, StorageError, StoredToken};

/// What tokens begin with, so that whoever finds one knows what it is.
const PREFIX: &str = "badge_";

/// The use of a token is written down once in so many seconds.
const MINUTE: i64 = 60;

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Read achievements and awards, with the names of those they are of.
    Read,
    /// Award.
    Award,
    /// Revoke and reinstate.
    Revoke,
    /// Show, hand out and erase what is held on a person.
    People,
    /// Bring endorsements, which wait for the place's consent: for partners.
    Endorse,
    /// Everything, and what concerns the place itself: achievements, webhooks, endorsements.
    Admin,
}

impl Scope {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [Self::Read, Self::Award, Self::Revoke, Self::People, Self::Endorse, Self::Admin];

    /// Its permanent name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Award => "award",
            Self::Revoke => "revoke",
            Self::People => "people",
            Self::Endorse => "endorse",
            Self::Admin => "admin",
        }
    }

    /// The scope of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// A token that was just made: the only moment at which its secret is known.
#[derive(Debug)]
pub(crate) struct NewToken {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// Whoever asks, as far as their token tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bearer {
    pub(crate) place: PlaceId,
    /// The token's name in logs and answers.
    pub(crate) token: String,
    scopes: Vec<Scope>,
    /// The revision of the place as they asked.
    pub(super) revision: i64,
}

impl Bearer {
    /// Whoever asks, as the record of acts has it.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Program(self.token.clone())
    }

    /// Whether the token is good for this.
    pub(crate) fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope) || self.scopes.contains(&Scope::Admin)
    }
}

/// Makes a token of a place. `name` says for whom it is.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn make(app: &App, place: PlaceId, name: &str, scopes: &[Scope]) -> Result<NewToken, StorageError> {
    make_until(app, place, name, scopes, None).await
}

/// The same, good until an instant.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn make_until(
    app: &App,
    place: PlaceId,
    name: &str,
    scopes: &[Scope],
    expires: Option<i64>,
) -> Result<NewToken, StorageError> {
    let id = text::hex(&random::<6>());
    let secret = format!("{PREFIX}{}", text::base64url(&random::<32>()));
    let mut scopes = scopes.to_vec();
    scopes.sort();
    scopes.dedup();
    let token = StoredToken {
        id: id.clone(),
        place,
        name: name.trim().chars().take(100).collect(),
        scopes: scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "),
        created: app.now().unix(),
        revoked: None,
        used: None,
        expires,
    };
    let mut work = app.storage.write().await?;
    work.add_token(&token, &secret).await?;
    work.save().await?;
    Ok(NewToken { id, secret })
}

/// Ends a token; `false` where there is none of that name that is still good.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn end(app: &App, place: PlaceId, id: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    let ended = work.revoke_token(place, id, app.now().unix()).await?;
    work.save().await?;
    Ok(ended)
}

/// Who holds this secret; nobody where it is none of ours, or was ended.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn bearer(app: &App, secret: &str) -> Result<Option<Bearer>, StorageError> {
    // What is looked up is the digest: how long it takes tells nothing about the secret.
    if secret.len() > 200 {
        return Ok(None);
    }
    let now = app.now().unix();
    let good = |token: &StoredToken| token.revoked.is_none() && token.expires.is_none_or(|end| now < end);
    let known = app.storage.glance().await?.token(secret).await?;
    let Some((token, revision)) = known.filter(|(token, _)| good(token)) else { return Ok(None) };
    if token.used.is_none_or(|used| used + MINUTE <= now) {
        // Whoever only reads need not be refused because nothing can be written at this moment.
        if let Err(error) = used(app, &token, now).await {
            tracing::warn!(%error, "it was not noted that a token is used");
        }
    }
    let scopes = token.scopes.split(' ').filter_map(Scope::from_name).collect();
    Ok(Some(Bearer { place: token.place, token: token.id, scopes, revision }))
}

async fn used(app: &App, token: &StoredToken, now: i64) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.token_used(token.place, &token.id, now).await?;
    work.save().await
}
