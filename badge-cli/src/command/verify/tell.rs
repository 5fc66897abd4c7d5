//! Telling the answers: as JSON, as a page, as a list of many; and, beside that, as a web page and as a table.

use std::collections::BTreeMap;
use std::path::Path;

use badge_core::json::Value;
use badge_core::limits::Limits;
use badge_core::message::{Answer, Catalog, Detail, Headline, Line, Style, plain_within};
use badge_core::site;
use badge_core::time::Timestamp;
use badge_core::verify::{self, Match, REPORT_SCHEMA, Report, Verdict, Worst, report_json};

use super::Judge;
use super::rows::Rows;
use crate::args::Verify;
use crate::command::Context;
use crate::error::{Exit, Failure};
use crate::input::Input;
use crate::message::msg;
use crate::place::disk::{Secrecy, parent, replace};
use crate::printer::Tone;

/// More inputs than this are told in one line each, as soon as each is judged.
const TOLD_TOGETHER: usize = 12;

/// What came of one input.
pub(super) struct Judged {
    answer: verify::Input,
    /// Why it could not be read.
    failure: Option<Failure>,
    /// The answer as JSON, indented for its place among many, made on the thread that judged.
    json: Option<String>,
    /// The picture that carried the badge, where one is to be shown.
    picture: Option<Vec<u8>>,
}

impl Judged {
    pub(super) fn new(judge: &Judge, input: &Input, want: Want) -> Self {
        let (answer, failure) = match judge.judge(input) {
            Ok(answer) => (answer, None),
            // D-40: an input that was not read is one in which nothing was found to be verified.
            Err(failure) => (
                verify::Input { input: input.name.clone(), checks: Vec::new(), badges: Vec::new(), links: Vec::new() },
                Some(failure),
            ),
        };
        // A text in JSON holds no line break, so every one is ours to indent.
        let json = want.json.then(|| answer.to_value().to_pretty().trim_end().replace('\n', "\n    "));
        let carried = want.pictures && answer.badges.iter().any(|report| !report.via.is_empty());
        let picture = if carried { input.again(&Limits::default()) } else { None };
        Self { answer, failure, json, picture }
    }
}

/// What has to be made for each input.
#[derive(Clone, Copy)]
pub(super) struct Want {
    json: bool,
    pictures: bool,
}

/// Tells each answer when its turn comes. A list of thousands keeps none, and takes no more memory than one of ten.
pub(super) struct Teller<'a> {
    args: &'a Verify,
    cx: &'a Context,
    catalog: Catalog,
    at: Timestamp,
    form: Form,
    rows: Option<Rows>,
    several: bool,
    told: usize,
    exit: Option<Exit>,
    /// For the pages: every answer, and the picture to be shown with it.
    kept: Vec<verify::Input>,
    pictures: Vec<Option<Vec<u8>>>,
}

enum Form {
    /// One object, whose top level comes last where there are several inputs.
    Json(Worst),
    /// A line for each badge, and the sums.
    List { longest: usize, width: usize, sums: BTreeMap<String, usize> },
    /// All on one page, at the end.
    Page,
    /// Standard output belongs to the web page, or to the table.
    Silent,
}

impl<'a> Teller<'a> {
    pub(super) fn new(inputs: &[Input], at: Timestamp, args: &'a Verify, cx: &'a Context) -> Result<Self, Failure> {
        let catalog = Catalog::new(cx.settings.lang, &[]);
        let stdout = |path: &Option<std::path::PathBuf>| path.as_deref() == Some(Path::new("-"));
        let (html, table) = (stdout(&args.html), stdout(&args.table));
        if usize::from(html) + usize::from(table) + usize::from(cx.printer.json()) > 1 {
            return Err(Failure::new(msg!("verify-one-output")));
        }
        let form = if cx.printer.json() {
            Form::Json(Worst::default())
        } else if html || table {
            Form::Silent
        } else if inputs.len() > TOLD_TOGETHER && !args.explain {
            let longest = Headline::ALL.iter().map(|h| h.short(&catalog).chars().count()).max().unwrap_or(0);
            let width = inputs.iter().map(|i| i.name.chars().count()).max().unwrap_or(0).min(48);
            Form::List { longest, width, sums: BTreeMap::new() }
        } else {
            Form::Page
        };
        let rows = args.table.as_deref().map(|path| Rows::begin(path, cx)).transpose()?;
        let (kept, pictures) = (Vec::new(), Vec::new());
        let several = inputs.len() > 1;
        Ok(Self { args, cx, catalog, at, form, rows, several, told: 0, exit: None, kept, pictures })
    }

    pub(super) fn want(&self) -> Want {
        Want { json: matches!(self.form, Form::Json(_)) && self.several, pictures: self.args.html.is_some() }
    }

    pub(super) fn tell(&mut self, one: Judged) -> Result<(), Failure> {
        let Judged { answer, failure, json, picture } = one;
        let own = if failure.is_some() { Exit::Failed } else { exit_of(&answer) };
        self.exit = Some(self.exit.map_or(own, |e| e.and(own)));
        if let Some(failure) = &failure {
            // One file that cannot be read does not hide what the others say.
            self.cx.printer.failure_aside(failure);
        }
        let first = self.told == 0;
        self.told += 1;
        let asked = self.asked();
        if let Some(rows) = &mut self.rows {
            let unread = failure.as_ref().map(|f| self.cx.printer.words().say(&f.what));
            rows.add(&answer, unread, &one_of(&answer, self.at, asked), &self.catalog)?;
        }
        match &mut self.form {
            Form::Json(worst) => {
                worst.add(&answer);
                self.object(&answer, json, first)?;
            }
            Form::List { .. } if failure.is_none() => self.row(&answer)?,
            _ => {}
        }
        // What could not be read has been told as a failure.
        if (matches!(self.form, Form::Page) || self.args.html.is_some()) && failure.is_none() {
            self.kept.push(answer);
            self.pictures.push(picture);
        }
        Ok(())
    }

    /// What comes last: the page, the top level of the JSON, or the sums of a list.
    pub(super) fn finish(mut self) -> Result<Exit, Failure> {
        let printer = &self.cx.printer;
        match &self.form {
            Form::Json(_) if self.told == 0 => printer.bytes(report_json(&[]).to_pretty().as_bytes())?,
            Form::Json(worst) if self.several => {
                let top = Value::Object(worst.members()).to_pretty();
                printer.bytes(format!("\n  ],{}", top.trim_start_matches('{')).as_bytes())?;
            }
            Form::List { sums, .. } => {
                printer.aside("");
                for (word, count) in sums {
                    printer.aside(&format!("{count:6}  {word}"));
                }
            }
            Form::Page if !self.kept.is_empty() => {
                let style = if printer.paint(Tone::Strong, "").is_empty() { Style::Plain } else { Style::Ansi };
                printer.bytes(
                    self.answer().page_within(printer.columns(), &self.catalog, self.detail(), style).as_bytes(),
                )?;
            }
            _ => {}
        }
        if let Some(rows) = self.rows.take() {
            rows.finish(self.cx)?;
        }
        if let Some(path) = &self.args.html {
            self.html(path)?;
        }
        Ok(self.exit.unwrap_or(Exit::NoBadge))
    }

    fn asked(&self) -> bool {
        !self.args.recipient.is_empty()
    }

    fn answer(&self) -> Answer<'_> {
        Answer { inputs: &self.kept, at: self.at, asked: self.asked() }
    }

    fn detail(&self) -> Detail {
        if self.args.explain { Detail::Explain } else { Detail::Short }
    }

    fn html(&self, path: &Path) -> Result<(), Failure> {
        let pictures: Vec<Option<&[u8]>> = self.pictures.iter().map(Option::as_deref).collect();
        let page = site::report(&self.answer(), &pictures, self.cx.settings.lang, self.detail())
            .map_err(|e| Failure::new(msg!("internal")).why(e))?;
        write(path, page.as_bytes(), self.cx)
    }

    fn object(&self, answer: &verify::Input, json: Option<String>, first: bool) -> Result<(), Failure> {
        let printer = &self.cx.printer;
        let Some(json) = json else {
            return printer.bytes(report_json(std::slice::from_ref(answer)).to_pretty().as_bytes());
        };
        let before =
            if first { format!("{{\n  \"schema\": \"{REPORT_SCHEMA}\",\n  \"inputs\": [") } else { ",".to_owned() };
        printer.bytes(format!("{before}\n    {json}").as_bytes())
    }

    fn row(&mut self, answer: &verify::Input) -> Result<(), Failure> {
        let lines = one_of(answer, self.at, self.asked()).lines(&self.catalog);
        let Form::List { longest, width, sums } = &mut self.form else { return Ok(()) };
        let (longest, width, printer) = (*longest, *width, &self.cx.printer);
        for line in lines {
            let words = line.words(&self.catalog);
            let Line { headline, answer: word, input, .. } = line;
            *sums.entry(word.clone()).or_default() += 1;
            let tone = match headline {
                Headline::Known | Headline::Authentic | Headline::Unknown | Headline::KeyOnly => Tone::Good,
                Headline::CopyDiffers
                | Headline::OtherPerson
                | Headline::PersonUnknown
                | Headline::CannotTell
                | Headline::NoBadge
                | Headline::OnlyLinks => Tone::Care,
                _ => Tone::Bad,
            };
            let word = printer.paint(tone, &format!("{word:longest$}"));
            printer.line(format!("{word} {input:width$}  {}", plain_within(&words, 90)).trim_end())?;
        }
        Ok(())
    }
}

/// The answer about one input alone.
fn one_of(answer: &verify::Input, at: Timestamp, asked: bool) -> Answer<'_> {
    Answer { inputs: std::slice::from_ref(answer), at, asked }
}

/// Into a file, or onto standard output for `-`. A file is there as a whole or not at all, whenever the command is stopped,
/// and what was there before stays until then; nothing stands in for a pipe or a device.
pub(super) fn write(path: &Path, bytes: &[u8], cx: &Context) -> Result<(), Failure> {
    if path == Path::new("-") {
        return cx.printer.bytes(bytes);
    }
    let unwritable = |e| Failure::io(msg!("file-unwritable", path = path), path, e);
    match std::fs::metadata(path) {
        Ok(there) if !there.is_file() => std::fs::write(path, bytes).map_err(unwritable),
        // Behind a link, what the link points to is replaced.
        Ok(_) => replace(&path.canonicalize().map_err(unwritable)?, bytes, Secrecy::Open),
        Err(_) if parent(path).is_dir() => replace(path, bytes, Secrecy::Open),
        Err(e) => Err(unwritable(e)),
    }
}

fn exit_of(judged: &verify::Input) -> Exit {
    let one = |report: &Report| match (report.verdict, report.recipient) {
        (Verdict::Rejected, _) => Exit::Rejected,
        (_, Match::Differs) => Exit::OtherRecipient,
        (Verdict::Inconclusive, _) => Exit::Inconclusive,
        // Asked about somebody, a good badge that names nobody is no yes.
        (Verdict::Verified, Match::Unknown) => Exit::OtherRecipient,
        (Verdict::Verified, _) => Exit::Done,
    };
    judged.badges.iter().map(one).reduce(Exit::and).unwrap_or(Exit::NoBadge)
}
