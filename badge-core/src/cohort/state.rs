//! The column of states: ours, which the next table back writes anew, or one that somebody keeps for themselves.

use super::column::Field;
use super::grid::Grid;
use super::table::Column;
use super::words::folded;

/// By which a row says that it is an example, or left out.
const OUT: [&str; 8] =
    ["exemple", "example", "ignorer", "ignore", "a ignorer", "leave out", "ne pas attribuer", "do not award"];

/// What plans and runs write there, in both languages.
const OURS: [&str; 22] = [
    "prêt",
    "prêt, avec une remarque",
    "laissé de côté",
    "à corriger",
    "attribué",
    "attribué, attend l’accord d’un parent : ni publié ni envoyé",
    "attribué, retenu : accord refusé ou retiré",
    "remplacé",
    "déjà attribué",
    "changé depuis, pas remplacé",
    "échec",
    "ready",
    "ready, with a remark",
    "left out",
    "to correct",
    "awarded",
    "awarded, waiting for a parent to agree: neither published nor mailed",
    "awarded, kept back: consent refused or withdrawn",
    "replaced",
    "awarded before",
    "changed since, not replaced",
    "failed",
];

/// Different values that are named; a column has a few, or is no column of states at all.
const NAMED: usize = 8;

/// Whether a cell leaves its row out.
pub(super) fn leaves_out(text: &str) -> bool {
    OUT.contains(&folded(text).as_str())
}

/// The columns of states in which somebody wrote something of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Theirs {
    columns: Vec<usize>,
    /// The first values of their own of the column that is read, each once.
    pub(super) unread: Vec<String>,
}

impl Theirs {
    /// Looks at every column of states; a table without one is not read again.
    pub(super) fn of(grid: &Grid, header: usize, columns: &[Column]) -> Self {
        let is_state = |c: &Column| c.field == Some(Field::State);
        let states: Vec<usize> = (0..columns.len()).filter(|at| is_state(&columns[*at])).collect();
        let mut theirs = Self::default();
        if states.is_empty() {
            return theirs;
        }
        // What stands there is nearly always one of a few words: each is folded once.
        let ours: Vec<String> = OURS.into_iter().map(folded).collect();
        let mut last = (String::new(), true);
        for row in grid.rows().skip(header.saturating_add(1)) {
            for at in &states {
                let text = row.cell(*at).text;
                // A header that stands there once more says nothing.
                if text.is_empty() || text == columns[*at].header {
                    continue;
                }
                if text != last.0 {
                    let folded = folded(text);
                    last = (text.to_owned(), ours.contains(&folded) || OUT.contains(&folded.as_str()));
                }
                if last.1 {
                    continue;
                }
                if !theirs.columns.contains(at) {
                    theirs.columns.push(*at);
                }
                if !columns[*at].again && theirs.unread.len() < NAMED && !theirs.unread.iter().any(|u| u == text) {
                    theirs.unread.push(text.to_owned());
                }
            }
            if theirs.unread.len() == NAMED && theirs.columns.len() == states.len() {
                break;
            }
        }
        theirs
    }

    /// Whether a column is somebody's own: it stays where it is, as it is. A column of problems goes with the column of
    /// states to its left; in front of it there is none of ours.
    pub(super) fn keeps(&self, columns: &[Column], at: usize) -> bool {
        let Some(column) = columns.get(at) else { return true };
        match column.field {
            Some(Field::State) => self.columns.contains(&at),
            Some(Field::Result) if is_of_problems(&column.header) => match at.checked_sub(1).map(|left| &columns[left])
            {
                Some(left) if left.field == Some(Field::State) => self.columns.contains(&(at - 1)),
                Some(left) => left.field != Some(Field::Result) || is_of_problems(&left.header),
                None => true,
            },
            Some(Field::Result) => false,
            _ => true,
        }
    }
}

fn is_of_problems(header: &str) -> bool {
    ["probleme", "problemes", "problem", "problems"].contains(&folded(header).as_str())
}
