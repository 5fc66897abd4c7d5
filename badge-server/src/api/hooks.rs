//! `/api/v1/webhooks`: whom to tell what happens.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::{json, read};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::StoredHook;
use crate::app::hooks::{KINDS, address};
use crate::app::problem::Problem;
use crate::app::programs;
use crate::app::tokens::{Bearer, Scope};
use crate::state::App;
use crate::visitor::Visitor;

/// Messages of the log that are told.
const LOG: i64 = 100;

/// An address that is to be told.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookWish {
    /// `https://…`, reachable from everywhere.
    pub(crate) url: String,
    /// `award.created`, `award.revoked`, `award.reinstated`; all of them where none is named.
    #[serde(default)]
    pub(crate) events: Vec<String>,
}

/// An address that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Webhook)]
pub(crate) struct WebhookTold {
    /// Its name.
    pub(crate) id: String,
    /// The address.
    pub(crate) url: String,
    /// What it is told; everything where none is named.
    pub(crate) events: Vec<String>,
    /// Since when.
    pub(crate) created: String,
    /// Since when it is told nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<String>,
    /// `whsec_…`, which signs (Standard Webhooks). Told once, when it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
}

/// All addresses.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct WebhookList {
    /// The oldest first.
    pub(crate) webhooks: Vec<WebhookTold>,
}

/// What was told, and what came of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct DeliveryList {
    /// The newest first, at most 100.
    pub(crate) deliveries: Vec<DeliveryTold>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Delivery)]
pub(crate) struct DeliveryTold {
    /// Its `webhook-id`, the same at each attempt.
    pub(crate) id: String,
    /// What happened.
    pub(crate) event: String,
    /// When.
    pub(crate) created: String,
    /// `waiting`, `sent` or `failed`.
    pub(crate) state: String,
    /// How often it was tried.
    pub(crate) attempts: i64,
    /// What came of the last attempt: a status, or why there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<String>,
    /// When it was last tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tried: Option<String>,
    /// What was told.
    pub(crate) body: String,
}

fn instant(seconds: i64) -> String {
    Timestamp::from_unix(seconds).map(|at| at.to_string()).unwrap_or_default()
}

fn told(hook: &StoredHook) -> WebhookTold {
    WebhookTold {
        id: hook.id.clone(),
        url: hook.url.clone(),
        events: hook.kinds.split(' ').filter(|kind| !kind.is_empty()).map(str::to_owned).collect(),
        created: instant(hook.created),
        ended: hook.ended.map(instant),
        secret: None,
    }
}

/// Tell an address what happens from now on.
#[utoipa::path(
    post, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "createWebhook",
    request_body = WebhookWish,
    responses(
        (status = 201, description = "With its secret, which is told now and never again", body = WebhookTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let wish: WebhookWish = read(&body)?;
    let words = app.words.of(visitor.lang);
    let mut problems = Vec::new();
    let url = address(&app, &wish.url);
    if url.is_none() {
        problems.push(Problem::new("not_an_address", "url", words.s("problem-not-an-address")));
    }
    if wish.events.iter().any(|kind| !KINDS.contains(&kind.as_str())) {
        problems.push(Problem::new(
            "not_an_event",
            "events",
            words.v("problem-not-an-event", "known", KINDS.join(", ")),
        ));
    }
    let Some(url) = url.filter(|_| problems.is_empty()) else { return Err(Trouble::Invalid(problems)) };
    let made = programs::make_hook(&app, &holder.actor(), place, &url, &wish.events).await?;
    let hooks = app.storage.read().await?.hooks(place).await?;
    let hook = hooks.iter().find(|hook| hook.id == made.id).ok_or(Trouble::Missing)?;
    json(StatusCode::CREATED, &WebhookTold { secret: Some(made.secret), ..told(hook) })
}

/// All addresses that are told, or were.
#[utoipa::path(
    get, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "listWebhooks",
    responses(
        (status = 200, description = "All of them", body = WebhookList),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn list(State(app): State<App>, holder: Bearer) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let webhooks = app.storage.read().await?.hooks(place).await?.iter().map(told).collect();
    json(StatusCode::OK, &WebhookList { webhooks })
}

/// Tell an address nothing more.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{webhook}/end", tag = "webhooks", operation_id = "endWebhook",
    params(("webhook" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "It is told nothing more", body = WebhookTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn end(
    State(app): State<App>,
    holder: Bearer,
    Path(webhook): Path<String>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    programs::end_hook(&app, &holder.actor(), place, &webhook).await?;
    let hooks = app.storage.read().await?.hooks(place).await?;
    let hook = hooks.iter().find(|hook| hook.id == webhook).ok_or(Trouble::Missing)?;
    json(StatusCode::OK, &told(hook))
}

/// What was told to an address, and what came of it.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{webhook}/deliveries", tag = "webhooks", operation_id = "listDeliveries",
    params(("webhook" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The newest first", body = DeliveryList),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn deliveries(
    State(app): State<App>,
    holder: Bearer,
    Path(webhook): Path<String>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let mut read = app.storage.read().await?;
    if !read.hooks(place).await?.iter().any(|hook| hook.id == webhook) {
        return Err(Trouble::Missing);
    }
    let one = |known: crate::app::Delivery| DeliveryTold {
        id: known.id,
        event: known.kind,
        created: instant(known.created),
        state: known.state,
        attempts: known.attempts,
        answer: known.answer,
        tried: known.tried.map(instant),
        body: known.body,
    };
    let deliveries = read.deliveries(place, &webhook, LOG).await?.into_iter().map(one).collect();
    json(StatusCode::OK, &DeliveryList { deliveries })
}

/// What a replay did.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Replayed {
    /// The message goes once more, under its old `webhook-id`.
    pub(crate) id: String,
}

/// Tell something once more.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay", tag = "webhooks",
    operation_id = "replayDelivery",
    params(
        ("webhook" = String, Path, description = "Its id"),
        ("delivery" = String, Path, description = "The message's id")
    ),
    responses(
        (status = 202, description = "It goes once more", body = Replayed),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn again(
    State(app): State<App>,
    holder: Bearer,
    Path((webhook, delivery)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    if !programs::replay(&app, &holder.actor(), place, &webhook, &delivery).await? {
        return Err(Trouble::Missing);
    }
    json(StatusCode::ACCEPTED, &Replayed { id: delivery })
}
