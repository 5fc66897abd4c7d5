//! Days as people type them.

use crate::language::Lang;
use crate::time::Timestamp;

/// What a cell says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    Day(Day),
    /// Both orders of day and month are days: read by the rule of the language.
    Ambiguous(Day),
    /// Looks like a day, and the calendar has none such.
    Impossible,
    Malformed,
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Day {
    pub(super) year: i16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Day {
    fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let long = [31, if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) { 29 } else { 28 }, 31, 30, 31, 30];
        let longs = [long.as_slice(), &[31, 31, 30, 31, 30, 31]].concat();
        let last = *longs.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
        if !(1900..=2200).contains(&year) || !(1..=last).contains(&day) {
            return None;
        }
        Some(Self { year: i16::try_from(year).ok()?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
    }

    /// The same two numbers, read the other way round: a day as well where [`Read::Ambiguous`] said so.
    pub(super) const fn swapped(self) -> Self {
        Self { day: self.month, month: self.day, ..self }
    }

    /// The day's first instant, in UTC.
    pub(super) fn start(self) -> Option<Timestamp> {
        Timestamp::parse(&format!("{self}T00:00:00Z")).ok()
    }

    /// From 0 for Monday.
    fn weekday(self) -> Option<usize> {
        // 1 January 1970 was a Thursday.
        usize::try_from((self.start()?.unix().div_euclid(86_400) + 3).rem_euclid(7)).ok()
    }

    /// The day of an instant, in its own offset.
    pub(super) fn of(at: Timestamp) -> Self {
        let (year, month, day) = at.ymd();
        Self { year, month, day }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Reads a day: `2026-03-02`, `02/03/2026`, `2.3.26`, `2 mars 2026`, `March 2, 2026`, each with a time of day behind it
/// that is passed over.
pub(super) fn read(text: &str, lang: Lang) -> Read {
    let text = text.trim();
    if text.len() > 60 {
        return Read::Malformed;
    }
    let text = without_time(text);
    match numbers(text).as_deref() {
        Some([a, b, c]) if text.split(['/', '-', '.', ' ']).next().is_some_and(|first| first.len() == 4) => {
            Day::new(as_year(*a, 4), *b, *c).map_or(Read::Impossible, Read::Day)
        }
        Some([a, b, c]) if *c < 100 || *c > 999 => {
            let digits = text.bytes().rev().skip_while(|b| !b.is_ascii_digit()).take_while(u8::is_ascii_digit).count();
            // `10 1/2` and `12/5/3` end with no year.
            if digits == 1 { Read::Malformed } else { numeric(*a, *b, as_year(*c, digits), lang) }
        }
        Some(_) => Read::Malformed,
        None => worded(text),
    }
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split(['/', '-', '.', ' '])
        .filter(|p| !p.is_empty())
        .map(|p| if p.bytes().all(|b| b.is_ascii_digit()) { p.parse().ok() } else { None })
        .collect()
}

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// The rule of a language, where nothing else tells.
    pub(super) const fn of(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::DayFirst,
            Lang::En => Self::MonthFirst,
        }
    }

    /// What the days of a column show: those in which only one order is a day of the calendar. Nothing where none does,
    /// or where they show both.
    pub(super) fn shown(texts: impl Iterator<Item = impl AsRef<str>>) -> Option<Self> {
        let mut shown = None;
        for order in texts.filter_map(|text| Self::of_one(text.as_ref())) {
            if shown.replace(order).is_some_and(|other| other != order) {
                return None;
            }
        }
        shown
    }

    fn of_one(text: &str) -> Option<Self> {
        let Read::Day(day) = read(text, Lang::Fr) else { return None };
        let numbers = numbers(without_time(text.trim()))?;
        // The year is no day, wherever it stands; two equal numbers show nothing.
        let [first, second, _] = numbers.as_slice() else { return None };
        let order = |a: u32, b: u32| a == u32::from(day.day) && b == u32::from(day.month) && a != b;
        match (order(*first, *second), order(*second, *first)) {
            (true, _) => Some(Self::DayFirst),
            (_, true) => Some(Self::MonthFirst),
            _ => None,
        }
    }
}

/// Two digits are this century's; `0026` is what a spreadsheet shows of a slip.
fn as_year(n: u32, digits: usize) -> i32 {
    i32::try_from(if n < 100 && digits <= 2 { n + 2_000 } else { n }).unwrap_or(i32::MAX)
}

fn numeric(a: u32, b: u32, year: i32, lang: Lang) -> Read {
    let (day_first, month_first) = (Day::new(year, b, a), Day::new(year, a, b));
    match (day_first, month_first) {
        (Some(day), Some(other)) if day != other => Read::Ambiguous(match lang {
            Lang::Fr => day,
            Lang::En => other,
        }),
        (Some(day), _) | (None, Some(day)) => Read::Day(day),
        (None, None) => Read::Impossible,
    }
}

/// `2 mars 2026`, `lundi 1er mars 2026`, `March 2nd, 2026`.
fn worded(text: &str) -> Read {
    let (mut day, mut month, mut year, mut weekday) = (None, None, None, None);
    for part in text.split([' ', ',', '-', '/', '.', '\u{a0}', '\u{202f}']).filter(|p| !p.is_empty()) {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let Ok(number) = part[..digits].parse::<u32>() else { return Read::Malformed };
            let suffix = part[digits..].to_lowercase();
            match digits {
                1 | 2 if day.is_none() && matches!(&*suffix, "" | "er" | "st" | "nd" | "rd" | "th") => {
                    day = Some(number)
                }
                2 | 4 if year.is_none() && suffix.is_empty() => year = Some(as_year(number, digits)),
                _ => return Read::Malformed,
            }
        } else if let Some(number) = month_named(part) {
            if month.replace(number).is_some() {
                return Read::Malformed;
            }
        } else if let Some(number) = weekday_named(part) {
            weekday = Some(number);
        } else if !is_weekday(part) {
            return Read::Malformed;
        }
    }
    match (day, month, year) {
        // A Monday that was a Tuesday: one of the two is a slip, and nobody knows which.
        (Some(day), Some(month), Some(year)) => Day::new(year, month, day)
            .filter(|day| weekday.is_none() || day.weekday() == weekday)
            .map_or(Read::Impossible, Read::Day),
        _ => Read::Malformed,
    }
}

fn without_time(text: &str) -> &str {
    let b = text.as_bytes();
    // `2026-03-02T09:30:00Z`
    if b.len() > 10 && b[10] == b'T' && text.is_char_boundary(10) && b[..4].iter().all(u8::is_ascii_digit) {
        return &text[..10];
    }
    match text.split_once(' ') {
        Some((day, time)) if time.contains(':') && day.len() >= 6 => day,
        _ => text,
    }
}

fn month_named(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["janvier", "january", "janv", "jan"],
        &["fevrier", "february", "fevr", "fev", "feb"],
        &["mars", "march", "mar"],
        &["avril", "april", "avr", "apr"],
        &["mai", "may"],
        &["juin", "june", "jun"],
        &["juillet", "july", "juil", "jul"],
        &["aout", "august", "aug", "aou"],
        &["septembre", "september", "sept", "sep"],
        &["octobre", "october", "oct"],
        &["novembre", "november", "nov"],
        &["decembre", "december", "dec"],
    ];
    let word = super::words::folded(word);
    NAMES.iter().zip(1..).find(|(names, _)| names.contains(&word.as_str())).map(|(_, n)| n)
}

/// Whether a word is that of a month, of a day of the week, or stands in front of one.
pub(super) fn is_named(word: &str) -> bool {
    month_named(word).is_some() || is_weekday(word)
}

fn is_weekday(word: &str) -> bool {
    weekday_named(word).is_some() || matches!(&*super::words::folded(word), "le" | "the")
}

/// From 0 for Monday.
fn weekday_named(word: &str) -> Option<usize> {
    const DAYS: [[&str; 2]; 7] = [
        ["lundi", "monday"],
        ["mardi", "tuesday"],
        ["mercredi", "wednesday"],
        ["jeudi", "thursday"],
        ["vendredi", "friday"],
        ["samedi", "saturday"],
        ["dimanche", "sunday"],
    ];
    let word = super::words::folded(word);
    DAYS.iter().position(|names| names.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fr(text: &str) -> String {
        match read(text, Lang::Fr) {
            Read::Day(day) => day.to_string(),
            Read::Ambiguous(day) => format!("{day}?"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_column_shows_its_order() {
        let shown = |days: &[&str]| Order::shown(days.iter().copied());
        assert_eq!(shown(&["03/02/2026", "13/3/26", "hier", "2026-03-25"]), Some(Order::DayFirst));
        assert_eq!(shown(&["03/02/2026", "3.13.2026 14:30"]), Some(Order::MonthFirst));
        assert_eq!(shown(&["13/3/26", "3/13/26"]), None);
        assert_eq!(shown(&["03/02/2026", "31/02/2026", "05/05/2026", "13 mars 2026", "2026-03-25", ""]), None);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2026-03-25",
            "2026/03/25",
            "25/03/2026",
            "25.3.26",
            "25-03-2026",
            "25 03 2026",
            "25 mars 2026",
            "mercredi 25 mars 2026",
            "March 25th, 2026",
            "25-mars-26",
            "2026-03-25T09:30:00Z",
            "25/03/2026 14:30:00",
            "03/25/2026",
        ] {
            assert_eq!(fr(text), "2026-03-25", "{text}");
        }
        assert_eq!(fr("1er avr. 2026"), "2026-04-01");
        assert_eq!(fr("02/02/2026"), "2026-02-02", "either way the same day");
    }

    #[test]
    fn what_is_no_day_is_told_apart_from_what_could_be_two() {
        assert_eq!(fr("03/04/2026"), "2026-04-03?");
        assert_eq!(read("03/04/2026", Lang::En), Read::Ambiguous(Day { year: 2026, month: 3, day: 4 }));
        for text in ["31/02/2026", "2026-13-01", "31 avril 2026", "29/02/2025", "2026-02-30", "0026-01-01", "1/2/0026"]
            .into_iter()
            .chain(["lundi 3 mars 2026", "Friday, March 25th 2026", "dimanche 1er mars 2027"])
        {
            assert_eq!(fr(text), "Impossible", "{text}");
        }
        for text in ["demain", "mars 2026", "12", "45000", "2026", "1/2", "été 2026", "25/03/", "1/2/3/4", "٣/٤/٢٠٢٦"]
        {
            assert_eq!(fr(text), "Malformed", "{text}");
        }
        assert_eq!(fr("29/02/2024"), "2024-02-29");
    }
}
