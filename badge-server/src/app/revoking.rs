//! Taking an award back, and giving it back: an event in the register, from which pages and status lists follow.

use badge_core::place::Token;
use badge_core::place::names::address_in;
use badge_core::place::register::{AwardStatus, Event, What};

use super::awarding::{Done, one};
use super::hooks;
use super::problem::Obstacle;
use super::{status, texts};
use crate::state::App;
use crate::storage::{AccountId, Actor, PlaceId, StorageError, Writing};

/// What is to happen to an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It no longer holds.
    Revoke,
    /// It holds again.
    Reinstate,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Changed {
    /// It is so now; `already` says that it was so before.
    Done(Box<Done>),
    /// There is no such award.
    Missing,
    /// It cannot be done.
    Wrong(Vec<Obstacle>),
}

/// Revokes or reinstates an award; somebody does it who is signed in.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn change_by(
    app: &App,
    by: Option<AccountId>,
    place: PlaceId,
    token: Token,
    wish: (Change, Option<&str>),
) -> Result<Changed, StorageError> {
    change(app, &by.map_or(Actor::Machine, Actor::Account), place, token, wish).await
}

/// The same, done by whomever; the record of acts says who.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn change(
    app: &App,
    by: &Actor,
    place: PlaceId,
    token: Token,
    (change, reason): (Change, Option<&str>),
) -> Result<Changed, StorageError> {
    let mut work = app.storage.write().await?;
    work.hold(place).await?;
    let changed = apply(&mut work, app, by, place, token, (change, reason)).await?;
    if matches!(&changed, Changed::Done(done) if !done.already) {
        work.touch(place).await?;
        status::look_at(&mut work, place, app.now()).await?;
        work.save().await?;
        status::sign_after(app, place).await;
        app.work.wake.notify_one();
        app.work.wake_outside.notify_one();
    }
    Ok(changed)
}

/// The same in a transaction of the caller's, who holds the place, touches it afterwards, and has its lists signed.
pub(super) async fn apply(
    work: &mut Writing,
    app: &App,
    by: &Actor,
    place: PlaceId,
    token: Token,
    (change, reason): (Change, Option<&str>),
) -> Result<Changed, StorageError> {
    let (now, words) = (app.now().to_utc_seconds(), &app.words);
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let Some(known) = one(work, place, token).await? else { return Ok(Changed::Missing) };
    // A reason stands in the register and on a published page, where nobody can be erased (D-05).
    if let Some(reason) = reason {
        if let Some(unfit) = texts::reason(reason) {
            let said = words.each(|t| unfit.message(t));
            return Ok(Changed::Wrong(vec![Obstacle::new(unfit.code(), "reason", said)]));
        }
        let person = known.entry.award.person.and_then(|id| known.people.get(id));
        let named = person.and_then(|person| person.named_in(reason)).or_else(|| address_in(reason).map(str::to_owned));
        if let Some(named) = named {
            let message = words.v("problem-reason-names", "named", &named);
            return Ok(Changed::Wrong(vec![Obstacle::new("reason_names_somebody", "reason", message)]));
        }
    }
    let holds = known.entry.status == AwardStatus::Active;
    if holds == (change == Change::Reinstate) {
        return Ok(Changed::Done(Box::new(known)));
    }
    let what = match change {
        Change::Revoke => What::Revoked { award: token, reason: reason.map(str::to_owned) },
        Change::Reinstate => {
            let successor = work.register_of(place, token).await?.successor(token).map(|award| award.token);
            if let Some(next) = successor
                && let Some(next) = one(work, place, next).await?
                && next.entry.status == AwardStatus::Active
            {
                let message = words.s("problem-replaced");
                return Ok(Changed::Wrong(vec![Obstacle::new("replaced", "", message)]));
            }
            What::Reinstated { award: token, reason: reason.map(str::to_owned) }
        }
    };
    let event = Event { at: now, what };
    let line = event.to_line();
    work.append(place, &[(event, line)]).await?;
    // Whoever said that it is not theirs was heard.
    work.end_claim(place, token, now.unix()).await?;
    let act = if change == Change::Revoke { "revoked" } else { "reinstated" };
    work.add_act_of(place, by, act, &token.to_string(), now.unix()).await?;
    let done = one(work, place, token).await?;
    let kind = match change {
        Change::Revoke => "award.revoked",
        Change::Reinstate => "award.reinstated",
    };
    hooks::tell(work, place, kind, done.iter().map(|done| &done.entry), now).await?;
    Ok(done.map_or(Changed::Missing, |done| Changed::Done(Box::new(Done { already: false, ..done }))))
}
