//! `badge verify`: what badges are worth, told as people or machines want it.

mod rows;
mod tell;

use std::path::PathBuf;

use badge_core::archive::Vouched;
use badge_core::limits::Limits;
use badge_core::message::quoted_within;
use badge_core::trust::TrustList;
use badge_core::verify::{self, KnownIdentifier, Policy};

use self::tell::{Judged, Teller};
use super::Context;
use crate::args::Verify;
use crate::clock::clock;
use crate::error::{Cause, Exit, Failure};
use crate::fetch::{Ages, Fetch, FetchError, Sources};
use crate::input::{Gathered, Input};
use crate::known::{self, Named};
use crate::message::{Message, msg};
use crate::parallel::in_order;
use crate::progress;
use crate::store::{self, StoreError};

pub(crate) fn run(args: &Verify, cx: &Context) -> Result<Exit, Failure> {
    let mut policy = Policy::at(clock(args.at.as_deref())?.now());
    policy.explain = args.explain;
    policy.tolerate_unread_status = args.accept_unread_status;
    policy.recipient = args.recipient.iter().map(|text| person(text)).collect::<Result<_, _>>()?;
    policy.strict_endorsements = args.strict_endorsements;
    let sources = Sources {
        offline: args.offline,
        cache: args.cache.as_deref(),
        allow_local: args.allow_local,
        stand_ins: &args.stand_in,
    };
    let mut judge = Judge::new(policy, &sources)?;
    judge.know(args, cx)?;

    let Gathered { inputs, empty } = Input::gather(&args.input);
    if let ([one], []) = (inputs.as_slice(), empty.as_slice())
        && let Some(failure) = one.failure()
    {
        return Err(failure);
    }
    let bar = progress::bar(&cx.printer, &msg!("verify-progress"), inputs.len() as u64);
    let mut teller = Teller::new(&inputs, judge.policy.now, args, cx)?;
    let want = teller.want();
    let work = |input: &Input| Judged::new(&judge, input, want);
    let told = in_order(&inputs, work, |one| {
        bar.inc(1);
        bar.suspend(|| teller.tell(one))
    });
    bar.finish_and_clear();
    told?;
    let mut exit = teller.finish()?;
    for folder in &empty {
        cx.printer.warn(&msg!("folder-empty", path = folder));
        exit = exit.and(Exit::NoBadge);
    }
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

/// Somebody who was named; a name without anything in it would be compared with nothing, and nobody would know.
fn person(text: &str) -> Result<KnownIdentifier, Failure> {
    let value = text.split_once('=').map_or(text, |(_, value)| value);
    if value.trim().is_empty() {
        return Err(Failure::new(msg!("recipient-empty", text = text)));
    }
    Ok(KnownIdentifier::parse(text))
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
                cx.printer.warn(&msg!("trust-over", list = quoted_within(&list.name, 160)));
            }
            self.policy.trust.push(list);
        }
        let lists = std::mem::take(&mut self.policy.trust);
        let done = self.fall_back_on(&args.archive, &args.archive_key, &lists, cx);
        self.policy.trust = lists;
        done
    }

    /// Takes in archives, each believed by the keys that are named for archives and by the lists.
    pub(crate) fn fall_back_on(
        &mut self,
        paths: &[PathBuf],
        keys: &[String],
        lists: &[TrustList],
        cx: &Context,
    ) -> Result<(), Failure> {
        let keys = keys.iter().map(|text| Named::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let mut archives = Vec::new();
        for path in paths {
            let (archive, vouched) = known::archive(path, &keys, lists, self.policy.now, &self.policy.limits)?;
            if vouched == Vouched::Nothing {
                let key = known::shown(archive.key());
                cx.printer.warn(&msg!(
                    "archive-unknown",
                    path = path,
                    name = quoted_within(&archive.about().name, 160),
                    key = key
                ));
            }
            archives.push((archive, vouched));
        }
        self.fetch.fall_back_on(archives, self.policy.now);
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
        let (opened, bytes) = input.open(&self.policy.limits)?;
        self.fetch.judge(self.ages(), &input.name, &bytes, opened, &self.policy).map_err(no_answers)
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
