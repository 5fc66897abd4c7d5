//! `/api/v1/batches`: many awards at once.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use badge_core::language::Lang;
use badge_core::place::Slug;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::{self, Asked, Keyed, json, read, written};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::awarding::{Planned, plan};
use crate::app::batches;
use crate::app::desk::desk;
use crate::app::paging::{cut, one_more};
use crate::app::problem::{Obstacle, Problem};
use crate::app::tokens::{Bearer, Scope};
use crate::app::wish::AwardWish;
use crate::app::{BatchRow, StoredBatch};
use crate::fault::Fault;
use crate::state::App;
use crate::upload::Large;
use crate::visitor::Visitor;

/// Rows of one batch, at most.
const MOST: usize = 10_000;

/// Bytes of a batch.
pub(crate) const BODY: usize = 16 << 20;

/// Many awards that are wanted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchWish {
    /// At most 10,000.
    pub(crate) rows: Vec<AwardWish>,
    /// What the cohort is called: a short name that names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cohort: Option<String>,
    /// Only tell what would be done.
    #[serde(default)]
    pub(crate) dry_run: bool,
}

/// A batch as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Batch)]
pub(crate) struct BatchTold {
    /// Its name; none for a plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// `planned`, `running` or `done`.
    pub(crate) state: String,
    /// How many rows are in which state.
    pub(crate) counts: Counts,
    /// The rows that were asked for.
    pub(crate) rows: Vec<RowTold>,
    /// Where the next rows begin; not there at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<i64>,
}

/// How many rows are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Counts {
    /// Still to be done.
    pub(crate) waiting: i64,
    /// Awarded.
    pub(crate) awarded: i64,
    /// They were there already.
    pub(crate) already: i64,
    /// Something has to be mended first.
    pub(crate) problem: i64,
    /// Somebody of the team stopped the batch before.
    pub(crate) stopped: i64,
}

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BatchRow)]
pub(crate) struct RowTold {
    /// Its number, from 0.
    pub(crate) row: i64,
    /// `waiting`, `awarded`, `already`, `problem` or `stopped`.
    pub(crate) state: String,
    /// The award.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) award: Option<String>,
    /// What has to be mended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Problem>,
    /// What the request called it.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
}

/// Which rows are told.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// From this one on.
    from: Option<i64>,
    /// How many at most: 100, or up to 1,000.
    limit: Option<usize>,
    /// The language of messages, `fr` or `en`.
    #[serde(rename = "lang")]
    _lang: Option<String>,
}

/// Award many at once. They are made in the background; rows that cannot be done stop no other.
#[utoipa::path(
    post, path = "/api/v1/batches", tag = "batches", operation_id = "createBatch",
    params(("Idempotency-Key" = Option<String>, Header, description = "Under the same key the same answer is given, for a day")),
    request_body = BatchWish,
    responses(
        (status = 202, description = "Taken: ask again how far it is", body = BatchTold),
        (status = 200, description = "With `dry_run`: what would be done", body = BatchTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["award"])),
)]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    headers: HeaderMap,
    sent: Large<BODY>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Award)?;
    let sent = sent.whole(&headers).await?;
    let keyed = Keyed::of(&holder, &headers, "batch", &sent.bytes)?;
    let wish: BatchWish = read(&sent.bytes)?;
    let words = app.words.of(visitor.lang);
    if wish.rows.is_empty() || wish.rows.len() > MOST {
        return Err(Trouble::Malformed(format!("rows: from 1 to {MOST}")));
    }
    let no_slug = || Trouble::Invalid(vec![Problem::new("not_a_slug", "cohort", words.s("problem-not-a-slug"))]);
    let cohort = match &wish.cohort {
        Some(text) => Some(Slug::parse(text).ok_or_else(no_slug)?),
        None => None,
    };
    // A place that cannot award says so now, and not in the background.
    desk(&app, place).await?;
    if wish.dry_run {
        let now = app.now();
        let understood: Vec<_> =
            wish.rows.iter().map(|row| row.understood(cohort.as_ref(), (&app.words, visitor.lang), now)).collect();
        let planned = plan(&app, place, understood).await?;
        return json(StatusCode::OK, &told_plan(&wish, planned, visitor.lang));
    }
    if let Some(keyed) = &keyed
        && let Some(answer) = keyed.before(&app).await?
    {
        return Ok(answer);
    }
    let mut work = app.storage.write().await?;
    // Whoever sends the same under the same key at this moment waits here, and finds what was answered.
    work.hold(place).await?;
    if let Some(keyed) = &keyed
        && keyed.is_kept(&mut work).await?
    {
        drop(work);
        return keyed.before(&app).await?.ok_or(Trouble::Busy(StatusCode::SERVICE_UNAVAILABLE));
    }
    let batch =
        batches::add(&mut work, &app, place, &wish.rows, (cohort.as_ref(), visitor.lang), Some(&holder.token)).await?;
    work.add_act_of(place, &holder.actor(), "batch", &batch.id, app.now().unix()).await?;
    let counts = counts(&work.batch_counts(place, &batch.id).await?);
    let told = BatchTold { id: Some(batch.id), state: "running".to_owned(), counts, rows: Vec::new(), next: None };
    let body = serde_json::to_string(&told).map_err(Fault::from)?;
    if let Some(keyed) = &keyed {
        keyed.keep(&mut work, (StatusCode::ACCEPTED, body.clone()), app.now().unix()).await?;
    }
    work.save().await?;
    app.work.wake.notify_one();
    Ok(written(StatusCode::ACCEPTED, body))
}

/// How far a batch is, and what came of its rows.
#[utoipa::path(
    get, path = "/api/v1/batches/{batch}", tag = "batches", operation_id = "getBatch",
    params(("batch" = String, Path, description = "Its id"), Which),
    responses(
        (status = 200, description = "As it stands", body = BatchTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["award"])),
)]
pub(crate) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(id): Path<String>,
    query: Asked<Which>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Award)?;
    let which = caller::asked(query)?;
    let mut read = app.storage.read().await?;
    let batch = read.batch(place, &id).await?.filter(|batch| batch.kind == "award");
    let batch: StoredBatch = batch.ok_or(Trouble::Missing)?;
    let limit = which.limit.unwrap_or(100).clamp(1, 1000);
    let mut rows = read.batch_rows(place, &batch.id, (which.from.unwrap_or(0), one_more(limit)), false).await?;
    let more = cut(&mut rows, limit);
    let next = rows.last().filter(|_| more).map(|row| row.seq + 1);
    let counts = counts(&read.batch_counts(place, &batch.id).await?);
    let state = if counts.waiting == 0 { "done" } else { "running" }.to_owned();
    json(
        StatusCode::OK,
        &BatchTold {
            id: Some(batch.id),
            state,
            counts,
            rows: rows.into_iter().map(|row| told(row, visitor.lang)).collect(),
            next,
        },
    )
}

fn told(row: BatchRow, lang: Lang) -> RowTold {
    RowTold {
        row: row.seq,
        state: row.state,
        award: row.award,
        problems: Obstacle::all_told(Obstacle::kept(row.problems.as_deref()), lang),
        reference: row.reference,
    }
}

fn counts(all: &[(String, i64)]) -> Counts {
    let of = |state: &str| all.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count);
    Counts {
        waiting: of("waiting"),
        awarded: of("awarded"),
        already: of("already"),
        problem: of("problem"),
        stopped: of("stopped"),
    }
}

fn told_plan(wish: &BatchWish, planned: Vec<Planned>, lang: Lang) -> BatchTold {
    let mut counts = Counts::default();
    let mut rows = Vec::with_capacity(planned.len());
    for ((row, wish), planned) in (0..).zip(&wish.rows).zip(planned) {
        let (state, award, problems, count) = match planned {
            Planned::Wrong(problems) => ("problem", None, Obstacle::all_told(problems, lang), &mut counts.problem),
            Planned::Already(award) => ("already", award, Vec::new(), &mut counts.already),
            Planned::Ready => ("waiting", None, Vec::new(), &mut counts.waiting),
        };
        *count += 1;
        let award = award.map(|token| token.to_string());
        rows.push(RowTold { row, state: state.to_owned(), award, problems, reference: wish.reference.clone() });
    }
    BatchTold { id: None, state: "planned".to_owned(), counts, rows, next: None }
}
