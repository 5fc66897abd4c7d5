//! A day that somebody names beside a table, read and judged as one in a cell.

use super::date::{self, Day, Read};
use crate::language::Lang;
use crate::time::Timestamp;

/// No place on earth is further ahead of UTC: until then a day may have begun somewhere. In seconds.
const AHEAD: i64 = 14 * 3_600;
/// No badge of this kind is older than the first of them all.
const FIRST_YEAR: i16 = 1990;

/// Why a day is none, or none on which a badge can be awarded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DayFault {
    /// This is not a day.
    #[error("not a day")]
    Malformed,
    /// The calendar has none such, or no badge was awarded then yet.
    #[error("no such day")]
    Impossible,
    /// Day and month can be read either way.
    #[error("{0} or {1}")]
    Ambiguous(String, String),
    /// Still to come, everywhere on earth: until then no verifier takes the badge.
    #[error("in the future")]
    Future,
}

/// The first instant of a day as people write it in tables: `2026-03-02`, `13/03/2026`, `2 mars 2026`. What can be read
/// either way is not read at all: outside of a column nothing shows which is meant.
///
/// # Errors
/// [`DayFault`], but not [`DayFault::Future`].
pub fn day(text: &str) -> Result<Timestamp, DayFault> {
    match date::read(text, Lang::Fr) {
        Read::Day(day) => day.start().ok_or(DayFault::Impossible),
        Read::Ambiguous(day) => Err(DayFault::Ambiguous(day.to_string(), day.swapped().to_string())),
        Read::Impossible => Err(DayFault::Impossible),
        Read::Malformed => Err(DayFault::Malformed),
    }
}

/// Whether a badge can be awarded from that instant on.
///
/// # Errors
/// [`DayFault::Impossible`] before there were badges, [`DayFault::Future`] where the day has not begun anywhere.
pub fn may_begin(at: Timestamp, now: Timestamp) -> Result<(), DayFault> {
    match () {
        () if is_too_old(Day::of(at)) => Err(DayFault::Impossible),
        () if is_to_come(at, now) => Err(DayFault::Future),
        () => Ok(()),
    }
}

pub(super) const fn is_too_old(day: Day) -> bool {
    day.year < FIRST_YEAR
}

pub(super) fn is_to_come(at: Timestamp, now: Timestamp) -> bool {
    at > now.plus_seconds(AHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}T00:00:00Z")).unwrap()
    }

    #[test]
    fn a_day_beside_a_table_is_read_as_one_in_it() {
        for text in ["2026-03-13", "13/03/2026", "13 mars 2026", "13.3.26"] {
            assert_eq!(day(text), Ok(at("2026-03-13")), "{text}");
        }
        assert_eq!(day("03/04/2026"), Err(DayFault::Ambiguous("2026-04-03".into(), "2026-03-04".into())));
        assert_eq!(day("31/02/2026"), Err(DayFault::Impossible));
        assert_eq!(day("demain"), Err(DayFault::Malformed));
    }

    #[test]
    fn a_badge_begins_neither_before_there_were_any_nor_in_the_future() {
        let now = Timestamp::parse("2026-03-10T09:00:00Z").unwrap();
        assert_eq!(may_begin(at("1900-01-01"), now), Err(DayFault::Impossible));
        assert_eq!(may_begin(at("1990-01-01"), now), Ok(()));
        // In Kiribati the 11th begins at 10:00 UTC of the 10th.
        assert_eq!(may_begin(at("2026-03-10"), now), Ok(()));
        assert_eq!(may_begin(now.plus_seconds(AHEAD), now), Ok(()));
        assert_eq!(may_begin(now.plus_seconds(AHEAD + 1), now), Err(DayFault::Future));
    }
}
