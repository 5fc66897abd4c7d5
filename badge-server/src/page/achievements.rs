//! The achievements of a place: the list, and the form in which one is written, with its picture beside it.
//!
//! The picture is drawn anew by a button, and by a small script of our own as soon as something is chosen.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use badge_core::language::Lang;
use badge_core::picture::{Colours, Icon, Shape};
use badge_core::place::{AchievementFile, Place, Problem, Slug};
use badge_core::site::beginning;
use badge_core::text;
use serde::Deserialize;

use super::fields::Fields;
use super::flaws::Flaws;
use super::lists::{Looked, Part, by_title};
use super::{Frame, place_frame, refuse, said as told, show};
use crate::app::achievements::{self, Publication, Saved, Stage, Was};
use crate::app::texts::has_hidden;
use crate::app::{Actor, places};
use crate::fault::Fault;
use crate::guard::{Member, Signed, see};
use crate::role::Right;
use crate::route::{self, of_place};
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::Speech;

/// How often a free short name is looked for, where others take it.
const TRIES: usize = 5;
/// Months of the longest end that is asked for.
const MOST_MONTHS: u32 = 1200;

#[derive(Template)]
#[template(path = "achievements.html")]
struct List<'a> {
    frame: Frame<'a>,
    part: Part<Row>,
    new: Option<String>,
}

struct Row {
    href: Option<String>,
    picture: String,
    name: String,
    stage: Option<String>,
    about: String,
    /// What is shown of the description is its beginning.
    more: bool,
    /// By which it is found: its name, all of its description, and its tags.
    words: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Query(looked): Query<Looked>,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(&app, member.place).await?;
    let writes = member.role.may(Right::Write);
    let row = |worked: achievements::Worked| {
        let path = one_path(route::ACHIEVEMENT, member, &worked.file.slug);
        let texts = worked.file.texts(worked.file.language_for(&card, lang));
        let name = texts.name.clone().unwrap_or_else(|| worked.file.slug.to_string());
        let described = texts.description.as_deref().unwrap_or_default();
        let (about, more) = beginning(described);
        Row {
            href: writes.then(|| format!("{path}?lang={lang}")),
            picture: format!("{}?lang={lang}", one_path(route::ACHIEVEMENT_PICTURE, member, &worked.file.slug)),
            words: [name.as_str(), described, &texts.tags.join(" ")].join(" "),
            name,
            stage: stage_word(t, worked.stage),
            about,
            more,
        }
    };
    let rows = by_title(achievements::list(&app, member.place).await?.into_iter().map(row), |row| &row.name);
    let words = |row: &Row| row.words.clone();
    let part = looked.part(rows, words, &of_place(route::ACHIEVEMENTS, member.place), lang.tag());
    let new = writes.then(|| format!("{}?lang={lang}", of_place(route::NEW_ACHIEVEMENT, member.place)));
    let frame = place_frame(t, &card, member, t.s("achievements-title"), route::ACHIEVEMENTS);
    Ok(show(lang, &List { frame, part, new }))
}

fn stage_word(t: &Speech, stage: Stage) -> Option<String> {
    match stage {
        Stage::Draft => Some(t.s("stage-draft")),
        Stage::Changing => Some(t.s("stage-changing")),
        Stage::Published => None,
    }
}

#[derive(Template)]
#[template(path = "achievement.html")]
struct Form<'a> {
    frame: Frame<'a>,
    flaws: Flaws,
    done: Option<String>,
    stage: Option<String>,
    /// A draft that can be thrown away.
    discard: bool,
    /// The picture, as a data address.
    picture: String,
    picture_alt: String,
    /// The place's languages, each with its texts.
    languages: Vec<Said>,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    shapes: Vec<Choice>,
    icons: Vec<Choice>,
    colours: Vec<Choice>,
    /// Whether the place has a logo, and whether it is on the drawing.
    has_logo: bool,
    with_logo: bool,
    valid_months: String,
    most_months: u32,
    /// Which version the form was made from.
    version: String,
    /// What somebody else wrote meanwhile: the field, and their text.
    theirs: Vec<(String, String)>,
    action: String,
    /// Where the script asks for the picture.
    preview: String,
    script: &'static str,
}

/// What is said in one language.
struct Said {
    tag: &'static str,
    own_name: &'static str,
    name: String,
    description: String,
    criteria: String,
    tags: String,
    /// Without this language, nothing can be published.
    first: bool,
}

impl Said {
    /// The `id` of one of its fields.
    fn id(&self, field: &str) -> String {
        format!("{}-{field}", self.tag)
    }
}

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// What the form says beside itself.
#[derive(Default)]
struct Beside {
    flaws: Flaws,
    /// The months that were typed and are none.
    months: Option<String>,
    done: Option<String>,
    version: String,
    theirs: Vec<(String, String)>,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

pub(crate) async fn new_form(State(app): State<App>, visitor: Visitor, member: Member) -> Result<Response, Fault> {
    page(&app, &visitor, member, None, Beside::default()).await
}

pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, slug)): Path<(i64, String)>,
    Query(just): Query<Just>,
) -> Result<Response, Fault> {
    let slug = Slug::parse(&slug).ok_or(Fault::NotFound)?;
    let worked = achievements::one(&app, member.place, &slug).await?.ok_or(Fault::NotFound)?;
    let done = (just.done == "saved").then(|| app.words.of(visitor.lang).s("achievement-saved"));
    let beside = Beside { done, version: worked.version, ..Beside::default() };
    page(&app, &visitor, member, Some((worked.file, Some(worked.stage))), beside).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    member: Member,
    worked: Option<(AchievementFile, Option<Stage>)>,
    beside: Beside,
) -> Result<Response, Fault> {
    let lang = visitor.lang;
    let t = app.words.of(lang);
    let card = places::card(app, member.place).await?;
    let (file, stage) = worked.unwrap_or_else(|| (AchievementFile::new(unnamed()), None));
    let path = match stage {
        Some(_) => one_path(route::ACHIEVEMENT, member, &file.slug),
        None => of_place(route::NEW_ACHIEVEMENT, member.place),
    };
    let speaks = file.language_for(&card, card.first_language());
    let (kind, picture) = achievements::picture(app, member.place, card.clone(), file.clone(), speaks).await?;
    let title = file.texts(speaks).name.clone().unwrap_or_else(|| t.s("achievement-new"));
    let drawn = |field: &str| file.drawing.get(field).map_or("", String::as_str);
    let form = Form {
        flaws: beside.flaws,
        done: beside.done,
        stage: stage.and_then(|stage| stage_word(t, stage)),
        discard: matches!(stage, Some(Stage::Draft | Stage::Changing)),
        picture: format!("data:{kind};base64,{}", text::base64(&picture)),
        picture_alt: t.s("achievement-picture"),
        languages: card.languages.iter().map(|lang| said(&file, *lang, card.first_language())).collect(),
        kinds: kinds(t, &card, file.kind.as_deref(), lang),
        levels: levels(t, &card, file.level.as_deref(), lang),
        shapes: choices(
            &t.s("choice-none"),
            drawn("shape"),
            Shape::ALL.map(|s| (s.as_str(), s.label(lang))).into_iter(),
        ),
        icons: choices(&t.s("choice-none"), drawn("icon"), Icon::ALL.map(|i| (i.as_str(), i.label(lang))).into_iter()),
        colours: choices(
            &t.s("choice-none"),
            drawn("colour"),
            Colours::NAMED.iter().map(|(name, _)| (*name, Colours::label(name, lang).unwrap_or(name))),
        ),
        has_logo: card.logo.is_some(),
        with_logo: drawn("logo") == "yes",
        valid_months: beside.months.or(file.valid_months.map(|months| months.to_string())).unwrap_or_default(),
        most_months: MOST_MONTHS,
        version: beside.version,
        theirs: beside.theirs,
        action: format!("{path}?lang={lang}"),
        preview: of_place(route::PREVIEW, member.place),
        script: route::SCRIPT,
        frame: Frame {
            other: super::other_language(lang, &path),
            ..place_frame(t, &card, member, title, route::ACHIEVEMENTS)
        },
    };
    Ok(show(lang, &form))
}

fn said(file: &AchievementFile, lang: Lang, first: Lang) -> Said {
    let texts = file.texts(lang);
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    Said {
        tag: lang.tag(),
        own_name: if lang == Lang::Fr { "Français" } else { "English" },
        name: text(&texts.name),
        description: text(&texts.description),
        criteria: text(&texts.criteria),
        tags: texts.tags.join(", "),
        first: lang == first,
    }
}

fn kinds(t: &Speech, card: &Place, chosen: Option<&str>, lang: Lang) -> Vec<Choice> {
    let all = card.kinds.iter().map(|kind| (kind.id.as_str(), kind.name.best(lang).unwrap_or(&kind.id)));
    choices(&t.s("choice-unsaid"), chosen.unwrap_or_default(), all)
}

fn levels(t: &Speech, card: &Place, chosen: Option<&str>, lang: Lang) -> Vec<Choice> {
    let all = card.levels.iter().map(|level| (level.id.as_str(), level.name.best(lang).unwrap_or(&level.id)));
    choices(&t.s("choice-unsaid"), chosen.unwrap_or_default(), all)
}

/// All values, and first what is said where none was chosen. One that was written by hand is kept.
fn choices<'v>(none: &str, chosen: &str, all: impl Iterator<Item = (&'v str, &'v str)>) -> Vec<Choice> {
    let choice =
        |value: &str, name: &str| Choice { value: value.to_owned(), name: name.to_owned(), chosen: value == chosen };
    let mut list = vec![choice("", none)];
    list.extend(all.map(|(value, name)| choice(value, name)));
    if !list.iter().any(|one| one.chosen) {
        list.push(choice(chosen, chosen));
    }
    list
}

/// A form for a new one: it is given its short name here.
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let card = places::card(&app, member.place).await?;
    let t = app.words.of(visitor.lang);
    let filled = |slug| fill(AchievementFile::new(slug), &card, &fields);
    if fields.text("do") == "preview" {
        return page(&app, &visitor, member, Some((filled(unnamed()), None)), Beside::default()).await;
    }
    let title = Lang::ALL.map(|lang| fields.text(&format!("{lang}.name"))).into_iter().find(|name| !name.is_empty());
    for _ in 0..TRIES {
        let slug = match title {
            Some(title) => achievements::free_slug(&app, member.place, title).await?,
            None => None,
        };
        let Some(slug) = slug else {
            let first = format!("{}-name", card.first_language());
            let beside = Beside { flaws: Flaws::at(first, t.s("achievement-no-name")), ..Beside::default() };
            return Ok(refuse(page(&app, &visitor, member, Some((filled(unnamed()), None)), beside).await?));
        };
        let answer = finish(&app, &visitor, &signed, member, &card, (filled(slug), None), &fields).await?;
        // Somebody else took the short name at this moment: there is another one.
        if answer.status() != StatusCode::CONFLICT {
            return Ok(answer);
        }
    }
    Err(Fault::Broken)
}

/// A form for one that is there.
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    signed: Signed,
    member: Member,
    Path((_, slug)): Path<(i64, String)>,
    fields: Fields,
) -> Result<Response, Fault> {
    let slug = Slug::parse(&slug).ok_or(Fault::NotFound)?;
    let worked = achievements::one(&app, member.place, &slug).await?.ok_or(Fault::NotFound)?;
    let card = places::card(&app, member.place).await?;
    let was = fields.text("version").to_owned();
    if fields.text("do") == "discard" && !was.is_empty() && was != worked.version {
        return changed(&app, &visitor, member, fill(worked.file.clone(), &card, &fields)).await;
    }
    if fields.text("do") == "discard" {
        achievements::discard(&app, &Actor::Account(signed.account().id), member.place, &slug).await?;
        return Ok(see(&format!("{}?lang={}", of_place(route::ACHIEVEMENTS, member.place), visitor.lang)));
    }
    let file = fill(worked.file, &card, &fields);
    if fields.text("do") == "preview" {
        let beside = Beside { version: was, ..Beside::default() };
        return page(&app, &visitor, member, Some((file, Some(worked.stage))), beside).await;
    }
    finish(&app, &visitor, &signed, member, &card, (file, Some(worked.stage)), &fields).await
}

/// Keeps it as a draft, or publishes it.
async fn finish(
    app: &App,
    visitor: &Visitor,
    signed: &Signed,
    member: Member,
    card: &Place,
    (file, stage): (AchievementFile, Option<Stage>),
    fields: &Fields,
) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let (by, lang, version) = (Actor::Account(signed.account().id), visitor.lang, fields.text("version"));
    let was = match (stage, version) {
        (None, _) => Was::Nothing,
        (Some(_), "") => Was::Anything,
        (Some(_), version) => Was::Version(version),
    };
    let typed = hidden(t, &file).and(months(t, fields));
    let flaws = if !typed.is_empty() {
        typed
    } else if fields.text("do") == "publish" {
        match achievements::publish(app, &by, member.place, card, &file, was).await {
            Ok(Publication::Done) => {
                return Ok(see(&format!("{}?lang={lang}", of_place(route::ACHIEVEMENTS, member.place))));
            }
            Ok(Publication::Changed) => return changed(app, visitor, member, file).await,
            Ok(Publication::Incomplete(problems)) => problems.iter().map(|problem| flaw(t, problem)).collect(),
            Err(achievements::WorkError::Written(problems)) => problems.0.iter().map(|one| flaw(t, one)).collect(),
            Err(error) => return Err(error.into()),
            Ok(Publication::Look) => Flaws::at("icon", t.s("achievement-look")),
        }
    } else {
        match achievements::save(app, &by, member.place, &file, was).await {
            Ok(Saved::Done) => {
                let path = one_path(route::ACHIEVEMENT, member, &file.slug);
                return Ok(see(&format!("{path}?lang={lang}&done=saved")));
            }
            Ok(Saved::Changed) => return changed(app, visitor, member, file).await,
            Err(achievements::WorkError::Written(problems)) => problems.0.iter().map(|one| flaw(t, one)).collect(),
            Err(error) => return Err(error.into()),
        }
    };
    let beside = Beside {
        flaws: Flaws::plain(t.s("achievement-problems")).and(flaws),
        months: Some(fields.text("valid_months").to_owned()),
        version: version.to_owned(),
        ..Beside::default()
    };
    Ok(refuse(page(app, visitor, member, Some((file, stage)), beside).await?))
}

/// The texts with signs that nobody sees, or with lines where there is one: what is wrong with them, in words.
fn hidden(t: &Speech, file: &AchievementFile) -> Flaws {
    let mut all = Flaws::none();
    for lang in Lang::ALL {
        let texts = file.texts(lang);
        let tags = texts.tags.join(", ");
        let fields = [
            ("name", texts.name.as_deref(), false),
            ("description", texts.description.as_deref(), true),
            ("criteria", texts.criteria.as_deref(), true),
            ("tags", Some(tags.as_str()), false),
        ];
        let wrong = fields.into_iter().filter(|(_, text, lines)| text.is_some_and(|text| has_hidden(text, *lines)));
        for (field, ..) in wrong {
            let label = label(t, &format!("{lang}.{field}"));
            all = all.and(Flaws::of(t, format!("{lang}-{field}"), &label, t.s("problem-hidden-signs")));
        }
    }
    all
}

/// That what was typed is no number of months: it is not taken for "for ever".
fn months(t: &Speech, fields: &Fields) -> Flaws {
    match fields.text("valid_months") {
        "" => Flaws::none(),
        typed if months_of(typed).is_some() => Flaws::none(),
        _ => Flaws::at("valid_months", t.v("achievement-months-wrong", "most", MOST_MONTHS.to_string())),
    }
}

fn months_of(typed: &str) -> Option<u32> {
    typed.parse().ok().filter(|months| (1..=MOST_MONTHS).contains(months))
}

/// Somebody else wrote meanwhile: what was typed is still in the form, and what they wrote stands beside it. Sent once more,
/// it takes the place of theirs.
async fn changed(app: &App, visitor: &Visitor, member: Member, file: AchievementFile) -> Result<Response, Fault> {
    let t = app.words.of(visitor.lang);
    let now = achievements::one(app, member.place, &file.slug).await?.ok_or(Fault::NotFound)?;
    let who = achievements::writer(app, member.place, &file.slug).await?.unwrap_or_else(|| t.s("acts-machine"));
    let beside = Beside {
        flaws: Flaws::plain(t.v("achievement-changed", "who", who)),
        theirs: differing(t, &file, &now.file),
        version: now.version,
        ..Beside::default()
    };
    let page = page(app, visitor, member, Some((file, Some(now.stage))), beside).await?;
    Ok(told(page, StatusCode::CONFLICT))
}

/// The fields in which theirs says something else, by their labels, with what it says.
fn differing(t: &Speech, own: &AchievementFile, theirs: &AchievementFile) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut look = |label: String, own: Option<&str>, theirs: Option<&str>| {
        if own.unwrap_or_default() != theirs.unwrap_or_default() {
            all.push((label, theirs.unwrap_or("–").to_owned()));
        }
    };
    for lang in Lang::ALL {
        let (ours, other) = (own.texts(lang), theirs.texts(lang));
        let of = |word: &str| format!("{} ({lang})", t.s(word));
        look(of("achievement-name"), ours.name.as_deref(), other.name.as_deref());
        look(of("achievement-description"), ours.description.as_deref(), other.description.as_deref());
        look(of("achievement-criteria"), ours.criteria.as_deref(), other.criteria.as_deref());
        look(of("achievement-tags"), Some(&ours.tags.join(", ")), Some(&other.tags.join(", ")));
    }
    look(t.s("achievement-kind"), own.kind.as_deref(), theirs.kind.as_deref());
    look(t.s("achievement-level"), own.level.as_deref(), theirs.level.as_deref());
    let months = |file: &AchievementFile| file.valid_months.map(|months| months.to_string());
    look(t.s("achievement-valid"), months(own).as_deref(), months(theirs).as_deref());
    for field in ["shape", "icon", "colour", "logo"] {
        let drawn = |file: &AchievementFile| file.drawing.get(field).cloned();
        look(t.s(&format!("achievement-{field}")), drawn(own).as_deref(), drawn(theirs).as_deref());
    }
    all
}

/// What is wrong, at its field.
fn flaw(t: &Speech, problem: &Problem) -> Flaws {
    let label = label(t, &problem.field);
    let said = match problem.fault {
        badge_core::place::Fault::Missing | badge_core::place::Fault::Empty => {
            t.v("achievement-missing", "field", label)
        }
        badge_core::place::Fault::TooLong { .. } => t.v("achievement-long", "field", label),
        _ => t.v("achievement-wrong", "field", label),
    };
    match problem.field.as_str() {
        field @ ("kind" | "level" | "valid_months") => Flaws::at(field, said),
        other => match other.split_once('.') {
            Some((lang, field @ ("name" | "description" | "criteria" | "tags"))) => {
                Flaws::at(format!("{lang}-{field}"), said)
            }
            Some(("drawing", field @ ("shape" | "icon" | "colour"))) => Flaws::at(field, said),
            _ => Flaws::plain(said),
        },
    }
}

/// What a field is called, with the language that it is in.
fn label(t: &Speech, field: &str) -> String {
    let (lang, field) = field.split_once('.').unwrap_or(("", field));
    let label = match field {
        "name" => t.s("achievement-name"),
        "description" => t.s("achievement-description"),
        "criteria" => t.s("achievement-criteria"),
        "tags" => t.s("achievement-tags"),
        "kind" => t.s("achievement-kind"),
        "level" => t.s("achievement-level"),
        "valid_months" => t.s("achievement-valid"),
        "shape" => t.s("achievement-shape"),
        "icon" => t.s("achievement-icon"),
        "colour" => t.s("achievement-colour"),
        other => other.to_owned(),
    };
    if Lang::from_tag(lang).is_none() { label } else { format!("{label} ({lang})") }
}

/// What the form says; all that it does not ask for stays as it was.
fn fill(mut file: AchievementFile, card: &Place, fields: &Fields) -> AchievementFile {
    let some = |text: &str| (!text.is_empty()).then(|| text.replace("\r\n", "\n"));
    for lang in &card.languages {
        let field = |name: &str| some(fields.text(&format!("{lang}.{name}")));
        let tags = field("tags").unwrap_or_default();
        let texts = file.texts_mut(*lang);
        texts.name = field("name");
        texts.description = field("description");
        texts.criteria = field("criteria");
        texts.tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    }
    file.kind = some(fields.text("kind"));
    file.level = some(fields.text("level"));
    file.valid_months = months_of(fields.text("valid_months"));
    for field in ["shape", "icon", "colour"] {
        match some(fields.text(field)) {
            Some(value) => drop(file.drawing.insert(field.to_owned(), value)),
            None => drop(file.drawing.remove(field)),
        }
    }
    // Where there is no logo the form does not ask.
    if card.logo.is_some() {
        match fields.text("logo") {
            "yes" => drop(file.drawing.insert("logo".to_owned(), "yes".to_owned())),
            _ => drop(file.drawing.remove("logo")),
        }
    }
    file
}

/// The picture of one, for the team.
pub(crate) async fn picture(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    Path((_, slug)): Path<(i64, String)>,
) -> Result<Response, Fault> {
    let slug = Slug::parse(&slug).ok_or(Fault::NotFound)?;
    let worked = achievements::one(&app, member.place, &slug).await?.ok_or(Fault::NotFound)?;
    drawn(&app, member, worked.file, visitor.lang).await
}

/// The picture of what a form says, for the script.
pub(crate) async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    member: Member,
    fields: Fields,
) -> Result<Response, Fault> {
    let card = places::card(&app, member.place).await?;
    let file = fill(AchievementFile::new(unnamed()), &card, &fields);
    drawn(&app, member, file, visitor.lang).await
}

async fn drawn(app: &App, member: Member, file: AchievementFile, lang: Lang) -> Result<Response, Fault> {
    let card = places::card(app, member.place).await?;
    let speaks = file.language_for(&card, if file.speaks(lang) { lang } else { card.first_language() });
    let (kind, bytes) = achievements::picture(app, member.place, card, file, speaks).await?;
    // Looked at alone, a picture may run nothing.
    let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";
    Ok((StatusCode::OK, [(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, policy)], bytes).into_response())
}

fn one_path(path: &str, member: Member, slug: &Slug) -> String {
    of_place(path, member.place).replace("{slug}", slug.as_str())
}

/// What has no name yet is drawn under this one.
fn unnamed() -> Slug {
    Slug::parse("badge").expect("a short name")
}
