//! Awards that are there.

use badge_core::place::Token;
use badge_core::place::people::People;
use badge_core::place::register::Entry;

use super::Done;
use crate::storage::{PlaceId, Reading, StorageError, only};

/// An award as it stands, with whoever is behind it.
pub(crate) async fn one(read: &mut Reading, place: PlaceId, token: Token) -> Result<Option<Done>, StorageError> {
    let register = read.register_of(place, token).await?;
    let Some(entry) = register.get(token) else { return Ok(None) };
    let people = match entry.award.person {
        Some(id) => read.person(place, id).await?,
        None => People::default(),
    };
    Ok(Some(Done { entry, people, already: true }))
}

/// Several awards as they stand, in the same order; those that are not there are left out.
pub(crate) async fn several(read: &mut Reading, place: PlaceId, tokens: &[Token]) -> Result<Vec<Done>, StorageError> {
    let register = read.register_of_all(place, tokens).await?;
    let entries: Vec<Entry> = tokens.iter().filter_map(|token| register.get(*token)).collect();
    let ids: Vec<Token> = entries.iter().filter_map(|entry| entry.award.person).collect();
    let people = read.people_of_all(place, &ids).await?;
    let done = |entry: Entry| Done {
        people: entry.award.person.map(|id| only(&people, id)).unwrap_or_default(),
        entry,
        already: true,
    };
    Ok(entries.into_iter().map(done).collect())
}
