//! Letters that wait, were refused, or may have gone; and sending one again.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use badge_core::place::outbox::Step;
use serde::Deserialize;

use super::{Frame, place_frame, show};
use crate::app::letters::{self, LetterSeen};
use crate::app::places;
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "letters.html")]
struct Page<'a> {
    frame: Frame<'a>,
    done: Option<String>,
    /// Whether letters go at all.
    mail: bool,
    sent: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    address: String,
    state: String,
    when: String,
    answer: String,
    badges: Vec<(String, String)>,
    /// Where the form goes that sends it again.
    again: Option<String>,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(just): Query<Just>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(&app, member.place).await?;
    let (all, sent) = letters::page(&app, member.place).await?;
    let here = of_place(route::LETTERS, member.place);
    let badge = |token: &badge_core::place::Token| {
        let path = of_place(route::BADGE, member.place).replace("{token}", &token.to_string());
        (format!("{path}?lang={lang}"), token.to_string()[..8].to_owned())
    };
    let row = |letter: LetterSeen| Row {
        name: letter.name.clone().unwrap_or_else(|| kind_word(t, &letter.kind)),
        address: letter.address.clone().unwrap_or_default(),
        state: step_word(t, letter.step),
        when: letter.changed.map(|at| t.moment(at)).unwrap_or_default(),
        answer: answer_word(t, letter.answer.as_deref()),
        badges: letter.awards.iter().map(badge).collect(),
        again: letter.again.then(|| format!("{here}/{}?lang={lang}", letter.id)),
    };
    let page = Page {
        frame: place_frame(t, &card, member, t.s("letters-title"), route::LETTERS),
        done: (just.done == "again").then(|| t.s("letters-again-done")),
        mail: app.post.is_there(),
        sent: sent.to_string(),
        rows: all.into_iter().map(row).collect(),
    };
    Ok(show(lang, &page))
}

/// Sends one again.
pub(crate) async fn again(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    if !letters::again(&app, signed.account().id, member.place, &id).await? {
        return Err(Fault::NotFound);
    }
    Ok(see(&format!("{}?lang={}&done=again", of_place(route::LETTERS, member.place), visitor.lang)))
}

fn kind_word(t: &Speech, kind: &str) -> String {
    match kind {
        "invitation" => t.s("letters-invitation"),
        "not-me" => t.s("letters-not-me"),
        _ => t.s("badges-nobody"),
    }
}

/// Where a letter is, in words.
pub(super) fn step_word(t: &Speech, step: Step) -> String {
    match step {
        Step::Waiting => t.s("letter-waiting"),
        Step::Handing => t.s("letter-handing"),
        Step::Sent => t.s("letter-sent"),
        Step::Refused => t.s("letter-refused"),
        Step::Uncertain => t.s("letter-uncertain"),
    }
}

/// What the mail server said, as it said it; our own words in words.
pub(super) fn answer_word(t: &Speech, answer: Option<&str>) -> String {
    match answer {
        Some("expired") => t.s("letter-expired"),
        Some("address" | "smtputf8") => t.s("letter-bad-address"),
        Some("cut") => t.s("letter-cut"),
        Some("restored") => t.s("letter-restored"),
        Some(other) => other.to_owned(),
        None => String::new(),
    }
}
