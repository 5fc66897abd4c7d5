//! Endorsing what another place gives: it is found and verified, read, and then signed for.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::Response;
use badge_core::endorsing::Subject;
use badge_core::place::register::Endorsed;
use badge_core::text;
use badge_core::time::Timestamp;

use super::endorsements::{given_by, to_list};
use super::fields::{Fields, Uploaded};
use super::flaws::Flaws;
use super::{Frame, place_frame, refuse, show};
use crate::app::Actor;
use crate::app::endorsing::given::{self, Wish};
use crate::app::endorsing::{Brought, MOST};
use crate::app::places;
use crate::fault::Fault;
use crate::guard::{Member, Signed};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "endorse.html")]
struct Form<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    address: String,
    of: &'static str,
    action: String,
}

#[derive(Template)]
#[template(path = "endorse_sign.html")]
struct Found<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    title: String,
    kind: String,
    by: Option<String>,
    id: String,
    lines: Vec<String>,
    remark: Option<String>,
    others: Option<String>,
    /// What was given, to be looked at once more when it is signed: an address, or a file by its name and bytes.
    address: String,
    name: String,
    file: String,
    of: &'static str,
    anyway: bool,
    comment: String,
    skills: String,
    until: String,
    action: String,
}

pub(crate) async fn form(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    page(&app, &visitor, member, (String::new(), None), Flaws::none()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (address, of): (String, Option<Endorsed>),
    flaws: Flaws,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let card = places::card(app, member.place).await?;
    let form = Form {
        flaws,
        address,
        of: of.unwrap_or(Endorsed::Achievement).as_str(),
        action: format!("{}?lang={}", of_place(route::ENDORSE, member.place), visitor.lang),
        frame: Frame {
            other: super::other_language(visitor.lang, &of_place(route::ENDORSE, member.place)),
            ..place_frame(t, &card, member, t.s("endorse-title"), route::ENDORSEMENTS)
        },
    };
    Ok(show(visitor.lang, &form))
}

/// What is meant: of a badge its achievement, unless something else was chosen. Of what is no badge, it is what it is.
fn meant(fields: &Fields) -> Option<Endorsed> {
    Endorsed::from_name(fields.text("of")).filter(|of| *of != Endorsed::Achievement)
}

/// Shows what was found.
pub(crate) async fn look(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    form: Multipart,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let form = Uploaded::read(form, MOST).await?;
    let wish = Wish { of: meant(&form.fields), anyway: form.fields.text("anyway") == "yes", ..Wish::default() };
    let typed = (form.fields.text("address").to_owned(), wish.of);
    let Some(brought) = given_by(form) else {
        return Ok(refuse(
            page(&app, &visitor, member, typed, Flaws::at("address", t.s("endorsements-nothing"))).await?,
        ));
    };
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    match given::look(&app, &brought, &wish, t).await? {
        Ok(subject) => found(&app, &visitor, member, (&brought, &subject, &wish), (Flaws::none(), String::new())).await,
        Err(problems) => {
            // What was brought is at fault: an address, unless there was none.
            let brought = if typed.0.is_empty() { "file" } else { "address" };
            let flaws = problems.into_iter().map(|problem| Flaws::at(brought, problem.message)).collect();
            Ok(refuse(page(&app, &visitor, member, typed, flaws).await?))
        }
    }
}

async fn found(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (brought, subject, wish): (&Brought, &Subject, &Wish),
    (flaws, until): (Flaws, String),
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let card = places::card(app, member.place).await?;
    let (address, name, file) = match brought {
        Brought::Address(address) => (address.clone(), String::new(), String::new()),
        Brought::File(name, bytes) => (String::new(), name.clone(), text::base64url(bytes)),
    };
    let found = Found {
        flaws,
        title: subject.title.clone(),
        kind: kind(t, subject.of),
        by: subject.by.clone(),
        id: subject.id.clone(),
        lines: subject.words.clone(),
        remark: subject.remark.as_ref().map(|remark| remark.text(t.catalog())),
        others: (!subject.others.is_empty()).then(|| t.v("endorse-others", "ids", subject.others.join(", "))),
        address,
        name,
        file,
        of: wish.of.map_or("", Endorsed::as_str),
        anyway: wish.anyway,
        comment: wish.comment.clone().unwrap_or_default(),
        skills: wish.skills.join("\n"),
        until,
        action: format!("{}?lang={}", of_place(route::ENDORSE_SIGN, member.place), visitor.lang),
        frame: Frame {
            other: super::other_language(visitor.lang, &of_place(route::ENDORSE, member.place)),
            ..place_frame(t, &card, member, t.s("endorse-read"), route::ENDORSEMENTS)
        },
    };
    Ok(show(visitor.lang, &found))
}

fn kind(t: &Speech, of: Endorsed) -> String {
    match of {
        Endorsed::Badge => t.s("endorsement-of-badge"),
        Endorsed::Issuer => t.s("endorsement-of-issuer"),
        Endorsed::Achievement => t.s("endorsement-of-achievement"),
    }
}

/// Looks once more, and signs.
pub(crate) async fn sign(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let brought = match fields.text("file") {
        "" if fields.text("address").is_empty() => return Err(Fault::Refused),
        "" => Brought::Address(fields.text("address").to_owned()),
        file => Brought::File(fields.text("name").to_owned(), text::from_base64url(file).map_err(|_| Fault::Refused)?),
    };
    if !app.limiter.allows(visitor.address) {
        return Err(Fault::TooMany);
    }
    let until = fields.text("until").to_owned();
    let last = Timestamp::parse(&format!("{until}T23:59:59Z")).ok();
    let words = fields.text("comment").replace("\r\n", "\n");
    let wish = Wish {
        of: meant(&fields),
        comment: (!words.is_empty()).then_some(words),
        skills: fields.text("skills").lines().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect(),
        language: None,
        until: last,
        anyway: fields.text("anyway") == "yes",
    };
    let flaws = if !until.is_empty() && last.is_none() {
        Flaws::at("until", t.s("endorse-no-day"))
    } else {
        match given::give(&app, &Actor::Account(signed.account().id), member.place, &brought, &wish, t).await? {
            Ok(_) => return Ok(to_list(member, &visitor, "signed")),
            Err(problems) => Flaws::all_of(t, problems, |field| match field {
                "comment" => ("comment", t.s("endorse-comment")),
                "until" => ("until", t.s("endorse-until")),
                _ => ("", String::new()),
            }),
        }
    };
    match given::look(&app, &brought, &wish, t).await? {
        Ok(subject) => Ok(refuse(found(&app, &visitor, member, (&brought, &subject, &wish), (flaws, until)).await?)),
        Err(_) => Ok(refuse(page(&app, &visitor, member, (String::new(), wish.of), flaws).await?)),
    }
}
