//! Tables: columns for people, CSV for spreadsheets.

use crate::text::legible;

/// Columns that line up, two spaces apart; the last is as long as it likes.
pub(crate) fn text(rows: Vec<Vec<String>>) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| legible(cell)).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (n, cell) in row.iter().enumerate() {
            line.push_str(cell);
            let gap = widths[n].saturating_sub(cell.chars().count()) + 2;
            line.extend(std::iter::repeat_n(' ', gap));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// RFC 4180, with line feeds. A cell that a spreadsheet would take for a formula is made a text.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    for row in rows {
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let cell = if formula { format!("'{cell}") } else { cell.clone() };
            if cell.contains([',', '"', '\n', '\r']) {
                out.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
            } else {
                out.push_str(&cell);
            }
        }
        out.push('\n');
    }
    out
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
    }
}
