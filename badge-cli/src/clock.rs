//! The time: the system's, or the one that `--at` names.

use std::time::{SystemTime, UNIX_EPOCH};

use badge_core::time::{Clock, FixedClock, TimeError, Timestamp};

use crate::error::Failure;
use crate::message::msg;

/// The clock of a run: fixed by `--at`, else the system's.
pub(crate) fn clock(at: Option<&str>) -> Result<Box<dyn Clock>, Failure> {
    Ok(match at {
        Some(text) => Box::new(FixedClock(instant(text)?)),
        None => Box::new(SystemClock),
    })
}

/// A date and time with zone, or a day, which begins at midnight UTC.
pub(crate) fn instant(text: &str) -> Result<Timestamp, Failure> {
    match Timestamp::parse(text) {
        Err(TimeError::DateOnly) => Timestamp::parse(&format!("{text}T00:00:00Z")),
        other => other,
    }
    .map_err(|_| {
        Failure::new(if lacks_only_its_zone(text) {
            msg!("date-without-zone", date = text)
        } else {
            msg!("date-malformed", date = text)
        })
    })
}

/// The same for an end: a day ends with its last second.
pub(crate) fn last_instant(text: &str) -> Result<Timestamp, Failure> {
    let at = instant(text)?;
    Ok(if text.trim().len() == 10 { at.plus_seconds(86_399) } else { at })
}

/// Whether a date with hours and minutes would be one if it had seconds and a zone.
fn lacks_only_its_zone(text: &str) -> bool {
    let text = text.trim().replacen(' ', "T", 1);
    [format!("{text}Z"), format!("{text}:00Z")].iter().any(|whole| Timestamp::parse(whole).is_ok())
}

struct SystemClock;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_first_instant() {
        assert_eq!(instant("2026-03-02").unwrap().to_string(), "2026-03-02T00:00:00Z");
        assert!(instant("2026-02-30").is_err());
        assert!(instant("demain").is_err());
        // Which zone is meant is not guessed: it is said what is missing.
        let id = |text: &str| instant(text).unwrap_err().what.id;
        for text in ["2026-03-02T14:30:00", "2026-03-02T14:30", "2026-03-02 14:30", "2026-03-02 14:30:00"] {
            assert_eq!(id(text), "date-without-zone", "{text}");
        }
        for text in ["demain", "2026-02-30", "2026-03-02T25:30:00", "2026-13-02T14:30"] {
            assert_eq!(id(text), "date-malformed", "{text}");
        }
        assert!(clock(None).unwrap().now() > instant("2024-01-01").unwrap());
        assert_eq!(clock(Some("2026-03-02")).unwrap().now(), instant("2026-03-02").unwrap());
    }
}
