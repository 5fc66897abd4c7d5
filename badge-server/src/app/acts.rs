//! The record of what the team did, a page at a time.

use super::paging::{cut, one_more};
use crate::state::App;
pub(crate) use crate::storage::Act;
use crate::storage::{PlaceId, StorageError};

/// For how long the record is kept, in seconds: five years.
pub(crate) const KEPT: i64 = 5 * 366 * 24 * 3600;

/// Acts of one page.
const PAGE: usize = 50;

/// The acts of a place before one of a number, newest first, and whether there are older ones.
pub(crate) async fn page(app: &App, place: PlaceId, before: Option<i64>) -> Result<(Vec<Act>, bool), StorageError> {
    let mut acts = app.storage.read().await?.acts(place, before.unwrap_or(i64::MAX), one_more(PAGE)).await?;
    let more = cut(&mut acts, PAGE);
    Ok((acts, more))
}
