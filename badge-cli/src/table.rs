//! Tables: columns for people, CSV for spreadsheets.

use std::borrow::Cow;

use crate::text::legible;

/// Columns that line up, two spaces apart; the last is as long as it likes.
pub(crate) fn text(rows: Vec<Vec<String>>) -> String {
    let mut widths = Widths::default();
    rows.iter().for_each(|row| widths.fit(row));
    widths.text(&rows)
}

/// How wide the columns are of a table that is too long to be held: first every row is fitted in, then each is written.
#[derive(Debug, Default)]
pub(crate) struct Widths(Vec<usize>);

impl Widths {
    /// Makes room for a row.
    pub(crate) fn fit(&mut self, row: &[String]) {
        self.0.resize(self.0.len().max(row.len()), 0);
        for (width, cell) in self.0.iter_mut().zip(row) {
            *width = legible(cell).chars().count().max(*width);
        }
    }

    /// The lines of some rows.
    pub(crate) fn text(&self, rows: &[Vec<String>]) -> String {
        let mut out = String::new();
        for row in rows {
            let mut line = String::new();
            for (width, cell) in self.0.iter().zip(row) {
                let cell = legible(cell);
                line.push_str(&cell);
                let gap = width.saturating_sub(cell.chars().count()) + 2;
                line.extend(std::iter::repeat_n(' ', gap));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// RFC 4180, with line feeds and commas. A cell that a spreadsheet would take for a formula is made a text.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    csv_with(rows, b',')
}

/// The same with another separator.
pub(crate) fn csv_with(rows: &[Vec<String>], separator: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    for row in rows {
        // Into memory: there is nothing that could refuse.
        let _ = writer.write_record(row.iter().map(|cell| inert(cell).into_owned()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A text that no spreadsheet computes: formulas begin with one of these signs, in whatever width.
fn inert(cell: &str) -> Cow<'_, str> {
    let computed = |c: char| "=+-@\t\r\n＝＋－＠".contains(c);
    if cell.trim_start_matches(' ').starts_with(computed) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_csv_is_quoted() {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        assert_eq!(text(vec![row(&["été", "b"]), row(&["a", "cc"])]), "été  b\na    cc\n");
        assert_eq!(text(vec![row(&["a\u{1b}[2J\nb"])]), "a\u{fffd}[2J\u{fffd}b\n");
        let rows = [row(&["a,b", "c\"d", "=1+1"]), row(&["x", "", "y"])];
        assert_eq!(csv(&rows), "\"a,b\",\"c\"\"d\",'=1+1\nx,,y\n");
        assert_eq!(csv_with(&[row(&["a;b", "c,d"])], b';'), "\"a;b\";c,d\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", "\n=1"] {
            let text = csv(&[vec![cell.to_owned(), "x".to_owned()]]);
            assert!(text.starts_with('\'') || text.starts_with("\"'"), "{text:?}");
        }
        assert_eq!(csv(&[vec!["a=b".to_owned(), "été".to_owned()]]), "a=b,été\n");
    }
}
