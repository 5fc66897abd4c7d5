//! Why a request is not answered as it was meant. A handler returns one; the layer of its audience makes it a page, a
//! problem document or a plain status (`layer`).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::drawn::Crowded;
use crate::storage;

/// What went wrong. It carries nothing that a visitor may not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 404
    NotFound,
    /// 405
    Method,
    /// 400: not what was expected here.
    Refused,
    /// 403: signed in, but not for this.
    Forbidden,
    /// 403: a form that another site sent.
    Forged,
    /// 413
    TooLarge,
    /// 429
    TooMany,
    /// 503: the sealing key is missing, and nothing can be signed.
    Sealed,
    /// 503, after the time that a request may take.
    TooSlow,
    /// 503: the database or the object store is not there, or too many wait for what only a few can do at a time.
    Away,
    /// 500: we are at fault, or the world is. The cause is in the log.
    Broken,
}

impl Fault {
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Refused => StatusCode::BAD_REQUEST,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow | Self::Away | Self::Sealed => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The word of it in sentences' ids and in problem documents.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NotFound => "missing",
            Self::Method => "method",
            Self::Refused => "refused",
            Self::Forbidden => "forbidden",
            Self::Forged => "forged",
            Self::TooLarge => "large",
            Self::TooMany => "busy",
            Self::TooSlow => "slow",
            Self::Away => "away",
            Self::Sealed => "sealed",
            Self::Broken => "broken",
        }
    }

    /// The fault behind an answer that some part of the framework made by itself.
    pub(crate) fn of(response: &Response) -> Option<Self> {
        if let Some(fault) = response.extensions().get::<Self>() {
            return Some(*fault);
        }
        match response.status() {
            _ if response.extensions().get::<Said>().is_some() => None,
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::Method),
            StatusCode::INTERNAL_SERVER_ERROR => Some(Self::Broken),
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            status if status.is_client_error() => Some(Self::Refused),
            _ => None,
        }
    }
}

/// Marks an answer that says itself, in its body, why it is not a good one: no layer puts another in its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said;

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Whatever the world does to us: one line in the log, and not a word of it outside.
impl<E: std::error::Error + 'static> From<E> for Fault {
    fn from(error: E) -> Self {
        let (mut causes, mut crowded) = (String::new(), false);
        let mut next = error.source();
        while let Some(cause) = next {
            crowded |= cause.is::<Crowded>();
            causes.push_str(": ");
            causes.push_str(&cause.to_string());
            next = cause.source();
        }
        // Whoever asks for many drawings must not fill the log with faults where there are none.
        if crowded {
            tracing::warn!(error = %format_args!("{error}{causes}"), "a request was sent away");
        } else {
            tracing::error!(error = %format_args!("{error}{causes}"), "a request failed");
        }
        if crowded || storage::is_away(&error) { Self::Away } else { Self::Broken }
    }
}
