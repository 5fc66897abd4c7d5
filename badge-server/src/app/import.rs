//! `badge-server import PLACE`: the command's folder becomes rows and objects. Nothing is lost and no address changes
//! (D-02): every line of the register, every signed file and every other file is kept byte for byte.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use badge_core::crypto::{KeyFileError, SecretKey, Signer as _, sha256};
use badge_core::place::documents::PlaceKey;
use badge_core::place::people::{People, PeopleError};
use badge_core::place::register::{Damage, Event, Register, Tail};
use badge_core::place::{Place, Problems, Slug, Token};
use badge_core::text;
use zeroize::Zeroizing;

use super::folder;
use crate::keys::Purpose;
use crate::state::App;
use crate::storage::objects::LONG;
use crate::storage::{Coming, Going, PlaceId, StorageError, StoredKey};

/// The largest file that is read: 1 GiB, a register of a million awards.
const LARGEST: u64 = 1 << 30;

/// Files that are put together: how many, and how many bytes.
const TOGETHER: (usize, usize) = (100, 16 << 20);

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Imported {
    pub(crate) place: PlaceId,
    pub(crate) name: String,
    pub(crate) base: Option<String>,
    pub(crate) achievements: usize,
    pub(crate) awards: usize,
    pub(crate) people: usize,
    /// Keys that can sign here.
    pub(crate) signing: usize,
    pub(crate) files: usize,
}

/// Why a folder was not taken in. Nothing of it was, then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ImportError {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no `place.toml`.
    #[error("{}: not a place (no place.toml)", path.display())]
    NotAPlace {
        /// Which folder.
        path: PathBuf,
    },
    /// `place.toml` does not say what it should.
    #[error("place.toml: {0}")]
    Settings(#[from] Problems),
    /// The register is damaged.
    #[error("register.jsonl: {0}")]
    Register(#[from] Damage),
    /// `people.json` is damaged. What is in it is not repeated.
    #[error("people.json cannot be read")]
    People(#[source] PeopleError),
    /// A key is damaged.
    #[error("{path}: not a key")]
    Key {
        /// Which file.
        path: String,
    },
    /// A key opens only with its passphrase.
    #[error("{path}: {source} (set BADGE_PASSPHRASE)")]
    Passphrase {
        /// Which file.
        path: String,
        /// Why it did not open.
        source: KeyFileError,
    },
    /// A command was interrupted in this folder.
    #[error(
        "{path}: a command was interrupted here; run any command that changes the place first, such as `badge publish`"
    )]
    Unfinished {
        /// What it left.
        path: String,
    },
    /// A signed file is not the one of the register.
    #[error("{path}: not the file that the register names")]
    Changed {
        /// Which file.
        path: String,
    },
    /// Files are not there that the register names, of people who were not erased: the folder is not whole.
    #[error("{count} files are missing, such as {first}")]
    Missing {
        /// How many.
        count: usize,
        /// One of them.
        first: String,
    },
    /// Badges were awarded to people, and the file of people is not there: nothing says any more who is a minor (D-11).
    #[error("people.json is missing, although badges were awarded to people")]
    PeopleGone,
    /// A file is not there without which others say nothing.
    #[error("{path} is missing")]
    Without {
        /// Which file.
        path: String,
    },
    /// The place's address is taken, or is one of the server's own.
    #[error("the address {base} is taken")]
    Taken {
        /// The address.
        base: String,
    },
    /// The database or the object store refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The task was ended.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The folder, read and checked, before anything is written.
struct Folder {
    settings: String,
    place: Place,
    achievements: Vec<(Slug, String)>,
    events: Vec<(Event, String)>,
    awards: usize,
    people: People,
    keys: Vec<Key>,
    /// Signed credentials, which become rows.
    credentials: Vec<PathBuf>,
    /// All the rest: path and where it lies.
    files: Vec<(String, PathBuf)>,
    /// What the register names of people who were not erased, and is not there.
    missing: Vec<String>,
    /// The register names people, and there is no file of them.
    people_gone: bool,
}

struct Key {
    thumbprint: String,
    about: String,
    /// The secret half as PEM, and the file as it was.
    secret: Option<(Zeroizing<String>, Zeroizing<String>)>,
}

/// Takes a folder in. `keys`: with its secret keys, which from then on sign here; `passphrase` opens them. `incomplete`: also
/// where files are missing.
///
/// # Errors
/// See [`ImportError`].
pub(crate) async fn import(
    app: &App,
    root: &Path,
    (keys, incomplete): (bool, bool),
    passphrase: Option<Zeroizing<String>>,
) -> Result<Imported, ImportError> {
    let owned = root.to_owned();
    let read = move || read(&owned, keys, passphrase.as_ref().map(|p| p.as_str()));
    let folder = tokio::task::spawn_blocking(read).await??;
    if folder.people_gone && !incomplete {
        return Err(ImportError::PeopleGone);
    }
    if let Some(first) = folder.missing.first().filter(|_| !incomplete) {
        return Err(ImportError::Missing { count: folder.missing.len(), first: first.clone() });
    }
    let (place, coming) = put(app, &folder).await?;
    taken_in(app, folder, place, coming).await
}

/// Adds the place, whose files are there: all of it in one transaction.
async fn taken_in(app: &App, folder: Folder, place: PlaceId, coming: Vec<Coming>) -> Result<Imported, ImportError> {
    let mut work = app.storage.write().await?;
    if let Some(base) = &folder.place.base
        && super::places::is_taken(&mut work, base).await?
    {
        return Err(ImportError::Taken { base: base.base().to_owned() });
    }
    work.add_reserved_place(place, folder.place.base.as_ref(), &folder.settings, app.now().unix()).await?;
    for (slug, source) in &folder.achievements {
        work.put_achievement(place, slug, source).await?;
    }
    work.append(place, &folder.events).await?;
    work.put_people(place, &folder.people).await?;
    for path in &folder.credentials {
        let bytes = bytes(path).await?;
        work.add_credential(place, &bytes).await?;
    }
    let mut signing = 0;
    for key in &folder.keys {
        let seal =
            |text: &str, kind| app.seal.seal(text.as_bytes(), Purpose { place, thumbprint: &key.thumbprint, kind });
        signing += usize::from(key.secret.is_some());
        let stored = StoredKey {
            thumbprint: key.thumbprint.clone(),
            about: key.about.clone(),
            sealed: key.secret.as_ref().map(|(secret, _)| seal(secret, "key")),
            sealed_file: key.secret.as_ref().map(|(_, file)| seal(file, "file")),
        };
        work.put_key(place, &stored).await?;
    }
    let mut files = folder.files.iter();
    for part in &coming {
        if !work.take_up(part).await? {
            return Err(StorageError::Going(Going).into());
        }
        // The digests first: where a part of them ends, no file may have been taken already.
        for (digest, (path, _)) in part.digests().iter().zip(files.by_ref()) {
            work.put_file(place, path, digest).await?;
        }
    }
    work.save().await?;
    coming.into_iter().for_each(Coming::kept);
    // This may be a process that puts nothing more, after which nobody would take the names away for a day.
    drop(app.storage.note_what_came(app.now().unix(), 0).await);
    Ok(Imported {
        place,
        name: folder.place.name,
        base: folder.place.base.map(|b| b.base().to_owned()),
        achievements: folder.achievements.len(),
        awards: folder.awards,
        people: folder.people.len(),
        signing,
        files: folder.files.len(),
    })
}

/// Puts all files into the object store, under the number that the place will have: nobody who writes waits for it. Where it
/// does not come to that, they are removed a day later.
async fn put(app: &App, folder: &Folder) -> Result<(PlaceId, Vec<Coming>), ImportError> {
    let now = app.now().unix();
    let mut work = app.storage.write().await?;
    if let Some(base) = &folder.place.base
        && super::places::is_taken(&mut work, base).await?
    {
        return Err(ImportError::Taken { base: base.base().to_owned() });
    }
    let place = work.reserve_place().await?;
    work.save().await?;
    let (mut coming, mut part, mut size) = (Vec::new(), Vec::new(), 0);
    let mut files = folder.files.iter().peekable();
    while let Some((_, full)) = files.next() {
        let bytes = bytes(full).await?;
        size += bytes.len();
        part.push(bytes);
        if part.len() >= TOGETHER.0 || size >= TOGETHER.1 || files.peek().is_none() {
            coming.push(app.storage.put_all(place, std::mem::take(&mut part), now + LONG).await?);
            size = 0;
        }
    }
    Ok((place, coming))
}

fn read(root: &Path, with_keys: bool, passphrase: Option<&str>) -> Result<Folder, ImportError> {
    let card = root.join("place.toml");
    if !card.is_file() {
        return Err(ImportError::NotAPlace { path: root.to_owned() });
    }
    let settings = text_of(&card)?;
    let place = Place::parse(&settings)?;
    let mut files =
        folder::walk(root, &published(root)).map_err(|source| ImportError::File { path: root.to_owned(), source })?;
    for left in [".badge/staging/", ".badge/erasing/", ".badge/withdrawing/"] {
        if let Some(path) = files.keys().find(|path| path.starts_with(left)) {
            return Err(ImportError::Unfinished { path: path.clone() });
        }
    }
    files.remove("place.toml");
    let register = match take(&mut files, "register.jsonl")? {
        Some(bytes) => bytes,
        // Files of badges without the register are none: nothing says whose they are, nor which of them still hold.
        None if files.keys().any(|path| path.starts_with("awards/")) => {
            return Err(ImportError::Without { path: "register.jsonl".to_owned() });
        }
        None => Vec::new(),
    };
    let (events, awards, digests) = register_of(&register)?;
    let mut there = HashSet::new();
    let people = take(&mut files, "people.json")?;
    // Whoever awarded something to somebody wrote it, and it stays where all of them were erased.
    let people_gone = people.is_none() && digests.values().any(|(_, person)| person.is_some());
    let people = people.map_or_else(|| Ok(People::default()), |bytes| People::parse(&bytes));
    let people = people.map_err(ImportError::People)?;
    let mut folder = Folder {
        settings,
        place,
        achievements: Vec::new(),
        events,
        awards,
        people,
        keys: Vec::new(),
        credentials: Vec::new(),
        files: Vec::new(),
        missing: Vec::new(),
        people_gone,
    };
    let mut pems: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut abouts: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (path, full) in files {
        if let Some(slug) = between(&path, "achievements/", ".toml").and_then(Slug::parse) {
            folder.achievements.push((slug, text_of(&full)?));
        } else if let Some(thumbprint) = between(&path, "keys/", ".pem") {
            pems.insert(thumbprint.to_owned(), full);
        } else if let Some(thumbprint) = between(&path, "keys/", ".json") {
            abouts.insert(thumbprint.to_owned(), full);
        } else if let Some((token, name)) = path.strip_prefix("awards/").and_then(|rest| rest.split_once('/')) {
            let award = Token::parse(token);
            let wanted = award.and_then(|token| digests.get(&(token, name.to_owned())));
            there.extend(award.map(|token| (token, name.to_owned())));
            match wanted {
                Some((digest, _)) if text::hex(&sha256(&bytes_of(&full)?)) != *digest => {
                    return Err(ImportError::Changed { path });
                }
                Some(_) if !name.starts_with("badge.") => folder.credentials.push(full),
                _ => folder.files.push((path, full)),
            }
        } else {
            folder.files.push((path, full));
        }
    }
    // Of somebody who was erased nothing is there any more.
    let erased = |person: &Option<Token>| person.is_some_and(|person| !folder.people.contains(person));
    let missing = digests.iter().filter(|(at, (_, person))| !there.contains(*at) && !erased(person));
    folder.missing = missing.map(|((token, name), _)| format!("awards/{token}/{name}")).collect();
    // A secret key is taken in by what is said of it: without, it would be left behind in silence.
    if let Some(thumbprint) = pems.keys().find(|thumbprint| !abouts.contains_key(*thumbprint)) {
        return Err(ImportError::Without { path: format!("keys/{thumbprint}.json") });
    }
    for (thumbprint, full) in abouts {
        let pem = pems.get(&thumbprint).filter(|_| with_keys);
        folder.keys.push(key(thumbprint, &full, pem, passphrase)?);
    }
    Ok(folder)
}

/// What a file of an award must be, by award and name, and whose it is.
type Digests = BTreeMap<(Token, String), (String, Option<Token>)>;
/// Events, each with its line.
type Lines = Vec<(Event, String)>;

/// The lines as they stand, how many awards there are, and what their files must be.
fn register_of(bytes: &[u8]) -> Result<(Lines, usize, Digests), ImportError> {
    let (register, tail) = Register::parse(bytes)?;
    if let Tail::Torn { .. } = tail {
        return Err(ImportError::Unfinished { path: "register.jsonl".to_owned() });
    }
    let mut events = Vec::new();
    for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line).into_owned();
        let fault = |fault| ImportError::Register(Damage { line: 0, fault });
        events.push((Event::from_line(line.as_bytes()).map_err(fault)?, line));
    }
    let mut digests = Digests::new();
    for entry in register.iter() {
        let (token, person) = (entry.award.token, entry.award.person);
        for credential in &entry.award.credentials {
            digests.insert((token, credential.format.file_name().to_owned()), (credential.sha256.to_string(), person));
        }
        for (name, digest) in entry.award.files.iter() {
            digests.insert((token, name.to_owned()), (digest.to_string(), person));
        }
    }
    Ok((events, register.len(), digests))
}

fn key(thumbprint: String, about: &Path, pem: Option<&PathBuf>, passphrase: Option<&str>) -> Result<Key, ImportError> {
    let about = text_of(about)?;
    let damaged = |ending: &str| ImportError::Key { path: format!("keys/{thumbprint}.{ending}") };
    let public = PlaceKey::parse(about.as_bytes()).map_err(|_| damaged("json"))?.public;
    if public.thumbprint() != thumbprint {
        return Err(damaged("json"));
    }
    let secret = match pem {
        None => None,
        Some(path) => {
            let file = Zeroizing::new(text_of(path)?);
            let secret = SecretKey::from_pkcs8_pem(&file, passphrase)
                .map_err(|source| ImportError::Passphrase { path: format!("keys/{thumbprint}.pem"), source })?;
            if secret.public_key() != &public {
                return Err(damaged("pem"));
            }
            Some((Zeroizing::new(secret.to_pkcs8_pem().as_str().to_owned()), file))
        }
    };
    Ok(Key { thumbprint, about, secret })
}

/// Folders of the place into which the command published: they can be made again at any time.
fn published(root: &Path) -> Vec<PathBuf> {
    let manifests = std::fs::read_dir(root.join(".badge/published")).into_iter().flatten().flatten();
    let outs: HashSet<PathBuf> = manifests
        .filter_map(|entry| {
            let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(entry.path()).ok()?).ok()?;
            let out = PathBuf::from(manifest.get("out")?.as_str()?);
            let inside = out.strip_prefix(root.canonicalize().ok()?).ok()?;
            Some(root.join(inside))
        })
        .collect();
    outs.into_iter().filter(|out| out != root).collect()
}

fn between<'p>(path: &'p str, before: &str, after: &str) -> Option<&'p str> {
    path.strip_prefix(before)?.strip_suffix(after).filter(|name| !name.contains('/'))
}

fn take(files: &mut BTreeMap<String, PathBuf>, path: &str) -> Result<Option<Vec<u8>>, ImportError> {
    files.remove(path).map(|full| bytes_of(&full)).transpose()
}

fn text_of(path: &Path) -> Result<String, ImportError> {
    let wrong = |e| ImportError::File { path: path.to_owned(), source: io::Error::new(io::ErrorKind::InvalidData, e) };
    String::from_utf8(bytes_of(path)?).map_err(wrong)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |source| ImportError::File { path: path.to_owned(), source };
    if std::fs::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(failed(io::ErrorKind::FileTooLarge.into()));
    }
    std::fs::read(path).map_err(failed)
}

async fn bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || bytes_of(&path)).await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::export::{Keys, export};
    use crate::app::removing;
    use crate::award_tests::{award, ready};
    use crate::testing::World;

    #[tokio::test]
    async fn a_folder_that_is_not_whole_is_no_place_unless_it_is_said() {
        let world = World::new().await;
        let (_, mut ben, id) = ready(&world).await;
        for name in ["cyd", "dan"] {
            award(&mut ben, id, &[("address", &format!("{name}@example.org")), ("name", name)]).await;
        }
        let app = &world.app;
        // Of somebody who was erased nothing is missing.
        let whose = crate::app::persons::Whose::To("dan@example.org");
        crate::app::persons::erase(app, &crate::storage::Actor::Machine, PlaceId(id), whose).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("lieu");
        export(app, PlaceId(id), &root, &Keys::InClear).await.unwrap();
        removing::remove(app, PlaceId(id)).await.unwrap();
        assert_eq!(read(&root, true, None).unwrap().missing, Vec::<String>::new());
        let picture = std::fs::read_dir(root.join("awards")).unwrap().next().unwrap().unwrap().path().join("badge.png");
        std::fs::remove_file(&picture).unwrap();
        let refused = import(app, &root, (true, false), None).await.unwrap_err();
        assert!(
            matches!(&refused, ImportError::Missing { count: 1, first } if first.ends_with("/badge.png")),
            "{refused:?}"
        );
        assert!(app.storage.read().await.unwrap().places().await.unwrap().is_empty());
        // An export that was cut: what makes it a place comes last.
        std::fs::rename(root.join("place.toml"), root.join("place")).unwrap();
        assert!(matches!(import(app, &root, (true, true), None).await, Err(ImportError::NotAPlace { .. })));
        std::fs::rename(root.join("place"), root.join("place.toml")).unwrap();
        let done = import(app, &root, (true, true), None).await.unwrap();
        assert_eq!(done.awards, 2);
        let told = crate::app::doctor::doctor(app, app.words.of(badge_core::language::Lang::En)).await.unwrap();
        let files = told.iter().find(|one| one.what == "place.files").unwrap();
        assert!(files.found.starts_with("One file") && files.found.contains("/badge.png"), "{files:?}");
    }

    #[tokio::test]
    async fn without_its_people_its_register_or_what_is_said_of_a_key_a_folder_is_no_place() {
        let world = World::new().await;
        let (_, mut ben, id) = ready(&world).await;
        award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
        let app = &world.app;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("lieu");
        export(app, PlaceId(id), &root, &Keys::InClear).await.unwrap();
        // Where all were erased, the file is there all the same, and says so.
        let whose = crate::app::persons::Whose::To("cyd@example.org");
        crate::app::persons::erase(app, &crate::storage::Actor::Machine, PlaceId(id), whose).await.unwrap();
        let erased = dir.path().join("effacé");
        export(app, PlaceId(id), &erased, &Keys::InClear).await.unwrap();
        removing::remove(app, PlaceId(id)).await.unwrap();
        let away = dir.path().join("away");
        let mut keys = std::fs::read_dir(root.join("keys")).unwrap().map(|entry| entry.unwrap().path());
        let key = keys.find(|path| path.extension().is_some_and(|end| end == "json")).unwrap();
        for path in [root.join("people.json"), root.join("register.jsonl"), key] {
            std::fs::rename(&path, &away).unwrap();
            let refused = import(app, &root, (true, false), None).await.unwrap_err();
            let name = path.file_name().unwrap().to_str().unwrap();
            for lang in badge_core::language::Lang::ALL {
                let said = crate::tell::error(app.words.of(lang), &refused);
                assert!(said.contains(name), "{lang:?}: {said}");
            }
            assert!(app.storage.read().await.unwrap().places().await.unwrap().is_empty());
            std::fs::rename(&away, &path).unwrap();
        }
        assert_eq!(import(app, &erased, (true, false), None).await.unwrap().people, 0);
        std::fs::remove_dir_all(&erased).unwrap();
        for place in app.storage.read().await.unwrap().places().await.unwrap() {
            removing::remove(app, place.id).await.unwrap();
        }
        std::fs::remove_file(root.join("people.json")).unwrap();
        assert_eq!(import(app, &root, (true, true), None).await.unwrap().awards, 1, "lost for good, and said so");
    }

    #[tokio::test]
    async fn a_place_that_is_being_taken_in_cannot_be_removed_in_part() {
        for world in World::on_both().await {
            let (_, mut ben, id) = ready(&world).await;
            award(&mut ben, id, &[("address", "cyd@example.org"), ("name", "Cyd")]).await;
            let app = &world.app;
            let dir = tempfile::tempdir().unwrap();
            let root = dir.path().join("lieu");
            export(app, PlaceId(id), &root, &Keys::InClear).await.unwrap();
            removing::remove(app, PlaceId(id)).await.unwrap();
            removing::sweep(app, PlaceId(id)).await.unwrap();
            let folder = read(&root, true, None).unwrap();
            let (place, coming) = put(app, &folder).await.unwrap();
            // Its files are there, and nothing else yet.
            let is_gone = app.storage.read().await.unwrap().is_gone(place).await.unwrap();
            assert!(!is_gone, "what is not there yet was not removed");
            assert!(removing::remove(app, place).await.is_err(), "there is none");
            let swept = removing::sweep(app, place).await.unwrap();
            assert_eq!((swept.removed, swept.left.len()), (0, 0), "{swept:?}");
            removing::round(app).await.unwrap();
            let done = taken_in(app, folder, place, coming).await.unwrap();
            assert!(done.files > 0);
            let files = app.storage.read().await.unwrap().files(place, "").await.unwrap();
            assert_eq!(files.len(), done.files);
            for (path, digest) in files {
                assert!(app.storage.objects.get(place, &digest).await.unwrap().is_some(), "{path}");
            }
            // And as a whole it can.
            removing::remove(app, place).await.unwrap();
            assert!(app.storage.read().await.unwrap().is_gone(place).await.unwrap());
            assert!(removing::sweep(app, place).await.unwrap().left.is_empty());
            assert_eq!(app.storage.read().await.unwrap().files(place, "").await.unwrap(), Vec::new());
        }
    }
}
