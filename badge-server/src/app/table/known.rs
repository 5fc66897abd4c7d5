//! What the place knows of those whom a table is about, and of nobody else: it may know a million.

use std::collections::HashSet;

use badge_core::cohort::{Plan, Table};
use badge_core::place::names::folded;
use badge_core::place::people::People;
use badge_core::place::register::Register;

use crate::state::App;
use crate::storage::{PlaceId, StorageError, join};

/// The people of a plan's rows as the place knows them, by address or by name, and what they were awarded.
pub(super) async fn of(
    app: &App,
    place: PlaceId,
    (plan, table): (&Plan, &Table),
) -> Result<(Register, People), StorageError> {
    let mut read = app.storage.read().await?;
    let mut people = People::default();
    let (mut addresses, mut names) = (HashSet::new(), HashSet::new());
    for row in plan.rows(table) {
        if let Some(address) = row.email()
            && addresses.insert(address.clone())
        {
            join(&mut people, &read.person_at(place, &address).await?);
        }
        // Also of those with an address: they may have the same badge under another one, or on a card.
        if let Some(name) = row.name()
            && names.insert(folded(&name))
        {
            join(&mut people, &read.people_named(place, &name).await?);
        }
    }
    let ids: Vec<_> = people.iter().flat_map(|(id, _)| people.ids(id)).collect();
    let register = read.register_of_people(place, &ids).await?;
    Ok((register, people))
}
