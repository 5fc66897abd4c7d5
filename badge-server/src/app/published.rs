//! What a place publishes whatever happens to its awards: documents, pages, pictures. Computed from its rows, kept in
//! memory until the place changes or the day does.
//!
//! The bytes are those of `badge publish`: both come from the same functions of the core.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use badge_core::container::{Keyword, PictureError, remove};
use badge_core::crypto::sha256;
use badge_core::language::Lang;
use badge_core::limits::Limits;
use badge_core::picture::{Logo, RenderError, Template, to_png};
use badge_core::place::documents::{self, PlaceKey, Published};
use badge_core::place::making::Artwork;
use badge_core::place::register::Register;
use badge_core::place::{Accepted, Problems};
use badge_core::place::{AchievementFile, Addresses, Ending, Place, Received, Slug, Spot, Token};
use badge_core::site::{Doors, Look, LookFault, PageError, Pages, Site};
use badge_core::text;
use badge_core::time::Timestamp;

use super::drawn::Crowded;
use crate::recent::Recent;
use crate::route;
use crate::state::App;
use crate::storage::{PlaceId, StorageError};

/// Pixels of the longer side of a drawn PNG: as the command draws it.
const PIXELS: u32 = 600;

/// A document that can be sent: its bytes do not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Arc<[u8]>,
    /// The first 128 bits of the digest, in hexadecimal.
    pub(crate) tag: String,
}

impl Document {
    pub(crate) fn new(media_type: &'static str, bytes: Vec<u8>) -> Self {
        let tag = text::hex(&sha256(&bytes)[..16]);
        Self { media_type, bytes: bytes.into(), tag }
    }
}

/// A place, read as a whole but for its awards.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) id: PlaceId,
    pub(super) revision: i64,
    pub(super) day: String,
    /// Sites that may show badges' pages inside their own.
    pub(crate) frames: Vec<String>,
    pub(crate) base: Addresses,
    pub(crate) site: Site,
    /// Documents that need no signature, without those of awards.
    pub(crate) documents: Vec<Published>,
    pub(crate) files: BTreeMap<String, Document>,
    drawn: Drawn,
}

/// The PNGs among the files that were made of an SVG, by its SHA-256.
type Drawn = HashMap<[u8; 32], Document>;

/// Why a place cannot be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum PlaceError {
    /// Its settings, or an achievement that was awarded, do not say what they should.
    #[error("{what}")]
    Faulty {
        /// Which text of the place.
        what: String,
        /// What is wrong with it.
        source: Problems,
    },
    /// A key or a file of the place is not there, or cannot be read.
    #[error("{what} cannot be read")]
    Damaged {
        /// Which file, as the command's folder calls it.
        what: String,
        /// Why, where it is there.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// A badge cannot be drawn.
    #[error("the picture of {slug}")]
    Look {
        /// Of which achievement.
        slug: String,
        /// Why.
        source: LookFault,
    },
    /// A drawing cannot be made into a PNG.
    #[error("the picture of {slug}")]
    Render {
        /// Of which achievement.
        slug: String,
        /// Why.
        source: RenderError,
    },
    /// A picture is none.
    #[error("{path}")]
    Picture {
        /// Which file.
        path: String,
        /// Why.
        source: PictureError,
    },
    /// A page cannot be made.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Enough wait already for something to be drawn.
    #[error("nothing was drawn")]
    Busy(#[from] Crowded),
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The views that are in memory.
#[derive(Debug, Default)]
pub(crate) struct Views {
    made: Mutex<Made>,
    /// Who asks while a view is being made waits for it, and does not make another.
    making: Mutex<HashMap<PlaceId, Arc<tokio::sync::Mutex<()>>>>,
}

type Made = Recent<PlaceId, Arc<View>, MOST>;

/// At most so many places are kept in mind.
const MOST: usize = 500;

/// The view of a place as it is now; `None` where it publishes nothing.
///
/// # Errors
/// See [`PlaceError`].
pub(crate) async fn view(app: &App, place: PlaceId, revision: i64) -> Result<Option<Arc<View>>, PlaceError> {
    let now = app.now();
    let day = now.day();
    let known = || app.views.made().get(&place).filter(|v| v.revision >= revision && v.day == day).cloned();
    if let Some(view) = known() {
        return Ok(Some(view));
    }
    let turn = app.views.turn(place);
    let _turn = turn.lock().await;
    if let Some(view) = known() {
        return Ok(Some(view));
    }
    let Some(raw) = Raw::read(app, place).await? else { return Ok(None) };
    let before = app.views.made().get(&place).cloned();
    let view = tokio::task::spawn_blocking(move || raw.view(now, before.as_deref())).await??.map(Arc::new);
    if let Some(view) = &view {
        app.views.made().insert(place, Arc::clone(view));
    }
    Ok(view)
}

impl Views {
    fn made(&self) -> std::sync::MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, place: PlaceId) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(self.making.lock().unwrap_or_else(PoisonError::into_inner).entry(place).or_default())
    }
}

/// Everything of a place that its view is made from, as it was stored.
pub(super) struct Raw {
    id: PlaceId,
    pub(super) revision: i64,
    settings: String,
    /// Short name, source, whether it was ever awarded, endorsements.
    achievements: Vec<(Slug, String, bool, Vec<Received>)>,
    endorsements: Vec<Received>,
    keys: Vec<String>,
    changes: Register,
    lists: u32,
    /// Logo, template and pictures of achievements, by their paths in the folder.
    pictures: BTreeMap<String, Vec<u8>>,
}

impl Raw {
    pub(super) async fn read(app: &App, id: PlaceId) -> Result<Option<Self>, StorageError> {
        let mut read = app.storage.read().await?;
        let Some(stored) = read.place(id).await? else { return Ok(None) };
        let mut achievements = Vec::new();
        for (slug, source) in read.achievements(id).await? {
            let awarded = read.is_awarded(id, slug.as_str()).await?;
            achievements.push((slug, source, awarded, Vec::new()));
        }
        let keys = read.keys(id).await?.into_iter().map(|key| key.about).collect();
        let (changes, lists) = (read.register_of_changes(id).await?, read.lists(id).await?);
        let files = read.files_but_of_awards(id).await?;
        // Nobody waits for a connection while the object store is waited for.
        drop(read);
        for (slug, _, _, endorsements) in &mut achievements {
            *endorsements = received(app, id, &format!("achievements/{slug}/endorsements/"), &files).await?;
        }
        let endorsements = received(app, id, "endorsements/received/", &files).await?;
        let mut pictures = BTreeMap::new();
        for (path, digest) in files {
            let picture = Ending::of_file(&path).is_some();
            let of_place = !path.starts_with("endorsements/");
            if picture
                && of_place
                && let Some(bytes) = app.storage.objects.get(id, &digest).await?
            {
                pictures.insert(path, bytes);
            }
        }
        Ok(Some(Self {
            id,
            revision: stored.revision,
            settings: stored.settings,
            achievements,
            endorsements,
            keys,
            changes,
            lists,
            pictures,
        }))
    }

    /// What `place.toml` says, with the endorsements of the place.
    pub(super) fn place(&self) -> Result<Place, PlaceError> {
        let faulty = |source| PlaceError::Faulty { what: "place.toml".to_owned(), source };
        let mut place = Place::parse(&self.settings).map_err(faulty)?;
        place.endorsements.clone_from(&self.endorsements);
        Ok(place)
    }

    /// All keys, oldest first.
    pub(super) fn keys(&self) -> Result<Vec<PlaceKey>, PlaceError> {
        let mut keys = Vec::new();
        for about in &self.keys {
            let damaged = |e| PlaceError::Damaged { what: "keys/".to_owned(), source: Some(Box::new(e)) };
            keys.push(PlaceKey::parse(about.as_bytes()).map_err(damaged)?);
        }
        keys.sort_by_key(|key| (key.created, key.public.thumbprint()));
        Ok(keys)
    }

    /// Drawings that the view before has as PNGs are taken from it: most changes of a place leave its pictures as they are.
    fn view(self, now: Timestamp, before: Option<&View>) -> Result<Option<View>, PlaceError> {
        let place = self.place()?;
        let Some(base) = place.base.clone() else { return Ok(None) };
        let keys = self.keys()?;
        let achievements = self.ready(&place)?;
        let mut files = BTreeMap::new();
        let drawn = self.draw(&place, &achievements, before, &mut files)?;
        let mut site = Site::of(&place, &achievements, &keys, self.lists, now);
        site.doors = Some(Doors {
            verify: route::VERIFY.to_owned(),
            search: format!("{}/achievements/", path_of(base.base())),
            team: route::STAFF.to_owned(),
        });
        for picture in site.achievements.iter_mut().filter_map(|a| a.picture.as_mut()) {
            let png = picture.path.strip_suffix(".svg").map(|name| format!("{name}.png"));
            picture.preview = png.filter(|path| files.contains_key(path));
        }
        let mut documents = documents::documents(&place, &keys, &achievements, &self.changes);
        // What is said of single awards is said when they are asked for.
        documents.retain(|document| !document.path.starts_with("b/"));
        let pages = Pages::new(&site).common()?;
        // What other web servers have to be told is nothing that this one sends.
        let told = |path: &str| path.ends_with(".htaccess") || path == "nginx.conf";
        for one in pages.into_iter().filter(|one| !told(&one.path)).chain(documents.iter().cloned()) {
            files.insert(one.path, Document::new(one.media_type, one.bytes));
        }
        Ok(Some(View {
            id: self.id,
            revision: self.revision,
            day: now.day(),
            frames: place.frames,
            base,
            site,
            documents,
            files,
            drawn,
        }))
    }

    /// The achievements that can be published. One that was awarded must be: it is what its badges point to.
    fn ready(&self, place: &Place) -> Result<Vec<AchievementFile>, PlaceError> {
        let mut ready = Vec::new();
        for ((slug, read), (_, _, awarded, _)) in self.achievements(place).into_iter().zip(&self.achievements) {
            match read {
                Ok(file) => ready.push(file),
                Err(source) if *awarded => {
                    return Err(PlaceError::Faulty { what: format!("achievements/{slug}.toml"), source });
                }
                Err(_) => {}
            }
        }
        Ok(ready)
    }

    /// All achievements, each with what stands in the way of awarding it.
    pub(super) fn achievements(&self, place: &Place) -> Vec<(Slug, Result<AchievementFile, Problems>)> {
        let read = |slug: &Slug, source: &str, endorsements: &Vec<Received>| {
            AchievementFile::parse(slug.clone(), source).and_then(|mut file| {
                file.endorsements.clone_from(endorsements);
                let wrong: Vec<_> = file.check(place).into_iter().filter(|p| !p.fault.is_remark()).collect();
                if wrong.is_empty() { Ok(file) } else { Err(Problems(wrong)) }
            })
        };
        self.achievements.iter().map(|(slug, source, _, given)| (slug.clone(), read(slug, source, given))).collect()
    }

    /// Which achievements were awarded already.
    pub(super) fn awarded(&self) -> impl Iterator<Item = &Slug> {
        self.achievements.iter().filter(|(_, _, awarded, _)| *awarded).map(|(slug, ..)| slug)
    }

    /// The place's own template, if it has one.
    pub(super) fn template(&self) -> Result<Option<Template>, PlaceError> {
        let damaged = |e| PlaceError::Damaged { what: "templates/badge.svg".to_owned(), source: Some(Box::new(e)) };
        let read = |bytes: &Vec<u8>| Template::read(bytes, &Limits::default()).map_err(damaged);
        self.pictures.get("templates/badge.svg").map(read).transpose()
    }

    /// The logo, where it can be drawn.
    pub(super) fn logo(&self, place: &Place) -> Result<Option<Logo>, PlaceError> {
        let Some(path) = &place.logo else { return Ok(None) };
        // One that cannot be drawn is an achievement's trouble only where it is drawn.
        Ok(Logo::read(&self.picture(path)?, &Limits::default()).ok())
    }

    /// The picture of an achievement in a language, of the kind that it has.
    pub(super) fn art(
        &self,
        what: (&Place, &AchievementFile, Lang),
        with: (Option<&Logo>, Option<&Template>),
    ) -> Result<Artwork, PlaceError> {
        let source = self.source(what, with)?;
        let (ending, slug) = (what.1.picture_ending(), &what.1.slug);
        if source.ending == ending {
            return Ok(source);
        }
        let bytes = to_png(&source.bytes, PIXELS, &Limits::default())
            .map_err(|source| PlaceError::Render { slug: slug.to_string(), source })?;
        Ok(Artwork { ending, bytes })
    }

    /// What the picture of an achievement is made of: the file that it has, or its drawing, an SVG.
    fn source(
        &self,
        (place, achievement, lang): (&Place, &AchievementFile, Lang),
        (logo, template): (Option<&Logo>, Option<&Template>),
    ) -> Result<Artwork, PlaceError> {
        if let Some(file) = &achievement.picture {
            let bytes = self.picture(&format!("achievements/{file}"))?;
            return Ok(Artwork { ending: achievement.picture_ending(), bytes });
        }
        let look = Look::of_achievement(place, achievement, lang)
            .map_err(|source| PlaceError::Look { slug: achievement.slug.to_string(), source })?;
        let bytes = look.draw(achievement, lang, logo, template).svg.into_bytes();
        Ok(Artwork { ending: Ending::Svg, bytes })
    }

    /// The logo and the unbaked pictures; the PNGs that were made of a drawing are told apart.
    fn draw(
        &self,
        place: &Place,
        achievements: &[AchievementFile],
        before: Option<&View>,
        files: &mut BTreeMap<String, Document>,
    ) -> Result<Drawn, PlaceError> {
        let mut drawn = Drawn::new();
        let mut put = |spot: Spot, document: Document| {
            files.insert(spot.file(), document);
        };
        if let Some(path) = &place.logo {
            let ending = Ending::of_file(path).unwrap_or(Ending::Png);
            put(Spot::Logo(ending), Document::new(ending.media_type(), self.picture(path)?));
        }
        let (logo, template) = (self.logo(place)?, self.template()?);
        for achievement in achievements {
            let lang = achievement.language_for(place, place.first_language());
            let source = self.source((place, achievement, lang), (logo.as_ref(), template.as_ref()))?;
            let (ending, slug) = (achievement.picture_ending(), &achievement.slug);
            let spot = |ending| Spot::AchievementImage(slug.clone(), ending);
            if source.ending == Ending::Svg {
                let digest = sha256(&source.bytes);
                let known = before.and_then(|view| view.drawn.get(&digest)).cloned();
                let made = || to_png(&source.bytes, PIXELS, &Limits::default());
                match known.map_or_else(|| made().map(|png| Document::new(Ending::Png.media_type(), png)), Ok) {
                    Ok(png) => {
                        drawn.insert(digest, png.clone());
                        put(spot(Ending::Png), png);
                    }
                    // It is there for previews of links, which take no SVG. A picture that cannot be made into a PNG (it
                    // holds letters) goes without.
                    Err(_) if ending == Ending::Svg => {}
                    Err(source) => return Err(PlaceError::Render { slug: slug.to_string(), source }),
                }
            }
            if source.ending == ending {
                put(spot(ending), Document::new(ending.media_type(), source.bytes));
            }
        }
        Ok(drawn)
    }

    /// A picture of the folder without any badge that somebody had baked into it.
    fn picture(&self, path: &str) -> Result<Vec<u8>, PlaceError> {
        let missing = || PlaceError::Damaged { what: path.to_owned(), source: None };
        let bytes = self.pictures.get(path).ok_or_else(missing)?.clone();
        let without = |bytes: Vec<u8>, keyword| remove(&bytes, keyword, &Limits::default());
        [Keyword::OpenBadges, Keyword::OpenBadgeCredential]
            .into_iter()
            .try_fold(bytes, without)
            .map_err(|source| PlaceError::Picture { path: path.to_owned(), source })
    }
}

/// The endorsements below a folder: each in one of its own, with a note that says since when.
pub(super) async fn received(
    app: &App,
    place: PlaceId,
    below: &str,
    files: &[(String, String)],
) -> Result<Vec<Received>, StorageError> {
    Ok(received_named(app, place, below, files).await?.into_iter().map(|(_, one)| one).collect())
}

/// The same with the names of their folders.
pub(super) async fn received_named(
    app: &App,
    place: PlaceId,
    below: &str,
    files: &[(String, String)],
) -> Result<Vec<(String, Received)>, StorageError> {
    let mut folders: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, digest) in files {
        let Some((folder, name)) = path.strip_prefix(below).and_then(|rest| rest.split_once('/')) else { continue };
        if let Some(bytes) = app.storage.objects.get(place, digest).await? {
            folders.entry(folder.to_owned()).or_default().insert(name.to_owned(), bytes);
        }
    }
    let mut all = Vec::new();
    for (folder, mut files) in folders {
        let Some(note) = files.remove("accepted.json") else { continue };
        let jwt = files.get("endorsement.jws").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let embedded = files.get("endorsement.json").map(Vec::as_slice);
        let one = Accepted::parse(&note).and_then(|note| Received::new(embedded, jwt.as_deref(), note));
        all.push((folder.clone(), one.ok_or_else(|| StorageError::Damaged { what: format!("{below}{folder}") })?));
    }
    all.sort_by_key(|(_, one)| (one.badge.valid_from, one.badge.id.clone()));
    Ok(all)
}

/// The place of a token in a path below the base: `b/{token}/{name}`.
pub(crate) fn below_token<'p>(path: &'p str, folder: &str) -> Option<(Token, &'p str)> {
    let (token, name) = path.strip_prefix(folder)?.strip_prefix('/')?.split_once('/')?;
    Some((Token::parse(token)?, name))
}

/// The path of a base below its host: empty, or `/lieu`.
fn path_of(base: &str) -> &str {
    let rest = base.split_once("//").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::achievement_tests::version;
    use crate::award_tests::ready;
    use crate::testing::World;

    #[tokio::test]
    async fn what_does_not_change_is_not_drawn_again() {
        let world = World::new().await;
        let (mut ada, _ben, id) = ready(&world).await;
        let place = PlaceId(id);
        // Whatever there is, it is older than what is asked for.
        let newer = async |view: &View| super::view(&world.app, place, view.revision + 1).await.unwrap().unwrap();
        let first = super::view(&world.app, place, 0).await.unwrap().unwrap();
        let second = newer(&first).await;
        let png = |view: &View| Arc::clone(&view.files["achievements/decoupe-laser.png"].bytes);
        assert!(!Arc::ptr_eq(&first, &second) && Arc::ptr_eq(&png(&first), &png(&second)));
        let other = [("fr.name", "Découpe fine"), ("fr.description", "Sait faire."), ("fr.criteria", "Le montrer.")];
        let form = ada.get(&format!("/staff/places/{id}/achievements/decoupe-laser")).await.text();
        let version = version(&form);
        let mut fields = other.to_vec();
        fields.extend([("do", "publish"), ("version", &version)]);
        drop(ada.post(&format!("/staff/places/{id}/achievements/decoupe-laser"), &fields).await);
        let third = newer(&second).await;
        assert_ne!(png(&second), png(&third), "another name is another drawing");
        assert!(png(&third).starts_with(b"\x89PNG") && third.drawn.len() == 1);
    }
}
