//! The answer: named checks, what they are based on, and what they add up to.

use super::{CheckCode, Match, Reason, Trust, Verdict};
use crate::container::Wrapping;
use crate::json::Pointer;
use crate::model::Badge;
use crate::resource::{Lookup, Unreachable};
use crate::time::Timestamp;

/// Everything the verifier has to say about one badge.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What the checks add up to: one function computes it.
    pub verdict: Verdict,
    /// In force, expired, revoked…
    pub standing: Standing,
    /// Whether it is about the person the reader asked about.
    pub recipient: Match,
    /// Whether the reader knows the issuer.
    pub trust: Trust,
    /// Where the badge was found, outermost first; empty for one that came bare.
    pub via: Vec<Wrapping>,
    /// Where else in the same input, each outermost first.
    pub also: Vec<Vec<Wrapping>>,
    /// What the badge says, if it could be read.
    pub summary: Option<Summary>,
    /// Every question asked, in the order of [`CheckCode::ALL`] within each family.
    pub checks: Vec<Check>,
    /// A report for each endorsement carried along.
    pub endorsements: Vec<Report>,
    /// For an endorsement carried along: what it is to the badge that carries it.
    pub support: Option<Support>,
    /// What was read, or could not be read, to answer.
    pub resources: Vec<Use>,
    /// The instant for which this was judged.
    pub at: Timestamp,
}

impl Report {
    /// When the badge at hand begins, where what is shown and judged is a newer version of it (OB3-VER-51).
    #[must_use]
    pub fn newer_than(&self) -> Option<Timestamp> {
        self.checks.iter().find_map(|check| match check.outcome {
            Outcome::Warn(Reason::NewerShown { held, .. }) => Some(held),
            _ => None,
        })
    }
}

/// What an endorsement carried along is to the badge: its own report says only whether it is good in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// The part of the badge that carries it.
    pub part: Part,
    /// Whether the issuer of the badge is the endorser, too: praise of oneself.
    pub own: bool,
    /// The outcome of its check `endorsement.each`. It counts for nothing unless this is a pass.
    pub outcome: Outcome,
}

/// A part of a badge that can be endorsed (OB3-VER-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The badge itself, and so what this person did.
    Badge,
    /// The achievement: all who earn it.
    Achievement,
    /// The issuer.
    Issuer,
    /// Another profile that the badge names: the creator of the achievement, the source, a parent organisation.
    Other,
}

impl Part {
    /// As the JSON report names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Achievement => "achievement",
            Self::Issuer => "issuer",
            Self::Other => "other",
        }
    }
}

/// What a badge says, and whether that was proven.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Whether a proof holds for these words. If not, show them only with that warning.
    pub proven: bool,
    /// The words.
    pub badge: Badge,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Which question.
    pub code: CheckCode,
    /// The answer.
    pub outcome: Outcome,
    /// Whether the answer decides the verdict.
    pub weight: Weight,
    /// Where in the document.
    pub at: Pointer,
    /// What the answer is based on.
    pub findings: Vec<Finding>,
}

/// Whether a check decides the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// A failure rejects the badge.
    Required,
    /// A failure is told, no more: a second proof, an endorsement, a refresh, the recipient, the trust list.
    Advisory,
}

/// The answer to a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It holds, with a remark.
    Warn(Reason),
    /// It does not hold.
    Fail(Reason),
    /// It was not decided.
    Skipped(Because),
}

/// Why a check was not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Because {
    /// The question does not arise.
    NotApplicable,
    /// The reader did not ask.
    NotAsked,
    /// We cannot check this, by name.
    Unsupported(String),
    /// Something has to be fetched first.
    Awaiting(Lookup),
    /// Something was asked for and nobody answered.
    Unanswered(Lookup, Unanswered),
    /// Another check has to hold first.
    DependsOn(CheckCode),
    /// There is no answer to be had: what was read leaves it open.
    Undecided(Reason),
}

/// Why something that was asked for did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// 404.
    NotFound,
    /// 410.
    Gone,
    /// Nobody answered.
    Unreachable(Unreachable),
    /// One of our own rules.
    Refused(crate::resource::Rule),
    /// What came could not be read as what it should be.
    Unreadable,
}

/// A fact that supports an outcome: `key` = `z6Mk…`, `url` = `https://…`.
///
/// With [`super::Policy::explain`], also each intermediate of the signature: `canonical_document`,
/// `canonical_proof`, `document_hash`, `proof_hash`; of a token `header`, `signing_input` and `signing_input_hash`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its permanent name, in snake case.
    pub name: &'static str,
    /// Its value, as text.
    pub value: String,
}

/// In force or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// In force.
    Valid,
    /// Its time has not begun.
    NotYetValid,
    /// Its time is over.
    Expired,
    /// Revoked by its issuer.
    Revoked,
    /// Suspended by its issuer.
    Suspended,
    /// Not known: the status could not be read.
    Unknown,
}

impl Standing {
    /// The permanent text: `not_yet_valid`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Unknown => "unknown",
        }
    }
}

/// Something that was read, or could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What was asked for.
    pub lookup: Lookup,
    /// `found`, `gone`, `not_found`, `unreachable`, `refused`, `awaited`.
    pub outcome: &'static str,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was fetched, if that is known.
    pub fetched: Option<Timestamp>,
    /// When the archive was made from which it was read; `None` for what a server said.
    pub archived: Option<Timestamp>,
}

impl Check {
    /// A required check of the whole document.
    #[must_use]
    pub fn new(code: CheckCode, outcome: Outcome) -> Self {
        Self { code, outcome, weight: Weight::Required, at: Pointer::root(), findings: Vec::new() }
    }

    /// The same, at a place in the document.
    #[must_use]
    pub fn at(mut self, at: Pointer) -> Self {
        self.at = at;
        self
    }

    /// The same, with a fact that supports it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.findings.push(Finding { name, value: value.into() });
        self
    }

    /// The same, as a remark that decides nothing.
    #[must_use]
    pub fn advisory(mut self) -> Self {
        self.weight = Weight::Advisory;
        self
    }
}
