//! `/api/v1/endorsements`: what partners bring, what waits, what the place gives.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::endorsing::Doubt;
use badge_core::language::Lang;
use badge_core::place::register::{Endorsed, GivenEntry};
use badge_core::place::{Addresses, Spot, Token};
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::{json, read};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::endorsing::given::{self, Wish};
use crate::app::endorsing::received::{self, Known};
use crate::app::endorsing::{Brought, EndorseError, MOST};
use crate::app::places::card;
use crate::app::problem::Problem;
use crate::app::revoking::Change;
use crate::app::tokens::{Bearer, Scope};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// An endorsement that somebody brings, or something to be endorsed: one of both.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndorsementBrought {
    /// Where it lies: `https://…`, reachable from everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
    /// The signed text itself, byte for byte: JSON, or a JWT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<String>,
}

/// Something to be endorsed, and what to say of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndorsementWish {
    /// Where it lies: a badge, an achievement, a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
    /// The text itself, where it is not read at an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<String>,
    /// Of a badge: `achievement` (what is meant when nothing is said), `badge` or `issuer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<String>,
    /// Why (Markdown). With the skills, at most 2,000 letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<String>,
    /// Skills that are endorsed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) skills: Vec<String>,
    /// `fr` or `en`; the place's first one where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// The last day on which it holds (`2027-03-02`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// Even where what is endorsed does not hold, or nothing confirms it.
    #[serde(default)]
    pub(crate) anyway: bool,
}

/// Why something is taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndorsementReason {
    /// It is published, and may name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

/// An endorsement of something of this place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EndorsementReceived)]
pub(crate) struct ReceivedTold {
    /// Its name here.
    pub(crate) id: String,
    /// `achievement`, `badge` or `issuer`.
    pub(crate) of: String,
    /// What that is called.
    pub(crate) title: String,
    /// Its id.
    pub(crate) subject: String,
    /// Who endorses: the name is what they write, the id what was proven.
    pub(crate) by: String,
    /// Their words (Markdown).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<String>,
    /// Since when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// `authentic`, or `key-only` where the name is not proven.
    pub(crate) verdict: String,
    /// `waiting`, `valid`, `not_yet`, `expired`, `revoked`, `suspended`, `key_gone`, `bad`, `changed`.
    pub(crate) state: String,
    /// When it was last verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verified: Option<String>,
    /// Whether new badges carry it once it is accepted.
    pub(crate) carried: bool,
    /// Of one that waits: what there is to doubt about who endorses, to be read before anybody consents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) doubts: Vec<DoubtTold>,
}

/// A doubt about the name of who endorses: the proof is good, and the name may still be somebody else's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EndorsementDoubt)]
pub(crate) struct DoubtTold {
    /// `unproven` (nothing proves the name), `our-name` (the place's own), `same-name` (that of somebody whom it knows).
    pub(crate) code: String,
    /// In words.
    pub(crate) message: String,
}

/// An endorsement that this place gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EndorsementGiven)]
pub(crate) struct GivenTold {
    /// Its name, for ever.
    pub(crate) id: String,
    /// `achievement`, `badge` or `issuer`.
    pub(crate) of: String,
    /// What that is called.
    pub(crate) title: String,
    /// The id of what it endorses.
    pub(crate) subject: String,
    /// From when on it holds.
    pub(crate) date: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    /// `valid`, `expired`, `revoked`, `suspended`.
    pub(crate) state: String,
    /// Its page; the signed files lie beside it.
    pub(crate) page: String,
}

/// All endorsements of a place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct EndorsementList {
    /// Those that wait for the place's consent: nothing of them is published.
    pub(crate) waiting: Vec<ReceivedTold>,
    /// Those that it accepted.
    pub(crate) received: Vec<ReceivedTold>,
    /// Those that it gave.
    pub(crate) given: Vec<GivenTold>,
}

/// What waits now.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct EndorsementsWaiting {
    /// What was brought, verified; also where it waited before.
    pub(crate) waiting: Vec<ReceivedTold>,
    /// What was brought and had been accepted before: nothing is asked of anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) accepted: Vec<ReceivedTold>,
}

/// What became of those that are shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct EndorsementsChecked {
    /// How many of them held before and do not any more.
    pub(crate) ended: usize,
}

impl ReceivedTold {
    fn of(known: &Known, words: &Speech) -> Self {
        let doubt = |doubt: &Doubt| DoubtTold { code: doubt.code().to_owned(), message: doubt.text(words.catalog()) };
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            id: known.folder.rsplit('/').next().unwrap_or_default().to_owned(),
            of: known.of.to_owned(),
            title: known.what.clone(),
            subject: known.subject.clone(),
            by: known.by.clone(),
            comment: known.words.clone(),
            since: text(known.since),
            until: text(known.until),
            verdict: known.verdict.clone(),
            state: known.state.to_owned(),
            verified: text(known.at),
            carried: known.carried,
            doubts: known.doubts.iter().map(doubt).collect(),
        }
    }
}

impl GivenTold {
    fn of(entry: &GivenEntry, base: Option<&Addresses>, now: Timestamp) -> Self {
        let given = &entry.given;
        Self {
            id: given.token.to_string(),
            of: given.of.as_str().to_owned(),
            title: given.title.clone(),
            subject: given.subject.clone(),
            date: given.date.to_string(),
            until: given.expires.map(|end| end.to_string()),
            state: given::state(entry, now).to_owned(),
            page: base.map(|base| base.url(&Spot::Endorsement(given.token))).unwrap_or_default(),
        }
    }
}

impl From<EndorseError> for Trouble {
    fn from(error: EndorseError) -> Self {
        match error {
            EndorseError::Busy => Self::Busy(StatusCode::SERVICE_UNAVAILABLE),
            EndorseError::Desk(error) => error.into(),
            other => Self::Fault(other.into()),
        }
    }
}

/// One of both, or a problem.
fn brought(address: Option<String>, document: Option<String>, words: &Speech) -> Result<Brought, Trouble> {
    match (address, document) {
        (Some(address), None) => Ok(Brought::Address(address)),
        (None, Some(text)) if text.len() <= MOST => Ok(Brought::File("document".to_owned(), text.into_bytes())),
        _ => {
            let message = words.s("problem-address-or-document");
            Err(Trouble::Invalid(vec![Problem::new("address_or_document", "address", message)]))
        }
    }
}

/// All endorsements: waiting, received, given.
#[utoipa::path(
    get, path = "/api/v1/endorsements", tag = "endorsements", operation_id = "listEndorsements",
    responses(
        (status = 200, description = "All of them", body = EndorsementList),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn list(State(app): State<App>, visitor: Visitor, holder: Bearer) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Read)?;
    let told = |known: &Known| ReceivedTold::of(known, app.words.of(visitor.lang));
    let (waiting, received) = received::list(&app, place).await?;
    let (base, now) = (card(&app, place).await?.base, app.now());
    let given = given::list(&app, place).await?;
    let list = EndorsementList {
        waiting: waiting.iter().map(told).collect(),
        received: received.iter().map(told).collect(),
        given: given.iter().map(|entry| GivenTold::of(entry, base.as_ref(), now)).collect(),
    };
    json(StatusCode::OK, &list)
}

/// Bring an endorsement. It is verified, and waits for the place's consent.
#[utoipa::path(
    post, path = "/api/v1/endorsements/received", tag = "endorsements", operation_id = "bringEndorsement",
    request_body = EndorsementBrought,
    responses(
        (status = 202, description = "It is good, and waits", body = EndorsementsWaiting),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["endorse"])),
)]
pub(crate) async fn bring(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Endorse)?;
    let wish: EndorsementBrought = read(&body)?;
    let words = app.words.of(visitor.lang);
    let brought = brought(wish.address, wish.document, words)?;
    let came = received::bring(&app, &holder.actor(), place, brought, words).await?.map_err(Trouble::Invalid)?;
    let told = |all: &[Known]| all.iter().map(|known| ReceivedTold::of(known, words)).collect();
    let waiting = EndorsementsWaiting { waiting: told(&came.waiting), accepted: told(&came.accepted) };
    json(StatusCode::ACCEPTED, &waiting)
}

/// Consent to an endorsement that waits: it is verified once more, published, and carried by new badges.
#[utoipa::path(
    post, path = "/api/v1/endorsements/received/{endorsement}/accept", tag = "endorsements",
    operation_id = "acceptEndorsement",
    params(("endorsement" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "It is shown", body = ReceivedTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn accept(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(endorsement): Path<String>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let folder = received::folder_of(&app, place, &endorsement).await?.ok_or(Trouble::Missing)?;
    let words = app.words.of(visitor.lang);
    if !received::accept(&app, &holder.actor(), place, &folder, words).await?.map_err(Trouble::Invalid)? {
        return Err(Trouble::Missing);
    }
    let (_, received) = received::list(&app, place).await?;
    let one = received.iter().find(|known| known.folder == folder).ok_or(Trouble::Missing)?;
    json(StatusCode::OK, &ReceivedTold::of(one, words))
}

/// Refuse an endorsement that waits.
#[utoipa::path(
    post, path = "/api/v1/endorsements/received/{endorsement}/refuse", tag = "endorsements",
    operation_id = "refuseEndorsement",
    params(("endorsement" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "It is forgotten"),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn refuse(
    State(app): State<App>,
    holder: Bearer,
    Path(endorsement): Path<String>,
) -> Result<StatusCode, Trouble> {
    decide(&app, &holder, &endorsement, false).await
}

/// Show an accepted endorsement no more. Badges that were given keep it.
#[utoipa::path(
    post, path = "/api/v1/endorsements/received/{endorsement}/remove", tag = "endorsements",
    operation_id = "removeEndorsement",
    params(("endorsement" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "It is gone"),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn remove(
    State(app): State<App>,
    holder: Bearer,
    Path(endorsement): Path<String>,
) -> Result<StatusCode, Trouble> {
    decide(&app, &holder, &endorsement, true).await
}

async fn decide(app: &App, holder: &Bearer, endorsement: &str, accepted: bool) -> Result<StatusCode, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let folder = received::folder_of(app, place, endorsement).await?.ok_or(Trouble::Missing)?;
    let was = if accepted {
        received::remove(app, &holder.actor(), place, &folder).await?
    } else {
        received::refuse(app, &holder.actor(), place, &folder).await?
    };
    if was { Ok(StatusCode::NO_CONTENT) } else { Err(Trouble::Missing) }
}

/// Verify all accepted endorsements once more, now.
#[utoipa::path(
    post, path = "/api/v1/endorsements/received/check", tag = "endorsements", operation_id = "checkEndorsements",
    responses(
        (status = 200, description = "They were verified", body = EndorsementsChecked),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn check(State(app): State<App>, holder: Bearer) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    json(StatusCode::OK, &EndorsementsChecked { ended: received::check(&app, place).await? })
}

/// Endorse something of another place: it is found and verified, and the endorsement signed and published.
#[utoipa::path(
    post, path = "/api/v1/endorsements", tag = "endorsements", operation_id = "giveEndorsement",
    request_body = EndorsementWish,
    responses(
        (status = 201, description = "It is published", body = GivenTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn give(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let wish: EndorsementWish = read(&body)?;
    let words = app.words.of(visitor.lang);
    let (brought, wish) = understood(wish, words)?;
    let entry = given::give(&app, &holder.actor(), place, &brought, &wish, words).await?.map_err(Trouble::Invalid)?;
    let base = card(&app, place).await?.base;
    json(StatusCode::CREATED, &GivenTold::of(&entry, base.as_ref(), app.now()))
}

fn understood(wish: EndorsementWish, words: &Speech) -> Result<(Brought, Wish), Trouble> {
    let mut problems = Vec::new();
    let of = wish.of.as_deref().map(Endorsed::from_name);
    if of == Some(None) {
        problems.push(Problem::new("not_a_kind", "of", words.s("problem-not-a-kind")));
    }
    let language = wish.language.as_deref().map(Lang::from_tag);
    if language == Some(None) {
        problems.push(Problem::new("not_a_language", "language", words.s("problem-not-a-language")));
    }
    let until = wish.until.as_deref().map(|day| Timestamp::parse(&format!("{day}T23:59:59Z")).ok());
    if until == Some(None) {
        problems.push(Problem::new("not_a_date", "until", words.s("endorse-no-day")));
    }
    let brought = brought(wish.address, wish.document, words)?;
    if !problems.is_empty() {
        return Err(Trouble::Invalid(problems));
    }
    let wish = Wish {
        of: of.flatten(),
        comment: wish.comment,
        skills: wish.skills,
        language: language.flatten(),
        until: until.flatten(),
        anyway: wish.anyway,
    };
    Ok((brought, wish))
}

/// Take an endorsement back.
#[utoipa::path(
    post, path = "/api/v1/endorsements/{endorsement}/withdraw", tag = "endorsements",
    operation_id = "withdrawEndorsement",
    params(("endorsement" = String, Path, description = "Its id")),
    request_body = EndorsementReason,
    responses(
        (status = 200, description = "It does not hold (any more)", body = GivenTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(endorsement): Path<String>,
    body: Bytes,
) -> Result<Response, Trouble> {
    changed(&app, &visitor, &holder, &endorsement, &body, Change::Revoke).await
}

/// Give an endorsement again that was taken back.
#[utoipa::path(
    post, path = "/api/v1/endorsements/{endorsement}/reinstate", tag = "endorsements",
    operation_id = "reinstateEndorsement",
    params(("endorsement" = String, Path, description = "Its id")),
    request_body = EndorsementReason,
    responses(
        (status = 200, description = "It holds (again)", body = GivenTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn reinstate(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(endorsement): Path<String>,
    body: Bytes,
) -> Result<Response, Trouble> {
    changed(&app, &visitor, &holder, &endorsement, &body, Change::Reinstate).await
}

async fn changed(
    app: &App,
    visitor: &Visitor,
    holder: &Bearer,
    endorsement: &str,
    body: &Bytes,
    what: Change,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let token = Token::parse(endorsement).ok_or(Trouble::Missing)?;
    let why: EndorsementReason = if body.is_empty() { EndorsementReason::default() } else { read(body)? };
    let words = app.words.of(visitor.lang);
    let changed = given::change(app, &holder.actor(), place, token, (what, why.reason.as_deref()), words).await?;
    let entry = changed.map_err(Trouble::Invalid)?.ok_or(Trouble::Missing)?;
    let base = card(app, place).await?.base;
    json(StatusCode::OK, &GivenTold::of(&entry, base.as_ref(), app.now()))
}
