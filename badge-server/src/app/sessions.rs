//! Where somebody is signed in, for themselves: which browsers, since when, and ending them.

use super::accounts::{IDLE, LONGEST, Session};
use crate::state::App;
use crate::storage::{StorageError, StoredSession};

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// By which it is ended. It opens nothing.
    pub(crate) name: String,
    /// What the browser calls itself, shortened; nothing where it did not say.
    pub(crate) browser: Option<String>,
    pub(crate) begun: i64,
    pub(crate) seen: i64,
    /// The one that asks.
    pub(crate) here: bool,
}

/// The sessions that last, of whoever asks.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn of(app: &App, session: &Session) -> Result<Vec<Seen>, StorageError> {
    let now = app.now().unix();
    let all = app.storage.read().await?.sessions_of(session.account.id).await?;
    let lasts = |one: &StoredSession| now - one.seen <= IDLE && now - one.begun <= LONGEST;
    let seen = |one: StoredSession| Seen {
        here: one.digest == session.digest,
        name: name(&one.digest).to_owned(),
        browser: one.browser,
        begun: one.begun,
        seen: one.seen,
    };
    Ok(all.into_iter().filter(lasts).map(seen).collect())
}

/// Ends one of one's own sessions. `false` where there is none of that name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn end(app: &App, session: &Session, named: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    let all = work.sessions_of(session.account.id).await?;
    let Some(one) = all.into_iter().find(|one| name(&one.digest) == named) else { return Ok(false) };
    work.end_session(&one.digest).await?;
    work.add_act(None, Some(session.account.id), "session-ended", None, app.now().unix()).await?;
    work.save().await?;
    Ok(true)
}

/// Ends all of one's own sessions but this one.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn end_others(app: &App, session: &Session) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    work.end_other_sessions(session.account.id, &session.digest).await?;
    work.add_act(None, Some(session.account.id), "sessions-ended", None, app.now().unix()).await?;
    work.save().await
}

/// Half of the digest: enough to tell sessions of one person apart, and not what the database is asked for.
fn name(digest: &str) -> &str {
    digest.get(..32).unwrap_or(digest)
}

/// What a browser says of itself, in two words that its owner knows: which one, and on what. No more is kept.
pub(super) fn browser(agent: &str) -> Option<String> {
    // Each claims to be those after it as well.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chromium/", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |list: &[(&str, &'static str)]| {
        list.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| (*name).to_owned())
    };
    // What is none of these is shown by its first word, as far as that is one.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/');
    let own: String = agent.chars().take_while(|c| plain(*c)).take(40).collect();
    let browser = named(&browsers).or(Some(own).filter(|own| !own.is_empty()));
    let words: Vec<String> = [browser, named(&systems)].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_told_in_two_words() {
        let told = |agent: &str| browser(agent).unwrap_or_default();
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 \
                       Mobile Safari/537.36";
        assert_eq!(told(android), "Chrome · Android");
        assert_eq!(told("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"), "Firefox · Linux");
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 \
                    Safari/537.36 Edg/130.0";
        assert_eq!(told(edge), "Edge · Windows");
        assert_eq!(told("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(told("<script>alert(1)</script>"), "");
        assert_eq!(told(&"a".repeat(500)).len(), 40);
        assert_eq!(browser(""), None);
    }
}
