//! Endorsements that wait for the place's consent, and accepted ones that are looked at again.

use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing};

/// One that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// Where it will lie in the place's folder.
    pub(crate) folder: String,
    /// What it endorses, for people.
    pub(crate) what: String,
    pub(crate) embedded: Option<Vec<u8>>,
    pub(crate) jwt: Option<Vec<u8>>,
    /// What the verifier said when it came.
    pub(crate) verdict: String,
    pub(crate) came: i64,
}

impl Reading {
    /// Those that wait, the oldest first.
    pub(crate) async fn offers(&mut self, place: PlaceId) -> Result<Vec<Offer>, StorageError> {
        let rows = sqlx::query(
            "SELECT folder, what, embedded, jwt, verdict, came FROM offers WHERE place = $1 ORDER BY came, folder",
        )
        .bind(place.0)
        .fetch_all(&mut *self.tx)
        .await?;
        let mut offers = Vec::with_capacity(rows.len());
        for row in &rows {
            offers.push(Offer {
                folder: row.try_get(0)?,
                what: row.try_get(1)?,
                embedded: row.try_get(2)?,
                jwt: row.try_get(3)?,
                verdict: row.try_get(4)?,
                came: row.try_get(5)?,
            });
        }
        Ok(offers)
    }

    /// The folders of accepted endorsements.
    pub(crate) async fn watched(&mut self, place: PlaceId) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query("SELECT folder FROM watched WHERE place = $1 ORDER BY folder")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The names of the endorsements that the place gave, oldest first.
    pub(crate) async fn endorsements_given(&mut self, place: PlaceId) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query("SELECT subject FROM events WHERE place = $1 AND kind = 'endorsed' ORDER BY seq")
            .bind(place.0)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

impl Writing {
    /// Keeps one until somebody decides. A form that is there already is replaced, the other one stays.
    pub(crate) async fn put_offer(&mut self, place: PlaceId, offer: &Offer) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO offers (place, folder, what, embedded, jwt, verdict, came) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (place, folder) DO UPDATE SET what = excluded.what, \
             embedded = COALESCE(excluded.embedded, offers.embedded), jwt = COALESCE(excluded.jwt, offers.jwt), \
             verdict = excluded.verdict",
        )
        .bind(place.0)
        .bind(offer.folder.clone())
        .bind(offer.what.clone())
        .bind(offer.embedded.clone())
        .bind(offer.jwt.clone())
        .bind(offer.verdict.clone())
        .bind(offer.came)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Forgets those of something: of a badge whose person was erased.
    pub(crate) async fn remove_offers_below(&mut self, place: PlaceId, folder: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM offers WHERE place = $1 AND substr(folder, 1, $2) = $3")
            .bind(place.0)
            .bind(i32::try_from(folder.chars().count()).unwrap_or(i32::MAX))
            .bind(folder.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Forgets one; `false` where there is none.
    pub(crate) async fn remove_offer(&mut self, place: PlaceId, folder: &str) -> Result<bool, StorageError> {
        let done = sqlx::query("DELETE FROM offers WHERE place = $1 AND folder = $2")
            .bind(place.0)
            .bind(folder.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
