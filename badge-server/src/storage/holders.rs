//! Accounts as their holders change them, and as those see them who run the server: names and addresses, who runs it, and
//! what goes when an account is erased.

use sqlx::Row as _;

use super::accounts::{ACCOUNT, Account, AccountId, account};
use super::{Reading, StorageError, Writing};

impl Reading {
    /// An account by its number; nothing for one that was erased.
    pub(crate) async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StorageError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT}WHERE id = $1 AND gone IS NULL"));
        let row = sqlx::query(sql).bind(id.0).fetch_optional(&mut *self.tx).await?;
        row.as_ref().map(account).transpose()
    }

    /// Accounts after a number, at most so many, those alone who run the server where `operators` says so.
    pub(crate) async fn accounts_after(
        &mut self,
        after: AccountId,
        operators: bool,
        most: i64,
    ) -> Result<Vec<Account>, StorageError> {
        let sql = format!("{ACCOUNT}WHERE id > $1 AND gone IS NULL AND operator >= $2 ORDER BY id LIMIT $3");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(after.0)
            .bind(i64::from(operators))
            .bind(most)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(account).collect()
    }

    /// The address that somebody wants, while they can confirm it.
    pub(crate) async fn wanted(&mut self, id: AccountId, now: i64) -> Result<Option<String>, StorageError> {
        let row = sqlx::query("SELECT address FROM moves WHERE account = $1 AND expires > $2").bind(id.0).bind(now);
        let row = row.fetch_optional(&mut *self.tx).await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }
}

impl Writing {
    /// Makes others wait who erase an account or put it into a place, until this is done. `false` where it is gone. It goes before
    /// any place is held, as it does for whoever erases.
    pub(crate) async fn hold_account(&mut self, id: AccountId) -> Result<bool, StorageError> {
        let query = sqlx::query("UPDATE accounts SET gone = NULL WHERE id = $1 AND gone IS NULL").bind(id.0);
        Ok(query.execute(&mut *self.tx).await?.rows_affected() == 1)
    }

    /// Changes what somebody is called.
    pub(crate) async fn set_name(&mut self, id: AccountId, name: &str) -> Result<(), StorageError> {
        let query = sqlx::query("UPDATE accounts SET name = $2 WHERE id = $1").bind(id.0).bind(name.to_owned());
        query.execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Notes the address that somebody wants; it replaces one that they wanted before.
    pub(crate) async fn want(&mut self, id: AccountId, address: &str, expires: i64) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO moves (account, address, expires) VALUES ($1, $2, $3) \
             ON CONFLICT (account) DO UPDATE SET address = excluded.address, expires = excluded.expires",
        )
        .bind(id.0)
        .bind(address.to_owned())
        .bind(expires)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Gives an account another address, which must be free.
    pub(crate) async fn set_address(&mut self, id: AccountId, address: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM moves WHERE account = $1").bind(id.0).execute(&mut *self.tx).await?;
        let query = sqlx::query("UPDATE accounts SET address = $2 WHERE id = $1").bind(id.0).bind(address.to_owned());
        query.execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Forgets addresses that nobody confirmed.
    pub(crate) async fn forget_moves(&mut self, now: i64) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM moves WHERE expires <= $1").bind(now).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// How many run the server. Whoever else wants to change that waits until this is saved: two who take each other's
    /// right away do it one after the other.
    pub(crate) async fn hold_operators(&mut self) -> Result<u64, StorageError> {
        let done = sqlx::query("UPDATE accounts SET operator = 1 WHERE operator = 1").execute(&mut *self.tx).await?;
        Ok(done.rows_affected())
    }

    /// Lets somebody run the server, or no longer. Call [`Writing::hold_operators`] first.
    pub(crate) async fn set_operator(&mut self, id: AccountId, operator: bool) -> Result<(), StorageError> {
        let query = sqlx::query("UPDATE accounts SET operator = $2 WHERE id = $1 AND gone IS NULL");
        query.bind(id.0).bind(i64::from(operator)).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Erases an account: name, address, password, roles, sessions, the address that it wanted. Its number stays. An
    /// address is unique: what stands there then is none that anybody can have.
    pub(crate) async fn erase_account(&mut self, id: AccountId, now: i64) -> Result<(), StorageError> {
        for table in ["members", "sessions", "moves"] {
            let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE account = $1"));
            sqlx::query(sql).bind(id.0).execute(&mut *self.tx).await?;
        }
        sqlx::query(
            "UPDATE accounts SET address = 'gone ' || CAST(id AS TEXT), name = '', password = NULL, operator = 0, gone = $2 \
             WHERE id = $1",
        )
        .bind(id.0)
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}
