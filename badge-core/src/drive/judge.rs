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
