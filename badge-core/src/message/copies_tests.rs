//! One badge in several copies, or in two forms, is counted once and told.

use super::super::tests::{at, report};
use super::super::{Answer, Catalog, Detail, Style};
use crate::language::Lang;
use crate::model::Version;
use crate::verify::{Check, CheckCode, Outcome, Reason, Report, Summary, Verdict};
// OB3-VER-50 OB3-VER-51: a badge that was signed again is the same badge; its older copy is told, and not counted.
#[test]
fn two_copies_of_a_badge_are_one_badge() {
    let signed = |from: &str, change: fn(&mut Summary)| {
        let mut one = report();
        let summary = one.summary.as_mut().unwrap();
        summary.badge.valid_from = Some(at(from));
        change(summary);
        one
    };
    let told = |badges: Vec<Report>| {
        let inputs = [crate::verify::Input { input: "a".into(), checks: vec![], badges, links: vec![] }];
        let answer = Answer { inputs: &inputs, at: report().at, asked: true };
        let all: Vec<String> =
            answer.sentences(&Catalog::new(Lang::En, &[])).into_iter().map(|(_, text)| text).collect();
        all.join(" ")
    };
    let first = || signed("2026-03-02T10:00:00Z", |_| {});
    let again = "2026-03-09T10:00:00Z";
    let text = told(vec![signed(again, |_| {}), first(), signed("2026-03-01T10:00:00Z", |_| {})]);
    assert!(text.contains("One badge found"), "{text}");
    for copy in ["No. 2 is an older copy of the same badge: no. 1", "No. 3 is an older copy of the same badge: no. 1"] {
        assert!(text.contains(copy) && text.contains("9 March 2026"), "{text}");
    }
    // In two forms, of another issuer, or in words that nobody signed: each is counted.
    let others: [fn(&mut Summary); 3] = [
        |summary| summary.badge.valid_from = Some(at("2026-03-02T10:00:00Z")),
        |summary| summary.badge.issuer.id = Some("did:web:other.example.org".into()),
        |summary| summary.proven = false,
    ];
    for change in others {
        let text = told(vec![first(), signed(again, change)]);
        assert!(text.contains("2 badges found") && !text.contains("older copy"), "{text}");
    }
}

// A picture may carry one award as Open Badges 2.0 and as 3.0: one badge, with both answers.
#[test]
fn two_forms_of_an_award_are_one_badge() {
    let old = |change: fn(&mut Summary)| {
        let mut one = report();
        let summary = one.summary.as_mut().unwrap();
        summary.badge.version = Version::Ob20;
        summary.badge.id = Some("https://badges.example.org/b/1/assertion.json".into());
        summary.badge.issuer.id = Some("https://badges.example.org/issuer.json".into());
        change(summary);
        one
    };
    let told = |badges: Vec<Report>| {
        let inputs = [crate::verify::Input { input: "a.png".into(), checks: vec![], badges, links: vec![] }];
        let answer = Answer { inputs: &inputs, at: report().at, asked: false };
        let page = |lang| answer.page(&Catalog::new(lang, &[]), Detail::Short, Style::Plain);
        [page(Lang::En), page(Lang::Fr)].map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    for (badges, bad) in [(vec![old(|_| {}), report()], false), (vec![report(), old(|_| {})], true)] {
        let mut badges = badges;
        if bad {
            badges[1].checks.push(Check::new(
                CheckCode::StatusRevocation,
                Outcome::Fail(Reason::Revoked { reason: String::new() }),
            ));
            badges[1].verdict = Verdict::of(&badges[1].checks);
        }
        let [en, fr] = told(badges);
        assert!(
            en.contains("One badge found. No. 1 and no. 2 are one badge in two forms: Open Badges 2.0 and 3.0"),
            "{en}"
        );
        assert!(fr.contains("Un badge trouvé.") && fr.contains("un même badge sous deux formes"), "{fr}");
        assert!(en.contains("1 of 2") && en.contains("2 of 2"), "each has its answer: {en}");
        assert_eq!(en.to_lowercase().contains("revoked"), bad, "{en}");
    }
    // Each has one other form.
    let [en, _] = told(vec![old(|_| {}), report(), old(|_| {})]);
    assert!(en.contains("2 badges found.") && en.matches("in two forms").count() == 1, "{en}");
    let others: [fn(&mut Summary); 7] = [
        |summary| summary.proven = false,
        |summary| summary.badge.version = Version::Ob30,
        |summary| summary.badge.issuer.id = Some("https://other.example.org/issuer.json".into()),
        |summary| summary.badge.issuer.name = Some("Another".into()),
        |summary| summary.badge.achievement.as_mut().unwrap().name = Some("Another".into()),
        |summary| summary.badge.recipient.identities[0].value = "sha256$01".into(),
        |summary| summary.badge.valid_from = Some(at("2026-03-03T10:00:00+01:00")),
    ];
    for change in others {
        let [en, _] = told(vec![old(change), report()]);
        assert!(en.contains("2 badges found.") && !en.contains("in two forms"), "{en}");
    }
}

// A whole cohort in both forms: each with its own other form, and one sentence above the list. Other people's badges beside
// them, however many, do not come between.
#[test]
fn many_awards_in_two_forms_are_told_in_one_sentence() {
    let one = |n: usize, old: bool| {
        let mut one = report();
        let summary = one.summary.as_mut().unwrap();
        summary.badge.recipient.identities[0].value = format!("sha256${n:064x}");
        if old {
            summary.badge.version = Version::Ob20;
            summary.badge.issuer.id = Some("https://badges.example.org/issuer.json".into());
        }
        one
    };
    let told = |badges: Vec<Report>, lang| {
        let inputs = [crate::verify::Input { input: "a".into(), checks: vec![], badges, links: vec![] }];
        let answer = Answer { inputs: &inputs, at: report().at, asked: false };
        answer.sentences(&Catalog::new(lang, &[])).into_iter().map(|s| s.1).collect::<Vec<String>>()
    };
    for (lang, expected) in [
        (Lang::En, ["30 badges found.", "15 badges are here in two forms: Open Badges 2.0 and 3.0."]),
        (Lang::Fr, ["30 badges trouvés.", "15 badges sont ici sous deux formes\u{a0}: Open Badges 2.0 et 3.0."]),
    ] {
        let badges = (0..20).map(|n| one(n, false)).chain((5..30).rev().map(|n| one(n, true))).collect();
        let sentences = told(badges, lang);
        assert!(expected.iter().all(|told| sentences.iter().any(|s| s.starts_with(told))), "{sentences:?}");
        assert_eq!(sentences.len(), 2, "{sentences:?}");
    }
    // More pairs of strangers than are looked at, and behind them two forms of one award.
    let strangers = (0..460).map(|n| one(n, false)).chain((1_000..1_460).map(|n| one(n, true)));
    let badges = strangers.chain([one(7, true)]).collect();
    assert!(told(badges, Lang::En).iter().any(|s| s == "920 badges found."));
}
