//! Things within things: places, duplicates, addresses, and the bounds that hold for all of it together.

use super::*;
use crate::container::opening::Opening;

const BADGE: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://badges.example.org/b/1/credential.json","type":["VerifiableCredential","OpenBadgeCredential"]}"#;

fn entry(name: &str) -> Wrapping {
    Wrapping::Entry { name: name.to_owned() }
}

/// What is found when a reader of containers reports these parts.
fn parts(limits: &Limits, parts: &[(&str, &[u8])]) -> Opened {
    let mut opening = Opening::new(Format::Zip, limits);
    for (name, bytes) in parts {
        opening.part(entry(name), bytes);
    }
    opening.finish()
}

#[test]
fn a_badge_seen_twice_is_one_badge_with_two_places() {
    let baked = baked(&picture(), Keyword::OpenBadgeCredential, BADGE);
    let opened = parts(&limits(), &[("a.json", BADGE.as_bytes()), ("b.png", &baked), ("c.json", b"\n{\"a\":1}")]);
    assert_eq!(opened.found.len(), 1);
    assert_eq!(opened.found[0].via, [entry("a.json")]);
    assert!(
        matches!(&opened.found[0].also[..], [also] if matches!(also[..], [Wrapping::Entry { .. }, Wrapping::Png { .. }]))
    );
    assert_eq!(opened.findings, []);
}

// A photograph or a letter in a document is no fault; a badge that cannot be read is.
#[test]
fn of_parts_only_what_concerns_a_badge_is_told() {
    let mut broken = baked(&picture(), Keyword::OpenBadgeCredential, BADGE);
    let at = broken.windows(8).position(|w| w == b"\"@contex").unwrap();
    broken[at] ^= 1;
    let opened = parts(&limits(), &[("a.png", &picture()), ("b.txt", b"Bonjour"), ("c", b""), ("d.png", &broken)]);
    let fault = Finding::Slot { keyword: Keyword::OpenBadgeCredential, fault: SlotFault::Checksum };
    assert_eq!(opened.findings, [Finding::Within { via: vec![entry("d.png")], finding: Box::new(fault) }]);
    assert_eq!(opened.findings[0].check(), "container.format");
}

#[test]
fn addresses_are_kept_apart_and_ranked() {
    let text = format!("Mon site https://www.example.org/ et mon badge : https://badges.example.org/b/2/. {JWS}");
    let opened = opened(text.as_bytes());
    assert_eq!(opened.found, [Presented { raw: Raw::Jws(JWS.into()), via: vec![Wrapping::Text], also: vec![] }]);
    let links: Vec<_> = opened.links.iter().map(|link| (link.url.as_str(), link.kind)).collect();
    let expected =
        [("https://badges.example.org/b/2/", LinkKind::Badge), ("https://www.example.org/", LinkKind::Other)];
    assert_eq!(links, expected);
    let follow: Vec<_> = opened.to_follow(&limits()).map(Link::presented).collect();
    assert!(matches!(&follow[..], [Presented { raw: Raw::Link(url), .. }] if url.as_str().ends_with("/b/2/")));
    assert_eq!(finding(b"Bonjour : https://badges.example.org/1"), [Finding::OnlyLinks { count: 1 }]);
    assert_eq!(finding(b"Bonjour : https://www.example.org/1"), [Finding::NotACredential]);
    let mail = format!("Voici :\n{BADGE}\nMerci");
    assert_eq!(super::opened(mail.as_bytes()).found[0].raw, Raw::Json(BADGE.into()));
}

#[test]
fn the_address_of_a_badge_in_hand_is_only_another_place() {
    let link = b"https://badges.example.org/b/1/credential.json";
    let opened = parts(&limits(), &[("mail.txt", link), ("a.json", BADGE.as_bytes())]);
    assert_eq!((opened.found.len(), opened.links.len()), (1, 0));
    assert_eq!(opened.found[0].also, [vec![entry("mail.txt")]]);
}

#[test]
fn each_bound_is_reached_and_told_once() {
    let bounds = |limits: Limits, bytes: [&[u8]; 3]| {
        let named: Vec<_> = ["a", "b", "c"].into_iter().zip(bytes).collect();
        parts(&limits, &named)
    };
    let two = BADGE.replace("/1/", "/2/");
    let three = BADGE.replace("/1/", "/3/");
    let badges = [BADGE.as_bytes(), two.as_bytes(), three.as_bytes()];
    assert_eq!(bounds(limits(), badges).found.len(), 3);
    for (limits, limit, found) in [
        (Limits { parts: 2, ..limits() }, "parts", 2),
        (Limits { found: 1, ..limits() }, "found", 1),
        (Limits { nesting: 0, ..limits() }, "nesting", 0),
        (Limits { parts_bytes: BADGE.len() * 2, ..limits() }, "parts_bytes", 2),
    ] {
        let opened = bounds(limits, badges);
        assert_eq!((opened.findings, opened.found.len()), (vec![Finding::Bound { limit }], found), "{limit}");
    }
    let few = Limits { links: 1, ..limits() };
    let opened = open(b"https://badges.example.org/1 and https://badges.example.org/2", &few);
    assert_eq!((opened.links.len(), opened.findings.contains(&Finding::Bound { limit: "links" })), (1, true));
    let two = b"https://badges.example.org/1 and https://badges.example.org/2";
    assert_eq!(opened_with(two, &Limits { links_followed: 1, ..limits() }), 1);
}

fn opened_with(bytes: &[u8], limits: &Limits) -> usize {
    open(bytes, limits).to_follow(limits).count()
}
