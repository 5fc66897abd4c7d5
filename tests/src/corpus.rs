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
use badge_core::verify::{Because, KnownIdentifier, Outcome, Policy, Report};

/// One case, read from its folder.
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// What it is about, in a sentence.
    pub sentence: String,
    /// The badge as found in the file.
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

/// All cases, by name.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder()).expect("fixtures/badges").map(|e| e.expect("entry").path()).collect();
    folders.sort();
    folders.iter().filter(|f| f.is_dir()).map(|f| Case::read(f)).collect()
}

impl Case {
    /// Reads the case in a folder. Anything wrong with it is a mistake in the corpus, and stops the test.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let name = folder.file_name().expect("name").to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("case.toml")).unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
        let toml: toml::Table = text.parse().unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
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
        Self {
            sentence: need("sentence"),
            badge: badge(folder, &name, &limits),
            known: known(&folder.join("web"), &limits),
            policy,
            expected: Expected {
                verdict: need("verdict"),
                standing: text("standing"),
                recipient: text("recipient"),
                trust: text("trust"),
                code: need("code"),
                outcome: need("outcome"),
                reason: text("reason"),
                at: text("at"),
            },
            name,
        }
    }
}

fn badge(folder: &Path, name: &str, limits: &Limits) -> Presented {
    let file = ["badge.json", "badge.jws", "badge.png", "badge.svg", "badge.txt"]
        .iter()
        .map(|f| folder.join(f))
        .find(|f| f.is_file())
        .unwrap_or_else(|| panic!("{name} has no badge"));
    let bytes = fs::read(file).expect("badge");
    let opened = container::open(&bytes, limits);
    opened.found.into_iter().next().unwrap_or_else(|| panic!("{name}: nothing found in the badge"))
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
        let found = report.checks.iter().any(|c| {
            let (outcome, reason) = told(&c.outcome);
            c.code.as_str() == self.code
                && outcome == self.outcome
                && self.reason.as_deref().is_none_or(|r| Some(r) == reason)
                && self.at.as_deref().is_none_or(|at| at == c.at.as_str())
        });
        if !found {
            let all = report.checks.iter().map(|c| {
                let (outcome, reason) = told(&c.outcome);
                format!("    {} {outcome} {} {}", c.code, reason.unwrap_or_default(), c.at)
            });
            out.push(format!("no check like {self:?} among\n{}", all.collect::<Vec<_>>().join("\n")));
        }
        out
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
