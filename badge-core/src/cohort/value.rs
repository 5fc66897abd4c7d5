//! What a cell of a spreadsheet is besides its text, so that a table that goes back holds the same kinds of values.

use crate::time::Timestamp;

/// Days between 1899-12-30, from which sheets count, and 1970-01-01.
const EPOCH: i64 = 25_569;
/// The first day that every spreadsheet counts alike: before it, Excel has a day that there was not.
const FIRST: i64 = 61;
/// A format that is longer, in bytes, is none of a table of people.
const LONGEST: usize = 200;
/// Formats of one table; spreadsheets themselves allow about half as many.
const MOST: usize = 500;

/// What kind of value a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Is {
    #[default]
    Text,
    Number,
    Percent,
    Currency,
    /// A day, with a time of day perhaps: `2026-03-02`, `2026-03-02 14:30:00`.
    Day,
    /// A time of day or a span of time: `14:30:00`.
    Time,
    /// `true` or `false`.
    Boolean,
}

impl Is {
    const ALL: [Self; 7] =
        [Self::Text, Self::Number, Self::Percent, Self::Currency, Self::Day, Self::Time, Self::Boolean];
}

/// The kind of a cell's value, and by which of the table's formats it is shown; 0 for the usual one of its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is: Is,
    pub(super) format: u16,
}

impl Look {
    pub(super) const fn of(is: Is) -> Self {
        Self { is, format: 0 }
    }

    /// The same in one number.
    pub(super) fn number(self) -> u32 {
        let is = Is::ALL.iter().zip(0_u32..).find(|(is, _)| **is == self.is).map_or(0, |(_, n)| n);
        u32::from(self.format) | is << 16
    }

    /// What [`Look::number`] was made of.
    pub(super) fn of_number(number: u32) -> Self {
        let is = Is::ALL.get((number >> 16) as usize).copied().unwrap_or_default();
        Self { is, format: u16::try_from(number & 0xffff).unwrap_or(0) }
    }
}

/// The formats of a table, as Excel writes them: `0.00 "€"`, `dd/mm/yyyy`. Each is kept once, and told by a number from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Formats(Vec<String>);

impl Formats {
    /// Adds one that is not there yet; 0 where it says nothing, is too long, or there are too many.
    pub(super) fn add(&mut self, code: &str) -> u16 {
        let plain = code.is_empty() || code.len() > LONGEST || code.chars().any(char::is_control);
        if plain || code.eq_ignore_ascii_case("general") || self.0.len() >= MOST {
            return 0;
        }
        self.0.push(code.to_owned());
        u16::try_from(self.0.len()).unwrap_or(0)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(super) fn get(&self, format: u16) -> Option<&str> {
        self.0.get(usize::from(format).checked_sub(1)?).map(String::as_str)
    }
}

/// What the cells of a sheet are, row by row; cells that are not told are texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    pub(super) rows: Vec<Vec<Look>>,
    pub(super) formats: Formats,
}

impl Values {
    pub(super) fn look(&self, row: usize, column: usize) -> Look {
        self.rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
    }
}

/// What a number is by its format.
pub(super) fn is_by(code: &str) -> Is {
    let mut found = Is::Number;
    let mut signs = code.split(';').next().unwrap_or(code).chars();
    let mut quoted = false;
    while let Some(c) = signs.next() {
        match c {
            '€' | '£' | '¥' | '$' => found = Is::Currency,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => {
                let sign_to_show = signs.next();
                if matches!(sign_to_show, Some('€' | '£' | '¥' | '$')) {
                    found = Is::Currency;
                }
            }
            // `[$CHF]` is a currency, `[$-40C]` a language, `[h]` hours beyond a day, `[Red]` a colour.
            '[' => {
                let inside: String = signs.by_ref().take_while(|c| *c != ']').collect();
                if inside.strip_prefix('$').is_some_and(|of| !of.starts_with('-')) {
                    found = Is::Currency;
                } else if !inside.is_empty() && inside.chars().all(|c| "hHmMsS".contains(c)) {
                    return Is::Time;
                }
            }
            '%' => return Is::Percent,
            'h' | 'H' | 's' | 'S' => return Is::Time,
            _ => {}
        }
    }
    found
}

/// A serial number as a day, with the time of day where there is one.
pub(super) fn day_and_time(serial: f64, epoch_1904: bool) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    // Just found to be small.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (serial * 86_400.0).round() as i64 + if epoch_1904 { 1_462 } else { 0 } * 86_400 - EPOCH * 86_400;
    let at = Timestamp::from_unix(seconds)?;
    let time = seconds.rem_euclid(86_400);
    Some(if time == 0 { at.day() } else { format!("{} {}", at.day(), clock(time)) })
}

/// A part of a day, or some days, as hours, minutes and seconds.
pub(super) fn time_of(serial: f64) -> Option<String> {
    // A day of the calendar that shows its hours only is a day still.
    if !(0.0..10_000.0).contains(&serial) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (serial * 86_400.0).round() as i64;
    Some(clock(seconds))
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// The seconds of `14:30:00`.
pub(super) fn seconds_of(text: &str) -> Option<u32> {
    let mut parts = text.splitn(3, ':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    (hours < 240_000 && minutes < 60 && seconds < 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// The serial number of a day with or without its time; none before sheets agree about days.
pub(super) fn serial_of(text: &str) -> Option<String> {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00:00"));
    let days = Timestamp::parse(&format!("{day}T00:00:00Z")).ok()?.unix().div_euclid(86_400) + EPOCH;
    let seconds = seconds_of(time).filter(|seconds| *seconds < 86_400)?;
    (days >= FIRST).then(|| fraction(days, seconds))
}

/// Days and seconds as a number of days, exact enough to give back the second.
pub(super) fn fraction(days: i64, seconds: u32) -> String {
    if seconds == 0 {
        return days.to_string();
    }
    let whole = format!("{:.10}", f64::from(seconds) / 86_400.0);
    let (carried, part) = whole.split_once('.').unwrap_or(("0", "0"));
    format!("{}.{part}", days + carried.parse::<i64>().unwrap_or(0))
}

/// Whether a text is a number as files write it.
pub(super) fn is_number(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E');
    text.len() <= 40 && text.bytes().all(plain) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_number_is_shows_in_its_format() {
        for (code, is) in [
            ("0.00", Is::Number),
            ("0%", Is::Percent),
            ("0.00\\ %", Is::Percent),
            ("#,##0.00\\ \"€\"", Is::Currency),
            ("#,##0.00 [$€-40C]", Is::Currency),
            ("\"$\"#,##0", Is::Currency),
            ("0.00 [$CHF]", Is::Currency),
            ("[White]0", Is::Number),
            ("$#,##0", Is::Currency),
            ("hh:mm", Is::Time),
            ("[h]:mm:ss", Is::Time),
            ("0\" hours\"", Is::Number),
            ("[Red]0", Is::Number),
        ] {
            assert_eq!(is_by(code), is, "{code}");
        }
    }

    #[test]
    fn days_and_times_are_written_as_they_were_read() {
        for (serial, text) in [
            (46_083.0, "2026-03-02"),
            (46_083.604_166_666_7, "2026-03-02 14:30:00"),
            (46_083.999_999, "2026-03-03"),
            (61.0, "1900-03-01"),
        ] {
            assert_eq!(day_and_time(serial, false).as_deref(), Some(text));
            let again: f64 = serial_of(text).unwrap().parse().unwrap();
            assert!((again - serial).abs() < 0.000_01, "{text}: {again}");
            assert_eq!(day_and_time(again, false).as_deref(), Some(text));
        }
        for seconds in [1_u32, 59, 52_200, 86_399, 86_401, 200_000] {
            let text = time_of(fraction(0, seconds).parse().unwrap()).unwrap();
            assert_eq!(seconds_of(&text), Some(seconds), "{text}");
        }
        for no in ["1900-02-28", "2026-02-30", "hier", "2026-03-02 25:00:00", "2026-03-02 1:2"] {
            assert_eq!(serial_of(no), None, "{no}");
        }
    }

    #[test]
    fn only_numbers_are_numbers() {
        for yes in ["0.5", "-3", "1E-7", "123456789012345"] {
            assert!(is_number(yes), "{yes}");
        }
        for no in ["", "nan", "inf", "1,5", "0x1", "--1", "1<v>", "1e999"] {
            assert!(!is_number(no), "{no}");
        }
    }
}
