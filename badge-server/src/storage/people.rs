//! Who is behind the random ids of the register: tables of their own, so that somebody can be erased (D-05).

use badge_core::place::Token;
use badge_core::place::names::other_spelling;
use badge_core::place::people::{People, Person};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Lot, PlaceId, Reading, StorageError, Writing, damaged};

impl Reading {
    /// Whoever an id stands for, with the other ids that are the same person; nobody where they were erased.
    pub(crate) async fn person(&mut self, place: PlaceId, id: Token) -> Result<People, StorageError> {
        let rows = sqlx::query(
            "SELECT id, main, record FROM people WHERE place = $1 \
             AND main = (SELECT main FROM people WHERE place = $1 AND id = $2)",
        )
        .bind(place.0)
        .bind(id.to_string())
        .fetch_all(&mut *self.tx)
        .await?;
        people(&rows)
    }

    /// Whoever has this address (in small letters, its domain in either spelling) or DID, with their other ids; nobody where
    /// it is not known.
    pub(crate) async fn person_at(&mut self, place: PlaceId, address: &str) -> Result<People, StorageError> {
        let found = self.person_written(place, address).await?;
        // What is noted by one spelling is found by the other, also where an older version noted it.
        match other_spelling(address).filter(|_| found.is_empty()) {
            Some(other) => self.person_written(place, &other).await,
            None => Ok(found),
        }
    }

    async fn person_written(&mut self, place: PlaceId, address: &str) -> Result<People, StorageError> {
        let rows = sqlx::query(
            "SELECT id, main, record FROM people WHERE place = $1 \
             AND main = (SELECT main FROM people WHERE place = $1 \
             AND id = (SELECT person FROM addresses WHERE place = $1 AND address = $2))",
        )
        .bind(place.0)
        .bind(address.to_owned())
        .fetch_all(&mut *self.tx)
        .await?;
        people(&rows)
    }

    /// Everybody.
    pub(crate) async fn people(&mut self, place: PlaceId) -> Result<People, StorageError> {
        let rows = sqlx::query("SELECT id, main, record FROM people WHERE place = $1")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        people(&rows)
    }
}

impl Writing {
    /// Adds everybody; whoever is there already is replaced.
    pub(crate) async fn put_people(&mut self, place: PlaceId, people: &People) -> Result<(), StorageError> {
        let mut lot = Lot::default();
        lot.people(place, people);
        self.run(lot).await
    }

    /// Nobody is found by an address under these ids any more, until it is put again.
    pub(crate) async fn forget_addresses(&mut self, place: PlaceId, ids: &[Token]) -> Result<(), StorageError> {
        for id in ids {
            sqlx::query("DELETE FROM addresses WHERE place = $1 AND person = $2")
                .bind(place.0)
                .bind(id.to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    /// Forgets somebody, under all of their ids.
    pub(crate) async fn erase_person(&mut self, place: PlaceId, ids: &[Token]) -> Result<(), StorageError> {
        self.forget_words(place, ids).await?;
        self.forget_addresses(place, ids).await?;
        for id in ids {
            sqlx::query("DELETE FROM people WHERE place = $1 AND id = $2")
                .bind(place.0)
                .bind(id.to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }
}

impl Lot {
    /// Everybody; whoever is there already is replaced.
    pub(crate) fn people(&mut self, place: PlaceId, people: &People) {
        for (main, person) in people.iter() {
            let plain = person.email.as_ref().map(|email| email.trim().to_lowercase());
            for address in plain.into_iter().chain(person.did.clone()) {
                self.add(
                    "INSERT INTO addresses (place, address, person) VALUES ($1, $2, $3) \
                     ON CONFLICT (place, address) DO UPDATE SET person = excluded.person",
                    vec![place.0.into(), address.into(), main.to_string().into()],
                );
            }
            self.words(place, &people.ids(main), main, &person);
            for id in people.ids(main) {
                let record = (id == main).then(|| record(main, &person));
                self.add(
                    "INSERT INTO people (place, id, main, record) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (place, id) DO UPDATE SET main = excluded.main, record = excluded.record",
                    vec![place.0.into(), id.to_string().into(), main.to_string().into(), record.into()],
                );
            }
        }
    }
}

/// Adds those of `part` to `all`.
pub(crate) fn join(all: &mut People, part: &People) {
    for (main, person) in part.iter() {
        all.insert(main, person);
        for id in part.ids(main).into_iter().filter(|id| *id != main) {
            all.insert(id, Person::default());
            all.merge(id, main);
        }
    }
}

/// One of many, under every id they have; nobody where the id stands for nobody.
pub(crate) fn only(all: &People, id: Token) -> People {
    let mut alone = People::default();
    let main = all.main_id(id);
    if let Some(person) = all.get(main) {
        alone.insert(main, person.clone());
        for id in all.ids(main).into_iter().filter(|id| *id != main) {
            alone.insert(id, Person::default());
            alone.merge(id, main);
        }
    }
    alone
}

/// A `people.json` of one person: one format, read and written by one piece of code.
fn record(id: Token, person: &Person) -> String {
    let mut alone = People::default();
    alone.insert(id, person.clone());
    alone.to_json()
}

pub(super) fn people(rows: &[AnyRow]) -> Result<People, StorageError> {
    let mut people = People::default();
    let mut merged = Vec::new();
    for row in rows {
        let (id, main): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        // What is damaged is said without saying who.
        let wrong = || damaged("a row of people");
        let id = Token::parse(&id).ok_or_else(wrong)?;
        match row.try_get::<Option<String>, _>(2)? {
            None => merged.push((id, Token::parse(&main).ok_or_else(wrong)?)),
            Some(record) => {
                let alone = People::parse(record.as_bytes()).map_err(|_| wrong())?;
                people.insert(id, alone.get(id).ok_or_else(wrong)?.clone());
            }
        }
    }
    for (id, main) in merged {
        people.insert(id, Person::default());
        people.merge(id, main);
    }
    Ok(people)
}
