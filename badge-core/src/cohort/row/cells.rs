//! What is odd about the cells of a row, whatever they are about.

use super::super::finding::Trouble;
use super::super::grid::Kind;
use super::Reader;
use super::signs::{is_error, is_garbled, is_unreadable};

impl Reader<'_> {
    /// What is odd about cells, whatever they are about.
    pub(super) fn cells(&mut self) {
        if self.line.is_hidden() {
            self.find(Trouble::RowHidden, None, "");
        }
        if self.line.is_unclosed() {
            let last = self.line.len().saturating_sub(1);
            self.find(Trouble::RowQuote, Some(last), self.line.cell(last).text);
        }
        let mut beyond = false;
        for (column, cell) in self.line.cells().enumerate() {
            if cell.text.is_empty() && cell.kind != Kind::Formula {
                continue;
            }
            let header = self.table.header(column).unwrap_or_default();
            // Once for a row: there may be hundreds of them in each of many rows.
            if header.is_empty() && !std::mem::replace(&mut beyond, true) {
                self.find(Trouble::CellBeyond, Some(column), cell.text);
            }
            if !self.layout.is_read(column) {
                continue;
            }
            match cell.kind {
                Kind::Error => self.find(Trouble::CellError, Some(column), cell.text),
                Kind::Plain if is_error(cell.text) => self.find(Trouble::CellError, Some(column), cell.text),
                Kind::Formula if cell.text.is_empty() => self.find(Trouble::CellFormulaUnknown, Some(column), ""),
                Kind::Formula => self.find(Trouble::CellFormula, Some(column), cell.text),
                Kind::Merged => self.find(Trouble::CellMerged, Some(column), cell.text),
                Kind::Plain if is_unreadable(cell) => {
                    self.find(Trouble::CellFormulaUnknown, Some(column), cell.text);
                }
                _ => {}
            }
            if self.table.grid.links.is_unread(self.line.line(), column) {
                self.find(Trouble::CellLink, Some(column), cell.text);
            }
            if self.table.grid.links.is_read(self.line.line(), column) {
                self.find(Trouble::CellLinkRead, Some(column), cell.text);
            }
            if is_garbled(cell.text) {
                self.find(Trouble::TextGarbled, Some(column), cell.text);
            }
            let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            if cell.text.chars().any(|c| control(c) || crate::text::is_hidden(c)) {
                self.find(Trouble::TextHiddenSigns, Some(column), cell.text);
            }
        }
    }
}
