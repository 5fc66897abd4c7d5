//! The column of states: ours, which the next table back writes anew, or one that somebody keeps for themselves.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

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

/// What the server writes into its results besides. People have these words for other things too (« fait » : paid), so that
/// they are ours only where the columns stand beside them that the server writes there.
const SERVERS: [&str; 9] = [
    "en attente",
    "fait",
    "c’était déjà fait",
    "arrêté avant",
    "délivré, attend l’accord d’un parent : ni publié ni envoyé",
    "waiting",
    "done",
    "it was so before",
    "stopped before",
];

/// Different values that are named; a column has a few, or is no column of states at all.
const NAMED: usize = 8;

/// Letters of each that are named.
const LETTERS: usize = 80;

/// Whether plans, runs or the server write these words as the state of a row, in either language: a column of theirs that
/// holds nothing else gives way to a newer one.
#[must_use]
pub fn is_state_word(text: &str) -> bool {
    let text = folded(text);
    OURS.into_iter().chain(SERVERS).any(|word| folded(word) == text)
}

/// Whether a cell leaves its row out.
pub(super) fn leaves_out(text: &str) -> bool {
    OUT.contains(&folded(text).as_str())
}

/// The columns of states, and the columns of problems beside them, in which somebody wrote something of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Theirs {
    columns: Vec<usize>,
    /// The first values of their own of the column that is read, each once, and cut where they are long.
    pub(super) unread: Vec<String>,
    /// How many there are in all.
    pub(super) unread_count: usize,
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
        let words: Vec<String> = OURS.into_iter().map(folded).collect();
        let servers: Vec<String> = SERVERS.into_iter().map(folded).collect();
        let is_of_server: Vec<bool> = (0..columns.len()).map(|at| is_of_results(columns, at)).collect();
        // Each value as a number: many different ones need not be held twice.
        let (mut seen, hasher) = (HashSet::new(), RandomState::new());
        let mut last = (String::new(), Whose::Nobodys);
        // Columns of states with a word of ours in them, and columns of problems beside one that hold anything.
        let (mut ours, mut problems) = (vec![false; columns.len()], vec![false; columns.len()]);
        for row in grid.rows().skip(header.saturating_add(1)) {
            for at in &states {
                if let Some(beside) = columns.get(at + 1).filter(|beside| is_of_problems(&beside.header)) {
                    let text = row.cell(at + 1).text;
                    problems[at + 1] |= !text.trim().is_empty() && text != beside.header;
                }
                let text = row.cell(*at).text;
                // A header that stands there once more says nothing.
                if text.is_empty() || text == columns[*at].header {
                    continue;
                }
                if text != last.0 {
                    let folded = folded(text);
                    let whose = if words.contains(&folded) {
                        Whose::Ours
                    } else if servers.contains(&folded) {
                        Whose::Servers
                    } else if OUT.contains(&folded.as_str()) {
                        Whose::Nobodys
                    } else {
                        Whose::Theirs
                    };
                    last = (text.to_owned(), whose);
                }
                match last.1 {
                    Whose::Ours => ours[*at] = true,
                    Whose::Servers if is_of_server[*at] => ours[*at] = true,
                    Whose::Nobodys => {}
                    Whose::Servers | Whose::Theirs => {
                        if !theirs.columns.contains(at) {
                            theirs.columns.push(*at);
                        }
                        let is_new = !columns[*at].again && seen.insert(hasher.hash_one(text));
                        if is_new && theirs.unread.len() < NAMED {
                            theirs.unread.push(cut(text));
                        }
                    }
                }
            }
        }
        theirs.unread_count = seen.len();
        // What we find wrong stands beside a state of ours.
        let own = states.iter().filter(|at| !ours[**at] && problems.get(*at + 1).is_some_and(|holds| *holds));
        theirs.columns.extend(own.map(|at| at + 1));
        theirs
    }

    /// Whether a column is somebody's own: it stays where it is, as it is. A column of problems goes with the column of
    /// states to its left, where a word of ours stands in that; in front of it there is none of ours.
    pub(super) fn keeps(&self, columns: &[Column], at: usize) -> bool {
        let Some(column) = columns.get(at) else { return true };
        match column.field {
            Some(Field::State) => self.columns.contains(&at),
            Some(Field::Result) if is_of_problems(&column.header) => match at.checked_sub(1).map(|left| &columns[left])
            {
                Some(left) if left.field == Some(Field::State) => {
                    self.columns.contains(&at) || self.columns.contains(&(at - 1))
                }
                Some(left) => left.field != Some(Field::Result) || is_of_problems(&left.header),
                None => true,
            },
            Some(Field::Result) => false,
            _ => true,
        }
    }
}

/// Who wrote what stands in a column of states.
#[derive(Clone, Copy)]
enum Whose {
    Ours,
    /// Ours in a table of the server's results.
    Servers,
    Theirs,
    /// What leaves a row out: people write it into a column of ours, too.
    Nobodys,
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether the columns beside one of states are those of the server's results: what was wrong, then the badge's address.
fn is_of_results(columns: &[Column], state: usize) -> bool {
    let is = |at: usize| columns.get(at).filter(|column| column.field == Some(Field::Result));
    is(state + 1).is_some_and(|column| is_of_problems(&column.header))
        && is(state + 2).is_some_and(|column| !is_of_problems(&column.header))
}

fn is_of_problems(header: &str) -> bool {
    ["probleme", "problemes", "problem", "problems"].contains(&folded(header).as_str())
}
