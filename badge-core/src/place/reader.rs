//! Reads a TOML file field by field, keeping the line of everything and going on after each fault.

use std::cell::RefCell;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Fault, Problem, Problems, Wanted, nearest};
use crate::name::Url;

/// Longest text accepted in a field. A criteria narrative is a page at most.
const LONGEST_TEXT: usize = 20_000;

/// The faults found so far, and where lines begin.
struct Notes {
    line_starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

/// One table of the file.
pub(crate) struct Reader<'t> {
    notes: Rc<Notes>,
    table: Option<&'t DeTable<'t>>,
    prefix: String,
    line: Option<usize>,
}

/// Reads a whole file. All faults of syntax and of content come back together.
pub(crate) fn read<T>(text: &str, with: impl FnOnce(&Reader<'_>) -> T) -> Result<T, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let notes = Rc::new(Notes { line_starts, problems: RefCell::default() });
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |s| s.start);
        let line = notes.line(at);
        let column = text.get(notes.line_starts[line - 1]..at).map_or(1, |before| before.chars().count() + 1);
        notes.add(Some(line), "", Fault::Syntax { column });
    }
    let value =
        with(&Reader { notes: Rc::clone(&notes), table: Some(table.get_ref()), prefix: String::new(), line: None });
    let mut problems = notes.problems.take();
    if problems.is_empty() {
        return Ok(value);
    }
    if !errors.is_empty() {
        // What a broken file seems to lack may be there, behind the fault.
        problems.retain(|p| matches!(p.fault, Fault::Syntax { .. }));
    }
    problems.sort_by_key(|p| p.line.unwrap_or(usize::MAX));
    // The first one on a line is what a person has to mend; the others follow from it.
    let syntax = |p: &Problem| matches!(p.fault, Fault::Syntax { .. });
    problems.dedup_by(|next, first| syntax(next) && syntax(first) && next.line == first.line);
    Err(Problems(problems))
}

impl Notes {
    fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at).max(1)
    }

    fn add(&self, line: Option<usize>, field: &str, fault: Fault) {
        self.problems.borrow_mut().push(Problem { line, field: field.to_owned(), fault });
    }
}

impl<'t> Reader<'t> {
    /// The full name of a field: `profile.email`.
    pub(crate) fn path(&self, field: &str) -> String {
        if self.prefix.is_empty() { field.to_owned() } else { format!("{}.{field}", self.prefix) }
    }

    /// Notes a fault of a field, at the line where the field stands.
    pub(crate) fn fault(&self, field: &str, fault: Fault) {
        let line = self.get(field).map(|v| self.notes.line(v.span().start)).or(self.line);
        self.notes.add(line, &self.path(field), fault);
    }

    /// The line on which a field stands.
    pub(crate) fn line_of(&self, field: &str) -> Option<usize> {
        self.get(field).map(|v| self.notes.line(v.span().start))
    }

    /// Notes every field that is not among `known`.
    pub(crate) fn only(&self, known: &[&'static str]) {
        for (name, _) in self.table.iter().flat_map(|t| t.iter()) {
            let text: &str = name.get_ref();
            if !known.contains(&text) {
                let nearest = nearest(text, known.iter().copied());
                let line = self.notes.line(name.span().start);
                self.notes.add(Some(line), &self.path(text), Fault::Unknown { nearest });
            }
        }
    }

    /// Whether a field is there, whatever it holds.
    pub(super) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    /// A text, trimmed, if it is there and holds something.
    pub(crate) fn text(&self, field: &str) -> Option<String> {
        let value = self.get(field)?;
        let DeValue::String(text) = value.get_ref() else {
            self.fault(field, Fault::WrongType { expected: Wanted::Text });
            return None;
        };
        let text = text.trim();
        if text.is_empty() {
            self.fault(field, Fault::Empty);
            return None;
        }
        if text.chars().count() > LONGEST_TEXT {
            self.fault(field, Fault::TooLong { most: LONGEST_TEXT });
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that has to be there.
    pub(crate) fn required(&self, field: &str) -> String {
        if self.get(field).is_none() {
            self.fault(field, Fault::Missing);
        }
        self.text(field).unwrap_or_default()
    }

    /// An `http` or `https` address.
    pub(crate) fn url(&self, field: &str) -> Option<String> {
        let text = self.text(field)?;
        if Url::parse(&text).is_err() {
            self.fault(field, Fault::NotAnAddress);
        }
        Some(text)
    }

    /// A list of texts.
    pub(crate) fn texts(&self, field: &str) -> Option<Vec<String>> {
        let value = self.get(field)?;
        let DeValue::Array(list) = value.get_ref() else {
            self.fault(field, Fault::WrongType { expected: Wanted::List });
            return None;
        };
        let mut out = Vec::new();
        for entry in list.iter() {
            match entry.get_ref() {
                DeValue::String(s) if !s.trim().is_empty() => out.push(s.trim().to_owned()),
                DeValue::String(_) => self.note_at(entry, field, Fault::Empty),
                _ => self.note_at(entry, field, Fault::WrongType { expected: Wanted::Text }),
            }
        }
        Some(out)
    }

    /// Whether a text is there and holds nothing.
    #[cfg(feature = "paper")]
    pub(crate) fn is_blank(&self, field: &str) -> bool {
        matches!(self.get(field).map(Spanned::get_ref), Some(DeValue::String(text)) if text.trim().is_empty())
    }

    /// The elements of a list of texts, each with what it is.
    #[cfg(feature = "paper")]
    pub(crate) fn each(&self, field: &str, mut look: impl FnMut(&str) -> Result<(), Fault>) {
        let Some(DeValue::Array(list)) = self.get(field).map(Spanned::get_ref) else { return };
        for entry in list.iter() {
            if let DeValue::String(text) = entry.get_ref()
                && let Err(fault) = look(text.trim())
            {
                self.note_at(entry, field, fault);
            }
        }
    }

    /// A whole number between two bounds, both allowed.
    pub(crate) fn number(&self, field: &str, least: i64, most: i64) -> Option<i64> {
        let value = self.get(field)?;
        let DeValue::Integer(number) = value.get_ref() else {
            self.fault(field, Fault::WrongType { expected: Wanted::Number });
            return None;
        };
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(n) if (least..=most).contains(&n) => Some(n),
            _ => {
                self.fault(field, Fault::OutOfRange { least, most });
                None
            }
        }
    }

    /// A table, empty when it is not there.
    pub(crate) fn table(&self, field: &str) -> Reader<'t> {
        let value = self.get(field);
        let table = match value.map(Spanned::get_ref) {
            None => None,
            Some(DeValue::Table(table)) => Some(table),
            Some(_) => {
                self.fault(field, Fault::WrongType { expected: Wanted::Table });
                None
            }
        };
        self.inner(table, self.path(field), value.map(|v| self.notes.line(v.span().start)))
    }

    /// A list of tables (`[[field]]`), empty when it is not there.
    pub(crate) fn tables(&self, field: &str) -> Vec<Reader<'t>> {
        let Some(value) = self.get(field) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.fault(field, Fault::WrongType { expected: Wanted::List });
            return Vec::new();
        };
        let mut out = Vec::new();
        for (n, entry) in list.iter().enumerate() {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    let path = format!("{}[{}]", self.path(field), n + 1);
                    out.push(self.inner(Some(table), path, Some(self.notes.line(entry.span().start))));
                }
                _ => self.note_at(entry, field, Fault::WrongType { expected: Wanted::Table }),
            }
        }
        out
    }

    /// Every field and its text, for tables that only another module understands.
    pub(crate) fn all_texts(&self) -> Vec<(String, String)> {
        let names: Vec<String> =
            self.table.iter().flat_map(|t| t.iter()).map(|(n, _)| n.get_ref().to_string()).collect();
        names.into_iter().filter_map(|name| self.text(&name).map(|text| (name, text))).collect()
    }

    fn get(&self, field: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table?.get(field)
    }

    fn note_at(&self, value: &Spanned<DeValue<'_>>, field: &str, fault: Fault) {
        self.notes.add(Some(self.notes.line(value.span().start)), &self.path(field), fault);
    }

    fn inner(&self, table: Option<&'t DeTable<'t>>, prefix: String, line: Option<usize>) -> Reader<'t> {
        Reader { notes: Rc::clone(&self.notes), table, prefix, line }
    }
}
