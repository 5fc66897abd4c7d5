//! Everything that lies sealed in the database, wherever it is: so that it can be sealed with another key.

use sqlx::Row as _;

use super::{PlaceId, Reading, StorageError, Writing};

/// A column in which sealed values lie. A test compares them with the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) table: &'static str,
    /// The column of what a value is bound to, beside its place.
    id: &'static str,
    column: &'static str,
    /// The kind of its purpose ([`crate::keys::Purpose`]).
    pub(crate) kind: &'static str,
}

const fn column(table: &'static str, id: &'static str, column: &'static str, kind: &'static str) -> Column {
    Column { table, id, column, kind }
}

/// All of them.
pub(crate) const SEALED: [Column; 6] = [
    column("keys", "thumbprint", "sealed", "key"),
    column("keys", "thumbprint", "sealed_file", "file"),
    column("hooks", "id", "sealed", "hook"),
    column("hooks", "id", "former", "hook"),
    column("letters", "id", "sealed", "letter"),
    column("tables", "id", "sealed", "table"),
];

impl Reading {
    /// What of a column is sealed, by what it is bound to.
    pub(crate) async fn sealed_in(&mut self, of: Column) -> Result<Vec<(PlaceId, String)>, StorageError> {
        let Column { table, id, column, .. } = of;
        // Empty: it was given up, where a row has to hold something.
        let sql = format!(
            "SELECT place, {id} FROM {table} WHERE {column} IS NOT NULL AND length({column}) > 0 ORDER BY place, {id}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *self.tx).await?;
        rows.iter().map(|row| Ok((PlaceId(row.try_get(0)?), row.try_get(1)?))).collect()
    }

    /// One value; `None` where it is gone meanwhile.
    pub(crate) async fn sealed(
        &mut self,
        of: Column,
        (place, id): (PlaceId, &str),
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let sql = format!("SELECT {} FROM {} WHERE place = $1 AND {} = $2", of.column, of.table, of.id);
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(id.to_owned());
        let row = query.fetch_optional(&mut *self.tx).await?;
        Ok(row.map(|row| row.try_get::<Option<Vec<u8>>, _>(0)).transpose()?.flatten())
    }
}

impl Writing {
    /// Puts a value in the place of the one that was read. `false` where that is another one meanwhile.
    pub(crate) async fn reseal(
        &mut self,
        of: Column,
        (place, id): (PlaceId, &str),
        (old, new): (&[u8], &[u8]),
    ) -> Result<bool, StorageError> {
        let Column { table, id: name, column, .. } = of;
        let sql = format!("UPDATE {table} SET {column} = $3 WHERE place = $1 AND {name} = $2 AND {column} = $4");
        let done = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(place.0)
            .bind(id.to_owned())
            .bind(new.to_vec())
            .bind(old.to_vec())
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives up a value that nobody can open: a letter with it does not go, a table is given anew, an address to be told is
    /// told nothing more; what is public about a key stays. `false` where it is another value meanwhile.
    pub(crate) async fn forget_sealed(
        &mut self,
        of: Column,
        (place, id): (PlaceId, &str),
        old: &[u8],
        now: i64,
    ) -> Result<bool, StorageError> {
        let Column { table, id: name, column, .. } = of;
        let gives = match (table, column) {
            ("hooks", "sealed") => "sealed = $5, ended = COALESCE(ended, $4)",
            ("hooks", _) => "former = NULL, former_until = NULL",
            ("tables", _) => "sealed = NULL, name = '', choices = '{}'",
            ("keys", "sealed_file") => "sealed_file = NULL",
            _ => "sealed = NULL",
        };
        let sql = format!("UPDATE {table} SET {gives} WHERE place = $1 AND {name} = $2 AND {column} = $3");
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(place.0).bind(id.to_owned()).bind(old.to_vec());
        if gives.contains("$5") {
            query = query.bind(now).bind(Vec::<u8>::new());
        }
        Ok(query.execute(&mut *self.tx).await?.rows_affected() == 1)
    }
}
