//! What the team sees of awards: looking for them, one of them, how many there are; and awarding with a form.

use std::sync::Arc;

use badge_core::issue::is_email;
use badge_core::place::people::Removal;
use badge_core::place::register::AwardStatus;
use badge_core::place::{AchievementFile, Place, Slug, Spot, Token, may_go_out, state_of};
use badge_core::time::Timestamp;

use super::accounts::AccountId;
use super::awarding::{AwardError, Done, Order, Outcome, award, one, several};
use super::desk::desk;
use super::paging::{cut, one_more};
use crate::state::App;
use crate::storage::{Actor, Found, PlaceId, Reading, StorageError, Wanted};

/// Awards of one page.
const PAGE: usize = 30;
/// Awards that are read together where many are wanted.
const MANY: usize = 200;
/// Digits of the short form of an award's name.
const SHORT: usize = 8;
/// Badges that are said not to be theirs, of one page.
pub(crate) const CLAIMS: i64 = 200;
/// People whose badges are shown for one search, at most.
const NAMES: usize = 500;

/// What is looked for. Empty texts ask for nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    /// A part of a name or of an address, or the name of an award: all of it, or its beginning.
    pub(crate) text: String,
    pub(crate) achievement: String,
    pub(crate) before: Option<i64>,
    /// Those alone that are said not to be theirs, and that nobody saw to.
    pub(crate) claimed: bool,
}

/// One award, as the team sees it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) token: Token,
    /// One permanent word: `valid`, `revoked`, …
    pub(crate) state: &'static str,
    pub(crate) achievement: Slug,
    /// Under which id whoever it is of is kept, where the place knows them.
    pub(crate) person: Option<Token>,
    /// Whoever it is of, where the place knows.
    pub(crate) name: Option<String>,
    pub(crate) address: Option<String>,
    /// Whether letters can go there: it is no DID.
    pub(crate) is_mail: bool,
    pub(crate) date: Timestamp,
    pub(crate) expires: Option<Timestamp>,
    /// Its page, where there is one.
    pub(crate) page: Option<String>,
    /// Since when it does not hold, and why.
    pub(crate) ended: Option<(Timestamp, Option<String>)>,
    /// Whoever it is of does not want it shown.
    pub(crate) removed: Option<Removal>,
    /// They said that it is not theirs, and nobody saw to it yet.
    pub(crate) claimed: bool,
}

/// What a search finds.
#[derive(Debug)]
pub(crate) struct FoundAwards {
    /// Newest first.
    pub(crate) awards: Vec<Seen>,
    /// From where to go on.
    pub(crate) next: Option<i64>,
    /// More people are meant than are looked for ([`NAMES`]): whatever is done to all of these would leave others out.
    pub(crate) partial: bool,
}

/// The awards that are looked for.
pub(crate) async fn search(app: &App, place: PlaceId, query: &Query) -> Result<FoundAwards, StorageError> {
    let mut looking = Looking::begin(app, place, query).await?;
    let awards = looking.page(app, PAGE).await?;
    Ok(FoundAwards { awards, next: looking.before.filter(|_| looking.more), partial: looking.partial })
}

/// All that is looked for, newest first, at most so many; `None` where more people are meant than are looked for.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn every(
    app: &App,
    place: PlaceId,
    query: &Query,
    most: usize,
) -> Result<Option<Vec<Seen>>, StorageError> {
    let mut looking = Looking::begin(app, place, query).await?;
    if looking.partial {
        return Ok(None);
    }
    let mut all = Vec::new();
    while looking.more && all.len() < most {
        all.extend(looking.page(app, MANY.min(most - all.len())).await?);
    }
    all.truncate(most);
    Ok(Some(all))
}

/// Looking for awards, a part at a time: what is held is a part, however much is found.
pub(crate) struct Looking {
    place: PlaceId,
    card: Place,
    achievement: String,
    meant: Meant,
    before: Option<i64>,
    /// Whether there may be more.
    pub(crate) more: bool,
    /// See [`FoundAwards::partial`].
    pub(crate) partial: bool,
}

/// Which awards a text means.
enum Meant {
    /// These, and no others.
    Awards(Vec<Token>),
    /// Those of these people.
    People(Found),
    /// All of them.
    All,
}

impl Looking {
    /// Begins to look for what a query says.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn begin(app: &App, place: PlaceId, query: &Query) -> Result<Self, StorageError> {
        let card = super::places::card(app, place).await?;
        let mut read = app.storage.read().await?;
        let meant = match query.claimed {
            true => Meant::Awards(read.claims(place, CLAIMS).await?),
            false => meant(&mut read, place, query.text.trim()).await?,
        };
        let achievement = query.achievement.clone();
        let partial = matches!(&meant, Meant::People(found) if found.more);
        Ok(Self { place, card, achievement, meant, before: query.before, more: true, partial })
    }

    /// The next ones, at most so many. What was awarded since it began is not among them.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub(crate) async fn page(&mut self, app: &App, most: usize) -> Result<Vec<Seen>, StorageError> {
        let mut read = app.storage.read().await?;
        let tokens = match &self.meant {
            Meant::Awards(tokens) => {
                self.more = false;
                tokens.clone()
            }
            other => {
                let wanted = Wanted {
                    achievement: Some(self.achievement.as_str()).filter(|slug| !slug.is_empty()),
                    people: if let Meant::People(found) = other { Some(found.ids.as_slice()) } else { None },
                    since: None,
                    until: None,
                };
                let from = self.before.unwrap_or(i64::MAX);
                let mut found = read.newest(self.place, &wanted, (from, one_more(most))).await?;
                self.more = cut(&mut found, most);
                self.before = found.last().map(|(seq, _)| *seq);
                found.into_iter().map(|(_, token)| token).collect()
            }
        };
        let mut all = Vec::with_capacity(tokens.len());
        for done in several(&mut read, self.place, &tokens).await? {
            all.push(marked(&mut read, self.place, seen(app, &self.card, &done)).await?);
        }
        Ok(all)
    }
}

async fn meant(read: &mut Reading, place: PlaceId, text: &str) -> Result<Meant, StorageError> {
    if text.is_empty() {
        return Ok(Meant::All);
    }
    if let Some(token) = Token::parse(text) {
        return Ok(Meant::Awards(vec![token]));
    }
    // The beginning of it is what pages, letters and files show.
    let begin = text.to_ascii_lowercase();
    if begin.len() >= SHORT && begin.bytes().all(|b| b.is_ascii_hexdigit()) {
        let mut found = read.awards_beginning(place, &begin, one_more(PAGE)).await?;
        cut(&mut found, PAGE);
        if !found.is_empty() {
            return Ok(Meant::Awards(found));
        }
    }
    Ok(Meant::People(ids(read, place, text).await?))
}

/// Everybody who is meant by a text, under every id they had: an address as a whole, or beginnings of words.
async fn ids(read: &mut Reading, place: PlaceId, text: &str) -> Result<Found, StorageError> {
    if is_email(text) {
        let known = read.person_at(place, &text.to_lowercase()).await?;
        return Ok(Found { ids: known.iter().flat_map(|(id, _)| known.ids(id)).collect(), more: false });
    }
    read.ids_found(place, text, NAMES).await
}

/// Everybody at a place whose name or address a text means, under every id they had. Empty where nobody is.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn people_called(read: &mut Reading, place: PlaceId, text: &str) -> Result<Found, StorageError> {
    ids(read, place, text.trim()).await
}

/// One award.
pub(crate) async fn see(app: &App, place: PlaceId, token: Token) -> Result<Option<Seen>, StorageError> {
    let card = super::places::card(app, place).await?;
    let mut read = app.storage.read().await?;
    of(app, &mut read, place, &card, token).await
}

/// How many badges are said not to be theirs, and nobody saw to it.
///
/// # Errors
/// See [`StorageError`].
pub(crate) async fn claimed(app: &App, place: PlaceId) -> Result<usize, StorageError> {
    Ok(app.storage.read().await?.claims(place, CLAIMS).await?.len())
}

async fn of(
    app: &App,
    read: &mut Reading,
    place: PlaceId,
    card: &Place,
    token: Token,
) -> Result<Option<Seen>, StorageError> {
    let Some(done) = one(read, place, token).await? else { return Ok(None) };
    Ok(Some(marked(read, place, seen(app, card, &done)).await?))
}

/// Marks what is said not to be theirs; they said so as they removed it.
async fn marked(read: &mut Reading, place: PlaceId, seen: Seen) -> Result<Seen, StorageError> {
    let claimed = seen.removed.is_some() && read.is_claimed(place, seen.token).await?;
    Ok(Seen { claimed, ..seen })
}

fn seen(app: &App, card: &Place, done: &Done) -> Seen {
    let (award, now) = (&done.entry.award, app.now());
    let person = award.person.and_then(|id| done.people.get(id));
    let shown = may_go_out(&done.entry, &done.people, now).is_ok();
    Seen {
        token: award.token,
        state: state_of(&done.entry, &done.people, now),
        achievement: award.achievement.clone(),
        person: award.person.map(|id| done.people.main_id(id)).filter(|id| done.people.contains(*id)),
        name: person.as_ref().and_then(|person| person.name.clone()),
        address: person.as_ref().and_then(|person| person.email.clone().or_else(|| person.did.clone())),
        is_mail: person.as_ref().is_some_and(|person| person.email.is_some()),
        date: award.date,
        expires: award.expires,
        page: card.base.as_ref().filter(|_| shown).map(|base| base.url(&Spot::Award(award.token))),
        removed: person.and_then(|person| person.removed.get(&award.token).copied()),
        claimed: false,
        ended: match &done.entry.status {
            AwardStatus::Revoked { since, reason } | AwardStatus::Suspended { since, reason } => {
                Some((*since, reason.clone()))
            }
            AwardStatus::Active => None,
        },
    }
}

/// The achievements that can be awarded, by short name.
pub(crate) async fn ready(app: &App, place: PlaceId) -> Result<Vec<AchievementFile>, AwardError> {
    let desk = desk(app, place).await?;
    Ok(desk.achievements.values().filter_map(|file| file.as_ref().ok()).cloned().collect())
}

/// Awards, and notes who did it in the same transaction.
pub(crate) async fn give(app: &App, by: AccountId, place: PlaceId, order: Order) -> Result<Outcome, AwardError> {
    // A form knows days alone, and today is no earlier than now: what was endorsed this morning is carried.
    let today = app.now().day();
    let order = Order { date: order.date.filter(|date| date.day() != today), ..order };
    let orders: Arc<[Order]> = Arc::from([order]);
    let outcomes = award(app, place, Some(&Actor::Account(by)), &orders, None).await?;
    Ok(outcomes.into_iter().next().unwrap_or_else(|| Err(Vec::new())))
}

/// How many awards there are: by achievement and month.
pub(crate) async fn counts(app: &App, place: PlaceId) -> Result<Vec<(String, String, i64)>, StorageError> {
    app.storage.read().await?.counts(place).await
}
