//! Several awards at once, for pages and tables: one question for fifty, where one for each would take longer to hand over
//! than to answer.

use badge_core::place::Token;
use badge_core::place::people::People;
use badge_core::place::register::Register;

use super::people::people;
use super::register::register;
use super::{PlaceId, Reading, StorageError};

/// Awards, or people, of one question. There is one text of it, whatever their number: it is prepared once.
const AT_ONCE: usize = 50;

impl Reading {
    /// The register as far as it concerns these awards: their lines, and those of awards that took their places.
    pub(crate) async fn register_of_all(&mut self, place: PlaceId, awards: &[Token]) -> Result<Register, StorageError> {
        let sql = format!(
            "SELECT seq, line FROM events WHERE place = $1 AND subject IN ({0}) \
             UNION SELECT seq, line FROM events WHERE place = $1 AND ends IN ({0})",
            marks()
        );
        register(place, self.rows(place, &sql, awards).await?)
    }

    /// Everybody behind these ids, with the other ids that are the same person.
    pub(crate) async fn people_of_all(&mut self, place: PlaceId, ids: &[Token]) -> Result<People, StorageError> {
        let sql = format!(
            "SELECT id, main, record FROM people WHERE place = $1 \
             AND main IN (SELECT main FROM people WHERE place = $1 AND id IN ({}))",
            marks()
        );
        let mut all = ids.to_vec();
        all.sort();
        all.dedup();
        people(&self.rows(place, &sql, &all).await?)
    }

    async fn rows(
        &mut self,
        place: PlaceId,
        sql: &str,
        tokens: &[Token],
    ) -> Result<Vec<sqlx::any::AnyRow>, StorageError> {
        let mut rows = Vec::new();
        for part in tokens.chunks(AT_ONCE) {
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).bind(place.0);
            // The last one again and again, until there are enough.
            let filled = part.iter().chain(part.last().into_iter().cycle());
            for token in filled.take(AT_ONCE) {
                query = query.bind(token.to_string());
            }
            rows.extend(query.fetch_all(&mut *self.tx).await?);
        }
        Ok(rows)
    }
}

fn marks() -> String {
    (2..AT_ONCE + 2).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
