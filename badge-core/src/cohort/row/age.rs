//! Whether a row is about a minor: a year or day of birth, an age, or a word (D-11).

use super::super::age::Age;
use super::super::column::Field;
use super::super::date::{Day, Read};
use super::super::finding::Trouble;
use super::super::grid::Kind;
use super::super::wish::Wish;
use super::super::words::folded;
use super::super::xlsx;
use super::Reader;
use super::signs::{usable, yes_or_no};

/// Years that nobody is older than.
const OLDEST: i16 = 110;

impl Reader<'_> {
    /// Birth, consent and what follows from them (D-11).
    pub(super) fn minor(&mut self, wish: &mut Wish) {
        let mut is_told = false;
        for (column, text) in self.all(&Field::Minor) {
            is_told = true;
            match yes_or_no(text) {
                Some(yes) => {
                    wish.minor |= yes;
                    wish.adult |= !yes;
                }
                None => self.find(Trouble::MinorUnclear, Some(column), text),
            }
        }
        let minor_is_told = is_told;
        for (column, text) in self.all(&Field::Birth) {
            is_told = true;
            match self.birth(column, text) {
                Some((year, young)) => {
                    wish.birth_year = wish.birth_year.max(young.then_some(year));
                    wish.adult |= !young;
                }
                None => self.find(Trouble::BirthMalformed, Some(column), text),
            }
        }
        for (column, text) in self.all(&Field::Age) {
            is_told = true;
            match self.age(column, text) {
                Some((year, young)) => {
                    wish.birth_year = wish.birth_year.max(young.then_some(year));
                    wish.adult |= !young;
                }
                None => self.find(Trouble::AgeMalformed, Some(column), text),
            }
        }
        for column in self.layout.columns(&Field::Adult).collect::<Vec<_>>() {
            let text = self.line.cell(column).text;
            match is_adult(text) {
                Some(adult) => {
                    is_told = true;
                    wish.minor |= !adult;
                    wish.adult |= adult;
                }
                // An empty cell says nothing; what else the row says holds.
                None if is_told != minor_is_told && usable(self.line.cell(column)).is_none() => {}
                None => self.find(Trouble::MinorUnclear, Some(column), text),
            }
        }
        // Of two cells that differ the one that protects holds.
        wish.adult &= !wish.minor && wish.birth_year.is_none();
        let told = wish.minor;
        self.consent_of(wish, is_told);
        wish.presumed = wish.minor && !told;
    }

    /// The year, and whether it makes a minor: under 15 today, or maybe under 15 when only the year is known.
    fn birth(&self, column: usize, text: &str) -> Option<(i16, bool)> {
        let today = Day::of(self.asked.now);
        // A year that somebody typed into a cell of days is a day of 1905 there.
        let plausible = |year: i16| (today.year - OLDEST..=today.year).contains(&year);
        if let Some(year) = text.parse::<i16>().ok().filter(|_| text.len() == 4) {
            return plausible(year).then_some((year, today.year - year <= 15));
        }
        let serial = match self.line.cell(column).kind {
            // A small number is an age rather than a day of 1900.
            Kind::Number | Kind::Formula => {
                let serial = text.parse::<f64>().ok().filter(|n| *n > 3_653.0);
                serial.and_then(|n| xlsx::day_of(n, false))
            }
            _ => None,
        };
        let day = match self.read_day(column, serial.as_deref().unwrap_or(text)) {
            Read::Day(day) | Read::Ambiguous(day) => day,
            Read::Impossible | Read::Malformed => return None,
        };
        let turns_15 = Day { year: day.year.saturating_add(15), ..day };
        (plausible(day.year) && day <= today).then_some((day.year, today < turns_15))
    }

    /// The same from an age (see [`Age::of`]), or a day of birth in its place: of nobody above a hundred. A sheet reckons
    /// `=TODAY()-D2` in days and shows them as years by their format alone: what the cell holds is a day after 1900, of a child.
    fn age(&self, column: usize, text: &str) -> Option<(i16, bool)> {
        let is_number = text.replace(',', ".").parse::<f64>().is_ok_and(|n| (0.0..130.0).contains(&n));
        // Under such a title a day has its year in full: « 10 1/2 » is ten and a half.
        let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 4);
        let is_day = !is_number && has_year;
        let today = Day::of(self.asked.now).year;
        if is_day && let Some(born) = self.birth(column, text) {
            return (today - born.0 <= 100).then_some(born);
        }
        let (years, is_minor) = Age::of(text)?.counted();
        Some((today.saturating_sub(years), is_minor))
    }
}

/// Whether somebody is of age; a word says so in a column of yes and no as well. An empty cell says neither.
fn is_adult(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "majeur" | "majeure" | "adulte" | "adult" => Some(true),
        "mineur" | "mineure" | "minor" => Some(false),
        "" if !matches!(text, "☐" | "✗" | "✘" | "✓" | "✔" | "☑" | "✅") => None,
        _ => yes_or_no(text),
    }
}
