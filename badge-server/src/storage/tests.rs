//! One suite for both engines: each test runs on SQLite, and on a real PostgreSQL where there is one.

use badge_core::language::Lang;
use badge_core::place::people::{People, Person};
use badge_core::place::register::{Award, AwardStatus, Event, StatusSpot, What};
use badge_core::place::{Addresses, Slug, Token};

use super::*;
use crate::testing::{now, postgres};

/// Each function below, once for each engine.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let dir = tempfile::tempdir().unwrap();
                let storage = super::open(&super::Database::Sqlite(dir.path().join("a b?#%.sqlite")), dir.path()).await;
                super::$name(storage).await;
            })*
        }
        #[cfg(feature = "s3")]
        mod in_a_bucket {
            $(#[tokio::test]
            async fn $name() {
                let Some(shelf) = crate::testing::store::shelf() else { return };
                let dir = tempfile::tempdir().unwrap();
                let database = super::Database::Sqlite(dir.path().join("badge.sqlite"));
                let objects = super::Objects::bucket(&shelf).unwrap();
                super::$name(super::Storage::open(&database, objects).await.unwrap()).await;
            })*
        }
        mod postgresql {
            $(#[tokio::test]
            async fn $name() {
                let Some(database) = crate::testing::postgres() else { return };
                let dir = tempfile::tempdir().unwrap();
                super::$name(super::open(&database, dir.path()).await).await;
            })*
        }
    };
}

mod many;
mod objects;
mod people;
mod register;

on_both!(
    a_place_is_found_by_its_address_and_its_host,
    what_is_not_saved_is_not_there,
    one_look_tells_what_several_questions_tell,
    writers_wait_for_each_other,
    a_transaction_that_ended_by_itself_spoils_no_connection,
    a_credential_is_addressed_by_its_digest,
    files_are_listed_by_folder,
    a_link_is_good_once,
    places_see_nothing_of_each_other,
    absent_values_are_kept_apart_from_empty_ones,
);

async fn open(database: &Database, dir: &std::path::Path) -> Storage {
    Storage::open(database, Objects::folder(&dir.join("objects"))).await.unwrap()
}

async fn place(storage: &Storage, base: &str) -> PlaceId {
    let mut work = storage.write().await.unwrap();
    let id = work.add_place(Some(&Addresses::new(base).unwrap()), "settings", 7).await.unwrap();
    work.save().await.unwrap();
    id
}

fn token(n: u8) -> Token {
    Token::from_bytes([n; 16])
}

fn awarded(n: u8, status: Option<StatusSpot>, replaces: Option<Token>) -> (Event, String) {
    let award = Award {
        token: token(n),
        person: Some(token(100 + n)),
        achievement: Slug::parse("impression-3d").unwrap(),
        language: Lang::Fr,
        date: now(),
        expires: None,
        status,
        credentials: Vec::new(),
        files: [].into(),
        replaces,
        card: false,
        cohort: None,
    };
    lined(Event { at: now(), what: What::Awarded(Box::new(award)) })
}

fn revoked(n: u8) -> (Event, String) {
    lined(Event { at: now(), what: What::Revoked { award: token(n), reason: Some("erreur".into()) } })
}

fn lined(event: Event) -> (Event, String) {
    let line = event.to_line();
    (event, line)
}

async fn append(storage: &Storage, place: PlaceId, events: &[(Event, String)]) -> Result<(), StorageError> {
    let mut work = storage.write().await?;
    work.touch(place).await?;
    work.append(place, events).await?;
    work.save().await
}

/// Somebody called `Zoé d’Étéville` at `zoe.e@example.org`.
async fn zoe(storage: &Storage) -> PlaceId {
    let id = place(storage, "https://a.example.org").await;
    let mut people = People::default();
    let person =
        |name: &str, email: &str| Person { name: Some(name.into()), email: Some(email.into()), ..Person::default() };
    people.insert(token(1), person("Zoé d’Étéville", "zoe.e@example.org"));
    people.insert(token(2), person("Zoltan Autre", "z@example.org"));
    let mut work = storage.write().await.unwrap();
    work.put_people(id, &people).await.unwrap();
    work.save().await.unwrap();
    id
}

async fn a_place_is_found_by_its_address_and_its_host(storage: Storage) {
    let root = place(&storage, "https://badges.example.org").await;
    let below = place(&storage, "https://badges.example.org/a/b").await;
    let mut read = storage.read().await.unwrap();
    assert_eq!(read.place_at("https://badges.example.org/a/b").await.unwrap().unwrap().id, below);
    assert_eq!(read.place_at("https://badges.example.org/a").await.unwrap(), None);
    let mut there = read.places_of_host("badges.example.org").await.unwrap();
    there.sort();
    assert_eq!(there, [(root, String::new(), 1), (below, "/a/b".to_owned(), 1)]);
    assert_eq!(read.places_of_host("other.example.org").await.unwrap(), []);
    drop(read);
    let mut work = storage.write().await.unwrap();
    let again = Addresses::new("https://badges.example.org").unwrap();
    assert!(work.add_place(Some(&again), "", 7).await.is_err(), "an address is one place's");
}

async fn one_look_tells_what_several_questions_tell(storage: Storage) {
    let place = place(&storage, "https://badges.example.org").await;
    let (id, other) = (Token::from_bytes([1; 16]), Token::from_bytes([2; 16]));
    let mut people = People::default();
    people.insert(id, Person { email: Some("Ana@xn--eville-9ua.example.org".to_owned()), ..Person::default() });
    people.insert(other, Person::default());
    people.merge(other, id);
    let letters = Person { email: Some("max@b\u{fc}cher.example.org".to_owned()), ..Person::default() };
    people.insert(Token::from_bytes([4; 16]), letters);
    let mut work = storage.write().await.unwrap();
    work.touch(place).await.unwrap();
    work.put_people(place, &people).await.unwrap();
    work.save().await.unwrap();
    let revision = storage.write().await.unwrap().hold(place).await.unwrap();
    for (address, known) in [
        ("ana@xn--eville-9ua.example.org", true),
        ("ana@\u{e9}eville.example.org", true),
        ("max@b\u{fc}cher.example.org", true),
        ("max@xn--bcher-kva.example.org", true),
        ("nobody@example.org", false),
    ] {
        let (mut work, look) = storage.write_looking(place, Whom::Address(address)).await.unwrap();
        assert_eq!(look.people, work.person_at(place, address).await.unwrap(), "{address}");
        assert_eq!(look.people.iter().next().is_some(), known, "{address}");
        assert_eq!((look.lists, look.last, look.told), work.ends(place).await.unwrap());
        assert_eq!(look.revision, revision);
    }
    for id in [id, other, Token::from_bytes([3; 16])] {
        let (mut work, look) = storage.write_looking(place, Whom::Id(id)).await.unwrap();
        assert_eq!(look.people, work.person(place, id).await.unwrap());
        assert_eq!(look.people.iter().count(), usize::from(id != Token::from_bytes([3; 16])));
    }
    assert!(storage.write_looking(PlaceId(99), Whom::Id(id)).await.is_err(), "there is no such place");
    // What is written behind it lasts with the last of it, or not at all.
    for saves in [true, false] {
        let (mut work, _) = storage.write_looking(place, Whom::Id(id)).await.unwrap();
        work.reserve_place().await.unwrap();
        let mut lot = Lot::default();
        lot.job(place, "first", ("mail", "one"), 7);
        lot.job(place, if saves { "second" } else { "first" }, ("mail", "two"), 7);
        assert_eq!(work.save_with(lot).await.is_ok(), saves);
        storage.execute("DELETE FROM jobs").await.unwrap();
        assert_eq!(storage.count("gone").await.unwrap(), 1, "{saves}");
    }
    let (work, _) = storage.write_looking(place, Whom::Id(id)).await.unwrap();
    work.save_with(Lot::default()).await.unwrap();
    // Nobody is left holding it.
    storage.write().await.unwrap().save().await.unwrap();
}

async fn what_is_not_saved_is_not_there(storage: Storage) {
    let mut work = storage.write().await.unwrap();
    work.add_place(None, "settings", 7).await.unwrap();
    assert_eq!(work.places().await.unwrap().len(), 1);
    drop(work);
    assert_eq!(storage.read().await.unwrap().places().await.unwrap(), []);
}

async fn writers_wait_for_each_other(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let tasks: Vec<_> = (1..=24)
        .map(|n| {
            let storage = storage.clone();
            tokio::spawn(async move { append(&storage, id, &[awarded(n, None, None)]).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let lines = storage.read().await.unwrap().lines(id, 0, 100).await.unwrap();
    let numbers: Vec<i64> = lines.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, (1..=24).collect::<Vec<_>>(), "no number twice, none left out");
}

// As SQLite does where its disk is full.
async fn a_transaction_that_ended_by_itself_spoils_no_connection(storage: Storage) {
    for _ in 0..3 {
        let mut work = storage.write().await.unwrap();
        sqlx::query("ROLLBACK").execute(&mut *work.0.tx).await.unwrap();
        drop(work);
        drop(storage.read().await.unwrap());
    }
    place(&storage, "https://one.example.org/badges").await;
}

async fn a_credential_is_addressed_by_its_digest(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let mut work = storage.write().await.unwrap();
    let digest = work.add_credential(id, b"{\"a\":1}").await.unwrap();
    assert_eq!(work.add_credential(id, b"{\"a\":1}").await.unwrap(), digest);
    work.save().await.unwrap();
    let mut read = storage.read().await.unwrap();
    assert_eq!(read.credential(id, &digest).await.unwrap().as_deref(), Some(&b"{\"a\":1}"[..]));
    assert_eq!(read.credential(id, &"0".repeat(64)).await.unwrap(), None);
    drop(read);
    sqlx::query("UPDATE credentials SET bytes = $1").bind(b"{\"a\":2}".to_vec()).execute(&storage.pool).await.unwrap();
    let read = storage.read().await.unwrap().credential(id, &digest).await;
    assert!(matches!(read, Err(StorageError::Damaged { .. })), "what was changed is never given out");
}

async fn files_are_listed_by_folder(storage: Storage) {
    let id = place(&storage, "https://a.example.org").await;
    let mut work = storage.write().await.unwrap();
    for path in ["a/b.txt", "a/é.txt", "a_/c.txt", "b.txt", "A/d.txt", "a%/e.txt"] {
        work.put_file(id, path, &format!("digest of {path}")).await.unwrap();
    }
    work.put_file(id, "b.txt", "another").await.unwrap();
    work.save().await.unwrap();
    let mut read = storage.read().await.unwrap();
    let paths = |files: Vec<(String, String)>| files.into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(paths(read.files(id, "a/").await.unwrap()), ["a/b.txt", "a/é.txt"]);
    assert_eq!(paths(read.files(id, "a_/").await.unwrap()), ["a_/c.txt"]);
    assert_eq!(
        paths(read.files(id, "").await.unwrap()),
        ["A/d.txt", "a%/e.txt", "a/b.txt", "a/é.txt", "a_/c.txt", "b.txt"]
    );
    assert_eq!(read.file(id, "b.txt").await.unwrap().as_deref(), Some("another"));
    assert_eq!(read.file(id, "c.txt").await.unwrap(), None);
}

async fn a_link_is_good_once(storage: Storage) {
    let mut work = storage.write().await.unwrap();
    work.add_link("first", "administrator", 100).await.unwrap();
    work.add_link("second", "administrator", 100).await.unwrap();
    work.save().await.unwrap();
    let mut read = storage.read().await.unwrap();
    assert!(!read.link_is_good("first", "administrator", 50).await.unwrap(), "a newer one replaced it");
    assert!(read.link_is_good("second", "administrator", 50).await.unwrap());
    assert!(!read.link_is_good("second", "administrator", 100).await.unwrap(), "too late");
    assert!(!read.link_is_good("second", "sign-in", 50).await.unwrap(), "for something else");
    drop(read);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let storage = storage.clone();
            tokio::spawn(async move {
                let mut work = storage.write().await.unwrap();
                let mine = work.use_link("second", "administrator", 50).await.unwrap();
                work.save().await.unwrap();
                mine
            })
        })
        .collect();
    let mut winners = 0;
    for task in tasks {
        winners += u32::from(task.await.unwrap());
    }
    assert_eq!(winners, 1);
    assert!(!storage.read().await.unwrap().link_is_good("second", "administrator", 50).await.unwrap());
}

async fn places_see_nothing_of_each_other(storage: Storage) {
    let (one, other) = (place(&storage, "https://a.example.org").await, place(&storage, "https://b.example.org").await);
    append(&storage, one, &[awarded(1, None, None), revoked(1)]).await.unwrap();
    // The same names in another place are something else.
    append(&storage, other, &[awarded(1, None, None)]).await.unwrap();
    let mut work = storage.write().await.unwrap();
    let mut people = People::default();
    people.insert(token(101), Person { name: Some("Maya Ferret".into()), ..Person::default() });
    work.put_people(one, &people).await.unwrap();
    let digest = work.add_credential(one, b"{}").await.unwrap();
    work.put_file(one, "a", "digest").await.unwrap();
    let key = StoredKey { thumbprint: "t".into(), about: "{}".into(), sealed: None, sealed_file: None };
    work.put_key(one, &key).await.unwrap();
    let list = |upto, bytes: &[u8]| SignedList { signed: 5, until: 9, upto, bytes: bytes.to_vec() };
    assert!(work.put_status_list(one, 1, &list(3, b"list")).await.unwrap());
    work.put_achievement(one, &Slug::parse("a").unwrap(), "x").await.unwrap();
    work.save().await.unwrap();
    let object = storage.objects.put(one, b"picture".to_vec()).await.unwrap();
    let mut read = storage.read().await.unwrap();
    assert_eq!(read.register_of(other, token(1)).await.unwrap().get(token(1)).unwrap().status, AwardStatus::Active);
    assert!(read.register_of_changes(other).await.unwrap().is_empty());
    assert!(read.person(other, token(101)).await.unwrap().is_empty());
    assert_eq!(read.credential(other, &digest).await.unwrap(), None);
    assert_eq!(read.files(other, "").await.unwrap(), []);
    assert!(read.keys(other).await.unwrap().is_empty() && read.keys(one).await.unwrap().len() == 1);
    assert_eq!(read.status_list(other, 1).await.unwrap(), None);
    assert_eq!(read.status_list(one, 1).await.unwrap(), Some(list(3, b"list")));
    assert_eq!(read.achievements(other).await.unwrap(), []);
    assert_eq!(storage.objects.get(other, &object).await.unwrap(), None);
    assert_eq!(storage.objects.get(one, &object).await.unwrap().as_deref(), Some(&b"picture"[..]));
}

async fn absent_values_are_kept_apart_from_empty_ones(storage: Storage) {
    let mut work = storage.write().await.unwrap();
    let id = work.add_place(None, "", 7).await.unwrap();
    let key = |sealed| StoredKey { thumbprint: "t".into(), about: String::new(), sealed, sealed_file: None };
    for sealed in [None, Some(Vec::new()), Some(vec![0, 255])] {
        work.put_key(id, &key(sealed.clone())).await.unwrap();
        assert_eq!(work.keys(id).await.unwrap()[0].sealed, sealed);
    }
    assert_eq!(work.place(id).await.unwrap().unwrap().base, None);
}

#[tokio::test]
async fn the_tables_are_brought_up_to_date_once() {
    for database in [Some(Database::Sqlite(tempfile::tempdir().unwrap().keep().join("a.sqlite"))), postgres()] {
        let Some(database) = database else { continue };
        let dir = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let storage = open(&database, dir.path()).await;
            assert!(storage.is_ready().await);
            storage.close().await;
            assert!(!storage.is_ready().await);
        }
        if let Database::Sqlite(path) = &database {
            std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        }
    }
}

// Whoever starts the server is told what is wrong, and not that a pool waited.
#[cfg(feature = "postgres")]
#[tokio::test]
async fn a_database_that_is_not_there_is_said_plainly() {
    // Nobody listens at the port of a listener that is gone.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let gone = Database::Postgres(format!("postgres://badge:motdepasse@127.0.0.1:{port}/badges"));
    let dir = tempfile::tempdir().unwrap();
    let refused = Storage::open(&gone, Objects::folder(dir.path())).await.unwrap_err();
    let said = crate::causes(&refused);
    assert!(said.contains("refused") && !said.contains("timed out") && !said.contains("motdepasse"), "{said}");
}
