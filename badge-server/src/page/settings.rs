//! What a place says of itself, and its keys; for those who administer it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::text;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, place_frame, refuse, show};
use crate::app::logo;
use crate::app::places::{self, Refusal};
use crate::app::settings::{self, Edit, KeySeen};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "settings.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    done: Option<String>,
    edit: Edit,
    /// Which version the form was made from.
    version: String,
    /// What somebody else wrote meanwhile: the field, and their text.
    theirs: Vec<(String, String)>,
    /// The logo, as a data address: what it is published at may be on another host.
    logo: Option<String>,
    has_logo: bool,
    /// It cannot be shown for the moment.
    logo_away: bool,
    /// What is said of it to whoever does not see it.
    logo_alt: Option<String>,
    logo_action: String,
    base: Option<String>,
    /// Each with the day on which it was made, and whether it signs.
    keys: Vec<(KeySeen, String, String)>,
    action: String,
}

/// Why nothing was changed.
pub(super) struct Wrong {
    flaws: Flaws,
    /// Somebody else changed it meanwhile.
    changed: bool,
}

impl From<Flaws> for Wrong {
    fn from(flaws: Flaws) -> Self {
        Self { flaws, changed: false }
    }
}

/// The fields in which theirs says something else, by their labels, with what it says.
fn differing(t: &Speech, own: &Edit, theirs: &Edit) -> Vec<(String, String)> {
    let word = |edit: &Edit| if edit.ob2 { "✓".to_owned() } else { String::new() };
    let pairs = [
        ("place-name", own.name.clone(), theirs.name.clone()),
        ("place-email", own.email.clone(), theirs.email.clone()),
        ("settings-url", own.url.clone(), theirs.url.clone()),
        ("settings-fr", own.fr.clone(), theirs.fr.clone()),
        ("settings-en", own.en.clone(), theirs.en.clone()),
        ("settings-alt-fr", own.alt_fr.clone(), theirs.alt_fr.clone()),
        ("settings-alt-en", own.alt_en.clone(), theirs.alt_en.clone()),
        ("settings-ob2", word(own), word(theirs)),
    ];
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    pairs.into_iter().filter(|(_, own, theirs)| own != theirs).map(|(id, _, text)| (t.s(id), shown(text))).collect()
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
        "saved" => Some(t.s("settings-saved")),
        "rotated" => Some(t.s("key-rotated")),
        "es256" => Some(t.s("key-es256-done")),
        "logo" => Some(t.s("logo-taken")),
        "logo-pale" => Some(t.s("logo-pale")),
        "logo-removed" => Some(t.s("logo-gone")),
        _ => None,
    };
    let edit = Edit::of(&places::card(&app, member.place).await?);
    let version = edit.version();
    page(&app, &visitor, member, (edit, version), (done, None)).await
}

pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (edit, version): (Edit, String),
    (done, problem): (Option<String>, Option<Wrong>),
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let keys = if card.base.is_some() { settings::keys(app, member.place).await? } else { Vec::new() };
    let state = |key: &KeySeen| match key.retired {
        Some(at) => t.v("key-retired", "day", t.day(at)),
        None => t.s("key-signs"),
    };
    let changed = problem.as_ref().is_some_and(|wrong| wrong.changed);
    let (logo, logo_away) = logo::shown(app, member.place).await?;
    let page = Page {
        frame: place_frame(t, &card, member, t.s("settings-title"), route::SETTINGS),
        flaws: problem.map(|wrong| wrong.flaws).unwrap_or_default(),
        done,
        // Where the form is not of what is there now, both are shown.
        theirs: if changed { differing(t, &edit, &Edit::of(&card)) } else { Vec::new() },
        edit,
        version,
        has_logo: card.logo.is_some(),
        logo_away,
        logo: logo.map(|(kind, bytes)| format!("data:{kind};base64,{}", text::base64(&bytes))),
        logo_alt: card.logo_alt.best(lang).map(str::to_owned),
        logo_action: format!("{}?lang={lang}", of_place(route::LOGO, member.place)),
        keys: keys.into_iter().map(|key| (key.clone(), t.day(key.created), state(&key))).collect(),
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
                alt_fr: said("alt-fr"),
                alt_en: said("alt-en"),
                ob2: fields.text("ob2") == "yes",
            };
            let was = fields.text("version").to_owned();
            let Err(refusal) = settings::change(&app, by, member.place, (&edit, &was)).await? else {
                return Ok(to_settings(member, &visitor, "saved"));
            };
            let (flaws, version) = match refusal {
                Refusal::Name => (Flaws::at("name", t.s("place-no-name")), was),
                Refusal::Signs(field) => {
                    let label = if field == "name" { t.s("place-name") } else { t.s(&format!("settings-{field}")) };
                    (Flaws::of(t, field, &label, t.s("problem-hidden-signs")), was)
                }
                Refusal::Email => (Flaws::at("email", t.s("place-no-email")), was),
                Refusal::Address | Refusal::Accents | Refusal::Taken => {
                    (Flaws::of(t, "url", &t.s("settings-url"), t.s("problem-not-an-address")), was)
                }
                Refusal::Changed => {
                    let now = Edit::of(&places::card(&app, member.place).await?);
                    (Flaws::plain(t.s("settings-changed")), now.version())
                }
            };
            let changed = refusal == Refusal::Changed;
            let wrong = Wrong { flaws, changed };
            let page = page(&app, &visitor, member, (edit, version), (None, Some(wrong))).await?;
            Ok(if changed { super::said(page, StatusCode::CONFLICT) } else { refuse(page) })
        }
        "rotate" if fields.text("sure") == "yes" => {
            settings::rotate(&app, Some(by), member.place).await?;
            Ok(to_settings(member, &visitor, "rotated"))
        }
        "es256" if fields.text("sure") == "yes" => {
            settings::sign_es256(&app, by, member.place).await?;
            Ok(to_settings(member, &visitor, "es256"))
        }
        unsure @ ("rotate" | "es256") => {
            let edit = Edit::of(&places::card(&app, member.place).await?);
            let flaws = Flaws::at(format!("sure-{unsure}"), t.s("key-sure-first"));
            let (version, problem) = (edit.version(), Some(flaws.into()));
            Ok(refuse(page(&app, &visitor, member, (edit, version), (None, problem)).await?))
        }
        _ => Err(Fault::Refused),
    }
}

pub(super) fn to_settings(member: Member, visitor: &Visitor, done: &str) -> Response {
    see(&format!("{}?lang={}&done={done}", of_place(route::SETTINGS, member.place), visitor.lang))
}
