//! The answer about many badges: how many there are, whose they are, one line for each; then each in full.

use std::collections::BTreeSet;

use super::copies::{Older, OtherForm};
use super::found::{place, places};
use super::page::{Page, tone};
use super::view::{Sign, View};
use super::wrap::{NARROWEST, WIDTH};
use super::{Catalog, Detail, Headline, Style, Words, plain_within, reason};
use crate::time::Timestamp;
use crate::verify::{Input, Match, Outcome, Reason, Report, Standing, Trust, Verdict};

/// More badges than this are told in one line each, and no more.
const TOLD_IN_FULL: usize = 12;

/// Everything that was given to be verified, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// One for each thing given.
    pub inputs: &'a [Input],
    /// The instant for which it was judged.
    pub at: Timestamp,
    /// Whether the reader asked about a person ([`crate::verify::Policy::recipient`]).
    pub asked: bool,
}

/// Addresses that were not read.
#[derive(Debug)]
pub(crate) struct Unread {
    pub(crate) title: String,
    pub(crate) input: String,
    pub(crate) lines: Vec<String>,
}

/// The answer in one line: for a list, or a row of a table. Texts from outside have been made harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The answer.
    pub headline: Headline,
    /// The answer in two or three words; empty words never.
    pub answer: String,
    /// Why, where it is not simply good.
    pub why: Option<Words>,
    /// What was given: a path, an address.
    pub input: String,
    /// Where in it the badge was found; empty for a badge that came bare. Where there was none, the addresses that may lead
    /// to one.
    pub place: String,
    /// The badge's name; empty where none could be read.
    pub title: String,
    /// The issuer's name, or else its id; empty where none could be read.
    pub issuer: String,
    /// Whether a proof holds for these words.
    pub proven: bool,
}

impl Answer<'_> {
    /// A line for each badge, and for each thing in which there was none, in the order in which they were given; each
    /// with its report, if there is one.
    #[must_use]
    pub fn lines(&self, catalog: &Catalog) -> Vec<Line> {
        self.reports().map(|(input, report)| line(input, &report, catalog)).collect()
    }

    /// The whole answer as text, like [`super::page`] (which it is for one badge): the number found, whether they are
    /// about the person asked about, a line for each, and, unless there are more than a dozen, each in full.
    #[must_use]
    pub fn page(&self, catalog: &Catalog, detail: Detail, style: Style) -> String {
        self.page_within(WIDTH, catalog, detail, style)
    }

    /// The same in lines of at most so many columns: for a terminal that is narrower than 80. Below 40 it stays at 40.
    #[must_use]
    pub fn page_within(&self, width: usize, catalog: &Catalog, detail: Detail, style: Style) -> String {
        let reports: Vec<_> = self.reports().collect();
        let mut page = Page { catalog, style, width: width.max(NARROWEST), out: String::new() };
        if let [(_, report)] = reports.as_slice() {
            page.whole(&View::new(report, catalog), detail);
            for remark in self.remarks(catalog) {
                page.out.push('\n');
                page.marked(Sign::Open, &remark);
            }
            self.links(&mut page);
            return page.out;
        }
        self.summary(&mut page);
        self.links(&mut page);
        if reports.len() > TOLD_IN_FULL && detail == Detail::Short {
            page.out.push('\n');
            let text = page.text("answer-more");
            page.indented(0, &text);
            return page.out;
        }
        let many = reports.len().to_string();
        for (n, (input, report)) in reports.iter().enumerate() {
            let input = plain_within(&input.input, 200);
            let of = [("number", (n + 1).to_string()), ("many", many.clone()), ("input", input)];
            let of = of.each_ref().map(|(name, value)| (*name, value.as_str()));
            page.rule(&catalog.text("answer-number", &of));
            page.whole(&View::new(report, catalog), detail);
        }
        page.out
    }

    /// The sentences above the list.
    pub(crate) fn sentences(&self, catalog: &Catalog) -> Vec<(Option<Sign>, String)> {
        let counted = |id, count: usize| catalog.text(id, &[("count", &count.to_string())]);
        let mut out = Vec::new();
        let reports: Vec<_> = self.reports().collect();
        let older = Older::among(reports.iter().map(|(_, report)| &**report));
        let forms = OtherForm::among(reports.iter().map(|(_, report)| &**report));
        // A badge of which there is a newer copy, or another form, is counted once.
        let again: BTreeSet<usize> = older.iter().map(|o| o.number).chain(forms.iter().map(|f| f.number)).collect();
        let counts = |n: usize, input: &Input| !input.badges.is_empty() && !again.contains(&(n + 1));
        let badges = reports.iter().enumerate().filter(|(n, (input, _))| counts(*n, input));
        let badges: Vec<&Report> = badges.map(|(_, (_, report))| &**report).collect();
        if self.asked && !badges.is_empty() {
            // Their own first: it is what the reader asked.
            let of = |answer| badges.iter().filter(|r| r.recipient == answer).count();
            let (theirs, others) = (of(Match::Matches), of(Match::Differs));
            let open = badges.len() - theirs - others;
            let lines = [
                (Sign::Good, "answer-theirs", theirs),
                (Sign::Bad, "answer-others", others),
                (Sign::Open, "answer-nobodys", open),
            ];
            for (sign, id, count) in lines.into_iter().filter(|(.., count)| *count > 0) {
                out.push((Some(sign), counted(id, count)));
            }
        }
        out.push((None, counted("answer-found", badges.len())));
        // Above a list of many a line for each would hide the list.
        match older.len() {
            ..=TOLD_IN_FULL => out.extend(older.iter().map(|copy| (None, copy.text(catalog)))),
            many => out.push((None, counted("answer-older-many", many))),
        }
        match forms.len() {
            ..=TOLD_IN_FULL => out.extend(forms.iter().map(|form| (None, form.text(catalog)))),
            many => out.push((None, counted("answer-forms-many", many))),
        }
        if self.inputs.len() > 1 {
            out.push((None, counted("answer-inputs", self.inputs.len())));
        }
        out.extend(self.remarks(catalog).into_iter().map(|remark| (Some(Sign::Open), remark)));
        out
    }

    /// What lies beside the badges and is none: nobody should take the badges for all there is.
    pub(crate) fn remarks(&self, catalog: &Catalog) -> Vec<String> {
        let some = self.inputs.iter().filter(|input| !input.badges.is_empty());
        let told = some.flat_map(|input| {
            let why = |outcome: &'_ Outcome| match outcome {
                Outcome::Warn(why @ (Reason::OtherEntries { .. } | Reason::MoreInside { .. })) => Some(why.clone()),
                _ => None,
            };
            let mut reasons: Vec<Reason> = input.checks.iter().filter_map(|check| why(&check.outcome)).collect();
            // That reading stopped is told of many badges, once, whatever it was that came to its end first.
            let mut stopped = input.badges.len() < 2;
            reasons.retain(|why| !matches!(why, Reason::MoreInside { .. }) || !std::mem::replace(&mut stopped, true));
            reasons.into_iter().map(move |why| (input, reason(catalog, &why).what))
        });
        let several = self.inputs.len() > 1;
        told.map(|(input, what)| if several { format!("{} – {what}", plain_within(&input.input, 200)) } else { what })
            .collect()
    }

    /// The addresses that may lead to badges and were not read, for each input that has some.
    pub(crate) fn unread(&self, catalog: &Catalog) -> Vec<Unread> {
        let some = self.inputs.iter().filter(|input| !input.links.is_empty());
        some.map(|input| Unread {
            title: catalog.text("answer-links", &[("count", &input.links.len().to_string())]),
            input: plain_within(&input.input, 200),
            lines: input
                .links
                .iter()
                .map(|link| {
                    let (url, place) = (plain_within(link.url.as_str(), 300), place(catalog, &link.via));
                    if place.is_empty() { url } else { format!("{url} ({place})") }
                })
                .collect(),
        })
        .collect()
    }

    fn links(&self, page: &mut Page<'_>) {
        for unread in self.unread(page.catalog) {
            page.out.push('\n');
            page.marked(Sign::Open, &unread.title);
            if self.inputs.len() > 1 {
                page.indented(2, &unread.input);
            }
            for line in &unread.lines {
                page.hanging("  - ", line, None);
            }
            let next = page.text("answer-links.next");
            page.arrow(2, &next);
        }
    }

    fn summary(&self, page: &mut Page<'_>) {
        for (sign, text) in self.sentences(page.catalog) {
            match sign {
                Some(sign) => page.marked(sign, &text),
                None => page.indented(0, &text),
            }
        }
        page.out.push('\n');
        for (n, line) in self.lines(page.catalog).iter().enumerate() {
            let sign = line.headline.sign();
            let lead = format!("{:>3}. {} ", n + 1, sign.mark());
            page.hanging(&lead, &line.answer, Some(tone(sign)));
            let words = line.words(page.catalog);
            let mut about: Vec<&str> = vec![&words];
            if self.inputs.len() > 1 {
                about.push(&line.input);
            }
            about.push(&line.place);
            about.retain(|text| !text.is_empty());
            if !about.is_empty() {
                page.indented(7, &about.join(" – "));
            }
            if let Some(why) = &line.why {
                page.indented(7, &why.what);
            }
        }
    }

    /// Every report with its input; one that says why for an input without a badge.
    pub(crate) fn reports(&self) -> impl Iterator<Item = (&Input, std::borrow::Cow<'_, Report>)> {
        use std::borrow::Cow;
        self.inputs.iter().flat_map(|input| {
            let nothing = input.badges.is_empty().then(|| (input, Cow::Owned(no_badge(input, self.at))));
            input.badges.iter().map(move |report| (input, Cow::Borrowed(report))).chain(nothing)
        })
    }
}

impl Line {
    /// The badge's name and its issuer's; where no proof covers them, under a word that says so.
    #[must_use]
    pub fn words(&self, catalog: &Catalog) -> String {
        let words = [self.title.as_str(), &self.issuer].into_iter().filter(|text| !text.is_empty());
        let words = words.collect::<Vec<_>>().join(" – ");
        if self.proven || words.is_empty() { words } else { catalog.text("answer-unproven", &[("words", &words)]) }
    }
}

fn line(input: &Input, report: &Report, catalog: &Catalog) -> Line {
    let headline = Headline::of(report);
    let view = View::new(report, catalog);
    let badge = report.summary.as_ref().map(|s| &s.badge);
    let issuer = badge.and_then(|b| b.issuer.name.as_deref().or(b.issuer.id.as_deref()));
    // A badge that has ended, and of somebody else: the answer tells the one, this the other. What stays open may end with
    // an address, behind which no sentence is read.
    let mut why = view.why;
    if let (Some(why), Match::Differs, Some(person)) = (&mut why, report.recipient, &view.person) {
        why.what = format!("{} {}", person.text, why.what);
    }
    Line {
        headline,
        answer: headline.short(catalog),
        why,
        input: plain_within(&input.input, 200),
        place: match input.badges.is_empty() {
            true => addresses(input),
            false => places(catalog, &report.via, &report.also),
        },
        title: badge.and_then(|b| b.title()).map(|t| plain_within(t, 160)).unwrap_or_default(),
        issuer: issuer.map(|t| plain_within(t, 160)).unwrap_or_default(),
        proven: report.summary.as_ref().is_some_and(|s| s.proven),
    }
}

/// The addresses that may lead to a badge, for those who are told to open them; of many, the first ones.
fn addresses(input: &Input) -> String {
    const TOLD: usize = 5;
    let first = input.links.iter().take(TOLD).map(|link| plain_within(link.url.as_str(), 300));
    let more = (input.links.len() > TOLD).then(|| "…".to_owned());
    first.chain(more).collect::<Vec<_>>().join(" ")
}

/// A report for something in which nothing was found, so that people read it like any other.
fn no_badge(input: &Input, at: Timestamp) -> Report {
    Report {
        verdict: Verdict::Rejected,
        standing: Standing::Unknown,
        recipient: Match::NotAsked,
        trust: Trust::NotAsked,
        via: Vec::new(),
        also: Vec::new(),
        summary: None,
        checks: input.checks.clone(),
        endorsements: Vec::new(),
        support: None,
        resources: Vec::new(),
        at,
    }
}

impl Page<'_> {
    /// A line across, with a title in it.
    fn rule(&mut self, title: &str) {
        self.out.push('\n');
        self.hanging("── ", title, Some(super::style::Tone::Strong));
        self.out.push('\n');
    }
}
