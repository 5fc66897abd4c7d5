//! What is to be done about orders: who is who, what is there already, what is to be made.

use badge_core::issue::{Format, To, is_email};
use badge_core::language::Lang;
use badge_core::place::making::{Made, OtherName};
use badge_core::place::people::Person;
use badge_core::place::register::StatusSpot;
use badge_core::place::{Slug, Token};
use badge_core::time::Timestamp;

use super::super::desk::Desk;
use super::super::problem::Obstacle;
use super::super::spots;
use super::{AwardError, Done, OTHER_NAME, Order, one};
use crate::entropy::random;
use crate::state::App;
use crate::storage::{PlaceId, Reading, StorageError};
use crate::words::{Said, Words};

/// By what somebody is found.
#[derive(Clone)]
pub(super) enum By {
    Address(String),
    /// Somebody without an address, by the id that whoever asks has for them.
    Id(Token),
}

/// An award that is decided.
pub(super) struct Job {
    pub(super) order: usize,
    pub(super) slug: Slug,
    pub(super) language: Lang,
    pub(super) formats: Vec<Format>,
    /// As they are noted from now on.
    pub(super) person: Option<(Token, Person)>,
    /// By what they are found, and how they were noted when it was looked.
    pub(super) found: Option<(By, Option<(Token, Person)>)>,
    /// Every id that they have: of those who are noted as the same person too.
    ids: Vec<Token>,
    pub(super) date: Timestamp,
    /// Even where the same award is there.
    pub(super) again: bool,
    pub(super) token: Token,
    pub(super) spot: StatusSpot,
    pub(super) letter: bool,
    pub(super) made: Option<Made>,
}

/// What is to be done about an order.
pub(super) enum Decided {
    Wrong(Vec<Obstacle>),
    /// It is there.
    Known(Box<Done>),
    /// The same as an earlier order.
    Twice(usize),
    Make(Box<Job>),
}

/// Who is who, what is there already, which entries of the status list are free.
pub(super) async fn decide(
    app: &App,
    place: PlaceId,
    desk: &Desk,
    orders: &[Order],
    now: Timestamp,
) -> Result<Vec<Decided>, AwardError> {
    // Whatever is found is looked at once more before anything is written: it need not be of one instant.
    let mut read = app.storage.glance().await?;
    let mut all: Vec<Decided> = Vec::with_capacity(orders.len());
    for (n, order) in orders.iter().enumerate() {
        let decided = decide_one(place, desk, (n, order), &all, &mut read, (now, &app.words)).await?;
        all.push(decided);
    }
    // Only what is to be made gets an entry: one that went to an award that is there already would leave the last ones none.
    let mut jobs: Vec<&mut Job> = all
        .iter_mut()
        .filter_map(|decided| match decided {
            Decided::Make(job) => Some(&mut **job),
            _ => None,
        })
        .collect();
    let free = spots::free(app, &mut read, place, jobs.len()).await?;
    for (job, spot) in jobs.iter_mut().zip(free) {
        job.spot = spot;
    }
    Ok(all)
}

async fn decide_one(
    place: PlaceId,
    desk: &Desk,
    (n, order): (usize, &Order),
    before: &[Decided],
    read: &mut Reading,
    (now, words): (Timestamp, &Words),
) -> Result<Decided, AwardError> {
    let wrong = |code: &str, field: &str, said: Said| Ok(Decided::Wrong(vec![Obstacle::new(code, field, said)]));
    let file = match Slug::parse(&order.achievement).and_then(|slug| desk.achievements.get(&slug)) {
        Some(Ok(file)) => file,
        Some(Err(problems)) => return Ok(Decided::Wrong(Obstacle::of_achievement(problems, words))),
        None => {
            let message = words.v("problem-unknown-achievement", "slug", &order.achievement);
            return wrong("unknown_achievement", "achievement", message);
        }
    };
    let met = &order.met;
    let address = match &met.to {
        To::Email(email) if !is_email(email.trim()) => {
            return wrong("not_an_email", "to", words.s("problem-not-an-email"));
        }
        To::Email(email) => Some(email.trim().to_lowercase()),
        To::Did(did) => Some(did.trim().to_owned()),
        To::Nobody => None,
    };
    let earlier = before.iter().filter_map(|decided| match decided {
        Decided::Make(job) => Some(job),
        _ => None,
    });
    let mut found = None;
    let mut ids = Vec::new();
    let mut is_new = false;
    // Somebody without an address is known by the id that whoever asked has for them, or not at all.
    let own = order.person.filter(|_| address.is_none());
    let person = if address.is_none() && own.is_none() && met.name.is_none() && !met.minor && !order.doubted {
        None
    } else {
        let is_met = |(id, person): &(Token, Person)| match own {
            Some(own) => own == *id,
            None => met.is(person),
        };
        let met_before = earlier.clone().rfind(|job| job.person.as_ref().is_some_and(is_met));
        let known = match (&address, met_before) {
            // What was looked up for the first of their badges counts for the others.
            (_, Some(job)) => {
                found.clone_from(&job.found);
                ids.clone_from(&job.ids);
                is_new = matches!(job.found, Some((By::Address(_), None)));
                job.person.clone()
            }
            (Some(address), None) => {
                let people = read.person_at(place, address).await?;
                let known = people.iter().next();
                found = Some((By::Address(address.clone()), known.clone()));
                ids = known.as_ref().map(|(id, _)| people.ids(*id)).unwrap_or_default();
                is_new = known.is_none();
                known
            }
            (None, None) => match own {
                Some(own) => {
                    let people = read.person(place, own).await?;
                    let known = people.iter().next();
                    found = Some((By::Id(own), known.clone()));
                    ids = known.as_ref().map(|(id, _)| people.ids(*id)).unwrap_or_default();
                    known
                }
                None => None,
            },
        };
        let note_age = |person: &mut Person| {
            if let Some(year) = order.birth_year {
                person.note_birth(year);
            }
            if person.presumed.is_some() && (order.adult || order.birth_year.is_some()) {
                // It was a doubt: now somebody says how old they are.
                (person.minor, person.presumed) = (false, None);
            }
            if order.doubted {
                person.note_doubt(now.to_utc_seconds());
            }
        };
        // Before what was agreed to: it is noted of whom they are.
        let aged = known.as_ref().map(|(_, person)| {
            let mut person = person.clone();
            note_age(&mut person);
            person
        });
        match met.noted(aged.as_ref(), now) {
            Ok(mut person) => {
                if aged.is_none() {
                    note_age(&mut person);
                    let minor = person.is_minor(now);
                    person.consent.iter_mut().for_each(|consent| consent.of_adult = !minor);
                }
                let new = || own.unwrap_or_else(|| Token::from_bytes(random()));
                Some((known.map_or_else(new, |(id, _)| id), person))
            }
            Err(OtherName { known, .. }) => {
                return wrong(OTHER_NAME, "name", words.v("problem-other-name", "known", &known));
            }
        }
    };
    let date = order.date.unwrap_or(now);
    if !order.again && (address.is_some() || own.is_some()) {
        // Somebody who is not known has nothing yet, under an id that was drawn a moment ago.
        let id = person.as_ref().map(|(id, _)| *id);
        let same = |job: &&Job| {
            job.person.as_ref().map(|(id, _)| *id) == id && job.slug == file.slug && job.date.day() == date.day()
        };
        if let Some(job) = earlier.clone().map(AsRef::as_ref).find(same) {
            return Ok(Decided::Twice(job.order));
        }
        if ids.is_empty() {
            ids.extend(id);
        }
        if !is_new && let Some(token) = read.same(place, &ids, &file.slug, &date.day()).await? {
            return Ok(match one(read, place, token).await? {
                Some(done) => Decided::Known(Box::new(done)),
                None => return Err(StorageError::Damaged { what: format!("award {token}") }.into()),
            });
        }
    }
    let wish = met.language.or(person.as_ref().and_then(|(_, person)| person.language));
    let mut formats = order.formats.clone();
    if formats.is_empty() {
        formats = desk.place.formats.iter().filter_map(|name| Format::from_name(name)).collect();
    }
    formats.sort();
    formats.dedup();
    Ok(Decided::Make(Box::new(Job {
        order: n,
        slug: file.slug.clone(),
        language: file.language_for(&desk.place, wish.unwrap_or(desk.place.first_language())),
        formats,
        person,
        found,
        ids,
        date,
        again: order.again,
        token: Token::from_bytes(random()),
        spot: StatusSpot { list: 1, index: 0 },
        letter: order.letter,
        made: None,
    })))
}
