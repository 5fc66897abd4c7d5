//! The time: the system's, or the one that `--at` names.

use std::time::{SystemTime, UNIX_EPOCH};

use badge_core::cohort::{DayFault, day, may_begin};
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

/// A date and time with zone, or a day, as tables have it too, which begins at midnight UTC.
pub(crate) fn instant(text: &str) -> Result<Timestamp, Failure> {
    read(text).map(|(at, _)| at)
}

/// The same for an end: a day ends with its last second.
pub(crate) fn last_instant(text: &str) -> Result<Timestamp, Failure> {
    read(text).map(|(at, is_day)| if is_day { at.plus_seconds(86_399) } else { at })
}

/// The same for an award: a day that has begun somewhere on earth, since there are badges. Until it begins every verifier
/// refuses the badge.
pub(crate) fn award_date(text: &str, now: Timestamp) -> Result<Timestamp, Failure> {
    let at = instant(text)?;
    match may_begin(at, now) {
        Ok(()) => Ok(at),
        Err(DayFault::Future) => Err(Failure::new(msg!("date-future", date = text))),
        Err(_) => Err(Failure::new(msg!("date-too-old", date = text))),
    }
}

/// The instant, and whether it was told as a day.
fn read(text: &str) -> Result<(Timestamp, bool), Failure> {
    match Timestamp::parse(text) {
        Ok(at) => return Ok((at, false)),
        Err(TimeError::DateOnly) => {
            if let Ok(at) = Timestamp::parse(&format!("{}T00:00:00Z", text.trim())) {
                return Ok((at, true));
            }
        }
        // A time of day is passed over in a table: here it is meant.
        Err(_) if text.contains(':') => {}
        Err(_) => match day(text) {
            Ok(at) => return Ok((at, true)),
            Err(DayFault::Ambiguous(one, other)) => {
                return Err(Failure::new(msg!("date-ambiguous", date = text, one = one, other = other)));
            }
            Err(_) => {}
        },
    }
    Err(Failure::new(match lacks_only_its_zone(text) {
        true => msg!("date-without-zone", date = text),
        false => msg!("date-malformed", date = text),
    }))
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
        for text in ["02/03/2026 14:30", "31/02/2026"] {
            assert_eq!(id(text), "date-malformed", "{text}");
        }
        assert_eq!(id("03/04/2026"), "date-ambiguous");
        for text in ["13/03/2026", "13 mars 2026", "2026-03-13"] {
            assert_eq!(instant(text).unwrap().to_string(), "2026-03-13T00:00:00Z", "{text}");
            assert_eq!(last_instant(text).unwrap().to_string(), "2026-03-13T23:59:59Z", "{text}");
        }
        assert!(clock(None).unwrap().now() > instant("2024-01-01").unwrap());
        let award = |text: &str| award_date(text, instant("2026-03-02").unwrap()).map_err(|failure| failure.what.id);
        assert_eq!(award("02-03-1989").unwrap_err(), "date-ambiguous");
        assert_eq!(
            (award("13/03/1989").unwrap_err(), award("2027-01-01").unwrap_err()),
            ("date-too-old", "date-future")
        );
        assert!(award("13/02/2026").is_ok());
        assert_eq!(clock(Some("2026-03-02")).unwrap().now(), instant("2026-03-02").unwrap());
    }
}
