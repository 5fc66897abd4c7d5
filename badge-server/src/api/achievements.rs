//! `/api/v1/achievements`: what the place awards.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use badge_core::language::Lang;
use badge_core::place::{AchievementFile, Slug, Spot, Texts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::{json, read};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::desk::{Desk, desk};
use crate::app::problem::Problem;
use crate::app::tokens::{Bearer, Scope};
use crate::state::App;
use crate::visitor::Visitor;

/// An achievement of the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Achievement)]
pub(crate) struct AchievementTold {
    /// Its short name, for ever.
    pub(crate) slug: String,
    /// Where it is published.
    pub(crate) page: String,
    /// In French, where it is told in French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fr: Option<TextsTold>,
    /// In English, where it is told in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) en: Option<TextsTold>,
    /// Whether it can be awarded.
    pub(crate) ready: bool,
    /// What stands in the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Problem>,
}

/// What is said of an achievement in a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AchievementTexts)]
pub(crate) struct TextsTold {
    /// Its name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) description: String,
    /// What one does to earn it (Markdown).
    pub(crate) criteria: String,
    /// Words by which it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<String>,
}

/// A new achievement. Its picture is drawn from its name until somebody gives it another one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AchievementWish {
    /// Its short name: small letters, digits and hyphens. Without it, one is made of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) slug: Option<String>,
    /// In French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fr: Option<TextsTold>,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) en: Option<TextsTold>,
    /// For how many months an award holds; without it, for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) valid_months: Option<u32>,
}

/// All achievements of a place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct AchievementList {
    /// By their short names.
    pub(crate) achievements: Vec<AchievementTold>,
}

impl AchievementTold {
    fn of(desk: &Desk, slug: &Slug, words: &crate::words::Speech) -> Option<Self> {
        let known = desk.achievements.get(slug)?;
        let told = |file: &AchievementFile, lang| {
            let texts = file.texts(lang);
            file.speaks(lang).then(|| TextsTold {
                name: texts.name.clone().unwrap_or_default(),
                description: texts.description.clone().unwrap_or_default(),
                criteria: texts.criteria.clone().unwrap_or_default(),
                tags: texts.tags.clone(),
            })
        };
        let (fr, en, problems) = match known {
            Ok(file) => (told(file, Lang::Fr), told(file, Lang::En), Vec::new()),
            Err(problems) => (None, None, Problem::of_achievement(problems, words)),
        };
        Some(Self {
            slug: slug.as_str().to_owned(),
            page: desk.base.url(&Spot::Achievement(slug.clone(), None)),
            fr,
            en,
            ready: problems.is_empty(),
            problems,
        })
    }
}

/// All achievements of the place.
#[utoipa::path(
    get, path = "/api/v1/achievements", tag = "achievements", operation_id = "listAchievements",
    responses(
        (status = 200, description = "All of them", body = AchievementList),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn list(State(app): State<App>, visitor: Visitor, holder: Bearer) -> Result<Response, Trouble> {
    let desk = desk(&app, holder.need(Scope::Read)?).await?;
    let words = app.words.of(visitor.lang);
    let achievements = desk.achievements.keys().filter_map(|slug| AchievementTold::of(&desk, slug, words)).collect();
    json(StatusCode::OK, &AchievementList { achievements })
}

/// One achievement.
#[utoipa::path(
    get, path = "/api/v1/achievements/{slug}", tag = "achievements", operation_id = "getAchievement",
    params(("slug" = String, Path, description = "Its short name")),
    responses(
        (status = 200, description = "What is said of it", body = AchievementTold),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(slug): Path<String>,
) -> Result<Response, Trouble> {
    let desk = desk(&app, holder.need(Scope::Read)?).await?;
    let slug = Slug::parse(&slug).ok_or(Trouble::Missing)?;
    let told = AchievementTold::of(&desk, &slug, app.words.of(visitor.lang)).ok_or(Trouble::Missing)?;
    json(StatusCode::OK, &told)
}

/// Make an achievement. One that is there is not changed.
#[utoipa::path(
    post, path = "/api/v1/achievements", tag = "achievements", operation_id = "createAchievement",
    request_body = AchievementWish,
    responses(
        (status = 201, description = "Made, and published", body = AchievementTold),
        (status = 409, description = "There is one of that name", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let words = app.words.of(visitor.lang);
    let wish: AchievementWish = read(&body)?;
    let name = wish.fr.as_ref().or(wish.en.as_ref()).map(|texts| texts.name.clone()).unwrap_or_default();
    let slug = match &wish.slug {
        Some(slug) => Slug::parse(slug),
        None => Slug::from_title(&name),
    };
    let no_slug = || Trouble::Invalid(vec![Problem::new("not_a_slug", "slug", words.s("problem-not-a-slug"))]);
    let slug = slug.ok_or_else(no_slug)?;
    let mut file = AchievementFile::new(slug.clone());
    let texts = |told: TextsTold| Texts {
        name: Some(told.name),
        description: Some(told.description),
        criteria: Some(told.criteria),
        tags: told.tags,
        ..Texts::default()
    };
    file.fr = wish.fr.map(texts).unwrap_or_default();
    file.en = wish.en.map(texts).unwrap_or_default();
    file.valid_months = wish.valid_months;
    let known = desk(&app, place).await?;
    let wrong: Vec<_> = file.check(&known.place).into_iter().filter(|p| !p.fault.is_remark()).collect();
    if !wrong.is_empty() {
        return Err(Trouble::Invalid(Problem::of_achievement(&badge_core::place::Problems(wrong), words)));
    }
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if work.achievements(place).await?.iter().any(|(known, _)| *known == slug) {
        return Err(Trouble::Taken);
    }
    work.put_achievement(place, &slug, &file.to_toml()).await?;
    work.add_act_of(place, &holder.actor(), "published", slug.as_str(), app.now().unix()).await?;
    work.save().await?;
    let told = AchievementTold::of(&*desk(&app, place).await?, &slug, words).ok_or(Trouble::Missing)?;
    json(StatusCode::CREATED, &told)
}
