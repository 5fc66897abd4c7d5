//! What places publish, for people and for machines.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;

use crate::fault::Fault;
use crate::page;
use crate::state::App;
use crate::visitor::Visitor;

/// Answers whatever no route of the server's own answers.
pub(crate) async fn answer(State(app): State<App>, visitor: Visitor, request: Request) -> Result<Response, Fault> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Fault::Method);
    }
    if request.uri().path() == "/" {
        return Ok(page::home(&app, &visitor));
    }
    Err(Fault::NotFound)
}
