//! The server's API asked at random, by another project's program (Schemathesis) that knows nothing but its document: no
//! answer is a fault of the server, and each is of a status, a type and a shape that the document names. On SQLite, and on
//! PostgreSQL where there is one. And the document itself held to OpenAPI by a third one (openapi-spec-validator).
//!
//! Needs the packages of `tests/interop/requirements.txt`; without them this is skipped, and said so.

// What was skipped is for people to read.
#![allow(clippy::print_stdout)]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use badge_tests::binary::{run, server_path};

mod database;

/// Seconds that it may go on asking.
const TIME: &str = "60";

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn python() -> Option<PathBuf> {
    std::env::var_os("BADGE_INTEROP_PYTHON").map(PathBuf::from)
}

fn schemathesis() -> Option<PathBuf> {
    let found = python().and_then(|python| Some(python.parent()?.join("schemathesis"))).filter(|path| path.exists());
    if found.is_none() {
        println!("SKIPPED: schemathesis is not installed (BADGE_INTEROP_PYTHON): the API was not asked at random");
    }
    found
}

fn program(data: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(server_path());
    command.env_clear().arg("--data").arg(data.join("data"));
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command
}

/// A server with the example place, and its address.
fn begun(data: &Path, database: Option<&str>) -> (Server, String) {
    let mut serve = program(data, database);
    serve.args(["demo", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Server(serve.spawn().unwrap());
    // All lines: the example is there when the last one is.
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let address = lines.next().unwrap().unwrap();
    assert_eq!(lines.take(3).count(), 3);
    (server, address)
}

#[test]
fn the_document_is_one_of_openapi() {
    let Some(python) = python().filter(|path| path.exists()) else {
        println!(
            "SKIPPED: openapi-spec-validator is not installed (BADGE_INTEROP_PYTHON): the document was not looked at"
        );
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let (_server, address) = begun(dir.path(), None);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/interop/document.py");
    let told = run(Command::new(python).arg(script).arg(format!("{address}/api/v1/openapi.json")), 0);
    assert!(told.contains("queries"), "{told}");
}

#[test]
fn no_answer_is_outside_of_the_document() {
    let Some(schemathesis) = schemathesis() else { return };
    for database in database::both() {
        asked_at_random(&schemathesis, database.as_deref());
    }
}

fn asked_at_random(schemathesis: &Path, database: Option<&str>) {
    let dir = tempfile::tempdir().unwrap();
    let (_server, address) = begun(dir.path(), database);
    let told = run(program(dir.path(), database).args(["token", "new", "1", "--scope", "admin", "--name", "test"]), 0);
    let token = told.trim().split('\t').nth(1).unwrap();
    let checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                  response_schema_conformance";
    let mut ask = Command::new(schemathesis);
    ask.arg("run").arg(format!("{address}/api/v1/openapi.json"));
    ask.args(["--header", &format!("Authorization: Bearer {token}"), "--checks", checks, "--max-time", TIME]);
    ask.args(["--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--warnings", "off"]);
    let out = ask.current_dir(dir.path()).env("NO_COLOR", "1").output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}\n{}", String::from_utf8_lossy(&out.stderr));
    // What it says of a run in which it could ask nothing is no error to it.
    let cases = said.lines().find_map(|line| line.trim().split_once(" generated")?.0.parse::<u32>().ok());
    assert!(cases.is_some_and(|cases| cases > 100), "{said}");
}
