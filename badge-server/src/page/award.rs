//! Awarding one badge: a form, and the badge that came of it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::time::Timestamp;
use serde::Deserialize;

use super::badges::to_badge;
use super::fields::Fields;
use super::flaws::Flaws;
use super::lists::by_title;
use super::{Frame, place_frame, refuse, show};
use crate::app::awarding::OTHER_NAME;
use crate::app::by_hand::Wish;
use crate::app::problem::{Obstacle, Problem};
use crate::app::{awards, places};
use crate::fault::Fault;
use crate::guard::{Member, Signed};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "award.html")]
struct Form<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    achievements: Vec<Choice>,
    wish: Wish,
    today: String,
    /// The day that was typed is still to come.
    ahead: bool,
    /// The place knows another name at the address.
    other: bool,
    mail: bool,
    action: String,
    /// Where achievements are written, for a place that has none.
    write: String,
}

struct Choice {
    slug: String,
    name: String,
    chosen: bool,
}

/// Which achievement is chosen already.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    achievement: String,
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Fault> {
    let wish = Wish { achievement: chosen.achievement, letter: true, ..Wish::default() };
    page(&app, &visitor, member, (wish, false), Flaws::none()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (wish, other): (Wish, bool),
    flaws: Flaws,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let choice = |file: badge_core::place::AchievementFile| Choice {
        name: file.texts(file.language_for(&card, lang)).name.clone().unwrap_or_else(|| file.slug.to_string()),
        chosen: file.slug.as_str() == wish.achievement,
        slug: file.slug.to_string(),
    };
    let form = Form {
        achievements: by_title(awards::ready(app, member.place).await?.into_iter().map(choice), |choice| &choice.name),
        frame: place_frame(t, &card, member, t.s("award-title"), route::AWARD),
        flaws,
        ahead: Timestamp::parse(&format!("{}T00:00:00Z", wish.day)).is_ok_and(|at| at > app.now()),
        other: other || wish.rename,
        wish,
        today: app.now().day(),
        mail: app.post.is_there(),
        action: format!("{}?lang={lang}", of_place(route::AWARD, member.place)),
        write: format!("{}?lang={lang}", of_place(route::ACHIEVEMENTS, member.place)),
    };
    Ok(show(lang, &form))
}

pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let text = |name: &str| fields.text(name).replace("\r\n", "\n");
    let wish = Wish {
        achievement: text("achievement"),
        address: text("address"),
        name: text("name"),
        day: text("day"),
        until: text("until"),
        place: text("where"),
        narrative: text("narrative"),
        evidence: text("evidence"),
        minor: fields.text("minor") == "yes",
        ahead: fields.text("ahead") == "yes",
        rename: fields.text("rename") == "yes",
        language: text("language"),
        letter: fields.text("send") == "yes",
    };
    let order = match wish.understood(&app.words, visitor.lang, app.now()) {
        Ok(order) => order,
        Err(problems) => return Ok(refuse(page(&app, &visitor, member, (wish, false), flaws(t, problems)).await?)),
    };
    match awards::give(&app, signed.account().id, member.place, order).await? {
        Ok(done) => {
            let token = done.entry.award.token;
            Ok(to_badge(member, &visitor, token, if done.already { "already" } else { "awarded" }))
        }
        Err(problems) => {
            let other = problems.iter().any(|problem| problem.code == OTHER_NAME);
            let problems = Obstacle::all_told(problems, visitor.lang);
            Ok(refuse(page(&app, &visitor, member, (wish, other), flaws(t, problems)).await?))
        }
    }
}

/// Each at its field of the form.
fn flaws(t: &Speech, problems: Vec<Problem>) -> Flaws {
    Flaws::all_of(t, problems, |field| field_of(t, field))
}

/// Where a member of an order stands in the form, and what it is called there; empty where it is none of the form's.
pub(super) fn field_of(t: &Speech, member: &str) -> (&'static str, String) {
    match member.split('.').next().unwrap_or_default() {
        "achievement" => ("achievement", t.s("award-what")),
        "to" => ("address", t.s("award-address")),
        "name" => ("name", t.s("award-name")),
        "date" => ("day", t.s("award-day")),
        "expires" => ("until", t.s("award-until")),
        "where" => ("where", t.s("award-where")),
        "narrative" => ("narrative", t.s("award-narrative")),
        "evidence" => ("evidence", t.s("award-evidence")),
        "language" => ("language", t.s("award-language")),
        _ => ("", String::new()),
    }
}
