//! A no in a table to what was agreed to by the way of an award takes that back, and takes the pages away (D-11): the row
//! still waits until somebody says which of the two holds, and meanwhile nothing of the person goes out. Consent that was
//! recorded by itself stands above a table, which may be an older one.

use std::collections::{BTreeMap, BTreeSet};

use badge_core::cohort::{Plan, Row, State, Trouble, Wishes};
use badge_core::place::Token;
use badge_core::place::people::{People, Person};
use badge_core::time::Timestamp;

use crate::command::Context;
use crate::error::Failure;
use crate::message::msg;
use crate::place::Writer;

/// Whose consent a table takes back.
pub(super) fn of((plan, wishes): (&Plan, &Wishes<'_>), people: &People) -> BTreeSet<Token> {
    let contradicts =
        |row: &Row<'_>| row.findings().any(|finding| matches!(finding.trouble, Trouble::ConsentContradicted));
    let mut refused = BTreeSet::new();
    for row in wishes.rows(plan).filter(contradicts) {
        let Some(id) = row.person().map(|id| people.main_id(id)) else { continue };
        let consent = people.get(id).and_then(|person| person.consent);
        let by_the_way = consent.is_some_and(|consent| consent.withdrawn.is_none() && !consent.recorded);
        if by_the_way && wishes.of(row).is_some_and(|wish| wish.refused) {
            refused.insert(id);
        }
    }
    refused
}

/// Whom the place knows, as what the table says of their age and consent leaves them.
pub(super) fn noted((plan, wishes): (&Plan, &Wishes<'_>), people: &People, now: Timestamp) -> BTreeMap<Token, Person> {
    let mut all: BTreeMap<Token, Person> = BTreeMap::new();
    for row in wishes.rows(plan).filter(|row| row.state() != State::Problem) {
        let Some(id) = row.person().map(|id| people.main_id(id)).filter(|id| people.contains(*id)) else { continue };
        let Some(wish) = wishes.of(row) else { continue };
        wish.note(all.entry(id).or_insert_with(|| people.get(id).unwrap_or_default()), now);
    }
    all
}

/// Takes it back, and tells of how many.
pub(super) fn take_back(
    planned: (&Plan, &Wishes<'_>),
    writer: &mut Writer,
    now: Timestamp,
    cx: &Context,
) -> Result<usize, Failure> {
    let refused = of(planned, writer.people());
    let pages = writer.withdraw_all(&refused, now.to_utc_seconds())?;
    pages.stuck.iter().for_each(|path| cx.printer.warn(&msg!("pages-stuck", path = path)));
    if !refused.is_empty() && !cx.printer.json() {
        cx.printer.warn(&msg!("batch-taken-back", count = refused.len()));
    }
    Ok(refused.len())
}

/// Tells of how many it would be, where nothing is written.
pub(super) fn tell_ahead(count: usize, cx: &Context) {
    if count > 0 && !cx.printer.json() {
        cx.printer.warn(&msg!("batch-would-take-back", count = count));
    }
}
