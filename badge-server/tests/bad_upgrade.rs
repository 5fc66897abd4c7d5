//! A server that is killed while it brings the tables of an older version up to date, with many rows in them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Row as _, SqlSafeStr as _, SqliteConnection,
};

const MANY: i64 = 200_000;

async fn open(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap()
}

async fn one(connection: &mut SqliteConnection, sql: &'static str) -> i64 {
    connection.fetch_one(sql).await.unwrap().try_get(0).unwrap()
}

/// The tables as the first version made them, with a place that awarded a lot.
async fn old(path: &Path) {
    let sql = include_str!("../migrations/0001_places.sql").replace(" BYTEA", " BLOB").replace(" COLLATE \"C\"", "");
    let first = Migration::new(1, "places".into(), MigrationType::Simple, AssertSqlSafe(sql).into_sql_str(), false);
    let mut connection = open(path).await;
    Migrator::with_migrations(vec![first]).run_direct(None, &mut connection, false).await.unwrap();
    connection.execute("INSERT INTO places VALUES (1, NULL, NULL, NULL, '', 1, 0)").await.unwrap();
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) \
                INSERT INTO awards SELECT 1, printf('%032x', i), i, printf('%032x', i % 5000), 'a', '2026-03-02' FROM n";
    connection.execute(rows).await.unwrap();
    connection.close().await.unwrap();
}

// Nothing is half done: each step is there as a whole or not at all, and the next start goes on from there.
#[tokio::test]
async fn killed_in_the_middle_it_goes_on_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("badge.sqlite");
    old(&database).await;
    let steps = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap().count();
    let (mut killed, mut came_up) = (0, false);
    for wait in (20_u64..).step_by(20).take(500) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_badge-server"))
            .env_clear()
            .arg("--data")
            .arg(folder.path())
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (say, said) = mpsc::channel();
        std::thread::spawn(move || say.send(out.lines().next().is_some()));
        came_up = said.recv_timeout(Duration::from_millis(wait)) == Ok(true);
        child.kill().unwrap();
        child.wait().unwrap();
        if came_up {
            break;
        }
        let mut connection = open(&database).await;
        let done = one(&mut connection, "SELECT COUNT(*) FROM _sqlx_migrations WHERE success").await;
        killed += i32::from(usize::try_from(done).unwrap() < steps);
        assert_eq!(one(&mut connection, "SELECT COUNT(*) FROM awards").await, MANY);
        connection.close().await.unwrap();
    }
    assert!(came_up && killed > 0, "killed {killed} times before it was done");
    let mut connection = open(&database).await;
    let done = one(&mut connection, "SELECT COUNT(*) FROM _sqlx_migrations WHERE success").await;
    assert_eq!(usize::try_from(done).unwrap(), steps);
    assert_eq!(one(&mut connection, "SELECT COUNT(*) FROM awards").await, MANY);
    let sound: String = connection.fetch_one("PRAGMA integrity_check").await.unwrap().try_get(0).unwrap();
    assert_eq!(sound, "ok");
}
