//! A PostgreSQL of a test run's own, which comes back by itself when it is killed. Also for the tests of the real program,
//! which read this file as their own: it uses nothing of the server's.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// It runs until this process ends, however that ends.
pub(crate) struct Cluster {
    programs: PathBuf,
    socket: String,
    /// While its standard input is open, PostgreSQL runs.
    _shell: Child,
    databases: AtomicU32,
}

impl Cluster {
    /// `None` where Debian's is not installed, which is said loudly.
    #[allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]
    #[allow(clippy::zombie_processes, reason = "it ends when this process does, and not before")]
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs().filter(|_| cfg!(feature = "postgres")) else {
            eprintln!("SKIPPED: no initdb, or built without the feature postgres: nothing was tried on PostgreSQL");
            return None;
        };
        // PostgreSQL does not run as root. The shell waits for the end of its input, which comes with our own.
        let script = r#"
            set -e
            if [ "$(id -u)" = 0 ]; then
                user=$(id -un postgres 2>/dev/null || echo nobody)
                chown "$user" "$1"
                as="setpriv --reuid=$user --regid=$(id -gn "$user") --clear-groups --"
            fi
            cd "$1"
            $as "$2/initdb" -D "$1/data" -U badge -A trust --no-sync -E UTF8 >"$1.log" 2>&1
            while [ ! -e "$1/ended" ]; do
                $as "$2/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off >>"$1.log" 2>&1 || sleep 0.5
            done &
            watch=$!
            cat >/dev/null || true
            touch "$1/ended"
            kill -INT "$(head -1 "$1/data/postmaster.pid")" || true
            wait $watch || true
            rm -rf "$1" "$1.log"
        "#;
        let folder = tempfile::Builder::new().prefix("badge-pg-").tempdir_in("/tmp").unwrap().keep();
        let socket = folder.display().to_string();
        let shell = Command::new("sh")
            .args(["-c", script, "sh", &socket, &programs.display().to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let cluster = Self { programs, socket, _shell: shell, databases: AtomicU32::new(0) };
        let said = || std::fs::read_to_string(format!("{}.log", cluster.socket)).unwrap_or_default();
        assert!(cluster.answers(), "PostgreSQL did not start: {}", said());
        Some(cluster)
    }

    /// The address of a new database.
    pub(crate) fn database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let made = Command::new(self.programs.join("createdb"))
            .args(["-h", &self.socket, "-U", "badge", &name])
            .status()
            .unwrap();
        assert!(made.success(), "createdb {name}");
        format!("postgres://badge@localhost/{name}?host={}", self.socket)
    }

    /// A copy of a database, made with PostgreSQL's own tools; its address.
    #[allow(dead_code, reason = "for the tests of the real program")]
    pub(crate) fn copy(&self, url: &str) -> String {
        let copy = self.database();
        let script =
            r#"set -e; "$1/pg_dump" --no-owner "$2" >"$4"; "$1/psql" -q -v ON_ERROR_STOP=1 -f "$4" "$3" >&2; rm "$4""#;
        let between = format!("{}.sql", self.socket);
        let made = Command::new("sh")
            .args(["-c", script, "sh", &self.programs.display().to_string(), url, &copy, &between])
            .status()
            .unwrap();
        assert!(made.success(), "pg_dump and psql");
        copy
    }

    /// What a database answers.
    #[allow(dead_code, reason = "for the tests of the real program")]
    pub(crate) fn ask(&self, url: &str, sql: &str) -> String {
        let asked = Command::new(self.programs.join("psql")).args(["-At", "-c", sql, url]).output().unwrap();
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        String::from_utf8(asked.stdout).unwrap().trim().to_owned()
    }

    /// Whether it answers, within half a minute.
    fn answers(&self) -> bool {
        let ready = || {
            let asked = Command::new(self.programs.join("pg_isready")).args(["-q", "-h", &self.socket]).status();
            asked.is_ok_and(|status| status.success())
        };
        (0..300).any(|_| {
            let there = ready();
            if !there {
                std::thread::sleep(Duration::from_millis(100));
            }
            there
        })
    }

    /// Ends it in the middle of whatever it does, as when its machine fails, and waits until it answers again.
    #[allow(dead_code, reason = "for the tests of the real program")]
    pub(crate) fn fail(&self) {
        let noted = std::fs::read_to_string(Path::new(&self.socket).join("data/postmaster.pid")).unwrap();
        let id = noted.lines().next().unwrap();
        assert!(Command::new("kill").args(["-QUIT", id]).status().unwrap().success());
        std::thread::sleep(Duration::from_millis(300));
        assert!(self.answers(), "PostgreSQL did not come back");
    }
}

/// Where Debian puts the programs of its newest PostgreSQL.
fn programs() -> Option<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql").ok()?.map(|e| e.unwrap().path()).collect();
    all.sort();
    all.iter().rev().map(|path| path.join("bin")).find(|path: &PathBuf| Path::new(path).join("initdb").exists())
}
