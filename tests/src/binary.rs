//! The real `badge` command, as people run it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Where the `badge` binary lies: where `BADGE_BIN` says, else it is built beside this test.
#[must_use]
pub fn badge_path() -> &'static Path {
    static BADGE: OnceLock<PathBuf> = OnceLock::new();
    BADGE.get_or_init(|| built("BADGE_BIN", "badge-cli", "badge"))
}

/// Where the `badge-server` binary lies: where `BADGE_SERVER_BIN` says, else it is built beside this test.
#[must_use]
pub fn server_path() -> &'static Path {
    static SERVER: OnceLock<PathBuf> = OnceLock::new();
    SERVER.get_or_init(|| built("BADGE_SERVER_BIN", "badge-server", "badge-server"))
}

fn built(variable: &str, package: &str, name: &str) -> PathBuf {
    if let Some(there) = std::env::var_os(variable) {
        return there.into();
    }
    // target/<profile>/deps/<this test>
    let test = std::env::current_exe().expect("this test has a path");
    let profile = test.parent().and_then(Path::parent).expect("target/<profile>/deps").to_owned();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--locked", "-p", package, "--bin", name]);
    if cfg!(feature = "postgres") && package == "badge-server" {
        build.arg("--all-features");
    }
    if profile.file_name() == Some(OsStr::new("release")) {
        build.arg("--release");
    }
    build.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    build.env("CARGO_TARGET_DIR", profile.parent().expect("target"));
    assert!(build.status().expect("cargo runs").success(), "{name} could not be built");
    profile.join(name)
}

/// A run of `badge` in a clean environment: English, no place, no passphrase but what the test sets.
#[must_use]
pub fn badge<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(badge_path());
    command.args(args).env_clear().env("BADGE_LANG", "en").env("NO_COLOR", "1");
    for name in ["PATH", "TMPDIR", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.stdin(std::process::Stdio::null());
    command
}

/// Runs it and expects an exit code; returns standard output.
///
/// # Panics
/// With everything that was said, when it ends otherwise.
pub fn run(command: &mut Command, code: i32) -> String {
    let Output { status, stdout, stderr } = command.output().expect("the command starts");
    let out = String::from_utf8_lossy(&stdout).into_owned();
    assert_eq!(
        status.code(),
        Some(code),
        "{command:?}\n--- standard output\n{out}\n--- standard error\n{}",
        String::from_utf8_lossy(&stderr)
    );
    out
}
