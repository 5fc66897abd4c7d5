//! Who agreed that what concerns somebody is published and mailed, noted and taken back by the team or a program (D-11).
//! Which words are consent, and what may go out, is for the core to say.

use badge_core::cohort::{AgeFault, ConsentFault, agree, born, of_age};
use badge_core::place::outbox::may_be_told;
use badge_core::place::people::{Consent, People, Person};
use badge_core::place::register::{AwardStatus, Entry};
use badge_core::place::{Token, may_go_out};
use badge_core::time::Timestamp;

use super::letters;
use super::texts::{self, Unfit};
use crate::state::App;
use crate::storage::{Actor, PlaceId, Reading, StorageError};
use crate::words::Speech;

/// Somebody, and what they were awarded.
#[derive(Debug)]
pub(crate) struct Known {
    /// Under which they are kept.
    pub(crate) id: Token,
    pub(crate) people: People,
    pub(crate) person: Person,
    /// Oldest first.
    pub(crate) awards: Vec<Entry>,
}

/// What came of an act.
#[derive(Debug)]
pub(crate) struct Noted {
    /// What is noted now, where anybody said anything.
    pub(crate) consent: Option<Consent>,
    /// Awards that may go out now and could not before.
    pub(crate) free: Vec<Token>,
    /// Awards that hold and still may not.
    pub(crate) waiting: Vec<Token>,
}

/// What is noted of somebody.
#[derive(Debug)]
pub(crate) struct Act {
    /// The year in which they were born, where a wrong one was noted.
    pub(crate) born: Option<i16>,
    /// That they are fifteen or more: a doubt about their age ends.
    pub(crate) of_age: bool,
    /// That somebody agreed.
    pub(crate) consent: Option<Consent>,
    /// They are written to about what may go out now.
    pub(crate) send: bool,
}

/// Why an act is not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActFault {
    Consent(ConsentFault),
    Age(AgeFault),
    /// Who agreed is told in signs that nobody sees.
    Signs,
}

/// Whoever has this id, or had it before they became one with somebody.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn known(app: &App, place: PlaceId, id: Token) -> Result<Option<Known>, StorageError> {
    let mut work = app.storage.read().await?;
    read(&mut work, place, id).await
}

/// The id of whoever has this address or DID, or got the award of this name.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn id_of(app: &App, place: PlaceId, who: &str) -> Result<Option<Token>, StorageError> {
    let mut work = app.storage.read().await?;
    if let Some(award) = Token::parse(who.trim()) {
        let register = work.register_of(place, award).await?;
        return Ok(register.get(award).and_then(|entry| entry.award.person));
    }
    let people = work.person_at(place, &super::persons::address(who)).await?;
    Ok(people.iter().next().map(|(id, _)| id))
}

pub(super) async fn read(read: &mut Reading, place: PlaceId, id: Token) -> Result<Option<Known>, StorageError> {
    let people = read.person(place, id).await?;
    let id = people.main_id(id);
    let Some(person) = people.get(id) else { return Ok(None) };
    let register = read.register_of_people(place, &people.ids(id)).await?;
    let awards = register.iter().collect();
    Ok(Some(Known { id, people, person, awards }))
}

/// Notes an act. Nothing where there is nobody.
///
/// # Errors
/// See [`StorageError`]; what cannot be noted is an [`ActFault`], and nothing was written.
pub(crate) async fn record(
    app: &App,
    by: &Actor,
    place: PlaceId,
    id: Token,
    Act { born: year, of_age: is_of_age, consent, send }: Act,
) -> Result<Option<Result<Noted, ActFault>>, StorageError> {
    let now = app.now().to_utc_seconds();
    let mut work = app.storage.write().await?;
    // What is shown of them changes.
    work.touch(place).await?;
    let Some(before) = read(&mut work, place, id).await? else { return Ok(None) };
    let what = match (&consent, is_of_age) {
        (Some(_), _) => "consent",
        (None, true) => "of-age",
        (None, false) => "born",
    };
    let person = match acted(before.person.clone(), (year, is_of_age), consent, now) {
        Ok(person) => person,
        Err(fault) => return Ok(Some(Err(fault))),
    };
    let (mut after, consent) = (before.people.clone(), person.consent.clone());
    after.insert(before.id, person);
    work.put_people(place, &after).await?;
    work.add_act_of(place, by, what, &before.id.to_string(), now.unix()).await?;
    let noted = noted(&before, &after, consent, now);
    let letter = send && app.post.is_there() && before.person.email.is_some();
    let told = |entry: &&Entry| noted.free.contains(&entry.award.token) && may_be_told(*entry, &after, now);
    let told: Vec<Token> = before.awards.iter().filter(told).map(|entry| entry.award.token).collect();
    if letter && !told.is_empty() {
        letters::tell(&mut work, place, before.id, &told, now.unix()).await?;
    }
    work.save().await?;
    app.work.wake_letters.notify_one();
    Ok(Some(Ok(noted)))
}

/// Somebody after an act.
fn acted(
    mut person: Person,
    (year, is_of_age): (Option<i16>, bool),
    act: Option<Consent>,
    now: Timestamp,
) -> Result<Person, ActFault> {
    if let Some(year) = year {
        born(&mut person, year, now).map_err(ActFault::Age)?;
    }
    if is_of_age {
        of_age(&mut person, act.is_some(), now).map_err(ActFault::Age)?;
    }
    if let Some(act) = act {
        // On a server several people note consent: who gave it is always told.
        if act.by.trim().is_empty() {
            return Err(ActFault::Consent(ConsentFault::Who));
        }
        if texts::has_hidden(&act.by, false) {
            return Err(ActFault::Signs);
        }
        person.consent = Some(agree(&person, act, now).map_err(ActFault::Consent)?);
    }
    Ok(person)
}

/// Notes that consent is taken back, or refused: from now on nothing of them is shown or mailed. `None` where there is
/// nobody; nothing is changed where it was taken back before.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn withdraw(
    app: &App,
    by: &Actor,
    place: PlaceId,
    id: Token,
    by_whom: &str,
) -> Result<Option<Noted>, StorageError> {
    let now = app.now().to_utc_seconds();
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    let Some(before) = read(&mut work, place, id).await? else { return Ok(None) };
    let mut person = before.person.clone();
    let changed = person.withdraw_consent(Some(by_whom).filter(|by| !by.is_empty()), now);
    let Some(consent) = person.consent.clone() else { return Ok(None) };
    let mut after = before.people.clone();
    after.insert(before.id, person);
    if changed {
        work.put_people(place, &after).await?;
        work.add_act_of(place, by, "consent-withdrawn", &before.id.to_string(), now.unix()).await?;
        work.save().await?;
    }
    Ok(Some(noted(&before, &after, Some(consent), now)))
}

/// Notes what somebody is called now; nothing is changed where they are called that already. `None` where there is nobody.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn rename(
    app: &App,
    by: &Actor,
    place: PlaceId,
    id: Token,
    name: &str,
) -> Result<Option<()>, StorageError> {
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    let Some(before) = read(&mut work, place, id).await? else { return Ok(None) };
    if before.person.name.as_deref() != Some(name) {
        let (mut person, mut after) = (before.person.clone(), before.people.clone());
        person.rename(name);
        after.insert(before.id, person);
        work.put_people(place, &after).await?;
        work.add_act_of(place, by, "renamed", &before.id.to_string(), app.now().unix()).await?;
        work.save().await?;
    }
    Ok(Some(()))
}

fn noted(before: &Known, after: &People, consent: Option<Consent>, now: Timestamp) -> Noted {
    let holds = |entry: &&Entry| entry.status == AwardStatus::Active;
    let goes = |people: &People, entry: &Entry| may_go_out(entry, people, now).is_ok();
    let held: Vec<&Entry> = before.awards.iter().filter(holds).collect();
    let tokens = |chosen: &dyn Fn(&Entry) -> bool| -> Vec<Token> {
        held.iter().filter(|entry| chosen(entry)).map(|entry| entry.award.token).collect()
    };
    Noted {
        consent,
        free: tokens(&|entry| goes(after, entry) && !goes(&before.people, entry)),
        waiting: tokens(&|entry| !goes(after, entry)),
    }
}

/// Why an act is not noted, in words.
pub(crate) fn fault_word(t: &Speech, fault: ActFault, by: &str) -> String {
    let fault = match fault {
        ActFault::Consent(fault) => fault,
        ActFault::Age(AgeFault::Born { year }) => return t.v("of-age-born", "year", year.to_string()),
        ActFault::Age(AgeFault::Year) => return t.s("born-wrong"),
        ActFault::Age(_) => return t.s("of-age-minor"),
        ActFault::Signs => return Unfit::Signs.message(t),
    };
    match fault {
        ConsentFault::Against => t.v("consent-by-against", "text", by),
        ConsentFault::Who => t.s("consent-no-by"),
        ConsentFault::Own => t.v("consent-by-own", "text", by),
        ConsentFault::Older { withdrawn } => t.v("consent-older", "day", t.day(withdrawn)),
        ConsentFault::BeforeBirth => t.s("consent-before-birth"),
        ConsentFault::Narrower => t.s("consent-narrower"),
        _ => t.s("consent-future"),
    }
}
