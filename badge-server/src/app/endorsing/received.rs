//! Endorsements that partners bring: verified, waiting for consent, accepted, looked at again from time to time.

use badge_core::endorsing::{
    Doubt, EMBEDDED, Eyes as _, Home, JWT, NOTE, Refusal, Unfit, doubts, endorser, forms, found, good, home_of,
    is_carried, name_among, place_ids,
};
use badge_core::message::Headline;
use badge_core::model::Badge;
use badge_core::place::documents::format_spot;
use badge_core::place::{Accepted, AchievementFile, Digests, Found, Holding, Place, Received, Slug, Token};
use badge_core::time::Timestamp;
use badge_core::verify::Verdict;

use super::super::batches::WorkError;
use super::super::problem::Problem;
use super::super::published::{Raw, received_named};
use super::super::removing;
use super::{Brought, EndorseError, Sight, address, refused, unfit};
use crate::job::{Done, Worker};
use crate::state::App;
use crate::storage::{Actor, Going, Job, Offer, PlaceId, Reading, StorageError};
use crate::words::Speech;

/// The kind of the job that looks again.
pub(crate) const JOB: &str = "endorsements";

/// Seconds after which it looks again: a day.
const ROUND: i64 = 24 * 60 * 60;

/// At most so many wait at a place: whoever brings more does not fill the disk.
const WAITING: usize = 200;

/// What is known of an endorsement, waiting or accepted, for people.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Its folder in the place's, by which it is named.
    pub(crate) folder: String,
    /// `achievement`, `badge` or `issuer`.
    pub(crate) of: &'static str,
    /// What that is called.
    pub(crate) what: String,
    /// Its id.
    pub(crate) subject: String,
    /// Who endorses: the name is what they write, the id what was proven.
    pub(crate) by: String,
    /// Their words (Markdown).
    pub(crate) words: Option<String>,
    pub(crate) since: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    /// `authentic`, or `key-only` where the name is not proven.
    pub(crate) verdict: String,
    /// `waiting`, `valid`, `not_yet`, `expired`, `revoked`, `suspended`, `key_gone`, `bad`, `changed`.
    pub(crate) state: &'static str,
    /// When it came; of an accepted one, when it was last looked at.
    pub(crate) at: Option<Timestamp>,
    /// Whether new badges carry it, once it is accepted.
    pub(crate) carried: bool,
    /// Of one that waits: what there is to doubt about who endorses.
    pub(crate) doubts: Vec<Doubt>,
}

/// What came of bringing one.
#[derive(Debug)]
pub(crate) struct Came {
    /// What was brought and waits for the place's answer, also where it waited before.
    pub(crate) waiting: Vec<Known>,
    /// What was brought and had been accepted before: nothing is to be answered.
    pub(crate) accepted: Vec<Known>,
    /// Whether anything of it was not here yet.
    pub(crate) news: bool,
}

/// What came of something that was wanted.
pub(crate) type Outcome<T> = Result<Result<T, Vec<Problem>>, EndorseError>;

/// One form that was found good.
struct Good {
    badge: Badge,
    form: (&'static str, Vec<u8>),
    verdict: &'static str,
}

/// Verifies what somebody brings, and keeps it until the place decides. All that is in it is good, or nothing is kept. What is
/// here already, byte for byte, is told and not asked about again.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn bring(app: &App, by: &Actor, place: PlaceId, brought: Brought, words: &Speech) -> Outcome<Came> {
    let Some(ours) = Ours::read(app, place).await? else { return Ok(Err(Vec::new())) };
    let name = brought.name();
    let wrong = |refusal: &Refusal| Ok(Err(vec![refused(refusal, &name, words)]));
    let (sight, own) = (Sight::new(app), ours.ids.clone());
    let goods = match tokio::task::spawn_blocking(move || examined(&brought, &sight, &own)).await?? {
        Ok(goods) => goods,
        Err(Examined::Unread) => return Ok(Err(vec![unfit(&Unfit::Unread, &name, words)])),
        Err(Examined::Refused(refusal)) => return wrong(&refusal),
    };
    let now = app.now();
    let mut homes = Vec::new();
    for one in &goods {
        let subject = one.badge.recipient.id.clone().unwrap_or_default();
        let Some((home, what)) = ours.home(&mut app.storage.read().await?, place, &subject).await? else {
            return wrong(&Refusal::Elsewhere { subject });
        };
        homes.push((home, what));
    }
    // What lies there is read before anything is changed, and must be the same then: nobody waits for the object store.
    let (mut work, theres) = loop {
        let mut theres = Vec::new();
        for (home, _) in &homes {
            theres.push(lying(app, place, &home.folder()).await?);
        }
        let mut work = app.storage.write().await?;
        work.hold(place).await?;
        let mut same = true;
        for ((home, _), (files, _)) in homes.iter().zip(&theres) {
            same &= work.files(place, &format!("{}/", home.folder())).await? == *files;
        }
        if same {
            break (work, theres);
        }
    };
    let mut waiting = work.offers(place).await?;
    let (mut here, mut news) = (Vec::new(), false);
    for ((one, (home, what)), (_, there)) in goods.into_iter().zip(homes).zip(theres) {
        let offered: Vec<(String, Received)> = waiting.iter().filter_map(|o| offered(o, &home, now)).collect();
        let names = || there.iter().chain(&offered).map(|(name, received)| (name.as_str(), &received.badge));
        let name = match name_among(&one.badge, names()) {
            Ok(Some(name)) => name,
            // Its other form is there.
            Ok(None) => {
                let other = names().find(|(_, badge)| badge.id == one.badge.id);
                here.extend(other.map(|(name, _)| format!("{}/{name}", home.folder())));
                continue;
            }
            Err(refusal) => return wrong(&refusal),
        };
        let folder = format!("{}/{name}", home.folder());
        here.push(folder.clone());
        let same = |(known, received): &(String, Received)| *known == name && is_same(received, &one.form);
        if there.iter().any(same) || waiting.iter().any(|offer| offer.folder == folder && waits(offer, &one.form)) {
            continue;
        }
        news = true;
        if waiting.len() >= WAITING && waiting.iter().all(|other| other.folder != folder) {
            return Ok(Err(vec![Problem::new("too_many", "", words.s("endorsement-too-many"))]));
        }
        let (form, bytes) = one.form;
        let mut offer =
            Offer { folder, what, embedded: None, jwt: None, verdict: one.verdict.to_owned(), came: now.unix() };
        if form == JWT {
            offer.jwt = Some(bytes)
        } else {
            offer.embedded = Some(bytes)
        }
        work.put_offer(place, &offer).await?;
        waiting.retain(|other| other.folder != offer.folder);
        waiting.push(offer);
    }
    if news {
        work.add_act_about(place, by, "endorsement-came", None, now.unix()).await?;
        work.save().await?;
    } else {
        // Nobody waits for us while the object store is read.
        drop(work);
    }
    let (mut waiting, mut accepted) = list(app, place).await?;
    waiting.retain(|one| here.contains(&one.folder));
    accepted.retain(|one| here.contains(&one.folder) && waiting.iter().all(|other| other.folder != one.folder));
    Ok(Ok(Came { waiting, accepted, news }))
}

/// Whether an accepted one has a form byte for byte, and was found good the last time.
fn is_same(known: &Received, (form, bytes): &(&str, Vec<u8>)) -> bool {
    let noted = &known.note.digests;
    let same = match *form {
        JWT => noted.jwt.is_some() && noted.jwt == Digests::of(None, Some(bytes)).jwt,
        _ => noted.embedded.is_some() && noted.embedded == Digests::of(Some(bytes), None).embedded,
    };
    same && !known.changed && known.note.found == Found::Good
}

/// Whether one that waits has a form byte for byte.
fn waits(offer: &Offer, (form, bytes): &(&str, Vec<u8>)) -> bool {
    let held = if *form == JWT { &offer.jwt } else { &offer.embedded };
    held.as_ref() == Some(bytes)
}

/// Why nothing good was found.
enum Examined {
    Unread,
    Refused(Refusal),
}

fn examined(
    brought: &Brought,
    sight: &Sight,
    own: &[String],
) -> Result<Result<Vec<Good>, Examined>, super::VerifyError> {
    let name = brought.name();
    let files = match brought {
        Brought::File(_, bytes) => vec![bytes.clone()],
        Brought::Address(text) => {
            let Some(url) = address(text) else { return Ok(Err(Examined::Unread)) };
            let mut files = Vec::new();
            if url.as_str().ends_with('/') {
                // The page of an endorsement: its forms lie beside it.
                for file in [EMBEDDED, JWT].iter().filter_map(|form| url.join(form).ok()) {
                    files.extend(sight.at(&file)?);
                }
            }
            if files.is_empty() {
                files.extend(sight.at(&url)?);
            }
            files
        }
    };
    if files.is_empty() {
        return Ok(Err(Examined::Unread));
    }
    let mut found = Vec::new();
    for form in files.iter().flat_map(|bytes| forms(bytes)) {
        let reports = sight.judge(&name, &form.1)?;
        let Some(report) = reports.first() else { continue };
        match good(report, own) {
            Ok(badge) => {
                let named = !matches!(Headline::of(report), Headline::KeyOnly);
                let verdict = if named { "authentic" } else { "key-only" };
                found.push(Good { badge: badge.clone(), form, verdict });
            }
            Err(refusal) => return Ok(Err(Examined::Refused(refusal))),
        }
    }
    Ok(if found.is_empty() { Err(Examined::Refused(Refusal::Nothing)) } else { Ok(found) })
}

/// An offer as it will be once it is accepted, if it is of this home; with its name there.
fn offered(offer: &Offer, home: &Home, now: Timestamp) -> Option<(String, Received)> {
    let name = offer.folder.strip_prefix(&home.folder())?.strip_prefix('/')?;
    Some((name.to_owned(), as_received(offer, now)?))
}

fn as_received(offer: &Offer, now: Timestamp) -> Option<Received> {
    let jwt = offer.jwt.as_deref().map(String::from_utf8_lossy);
    let note = Accepted { accepted: now, checked: now, found: Found::Good, digests: Digests::default(), words: None };
    Received::new(offer.embedded.as_deref(), jwt.as_deref(), note)
}

/// What may be endorsed at a place.
struct Ours {
    place: Place,
    files: Vec<AchievementFile>,
    /// Under which it signs.
    ids: Vec<String>,
}

impl Ours {
    async fn read(app: &App, id: PlaceId) -> Result<Option<Self>, EndorseError> {
        let Some(raw) = Raw::read(app, id).await? else { return Ok(None) };
        let (place, keys) = (raw.place()?, raw.keys()?);
        let files = raw.achievements(&place).into_iter().filter_map(|(_, file)| file.ok()).collect();
        let ids = place_ids(&place, keys.iter().map(|key| &key.public));
        Ok(Some(Self { place, files, ids }))
    }

    /// Which of our things has an id, and what that is called.
    async fn home(
        &self,
        read: &mut Reading,
        place: PlaceId,
        subject: &str,
    ) -> Result<Option<(Home, String)>, StorageError> {
        let award = self.award(read, place, subject).await?;
        let token = award.as_ref().map(|(token, _)| *token);
        let Some(home) = home_of(subject, (&self.place, &self.ids), &self.files, || Ok::<_, StorageError>(token))?
        else {
            return Ok(None);
        };
        let what = match (&home, &award) {
            (Home::Achievement(slug), _) | (Home::Award(_), Some((_, slug))) => self.title(slug),
            _ => self.place.name.clone(),
        };
        Ok(Some((home, what)))
    }

    /// The award that has this id: the id names it by its token.
    async fn award(
        &self,
        read: &mut Reading,
        place: PlaceId,
        subject: &str,
    ) -> Result<Option<(Token, Slug)>, StorageError> {
        let Some(base) = &self.place.base else { return Ok(None) };
        let token = subject.split(['/', ':']).filter_map(Token::parse).next_back();
        let Some(token) = token.or_else(|| Token::parse(&subject.strip_prefix("urn:uuid:")?.replace('-', ""))) else {
            return Ok(None);
        };
        let register = read.register_of(place, token).await?;
        let entry = register.get(token).filter(|entry| {
            let ids = entry.award.credentials.iter().map(|c| c.id.clone());
            let pages = entry.award.credentials.iter().map(|c| base.url(&format_spot(token, c.format)));
            ids.chain(pages).any(|id| id == subject)
        });
        Ok(entry.map(|entry| (token, entry.award.achievement.clone())))
    }

    fn title(&self, slug: &Slug) -> String {
        let file = self.files.iter().find(|file| file.slug == *slug);
        let name = file.and_then(|file| file.texts(self.place.first_language()).name.clone());
        name.unwrap_or_else(|| slug.to_string())
    }

    fn waiting(&self, offer: &Offer, now: Timestamp) -> Option<Known> {
        let one = as_received(offer, now)?;
        let at = Timestamp::from_unix(offer.came);
        Some(Known { at, ..self.known(&offer.folder, &offer.what, &one, (&offer.verdict, "waiting"))? })
    }

    fn known(&self, folder: &str, what: &str, one: &Received, (verdict, state): (&str, &'static str)) -> Option<Known> {
        let home = home_at(folder)?;
        let subject = one.subject().unwrap_or_default();
        Some(Known {
            folder: folder.to_owned(),
            of: home.as_str(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            by: endorser(&one.badge),
            words: one.badge.narrative.clone(),
            since: one.badge.valid_from,
            until: one.badge.valid_until,
            verdict: verdict.to_owned(),
            state,
            at: Some(one.note.checked),
            carried: is_carried(&home, subject, &self.place),
            doubts: Vec::new(),
        })
    }
}

/// Whose a folder of an endorsement is.
fn home_at(folder: &str) -> Option<Home> {
    let (above, _) = folder.rsplit_once('/')?;
    let named = |before: &str| above.strip_prefix(before)?.strip_suffix("/endorsements");
    if let Some(slug) = named("achievements/") {
        return Slug::parse(slug).map(Home::Achievement);
    }
    if let Some(token) = named("awards/") {
        return Token::parse(token).map(Home::Award);
    }
    (above == Home::Place.folder()).then_some(Home::Place)
}

/// Those that wait, and those that were accepted.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn list(app: &App, place: PlaceId) -> Result<(Vec<Known>, Vec<Known>), EndorseError> {
    let Some(ours) = Ours::read(app, place).await? else { return Ok((Vec::new(), Vec::new())) };
    let now = app.now();
    let mut read = app.storage.read().await?;
    let offers = read.offers(place).await?;
    let mut kept: Vec<Badge> = Vec::new();
    let mut accepted = Vec::new();
    let folders = read.watched(place).await?;
    drop(read);
    for folder in folders {
        let (Some(one), _) = one(app, place, &folder).await? else { continue };
        let what = match home_at(&folder) {
            Some(Home::Achievement(slug)) => ours.title(&slug),
            Some(Home::Award(token)) => {
                let register = app.storage.read().await?.register_of(place, token).await?;
                register.get(token).map(|entry| ours.title(&entry.award.achievement)).unwrap_or_default()
            }
            _ => ours.place.name.clone(),
        };
        kept.push(one.badge.clone());
        let by_key = one.badge.issuer.id.as_deref().is_some_and(|id| id.starts_with("did:key:"));
        let verdict = if by_key { "key-only" } else { "authentic" };
        accepted.extend(ours.known(&folder, &what, &one, (verdict, state(&one, now))));
    }
    // Before somebody consents, they read whose name it may be.
    let doubted = |offer: &Offer| {
        let badge = as_received(offer, now)?.badge;
        Some(Known { doubts: doubts(&badge, &ours.place.name, &kept), ..ours.waiting(offer, now)? })
    };
    Ok((offers.iter().filter_map(doubted).collect(), accepted))
}

const fn state_of(holding: Holding) -> &'static str {
    match holding {
        Holding::Holds => "valid",
        Holding::NotYet(_) => "not_yet",
        Holding::Over(_) => "expired",
        Holding::Withdrawn(_) => "revoked",
        Holding::Suspended(_) => "suspended",
        Holding::KeyGone(_) => "key_gone",
        Holding::Bad(_) => "bad",
        Holding::Changed => "changed",
    }
}

fn state(one: &Received, now: Timestamp) -> &'static str {
    state_of(one.holding(now))
}

/// Paths with digests.
type Files = Vec<(String, String)>;

/// What was accepted in a folder, with the files that it was read from.
async fn lying(app: &App, place: PlaceId, above: &str) -> Result<(Files, Vec<(String, Received)>), StorageError> {
    let below = format!("{above}/");
    let files = app.storage.read().await?.files(place, &below).await?;
    let all = received_named(app, place, &below, &files).await?;
    Ok((files, all))
}

/// An accepted one, and the files of its folder that it was read from.
async fn one(app: &App, place: PlaceId, folder: &str) -> Result<(Option<Received>, Files), StorageError> {
    let Some((above, name)) = folder.rsplit_once('/') else { return Ok((None, Files::new())) };
    let below = format!("{folder}/");
    let files = app.storage.read().await?.files(place, &below).await?;
    let all = received_named(app, place, &format!("{above}/"), &files).await?;
    Ok((all.into_iter().find(|(known, _)| known == name).map(|(_, one)| one), files))
}

/// The folder of an endorsement by the last part of it, which is a digest: waiting or accepted.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn folder_of(app: &App, place: PlaceId, name: &str) -> Result<Option<String>, StorageError> {
    let mut read = app.storage.read().await?;
    let mut folders: Vec<String> = read.offers(place).await?.into_iter().map(|offer| offer.folder).collect();
    folders.extend(read.watched(place).await?);
    Ok(folders.into_iter().find(|folder| folder.rsplit('/').next() == Some(name)))
}

/// Accepts what waits, after it was verified once more; `false` where there is none.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn accept(app: &App, by: &Actor, place: PlaceId, folder: &str, words: &Speech) -> Outcome<bool> {
    let find = |offers: Vec<Offer>| offers.into_iter().find(|offer| offer.folder == folder);
    let Some(offer) = find(app.storage.read().await?.offers(place).await?) else { return Ok(Ok(false)) };
    let Some(ours) = Ours::read(app, place).await? else { return Ok(Ok(false)) };
    let name = offer.what.clone();
    let held: Vec<Vec<u8>> = offer.embedded.iter().chain(&offer.jwt).cloned().collect();
    let (sight, own) = (Sight::new(app), ours.ids.clone());
    let again = move || {
        for bytes in held {
            if let Err(why) = examined(&Brought::File(String::new(), bytes), &sight, &own)? {
                return Ok(Err(why));
            }
        }
        Ok::<_, super::VerifyError>(Ok(()))
    };
    match tokio::task::spawn_blocking(again).await?? {
        Ok(()) => {}
        Err(Examined::Refused(refusal)) => return Ok(Err(vec![refused(&refusal, &name, words)])),
        Err(Examined::Unread) => return Ok(Err(vec![refused(&Refusal::Nothing, &name, words)])),
    }
    let (mut paths, mut contents) = (Vec::new(), Vec::new());
    for (form, bytes) in [(EMBEDDED, &offer.embedded), (JWT, &offer.jwt)] {
        if let Some(bytes) = bytes {
            paths.push(format!("{folder}/{form}"));
            contents.push(bytes.clone());
        }
    }
    let now = app.now();
    let (before, lay) = one(app, place, folder).await?;
    let before = before.map(|one| one.note);
    let new = Digests::of(offer.embedded.as_deref(), offer.jwt.as_deref());
    let held = before.as_ref().map(|note| note.digests.clone()).unwrap_or_default();
    let endorsed = as_received(&offer, now).and_then(|one| one.subject().map(str::to_owned)).unwrap_or_default();
    // What was endorsed is what was there the first time.
    let words_then = before.as_ref().and_then(|note| note.words.clone()).or_else(|| {
        let Some(Home::Achievement(slug)) = home_at(folder) else { return None };
        let file = ours.files.iter().find(|file| file.slug == slug)?;
        ours.place.words_of(file, &endorsed)
    });
    let note = Accepted {
        accepted: before.map_or(now, |note| note.accepted),
        checked: now,
        found: Found::Good,
        digests: Digests { embedded: new.embedded.or(held.embedded), jwt: new.jwt.or(held.jwt) },
        words: words_then,
    };
    paths.push(format!("{folder}/{NOTE}"));
    contents.push(note.to_json().into_bytes());
    // Objects first.
    let coming = removing::put_all(app, place, contents).await?;
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    // It is what was verified, and somebody may have decided meanwhile.
    if find(work.offers(place).await?).is_none_or(|other| other != offer)
        || work.files(place, &format!("{folder}/")).await? != lay
    {
        return Ok(Ok(false));
    }
    if !work.take_up(&coming).await? {
        return Err(StorageError::Going(Going).into());
    }
    for (path, digest) in paths.iter().zip(coming.digests()) {
        work.put_file(place, path, digest).await?;
    }
    work.remove_offer(place, folder).await?;
    work.add_act_about(place, by, "endorsement-accepted", None, now.unix()).await?;
    work.save().await?;
    coming.kept();
    Ok(Ok(true))
}

/// Refuses what waits; `false` where there is none.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn refuse(app: &App, by: &Actor, place: PlaceId, folder: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    let was = work.remove_offer(place, folder).await?;
    work.add_act_about(place, by, "endorsement-refused", None, app.now().unix()).await?;
    work.save().await?;
    Ok(was)
}

/// Takes an accepted one away; `false` where there is none.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn remove(app: &App, by: &Actor, place: PlaceId, folder: &str) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if !work.watched(place).await?.iter().any(|known| known == folder) {
        return Ok(false);
    }
    for (path, _) in work.files(place, &format!("{folder}/")).await? {
        work.remove_file(place, &path).await?;
    }
    work.add_act_about(place, by, "endorsement-removed", None, app.now().unix()).await?;
    work.save().await?;
    removing::let_go(app, place).await?;
    Ok(true)
}

/// Verifies all that were accepted once more, and notes which of them hold. What cannot be asked now stays as it was.
/// Tells how many were found not to hold that did before.
///
/// # Errors
/// See [`EndorseError`].
pub(crate) async fn check(app: &App, place: PlaceId) -> Result<usize, EndorseError> {
    let folders = app.storage.read().await?.watched(place).await?;
    let mut ended = 0;
    for folder in folders {
        ended += usize::from(check_one(app, place, &folder).await?);
    }
    Ok(ended)
}

async fn check_one(app: &App, place: PlaceId, folder: &str) -> Result<bool, EndorseError> {
    let (before, lay) = one(app, place, folder).await?;
    let Some(before) = before.filter(|one| !one.changed) else { return Ok(false) };
    let bytes = match (&before.embedded, &before.jwt) {
        (Some(value), _) => value.to_compact().into_bytes(),
        (None, Some(token)) => token.clone().into_bytes(),
        (None, None) => return Ok(false),
    };
    let sight = Sight::new(app);
    let reports = tokio::task::spawn_blocking(move || sight.judge("", &bytes)).await??;
    let Some(report) = reports.first().filter(|report| report.verdict != Verdict::Inconclusive) else {
        return Ok(false);
    };
    let found = found(report);
    let now = app.now();
    let news = found != before.note.found;
    if !news && before.note.checked.day() == now.day() {
        return Ok(false);
    }
    let note = Accepted { checked: now, found, ..before.note.clone() };
    let coming = removing::put_all(app, place, vec![note.to_json().into_bytes()]).await?;
    let mut work = app.storage.write().await?;
    // What is shown says since when it holds: another day is another page.
    work.touch(place).await?;
    // Somebody may have taken it away, or accepted another form, while it was asked.
    if work.files(place, &format!("{folder}/")).await? == lay && work.take_up(&coming).await? {
        work.put_file(place, &format!("{folder}/{NOTE}"), &coming.digests().concat()).await?;
        work.save().await?;
        coming.kept();
    }
    Ok(news && found != Found::Good)
}

/// Does the job that looks again.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn work(app: &App, worker: &Worker, job: &Job) -> Result<Done, WorkError> {
    let folders = app.storage.read().await?.watched(job.place).await?;
    for folder in folders {
        if !worker.still_at(app, job).await? {
            return Ok(Done::Lost);
        }
        worker.while_at(app, job, check_one(app, job.place, &folder)).await?;
    }
    Ok(Done::Later(ROUND))
}
