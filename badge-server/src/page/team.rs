//! Who is in a place: inviting, changing what somebody may do, taking out; and answering an invitation.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::fields::Fields;
use super::flaws::Flaws;
use super::lists::{Looked, Part};
use super::places::to_place;
use super::start::{NewcomerPage, newcomer};
use super::{Frame, place_frame, refuse, role_word, said, show};
use crate::app::accounts::{AccountId, Secret, address};
use crate::app::password::SHORTEST;
use crate::app::places;
use crate::app::team::{self, Change, Joined};
use crate::fault::Fault;
use crate::guard::{Member, Perhaps, Signed, keep, see};
use crate::post::Letter;
use crate::role::{Right, Role};
use crate::route::{self, Urls, of_place};
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "team.html")]
struct TeamPage<'a> {
    frame: Frame<'a>,
    /// Those who are in it, then those who were asked.
    part: Part<Person>,
    /// Whether whoever looks may change something.
    manages: bool,
    roles: Vec<(&'static str, String, String)>,
    flaws: Flaws,
    /// What was typed to invite somebody: an address, a role.
    typed: String,
    chosen: String,
    /// Said of what was just done.
    done: Option<String>,
    /// A link to pass on by hand.
    link: Option<String>,
    invite: String,
}

struct Person {
    /// They were asked, and did not answer yet.
    asked: bool,
    name: String,
    address: String,
    role: String,
    tag: &'static str,
    /// Where a form about them goes, and its field.
    action: String,
    field: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(looked): Query<Looked>,
) -> Result<Response, Fault> {
    page(&app, &visitor, member, Said { looked, ..Said::default() }).await
}

/// What the page says beside the list.
#[derive(Default)]
struct Said {
    looked: Looked,
    flaws: Flaws,
    /// What was typed to invite somebody: an address, a role.
    typed: (String, String),
    done: Option<String>,
    link: Option<String>,
}

async fn page(app: &App, visitor: &Visitor, member: Member, said: Said) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let (members, asked) = team::of(app, member.place).await?;
    let here = of_place(route::TEAM, member.place);
    let members = members.into_iter().map(|(account, role)| Person {
        asked: false,
        action: format!("{here}/{}?lang={lang}", account.id.0),
        field: role_field(account.id),
        name: account.name,
        address: account.address,
        role: role_word(t, role),
        tag: role.tag(),
    });
    let asked = asked.into_iter().map(|invitation| Person {
        asked: true,
        action: format!("{here}/invitations/{}?lang={lang}", invitation.id),
        field: String::new(),
        name: String::new(),
        address: invitation.address,
        role: role_word(t, invitation.role),
        tag: invitation.role.tag(),
    });
    let manages = member.role.may(Right::Manage);
    // Whom else somebody asked is for those to know who may ask.
    let mut all: Vec<Person> = members.chain(asked.filter(|_| manages)).collect();
    // Whoever could not be changed comes first: the page would not show them otherwise, where there are many.
    all.sort_by_key(|one| one.field.is_empty() || !said.flaws.all().iter().any(|flaw| flaw.field == one.field));
    let words = |one: &Person| format!("{} {}", one.name, one.address);
    let page = TeamPage {
        part: said.looked.part(all, words, &here, lang.tag()),
        frame: place_frame(t, &card, member, t.s("team-title"), route::TEAM),
        manages,
        roles: Role::ALL.into_iter().rev().map(|role| (role.tag(), role_word(t, role), meaning(t, role))).collect(),
        flaws: said.flaws,
        typed: said.typed.0,
        chosen: if said.typed.1.is_empty() { Role::Reader.tag().to_owned() } else { said.typed.1 },
        done: said.done,
        link: said.link,
        invite: format!("{here}?lang={lang}"),
    };
    Ok(show(lang, &page))
}

/// The `id` of the field in which the role of somebody is chosen.
fn role_field(account: AccountId) -> String {
    format!("role-{}", account.0)
}

fn meaning(t: &crate::words::Speech, role: Role) -> String {
    match role {
        Role::Administrator => t.s("role-administrator-may"),
        Role::Author => t.s("role-author-may"),
        Role::Awarder => t.s("role-awarder-may"),
        Role::Reader => t.s("role-reader-may"),
    }
}

/// Asks somebody to join: by mail, or with a link that is shown once.
pub(crate) async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let role = Role::of_tag(fields.text("role")).ok_or(Fault::Refused)?;
    let Some(address) = address(fields.text("address")) else {
        let flaws = Flaws::at("address", t.s("sign-in-no-address"));
        let typed = (fields.text("address").to_owned(), role.tag().to_owned());
        return Ok(refuse(page(&app, &visitor, member, Said { flaws, typed, ..Said::default() }).await?));
    };
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let card = places::card(&app, member.place).await?;
    let url = |id, secret: &Secret| Urls(&app.address).invited(id, &secret.0);
    let letter = |id, secret: &Secret| Letter::invitation(t, &address, card.name_in(visitor.lang), &url(id, secret));
    let letter = app.post.is_there().then_some(letter);
    let mailed = letter.is_some();
    let (id, secret) = team::invite(&app, signed.account().id, member.place, (&address, role), letter).await?;
    let url = url(id, &secret);
    let said = if mailed {
        Said { done: Some(t.v("team-invited", "address", &address)), ..Said::default() }
    } else {
        Said { done: Some(t.v("team-pass-on", "address", &address)), link: Some(url), ..Said::default() }
    };
    page(&app, &visitor, member, said).await
}

/// Changes what somebody is, or takes them out.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, account)): Path<(i64, i64)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let wanted = fields.text("role");
    let role = Role::of_tag(wanted);
    if role.is_none() && wanted != "none" {
        return Err(Fault::Refused);
    }
    let changed = team::change(&app, signed.account().id, member.place, AccountId(account), role).await?;
    answer(&app, &visitor, member, (changed, AccountId(account))).await
}

/// Takes an invitation back.
pub(crate) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Response, Fault> {
    let changed = team::withdraw(&app, signed.account().id, member.place, id).await?;
    answer(&app, &visitor, member, (changed, signed.account().id)).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (changed, who): (Change, AccountId),
) -> Result<Response, Fault> {
    match changed {
        Change::Done => Ok(see(&format!("{}?lang={}", of_place(route::TEAM, member.place), visitor.lang))),
        Change::Nobody => Err(Fault::NotFound),
        Change::LastOne => {
            let flaws = Flaws::at(role_field(who), app.words.of(visitor.lang).s("team-last"));
            Ok(refuse(page(app, visitor, member, Said { flaws, ..Said::default() }).await?))
        }
    }
}

/// Behind the link of an invitation.
pub(crate) async fn invited(
    State(app): State<App>,
    visitor: Visitor,
    Perhaps(signed): Perhaps,
    Path((id, secret)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    invited_page(&app, &visitor, signed.as_ref(), (id, &secret), "", Flaws::none()).await
}

async fn invited_page(
    app: &App,
    visitor: &Visitor,
    signed: Option<&Signed>,
    (id, secret): (i64, &str),
    name: &str,
    flaws: Flaws,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let Some((invitation, known)) = team::invitation(app, id, secret).await? else { return Ok(over(app, visitor)) };
    let place = places::card(app, invitation.place).await?;
    let title = t.v("invited-title", "place", place.name_in(visitor.lang));
    let its_own = signed.is_some_and(|signed| signed.account().address == invitation.address);
    if known && !its_own {
        let more = vec![t.s("invited-sign-in")];
        return Ok(super::note(app, visitor.lang, "", title, t.s("invited-known"), more));
    }
    let lead = t.v("invited-lead", "role", role_word(t, invitation.role));
    let action = format!("?lang={}", visitor.lang);
    if known {
        let page = Confirm { frame: Frame::staff(t, title, ""), lead, action, button: t.s("invited-accept") };
        return Ok(show(visitor.lang, &page));
    }
    let page = NewcomerPage {
        frame: Frame::new(t, title, ""),
        lead,
        flaws,
        known: Some(invitation.address),
        address: String::new(),
        name: name.to_owned(),
        mail: app.post.is_there(),
        shortest: SHORTEST.to_string(),
        action,
    };
    Ok(show(visitor.lang, &page))
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Confirm<'a> {
    frame: Frame<'a>,
    lead: String,
    action: String,
    button: String,
}

/// Answers it.
pub(crate) async fn join(
    State(app): State<App>,
    visitor: Visitor,
    Perhaps(signed): Perhaps,
    Path((id, secret)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let Some((invitation, known)) = team::invitation(&app, id, &secret).await? else {
        return Ok(over(&app, &visitor));
    };
    let who = if known {
        None
    } else {
        match newcomer(&app, &visitor, &fields, invitation.address) {
            Ok(newcomer) => Some(newcomer),
            Err(flaws) => {
                let name = fields.text("name");
                let link = (id, secret.as_str());
                let page = invited_page(&app, &visitor, signed.as_ref(), link, name, flaws).await?;
                return Ok(refuse(page));
            }
        }
    };
    match team::join(&app, id, &secret, signed.as_ref().map(Signed::account), who).await? {
        Joined::Newcomer(place, secret) => Ok(keep(&app, Some(&secret), to_place(place, &visitor))),
        Joined::Member(place) => Ok(to_place(place, &visitor)),
        Joined::Over => Ok(over(&app, &visitor)),
        Joined::SignInFirst => {
            let page = invited_page(&app, &visitor, signed.as_ref(), (id, &secret), "", Flaws::none()).await?;
            Ok(said(page, StatusCode::FORBIDDEN))
        }
    }
}

fn over(app: &App, visitor: &Visitor) -> Response {
    let t = app.words.of(visitor.lang);
    let lead = t.s("invited-over-lead");
    let note = super::note(app, visitor.lang, "", t.s("link-over-title"), lead, Vec::new());
    said(note, StatusCode::NOT_FOUND)
}
