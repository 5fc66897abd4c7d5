//! The record of what the team did, a page at a time.

use crate::state::App;
pub(crate) use crate::storage::Act;
use crate::storage::{PlaceId, StorageError};

/// Acts of one page.
const PAGE: usize = 50;

/// The acts of a place before one of a number, newest first, and whether there are older ones.
pub(crate) async fn page(app: &App, place: PlaceId, before: Option<i64>) -> Result<(Vec<Act>, bool), StorageError> {
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut acts = app.storage.read().await?.acts(place, before.unwrap_or(i64::MAX), most).await?;
    let more = acts.len() > PAGE;
    acts.truncate(PAGE);
    Ok((acts, more))
}
