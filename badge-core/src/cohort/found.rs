//! What was found about the rows of a plan, in few bytes each: of a large table every row may have something to tell.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::finding::{Finding, Trouble};
use super::grid::Row as Line;

/// Characters of a cell that are told.
const SHOWN: usize = 200;
/// No column.
const NO_COLUMN: u16 = u16::MAX;

/// One finding.
#[derive(Debug, Clone, Copy)]
struct Found {
    row: u32,
    /// Which of the troubles: most are met many times.
    trouble: u32,
    value: Value,
    column: u16,
}

/// What a finding shows, without being kept twice where it stands in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Value(u32);

impl Value {
    /// What is in its cell.
    const CELL: Self = Self(u32::MAX);
    /// The address of the row's person, or else the name.
    const WHOM: Self = Self(u32::MAX - 1);
    const EMPTY: Self = Self(u32::MAX - 2);
}

/// Whom a row is about, in the words of its findings: the address, or else the name.
pub(super) type Whom<'w> = &'w str;

/// All findings, by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings {
    all: Vec<Found>,
    /// Findings about rows that were passed already, until they are put among the others.
    late: Vec<Found>,
    troubles: Vec<Trouble>,
    /// Which troubles there are.
    known: HashTable<u32>,
    hasher: RandomState,
    texts: Vec<Box<str>>,
}

impl Findings {
    /// Adds what was found about a row: no earlier one than the last to which something was added.
    pub(super) fn push(&mut self, row: u32, found: &Finding, line: &Line, whom: Whom<'_>) {
        let found = self.short(row, found, line, whom);
        self.all.push(found);
    }

    /// Adds what was found about a row when all had been judged. [`Self::settle`] puts it in its place.
    pub(super) fn push_late(&mut self, row: u32, found: &Finding, line: &Line, whom: Whom<'_>) {
        let found = self.short(row, found, line, whom);
        self.late.push(found);
    }

    /// Drops what `wrong` says of the rows for which it holds.
    pub(super) fn drop_of(&mut self, wrong: impl Fn(u32, &Trouble) -> bool) {
        let troubles = &self.troubles;
        self.all.retain(|found| !wrong(found.row, &troubles[found.trouble as usize]));
    }

    /// Puts late findings behind those of their rows. Gives the rows that have some, each once.
    pub(super) fn settle(&mut self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.late.iter().map(|found| found.row).collect();
        rows.sort_unstable();
        rows.dedup();
        if !rows.is_empty() {
            self.all.append(&mut self.late);
            self.all.sort_by_key(|found| found.row);
        }
        self.late = Vec::new();
        rows
    }

    /// Nothing is added from here on.
    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.troubles.shrink_to_fit();
        self.texts.shrink_to_fit();
    }

    /// What is the trouble with a row.
    pub(super) fn troubles(&self, row: u32) -> impl Iterator<Item = &Trouble> {
        self.of(row).iter().map(|found| &self.troubles[found.trouble as usize])
    }

    /// The same, whole.
    pub(super) fn whole<'f>(
        &'f self,
        row: u32,
        line: Option<Line>,
        whom: impl Fn() -> String + 'f,
    ) -> impl Iterator<Item = Finding> + 'f {
        self.of(row).iter().map(move |found| {
            let column = (found.column != NO_COLUMN).then_some(usize::from(found.column));
            let value = match found.value {
                Value::EMPTY => String::new(),
                Value::WHOM => shown(&whom()).to_owned(),
                Value::CELL => {
                    let cell = column.zip(line.as_ref()).map(|(at, line)| line.cell(at).text);
                    shown(cell.unwrap_or_default()).to_owned()
                }
                Value(text) => self.texts[text as usize].to_string(),
            };
            Finding { trouble: self.troubles[found.trouble as usize].clone(), column, value }
        })
    }

    /// Tells another trouble of a row instead of the first that `old` is; of the whole row, by the person.
    pub(super) fn replace(&mut self, row: u32, old: impl Fn(&Trouble) -> bool, new: Trouble) {
        let trouble = self.number(&new);
        let range = self.range(row);
        let Self { all, troubles, .. } = self;
        if let Some(found) = all[range].iter_mut().find(|found| old(&troubles[found.trouble as usize])) {
            *found = Found { trouble, column: NO_COLUMN, value: Value::WHOM, ..*found };
        }
    }

    fn of(&self, row: u32) -> &[Found] {
        &self.all[self.range(row)]
    }

    fn range(&self, row: u32) -> std::ops::Range<usize> {
        let from = self.all.partition_point(|found| found.row < row);
        let count = self.all[from..].iter().take_while(|found| found.row == row).count();
        from..from + count
    }

    fn short(&mut self, row: u32, found: &Finding, line: &Line, whom: Whom<'_>) -> Found {
        // Tables are held to far fewer columns.
        let column = found.column.map_or(NO_COLUMN, |column| u16::try_from(column).unwrap_or(NO_COLUMN));
        let value = found.value.as_str();
        let value = if value.is_empty() {
            Value::EMPTY
        } else if found.column.is_some_and(|column| value == shown(line.cell(column).text)) {
            Value::CELL
        } else if value == shown(whom) {
            Value::WHOM
        } else {
            self.texts.push(value.into());
            Value(u32::try_from(self.texts.len() - 1).unwrap_or_default())
        };
        Found { row, trouble: self.number(&found.trouble), value, column }
    }

    /// The number of a trouble: each is kept once.
    fn number(&mut self, trouble: &Trouble) -> u32 {
        let Self { troubles, known, hasher, .. } = self;
        let hash = hasher.hash_one(trouble);
        if let Some(at) = known.find(hash, |at| troubles[*at as usize] == *trouble) {
            return *at;
        }
        // Tables are held to far fewer rows.
        let at = u32::try_from(troubles.len()).unwrap_or_default();
        troubles.push(trouble.clone());
        known.insert_unique(hash, at, |at| hasher.hash_one(&troubles[*at as usize]));
        at
    }
}

/// So much of a text as a finding shows.
pub(super) fn shown(text: &str) -> &str {
    text.char_indices().nth(SHOWN).map_or(text, |(end, _)| &text[..end])
}
