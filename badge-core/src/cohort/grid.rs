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

/// Where a cell ends, counted from where its row's text begins, and its kind, in four bytes: it begins where the one before
/// it ends.
#[derive(Debug, Clone, Copy)]
struct At(u32);

impl At {
    /// Bits of the end: 256 MiB, four times the largest table.
    const BITS: u32 = 28;
    /// The text of the cell before it, once more.
    const AGAIN: u32 = 1 << 31;
    const KINDS: [Kind; 6] = [Kind::Plain, Kind::Day, Kind::Number, Kind::Formula, Kind::Error, Kind::Merged];

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
    /// With room for the text of all cells, of at most so many bytes: a buffer that grows is there twice while it does.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Gives back the room that was asked ahead.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.rows.shrink_to_fit();
    }

    /// Begins a row.
    pub(super) fn begin(&mut self, line: u32, hidden: bool) {
        let (first, text) = (small(self.cells.len()), small(self.text.len()));
        self.rows.push(RowAt { line, first, count: 0, text, hidden, unclosed: false });
    }

    /// Adds a cell to the last row.
    pub(super) fn push(&mut self, text: &str, kind: Kind) {
        self.text.push_str(text);
        self.push_written(kind);
    }

    /// Adds a cell with the text of the one before, which is kept once.
    pub(super) fn push_again(&mut self, kind: Kind) {
        let Some(row) = self.rows.last_mut().filter(|row| row.count > 0) else { return self.push("", kind) };
        row.count += 1;
        let end = self.cells.last().map_or(0, |cell| cell.end());
        self.cells.push(At::new(end, kind).again());
    }

    /// Adds the last row once more, at another line. Both have the same cells, which are kept once.
    pub(super) fn repeat_last(&mut self, line: u32) {
        if let Some(row) = self.rows.last().copied() {
            self.rows.push(RowAt { line, ..row });
        }
    }

    /// The same with a text that was written at the end of [`Grid::buffer`] already.
    pub(super) fn push_written(&mut self, kind: Kind) {
        let Some(row) = self.rows.last_mut() else { return };
        row.count += 1;
        self.cells.push(At::new(small(self.text.len()).saturating_sub(row.text), kind));
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
        let cells = self.grid.cells.get(self.at.first as usize..).unwrap_or_default();
        let Some(own) = cells.get(column) else { return Cell { text: "", kind: Kind::Plain } };
        // The first of those that share its text; before that one ends the cell that has another.
        let mut of = column;
        while of > 0 && cells[of].is_again() {
            of -= 1;
        }
        let start = if of == 0 { 0 } else { cells[of - 1].end() };
        // Both ends were lengths of this very text.
        let from = self.at.text as usize;
        let text = self.grid.text.get(from + start as usize..from + own.end() as usize).unwrap_or_default();
        Cell { text: trim(text), kind: own.kind() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_they_were_put() {
        let mut grid = Grid::default();
        grid.begin(1, false);
        let cells = [("a", Kind::Plain), ("", Kind::Day), ("bé ", Kind::Number)];
        cells.into_iter().for_each(|(text, kind)| grid.push(text, kind));
        grid.push_again(Kind::Merged);
        grid.push_again(Kind::Merged);
        grid.push("z", Kind::Error);
        grid.begin(2, true);
        grid.push("gone", Kind::Plain);
        grid.drop_last();
        grid.begin(3, false);
        grid.push_again(Kind::Day);
        grid.push_again(Kind::Merged);
        let long = "x".repeat(70_000);
        grid.push(&long, Kind::Formula);
        grid.buffer().push_str("hello");
        grid.push_written(Kind::Plain);
        grid.repeat_last(4);
        let read = |at: usize| -> Vec<(String, Kind)> {
            grid.row(at).unwrap().cells().map(|cell| (cell.text.to_owned(), cell.kind)).collect()
        };
        let cell = |text: &str, kind| (text.to_owned(), kind);
        let merged = cell("bé", Kind::Merged);
        let first = [cell("a", Kind::Plain), cell("", Kind::Day), cell("bé", Kind::Number)];
        assert_eq!(read(0), [&first[..], &[merged.clone(), merged, cell("z", Kind::Error)]].concat());
        let empty = [cell("", Kind::Day), cell("", Kind::Merged)];
        assert_eq!(read(1), [&empty[..], &[cell(&long, Kind::Formula), cell("hello", Kind::Plain)]].concat());
        assert_eq!((read(2), grid.len(), grid.row(2).unwrap().line()), (read(1), 3, 4));
        assert_eq!(grid.row(1).unwrap().cell(9).text, "");
    }
}
