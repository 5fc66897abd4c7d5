//! `/api/v1/achievements/{slug}/picture`: what an achievement looks like.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use badge_core::language::Lang;
use badge_core::place::Slug;
use serde::Deserialize;
use utoipa::IntoParams;

use super::achievements::{AchievementTold, told, was};
use super::caller::{self, Asked, tagged};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::achievements::{self, Stage};
use crate::app::desk::desk;
use crate::app::drawing::{self, Brought};
use crate::app::logo;
use crate::app::places;
use crate::app::problem::Problem;
use crate::app::tokens::{Bearer, Scope};
use crate::fault::Fault;
use crate::state::App;
use crate::visitor::Visitor;

/// Which of its versions, and in which language its title is where it is drawn with one.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct InWhich {
    /// The draft's, where there is one; for tokens with the scope admin.
    #[serde(default)]
    draft: bool,
    /// `fr` or `en`.
    lang: Option<String>,
}

/// The picture of an achievement, without a badge in it: its own, or as it is drawn. The ETag is the achievement's, for a change;
/// while the team has a draft, that is the draft's.
#[utoipa::path(
    get, path = "/api/v1/achievements/{slug}/picture", tag = "achievements", operation_id = "getAchievementPicture",
    params(("slug" = String, Path, description = "Its short name"), InWhich),
    responses(
        (status = 200, description = "The picture",
            content((Vec<u8> = "image/png"), (Vec<u8> = "image/svg+xml")),
            headers(("ETag" = String, description = "The version of the achievement, for If-Match"))),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(slug): Path<String>,
    asked: Asked<InWhich>,
) -> Result<Response, Trouble> {
    let asked = caller::asked(asked)?;
    let place = holder.need(if asked.draft { Scope::Admin } else { Scope::Read })?;
    let slug = Slug::parse(&slug).ok_or(Trouble::Missing)?;
    let lang = asked.lang.as_deref().and_then(Lang::from_tag).unwrap_or(visitor.lang);
    let worked = achievements::one(&app, place, &slug).await.map_err(Fault::from)?.ok_or(Trouble::Missing)?;
    let desk = desk(&app, place).await?;
    let (file, version) = if asked.draft && worked.stage != Stage::Published {
        (&worked.file, &worked.version)
    } else {
        let Some(Ok(file)) = desk.achievements.get(&slug) else { return Err(Trouble::Missing) };
        (file, worked.published.as_ref().unwrap_or(&worked.version))
    };
    let card = places::card(&app, place).await.map_err(Fault::from)?;
    let lang = file.language_for(&card, lang);
    let (kind, bytes) = achievements::picture(&app, place, card, file.clone(), lang).await.map_err(Fault::from)?;
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(kind)), (CONTENT_SECURITY_POLICY, policy)];
    Ok(tagged((headers, bytes).into_response(), version))
}

/// Bring the picture of an achievement: a PNG or an SVG of 512 kB at most, checked as a logo is. It takes the place of one that
/// was drawn, also in a draft; badges that were awarded keep theirs. `If-Match` names the version that the change began from, or is
/// `*` for whatever is there.
#[utoipa::path(
    put, path = "/api/v1/achievements/{slug}/picture", tag = "achievements", operation_id = "changeAchievementPicture",
    params(
        ("slug" = String, Path, description = "Its short name"),
        ("If-Match" = String, Header, description = "The ETag that it was read with, or *"),
    ),
    request_body(content((Vec<u8> = "image/png"), (Vec<u8> = "image/svg+xml"))),
    responses(
        (status = 200, description = "It is there", body = AchievementTold),
        (status = 412, description = "Somebody else changed it meanwhile", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let slug = Slug::parse(&slug).ok_or(Trouble::Missing)?;
    let was = was(&headers)?;
    if body.len() > logo::MOST {
        return Err(Fault::TooLarge.into());
    }
    let done = drawing::put(&app, &holder.actor(), (place, &slug), body.to_vec(), was).await.map_err(Fault::from)?;
    match done {
        Brought::Done => {
            let worked = achievements::one(&app, place, &slug).await.map_err(Fault::from)?.ok_or(Trouble::Missing)?;
            told(&app, &visitor, place, &slug, (worked.stage == Stage::Draft, axum::http::StatusCode::OK)).await
        }
        Brought::Nothing => Err(Trouble::Missing),
        Brought::Changed => Err(Trouble::Changed),
        Brought::Unread(problems) => {
            Err(Trouble::Invalid(Problem::of_achievement(&problems, (&app.words, visitor.lang))))
        }
        Brought::Fault(fault) => {
            let said = fault.said(app.words.of(visitor.lang));
            Err(Trouble::Invalid(vec![Problem::new(fault.code(), "", said)]))
        }
    }
}
