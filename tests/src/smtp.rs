//! A real mail server (aiosmtpd, through `tests/interop/smtp.py`) to which the command sends.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A server that runs until it is dropped.
pub struct MailServer {
    child: Child,
    folder: tempfile::TempDir,
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
}

/// A message that it took.
#[derive(Debug)]
pub struct Received {
    /// To whom it was, as SMTP said.
    pub to: String,
    /// What Python's mail reader finds in it; see `tests/interop/smtp.py`.
    pub about: Value,
    /// The message itself.
    pub file: PathBuf,
}

impl MailServer {
    /// Starts one that behaves as wished; `None`, told, where Python or aiosmtpd is missing.
    ///
    /// # Panics
    /// When it is there and does not start.
    #[must_use]
    #[allow(clippy::print_stderr, reason = "a test that is skipped has to be seen")]
    pub fn start(mut wish: Value) -> Option<Self> {
        let python = std::env::var_os("BADGE_INTEROP_PYTHON").map(PathBuf::from).filter(|p| p.exists());
        let has = |python: &PathBuf| {
            let probe = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
            probe.is_ok_and(|status| status.success())
        };
        let Some(python) = python.filter(has) else {
            eprintln!("SKIPPED: aiosmtpd is not installed (BADGE_INTEROP_PYTHON): no mail was sent to a real server");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder for mail");
        if wish["security"] != "none" && wish["security"].is_string() {
            let name = wish["certificate"].as_str().unwrap_or("leaf").to_owned() + ".der";
            wish["cert"] = json!(pem(&folder, "CERTIFICATE", &name));
            wish["key"] = json!(pem(&folder, "PRIVATE KEY", "TEST-KEY.leaf.der"));
        }
        let kept = folder.path().join("kept");
        std::fs::create_dir(&kept).expect("a folder for mail");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/smtp.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(&kept)
            .arg(wish.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It says every refused certificate there, which is what the tests are about.
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its port");
        let port = line.trim().parse().unwrap_or_else(|_| panic!("the mail server did not start: {line:?}"));
        Some(Self { child, folder, port })
    }

    /// `[mail]` of a place that sends to it; `more` are further lines.
    #[must_use]
    pub fn settings(&self, security: &str, more: &str) -> String {
        format!(
            "\n[mail]\nhost = \"localhost\"\nport = {}\nsecurity = \"{security}\"\nper_minute = 6000\ntimeout = 10\nretry_after = 1\n{more}\n",
            self.port
        )
    }

    /// The root that vouches for its certificate, as PEM.
    #[must_use]
    pub fn root(&self) -> String {
        pem(&self.folder, "CERTIFICATE", "root.der")
    }

    /// The folder in which it keeps what it takes; `tests/interop/smtp.py` says how.
    #[must_use]
    pub fn kept(&self) -> PathBuf {
        self.folder.path().join("kept")
    }

    /// A certificate that says it is an authority and is a server's own (`wish["certificate"]`: `own`), as PEM.
    #[must_use]
    pub fn own(&self) -> String {
        pem(&self.folder, "CERTIFICATE", "own.der")
    }

    /// Everything that it took, in order.
    ///
    /// # Panics
    /// When its notes cannot be read.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        let names = std::fs::read_dir(self.kept()).expect("its folder").map(|e| e.expect("its folder").path());
        let mut notes: Vec<PathBuf> = names.filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
        let number = |p: &PathBuf| p.file_stem().and_then(|n| n.to_str()?.parse::<u32>().ok());
        notes.sort_by_key(number);
        let read = |path: PathBuf| {
            let about: Value = serde_json::from_slice(&std::fs::read(&path).expect("a note")).expect("JSON");
            let to = about["to"][0].as_str().unwrap_or_default().to_owned();
            Received { to, about: about["mail"].clone(), file: path.with_extension("eml") }
        };
        notes.into_iter().map(read).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A certificate or key of `fixtures/tls`, written as PEM. Gives its path.
fn pem(folder: &tempfile::TempDir, label: &str, name: &str) -> String {
    use badge_core::text;
    let der = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tls").join(name)).expect(name);
    let path = folder.path().join(name.replace(".der", ".pem"));
    let body = text::base64(&der);
    let lines: Vec<&str> = body.as_bytes().chunks(64).filter_map(|c| std::str::from_utf8(c).ok()).collect();
    std::fs::write(&path, format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n")))
        .expect("a file");
    path.display().to_string()
}
