//! Everything that is done with one thing that somebody gave: opened, followed to where its addresses lead, and each
//! badge in it judged. What `badge verify` does with a file, and a server with an upload.

use std::collections::BTreeSet;
use std::future::Future;

use super::settle;
use crate::container::{Finding, Opened, Presented, Raw, Wrapping, follow};
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
    let mut answer = verify::verify(presented, known, policy);
    // Only a picture that carries the badge itself can be the wrong one.
    if matches!(presented.via[..], [Wrapping::Png { .. } | Wrapping::Svg { .. }]) {
        // Asked for when all else is answered, so that no verdict waits for it.
        if answer.wanted.is_empty() {
            answer.wanted.extend(verify::picture_wanted(&answer.report, known));
        }
        answer.report.checks.extend(verify::picture_check(&answer.report, bytes, known, &policy.limits));
        answer.report.checks.sort_by_key(|check| check.code);
    }
    (answer.report, answer.wanted)
}

fn addresses(opened: &Opened) -> usize {
    opened.links.iter().filter(|link| link.kind.may_be_badge()).count()
}
