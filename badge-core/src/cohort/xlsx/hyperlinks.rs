//! The addresses that stand behind the cells of a sheet.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::{TableError, links};
use super::{MERGED, column_of, each, line_of};
use crate::limits::Limits;

/// The addresses behind cells.
#[derive(Default)]
pub(super) struct Hyperlinks {
    cells: HashMap<(u32, usize), Arc<str>>,
    /// Those of several cells.
    areas: Vec<Area>,
}

/// Cells that lead to one address: first and last line, first and last column.
pub(super) struct Area {
    lines: (u32, u32),
    columns: (usize, usize),
    target: Arc<str>,
}

impl Hyperlinks {
    /// They stand behind the cells, and name their target by its relation. What cannot be read there is no link.
    pub(super) fn of(
        bytes: &[u8],
        targets: &BTreeMap<String, (String, String)>,
        limits: &Limits,
    ) -> Result<Self, TableError> {
        let mut all = Self::default();
        let Ok(text) = std::str::from_utf8(bytes) else { return Ok(all) };
        let Some(end) = text.rfind("hyperlinks>") else { return Ok(all) };
        let Some(begin) = text[..end].rfind("hyperlinks").and_then(|at| text[..at].rfind('<')) else { return Ok(all) };
        let targets: HashMap<&str, Arc<str>> =
            targets.iter().map(|(id, (target, _))| (id.as_str(), links::bounded(target, ""))).collect();
        let part = &text[begin..end + "hyperlinks>".len()];
        // Bytes of the targets that are told with a place of their own.
        let mut written = 0;
        let _ = each(part.as_bytes(), |tag| {
            if all.cells.len() > links::MOST || written > limits.table_bytes {
                return;
            }
            let id = tag.get("r:id").or_else(|| tag.get("id"));
            let (Some(area), Some(target)) = (tag.get("ref"), id.and_then(|id| targets.get(id.as_str()))) else {
                return;
            };
            let target = match tag.get("location").filter(|at| !at.is_empty() && !target.contains('#')) {
                Some(at) => links::bounded(target, &at),
                None => Arc::clone(target),
            };
            written += target.len();
            let (from, to) = area.split_once(':').unwrap_or((&area, &area));
            let cell = |at: &str| Some((line_of(at)?, column_of(at)?));
            match (cell(from), cell(to)) {
                (Some(one), Some(other)) if one == other => {
                    all.cells.insert(one, target);
                }
                (Some(one), Some(other)) if all.areas.len() < MERGED => {
                    all.areas.push(Area { lines: (one.0, other.0), columns: (one.1, other.1), target });
                }
                _ => {}
            }
        });
        if written > limits.table_bytes {
            return Err(TableError::OverLimit("table_bytes"));
        }
        if all.cells.len() > links::MOST {
            return Err(TableError::OverLimit("table_cells"));
        }
        Ok(all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.areas.is_empty()
    }

    /// The areas that a line goes through.
    pub(super) fn in_line(&self, line: u32) -> Vec<&Area> {
        self.areas.iter().filter(|area| (area.lines.0..=area.lines.1).contains(&line)).collect()
    }

    /// What is behind a cell of a line, whose areas are known.
    pub(super) fn of_cell<'a>(&'a self, line: u32, column: usize, here: &[&'a Area]) -> Option<&'a Arc<str>> {
        let has = |area: &&&'a Area| (area.columns.0..=area.columns.1).contains(&column);
        self.cells.get(&(line, column)).or_else(|| here.iter().find(has).map(|area| &area.target))
    }
}
