//! The answer about badges as one web page that needs nothing else: to keep, to print, to send on.
//!
//! No script, no address is loaded, and the style stands in the page under a policy that allows this one alone. The
//! same words as [`crate::message::page`], in the same order.

use std::borrow::Cow;

use askama::Template;

use super::PageError;
use super::carried;
use super::speech::{Speech, lang_attr};
use crate::crypto::sha256;
use crate::language::Lang;
use crate::limits::Limits;
use crate::message::{Answer, Detail, Line, Sign, Told, Unread, View, date, plain, plain_within};
use crate::text;
use crate::verify;

const STYLE: &str = include_str!("report.css");

/// Beyond this many, badges are told in one line each.
const TOLD_IN_FULL: usize = 100;

#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
struct Page<'a> {
    t: &'a Speech,
    lang: &'static str,
    title: String,
    as_of: String,
    style: &'static str,
    policy: String,
    another: Option<String>,
    sentences: Vec<(Option<Sign>, String)>,
    rows: Vec<Row>,
    badges: Vec<Shown<'a>>,
    links: Vec<Unread>,
    /// Whether each badge is told in full below the list.
    full: bool,
    several: bool,
    explain: bool,
    /// The level of the headings within a badge.
    h: &'static str,
}

/// A line of the list.
struct Row {
    number: usize,
    sign: Sign,
    line: Line,
}

/// One badge in full.
struct Shown<'a> {
    number: usize,
    heading: String,
    given: String,
    view: View<'a>,
    picture: Option<String>,
    lang_attr: String,
    explain: bool,
    several: bool,
}

/// The page. `pictures` are the bytes of what was given, for each input in which a picture is to be shown (a baked PNG
/// or SVG); they are decoded and made anew, and left out where they could do harm. [`Detail::Explain`] adds what each
/// answer is based on. Beyond 100 badges each has one line.
///
/// # Errors
/// See [`PageError`].
pub fn report(
    answer: &Answer<'_>,
    pictures: &[Option<&[u8]>],
    lang: Lang,
    detail: Detail,
) -> Result<String, PageError> {
    report_within(answer, pictures, lang, detail, None)
}

/// The same with a link at its end, to where another badge can be verified: for a page that a server answers with.
///
/// # Errors
/// See [`PageError`].
pub fn report_within(
    answer: &Answer<'_>,
    pictures: &[Option<&[u8]>],
    lang: Lang,
    detail: Detail,
    another: Option<&str>,
) -> Result<String, PageError> {
    let t = Speech::new(lang);
    let reports: Vec<(&verify::Input, Cow<'_, verify::Report>)> = answer.reports().collect();
    let several = reports.len() > 1;
    let full = reports.len() <= TOLD_IN_FULL;
    let explain = detail == Detail::Explain;
    let lines = if several { answer.lines(t.catalog()) } else { Vec::new() };
    let row = |(n, line): (usize, Line)| Row { number: n + 1, sign: line.headline.sign(), line };
    let shown = if full { reports.as_slice() } else { &[] };
    let many = reports.len().to_string();
    let badges = shown.iter().enumerate().map(|(n, (input, report))| {
        let view = View::new(report, t.catalog());
        let given = plain_within(&input.input, 200);
        let number = (n + 1).to_string();
        let values = [("number", number.as_str()), ("many", &many), ("input", &given)];
        let at = answer.inputs.iter().position(|i| std::ptr::eq(i, *input));
        let picture = at.and_then(|at| *pictures.get(at)?).filter(|_| !input.badges.is_empty());
        let own = view.said.as_ref().and_then(|s| s.language.as_deref()).filter(|l| *l != lang.tag());
        Shown {
            number: n + 1,
            heading: t.catalog().text("answer-number", &values),
            given: t.v("report-given", "input", &given),
            picture: picture.and_then(|bytes| carried::as_data(bytes, &Limits::default())),
            lang_attr: lang_attr(own),
            explain,
            several,
            view,
        }
    });
    let page = Page {
        lang: lang.tag(),
        title: t.s(if several { "report-title-many" } else { "report-title" }),
        as_of: t.catalog().text("page-as-of", &[("date", &date(t.catalog(), answer.at))]),
        style: STYLE,
        policy: report_policy(),
        another: another.map(str::to_owned),
        sentences: if several {
            answer.sentences(t.catalog())
        } else {
            answer.remarks(t.catalog()).into_iter().map(|remark| (Some(Sign::Open), remark)).collect()
        },
        rows: lines.into_iter().enumerate().map(row).collect(),
        badges: badges.collect(),
        links: answer.unread(t.catalog()),
        full,
        several,
        explain,
        h: if several { "h3" } else { "h2" },
        t: &t,
    };
    let mut html = page.render().map_err(PageError)?;
    html.push('\n');
    Ok(html)
}

/// The policy that stands in the page, for a server that also sends it as a header (`Content-Security-Policy`): the one
/// style sheet of the page itself, pictures within it, and nothing else.
#[must_use]
pub fn report_policy() -> String {
    let style = text::base64(&sha256(STYLE.as_bytes()));
    format!("default-src 'none'; img-src data:; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'")
}

impl Shown<'_> {
    /// What is told one by one; where each step is explained, everything.
    fn checks(&self) -> impl Iterator<Item = &Told<'_>> {
        // Among several badges, what holds is counted and not listed.
        let most = if self.several { 3 } else { 4 };
        self.view.checks.iter().filter(move |c| c.rank.is_some_and(|rank| rank < most) || self.explain)
    }

    /// The clause and the place in the document.
    fn grounds(&self, t: &Speech, told: &Told<'_>) -> Vec<String> {
        let clause = match told.check.code.clause() {
            Some(c) => t.catalog().text("page-clause", &[("document", c.document), ("url", c.url)]),
            None => t.s("page-no-clause"),
        };
        let at = told.check.at.as_str();
        let at = (!at.is_empty()).then(|| t.v("page-where", "pointer", plain_within(at, 300)));
        [clause].into_iter().chain(at).collect()
    }

    /// The facts that support an answer, a line each.
    fn findings(&self, told: &Told<'_>) -> String {
        let mut out = String::new();
        for finding in &told.check.findings {
            let mut lines = finding.value.lines().map(plain);
            out.push_str(&format!("{} = {}\n", finding.name, lines.next().unwrap_or_default()));
            for line in lines {
                out.push_str(&format!("  {line}\n"));
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}
