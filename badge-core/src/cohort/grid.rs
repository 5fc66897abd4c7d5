//! Rows and cells as a file holds them, whatever kind of file it was.

use std::sync::{Arc, Mutex, PoisonError};

use super::links::Links;
pub(super) use super::part::{Cell, Kind, Row};
use super::part::{Part, small};
use super::value::{Formats, Look};

/// Parts that are held unpacked: rows are read one after the other, by a few threads, and beside them now and then those
/// above that are about the same people.
const NEAR: usize = 16;

/// Every cell of a table. Few rows at a time are held as they are, the others packed: a hundred thousand take a fraction of
/// their bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    packed: Vec<Packed>,
    /// The last rows.
    open: Arc<Part>,
    /// Where they begin, and what stands before them.
    before: Before,
    near: Near,
    /// The formats that its cells tell by number.
    pub(super) formats: Formats,
    /// Addresses behind its cells.
    pub(super) links: Links,
}

#[derive(Debug, Clone, Copy, Default)]
struct Before {
    rows: u32,
    cells: usize,
    text: usize,
}

#[derive(Debug, Clone)]
struct Packed {
    /// The number of its first row.
    first: u32,
    bytes: Box<[u8]>,
}

/// Parts that were read not long ago, by their numbers, the latest last.
#[derive(Debug, Default)]
struct Near(Mutex<Vec<(usize, Arc<Part>)>>);

impl Clone for Near {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Near {
    fn get(&self, number: usize, unpack: impl FnOnce() -> Option<Part>) -> Option<Arc<Part>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = all.iter().rposition(|(known, _)| *known == number) {
            // Nearly always it is the one that was asked for last.
            if at + 1 < all.len() {
                let found = all.remove(at);
                all.push(found);
            }
            return all.last().map(|(_, part)| Arc::clone(part));
        }
        let part = Arc::new(unpack()?);
        if all.len() == NEAR {
            all.remove(0);
        }
        all.push((number, Arc::clone(&part)));
        Some(part)
    }
}

impl Grid {
    /// Begins a row.
    pub(super) fn begin(&mut self, line: u32, hidden: bool) {
        if self.open.is_full() {
            self.close();
        }
        self.open().begin(line, hidden);
    }

    fn close(&mut self) {
        let part = std::mem::take(&mut self.open);
        self.packed.push(Packed { first: self.before.rows, bytes: part.pack() });
        self.before.rows += small(part.len());
        self.before.cells += part.cells();
        self.before.text += part.text_bytes();
    }

    /// While rows are added, nobody holds one.
    fn open(&mut self) -> &mut Part {
        Arc::make_mut(&mut self.open)
    }

    /// Adds a cell to the last row.
    pub(super) fn push(&mut self, text: &str, kind: Kind) {
        let open = self.open();
        open.buffer().push_str(text);
        open.push_written(kind);
    }

    /// Says of the cell that was just added what its value is, besides its kind.
    pub(super) fn note_look(&mut self, look: Look) {
        self.open().note_look(look);
    }

    /// Adds a cell with the text of the one before, which is kept once.
    pub(super) fn push_again(&mut self, kind: Kind) {
        if !self.open().push_again(kind) {
            self.push("", kind);
        }
    }

    /// Adds the row that was just begun once more, at another line. Both have the same cells, which are kept once.
    pub(super) fn repeat_last(&mut self, line: u32) {
        self.open().repeat_last(line);
    }

    /// Adds a cell with a text that was written at the end of [`Grid::buffer`] already.
    pub(super) fn push_written(&mut self, kind: Kind) {
        self.open().push_written(kind);
    }

    /// Where the text of the next cell is written.
    pub(super) fn buffer(&mut self) -> &mut String {
        self.open().buffer()
    }

    /// The last row's quote was never closed.
    pub(super) fn mark_unclosed(&mut self) {
        self.open().mark_unclosed();
    }

    /// Drops the row that was just begun.
    pub(super) fn drop_last(&mut self) {
        self.open().drop_last();
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> usize {
        self.before.cells + self.open.cells()
    }

    /// How long all text is.
    pub(super) fn text_bytes(&self) -> usize {
        self.before.text + self.open.text_bytes()
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.before.rows as usize + self.open.len()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.len()).filter_map(|at| self.row(at))
    }

    pub(super) fn row(&self, at: usize) -> Option<Row> {
        if let Some(at) = at.checked_sub(self.before.rows as usize) {
            return self.open.row(at);
        }
        let number = self.packed.partition_point(|part| part.first as usize <= at).checked_sub(1)?;
        let packed = self.packed.get(number)?;
        let part = self.near.get(number, || Part::unpack(&packed.bytes))?;
        part.row(at - packed.first as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::Is;
    use super::*;

    fn read(grid: &Grid, at: usize) -> Vec<(String, Kind)> {
        grid.row(at).unwrap().cells().map(|cell| (cell.text.to_owned(), cell.kind)).collect()
    }

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
        grid.note_look(Look::of(Is::Percent));
        grid.drop_last();
        grid.begin(3, false);
        grid.push_again(Kind::Day);
        grid.push_again(Kind::Merged);
        let long = "x".repeat(70_000);
        grid.push(&long, Kind::Formula);
        grid.note_look(Look { is: Is::Number, format: 7 });
        grid.buffer().push_str("hello");
        grid.push_written(Kind::Plain);
        grid.repeat_last(4);
        let cell = |text: &str, kind| (text.to_owned(), kind);
        let merged = cell("bé", Kind::Merged);
        let first = [cell("a", Kind::Plain), cell("", Kind::Day), cell("bé", Kind::Number)];
        let check = |grid: &Grid| {
            assert_eq!(read(grid, 0), [&first[..], &[merged.clone(), merged.clone(), cell("z", Kind::Error)]].concat());
            let empty = [cell("", Kind::Day), cell("", Kind::Merged)];
            assert_eq!(read(grid, 1), [&empty[..], &[cell(&long, Kind::Formula), cell("hello", Kind::Plain)]].concat());
            assert_eq!((read(grid, 2), grid.row(2).unwrap().line()), (read(grid, 1), 4));
            assert_eq!(grid.row(1).unwrap().cell(9).text, "");
            let look = |row: usize, column: usize| grid.row(row).unwrap().look(column);
            let is = |row: usize, column: usize| look(row, column).is;
            assert_eq!([is(0, 1), is(0, 2), is(0, 3), is(1, 0)], [Is::Day, Is::Number, Is::Text, Is::Day]);
            assert_eq!([look(1, 2), look(2, 2)], [Look { is: Is::Number, format: 7 }; 2]);
            assert_eq!([is(1, 3), is(1, 9)], [Is::Text; 2]);
        };
        check(&grid);
        assert_eq!((grid.len(), grid.packed.len()), (3, 0));
        // The same once they are packed.
        grid.begin(5, false);
        check(&grid);
        assert_eq!((grid.len(), grid.packed.len()), (4, 1));
    }

    #[test]
    fn many_rows_are_as_they_were_put_in_whatever_order_they_are_read() {
        let mut grid = Grid::default();
        let text = |n: u32, column: u32| format!("« {} » é{column}", n * 7919 % 1_000);
        let hidden = |n: u32| n.is_multiple_of(7);
        for n in 0..3_000_u32 {
            grid.begin(n * 2 + 1, hidden(n));
            for column in 0..n % 5 {
                grid.push(&text(n, column), if column == 1 { Kind::Formula } else { Kind::Plain });
            }
            if n % 11 == 3 {
                grid.mark_unclosed();
            }
        }
        let packed: usize = grid.packed.iter().map(|part| part.bytes.len()).sum();
        assert!(grid.packed.len() > NEAR && packed < grid.text_bytes(), "{packed} of {}", grid.text_bytes());
        assert_eq!((grid.len(), grid.cells()), (3_000, 6_000));
        let check = |n: u32| {
            let row = grid.row(n as usize).unwrap();
            let odd = (row.line(), row.is_hidden(), row.is_unclosed(), row.len());
            assert_eq!(odd, (n * 2 + 1, hidden(n), n % 11 == 3, n as usize % 5), "{n}");
            for (column, cell) in (0..).zip(row.cells()) {
                assert_eq!((cell.text, cell.kind == Kind::Formula), (text(n, column).as_str(), column == 1), "{n}");
            }
        };
        (0..3_000).for_each(check);
        (0..3_000).map(|n| n * 1_013 % 3_000).for_each(check);
        assert!(grid.row(3_000).is_none());
        assert!(grid.near.0.lock().unwrap().len() <= NEAR);
    }
}
