//! Who did what, when: lines that are only ever added.

use sqlx::Row as _;

use super::{AccountId, PlaceId, Reading, StorageError, Writing};

/// One act. What it was done to is named by ids alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) id: i64,
    pub(crate) moment: i64,
    /// `None`: at the machine itself.
    pub(crate) account: Option<AccountId>,
    /// Their name now.
    pub(crate) name: Option<String>,
    pub(crate) act: String,
    pub(crate) subject: Option<String>,
}

impl Reading {
    /// The acts of a place, newest first: at most `most`, older than the one of the number `before`.
    pub(crate) async fn acts(&mut self, place: PlaceId, before: i64, most: i64) -> Result<Vec<Act>, StorageError> {
        let rows = sqlx::query(
            "SELECT c.id, c.moment, c.account, a.name, c.act, c.subject FROM acts c \
             LEFT JOIN accounts a ON a.id = c.account WHERE c.place = $1 AND c.id < $2 ORDER BY c.id DESC LIMIT $3",
        )
        .bind(place.0)
        .bind(before)
        .bind(most)
        .fetch_all(&mut *self.tx)
        .await?;
        let mut acts = Vec::with_capacity(rows.len());
        for row in &rows {
            acts.push(Act {
                id: row.try_get(0)?,
                moment: row.try_get(1)?,
                account: row.try_get::<Option<i64>, _>(2)?.map(AccountId),
                name: row.try_get(3)?,
                act: row.try_get(4)?,
                subject: row.try_get(5)?,
            });
        }
        Ok(acts)
    }
}

impl Writing {
    /// Notes an act, in the transaction that does it: either both last or neither.
    pub(crate) async fn add_act(
        &mut self,
        place: Option<PlaceId>,
        account: Option<AccountId>,
        act: &str,
        subject: Option<&str>,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query("INSERT INTO acts (place, moment, account, act, subject) VALUES ($1, $2, $3, $4, $5)")
            .bind(place.map(|p| p.0))
            .bind(now)
            .bind(account.map(|a| a.0))
            .bind(act.to_owned())
            .bind(subject.map(str::to_owned))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}
