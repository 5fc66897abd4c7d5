//! How far something is that is done in the background: a page that may be closed, and asks again by itself for whoever wants that.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use badge_core::place::Token;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::{Frame, place_frame, refuse, show};
use crate::app::awards::{self, Seen};
use crate::app::batches::{self, Standing};
use crate::app::places;
use crate::app::problem::{Obstacle, Problem};
use crate::app::table::sheet;
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Rows with a problem that are shown.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "batch.html")]
struct Page<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    begun: String,
    counts: String,
    runs: bool,
    /// Whether the page reads itself again, because whoever looks at it wants it to; and where to want the contrary.
    again: bool,
    toggle: String,
    fresh: String,
    /// Of a thousand.
    part: i64,
    problems: Vec<(String, Vec<String>)>,
    more: Option<String>,
    files: Vec<(String, String)>,
    /// How many badges can be taken back, or given back.
    undo: i64,
    gives_back: bool,
    reason: String,
    action: String,
}

/// How the page is wanted. Nothing reloads under somebody's hands unless they asked for it (WCAG 2.2.1).
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    again: Option<String>,
}

pub(super) fn path(member: Member, id: &str) -> String {
    of_place(route::BATCH, member.place).replace("{id}", id)
}

/// Whose badge it is, as far as anybody is known.
pub(super) fn who(seen: &Seen) -> String {
    seen.name.clone().or_else(|| seen.address.clone()).unwrap_or_else(|| short(seen.token))
}

/// The beginning of an award's name, as pages and files show it.
fn short(token: Token) -> String {
    token.to_string().chars().take(8).collect()
}

/// What it is.
pub(super) fn name(t: &Speech, standing: &Standing) -> String {
    let what = match standing.batch.kind.as_str() {
        "revoke" => t.s("batch-revoke"),
        "reinstate" => t.s("batch-reinstate"),
        "send" => t.s("batch-send"),
        _ => t.s("batch-award"),
    };
    format!("{what} · {}", super::moment(t, standing.batch.created))
}

/// How many are in which state.
pub(super) fn counts(t: &Speech, standing: &Standing) -> String {
    let states = [
        ("awarded", standing.done),
        ("waiting", standing.waiting),
        ("already", standing.already),
        ("problem", standing.problem),
        ("stopped", standing.stopped),
    ];
    let told = states.into_iter().filter(|(_, count)| *count > 0);
    told.map(|(state, count)| t.said_of(&sheet::done_word(state, t), &count.to_string()))
        .collect::<Vec<_>>()
        .join(" · ")
}

pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    Query(wish): Query<Wish>,
) -> Result<Response, Fault> {
    shown(&app, &visitor, member, &id, ("", Flaws::none(), wish.again.is_some())).await
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    member: Member,
    id: &str,
    (reason, flaws, again): (&str, Flaws, bool),
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let (standing, rows) = batches::standing(app, member.place, id, SHOWN).await?.ok_or(Fault::NotFound)?;
    let card = places::card(app, member.place).await?;
    let path = path(member, id);
    let title = match standing.batch.kind.as_str() {
        "revoke" => t.s("batch-revoke"),
        "reinstate" => t.s("batch-reinstate"),
        "send" => t.s("batch-send"),
        _ => t.s("batch-award"),
    };
    // Of rows that nothing comes of, none is work that was done.
    let all = standing.waiting + standing.done + standing.already + standing.stopped;
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        let head = match (&row.reference, row.award.as_deref().and_then(Token::parse)) {
            (None, Some(token)) => match awards::see(app, member.place, token).await? {
                Some(seen) => who(&seen),
                None => short(token),
            },
            _ => t.v("plan-line", "line", row.reference.clone().unwrap_or_else(|| (row.seq + 1).to_string())),
        };
        named.push((head, row));
    }
    let told = named.into_iter().map(|(head, row)| {
        let said = Obstacle::kept(row.problems.as_deref()).into_iter().map(|kept| said(t, kept.told(lang)));
        (head, said.collect())
    });
    let page = Page {
        flaws,
        begun: super::moment(t, standing.batch.created),
        counts: counts(t, &standing),
        runs: standing.waiting > 0,
        again,
        toggle: format!("{path}?lang={lang}{}", if again { "" } else { "&again=1" }),
        fresh: format!("{path}?lang={lang}{}", if again { "&again=1" } else { "" }),
        part: if all == 0 { 0 } else { (all - standing.waiting) * 1000 / all },
        problems: told.collect(),
        more: (standing.problem > SHOWN).then(|| t.v("plan-more", "count", (standing.problem - SHOWN).to_string())),
        files: ["xlsx", "csv"]
            .iter()
            .map(|kind| (format!("{path}/table.{kind}?lang={lang}"), kind.to_uppercase()))
            .collect(),
        undo: match standing.batch.kind.as_str() {
            "award" | "revoke" if standing.waiting == 0 => standing.done,
            _ => 0,
        },
        gives_back: standing.batch.kind == "revoke",
        reason: reason.to_owned(),
        action: format!("{path}?lang={lang}"),
        frame: Frame {
            other: super::other_language(lang, &path),
            ..place_frame(t, &card, member, title, route::TABLE)
        },
    };
    Ok(show(lang, &page))
}

/// Stops it, or takes back what it awarded.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let by = signed.account().id;
    let to = |id: &str| see(&format!("{}?lang={}", path(member, id), visitor.lang));
    match fields.text("do") {
        "stop" => {
            batches::stop(&app, by, member.place, &id).await?;
            Ok(to(&id))
        }
        "undo" => {
            let reason = fields.text("reason");
            let gives_back = batches::standing(&app, member.place, &id, 0)
                .await?
                .is_some_and(|(standing, _)| standing.batch.kind == "revoke");
            if reason.is_empty() && !gives_back {
                let flaws = Flaws::at("reason", t.s("badge-no-reason"));
                return Ok(refuse(shown(&app, &visitor, member, &id, (reason, flaws, false)).await?));
            }
            match batches::undo(&app, by, member.place, &id, (reason, visitor.lang)).await? {
                Some(batch) => Ok(to(&batch)),
                None => {
                    let flaws = Flaws::plain(t.s("batch-undo-nothing"));
                    Ok(refuse(shown(&app, &visitor, member, &id, (reason, flaws, false)).await?))
                }
            }
        }
        _ => Err(Fault::Refused),
    }
}

/// What is wrong with a row, the field in words of people: programs call it by the member of their order.
fn said(t: &Speech, problem: Problem) -> String {
    match (problem.field.as_str(), super::award::field_of(t, &problem.field).1) {
        ("", _) => problem.message,
        (member, label) if label.is_empty() => t.said_of(member, &problem.message),
        (_, label) => t.said_of(&label, &problem.message),
    }
}

/// What came of it, as a table.
pub(crate) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, id, file)): Path<(i64, String, String)>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let (form, kind) = sheet::form(&file, None).ok_or(Fault::NotFound)?;
    if batches::standing(&app, member.place, &id, 0).await?.is_none() {
        return Err(Fault::NotFound);
    }
    let bytes = sheet::results(&app, member.place, &id, form, visitor.lang).await?;
    let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    Ok(super::file(&format!("{}.{ending}", t.s("sheet-results-file")), kind, bytes))
}

#[cfg(test)]
mod tests {
    use badge_core::language::Lang;

    use super::*;
    use crate::words::Words;

    #[test]
    fn a_field_of_a_program_s_order_is_told_by_its_word() {
        let words = Words::new();
        let told = |lang, field: &str| said(words.of(lang), Problem::new("x", field, "!".to_owned()));
        assert_eq!(told(Lang::Fr, "to"), "Adresse de la personne\u{a0}: !");
        assert_eq!(told(Lang::En, "evidence.0.url"), format!("{}: !", words.of(Lang::En).s("award-evidence")));
        assert_eq!(told(Lang::En, "other"), "other: !");
        assert_eq!(told(Lang::En, ""), "!");
    }
}
