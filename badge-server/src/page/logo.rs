//! The logo of a place, on the page of its settings.

use axum::extract::{Multipart, State};
use axum::response::Response;

use super::fields::Uploaded;
use super::flaws::Flaws;
use super::refuse;
use super::settings::{page, to_settings};
use crate::app::logo;
use crate::app::places;
use crate::app::settings::Edit;
use crate::fault::Fault;
use crate::guard::{Member, Signed};
use crate::state::App;
use crate::visitor::Visitor;

/// Takes in a logo, or removes it.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    form: Multipart,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let by = signed.account().id;
    let sent = Uploaded::read(form, logo::MOST).await?;
    let done = match (sent.fields.text("do"), sent.file) {
        ("remove", _) => {
            logo::remove(&app, by, member.place).await?;
            "logo-removed"
        }
        ("put", file) => {
            let problem = match file {
                None => t.s("logo-nothing"),
                Some((_, bytes)) => match logo::put(&app, by, member.place, bytes).await? {
                    Ok(taken) => {
                        return Ok(to_settings(member, &visitor, if taken.seen { "logo" } else { "logo-pale" }));
                    }
                    Err(fault) => fault.said(t),
                },
            };
            let edit = Edit::of(&places::card(&app, member.place).await?);
            let version = edit.version();
            return Ok(refuse(
                page(&app, &visitor, member, (edit, version), (None, Some(Flaws::at("logo", problem).into()))).await?,
            ));
        }
        _ => return Err(Fault::Refused),
    };
    Ok(to_settings(member, &visitor, done))
}
