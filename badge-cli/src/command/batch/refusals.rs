//! A no in a table to what was agreed to by the way of an award takes that back, and takes the pages away (D-11): the row
//! still waits until somebody says which of the two holds, and meanwhile nothing of the person goes out. Consent that was
//! recorded by itself stands above a table, which may be an older one.

use std::collections::{BTreeMap, BTreeSet};

use badge_core::cohort::{Plan, Row, Trouble, Wish, Wishes};
use badge_core::place::Token;
use badge_core::place::people::{People, Person};
use badge_core::place::register::Register;
use badge_core::time::Timestamp;

use super::asking::Held;
use crate::command::Context;
use crate::command::hidden::{self, Gone};
use crate::error::Failure;
use crate::message::msg;
use crate::place::{Folder, Hiding, Writer};

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

/// How what a row says is noted.
type Noting = fn(&Wish, Row<'_>, &mut Person, Timestamp);

/// Whom the place knows, as what the table says of their age and consent leaves them where what is right is awarded.
pub(super) fn noted(planned: (&Plan, &Wishes<'_>), people: &People, now: Timestamp) -> BTreeMap<Token, Person> {
    heard(planned, people, now, Wish::hear)
}

/// The same where nothing is awarded: what protects is heard all the same.
pub(super) fn protected(planned: (&Plan, &Wishes<'_>), people: &People, now: Timestamp) -> BTreeMap<Token, Person> {
    heard(planned, people, now, Wish::protect)
}

fn heard(
    (plan, wishes): (&Plan, &Wishes<'_>),
    people: &People,
    now: Timestamp,
    note: Noting,
) -> BTreeMap<Token, Person> {
    let mut all: BTreeMap<Token, Person> = BTreeMap::new();
    for row in wishes.rows(plan) {
        let Some(id) = row.person().map(|id| people.main_id(id)).filter(|id| people.contains(*id)) else { continue };
        let Some(wish) = wishes.of(row) else { continue };
        note(&wish, row, all.entry(id).or_insert_with(|| people.get(id).unwrap_or_default()), now);
    }
    all.retain(|id, person| people.get(*id).as_ref() != Some(person));
    all
}

/// What a table took away.
#[derive(Default)]
pub(super) struct Taken {
    /// People whose consent it took back.
    pub(super) back: usize,
    pub(super) gone: Gone,
}

/// Hears what protects somebody where nothing is awarded: pages go, and it is told of how many; in a dry run it would be.
pub(super) fn hear(
    planned: (&Plan, &Wishes<'_>),
    held: &mut Held,
    (folder, cx): (&Folder, &Context),
    now: Timestamp,
) -> Result<Taken, Failure> {
    let protected = protected(planned, held.known().1, now);
    let hiding = Hiding::of(protected.clone(), held.known(), now);
    let Some(writer) = &mut held.writer else {
        let mut taken = tell_ahead(planned, held.known(), now, (folder, cx))?;
        taken.gone.join(hidden::tell(&hiding, &folder.pages_to_hide(&hiding)?, true, cx));
        return Ok(taken);
    };
    let begun = writer.begin_hiding(&hiding, now)?;
    if !protected.is_empty() {
        writer.change_people(|people| {
            protected.into_iter().for_each(|(id, person)| people.insert(id, person));
            true
        })?;
    }
    let mut taken = take_back(planned, writer, now, cx)?;
    taken.gone.join(hidden::tell(&hiding, &writer.hide(&hiding, begun)?, false, cx));
    Ok(taken)
}

/// Takes it back, and tells of how many.
pub(super) fn take_back(
    planned: (&Plan, &Wishes<'_>),
    writer: &mut Writer,
    now: Timestamp,
    cx: &Context,
) -> Result<Taken, Failure> {
    let refused = of(planned, writer.people());
    let hiding = without(&refused, (writer.register(), writer.people()), now);
    let pages = writer.withdraw_all(&refused, now.to_utc_seconds())?;
    pages.stuck.iter().for_each(|path| cx.printer.warn(&msg!("pages-stuck", path = path)));
    if !refused.is_empty() && !cx.printer.json() {
        cx.printer.warn(&msg!("batch-taken-back", count = refused.len()));
    }
    Ok(Taken { back: refused.len(), gone: Gone::of(&hiding, &pages) })
}

/// What these people's awards are without their consent.
fn without(refused: &BTreeSet<Token>, (register, people): (&Register, &People), now: Timestamp) -> Hiding {
    let after = refused.iter().filter_map(|id| {
        let mut person = people.get(*id)?;
        person.withdraw_consent(None, now.to_utc_seconds());
        Some((*id, person))
    });
    Hiding::of(after, (register, people), now)
}

/// Tells of how many it would be, where nothing is written.
pub(super) fn tell_ahead(
    planned: (&Plan, &Wishes<'_>),
    known: (&Register, &People),
    now: Timestamp,
    (folder, cx): (&Folder, &Context),
) -> Result<Taken, Failure> {
    let refused = of(planned, known.1);
    tell_count(refused.len(), cx);
    let hiding = without(&refused, known, now);
    let pages = folder.pages_to_hide(&hiding)?;
    Ok(Taken { back: refused.len(), gone: Gone::of(&hiding, &pages) })
}

/// The same in words alone.
pub(super) fn tell_count(count: usize, cx: &Context) {
    if count > 0 && !cx.printer.json() {
        cx.printer.warn(&msg!("batch-would-take-back", count = count));
    }
}
