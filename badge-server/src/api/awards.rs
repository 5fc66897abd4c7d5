//! `/api/v1/awards`: awarding, looking, taking back.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use badge_core::place::card::code_of;
use badge_core::place::register::AwardStatus;
use badge_core::place::{Addresses, Ending, Spot, Token, may_go_out, state_of};
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::{self, Asked, Keyed, json, read, written};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::awarding::{Also, AwardError, Done, Outcome, also, award_at, one, several};
use crate::app::awards::{CLAIMS, people_called};
use crate::app::desk::{desk, desk_for};
use crate::app::paging::{cut, one_more};
use crate::app::problem::{Obstacle, Problem};
use crate::app::revoking::{Change, Changed, change};
use crate::app::tokens::{Bearer, Scope};
use crate::app::wish::AwardWish;
use crate::app::{PlaceId, Reading, Wanted};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Awards of one page, at most.
const MOST: usize = 200;

/// An award as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Award)]
pub(crate) struct AwardTold {
    /// Its name, for ever.
    pub(crate) id: String,
    /// `valid`, `revoked`, `suspended`, `expired`, `not_yet` before the day from which it holds, `waiting` for consent, `removed` where the person does not want it
    /// shown, `erased` with the person.
    pub(crate) state: String,
    /// The short name of the achievement.
    pub(crate) achievement: String,
    /// The address of the person, where the place knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    /// Their name, where the place knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// When it was earned.
    pub(crate) date: String,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<String>,
    /// When it was written down.
    pub(crate) recorded: String,
    /// The badge's page; nothing of a badge that waits is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<String>,
    /// The picture with the badge in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) picture: Option<String>,
    /// The signed forms.
    pub(crate) credentials: Vec<CredentialTold>,
    /// Since when it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// Why it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// Whoever it is of does not want it shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) removed: Option<RemovedTold>,
    /// By which a card is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// It was so before: nothing was done.
    pub(crate) already: bool,
    /// What the request called it.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
}

/// That a badge is not shown, because somebody said so who got the letter about it. The badge itself is not changed by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Removed)]
pub(crate) struct RemovedTold {
    /// Since when.
    pub(crate) since: String,
    /// `not-me`: it is not theirs, they say; `asked`: they want no page.
    pub(crate) why: String,
    /// Nobody of the place saw to it yet that it is not theirs; told where awards are looked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) open: bool,
}

/// A signed form of an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Credential)]
pub(crate) struct CredentialTold {
    /// `ob3`, `ob3-jwt`, `ob2-hosted`, `ob2-signed`.
    pub(crate) format: String,
    /// What it calls itself.
    pub(crate) id: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

impl AwardTold {
    pub(crate) fn of(done: &Done, base: &Addresses, reference: Option<&str>, now: Timestamp) -> Self {
        let (award, people) = (&done.entry.award, &done.people);
        let person = award.person.and_then(|id| people.get(id));
        let shown = may_go_out(&done.entry, people, now).is_ok();
        let url = |spot: Spot| shown.then(|| base.url(&spot));
        let (since, reason) = match &done.entry.status {
            AwardStatus::Revoked { since, reason } | AwardStatus::Suspended { since, reason } => {
                (Some(since.to_string()), reason.clone())
            }
            AwardStatus::Active => (None, None),
        };
        let credential = |c: &badge_core::place::register::Issued| CredentialTold {
            format: c.format.as_str().to_owned(),
            id: c.id.clone(),
            url: url(Spot::Award(award.token)).map(|page| format!("{page}{}", c.format.file_name())),
        };
        let picture = award.files.names().find_map(Ending::of_file);
        Self {
            id: award.token.to_string(),
            state: state_of(&done.entry, people, now).to_owned(),
            achievement: award.achievement.as_str().to_owned(),
            to: person.as_ref().and_then(|p| p.email.clone().or_else(|| p.did.clone())),
            name: person.as_ref().and_then(|p| p.name.clone()),
            date: award.date.to_string(),
            expires: award.expires.map(|end| end.to_string()),
            recorded: done.entry.at.to_string(),
            page: url(Spot::Award(award.token)),
            picture: picture.and_then(|ending| url(Spot::AwardImage(award.token, ending))),
            credentials: award.credentials.iter().map(credential).collect(),
            since,
            reason,
            removed: person.as_ref().and_then(|p| p.removed.get(&award.token)).map(|removal| RemovedTold {
                since: removal.at.to_string(),
                why: removal.why.as_str().to_owned(),
                open: false,
            }),
            code: code_of(&done.entry, people).map(|code| code.to_string()),
            already: done.already,
            reference: reference.map(str::to_owned),
        }
    }
}

/// An award as it stands, with whether somebody saw to what is said of it.
async fn told(
    read: &mut Reading,
    place: PlaceId,
    done: &Done,
    (base, now): (&Addresses, Timestamp),
) -> Result<AwardTold, Trouble> {
    let mut told = AwardTold::of(done, base, None, now);
    if let Some(removed) = &mut told.removed {
        removed.open = read.is_claimed(place, done.entry.award.token).await?;
    }
    Ok(told)
}

/// Award an achievement to a person.
///
/// To the same person, for the same achievement, on the same day it is awarded once: asked again, the award that is
/// there is told (200). An `Idempotency-Key` does the same for whatever else may be sent twice.
#[utoipa::path(
    post, path = "/api/v1/awards", tag = "awards", operation_id = "award",
    params(("Idempotency-Key" = Option<String>, Header, description = "Under the same key the same answer is given, for a day")),
    request_body = AwardWish,
    responses(
        (status = 201, description = "Awarded", body = AwardTold),
        (status = 200, description = "It was there already", body = AwardTold),
        (status = 422, description = "It cannot be awarded", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["award"])),
)]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Award)?;
    let keyed = Keyed::of(&holder, &headers, "award", &body)?;
    let wish: AwardWish = read(&body)?;
    let order = wish.understood(None, (&app.words, visitor.lang), app.now());
    let order = order.map_err(|wrong| Trouble::Invalid(Obstacle::all_told(wrong, visitor.lang)))?;
    let orders: Arc<[_]> = Arc::from([order]);
    loop {
        if let Some(keyed) = &keyed
            && let Some(answer) = keyed.before(&app).await?
        {
            return Ok(answer);
        }
        let at = desk_for(&app, &holder).await?;
        let base = at.base.clone();
        let now = app.now();
        let reference = wish.reference.clone();
        let answer = move |outcomes: &[Outcome]| -> Option<(StatusCode, String)> {
            let done = outcomes.first()?.as_ref().ok()?;
            let told = AwardTold::of(done, &base, reference.as_deref(), now);
            let status = if done.already { StatusCode::OK } else { StatusCode::CREATED };
            Some((status, serde_json::to_string(&told).ok()?))
        };
        let (kept, keyed_too) = (answer.clone(), keyed.clone());
        let also = also(move |work, outcomes| {
            let (keyed, kept) = (keyed_too.clone(), kept(outcomes));
            Box::pin(async move {
                // What cannot be done may be mended, and sent again under the same key.
                let Some((keyed, kept)) = keyed.zip(kept) else { return Ok(()) };
                if keyed.keep(work, kept, now.unix()).await? { Ok(()) } else { Err(AwardError::Overtaken) }
            })
        });
        let also = keyed.is_some().then(|| Arc::new(also) as Arc<Also>);
        let done = award_at(&app, (place, Some(at)), Some(&holder.actor()), &orders, also).await;
        let outcomes = match done {
            Err(AwardError::Overtaken) => continue,
            other => other?,
        };
        if let Some((status, body)) = answer(&outcomes) {
            return Ok(written(status, body));
        }
        let problems = outcomes.into_iter().find_map(Result::err).unwrap_or_default();
        return Err(Trouble::Invalid(Obstacle::all_told(problems, visitor.lang)));
    }
}

/// Which awards are looked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// The short name of an achievement.
    achievement: Option<String>,
    /// An e-mail address or a DID, whole.
    to: Option<String>,
    /// A part of a name: the beginnings of its words, without accents and in small letters or not. What means more than 500 people is refused (`too_many_people`).
    name: Option<String>,
    /// The first day on which it was earned, like `2026-03-31`.
    since: Option<String>,
    /// The last day, like `2026-03-31`.
    until: Option<String>,
    /// Those alone that are said not to be theirs, and that nobody saw to yet: at most 200, the oldest first, whatever else is
    /// looked for.
    #[serde(default)]
    not_theirs: bool,
    /// Where the page before ended: its `next`.
    before: Option<i64>,
    /// How many at most: 50, or up to 200.
    limit: Option<usize>,
    /// The language of messages, `fr` or `en`.
    #[serde(rename = "lang")]
    _lang: Option<String>,
}

/// A page of awards.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = AwardPage)]
pub(crate) struct AwardPage {
    /// The newest first.
    pub(crate) awards: Vec<AwardTold>,
    /// Where the next page begins; not there at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<i64>,
}

/// Look for awards, the newest first.
#[utoipa::path(
    get, path = "/api/v1/awards", tag = "awards", operation_id = "listAwards",
    params(Search),
    responses(
        (status = 200, description = "Those that are found", body = AwardPage),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    query: Asked<Search>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Read)?;
    let search = caller::asked(query)?;
    let (since, until) = days(&search, app.words.of(visitor.lang))?;
    let base = desk(&app, place).await?.base.clone();
    let mut read = app.storage.read().await?;
    if search.not_theirs {
        let tokens = read.claims(place, CLAIMS).await?;
        let found = several(&mut read, place, &tokens).await?;
        return page_of(&mut read, place, (&found, None), (&base, app.now())).await;
    }
    let people = match &search.to {
        Some(to) => {
            let to = to.trim();
            let to = if to.starts_with("did:") { to.to_owned() } else { to.to_lowercase() };
            let people = read.person_at(place, &to).await?;
            let ids: Vec<Token> = people.iter().next().map(|(id, _)| people.ids(id)).unwrap_or_default();
            Some(ids)
        }
        None => None,
    };
    let called = match search.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => {
            let called = people_called(&mut read, place, name).await?;
            // Some would be missing, page after page, and nobody would see it.
            if called.more {
                let message = app.words.of(visitor.lang).s("badges-partial");
                return Err(Trouble::Invalid(vec![Problem::new("too_many_people", "name", message)]));
            }
            Some(called.ids)
        }
        None => None,
    };
    // Both said: those whom both mean.
    let people = match (people, called) {
        (Some(people), Some(called)) => Some(people.into_iter().filter(|id| called.contains(id)).collect()),
        (people, called) => people.or(called),
    };
    let wanted = Wanted {
        achievement: search.achievement.as_deref(),
        people: people.as_deref(),
        since: since.as_deref(),
        until: until.as_deref(),
    };
    let limit = search.limit.unwrap_or(50).clamp(1, MOST);
    let mut found = read.newest(place, &wanted, (search.before.unwrap_or(i64::MAX), one_more(limit))).await?;
    let more = cut(&mut found, limit);
    let next = found.last().map(|(seq, _)| *seq).filter(|_| more);
    let tokens: Vec<Token> = found.into_iter().map(|(_, token)| token).collect();
    let found = several(&mut read, place, &tokens).await?;
    page_of(&mut read, place, (&found, next), (&base, app.now())).await
}

async fn page_of(
    read: &mut Reading,
    place: PlaceId,
    (found, next): (&[Done], Option<i64>),
    at: (&Addresses, Timestamp),
) -> Result<Response, Trouble> {
    let mut awards = Vec::with_capacity(found.len());
    for done in found {
        awards.push(told(read, place, done, at).await?);
    }
    json(StatusCode::OK, &AwardPage { awards, next })
}

/// The first day and the last one, as they are compared. What is no day finds nothing that anybody could rely on.
fn days(search: &Search, words: &Speech) -> Result<(Option<String>, Option<String>), Trouble> {
    let mut problems = Vec::new();
    let mut day = |field, said: &Option<String>| {
        let said = said.as_deref().map(str::trim).filter(|said| !said.is_empty())?;
        let day = Timestamp::parse(&format!("{said}T00:00:00Z")).ok().map(Timestamp::day);
        if day.is_none() {
            problems.push(Problem::new("not_a_date", field, words.s("problem-not-a-date")));
        }
        day
    };
    let days = (day("since", &search.since), day("until", &search.until));
    if problems.is_empty() { Ok(days) } else { Err(Trouble::Invalid(problems)) }
}

/// One award.
#[utoipa::path(
    get, path = "/api/v1/awards/{award}", tag = "awards", operation_id = "getAward",
    params(("award" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The award as it stands", body = AwardTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn get(
    State(app): State<App>,
    holder: Bearer,
    Path(award): Path<String>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Read)?;
    let token = Token::parse(&award).ok_or(Trouble::Missing)?;
    let base = desk(&app, place).await?.base.clone();
    let mut read = app.storage.read().await?;
    let done = one(&mut read, place, token).await?.ok_or(Trouble::Missing)?;
    json(StatusCode::OK, &told(&mut read, place, &done, (&base, app.now())).await?)
}

/// Why an award is taken back, or given back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// It is published, and names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

/// Take an award back. Its page says so at once, and so does the status list.
#[utoipa::path(
    post, path = "/api/v1/awards/{award}/revoke", tag = "awards", operation_id = "revoke",
    params(("award" = String, Path, description = "Its id")),
    request_body = Why,
    responses(
        (status = 200, description = "It does not hold (any more)", body = AwardTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["revoke"])),
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(award): Path<String>,
    body: Bytes,
) -> Result<Response, Trouble> {
    changed(&app, &visitor, &holder, &award, &body, Change::Revoke).await
}

/// Give an award back that was taken back.
#[utoipa::path(
    post, path = "/api/v1/awards/{award}/reinstate", tag = "awards", operation_id = "reinstate",
    params(("award" = String, Path, description = "Its id")),
    request_body = Why,
    responses(
        (status = 200, description = "It holds (again)", body = AwardTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["revoke"])),
)]
pub(crate) async fn reinstate(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(award): Path<String>,
    body: Bytes,
) -> Result<Response, Trouble> {
    changed(&app, &visitor, &holder, &award, &body, Change::Reinstate).await
}

async fn changed(
    app: &App,
    visitor: &Visitor,
    holder: &Bearer,
    award: &str,
    body: &Bytes,
    what: Change,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Revoke)?;
    let token = Token::parse(award).ok_or(Trouble::Missing)?;
    let why: Why = if body.is_empty() { Why::default() } else { read(body)? };
    let base = desk(app, place).await?.base.clone();
    let by = holder.actor();
    match change(app, &by, place, token, (what, why.reason.as_deref())).await? {
        Changed::Done(done) => {
            let mut read = app.storage.read().await?;
            json(StatusCode::OK, &told(&mut read, place, &done, (&base, app.now())).await?)
        }
        Changed::Missing => Err(Trouble::Missing),
        Changed::Wrong(problems) => Err(Trouble::Invalid(Obstacle::all_told(problems, visitor.lang))),
    }
}
