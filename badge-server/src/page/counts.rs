//! How many badges there are, by achievement and month: as a page, and as a table to take along.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::{Frame, place_frame, show};
use crate::app::{achievements, awards, places};
use crate::fault::Fault;
use crate::guard::Member;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "counts.html")]
struct Page<'a> {
    frame: Frame<'a>,
    total: String,
    rows: Vec<(String, i64)>,
    months: Vec<(String, i64)>,
    csv: String,
}

pub(crate) async fn page(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(&app, member.place).await?;
    let counts = awards::counts(&app, member.place).await?;
    let (mut rows, mut months) = (BTreeMap::new(), BTreeMap::new());
    for (achievement, month, count) in &counts {
        *rows.entry(achievement.clone()).or_insert(0) += count;
        *months.entry(month.clone()).or_insert(0) += count;
    }
    let mut names = BTreeMap::new();
    for worked in achievements::list(&app, member.place).await? {
        let texts = worked.file.texts(worked.file.language_for(&card, lang));
        names.insert(worked.file.slug.to_string(), texts.name.clone());
    }
    let named = |(slug, count): (String, i64)| (names.get(&slug).cloned().flatten().unwrap_or(slug), count);
    let page = Page {
        frame: place_frame(t, &card, member, t.s("counts-title"), route::COUNTS),
        total: counts.iter().map(|(_, _, count)| count).sum::<i64>().to_string(),
        rows: rows.into_iter().map(named).collect(),
        months: months.into_iter().rev().map(|(month, count)| (t.month(&month), count)).collect(),
        csv: of_place(route::COUNTS_CSV, member.place),
    };
    Ok(show(lang, &page))
}

/// The same as CSV. Short names and months hold nothing that a spreadsheet would take for a formula.
pub(crate) async fn csv(State(app): State<App>, member: Member) -> Result<Response, Fault> {
    let mut text = String::from("achievement,month,badges\r\n");
    for (achievement, month, count) in awards::counts(&app, member.place).await? {
        text.push_str(&format!("{achievement},{month},{count}\r\n"));
    }
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"badges.csv\"")];
    Ok((headers, text).into_response())
}
