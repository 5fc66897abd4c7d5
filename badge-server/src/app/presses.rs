//! A form is done once, however often its button is pressed: twice in a hurry, or by loading the answer again. The form
//! brings a number of its own along; whoever sends it again is led to where it led the first time.

use std::time::Duration;

use crate::state::App;
use crate::storage::StorageError;

/// For so long it is known that a form was sent, in seconds: a day.
pub(crate) const KEPT: i64 = 24 * 60 * 60;
/// Longer than any request takes, in seconds: whoever began it is gone.
const LOST: i64 = 120;
/// How often it is looked whether somebody else is done, and how often at most.
const LOOK: (Duration, u32) = (Duration::from_millis(200), 150);

/// What is to be done with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Press {
    /// It is the first time.
    First,
    /// It was done, and led there.
    Led(String),
    /// Somebody is at it, and does not come to an end.
    Busy,
}

/// Whether a form is sent for the first time; waits while another request does the same one.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn begin(app: &App, digest: &str) -> Result<Press, StorageError> {
    for _ in 0..LOOK.1 {
        let now = app.now().unix();
        // Whoever waits looks without keeping anybody from writing.
        let known = app.storage.read().await?.press(digest).await?;
        match known {
            Some((_, Some(led))) => return Ok(Press::Led(led)),
            Some((begun, None)) if begun >= now - LOST => {}
            _ => {
                let mut work = app.storage.write().await?;
                if work.begin_press(digest, now, now - LOST).await? {
                    work.save().await?;
                    return Ok(Press::First);
                }
            }
        }
        tokio::time::sleep(LOOK.0).await;
    }
    Ok(Press::Busy)
}

/// Notes where it led; one that did nothing may be sent again.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn end(app: &App, digest: &str, led: Option<&str>) -> Result<(), StorageError> {
    let mut work = app.storage.write().await?;
    match led {
        Some(to) => work.press_led(digest, to).await?,
        None => work.remove_press(digest).await?,
    }
    work.save().await
}
