//! A file of bytes into a table with a header.

use super::column::{Field, guess, is_address_title, may_refuse, may_tell_minors, speaks_of_children};
use super::decode::{Encoding, decode};
use super::grid::{Cell, Grid, Kind};
use super::held::Contents;
use super::offer::Offer;
use super::state::Theirs;
use super::words::{folded, nearest};
use super::xlsx::Book;
use super::{csv, ods, xlsx};
use crate::issue::is_email;
use crate::limits::Limits;
use crate::zip::{ZipFault, entries};

/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 40;

/// Sheets besides the one that is read that are looked at.
const OTHERS: usize = 50;

/// What a person says about a table.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The sheet to read; without it the first that has a header.
    pub sheet: Option<String>,
    /// Headers and what they are about, before anything is guessed.
    pub map: Vec<(String, Field)>,
}

/// A table that was read: its header is known, its rows are not judged yet.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) grid: Grid,
    /// The row of the header.
    pub(super) header: usize,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
    /// What kind of file it was.
    pub form: Form,
    /// The sheet that was read, in a file that has several.
    pub sheet: Option<String>,
    /// The line of the header.
    pub header_line: u32,
    /// Other sheets of the file that hold people by their titles, and how many lines each: nobody reads them, which has to
    /// be said. None where a sheet was asked for.
    pub others: Vec<(String, usize)>,
    /// What stands in those columns that are not read and may matter.
    held: Contents,
    /// Columns of states that are somebody's own.
    pub(super) theirs: Theirs,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header as it is written.
    pub header: String,
    /// What it is about; `None` when nobody knows: nothing of it is used.
    pub field: Option<Field>,
    /// Another column to the left is about the same: this one is not used.
    pub again: bool,
}

/// A column that nobody reads and that has to be explained, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop<'t> {
    /// It may say who is a minor (D-11).
    Minors(&'t str),
    /// It may say no to being published.
    Refusal(&'t str),
    /// It holds e-mail addresses, and no other column does.
    Addresses(&'t str),
}

/// What kind of file a table was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Text with separators.
    Csv {
        /// What parts the cells.
        separator: u8,
        /// How letters were written.
        encoding: Encoding,
    },
    /// An Excel workbook.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
}

/// Why a file is no table of people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// Nothing is in it.
    #[error("empty")]
    Empty,
    /// A bound was reached: its name in [`Limits`].
    #[error("over the limit {0}")]
    OverLimit(&'static str),
    /// A workbook of the old kind (`.xls`), or one with a password.
    #[error("an old or encrypted workbook")]
    OldWorkbook,
    /// Neither text nor a spreadsheet: a picture, a PDF, some other ZIP.
    #[error("not a table")]
    NotATable,
    /// The ZIP around a spreadsheet is damaged or hostile.
    #[error("{0}")]
    Zip(ZipFault),
    /// The XML of a spreadsheet is damaged.
    #[error("damaged")]
    Damaged,
    /// The XML of a spreadsheet declares entities.
    #[error("declares entities")]
    Entities,
    /// There is no such sheet.
    #[error("no sheet {name:?}")]
    NoSheet {
        /// The name that was given.
        name: String,
        /// The sheets there are.
        there: Vec<String>,
    },
    /// No row looks like a header.
    #[error("no header")]
    NoHeader {
        /// The first row that holds anything, shortened.
        first: String,
    },
    /// A header that was named is not there.
    #[error("no column {header:?}")]
    NoColumn {
        /// The header that was given.
        header: String,
        /// One of nearly this name.
        nearest: Option<String>,
        /// The headers there are.
        there: Vec<String>,
    },
}

impl From<ZipFault> for TableError {
    fn from(fault: ZipFault) -> Self {
        match fault {
            ZipFault::OverLimit(name) => Self::OverLimit(name),
            other => Self::Zip(other),
        }
    }
}

impl Table {
    /// Reads a table of any kind; the name of the file does not matter. `offer` is what can be awarded: a column may be
    /// headed by an achievement.
    ///
    /// # Errors
    /// See [`TableError`]: nothing that is wrong with single rows.
    pub fn read(bytes: &[u8], reading: &Reading, offer: &Offer, limits: &Limits) -> Result<Self, TableError> {
        if bytes.len() > limits.table_bytes {
            return Err(TableError::OverLimit("table_bytes"));
        }
        match bytes {
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(TableError::OldWorkbook),
            [b'P', b'K', 3 | 5, ..] => packed(bytes, reading, offer, limits),
            _ if is_other(bytes) => Err(TableError::NotATable),
            _ => {
                let (text, encoding) = decode(bytes);
                let (grid, separator) = csv::read(&text, None, limits)?;
                Self::with_header(grid, Form::Csv { separator, encoding }, None, reading, offer)
            }
        }
    }

    /// The header of a column.
    #[must_use]
    pub fn header(&self, column: usize) -> Option<&str> {
        self.columns.get(column).map(|c| c.header.as_str())
    }

    /// What somebody has to say of a column before the table is awarded. Such columns are not read, and hold something:
    /// nobody is taken for an adult, is published, or stays without their address because of a title that is not known.
    /// It reads no row again.
    #[must_use]
    pub fn stop(&self) -> Option<Stop<'_>> {
        let unread = |is: &dyn Fn(usize, &str) -> bool| {
            let columns = self.columns.iter().enumerate().filter(|(_, c)| c.field.is_none());
            columns.filter(|(at, c)| is(*at, &c.header) && self.held.holds(*at)).map(|(_, c)| c.header.as_str()).next()
        };
        let of_minors = [Field::Birth, Field::Age, Field::Minor, Field::Adult, Field::Consent];
        let is_told = self.columns.iter().any(|c| c.field.as_ref().is_some_and(|field| of_minors.contains(field)));
        let may_tell = |header: &str| may_tell_minors(header) || (!is_told && speaks_of_children(header));
        let has_addresses = self.tells(&Field::Email);
        unread(&|_, header| may_tell(header))
            .map(Stop::Minors)
            .or_else(|| unread(&|_, header| may_refuse(header)).map(Stop::Refusal))
            .or_else(|| unread(&|at, _| !has_addresses && self.held.is_of_addresses(at)).map(Stop::Addresses))
    }

    /// What somebody wrote of their own into the column of states, the first of it, each value once and cut after 80 letters:
    /// it leaves no row out, and nothing of it is read. Where there is any, [`Table::back`] keeps that column, and ours needs
    /// another title. [`Table::unread_states_count`] counts them all.
    #[must_use]
    pub fn unread_states(&self) -> &[String] {
        &self.theirs.unread
    }

    /// How many different values [`Table::unread_states`] names the first of.
    #[must_use]
    pub fn unread_states_count(&self) -> usize {
        self.theirs.unread_count
    }

    /// Whether a column is about a field. Of what no column is about, no row says anything, not even that it is empty.
    #[must_use]
    pub fn tells(&self, field: &Field) -> bool {
        self.columns.iter().any(|c| !c.again && c.field.as_ref() == Some(field))
    }

    /// How many lines of people it seems to hold: some below titles of which one says who they are, and another more.
    fn seems_to_hold(&self) -> usize {
        let fields: Vec<&Field> = self.columns.iter().filter_map(|c| c.field.as_ref()).collect();
        let who = [Field::Email, Field::Name, Field::GivenName];
        if fields.len() < 2 || !fields.iter().any(|field| who.contains(field)) {
            return 0;
        }
        self.grid.rows().skip(self.header.saturating_add(1)).filter(|row| !row.is_blank()).count()
    }

    /// How many rows stand below the header.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.grid.len().saturating_sub(self.header + 1)
    }

    /// Every line that holds anything, header included: its number and its cells as they were read. A formula whose
    /// value nobody knows is `=?`: read again, it is still no value.
    pub fn lines(&self) -> impl Iterator<Item = (u32, Vec<String>)> + '_ {
        let said = |cell: Cell<'_>| match (cell.kind, cell.text) {
            (Kind::Formula, "") => "=?".to_owned(),
            (_, text) => text.to_owned(),
        };
        self.grid.rows().map(move |row| (row.line(), row.cells().map(said).collect()))
    }

    fn with_header(
        grid: Grid,
        form: Form,
        sheet: Option<String>,
        reading: &Reading,
        offer: &Offer,
    ) -> Result<Self, TableError> {
        let Some(first) = grid.row(0) else { return Err(TableError::Empty) };
        let given = |header: &str| {
            let folded = folded(header);
            let same = |name: &str| name.trim() == header || super::words::folded(name) == folded;
            reading.map.iter().find(|(name, _)| same(name)).map(|(_, field)| field.clone())
        };
        let of = |header: &str| match header.is_empty() {
            true => None,
            false => given(header).or_else(|| guess(header, |name| offer.tick(name))),
        };
        let mut best: Option<(usize, usize, Vec<Option<Field>>)> = None;
        // Titles hold no address: a row that does is somebody's, and a badge named in it no title.
        let is_title = |c: Cell<'_>| !is_email(super::email::address(c.text)) || given(c.text).is_some();
        for (at, row) in grid.rows().take(HEADER_WITHIN).enumerate().filter(|(_, row)| row.cells().all(is_title)) {
            let fields: Vec<Option<Field>> = row.cells().map(|c| of(c.text)).collect();
            let known = fields.iter().flatten().collect::<std::collections::HashSet<_>>().len();
            if known > best.as_ref().map_or(0, |b| b.1) {
                best = Some((at, known, fields));
            }
        }
        let Some((header, _, fields)) = best else {
            let first = first.cells().map(|c| c.text).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" | ");
            return Err(TableError::NoHeader { first: first.chars().take(120).collect() });
        };
        let (names, header_line): (Vec<String>, u32) =
            grid.row(header).map(|r| (r.cells().map(|c| c.text.to_owned()).collect(), r.line())).unwrap_or_default();
        for (name, _) in &reading.map {
            if !names.iter().any(|there| there == name.trim() || folded(there) == folded(name)) {
                let all: Vec<(String, &str)> = names.iter().map(|n| (folded(n), n.as_str())).collect();
                let nearest = nearest(&folded(name), all.iter().map(|(f, n)| (f.as_str(), *n))).map(str::to_owned);
                let there = names.iter().filter(|n| !n.is_empty()).cloned().collect();
                return Err(TableError::NoColumn { header: name.clone(), nearest, there });
            }
        }
        let mut fields = settled(fields, &names, |name| given(name).is_some());
        let without_addresses = !fields.contains(&Some(Field::Email));
        let may_stop = |name: &str| may_tell_minors(name) || speaks_of_children(name) || may_refuse(name);
        let counts =
            |(field, name): (&Option<Field>, &String)| field.is_none() && (without_addresses || may_stop(name));
        let counted: Vec<bool> = fields.iter().zip(&names).map(counts).collect();
        let held = Contents::of(&grid, header, &counted, without_addresses);
        if without_addresses {
            // « Adresse » may be a street, or what we write to: what stands below it tells.
            let may = |(at, name): &(usize, &String)| is_address_title(name) && held.is_of_addresses(*at);
            if let Some((at, _)) = names.iter().enumerate().filter(|(at, _)| fields[*at].is_none()).find(may) {
                fields[at] = Some(Field::Email);
            }
        }
        let told: Vec<Field> = names.iter().filter_map(|name| given(name)).collect();
        let mut columns: Vec<Column> = Vec::new();
        for (header, field) in names.into_iter().zip(fields) {
            // What somebody says a column is stands before what another one was guessed to be.
            let is_told = given(&header).is_some();
            let before = |f: &Field| columns.iter().any(|c| c.field.as_ref() == Some(f) && !c.again);
            let gives_way = |f: &Field| before(f) || (!is_told && told.contains(f));
            let again = field.as_ref().is_some_and(|f| !f.may_repeat() && gives_way(f));
            columns.push(Column { header, field, again });
        }
        let grid = grid.with_links_told(&columns, header);
        let theirs = Theirs::of(&grid, header, &columns);
        Ok(Self { grid, header, columns, form, sheet, header_line, others: Vec::new(), held, theirs })
    }
}

/// « Nom » alone is the whole name; beside « Prénom » it is the family name.
fn settled(mut fields: Vec<Option<Field>>, names: &[String], given: impl Fn(&str) -> bool) -> Vec<Option<Field>> {
    let has = |fields: &[Option<Field>], field: &Field| fields.iter().flatten().any(|f| f == field);
    let (split, whole) = (has(&fields, &Field::GivenName), has(&fields, &Field::Name));
    for (field, name) in fields.iter_mut().zip(names) {
        match field {
            Some(Field::FamilyName) if !split && !whole => *field = Some(Field::Name),
            // `Name` beside `First name`.
            Some(Field::Name) if split && folded(name) == "name" && !given(name) => *field = Some(Field::FamilyName),
            _ => {}
        }
    }
    fields
}

fn packed(bytes: &[u8], reading: &Reading, offer: &Offer, limits: &Limits) -> Result<Table, TableError> {
    let zip = entries(bytes, limits)?;
    if xlsx::is_workbook(&zip) {
        let book = Book::open(bytes, limits)?;
        let names: Vec<String> = book.names().into_iter().map(str::to_owned).collect();
        return first(names, Form::Xlsx, reading, offer, |name| book.sheet(name, limits));
    }
    if ods::is_spreadsheet(&zip) {
        let mut sheets = ods::sheets(bytes, limits)?;
        let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
        return first(names, Form::Ods, reading, offer, |name| {
            Ok(sheets.iter_mut().find(|(n, _)| n == name).map(|(_, grid)| std::mem::take(grid)).unwrap_or_default())
        });
    }
    Err(TableError::NotATable)
}

/// The sheet that was named, or the first that has a header.
fn first(
    names: Vec<String>,
    form: Form,
    reading: &Reading,
    offer: &Offer,
    mut sheet: impl FnMut(&str) -> Result<Grid, TableError>,
) -> Result<Table, TableError> {
    let wanted: Vec<&String> = match &reading.sheet {
        None => names.iter().collect(),
        Some(name) => names.iter().filter(|n| *n == name || folded(n) == folded(name)).take(1).collect(),
    };
    if let (Some(name), true) = (&reading.sheet, wanted.is_empty()) {
        return Err(TableError::NoSheet { name: name.clone(), there: names });
    }
    let mut why = TableError::Empty;
    let mut behind = wanted.clone().into_iter();
    for name in wanted {
        behind.next();
        let read = Table::with_header(sheet(name)?, form, Some(name.clone()), reading, offer);
        match read {
            // A sheet of notes in front of the table is passed over; the first complaint is the one to tell.
            Err(e @ (TableError::NoHeader { .. } | TableError::NoColumn { .. })) => {
                if why == TableError::Empty {
                    why = e;
                }
            }
            Err(TableError::Empty) => {}
            Ok(mut table) if reading.sheet.is_none() => {
                // A sheet for each group is common: those that are not read are named. What is damaged there does no harm.
                let plain = Reading::default();
                let lines = |name: &String, grid| {
                    let other = Table::with_header(grid, form, None, &plain, offer).ok()?;
                    Some((name.clone(), other.seems_to_hold())).filter(|(_, lines)| *lines > 0)
                };
                table.others = behind.take(OTHERS).filter_map(|name| lines(name, sheet(name).ok()?)).collect();
                return Ok(table);
            }
            other => return other,
        }
    }
    Err(why)
}

/// Files that people take for tables by mistake.
fn is_other(bytes: &[u8]) -> bool {
    let known: [&[u8]; 7] = [b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<!DOCTYPE", b"<html"];
    known.iter().any(|start| bytes.starts_with(start))
        || (!bytes.starts_with(b"\xff\xfe") && bytes.starts_with(b"\x1f\x8b"))
}
