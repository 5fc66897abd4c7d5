//! Awarding one badge: a form, and the badge that came of it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use badge_core::time::Timestamp;
use serde::Deserialize;

use super::badges::to_badge;
use super::fields::Fields;
use super::{Frame, place_frame, refuse, show};
use crate::app::awards::{self, Flaw, Wish};
use crate::app::places;
use crate::fault::Fault;
use crate::guard::{Member, Signed};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "award.html")]
struct Form<'a> {
    frame: Frame<'a>,
    problems: Vec<String>,
    achievements: Vec<Choice>,
    wish: Wish,
    today: String,
    /// The day that was typed is still to come.
    ahead: bool,
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
    page(&app, &visitor, member, wish, Vec::new()).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    wish: Wish,
    problems: Vec<String>,
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
        achievements: awards::ready(app, member.place).await?.into_iter().map(choice).collect(),
        frame: place_frame(t, &card, member, t.s("award-title"), route::AWARD),
        problems,
        ahead: Timestamp::parse(&format!("{}T00:00:00Z", wish.day)).is_ok_and(|at| at > app.now()),
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
        narrative: text("narrative"),
        evidence: text("evidence"),
        minor: fields.text("minor") == "yes",
        ahead: fields.text("ahead") == "yes",
        language: text("language"),
        letter: fields.text("send") == "yes",
    };
    let order = match awards::understood(&wish, app.now()) {
        Ok(order) => order,
        Err(flaw) => {
            let problem = match flaw {
                Flaw::Address => t.s("sign-in-no-address"),
                Flaw::Day => t.s("award-no-day"),
                Flaw::Ahead => t.s("award-ahead"),
                Flaw::Evidence => t.s("award-no-evidence"),
                Flaw::Text(unfit) => unfit.message(t),
            };
            return Ok(refuse(page(&app, &visitor, member, wish, vec![problem]).await?));
        }
    };
    match awards::give(&app, signed.account().id, member.place, order, visitor.lang).await? {
        Ok(done) => {
            let token = done.entry.award.token;
            Ok(to_badge(member, &visitor, token, if done.already { "already" } else { "awarded" }))
        }
        Err(problems) => {
            let said = problems.into_iter().map(|problem| problem.message).collect();
            Ok(refuse(page(&app, &visitor, member, wish, said).await?))
        }
    }
}
