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
/// From so many people on, who are gone through, it matters where the others' words lie.
const SEVERAL: i64 = 500;
/// Words with the same beginning that are looked for one by one, at most.
const FORMS: usize = 8;
/// People whose words are derived in one transaction.
const GROUP: i64 = 500;

/// Words that are written with one statement: there is one text of it, whatever their number, and it is prepared once.
const ROWS: usize = 8;
/// The name of what is derived; another one where letters are read in another way, so that all of it is derived anew.
const DERIVED: &str = "words.3";

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

/// The first word that is meant, and the first one after them.
type Range = (String, String);

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
        // Each with its words, where it matters and they are few.
        let mut ranges: Vec<(Range, Option<Vec<String>>)> = ranges.into_iter().map(|range| (range, None)).collect();
        if ranges.len() > 1 {
            let mut counted = Vec::new();
            for ((from, to), _) in ranges {
                let clause = within.replace("{from}", "$2").replace("{to}", "$3");
                let sql = format!(
                    "SELECT COUNT(*) FROM (SELECT 1 FROM words WHERE place = $1 AND {clause} LIMIT {FREQUENT}) those"
                );
                let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(from.clone()).bind(to.clone());
                let count: i64 = row.fetch_one(&mut *self.tx).await?.try_get(0)?;
                counted.push((count, (from, to), None));
            }
            let fewest = counted.iter().map(|(count, ..)| *count).min().unwrap_or_default();
            if fewest == 0 {
                return Ok(None);
            }
            if fewest >= SEVERAL {
                for (_, (from, to), forms) in &mut counted {
                    *forms = self.forms(place, within, (from, to)).await?;
                }
            }
            // Of those that are as frequent, one of many words is gone through, and the others are looked for by theirs.
            counted.sort_by_key(|(count, _, forms)| (*count, forms.is_some()));
            cut |= fewest >= FREQUENT;
            ranges = counted.into_iter().map(|(_, range, forms)| (range, forms)).collect();
        }
        if ranges.is_empty() {
            return Ok(None);
        }
        let mut texts = Vec::new();
        let mut sql = String::new();
        for (n, ((from, to), forms)) in ranges.into_iter().enumerate() {
            let forms = forms.filter(|_| n > 0);
            let next = |texts: &[String]| texts.len() + 2;
            let clause = match &forms {
                Some(forms) => {
                    let numbered: Vec<String> = (0..forms.len()).map(|n| format!("${}", next(&texts) + n)).collect();
                    format!("word IN ({})", numbered.join(", "))
                }
                None => within
                    .replace("{from}", &format!("${}", next(&texts)))
                    .replace("{to}", &format!("${}", next(&texts) + 1)),
            };
            if n == 0 {
                sql.push_str(&format!(
                    "SELECT DISTINCT person FROM (SELECT person FROM words WHERE place = $1 AND {clause} LIMIT {FREQUENT}) those"
                ));
            } else {
                // As a range, it is found by words and then by people, who come in their order: few pages are read. By people
                // first, each of them would be on a page of their own.
                let same = if forms.is_some() {
                    "w.person >= those.person AND w.person <= those.person"
                } else {
                    "w.person = those.person"
                };
                let word = if n == 1 { "WHERE" } else { "AND" };
                let clause = clause.replace("word ", "w.word ");
                sql.push_str(&format!(
                    " {word} EXISTS (SELECT 1 FROM words w WHERE w.place = $1 AND {same} AND {clause})"
                ));
            }
            texts.extend(forms.unwrap_or_else(|| vec![from, to]));
        }
        sql.push_str(&format!(" LIMIT {most}"));
        Ok(Some(Asked { sql, texts, cut }))
    }

    /// The words within a range that anybody has, where they are few.
    async fn forms(
        &mut self,
        place: PlaceId,
        within: &str,
        (from, to): (&str, &str),
    ) -> Result<Option<Vec<String>>, StorageError> {
        let clause = within.replace("{from}", "$2").replace("{to}", "$3");
        let next = within.replace("word >= {from}", "word > forms.word").replace("{to}", "$3");
        // From one word to the next: who has them is not gone through.
        let sql = format!(
            "WITH RECURSIVE forms (word) AS (SELECT MIN(word) FROM words WHERE place = $1 AND {clause} UNION ALL \
             SELECT (SELECT MIN(words.word) FROM words WHERE place = $1 AND {}) FROM forms WHERE forms.word IS NOT NULL) \
             SELECT word FROM forms WHERE word IS NOT NULL LIMIT {}",
            next.replace("word >", "words.word >").replace("AND word", "AND words.word"),
            FORMS + 1
        );
        let rows = self.told(place, sql, vec![from.to_owned(), to.to_owned()]).await?;
        let forms: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        Ok((1..=FORMS).contains(&forms.len()).then_some(forms))
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
