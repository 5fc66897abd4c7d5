//! The same table back: every line and cell of it, with columns of ours behind.

use std::collections::HashMap;
use std::path::Path;

use badge_core::cohort::{As, Form, Sheet, Table, write};
use badge_core::time::Timestamp;

use crate::error::Failure;
use crate::message::{Message, msg};
use crate::place::Folder;

/// The kind of file that a name asks for.
pub(in crate::command) fn form_of(path: &Path, table: Option<&Table>) -> Result<As, Failure> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let form = As::of_file(&name).ok_or_else(|| Failure::new(msg!("table-ending", path = path)).at(path))?;
    // A text table keeps its separator.
    Ok(match (form, table.map(|t| t.form)) {
        (As::Csv { .. }, Some(Form::Csv { separator, .. })) => As::Csv { separator },
        (form, _) => form,
    })
}

/// What is written never takes the place of the table that was read: it is the only copy of what people typed.
pub(super) fn not_the_source(path: &Path, source: &str) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    match real(path).is_some_and(|path| real(Path::new(source)) == Some(path)) {
        true => Err(Failure::new(msg!("table-own", path = path)).at(path)),
        false => Ok(()),
    }
}

/// The lines of `table` with `titles` and, for each line, `cells` behind; columns of an earlier plan or run give way.
pub(super) fn sheet(table: &Table, titles: &[String], cells: impl FnMut(u32) -> Option<Vec<String>>) -> Sheet {
    table.back(titles, cells)
}

/// How our column of states is called: somebody's own keeps its title.
pub(super) fn state_title(table: &Table) -> Message {
    match table.unread_states().is_empty() {
        true => msg!("title-state"),
        false => msg!("title-own-state"),
    }
}

/// Writes sheets as the name of the file asks. Whether it may be replaced is asked before: [`Folder::may_replace`].
pub(in crate::command) fn save(
    path: &Path,
    sheets: &[Sheet],
    form: As,
    folder: &Folder,
    now: Timestamp,
) -> Result<(), Failure> {
    folder.deliver(path, &write(sheets, form, now))
}

/// The row of each line.
pub(super) fn by_line<T>(rows: impl IntoIterator<Item = (u32, T)>) -> HashMap<u32, T> {
    rows.into_iter().collect()
}
