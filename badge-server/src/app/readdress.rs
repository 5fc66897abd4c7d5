//! Another address for somebody who got badges: theirs changed, or was wrong from the start; and two entries that turn out to
//! be one person. The command does it with `badge person merge`.

use badge_core::place::Token;
use badge_core::place::outbox::may_be_told;
use badge_core::time::Timestamp;

use super::consent::read;
use super::letters;
use super::waiting::{self, Corrected};
use crate::state::App;
use crate::storage::{Actor, PlaceId, StorageError, join};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Readdressed {
    /// They are written to there from now on.
    Done {
        /// Who they are kept under now.
        id: Token,
        /// Since when nothing of theirs is shown or mailed, where one of two entries had taken consent back (D-11).
        withdrawn: Option<Timestamp>,
        /// Whether two entries became one.
        merged: bool,
        /// Whether a letter goes: there may be nothing that may be told.
        sent: bool,
    },
    /// It was their address already.
    Same,
    /// It is somebody else's, as far as the place knows. Nothing was done.
    Other(Other),
}

/// Whoever has the address already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Other {
    pub(crate) id: Token,
    pub(crate) name: Option<String>,
    /// How many awards they have.
    pub(crate) badges: usize,
}

/// Notes that somebody has the e-mail address `to`. `same`: whoever has it already is the same person, and the two become one,
/// for good. `send`: they are told of their badges there. `None` where there is nobody.
///
/// Whatever waits to be sent goes to the new address, and so does what waits to be awarded at the old one. The links of letters that went to the old one, by which a badge is
/// refused, end: they may be in the wrong hands.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn readdress(
    app: &App,
    by: &Actor,
    (place, id): (PlaceId, Token),
    to: &str,
    (same, send): (Option<Token>, bool),
) -> Result<Option<Readdressed>, StorageError> {
    let now = app.now().to_utc_seconds();
    let to = super::persons::address(to);
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    let Some(before) = read(&mut work, place, id).await? else { return Ok(None) };
    let there = work.person_at(place, &to).await?;
    let other = there.iter().next();
    if other.as_ref().is_some_and(|(other, _)| *other == before.id) {
        return Ok(Some(Readdressed::Same));
    }
    let mut after = before.people.clone();
    let (main, act) = match other {
        None => {
            let mut person = before.person.clone();
            person.email = Some(to.clone());
            after.insert(before.id, person);
            (before.id, "readdressed")
        }
        Some((other, _)) if same == Some(other) => {
            join(&mut after, &there);
            after.merge(before.id, other);
            (other, "merged")
        }
        Some((other, person)) => {
            let badges = work.register_of_people(place, &there.ids(other)).await?.iter().count();
            return Ok(Some(Readdressed::Other(Other { id: other, name: person.name, badges })));
        }
    };
    let old = before.people.ids(before.id);
    work.forget_addresses(place, &old).await?;
    work.put_people(place, &after).await?;
    if let Some(from) = before.person.email.as_deref() {
        let was = if act == "merged" { before.person.name.as_deref() } else { None };
        waiting::readdress(&mut work, place, &Corrected { from, to: &to, was }).await?;
    }
    for entry in &before.awards {
        work.end_refusals(place, entry.award.token).await?;
    }
    work.add_act_of(place, by, act, &main.to_string(), now.unix()).await?;
    let told = before.awards.iter().filter(|entry| may_be_told(*entry, &after, now));
    let told: Vec<Token> = told.map(|entry| entry.award.token).collect();
    let sent = send && app.post.is_there() && !told.is_empty();
    if sent {
        // What did not arrive at the old address is said in this one.
        work.forget_letters_that_failed(place, &old).await?;
        letters::tell(&mut work, place, main, &told, now.unix()).await?;
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    let consent = after.get(main).and_then(|person| person.consent);
    let withdrawn = consent.and_then(|consent| consent.withdrawn).filter(|_| act == "merged");
    Ok(Some(Readdressed::Done { id: main, withdrawn, merged: act == "merged", sent }))
}
