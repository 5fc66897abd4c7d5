//! By which words people are found: of their names and addresses, small and without accents. A word that is being typed
//! finds all that begin with it, from an index, whatever the number of people.

use std::collections::BTreeSet;

use badge_core::place::Token;
use badge_core::place::names::folded;
use badge_core::place::people::{People, Person};
use sqlx::Row as _;

use super::people::join;
use super::{PlaceId, Reading, Storage, StorageError, Writing, damaged};

/// Characters of a word that count.
const LONGEST: usize = 40;
/// Words of what is looked for that count.
const MOST: usize = 6;
/// People whose words are derived in one transaction.
const GROUP: i64 = 500;
/// The name of what is derived.
const DERIVED: &str = "words";

fn words(text: &str) -> BTreeSet<String> {
    folded(text).split(' ').filter(|word| !word.is_empty()).map(|word| word.chars().take(LONGEST).collect()).collect()
}

fn words_of(person: &Person) -> BTreeSet<String> {
    let texts = person.names().chain(person.email.as_deref()).chain(person.did.as_deref());
    texts.flat_map(words).collect()
}

impl Reading {
    /// Those who have, for each word of a text, a word that begins so; at most `most`, by their main ids.
    pub(crate) async fn people_found(
        &mut self,
        place: PlaceId,
        text: &str,
        most: i64,
    ) -> Result<Vec<Token>, StorageError> {
        let ranges = words(text).into_iter().map(|word| (word.clone(), format!("{word}\u{10ffff}")));
        self.having(place, "word >= {from} AND word < {to}", ranges.collect(), most).await
    }

    /// The same, under every id they had.
    pub(crate) async fn ids_found(
        &mut self,
        place: PlaceId,
        text: &str,
        most: i64,
    ) -> Result<Vec<Token>, StorageError> {
        let mut all = Vec::new();
        for main in self.people_found(place, text, most).await? {
            let rows = sqlx::query_as::<_, (String,)>("SELECT id FROM people WHERE place = $1 AND main = $2");
            for (id,) in rows.bind(place.0).bind(main.to_string()).fetch_all(&mut *self.tx).await? {
                all.push(Token::parse(&id).ok_or_else(|| damaged("a row of people"))?);
            }
        }
        Ok(all)
    }

    /// Everybody of that name, however it is spelled.
    pub(crate) async fn people_named(&mut self, place: PlaceId, name: &str) -> Result<People, StorageError> {
        let own = folded(name);
        let same = words(name).into_iter().map(|word| (word.clone(), word)).collect();
        let mut people = People::default();
        for id in self.having(place, "word >= {from} AND word <= {to}", same, 200).await? {
            let found = self.person(place, id).await?;
            if found.iter().any(|(_, person)| person.names().any(|name| folded(name) == own)) {
                join(&mut people, &found);
            }
        }
        Ok(people)
    }

    async fn having(
        &mut self,
        place: PlaceId,
        within: &str,
        mut ranges: Vec<(String, String)>,
        most: i64,
    ) -> Result<Vec<Token>, StorageError> {
        // The longest word is that of the fewest people.
        ranges.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        ranges.truncate(MOST);
        if ranges.is_empty() {
            return Ok(Vec::new());
        }
        let clause =
            |n: usize| within.replace("{from}", &format!("${}", 2 * n + 2)).replace("{to}", &format!("${}", 2 * n + 3));
        let mut sql = format!("SELECT DISTINCT person FROM words WHERE place = $1 AND {}", clause(0));
        for n in 1..ranges.len() {
            let also = "AND EXISTS (SELECT 1 FROM words w WHERE w.place = words.place AND w.person = words.person AND";
            sql.push_str(&format!(" {also} {})", clause(n).replace("word ", "w.word ")));
        }
        sql.push_str(&format!(" LIMIT {most}"));
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0);
        for (from, to) in ranges {
            query = query.bind(from).bind(to);
        }
        let rows = query.fetch_all(&mut *self.tx).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let id: String = row.try_get(0)?;
            Token::parse(&id).ok_or_else(|| damaged("a row of words"))
        };
        rows.iter().map(read).collect()
    }
}

impl Writing {
    /// Notes by which words somebody is found from now on, and by no others.
    pub(super) async fn put_words(
        &mut self,
        place: PlaceId,
        ids: &[Token],
        main: Token,
        person: &Person,
    ) -> Result<(), StorageError> {
        self.forget_words(place, ids).await?;
        for word in words_of(person) {
            sqlx::query("INSERT INTO words (place, word, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(place.0)
                .bind(word)
                .bind(main.to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    /// Nobody is found under these ids any more.
    pub(super) async fn forget_words(&mut self, place: PlaceId, ids: &[Token]) -> Result<(), StorageError> {
        for id in ids {
            sqlx::query("DELETE FROM words WHERE place = $1 AND person = $2")
                .bind(place.0)
                .bind(id.to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }
}

impl Storage {
    /// Derives the words of people who were there before there were any: once for each database. Interrupted, it begins
    /// again at the next start; done by two servers at once, it does no harm.
    pub(super) async fn derive_words(&self) -> Result<(), StorageError> {
        let mut read = self.read().await?;
        let done = sqlx::query("SELECT done FROM derived WHERE name = $1").bind(DERIVED);
        if done.fetch_optional(&mut *read.tx).await?.is_some() {
            return Ok(());
        }
        drop(read);
        let mut last: (i64, String) = (0, String::new());
        loop {
            let mut work = self.write().await?;
            let rows = sqlx::query(
                "SELECT place, id FROM people WHERE record IS NOT NULL AND (place > $1 OR (place = $1 AND id > $2)) \
                 ORDER BY place, id LIMIT $3",
            );
            let rows = rows.bind(last.0).bind(last.1.clone()).bind(GROUP).fetch_all(&mut *work.tx).await?;
            for row in &rows {
                last = (row.try_get(0)?, row.try_get(1)?);
                let id = Token::parse(&last.1).ok_or_else(|| damaged("a row of people"))?;
                let place = PlaceId(last.0);
                let people = work.person(place, id).await?;
                if let Some(person) = people.get(id) {
                    work.put_words(place, &[id], id, &person).await?;
                }
            }
            if rows.is_empty() {
                sqlx::query("INSERT INTO derived (name, done) VALUES ($1, 1) ON CONFLICT DO NOTHING")
                    .bind(DERIVED)
                    .execute(&mut *work.tx)
                    .await?;
                return work.save().await;
            }
            work.save().await?;
        }
    }
}
