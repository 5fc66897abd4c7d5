//! Some rows of a table that follow each other, with all their text in one buffer; and the same packed, as most rows of a
//! large table are held.

use std::io::{BufReader, Read as _, Write as _};
use std::sync::Arc;

use flate2::Compression;
use flate2::bufread::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::value::{Is, Look};

/// Bytes of text from which on a part is full. Rows of one table are alike: packed, a part takes a third of this or less. A larger
/// one would take less, and more time to be unpacked for one of its rows.
const TEXT: usize = 8 << 10;
/// The same of rows with little text.
const ROWS: usize = 128;

/// How a cell was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Typed: text, numbers, dates.
    Plain,
    /// A day, from a serial number of a sheet; the text is `2026-03-02`.
    Day,
    /// A number without the look of a date; in a column of dates it may be a serial number.
    Number,
    /// Computed by a formula; the text is the value the sheet had kept, if any.
    Formula,
    /// An error of the sheet: `#N/A`.
    Error,
    /// The value of a merged area, which the file holds once.
    Merged,
    /// A time of day or a span of time; the text is `14:30:00`.
    Time,
    /// Yes or no of a sheet; the text is `true` or `false`.
    Boolean,
}

impl Kind {
    /// What the value of such a cell is, as far as its kind tells it.
    const fn look(self) -> Look {
        Look::of(match self {
            Self::Number => Is::Number,
            Self::Day => Is::Day,
            Self::Time => Is::Time,
            Self::Boolean => Is::Boolean,
            Self::Plain | Self::Formula | Self::Error | Self::Merged => Is::Text,
        })
    }
}

/// Where a cell ends, counted from where its row's text begins, and its kind, in four bytes: it begins where the one before
/// it ends.
#[derive(Debug, Clone, Copy)]
struct At(u32);

impl At {
    /// Bits of the end: 256 MiB, four times the largest table.
    const BITS: u32 = 28;
    /// The text of the cell before it, once more.
    const AGAIN: u32 = 1 << 31;
    const KINDS: [Kind; 8] =
        [Kind::Plain, Kind::Day, Kind::Number, Kind::Formula, Kind::Error, Kind::Merged, Kind::Time, Kind::Boolean];

    fn new(end: u32, kind: Kind) -> Self {
        let kind = Self::KINDS.iter().position(|k| *k == kind).unwrap_or_default();
        Self(end.min((1 << Self::BITS) - 1) | (small(kind) << Self::BITS))
    }

    const fn again(self) -> Self {
        Self(self.0 | Self::AGAIN)
    }

    const fn is_again(self) -> bool {
        self.0 & Self::AGAIN != 0
    }

    const fn end(self) -> u32 {
        self.0 & ((1 << Self::BITS) - 1)
    }

    fn kind(self) -> Kind {
        let kind = (self.0 & !Self::AGAIN) >> Self::BITS;
        Self::KINDS.get(kind as usize).copied().unwrap_or(Kind::Plain)
    }
}

/// A row: its line, its cells, and what is odd about it.
#[derive(Debug, Clone, Copy)]
struct RowAt {
    line: u32,
    first: u32,
    count: u32,
    /// Where the text of its cells begins.
    text: u32,
    /// [`HIDDEN`], [`UNCLOSED`].
    odd: u32,
}

const HIDDEN: u32 = 1;
const UNCLOSED: u32 = 2;

/// Rows that follow each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    text: String,
    cells: Vec<At>,
    rows: Vec<RowAt>,
    /// Of cells whose kind does not tell it all, by number, what they are.
    looks: Vec<(u32, Look)>,
}

/// One row of a table. It holds the rows around it as well, and is not to be kept.
#[derive(Debug, Clone)]
pub(super) struct Row {
    part: Arc<Part>,
    at: RowAt,
}

/// One cell, trimmed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'r> {
    pub(super) text: &'r str,
    pub(super) kind: Kind,
}

impl Part {
    /// Whether the next row belongs into another part.
    pub(super) const fn is_full(&self) -> bool {
        self.text.len() >= TEXT || self.rows.len() >= ROWS
    }

    /// Begins a row.
    pub(super) fn begin(&mut self, line: u32, hidden: bool) {
        let (first, text) = (small(self.cells.len()), small(self.text.len()));
        self.rows.push(RowAt { line, first, count: 0, text, odd: if hidden { HIDDEN } else { 0 } });
    }

    /// Adds a cell with the text of the one before, which is kept once. `false` where the row has no cell yet.
    pub(super) fn push_again(&mut self, kind: Kind) -> bool {
        let Some(row) = self.rows.last_mut().filter(|row| row.count > 0) else { return false };
        row.count += 1;
        let end = self.cells.last().map_or(0, |cell| cell.end());
        self.cells.push(At::new(end, kind).again());
        true
    }

    /// Adds the last row once more, at another line. Both have the same cells, which are kept once.
    pub(super) fn repeat_last(&mut self, line: u32) {
        if let Some(row) = self.rows.last().copied() {
            self.rows.push(RowAt { line, ..row });
        }
    }

    /// Adds a cell with a text that was written at the end of [`Part::buffer`] already.
    pub(super) fn push_written(&mut self, kind: Kind) {
        let Some(row) = self.rows.last_mut() else { return };
        row.count += 1;
        self.cells.push(At::new(small(self.text.len()).saturating_sub(row.text), kind));
    }

    /// Says of the last cell what its value is, where its kind alone does not tell it.
    pub(super) fn note_look(&mut self, look: Look) {
        if let Some(at) = self.cells.len().checked_sub(1).filter(|at| self.cells[*at].kind().look() != look) {
            self.looks.push((small(at), look));
        }
    }

    /// Where the text of the next cell is written.
    pub(super) const fn buffer(&mut self) -> &mut String {
        &mut self.text
    }

    /// The last row's quote was never closed.
    pub(super) fn mark_unclosed(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.odd |= UNCLOSED;
        }
    }

    /// Drops the last row.
    pub(super) fn drop_last(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.cells.truncate(row.first as usize);
            self.text.truncate(row.text as usize);
            self.looks.truncate(self.looks.partition_point(|(cell, _)| *cell < row.first));
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) const fn cells(&self) -> usize {
        self.cells.len()
    }

    pub(super) const fn text_bytes(&self) -> usize {
        self.text.len()
    }

    pub(super) fn row(self: &Arc<Self>, at: usize) -> Option<Row> {
        Some(Row { part: Arc::clone(self), at: *self.rows.get(at)? })
    }

    /// Packed. What rows of one table have in common, it does not take again for each.
    pub(super) fn pack(&self) -> Box<[u8]> {
        let mut numbers = vec![small(self.rows.len()), small(self.cells.len()), small(self.looks.len())];
        let mut before = RowAt { line: 0, first: 0, count: 0, text: 0, odd: 0 };
        for row in &self.rows {
            // Rows that follow each other differ by little.
            let apart = |of: fn(&RowAt) -> u32| of(row).wrapping_sub(of(&before));
            numbers.extend([apart(|r| r.line), apart(|r| r.first), row.count, apart(|r| r.text), row.odd]);
            before = *row;
        }
        let mut end = 0;
        for At(cell) in &self.cells {
            numbers.push(cell.wrapping_sub(end));
            end = *cell;
        }
        numbers.extend(self.looks.iter().flat_map(|(cell, look)| [*cell, look.number()]));
        let mut to = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Into memory nothing fails to be written.
        let _ = to.write_all(&numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>());
        let _ = to.write_all(self.text.as_bytes());
        to.finish().unwrap_or_default().into_boxed_slice()
    }

    /// What [`Part::pack`] was given.
    pub(super) fn unpack(packed: &[u8]) -> Option<Self> {
        let mut from = BufReader::new(DeflateDecoder::new(packed));
        let mut number = [0; 4];
        let mut next = || from.read_exact(&mut number).ok().map(|()| u32::from_le_bytes(number));
        let (rows, cells, looks) = (next()? as usize, next()? as usize, next()? as usize);
        let mut part = Self {
            text: String::new(),
            cells: Vec::with_capacity(cells),
            rows: Vec::with_capacity(rows),
            looks: Vec::with_capacity(looks),
        };
        let mut before = RowAt { line: 0, first: 0, count: 0, text: 0, odd: 0 };
        for _ in 0..rows {
            before = RowAt {
                line: before.line.wrapping_add(next()?),
                first: before.first.wrapping_add(next()?),
                count: next()?,
                text: before.text.wrapping_add(next()?),
                odd: next()?,
            };
            part.rows.push(before);
        }
        let mut end = 0_u32;
        for _ in 0..cells {
            end = end.wrapping_add(next()?);
            part.cells.push(At(end));
        }
        for _ in 0..looks {
            part.looks.push((next()?, Look::of_number(next()?)));
        }
        from.read_to_string(&mut part.text).ok()?;
        Some(part)
    }
}

impl Row {
    /// The line an editor shows, or the row's number in a sheet; from 1.
    pub(super) const fn line(&self) -> u32 {
        self.at.line
    }

    pub(super) const fn is_hidden(&self) -> bool {
        self.at.odd & HIDDEN != 0
    }

    pub(super) const fn is_unclosed(&self) -> bool {
        self.at.odd & UNCLOSED != 0
    }

    pub(super) const fn len(&self) -> usize {
        self.at.count as usize
    }

    /// The cell of a column; an empty one where the row ends before.
    pub(super) fn cell(&self, column: usize) -> Cell<'_> {
        if column >= self.len() {
            return Cell { text: "", kind: Kind::Plain };
        }
        let cells = self.part.cells.get(self.at.first as usize..).unwrap_or_default();
        let Some(own) = cells.get(column) else { return Cell { text: "", kind: Kind::Plain } };
        // The first of those that share its text; before that one ends the cell that has another.
        let mut of = column;
        while of > 0 && cells[of].is_again() {
            of -= 1;
        }
        let start = if of == 0 { 0 } else { cells[of - 1].end() };
        // Both ends were lengths of this very text.
        let from = self.at.text as usize;
        let text = self.part.text.get(from + start as usize..from + own.end() as usize).unwrap_or_default();
        Cell { text: trim(text), kind: own.kind() }
    }

    /// What the value of a column's cell is.
    pub(super) fn look(&self, column: usize) -> Look {
        let at = self.at.first.saturating_add(small(column));
        let Some(cell) = self.part.cells.get(at as usize).filter(|_| column < self.len()) else {
            return Look::default();
        };
        let found = self.part.looks.binary_search_by_key(&at, |(cell, _)| *cell).ok();
        found.and_then(|n| self.part.looks.get(n)).map_or(cell.kind().look(), |(_, look)| *look)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(move |n| self.cell(n))
    }

    /// Whether nothing is in it that could be seen.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|c| c.text.is_empty() && !matches!(c.kind, Kind::Formula | Kind::Error))
    }
}

/// Without the blanks around it, those included that nobody sees.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}'))
}

/// Tables are held to far less than 4 GiB.
pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
