//! `badge verify`: the page of one badge, or a table of many.

use std::collections::BTreeMap;

use badge_core::archive::Vouched;
use badge_core::container::{Finding, Link, Presented, Raw};
use badge_core::json::Value;
use badge_core::limits::Limits;
use badge_core::message::{Catalog, Detail, Headline, Style, page, plain_within};
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use badge_core::verify::{
    self, KnownIdentifier, Match, Policy, REPORT_SCHEMA, Report, Standing, Trust, Verdict, Worst, opened_checks,
    report_json,
};

use super::Context;
use crate::args::Verify;
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::fetch::{Ages, Fetch, FetchError, Sources};
use crate::input::Input;
use crate::known::{self, Named};
use crate::message::{Message, msg};
use crate::parallel::in_order;
use crate::printer::Tone;
use crate::progress;
use crate::store::{self, StoreError};

pub(crate) fn run(args: &Verify, cx: &Context) -> Result<Exit, Failure> {
    let mut policy = Policy::at(clock(args.at.as_deref())?.now());
    policy.explain = args.explain;
    policy.tolerate_unread_status = args.accept_unread_status;
    policy.recipient = args.recipient.iter().map(|text| KnownIdentifier::parse(text)).collect();
    policy.strict_endorsements = args.strict_endorsements;
    let sources = Sources {
        offline: args.offline,
        cache: args.cache.as_deref(),
        allow_local: args.allow_local,
        stand_ins: &args.stand_in,
    };
    let mut judge = Judge::new(policy, &sources)?;
    judge.know(args, cx)?;

    let inputs = Input::gather(&args.input)?;
    let bar = progress::bar(&cx.printer, &msg!("verify-progress"), inputs.len() as u64);
    let mut teller = Teller::new(&inputs, judge.policy.now, args.explain, cx);
    let json = cx.printer.json() && inputs.len() > 1;
    let work = |input: &Input| Judged::new(&judge, input, json);
    let told = in_order(&inputs, work, |one| {
        bar.inc(1);
        bar.suspend(|| teller.tell(one))
    });
    bar.finish_and_clear();
    told?;
    let mut exit = teller.finish()?;
    if let Some(folder) = &args.record {
        let recorded = store::record(folder, &judge.fetch.read(), &Limits::default());
        if let Err(failure) = recorded.map_err(|e| store_failure(msg!("record-failed", folder = folder), e).at(folder))
        {
            // The answer stands on standard output already.
            cx.printer.failure_aside(&failure);
            exit = exit.and(Exit::Failed);
        }
    }
    Ok(exit)
}

/// The verifier and its sources, for many inputs and many threads.
pub(crate) struct Judge {
    policy: Policy,
    fetch: Fetch,
}

impl Judge {
    pub(crate) fn new(policy: Policy, sources: &Sources<'_>) -> Result<Self, Failure> {
        let fetch = Fetch::new(sources, &policy.limits).map_err(no_answers)?;
        Ok(Self { policy, fetch })
    }

    /// Takes in the lists of issuers first: they say which archives are to be believed.
    fn know(&mut self, args: &Verify, cx: &Context) -> Result<(), Failure> {
        let limits = &self.policy.limits;
        let ages = self.ages();
        for text in &args.trust {
            let list = known::list(text, &self.fetch, ages, limits)?;
            if list.is_over(self.policy.now) {
                cx.printer.warn(&msg!("trust-over", list = &list.name));
            }
            self.policy.trust.push(list);
        }
        let keys = args.archive_key.iter().map(|text| Named::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let mut archives = Vec::new();
        for path in &args.archive {
            let (archive, vouched) = known::archive(path, &keys, &self.policy.trust, self.policy.now, limits)?;
            if vouched == Vouched::Nothing {
                let key = known::shown(archive.key());
                cx.printer.warn(&msg!("archive-unknown", path = path, name = &archive.about().name, key = key));
            }
            archives.push((archive, vouched));
        }
        self.fetch.fall_back_on(archives);
        Ok(())
    }

    pub(crate) fn fetch(&self) -> &Fetch {
        &self.fetch
    }

    pub(crate) fn ages(&self) -> Ages {
        Ages { now: self.policy.now, status: self.policy.max_status_age, other: self.policy.max_age }
    }

    /// Opens one input and judges everything that is found in it.
    pub(crate) fn judge(&self, input: &Input) -> Result<verify::Input, Failure> {
        let limits = &self.policy.limits;
        let ages = self.ages();
        let mut opened = input.open(limits)?;
        let verify = |presented: &Presented| {
            let ask = |known: &Resources| {
                let answer = verify::verify(presented, known, &self.policy);
                (answer.report, answer.wanted)
            };
            self.fetch.settle(ages, limits, ask).map_err(no_answers)
        };
        let mut badges = opened.found.iter().map(verify).collect::<Result<Vec<_>, _>>()?;
        // Nobody said that there is a badge at these addresses: only those where there is one count.
        let links: Vec<Presented> = opened.to_follow(limits).map(Link::presented).collect();
        for link in links {
            let report = verify(&link)?;
            if report.summary.is_some() {
                badges.push(report);
                opened.links.retain(|other| link.raw != Raw::Link(other.url.clone()));
                opened.found.push(link);
            }
        }
        opened.findings.retain(|finding| opened.found.is_empty() || !matches!(finding, Finding::OnlyLinks { .. }));
        Ok(verify::Input { input: input.name.clone(), checks: opened_checks(&opened), badges })
    }
}

/// What is wrong with a folder of answers, in the person's language.
fn store_failure(what: Message, error: StoreError) -> Failure {
    let failure = Failure::new(what);
    match error {
        StoreError::Disk { source, .. } => failure.because(Cause::Io(source)),
        StoreError::Missing { path } => failure.at(&path).because(Cause::Said(msg!("store-missing"))),
        StoreError::Index { path, .. } => failure.at(&path).because(Cause::Said(msg!("store-index"))),
        StoreError::TooLarge { path, .. } => failure.at(&path).because(Cause::Said(msg!("store-too-large"))),
        StoreError::Outside { path } => failure.at(&path).because(Cause::Said(msg!("store-outside"))),
        StoreError::PublishedSite { path } => failure.at(&path).because(Cause::Said(msg!("store-published"))),
    }
}

pub(super) fn no_answers(error: FetchError) -> Failure {
    match error {
        FetchError::StandIn { text } => Failure::new(msg!("stand-in-malformed", text = text)),
        FetchError::Cache(error) => store_failure(msg!("cache-unreadable"), error),
        other => Failure::new(msg!("network-unusable")).why(other),
    }
}

fn exit_of(judged: &verify::Input) -> Exit {
    let one = |report: &Report| match (report.verdict, report.recipient) {
        (Verdict::Rejected, _) => Exit::Rejected,
        (_, Match::Differs) => Exit::OtherRecipient,
        (Verdict::Inconclusive, _) => Exit::Inconclusive,
        (Verdict::Verified, _) => Exit::Done,
    };
    judged.badges.iter().map(one).reduce(Exit::and).unwrap_or(Exit::NoBadge)
}

/// What came of one input.
struct Judged {
    answer: verify::Input,
    /// Why it could not be read.
    failure: Option<Failure>,
    /// The answer as indented JSON, made on the thread that judged.
    json: Option<String>,
}

impl Judged {
    fn new(judge: &Judge, input: &Input, json: bool) -> Self {
        let (answer, failure) = match judge.judge(input) {
            Ok(answer) => (answer, None),
            // D-40: an input that was not read is one in which nothing was found to be verified.
            Err(failure) => {
                (verify::Input { input: input.name.clone(), checks: Vec::new(), badges: Vec::new() }, Some(failure))
            }
        };
        let json = json.then(|| answer.to_value().to_pretty());
        Self { answer, failure, json }
    }
}

/// Tells each answer when its turn comes, and keeps none: a folder of thousands takes no more memory than one of ten.
struct Teller<'a> {
    form: Form,
    cx: &'a Context,
    catalog: Catalog,
    at: Timestamp,
    explain: bool,
    several: bool,
    told: usize,
    exit: Option<Exit>,
}

enum Form {
    /// One object, whose top level comes last where there are several inputs.
    Json(Worst),
    /// A line for each badge, and the sums.
    Table {
        longest: usize,
        width: usize,
        sums: BTreeMap<String, usize>,
    },
    Pages,
}

impl<'a> Teller<'a> {
    fn new(inputs: &[Input], at: Timestamp, explain: bool, cx: &'a Context) -> Self {
        let catalog = Catalog::new(cx.settings.lang, &[]);
        let several = inputs.len() > 1;
        let form = if cx.printer.json() {
            Form::Json(Worst::default())
        } else if several && !explain {
            let longest = Headline::ALL.iter().map(|h| h.short(&catalog).chars().count()).max().unwrap_or(0);
            let width = inputs.iter().map(|i| i.name.chars().count()).max().unwrap_or(0).min(48);
            Form::Table { longest, width, sums: BTreeMap::new() }
        } else {
            Form::Pages
        };
        Self { form, cx, catalog, at, explain, several, told: 0, exit: None }
    }

    fn tell(&mut self, one: Judged) -> Result<(), Failure> {
        let Judged { answer, failure, json } = one;
        let own = if failure.is_some() { Exit::Failed } else { exit_of(&answer) };
        self.exit = Some(self.exit.map_or(own, |e| e.and(own)));
        if let Some(failure) = &failure {
            // One file that cannot be read does not hide what the others say.
            self.cx.printer.failure_aside(failure);
        }
        let first = self.told == 0;
        self.told += 1;
        let printer = &self.cx.printer;
        match &mut self.form {
            Form::Json(worst) => {
                worst.add(&answer);
                let Some(json) = json else { return printer.bytes(report_json(&[answer]).to_pretty().as_bytes()) };
                let before = if first {
                    format!("{{\n  \"schema\": \"{REPORT_SCHEMA}\",\n  \"inputs\": [")
                } else {
                    ",".to_owned()
                };
                // A text in JSON holds no line break, so every one is ours to indent.
                printer.bytes(format!("{before}\n    {}", json.trim_end().replace('\n', "\n    ")).as_bytes())
            }
            _ if failure.is_some() => Ok(()),
            Form::Table { .. } => self.row(&answer),
            Form::Pages => self.page(&answer, first),
        }
    }

    /// What comes last: the top level of the JSON, or the sums of a table.
    fn finish(self) -> Result<Exit, Failure> {
        let printer = &self.cx.printer;
        match &self.form {
            Form::Json(_) if self.told == 0 => printer.bytes(report_json(&[]).to_pretty().as_bytes())?,
            Form::Json(worst) if self.several => {
                let top = Value::Object(worst.members()).to_pretty();
                printer.bytes(format!("\n  ],{}", top.trim_start_matches('{')).as_bytes())?;
            }
            Form::Table { sums, .. } => {
                printer.aside("");
                for (word, count) in sums {
                    printer.aside(&format!("{count:6}  {word}"));
                }
            }
            _ => {}
        }
        Ok(self.exit.unwrap_or(Exit::NoBadge))
    }

    fn page(&self, answer: &verify::Input, first: bool) -> Result<(), Failure> {
        let printer = &self.cx.printer;
        let detail = if self.explain { Detail::Explain } else { Detail::Short };
        let style = if printer.paint(Tone::Strong, "").is_empty() { Style::Plain } else { Style::Ansi };
        let several = self.several || answer.badges.len() > 1;
        let nothing = answer.badges.is_empty().then(|| no_badge(answer, self.at));
        for (index, report) in answer.badges.iter().chain(&nothing).enumerate() {
            if !first || index > 0 {
                printer.line("")?;
            }
            if several {
                printer.line(&printer.paint(Tone::Aside, &plain_within(&answer.input, 200)))?;
            }
            printer.bytes(page(report, &self.catalog, detail, style).as_bytes())?;
        }
        Ok(())
    }

    fn row(&mut self, answer: &verify::Input) -> Result<(), Failure> {
        let Form::Table { longest, width, sums } = &mut self.form else { return Ok(()) };
        let (longest, width, printer) = (*longest, *width, &self.cx.printer);
        let nothing = answer.badges.is_empty().then(|| no_badge(answer, self.at));
        for report in answer.badges.iter().chain(&nothing) {
            let word = Headline::of(report).short(&self.catalog);
            *sums.entry(word.clone()).or_default() += 1;
            let tone = match (report.verdict, report.summary.is_some()) {
                (Verdict::Verified, _) => Tone::Good,
                (Verdict::Rejected, true) => Tone::Bad,
                _ => Tone::Care,
            };
            let title = report.summary.as_ref().and_then(|s| s.badge.title()).unwrap_or("");
            let word = format!("{word:longest$}");
            printer.line(
                format!(
                    "{} {:width$}  {}",
                    printer.paint(tone, &word),
                    plain_within(&answer.input, 200),
                    plain_within(title, 60)
                )
                .trim_end(),
            )?;
        }
        Ok(())
    }
}

/// A report for an input in which nothing was found, so that people read it like any other.
fn no_badge(answer: &verify::Input, at: Timestamp) -> Report {
    Report {
        verdict: Verdict::Rejected,
        standing: Standing::Unknown,
        recipient: Match::NotAsked,
        trust: Trust::NotAsked,
        summary: None,
        checks: answer.checks.clone(),
        endorsements: Vec::new(),
        resources: Vec::new(),
        at,
    }
}
