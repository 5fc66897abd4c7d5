//! Which awards are looked for: the newest first, a page at a time. What is asked for decides by which index; each reads
//! a few rows, however many awards there are.

use badge_core::place::Token;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{PlaceId, Reading, StorageError, damaged};

/// Which awards are looked for; `None` wants all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) achievement: Option<&'a str>,
    /// Of one of these; nobody where there is none.
    pub(crate) people: Option<&'a [Token]>,
    /// Days, `2026-03-02`, both included.
    pub(crate) since: Option<&'a str>,
    pub(crate) until: Option<&'a str>,
}

impl Wanted<'_> {
    /// A question with its texts, numbered from `$3` on: `$1` is the place, `$2` the number before which it is looked.
    pub(super) fn question(&self, most: i64) -> (String, Vec<String>) {
        match self.people {
            Some(people) => self.of_people(people, most),
            None if self.since.is_some() || self.until.is_some() => self.of_days(most),
            None => self.of_all(most),
        }
    }

    fn of_all(&self, most: i64) -> (String, Vec<String>) {
        let only = if self.achievement.is_some() { " AND achievement = $3" } else { "" };
        let sql =
            format!("SELECT seq, token FROM awards WHERE place = $1 AND seq < $2{only} ORDER BY seq DESC LIMIT {most}");
        (sql, self.achievement.map(str::to_owned).into_iter().collect())
    }

    /// Of people, the few awards are found and then sorted. By the index of `seq` itself, SQLite would read the register to
    /// its end for somebody with one badge.
    fn of_people(&self, people: &[Token], most: i64) -> (String, Vec<String>) {
        let mut texts = Vec::new();
        let mut sql = String::from("SELECT seq, token FROM awards WHERE place = $1 AND seq + 0 < $2");
        for (column, value) in [("achievement =", self.achievement), ("day >=", self.since), ("day <=", self.until)] {
            if let Some(value) = value {
                texts.push(value.to_owned());
                sql.push_str(&format!(" AND {column} ${}", texts.len() + 2));
            }
        }
        let from = texts.len() + 3;
        texts.extend(people.iter().map(Token::to_string));
        let places: Vec<String> = (from..texts.len() + 3).map(|n| format!("${n}")).collect();
        sql.push_str(&format!(" AND person IN ({}) ORDER BY seq + 0 DESC LIMIT {most}", places.join(", ")));
        (sql, texts)
    }

    /// Of days, each day that there is gives its newest, and the days with the newest of these give theirs. Reading back
    /// from the newest award until enough are of these days would read everything for a day long ago. (`CROSS JOIN` tells
    /// SQLite in which order to go.)
    fn of_days(&self, most: i64) -> (String, Vec<String>) {
        let (since, until) = (self.since.unwrap_or_default(), self.until.unwrap_or("9999-99-99"));
        let mut texts = vec![since.to_owned(), until.to_owned()];
        let mut of = "a.place = $1";
        if let Some(achievement) = self.achievement {
            texts.push(achievement.to_owned());
            of = "a.place = $1 AND a.achievement = $5";
        }
        let sql = format!(
            "WITH RECURSIVE days (day) AS (\
             SELECT MIN(a.day) FROM awards a WHERE {of} AND a.day >= $3 \
             UNION ALL SELECT (SELECT MIN(a.day) FROM awards a WHERE {of} AND a.day > days.day) FROM days WHERE days.day < $4), \
             latest (day, last) AS (\
             SELECT day, COALESCE((SELECT MAX(a.seq) FROM awards a WHERE {of} AND a.day = days.day AND a.seq < $2), 0) \
             FROM days WHERE day IS NOT NULL AND day <= $4 ORDER BY 2 DESC LIMIT {most}) \
             SELECT a.seq, a.token FROM latest CROSS JOIN awards a WHERE latest.last > 0 AND {of} AND a.day = latest.day \
             AND a.seq IN \
             (SELECT a.seq FROM awards a WHERE {of} AND a.day = latest.day AND a.seq < $2 ORDER BY a.seq DESC LIMIT {most}) \
             ORDER BY a.seq DESC LIMIT {most}"
        );
        (sql, texts)
    }
}

impl Reading {
    /// The newest awards before a number of the register, at most `most`, each with its number.
    pub(crate) async fn newest(
        &mut self,
        place: PlaceId,
        wanted: &Wanted<'_>,
        (before, most): (i64, i64),
    ) -> Result<Vec<(i64, Token)>, StorageError> {
        if wanted.people.is_some_and(<[Token]>::is_empty) {
            return Ok(Vec::new());
        }
        let (sql, texts) = wanted.question(most);
        // A question about many people is seldom asked twice, and is long: it is not kept.
        let keep = texts.len() < 20;
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(before);
        for text in texts {
            query = query.bind(text);
        }
        let rows = query.persistent(keep).fetch_all(&mut *self.tx).await?;
        let read = |row: &AnyRow| {
            let token: String = row.try_get(1)?;
            let token = Token::parse(&token).ok_or_else(|| damaged(format_args!("award {token}")))?;
            Ok((row.try_get(0)?, token))
        };
        rows.iter().map(read).collect()
    }
}
