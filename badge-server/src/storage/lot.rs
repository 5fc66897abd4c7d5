//! Changes that are handed over together. Each statement costs a trip to the thread on which SQLite runs, which is more
//! than what most of them do there: twelve rows of one award are one trip and not twelve. PostgreSQL takes one at a time.
//!
//! They are done in their order, and none of them tells more than how many rows it changed: what has to be known is asked
//! before, or after.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

use super::engine::Engine;
use super::{StorageError, Writing};

/// Statements that are handed over at once, at most. What an award has is below it, and so the same texts come again and
/// again: each is prepared once.
const TOGETHER: usize = 40;

/// What is bound to one parameter.
#[derive(Debug, Clone)]
pub(super) enum Bound {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

impl From<&str> for Bound {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Bound {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Bound {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Bound {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Bound {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<u8>> for Bound {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}

impl From<Option<Vec<u8>>> for Bound {
    fn from(bytes: Option<Vec<u8>>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Changes, in the order in which they are to be done.
#[derive(Debug, Default)]
pub(crate) struct Lot(Vec<(&'static str, Vec<Bound>)>);

impl Lot {
    /// One more, with `$1` and so on for what is bound.
    pub(super) fn add(&mut self, sql: &'static str, bound: Vec<Bound>) {
        self.0.push((sql, bound));
    }
}

impl Writing {
    /// Does them all.
    ///
    /// # Errors
    /// See [`StorageError`]: some may be done then, and nothing of it may be saved.
    pub(crate) async fn run(&mut self, lot: Lot) -> Result<(), StorageError> {
        self.changed_by(lot).await.map(drop)
    }

    /// Does them all and makes it last, as [`Writing::save`] does: on SQLite in one trip.
    ///
    /// # Errors
    /// Nothing was written then, as far as anybody knows.
    pub(crate) async fn save_with(mut self, mut last: Lot) -> Result<(), StorageError> {
        if self.0.engine == Engine::Sqlite && !last.0.is_empty() && last.0.len() < TOGETHER {
            last.add("COMMIT", Vec::new());
            let saved = self.run(last).await;
            self.0.tx.has_ended(saved.is_ok());
            self.1.fetch_add(1, Ordering::Release);
            return saved;
        }
        self.run(last).await?;
        self.save().await
    }

    /// The same as [`Writing::run`], and how many rows were changed by all of them together.
    ///
    /// # Errors
    /// See [`Self::run`].
    pub(super) async fn changed_by(&mut self, lot: Lot) -> Result<u64, StorageError> {
        let mut changed = 0;
        let together = if self.0.engine == Engine::Sqlite { TOGETHER } else { 1 };
        for part in lot.0.chunks(together) {
            let mut query = sqlx::query(AssertSqlSafe(joined(part)));
            for bound in part.iter().flat_map(|(_, bound)| bound) {
                query = bind(query, bound.clone());
            }
            changed += query.execute(&mut *self.0.tx).await?.rows_affected();
        }
        Ok(changed)
    }
}

fn bind<'q>(
    query: Query<'q, Any, <Any as sqlx::Database>::Arguments>,
    bound: Bound,
) -> Query<'q, Any, <Any as sqlx::Database>::Arguments> {
    match bound {
        Bound::Text(text) => query.bind(text),
        Bound::Number(number) => query.bind(number),
        Bound::Bytes(bytes) => query.bind(bytes),
    }
}

/// Several statements as one text: the parameters of each follow those of the one before.
fn joined(part: &[(&'static str, Vec<Bound>)]) -> String {
    let mut all = String::with_capacity(part.iter().map(|(sql, _)| sql.len() + 8).sum());
    let mut before = 0;
    for (n, (sql, bound)) in part.iter().enumerate() {
        if n > 0 {
            all.push_str("; ");
        }
        let mut pieces = sql.split('$');
        all.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            let number = piece[..digits].parse().unwrap_or(0) + before;
            // A text takes whatever is written to it.
            let _ = write!(all, "${number}{}", &piece[digits..]);
        }
        before += bound.len();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_follow_one_another() {
        let part = [
            ("INSERT INTO a (x, y) VALUES ($1, $2)", vec![1.into(), "b".into()]),
            ("DELETE FROM b WHERE x = $2 AND y IN ($1, $2)", vec![2.into(), 3.into()]),
            ("DELETE FROM c", Vec::new()),
            ("UPDATE d SET x = $10", vec![Bound::Number(None); 10]),
        ];
        assert_eq!(
            joined(&part),
            "INSERT INTO a (x, y) VALUES ($1, $2); DELETE FROM b WHERE x = $4 AND y IN ($3, $4); DELETE FROM c; \
             UPDATE d SET x = $14"
        );
    }
}
