//! Our corpus: `fixtures/badges/<family>_<fault>/` holds a badge, `case.toml` (the question and what is expected of the
//! answer) and `web/` (what servers say, D-42).

use std::fs;
use std::path::{Path, PathBuf};

use badge_core::container::{self, Presented};
use badge_core::limits::Limits;
use badge_core::name::Url;
use badge_core::resource::{Index, Resources};
use badge_core::time::Timestamp;
use badge_core::trust::TrustList;
use badge_core::verify::{Because, Check, KnownIdentifier, Outcome, Policy, Report, opened_checks};

/// One case, read from its folder.
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// What it is about, in a sentence.
    pub sentence: String,
    /// The file that holds the badge.
    pub file: PathBuf,
    /// Which of the badges in it, from 0.
    pub which: usize,
    /// What is to be said about that file.
    pub opened: Vec<Check>,
    /// The badge as found in it.
    pub badge: Presented,
    /// What servers say.
    pub known: Resources,
    /// The reader's question.
    pub policy: Policy,
    /// What is expected of the answer.
    pub expected: Expected,
}

/// What is expected of the answer.
#[derive(Debug)]
pub struct Expected {
    /// `verified`, `rejected`, `inconclusive`.
    pub verdict: String,
    /// `valid`, `revoked`, …, when the case is about that.
    pub standing: Option<String>,
    /// `match`, `mismatch`, …, when the case is about that.
    pub recipient: Option<String>,
    /// `known`, `unknown`, `not-asked`, when the case is about that.
    pub trust: Option<String>,
    /// A check that must be there.
    pub code: String,
    /// How it must come out: `pass`, `warn`, `fail`, `skipped`.
    pub outcome: String,
    /// The id of its reason, when it has one.
    pub reason: Option<String>,
    /// Where it must stand, when the case is about that.
    pub at: Option<String>,
}

/// The folder of the corpus.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/badges")
}

/// All cases with a badge, by name.
#[must_use]
pub fn cases() -> Vec<Case> {
    folders().iter().filter(|f| !holds_nothing(f)).map(|f| Case::read(f)).collect()
}

/// All cases in which there is no badge to judge: what is to be said about the file, and what is expected of that.
#[must_use]
pub fn empty_cases() -> Vec<(String, Vec<Check>, Expected)> {
    let read = |folder: &PathBuf| {
        let (name, toml) = description(folder);
        let opened = container::open(&fs::read(file(folder, &name)).expect("file"), &Limits::default());
        assert!(opened.found.is_empty(), "{name}: there is a badge in it");
        (name.clone(), opened_checks(&opened), Expected::read(&toml, &name))
    };
    folders().iter().filter(|f| holds_nothing(f)).map(read).collect()
}

/// The folders of all cases, by name.
#[must_use]
pub fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("fixtures/badges").map(|e| e.expect("entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|f| f.is_dir()).collect();
    folders.sort();
    folders
}

fn holds_nothing(folder: &Path) -> bool {
    description(folder).1.get("verdict").and_then(toml::Value::as_str) == Some("nothing")
}

/// The name of a case, and its `case.toml`.
#[must_use]
pub fn description(folder: &Path) -> (String, toml::Table) {
    let name = folder.file_name().expect("name").to_string_lossy().into_owned();
    let text = fs::read_to_string(folder.join("case.toml")).unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
    let toml = text.parse().unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
    (name, toml)
}

impl Case {
    /// Reads the case in a folder. Anything wrong with it is a mistake in the corpus, and stops the test.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let (name, toml) = description(folder);
        let text = |key: &str| toml.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let need = |key: &str| text(key).unwrap_or_else(|| panic!("{name}/case.toml has no {key}"));
        let flag = |key: &str| toml.get(key).and_then(toml::Value::as_bool).unwrap_or(false);
        let mut policy = Policy::at(Timestamp::parse(&need("now")).unwrap_or_else(|e| panic!("{name}: {e}")));
        policy.tolerate_unread_status = flag("tolerate_unread_status");
        policy.strict_endorsements = flag("strict_endorsements");
        if let Some(value) = text("ask_recipient") {
            policy.recipient.push(KnownIdentifier::parse(&value));
        }
        let limits = Limits::default();
        for file in toml.get("trust_lists").and_then(toml::Value::as_array).into_iter().flatten() {
            let file = folder.join(file.as_str().unwrap_or_else(|| panic!("{name}: trust_lists are file names")));
            let bytes = fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            policy.trust.push(TrustList::read(&bytes, &limits).unwrap_or_else(|e| panic!("{}: {e}", file.display())));
        }
        // Of several badges in one file the case is about the one that `which` counts, from 1.
        let which = toml.get("which").and_then(toml::Value::as_integer).unwrap_or(1);
        let which = usize::try_from(which - 1).unwrap_or_else(|e| panic!("{name}: which: {e}"));
        let file = file(folder, &name);
        let opened = container::open(&fs::read(&file).expect("badge"), &limits);
        Self {
            sentence: need("sentence"),
            opened: opened_checks(&opened),
            badge: opened.found.into_iter().nth(which).unwrap_or_else(|| panic!("{name}: nothing found in the badge")),
            file,
            which,
            known: known(&folder.join("web"), &limits),
            policy,
            expected: Expected::read(&toml, &name),
            name,
        }
    }
}

/// The file of a case that holds the badge.
fn file(folder: &Path, name: &str) -> PathBuf {
    ["json", "jws", "png", "svg", "txt", "gif", "jpg", "gz", "bin"]
        .iter()
        .map(|ending| folder.join(format!("badge.{ending}")))
        .find(|f| f.is_file())
        .unwrap_or_else(|| panic!("{name} has no badge"))
}

/// The answers recorded in a folder; none when there is no such folder.
#[must_use]
pub fn known(web: &Path, limits: &Limits) -> Resources {
    let mut known = Resources::new();
    let Ok(bytes) = fs::read(web.join("index.json")) else { return known };
    let index = Index::parse(&bytes, limits).unwrap_or_else(|e| panic!("{}: {e}", web.display()));
    for (url, entry) in index.iter() {
        let body = entry.file.as_ref().map(|f| fs::read(web.join(f.as_str())).unwrap_or_else(|e| panic!("{f}: {e}")));
        known.insert(url, entry.answer(body.unwrap_or_default()));
    }
    known
}

impl Expected {
    fn read(toml: &toml::Table, name: &str) -> Self {
        let text = |key: &str| toml.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let need = |key: &str| text(key).unwrap_or_else(|| panic!("{name}/case.toml has no {key}"));
        Self {
            verdict: need("verdict"),
            standing: text("standing"),
            recipient: text("recipient"),
            trust: text("trust"),
            code: need("code"),
            outcome: need("outcome"),
            reason: text("reason"),
            at: text("at"),
        }
    }

    /// What a report has otherwise than expected; nothing when it is as it should be.
    #[must_use]
    pub fn differences(&self, report: &Report) -> Vec<String> {
        let mut out = Vec::new();
        let mut same = |what: &str, expected: &str, found: &str| {
            if expected != found {
                out.push(format!("{what} is {found}, not {expected}"));
            }
        };
        same("verdict", &self.verdict, report.verdict.as_str());
        if let Some(standing) = &self.standing {
            same("standing", standing, report.standing.as_str());
        }
        if let Some(recipient) = &self.recipient {
            same("recipient", recipient, report.recipient.as_str());
        }
        if let Some(trust) = &self.trust {
            same("trust", trust, report.trust.as_str());
        }
        out.extend(self.missing_among(&report.checks));
        out
    }

    /// What is expected and not among these checks; none when it is there.
    #[must_use]
    pub fn missing_among(&self, checks: &[Check]) -> Option<String> {
        let found = checks.iter().any(|c| {
            let (outcome, reason) = told(&c.outcome);
            c.code.as_str() == self.code
                && outcome == self.outcome
                && self.reason.as_deref().is_none_or(|r| Some(r) == reason)
                && self.at.as_deref().is_none_or(|at| at == c.at.as_str())
        });
        (!found).then(|| {
            let all = checks.iter().map(|c| {
                let (outcome, reason) = told(&c.outcome);
                format!("    {} {outcome} {} {}", c.code, reason.unwrap_or_default(), c.at)
            });
            format!("no check like {self:?} among\n{}", all.collect::<Vec<_>>().join("\n"))
        })
    }
}

/// An outcome in two words: how it came out, and the id of its reason.
pub(crate) fn told(outcome: &Outcome) -> (&'static str, Option<&'static str>) {
    match outcome {
        Outcome::Pass => ("pass", None),
        Outcome::Warn(reason) => ("warn", Some(reason.id())),
        Outcome::Fail(reason) => ("fail", Some(reason.id())),
        Outcome::Skipped(because) => (
            "skipped",
            match because {
                Because::NotApplicable => Some("not-applicable"),
                Because::NotAsked => Some("not-asked"),
                Because::Unsupported(_) => Some("unsupported"),
                Because::Awaiting(_) => Some("awaiting"),
                Because::Unanswered(..) => Some("unanswered"),
                Because::DependsOn(code) => Some(code.as_str()),
                Because::Undecided(reason) => Some(reason.id()),
                _ => None,
            },
        ),
    }
}

/// The address `text`, which a test wrote.
#[must_use]
pub fn url(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}
