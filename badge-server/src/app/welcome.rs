//! The first start: a link, good once, for whoever is in charge.

use badge_core::text;

use crate::state::App;
use crate::storage::StorageError;

/// What the link is for.
pub(super) const ADMINISTRATOR: &str = "administrator";
/// How long it is good: one day.
const SECONDS: i64 = 24 * 60 * 60;
/// Links that were made so short a time ago, in seconds, stay good: several servers that start together on one database print
/// one each. The first that is used ends all of them.
const TOGETHER: i64 = 2 * 60;

/// Makes a link that replaces all earlier ones but those of [`TOGETHER`]. Only its digest is kept. `None` where somebody runs the server already.
pub(crate) async fn invite(app: &App) -> Result<Option<String>, StorageError> {
    let secret = text::hex(&crate::entropy::random::<32>());
    let mut work = app.storage.write().await?;
    if work.has_operator().await? {
        return Ok(None);
    }
    let expires = app.now().unix() + SECONDS;
    work.add_link_beside(&secret, ADMINISTRATOR, expires, expires - TOGETHER).await?;
    work.save().await?;
    Ok(Some(secret))
}

/// Whether a link is still good. Looking uses nothing up.
pub(crate) async fn is_invited(app: &App, secret: &str) -> Result<bool, StorageError> {
    let mut read = app.storage.read().await?;
    // A link that another server wrote at the moment when somebody began is good for nothing.
    Ok(!read.has_operator().await? && read.link_is_good(secret, ADMINISTRATOR, app.now().unix()).await?)
}
