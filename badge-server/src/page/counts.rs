//! How many badges there are, by achievement and month: as a page, and as a table to take along.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use badge_core::cohort::{As, Sheet, write};
use badge_core::place::Slug;

use super::badges::names;
use super::lists::by_title;
use super::{Frame, place_frame, show};
use crate::app::{awards, places};
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
    let names = names(&app, member, &card, lang).await?;
    let named = |(slug, count): (String, i64)| (called(&names, slug), count);
    let page = Page {
        frame: place_frame(t, &card, member, t.s("counts-title"), route::COUNTS),
        total: counts.iter().map(|(_, _, count)| count).sum::<i64>().to_string(),
        rows: by_title(rows.into_iter().map(named), |(name, _)| name),
        months: months.into_iter().rev().map(|(month, count)| (t.month(&month), count)).collect(),
        csv: format!("{}?lang={lang}", of_place(route::COUNTS_CSV, member.place)),
    };
    Ok(show(lang, &page))
}

/// What an achievement is called; by its short name where it was never published.
fn called(names: &BTreeMap<Slug, String>, slug: String) -> String {
    Slug::parse(&slug).and_then(|slug| names.get(&slug).cloned()).unwrap_or(slug)
}

/// The same as CSV, with the titles of the page.
pub(crate) async fn csv(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let card = places::card(&app, member.place).await?;
    let names = names(&app, member, &card, visitor.lang).await?;
    let mut rows = vec![["sheet-badge", "counts-month", "counts-count"].map(|id| t.s(id)).to_vec()];
    for (achievement, month, count) in awards::counts(&app, member.place).await? {
        rows.push(vec![called(&names, achievement), month, count.to_string()]);
    }
    let table = write(&[Sheet { rows, ..Sheet::default() }], As::Csv { separator: b';' }, app.now());
    Ok(super::file(&format!("{}.csv", t.s("counts-file")), "text/csv; charset=utf-8", table))
}
