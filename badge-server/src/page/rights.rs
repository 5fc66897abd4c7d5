//! What somebody who got badges may ask of a place: a copy of all that it keeps on them, and that it forgets them (D-05).
//! Every letter promises both.

use axum::extract::{Path, State};
use axum::response::Response;
use badge_core::place::Token;

use super::fields::Fields;
use super::{file, note};
use crate::api::people::told;
use crate::app::Actor;
use crate::app::desk::desk;
use crate::app::persons::{self, Whose};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;

/// All of it, as a file to be handed to them.
pub(crate) async fn held(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    let id = Token::parse(&id).ok_or(Fault::NotFound)?;
    let held = persons::held(&app, member.place, Whose::Id(id)).await?.ok_or(Fault::NotFound)?;
    let base = desk(&app, member.place).await?.base.clone();
    let bytes = serde_json::to_vec_pretty(&told(&held, &base, app.now()))?;
    // The name of the file says nothing of them: it stays in lists of downloads.
    Ok(file("person.json", "application/json", bytes))
}

/// Forgets them, for good, once that was confirmed.
pub(crate) async fn erase(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let id = Token::parse(&id).ok_or(Fault::NotFound)?;
    if fields.text("sure") != "yes" {
        // A form without the tick: nothing was done, and it is there again.
        if !persons::is_known(&app, member.place, Whose::Id(id)).await? {
            return Err(Fault::NotFound);
        }
        return Ok(see(&format!("{}?lang={}&done=unsure", super::person::path(member, id), visitor.lang)));
    }
    let by = Actor::Account(signed.account().id);
    let gone = persons::erase(&app, &by, member.place, Whose::Id(id)).await?.ok_or(Fault::NotFound)?;
    let t = app.words.of(visitor.lang);
    let here = of_place(route::BADGES, member.place);
    let tables = gone.tables.iter().map(|name| t.v("erased-table", "name", name));
    let more = tables.chain([t.s("erased-reach")]).collect();
    Ok(note(&app, visitor.lang, &here, t.s("erased-title"), t.s("erased-lead"), more))
}
