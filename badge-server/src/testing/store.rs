//! A store that speaks S3 (moto), of this test run's own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::storage::Shelf;

/// A store that runs until its handle is dropped, or this process ends.
pub(crate) struct Store {
    child: Child,
    said: std::io::Lines<std::io::BufReader<std::process::ChildStdout>>,
    port: u16,
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A folder of a bucket that nobody else uses, in the store that all tests share. `None`, told, where moto is missing.
pub(crate) fn shelf() -> Option<Shelf> {
    static SHARED: OnceLock<Option<Store>> = OnceLock::new();
    SHARED.get_or_init(Store::start).as_ref().map(Store::shelf)
}

impl Store {
    #[allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]
    pub(crate) fn start() -> Option<Self> {
        use std::io::BufRead as _;
        let python = std::env::var_os("BADGE_INTEROP_PYTHON").map(PathBuf::from).filter(|p| p.exists());
        let has = |python: &PathBuf| {
            let probe = Command::new(python).args(["-c", "import moto.server"]).stderr(Stdio::null()).status();
            probe.is_ok_and(|status| status.success())
        };
        let Some(python) = python.filter(|python| cfg!(feature = "s3") && has(python)) else {
            eprintln!(
                "SKIPPED: no moto (BADGE_INTEROP_PYTHON), or built without the feature s3: nothing was put into a bucket"
            );
            return None;
        };
        let mut child = Command::new(python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/interop/store.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
        let port = said.next().expect("it says its port").unwrap().parse().unwrap();
        Some(Self { child, said, port })
    }

    /// A folder of its bucket that nobody else uses.
    pub(crate) fn shelf(&self) -> Shelf {
        let folder = badge_core::text::hex(&crate::entropy::random::<8>());
        Shelf {
            address: format!("http://127.0.0.1:{}/badges/{folder}", self.port),
            region: "us-east-1".to_owned(),
            key: "test-key".to_owned(),
            secret: "test-secret".to_owned(),
        }
    }

    /// Lets it answer 503 to everything, or serve again.
    pub(crate) fn is_down(&mut self, down: bool) {
        use std::io::Write as _;
        let word = if down { "down" } else { "up" };
        writeln!(self.child.stdin.as_mut().unwrap(), "{word}").unwrap();
        assert_eq!(self.said.next().unwrap().unwrap(), word);
    }
}
