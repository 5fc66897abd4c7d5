//! Excel workbooks (ECMA-376): the cells of a sheet, as far as a table of people needs them.

mod format;
mod hyperlinks;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::format::{built_in, is_day, shows_day};
pub(super) use self::format::{day_of, is_truth, number};
use self::hyperlinks::Hyperlinks;
use super::TableError;
use super::escape::unescaped;
use super::grid::{Grid, Kind};
use super::links;
use super::value::{Formats, Is, Look, day_and_time, is_by, time_of};
use super::xml::{Node, Tag, Xml, local};
use crate::limits::Limits;
use crate::zip::{Zip, entries};

/// A workbook, with what all sheets share read once.
pub(super) struct Book<'a> {
    zip: Zip<'a>,
    sheets: Vec<Sheet>,
    strings: Vec<String>,
    /// What each cell style shows.
    styles: Vec<Look>,
    formats: Formats,
    epoch_1904: bool,
}

struct Sheet {
    name: String,
    path: String,
    hidden: bool,
}

/// Merged areas that are filled; no table of people has as many.
const MERGED: usize = 2_000;
/// Bytes of a formula beyond which nothing more of it is looked at: what leads to a page is short.
const FORMULA: usize = 4_096;
/// How often a cell is held against an area of links, in a whole sheet.
const LOOKED: usize = 100_000_000;

/// Whether a ZIP is a workbook.
pub(super) fn is_workbook(zip: &Zip<'_>) -> bool {
    zip.find("[Content_Types].xml").is_some() && zip.entries().iter().any(|e| e.name.ends_with("workbook.xml"))
}

impl<'a> Book<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, TableError> {
        let zip = entries(bytes, limits)?;
        let mut book = Self {
            zip,
            sheets: Vec::new(),
            strings: Vec::new(),
            styles: Vec::new(),
            formats: Formats::default(),
            epoch_1904: false,
        };
        let main = book.main_part(limits)?;
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let name = main.rsplit('/').next().unwrap_or_default();
        let rels = book.relations(&joined(&folder, &format!("_rels/{name}.rels")), limits)?;
        book.read_workbook(&main, &folder, &rels, limits)?;
        for (target, kind) in rels.values() {
            match kind.rsplit('/').next() {
                Some("sharedStrings") => book.read_strings(&joined(&folder, target), limits)?,
                Some("styles") => book.read_styles(&joined(&folder, target), limits)?,
                _ => {}
            }
        }
        Ok(book)
    }

    /// The names of the sheets, those first that are not hidden.
    pub(super) fn names(&self) -> Vec<&str> {
        let of = |hidden: bool| self.sheets.iter().filter(move |s| s.hidden == hidden).map(|s| s.name.as_str());
        of(false).chain(of(true)).collect()
    }

    /// The cells of a sheet.
    pub(super) fn sheet(&self, name: &str, limits: &Limits) -> Result<Grid, TableError> {
        let Some(sheet) = self.sheets.iter().find(|s| s.name == name) else { return Ok(Grid::default()) };
        let bytes = self.part(&sheet.path, limits)?.ok_or(TableError::Damaged)?;
        let (folder, name) = sheet.path.rsplit_once('/').unwrap_or(("", &sheet.path));
        let targets = self.relations(&joined(folder, &format!("_rels/{name}.rels")), limits)?;
        let (merged, links) = (merged(&bytes)?, Hyperlinks::of(&bytes, &targets, limits)?);
        let grid = Grid::default();
        let (row, led) = (Vec::new(), BTreeMap::new());
        let mut walk = Walk { book: self, limits, grid, row, merged, links, led, looked: 0 };
        walk.run(&bytes)?;
        walk.grid.formats = self.formats.clone();
        Ok(walk.grid)
    }

    fn part(&self, name: &str, limits: &Limits) -> Result<Option<Vec<u8>>, TableError> {
        match self.zip.find(name.trim_start_matches('/')) {
            Some(entry) => Ok(Some(self.zip.read(entry, limits.zip_unpacked_bytes)?)),
            None => Ok(None),
        }
    }

    fn main_part(&self, limits: &Limits) -> Result<String, TableError> {
        let rels = self.relations("_rels/.rels", limits)?;
        let main = rels.values().find(|(_, kind)| kind.ends_with("/officeDocument"));
        Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |(target, _)| target.trim_start_matches('/').to_owned()))
    }

    /// Id → target and type.
    fn relations(&self, path: &str, limits: &Limits) -> Result<BTreeMap<String, (String, String)>, TableError> {
        let mut all = BTreeMap::new();
        let Some(bytes) = self.part(path, limits)? else { return Ok(all) };
        each(&bytes, |tag| {
            if let ("Relationship", Some(id), Some(target)) = (tag.local(), tag.get("Id"), tag.get("Target")) {
                all.insert(id, (target, tag.get("Type").unwrap_or_default()));
            }
        })?;
        Ok(all)
    }

    fn read_workbook(
        &mut self,
        path: &str,
        folder: &str,
        rels: &BTreeMap<String, (String, String)>,
        limits: &Limits,
    ) -> Result<(), TableError> {
        let bytes = self.part(path, limits)?.ok_or(TableError::Damaged)?;
        let (mut sheets, mut epoch_1904) = (Vec::new(), false);
        each(&bytes, |tag| match tag.local() {
            "workbookPr" => epoch_1904 = tag.is_set("date1904"),
            "sheet" => {
                let id = tag.get("r:id").or_else(|| tag.get("id"));
                if let (Some(name), Some((target, _))) = (tag.get("name"), id.and_then(|id| rels.get(&id))) {
                    let hidden = tag.get("state").is_some_and(|s| s != "visible");
                    sheets.push(Sheet { name, path: joined(folder, target), hidden });
                }
            }
            _ => {}
        })?;
        (self.sheets, self.epoch_1904) = (sheets, epoch_1904);
        Ok(())
    }

    /// The texts that cells name by number. What a file says about their count is not believed.
    fn read_strings(&mut self, path: &str, limits: &Limits) -> Result<(), TableError> {
        let Some(bytes) = self.part(path, limits)? else { return Ok(()) };
        let mut xml = Xml::new(&bytes)?;
        let (mut text, mut inside, mut phonetic) = (String::new(), false, false);
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "si" if tag.empty => self.strings.push(String::new()),
                    "t" => inside = !tag.empty,
                    "rPh" => phonetic = !tag.empty,
                    _ => {}
                },
                Node::Close(name) => match local(&name) {
                    "t" => inside = false,
                    "rPh" => phonetic = false,
                    "si" => self.strings.push(unescaped(&std::mem::take(&mut text))),
                    _ => {}
                },
                Node::Text(part) if inside && !phonetic => text.push_str(&part),
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    fn read_styles(&mut self, path: &str, limits: &Limits) -> Result<(), TableError> {
        let Some(bytes) = self.part(path, limits)? else { return Ok(()) };
        let (mut custom, mut inside) = (BTreeMap::new(), false);
        // Of each format what it shows: many styles share one.
        let mut looks: BTreeMap<u32, Look> = BTreeMap::new();
        let mut xml = Xml::new(&bytes)?;
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.get("formatCode")) {
                            custom.insert(id, code);
                        }
                    }
                    "cellXfs" => inside = !tag.empty,
                    "xf" if inside => {
                        let id = tag.number("numFmtId").unwrap_or(0);
                        let code = custom.get(&id).map_or_else(|| built_in(id), String::as_str);
                        let formats = &mut self.formats;
                        self.styles.push(*looks.entry(id).or_insert_with(|| {
                            let is_day = shows_day(code) || (!custom.contains_key(&id) && is_day(id));
                            Look { is: if is_day { Is::Day } else { is_by(code) }, format: formats.add(code) }
                        }));
                    }
                    _ => {}
                },
                Node::Close(name) if local(&name) == "cellXfs" => inside = false,
                Node::End => break,
                _ => {}
            }
        }
        Ok(())
    }
}

/// A merged area over several rows: its first and last row, its column, and the value once it was met.
struct Merged {
    rows: (u32, u32),
    column: usize,
    value: Option<(String, Look)>,
}

struct Walk<'b, 'a> {
    book: &'b Book<'a>,
    limits: &'b Limits,
    grid: Grid,
    row: Vec<(String, Kind, Look)>,
    merged: Vec<Merged>,
    links: Hyperlinks,
    /// The addresses that formulas of the row lead to, by column.
    led: BTreeMap<usize, Arc<str>>,
    /// Cells times areas of links so far; see [`LOOKED`].
    looked: usize,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    value: String,
    formula: bool,
    /// The formula is `TRUE()` or `FALSE()`: see [`is_truth`].
    truth: bool,
    /// Its beginning.
    said: String,
}

impl Walk<'_, '_> {
    fn run(&mut self, bytes: &[u8]) -> Result<(), TableError> {
        let mut xml = Xml::new(bytes)?;
        let (mut line, mut hidden) = (0, false);
        let mut cell = Open::default();
        let mut inside = "";
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "row" => {
                        line = tag.number("r").unwrap_or_else(|| u32::saturating_add(line, 1));
                        hidden = tag.is_set("hidden");
                        self.row.clear();
                        self.led.clear();
                    }
                    "c" => {
                        cell = self.begin(&tag)?;
                        if tag.empty {
                            self.end(&mut cell)?;
                        }
                    }
                    "v" if !tag.empty => inside = "v",
                    "t" if !tag.empty => inside = "t",
                    "rPh" if !tag.empty => inside = "rPh",
                    "f" => {
                        cell.formula = true;
                        inside = if tag.empty { "" } else { "f" };
                    }
                    _ => {}
                },
                Node::Text(text) if matches!(inside, "v" | "t") => cell.value.push_str(&text),
                Node::Text(text) if inside == "f" => {
                    cell.truth |= is_truth(&text);
                    if cell.said.len() < FORMULA {
                        cell.said.push_str(&text);
                    }
                }
                Node::Text(_) => {}
                Node::Close(name) => match local(&name) {
                    "v" | "t" | "rPh" | "f" => inside = "",
                    "c" => self.end(&mut cell)?,
                    "row" => self.flush(line, hidden)?,
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Node::End => return Ok(()),
            }
        }
    }

    fn begin(&self, tag: &Tag<'_>) -> Result<Open, TableError> {
        let column = tag.get("r").and_then(|r| column_of(&r)).unwrap_or(self.row.len());
        Ok(Open {
            column,
            kind: tag.get("t").unwrap_or_default(),
            style: tag.number("s").unwrap_or(0) as usize,
            ..Open::default()
        })
    }

    fn end(&mut self, cell: &mut Open) -> Result<(), TableError> {
        let cell = std::mem::take(cell);
        let (text, kind, look) = self.value(&cell);
        if text.is_empty() && kind == Kind::Plain {
            return Ok(());
        }
        if cell.column >= self.limits.table_columns {
            return Err(TableError::OverLimit("table_columns"));
        }
        if self.row.len() <= cell.column {
            self.row.resize(cell.column + 1, (String::new(), Kind::Plain, Look::default()));
        }
        self.row[cell.column] = (text, kind, look);
        if let Some(target) = links::of_formula(&cell.said) {
            self.led.insert(cell.column, links::bounded(&target, ""));
        }
        Ok(())
    }

    fn value(&self, cell: &Open) -> (String, Kind, Look) {
        let raw = cell.value.as_str();
        let text_of = |text: String| (text, Kind::Plain, Look::default());
        let (text, kind, look) = match cell.kind.as_str() {
            "s" => {
                let text = raw.trim().parse::<usize>().ok().and_then(|n| self.book.strings.get(n));
                text_of(text.cloned().unwrap_or_default())
            }
            "inlineStr" | "str" => text_of(unescaped(raw)),
            "b" => {
                let said = if raw.trim() == "1" { "true" } else { "false" };
                (said.to_owned(), Kind::Boolean, Look::of(Is::Boolean))
            }
            "e" => (raw.to_owned(), Kind::Error, Look::default()),
            "d" => (raw.get(..10).unwrap_or(raw).to_owned(), Kind::Day, Look::of(Is::Day)),
            _ if raw.trim().is_empty() => text_of(String::new()),
            _ => {
                let look = self.book.styles.get(cell.style).copied().unwrap_or(Look::of(Is::Number));
                let serial = raw.trim().parse::<f64>().ok();
                let shown = serial.and_then(|n| match look.is {
                    Is::Day => Some((day_and_time(n, self.book.epoch_1904)?, Kind::Day)),
                    Is::Time => Some((time_of(n)?, Kind::Time)),
                    _ => None,
                });
                match (shown, look.is) {
                    (Some((text, kind)), _) => (text, kind, look),
                    (None, Is::Day | Is::Time) => (number(raw), Kind::Number, Look::of(Is::Number)),
                    (None, _) => (number(raw), Kind::Number, look),
                }
            }
        };
        let formula = cell.formula && (!cell.truth || text.is_empty());
        if formula && kind != Kind::Error { (text, Kind::Formula, look) } else { (text, kind, look) }
    }

    fn flush(&mut self, line: u32, hidden: bool) -> Result<(), TableError> {
        if self.row.iter().all(|(text, kind, _)| text.trim().is_empty() && matches!(kind, Kind::Plain)) {
            return Ok(());
        }
        for area in self.merged.iter_mut().filter(|m| (m.rows.0..=m.rows.1).contains(&line)) {
            if line == area.rows.0 {
                let first = self.row.get(area.column).filter(|(text, ..)| !text.is_empty());
                area.value = first.map(|(text, _, look)| (text.clone(), *look));
            } else if let Some((value, look)) = &area.value {
                if self.row.len() <= area.column {
                    self.row.resize(area.column + 1, (String::new(), Kind::Plain, Look::default()));
                }
                if self.row[area.column].0.is_empty() {
                    self.row[area.column] = (value.clone(), Kind::Merged, *look);
                }
            }
        }
        for (column, target) in &self.led {
            let shown = self.row.get(*column).map_or("", |(text, ..)| text);
            if let Some(is_shown) = links::leads_elsewhere(target, shown).filter(|_| !shown.is_empty())
                && !self.grid.links.add(line, *column, (target, is_shown))
            {
                return Err(TableError::OverLimit("table_cells"));
            }
        }
        if !self.links.is_empty() {
            let here = self.links.in_line(line);
            for (column, (text, ..)) in self.row.iter().enumerate().filter(|(_, (text, ..))| !text.is_empty()) {
                self.looked += here.len();
                if let Some(target) = self.links.of_cell(line, column, &here)
                    && let Some(is_shown) = links::leads_elsewhere(target, text)
                    && !self.grid.links.add(line, column, (target, is_shown))
                {
                    return Err(TableError::OverLimit("table_cells"));
                }
            }
            if self.looked > LOOKED {
                return Err(TableError::OverLimit("table_cells"));
            }
        }
        self.grid.begin(line, hidden);
        for (text, kind, look) in self.row.drain(..) {
            self.grid.push(&text, kind);
            self.grid.note_look(look);
        }
        // A text that the file holds once, in cell after cell.
        if self.grid.text_bytes() > self.limits.table_bytes {
            return Err(TableError::OverLimit("table_bytes"));
        }
        if self.grid.cells() > self.limits.table_cells {
            return Err(TableError::OverLimit("table_cells"));
        }
        if self.grid.len() > self.limits.table_rows {
            return Err(TableError::OverLimit("table_rows"));
        }
        Ok(())
    }
}

/// The merged areas, which stand behind the cells.
fn merged(bytes: &[u8]) -> Result<Vec<Merged>, TableError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TableError::Damaged)?;
    let Some(at) = text.rfind("mergeCells>").and_then(|end| text[..end].rfind("mergeCells")) else {
        return Ok(Vec::new());
    };
    let begin = text[..at].rfind('<').unwrap_or(at);
    let mut all = Vec::new();
    for part in text[begin..].split("ref=\"").skip(1).take(MERGED) {
        let area = part.split('"').next().unwrap_or_default();
        let Some((from, to)) = area.split_once(':') else { continue };
        if let (Some(column), Some(first), Some(last)) = (column_of(from), line_of(from), line_of(to))
            && last > first
        {
            all.push(Merged { rows: (first, last), column, value: None });
        }
    }
    Ok(all)
}

/// `BC12` → 54.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(8).fold(0_usize, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

fn line_of(reference: &str) -> Option<u32> {
    reference.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

fn each(bytes: &[u8], mut see: impl FnMut(&Tag<'_>)) -> Result<(), TableError> {
    let mut xml = Xml::new(bytes)?;
    loop {
        match xml.next()? {
            Node::Open(tag) => see(&tag),
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

/// A target of a relation: absolute in the package, or beside the part that names it.
fn joined(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!((column_of("A1"), column_of("BC12"), column_of("12")), (Some(0), Some(54), None));
        assert_eq!((line_of("BC12"), line_of("A")), (Some(12), None));
    }
}
