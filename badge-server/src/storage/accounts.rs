//! Those who sign in, and their sessions. Of what a browser keeps, the database knows the digest alone.

use badge_core::crypto::sha256;
use badge_core::text;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Reading, StorageError, Writing};

/// Names an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AccountId(pub(crate) i64);

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    /// In small letters.
    pub(crate) address: String,
    pub(crate) name: String,
    /// argon2id, as a PHC string.
    pub(crate) password: Option<String>,
    /// Runs the server.
    pub(crate) operator: bool,
}

/// Neither the address nor the password of anybody is ever printed.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Somebody's session as it lies in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredSession {
    pub(crate) account: Account,
    pub(crate) digest: String,
    pub(crate) begun: i64,
    pub(crate) seen: i64,
    /// What the browser calls itself, shortened.
    pub(crate) browser: Option<String>,
    /// When it began with a mailed link.
    pub(crate) linked: Option<i64>,
}

pub(super) const ACCOUNT: &str = "SELECT id, address, name, password, operator FROM accounts ";

impl Reading {
    /// The account of an address, in small letters.
    pub(crate) async fn account_of(&mut self, address: &str) -> Result<Option<Account>, StorageError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT}WHERE address = $1"));
        let row = sqlx::query(sql).bind(address.to_owned()).fetch_optional(&mut *self.tx).await?;
        row.as_ref().map(account).transpose()
    }

    /// Whether somebody runs this server already.
    pub(crate) async fn has_operator(&mut self) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT id FROM accounts WHERE operator = 1 LIMIT 1").fetch_optional(&mut *self.tx);
        Ok(row.await?.is_some())
    }

    /// The session of a secret, however old it is.
    pub(crate) async fn session(&mut self, secret: &str) -> Result<Option<StoredSession>, StorageError> {
        let digest = text::hex(&sha256(secret.as_bytes()));
        let row = sqlx::query(
            "SELECT a.id, a.address, a.name, a.password, a.operator, s.begun, s.seen, s.browser, s.digest, s.linked \
             FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.digest = $1 AND a.gone IS NULL",
        )
        .bind(digest)
        .fetch_optional(&mut *self.tx)
        .await?;
        row.as_ref().map(session).transpose()
    }

    /// The sessions of an account, however old, the last used first.
    pub(crate) async fn sessions_of(&mut self, account: AccountId) -> Result<Vec<StoredSession>, StorageError> {
        let rows = sqlx::query(
            "SELECT a.id, a.address, a.name, a.password, a.operator, s.begun, s.seen, s.browser, s.digest, s.linked \
             FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.account = $1 ORDER BY s.seen DESC, s.digest",
        )
        .bind(account.0)
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter().map(session).collect()
    }
}

impl Writing {
    /// Adds an account. Its address must be free: the caller asks [`Reading::account_of`] first.
    pub(crate) async fn add_account(
        &mut self,
        address: &str,
        name: &str,
        password: Option<&str>,
        operator: bool,
        now: i64,
    ) -> Result<AccountId, StorageError> {
        let row = sqlx::query(
            "INSERT INTO accounts (address, name, password, operator, created) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        )
        .bind(address.to_owned())
        .bind(name.to_owned())
        .bind(password.map(str::to_owned))
        .bind(i64::from(operator))
        .bind(now)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(AccountId(row.try_get(0)?))
    }

    /// Changes somebody's password.
    pub(crate) async fn set_password(&mut self, id: AccountId, password: &str) -> Result<(), StorageError> {
        let query = sqlx::query("UPDATE accounts SET password = $2 WHERE id = $1").bind(id.0).bind(password.to_owned());
        query.execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Begins a session, with a mailed link where `linked` says when; and forgets all that began before `oldest`.
    pub(crate) async fn add_session(
        &mut self,
        secret: &str,
        account: AccountId,
        (now, linked): (i64, Option<i64>),
        oldest: i64,
    ) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM sessions WHERE begun < $1").bind(oldest).execute(&mut *self.tx).await?;
        sqlx::query("INSERT INTO sessions (digest, account, begun, seen, linked) VALUES ($1, $2, $3, $3, $4)")
            .bind(text::hex(&sha256(secret.as_bytes())))
            .bind(account.0)
            .bind(now)
            .bind(linked)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Notes that a session was used, and by what.
    pub(crate) async fn see_session(
        &mut self,
        digest: &str,
        browser: Option<&str>,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query("UPDATE sessions SET seen = $2, browser = $3 WHERE digest = $1")
            .bind(digest.to_owned())
            .bind(now)
            .bind(browser.map(str::to_owned))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Ends one session.
    pub(crate) async fn end_session(&mut self, digest: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM sessions WHERE digest = $1").bind(digest.to_owned()).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Ends all sessions of an account but one.
    pub(crate) async fn end_other_sessions(&mut self, account: AccountId, digest: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM sessions WHERE account = $1 AND digest <> $2")
            .bind(account.0)
            .bind(digest.to_owned())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Ends all sessions of an account.
    pub(crate) async fn end_sessions(&mut self, account: AccountId) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM sessions WHERE account = $1").bind(account.0).execute(&mut *self.tx).await?;
        Ok(())
    }
}

fn session(row: &AnyRow) -> Result<StoredSession, StorageError> {
    Ok(StoredSession {
        account: account(row)?,
        begun: row.try_get(5)?,
        seen: row.try_get(6)?,
        browser: row.try_get(7)?,
        digest: row.try_get(8)?,
        linked: row.try_get(9)?,
    })
}

pub(super) fn account(row: &AnyRow) -> Result<Account, StorageError> {
    Ok(Account {
        id: AccountId(row.try_get(0)?),
        address: row.try_get(1)?,
        name: row.try_get(2)?,
        password: row.try_get(3)?,
        operator: row.try_get::<i64, _>(4)? == 1,
    })
}
