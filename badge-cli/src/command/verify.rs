//! `badge verify`: the page of one badge, or a table of many.

use badge_core::limits::Limits;
use badge_core::message::{Catalog, Detail, Headline, Style, page, plain_within};
use badge_core::model::IdentityKind;
use badge_core::resource::Resources;
use badge_core::time::Timestamp;
use badge_core::verify::{
    self, KnownIdentifier, Match, Policy, Report, Standing, Trust, Verdict, opened_checks, report_json,
};
use rayon::prelude::*;

use super::Context;
use crate::args::Verify;
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::fetch::{Ages, Fetch, FetchError, Sources};
use crate::input::Input;
use crate::message::{Message, msg};
use crate::printer::Tone;
use crate::progress;
use crate::store::{self, StoreError};

pub(crate) fn run(args: &Verify, cx: &Context) -> Result<Exit, Failure> {
    let mut policy = Policy::at(clock(args.at.as_deref())?.now());
    policy.explain = args.explain;
    policy.tolerate_unread_status = args.accept_unread_status;
    policy.recipient = args.recipient.as_deref().map(known_identifier).into_iter().collect();
    let sources = Sources {
        offline: args.offline,
        cache: args.cache.as_deref(),
        allow_local: args.allow_local,
        stand_ins: &args.stand_in,
    };
    let judge = Judge::new(policy, &sources)?;

    let inputs = Input::gather(&args.input)?;
    let bar = progress::bar(&cx.printer, &msg!("verify-progress"), inputs.len() as u64);
    let one = |input: &Input| {
        let judged = judge.judge(input);
        bar.inc(1);
        judged
    };
    // A pool of threads costs more than one badge does.
    let judged: Vec<Result<verify::Input, Failure>> =
        if inputs.len() < 2 { inputs.iter().map(one).collect() } else { inputs.par_iter().map(one).collect() };
    bar.finish_and_clear();
    if let Some(folder) = &args.record {
        store::record(folder, &judge.fetch.read(), &Limits::default())
            .map_err(|e| store_failure(msg!("record-failed", folder = folder), e).at(folder))?;
    }

    // One file that cannot be read does not hide what the others say.
    let mut exit = None;
    let mut answers = Vec::new();
    for (input, result) in inputs.iter().zip(judged) {
        match result {
            Ok(judged) => {
                let own = exit_of(&judged);
                exit = Some(exit.map_or(own, |e: Exit| e.and(own)));
                answers.push(judged);
            }
            Err(failure) => {
                cx.printer.failure_aside(&failure);
                exit = Some(Exit::Failed);
                if cx.printer.json() {
                    // D-40: an input that was not read is one in which nothing was found to be verified.
                    answers.push(verify::Input { input: input.name.clone(), checks: Vec::new(), badges: Vec::new() });
                }
            }
        }
    }
    if cx.printer.json() {
        cx.printer.bytes(report_json(&answers).to_pretty().as_bytes())?;
    } else if inputs.len() > 1 && !args.explain {
        table(&answers, judge.policy.now, cx)?;
    } else {
        pages(&answers, judge.policy.now, args.explain, cx)?;
    }
    Ok(exit.unwrap_or(Exit::NoBadge))
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

    /// Opens one input and judges everything that is found in it.
    pub(crate) fn judge(&self, input: &Input) -> Result<verify::Input, Failure> {
        let limits = &self.policy.limits;
        let ages = Ages { now: self.policy.now, status: self.policy.max_status_age, other: self.policy.max_age };
        let opened = input.open(limits)?;
        let mut badges = Vec::with_capacity(opened.found.len());
        for presented in &opened.found {
            let ask = |known: &Resources| {
                let answer = verify::verify(presented, known, &self.policy);
                (answer.report, answer.wanted)
            };
            badges.push(self.fetch.settle(ages, limits, ask).map_err(no_answers)?);
        }
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

fn no_answers(error: FetchError) -> Failure {
    match error {
        FetchError::StandIn { text } => Failure::new(msg!("stand-in-malformed", text = text)),
        FetchError::Cache(error) => store_failure(msg!("cache-unreadable"), error),
        other => Failure::new(msg!("network-unusable")).why(other),
    }
}

/// An address with an `@`, a DID, a telephone number, an address of the web.
fn known_identifier(text: &str) -> KnownIdentifier {
    let digits = text.trim_start_matches('+');
    let kind = if text.contains('@') {
        IdentityKind::Email
    } else if text.starts_with("did:") {
        IdentityKind::Id
    } else if !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit() || c == b' ') {
        IdentityKind::Telephone
    } else if text.contains("://") {
        IdentityKind::Url
    } else {
        IdentityKind::Id
    };
    KnownIdentifier { kind, value: text.trim().to_owned() }
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

fn pages(answers: &[verify::Input], at: Timestamp, explain: bool, cx: &Context) -> Result<(), Failure> {
    let catalog = Catalog::new(cx.settings.lang, &[]);
    let detail = if explain { Detail::Explain } else { Detail::Short };
    let style = if cx.printer.paint(Tone::Strong, "").is_empty() { Style::Plain } else { Style::Ansi };
    let several = answers.iter().map(|a| a.badges.len().max(1)).sum::<usize>() > 1;
    let mut first = true;
    for answer in answers {
        let nothing = answer.badges.is_empty().then(|| no_badge(answer, at));
        for report in answer.badges.iter().chain(&nothing) {
            if !first {
                cx.printer.line("")?;
            }
            first = false;
            if several {
                cx.printer.line(&cx.printer.paint(Tone::Aside, &plain_within(&answer.input, 200)))?;
            }
            cx.printer.bytes(page(report, &catalog, detail, style).as_bytes())?;
        }
    }
    Ok(())
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

/// A line for each badge, and the sums.
fn table(answers: &[verify::Input], at: Timestamp, cx: &Context) -> Result<(), Failure> {
    let catalog = Catalog::new(cx.settings.lang, &[]);
    let mut sums: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let longest = Headline::ALL.iter().map(|h| h.short(&catalog).chars().count()).max().unwrap_or(0);
    let width = answers.iter().map(|a| a.input.chars().count()).max().unwrap_or(0).min(48);
    for answer in answers {
        let nothing = answer.badges.is_empty().then(|| no_badge(answer, at));
        for report in answer.badges.iter().chain(&nothing) {
            let headline = Headline::of(report);
            let word = headline.short(&catalog);
            *sums.entry(word.clone()).or_default() += 1;
            let tone = match (report.verdict, report.summary.is_some()) {
                (Verdict::Verified, _) => Tone::Good,
                (Verdict::Rejected, true) => Tone::Bad,
                _ => Tone::Care,
            };
            let title = report.summary.as_ref().and_then(|s| s.badge.title()).unwrap_or("");
            let word = format!("{word:longest$}");
            cx.printer.line(
                format!(
                    "{} {:width$}  {}",
                    cx.printer.paint(tone, &word),
                    plain_within(&answer.input, 200),
                    plain_within(title, 60)
                )
                .trim_end(),
            )?;
        }
    }
    cx.printer.aside("");
    for (word, count) in sums {
        cx.printer.aside(&format!("{count:6}  {word}"));
    }
    Ok(())
}
