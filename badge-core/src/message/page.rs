//! The page of one report: the verdict first, then who issued what to whom, what was not checked, and the checks.

use super::style::Tone;
use super::wrap::{WIDTH, columns, wrap};
use super::{Catalog, Headline, Style, Words, because, check, date, plain_within, reason};
use crate::model::{Badge, IdentityKind};
use crate::time::Timestamp;
use crate::verify::{Because, Check, CheckCode, Match, Outcome, Report, Standing, Summary, Trust, Verdict, Weight};

/// How much a page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// The answer, the badge, and the checks that do not simply hold.
    #[default]
    Short,
    /// Every check that arises.
    Full,
    /// Every check, with its clause, its place in the document, and what the answer is based on.
    Explain,
}

/// The page of one report, in lines of at most 80 columns (longer addresses and findings are left whole), ending with a line break.
///
/// Texts of the badge are made harmless with [`super::plain`]. Words that no proof covers stand only under a title
/// that says so.
#[must_use]
pub fn page(report: &Report, catalog: &Catalog, detail: Detail, style: Style) -> String {
    let mut page = Page { catalog, style, out: String::new() };
    page.answer(report);
    if let Some(summary) = &report.summary {
        page.badge(report, summary);
    }
    page.unchecked(report);
    page.checks(report, detail);
    page.out
}

/// What a badge says, for somebody who did not ask whether it is true. It stands under a title that says so.
#[must_use]
pub fn words_of(report: &Report, catalog: &Catalog, style: Style) -> String {
    let mut page = Page { catalog, style, out: String::new() };
    if let Some(summary) = &report.summary {
        page.badge_under(("page-unasked", "page-unasked.note"), report, summary);
    }
    page.out.trim_start_matches('\n').to_owned()
}

struct Page<'a> {
    catalog: &'a Catalog,
    style: Style,
    out: String,
}

impl Page<'_> {
    /// The headline, and why.
    fn answer(&mut self, report: &Report) {
        let headline = Headline::of(report);
        let (mark, tone) = match headline {
            Headline::Known | Headline::Authentic | Headline::Unknown | Headline::KeyOnly => ("✓ ", Tone::Good),
            Headline::OtherPerson | Headline::CannotTell => ("? ", Tone::Open),
            _ => ("✗ ", Tone::Bad),
        };
        self.hanging(mark, &headline.text(self.catalog), Some(tone));
        if report.recipient == Match::Matches && report.verdict == Verdict::Verified {
            self.indented(2, &self.catalog.about(report.recipient));
        }
        if let Some(why) = deciding(report) {
            let words = self.words(why);
            self.indented(2, &words.what);
            self.arrow(2, &words.next);
        }
    }

    /// Who issued what to whom, and when.
    fn badge(&mut self, report: &Report, summary: &Summary) {
        let title = if summary.proven { ("page-proven", "") } else { ("page-unproven", "page-unproven.note") };
        self.badge_under(title, report, summary);
    }

    fn badge_under(&mut self, (title, note): (&str, &str), report: &Report, summary: &Summary) {
        let badge = &summary.badge;
        self.title(title);
        if !note.is_empty() {
            let note = self.text(note);
            self.indented(2, &note);
        }
        let title = badge.title().map_or_else(|| self.text("page-untitled"), |t| plain_within(t, 160));
        self.out.push('\n');
        for line in wrap(&title, WIDTH - 2) {
            let line = self.style.paint(Tone::Strong, &line);
            self.out.push_str(&format!("  {line}\n"));
        }
        if let Some(text) = badge.achievement.as_ref().and_then(|a| a.description.as_deref()) {
            self.indented(2, &plain_within(text, 400));
        }
        let rows = self.rows(report, summary);
        let labels: Vec<String> = rows.iter().map(|(id, _)| self.text(id)).collect();
        let width = labels.iter().map(|l| columns(l)).max().unwrap_or(0);
        self.out.push('\n');
        for (label, (_, value)) in labels.iter().zip(&rows) {
            let label = format!("  {label}{}  ", " ".repeat(width - columns(label)));
            self.hanging(&label, value, None);
        }
        for nested in &report.endorsements {
            self.endorsement(nested);
        }
    }

    fn rows(&self, report: &Report, summary: &Summary) -> Vec<(&'static str, String)> {
        let badge = &summary.badge;
        let mut rows = vec![("page-issuer", self.issuer(report, badge)), ("page-recipient", self.recipient(badge))];
        rows.extend(self.listed(report).map(|text| ("page-listed", text)));
        if let Some(at) = badge.awarded.or(badge.valid_from) {
            rows.push(("page-date", date(self.catalog, at)));
        }
        if let (Some(awarded), Some(begins)) = (badge.awarded, badge.valid_from)
            && awarded.day() != begins.day()
        {
            rows.push(("page-begins", date(self.catalog, begins)));
        }
        if let Some(ends) = badge.valid_until {
            rows.push(("page-ends", date(self.catalog, ends)));
        }
        if summary.proven {
            rows.push(("page-standing", self.catalog.standing(report.standing)));
        }
        if let Some(text) = &badge.narrative {
            rows.push(("page-narrative", plain_within(text, 400)));
        }
        rows.push(("page-version", format!("Open Badges {}", badge.version.as_str())));
        if let Some(id) = &badge.id {
            rows.push(("page-id", plain_within(id, 300)));
        }
        rows
    }

    fn issuer(&self, report: &Report, badge: &Badge) -> String {
        let issuer = &badge.issuer;
        let id = issuer.id.as_deref().map(|id| plain_within(id, 300));
        let Some(name) = issuer.name.as_deref().map(|n| plain_within(n, 160)).filter(|n| !n.is_empty()) else {
            return id.unwrap_or_else(|| self.text("page-issuer-unnamed"));
        };
        let confirmed = report.trust == Trust::Known
            || report.checks.iter().any(|c| c.code == CheckCode::IssuerConfirmed && c.outcome == Outcome::Pass);
        let name = if confirmed { name } else { self.catalog.text("page-name-unproven", &[("name", &name)]) };
        match id {
            Some(id) => format!("{name} – {id}"),
            None => name,
        }
    }

    /// Under which name, on which list, since when the reader knows the issuer.
    fn listed(&self, report: &Report) -> Option<String> {
        let known = |c: &&Check| c.code == CheckCode::TrustIssuer && c.outcome == Outcome::Pass;
        let check = report.checks.iter().find(known).filter(|_| report.trust == Trust::Known)?;
        let found = |name| check.findings.iter().find(|f| f.name == name).map(|f| f.value.as_str());
        let day = |name| found(name).and_then(|text| Timestamp::parse(text).ok()).map(|at| date(self.catalog, at));
        let (id, on) = match day("since") {
            Some(day) => ("page-listed-since", day),
            None => ("page-listed-by", day("updated")?),
        };
        let name = plain_within(found("name").or(found("issuer"))?, 160);
        Some(self.catalog.text(id, &[("name", &name), ("list", &plain_within(found("list")?, 160)), ("date", &on)]))
    }

    /// An identifier in clear is told as the badge tells it; a hash is not worth anybody's eyes.
    fn recipient(&self, badge: &Badge) -> String {
        let identities = &badge.recipient.identities;
        let clear = identities.iter().filter(|i| !i.hashed);
        if let Some(named) = clear.clone().find(|i| i.kind == IdentityKind::Name).or_else(|| clear.clone().next()) {
            return plain_within(&named.value, 160);
        }
        if !identities.is_empty() {
            return self.text("page-recipient-hidden");
        }
        match badge.recipient.id.as_deref() {
            Some(id) if id.starts_with("did:") => {
                self.catalog.text("page-recipient-id", &[("id", &plain_within(id, 300))])
            }
            _ => self.text("page-recipient-bearer"),
        }
    }

    fn endorsement(&mut self, nested: &Report) {
        let name =
            nested.summary.as_ref().and_then(|s| s.badge.issuer.name.as_deref().or(s.badge.issuer.id.as_deref()));
        let name = name.map_or_else(|| self.text("page-issuer-unnamed"), |n| plain_within(n, 160));
        let verdict = Headline::of(nested).short(self.catalog);
        let line = self.catalog.text("page-endorsed", &[("name", &name), ("verdict", &verdict)]);
        self.hanging("  + ", &line, None);
    }

    /// The questions that stay open, so that nobody takes silence for a yes.
    fn unchecked(&mut self, report: &Report) {
        let mut lines = Vec::new();
        if report.verdict != Verdict::Rejected {
            if matches!(report.recipient, Match::NotAsked | Match::Unknown) {
                lines.push(self.catalog.about(report.recipient));
            }
            if report.trust == Trust::NotAsked {
                lines.push(self.catalog.trust(report.trust));
            }
        }
        if report.standing == Standing::Unknown && report.verdict == Verdict::Inconclusive {
            let code = CheckCode::StatusRevocation;
            if report.checks.iter().any(|c| c.code == code && matches!(c.outcome, Outcome::Skipped(_))) {
                lines.insert(0, self.text("page-status-unread"));
            }
        }
        if lines.is_empty() {
            return;
        }
        self.title("page-not-checked");
        for line in lines {
            self.hanging("  - ", &line, None);
        }
    }

    fn checks(&mut self, report: &Report, detail: Detail) {
        self.title("page-checks");
        let decided = deciding(report);
        for rank in 0..4 {
            for check in report.checks.iter().filter(|c| rank_of(c) == Some(rank)) {
                if rank < 3 || detail > Detail::Short {
                    // A short page does not repeat what it began with.
                    let told = detail == Detail::Short && decided.is_some_and(|d| std::ptr::eq(d, check));
                    self.check(check, detail, told);
                }
            }
        }
        let count = |f: fn(&Check) -> bool| report.checks.iter().filter(|c| f(c)).count();
        let waiting = count(|c| matches!(c.outcome, Outcome::Skipped(Because::DependsOn(_))));
        let passed = count(|c| c.outcome == Outcome::Pass);
        if waiting > 0 && detail < Detail::Explain {
            let line = self.catalog.text("page-waiting", &[("count", &waiting.to_string())]);
            self.indented(2, &line);
        }
        if detail == Detail::Explain {
            for check in report.checks.iter().filter(|c| rank_of(c).is_none()) {
                self.check(check, detail, false);
            }
        }
        let line = self.catalog.text("page-passed", &[("count", &passed.to_string())]);
        self.indented(2, &line);
        let day = date(self.catalog, report.at);
        let line = self.catalog.text("page-as-of", &[("date", &day)]);
        self.indented(2, &line);
    }

    fn check(&mut self, asked: &Check, detail: Detail, told: bool) {
        let (answer, tone) = match &asked.outcome {
            Outcome::Pass => ("page-yes", Tone::Good),
            Outcome::Warn(_) => ("page-yes", Tone::Open),
            Outcome::Fail(_) if asked.weight == Weight::Required => ("page-no", Tone::Bad),
            Outcome::Fail(_) => ("page-no", Tone::Open),
            Outcome::Skipped(Because::NotApplicable | Because::NotAsked) => ("page-moot", Tone::Hint),
            Outcome::Skipped(_) => ("page-open", Tone::Open),
        };
        let answer = self.text(answer);
        let lead = format!("  {answer}{} ", " ".repeat(4_usize.saturating_sub(columns(&answer))));
        let mut label = check(self.catalog, asked.code);
        if detail == Detail::Explain {
            label.push_str(&format!(" ({})", asked.code));
        }
        let mut lines = wrap(&label, WIDTH - columns(&lead)).into_iter();
        let painted = self.style.paint(tone, &lead);
        self.out.push_str(&format!("{painted}{}\n", lines.next().unwrap_or_default()));
        for line in lines {
            self.out.push_str(&format!("{}{line}\n", " ".repeat(columns(&lead))));
        }
        let said =
            |o: &Outcome| !matches!(o, Outcome::Pass | Outcome::Skipped(Because::NotApplicable | Because::NotAsked));
        if said(&asked.outcome) && !told {
            let words = self.words(asked);
            self.indented(7, &words.what);
            if asked.weight == Weight::Advisory && matches!(asked.outcome, Outcome::Fail(_)) {
                let line = self.text("page-advisory");
                self.indented(7, &line);
            }
            self.arrow(7, &words.next);
        }
        if detail == Detail::Explain {
            self.grounds(asked);
        }
    }

    /// The clause, the place, and the findings.
    fn grounds(&mut self, asked: &Check) {
        let clause = match asked.code.clause() {
            Some(c) => self.catalog.text("page-clause", &[("document", c.document), ("url", c.url)]),
            None => self.text("page-no-clause"),
        };
        self.indented(7, &clause);
        if !asked.at.as_str().is_empty() {
            let at = plain_within(asked.at.as_str(), 300);
            let line = self.catalog.text("page-where", &[("pointer", &at)]);
            self.indented(7, &line);
        }
        for finding in &asked.findings {
            // A canonical document has lines of its own, and somebody who compares it needs every one.
            let mut lines = finding.value.lines();
            let first = super::plain(lines.next().unwrap_or_default());
            self.out.push_str(&format!("       {} = {first}\n", finding.name));
            for line in lines {
                self.out.push_str(&format!("         {}\n", super::plain(line)));
            }
        }
    }

    fn words(&self, asked: &Check) -> Words {
        match &asked.outcome {
            Outcome::Warn(why) | Outcome::Fail(why) => reason(self.catalog, why),
            Outcome::Skipped(why) => because(self.catalog, why),
            Outcome::Pass => Words { what: String::new(), next: String::new() },
        }
    }

    fn title(&mut self, id: &str) {
        let title = self.style.paint(Tone::Strong, &self.text(id));
        self.out.push_str(&format!("\n{title}\n"));
    }

    fn arrow(&mut self, indent: usize, text: &str) {
        let lead = format!("{}→ ", " ".repeat(indent));
        self.hanging(&lead, text, Some(Tone::Hint));
    }

    fn indented(&mut self, indent: usize, text: &str) {
        self.hanging(&" ".repeat(indent), text, None);
    }

    /// A text whose later lines stand below the first word.
    fn hanging(&mut self, lead: &str, text: &str, tone: Option<Tone>) {
        let indent = columns(lead);
        for (n, line) in wrap(text, WIDTH.saturating_sub(indent)).iter().enumerate() {
            let begin = if n == 0 { lead.to_owned() } else { " ".repeat(indent) };
            let whole = format!("{begin}{line}");
            let whole = tone.map_or_else(|| whole.clone(), |tone| self.style.paint(tone, &whole));
            self.out.push_str(&whole);
            self.out.push('\n');
        }
    }

    fn text(&self, id: &str) -> String {
        self.catalog.text(id, &[])
    }
}

/// The check that decided: the first required failure of a rejected badge, the first open question of another one.
fn deciding(report: &Report) -> Option<&Check> {
    let required = || report.checks.iter().filter(|c| c.weight == Weight::Required);
    match report.verdict {
        Verdict::Rejected => {
            let failed = || required().filter(|c| matches!(c.outcome, Outcome::Fail(_)));
            // A signature that does not fit says more than a format that is not quite right.
            failed().find(|c| c.code == CheckCode::ProofSignature).or_else(|| failed().next())
        }
        Verdict::Inconclusive => required().find(|c| is_open(&c.outcome)),
        Verdict::Verified if report.recipient == Match::Differs => {
            report.checks.iter().find(|c| c.code == CheckCode::RecipientMatches && c.outcome != Outcome::Pass)
        }
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
