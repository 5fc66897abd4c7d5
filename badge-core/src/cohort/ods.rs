//! OpenDocument spreadsheets: the cells of each table of `content.xml`.

use std::collections::{BTreeMap, BTreeSet};

use super::TableError;
use super::grid::{Grid, Kind};
use super::xlsx::{is_truth, number};
use super::xml::{Node, Tag, Xml};
use crate::limits::Limits;
use crate::zip::{Zip, entries};

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
    let mut cells = 0;
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
                let mut table = Table { limits, cells, grid: Grid::default(), line: 1, spans: BTreeMap::new() };
                table.run(&mut xml)?;
                cells += table.grid.cells();
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
    grid: Grid,
    line: u32,
    /// Column → rows that a merged cell still reaches, and its value.
    spans: BTreeMap<usize, (u32, String)>,
}

struct Row {
    times: u32,
    hidden: bool,
    /// Column → text and kind; empty cells are not kept.
    cells: BTreeMap<usize, (String, Kind)>,
    /// The next column.
    next: usize,
}

impl Table<'_> {
    fn run(&mut self, xml: &mut Xml<'_>) -> Result<(), TableError> {
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "table:table-row" => {
                    let hidden = tag.get("table:visibility").is_some_and(|v| v != "visible");
                    let times = tag.number("table:number-rows-repeated").unwrap_or(1).max(1);
                    let mut row = Row { times, hidden, cells: BTreeMap::new(), next: 0 };
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
                    let times = tag.number("table:number-columns-repeated").unwrap_or(1).max(1) as usize;
                    let (text, kind) = cell(xml, &tag)?;
                    if !text.is_empty() || kind != Kind::Plain {
                        if row.next + times > self.limits.table_columns {
                            return Err(TableError::OverLimit("table_columns"));
                        }
                        for column in row.next..row.next + times {
                            row.cells.insert(column, (text.clone(), kind));
                        }
                        if let Some(rows) = tag.number("table:number-rows-spanned").filter(|n| *n > 1) {
                            self.spans.insert(row.next, (rows, text));
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

    fn flush(&mut self, mut row: Row) -> Result<(), TableError> {
        let blank = row.cells.values().all(|(text, kind)| text.trim().is_empty() && *kind == Kind::Plain);
        for (column, (left, value)) in &mut self.spans {
            if *left > 0 && !blank {
                row.cells.entry(*column).or_insert_with(|| (value.clone(), Kind::Merged));
            }
            *left = left.saturating_sub(row.times);
        }
        self.spans.retain(|_, (left, _)| *left > 0);
        let width = row.cells.last_key_value().map_or(0, |(column, _)| column + 1);
        for n in 0..if blank { 0 } else { row.times } {
            if self.cells + self.grid.cells() + width > self.limits.table_cells {
                return Err(TableError::OverLimit("table_cells"));
            }
            if self.grid.len() >= self.limits.table_rows {
                return Err(TableError::OverLimit("table_rows"));
            }
            self.grid.begin(self.line.saturating_add(n), row.hidden);
            for column in 0..width {
                match row.cells.get(&column) {
                    Some((text, kind)) => self.grid.push(text, *kind),
                    None => self.grid.push("", Kind::Plain),
                }
            }
        }
        self.line = self.line.saturating_add(row.times);
        Ok(())
    }
}

/// The value of a cell. A comment on it and a table in it are no part of it.
fn cell(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(String, Kind), TableError> {
    let constant = |f: &str| {
        is_truth(f.strip_prefix("of:=").unwrap_or(f))
            && ["office:value", "office:boolean-value"].iter().any(|v| tag.get(v).is_some())
    };
    let formula = tag.get("table:formula").is_some_and(|f| !constant(&f));
    let value = match tag.get("office:value-type").as_deref() {
        Some("date") => tag.get("office:date-value").map(|d| (d.get(..10).unwrap_or(&d).to_owned(), Kind::Day)),
        Some("float") => tag.get("office:value").map(|n| (number(&n), Kind::Number)),
        Some("boolean") => tag.get("office:boolean-value").map(|b| (b, Kind::Plain)),
        _ => None,
    };
    let shown = if tag.empty { String::new() } else { shown(xml, tag.name())? };
    let error = formula && (shown.starts_with('#') || shown.starts_with("Err:"));
    let (text, kind) = value.unwrap_or((shown.clone(), Kind::Plain));
    Ok(match (formula, error) {
        (_, true) => (shown, Kind::Error),
        (true, _) => (text, Kind::Formula),
        _ => (text, kind),
    })
}

fn shown(xml: &mut Xml<'_>, end: &str) -> Result<String, TableError> {
    let mut text = String::new();
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
                name if name == end => return Ok(text),
                _ => {}
            },
            Node::Text(part) if aside == 0 && inside > 0 => text.push_str(&part),
            Node::Text(_) => {}
            Node::End => return Err(TableError::Damaged),
        }
    }
}
