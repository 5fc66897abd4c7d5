//! `/api/v1/achievements`: what the place awards.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use badge_core::language::Lang;
use badge_core::place::{AchievementFile, Place, Problems, Slug, Spot, Texts};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::{self, Asked, json, read, tagged};
use super::trouble::{ProblemDocument, Trouble};
use crate::app::achievements::{self, Publication, Saved, Stage, Was, WorkError, Worked};
use crate::app::desk::{Desk, desk};
use crate::app::problem::Problem;
use crate::app::texts::has_hidden;
use crate::app::tokens::{Bearer, Scope};
use crate::app::{PlaceId, places};
use crate::fault::Fault;
use crate::state::App;
use crate::visitor::Visitor;
use crate::words::{Speech, Words};

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
    /// `published`; `draft` where nothing of it is published; `changing` where a draft waits beside what is published.
    /// Where it is told alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<String>,
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

/// What is to be said of an achievement. Of a new one, the picture is drawn from its name until somebody gives it another one.
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
    /// It is kept as a draft that the team alone sees; what is published stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) draft: bool,
}

/// All achievements of a place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct AchievementList {
    /// By their short names.
    pub(crate) achievements: Vec<AchievementTold>,
}

impl AchievementTold {
    fn of(desk: &Desk, slug: &Slug, words: (&Words, Lang)) -> Option<Self> {
        let known = desk.achievements.get(slug)?;
        let (fr, en, problems) = match known {
            Ok(file) => (texts_of(file, Lang::Fr), texts_of(file, Lang::En), Vec::new()),
            Err(problems) => (None, None, Problem::of_achievement(problems, words)),
        };
        Some(Self {
            slug: slug.as_str().to_owned(),
            page: desk.base.url(&Spot::Achievement(slug.clone(), None)),
            fr,
            en,
            ready: problems.is_empty(),
            stage: None,
            problems,
        })
    }
}

impl AchievementTold {
    /// A draft, with what stands in the way of publishing it.
    fn of_draft(desk: &Desk, worked: &Worked, words: (&Words, Lang)) -> Self {
        let wrong = worked.file.check(&desk.place).into_iter().filter(|problem| !problem.fault.is_remark()).collect();
        Self {
            slug: worked.file.slug.as_str().to_owned(),
            page: desk.base.url(&Spot::Achievement(worked.file.slug.clone(), None)),
            fr: texts_of(&worked.file, Lang::Fr),
            en: texts_of(&worked.file, Lang::En),
            ready: false,
            stage: None,
            problems: Problem::of_achievement(&Problems(wrong), words),
        }
    }
}

/// What is said in a language, where anything is.
fn texts_of(file: &AchievementFile, lang: Lang) -> Option<TextsTold> {
    let texts = file.texts(lang);
    let said = texts.name.is_some() || texts.description.is_some() || texts.criteria.is_some();
    said.then(|| TextsTold {
        name: texts.name.clone().unwrap_or_default(),
        description: texts.description.clone().unwrap_or_default(),
        criteria: texts.criteria.clone().unwrap_or_default(),
        tags: texts.tags.clone(),
    })
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
    let words = (&app.words, visitor.lang);
    let achievements = desk.achievements.keys().filter_map(|slug| AchievementTold::of(&desk, slug, words)).collect();
    json(StatusCode::OK, &AchievementList { achievements })
}

/// Which text of an achievement is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// The draft, where there is one; for tokens with the scope admin.
    #[serde(default)]
    draft: bool,
    /// The language of messages, `fr` or `en`.
    #[serde(rename = "lang")]
    _lang: Option<String>,
}

/// One achievement. Its ETag names the version that is shown, for a change; while the team has a draft, that is the draft's.
#[utoipa::path(
    get, path = "/api/v1/achievements/{slug}", tag = "achievements", operation_id = "getAchievement",
    params(("slug" = String, Path, description = "Its short name"), Which),
    responses(
        (status = 200, description = "What is said of it", body = AchievementTold,
            headers(("ETag" = String, description = "Its version, for If-Match"))),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["read"])),
)]
pub(crate) async fn get(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(slug): Path<String>,
    which: Asked<Which>,
) -> Result<Response, Trouble> {
    let which = caller::asked(which)?;
    let place = holder.need(if which.draft { Scope::Admin } else { Scope::Read })?;
    let slug = Slug::parse(&slug).ok_or(Trouble::Missing)?;
    told(&app, &visitor, place, &slug, (which.draft, StatusCode::OK)).await
}

/// One achievement as it stands: what is published, or the draft.
pub(super) async fn told(
    app: &App,
    visitor: &Visitor,
    place: PlaceId,
    slug: &Slug,
    (draft, status): (bool, StatusCode),
) -> Result<Response, Trouble> {
    let desk = desk(app, place).await?;
    let words = (&app.words, visitor.lang);
    let worked = achievements::one(app, place, slug).await.map_err(Fault::from)?.ok_or(Trouble::Missing)?;
    // Whoever read what is published may not write over a draft that they have not seen.
    let (told, version) = if draft && worked.stage != Stage::Published {
        (AchievementTold::of_draft(&desk, &worked, words), &worked.version)
    } else {
        let told = AchievementTold::of(&desk, slug, words).ok_or(Trouble::Missing)?;
        (told, worked.published.as_ref().unwrap_or(&worked.version))
    };
    // Only whoever may see drafts is told of one.
    let stage = match worked.stage {
        Stage::Draft if draft => "draft",
        Stage::Changing if draft => "changing",
        _ => "published",
    };
    Ok(tagged(json(status, &AchievementTold { stage: Some(stage.to_owned()), ..told })?, version))
}

/// Make an achievement. One that is there is not changed.
#[utoipa::path(
    post, path = "/api/v1/achievements", tag = "achievements", operation_id = "createAchievement",
    request_body = AchievementWish,
    responses(
        (status = 201, description = "Made, and published unless it is a draft", body = AchievementTold),
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
    let wish: AchievementWish = read(&body)?;
    let name = wish.fr.as_ref().or(wish.en.as_ref()).map(|texts| texts.name.clone()).unwrap_or_default();
    let slug = match &wish.slug {
        Some(slug) => Slug::parse(slug),
        // A name in another script has no letter to make it of.
        None if !name.trim().is_empty() && Slug::from_title(&name).is_none() => {
            // Sent again after it was not answered, it is the same one, as it is where the name makes the short name.
            let known = achievements::list(&app, place).await.map_err(Fault::from)?;
            if known
                .iter()
                .any(|worked| Lang::ALL.iter().any(|lang| worked.file.texts(*lang).name.as_ref() == Some(&name)))
            {
                return Err(Trouble::Taken);
            }
            achievements::free_slug(&app, place, &name).await.map_err(Fault::from)?
        }
        None => Slug::from_title(&name),
    };
    let slug = slug.ok_or_else(|| no_slug(&app, &visitor))?;
    let draft = wish.draft;
    match written(&app, &visitor, &holder, place, (AchievementFile::new(slug.clone()), wish, Was::Nothing)).await? {
        true => told(&app, &visitor, place, &slug, (draft, StatusCode::CREATED)).await,
        false => Err(Trouble::Taken),
    }
}

/// Change an achievement: all that is said of it is replaced; its drawing, kind and level stay. Badges that were awarded keep
/// what they said. `If-Match` names the version that the change began from, or is `*` for whatever is there.
#[utoipa::path(
    put, path = "/api/v1/achievements/{slug}", tag = "achievements", operation_id = "changeAchievement",
    params(
        ("slug" = String, Path, description = "Its short name"),
        ("If-Match" = String, Header, description = "The ETag that it was read with, or *"),
    ),
    request_body = AchievementWish,
    responses(
        (status = 200, description = "Changed, and published unless it is a draft", body = AchievementTold),
        (status = 412, description = "Somebody else changed it meanwhile", body = ProblemDocument, content_type = "application/problem+json"),
        (status = "4XX", description = "See `type`", body = ProblemDocument, content_type = "application/problem+json"),
    ),
    security(("token" = ["admin"])),
)]
pub(crate) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    holder: Bearer,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Trouble> {
    let place = holder.need(Scope::Admin)?;
    let slug = Slug::parse(&slug).ok_or(Trouble::Missing)?;
    let wish: AchievementWish = read(&body)?;
    if wish.slug.as_deref().is_some_and(|named| named != slug.as_str()) {
        return Err(no_slug(&app, &visitor));
    }
    let was = was(&headers)?;
    let known = achievements::one(&app, place, &slug).await.map_err(Fault::from)?.ok_or(Trouble::Missing)?;
    let draft = wish.draft;
    match written(&app, &visitor, &holder, place, (known.file, wish, was)).await? {
        true => told(&app, &visitor, place, &slug, (draft, StatusCode::OK)).await,
        false => Err(Trouble::Changed),
    }
}

/// What whoever changes an achievement takes to be there.
pub(super) fn was(headers: &HeaderMap) -> Result<Was<'_>, Trouble> {
    match headers.get(IF_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default().trim() {
        "" => Err(Trouble::Malformed("If-Match: the ETag that it was read with, or *".to_owned())),
        "*" => Ok(Was::Anything),
        tag => Ok(Was::Version(tag.trim_start_matches("W/").trim_matches('"'))),
    }
}

fn no_slug(app: &App, visitor: &Visitor) -> Trouble {
    let message = app.words.of(visitor.lang).s("problem-not-a-slug");
    Trouble::Invalid(vec![Problem::new("not_a_slug", "slug", message)])
}

/// Publishes what a wish says, or keeps it as a draft. `false` where something else is there than was taken to be.
async fn written(
    app: &App,
    visitor: &Visitor,
    holder: &Bearer,
    place: PlaceId,
    (mut file, wish, was): (AchievementFile, AchievementWish, Was<'_>),
) -> Result<bool, Trouble> {
    let words = app.words.of(visitor.lang);
    let invalid = |problems: Vec<badge_core::place::Problem>| {
        Trouble::Invalid(Problem::of_achievement(&Problems(problems), (&app.words, visitor.lang)))
    };
    let texts = |before: Texts, told: Option<TextsTold>| match told {
        Some(told) => Texts {
            name: some(told.name),
            description: some(told.description),
            criteria: some(told.criteria),
            tags: told.tags,
            ..before
        },
        None => Texts::default(),
    };
    file.fr = texts(std::mem::take(&mut file.fr), wish.fr);
    file.en = texts(std::mem::take(&mut file.en), wish.en);
    file.valid_months = wish.valid_months;
    let hidden = hidden(&file, words);
    if !hidden.is_empty() {
        return Err(Trouble::Invalid(hidden));
    }
    let by = holder.actor();
    let card: Place = places::card(app, place).await.map_err(Fault::from)?;
    if wish.draft {
        return match achievements::save(app, &by, place, &file, was).await {
            Ok(saved) => Ok(saved == Saved::Done),
            Err(WorkError::Written(problems)) => Err(invalid(problems.0)),
            Err(error) => Err(Fault::from(error).into()),
        };
    }
    match achievements::publish(app, &by, place, &card, &file, was).await {
        Ok(Publication::Done) => Ok(true),
        Ok(Publication::Changed) => Ok(false),
        Ok(Publication::Incomplete(problems)) | Err(WorkError::Written(Problems(problems))) => Err(invalid(problems)),
        Ok(Publication::Look) => {
            Err(Trouble::Invalid(vec![Problem::new("not_a_drawing", "", words.s("achievement-look"))]))
        }
        Err(error) => Err(Fault::from(error).into()),
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The members with signs that nobody sees, or with lines where there is one.
fn hidden(file: &AchievementFile, words: &Speech) -> Vec<Problem> {
    let mut all = Vec::new();
    for lang in Lang::ALL {
        let texts = file.texts(lang);
        let tags = texts.tags.join(", ");
        let members = [
            ("name", texts.name.as_deref(), false),
            ("description", texts.description.as_deref(), true),
            ("criteria", texts.criteria.as_deref(), true),
            ("tags", Some(tags.as_str()), false),
        ];
        let wrong = members.into_iter().filter(|(_, text, lines)| text.is_some_and(|text| has_hidden(text, *lines)));
        let said =
            |member: &str| Problem::new("hidden_signs", &format!("{lang}.{member}"), words.s("problem-hidden-signs"));
        all.extend(wrong.map(|(member, ..)| said(member)));
    }
    all
}
