//! The logo of a place, on the page of its settings.

use axum::extract::{Multipart, State};
use axum::response::Response;

use super::fields::Uploaded;
use super::flaws::Flaws;
use super::refuse;
use super::settings::page;
use crate::app::logo::{self, LogoFault};
use crate::app::places;
use crate::app::settings::Edit;
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
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
                    Ok(taken) => return Ok(back(member, &visitor, if taken.seen { "logo" } else { "logo-pale" })),
                    Err(LogoFault::NotAPicture) => t.s("logo-not-a-picture"),
                    Err(LogoFault::NotWhole) => t.s("logo-not-whole"),
                    Err(LogoFault::Active) => t.s("logo-active"),
                    Err(LogoFault::Empty) => t.s("logo-empty"),
                    Err(LogoFault::TooMuch) => t.s("logo-too-much"),
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
    Ok(back(member, &visitor, done))
}

fn back(member: Member, visitor: &Visitor, done: &str) -> Response {
    see(&format!("{}?lang={}&done={done}", of_place(route::SETTINGS, member.place), visitor.lang))
}
