//! What there is to say of one badge, in the reader's language: the text page and the web page show the same.

use super::found::found;
use super::ids::{date_time, reason_about};
use super::{Catalog, Headline, Words, because, check, date, plain_within, quoted_within};
use crate::model::{Badge, IdentityKind, Kind};
use crate::time::Timestamp;
use crate::verify::{
    Because, Check, CheckCode, Match, Outcome, Reason, Report, Standing, Summary, Trust, Verdict, Weight,
};

/// How something comes out. It has a mark and words; no colour carries it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Good,
    Open,
    Bad,
}

impl Sign {
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Open => "?",
            Self::Bad => "✗",
        }
    }

    /// A class name.
    #[cfg(feature = "site")]
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Open => "open",
            Self::Bad => "bad",
        }
    }
}

/// One badge. Texts from outside have been made harmless with [`super::plain`].
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) sign: Sign,
    /// The headline as far as the badge itself goes.
    pub(crate) answer: String,
    /// Why, and what to do: where something failed or stays open.
    pub(crate) why: Option<Words>,
    /// Whether it is about the person asked about. Never mixed with the answer.
    pub(crate) person: Option<Person>,
    /// Where it was found.
    pub(crate) found: Option<String>,
    pub(crate) said: Option<Said>,
    /// The questions that stay open, so that nobody takes silence for a yes.
    pub(crate) unchecked: Vec<String>,
    /// Every check: failed first, then open, then remarked upon, then those that hold; the rest has no rank.
    pub(crate) checks: Vec<Told<'a>>,
    pub(crate) passed: String,
    pub(crate) waiting: Option<String>,
    pub(crate) as_of: String,
}

/// Whether the badge is about the person asked about.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) sign: Sign,
    pub(crate) text: String,
    pub(crate) next: Option<String>,
}

/// What the badge says.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) proven: bool,
    /// The badge's own language, where it names one. Web pages say it.
    #[cfg_attr(not(feature = "site"), allow(dead_code))]
    pub(crate) language: Option<String>,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) endorsements: Vec<String>,
}

/// Something a badge says, with its label.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
    /// Whether the value is in the badge's words, and so perhaps in another language. Web pages say it.
    #[cfg_attr(not(feature = "site"), allow(dead_code))]
    pub(crate) own: bool,
}

/// One check.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    pub(crate) check: &'a Check,
    /// 0 failed, 1 open, 2 remark, 3 holds; none for what is not told one by one.
    pub(crate) rank: Option<u8>,
    /// `yes`, `no`, `?`, `–`.
    pub(crate) answer: String,
    /// None where the question does not arise.
    pub(crate) sign: Option<Sign>,
    pub(crate) label: String,
    pub(crate) words: Option<Words>,
    /// That a failure takes nothing from the badge.
    pub(crate) aside: Option<String>,
    /// Whether it is what [`View::why`] tells.
    pub(crate) decided: bool,
}

impl<'a> View<'a> {
    pub(crate) fn new(report: &'a Report, catalog: &Catalog) -> Self {
        let headline = Headline::authenticity(report);
        let decided = deciding(report);
        let mut checks: Vec<Told<'a>> =
            report.checks.iter().map(|c| told(catalog, c, decided, kind_of(report))).collect();
        checks.sort_by_key(|c| c.rank.unwrap_or(u8::MAX));
        let count = |f: fn(&Check) -> bool| report.checks.iter().filter(|c| f(c)).count();
        let waiting = count(|c| matches!(c.outcome, Outcome::Skipped(Because::DependsOn(_))));
        let passed = count(|c| c.outcome == Outcome::Pass);
        let counted = |id, count: usize| catalog.text(id, &[("count", &count.to_string())]);
        Self {
            sign: headline.sign(),
            answer: headline.text_of(report, catalog),
            why: decided.and_then(|c| words(catalog, c, kind_of(report))),
            person: person(report, catalog),
            found: found(catalog, &report.via, &report.also),
            said: report.summary.as_ref().map(|summary| said(report, summary, catalog)),
            unchecked: unchecked(report, catalog),
            checks,
            passed: counted("page-passed", passed),
            waiting: (waiting > 0).then(|| counted("page-waiting", waiting)),
            as_of: catalog.text("page-as-of", &[("date", &date(catalog, report.at))]),
        }
    }
}

fn person(report: &Report, catalog: &Catalog) -> Option<Person> {
    let sign = match report.recipient {
        Match::Matches => Sign::Good,
        Match::Differs => Sign::Bad,
        Match::Unknown => Sign::Open,
        Match::NotAsked => return None,
    };
    let asked = report.checks.iter().find(|c| c.code == CheckCode::RecipientMatches);
    let words = asked.filter(|_| sign != Sign::Good).and_then(|c| words(catalog, c, kind_of(report)));
    let mut text = catalog.about(report.recipient);
    // Why nothing could be compared: the badge names nobody, or could not be read that far.
    if let (Sign::Open, Some(words)) = (sign, &words) {
        text = format!("{text} {}", words.what);
    }
    Some(Person { sign, text, next: words.map(|w| w.next) })
}

pub(super) fn said(report: &Report, summary: &Summary, catalog: &Catalog) -> Said {
    let badge = &summary.badge;
    let description = badge.achievement.as_ref().and_then(|a| a.description.as_deref());
    let language = badge.language.as_deref().or(badge.achievement.as_ref().and_then(|a| a.language.as_deref()));
    Said {
        proven: summary.proven,
        language: language.map(str::to_owned),
        title: badge.title().map_or_else(|| catalog.text("page-untitled", &[]), |t| plain_within(t, 160)),
        description: description.map(|text| plain_within(text, 400)).filter(|text| !text.is_empty()),
        facts: facts(report, summary, catalog),
        // Nobody's praise is worth a line on a badge that does not hold.
        endorsements: match report.verdict {
            Verdict::Rejected => Vec::new(),
            _ => endorsements(&report.endorsements, catalog),
        },
    }
}

/// Who issued what to whom, and when.
fn facts(report: &Report, summary: &Summary, catalog: &Catalog) -> Vec<Fact> {
    let badge = &summary.badge;
    let mut facts = Vec::new();
    let mut fact = |id: &str, value: String, own| facts.push(Fact { label: catalog.text(id, &[]), value, own });
    // An endorsement is given to nobody: it is about a badge, an achievement or a place.
    let supports = badge.kind == Kind::Endorsement;
    fact(if supports { "page-endorser" } else { "page-issuer" }, issuer(report, badge, catalog, str::to_owned), true);
    match badge.recipient.id.as_deref().filter(|_| supports) {
        Some(id) => fact("page-endorses", plain_within(id, 300), true),
        None => fact("page-recipient", recipient(report, badge, catalog), false),
    }
    if let Some(text) = listed(report, catalog) {
        fact("page-listed", text, false);
    }
    if let Some(id) = namesake(report) {
        let text = catalog.text("page-namesake", &[("id", &plain_within(id, 300))]);
        fact("page-listed", text, false);
    }
    if let Some(held) = report.newer_than() {
        // Within one day, the day says nothing.
        let same_day = badge.valid_from.is_some_and(|shown| shown.ymd() == held.ymd());
        let held = if same_day { date_time(catalog, held) } else { date(catalog, held) };
        let since = catalog.text("page-newer-since", &[("date", &held)]);
        fact("page-newer", since, false);
    }
    if let Some(at) = badge.awarded.or(badge.valid_from) {
        fact("page-date", date(catalog, at), false);
    }
    if let (Some(awarded), Some(begins)) = (badge.awarded, badge.valid_from)
        && awarded.day() != begins.day()
    {
        fact("page-begins", date(catalog, begins), false);
    }
    if let Some(ends) = badge.valid_until {
        fact("page-ends", date(catalog, ends), false);
    }
    if summary.proven {
        fact("page-standing", catalog.standing(report.standing), false);
    }
    if let Some(text) = &badge.narrative {
        let label = if supports { "page-endorsement-words" } else { "page-narrative" };
        fact(label, plain_within(text, 400), true);
    }
    fact("page-version", format!("Open Badges {}", badge.version.as_str()), false);
    if let Some(id) = &badge.id {
        fact("page-id", plain_within(id, 300), true);
    }
    facts
}

/// The issuer's name and id; the name alone proves nothing. `say` is how the name is written.
fn issuer(report: &Report, badge: &Badge, catalog: &Catalog, say: impl Fn(&str) -> String) -> String {
    let issuer = &badge.issuer;
    let id = issuer.id.as_deref().map(|id| plain_within(id, 300));
    let name = issuer.name.as_deref().map(|n| plain_within(n, 160));
    let Some(name) = name.filter(|n| !n.is_empty() && (id.is_none() || !imitates(n))) else {
        return id.unwrap_or_else(|| catalog.text("page-issuer-unnamed", &[]));
    };
    let name = say(&name);
    let passed = |code| report.checks.iter().any(|c| c.code == code && c.outcome == Outcome::Pass);
    // A hosted badge has no key to confirm: its name comes from the profile at the issuer's own address, once that
    // profile allows the address of the badge.
    let hosted = || report.summary.as_ref().is_some_and(|s| s.proven) && passed(CheckCode::HostedScope);
    let confirmed = report.trust == Trust::Known || passed(CheckCode::IssuerConfirmed) || hosted();
    let name = if confirmed { name } else { catalog.text("page-name-unproven", &[("name", &name)]) };
    match id {
        Some(id) => format!("{name} – {id}"),
        None => name,
    }
}

/// Whether a name looks like what stands beside names: an address, or one of our marks. The id is told instead of it.
fn imitates(name: &str) -> bool {
    let name = name.to_lowercase();
    ["did:", "://", "www."].iter().any(|part| name.contains(part)) || name.contains(['✓', '✔', '✗', '✘', '☑'])
}

/// Under which name, on which list, since when the reader knows the issuer.
fn listed(report: &Report, catalog: &Catalog) -> Option<String> {
    let known = |c: &&Check| c.code == CheckCode::TrustIssuer && c.outcome == Outcome::Pass;
    let check = report.checks.iter().find(known).filter(|_| report.trust == Trust::Known)?;
    let found = |name| check.findings.iter().find(|f| f.name == name).map(|f| f.value.as_str());
    let day = |name| found(name).and_then(|text| Timestamp::parse(text).ok()).map(|at| date(catalog, at));
    let (id, on) = match day("since") {
        Some(day) => ("page-listed-since", day),
        None => ("page-listed-by", day("updated")?),
    };
    let name = plain_within(found("name").or(found("issuer"))?, 160);
    Some(catalog.text(id, &[("name", &name), ("list", &quoted_within(found("list")?, 160)), ("date", &on)]))
}

/// The id under which a list has the issuer's name, when theirs is another.
fn namesake(report: &Report) -> Option<&str> {
    let checks = report.checks.iter().filter(|c| c.code == CheckCode::TrustIssuer);
    checks.flat_map(|c| &c.findings).find(|f| f.name == "namesake").map(|f| f.value.as_str())
}

/// An identifier in clear is told as the badge tells it; a hash is not worth anybody's eyes.
fn recipient(report: &Report, badge: &Badge, catalog: &Catalog) -> String {
    let identities = &badge.recipient.identities;
    let clear = identities.iter().filter(|i| !i.hashed);
    if let Some(named) = clear.clone().find(|i| i.kind == IdentityKind::Name).or_else(|| clear.clone().next()) {
        return plain_within(&named.value, 160);
    }
    if report.recipient == Match::Matches {
        return catalog.text("page-recipient-asked", &[]);
    }
    if !identities.is_empty() {
        return catalog.text("page-recipient-hidden", &[]);
    }
    match badge.recipient.id.as_deref() {
        Some(id) if !id.starts_with("urn:uuid:") => {
            catalog.text("page-recipient-id", &[("id", &plain_within(id, 300))])
        }
        _ => catalog.text("page-recipient-bearer", &[]),
    }
}

/// Endorsements by one partner of one part that are told one by one.
const EACH: usize = 3;

/// The endorsements, each told once: one that stands here as JSON and as JWT, or forty times, is one. Of many by the same
/// partner the newest is told, and how many more there are.
fn endorsements(reports: &[Report], catalog: &Catalog) -> Vec<String> {
    type By<'r> = (Option<&'r str>, Option<&'r str>, &'static str);
    let mut told: Vec<(By<'_>, Option<Timestamp>, String)> = Vec::new();
    for nested in reports {
        let line = endorsement(nested, catalog);
        if told.iter().any(|(_, _, known)| *known == line) {
            continue;
        }
        let badge = nested.summary.as_ref().map(|s| &s.badge);
        let part = nested.support.as_ref().map(|s| s.part.as_str());
        let by = (badge.and_then(|b| b.issuer.id.as_deref()), part, standing_of(nested));
        told.push((by, badge.and_then(|b| b.valid_from), line));
    }
    let mut lines = Vec::new();
    let mut folded: Vec<By<'_>> = Vec::new();
    for (by, _, line) in &told {
        let same = || told.iter().filter(|(other, ..)| other == by);
        let more = same().count();
        if more <= EACH {
            lines.push(line.clone());
        } else if !folded.contains(by) {
            folded.push(*by);
            let newest = same().max_by_key(|(_, since, _)| *since).map_or("", |(.., line)| line.as_str());
            let rest = catalog.text("page-endorsed-more", &[("count", &(more - 1).to_string())]);
            lines.push(format!("{newest} {rest}"));
        }
    }
    lines
}

/// What is endorsed, by whom, since when, and whether it counts. The name comes with its id: anybody may call themselves
/// anything.
fn endorsement(nested: &Report, catalog: &Catalog) -> String {
    let badge = nested.summary.as_ref().map(|s| &s.badge);
    // Between quotation marks that it cannot close: a name may be a whole sentence of ours.
    let quoted = |name: &str| catalog.text("page-endorsed-words", &[("words", &quoted_within(name, 160))]);
    let name = badge.map_or_else(|| catalog.text("page-issuer-unnamed", &[]), |b| issuer(nested, b, catalog, quoted));
    let part = nested.support.as_ref().map_or("badge", |s| s.part.as_str());
    let subject = badge.and_then(|b| b.recipient.id.as_deref()).map_or_else(String::new, |id| plain_within(id, 300));
    let part = catalog.text("page-endorsed-part", &[("part", part), ("id", &subject)]);
    let short = Headline::of(nested).short(catalog);
    let state = standing_of(nested);
    let verdict = catalog.text("page-endorsement-state", &[("state", state), ("short", &short)]);
    let values = [("part", part.as_str()), ("name", &name), ("verdict", &verdict)];
    let mut text = match badge.and_then(|b| b.valid_from).map(|at| date(catalog, at)) {
        Some(day) => catalog.text("page-endorsed-since", &[&values[..], &[("date", &day)]].concat()),
        None => catalog.text("page-endorsed", &values),
    };
    let mut and = |more: &str| {
        text.push(' ');
        text.push_str(more);
    };
    if let Some(listed) = listed(nested, catalog) {
        and(&catalog.text("page-endorsed-listed", &[("listed", &listed)]));
    }
    if let Some(id) = namesake(nested) {
        and(&catalog.text("page-namesake", &[("id", &plain_within(id, 300))]));
    }
    if nested.support.as_ref().is_some_and(|s| s.own) {
        and(&catalog.text("page-endorsed-own", &[]));
    }
    // What somebody is said to have said is shown only when they did, and of this badge.
    let proven = nested.summary.as_ref().is_some_and(|s| s.proven) && !matches!(state, "elsewhere" | "none");
    if let Some(words) = badge.and_then(|b| b.narrative.as_deref()).filter(|_| proven) {
        and(&catalog.text("page-endorsed-words", &[("words", &quoted_within(&in_a_row(words), 300))]));
    }
    text
}

/// Whether an endorsement counts: what it is to the badge comes before what it is in itself.
fn standing_of(nested: &Report) -> &'static str {
    match nested.support.as_ref().map(|s| &s.outcome) {
        Some(
            Outcome::Warn(Reason::EndorsementElsewhere { .. }) | Outcome::Fail(Reason::EndorsementElsewhere { .. }),
        ) => return "elsewhere",
        Some(
            Outcome::Warn(Reason::EndorsementUnbound { .. })
            | Outcome::Skipped(Because::Undecided(Reason::EndorsementUnbound { .. })),
        ) => return "unbound",
        _ if nested.summary.as_ref().is_some_and(|s| s.badge.kind != Kind::Endorsement) => return "none",
        _ => {}
    }
    match Headline::of(nested) {
        Headline::Known => "known",
        Headline::Authentic | Headline::Unknown => "holds",
        Headline::KeyOnly => "key",
        Headline::Revoked | Headline::Suspended => "withdrawn",
        Headline::Expired => "over",
        Headline::NotYetValid => "later",
        Headline::CannotTell => "open",
        _ => "bad",
    }
}

/// Lines of a list one after the other, parted by semicolons: there is one line to show them in.
fn in_a_row(markdown: &str) -> String {
    let mut text = String::new();
    for line in markdown.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        match item {
            Some(_) if text.is_empty() || text.ends_with(':') => text.push(' '),
            Some(_) => text.push_str("; "),
            None => text.push(' '),
        }
        text.push_str(item.unwrap_or(line));
    }
    text.trim().to_owned()
}

fn unchecked(report: &Report, catalog: &Catalog) -> Vec<String> {
    let mut lines = Vec::new();
    if report.standing == Standing::Unknown && report.verdict == Verdict::Inconclusive {
        let unread = |c: &&Check| c.code == CheckCode::StatusRevocation && matches!(c.outcome, Outcome::Skipped(_));
        if report.checks.iter().any(|c| unread(&c)) {
            lines.push(catalog.text("page-status-unread", &[]));
        }
    }
    if report.verdict != Verdict::Rejected {
        // An endorsement is given to nobody.
        let given = report.summary.as_ref().is_none_or(|s| s.badge.kind != Kind::Endorsement);
        if given && report.recipient == Match::NotAsked {
            lines.push(catalog.about(report.recipient));
        }
        if report.trust == Trust::NotAsked {
            lines.push(catalog.trust(report.trust));
        }
    }
    lines
}

fn told<'a>(catalog: &Catalog, asked: &'a Check, decided: Option<&Check>, kind: Option<Kind>) -> Told<'a> {
    let (answer, sign) = match &asked.outcome {
        Outcome::Pass => ("page-yes", Some(Sign::Good)),
        Outcome::Warn(_) => ("page-remark", Some(Sign::Open)),
        Outcome::Fail(_) if asked.weight == Weight::Required => ("page-no", Some(Sign::Bad)),
        Outcome::Fail(_) => ("page-no", Some(Sign::Open)),
        Outcome::Skipped(Because::NotApplicable | Because::NotAsked) => ("page-moot", None),
        Outcome::Skipped(_) => ("page-open", Some(Sign::Open)),
    };
    let advisory = asked.weight == Weight::Advisory && matches!(asked.outcome, Outcome::Fail(_));
    Told {
        check: asked,
        rank: rank_of(asked),
        answer: catalog.text(answer, &[]),
        sign,
        label: check(catalog, asked.code),
        words: words(catalog, asked, kind),
        aside: advisory.then(|| catalog.text("page-advisory", &[])),
        decided: decided.is_some_and(|d| std::ptr::eq(d, asked)),
    }
}

fn kind_of(report: &Report) -> Option<Kind> {
    report.summary.as_ref().map(|s| s.badge.kind)
}

fn words(catalog: &Catalog, asked: &Check, kind: Option<Kind>) -> Option<Words> {
    match &asked.outcome {
        Outcome::Warn(why) | Outcome::Fail(why) => Some(reason_about(catalog, why, kind)),
        Outcome::Pass | Outcome::Skipped(Because::NotApplicable | Because::NotAsked) => None,
        Outcome::Skipped(why) => Some(because(catalog, why)),
    }
}

/// The check that decided: the first required failure of a rejected badge, the first open question of another one.
fn deciding(report: &Report) -> Option<&Check> {
    let required = || report.checks.iter().filter(|c| c.weight == Weight::Required);
    match report.verdict {
        Verdict::Rejected => {
            let failed = || required().filter(|c| matches!(c.outcome, Outcome::Fail(_)));
            // What the headline is about says more than a format that is not quite right.
            failed().min_by_key(|c| match &c.outcome {
                Outcome::Fail(Reason::SignatureMismatch) => 0,
                Outcome::Fail(
                    Reason::KeyNotIssuers { .. } | Reason::KeyNotListed { .. } | Reason::OutOfScope { .. },
                ) => 1,
                _ if c.code == CheckCode::ProofSignature => 2,
                _ => 3,
            })
        }
        Verdict::Inconclusive => required().find(|c| is_open(&c.outcome)),
        Verdict::Verified => None,
    }
}

fn is_open(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Skipped(b) => !matches!(b, Because::NotApplicable | Because::NotAsked | Because::DependsOn(_)),
        _ => false,
    }
}

/// Failures, then open questions, then remarks, then what holds; `None` for what is not told one by one.
fn rank_of(check: &Check) -> Option<u8> {
    match &check.outcome {
        Outcome::Fail(_) => Some(0),
        outcome if is_open(outcome) => Some(1),
        Outcome::Warn(_) => Some(2),
        Outcome::Pass => Some(3),
        Outcome::Skipped(_) => None,
    }
}
