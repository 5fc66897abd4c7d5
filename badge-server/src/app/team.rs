//! The places that somebody may enter, and who else may.

use super::accounts::{Account, AccountId, Newcomer, Secret, hash, open, random};
use super::letters;
use crate::post::Letter;
use crate::role::Role;
use crate::state::App;
pub(crate) use crate::storage::PlaceId;
use crate::storage::{Invitation, StorageError};

/// An invitation is good for a week.
const INVITED: i64 = 7 * 24 * 60 * 60;

/// What became of a change of the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Done,
    /// There is nobody of that number.
    Nobody,
    /// A place keeps one administrator at least.
    LastOne,
}

/// What became of an answer to an invitation.
pub(crate) enum Joined {
    /// Welcome, with a new account.
    Newcomer(PlaceId, Secret),
    /// Welcome, with the account that was there.
    Member(PlaceId),
    /// The link is used, withdrawn, or too old.
    Over,
    /// The address has an account: whoever answers has to be signed in with it.
    SignInFirst,
}

/// What somebody is in a place. Whoever runs the server is an administrator everywhere.
pub(crate) async fn role(app: &App, account: &Account, place: PlaceId) -> Result<Option<Role>, StorageError> {
    let mut read = app.storage.read().await?;
    if account.operator {
        return Ok(read.place(place).await?.map(|_| Role::Administrator));
    }
    read.role(place, account.id).await
}

/// Who is in a place, and who was asked.
pub(crate) async fn of(app: &App, place: PlaceId) -> Result<(Vec<(Account, Role)>, Vec<Invitation>), StorageError> {
    let mut read = app.storage.read().await?;
    Ok((read.members(place).await?, read.invitations(place).await?))
}

/// Asks somebody to join, by the letter where there is one. Returns the invitation's number and the secret of its link.
pub(crate) async fn invite(
    app: &App,
    by: AccountId,
    place: PlaceId,
    (address, role): (&str, Role),
    letter: Option<impl FnOnce(i64, &Secret) -> Letter>,
) -> Result<(i64, Secret), StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    let id = work.put_invitation(place, address, role, now + INVITED).await?;
    let secret = random();
    work.add_link(&secret.0, &purpose(id), now + INVITED).await?;
    work.add_act(Some(place), Some(by), "invited", Some(role.tag()), now).await?;
    if let Some(letter) = letter {
        letters::send(&mut work, app, (place, "invitation"), &letter(id, &secret), now + INVITED).await?;
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok((id, secret))
}

/// Takes an invitation back.
pub(crate) async fn withdraw(app: &App, by: AccountId, place: PlaceId, id: i64) -> Result<Change, StorageError> {
    let mut work = app.storage.write().await?;
    if !work.remove_invitation(place, id).await? {
        return Ok(Change::Nobody);
    }
    work.add_act(Some(place), Some(by), "uninvited", None, app.now().unix()).await?;
    work.save().await?;
    Ok(Change::Done)
}

/// An invitation, while its link is good, and whether its address has an account.
pub(crate) async fn invitation(app: &App, id: i64, secret: &str) -> Result<Option<(Invitation, bool)>, StorageError> {
    let mut read = app.storage.read().await?;
    if !read.link_is_good(secret, &purpose(id), app.now().unix()).await? {
        return Ok(None);
    }
    let Some(invitation) = read.invitation(id).await? else { return Ok(None) };
    let known = read.account_of(&invitation.address).await?.is_some();
    Ok(Some((invitation, known)))
}

/// Answers an invitation. `who` is used where the address has no account: whoever holds the link may choose a name and a
/// password then. Where it has one, only its owner may answer, signed in: the link alone opens nobody's account. Whoever
/// may as much already stays what they are: nobody loses anything by accepting, nor a place its last administrator.
pub(crate) async fn join(
    app: &App,
    id: i64,
    secret: &str,
    signed: Option<&Account>,
    who: Option<Newcomer>,
) -> Result<Joined, StorageError> {
    let (name, password) = match who {
        Some(who) => (who.name, hash(who.password).await),
        None => (String::new(), None),
    };
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    let Some(invitation) = work.invitation(id).await? else { return Ok(Joined::Over) };
    let known = work.account_of(&invitation.address).await?;
    if known.as_ref().is_some_and(|known| signed.is_none_or(|signed| signed.id != known.id)) {
        return Ok(Joined::SignInFirst);
    }
    if !work.use_link(secret, &purpose(id), now).await? {
        return Ok(Joined::Over);
    }
    let (account, new) = match &known {
        // Erased at this moment: nobody joins.
        Some(account) if !work.hold_account(account.id).await? => return Ok(Joined::Over),
        Some(account) => (account.id, None),
        None => {
            let account = work.add_account(&invitation.address, &name, password.as_deref(), false, now).await?;
            (account, Some(open(&mut work, account, now).await?))
        }
    };
    // As in `change`: what somebody is does not change between looking and writing.
    work.touch(invitation.place).await?;
    let held = work.role(invitation.place, account).await?.filter(|held| held.covers(invitation.role));
    let role = held.unwrap_or(invitation.role);
    work.put_member(invitation.place, account, role, now).await?;
    work.remove_invitation(invitation.place, id).await?;
    work.add_act(Some(invitation.place), Some(account), "joined", Some(role.tag()), now).await?;
    work.save().await?;
    Ok(match new {
        Some(secret) => Joined::Newcomer(invitation.place, secret),
        None => Joined::Member(invitation.place),
    })
}

/// Makes somebody something else in a place, or nothing (`None`).
pub(crate) async fn change(
    app: &App,
    by: AccountId,
    place: PlaceId,
    account: AccountId,
    role: Option<Role>,
) -> Result<Change, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    // The place's row is what others wait for who change the same team.
    work.touch(place).await?;
    let members = work.members(place).await?;
    if !members.iter().any(|(member, _)| member.id == account) {
        return Ok(Change::Nobody);
    }
    let stays = |(member, other): &(Account, Role)| *other == Role::Administrator && member.id != account;
    if role != Some(Role::Administrator) && !members.iter().any(stays) {
        return Ok(Change::LastOne);
    }
    let subject = account.0.to_string();
    match role {
        Some(role) => {
            work.put_member(place, account, role, now).await?;
            work.add_act(Some(place), Some(by), role.tag(), Some(&subject), now).await?;
        }
        None => {
            work.remove_member(place, account).await?;
            work.add_act(Some(place), Some(by), "removed", Some(&subject), now).await?;
        }
    }
    work.save().await?;
    Ok(Change::Done)
}

fn purpose(id: i64) -> String {
    format!("invitation {id}")
}
