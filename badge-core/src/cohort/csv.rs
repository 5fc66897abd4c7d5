//! Text tables: RFC 4180 as people and programs really write it.
//!
//! A reader of our own, because a problem is told at the line that an editor shows, and because a quote that is never
//! closed must not swallow the rest of a table in silence.

use super::TableError;
use super::grid::{Grid, Kind};
use crate::limits::Limits;

const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Reads a text table. Blank lines have no row; `separator` is guessed when nobody says.
pub(super) fn read(text: &str, separator: Option<u8>, limits: &Limits) -> Result<(Grid, u8), TableError> {
    // Excel's own first line: `sep=;`.
    let (said, skipped) = match text.get(..4).filter(|s| s.eq_ignore_ascii_case("sep=")) {
        Some(_) if matches!(text.as_bytes().get(5), Some(b'\r' | b'\n') | None) => {
            let end = text.find('\n').map_or(text.len(), |n| n + 1);
            (text.as_bytes().get(4).copied(), end)
        }
        _ => (None, 0),
    };
    let body = &text[skipped..];
    let separator = separator.or(said.filter(u8::is_ascii)).unwrap_or_else(|| guess(body));
    let mut grid = Grid::default();
    let mut walk = Walk { bytes: body.as_bytes(), text: body, at: 0, line: 1 + u32::from(skipped > 0), separator };
    while walk.at < walk.bytes.len() {
        walk.record(&mut grid, limits)?;
    }
    Ok((grid, separator))
}

struct Walk<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    line: u32,
    separator: u8,
}

impl Walk<'_> {
    /// One record, which a quoted line break may spread over several lines.
    fn record(&mut self, grid: &mut Grid, limits: &Limits) -> Result<(), TableError> {
        grid.begin(self.line, false);
        let mut columns = 0;
        loop {
            columns += 1;
            if columns > limits.table_columns {
                return Err(TableError::OverLimit("table_columns"));
            }
            let more = self.field(grid);
            if !more {
                break;
            }
        }
        if grid.cells() > limits.table_cells {
            return Err(TableError::OverLimit("table_cells"));
        }
        if grid.row(grid.len() - 1).is_some_and(|row| row.is_blank()) {
            grid.drop_last();
        }
        if grid.len() > limits.table_rows {
            return Err(TableError::OverLimit("table_rows"));
        }
        Ok(())
    }

    /// One field; whether another one follows in this record.
    fn field(&mut self, grid: &mut Grid) -> bool {
        let blank = |b: &u8| *b == b' ' && self.separator != b' ';
        let spaces = self.bytes[self.at..].iter().take_while(|b| blank(b)).count();
        if self.bytes.get(self.at + spaces) == Some(&b'"') {
            let from = self.at;
            self.at += spaces + 1;
            return self.quoted(grid, from);
        }
        let rest = &self.bytes[self.at..];
        let len = rest.iter().position(|b| *b == self.separator || *b == b'\n' || *b == b'\r').unwrap_or(rest.len());
        grid.push(&self.text[self.at..self.at + len], Kind::Plain);
        self.at += len;
        self.after()
    }

    fn quoted(&mut self, grid: &mut Grid, from: usize) -> bool {
        let (start, line) = (grid.buffer().len(), self.line);
        loop {
            let rest = &self.bytes[self.at..];
            let Some(len) = rest.iter().position(|b| *b == b'"') else { return self.unclosed(grid, from, start, line) };
            let part = &self.text[self.at..self.at + len];
            self.line += lines(part);
            grid.buffer().push_str(part);
            self.at += len + 1;
            if self.bytes.get(self.at) == Some(&b'"') {
                grid.buffer().push('"');
                self.at += 1;
                continue;
            }
            break;
        }
        // What stands behind the closing quote belongs to the cell all the same: nothing is dropped.
        let rest = &self.bytes[self.at..];
        let len = rest.iter().position(|b| *b == self.separator || *b == b'\n' || *b == b'\r').unwrap_or(rest.len());
        grid.buffer().push_str(&self.text[self.at..self.at + len]);
        self.at += len;
        grid.push_written(Kind::Plain);
        self.after()
    }

    /// The quote is taken for a mere sign, and the record ends with its line: only this row is at fault.
    fn unclosed(&mut self, grid: &mut Grid, from: usize, start: usize, line: u32) -> bool {
        grid.buffer().truncate(start);
        (self.at, self.line) = (from, line);
        let rest = &self.bytes[self.at..];
        let len = rest.iter().position(|b| *b == b'\n' || *b == b'\r').unwrap_or(rest.len());
        grid.push(&self.text[self.at..self.at + len], Kind::Plain);
        grid.mark_unclosed();
        self.at += len;
        self.after()
    }

    /// Passes over the separator or the line's end.
    fn after(&mut self) -> bool {
        match self.bytes.get(self.at) {
            Some(b'\r') if self.bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
            Some(b'\r' | b'\n') => self.at += 1,
            Some(_) => {
                self.at += 1;
                return true;
            }
            None => return false,
        }
        self.line += 1;
        false
    }
}

/// Line breaks in a text: LF, CR LF, and the CR of old Macs.
fn lines(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let lone = |(at, b): (usize, &u8)| *b == b'\n' || (*b == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    u32::try_from(bytes.iter().enumerate().filter(|pair| lone(*pair)).count()).unwrap_or(u32::MAX)
}

/// The separator that cuts the first lines into most columns, and alike.
fn guess(text: &str) -> u8 {
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let mut counts = [0_usize; 20];
        let (mut line, mut quoted) = (0, false);
        for b in text.bytes().take(64 << 10) {
            match b {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    // A blank or a title line says nothing about columns.
                    line += usize::from(counts[line] > 0);
                    if line == counts.len() {
                        break;
                    }
                }
                b if b == separator && !quoted => counts[line] += 1,
                _ => {}
            }
        }
        let seen = &counts[..(line + 1).min(counts.len())];
        let alike = seen.iter().filter(|n| **n > 0).map(|n| seen.iter().filter(|m| *m == n).count()).max().unwrap_or(0);
        // Cutting every line alike counts most; then how many columns there are.
        let score = alike * 1_000 + seen.iter().copied().max().unwrap_or(0).min(999);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, Vec<String>)> {
        let (grid, _) = read(text, None, &Limits::default()).unwrap();
        grid.rows().map(|r| (r.line(), r.cells().map(|c| c.text.to_owned()).collect())).collect()
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn every_separator_is_guessed() {
        for s in [';', ',', '\t', '|'] {
            let text = format!("Nom{s}Mail{s}Badge\r\n\"Léa{s} dite \"\"L\"\"\"{s}lea@example.org{s}x\r\n");
            let lea = format!("Léa{s} dite \"L\"");
            assert_eq!(
                cells(&text),
                [row(1, &["Nom", "Mail", "Badge"]), row(2, &[&lea, "lea@example.org", "x"])],
                "{s:?}"
            );
        }
        assert_eq!(cells("sep=|\r\na|b;c\n"), [row(2, &["a", "b;c"])]);
        assert_eq!(cells("Mail\na@example.org\n"), [row(1, &["Mail"]), row(2, &["a@example.org"])]);
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = "Nom;Texte\n\nLéa;\"un\ndeux\r\ntrois\"\n;;\nZoé;fin";
        assert_eq!(
            cells(text),
            [row(1, &["Nom", "Texte"]), row(3, &["Léa", "un\ndeux\r\ntrois"]), row(7, &["Zoé", "fin"])]
        );
        assert_eq!(cells("a;b\rc;d\r"), [row(1, &["a", "b"]), row(2, &["c", "d"])]);
    }

    #[test]
    fn an_open_quote_costs_one_row() {
        let (grid, _) = read("Nom;Texte\nLéa;\"ouvert\nZoé;fin\n", None, &Limits::default()).unwrap();
        let rows: Vec<_> = grid.rows().map(|r| (r.line(), r.is_unclosed(), r.len())).collect();
        assert_eq!(rows, [(1, false, 2), (2, true, 2), (3, false, 2)]);
        assert_eq!(cells("a;\"b\" c;d\n"), [row(1, &["a", "b c", "d"])]);
    }

    #[test]
    fn bounds_hold() {
        let limits = Limits { table_columns: 10, table_rows: 5, table_cells: 30, ..Limits::default() };
        let fault = |text: &str| read(text, Some(b';'), &limits).map(|_| ()).unwrap_err();
        assert_eq!(fault(&";".repeat(1_000_000)), TableError::OverLimit("table_columns"));
        assert_eq!(fault(&"a\n".repeat(6)), TableError::OverLimit("table_rows"));
        assert_eq!(fault(&"a;b;c;d;e;f;g;h\n".repeat(5)), TableError::OverLimit("table_cells"));
        assert_eq!(cells(""), []);
    }
}
