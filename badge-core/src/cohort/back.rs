//! The same table back: every line and cell of it, with columns of ours behind.

use super::column::Field;
use super::table::{Form, Table};
use super::value::Values;
use super::write::Sheet;

impl Table {
    /// All lines with `titles` behind those of the header, and `cells` behind each other line that has some; columns that
    /// an earlier plan or run wrote give way, those that somebody keeps under such a title stay. What is written is read again as the same table.
    pub fn back(&self, titles: &[String], mut cells: impl FnMut(u32) -> Option<Vec<String>>) -> Sheet {
        let ours = |n: usize| !self.theirs.keeps(&self.columns, n);
        // A text file does not tell what its values are.
        let is_text = matches!(self.form, Form::Csv { .. });
        let lines: Vec<(u32, Vec<String>)> = self.lines().collect();
        let kept = |line: &[String]| -> Vec<String> {
            line.iter().enumerate().filter(|(n, _)| !ours(*n)).map(|(_, cell)| cell.clone()).collect()
        };
        let width = lines.iter().map(|(_, line)| kept(line).len()).max().unwrap_or(0);
        let mut out = Sheet { name: self.sheet.clone().unwrap_or_else(|| "1".to_owned()), ..Sheet::default() };
        // A row that was told to be left out says so in its own words, and still does.
        let state = self.columns.iter().position(|c| c.field == Some(Field::State)).filter(|at| ours(*at));
        let mut values = Values { rows: Vec::new(), formats: self.grid.formats.clone() };
        for ((number, line), cells_of) in lines.into_iter().zip(self.grid.rows()) {
            if !is_text {
                values.rows.push((0..line.len()).filter(|n| !ours(*n)).map(|n| cells_of.look(n)).collect());
            }
            let more = if number == self.header_line { Some(titles.to_vec()) } else { cells(number) };
            if number == self.header_line {
                out.header = out.rows.len();
            }
            let mut row = kept(&line);
            row.resize(width, String::new());
            if let Some(mut more) = more {
                if let (Some(first), Some(own)) = (more.first_mut(), state.and_then(|s| line.get(s)))
                    && first.is_empty()
                {
                    first.clone_from(own);
                }
                row.extend(more);
            }
            out.rows.push(row);
        }
        out.values = (!is_text).then_some(values);
        out
    }
}
