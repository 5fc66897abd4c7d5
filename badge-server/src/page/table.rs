//! A table of people: giving it, seeing what would come of it and what is wrong in it, and awarding it. Everything works
//! without script; closing the page loses nothing.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::cohort::{Field, Finding, Form, State as RowState};
use badge_core::message::plain_within;

use super::fields::Fields;
use super::flaws::Flaws;
use super::lists::by_title;
use super::{Frame, place_frame, refuse, show};
use crate::app::table::{self, Choices, Confirmed, Found, Judged, Refusal, Waiting, sheet};
use crate::app::{awards, batches, places};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::route::{self, of_place};
use crate::state::App;
use crate::upload::Large;
use crate::visitor::Visitor;
use crate::words::Speech;

/// Bytes of an upload, with what a form puts around it.
const BODY: usize = table::MOST + (64 << 10);
/// Things that are said of rows, on the page; the table that can be downloaded has them all.
const SAID: usize = 60;
/// Rows that are shown.
const SHOWN: usize = 30;
/// Lines that are named where the same is said of many.
const NAMED: usize = 8;
/// Batches that are shown.
const RECENT: i64 = 8;

#[derive(Template)]
#[template(path = "table.html")]
struct GivePage<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    achievements: Vec<(String, String)>,
    most: String,
    rows: String,
    waiting: Vec<Link>,
    recent: Vec<Link>,
    action: String,
}

struct Link {
    href: String,
    name: String,
    about: String,
}

pub(crate) async fn form(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    give(&app, &visitor, member, Flaws::none()).await
}

async fn give(app: &App, visitor: &Visitor, member: Member, flaws: Flaws) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let waiting = table::waiting(app, member.place).await?.into_iter().map(|waiting| Link {
        href: format!("{}?lang={lang}", plan_path(member, &waiting.id)),
        name: waiting.name,
        about: t.v("table-since", "when", super::moment(t, waiting.created)),
    });
    let recent = batches::newest(app, member.place, RECENT).await?.into_iter().map(|standing| Link {
        href: format!("{}?lang={lang}", super::batch::path(member, &standing.batch.id)),
        name: super::batch::name(t, &standing),
        about: super::batch::counts(t, &standing),
    });
    let page = GivePage {
        frame: place_frame(t, &card, member, t.s("table-title"), route::TABLE),
        flaws,
        achievements: achievements(app, member, visitor).await?,
        most: (table::MOST >> 20).to_string(),
        rows: t.number(table::ROWS),
        waiting: waiting.collect(),
        recent: recent.collect(),
        action: format!("{}?lang={lang}", of_place(route::TABLE, member.place)),
    };
    Ok(show(lang, &page))
}

async fn achievements(app: &App, member: Member, visitor: &Visitor) -> Result<Vec<(String, String)>, Fault> {
    let card = places::card(app, member.place).await?;
    let all = awards::ready(app, member.place).await?;
    let name = |file: &badge_core::place::AchievementFile| {
        file.texts(file.language_for(&card, visitor.lang)).name.clone().unwrap_or_else(|| file.slug.to_string())
    };
    Ok(by_title(all.iter().map(|file| (file.slug.to_string(), name(file))), |(_, name)| name))
}

/// Takes a table.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    sent: Large<BODY>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let sent = sent.form().await?;
    let Some(file) = sent.file("file") else {
        return Ok(refuse(give(&app, &visitor, member, Flaws::at("file", t.s("table-nothing"))).await?));
    };
    if file.bytes.len() > table::MOST {
        return Ok(refuse(give(&app, &visitor, member, Flaws::at("file", t.s("table-large"))).await?));
    }
    let choices = Choices {
        achievement: sent.text("achievement").to_owned(),
        day: sent.text("day").to_owned(),
        ..Choices::default()
    };
    let name = file.file.as_deref().unwrap_or_default();
    let name = plain_within(name.rsplit(['/', '\\']).next().unwrap_or_default(), 80);
    let by = signed.account().id;
    let id = table::keep(&app, by, member.place, (&name, &file.bytes), &choices).await?;
    // Instead of one that was mended.
    if !sent.text("instead").is_empty() {
        table::give_up(&app, member.place, sent.text("instead")).await?;
    }
    Ok(see(&format!("{}?lang={}", plan_path(member, &id), visitor.lang)))
}

fn plan_path(member: Member, id: &str) -> String {
    of_place(route::PLAN, member.place).replace("{id}", id)
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage<'a> {
    frame: Frame<'a>,
    name: String,
    flaws: Flaws,
    until: String,
    /// Why it cannot be read.
    unread: Option<String>,
    kind: String,
    columns: Vec<ColumnShown>,
    fields: Vec<(String, String)>,
    sheet: Option<String>,
    achievements: Vec<(String, String, bool)>,
    day: String,
    counts: Vec<(String, usize)>,
    problems: Vec<Group>,
    remarks: Vec<Group>,
    more: Option<String>,
    rows: Vec<RowShown>,
    rest: usize,
    awards: usize,
    left_out: usize,
    stop: Option<String>,
    mail: bool,
    files: Vec<(String, String)>,
    action: String,
    give: String,
    id: String,
    /// See [`Waiting::seen`].
    seen: String,
}

struct ColumnShown {
    at: usize,
    header: String,
    code: String,
    /// What is said of it where it is not simply read.
    note: Option<String>,
}

/// Rows of which the same is said.
struct Group {
    head: String,
    said: String,
}

struct RowShown {
    line: u32,
    name: String,
    address: String,
    badges: String,
    state: String,
    good: bool,
}

pub(crate) async fn plan(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    match table::look(&app, member.place, &id).await? {
        Found::Gone => Err(Fault::NotFound),
        Found::Became(batch) => Ok(to_batch(member, &visitor, &batch)),
        Found::Erased => Ok(erased(&app, &visitor, member)),
        Found::Waits(waiting) => shown(&app, &visitor, member, (&id, *waiting), Flaws::none()).await,
    }
}

/// What is said of a table that was erased with somebody whom it named.
fn erased(app: &App, visitor: &Visitor, member: Member) -> Response {
    let t = app.words.of(visitor.lang);
    let here = of_place(route::TABLE, member.place);
    let page = super::note(app, visitor.lang, &here, t.s("plan-erased"), t.s("plan-erased-lead"), Vec::new());
    super::said(page, StatusCode::GONE)
}

fn to_batch(member: Member, visitor: &Visitor, batch: &str) -> Response {
    see(&format!("{}?lang={}", super::batch::path(member, batch), visitor.lang))
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    member: Member,
    (id, waiting): (&str, Waiting),
    flaws: Flaws,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let all = achievements(app, member, visitor).await?;
    let path = plan_path(member, id);
    let mut page = PlanPage {
        frame: Frame {
            other: super::other_language(lang, &path),
            ..place_frame(t, &card, member, t.s("plan-title"), route::TABLE)
        },
        name: waiting.name.clone(),
        flaws,
        until: waiting.until.map(|until| t.moment(until)).unwrap_or_default(),
        unread: None,
        kind: String::new(),
        columns: Vec::new(),
        fields: Vec::new(),
        sheet: None,
        achievements: all
            .iter()
            .map(|(slug, name)| (slug.clone(), name.clone(), *slug == waiting.choices.achievement))
            .collect(),
        day: waiting.choices.day.clone(),
        counts: Vec::new(),
        problems: Vec::new(),
        remarks: Vec::new(),
        more: None,
        rows: Vec::new(),
        rest: 0,
        awards: 0,
        left_out: 0,
        stop: None,
        mail: app.post.is_there(),
        files: Vec::new(),
        action: format!("{path}?lang={lang}"),
        give: format!("{}?lang={lang}", of_place(route::TABLE, member.place)),
        id: id.to_owned(),
        seen: waiting.seen(),
    };
    match &waiting.read {
        Err(error) => {
            page.unread = Some(table::unread(error, t));
            // Which sheet it is can be said anew.
            page.sheet = Some(waiting.choices.sheet.clone()).filter(|sheet| !sheet.is_empty());
        }
        Ok(judged) => fill(&mut page, t, &waiting, judged, (&path, &all)),
    }
    Ok(show(lang, &page))
}

fn fill(
    page: &mut PlanPage<'_>,
    t: &Speech,
    waiting: &Waiting,
    judged: &Judged,
    (path, all): (&str, &[(String, String)]),
) {
    let lang = t.lang();
    let title = |slug: &str| waiting.title(slug, lang);
    let (table, plan) = (&judged.table, &judged.plan);
    let ending = match table.form {
        Form::Xlsx => "xlsx",
        Form::Ods => "ods",
        _ => "csv",
    };
    page.kind = match table.form {
        Form::Csv { .. } => t.s("plan-csv"),
        _ => t.v("plan-sheet", "sheet", table.sheet.as_deref().unwrap_or_default()),
    };
    page.sheet = table.sheet.clone();
    page.columns = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.header.is_empty())
        .map(|(at, column)| {
            let note = match &column.field {
                Some(_) if column.again => Some(t.s("column-again")),
                Some(field) if field.is_public() => Some(t.s("column-public")),
                Some(_) => None,
                None => Some(t.s("column-unread")),
            };
            let code = column.field.as_ref().map(Field::code).unwrap_or_default();
            ColumnShown { at, header: plain_within(&column.header, 60), code, note }
        })
        .collect();
    let plain = Field::names().into_iter().filter(|name| *name != "achievement").filter_map(Field::from_code);
    let named = |field: Field| (field.code(), table::field(&field, t, &title));
    page.fields = vec![(String::new(), t.s("column-none")), named(Field::Achievement)];
    page.fields.extend(plain.map(named));
    page.fields.extend(
        all.iter().filter_map(|(slug, _)| badge_core::place::Slug::parse(slug)).map(|slug| named(Field::Tick(slug))),
    );
    page.counts = RowState::ALL
        .into_iter()
        .map(|state| (sheet::state_word(state, t), plan.count(state)))
        .filter(|(_, n)| *n > 0)
        .collect();
    let is_problem = |finding: &Finding| finding.trouble.state() == RowState::Problem;
    let said = |finding: &Finding| table::sentence(finding, t, &title);
    page.problems = groups(t, judged, &is_problem, &said, true);
    page.remarks = groups(t, judged, &|finding| !is_problem(finding), &said, false);
    let many = page.problems.len().saturating_sub(SAID) + page.remarks.len().saturating_sub(SAID);
    page.more = (many > 0).then(|| t.v("plan-more", "count", many.to_string()));
    page.problems.truncate(SAID);
    page.remarks.truncate(SAID);
    let badge = |slug: &badge_core::place::Slug| title(slug.as_str()).unwrap_or_else(|| slug.to_string());
    let people = judged.rows().filter(|row| row.is_person());
    page.rest = people.clone().count().saturating_sub(SHOWN);
    page.rows = people
        .take(SHOWN)
        .map(|row| RowShown {
            line: row.line(),
            name: plain_within(&row.name().unwrap_or_default(), 80),
            address: plain_within(&row.email().unwrap_or_default(), 80),
            badges: row.awards().map(|award| badge(award.achievement)).collect::<Vec<_>>().join(", "),
            state: sheet::state_word(row.state(), t),
            good: row.state() <= RowState::Warning,
        })
        .collect();
    page.awards = judged.awards();
    page.left_out = plan.count(RowState::Problem);
    page.stop = judged.stop().map(|stop| table::stopped(stop, t));
    page.files = [ending, "xlsx", "csv"]
        .iter()
        .enumerate()
        .filter(|(n, kind)| *n == 0 || **kind != ending)
        .map(|(_, kind)| (format!("{path}/table.{kind}?lang={lang}"), kind.to_uppercase()))
        .collect();
}

/// What is said of rows, in the order in which it is met first; with `alike`, only cells that hold the same go together.
fn groups(
    t: &Speech,
    judged: &Judged,
    which: &dyn Fn(&Finding) -> bool,
    said: &dyn Fn(&Finding) -> String,
    alike: bool,
) -> Vec<Group> {
    let mut known: HashMap<(String, Option<usize>, String), usize> = HashMap::new();
    let mut all: Vec<(String, Finding, Vec<u32>)> = Vec::new();
    for row in judged.rows() {
        for finding in row.findings().filter(|finding| which(finding)) {
            let sentence = said(&finding);
            let value = if alike { finding.value.clone() } else { String::new() };
            let at = *known.entry((sentence.clone(), finding.column, value)).or_insert(all.len());
            match all.get_mut(at) {
                Some((_, _, lines)) if lines.last() == Some(&row.line()) => {}
                Some((_, _, lines)) => lines.push(row.line()),
                None => all.push((sentence, finding, vec![row.line()])),
            }
        }
    }
    let head = |finding: &Finding, lines: &[u32]| {
        let named = lines.iter().take(NAMED).map(u32::to_string).collect::<Vec<_>>().join(", ");
        let mut head = match lines.len() {
            1 => t.v("plan-line", "line", named),
            n if n <= NAMED => t.v("plan-lines", "lines", named),
            n => format!(
                "{} {}",
                t.v("plan-lines", "lines", named),
                t.v("plan-lines-more", "count", (n - NAMED).to_string())
            ),
        };
        let header = finding.column.and_then(|at| judged.table.header(at)).filter(|header| !header.is_empty());
        if let Some(header) = header {
            head.push_str(&format!(" · {}", plain_within(header, 40)));
        }
        if (alike || lines.len() == 1) && !finding.value.is_empty() {
            head = t.said_of(&head, &t.v("plan-value", "value", plain_within(&finding.value, 80)));
        }
        head
    };
    all.into_iter().map(|(said, finding, lines)| Group { head: head(&finding, &lines), said }).collect()
}

/// Says what columns are, gives the table up, or awards it.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    match fields.text("do") {
        "choose" => {
            let Found::Waits(waiting) = table::look(&app, member.place, &id).await? else {
                return gone(&app, &visitor, member, &id).await;
            };
            table::choose(&app, member.place, &id, &chosen(&waiting, &fields)).await?;
            Ok(see(&format!("{}?lang={}", plan_path(member, &id), visitor.lang)))
        }
        "give-up" => {
            table::give_up(&app, member.place, &id).await?;
            Ok(see(&format!("{}?lang={}", of_place(route::TABLE, member.place), visitor.lang)))
        }
        "award" => {
            let how = (fields.text("send") == "yes", visitor.lang, fields.text("seen"));
            let refusal = match table::confirm(&app, signed.account().id, member.place, &id, how).await? {
                Confirmed::Batch(batch) => return Ok(to_batch(member, &visitor, &batch)),
                Confirmed::Gone => return gone(&app, &visitor, member, &id).await,
                Confirmed::Refused(refusal) => refusal,
            };
            let said = match refusal {
                Refusal::Unread(error) => table::unread(&error, t),
                Refusal::Stop(said) => said,
                Refusal::Nothing => t.s("plan-nothing"),
                Refusal::Changed => t.s("plan-changed"),
            };
            match table::look(&app, member.place, &id).await? {
                Found::Waits(waiting) => {
                    Ok(refuse(shown(&app, &visitor, member, (&id, *waiting), Flaws::plain(said)).await?))
                }
                _ => Err(Fault::NotFound),
            }
        }
        _ => Err(Fault::Refused),
    }
}

/// What is said where there is nothing to award any more.
async fn gone(app: &App, visitor: &Visitor, member: Member, id: &str) -> Result<Response, Fault> {
    match table::look(app, member.place, id).await? {
        Found::Erased => Ok(erased(app, visitor, member)),
        _ => Err(Fault::NotFound),
    }
}

/// What the form says, beside what was said before. A column that stays as it was read is not noted: it may be read
/// better by a later version.
fn chosen(waiting: &Waiting, fields: &Fields) -> Choices {
    let mut map = waiting.choices.map.clone();
    if let Ok(judged) = &waiting.read {
        for (at, column) in judged.table.columns.iter().enumerate().filter(|(_, column)| !column.header.is_empty()) {
            let code = fields.text(&format!("column.{at}"));
            let before = column.field.as_ref().map(Field::code).unwrap_or_default();
            if code == before || (!code.is_empty() && Field::from_code(code).is_none()) {
                continue;
            }
            map.retain(|(header, _)| *header != column.header);
            let code = if code.is_empty() { "ignore" } else { code };
            map.push((column.header.clone(), code.to_owned()));
        }
    }
    Choices {
        map,
        sheet: fields.text("sheet").to_owned(),
        achievement: fields.text("achievement").to_owned(),
        day: fields.text("day").to_owned(),
    }
}

/// The table back, with what is wrong in it.
pub(crate) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, id, file)): Path<(i64, String, String)>,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let Found::Waits(waiting) = table::look(&app, member.place, &id).await? else { return Err(Fault::NotFound) };
    let Ok(judged) = &waiting.read else { return Err(Fault::NotFound) };
    let (form, kind) = sheet::form(&file, Some(judged.table.form)).ok_or(Fault::NotFound)?;
    let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let name = format!("{}.{ending}", t.s("sheet-plan-file"));
    let bytes = sheet::faults(&waiting, judged, form, &app, t);
    Ok(super::file(&name, kind, bytes))
}
