//! The page of a report: whole, alone, readable, and deaf to what badges say.

use super::report;
use super::tests::{attribute, tags};
use crate::container::open;
use crate::crypto::sha256;
use crate::language::Lang;
use crate::limits::Limits;
use crate::message::{Answer, Detail};
use crate::resource::Resources;
use crate::text::{base64, from_base64};
use crate::time::Timestamp;
use crate::verify::{self, KnownIdentifier, Policy, opened_checks};

const PNG: &[u8] = include_bytes!("../../../fixtures/badges/container_png/badge.png");
const SVG: &[u8] = include_bytes!("../../../fixtures/badges/container_svg/badge.svg");
const ALTERED: &[u8] = include_bytes!("../../../fixtures/badges/proof_tampered/badge.json");

fn policy() -> Policy {
    Policy::at(Timestamp::parse("2026-06-01T12:00:00Z").unwrap())
}

fn input(name: &str, bytes: &[u8], policy: &Policy) -> verify::Input {
    let opened = open(bytes, &policy.limits);
    let judge = |presented| verify::verify(presented, &Resources::new(), policy).report;
    let badges = opened.found.iter().map(judge).collect();
    verify::Input { input: name.to_owned(), checks: opened_checks(&opened), badges, links: Vec::new() }
}

fn page(inputs: &[verify::Input], pictures: &[Option<&[u8]>], lang: Lang, detail: Detail) -> String {
    let answer = Answer { inputs, at: policy().now, asked: false };
    report(&answer, pictures, lang, detail).unwrap()
}

/// Everything that holds for every page, and its tags.
fn held(html: &str, lang: Lang) -> Vec<(String, Vec<(String, String)>)> {
    for missing in ["[report-", "[page-", "[headline-", "[answer-", "[found", "{ $", "{%", "{{"] {
        assert!(!html.contains(missing), "{missing}");
    }
    // The style is the only one that the page's own policy allows; its text is no markup to be read.
    let (before, rest) = html.split_once("<style>").unwrap();
    let (style, after) = rest.split_once("</style>").unwrap();
    assert!(before.contains(&format!("style-src 'sha256-{}'", base64(&sha256(style.as_bytes())))));
    assert!(!style.contains("url(") && !style.contains("@import"));
    let all = tags("report", &format!("{before}{after}"));
    let count = |name: &str| all.iter().filter(|t| t.0 == name).count();
    for once in ["html", "head", "title", "body", "header", "main", "footer", "h1"] {
        assert_eq!(count(once), 1, "{once}");
    }
    for never in ["script", "link", "iframe", "object", "form", "svg", "base"] {
        assert_eq!(count(never), 0, "{never}");
    }
    assert_eq!(attribute(&all[0], "lang"), Some(lang.tag()));
    let mut last = 0;
    for level in all.iter().filter_map(|t| t.0.strip_prefix('h')).filter_map(|d| d.parse::<u32>().ok()) {
        assert!(level <= last + 1, "a heading of level {level} after {last}");
        last = level;
    }
    let ids: Vec<&str> = all.iter().filter_map(|t| attribute(t, "id")).collect();
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "an id stands twice");
    for tag in &all {
        for (name, value) in &tag.1 {
            assert!(!name.starts_with("on") && name != "style" && name != "srcset", "{name} in <{}>", tag.0);
            match name.as_str() {
                "src" => assert!(value.starts_with("data:image/"), "{value}"),
                "href" => assert!(ids.contains(&value.trim_start_matches('#')), "{value}"),
                "aria-labelledby" => assert!(value.split(' ').all(|id| ids.contains(&id)), "{value}"),
                _ => {}
            }
        }
        assert!(tag.0 != "th" || attribute(tag, "scope").is_some(), "a heading of nothing");
        assert!(tag.0 != "img" || attribute(tag, "alt").is_some_and(|alt| !alt.is_empty()));
    }
    assert_eq!(count("table"), count("caption"));
    all
}

#[test]
fn one_badge_is_told_with_the_verdict_first() {
    let inputs = [input("badge.png", PNG, &policy())];
    for (lang, verdict, words) in [
        (Lang::Fr, "Authentique et non modifié", "Ce que dit ce badge"),
        (Lang::En, "Authentic", "What this badge says"),
    ] {
        for detail in [Detail::Short, Detail::Explain] {
            let html = page(&inputs, &[Some(PNG)], lang, detail);
            held(&html, lang);
            let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{lang}: no {text}"));
            assert!(at("<h1>") < at(verdict) && at(verdict) < at(words) && at(words) < at("id=\"checks-1\""));
            // The badge speaks French: an English page says so.
            assert_eq!(html.contains(" lang=\"fr\">Découpe laser"), lang == Lang::En, "{lang}");
            assert_eq!(html.contains("proof.signature"), detail == Detail::Explain);
        }
    }
}

#[test]
fn pictures_are_made_anew_or_left_out() {
    let inputs = [input("badge.png", PNG, &policy())];
    let html = page(&inputs, &[Some(PNG)], Lang::Fr, Detail::Short);
    let data = html.split("data:image/png;base64,").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let shown = from_base64(data).unwrap();
    // No badge, and no text of any kind, travels on in it.
    assert!(open(&shown, &Limits::default()).found.is_empty());
    for chunk in [b"iTXt", b"tEXt", b"zTXt", b"eXIf"] {
        assert!(!shown.windows(4).any(|w| w == chunk));
    }
    let info = crate::container::picture_info(&shown, &Limits::default()).unwrap();
    assert!(info.width.max(info.height) <= 480, "{info:?}");
    // A drawing that is harmless is shown as it is; one that is not, and a damaged picture, are left out.
    let drawn = [input("badge.svg", SVG, &policy())];
    assert!(page(&drawn, &[Some(SVG)], Lang::Fr, Detail::Short).contains("data:image/svg+xml;base64,"));
    let bad = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    for left_out in [&bad[..], &PNG[..PNG.len() / 2], b"GIF89a", b""] {
        let html = page(&inputs, &[Some(left_out)], Lang::Fr, Detail::Short);
        assert!(!html.contains("<img"), "{left_out:?}");
        held(&html, Lang::Fr);
    }
}

#[test]
fn unproven_words_stand_under_a_title_that_says_so() {
    let html = page(&[input("badge.json", ALTERED, &policy())], &[], Lang::Fr, Detail::Short);
    held(&html, Lang::Fr);
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("modifié après sa signature") < at("sans preuve") && at("sans preuve") < at("Découpe laser"));
    assert!(at("n’importe qui a pu les écrire") < at("Découpe laser"));
    assert!(!html.contains("verdict good"));
}

// What the reader asked is answered first, of one badge as of several.
#[test]
fn of_one_badge_whose_it_is_comes_before_the_verdict() {
    let mut asking = policy();
    asking.recipient.push(KnownIdentifier::parse("nobody@example.org"));
    let inputs = [input("a.png", PNG, &asking)];
    let answer = Answer { inputs: &inputs, at: asking.now, asked: true };
    for (lang, about) in [(Lang::Fr, "✗ Le badge parle d’une autre"), (Lang::En, "✗ The badge is about another person")]
    {
        let html = report(&answer, &[Some(PNG)], lang, Detail::Short).unwrap();
        held(&html, lang);
        let (person, verdict) = (html.find("verdict person bad"), html.find("verdict good"));
        assert!(person.is_some() && person < verdict, "{person:?} {verdict:?}");
        let text = answer.page(&crate::message::Catalog::new(lang, &[]), Detail::Short, crate::message::Style::Plain);
        assert!(text.starts_with(about) && text.contains("\n✓ "), "{text}");
    }
}

#[test]
fn several_badges_are_listed_first_and_theirs_before_all() {
    let mut asking = policy();
    asking.recipient.push(KnownIdentifier::parse("nobody@example.org"));
    let inputs = [
        input("a.png", PNG, &asking),
        input("b.json", ALTERED, &asking),
        input("photo.jpg", b"\xff\xd8\xff\xe0 a photograph", &asking),
    ];
    let answer = Answer { inputs: &inputs, at: asking.now, asked: true };
    for lang in Lang::ALL {
        let html = report(&answer, &[Some(PNG), None, None], lang, Detail::Short).unwrap();
        let all = held(&html, lang);
        assert_eq!(all.iter().filter(|t| t.0 == "article").count(), 3);
        assert_eq!(all.iter().filter(|t| t.0 == "h2").count(), 3);
    }
    let text = answer.page(&crate::message::Catalog::new(Lang::Fr, &[]), Detail::Short, crate::message::Style::Plain);
    let first: Vec<&str> = text.lines().take(4).collect();
    assert_eq!(
        first,
        [
            "✗ Un badge parle d’une autre personne.",
            "? Pour un badge, on ne peut pas savoir de qui il parle.",
            "2 badges trouvés.",
            "3 fichiers ou liens regardés."
        ]
    );
    assert!(text.contains("  1. ? parle d’une autre personne\n"), "{text}");
    assert!(text.contains("sans preuve\u{a0}: Découpe laser"), "{text}");
    assert!(text.contains("  3. ✗ pas de badge\n       photo.jpg\n"), "{text}");
    let many: Vec<verify::Input> = (0..101).map(|n| input(&format!("{n}.json"), ALTERED, &asking)).collect();
    let long = page(&many, &[], Lang::En, Detail::Short);
    assert!(!held(&long, Lang::En).iter().any(|t| t.0 == "article"));
    assert!(long.len() < 100_000, "{}", long.len());
}

#[test]
fn hostile_words_stay_words() {
    let evil = "</p><script>alert(1)</script>\u{202e}\u{2066}\u{1b}[2J\" onload=\"x\u{0}";
    let mut one = input("a\"><img src=x onerror=alert(1)>.png", PNG, &policy());
    one.checks.clear();
    let badge = &mut one.badges[0].summary.as_mut().unwrap().badge;
    badge.language = Some("fr\" onclick=\"alert(1)".into());
    badge.id = Some(evil.repeat(100));
    badge.issuer.name = Some(evil.into());
    badge.narrative = Some("très long ".repeat(10_000));
    let achievement = badge.achievement.as_mut().unwrap();
    achievement.name = Some(evil.into());
    achievement.description = Some(format!("{evil}{}", "x".repeat(100_000)));
    for check in &mut one.badges[0].checks {
        check.findings.push(verify::Finding { name: "key", value: format!("{evil}\n{evil}") });
    }
    for lang in Lang::ALL {
        for detail in [Detail::Short, Detail::Explain] {
            let html = page(&[one.clone(), one.clone()], &[Some(PNG), None], lang, detail);
            held(&html, lang);
            assert!(!html.contains("<script") && !html.contains("onerror=alert(1)>") && !html.contains('\u{202e}'));
            assert!(html.chars().all(|c| c == '\n' || !c.is_control()));
            assert!(html.len() < 400_000, "{}", html.len());
        }
    }
}
