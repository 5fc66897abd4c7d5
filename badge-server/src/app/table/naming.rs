//! Tables that wait and name somebody who is erased: they are erased as well, whole. What is left of a workbook without one
//! of its rows would be another file than the one that was given.

use std::collections::HashSet;
use std::sync::Arc;

use badge_core::cohort::{Offer, Reading, Table, TableError};
use badge_core::place::names::{folded, mailbox};
use badge_core::place::people::People;
use badge_core::place::register::Register;
use zeroize::Zeroizing;

use super::{Choices, Judge, judge, limits, reading, unsealed};
use crate::app::awarding::AwardError;
use crate::state::App;
use crate::storage::PlaceId;

/// Somebody, by all that a table may call them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Called {
    addresses: HashSet<String>,
    names: HashSet<String>,
}

impl Called {
    /// By these addresses and DIDs, and these names.
    pub(crate) fn by(addresses: &[String], names: &[String]) -> Self {
        Self {
            addresses: addresses.iter().map(|address| mailbox(address)).collect(),
            names: names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect(),
        }
    }

    /// Whether an address or DID of theirs stands in a cell, alone or among other words.
    fn is_in(&self, cell: &str) -> bool {
        let is_theirs = |text: &str| self.addresses.contains(&mailbox(text));
        let parts = cell.split(|c: char| c.is_whitespace() || ",;:<>()[]\"'«»|/".contains(c));
        cell.contains(['@', ':']) && (is_theirs(cell) || parts.filter(|part| part.contains('@')).any(is_theirs))
    }
}

/// The tables of a place that were looked through.
#[derive(Debug, Default)]
pub(crate) struct Searched {
    /// All of them, by their ids.
    pub(crate) all: HashSet<String>,
    /// Those whose time is over: nobody sees them any more.
    pub(crate) over: Vec<String>,
    /// Those that name them, and those of which nobody can say: id, and the name of the file.
    pub(crate) naming: Vec<(String, String)>,
}

/// Looks through the tables that wait, one after the other, for somebody. A row without an address names whoever is called
/// so. A table that cannot be read counts as one that names them: nothing comes of it as it is.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn naming(app: &App, place: PlaceId, called: Called) -> Result<Searched, AwardError> {
    let mut searched = Searched::default();
    let called = Arc::new(called);
    for waiting in super::waiting(app, place).await? {
        let Some(stored) = app.storage.read().await?.table(place, &waiting.id).await? else { continue };
        searched.all.insert(waiting.id.clone());
        let named = match unsealed(app, place, &stored) {
            Ok(None) => {
                searched.over.push(waiting.id);
                continue;
            }
            Err(_) => true,
            Ok(Some((bytes, choices))) => {
                // Erasing does not wait for an object store that is away: then more is taken for a name.
                let judge = judge(app, place, &choices).await.ok().map(|(judge, _)| judge);
                // Few at the same time: each holds a whole table.
                let seat = Arc::clone(&app.work.plans).acquire_owned().await;
                let called = Arc::clone(&called);
                let named = move || {
                    let offer = judge.as_ref().map_or_else(Offer::default, |judge| judge.offer.clone());
                    Looked { bytes, choices, judge, offer, called }.names()
                };
                let named = tokio::task::spawn_blocking(named).await?;
                drop(seat);
                named
            }
        };
        if named {
            searched.naming.push((waiting.id, waiting.name));
        }
    }
    Ok(searched)
}

/// A table that is looked through.
struct Looked {
    bytes: Zeroizing<Vec<u8>>,
    choices: Choices,
    judge: Option<Judge>,
    offer: Offer,
    called: Arc<Called>,
}

impl Looked {
    /// Whether it names them, on the sheet that is read or on another one that may be chosen.
    fn names(&self) -> bool {
        let chosen = reading(&self.choices);
        let Ok(table) = self.read(&chosen) else { return true };
        if self.is_in(&table) {
            return true;
        }
        // Which others there are is told by the first one, unless that is the one.
        let first = chosen.sheet.as_ref().and_then(|_| self.read(&Reading::default()).ok());
        let others = &first.as_ref().unwrap_or(&table).others;
        let other = |(sheet, _): &(String, usize)| {
            self.read(&Reading { sheet: Some(sheet.clone()), ..Reading::default() }).ok()
        };
        first.iter().any(|table| self.is_in(table)) || others.iter().filter_map(other).any(|table| self.is_in(&table))
    }

    fn read(&self, reading: &Reading) -> Result<Table, TableError> {
        Table::read(&self.bytes, reading, &self.offer, &limits())
    }

    fn is_in(&self, table: &Table) -> bool {
        let is_named = |name: &str| self.called.names.contains(&folded(name));
        let is_cell = |cell: &String| self.called.is_in(cell) || (self.judge.is_none() && is_named(cell));
        table.lines().any(|(_, cells)| cells.iter().any(is_cell)) || {
            let Some(judge) = &self.judge else { return false };
            let plan = judge.plan(table, &Register::new(), &People::default());
            plan.rows(table).any(|row| match row.email() {
                Some(address) => self.called.addresses.contains(&mailbox(&address)),
                None => row.name().is_some_and(|name| is_named(&name)),
            })
        }
    }
}
