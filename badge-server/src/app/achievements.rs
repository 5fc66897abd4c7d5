//! Writing achievements: as a draft that the team alone sees, then published.

use std::collections::BTreeMap;

use badge_core::crypto::sha256;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::picture::{Logo, Template};
use badge_core::place::{AchievementFile, Ending, Place, Problem, Problems, Slug};
use badge_core::site::Look;
use badge_core::text;

use crate::state::App;
use crate::storage::{Act, Actor, PlaceId, Reading, StorageError};

/// The short name of what has no letter from `a` to `z` in its own.
const NAMELESS: &str = "badge";

/// Acts that are looked through for who wrote last.
const LATEST: i64 = 100;

/// How far an achievement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Not published yet.
    Draft,
    /// Published, and being written anew.
    Changing,
    Published,
}

/// An achievement, as the team works on it: the draft where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Worked {
    pub(crate) file: AchievementFile,
    pub(crate) stage: Stage,
    /// Another one for each other text: whoever writes names the one that they began from.
    pub(crate) version: String,
    /// The version that everybody sees, where there is one.
    pub(crate) published: Option<String>,
}

/// What somebody who writes takes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Was<'v> {
    /// Nothing of that name.
    Nothing,
    /// This version.
    Version(&'v str),
    /// Whatever is there.
    Anything,
}

impl Was<'_> {
    /// Whether it is so still. Who wrote the same as somebody else overwrites nothing.
    pub(super) fn holds(self, now: Option<&Worked>, source: &str) -> bool {
        match (self, now) {
            (Self::Anything, _) | (Self::Version(_), None) => true,
            (Self::Nothing, now) => now.is_none(),
            (Self::Version(was), Some(now)) => was == now.version || version(source) == now.version,
        }
    }
}

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saved {
    Done,
    /// Somebody else wrote meanwhile: nothing was kept.
    Changed,
}

/// What became of a wish to publish.
#[derive(Debug)]
pub(crate) enum Publication {
    Done,
    /// What is missing.
    Incomplete(Vec<Problem>),
    /// It cannot be drawn.
    Look,
    /// Somebody else wrote meanwhile: nothing was published.
    Changed,
}

/// Why an achievement cannot be worked on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum WorkError {
    /// What was written cannot be read again: a text is too long.
    #[error("an achievement")]
    Written(#[from] Problems),
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// All achievements of a place, by short name. One whose text was broken by hand is shown empty.
pub(crate) async fn list(app: &App, place: PlaceId) -> Result<Vec<Worked>, StorageError> {
    let mut read = app.storage.read().await?;
    let published = read.achievements(place).await?;
    let drafts: BTreeMap<Slug, String> = read.drafts(place).await?.into_iter().collect();
    let known: Vec<Slug> = published.iter().map(|(slug, _)| slug.clone()).collect();
    let mut all: BTreeMap<Slug, Worked> = BTreeMap::new();
    for (slug, source) in published {
        let stage = if drafts.contains_key(&slug) { Stage::Changing } else { Stage::Published };
        let published = Some(version(&source));
        let source = drafts.get(&slug).unwrap_or(&source);
        all.insert(slug.clone(), Worked { version: version(source), published, file: parse(slug, source), stage });
    }
    for (slug, source) in drafts.into_iter().filter(|(slug, _)| !known.contains(slug)) {
        let (version, file) = (version(&source), parse(slug.clone(), &source));
        all.insert(slug, Worked { version, published: None, file, stage: Stage::Draft });
    }
    Ok(all.into_values().collect())
}

/// What everybody sees of them.
pub(crate) async fn published(app: &App, place: PlaceId) -> Result<Vec<AchievementFile>, StorageError> {
    let all = app.storage.read().await?.achievements(place).await?;
    Ok(all.into_iter().map(|(slug, source)| parse(slug, &source)).collect())
}

/// One of them.
pub(crate) async fn one(app: &App, place: PlaceId, slug: &Slug) -> Result<Option<Worked>, StorageError> {
    let mut read = app.storage.read().await?;
    find(&mut read, place, slug).await
}

pub(super) async fn find(read: &mut Reading, place: PlaceId, slug: &Slug) -> Result<Option<Worked>, StorageError> {
    let draft = read.draft(place, slug).await?;
    let published = read.achievements(place).await?.into_iter().find(|(known, _)| known == slug);
    let stage = match (&draft, &published) {
        (None, None) => return Ok(None),
        (Some(_), None) => Stage::Draft,
        (Some(_), Some(_)) => Stage::Changing,
        (None, Some(_)) => Stage::Published,
    };
    let shown = published.as_ref().map(|(_, source)| version(source));
    let source = draft.or(published.map(|(_, source)| source)).unwrap_or_default();
    Ok(Some(Worked { version: version(&source), published: shown, file: parse(slug.clone(), &source), stage }))
}

/// Who wrote last, where that is known.
pub(crate) async fn writer(app: &App, place: PlaceId, slug: &Slug) -> Result<Option<String>, StorageError> {
    let acts = app.storage.read().await?.acts(place, i64::MAX, LATEST).await?;
    let wrote = |act: &Act| act.subject.as_deref() == Some(slug.as_str());
    Ok(acts.into_iter().find(wrote).and_then(|act| act.name))
}

/// A short name that is free, made from a title. `None` for a title without a letter.
pub(crate) async fn free_slug(app: &App, place: PlaceId, title: &str) -> Result<Option<Slug>, StorageError> {
    // Of a name that has no letter for an address, none is made: a name in another script is a name.
    let Some(first) = Slug::from_title(title).or_else(|| Slug::parse(NAMELESS)) else { return Ok(None) };
    let mut read = app.storage.read().await?;
    let mut slug = first.clone();
    for n in 2..1000 {
        if find(&mut read, place, &slug).await?.is_none() {
            return Ok(Some(slug));
        }
        let Some(next) = Slug::parse(&format!("{first}-{n}")) else { break };
        slug = next;
    }
    Ok(None)
}

/// Keeps it as a draft, where what is there is still what it was: what is published does not change.
pub(crate) async fn save(
    app: &App,
    by: &Actor,
    place: PlaceId,
    file: &AchievementFile,
    was: Was<'_>,
) -> Result<Saved, WorkError> {
    let source = written(file)?;
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    work.hold(place).await?;
    if !was.holds(find(&mut work, place, &file.slug).await?.as_ref(), &source) {
        return Ok(Saved::Changed);
    }
    work.put_draft(place, &file.slug, &source, now).await?;
    work.add_act_of(place, by, "drafted", file.slug.as_str(), now).await?;
    work.save().await?;
    Ok(Saved::Done)
}

/// Publishes it, if nothing is missing, and what is there is still what it was.
pub(crate) async fn publish(
    app: &App,
    by: &Actor,
    place: PlaceId,
    card: &Place,
    file: &AchievementFile,
    was: Was<'_>,
) -> Result<Publication, WorkError> {
    let missing: Vec<Problem> = file.check(card).into_iter().filter(|problem| !problem.fault.is_remark()).collect();
    if !missing.is_empty() {
        return Ok(Publication::Incomplete(missing));
    }
    if Look::of_achievement(card, file, card.first_language()).is_err() {
        return Ok(Publication::Look);
    }
    let source = written(file)?;
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if !was.holds(find(&mut work, place, &file.slug).await?.as_ref(), &source) {
        return Ok(Publication::Changed);
    }
    work.put_achievement(place, &file.slug, &source).await?;
    work.remove_draft(place, &file.slug).await?;
    work.add_act_of(place, by, "published", file.slug.as_str(), now).await?;
    work.save().await?;
    Ok(Publication::Done)
}

/// Forgets a draft; what is published stays. `true` if there was one.
pub(crate) async fn discard(app: &App, by: &Actor, place: PlaceId, slug: &Slug) -> Result<bool, StorageError> {
    let mut work = app.storage.write().await?;
    if !work.remove_draft(place, slug).await? {
        return Ok(false);
    }
    work.add_act_of(place, by, "discarded", slug.as_str(), app.now().unix()).await?;
    work.save().await?;
    Ok(true)
}

/// The picture as it would be published: its media type and its bytes. A look that is none is drawn as if nothing had
/// been said of it.
pub(crate) async fn picture(
    app: &App,
    place: PlaceId,
    card: Place,
    file: AchievementFile,
    lang: Lang,
) -> Result<(&'static str, Vec<u8>), WorkError> {
    if let Some(name) = &file.picture
        && let Some(ending) = Ending::of_file(name)
        && let Some(bytes) = stored(app, place, &format!("achievements/{name}")).await?
    {
        return Ok((ending.media_type(), bytes));
    }
    let logo = match &card.logo {
        Some(path) => stored(app, place, path).await?,
        None => None,
    };
    let template = stored(app, place, "templates/badge.svg").await?;
    let svg = tokio::task::spawn_blocking(move || {
        let limits = Limits::default();
        let logo = logo.and_then(|bytes| Logo::read(&bytes, &limits).ok());
        let template = template.and_then(|bytes| Template::read(&bytes, &limits).ok());
        let plain = || Look::of(&card, (None, None), &BTreeMap::new(), lang);
        let look = Look::of_achievement(&card, &file, lang).or_else(|_| plain());
        look.map(|look| look.draw(&file, lang, logo.as_ref(), template.as_ref()).svg.into_bytes()).unwrap_or_default()
    })
    .await?;
    Ok((Ending::Svg.media_type(), svg))
}

async fn stored(app: &App, place: PlaceId, path: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let digest = app.storage.read().await?.file(place, path).await?;
    match digest {
        Some(digest) => app.storage.objects.get(place, &digest).await,
        None => Ok(None),
    }
}

/// The text of an achievement, which must be readable again.
pub(super) fn written(file: &AchievementFile) -> Result<String, Problems> {
    let source = file.to_toml();
    AchievementFile::parse(file.slug.clone(), &source)?;
    Ok(source)
}

/// What tells one text from another.
pub(super) fn version(source: &str) -> String {
    text::hex(&sha256(source.as_bytes())[..8])
}

fn parse(slug: Slug, source: &str) -> AchievementFile {
    AchievementFile::parse(slug.clone(), source).unwrap_or_else(|_| AchievementFile::new(slug))
}
