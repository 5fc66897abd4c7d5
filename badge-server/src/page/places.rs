//! The places of whoever is signed in, one of them from inside, and a new one.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::language::Lang;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, place_frame, refuse, role_word, show};
use crate::app::places::{self, Refusal, Wish};
use crate::app::team::PlaceId;
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::role::Right;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;

/// Bytes of the sites that may show a place's pages, with a space between them.
const SITES: usize = 2_000;

#[derive(Template)]
#[template(path = "places.html")]
struct Places<'a> {
    frame: Frame<'a>,
    hello: String,
    places: Vec<Row>,
    /// What is looked for, where a search helps; and where the next ones are.
    search: Option<String>,
    text: String,
    next: Option<String>,
    /// Where a new place is made, for whoever may.
    new: Option<String>,
}

struct Row {
    href: String,
    name: String,
    base: String,
    role: String,
}

/// Places of one page.
const PAGE: usize = 60;
/// So many are found without a search.
const FEW: usize = 8;

/// Which places are looked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: i64,
}

/// The team's first page.
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    Query(search): Query<Search>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let text = search.q.trim();
    let (known, more) = places::of(&app, signed.account(), (text, PlaceId(search.after)), PAGE).await?;
    let asked = !text.is_empty() || search.after > 0;
    let escaped: String = text.bytes().map(|b| format!("%{b:02X}")).collect();
    let next = known.last().filter(|_| more).map(|last| last.id.0);
    let next = next.map(|last| format!("{}?lang={lang}&q={escaped}&after={last}", route::STAFF));
    let row = |known: places::Known| Row {
        href: format!("{}?lang={lang}", of_place(route::PLACE, known.id)),
        name: known.place.name_in(lang).to_owned(),
        base: known.place.base.map(|base| base.base().to_owned()).unwrap_or_default(),
        role: role_word(t, known.role),
    };
    let page = Places {
        frame: Frame::staff(t, t.s("places-title"), route::STAFF),
        hello: t.v("places-hello", "name", &signed.account().name),
        search: (asked || known.len() > FEW).then(|| route::STAFF.to_owned()),
        text: text.to_owned(),
        next,
        places: known.into_iter().map(row).collect(),
        new: signed.account().operator.then(|| format!("{}?lang={lang}", route::NEW_PLACE)),
    };
    Ok(show(lang, &page))
}

#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage<'a> {
    frame: Frame<'a>,
    base: Option<String>,
    email: String,
    role: String,
    /// What can be done here: where, in a word, in a sentence.
    todo: Vec<(String, String, String)>,
    /// Which sites may show its badges, for those who may say so: where the form goes, and one a line.
    frames: Option<(String, String)>,
    flaws: Flaws,
    /// Badges that are said not to be theirs: how many, and where they are listed.
    claimed: Option<(String, String)>,
}

/// A place from inside.
pub(crate) async fn overview(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    overview_page(&app, &visitor, member, None).await
}

/// Says which sites may show its badges.
pub(crate) async fn frame(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let typed = fields.text("frames");
    let t = app.words.of(visitor.lang);
    let sites: Vec<String> = typed.split_whitespace().map(|site| site.trim_end_matches('/').to_owned()).collect();
    // They stand in a header of every page, and proxies and browsers read headers of a few thousand bytes.
    let many = sites.iter().map(|site| site.len() + 1).sum::<usize>() > SITES;
    if !many && places::frame(&app, signed.account().id, member.place, sites).await? {
        return Ok(to_place(member.place, &visitor));
    }
    let flaws = Flaws::at("frames", t.s(if many { "frames-many" } else { "frames-no-site" }));
    Ok(refuse(overview_page(&app, &visitor, member, Some((typed, flaws))).await?))
}

async fn overview_page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    wrong: Option<(&str, Flaws)>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let place = places::card(app, member.place).await?;
    let mut todo = Vec::new();
    let mut offer = |right, path, word: String, sentence: String| {
        if member.role.may(right) {
            todo.push((format!("{}?lang={lang}", of_place(path, member.place)), word, sentence));
        }
    };
    offer(Right::Award, route::AWARD, t.s("award-title"), t.s("award-offer"));
    offer(Right::Award, route::TABLE, t.s("table-title"), t.s("table-offer"));
    let looks = if member.role.may(Right::Award) { t.s("badges-offer") } else { t.s("badges-offer-look") };
    offer(Right::Read, route::BADGES, t.s("badges-title"), looks);
    let looks = if member.role.may(Right::Write) { t.s("achievements-offer") } else { t.s("achievements-offer-look") };
    offer(Right::Read, route::ACHIEVEMENTS, t.s("achievements-title"), looks);
    offer(Right::Award, route::LETTERS, t.s("letters-title"), t.s("letters-offer"));
    offer(Right::Read, route::ENDORSEMENTS, t.s("endorsements-title"), t.s("endorsements-offer"));
    offer(Right::Read, route::COUNTS, t.s("counts-title"), t.s("counts-offer"));
    offer(Right::Read, route::TEAM, t.s("team-title"), t.s("team-offer"));
    offer(Right::Manage, route::SETTINGS, t.s("settings-title"), t.s("settings-offer"));
    offer(Right::Manage, route::PROGRAMS, t.s("programs-title"), t.s("programs-offer"));
    offer(Right::Manage, route::ACTS, t.s("acts-title"), t.s("acts-offer"));
    let name = place.name_in(lang).to_owned();
    let action = format!("{}?lang={lang}", of_place(route::FRAMES, member.place));
    let typed = wrong.as_ref().map_or_else(|| place.frames.join("\n"), |(typed, _)| (*typed).to_owned());
    let page = PlacePage {
        frames: member.role.may(Right::Manage).then_some((action, typed)),
        flaws: wrong.map(|(_, flaws)| flaws).unwrap_or_default(),
        claimed: super::badges::claimed(app, member, t).await?,
        frame: place_frame(t, &place, member, name, route::PLACE),
        base: place.base.map(|base| base.base().to_owned()),
        email: place.email,
        role: role_word(t, member.role),
        todo,
    };
    Ok(show(lang, &page))
}

#[derive(Template)]
#[template(path = "new_place.html")]
struct NewPlace<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    name: String,
    email: String,
    base: String,
    first: Lang,
    action: String,
}

pub(crate) async fn new_form(State(app): State<App>, visitor: Visitor, signed: Signed) -> Response {
    let wish = Wish {
        name: String::new(),
        email: signed.account().address.clone(),
        base: app.address.clone(),
        first: visitor.lang,
    };
    new_page(&app, &visitor, wish, None)
}

fn new_page(app: &App, visitor: &Visitor, wish: Wish, problem: Option<Refusal>) -> Response {
    let t = app.words.of(visitor.lang);
    let flaws = problem.map_or_else(Flaws::none, |refusal| match refusal {
        Refusal::Name => Flaws::at("name", t.s("place-no-name")),
        Refusal::Email => Flaws::at("email", t.s("place-no-email")),
        Refusal::Address => Flaws::at("base", t.s("place-no-address")),
        Refusal::Accents => Flaws::at("base", t.s("place-accents")),
        Refusal::Signs(_) => Flaws::of(t, "name", &t.s("place-name"), t.s("problem-hidden-signs")),
        Refusal::Taken | Refusal::Changed => Flaws::at("base", t.s("place-taken")),
    });
    let page = NewPlace {
        frame: Frame::staff(t, t.s("place-new"), route::NEW_PLACE),
        flaws,
        name: wish.name,
        email: wish.email,
        base: wish.base,
        first: wish.first,
        action: format!("{}?lang={}", route::NEW_PLACE, visitor.lang),
    };
    show(visitor.lang, &page)
}

pub(crate) async fn make(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    fields: Fields,
) -> Result<Response, Fault> {
    let wish = Wish {
        name: fields.text("name").to_owned(),
        email: fields.text("email").to_owned(),
        base: fields.text("base").to_owned(),
        first: Lang::from_tag(fields.text("first")).unwrap_or(visitor.lang),
    };
    match places::make(&app, signed.account().id, wish.clone()).await? {
        Ok(place) => Ok(to_place(place, &visitor)),
        Err(refusal) => Ok(refuse(new_page(&app, &visitor, wish, Some(refusal)))),
    }
}

pub(super) fn to_place(place: PlaceId, visitor: &Visitor) -> Response {
    see(&format!("{}?lang={}", of_place(route::PLACE, place), visitor.lang))
}
