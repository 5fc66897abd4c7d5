//! Instants with their offset kept, and the clock that only the shells may read.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A point in time as RFC 3339 writes it, in the years 0 to 9999. Comparing looks at the instant; the offset is kept for
/// people.
#[derive(Clone, Copy)]
pub struct Timestamp {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    seconds: i64,
    /// What is left over.
    nanoseconds: i32,
    offset: Offset,
}

/// All of an instant but four bytes: the same for thousands of instants that are written alike.
#[cfg(feature = "place")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Rest {
    high: i64,
    nanoseconds: i32,
    offset: Offset,
}

/// The first and the last second of the years 0 to 9999.
const YEARS: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;
/// The library's instants end a day before the year 9999 does, with which many programs write that something never ends:
/// instants beyond are reckoned from as many seconds earlier.
const SHIFT: i64 = 3 * 86_400;

/// Why a text is no RFC 3339 date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not `YYYY-MM-DDThh:mm:ss` with a zone, or no such day.
    #[error("not an RFC 3339 date and time")]
    Malformed,
    /// A date and time without `Z` or an offset.
    #[error("no time zone")]
    NoZone,
    /// A day without a time.
    #[error("a date without a time")]
    DateOnly,
}

impl Timestamp {
    /// Reads RFC 3339: date, `T`, time with seconds, and `Z` or `±hh:mm`.
    ///
    /// # Errors
    /// See [`TimeError`].
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let b = text.as_bytes();
        let digits = |at: std::ops::Range<usize>| b.get(at).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
        if !(digits(0..4) && b.get(4) == Some(&b'-') && digits(5..7) && b.get(7) == Some(&b'-') && digits(8..10)) {
            return Err(TimeError::Malformed);
        }
        if b.len() == 10 {
            return Err(TimeError::DateOnly);
        }
        let time = matches!(b[10], b'T' | b't')
            && digits(11..13)
            && b.get(13) == Some(&b':')
            && digits(14..16)
            && b.get(16) == Some(&b':')
            && digits(17..19);
        if !time || b.len() > 64 {
            return Err(TimeError::Malformed);
        }
        let zone_at = 19
            + if b.get(19) == Some(&b'.') { 1 + b[20..].iter().take_while(|c| c.is_ascii_digit()).count() } else { 0 };
        if zone_at == 20 {
            return Err(TimeError::Malformed);
        }
        let seconds = match &b[zone_at..] {
            b"" => return Err(TimeError::NoZone),
            [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] if [h1, h2, m1, m2].iter().all(|d| d.is_ascii_digit()) => {
                let two = |a: &u8, b: &u8| i32::from(a - b'0') * 10 + i32::from(b - b'0');
                let (hours, minutes) = (two(h1, h2), two(m1, m2));
                if hours > 23 || minutes > 59 {
                    return Err(TimeError::Malformed);
                }
                let east = (hours * 60 + minutes) * 60;
                if *sign == b'-' { -east } else { east }
            }
            _ => return Err(TimeError::Malformed),
        };
        let civil: DateTime = text[..zone_at].parse().map_err(|_| TimeError::Malformed)?;
        let offset = Offset::from_seconds(seconds).map_err(|_| TimeError::Malformed)?;
        Self::of_civil(civil, offset).ok_or(TimeError::Malformed)
    }

    fn of_civil(civil: DateTime, offset: Offset) -> Option<Self> {
        let whole = civil.with().subsec_nanosecond(0).build().ok()?;
        let seconds = match Offset::UTC.to_timestamp(whole) {
            Ok(instant) => instant.as_second(),
            Err(_) => Offset::UTC.to_timestamp(whole.checked_sub(shift()).ok()?).ok()?.as_second() + SHIFT,
        };
        Some(Self { seconds: seconds - i64::from(offset.seconds()), nanoseconds: civil.subsec_nanosecond(), offset })
    }

    /// Date and time of day in this timestamp's own offset.
    fn civil(self) -> DateTime {
        let local = |seconds| Some(self.offset.to_datetime(jiff::Timestamp::from_second(seconds).ok()?));
        let whole = local(self.seconds).or_else(|| local(self.seconds - SHIFT)?.checked_add(shift()).ok());
        let whole = whole.unwrap_or(DateTime::MAX);
        whole.with().subsec_nanosecond(self.nanoseconds).build().unwrap_or(whole)
    }

    /// Reads the date of an HTTP header in the form that servers must send (RFC 9110, 5.6.7):
    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    #[must_use]
    pub fn parse_http(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let parts: Vec<&str> = text.split(' ').collect();
        let [_, day, month, year, time, "GMT"] = parts[..] else { return None };
        let month = MONTHS.iter().position(|m| *m == month)? + 1;
        Self::parse(&format!("{year}-{month:02}-{day}T{time}Z")).ok()
    }

    /// The instant `seconds` after 1970-01-01T00:00:00Z, in UTC; `None` outside the years 0 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        YEARS.contains(&seconds).then_some(Self { seconds, nanoseconds: 0, offset: Offset::UTC })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.seconds
    }

    /// The same instant, written in UTC to the second: how everything we issue is dated.
    #[must_use]
    pub fn to_utc_seconds(self) -> Self {
        Self::from_unix(self.unix()).unwrap_or(self)
    }

    /// The calendar day in this timestamp's own offset: `2026-03-02`.
    #[must_use]
    pub fn day(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02}", c.year(), c.month(), c.day())
    }

    /// Year, month (1 to 12) and day in this timestamp's own offset.
    #[must_use]
    pub fn ymd(self) -> (i16, u8, u8) {
        let c = self.civil();
        (c.year(), c.month().unsigned_abs(), c.day().unsigned_abs())
    }

    /// The same time of day that many calendar months later, in this timestamp's own offset; the last day of a month
    /// stands for a day that the month does not have. Stays put at the edge of the calendar.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let there = jiff::Span::new().try_months(months).and_then(|span| self.civil().checked_add(span));
        there.ok().and_then(|civil| Self::of_civil(civil, self.offset)).unwrap_or(self)
    }

    /// This instant moved by `seconds`; stays put at the edge of the calendar.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds)).unwrap_or(self)
    }
}

#[cfg(feature = "place")]
impl Timestamp {
    /// The low half of its seconds, and the rest: nothing is lost.
    pub(crate) const fn parted(self) -> (u32, Rest) {
        let low = self.seconds & LOW;
        // The other half was just masked out.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let half = low as u32;
        (half, Rest { high: self.seconds - low, nanoseconds: self.nanoseconds, offset: self.offset })
    }
}

#[cfg(feature = "place")]
const LOW: i64 = 0xffff_ffff;

#[cfg(feature = "place")]
impl Rest {
    /// The instant that was [parted](Timestamp::parted).
    pub(crate) fn with(self, low: u32) -> Timestamp {
        Timestamp { seconds: self.high + i64::from(low), nanoseconds: self.nanoseconds, offset: self.offset }
    }
}

fn shift() -> jiff::SignedDuration {
    jiff::SignedDuration::from_secs(SHIFT)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())?;
        let east = self.offset.seconds();
        if east == 0 {
            return f.write_str("Z");
        }
        let sign = if east < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", east.abs() / 3_600, east.abs() / 60 % 60)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Timestamp {}
impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

/// Where a shell gets the time. The library itself never asks: the instant is part of the question.
pub trait Clock {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still, for tests and for `--at`.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_keeps_the_offset() {
        let t = Timestamp::parse("2026-03-02T10:00:00+01:00").unwrap();
        assert_eq!(t.to_string(), "2026-03-02T10:00:00+01:00");
        assert_eq!(t.to_utc_seconds().to_string(), "2026-03-02T09:00:00Z");
        assert_eq!(t, Timestamp::parse("2026-03-02T09:00:00Z").unwrap());
        assert_eq!(t.day(), "2026-03-02");
        assert_eq!(Timestamp::parse("2026-03-02T09:00:00.25Z").unwrap().unix(), 1_772_442_000);
        assert_eq!(Timestamp::parse("1969-12-31T23:59:59.5Z").unwrap().unix(), -1);
    }

    #[cfg(feature = "place")]
    #[test]
    fn an_instant_is_put_together_as_it_was() {
        for text in [
            "2026-03-02T10:00:00Z",
            "2026-03-02T10:00:00.25+01:00",
            "1969-12-31T23:59:59.5Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999-23:59",
            "2106-02-07T06:28:16Z",
        ] {
            let whole = Timestamp::parse(text).unwrap();
            let (low, rest) = whole.parted();
            assert_eq!((rest.with(low).to_string(), rest.with(low)), (text.to_owned(), whole));
        }
        let rest = |text| Timestamp::parse(text).unwrap().parted().1;
        assert_eq!(rest("2026-03-02T10:00:00Z"), rest("2031-11-05T23:59:01Z"));
        assert_ne!(rest("2026-03-02T10:00:00Z"), rest("2026-03-02T11:00:00+01:00"));
    }

    #[test]
    fn reads_the_dates_of_servers() {
        assert_eq!(
            Timestamp::parse_http("Sun, 06 Nov 1994 08:49:37 GMT"),
            Timestamp::parse("1994-11-06T08:49:37Z").ok()
        );
        for text in ["", "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT"]
        {
            assert_eq!(Timestamp::parse_http(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let t = |text| Timestamp::parse(text).unwrap();
        assert_eq!(t("2026-01-31T23:30:00+01:00").plus_months(1).to_string(), "2026-02-28T23:30:00+01:00");
        assert_eq!(t("2026-03-02T09:00:00Z").plus_months(24), t("2028-03-02T09:00:00Z"));
        assert_eq!(t("9999-01-01T00:00:00Z").plus_months(1_200), t("9999-01-01T00:00:00Z"));
    }

    // RFC 3339, appendix D: there are leap seconds; what counts is that no second is before the one it follows.
    #[test]
    fn a_leap_second_is_the_last_of_its_minute() {
        let t = |text| Timestamp::parse(text).unwrap();
        assert_eq!(t("2016-12-31T23:59:60Z"), t("2016-12-31T23:59:59Z"));
        assert_eq!(Timestamp::parse("2016-12-31T23:59:61Z"), Err(TimeError::Malformed));
        assert_eq!(Timestamp::parse("2016-12-31T23:59:59.1234567891Z"), Err(TimeError::Malformed));
    }

    // RFC 3339 has the years 0000 to 9999, and programs write "never" as the last instant they know.
    #[test]
    fn the_last_day_of_the_calendar_is_one() {
        let t = |text| Timestamp::parse(text).unwrap();
        for text in [
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59+02:00",
            "9999-12-31T23:59:59-23:00",
            "9999-12-30T22:00:01.5Z",
            "9999-12-30T22:00:00+01:00",
            "0000-01-01T00:00:00Z",
            "0000-01-01T00:00:00+14:00",
        ] {
            assert_eq!(t(text).to_string(), text);
        }
        assert_eq!(t("9999-12-31T23:59:59Z").unix(), 253_402_300_799);
        assert_eq!(Timestamp::from_unix(253_402_300_799), Some(t("9999-12-31T23:59:59Z")));
        assert_eq!(t("9999-12-31T23:59:59Z").day(), "9999-12-31");
        assert_eq!((Timestamp::from_unix(253_402_300_800), Timestamp::from_unix(i64::MAX)), (None, None));
        assert!(t("9999-12-31T23:59:59Z") < t("9999-12-31T23:59:59.1Z"));
        assert!(t("9999-12-30T21:59:59Z") < t("9999-12-30T22:00:01Z"));
        assert_eq!(t("9999-12-31T23:59:59+01:00"), t("9999-12-31T22:59:59Z"));
        assert_eq!(t("0000-01-01T00:00:00Z").unix(), -62_167_219_200);
        assert_eq!(t("9999-11-30T12:00:00Z").plus_months(1), t("9999-12-30T12:00:00Z"));
        assert_eq!(Timestamp::parse("9999-12-32T00:00:00Z"), Err(TimeError::Malformed));
    }

    #[test]
    fn refuses_what_is_not_rfc_3339() {
        for (text, why) in [
            ("2026-03-02", TimeError::DateOnly),
            ("2026-03-02T09:00:00", TimeError::NoZone),
            ("2026-02-30T09:00:00Z", TimeError::Malformed),
            ("2026-03-02 09:00:00Z", TimeError::Malformed),
            ("2026-03-02T09:00Z", TimeError::Malformed),
            ("2026-03-02T09:00:00+0100", TimeError::Malformed),
            ("2026-03-02T09:00:00[Europe/Paris]", TimeError::Malformed),
            ("2026-03-02T09:00:00.Z", TimeError::Malformed),
            ("20260302T090000Z", TimeError::Malformed),
            ("é026-03-02T09:00:00Z", TimeError::Malformed),
            ("", TimeError::Malformed),
        ] {
            assert_eq!(Timestamp::parse(text), Err(why), "{text}");
        }
    }
}
