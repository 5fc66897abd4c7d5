//! The time: asked here, and handed on as a value.

use std::time::{SystemTime, UNIX_EPOCH};

use badge_core::time::{Clock, Timestamp};

/// The system's clock.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> Timestamp {
        let seconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
        };
        Timestamp::from_unix(seconds).unwrap_or_else(|| {
            // Only a clock beyond the year 9999 gets here: any instant is as wrong as another.
            Timestamp::from_unix(0).expect("1970 is in the calendar")
        })
    }
}
