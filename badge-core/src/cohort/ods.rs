//! OpenDocument spreadsheets: the cells of each table of `content.xml`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::TableError;
use super::grid::{Grid, Kind};
use super::links;
use super::value::{Is, Look, seconds_of};
use super::xlsx::{is_truth, number};
use super::xml::{Node, Tag, Xml};
use crate::limits::Limits;
use crate::zip::{Zip, entries};

/// How many rows that are not blank may stand for others in one file. A few words can say "this row, two hundred thousand
/// times": a table of people says so of blank rows only.
const REPEATED_ROWS: u32 = 1_000;

/// Bytes of the addresses behind one cell.
const LINK: usize = 4_096;

/// Whether a ZIP is an OpenDocument spreadsheet.
pub(super) fn is_spreadsheet(zip: &Zip<'_>) -> bool {
    zip.find("content.xml").is_some() && zip.find("mimetype").is_some()
}

/// All tables with their names; those that are hidden come last.
pub(super) fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Grid)>, TableError> {
    let zip = entries(bytes, limits)?;
    let content = zip.find("content.xml").ok_or(TableError::Damaged)?;
    let content = zip.read(content, limits.zip_unpacked_bytes)?;
    let mut xml = Xml::new(&content)?;
    let (mut all, mut last) = (Vec::new(), Vec::new());
    let (mut cells, mut repeated, mut linked) = (0, 0, 0);
    // What a table looks like is said before it, by name: the style that is being read, and those that hide.
    let (mut style, mut hiding) = (String::new(), BTreeSet::new());
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "style:style" => style = tag.get("style:name").unwrap_or_default(),
            Node::Open(tag)
                if tag.name() == "style:table-properties" && tag.get("table:display").as_deref() == Some("false") =>
            {
                hiding.insert(style.clone());
            }
            Node::Open(tag) if tag.name() == "table:table" && !tag.empty => {
                let name = tag.get("table:name").unwrap_or_default();
                let hidden = tag.get("table:style-name").is_some_and(|style| hiding.contains(&style));
                let grid = Grid::default();
                let (spans, money) = (BTreeMap::new(), BTreeMap::new());
                let mut table = Table { limits, cells, repeated, linked, grid, line: 1, spans, money };
                table.run(&mut xml)?;
                cells += table.grid.cells();
                linked += table.grid.links.len();
                repeated = table.repeated;
                if hidden { &mut last } else { &mut all }.push((name, table.grid));
            }
            Node::End => {
                all.append(&mut last);
                return Ok(all);
            }
            _ => {}
        }
    }
}

struct Table<'l> {
    limits: &'l Limits,
    /// Cells of the tables before.
    cells: usize,
    /// Rows so far that another one stood for; see [`REPEATED_ROWS`].
    repeated: u32,
    /// Links of the tables before.
    linked: usize,
    grid: Grid,
    line: u32,
    /// Column → rows that a merged cell still reaches, and its value.
    spans: BTreeMap<usize, (u32, Rc<str>, Look)>,
    /// The format of each currency.
    money: BTreeMap<String, u16>,
}

struct Row {
    times: u32,
    hidden: bool,
    /// Column → text and kind; empty cells are not kept. Cells that one stands for share its text.
    cells: BTreeMap<usize, (Rc<str>, Kind, Look)>,
    /// The address behind a cell, and whether the cell nearly says it.
    links: BTreeMap<usize, (Arc<str>, bool)>,
    /// The next column.
    next: usize,
}

impl Table<'_> {
    fn run(&mut self, xml: &mut Xml<'_>) -> Result<(), TableError> {
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "table:table-row" => {
                    let hidden = tag.get("table:visibility").is_some_and(|v| v != "visible");
                    let times = times(&tag, "table:number-rows-repeated")?;
                    let mut row = Row { times, hidden, cells: BTreeMap::new(), links: BTreeMap::new(), next: 0 };
                    if !tag.empty {
                        self.row(xml, &mut row)?;
                    }
                    self.flush(row)?;
                }
                Node::Close(name) if name == "table:table" => return Ok(()),
                Node::End => return Err(TableError::Damaged),
                _ => {}
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, row: &mut Row) -> Result<(), TableError> {
        loop {
            match xml.next()? {
                Node::Open(tag) if matches!(tag.name(), "table:table-cell" | "table:covered-table-cell") => {
                    let times = times(&tag, "table:number-columns-repeated")? as usize;
                    let ((text, link), kind, is) = cell(xml, &tag)?;
                    let format = tag.get("office:currency").map_or(0, |code| self.format_of(&code));
                    let look = Look { is, format };
                    let text: Rc<str> = text.into();
                    // Asked once for all the cells and rows that this one stands for.
                    let link = link.and_then(|to| links::leads_elsewhere(&to, &text).map(|is_shown| (to, is_shown)));
                    if !text.is_empty() || kind != Kind::Plain {
                        if row.next.saturating_add(times) > self.limits.table_columns {
                            return Err(TableError::OverLimit("table_columns"));
                        }
                        for column in row.next..row.next + times {
                            row.cells.insert(column, (Rc::clone(&text), kind, look));
                            row.links.extend(link.clone().map(|link| (column, link)));
                        }
                        if let Some(rows) = tag.number("table:number-rows-spanned").filter(|n| *n > 1) {
                            self.spans.insert(row.next, (rows, text, look));
                        }
                    }
                    row.next = row.next.saturating_add(times);
                }
                Node::Close(name) if name == "table:table-row" => return Ok(()),
                Node::End => return Err(TableError::Damaged),
                _ => {}
            }
        }
    }

    /// A format that shows a currency, which the file tells by three letters.
    fn format_of(&mut self, code: &str) -> u16 {
        let sign = match code {
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            other if other.len() == 3 && other.bytes().all(|b| b.is_ascii_uppercase()) => other,
            _ => return 0,
        };
        let formats = &mut self.grid.formats;
        *self.money.entry(code.to_owned()).or_insert_with(|| formats.add(&format!("#,##0.00 [${sign}]")))
    }

    fn flush(&mut self, mut row: Row) -> Result<(), TableError> {
        let blank = row.cells.values().all(|(text, kind, _)| text.trim().is_empty() && *kind == Kind::Plain);
        for (column, (left, value, look)) in &mut self.spans {
            if *left > 0 && !blank {
                row.cells.entry(*column).or_insert_with(|| (Rc::clone(value), Kind::Merged, *look));
            }
            *left = left.saturating_sub(row.times);
        }
        self.spans.retain(|_, (left, ..)| *left > 0);
        let width = row.cells.last_key_value().map_or(0, |(column, _)| column + 1);
        let times = if blank { 0 } else { row.times };
        self.repeated = self.repeated.saturating_add(times.saturating_sub(1));
        if self.repeated > REPEATED_ROWS {
            return Err(TableError::OverLimit("table_rows"));
        }
        for n in 0..times {
            if self.cells + self.grid.cells() + width > self.limits.table_cells {
                return Err(TableError::OverLimit("table_cells"));
            }
            if self.grid.len() >= self.limits.table_rows {
                return Err(TableError::OverLimit("table_rows"));
            }
            let line = self.line.saturating_add(n);
            for (column, (target, is_shown)) in &row.links {
                if !self.grid.links.add(line, *column, (target, *is_shown))
                    || self.linked + self.grid.links.len() > links::MOST
                {
                    return Err(TableError::OverLimit("table_cells"));
                }
            }
            if n > 0 {
                self.grid.repeat_last(line);
                continue;
            }
            self.grid.begin(line, row.hidden);
            let mut before: Option<&Rc<str>> = None;
            for column in 0..width {
                let cell = row.cells.get(&column);
                match (cell, before) {
                    (Some((text, kind, _)), Some(before)) if Rc::ptr_eq(text, before) => self.grid.push_again(*kind),
                    (Some((text, kind, _)), _) => self.grid.push(text, *kind),
                    (None, _) => self.grid.push("", Kind::Plain),
                }
                self.grid.note_look(cell.map(|(.., look)| *look).unwrap_or_default());
                before = cell.map(|(text, ..)| text);
            }
            // A text that is packed well, in cell after cell.
            if self.grid.text_bytes() > self.limits.table_bytes {
                return Err(TableError::OverLimit("table_bytes"));
            }
        }
        self.line = self.line.saturating_add(row.times);
        Ok(())
    }
}

/// For how many rows or columns one stands. What is no such number is told, and not taken for one.
fn times(tag: &Tag<'_>, key: &str) -> Result<u32, TableError> {
    match tag.get(key) {
        None => Ok(1),
        Some(said) => said.trim().parse::<u32>().map(|n| n.max(1)).map_err(|_| TableError::Damaged),
    }
}

/// The words of a cell, and the address behind them.
type Said = (String, Option<Arc<str>>);

/// The value of a cell, and the address behind it. A comment on it and a table in it are no part of it.
fn cell(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(Said, Kind, Is), TableError> {
    let constant = |f: &str| {
        is_truth(f.strip_prefix("of:=").unwrap_or(f))
            && ["office:value", "office:boolean-value"].iter().any(|v| tag.get(v).is_some())
    };
    let formula = tag.get("table:formula").is_some_and(|f| !constant(&f));
    let number = |is: Is| tag.get("office:value").map(|n| (number(&n), Kind::Number, is));
    let value = match tag.get("office:value-type").as_deref() {
        Some("date") => tag.get("office:date-value").map(|d| (day(&d), Kind::Day, Is::Day)),
        Some("float") => number(Is::Number),
        Some("percentage") => number(Is::Percent),
        Some("currency") => number(Is::Currency),
        Some("time") => tag.get("office:time-value").and_then(|t| Some((time(&t)?, Kind::Time, Is::Time))),
        Some("boolean") => tag.get("office:boolean-value").map(|b| (b, Kind::Boolean, Is::Boolean)),
        _ => None,
    };
    let (shown, link) = if tag.empty { (String::new(), None) } else { shown(xml, tag.name())? };
    let error = formula && (shown.starts_with('#') || shown.starts_with("Err:"));
    let link = link.or_else(|| links::of_formula(&tag.get("table:formula")?).map(|to| links::bounded(&to, "")));
    let value = value.filter(|(text, ..)| !text.trim().is_empty());
    let (text, kind, is) = value.unwrap_or((shown.clone(), Kind::Plain, Is::Text));
    Ok(match (formula, error) {
        (_, true) => ((shown, None), Kind::Error, Is::Text),
        (true, _) => ((text, link), Kind::Formula, is),
        _ => ((text, link), kind, is),
    })
}

/// `2026-03-02`, or `2026-03-02 14:30:00` for `2026-03-02T14:30:00.000`.
fn day(value: &str) -> String {
    let (day, time) = (value.get(..10).unwrap_or(value), value.get(10..19));
    match time.and_then(|time| time.strip_prefix('T')).filter(|time| *time != "00:00:00") {
        Some(time) => format!("{day} {time}"),
        None => day.to_owned(),
    }
}

/// `14:30:00` for `PT14H30M00S`.
fn time(value: &str) -> Option<String> {
    let (hours, rest) = value.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let of = |text: &str| text.parse::<u32>().ok().filter(|n| *n < 240_000);
    let text = format!("{:02}:{:02}:{:02}", of(hours)?, of(minutes)?, of(seconds)?);
    seconds_of(&text).map(|_| text)
}

/// The words of a cell, and where they lead: of several addresses all of them, one after the other.
fn shown(xml: &mut Xml<'_>, end: &str) -> Result<Said, TableError> {
    let (mut text, mut link) = (String::new(), String::new());
    let (mut paragraphs, mut aside, mut inside) = (0, 0_usize, 0_usize);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "office:annotation" | "table:table" | "draw:frame" if !tag.empty => aside += 1,
                _ if aside > 0 => {}
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside += usize::from(!tag.empty);
                }
                "text:a" => {
                    let target = tag.get("xlink:href").filter(|to| !to.starts_with('#') && link.len() < LINK);
                    if let Some(target) = target {
                        link = format!("{link} {}", links::bounded(target.trim(), ""));
                    }
                }
                "text:line-break" => text.push('\n'),
                "text:tab" => text.push('\t'),
                "text:s" => {
                    let count = tag.number("text:c").unwrap_or(1).min(1_000);
                    text.extend(std::iter::repeat_n(' ', count as usize));
                }
                _ => {}
            },
            Node::Close(name) => match name.as_str() {
                "office:annotation" | "table:table" | "draw:frame" => aside = aside.saturating_sub(1),
                _ if aside > 0 => {}
                "text:p" | "text:h" => inside = inside.saturating_sub(1),
                name if name == end => {
                    let link = Some(link.trim()).filter(|link| !link.is_empty()).map(Arc::from);
                    return Ok((text, link));
                }
                _ => {}
            },
            Node::Text(part) if aside == 0 && inside > 0 => text.push_str(&part),
            Node::Text(_) => {}
            Node::End => return Err(TableError::Damaged),
        }
    }
}
