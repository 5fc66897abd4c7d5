//! Signing in: with a password, or with a link that was sent to the address. A session is 256 random bits, of which the
//! database keeps the digest.

use badge_core::issue::is_email;
use badge_core::text;

use super::letters;
use super::password::Password;
use super::sessions;
use super::welcome::ADMINISTRATOR;
use crate::post::Letter;
use crate::state::App;
pub(crate) use crate::storage::{Account, AccountId};
use crate::storage::{PlaceId, StorageError, Writing};

/// A session that nobody uses ends after twelve hours, and each after thirty days.
pub(super) const IDLE: i64 = 12 * 60 * 60;
pub(super) const LONGEST: i64 = 30 * 24 * 60 * 60;
/// How often it is written down that a session is used, in seconds.
const SEEN: i64 = 5 * 60;
/// A mailed link is good for half an hour.
const LINK: i64 = 30 * 60;

/// For so long after signing in with a mailed link a new password can be chosen without the old one, in seconds.
const PROVEN: i64 = 30 * 60;

/// No account has this number.
const NOBODY: AccountId = AccountId(0);

/// What the browser keeps. Never printed.
pub(crate) struct Secret(pub(crate) String);

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) account: Account,
    /// The digest of the secret.
    pub(crate) digest: String,
    /// It began a moment ago with a link that was mailed to the address: whoever has it needs no other proof that the
    /// account is theirs.
    pub(crate) proven: bool,
}

/// What somebody says of themselves when they begin.
pub(crate) struct Newcomer {
    pub(crate) name: String,
    pub(crate) address: String,
    /// `None`: they sign in with mailed links.
    pub(crate) password: Option<Password>,
}

/// An address as accounts have it; `None` for what is none.
pub(crate) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    is_email(text).then(|| text.to_lowercase())
}

/// Makes the first administrator, once: whoever has the link that was printed at the start. `None`: it is not good.
pub(crate) async fn begin(app: &App, link: &str, who: Newcomer) -> Result<Option<Secret>, StorageError> {
    let password = hash(who.password).await;
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    // Beside somebody who runs the server already, a link that another server wrote at the same moment is good for nothing.
    if !work.use_link_and_others(link, ADMINISTRATOR, now).await? || work.has_operator().await? {
        return Ok(None);
    }
    let id = match work.account_of(&who.address).await? {
        // Somebody's account cannot be taken over by naming their address.
        Some(_) => return Ok(None),
        None => work.add_account(&who.address, &who.name, password.as_deref(), true, now).await?,
    };
    work.add_act(None, Some(id), "began", None, now).await?;
    let secret = open(&mut work, id, now).await?;
    work.save().await?;
    Ok(Some(secret))
}

/// Signs in with a password. An address that nobody has takes as long as a wrong password.
pub(crate) async fn sign_in(app: &App, address: &str, password: Password) -> Result<Option<Secret>, StorageError> {
    let account = app.storage.read().await?.account_of(address).await?;
    let hash = account.as_ref().and_then(|a| a.password.clone());
    let right = password.is(hash).await;
    let (Some(account), true) = (account, right) else { return Ok(None) };
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    let secret = open(&mut work, account.id, now).await?;
    work.save().await?;
    Ok(Some(secret))
}

/// A link that signs somebody in once; it replaces earlier ones. `None` where nobody has the address.
pub(crate) async fn link(app: &App, address: &str) -> Result<Option<(AccountId, Secret)>, StorageError> {
    let mut work = app.storage.write().await?;
    let made = add_link(&mut work, app, address).await?;
    work.save().await?;
    Ok(made)
}

/// The same, in a letter to the address. Nothing is written where nobody has it, and nobody is told so.
pub(crate) async fn mail_link(
    app: &App,
    address: &str,
    letter: impl FnOnce(AccountId, &Secret) -> Letter,
) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    let expires = app.now().unix() + LINK;
    match add_link(&mut work, app, address).await? {
        Some((account, secret)) => {
            letters::send(&mut work, app, (PlaceId::NONE, "sign-in"), &letter(account, &secret), expires).await?;
        }
        // What is written costs what takes time, the flush to the disk: nobody learns from the time it takes either.
        None => work.add_link(&random().0, &purpose(NOBODY), expires).await?,
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(())
}

async fn add_link(work: &mut Writing, app: &App, address: &str) -> Result<Option<(AccountId, Secret)>, StorageError> {
    let Some(account) = work.account_of(address).await? else { return Ok(None) };
    let secret = random();
    work.add_link(&secret.0, &purpose(account.id), app.now().unix() + LINK).await?;
    Ok(Some((account.id, secret)))
}

/// Whether a link would sign somebody in. Looking uses nothing up.
pub(crate) async fn link_is_good(app: &App, account: AccountId, secret: &str) -> Result<bool, StorageError> {
    app.storage.read().await?.link_is_good(secret, &purpose(account), app.now().unix()).await
}

/// Signs in with a link, once.
pub(crate) async fn follow(app: &App, account: AccountId, link: &str) -> Result<Option<Secret>, StorageError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    if !work.use_link(link, &purpose(account), now).await? {
        return Ok(None);
    }
    let secret = random();
    work.add_session(&secret.0, account, (now, Some(now)), now - LONGEST).await?;
    work.save().await?;
    Ok(Some(secret))
}

/// Whose session a secret is, while it lasts. `agent` is what the browser says of itself (`User-Agent`).
pub(crate) async fn session(app: &App, secret: &str, agent: &str) -> Result<Option<Session>, StorageError> {
    let now = app.now().unix();
    let Some(stored) = app.storage.read().await?.session(secret).await? else { return Ok(None) };
    if now - stored.seen > IDLE || now - stored.begun > LONGEST {
        return Ok(None);
    }
    let browser = sessions::browser(agent);
    if now - stored.seen > SEEN || stored.browser.is_none() && browser.is_some() {
        let mut work = app.storage.write().await?;
        work.see_session(&stored.digest, browser.as_deref(), now).await?;
        work.save().await?;
    }
    let proven = stored.linked.is_some_and(|at| (at..=at + PROVEN).contains(&now));
    Ok(Some(Session { account: stored.account, digest: stored.digest, proven }))
}

/// Ends a session; all of them where `everywhere`.
pub(crate) async fn sign_out(app: &App, session: &Session, everywhere: bool) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    if everywhere {
        work.end_sessions(session.account.id).await?;
    } else {
        work.end_session(&session.digest).await?;
    }
    work.save().await
}

/// Changes a password, and ends all sessions but a new one. `None` where the old one is not right; whoever came by a mailed
/// link a moment ago need not know it.
pub(crate) async fn change_password(
    app: &App,
    session: &Session,
    old: Option<Password>,
    new: Password,
) -> Result<Option<Secret>, StorageError> {
    let account = &session.account;
    if account.password.is_some() && !session.proven {
        let Some(old) = old else { return Ok(None) };
        if !old.is(account.password.clone()).await {
            return Ok(None);
        }
    }
    let hash = new.hash().await;
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    work.set_password(account.id, &hash).await?;
    work.end_sessions(account.id).await?;
    // What was mailed before is over as well: somebody else may have had it mailed.
    work.add_link(&random().0, &purpose(account.id), now).await?;
    work.add_act(None, Some(account.id), "password", None, now).await?;
    let secret = open(&mut work, account.id, now).await?;
    work.save().await?;
    Ok(Some(secret))
}

/// Begins a session, within a change.
pub(super) async fn open(work: &mut Writing, account: AccountId, now: i64) -> Result<Secret, StorageError> {
    let secret = random();
    work.add_session(&secret.0, account, (now, None), now - LONGEST).await?;
    Ok(secret)
}

/// A password's hash, where there is a password.
pub(super) async fn hash(password: Option<Password>) -> Option<String> {
    match password {
        Some(password) => Some(password.hash().await),
        None => None,
    }
}

/// 256 random bits as text.
pub(super) fn random() -> Secret {
    Secret(text::hex(&crate::entropy::random::<32>()))
}

pub(super) fn purpose(account: AccountId) -> String {
    format!("sign-in {}", account.0)
}
