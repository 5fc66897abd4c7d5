//! Everything that is done with one thing that somebody gave: opened, followed to where its addresses lead, and each
//! badge in it judged. What `badge verify` does with a file, and a server with an upload.

use std::collections::BTreeSet;
use std::future::Future;

use super::settle;
use crate::container::{Finding, Opened, Presented, Raw, follow};
use crate::resource::{Answer, Lookup, Resources};
use crate::verify::{self, Input, Policy, opened_checks};

/// Judges everything that was found in `bytes`. `opened` is what [`crate::container::open`] made of them, `name` what
/// the reader calls it; `fetch` answers wishes, several at the same time within one round.
pub async fn judge<F: Future<Output = Answer>>(
    name: &str,
    bytes: &[u8],
    mut opened: Opened,
    policy: &Policy,
    mut fetch: impl FnMut(Lookup) -> F,
) -> Input {
    let limits = &policy.limits;
    let named = addresses(&opened);
    // People pass on the address of a page, and letters have addresses in them: the badge is behind these.
    if !opened.links.is_empty() || opened.found.iter().any(|one| matches!(one.raw, Raw::Link(_))) {
        let given = opened;
        let behind = |known: &Resources| {
            let followed = follow(&given, known, limits);
            (followed.opened, followed.wanted)
        };
        opened = settle(Resources::new(), limits, behind, &mut fetch).await.0;
    }
    let mut badges = Vec::with_capacity(opened.found.len());
    for presented in &opened.found {
        let ask = |known: &Resources| one(presented, bytes, known, policy);
        badges.push(settle(Resources::new(), limits, ask, &mut fetch).await.0);
    }
    let unread = addresses(&opened);
    let dead = named.saturating_sub(unread);
    for finding in &mut opened.findings {
        match finding {
            Finding::OnlyLinks { .. } if unread == 0 => *finding = Finding::DeadLinks { count: dead },
            Finding::OnlyLinks { count } => *count = unread,
            _ => {}
        }
    }
    let checks = opened_checks(&opened);
    // What looks like a badge's address and was not judged: too many, or nobody to ask.
    let links = opened.links.into_iter().filter(|link| link.kind.may_be_badge()).collect();
    Input { input: name.to_owned(), checks, badges, links }
}

/// One badge, as far as is known.
fn one(presented: &Presented, bytes: &[u8], known: &Resources, policy: &Policy) -> (verify::Report, BTreeSet<Lookup>) {
    let answer = verify::verify(presented, known, policy);
    let (mut report, mut wanted) = (answer.report, answer.wanted);
    compare(presented, (bytes, &mut report), known, (policy, &mut wanted));
    (report, wanted)
}

/// Compares the picture that carries the badge with the achievement's own: only that one can be the wrong one.
#[cfg(feature = "scan")]
fn compare(
    presented: &Presented,
    (bytes, report): (&[u8], &mut verify::Report),
    known: &Resources,
    (policy, wanted): (&Policy, &mut BTreeSet<Lookup>),
) {
    use crate::container::Wrapping;
    if !matches!(presented.via[..], [Wrapping::Png { .. } | Wrapping::Svg { .. }]) {
        return;
    }
    // Asked for when all else is answered, so that no verdict waits for it.
    if wanted.is_empty() {
        wanted.extend(verify::picture_wanted(report, known));
    }
    report.checks.extend(verify::picture_check(report, bytes, known, &policy.limits));
    report.checks.sort_by_key(|check| check.code);
}

/// Without a reader of pictures nothing is compared.
#[cfg(not(feature = "scan"))]
fn compare(_: &Presented, _: (&[u8], &mut verify::Report), _: &Resources, _: (&Policy, &mut BTreeSet<Lookup>)) {}

fn addresses(opened: &Opened) -> usize {
    opened.links.iter().filter(|link| link.kind.may_be_badge()).count()
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use super::*;
    use crate::container::open;
    use crate::drive::tests::now;
    use crate::limits::Limits;
    use crate::time::Timestamp;
    use crate::verify::{CheckCode, Outcome, Reason};

    /// What is told of a letter with two addresses of badges, when their servers answer so.
    fn told(answer: impl Fn(&str) -> Answer) -> Outcome {
        let letter = b"Mes badges : https://badges.example.org/1 et https://badges.example.org/2";
        let policy = Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
        let opened = open(letter, &Limits::default());
        assert_eq!(opened.findings, [Finding::OnlyLinks { count: 2 }]);
        let fetch = |lookup: Lookup| ready(answer(lookup.url.as_str()));
        let input = now(judge("lettre.txt", letter, opened, &policy, fetch));
        let mut checks = input.checks.into_iter();
        checks.find(|check| check.code == CheckCode::ContainerStripped).expect("a letter is no badge").outcome
    }

    fn page() -> Answer {
        Answer::found("<!doctype html><title>Bonjour</title>")
    }

    #[test]
    fn addresses_behind_which_there_is_no_badge_are_told_as_dead() {
        assert_eq!(told(|_| page()), Outcome::Fail(Reason::DeadLinks { count: 2 }));
    }

    #[test]
    fn addresses_that_were_not_read_stay_to_be_opened() {
        let offline = || Answer::Unreachable(crate::resource::Unreachable::Offline);
        assert_eq!(told(|_| offline()), Outcome::Fail(Reason::OnlyLinks { count: 2 }));
        // A server that has nothing there today says nothing about yesterday.
        assert_eq!(told(|_| Answer::NotFound), Outcome::Fail(Reason::OnlyLinks { count: 2 }));
        let half = |url: &str| if url.ends_with('1') { page() } else { offline() };
        assert_eq!(told(half), Outcome::Fail(Reason::OnlyLinks { count: 1 }));
    }
}
