//! From an address to the badge behind it: what people pass on is the address of a page, and the badge is where the page
//! says.
//!
//! Nothing is fetched here. [`follow`] looks at what is known and says what else it would like to know; the loop of
//! [`drive`](crate::drive) does the rest.

use std::collections::BTreeSet;

use super::open::{any, open_single};
use super::opening::Opening;
use super::{Finding, Format, Link, LinkKind, Opened, Presented, Raw, Wrapping, platform};
use crate::json::{self, Value};
use crate::limits::Limits;
use crate::name::Url;
use crate::resource::{Answer, Lookup, Purpose, Resources};
use crate::text::from_base64url;

/// Pages behind one another: a letter leads to a page, and the page to another one with the badge.
const PAGES: usize = 2;
/// Addresses of each kind that are followed from one page.
const FROM_PAGE: usize = 5;

/// What is behind the addresses in something that was opened, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The same, with the badges that the addresses led to. Where one was on a page, the page is in its `via`.
    /// Addresses behind which there is no badge are left out of `links`; those that were not read are still there.
    pub opened: Opened,
    /// What to fetch before asking again; empty when all is known.
    pub wanted: BTreeSet<Lookup>,
}

/// Looks behind the addresses: one that was given alone, and the first `limits.links_followed` of those found in
/// something else, as [`Opened::to_follow`] gives them.
///
/// What is served there is opened like a file: a picture, a document, a badge. From a page the way goes on to what it
/// names as its data; if there is none, to links that may lead to badges; if there are none, to its pictures: five of
/// each, over two pages at most, `limits.lookups` addresses in all.
#[must_use]
pub fn follow(opened: &Opened, known: &Resources, limits: &Limits) -> Followed {
    let mut walk = Walk { known, limits, wanted: BTreeSet::new(), seen: BTreeSet::new(), left: limits.lookups };
    let mut result = Opened { found: Vec::new(), links: Vec::new(), ..opened.clone() };
    for one in &opened.found {
        match &one.raw {
            Raw::Link(url) if may_be_page(one, url) => match walk.address(url, &one.via, PAGES) {
                Behind::Badges(badges) => badges.into_iter().for_each(|badge| add(&mut result, badge, limits)),
                _ => add(&mut result, one.clone(), limits),
            },
            _ => result.found.push(one.clone()),
        }
    }
    let follow: Vec<&Link> = opened.to_follow(limits).collect();
    for link in &opened.links {
        let behind = if follow.contains(&link) { walk.address(&link.url, &link.via, PAGES) } else { Behind::Unread };
        match behind {
            Behind::Badges(badges) => {
                for mut badge in badges {
                    badge.also.extend(link.also.iter().cloned());
                    add(&mut result, badge, limits);
                }
            }
            Behind::Nothing => {}
            Behind::Unread | Behind::Awaited => result.links.push(link.clone()),
        }
    }
    if !result.found.is_empty() {
        result.findings.retain(|finding| !is_about_none(finding));
    }
    Followed { opened: result, wanted: walk.wanted }
}

/// Whether it is told only where no badge was found.
fn is_about_none(finding: &Finding) -> bool {
    match finding {
        Finding::OnlyLinks { .. } | Finding::BadgePicture => true,
        Finding::Within { finding, .. } => is_about_none(finding),
        _ => false,
    }
}

/// Whether an address stands for itself: not one that carries its statement, and not the pointer that is baked into a
/// picture, which is that badge's own business.
fn may_be_page(one: &Presented, url: &Url) -> bool {
    let baked = matches!(one.via.last(), Some(Wrapping::Png { .. } | Wrapping::Svg { .. }));
    !baked && LinkKind::of(url) != LinkKind::Statement
}

fn add(result: &mut Opened, badge: Presented, limits: &Limits) {
    if let Some(same) = result.found.iter_mut().find(|one| one.raw == badge.raw) {
        if same.via != badge.via {
            same.also.push(badge.via);
        }
    } else if result.found.len() < limits.found {
        result.found.push(badge);
    }
}

enum Behind {
    Badges(Vec<Presented>),
    Nothing,
    /// Nobody could be asked, or nobody answered.
    Unread,
    /// Not fetched yet.
    Awaited,
}

struct Walk<'a> {
    known: &'a Resources,
    limits: &'a Limits,
    wanted: BTreeSet<Lookup>,
    /// Each address is looked at once.
    seen: BTreeSet<Url>,
    left: usize,
}

impl Walk<'_> {
    fn address(&mut self, url: &Url, via: &[Wrapping], pages: usize) -> Behind {
        // Some platforms are known to keep the data of a page elsewhere: that is asked for first.
        if let Some(data) = platform::data(url) {
            match self.one(&data, &within(via, url), 0) {
                Behind::Nothing | Behind::Unread => {}
                found => return found,
            }
        }
        self.one(url, via, pages)
    }

    fn one(&mut self, url: &Url, via: &[Wrapping], pages: usize) -> Behind {
        if !self.seen.insert(url.without_fragment()) {
            return Behind::Nothing;
        }
        if self.left == 0 {
            return Behind::Unread;
        }
        self.left -= 1;
        match self.known.get(url) {
            None => {
                self.wanted.insert(Lookup::new(url, Purpose::Page));
                Behind::Awaited
            }
            Some(Answer::Found(body)) => self.served(url, via, &body.bytes, pages),
            // Withdrawn: for a hosted badge this is an answer.
            Some(Answer::Gone(_)) => Behind::Badges(vec![at(url, via)]),
            Some(_) => Behind::Unread,
        }
    }

    fn served(&mut self, url: &Url, via: &[Wrapping], bytes: &[u8], pages: usize) -> Behind {
        let format = Format::of(bytes);
        if let Some(one) = open_single(bytes, self.limits).found.first() {
            if is_badge(&one.raw, self.limits) {
                return Behind::Badges(vec![at(url, via)]);
            }
            if let Raw::Json(bytes) = &one.raw
                && let Ok(document) = json::parse(bytes, self.limits)
                && let Some(badge) = platform::named(url, &document)
            {
                return self.one(&badge, &within(via, url), 0);
            }
            if format == Format::Jws {
                return Behind::Nothing;
            }
        }
        let mut opening = Opening::served(format, self.limits, url, within(via, url));
        any(&mut opening, bytes);
        let mut opened = opening.finish();
        if format == Format::Json {
            // What an interface answers may have badges in it; a class, a profile or a list is none.
            opened.found.retain(|one| is_badge(&one.raw, self.limits));
            opened.links.clear();
        }
        if !opened.found.is_empty() {
            return Behind::Badges(opened.found);
        }
        if pages == 0 { Behind::Nothing } else { self.behind_page(&opened.links, pages - 1) }
    }

    /// What a page names as its data is the badge that it shows, in several forms: one is enough. Links may lead to
    /// several badges.
    fn behind_page(&mut self, links: &[Link], pages: usize) -> Behind {
        for kind in [LinkKind::Named, LinkKind::Badge, LinkKind::Picture] {
            let (mut badges, mut awaited) = (Vec::new(), false);
            for link in links.iter().filter(|link| link.kind == kind).take(FROM_PAGE) {
                match self.address(&link.url, &link.via, pages) {
                    Behind::Badges(more) => badges.extend(more),
                    Behind::Awaited => awaited = true,
                    Behind::Nothing | Behind::Unread => {}
                }
                if kind == LinkKind::Named && !badges.is_empty() {
                    return Behind::Badges(badges);
                }
            }
            if awaited {
                return Behind::Awaited;
            }
            if !badges.is_empty() {
                return Behind::Badges(badges);
            }
        }
        Behind::Nothing
    }
}

fn at(url: &Url, via: &[Wrapping]) -> Presented {
    Presented { raw: Raw::Link(url.clone()), via: via.to_vec(), also: Vec::new() }
}

fn within(via: &[Wrapping], url: &Url) -> Vec<Wrapping> {
    let mut via = via.to_vec();
    via.push(Wrapping::Address { url: url.clone() });
    via
}

/// Whether a document is a badge and not something else that badges need: a class, a profile, a list.
fn is_badge(raw: &Raw, limits: &Limits) -> bool {
    let document = match raw {
        Raw::Json(bytes) => json::parse(bytes, limits).ok(),
        Raw::Jws(jws) => {
            let payload = jws.split('.').nth(1).and_then(|part| from_base64url(part).ok());
            payload.and_then(|bytes| json::parse(&bytes, limits).ok())
        }
        Raw::Link(_) => return true,
    };
    let Some(document) = document else { return false };
    let document = document.get("vc").unwrap_or(&document);
    let types = document.get("type").or_else(|| document.get("@type"));
    let is = |value: &Value| {
        let name = value.as_str().unwrap_or_default();
        name.ends_with("Assertion") || (name.ends_with("Credential") && !name.contains("StatusList"))
    };
    types.is_some_and(|types| types.many().iter().any(is))
        || (document.get("badge").is_some() && document.get("recipient").is_some())
        || document.get("revoked").is_some()
}
