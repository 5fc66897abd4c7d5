//! Who is in the team of a place, and who was asked to join it.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::accounts::{Account, AccountId, account};
use super::{PlaceId, Reading, StorageError, Writing, damaged};
use crate::role::Role;

/// Somebody who was asked to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invitation {
    pub(crate) id: i64,
    pub(crate) place: PlaceId,
    pub(crate) address: String,
    pub(crate) role: Role,
    pub(crate) expires: i64,
}

impl Reading {
    /// What somebody is in a place; `None` for nothing.
    pub(crate) async fn role(&mut self, place: PlaceId, account: AccountId) -> Result<Option<Role>, StorageError> {
        let row = sqlx::query("SELECT role FROM members WHERE place = $1 AND account = $2")
            .bind(place.0)
            .bind(account.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(|row| role(&row, 0)).transpose()
    }

    /// The places that somebody is in, with what they are there.
    pub(crate) async fn places_of(&mut self, account: AccountId) -> Result<Vec<(PlaceId, Role)>, StorageError> {
        let rows = sqlx::query("SELECT place, role FROM members WHERE account = $1 ORDER BY place")
            .bind(account.0)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok((PlaceId(row.try_get(0)?), role(row, 1)?))).collect()
    }

    /// Everybody in a place, by name.
    pub(crate) async fn members(&mut self, place: PlaceId) -> Result<Vec<(Account, Role)>, StorageError> {
        let rows = sqlx::query(
            "SELECT a.id, a.address, a.name, a.password, a.operator, m.role \
             FROM members m JOIN accounts a ON a.id = m.account WHERE m.place = $1 AND a.gone IS NULL ORDER BY a.name, a.id",
        )
        .bind(place.0)
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter().map(|row| Ok((account(row)?, role(row, 5)?))).collect()
    }

    /// Who was asked to join a place, by address; those whose link is too old as well.
    pub(crate) async fn invitations(&mut self, place: PlaceId) -> Result<Vec<Invitation>, StorageError> {
        let rows =
            sqlx::query("SELECT id, place, address, role, expires FROM invitations WHERE place = $1 ORDER BY address")
                .bind(place.0)
                .fetch_all(&mut *self.tx)
                .await?;
        rows.iter().map(invitation).collect()
    }

    /// An invitation by its number: whoever has the link knows it, and the link is what is checked.
    pub(crate) async fn invitation(&mut self, id: i64) -> Result<Option<Invitation>, StorageError> {
        let row = sqlx::query("SELECT id, place, address, role, expires FROM invitations WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *self.tx)
            .await?;
        row.as_ref().map(invitation).transpose()
    }
}

impl Writing {
    /// Forgets invitations that were over at an instant: the address of whoever did not answer is not kept.
    pub(crate) async fn forget_invitations(&mut self, now: i64) -> Result<u64, StorageError> {
        let done = sqlx::query("DELETE FROM invitations WHERE expires <= $1").bind(now).execute(&mut *self.tx).await?;
        Ok(done.rows_affected())
    }

    /// Adds somebody to a place, or changes what they are there.
    pub(crate) async fn put_member(
        &mut self,
        place: PlaceId,
        account: AccountId,
        role: Role,
        now: i64,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO members (place, account, role, since) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (place, account) DO UPDATE SET role = excluded.role",
        )
        .bind(place.0)
        .bind(account.0)
        .bind(role.tag())
        .bind(now)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    /// Takes somebody out of a place. `true` if they were in it.
    pub(crate) async fn remove_member(&mut self, place: PlaceId, account: AccountId) -> Result<bool, StorageError> {
        let done = sqlx::query("DELETE FROM members WHERE place = $1 AND account = $2")
            .bind(place.0)
            .bind(account.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Asks somebody to join; who was asked before is asked anew.
    pub(crate) async fn put_invitation(
        &mut self,
        place: PlaceId,
        address: &str,
        role: Role,
        expires: i64,
    ) -> Result<i64, StorageError> {
        let row = sqlx::query(
            "INSERT INTO invitations (place, address, role, expires) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (place, address) DO UPDATE SET role = excluded.role, expires = excluded.expires RETURNING id",
        )
        .bind(place.0)
        .bind(address.to_owned())
        .bind(role.tag())
        .bind(expires)
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(row.try_get(0)?)
    }

    /// Forgets an invitation of a place. `true` if there was one.
    pub(crate) async fn remove_invitation(&mut self, place: PlaceId, id: i64) -> Result<bool, StorageError> {
        let done = sqlx::query("DELETE FROM invitations WHERE place = $1 AND id = $2")
            .bind(place.0)
            .bind(id)
            .execute(&mut *self.tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn role(row: &AnyRow, column: usize) -> Result<Role, StorageError> {
    let tag: String = row.try_get(column)?;
    Role::of_tag(&tag).ok_or_else(|| damaged(format_args!("role {tag}")))
}

fn invitation(row: &AnyRow) -> Result<Invitation, StorageError> {
    Ok(Invitation {
        id: row.try_get(0)?,
        place: PlaceId(row.try_get(1)?),
        address: row.try_get(2)?,
        role: role(row, 3)?,
        expires: row.try_get(4)?,
    })
}
