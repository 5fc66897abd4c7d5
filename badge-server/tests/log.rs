//! A log that cannot be written, with the real program: its disk is full, or whoever read it is gone. Requests are answered, and
//! what is done in the background goes on.

#![cfg(unix)]

mod real;

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;
use sqlx::{Connection as _, Row as _, SqliteConnection};

use crate::real::Data;

/// How often jobs of batches were tried that are put off.
async fn tries(database: &Path) -> i64 {
    let address = format!("sqlite://{}?mode=ro", database.display());
    let mut connection = SqliteConnection::connect(&address).await.unwrap();
    let row = sqlx::query(
        "SELECT COALESCE(MAX(attempts), 0) FROM jobs WHERE kind = 'batch' AND done IS NULL AND holder IS NULL",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    row.get(0)
}

/// Where a log is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    DiskFull,
    ReaderGone,
    Closed,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_cannot_be_written_stops_nothing() {
    for lost in [Log::DiskFull, Log::ReaderGone, Log::Closed] {
        let data = Data::new();
        let mut program = data.program();
        match lost {
            // It takes nothing, and says so.
            Log::DiskFull => {
                let Ok(full) = fs::File::options().write(true).open("/dev/full") else { continue };
                program.stderr(full);
            }
            Log::ReaderGone => {
                program.stderr(Stdio::piped());
            }
            Log::Closed => {
                let inner = program;
                program = Command::new("sh");
                program.args(["-c", "exec \"$0\" \"$@\" 2>&-"]).arg(inner.get_program()).args(inner.get_args());
                program.env_clear().stderr(Stdio::null());
            }
        }
        // A process group of its own: nothing of it stays, whatever becomes of this test.
        program.process_group(0);
        let (server, log) = data.started(program);
        drop(log);

        // Nothing can be put into the store: those who serve and those who work in the background have something to say.
        let (objects, aside) = (data.folder.join("data/objects"), data.folder.join("data/aside"));
        if objects.exists() {
            fs::rename(&objects, &aside).unwrap();
        }
        fs::write(&objects, "").unwrap();
        let wish = |n: usize| json!({"achievement": "decoupe-laser", "to": format!("p{n}@example.org")});
        let refused = server.asked(&server.address, "POST", "/api/v1/awards", wish(0).to_string().as_bytes()).unwrap();
        assert!(refused.is_our_fault(), "{lost:?}: {refused:?}");
        let rows: Vec<_> = (1..4).map(wish).collect();
        let (status, taken) = server.ask("POST", "/api/v1/batches", &json!({"rows": rows}).to_string());
        assert_eq!(status, 202, "{lost:?}: {taken}");
        let mut tried = 0;
        for _ in 0..600 {
            tried = tries(&data.folder.join("data/badge.sqlite")).await;
            if tried > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(tried > 0, "{lost:?}: the batch was put off, and whoever did that goes on");
        fs::remove_file(&objects).unwrap();
        if aside.exists() {
            fs::rename(&aside, &objects).unwrap();
        }
        let path = format!("/api/v1/batches/{}", taken["id"].as_str().unwrap());
        let done = server.until(&path, |batch| batch["state"] == "done");
        assert_eq!(done["counts"]["awarded"], 3, "{lost:?}: {done}");
        let (status, _) = server.ask("POST", "/api/v1/awards", &wish(0).to_string());
        assert_eq!(status, 201, "{lost:?}");
        assert_eq!(server.awards().len(), 4);
    }
}
