//! The days of a row: since when an award holds, and until when.

use super::super::column::Field;
use super::super::date::{self, Day, Order, Read};
use super::super::day::{is_to_come, is_too_old};
use super::super::finding::Trouble;
use super::super::grid::Kind;
use super::super::xlsx;
use super::Reader;
use crate::time::Timestamp;

impl Reader<'_> {
    pub(in crate::cohort) fn date(&mut self) -> Option<Timestamp> {
        let Some((column, day)) = self.day(&Field::Date) else {
            let later = self.asked.date.filter(|date| *date > self.asked.now);
            if let Some(date) = later {
                self.find(Trouble::DateAhead { read: Day::of(date).to_string() }, None, "");
            }
            return self.asked.date;
        };
        let start = day.start()?;
        if start > self.asked.now {
            let text = self.line.cell(column).text;
            let read = day.to_string();
            let is_to_come = is_to_come(start, self.asked.now);
            let trouble = if is_to_come { Trouble::DateFuture { read } } else { Trouble::DateAhead { read } };
            self.find(trouble, Some(column), text);
        }
        Some(start)
    }

    /// A badge holds until the end of its last day.
    pub(super) fn expires(&mut self, date: Option<Timestamp>) -> Option<Timestamp> {
        let (column, day) = self.day(&Field::Expires)?;
        let end = day.start()?.plus_seconds(86_399);
        if end <= date.unwrap_or(self.asked.now) {
            let text = self.line.cell(column).text;
            self.find(Trouble::ExpiresEarly, Some(column), text);
        }
        Some(end)
    }

    fn day(&mut self, field: &Field) -> Option<(usize, Day)> {
        let (column, text) = self.first(field)?;
        let read = match self.line.cell(column).kind {
            // A sheet counts days; without the look of a date it still does.
            Kind::Number | Kind::Formula => {
                let serial = text.parse::<f64>().ok().filter(|n| (10_000.0..80_000.0).contains(n));
                let day = serial.and_then(|n| xlsx::day_of(n, false));
                self.read_day(column, day.as_deref().unwrap_or(text))
            }
            _ => self.read_day(column, text),
        };
        match read {
            Read::Day(day) | Read::Ambiguous(day) if is_too_old(day) => {
                self.find(Trouble::DateImpossible, Some(column), text);
            }
            Read::Day(day) => return Some((column, day)),
            Read::Ambiguous(day) => {
                self.find(Trouble::DateAmbiguous { read: day.to_string() }, Some(column), text);
                return Some((column, day));
            }
            Read::Impossible => self.find(Trouble::DateImpossible, Some(column), text),
            Read::Malformed => self.find(Trouble::DateMalformed, Some(column), text),
        }
        None
    }

    /// What can be read either way is read as the other days of the column show. Where they show an order that is not that
    /// of the place it is told all the same: one strange day may have turned all others.
    pub(super) fn read_day(&self, column: usize, text: &str) -> Read {
        let lang = self.asked.place.first_language();
        match (date::read(text, lang), self.layout.orders.get(&column)) {
            (Read::Ambiguous(day), Some(order)) if *order == Order::of(lang) => Read::Day(day),
            (Read::Ambiguous(day), Some(_)) => Read::Ambiguous(day.swapped()),
            (read, _) => read,
        }
    }
}
