//! Letters: what waits, what went, and what became of it.

use badge_core::place::Token;
use badge_core::place::outbox::Step;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Lot, PlaceId, Reading, StorageError, Writing, damaged};

/// One letter.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct StoredLetter {
    pub(crate) id: String,
    /// [`PlaceId::NONE`]: of the server itself.
    pub(crate) place: PlaceId,
    /// `badge`, `invitation`, `sign-in` or `not-me`.
    pub(crate) kind: String,
    pub(crate) step: Step,
    pub(crate) created: i64,
    pub(crate) changed: i64,
    /// How often the mail server put it off.
    pub(crate) attempts: i64,
    /// How often it was sent before, on purpose.
    pub(crate) copy: i64,
    /// Of a badge's: whom it is for, and the awards it speaks of.
    pub(crate) person: Option<Token>,
    pub(crate) awards: Vec<Token>,
    /// Of the others: what it says. Only [`crate::keys`] looks inside.
    pub(crate) sealed: Option<Vec<u8>>,
    /// Afterwards it is of no use.
    pub(crate) expires: Option<i64>,
    /// What the mail server said last.
    pub(crate) answer: Option<String>,
}

const LETTER: &str = "SELECT id, place, kind, state, created, changed, attempts, copy, person, awards, sealed, expires, answer \
                      FROM letters ";

impl Reading {
    /// One letter.
    pub(crate) async fn letter(&mut self, id: &str) -> Result<Option<StoredLetter>, StorageError> {
        let sql = format!("{LETTER}WHERE id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.to_owned()).fetch_optional(&mut *self.tx).await?;
        row.as_ref().map(read).transpose()
    }

    /// The letters of a place that somebody may have to see to, the newest first: all but those that went.
    pub(crate) async fn letters_not_sent(
        &mut self,
        place: PlaceId,
        most: i64,
    ) -> Result<Vec<StoredLetter>, StorageError> {
        let sql = format!(
            "{LETTER}WHERE place = $1 AND state IN ('waiting', 'handing', 'refused', 'uncertain') \
             ORDER BY created DESC, id LIMIT {most}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).fetch_all(&mut *self.tx).await?;
        rows.iter().map(read).collect()
    }

    /// How many letters of a place are in each state.
    pub(crate) async fn letter_counts(&mut self, place: PlaceId) -> Result<Vec<(Step, i64)>, StorageError> {
        let rows = sqlx::query("SELECT state, COUNT(*) FROM letters WHERE place = $1 GROUP BY state")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        let read = |row: &AnyRow| Ok((step(row.try_get(0)?)?, row.try_get(1)?));
        rows.iter().map(read).collect()
    }

    /// The letters about badges to somebody, under any of their ids, oldest first.
    pub(crate) async fn letters_to(
        &mut self,
        place: PlaceId,
        ids: &[Token],
    ) -> Result<Vec<StoredLetter>, StorageError> {
        let mut all = Vec::new();
        for id in ids {
            let sql = format!("{LETTER}WHERE place = $1 AND person = $2 ORDER BY created, id");
            let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(id.to_string());
            for row in query.fetch_all(&mut *self.tx).await? {
                all.push(read(&row)?);
            }
        }
        Ok(all)
    }

    /// How many letters were given to the mail server since an instant.
    pub(crate) async fn letters_since(&mut self, instant: i64) -> Result<i64, StorageError> {
        let row = sqlx::query("SELECT COUNT(*) FROM letters WHERE changed > $1 AND holder IS NOT NULL")
            .bind(instant)
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(row.try_get(0)?)
    }
}

impl Lot {
    /// A letter that waits.
    pub(crate) fn letter(&mut self, letter: &StoredLetter) {
        self.add(
            "INSERT INTO letters (id, place, kind, state, created, changed, attempts, copy, person, awards, sealed, expires) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            vec![
                letter.id.clone().into(),
                letter.place.0.into(),
                letter.kind.clone().into(),
                letter.step.as_str().into(),
                letter.created.into(),
                letter.changed.into(),
                letter.attempts.into(),
                letter.copy.into(),
                letter.person.map(|id| id.to_string()).into(),
                (!letter.awards.is_empty()).then(|| written(&letter.awards)).into(),
                letter.sealed.clone().into(),
                letter.expires.into(),
            ],
        );
    }
}

impl Writing {
    /// Notes that a letter that waits is given to the mail server now, and of what it speaks. `true` for exactly one
    /// caller.
    pub(crate) async fn hand_letter(
        &mut self,
        id: &str,
        holder: &str,
        awards: &[Token],
        now: i64,
    ) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE letters SET state = 'handing', holder = $2, awards = COALESCE($3, awards), changed = $4 \
             WHERE id = $1 AND state = 'waiting'",
        )
        .bind(id.to_owned())
        .bind(holder.to_owned())
        .bind((!awards.is_empty()).then(|| written(awards)))
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes what became of a letter, if it still is what it was thought to be. What it said is emptied unless it waits.
    pub(crate) async fn letter_becomes(
        &mut self,
        id: &str,
        (from, to): (Step, Step),
        answer: Option<&str>,
        now: i64,
    ) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE letters SET state = $3, answer = $4, changed = $5, \
             attempts = attempts + CASE WHEN $3 = 'waiting' THEN 1 ELSE 0 END, \
             sealed = CASE WHEN $3 = 'waiting' THEN sealed ELSE NULL END WHERE id = $1 AND state = $2",
        )
        .bind(id.to_owned())
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(answer.map(str::to_owned))
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Lets a letter about badges wait once more, as another copy. `false` where it waits already, is not of this place,
    /// or is of another kind.
    pub(crate) async fn letter_again(&mut self, place: PlaceId, id: &str, now: i64) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE letters SET state = 'waiting', attempts = 0, copy = copy + 1, holder = NULL, answer = NULL, changed = $3 \
             WHERE id = $2 AND place = $1 AND kind = 'badge' AND state IN ('sent', 'refused', 'uncertain')",
        )
        .bind(place.0)
        .bind(id.to_owned())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets a letter, where it is still in that state.
    pub(crate) async fn remove_letter(&mut self, id: &str, step: Step) -> Result<bool, StorageError> {
        let done = sqlx::query("DELETE FROM letters WHERE id = $1 AND state = $2")
            .bind(id.to_owned())
            .bind(step.as_str())
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Forgets what was written to somebody, and what waits.
    pub(crate) async fn forget_letters_to(&mut self, place: PlaceId, ids: &[Token]) -> Result<(), StorageError> {
        for id in ids {
            sqlx::query("DELETE FROM letters WHERE place = $1 AND person = $2")
                .bind(place.0)
                .bind(id.to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    /// Forgets the letters about badges to somebody that did not arrive, or of which nobody knows.
    pub(crate) async fn forget_letters_that_failed(
        &mut self,
        place: PlaceId,
        ids: &[Token],
    ) -> Result<(), StorageError> {
        for id in ids {
            sqlx::query(
                "DELETE FROM letters WHERE place = $1 AND person = $2 AND kind = 'badge' \
                 AND state IN ('refused', 'uncertain')",
            )
            .bind(place.0)
            .bind(id.to_string())
            .execute(&mut *self.tx)
            .await?;
        }
        Ok(())
    }

    /// Forgets letters about anything but badges that were done with before an instant.
    pub(crate) async fn forget_letters(&mut self, before: i64) -> Result<(), StorageError> {
        sqlx::query(
            "DELETE FROM letters WHERE kind <> 'badge' AND changed < $1 AND state IN ('sent', 'refused', 'uncertain')",
        )
        .bind(before)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}

fn written(awards: &[Token]) -> String {
    awards.iter().map(Token::to_string).collect::<Vec<_>>().join(" ")
}

fn step(name: String) -> Result<Step, StorageError> {
    Step::from_name(&name).ok_or_else(|| damaged(format_args!("a letter that is {name}")))
}

fn read(row: &AnyRow) -> Result<StoredLetter, StorageError> {
    let id: String = row.try_get(0)?;
    let token = |text: &str| Token::parse(text).ok_or_else(|| damaged(format_args!("letter {id}")));
    let person: Option<String> = row.try_get(8)?;
    let awards: Option<String> = row.try_get(9)?;
    Ok(StoredLetter {
        place: PlaceId(row.try_get(1)?),
        kind: row.try_get(2)?,
        step: step(row.try_get(3)?)?,
        created: row.try_get(4)?,
        changed: row.try_get(5)?,
        attempts: row.try_get(6)?,
        copy: row.try_get(7)?,
        person: person.as_deref().map(token).transpose()?,
        awards: awards.iter().flat_map(|text| text.split(' ')).map(token).collect::<Result<_, _>>()?,
        sealed: row.try_get(10)?,
        expires: row.try_get(11)?,
        answer: row.try_get(12)?,
        id,
    })
}
