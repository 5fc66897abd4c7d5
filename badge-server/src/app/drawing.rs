//! The picture of an achievement that a place brings itself, in the place of one that is drawn: taken in and checked as its
//! logo is. Badges that were awarded keep their picture.

use badge_core::place::{AchievementFile, Ending, Problems, Slug};

use super::Actor;
use super::achievements::{Was, WorkError, find, written};
use super::logo::{self, LogoFault};
use super::removing;
use crate::state::App;
use crate::storage::{Going, PlaceId, StorageError, Writing};

/// What became of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Brought {
    Done,
    /// There is no such achievement.
    Nothing,
    /// Somebody else wrote meanwhile.
    Changed,
    /// It cannot be one.
    Fault(LogoFault),
    /// The file of the achievement, which somebody wrote by hand, does not read.
    Unread(Problems),
}

/// Puts a picture on an achievement: on what is published, and on the draft beside it.
///
/// # Errors
/// See [`WorkError`].
pub(crate) async fn put(
    app: &App,
    by: &Actor,
    (place, slug): (PlaceId, &Slug),
    bytes: Vec<u8>,
    was: Was<'_>,
) -> Result<Brought, WorkError> {
    let (bytes, ending, _) = match tokio::task::spawn_blocking(move || logo::checked(bytes)).await? {
        Ok(checked) => checked,
        Err(fault) => return Ok(Brought::Fault(fault)),
    };
    for _ in 0..removing::TRIES {
        let done = write(app, by, (place, slug), (&bytes, ending), was).await?;
        let Some(done) = done else { continue };
        if done == Brought::Done {
            // It is in place, whatever the store says of the one before: that one goes later then.
            removing::let_go(app, place).await?;
        }
        return Ok(done);
    }
    Err(StorageError::Going(Going).into())
}

/// Puts it there. `None` where the same picture, which was left over, went at that moment.
async fn write(
    app: &App,
    by: &Actor,
    (place, slug): (PlaceId, &Slug),
    (bytes, ending): (&[u8], Ending),
    was: Was<'_>,
) -> Result<Option<Brought>, WorkError> {
    let coming = removing::put_all(app, place, vec![bytes.to_vec()]).await?;
    let digest = coming.digests().concat();
    // Its own name for each: what is read of the one before meanwhile is whole.
    let name = format!("{slug}-{}.{}", digest.get(..8).unwrap_or_default(), ending.as_str());
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    work.touch(place).await?;
    if !work.take_up(&coming).await? {
        return Ok(None);
    }
    let Some(known) = find(&mut work, place, slug).await? else { return Ok(Some(Brought::Nothing)) };
    if !was.holds(Some(&known), "") {
        return Ok(Some(Brought::Changed));
    }
    let mut before = Vec::new();
    let published = work.achievements(place).await?.into_iter().find(|(known, _)| known == slug);
    if let Some((_, source)) = published {
        // What was put there by hand may not read: what is wrong with it is told, and nothing is lost of it.
        let file = match with(slug, &source, &name, &mut before) {
            Err(WorkError::Written(problems)) => return Ok(Some(Brought::Unread(problems))),
            other => other?,
        };
        work.put_achievement(place, slug, &file).await?;
    }
    if let Some(source) = work.draft(place, slug).await? {
        let file = match with(slug, &source, &name, &mut before) {
            Err(WorkError::Written(problems)) => return Ok(Some(Brought::Unread(problems))),
            other => other?,
        };
        work.put_draft(place, slug, &file, now).await?;
    }
    work.put_file(place, &path(&name), &digest).await?;
    before.retain(|old| *old != name);
    let_go(&mut work, place, before).await?;
    work.add_act_of(place, by, "pictured", slug.as_str(), now).await?;
    work.save().await?;
    coming.kept();
    Ok(Some(Brought::Done))
}

/// The text of an achievement with another picture; notes which it had.
fn with(slug: &Slug, source: &str, name: &str, before: &mut Vec<String>) -> Result<String, WorkError> {
    let mut file = AchievementFile::parse(slug.clone(), source)?;
    before.extend(file.picture.replace(name.to_owned()));
    Ok(written(&file)?)
}

/// Takes files out of the place to which no achievement points any more.
async fn let_go(work: &mut Writing, place: PlaceId, names: Vec<String>) -> Result<(), StorageError> {
    if names.is_empty() {
        return Ok(());
    }
    let mut sources = work.achievements(place).await?;
    sources.extend(work.drafts(place).await?);
    for name in names.into_iter().filter(|name| !sources.iter().any(|(_, source)| source.contains(name.as_str()))) {
        work.remove_file(place, &path(&name)).await?;
    }
    Ok(())
}

fn path(name: &str) -> String {
    format!("achievements/{name}")
}
