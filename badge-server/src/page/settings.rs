//! What a place says of itself, and its keys; for those who administer it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::text;
use serde::Deserialize;

use super::fields::Fields;
use super::{Frame, place_frame, refuse, show};
use crate::app::logo;
use crate::app::places::{self, Refusal};
use crate::app::settings::{self, Edit, KeySeen};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "settings.html")]
struct Page<'a> {
    frame: Frame<'a>,
    problem: Option<String>,
    done: Option<String>,
    edit: Edit,
    /// The logo, as a data address: what it is published at may be on another host.
    logo: Option<String>,
    logo_action: String,
    base: Option<String>,
    keys: Vec<(KeySeen, String)>,
    action: String,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(just): Query<Just>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let done = match just.done.as_str() {
        "logo" => Some(t.s("logo-taken")),
        "logo-pale" => Some(t.s("logo-pale")),
        "logo-removed" => Some(t.s("logo-gone")),
        _ => None,
    };
    let edit = Edit::of(&places::card(&app, member.place).await?);
    page(&app, &visitor, member, edit, (done, None)).await
}

pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    edit: Edit,
    (done, problem): (Option<String>, Option<String>),
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let keys = if card.base.is_some() { settings::keys(app, member.place).await? } else { Vec::new() };
    let state = |key: &KeySeen| match &key.retired {
        Some(day) => t.v("key-retired", "day", day),
        None => t.s("key-signs"),
    };
    let page = Page {
        frame: place_frame(t, &card, member, t.s("settings-title"), route::SETTINGS),
        problem,
        done,
        edit,
        logo: logo::picture(app, member.place)
            .await?
            .map(|(kind, bytes)| format!("data:{kind};base64,{}", text::base64(&bytes))),
        logo_action: format!("{}?lang={lang}", of_place(route::LOGO, member.place)),
        keys: keys.into_iter().map(|key| (key.clone(), state(&key))).collect(),
        base: card.base.map(|base| base.base().to_owned()),
        action: format!("{}?lang={lang}", of_place(route::SETTINGS, member.place)),
    };
    Ok(show(lang, &page))
}

pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let by = signed.account().id;
    match fields.text("do") {
        "save" => {
            let said = |name: &str| fields.text(name).replace("\r\n", "\n");
            let edit = Edit {
                name: said("name"),
                email: said("email"),
                url: said("url"),
                fr: said("fr"),
                en: said("en"),
                ob2: fields.text("ob2") == "yes",
            };
            if let Err(refusal) = settings::change(&app, by, member.place, &edit).await? {
                let problem = match refusal {
                    Refusal::Name => t.s("place-no-name"),
                    Refusal::Email => t.s("place-no-email"),
                    Refusal::Address | Refusal::Taken => t.s("problem-not-an-address"),
                };
                return Ok(refuse(page(&app, &visitor, member, edit, (None, Some(problem))).await?));
            }
        }
        "rotate" if fields.text("sure") == "yes" => drop(settings::rotate(&app, Some(by), member.place).await?),
        "rotate" => {
            let edit = Edit::of(&places::card(&app, member.place).await?);
            let problem = Some(t.s("key-sure-first"));
            return Ok(refuse(page(&app, &visitor, member, edit, (None, problem)).await?));
        }
        _ => return Err(Fault::Refused),
    }
    Ok(see(&format!("{}?lang={}", of_place(route::SETTINGS, member.place), visitor.lang)))
}
