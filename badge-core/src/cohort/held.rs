//! What stands in the columns that no title explains, counted once when a table is read.

use super::grid::Grid;
use crate::issue::is_email;

/// What one column holds below its title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Held {
    any: bool,
    addresses: usize,
    others: usize,
}

/// What each column of a table holds, as far as somebody asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Contents(Vec<Held>);

impl Contents {
    /// Looks at the columns that are `asked` for, all of them in one pass: a table is kept packed, and each pass unpacks it.
    /// Addresses are looked for only `with_addresses`, for which every line is read.
    pub(super) fn of(grid: &Grid, header: usize, asked: &[bool], with_addresses: bool) -> Self {
        let mut all = vec![Held::default(); asked.len()];
        let mut empty = asked.iter().filter(|asked| **asked).count();
        for row in grid.rows().skip(header.saturating_add(1)) {
            if empty == 0 && !with_addresses {
                break;
            }
            for ((held, _), cell) in all.iter_mut().zip(asked).zip(row.cells()).filter(|((_, asked), _)| **asked) {
                if cell.text.is_empty() {
                    continue;
                }
                empty -= usize::from(!held.any);
                held.any = true;
                if with_addresses && is_email(super::email::address(cell.text)) {
                    held.addresses += 1;
                } else {
                    held.others += 1;
                }
            }
        }
        Self(all)
    }

    /// Whether anything stands in a column.
    pub(super) fn holds(&self, column: usize) -> bool {
        self.0.get(column).is_some_and(|held| held.any)
    }

    /// Whether most of what stands in a column are e-mail addresses.
    pub(super) fn is_of_addresses(&self, column: usize) -> bool {
        self.0.get(column).is_some_and(|held| held.addresses > held.others)
    }
}
