//! The fetch loop: ask the verifier, fetch what it wants, ask again.
//!
//! It needs no runtime and knows no network: the caller brings a function that answers one [`Lookup`]. The
//! [`http`](crate::http) client is one; [`offline`] and [`replay`] are others.

mod judge;

pub use judge::judge;

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use crate::limits::Limits;
use crate::name::Url;
use crate::resource::{Answer, Lookup, Resources, Rule, Unreachable};

/// Answers nothing: what a machine without a network knows.
#[must_use]
pub fn offline(_: &Lookup) -> Answer {
    Answer::Unreachable(Unreachable::Offline)
}

/// Answers from what was recorded, and nothing else.
pub fn replay(recorded: &Resources) -> impl Fn(&Lookup) -> Answer {
    |lookup| recorded.get(&lookup.url).cloned().unwrap_or_else(|| offline(lookup))
}

/// Waits for all `futures` at once; the results come in their order. Meant for the few dozen fetches of one round.
pub async fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<Option<Pin<Box<F>>>> = futures.into_iter().map(|f| Some(Box::pin(f))).collect();
    let mut results: Vec<Option<F::Output>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (slot, result) in waiting.iter_mut().zip(&mut results) {
            let Some(future) = slot else { continue };
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                *result = Some(value);
                *slot = None;
            }
        }
        if waiting.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}

/// Asks until nothing more can be learnt: `ask` judges from what is known and says what else it wants, `fetch` answers.
///
/// The wishes of one round are fetched at the same time. Returns the last judgement and all that is known by then.
/// It ends after [`Limits::rounds`] rounds; wishes over [`Limits::lookups`] are answered with
/// [`Rule::TooManyLookups`]. An answer in `known` that is wanted again (because it is old) is replaced only by a better one.
pub async fn settle<T, F: Future<Output = Answer>>(
    known: Resources,
    limits: &Limits,
    mut ask: impl FnMut(&Resources) -> (T, BTreeSet<Lookup>),
    mut fetch: impl FnMut(Lookup) -> F,
) -> (T, Resources) {
    let mut round = Round::new(known, limits);
    loop {
        let (judged, wanted) = ask(&round.known);
        let Some(lookups) = round.next(wanted) else { return (judged, round.known) };
        let answers = together(lookups.iter().cloned().map(&mut fetch)).await;
        for (lookup, answer) in lookups.iter().zip(answers) {
            round.learn(lookup, answer);
        }
    }
}

/// [`settle`] without futures: one fetch after the other.
pub fn settle_blocking<T>(
    known: Resources,
    limits: &Limits,
    mut ask: impl FnMut(&Resources) -> (T, BTreeSet<Lookup>),
    mut fetch: impl FnMut(&Lookup) -> Answer,
) -> (T, Resources) {
    let mut round = Round::new(known, limits);
    loop {
        let (judged, wanted) = ask(&round.known);
        let Some(lookups) = round.next(wanted) else { return (judged, round.known) };
        for lookup in &lookups {
            let answer = fetch(lookup);
            round.learn(lookup, answer);
        }
    }
}

/// What is known, what was asked, and what one badge may still cost.
struct Round {
    known: Resources,
    asked: BTreeSet<Url>,
    rounds: usize,
    lookups: usize,
}

impl Round {
    fn new(known: Resources, limits: &Limits) -> Self {
        Self { known, asked: BTreeSet::new(), rounds: limits.rounds, lookups: limits.lookups }
    }

    /// What of `wanted` to fetch now; `None` when asking again can bring nothing new. No address is asked for twice.
    fn next(&mut self, wanted: BTreeSet<Lookup>) -> Option<Vec<Lookup>> {
        if self.rounds == 0 {
            return None;
        }
        self.rounds -= 1;
        let mut fresh: Vec<Lookup> = wanted.into_iter().filter(|l| self.asked.insert(l.url.clone())).collect();
        if fresh.is_empty() {
            return None;
        }
        let over = fresh.split_off(fresh.len().min(self.lookups));
        self.lookups -= fresh.len();
        for lookup in over {
            self.learn(&lookup, Answer::Refused(Rule::TooManyLookups));
        }
        Some(fresh)
    }

    /// An old answer is better than none: what is known stays when a new fetch brings nothing.
    fn learn(&mut self, lookup: &Lookup, answer: Answer) {
        let nothing = matches!(answer, Answer::Unreachable(_) | Answer::Refused(_));
        if !(nothing && self.known.get(&lookup.url).is_some()) {
            self.known.insert(&lookup.url, answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::future::ready;
    use std::task::{Context, Waker};

    use super::*;
    use crate::resource::Purpose;

    fn wish(n: usize) -> Lookup {
        Lookup::new(&Url::parse(&format!("https://example.org/{n:03}")).unwrap(), Purpose::Issuer)
    }

    /// Wants page 0, then the page whose number stands on the last page read: a badge that never ends.
    fn endless(known: &Resources) -> (usize, BTreeSet<Lookup>) {
        (known.len(), BTreeSet::from([wish(known.len())]))
    }

    /// Runs a future that never waits.
    pub(super) fn now<F: Future>(future: F) -> F::Output {
        let mut future = Box::pin(future);
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("it waits"),
        }
    }

    #[test]
    fn both_forms_settle_alike_and_end() {
        let limits = Limits::default();
        let calls = RefCell::new(Vec::new());
        let (judged, known) = settle_blocking(Resources::new(), &limits, endless, |l| {
            calls.borrow_mut().push(l.url.clone());
            Answer::found("x")
        });
        assert_eq!((judged, known.len(), calls.borrow().len()), (limits.rounds, limits.rounds, limits.rounds));
        let again = now(settle(Resources::new(), &limits, endless, |_| ready(Answer::found("x"))));
        assert_eq!(again, (judged, known));
    }

    #[test]
    fn what_is_over_the_limit_is_refused_by_name() {
        let limits = Limits { lookups: 3, ..Limits::default() };
        let all: BTreeSet<Lookup> = (0..5).map(wish).collect();
        let ask =
            |known: &Resources| (known.len(), all.iter().filter(|l| known.get(&l.url).is_none()).cloned().collect());
        let mut calls = 0;
        let (judged, known) = settle_blocking(Resources::new(), &limits, ask, |_| {
            calls += 1;
            Answer::NotFound
        });
        assert_eq!((judged, calls), (5, 3));
        assert_eq!(known.get(&wish(4).url), Some(&Answer::Refused(Rule::TooManyLookups)));
        assert_eq!(known.get(&wish(2).url), Some(&Answer::NotFound));
    }

    #[test]
    fn an_old_answer_outlives_a_failed_fetch() {
        let mut known = Resources::new();
        known.insert(&wish(0).url, Answer::found("old"));
        let ask = |_: &Resources| ((), BTreeSet::from([wish(0)]));
        let limits = Limits::default();
        let ((), after) = settle_blocking(known.clone(), &limits, ask, offline);
        assert_eq!(after, known);
        let ((), after) = settle_blocking(known, &limits, ask, |_| Answer::Gone(crate::resource::Body::default()));
        assert!(matches!(after.get(&wish(0).url), Some(Answer::Gone(_))));
    }

    #[test]
    fn a_recording_answers_for_what_it_holds() {
        let mut recorded = Resources::new();
        recorded.insert(&wish(1).url, Answer::NotFound);
        let fetch = replay(&recorded);
        assert_eq!(fetch(&wish(1)), Answer::NotFound);
        assert_eq!(fetch(&wish(2)), Answer::Unreachable(Unreachable::Offline));
    }

    #[test]
    fn together_waits_for_the_slowest() {
        let turns = RefCell::new(0);
        let slow = |n: u32| {
            let turns = &turns;
            std::future::poll_fn(move |_| {
                *turns.borrow_mut() += 1;
                if *turns.borrow() > n { Poll::Ready(n) } else { Poll::Pending }
            })
        };
        let mut all = Box::pin(together([slow(5), slow(0), slow(2)]));
        let mut context = Context::from_waker(Waker::noop());
        let mut polls = 0;
        let results = loop {
            polls += 1;
            if let Poll::Ready(results) = all.as_mut().poll(&mut context) {
                break results;
            }
            assert!(polls < 10);
        };
        assert_eq!(results, [5, 0, 2]);
        assert!(polls > 1);
    }
}
