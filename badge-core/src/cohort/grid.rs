//! Rows and cells as a file holds them, whatever kind of file it was.

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
}

#[derive(Debug, Clone, Copy)]
struct At {
    start: u32,
    end: u32,
    kind: Kind,
}

/// A row: its line, its cells, and what is odd about it.
#[derive(Debug, Clone, Copy)]
struct RowAt {
    line: u32,
    first: u32,
    count: u32,
    hidden: bool,
    unclosed: bool,
}

/// Every cell of a table. All text lies in one buffer, so that a hundred thousand rows take little more memory than
/// their bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    text: String,
    cells: Vec<At>,
    rows: Vec<RowAt>,
}

/// One row of a grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'g> {
    grid: &'g Grid,
    at: RowAt,
}

/// One cell, trimmed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'g> {
    pub(super) text: &'g str,
    pub(super) kind: Kind,
}

impl Grid {
    /// Begins a row.
    pub(super) fn begin(&mut self, line: u32, hidden: bool) {
        let first = small(self.cells.len());
        self.rows.push(RowAt { line, first, count: 0, hidden, unclosed: false });
    }

    /// Adds a cell to the last row.
    pub(super) fn push(&mut self, text: &str, kind: Kind) {
        let start = small(self.text.len());
        self.text.push_str(text);
        self.cells.push(At { start, end: small(self.text.len()), kind });
        if let Some(row) = self.rows.last_mut() {
            row.count += 1;
        }
    }

    /// Adds a cell with the text of the one before, which is kept once.
    pub(super) fn push_again(&mut self, kind: Kind) {
        let Some(At { start, end, .. }) = self.cells.last().copied() else { return self.push("", kind) };
        self.cells.push(At { start, end, kind });
        if let Some(row) = self.rows.last_mut() {
            row.count += 1;
        }
    }

    /// Adds the last row once more, at another line. Both have the same cells, which are kept once.
    pub(super) fn repeat_last(&mut self, line: u32) {
        if let Some(row) = self.rows.last().copied() {
            self.rows.push(RowAt { line, ..row });
        }
    }

    /// The same with a text that was written at the end of [`Grid::buffer`] already.
    pub(super) fn push_written(&mut self, from: usize, kind: Kind) {
        self.cells.push(At { start: small(from), end: small(self.text.len()), kind });
        if let Some(row) = self.rows.last_mut() {
            row.count += 1;
        }
    }

    /// Where the text of the next cell is written.
    pub(super) const fn buffer(&mut self) -> &mut String {
        &mut self.text
    }

    /// The last row's quote was never closed.
    pub(super) fn mark_unclosed(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.unclosed = true;
        }
    }

    /// Drops the last row.
    pub(super) fn drop_last(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.cells.truncate(row.first as usize);
        }
    }

    /// How many cells there are.
    pub(super) const fn cells(&self) -> usize {
        self.cells.len()
    }

    /// How long all text is.
    pub(super) const fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// How many rows there are.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|at| Row { grid: self, at: *at })
    }

    pub(super) fn row(&self, at: usize) -> Option<Row<'_>> {
        Some(Row { grid: self, at: *self.rows.get(at)? })
    }
}

impl<'g> Row<'g> {
    /// The line an editor shows, or the row's number in a sheet; from 1.
    pub(super) const fn line(self) -> u32 {
        self.at.line
    }

    pub(super) const fn is_hidden(self) -> bool {
        self.at.hidden
    }

    pub(super) const fn is_unclosed(self) -> bool {
        self.at.unclosed
    }

    pub(super) const fn len(self) -> usize {
        self.at.count as usize
    }

    /// The cell of a column; an empty one where the row ends before.
    pub(super) fn cell(self, column: usize) -> Cell<'g> {
        if column >= self.len() {
            return Cell { text: "", kind: Kind::Plain };
        }
        let at = self.grid.cells[self.at.first as usize + column];
        // Both ends were lengths of this very text.
        let text = self.grid.text.get(at.start as usize..at.end as usize).unwrap_or_default();
        Cell { text: trim(text), kind: at.kind }
    }

    pub(super) fn cells(self) -> impl Iterator<Item = Cell<'g>> {
        (0..self.len()).map(move |n| self.cell(n))
    }

    /// Whether nothing is in it that could be seen.
    pub(super) fn is_blank(self) -> bool {
        self.cells().all(|c| c.text.is_empty() && !matches!(c.kind, Kind::Formula | Kind::Error))
    }
}

/// Without the blanks around it, those included that nobody sees.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}'))
}

/// Tables are held to far less than 4 GiB.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
