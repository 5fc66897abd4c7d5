//! What the added page says.

use badge_core::appendix::{Card, Laid, lay_out, picture};
use badge_core::container::attach::Picture;
use badge_core::limits::Limits;
use badge_core::message::date;
use badge_core::model::{Badge, IdentityKind};
use badge_core::name::Url;
use badge_core::text::from_base64;

use super::super::qr;
use super::Candidate;
use crate::command::Context;
use crate::message::{Message, msg};

/// The pages that show these badges, each with what its file is called in the document.
pub(super) fn pages(
    badges: &[(&Candidate, &str)],
    paper: (f32, f32),
    with_name: bool,
    cx: &Context,
    limits: &Limits,
) -> Laid {
    let say = |message: &Message| cx.printer.words().say(message);
    let cards: Vec<Card> = badges.iter().map(|(one, name)| card(one, name, with_name, cx, limits)).collect();
    let introduction = say(&msg!("leaf-introduction", count = cards.len()));
    lay_out(&say(&msg!("leaf-heading")), &introduction, &cards, paper, cx.settings.lang)
}

fn card(one: &Candidate, name: &str, with_name: bool, cx: &Context, limits: &Limits) -> Card {
    let words = cx.printer.words();
    let badge = &one.badge;
    let mut lines = Vec::new();
    if let Some(issuer) = &badge.issuer.name {
        lines.push(words.say(&msg!("leaf-issuer", name = issuer)));
    }
    if let Some(person) = person(badge).filter(|_| with_name) {
        lines.push(words.say(&msg!("leaf-person", name = person)));
    }
    let day = |at| date(words.catalog(), at);
    match (badge.awarded.or(badge.valid_from), badge.valid_until) {
        (Some(from), Some(until)) => lines.push(words.say(&msg!("leaf-until", from = day(from), until = day(until)))),
        (Some(from), None) => lines.push(words.say(&msg!("leaf-date", from = day(from)))),
        _ => {}
    }
    lines.push(words.say(&msg!("leaf-file", name = name)));
    let link = qr::page_of(badge).ok().and_then(|address| Url::parse(&address).ok());
    let link = link.map(|url| {
        let label = words.say(&msg!("leaf-link", host = url.host()));
        (url, label)
    });
    Card { title: one.title.clone(), lines, picture: seen(one, limits), link }
}

/// The picture that carries the badge, else the one that the badge brings along.
fn seen(one: &Candidate, limits: &Limits) -> Option<Picture> {
    let carried = || {
        let achievement = one.badge.achievement.as_ref().and_then(|a| a.image.as_ref());
        let image = one.badge.image.as_ref().or(achievement)?;
        let data = image.id.strip_prefix("data:")?.split_once(";base64,")?.1;
        picture(&from_base64(data).ok()?, limits)
    };
    picture(&one.bytes, limits).or_else(carried)
}

/// The person as the badge names them in plain words; nothing that has to be guessed from a hash.
fn person(badge: &Badge) -> Option<String> {
    let open = |kind: IdentityKind| {
        badge.recipient.identities.iter().find(|one| one.kind == kind && !one.hashed).map(|one| one.value.clone())
    };
    open(IdentityKind::Name).or_else(|| open(IdentityKind::Email))
}
