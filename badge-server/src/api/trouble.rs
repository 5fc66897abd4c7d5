//! What goes wrong in the API, as problem documents (RFC 9457) that say what to do about it.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::awarding::AwardError;
use crate::app::desk::DeskError;
use crate::app::problem::Problem;
use crate::app::tokens::Scope;
use crate::fault::{Fault, Said};

/// Before each type.
const TYPE: &str = "urn:badge-server:problem:";

/// Why there is no other answer (RFC 9457). `type` is permanent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProblemDocument)]
pub(crate) struct ProblemDocument {
    /// `urn:badge-server:problem:` and one word: `unauthorized`, `forbidden`, `missing`, `refused`, `invalid`,
    /// `key-reused`, `no-address`, `taken`, `changed`, `busy`, `large`, `method`, `slow`, `away`, `sealed`,
    /// `broken`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// For people who write programs.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What is special about this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// What has to be mended, member by member, where the request was understood and cannot be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Problem>,
}

/// Why a handler of the API has no other answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// 401: no token, or one that is not good (any more).
    Unauthorized,
    /// 403: the token is not for this.
    Scope(Scope),
    /// 404
    Missing,
    /// 400: not JSON, or not what is written in the document of the API.
    Malformed(String),
    /// 422: understood, and it cannot be done.
    Invalid(Vec<Problem>),
    /// 422: the key came with another request before.
    KeyReused,
    /// 409: the place has no address.
    NoAddress,
    /// 409: there is something of that name.
    Taken,
    /// 412: it was changed meanwhile.
    Changed,
    /// 429, or 503 when others were faster again and again.
    Busy(StatusCode),
    /// Whatever is told in one word.
    Fault(Fault),
}

impl Trouble {
    fn document(self) -> (StatusCode, ProblemDocument) {
        let (status, word, title, detail, problems) = match self {
            Self::Unauthorized => (
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "A token of the place is needed: Authorization: Bearer badge_…",
                None,
                Vec::new(),
            ),
            Self::Scope(scope) => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "The token is not for this.",
                Some(format!("It needs the scope {}.", scope.as_str())),
                Vec::new(),
            ),
            Self::Missing => (StatusCode::NOT_FOUND, "missing", "There is no such thing here.", None, Vec::new()),
            Self::Malformed(why) => (
                StatusCode::BAD_REQUEST,
                "refused",
                "The request is not what this address expects.",
                Some(why),
                Vec::new(),
            ),
            Self::Invalid(problems) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                "The request was understood, and cannot be done.",
                None,
                problems,
            ),
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "This Idempotency-Key came with another request before.",
                None,
                Vec::new(),
            ),
            Self::NoAddress => (
                StatusCode::CONFLICT,
                "no-address",
                "The place has no address yet at which badges could be published.",
                None,
                Vec::new(),
            ),
            Self::Taken => (StatusCode::CONFLICT, "taken", "There is something of that name.", None, Vec::new()),
            Self::Changed => (
                StatusCode::PRECONDITION_FAILED,
                "changed",
                "It was changed meanwhile: look at it again.",
                None,
                Vec::new(),
            ),
            Self::Busy(status) => (status, "busy", "Too much at once. Try again in a moment.", None, Vec::new()),
            Self::Fault(fault) => {
                (fault.status(), fault.name(), "Something broke here. It was written down.", None, Vec::new())
            }
        };
        let document = ProblemDocument {
            kind: format!("{TYPE}{word}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            problems,
        };
        (status, document)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        if let Self::Fault(fault) = self {
            return fault.into_response();
        }
        let (status, document) = self.document();
        let body = serde_json::to_string(&document).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(Said);
        response
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<crate::app::StorageError> for Trouble {
    fn from(error: crate::app::StorageError) -> Self {
        Self::Fault(Fault::from(error))
    }
}

impl From<AwardError> for Trouble {
    fn from(error: AwardError) -> Self {
        match error {
            AwardError::Busy | AwardError::Overtaken => Self::Busy(StatusCode::SERVICE_UNAVAILABLE),
            AwardError::Desk(error) => error.into(),
            other => Self::Fault(Fault::from(other)),
        }
    }
}

impl From<DeskError> for Trouble {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NoAddress => Self::NoAddress,
            other => Self::Fault(Fault::from(other)),
        }
    }
}
