//! The report as JSON: schema `badge-report/1` (D-40), the same from every shell.

use super::{
    Because, Check, Match, Outcome, Report, Standing, Summary, Support, Trust, Unanswered, Use, Verdict, Weight,
};
use crate::container::{Keyword, Link, MarkupPlace, PdfPlace, Wrapping};
use crate::json::{Object, Value, object};
use crate::model::{Achievement, Badge, Evidence, Kind, Profile};
use crate::resource::{Lookup, Unreachable};
use crate::time::Timestamp;

/// The name and version of the schema. Members may be added to it; none is renamed or changes its meaning.
pub const REPORT_SCHEMA: &str = "badge-report/1";

/// Everything that was found in one thing a person gave: a file, an address, a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What was given, as it is to be shown: a path, an address, `-`.
    pub input: String,
    /// What is to be said about the thing itself: see [`opened_checks`](super::opened_checks).
    pub checks: Vec<Check>,
    /// A report for each badge in it.
    pub badges: Vec<Report>,
    /// Addresses that may lead to badges, and were not read.
    pub links: Vec<Link>,
}

/// The one object that `badge verify --json` and the server answer with. Its top level is the worst of what lies below.
#[must_use]
pub fn report_json(inputs: &[Input]) -> Value {
    let mut worst = Worst::default();
    inputs.iter().for_each(|i| worst.add(i));
    let mut answer = object([("schema", REPORT_SCHEMA.into())]);
    answer.extend(worst.members());
    answer.set("inputs", inputs.iter().map(Input::to_value).collect::<Vec<_>>());
    answer.into()
}

/// The worst of many inputs, for those who tell each as it comes and keep none: what [`report_json`] has at its top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worst {
    some: bool,
    empty: bool,
    rejected: bool,
    inconclusive: bool,
    matches: Vec<Match>,
    trusts: Vec<Trust>,
}

impl Worst {
    /// One more input.
    pub fn add(&mut self, input: &Input) {
        self.some = true;
        self.empty |= input.badges.is_empty();
        for report in &input.badges {
            self.rejected |= report.verdict == Verdict::Rejected;
            self.inconclusive |= report.verdict == Verdict::Inconclusive;
            if !self.matches.contains(&report.recipient) {
                self.matches.push(report.recipient);
            }
            if !self.trusts.contains(&report.trust) {
                self.trusts.push(report.trust);
            }
        }
    }

    /// The members `valid`, `verdict`, `recipient` and `trust` (D-40).
    #[must_use]
    pub fn members(&self) -> Object {
        let verdict = if self.rejected {
            Verdict::Rejected.as_str()
        } else if self.inconclusive {
            Verdict::Inconclusive.as_str()
        } else if self.empty || !self.some {
            "none"
        } else {
            Verdict::Verified.as_str()
        };
        let matches = [Match::Differs, Match::Unknown, Match::Matches];
        let recipient = matches.into_iter().find(|m| self.matches.contains(m)).unwrap_or(Match::NotAsked);
        // Asked about somebody, a good badge of another person, or of nobody, is no yes (D-41).
        let theirs = matches!(recipient, Match::Matches | Match::NotAsked);
        let trusts = [Trust::Unknown, Trust::Known];
        let trust = trusts.into_iter().find(|t| self.trusts.contains(t)).unwrap_or(Trust::NotAsked);
        object([
            ("valid", (verdict == Verdict::Verified.as_str() && theirs).into()),
            ("verdict", verdict.into()),
            ("recipient", recipient.as_str().into()),
            ("trust", trust.as_str().into()),
        ])
    }
}

impl Input {
    /// This input as JSON, one of the `inputs` of [`report_json`].
    #[must_use]
    pub fn to_value(&self) -> Value {
        let badges: Vec<Value> = self.badges.iter().map(Report::to_value).collect();
        let checks: Vec<Value> = self.checks.iter().map(check).collect();
        let link = |link: &Link| Value::from(object([("url", link.url.as_str().into()), ("found", way(&link.via))]));
        object([
            ("input", self.input.as_str().into()),
            ("checks", checks.into()),
            ("badges", badges.into()),
            ("links", self.links.iter().map(link).collect::<Vec<_>>().into()),
        ])
        .into()
    }
}

impl Report {
    /// This report as JSON, one of the `badges` of [`report_json`].
    #[must_use]
    pub fn to_value(&self) -> Value {
        let list = |reports: &[Self]| reports.iter().map(Self::to_value).collect::<Vec<_>>();
        let mut entry = object([
            ("verdict", self.verdict.as_str().into()),
            ("status", Standing::as_str(self.standing).into()),
            ("recipient", self.recipient.as_str().into()),
            ("trust", self.trust.as_str().into()),
            ("at", self.at.to_string().into()),
            ("found", way(&self.via)),
            ("also", self.also.iter().map(|via| way(via)).collect::<Vec<_>>().into()),
            ("badge", self.summary.as_ref().map(|s| summary(s, self.newer_than())).into()),
            ("checks", self.checks.iter().map(check).collect::<Vec<_>>().into()),
            ("endorsements", list(&self.endorsements).into()),
            ("resources", self.resources.iter().map(used).collect::<Vec<_>>().into()),
        ]);
        if let Some(support) = &self.support {
            entry.set("support", support.to_value());
        }
        entry.into()
    }
}

impl Support {
    fn to_value(&self) -> Value {
        object([
            ("part", self.part.as_str().into()),
            ("own", self.own.into()),
            ("outcome", outcome(&self.outcome).into()),
        ])
        .into()
    }
}

/// Members with a value; the others are left out.
fn present<const N: usize>(members: [(&str, Value); N]) -> Object {
    let mut kept = Object::new();
    for (name, value) in members {
        let empty = matches!(&value, Value::Null) || value.as_array().is_some_and(<[Value]>::is_empty);
        if !empty {
            kept.set(name, value);
        }
    }
    kept
}

fn text(value: &Option<String>) -> Value {
    value.as_deref().into()
}

fn date(value: Option<Timestamp>) -> Value {
    value.map(|t| t.to_string()).into()
}

/// The layers around a badge.
fn way(via: &[Wrapping]) -> Value {
    via.iter().map(wrapping).collect::<Vec<_>>().into()
}

/// One layer around a badge.
fn wrapping(wrapping: &Wrapping) -> Value {
    let slot = |form: &str, keyword: &Keyword| object([("in", form.into()), ("slot", keyword.as_str().into())]);
    match wrapping {
        Wrapping::Png { keyword, .. } => slot("png", keyword),
        Wrapping::Svg { keyword, .. } => slot("svg", keyword),
        Wrapping::Pdf { page, place } => {
            let (name, file) = match place {
                PdfPlace::Attachment { name } => ("attachment", Some(name.as_str())),
                PdfPlace::Link => ("link", None),
                PdfPlace::Text => ("text", None),
                PdfPlace::Metadata => ("metadata", None),
                PdfPlace::Image => ("image", None),
                PdfPlace::Drawing => ("drawing", None),
                PdfPlace::Stream => ("stream", None),
            };
            present([
                ("in", "pdf".into()),
                ("page", page.as_ref().copied().into()),
                ("place", name.into()),
                ("name", file.into()),
            ])
        }
        Wrapping::Entry { name } => object([("in", "entry".into()), ("name", name.as_str().into())]),
        Wrapping::Markup { place } => {
            let name = match place {
                MarkupPlace::Link => "link",
                MarkupPlace::Text => "text",
                MarkupPlace::Metadata => "metadata",
                MarkupPlace::Data => "data",
                MarkupPlace::Image => "image",
            };
            object([("in", "markup".into()), ("place", name.into())])
        }
        Wrapping::Mail { attachment } => present([("in", "mail".into()), ("name", text(attachment))]),
        Wrapping::Message { number, subject } => {
            object([("in", "message".into()), ("number", (*number).into()), ("name", subject.as_str().into())])
        }
        Wrapping::Address { url } => object([("in", "address".into()), ("url", url.as_str().into())]),
        Wrapping::Code { format } => object([("in", "code".into()), ("format", format.to_string().into())]),
        Wrapping::Text => object([("in", "text".into())]),
        Wrapping::Member { pointer, .. } => object([("in", "member".into()), ("pointer", pointer.as_str().into())]),
    }
    .into()
}

fn summary(summary: &Summary, newer_than: Option<Timestamp>) -> Value {
    let badge: &Badge = &summary.badge;
    let kind = match badge.kind {
        Kind::Badge => "badge",
        Kind::Endorsement => "endorsement",
        Kind::StatusList => "status_list",
    };
    let mut members =
        object([("proven", summary.proven.into()), ("version", badge.version.as_str().into()), ("kind", kind.into())]);
    let more = present([
        ("id", text(&badge.id)),
        ("name", badge.title().into()),
        ("description", text(&badge.description)),
        ("language", text(&badge.language)),
        ("issuer", profile(&badge.issuer).into()),
        ("achievement", badge.achievement.as_ref().map(achievement).into()),
        ("subject", text(&badge.recipient.id)),
        ("valid_from", date(badge.valid_from)),
        ("valid_until", date(badge.valid_until)),
        ("newer_than", date(newer_than)),
        ("awarded", date(badge.awarded)),
        ("narrative", text(&badge.narrative)),
        ("evidence", badge.evidence.iter().map(evidence).collect::<Vec<_>>().into()),
    ]);
    members.extend(more);
    members.into()
}

fn profile(profile: &Profile) -> Object {
    present([("id", text(&profile.id)), ("name", text(&profile.name)), ("url", text(&profile.url))])
}

fn achievement(achievement: &Achievement) -> Object {
    let criteria = achievement.criteria.as_ref();
    let criteria = criteria.map(|c| present([("id", text(&c.id)), ("narrative", text(&c.narrative))]));
    present([
        ("id", text(&achievement.id)),
        ("name", text(&achievement.name)),
        ("description", text(&achievement.description)),
        ("type", text(&achievement.kind)),
        ("criteria", criteria.into()),
        ("tags", achievement.tags.iter().map(String::as_str).collect::<Vec<_>>().into()),
    ])
}

fn evidence(evidence: &Evidence) -> Value {
    present([
        ("id", text(&evidence.id)),
        ("name", text(&evidence.name)),
        ("description", text(&evidence.description)),
        ("narrative", text(&evidence.narrative)),
    ])
    .into()
}

fn check(check: &Check) -> Value {
    let mut members = object([
        ("code", check.code.as_str().into()),
        ("outcome", outcome(&check.outcome).into()),
        ("required", (check.weight == Weight::Required).into()),
    ]);
    match &check.outcome {
        Outcome::Pass => {}
        Outcome::Warn(reason) | Outcome::Fail(reason) => members.set("reason", data(reason.id(), reason.args())),
        Outcome::Skipped(because) => members.set("because", skipped(because)),
    }
    if !check.at.as_str().is_empty() {
        members.set("at", check.at.as_str());
    }
    if let Some(clause) = check.code.clause() {
        members.set("clause", object([("document", clause.document.into()), ("url", clause.url.into())]));
    }
    let findings: Vec<Value> = check
        .findings
        .iter()
        .map(|f| object([("name", f.name.into()), ("value", f.value.as_str().into())]).into())
        .collect();
    if !findings.is_empty() {
        members.set("findings", findings);
    }
    members.into()
}

const fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Warn(_) => "warn",
        Outcome::Fail(_) => "fail",
        Outcome::Skipped(_) => "skipped",
    }
}

/// An id with its data beside it.
fn data(id: &str, args: Vec<(&'static str, String)>) -> Object {
    let mut members = object([("id", id.into())]);
    for (name, value) in args {
        // The id has the first word, should a reason ever carry data of that name.
        let name = if name == "id" { "value" } else { name };
        members.set(name, value);
    }
    members
}

fn skipped(because: &Because) -> Object {
    let asked = |id, lookup: &Lookup| {
        data(id, vec![("url", lookup.url.to_string()), ("purpose", lookup.purpose.as_str().to_owned())])
    };
    match because {
        Because::NotApplicable => data("not_applicable", Vec::new()),
        Because::NotAsked => data("not_asked", Vec::new()),
        Because::Unsupported(name) => data("unsupported", vec![("name", name.clone())]),
        Because::Awaiting(lookup) => asked("awaiting", lookup),
        Because::Unanswered(lookup, why) => {
            let mut members = asked("unanswered", lookup);
            members.set("why", unanswered(*why));
            if let Unanswered::Unreachable(Unreachable::Status(status)) = why {
                members.set("http_status", u32::from(*status));
            }
            members
        }
        Because::DependsOn(code) => data("depends_on", vec![("check", code.as_str().to_owned())]),
        Because::Undecided(reason) => {
            let mut members = data("undecided", Vec::new());
            members.set("reason", data(reason.id(), reason.args()));
            members
        }
    }
}

const fn unanswered(why: Unanswered) -> &'static str {
    match why {
        Unanswered::NotFound => "not_found",
        Unanswered::Gone => "gone",
        Unanswered::Unreadable => "unreadable",
        Unanswered::Unreachable(why) => why.as_str(),
        Unanswered::Refused(rule) => rule.as_str(),
    }
}

fn used(used: &Use) -> Value {
    let mut members = object([
        ("url", used.lookup.url.as_str().into()),
        ("purpose", used.lookup.purpose.as_str().into()),
        ("outcome", used.outcome.into()),
    ]);
    members.extend(present([
        ("sha256", text(&used.sha256)),
        ("fetched", date(used.fetched)),
        ("archived", date(used.archived)),
    ]));
    members.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Pointer;
    use crate::model::Version;
    use crate::name::Url;
    use crate::resource::Purpose;
    use crate::verify::{CheckCode, Reason};

    fn report(checks: Vec<Check>) -> Report {
        let mut badge = Badge::new(Version::Ob30);
        badge.id = Some("urn:uuid:1".to_owned());
        badge.issuer.name = Some("L’Atelier".to_owned());
        Report {
            verdict: Verdict::of(&checks),
            standing: Standing::Valid,
            recipient: Match::NotAsked,
            trust: Trust::NotAsked,
            via: Vec::new(),
            also: Vec::new(),
            summary: Some(Summary { proven: true, badge }),
            checks,
            endorsements: Vec::new(),
            support: None,
            resources: Vec::new(),
            at: Timestamp::parse("2026-03-02T09:00:00Z").unwrap(),
        }
    }

    fn of(badges: Vec<Report>) -> Value {
        report_json(&[Input { input: "badge.png".to_owned(), checks: Vec::new(), badges, links: Vec::new() }])
    }

    fn top(value: &Value) -> (Option<bool>, Option<&str>) {
        (value.get("valid").and_then(Value::as_bool), value.get("verdict").and_then(Value::as_str))
    }

    fn rejected() -> Report {
        let reason = Reason::Revoked { reason: "erreur".to_owned() };
        report(vec![Check::new(CheckCode::StatusRevocation, Outcome::Fail(reason))])
    }

    fn open() -> Report {
        let url = Url::parse("https://example.org/status/1.json").unwrap();
        let why = Unanswered::Unreachable(Unreachable::Status(503));
        let because = Because::Unanswered(Lookup::new(&url, Purpose::StatusList), why);
        report(vec![Check::new(CheckCode::StatusRevocation, Outcome::Skipped(because))])
    }

    #[test]
    fn the_top_is_the_worst_below() {
        // D-40
        let good = report(vec![Check::new(CheckCode::ProofSignature, Outcome::Pass)]);
        assert_eq!(top(&of(vec![good.clone()])), (Some(true), Some("verified")));
        assert_eq!(top(&of(vec![good.clone(), open()])), (Some(false), Some("inconclusive")));
        assert_eq!(top(&of(vec![open(), rejected(), good.clone()])), (Some(false), Some("rejected")));
        assert_eq!(top(&of(Vec::new())), (Some(false), Some("none")));
        assert_eq!(top(&report_json(&[])), (Some(false), Some("none")));
        let empty = Input { input: "a.jpg".to_owned(), checks: Vec::new(), badges: Vec::new(), links: Vec::new() };
        let full =
            Input { input: "b.png".to_owned(), checks: Vec::new(), badges: vec![good.clone()], links: Vec::new() };
        assert_eq!(top(&report_json(&[full, empty])), (Some(false), Some("none")));
        let mut other = good.clone();
        other.recipient = Match::Differs;
        other.trust = Trust::Known;
        let value = of(vec![good.clone(), other]);
        assert_eq!(value.get("recipient").and_then(Value::as_str), Some("mismatch"));
        assert_eq!(value.get("trust").and_then(Value::as_str), Some("known"));
        // D-41: asked about somebody, a good badge of another person, or that names nobody, is no yes.
        for (recipient, valid) in
            [(Match::Differs, false), (Match::Unknown, false), (Match::Matches, true), (Match::NotAsked, true)]
        {
            let one = Report { recipient, ..good.clone() };
            assert_eq!(top(&of(vec![one])), (Some(valid), Some("verified")), "{recipient:?}");
        }
    }

    #[test]
    fn a_check_tells_its_reason_as_data() {
        let fault = check(&rejected().checks[0].clone().at(Pointer::root().member("a")).with("list", "x"));
        assert_eq!(fault.get("code").and_then(Value::as_str), Some("status.revocation"));
        assert_eq!(fault.get("outcome").and_then(Value::as_str), Some("fail"));
        assert_eq!(fault.get("at").and_then(Value::as_str), Some("/a"));
        assert_eq!(fault.get("reason").and_then(|r| r.get("id")).and_then(Value::as_str), Some("revoked"));
        assert!(fault.get("clause").and_then(|c| c.get("url")).is_some());
        let because = check(&open().checks[0]);
        let because = because.get("because").unwrap();
        assert_eq!(
            because.to_compact(),
            r#"{"id":"unanswered","url":"https://example.org/status/1.json","purpose":"status_list","why":"status","http_status":503}"#
        );
    }

    #[test]
    fn a_badge_is_shown_with_whether_it_was_proven() {
        let value = report(Vec::new()).to_value();
        let badge = value.get("badge").unwrap();
        assert_eq!(
            badge.to_compact(),
            r#"{"proven":true,"version":"3.0","kind":"badge","id":"urn:uuid:1","issuer":{"name":"L’Atelier"}}"#
        );
    }
}
