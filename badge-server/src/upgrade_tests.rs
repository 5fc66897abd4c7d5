//! A server of a newer version on a database in which work of the older one waits: on both engines.

use badge_core::language::Lang;

use crate::app::wish::AwardWish;
use crate::app::{PlaceId, batches};
use crate::award_tests::{award, ready};
use crate::job::{Found, LEASE, Worker};
use crate::storage::{Database, Lane, Next, Objects, Storage};
use crate::testing::World;

/// What the newest migrations added, taken away again: the database is then as a version before left it.
const BEFORE: [&str; 29] = [
    "DROP INDEX deliveries_award",
    "ALTER TABLE deliveries DROP COLUMN award",
    "ALTER TABLE deliveries DROP COLUMN seq",
    "DROP TABLE moves",
    "ALTER TABLE accounts DROP COLUMN gone",
    "DROP INDEX jobs_turn",
    "DROP INDEX jobs_links",
    "DROP INDEX jobs_outside",
    "DROP INDEX jobs_lists",
    "DROP INDEX jobs_else",
    "DROP TABLE leftovers",
    "DROP TABLE gone",
    "DROP INDEX awards_day",
    "DROP INDEX awards_achievement_day",
    "DROP INDEX events_endorsed",
    "DROP INDEX batch_rows_wish",
    "DROP INDEX batch_rows_problems",
    "DROP INDEX batches_team",
    "DROP INDEX letters_other",
    "DROP INDEX people_merged",
    "DROP INDEX words_of",
    "CREATE INDEX words_person ON words (place, person)",
    "DROP TABLE presses",
    "ALTER TABLE sessions DROP COLUMN linked",
    "DROP TABLE claims",
    "ALTER TABLE hooks DROP COLUMN former",
    "ALTER TABLE hooks DROP COLUMN former_until",
    "DELETE FROM _sqlx_migrations WHERE version >= 40",
    "DELETE FROM _sqlx_migrations WHERE version = 30",
];

// Letters that wait, a job under the lease of a server that is gone, a batch of which one was awarded before: each is done
// once by the newer version.
#[tokio::test(flavor = "multi_thread")]
async fn work_that_an_older_version_left_is_done_once() {
    for world in World::on_both().await {
        let (_, mut ben, id) = ready(&world).await;
        world.mail().await;
        let place = PlaceId(id);
        let to = |n: usize| format!("personne{n}@example.org");
        award(&mut ben, id, &[("address", &to(0)), ("name", "Personne 0"), ("send", "yes")]).await;
        let wishes: Vec<AwardWish> = (0..30)
            .map(|n| AwardWish {
                achievement: "decoupe-laser".to_owned(),
                to: Some(to(n)),
                name: Some(format!("Personne {n}")),
                ..AwardWish::default()
            })
            .collect();
        let mut work = world.app.storage.write().await.unwrap();
        let batch = batches::add(&mut work, &world.app, place, &wishes, (None, Lang::Fr), None).await.unwrap();
        work.save().await.unwrap();
        let now = world.app.now().unix();
        for lane in [Lane::Letters, Lane::AllElse] {
            let mut work = world.app.storage.write().await.unwrap();
            let taken = work.take_job("gone", Next::of(lane), (now, now + LEASE)).await.unwrap();
            assert!(taken.is_some(), "somebody is at it, and dies");
            work.save().await.unwrap();
        }
        for sql in BEFORE {
            world.app.storage.execute(sql).await.unwrap();
        }
        let newer = world.beside().await;
        newer.work().await;
        assert!(newer.mail().await.is_empty(), "the lease holds");
        newer.wait(LEASE + 1);
        newer.work().await;
        let (standing, _) = batches::standing(&newer.app, place, &batch.id, 0).await.unwrap().unwrap();
        assert_eq!((standing.done, standing.already, standing.waiting, standing.problem), (29, 1, 0, 0));
        let mut written: Vec<String> = newer.mail().await.into_iter().map(|letter| letter.to).collect();
        written.sort();
        let mut all: Vec<String> = (0..30).map(to).collect();
        all.sort();
        assert_eq!(written, all, "each once");
        newer.wait(3600);
        for lane in [Lane::Letters, Lane::Lists, Lane::AllElse, Lane::Outside] {
            let worker = Worker::new();
            while worker.step(&newer.app, lane).await.unwrap() == Found::Something {}
        }
        assert!(newer.mail().await.is_empty());
        let counts = crate::app::awards::counts(&newer.app, place).await.unwrap();
        assert_eq!(counts.iter().map(|(_, _, count)| count).sum::<i64>(), 30);
    }
}

/// What a version of the tables holds besides those before it: rows as they were written then, by that number.
const ROWS: &[(i64, &[&str])] = &[
    (
        1,
        &[
            "INSERT INTO places (id, base, authority, path, settings, revision, created) VALUES (1, 'http://localhost:8080/a', \
             'localhost:8080', '/a', 'schema = \"badge-place/1\"', 1, 0)",
            "INSERT INTO achievements (place, slug, source) VALUES (1, 'laser', 'schema = \"badge-achievement/1\"')",
            "INSERT INTO awards (place, token, seq, person, achievement, day) VALUES (1, \
             '0123456789abcdef0123456789abcdef', 1, '00000000000000000000000000000001', 'laser', '2026-03-02')",
            "INSERT INTO spots (place, list, entry, subject) VALUES (1, 1, 7, '0123456789abcdef0123456789abcdef')",
            "INSERT INTO credentials (place, sha256, bytes) VALUES (1, 'aa', CAST('{}' AS BYTEA))",
            "INSERT INTO files (place, path, sha256) VALUES (1, 'endorsements/0123456789ab/accepted.json', 'bb')",
            "INSERT INTO people (place, id, main, record) VALUES (1, '00000000000000000000000000000001', \
             '00000000000000000000000000000001', '{\"schema\":\"badge-people/1\",\"people\":{\
             \"00000000000000000000000000000001\":{\"name\":\"Zoé Blanc\",\"email\":\"zoe@example.org\"}}}')",
            "INSERT INTO keys (place, thumbprint, about, sealed, sealed_file) VALUES (1, 'key', '{}', CAST('x' AS BYTEA), CAST('y' AS BYTEA))",
            "INSERT INTO status_lists (place, list, signed, bytes) VALUES (1, 1, 0, CAST('list' AS BYTEA))",
            "INSERT INTO links (digest, purpose, expires) VALUES ('cc', 'administrator', 99999999999)",
        ],
    ),
    (
        2,
        &[
            "INSERT INTO accounts (id, address, name, operator, created) VALUES (1, 'ada@example.org', 'Ada', 1, 0)",
            "INSERT INTO members (place, account, role, since) VALUES (1, 1, 'administrator', 0)",
            "INSERT INTO invitations (id, place, address, role, expires) VALUES (1, 1, 'ben@example.org', 'reader', 99999999999)",
            "INSERT INTO sessions (digest, account, begun, seen) VALUES ('dd', 1, 0, 0)",
            "INSERT INTO acts (id, place, moment, account, act) VALUES (1, 1, 0, 1, 'made')",
            "INSERT INTO drafts (place, slug, source, saved) VALUES (1, 'bois', 'schema = \"badge-achievement/1\"', 0)",
        ],
    ),
    (
        3,
        &[
            "INSERT INTO addresses (place, address, person) VALUES (1, 'zoe@example.org', '00000000000000000000000000000001')",
            "INSERT INTO tokens (id, place, digest, name, scopes, created) VALUES ('t', 1, 'ee', 'caisse', 'award', 0)",
            "INSERT INTO answers (place, token, name, digest, status, body, created) VALUES (1, 't', 'k', 'ff', 201, '{}', 0)",
        ],
    ),
    (
        4,
        &[
            "INSERT INTO jobs (id, place, kind, subject, due, attempts) VALUES ('j', 1, 'batch', 'b', 0, 0)",
            "INSERT INTO batches (place, id, created, lang) VALUES (1, 'b', 0, 'fr')",
            "INSERT INTO batch_rows (place, batch, seq, wish, state) VALUES (1, 'b', 0, '{}', 'waiting')",
            "INSERT INTO hooks (place, id, url, sealed, kinds, created) VALUES (1, 'h', 'https://example.org/h', CAST('z' AS BYTEA), '', 0)",
            "INSERT INTO deliveries (place, id, hook, kind, body, created, state, attempts) VALUES (1, 'd', 'h', \
             'award.created', '{}', 0, 'waiting', 0)",
        ],
    ),
    (
        5,
        &[
            "INSERT INTO letters (id, place, kind, state, created, changed, attempts, copy, person, awards) VALUES ('l', 1, \
           'badge', 'waiting', 0, 0, 0, 0, '00000000000000000000000000000001', '0123456789abcdef0123456789abcdef')",
        ],
    ),
    (
        6,
        &[
            "INSERT INTO refusals (digest, place, award, expires) VALUES ('gg', 1, '0123456789abcdef0123456789abcdef', 99999999999)",
        ],
    ),
    (7, &["INSERT INTO tables (place, id, account, name, choices, created) VALUES (1, 'f', 1, 'a.csv', '{}', 0)"]),
    (
        9,
        &[
            "INSERT INTO offers (place, folder, what, verdict, came) VALUES (1, 'endorsements/0123456789ab', 'le lieu', 'good', 0)",
            "INSERT INTO watched (place, folder) VALUES (1, 'endorsements/0123456789ab')",
        ],
    ),
    (40, &["INSERT INTO claims (place, award, came) VALUES (1, '0123456789abcdef0123456789abcdef', 0)"]),
    (41, &["INSERT INTO presses (digest, begun, led) VALUES ('hh', 0, '/staff')"]),
    (43, &["INSERT INTO gone (id, removed) VALUES (2, 0)"]),
];

/// The table of a statement above.
fn table(sql: &str) -> &str {
    sql.split(' ').nth(2).unwrap()
}

// Whatever version made the tables, with rows in all of them: the newest opens them, loses none, and reads what it needs.
#[tokio::test(flavor = "multi_thread")]
async fn tables_of_every_version_are_brought_up_to_date_with_what_is_in_them() {
    for version in Storage::versions() {
        let dir = tempfile::tempdir().unwrap();
        let file = Database::Sqlite(dir.path().join("badge.sqlite"));
        for database in [Some(file), crate::testing::postgres()].into_iter().flatten() {
            let objects = || Objects::folder(&dir.path().join("objects"));
            let rows: Vec<&'static str> =
                ROWS.iter().filter(|(from, _)| *from <= version).flat_map(|(_, rows)| rows.iter().copied()).collect();
            let sqlite = matches!(database, Database::Sqlite(_));
            let old = Storage::of_version(&database, objects(), version).await.unwrap();
            for sql in &rows {
                let sql = if sqlite { sql.replace(" BYTEA", " BLOB") } else { (*sql).to_owned() };
                old.execute(&sql).await.unwrap_or_else(|error| panic!("{version}: {sql}: {error:?}"));
            }
            // Whose column had another name then.
            if (43..45).contains(&version) {
                old.execute("INSERT INTO leftovers (gone, sha256) VALUES (2, 'ii')").await.unwrap();
            }
            old.close().await;
            let new = Storage::open(&database, objects()).await.unwrap_or_else(|error| panic!("{version}: {error:?}"));
            for sql in &rows {
                assert_eq!(new.count(table(sql)).await.unwrap(), 1, "{version}: {}", table(sql));
            }
            let mut read = new.read().await.unwrap();
            let place = PlaceId(1);
            assert_eq!(read.place(place).await.unwrap().unwrap().base.as_deref(), Some("http://localhost:8080/a"));
            assert_eq!(read.achievements(place).await.unwrap().len(), 1, "{version}");
            assert_eq!(read.awards(place).await.unwrap().len(), 1, "{version}");
            assert_eq!(read.ids_found(place, "blanc", 9).await.unwrap().ids.len(), 1, "{version}: found by a word");
            if version >= 2 {
                let account = read.account_of("ada@example.org").await.unwrap().unwrap();
                assert_eq!(read.sessions_of(account.id).await.unwrap()[0].linked, None, "{version}");
                assert_eq!(read.acts(place, i64::MAX, 9).await.unwrap().len(), 1, "{version}");
            }
            assert_eq!(
                read.watched(place).await.unwrap(),
                ["endorsements/0123456789ab"],
                "{version}: followed from files"
            );
            if version >= 4 {
                assert_eq!(read.hooks(place).await.unwrap()[0].former, None, "{version}");
                assert!(read.has_work(Next::of(Lane::AllElse), 1).await.unwrap(), "{version}: what waited still waits");
            }
            let left = read.leftovers(None, &(PlaceId::NONE, String::new()), (1, 9)).await.unwrap();
            let noted = (43..45).contains(&version).then(|| (PlaceId(2), "ii".to_owned()));
            assert_eq!(left, Vec::from_iter(noted), "{version}");
            drop(read);
            // What is new can be written beside it.
            let mut work = new.write().await.unwrap();
            let award = new.read().await.unwrap().awards(place).await.unwrap()[0];
            assert_eq!(work.add_claim(place, award, 1).await.unwrap(), version < 40);
            work.save().await.unwrap();
            new.close().await;
        }
    }
}

#[tokio::test]
async fn an_older_program_says_that_the_database_is_of_a_newer_one() {
    for world in World::on_both().await {
        let newest = Storage::versions().pop().unwrap();
        // What a version of next year will have noted.
        let told = format!("UPDATE _sqlx_migrations SET version = 9999 WHERE version = {newest}");
        world.app.storage.execute(&told).await.unwrap();
        let error = Storage::open(&world.app.config.database, world.app.storage.objects.clone()).await.unwrap_err();
        assert!(matches!(error, crate::storage::StorageError::Newer), "{error:?}");
        for (lang, said) in [(Lang::Fr, "version plus récente"), (Lang::En, "newer version")] {
            let told = crate::tell::error(world.app.words.of(lang), &error);
            assert!(told.contains(said), "{told}");
        }
    }
}
