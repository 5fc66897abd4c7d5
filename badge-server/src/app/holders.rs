//! What the holders of accounts change in them, and what those do with others' who run the server: names, addresses, who
//! runs it, and an account that goes. Two things hold whoever asks: a place keeps an administrator, and the server somebody
//! who runs it.

use badge_core::place::names::folded;

use super::accounts::{AccountId, Secret, Session, purpose, random};
use super::letters;
use super::paging::cut;
use super::password::Password;
pub(crate) use super::places::Known;
use super::places::read_place;
use super::texts::{self, Unfit};
use crate::post::Letter;
use crate::role::Role;
use crate::state::App;
pub(crate) use crate::storage::Account;
use crate::storage::{PlaceId, StorageError, Writing};

/// A link that confirms an address is good for a day.
const CONFIRMED: i64 = 24 * 60 * 60;

/// Accounts that are read together.
const PART: i64 = 500;

/// Places of one account that are shown.
pub(crate) const SHOWN: usize = 100;

/// What is wrong with a name that somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misnamed {
    Missing,
    Unfit(Unfit),
}

/// What became of a wish for another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A letter is on its way, if nobody else has the address.
    Mailed,
    /// It is their address already.
    Same,
    /// The password is not right.
    Wrong,
}

/// What became of an account that was to go, or of a right that was to be given or taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Changed {
    Done,
    /// There is nobody of that number.
    Nobody,
    /// The server keeps one at least who runs it.
    LastOperator,
    /// They are the only ones who administer these places.
    LastIn(Vec<PlaceId>),
    /// The password is not right.
    Wrong,
}

/// Whether whoever is signed in is who they say: by their password, or by a link that they followed a moment ago.
async fn is_them(session: &Session, password: Option<Password>) -> bool {
    let known = &session.account.password;
    match password {
        _ if known.is_none() || session.proven => true,
        Some(password) => password.is(known.clone()).await,
        None => false,
    }
}

/// Changes one's own name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn rename(app: &App, by: AccountId, name: &str) -> Result<Option<Misnamed>, StorageError> {
    if name.is_empty() {
        return Ok(Some(Misnamed::Missing));
    }
    if let Some(unfit) = texts::name(name) {
        return Ok(Some(Misnamed::Unfit(unfit)));
    }
    let mut work = app.storage.write().await?;
    work.set_name(by, name).await?;
    work.add_act(None, Some(by), "own-name", None, app.now().unix()).await?;
    work.save().await?;
    Ok(None)
}

/// Asks for another address: a link goes to the new one, and nothing changes before it is followed. Whoever asks does not
/// learn whether somebody else has it.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn ask_address(
    app: &App,
    session: &Session,
    password: Option<Password>,
    address: &str,
    letter: impl FnOnce(&Secret) -> Letter,
) -> Result<Asked, StorageError> {
    let account = &session.account;
    if account.address == address {
        return Ok(Asked::Same);
    }
    if !is_them(session, password).await {
        return Ok(Asked::Wrong);
    }
    let expires = app.now().unix() + CONFIRMED;
    let secret = random();
    let mut work = app.storage.write().await?;
    work.want(account.id, address, expires).await?;
    work.add_link(&secret.0, &moving(account.id), expires).await?;
    if work.account_of(address).await?.is_none() {
        letters::send(&mut work, app, (PlaceId::NONE, "address"), &letter(&secret), expires).await?;
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(Asked::Mailed)
}

/// The address that a link would give to whoever is signed in. Looking uses nothing up.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn wanted(app: &App, account: AccountId, secret: &str) -> Result<Option<String>, StorageError> {
    let now = app.now().unix();
    let mut read = app.storage.read().await?;
    if !read.link_is_good(secret, &moving(account), now).await? {
        return Ok(None);
    }
    read.wanted(account, now).await
}

/// Gives an account the address that a link confirms, once, and tells the old one. Links that were mailed to the old one
/// are over. `false`: the link is over, or somebody else has the address by now.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn move_address(
    app: &App,
    account: &Account,
    secret: &str,
    told: Letter,
) -> Result<bool, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    let Some(address) = work.wanted(account.id, now).await? else { return Ok(false) };
    if !work.use_link(secret, &moving(account.id), now).await? || work.account_of(&address).await?.is_some() {
        return Ok(false);
    }
    work.set_address(account.id, &address).await?;
    work.drop_links(&purpose(account.id)).await?;
    work.add_act(None, Some(account.id), "address", None, now).await?;
    if app.post.is_there() {
        letters::send(&mut work, app, (PlaceId::NONE, "address"), &told, now + CONFIRMED).await?;
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(true)
}

/// Erases one's own account.
///
/// # Errors
/// See [`StorageError`]; nothing was erased then.
pub(crate) async fn erase_own(
    app: &App,
    session: &Session,
    password: Option<Password>,
) -> Result<Changed, StorageError> {
    if !is_them(session, password).await {
        return Ok(Changed::Wrong);
    }
    erase(app, session.account.id, session.account.id).await
}

/// Erases an account: name, address, password, sessions and roles go at once. The record of acts goes on naming its number.
///
/// # Errors
/// See [`StorageError`]; nothing was erased then.
pub(crate) async fn erase(app: &App, by: AccountId, id: AccountId) -> Result<Changed, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    let operators = work.hold_operators().await?;
    // Whoever is just being put into a place is in it, or will not be.
    if !work.hold_account(id).await? {
        return Ok(Changed::Nobody);
    }
    let Some(account) = work.account(id).await? else { return Ok(Changed::Nobody) };
    if account.operator && operators < 2 {
        return Ok(Changed::LastOperator);
    }
    let places = work.places_of(id).await?;
    // Others who change the team of one of them wait, as in `team::change`; in the order of their numbers, so that two who
    // do this do not wait for each other.
    let mut last = Vec::new();
    for (place, role) in &places {
        work.touch(*place).await?;
        if *role == Role::Administrator && is_alone(&mut work, *place, id).await? {
            last.push(*place);
        }
    }
    if !last.is_empty() {
        return Ok(Changed::LastIn(last));
    }
    let subject = id.0.to_string();
    for (place, _) in places {
        work.add_act(Some(place), Some(by), "removed", Some(&subject), now).await?;
    }
    work.drop_links(&purpose(id)).await?;
    work.drop_links(&moving(id)).await?;
    work.erase_account(id, now).await?;
    work.add_act(None, Some(by), "account-erased", Some(&subject), now).await?;
    work.save().await?;
    Ok(Changed::Done)
}

/// Whether nobody else administers a place.
async fn is_alone(work: &mut Writing, place: PlaceId, id: AccountId) -> Result<bool, StorageError> {
    let members = work.members(place).await?;
    Ok(!members.iter().any(|(member, role)| *role == Role::Administrator && member.id != id))
}

/// Lets somebody who has an account run the server, or no longer.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn put_in_charge(
    app: &App,
    by: AccountId,
    id: AccountId,
    operator: bool,
) -> Result<Changed, StorageError> {
    let mut work = app.storage.write().await?;
    let operators = work.hold_operators().await?;
    let Some(account) = work.account(id).await? else { return Ok(Changed::Nobody) };
    if account.operator == operator {
        return Ok(Changed::Done);
    }
    if account.operator && operators < 2 {
        return Ok(Changed::LastOperator);
    }
    work.set_operator(id, operator).await?;
    let act = if operator { "in-charge" } else { "not-in-charge" };
    work.add_act(None, Some(by), act, Some(&id.0.to_string()), app.now().unix()).await?;
    work.save().await?;
    Ok(Changed::Done)
}

/// The accounts after a number in whose name or address all words of a text are, at most so many, and whether there are
/// more.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn list(
    app: &App,
    (text, operators, after): (&str, bool, AccountId),
    most: usize,
) -> Result<(Vec<Account>, bool), StorageError> {
    let words: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
    let is_meant = |account: &Account| {
        let all = folded(&account.name) + " " + &folded(&account.address);
        words.iter().all(|word| all.contains(word.as_str()))
    };
    let mut read = app.storage.read().await?;
    let (mut found, mut from) = (Vec::new(), after);
    while found.len() <= most {
        // A part at a time: what is held is a part, however many there are.
        let part = read.accounts_after(from, operators, PART).await?;
        let Some(last) = part.last() else { break };
        from = last.id;
        found.extend(part.into_iter().filter(|account| is_meant(account)));
    }
    let more = cut(&mut found, most);
    Ok((found, more))
}

/// An account with the places that it is in, the first [`SHOWN`], and how many more there are.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn one(app: &App, id: AccountId) -> Result<Option<(Account, Vec<Known>, usize)>, StorageError> {
    let mut read = app.storage.read().await?;
    let Some(account) = read.account(id).await? else { return Ok(None) };
    let all = read.places_of(id).await?;
    let mut places = Vec::new();
    for (id, role) in all.iter().take(SHOWN) {
        if let Some(stored) = read.place(*id).await? {
            places.push(Known { id: *id, place: read_place(&stored.settings), role: *role });
        }
    }
    Ok(Some((account, places, all.len().saturating_sub(SHOWN))))
}

/// The names of places, as far as they are there.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn names(app: &App, ids: &[PlaceId]) -> Result<Vec<Known>, StorageError> {
    let mut read = app.storage.read().await?;
    let mut places = Vec::new();
    for id in ids.iter().take(SHOWN) {
        if let Some(stored) = read.place(*id).await? {
            places.push(Known { id: *id, place: read_place(&stored.settings), role: Role::Administrator });
        }
    }
    Ok(places)
}

fn moving(account: AccountId) -> String {
    format!("address {}", account.0)
}
