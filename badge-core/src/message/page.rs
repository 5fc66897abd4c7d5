//! The page of one report: whether it is about the person asked about and the verdict first, then who issued what to
//! whom, what was not checked, and the checks.

use super::style::Tone;
use super::view::{Said, Sign, Told, View, said};
use super::wrap::{WIDTH, columns, wrap};
use super::{Catalog, Style, plain, plain_within};
use crate::verify::Report;

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
    let mut page = Page { catalog, style, width: WIDTH, out: String::new() };
    page.whole(&View::new(report, catalog), detail);
    page.out
}

/// What a badge says, for somebody who did not ask whether it is true. It stands under a title that says so.
#[must_use]
pub fn words_of(report: &Report, catalog: &Catalog, style: Style) -> String {
    let mut page = Page { catalog, style, width: WIDTH, out: String::new() };
    if let Some(summary) = &report.summary {
        page.said(("page-unasked", "page-unasked.note"), &said(report, summary, catalog));
    }
    page.out.trim_start_matches('\n').to_owned()
}

/// Lines of a terminal.
pub(super) struct Page<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) style: Style,
    pub(super) width: usize,
    pub(super) out: String,
}

impl Page<'_> {
    pub(super) fn whole(&mut self, view: &View<'_>, detail: Detail) {
        self.answer(view);
        if let Some(said) = &view.said {
            let unproven = ("page-unproven", "page-unproven.note");
            self.said(if said.proven { ("page-proven", "") } else { unproven }, said);
        }
        if !view.unchecked.is_empty() {
            self.title("page-not-checked");
            for line in &view.unchecked {
                self.hanging("  - ", line, None);
            }
        }
        self.checks(view, detail);
    }

    /// Whether it is about the person, where that was asked: it is the reader's first question. Then the headline, and
    /// why.
    fn answer(&mut self, view: &View<'_>) {
        if let Some(person) = &view.person {
            self.marked(person.sign, &person.text);
            if let Some(next) = &person.next {
                self.arrow(2, next);
            }
        }
        self.marked(view.sign, &view.answer);
        if let Some(why) = &view.why {
            self.indented(2, &why.what);
            self.arrow(2, &why.next);
        }
        if let Some(found) = &view.found {
            self.indented(2, found);
        }
    }

    fn said(&mut self, (title, note): (&str, &str), said: &Said) {
        self.title(title);
        if !note.is_empty() {
            let note = self.text(note);
            self.indented(2, &note);
        }
        self.out.push('\n');
        for line in wrap(&said.title, self.width.saturating_sub(2)) {
            let line = self.style.paint(Tone::Strong, &line);
            self.out.push_str(&format!("  {line}\n"));
        }
        if let Some(text) = &said.description {
            self.indented(2, text);
        }
        let width = said.facts.iter().map(|f| columns(&f.label)).max().unwrap_or(0);
        self.out.push('\n');
        for fact in &said.facts {
            let label = format!("  {}{}  ", fact.label, " ".repeat(width - columns(&fact.label)));
            self.hanging(&label, &fact.value, None);
        }
        for line in &said.endorsements {
            self.hanging("  + ", line, None);
        }
    }

    fn checks(&mut self, view: &View<'_>, detail: Detail) {
        self.title("page-checks");
        let (ranked, other): (Vec<_>, Vec<_>) = view.checks.iter().partition(|c| c.rank.is_some());
        for check in ranked {
            if check.rank < Some(3) || detail > Detail::Short {
                self.check(check, detail);
            }
        }
        if let Some(line) = view.waiting.as_deref().filter(|_| detail < Detail::Explain) {
            self.indented(2, line);
        }
        if detail == Detail::Explain {
            for check in other {
                self.check(check, detail);
            }
        }
        self.indented(2, &view.passed);
        self.indented(2, &view.as_of);
    }

    fn check(&mut self, told: &Told<'_>, detail: Detail) {
        // A short answer has its column; a longer one is parted from what follows.
        let lead = match 4_usize.checked_sub(columns(&told.answer)) {
            Some(room) => format!("  {}{} ", told.answer, " ".repeat(room)),
            None => format!("  {} – ", told.answer),
        };
        let mut label = told.label.clone();
        if detail == Detail::Explain {
            label.push_str(&format!(" ({})", told.check.code));
        }
        let mut lines = wrap(&label, self.width.saturating_sub(columns(&lead))).into_iter();
        let painted = self.style.paint(told.sign.map_or(Tone::Hint, tone), &lead);
        self.out.push_str(&format!("{painted}{}\n", lines.next().unwrap_or_default()));
        for line in lines {
            self.out.push_str(&format!("{}{line}\n", " ".repeat(columns(&lead))));
        }
        // A short page does not repeat what it began with.
        if let Some(words) = told.words.as_ref().filter(|_| detail > Detail::Short || !told.decided) {
            self.indented(7, &words.what);
            if let Some(line) = &told.aside {
                self.indented(7, line);
            }
            self.arrow(7, &words.next);
        }
        if detail == Detail::Explain {
            self.grounds(told);
        }
    }

    /// The clause, the place, and the findings.
    fn grounds(&mut self, told: &Told<'_>) {
        let clause = match told.check.code.clause() {
            Some(c) => self.catalog.text("page-clause", &[("document", c.document), ("url", c.url)]),
            None => self.text("page-no-clause"),
        };
        self.indented(7, &clause);
        if !told.check.at.as_str().is_empty() {
            let at = plain_within(told.check.at.as_str(), 300);
            let line = self.catalog.text("page-where", &[("pointer", &at)]);
            self.indented(7, &line);
        }
        for finding in &told.check.findings {
            // A canonical document has lines of its own, and somebody who compares it needs every one.
            let mut lines = finding.value.lines();
            let first = plain(lines.next().unwrap_or_default());
            self.out.push_str(&format!("       {} = {first}\n", finding.name));
            for line in lines {
                self.out.push_str(&format!("         {}\n", plain(line)));
            }
        }
    }

    pub(super) fn title(&mut self, id: &str) {
        let title = self.style.paint(Tone::Strong, &self.text(id));
        self.out.push_str(&format!("\n{title}\n"));
    }

    /// `✓ …`
    pub(super) fn marked(&mut self, sign: Sign, text: &str) {
        self.hanging(&format!("{} ", sign.mark()), text, Some(tone(sign)));
    }

    pub(super) fn arrow(&mut self, indent: usize, text: &str) {
        let lead = format!("{}→ ", " ".repeat(indent));
        self.hanging(&lead, text, Some(Tone::Hint));
    }

    pub(super) fn indented(&mut self, indent: usize, text: &str) {
        self.hanging(&" ".repeat(indent), text, None);
    }

    /// A text whose later lines stand below the first word.
    pub(super) fn hanging(&mut self, lead: &str, text: &str, tone: Option<Tone>) {
        let indent = columns(lead);
        for (n, line) in wrap(text, self.width.saturating_sub(indent)).iter().enumerate() {
            let begin = if n == 0 { lead.to_owned() } else { " ".repeat(indent) };
            let whole = format!("{begin}{line}");
            let whole = tone.map_or_else(|| whole.clone(), |tone| self.style.paint(tone, &whole));
            self.out.push_str(&whole);
            self.out.push('\n');
        }
    }

    pub(super) fn text(&self, id: &str) -> String {
        self.catalog.text(id, &[])
    }
}

pub(super) const fn tone(sign: Sign) -> Tone {
    match sign {
        Sign::Good => Tone::Good,
        Sign::Open => Tone::Open,
        Sign::Bad => Tone::Bad,
    }
}
