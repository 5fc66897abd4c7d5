//! From addresses to badges, with servers that are a table.

use super::*;
use crate::resource::{Answer, Resources};

const BADGE: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"id":"https://a.example.org/badges/1.json"}"#;
const CLASS: &str =
    r#"{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://a.example.org/class.json"}"#;

/// Fetches what is wanted until nothing is, at most so many times.
fn settle(opened: &Opened, rounds: usize, mut fetch: impl FnMut(&Url) -> Answer) -> Opened {
    let mut known = Resources::new();
    for _ in 0..rounds {
        let followed = follow(opened, &known, &limits());
        if followed.wanted.is_empty() {
            break;
        }
        for lookup in followed.wanted {
            known.insert(&lookup.url, fetch(&lookup.url));
        }
    }
    let followed = follow(opened, &known, &limits());
    assert!(followed.wanted.is_empty(), "{:?}", followed.wanted);
    followed.opened
}

/// What is found behind what is opened, the addresses that are still listed, and what was asked for, in its order.
fn followed(given: &[u8], served: &[(&str, &[u8])]) -> (Vec<Presented>, Vec<String>, Vec<String>) {
    let opened = opened(given);
    let mut asked = Vec::new();
    let result = settle(&opened, 8, |url| {
        asked.push(url.as_str().to_owned());
        let page = served.iter().find(|(at, _)| *at == url.as_str());
        page.map_or(Answer::NotFound, |(_, bytes)| match *bytes {
            b"gone" => Answer::Gone(crate::resource::Body::default()),
            bytes => Answer::found(bytes),
        })
    });
    (result.found, result.links.into_iter().map(|l| l.url.as_str().to_owned()).collect(), asked)
}

fn link(url: &str) -> Raw {
    Raw::Link(Url::parse(url).unwrap())
}

fn address(url: &str) -> Wrapping {
    Wrapping::Address { url: Url::parse(url).unwrap() }
}

#[test]
fn what_is_served_is_opened_like_a_file() {
    let url = "https://a.example.org/1";
    let baked = baked(&picture(), Keyword::OpenBadgeCredential, BADGE);
    for bytes in [BADGE.as_bytes(), &baked] {
        assert_eq!(followed(url.as_bytes(), &[(url, bytes)]).0, [Presented::bare(link(url))]);
    }
    // What is no badge, or is not there, stays the address that was given: the verifier tells why.
    for served in [&[(url, CLASS.as_bytes())][..], &[(url, b"gone")], &[], &[(url, b"Bonjour")]] {
        assert_eq!(followed(url.as_bytes(), served).0, [Presented::bare(link(url))], "{served:?}");
    }
    let mut zip =
        crate::zip::ZipWriter::new(Vec::new(), crate::time::Timestamp::parse("2026-03-02T09:30:10Z").unwrap());
    zip.add("b.json", BADGE.as_bytes()).unwrap();
    let zip = zip.finish().unwrap();
    let found = followed(url.as_bytes(), &[(url, &zip)]).0;
    assert_eq!(found[0].raw, Raw::Json(BADGE.into()));
    assert_eq!(found[0].via, [address(url), Wrapping::Entry { name: "b.json".into() }]);
}

#[cfg(feature = "markup")]
#[test]
fn a_page_leads_to_its_badge() {
    let page = "https://a.example.org/b/1/";
    let links = "<a href=badge-2.json>x</a><a href=/badges/2>y</a><img src=badge.png>";
    let named = format!("<link rel=alternate type=application/json href=credential.json>{links}");
    let credential = "https://a.example.org/b/1/credential.json";
    // What it names is enough: nothing else is asked for.
    let (found, _, asked) = followed(page.as_bytes(), &[(page, named.as_bytes()), (credential, BADGE.as_bytes())]);
    let metadata = Wrapping::Markup { place: MarkupPlace::Metadata };
    assert_eq!(found, [Presented { raw: link(credential), via: vec![address(page), metadata], also: vec![] }]);
    assert_eq!(asked, [page, credential]);
    // It names nothing: its links, and of its pictures only when these lead nowhere.
    let one = "https://a.example.org/b/1/badge-2.json";
    let html = format!("<html>{links}");
    let (found, _, asked) = followed(page.as_bytes(), &[(page, html.as_bytes()), (one, BADGE.as_bytes())]);
    assert_eq!((found[0].raw.clone(), asked.len()), (link(one), 3));
    let baked = baked(&picture(), Keyword::OpenBadgeCredential, BADGE);
    let png = "https://a.example.org/b/1/badge.png";
    let (found, _, asked) = followed(page.as_bytes(), &[(page, html.as_bytes()), (png, &baked)]);
    assert_eq!((found[0].raw.clone(), asked.len()), (link(png), 4));
    // A badge that was withdrawn is one.
    let (found, ..) = followed(page.as_bytes(), &[(page, named.as_bytes()), (credential, b"gone")]);
    assert_eq!(found[0].raw, link(credential));
}

#[cfg(feature = "markup")]
#[test]
fn the_way_ends() {
    // Each page leads to five others.
    let page = |n: usize| {
        (1..=5).map(|k| format!("<a href=https://a.example.org/badges/{}>x</a>", n * 5 + k)).collect::<String>()
    };
    let opened = opened(b"https://a.example.org/badges/0");
    let mut asked = 0;
    let result = settle(&opened, 8, |url| {
        asked += 1;
        let n: usize = url.as_str().rsplit('/').next().unwrap().parse().unwrap();
        Answer::found(format!("<html>{}", page(n)))
    });
    assert_eq!((result.found, asked), (opened.found.clone(), 31), "one page, its five, and theirs");
    // A page that leads to itself.
    let circle = "<link rel=alternate type=application/json href=''><a href=/badges/0#a>x</a>";
    let (_, _, asked) =
        followed(b"https://a.example.org/badges/0", &[("https://a.example.org/badges/0", circle.as_bytes())]);
    assert_eq!(asked.len(), 1);
}

#[test]
fn addresses_in_a_text_are_followed_and_the_rest_is_listed() {
    let (one, none, away) = (
        "https://a.example.org/badges/1.json",
        "https://a.example.org/badges/2.json",
        "https://a.example.org/badges/3.json",
    );
    let text = format!("Voici {one} et {none} et {away}");
    let (found, links, _) = followed(text.as_bytes(), &[(one, BADGE.as_bytes()), (none, CLASS.as_bytes())]);
    assert_eq!(found, [Presented { raw: link(one), via: vec![Wrapping::Text], also: vec![] }]);
    assert_eq!(links, [away]);
}

#[test]
fn a_platform_is_asked_for_its_data_first() {
    let page = "https://moodle.example.org/badges/badge.php?hash=0123456789abcdef";
    let data = "https://moodle.example.org/badges/assertion.php?b=0123456789abcdef&obversion=2";
    let (found, _, asked) = followed(page.as_bytes(), &[(data, BADGE.as_bytes())]);
    assert_eq!(found, [Presented { raw: link(data), via: vec![address(page)], also: vec![] }]);
    assert_eq!(asked, [data]);
    let (_, _, asked) = followed(page.as_bytes(), &[]);
    assert_eq!(asked, [data, page]);
}
