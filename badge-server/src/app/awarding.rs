//! Awarding: from what is wanted to rows that last. All rules are the core's; here is only the order of things.
//!
//! Badges are signed outside of any transaction, against what was read. Then, while everybody else who changes the
//! place waits, it is looked whether what was read is still so: if not, nothing is written and it begins again. So
//! signing holds nobody up, nobody gets an entry of a status list twice, and the same award to the same person on the
//! same day is made once however many servers are asked for it at the same time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use badge_core::crypto::{KeyKind, Signer as _};
use badge_core::issue::{Format, Location, To, is_email};
use badge_core::language::Lang;
use badge_core::model::Evidence;
use badge_core::place::award::Office;
use badge_core::place::making::{Bench, Made, Met, OtherName, Slip};
use badge_core::place::outbox::may_be_told;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{AwardStatus, Entry, Event, Register, StatusSpot, What};
use badge_core::place::{Slug, Token};
use badge_core::proof::Suite;
use badge_core::time::Timestamp;

use super::desk::{Desk, DeskError, desk};
use super::problem::Problem;
use super::published::PlaceError;
use super::spots;
use super::{hooks, letters};
use crate::entropy::{SystemEntropy, random};
use crate::state::App;
use crate::storage::register::is_taken;
use crate::storage::{Lot, PlaceId, Reading, StorageError, Writing, only};
use crate::words::Speech;

/// The code of the problem that the place knows another name at an address.
pub(crate) const OTHER_NAME: &str = "other_name";

/// How often somebody else may come first before we give up.
const TRIES: usize = 10;

/// An award that is wanted, understood.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) achievement: String,
    /// Who they are; nobody for a card without a name.
    pub(crate) met: Met,
    /// Now, where it is not said.
    pub(crate) date: Option<Timestamp>,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) narrative: Option<String>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) location: Option<Location>,
    /// Empty for the place's own choice.
    pub(crate) formats: Vec<Format>,
    /// Even where the same person has the same achievement of the same day.
    pub(crate) again: bool,
    pub(crate) cohort: Option<Slug>,
    /// Whoever gets it is written to, as soon as anything of it may go out.
    pub(crate) letter: bool,
    /// Who it is, of somebody without an address: nobody else has this id.
    pub(crate) person: Option<Token>,
    /// Kept only of those who are or may be minors; never in a badge.
    pub(crate) birth_year: Option<i16>,
}

/// An award as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) entry: Entry,
    /// The person behind it; nobody for a card without a name.
    pub(crate) people: People,
    /// It was there already: nothing was made.
    pub(crate) already: bool,
}

/// What came of one order.
pub(crate) type Outcome = Result<Done, Vec<Problem>>;

/// Something to be written in the same transaction as the awards, or not at all. What it finds to be otherwise than it
/// was thought to be is [`AwardError::Overtaken`], and nothing is written.
pub(crate) type Also = dyn for<'t> Fn(&'t mut Writing, &'t [Outcome]) -> Along<'t> + Send + Sync;

/// What [`Also`] does.
pub(crate) type Along<'t> = Pin<Box<dyn Future<Output = Result<(), AwardError>> + Send + 't>>;

/// Tells the compiler that a closure is an [`Also`].
pub(crate) fn also<F>(write: F) -> F
where
    F: for<'t> Fn(&'t mut Writing, &'t [Outcome]) -> Along<'t> + Send + Sync,
{
    write
}

/// Why nothing was awarded. No order can cause this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum AwardError {
    /// The place cannot award.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Others changed the same place again and again.
    #[error("the place was changed by others each time")]
    Busy,
    /// What was to be written along was written by somebody else meanwhile.
    #[error("somebody else was faster")]
    Overtaken,
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<PlaceError> for AwardError {
    fn from(error: PlaceError) -> Self {
        Self::Desk(error.into())
    }
}

/// Awards what is ordered, or says of each order why not. All good ones last when this returns, and `also` with them.
///
/// # Errors
/// See [`AwardError`]: nothing was written then.
pub(crate) async fn award(
    app: &App,
    place: PlaceId,
    orders: &Arc<[Order]>,
    lang: Lang,
    also: Option<&Also>,
) -> Result<Vec<Outcome>, AwardError> {
    award_at(app, place, None, orders, lang, also).await
}

/// The same, for whoever has the desk of the place already.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn award_at(
    app: &App,
    place: PlaceId,
    mut at: Option<Arc<Desk>>,
    orders: &Arc<[Order]>,
    lang: Lang,
    also: Option<&Also>,
) -> Result<Vec<Outcome>, AwardError> {
    let words = app.words.of(lang);
    for _ in 0..TRIES {
        let desk = match at.take() {
            Some(desk) => desk,
            None => desk(app, place).await?,
        };
        let now = app.now().to_utc_seconds();
        let decided = decide(app, place, &desk, orders, (now, words)).await?;
        let (jobs, outcomes) = make(app, &desk, orders, decided, now, lang).await?;
        if write(app, place, &desk, (&jobs, &outcomes), now, also).await? {
            return Ok(outcomes);
        }
    }
    Err(AwardError::Busy)
}

/// What would come of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Planned {
    /// Something has to be mended first.
    Wrong(Vec<Problem>),
    /// It is there already; without its name where it is an earlier order of the same plan.
    Already(Option<Token>),
    /// It can be awarded.
    Ready,
}

/// What would come of orders, each as far as it was understood. Nothing is signed or written.
///
/// # Errors
/// See [`AwardError`].
pub(crate) async fn plan(
    app: &App,
    place: PlaceId,
    understood: Vec<Result<Order, Vec<Problem>>>,
    lang: Lang,
) -> Result<Vec<Planned>, AwardError> {
    let desk = desk(app, place).await?;
    let orders: Vec<Order> = understood.iter().filter_map(|order| order.as_ref().ok()).cloned().collect();
    let decided = decide(app, place, &desk, &orders, (app.now().to_utc_seconds(), app.words.of(lang))).await?;
    let mut decided = decided.into_iter().map(|decided| match decided {
        Decided::Wrong(problems) => Planned::Wrong(problems),
        Decided::Known(done) => Planned::Already(Some(done.entry.award.token)),
        Decided::Twice(_) => Planned::Already(None),
        Decided::Make(_) => Planned::Ready,
    });
    let mut one = |order: Result<Order, Vec<Problem>>| match order {
        Err(problems) => Planned::Wrong(problems),
        Ok(_) => decided.next().unwrap_or(Planned::Ready),
    };
    Ok(understood.into_iter().map(&mut one).collect())
}

/// By what somebody is found.
enum By {
    Address(String),
    /// Somebody without an address, by the id that whoever asks has for them.
    Id(Token),
}

/// An award that is decided.
struct Job {
    order: usize,
    slug: Slug,
    language: Lang,
    formats: Vec<Format>,
    /// As they are noted from now on.
    person: Option<(Token, Person)>,
    /// By what they are found, and how they were noted when it was looked.
    found: Option<(By, Option<(Token, Person)>)>,
    date: Timestamp,
    /// Even where the same award is there.
    again: bool,
    token: Token,
    spot: StatusSpot,
    letter: bool,
    made: Option<Made>,
}

/// What is to be done about an order.
enum Decided {
    Wrong(Vec<Problem>),
    /// It is there.
    Known(Box<Done>),
    /// The same as an earlier order.
    Twice(usize),
    Make(Box<Job>),
}

/// Who is who, what is there already, which entries of the status list are free.
async fn decide(
    app: &App,
    place: PlaceId,
    desk: &Desk,
    orders: &[Order],
    (now, words): (Timestamp, &Speech),
) -> Result<Vec<Decided>, AwardError> {
    // Whatever is found is looked at once more before anything is written: it need not be of one instant.
    let mut read = app.storage.glance().await?;
    let mut all: Vec<Decided> = Vec::with_capacity(orders.len());
    for (n, order) in orders.iter().enumerate() {
        let decided = decide_one(place, desk, (n, order), &all, &mut read, (now, words)).await?;
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
    (now, words): (Timestamp, &Speech),
) -> Result<Decided, AwardError> {
    let wrong = |code: &str, field: &str, message: String| Ok(Decided::Wrong(vec![Problem::new(code, field, message)]));
    let file = match Slug::parse(&order.achievement).and_then(|slug| desk.achievements.get(&slug)) {
        Some(Ok(file)) => file,
        Some(Err(problems)) => return Ok(Decided::Wrong(Problem::of_achievement(problems, words))),
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
    let person = if address.is_none() && own.is_none() && met.name.is_none() && !met.minor {
        None
    } else {
        let is_met = |(id, person): &(Token, Person)| match own {
            Some(own) => own == *id,
            None => met.is(person),
        };
        let met_before = earlier.clone().rfind(|job| job.person.as_ref().is_some_and(is_met));
        let known = match (&address, met_before) {
            (_, Some(job)) => job.person.clone(),
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
        match met.noted(known.as_ref().map(|(_, person)| person), now) {
            Ok(mut person) => {
                person.birth_year = order.birth_year.or(person.birth_year);
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
        date,
        again: order.again,
        token: Token::from_bytes(random()),
        spot: StatusSpot { list: 1, index: 0 },
        letter: order.letter,
        made: None,
    })))
}

/// An award as it stands, with whoever is behind it.
pub(crate) async fn one(read: &mut Reading, place: PlaceId, token: Token) -> Result<Option<Done>, StorageError> {
    let register = read.register_of(place, token).await?;
    let Some(entry) = register.get(token) else { return Ok(None) };
    let people = match entry.award.person {
        Some(id) => read.person(place, id).await?,
        None => People::default(),
    };
    Ok(Some(Done { entry, people, already: true }))
}

/// Several awards as they stand, in the same order; those that are not there are left out.
pub(crate) async fn several(read: &mut Reading, place: PlaceId, tokens: &[Token]) -> Result<Vec<Done>, StorageError> {
    let register = read.register_of_all(place, tokens).await?;
    let entries: Vec<Entry> = tokens.iter().filter_map(|token| register.get(*token)).collect();
    let ids: Vec<Token> = entries.iter().filter_map(|entry| entry.award.person).collect();
    let people = read.people_of_all(place, &ids).await?;
    let done = |entry: Entry| Done {
        people: entry.award.person.map(|id| only(&people, id)).unwrap_or_default(),
        entry,
        already: true,
    };
    Ok(entries.into_iter().map(done).collect())
}

/// Signs and bakes, off the threads that serve; pictures are put where they are to lie.
async fn make(
    app: &App,
    desk: &Arc<Desk>,
    orders: &Arc<[Order]>,
    decided: Vec<Decided>,
    now: Timestamp,
    lang: Lang,
) -> Result<(Vec<Job>, Vec<Outcome>), AwardError> {
    let (app, desk, orders) = (app.clone(), Arc::clone(desk), Arc::clone(orders));
    let work = move || sign(&desk, &orders, decided, now, app.words.of(lang));
    tokio::task::spawn_blocking(work).await?
}

fn sign(
    desk: &Desk,
    orders: &[Order],
    decided: Vec<Decided>,
    now: Timestamp,
    words: &Speech,
) -> Result<(Vec<Job>, Vec<Outcome>), AwardError> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(decided.len());
    let mut twice = Vec::new();
    for (n, decided) in decided.into_iter().enumerate() {
        outcomes.push(match decided {
            Decided::Wrong(problems) => Some(Err(problems)),
            Decided::Known(done) => Some(Ok(*done)),
            Decided::Make(job) => {
                jobs.push(*job);
                None
            }
            Decided::Twice(first) => {
                twice.push((n, first));
                None
            }
        });
    }
    let files: Vec<_> = desk.achievements.values().filter_map(|file| file.as_ref().ok()).cloned().collect();
    let files: Vec<_> = files.into_iter().filter(|file| jobs.iter().any(|job| job.slug == file.slug)).collect();
    // Nothing of a status list but the entries of these awards is looked at: none of them is struck.
    let (signers, empty) = (desk.signers(), Register::new());
    let mut office = Office::open(&desk.place, &desk.keys, &signers, &files, &empty);
    for list in jobs.iter().map(|job| job.spot.list).collect::<std::collections::BTreeSet<_>>() {
        if let Err(error) = office.show(list) {
            let problems = Problem::of_making(&error.into(), words);
            jobs.drain(..).for_each(|job| outcomes[job.order] = Some(Err(problems.clone())));
        }
    }
    let rsa = desk.secrets.iter().map(|secret| secret.public_key()).find(|key| key.kind() == KeyKind::Rsa);
    let make = |job: &Job| -> Result<Result<Made, Vec<Problem>>, PlaceError> {
        let Some(Ok(file)) = desk.achievements.get(&job.slug) else { return Ok(Err(Vec::new())) };
        let order = &orders[job.order];
        let slip = Slip {
            file,
            language: job.language,
            to: order.met.to.clone(),
            person: job.person.clone(),
            date: job.date,
            expires: order.expires,
            narrative: order.narrative.clone(),
            evidence: order.evidence.clone(),
            location: order.location.clone(),
            token: job.token,
            status: Some(job.spot),
            replaces: None,
            ends_as_told: false,
            cohort: order.cohort.clone(),
        };
        let art = [desk.art(file, job.language)?];
        let bench = Bench { place: &desk.place, formats: &job.formats, suite: Suite::default(), rsa, now };
        let made = bench.make(&slip, &art, &office, &mut SystemEntropy);
        Ok(made.map_err(|error| Problem::of_making(&error, words)))
    };
    let made = in_parallel(&jobs, &make);
    let mut good = Vec::with_capacity(jobs.len());
    for (mut job, made) in jobs.into_iter().zip(made) {
        match made? {
            Ok(made) => {
                let entry = Entry { award: made.award.clone(), at: now, status: AwardStatus::Active };
                let mut people = People::default();
                if let Some((id, person)) = &job.person {
                    people.insert(*id, person.clone());
                }
                outcomes[job.order] = Some(Ok(Done { entry, people, already: false }));
                job.made = Some(made);
                good.push(job);
            }
            Err(problems) => outcomes[job.order] = Some(Err(problems)),
        }
    }
    for (n, first) in twice {
        outcomes[n] = outcomes[first].clone().map(|outcome| outcome.map(|done| Done { already: true, ..done }));
    }
    Ok((good, outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|| Err(Vec::new()))).collect()))
}

/// One after the other, or by all cores where there are many.
fn in_parallel<T: Send>(jobs: &[Job], make: &(dyn Fn(&Job) -> T + Sync)) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(jobs.len() / 8 + 1);
    if threads == 1 {
        return jobs.iter().map(make).collect();
    }
    let share = jobs.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let begun: Vec<_> =
            jobs.chunks(share).map(|part| scope.spawn(move || part.iter().map(make).collect::<Vec<T>>())).collect();
        let done = begun.into_iter().flat_map(|thread| match thread.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.collect()
    })
}

/// Writes everything, or `false` where something was no longer as it was read.
async fn write(
    app: &App,
    place: PlaceId,
    desk: &Desk,
    (jobs, outcomes): (&[Job], &[Outcome]),
    now: Timestamp,
    also: Option<&Also>,
) -> Result<bool, AwardError> {
    if jobs.is_empty() && also.is_none() {
        return Ok(true);
    }
    // Objects first: one that nothing points to does no harm.
    let pictures = |made: &Made| -> Vec<(String, Vec<u8>)> {
        let is_credential = |name: &str| made.award.credentials.iter().any(|c| c.format.file_name() == name);
        made.files.iter().filter(|(name, _)| !is_credential(name)).cloned().collect()
    };
    let mut files = Vec::new();
    for (job, made) in jobs.iter().filter_map(|job| Some((job, job.made.as_ref()?))) {
        for (name, bytes) in pictures(made) {
            let digest = app.storage.objects.put(place, bytes).await?;
            files.push((job.token, format!("awards/{}/{name}", job.token), digest));
        }
    }
    let mut work = app.storage.write().await?;
    if work.hold(place).await? != desk.revision || !still_so(&mut work, place, jobs).await? {
        return Ok(false);
    }
    let (lists, last, told) = work.ends(place).await?;
    // What the place shows of itself changes with the first award of an achievement, and with a new status list.
    // So does what may be shown of somebody's other badges, when more is known of them.
    let is_news = |job: &Job| match (&job.found, &job.person) {
        (Some((_, Some((_, before)))), Some((_, after))) => before != after,
        _ => false,
    };
    if jobs.iter().any(|job| !desk.awarded.contains(&job.slug) || job.spot.list > lists || is_news(job)) {
        work.touch(place).await?;
    }
    let mut files = files.into_iter().peekable();
    for (seq, (job, made)) in (last + 1..).zip(jobs.iter().filter_map(|job| Some((job, job.made.as_ref()?)))) {
        // One lot for each: what is handed over has the same text each time.
        let mut lot = Lot::default();
        let event = Event { at: now, what: What::Awarded(Box::new(made.award.clone())) };
        let line = event.to_line();
        lot.event(place, seq, &event, &line)?;
        for credential in &made.award.credentials {
            let name = credential.format.file_name();
            if let Some((_, bytes)) = made.files.iter().find(|(file, _)| file == name) {
                lot.credential(place, bytes);
            }
        }
        while let Some((_, path, digest)) = files.next_if(|(award, ..)| *award == job.token) {
            lot.file(place, &path, &digest);
        }
        // Each once, as they are noted in the end.
        if let Some((id, person)) = &job.person
            && !later(jobs, job, *id)
        {
            let mut alone = People::default();
            alone.insert(*id, person.clone());
            lot.people(place, &alone);
        }
        match work.run(lot).await {
            // Somebody else got the entry of the status list first.
            Err(error) if is_taken(&error) => return Ok(false),
            other => other?,
        }
    }
    let made = outcomes.iter().flatten().filter(|done| !done.already).map(|done| &done.entry);
    if told {
        hooks::tell(&mut work, place, "award.created", made, now).await?;
    }
    if app.post.is_there() {
        write_to(&mut work, place, jobs, outcomes, now).await?;
    }
    if let Some(also) = also {
        also(&mut work, outcomes).await?;
    }
    work.save().await?;
    spots::noted(app, place, jobs.iter().map(|job| job.spot));
    app.work.wake.notify_one();
    app.work.wake_outside.notify_one();
    app.work.wake_letters.notify_one();
    Ok(true)
}

/// Whether a later job of these notes the same person.
fn later(jobs: &[Job], job: &Job, id: Token) -> bool {
    let after = jobs.iter().skip_while(|one| one.token != job.token).skip(1);
    after.filter(|one| one.made.is_some()).any(|one| one.person.as_ref().is_some_and(|(other, _)| *other == id))
}

/// One letter for each person, about all that they got here and may be told of.
async fn write_to(
    work: &mut Writing,
    place: PlaceId,
    jobs: &[Job],
    outcomes: &[Outcome],
    now: Timestamp,
) -> Result<(), StorageError> {
    let mut letters: BTreeMap<Token, Vec<Token>> = BTreeMap::new();
    for job in jobs.iter().filter(|job| job.letter) {
        let Some(Ok(done)) = outcomes.get(job.order) else { continue };
        let Some((id, person)) = &job.person else { continue };
        if person.email.is_some() && may_be_told(&done.entry, &done.people, now) {
            letters.entry(*id).or_default().push(job.token);
        }
    }
    for (person, awards) in letters {
        letters::tell(work, place, person, &awards, now.unix()).await?;
    }
    Ok(())
}

/// Whether nobody came first, since it was decided.
async fn still_so(work: &mut Writing, place: PlaceId, jobs: &[Job]) -> Result<bool, StorageError> {
    for job in jobs {
        let Some((by, known)) = &job.found else { continue };
        let people = match by {
            By::Address(address) => work.person_at(place, address).await?,
            By::Id(id) => work.person(place, *id).await?,
        };
        let now = people.iter().next();
        if now != *known {
            return Ok(false);
        }
        if let Some((id, _)) = known
            && !job.again
            && work.same(place, &people.ids(*id), &job.slug, &job.date.day()).await?.is_some()
        {
            return Ok(false);
        }
    }
    Ok(true)
}
