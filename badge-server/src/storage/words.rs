//! By which words people are found: of their names and addresses, small and without accents. A word that is being typed
//! finds all that begin with it, from an index, whatever the number of people.

use std::collections::BTreeSet;

use badge_core::place::Token;
use badge_core::place::names::folded;
use badge_core::place::people::{People, Person};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::people::join;
use super::{Lot, PlaceId, Reading, Storage, StorageError, Writing, damaged};

/// Characters of a word that count.
const LONGEST: usize = 40;
/// Words of what is looked for that count.
const MOST: usize = 6;
/// People who have a word, as far as they are counted and gone through.
const FREQUENT: i64 = 20_000;
/// People whose words are derived in one transaction.
const GROUP: i64 = 500;

/// Words that are written with one statement: there is one text of it, whatever their number, and it is prepared once.
const ROWS: usize = 8;
/// The name of what is derived.
const DERIVED: &str = "words";

fn words(text: &str) -> BTreeSet<String> {
    folded(text).split(' ').filter(|word| !word.is_empty()).map(|word| word.chars().take(LONGEST).collect()).collect()
}

fn words_of(person: &Person) -> BTreeSet<String> {
    let texts = person.names().chain(person.email.as_deref()).chain(person.did.as_deref());
    texts.flat_map(words).collect()
}

/// Who was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Under every id they had.
    pub(crate) ids: Vec<Token>,
    /// There are others besides.
    pub(crate) more: bool,
}

/// A question, with its texts.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) sql: String,
    texts: Vec<String>,
    /// Not all who have the rarest word are gone through.
    cut: bool,
}

impl Reading {
    /// Those who have, for each word of a text, a word that begins so, under every id they had; at most `most` people.
    pub(crate) async fn ids_found(&mut self, place: PlaceId, text: &str, most: usize) -> Result<Found, StorageError> {
        let ranges = words(text).into_iter().map(|word| (word.clone(), format!("{word}\u{10ffff}")));
        let (clause, ranges) = ("word >= {from} AND word < {to}", ranges.collect());
        let Some(asked) = self.having(place, clause, ranges, i64::try_from(most).unwrap_or(i64::MAX - 1) + 1).await?
        else {
            return Ok(Found::default());
        };
        // Those who had other ids are few, and have an index of their own.
        let sql = format!(
            "WITH found (person) AS ({}) SELECT person, 0 FROM found UNION ALL SELECT p.id, 1 FROM found CROSS JOIN people p \
             WHERE p.place = $1 AND p.main = found.person AND p.record IS NULL",
            asked.sql
        );
        let (mut ids, mut people) = (Vec::new(), 0_usize);
        for row in self.told(place, sql, asked.texts).await? {
            ids.push(token(&row)?);
            people += usize::from(row.try_get::<i64, _>(1)? == 0);
        }
        Ok(Found { ids, more: asked.cut || people > most })
    }

    /// Everybody of that name, however it is spelled.
    pub(crate) async fn people_named(&mut self, place: PlaceId, name: &str) -> Result<People, StorageError> {
        let own = folded(name);
        let same = words(name).into_iter().map(|word| (word.clone(), word)).collect();
        let mut people = People::default();
        let Some(asked) = self.having(place, "word >= {from} AND word <= {to}", same, 200).await? else {
            return Ok(people);
        };
        for row in self.told(place, asked.sql, asked.texts).await? {
            let id = token(&row)?;
            let found = self.person(place, id).await?;
            if found.iter().any(|(_, person)| person.names().any(|name| folded(name) == own)) {
                join(&mut people, &found);
            }
        }
        Ok(people)
    }

    /// The question who has words within all of these ranges, with its texts, numbered from `$2` on; nothing where nobody
    /// can have. The word of the fewest people is the one that is gone through; where all of them are of very many, it is
    /// gone through the first of these.
    pub(super) async fn having(
        &mut self,
        place: PlaceId,
        within: &str,
        mut ranges: Vec<(String, String)>,
        most: i64,
    ) -> Result<Option<Asked>, StorageError> {
        // Of very many words the longest are looked for: who has these may not have the others.
        let mut cut = ranges.len() > MOST;
        ranges.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        ranges.truncate(MOST);
        if ranges.len() > 1 {
            let mut counted = Vec::new();
            for (from, to) in ranges {
                let clause = within.replace("{from}", "$2").replace("{to}", "$3");
                let sql = format!(
                    "SELECT COUNT(*) FROM (SELECT 1 FROM words WHERE place = $1 AND {clause} LIMIT {FREQUENT}) those"
                );
                let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(from.clone()).bind(to.clone());
                counted.push((row.fetch_one(&mut *self.tx).await?.try_get::<i64, _>(0)?, (from, to)));
            }
            counted.sort_by_key(|(count, _)| *count);
            if counted.first().is_some_and(|(count, _)| *count == 0) {
                return Ok(None);
            }
            cut |= counted.first().is_some_and(|(count, _)| *count >= FREQUENT);
            ranges = counted.into_iter().map(|(_, range)| range).collect();
        }
        if ranges.is_empty() {
            return Ok(None);
        }
        let clause =
            |n: usize| within.replace("{from}", &format!("${}", 2 * n + 2)).replace("{to}", &format!("${}", 2 * n + 3));
        let mut sql = format!(
            "SELECT DISTINCT person FROM (SELECT person FROM words WHERE place = $1 AND {} LIMIT {FREQUENT}) those",
            clause(0)
        );
        for n in 1..ranges.len() {
            let word = if n == 1 { "WHERE" } else { "AND" };
            sql.push_str(&format!(
                " {word} EXISTS (SELECT 1 FROM words w WHERE w.place = $1 AND w.person = those.person AND {})",
                clause(n).replace("word ", "w.word ")
            ));
        }
        sql.push_str(&format!(" LIMIT {most}"));
        let texts = ranges.into_iter().flat_map(|(from, to)| [from, to]).collect();
        Ok(Some(Asked { sql, texts, cut }))
    }

    async fn told(&mut self, place: PlaceId, sql: String, texts: Vec<String>) -> Result<Vec<AnyRow>, StorageError> {
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0);
        for text in texts {
            query = query.bind(text);
        }
        Ok(query.fetch_all(&mut *self.tx).await?)
    }
}

/// The id that a row begins with.
fn token(row: &AnyRow) -> Result<Token, StorageError> {
    let id: String = row.try_get(0)?;
    Token::parse(&id).ok_or_else(|| damaged("a row of words"))
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
        let mut lot = Lot::default();
        lot.words(place, ids, main, person);
        self.run(lot).await
    }

    /// Nobody is found under these ids any more.
    pub(super) async fn forget_words(&mut self, place: PlaceId, ids: &[Token]) -> Result<(), StorageError> {
        let mut lot = Lot::default();
        lot.no_words(place, ids);
        self.run(lot).await
    }
}

impl Lot {
    /// The words by which somebody is found, and no others.
    pub(super) fn words(&mut self, place: PlaceId, ids: &[Token], main: Token, person: &Person) {
        self.no_words(place, ids);
        let words: Vec<String> = words_of(person).into_iter().collect();
        for part in words.chunks(ROWS) {
            let mut bound = vec![place.0.into(), main.to_string().into()];
            // The last one again and again, until there are enough: it is there once all the same.
            let filled = part.iter().chain(part.last().into_iter().cycle());
            bound.extend(filled.take(ROWS).map(|word| word.clone().into()));
            self.add(
                "INSERT INTO words (place, word, person) VALUES ($1, $3, $2), ($1, $4, $2), ($1, $5, $2), ($1, $6, $2), \
                 ($1, $7, $2), ($1, $8, $2), ($1, $9, $2), ($1, $10, $2) ON CONFLICT DO NOTHING",
                bound,
            );
        }
    }

    fn no_words(&mut self, place: PlaceId, ids: &[Token]) {
        for id in ids {
            self.add("DELETE FROM words WHERE place = $1 AND person = $2", vec![place.0.into(), id.to_string().into()]);
        }
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
