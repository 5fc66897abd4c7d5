//! `badge-server doctor`: whether everything is as it should be, looked at from the inside. What the world sees is told
//! by `outside`.

use std::collections::HashSet;
use std::path::PathBuf;

use badge_core::crypto::{KeyKind, SecretKey, Signer as _};
use badge_core::place::Place;

use super::published;
use crate::keys::Purpose;
use crate::private;
use crate::state::App;
use crate::storage::{Database, PlaceId, Reading, StorageError};
use crate::tell;
use crate::words::Speech;

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// What: permanent words.
    pub(crate) what: &'static str,
    /// Of which place, by its address or its number.
    pub(crate) of: String,
    pub(crate) state: State,
    /// What was found; empty where all is well.
    pub(crate) found: String,
}

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Good,
    Advice,
    Wrong,
}

impl State {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Advice => "advice",
            Self::Wrong => "wrong",
        }
    }
}

/// Looks at the server and at each place.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn doctor(app: &App, t: &Speech) -> Result<Vec<Told>, StorageError> {
    let mut told = vec![address(app, t), objects(app, t).await];
    told.push(owners(app, t).await);
    if let Some(path) = crammed(app).await {
        told.push(one("room", &path.display().to_string(), State::Wrong, t.s("doctor-room")));
    }
    if app.seal.is_lost() {
        told.push(one("seal", &app.config.seal_key.display().to_string(), State::Wrong, t.s("doctor-lost")));
    }
    let places = app.storage.read().await?.places().await?;
    if places.is_empty() {
        told.push(one("places", "-", State::Advice, t.s("doctor-no-places")));
    }
    for place in places {
        let of = place.base.clone().unwrap_or_else(|| place.id.0.to_string());
        if let Err(error) = Place::parse(&place.settings) {
            told.push(one("place.settings", &of, State::Wrong, tell::faulty(t, "place.toml", &error)));
            continue;
        }
        told.push(match published::view(app, place.id, place.revision).await {
            Ok(Some(_)) => one("place.pages", &of, State::Good, ""),
            Ok(None) => one("place.pages", &of, State::Advice, t.s("doctor-no-address")),
            Err(error) => one("place.pages", &of, State::Wrong, tell::error(t, &error)),
        });
        let mut read = app.storage.read().await?;
        let rows = read.files(place.id, "").await?;
        let keys = keys(app, &mut read, place.id, (&of, t)).await?;
        let lacking = lacking(&mut read, place.id, &rows).await?;
        drop(read);
        told.push(files(app, place.id, (&of, t), (rows, lacking)).await);
        told.push(keys);
    }
    Ok(told)
}

fn address(app: &App, t: &Speech) -> Told {
    let of = app.address.as_str();
    match of {
        "" => one("address", "-", State::Advice, t.s("doctor-address")),
        _ if of.starts_with("https://") => one("address", of, State::Good, ""),
        _ => one("address", of, State::Advice, t.s("doctor-https")),
    }
}

/// With less than that free on a disk, hardly anything more can be written: 1 MiB.
const ROOM: u64 = 1 << 20;

/// The first of the data folder and the database that has no room left.
pub(crate) async fn crammed(app: &App) -> Option<PathBuf> {
    let mut paths = vec![app.config.data.clone()];
    if let Database::Sqlite(path) = &app.config.database {
        paths.push(path.clone());
    }
    let looked = tokio::task::spawn_blocking(move || paths.into_iter().find(|path| is_crammed(private::room(path))));
    looked.await.ok().flatten()
}

fn is_crammed(room: Option<u64>) -> bool {
    room.is_some_and(|free| free < ROOM)
}

/// Names of files that are told; the others are counted.
const NAMED: usize = 5;

/// Whether everything in the data folder belongs to whoever serves: what a verb made as root, nobody else can open or write
/// beside.
async fn owners(app: &App, t: &Speech) -> Told {
    let data = app.config.data.clone();
    let database = match &app.config.database {
        Database::Sqlite(path) => Some(path.clone()),
        Database::Postgres(_) => None,
    };
    let looked = tokio::task::spawn_blocking(move || private::of_others(&data, database.as_deref(), NAMED));
    let of = app.config.data.display().to_string();
    match looked.await.map_err(std::io::Error::other).flatten() {
        Ok((0, _)) => one("data", &of, State::Good, ""),
        Ok((count, named)) => one("data", &of, State::Wrong, belong_to_others(t, count, &named)),
        Err(error) => one("data", &of, State::Wrong, tell::system(t, &error)),
    }
}

fn belong_to_others(t: &Speech, count: usize, named: &[PathBuf]) -> String {
    let names: Vec<String> = named.iter().map(|path| path.display().to_string()).collect();
    counted(t, "doctor-owners", count, &names)
}

/// How many, and the first of them.
fn counted(t: &Speech, id: &str, count: usize, named: &[String]) -> String {
    let more = if count > named.len() { ", …" } else { "" };
    let (count, names) = (count.to_string(), named.join(", ") + more);
    t.all(id, &[("count", &count), ("names", &names)])
}

/// Whether what is put into the object store can be read again.
async fn objects(app: &App, t: &Speech) -> Told {
    let of = app.config.objects.as_ref().map_or("folder", |shelf| &shelf.address);
    match app.storage.objects.check().await {
        Ok(()) => one("objects", of, State::Good, ""),
        Err(error) => one("objects", of, State::Wrong, tell::error(t, &error)),
    }
}

/// What the register names of people who were not erased, and no row has: a place that was taken in without it.
async fn lacking(read: &mut Reading, place: PlaceId, rows: &[(String, String)]) -> Result<Vec<String>, StorageError> {
    let there: HashSet<&str> = rows.iter().map(|(path, _)| path.as_str()).collect();
    let mut lacking = Vec::new();
    for token in read.awards(place).await? {
        let register = read.register_of(place, token).await?;
        let Some(entry) = register.get(token) else { continue };
        let mut names = Vec::new();
        for credential in &entry.award.credentials {
            if read.credential(place, &credential.sha256.to_string()).await?.is_none() {
                names.push(credential.format.file_name());
            }
        }
        let path = |name: &str| format!("awards/{token}/{name}");
        let of_rows = entry.award.files.iter().map(|(name, _)| name);
        names.extend(of_rows.filter(|name| !there.contains(path(name).as_str())));
        let erased = match entry.award.person {
            Some(person) if !names.is_empty() => !read.person(place, person).await?.contains(person),
            _ => false,
        };
        if !erased {
            lacking.extend(names.into_iter().map(path));
        }
    }
    Ok(lacking)
}

/// Whether every file that a row names is there, unchanged, and no row is lacking.
async fn files(
    app: &App,
    place: PlaceId,
    (of, t): (&str, &Speech),
    (rows, lacking): (Vec<(String, String)>, Vec<String>),
) -> Told {
    let (mut count, mut named) = (lacking.len(), lacking);
    named.truncate(NAMED);
    for (path, digest) in rows {
        match app.storage.objects.get(place, &digest).await {
            Ok(Some(_)) => {}
            Ok(None) | Err(StorageError::Damaged { .. }) => {
                count += 1;
                if named.len() < NAMED {
                    named.push(path);
                }
            }
            // A store that does not answer says nothing of the files.
            Err(error) => return one("place.files", of, State::Wrong, tell::error(t, &error)),
        }
    }
    if count == 0 {
        return one("place.files", of, State::Good, "");
    }
    one("place.files", of, State::Wrong, counted(t, "doctor-files", count, &named))
}

/// Whether the key that signs is here, and opens.
async fn keys(app: &App, read: &mut Reading, place: PlaceId, (of, t): (&str, &Speech)) -> Result<Told, StorageError> {
    let mut signs = false;
    for key in read.keys(place).await? {
        let Some(sealed) = &key.sealed else { continue };
        let purpose = Purpose { place, thumbprint: &key.thumbprint, kind: "key" };
        let opened = app.seal.unseal(sealed, purpose).ok();
        let pem = opened.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        match pem.and_then(|pem| SecretKey::from_pkcs8_pem(pem, None).ok()) {
            Some(secret) => signs |= secret.public_key().kind() == KeyKind::Ed25519,
            None => return Ok(one("place.keys", of, State::Wrong, t.s("doctor-not-opened"))),
        }
    }
    Ok(if signs {
        one("place.keys", of, State::Good, "")
    } else {
        one("place.keys", of, State::Advice, t.s("doctor-none-signs"))
    })
}

pub(super) fn one(what: &'static str, of: &str, state: State, found: impl ToString) -> Told {
    Told { what, of: of.to_owned(), state, found: found.to_string() }
}

#[cfg(test)]
mod tests {
    use badge_core::language::Lang;

    use super::*;
    use crate::award_tests::{award, ready};
    use crate::testing::World;

    #[test]
    fn a_disk_is_full_before_its_last_byte_and_one_that_says_nothing_is_not() {
        assert!(is_crammed(Some(0)) && is_crammed(Some(ROOM - 1)) && !is_crammed(Some(ROOM)) && !is_crammed(None));
        #[cfg(unix)]
        assert!(private::room(std::path::Path::new(".")).is_none_or(|free| free > 0));
    }

    // A backup that was cut, a disk that was cleaned: a line that somebody reads, and not the names of all badges.
    #[tokio::test]
    async fn missing_files_are_counted_and_the_first_named() {
        let world = World::new().await;
        let (_, mut ben, id) = ready(&world).await;
        for n in 0..=NAMED {
            award(&mut ben, id, &[("address", &format!("p{n}@example.org"))]).await;
        }
        let files = world.app.storage.read().await.unwrap().files(PlaceId(id), "awards/").await.unwrap();
        assert!(files.len() > NAMED, "{files:?}");
        let looked = async |lang| {
            let told = doctor(&world.app, world.app.words.of(lang)).await.unwrap();
            told.into_iter().find(|one| one.what == "place.files").unwrap()
        };
        assert_eq!(looked(Lang::Fr).await.state, State::Good);
        for (_, digest) in &files {
            world.app.storage.objects.remove(PlaceId(id), digest).await.unwrap();
        }
        let (fr, en) = (looked(Lang::Fr).await, looked(Lang::En).await);
        assert_eq!((fr.state, en.state), (State::Wrong, State::Wrong));
        assert!(fr.found.starts_with(&format!("{} fichiers manquent", files.len())), "{}", fr.found);
        assert!(en.found.starts_with(&format!("{} files are missing", files.len())), "{}", en.found);
        assert!(en.found.ends_with(", …") && en.found.matches("awards/").count() == NAMED, "{}", en.found);
    }

    #[tokio::test]
    async fn whose_the_files_are_is_told() {
        let world = World::new().await;
        let told = doctor(&world.app, world.app.words.of(Lang::En)).await.unwrap();
        let data = told.iter().find(|one| one.what == "data").unwrap();
        assert_eq!((data.state, data.found.as_str()), (State::Good, ""));
        let named = [PathBuf::from("/data/objects/1/a"), PathBuf::from("/data/objects/1/b")];
        let said = belong_to_others(world.app.words.of(Lang::En), 7, &named);
        assert!(said.starts_with("7 belong") && said.ends_with("/data/objects/1/a, /data/objects/1/b, …"), "{said}");
    }
}
