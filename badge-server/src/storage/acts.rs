//! Who did what, when: lines that are only ever added.

use sqlx::Row as _;

use super::{AccountId, Lot, PlaceId, Reading, StorageError, Writing};

/// One act. What it was done to is named by ids alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) id: i64,
    pub(crate) moment: i64,
    pub(crate) by: Actor,
    /// What they are called now: an account, or a token.
    pub(crate) name: Option<String>,
    pub(crate) act: String,
    pub(crate) subject: Option<String>,
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Actor {
    /// Somebody who is signed in.
    Account(AccountId),
    /// Another program, by the id of its token.
    Program(String),
    /// Whoever got a badge, by a link in a letter.
    Recipient,
    /// Somebody at the machine itself.
    Machine,
}

impl Actor {
    /// As a column has it: account, and who else.
    pub(crate) fn columns(&self) -> (Option<i64>, Option<String>) {
        match self {
            Self::Account(id) => (Some(id.0), None),
            Self::Program(token) => (None, Some(format!("token {token}"))),
            Self::Recipient => (None, Some("recipient".to_owned())),
            Self::Machine => (None, None),
        }
    }

    /// Read back.
    pub(crate) fn of(account: Option<i64>, actor: Option<&str>) -> Self {
        match (account, actor) {
            (Some(id), _) => Self::Account(AccountId(id)),
            (None, Some("recipient")) => Self::Recipient,
            (None, Some(other)) => Self::Program(other.trim_start_matches("token ").to_owned()),
            (None, None) => Self::Machine,
        }
    }
}

impl Reading {
    /// The acts of a place ([`PlaceId::NONE`]: of the server itself), newest first: at most `most`, older than the one of the
    /// number `before`.
    pub(crate) async fn acts(&mut self, place: PlaceId, before: i64, most: i64) -> Result<Vec<Act>, StorageError> {
        let meant = if place == PlaceId::NONE { "c.place IS NULL AND $1 = 0" } else { "c.place = $1" };
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT c.id, c.moment, c.account, COALESCE(a.name, k.name), c.act, c.subject, c.actor FROM acts c \
             LEFT JOIN accounts a ON a.id = c.account \
             LEFT JOIN tokens k ON k.id = CASE WHEN c.actor LIKE 'token %' THEN substr(c.actor, 7) END \
             WHERE {meant} AND c.id < $2 ORDER BY c.id DESC LIMIT $3",
        )))
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
                by: Actor::of(row.try_get(2)?, row.try_get::<Option<String>, _>(6)?.as_deref()),
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

    /// Notes an act to something of a place, whoever does it.
    pub(crate) async fn add_act_of(
        &mut self,
        place: PlaceId,
        by: &Actor,
        act: &str,
        subject: &str,
        now: i64,
    ) -> Result<(), StorageError> {
        self.add_act_about(place, by, act, Some(subject), now).await
    }

    /// The same, where it may be to nothing that has a name.
    pub(crate) async fn add_act_about(
        &mut self,
        place: PlaceId,
        by: &Actor,
        act: &str,
        subject: Option<&str>,
        now: i64,
    ) -> Result<(), StorageError> {
        let mut lot = Lot::default();
        lot.act(place, by, (act, subject), now);
        self.run(lot).await
    }

    /// Forgets acts that happened before an instant: the oldest, a few at a time, however many there are.
    pub(crate) async fn forget_acts(&mut self, before: i64) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM acts WHERE moment < $1 AND id IN (SELECT id FROM acts ORDER BY id LIMIT 1000)")
            .bind(before)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}

impl Lot {
    /// An act to something of a place, or to nothing that has a name.
    pub(crate) fn act(&mut self, place: PlaceId, by: &Actor, (act, subject): (&str, Option<&str>), now: i64) {
        let (account, actor) = by.columns();
        self.add(
            "INSERT INTO acts (place, moment, account, act, subject, actor) VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                place.0.into(),
                now.into(),
                account.into(),
                act.into(),
                subject.map(str::to_owned).into(),
                actor.into(),
            ],
        );
    }
}
