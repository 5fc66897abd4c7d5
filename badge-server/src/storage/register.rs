//! The register as rows. What a line means is for the core's `Register` to say; here lines are found again, few enough
//! of them that a place with a million awards costs no more than one with ten.

use badge_core::place::register::{Event, Register, StatusSpot, What};
use badge_core::place::{Slug, Token};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Lot, PlaceId, Reading, StorageError, Writing, damaged, number};

/// What was changed after it was awarded: found among the changes, whatever the number of awards.
pub(super) const CHANGES: &str = "SELECT seq, line FROM events WHERE place = $1 AND subject IN (\
     SELECT subject FROM events WHERE place = $1 AND kind IN ('revoked', 'suspended', 'reinstated') \
     UNION SELECT subject FROM events WHERE place = $1 AND ends IS NOT NULL \
     UNION SELECT ends FROM events WHERE place = $1 AND ends IS NOT NULL)";

/// By days first, in the order of the index: a million rows are counted as they lie there, and not sorted.
pub(super) const COUNTS: &str = "SELECT achievement, substr(day, 1, 7), CAST(SUM(badges) AS BIGINT) FROM \
     (SELECT achievement, day, COUNT(*) AS badges FROM awards WHERE place = $1 GROUP BY achievement, day) days \
     GROUP BY achievement, substr(day, 1, 7) ORDER BY 2, 1";

impl Reading {
    /// The register as far as it concerns one award or one endorsement: its lines, and those of an award that took its
    /// place.
    pub(crate) async fn register_of(&mut self, place: PlaceId, subject: Token) -> Result<Register, StorageError> {
        // Two questions with an index each, sorted afterwards: with `OR` or an order, SQLite reads the whole register.
        let rows = sqlx::query(
            "SELECT seq, line FROM events WHERE place = $1 AND subject = $2 \
             UNION ALL SELECT seq, line FROM events WHERE place = $1 AND ends = $2 AND subject <> $2",
        )
        .bind(place.0)
        .bind(subject.to_string())
        .fetch_all(&mut *self.tx)
        .await?;
        register(place, rows)
    }

    /// The register as far as something happened after the awarding: what status lists and lists of revocations are
    /// made from.
    pub(crate) async fn register_of_changes(&mut self, place: PlaceId) -> Result<Register, StorageError> {
        register(place, sqlx::query(CHANGES).bind(place.0).fetch_all(&mut *self.tx).await?)
    }

    /// The lines of the register from a number on, at most `most`, each with its number.
    pub(crate) async fn lines(
        &mut self,
        place: PlaceId,
        after: i64,
        most: i64,
    ) -> Result<Vec<(i64, String)>, StorageError> {
        let rows = sqlx::query("SELECT seq, line FROM events WHERE place = $1 AND seq > $2 ORDER BY seq LIMIT $3")
            .bind(place.0)
            .bind(after)
            .bind(most)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// The register as far as it concerns some people: everything that happened to their awards.
    pub(crate) async fn register_of_people(&mut self, place: PlaceId, ids: &[Token]) -> Result<Register, StorageError> {
        let mut lines = Vec::new();
        for id in ids {
            let rows = sqlx::query(
                "SELECT seq, line FROM events WHERE place = $1 AND (subject IN \
                 (SELECT token FROM awards WHERE place = $1 AND person = $2))",
            )
            .bind(place.0)
            .bind(id.to_string())
            .fetch_all(&mut *self.tx)
            .await?;
            lines.extend(rows);
        }
        register(place, lines)
    }

    /// The award of this achievement to one of these ids on that day, if there is one that was not revoked.
    pub(crate) async fn same(
        &mut self,
        place: PlaceId,
        ids: &[Token],
        achievement: &Slug,
        day: &str,
    ) -> Result<Option<Token>, StorageError> {
        for id in ids {
            let rows = sqlx::query(
                "SELECT token FROM awards WHERE place = $1 AND person = $2 AND achievement = $3 AND day = $4",
            )
            .bind(place.0)
            .bind(id.to_string())
            .bind(achievement.as_str().to_owned())
            .bind(day.to_owned())
            .fetch_all(&mut *self.tx)
            .await?;
            for row in rows {
                let token: String = row.try_get(0)?;
                let token = Token::parse(&token).ok_or_else(|| damaged(format_args!("award {token}")))?;
                // What still stands is for the register to say.
                if self.register_of(place, token).await?.same(*id, achievement, day).is_some() {
                    return Ok(Some(token));
                }
            }
        }
        Ok(None)
    }

    /// The awards whose names begin so, at most `most`.
    pub(crate) async fn awards_beginning(
        &mut self,
        place: PlaceId,
        begin: &str,
        most: i64,
    ) -> Result<Vec<Token>, StorageError> {
        // `g` is the sign behind the last of hexadecimal digits: the range that an index serves.
        let rows = sqlx::query(
            "SELECT token FROM awards WHERE place = $1 AND token >= $2 AND token < $3 ORDER BY token LIMIT $4",
        )
        .bind(place.0)
        .bind(begin.to_owned())
        .bind(format!("{begin}g"))
        .bind(most)
        .fetch_all(&mut *self.tx)
        .await?;
        let read = |row: &AnyRow| {
            let token: String = row.try_get(0)?;
            Token::parse(&token).ok_or_else(|| damaged(format_args!("award {token}")))
        };
        rows.iter().map(read).collect()
    }

    /// How many awards there are of each achievement in each month (`2026-03`).
    pub(crate) async fn counts(&mut self, place: PlaceId) -> Result<Vec<(String, String, i64)>, StorageError> {
        let rows = sqlx::query(COUNTS).bind(place.0).fetch_all(&mut *self.tx).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
    }

    /// How many entries of a status list are taken.
    pub(crate) async fn taken(&mut self, place: PlaceId, list: u32) -> Result<u64, StorageError> {
        let row = sqlx::query("SELECT COUNT(*) FROM spots WHERE place = $1 AND list = $2")
            .bind(place.0)
            .bind(i64::from(list))
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0))
    }

    /// Whether an entry of a status list is taken.
    pub(crate) async fn is_taken(&mut self, place: PlaceId, spot: StatusSpot) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT subject FROM spots WHERE place = $1 AND list = $2 AND entry = $3")
            .bind(place.0)
            .bind(i64::from(spot.list))
            .bind(number(spot.index))
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.is_some())
    }

    /// How many status lists are in use: they are numbered from 1.
    pub(crate) async fn lists(&mut self, place: PlaceId) -> Result<u32, StorageError> {
        let row = sqlx::query("SELECT COALESCE(MAX(list), 0) FROM spots WHERE place = $1")
            .bind(place.0)
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX))
    }

    /// How many status lists are in use, the number of the last event, and whether anybody is to be told of what happens.
    pub(crate) async fn ends(&mut self, place: PlaceId) -> Result<(u32, i64, bool), StorageError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(list), 0) FROM spots WHERE place = $1), \
             (SELECT COALESCE(MAX(seq), 0) FROM events WHERE place = $1), \
             (SELECT COUNT(*) FROM hooks WHERE place = $1)",
        )
        .bind(place.0)
        .fetch_one(&mut *self.tx)
        .await?;
        let lists = u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX);
        Ok((lists, row.try_get(1)?, row.try_get::<i64, _>(2)? > 0))
    }

    /// The names of all awards, oldest first.
    pub(crate) async fn awards(&mut self, place: PlaceId) -> Result<Vec<Token>, StorageError> {
        let rows = sqlx::query("SELECT token FROM awards WHERE place = $1 ORDER BY seq")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        let read = |row: &AnyRow| {
            let token: String = row.try_get(0)?;
            Token::parse(&token).ok_or_else(|| damaged(format_args!("award {token}")))
        };
        rows.iter().map(read).collect()
    }

    /// Whether anything was ever awarded for an achievement.
    pub(crate) async fn is_awarded(&mut self, place: PlaceId, achievement: &str) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT seq FROM awards WHERE place = $1 AND achievement = $2 LIMIT 1")
            .bind(place.0)
            .bind(achievement.to_owned())
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.is_some())
    }
}

impl Writing {
    /// Adds events at the end of the register, each as the line that it was read from or is to be. Call
    /// [`Writing::touch`] first.
    pub(crate) async fn append(&mut self, place: PlaceId, events: &[(Event, String)]) -> Result<(), StorageError> {
        let last = self.last_line(place).await?;
        for (seq, (event, line)) in (last + 1..).zip(events) {
            let mut lot = Lot::default();
            lot.event(place, seq, event, line)?;
            self.run(lot).await?;
        }
        Ok(())
    }
}

impl Lot {
    /// An event of that number, as the line that it was read from or is to be.
    ///
    /// # Errors
    /// For an event of a kind that is not known.
    pub(crate) fn event(&mut self, place: PlaceId, seq: i64, event: &Event, line: &str) -> Result<(), StorageError> {
        let subject = event.award().to_string();
        let (kind, ends, spot) = match &event.what {
            What::Awarded(award) => ("awarded", award.replaces.map(|t| t.to_string()), award.status),
            What::Endorsed(given) => ("endorsed", None, given.status),
            What::Revoked { .. } => ("revoked", None, None),
            What::Suspended { .. } => ("suspended", None, None),
            What::Reinstated { .. } => ("reinstated", None, None),
            What::Renewed(_) => ("renewed", None, None),
            _ => return Err(damaged(format_args!("event {seq} of a kind that is not known"))),
        };
        self.add(
            "INSERT INTO events (place, seq, subject, kind, ends, line) VALUES ($1, $2, $3, $4, $5, $6)",
            vec![place.0.into(), seq.into(), subject.clone().into(), kind.into(), ends.into(), line.trim_end().into()],
        );
        if let Some(spot) = spot {
            self.add(
                "INSERT INTO spots (place, list, entry, subject) VALUES ($1, $2, $3, $4)",
                vec![place.0.into(), i64::from(spot.list).into(), number(spot.index).into(), subject.clone().into()],
            );
        }
        if let What::Awarded(award) = &event.what {
            self.add(
                "INSERT INTO awards (place, token, seq, person, achievement, day) VALUES ($1, $2, $3, $4, $5, $6)",
                vec![
                    place.0.into(),
                    subject.into(),
                    seq.into(),
                    award.person.map(|p| p.to_string()).into(),
                    award.achievement.as_str().into(),
                    award.date.day().to_string().into(),
                ],
            );
        }
        Ok(())
    }
}

/// Whether a change failed because somebody else has the entry of a status list by now.
pub(crate) fn is_taken(error: &StorageError) -> bool {
    let StorageError::Database(sqlx::Error::Database(error)) = error else { return false };
    // SQLite names the columns, PostgreSQL the key.
    error.is_unique_violation() && error.message().contains("spots")
}

/// The register that lines make, whatever order they come in.
pub(super) fn register(place: PlaceId, rows: Vec<AnyRow>) -> Result<Register, StorageError> {
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push((row.try_get::<i64, _>(0)?, row.try_get::<String, _>(1)?));
    }
    lines.sort();
    lines.dedup();
    let mut register = Register::new();
    for (seq, line) in lines {
        let fault = |e| damaged(format_args!("event {seq} of place {}: {e}", place.0));
        register.apply(Event::from_line(line.as_bytes()).map_err(fault)?).map_err(fault)?;
    }
    Ok(register)
}
