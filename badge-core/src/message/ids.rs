//! From the verifier's vocabulary to the ids of sentences, and the sentences.

use super::{Catalog, date, plain_within, quoted_within, size};
use crate::model::Kind;
use crate::resource::{Purpose, Rule, Unreachable};
use crate::time::Timestamp;
use crate::verify::{Because, CheckCode, Match, Reason, Standing, Trust, Unanswered, Verdict};

/// The longest text from outside that a sentence takes in, in characters.
const LONGEST: usize = 300;

/// What happened, and what can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub what: String,
    /// What to do next.
    pub next: String,
}

/// What a check asks, as a statement to which the answer is yes, no, or cannot tell.
#[must_use]
pub fn check(catalog: &Catalog, code: CheckCode) -> String {
    catalog.text(&check_id(code), &[])
}

/// Why a check failed or warns.
#[must_use]
pub fn reason(catalog: &Catalog, reason: &Reason) -> Words {
    let args: Vec<(&str, String)> =
        reason.args().into_iter().map(|(name, value)| (name, shown(catalog, reason, name, &value))).collect();
    words(catalog, &reason_id(reason.id()), &args)
}

/// The same about what was judged: an endorsement is no badge, and is called by its name.
pub(super) fn reason_about(catalog: &Catalog, why: &Reason, kind: Option<Kind>) -> Words {
    let own = format!("{}.endorsement", reason_id(why.id()));
    if kind != Some(Kind::Endorsement) || !catalog.has(&own) {
        return reason(catalog, why);
    }
    let args: Vec<(&str, String)> =
        why.args().into_iter().map(|(name, value)| (name, shown(catalog, why, name, &value))).collect();
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Words { what: catalog.text(&own, &args), next: catalog.text(&format!("{own}-next"), &args) }
}

/// Why a check was not decided.
#[must_use]
pub fn because(catalog: &Catalog, because: &Because) -> Words {
    let args: Vec<(&str, String)> = match because {
        Because::Undecided(inner) => return reason(catalog, inner),
        Because::NotApplicable | Because::NotAsked => Vec::new(),
        Because::Unsupported(name) => vec![("name", quoted_within(name, LONGEST))],
        Because::DependsOn(code) => vec![("check", check(catalog, *code))],
        Because::Awaiting(lookup) => vec![
            ("what", catalog.text(purpose_id(lookup.purpose), &[])),
            ("url", plain_within(lookup.url.as_str(), LONGEST)),
        ],
        Because::Unanswered(lookup, why) => vec![
            ("what", catalog.text(purpose_id(lookup.purpose), &[])),
            ("url", plain_within(lookup.url.as_str(), LONGEST)),
            ("why", unanswered(catalog, *why)),
        ],
    };
    words(catalog, because_id(because), &args)
}

/// What a plan says about a row of a table. `title` knows what the achievement of a short name is called.
#[cfg(feature = "cohort")]
#[must_use]
pub fn trouble(catalog: &Catalog, trouble: &crate::cohort::Trouble, title: &dyn Fn(&str) -> Option<String>) -> Words {
    let mut args: Vec<(&str, String)> = Vec::new();
    for (name, value) in trouble.data() {
        let day = matches!(name, "day" | "read").then(|| Timestamp::parse(&format!("{value}T00:00:00Z")).ok());
        if name == "slug" {
            args.push(("title", plain_within(&title(&value).unwrap_or_else(|| value.clone()), LONGEST)));
        }
        if name == "who" {
            // A code is claimed, an address is corrected.
            let by = if crate::place::card::CardCode::parse(&value).is_ok() { "card" } else { "address" };
            args.push(("by", by.to_owned()));
        }
        let said = day.flatten().map_or_else(|| plain_within(&value, LONGEST), |day| date(catalog, day));
        args.push((name, said));
    }
    words(catalog, &trouble_id(trouble.code()), &args)
}

impl Catalog {
    /// `verified` in words.
    #[must_use]
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.text(&format!("verdict-{}", verdict.as_str()), &[])
    }

    /// In force, expired, revoked… in words.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> String {
        self.text(&standing_id(standing), &[])
    }

    /// Whether it is about the person asked about, in a sentence.
    #[must_use]
    pub fn about(&self, answer: Match) -> String {
        self.text(&format!("match-{}", answer.as_str()), &[])
    }

    /// Whether the reader knows the issuer, in a sentence.
    #[must_use]
    pub fn trust(&self, answer: Trust) -> String {
        self.text(&format!("trust-{}", answer.as_str()), &[])
    }
}

pub(super) fn check_id(code: CheckCode) -> String {
    format!("check-{}", code.as_str().replace(['.', '_'], "-"))
}

pub(super) fn reason_id(id: &str) -> String {
    format!("reason-{id}")
}

#[cfg(feature = "cohort")]
pub(super) fn trouble_id(code: &str) -> String {
    format!("cohort-{}", code.replace(['.', '_'], "-"))
}

pub(super) fn standing_id(standing: Standing) -> String {
    format!("standing-{}", standing.as_str().replace('_', "-"))
}

pub(super) const fn because_id(because: &Because) -> &'static str {
    match because {
        Because::NotApplicable => "because-not-applicable",
        Because::NotAsked => "because-not-asked",
        Because::Unsupported(_) => "because-unsupported",
        Because::Awaiting(_) => "because-awaiting",
        // Nobody was asked: it is as if it were still to come.
        Because::Unanswered(_, Unanswered::Unreachable(Unreachable::Offline)) => "because-awaiting",
        Because::Unanswered(_, Unanswered::Refused(Rule::UnknownArchive)) => "because-unknown-archive",
        Because::Unanswered(..) => "because-unanswered",
        // An open answer is told by its reason.
        Because::DependsOn(_) | Because::Undecided(_) => "because-depends-on",
    }
}

pub(super) const fn purpose_id(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Assertion => "purpose-assertion",
        Purpose::BadgeClass => "purpose-badge-class",
        Purpose::Issuer => "purpose-issuer",
        Purpose::Key => "purpose-key",
        Purpose::DidDocument => "purpose-did-document",
        Purpose::StatusList => "purpose-status-list",
        Purpose::Refresh => "purpose-refresh",
        Purpose::Endorsement => "purpose-endorsement",
        Purpose::Schema => "purpose-schema",
        Purpose::Context => "purpose-context",
        Purpose::Image => "purpose-image",
        Purpose::TrustList => "purpose-trust-list",
        Purpose::Page => "purpose-page",
    }
}

pub(super) const fn unanswered_id(why: Unanswered) -> &'static str {
    match why {
        Unanswered::NotFound => "unanswered-not-found",
        Unanswered::Gone => "unanswered-gone",
        Unanswered::Unreadable => "unanswered-unreadable",
        Unanswered::Unreachable(why) => match why {
            Unreachable::Offline => "unreachable-offline",
            Unreachable::Dns => "unreachable-dns",
            Unreachable::Connect => "unreachable-connect",
            Unreachable::Tls => "unreachable-tls",
            Unreachable::Timeout => "unreachable-timeout",
            Unreachable::Broken => "unreachable-broken",
            Unreachable::Status(_) => "unreachable-status",
        },
        Unanswered::Refused(rule) => match rule {
            Rule::HttpsOnly => "rule-https-only",
            Rule::PrivateAddress => "rule-private-address",
            Rule::Port => "rule-port",
            Rule::TooLarge => "rule-too-large",
            Rule::Redirects => "rule-redirects",
            Rule::TooManyLookups => "rule-too-many-lookups",
            Rule::UnknownArchive => "rule-unknown-archive",
        },
    }
}

fn unanswered(catalog: &Catalog, why: Unanswered) -> String {
    match why {
        Unanswered::Unreachable(Unreachable::Status(code)) => {
            catalog.text(unanswered_id(why), &[("code", &code.to_string())])
        }
        _ => catalog.text(unanswered_id(why), &[]),
    }
}

fn words(catalog: &Catalog, id: &str, args: &[(&str, String)]) -> Words {
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Words { what: catalog.text(id, &args), next: catalog.text(&format!("{id}.next"), &args) }
}

/// `2 mars 2026 à 09:00 UTC`.
pub(super) fn date_time(catalog: &Catalog, at: Timestamp) -> String {
    let text = at.to_string();
    let time = text.get(11..16).unwrap_or_default();
    let zone = match text.rfind(['Z', '+', '-']).and_then(|at| text.get(at..)) {
        Some("Z") | None => "UTC".to_owned(),
        Some(offset) => format!("UTC{offset}"),
    };
    catalog.text("date-time", &[("date", &date(catalog, at)), ("time", &format!("{time} {zone}"))])
}

/// A reason's datum as people read it: dates as dates, bytes as sizes, texts from outside made harmless.
fn shown(catalog: &Catalog, reason: &Reason, name: &str, value: &str) -> String {
    match reason {
        Reason::TooLarge { .. } => value.parse().map_or_else(|_| value.to_owned(), |bytes| size(catalog, bytes)),
        Reason::Revoked { reason } | Reason::Suspended { reason } if reason.trim().is_empty() => "none".to_owned(),
        Reason::KeyNotIssuers { controller, .. } if name == "controller" && controller.trim().is_empty() => {
            "none".to_owned()
        }
        Reason::PresentationOpen { holder } if holder.is_empty() => "none".to_owned(),
        // Within one day, the day says nothing.
        Reason::NotYetValid { valid_from: one, now: other }
        | Reason::Expired { valid_until: one, now: other }
        | Reason::NewerShown { held: one, shown: other }
            if one.ymd() == other.ymd() =>
        {
            Timestamp::parse(value).map_or_else(|_| plain_within(value, LONGEST), |at| date_time(catalog, at))
        }
        _ if matches!(
            name,
            "since"
                | "created"
                | "expires"
                | "valid_from"
                | "valid_until"
                | "now"
                | "fetched"
                | "made"
                | "held"
                | "shown"
        ) =>
        {
            Timestamp::parse(value).map_or_else(|_| plain_within(value, LONGEST), |at| date(catalog, at))
        }
        _ => quoted_within(value, LONGEST),
    }
}
