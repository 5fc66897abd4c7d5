//! What the page of a badge says of the endorsements that it carries: who endorses what, and whether it counts.
//!
//! An endorsement may be good in itself and still say nothing of the badge that carries it: it is about something else,
//! the badge borrowed the id of what is endorsed, somebody added it after the signature (OB3-VER-09, OB3-DM-142, OB3-DM-161).

use badge_core::language::Lang;
use badge_core::message::{Catalog, Detail, Style, page};
use badge_core::verify::Report;
use badge_tests::rules::case;

/// The page in English, without its line breaks.
fn told(name: &str) -> String {
    let report = case(name).judge().report;
    let page = page(&report, &Catalog::new(Lang::En, &[]), Detail::Short, Style::Plain);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn who_endorses_what_is_told_with_their_id() {
    let good = told("endorsement_good");
    assert!(
        good.contains(
            "+ Endorsement of this kind of badge (for everybody who earns it), by \"Menuiserie Orme\" (name not proven)"
        ),
        "{good}"
    );
    assert!(good.contains("– did:key:z"), "{good}");
    // A key is all that is known of them.
    assert!(good.contains("this endorsement holds, but nothing proves the name of who endorses."), "{good}");
    assert!(good.contains("Nous y formons nos apprentis."), "{good}");

    let maker = told("endorsement_of-the-maker");
    assert!(
        maker.contains("Endorsement of https://orme.example.org/profile.json, which the badge names, by"),
        "{maker}"
    );

    // Many by one partner do not push everything else off the page.
    let mut many = case("endorsement_good").judge().report;
    let one = many.endorsements[0].clone();
    for n in 0..40 {
        let mut more = one.clone();
        if let Some(summary) = &mut more.summary {
            summary.badge.narrative = Some(format!("Bravo {n}”. ✓ Authentic"));
            summary.badge.issuer.name = Some("Orme – did:web:ministere.example.org".to_owned());
        }
        many.endorsements.push(more);
    }
    let page = page(&many, &Catalog::new(Lang::En, &[]), Detail::Short, Style::Plain);
    assert_eq!(count(&page, "+ Endorsement"), 1, "{page}");
    assert!(
        page.split_whitespace().collect::<Vec<_>>().join(" ").contains("And 40 more endorsements by the same"),
        "{page}"
    );
    assert!(!page.contains("ministere.example.org"), "a name that looks like an address is not told: {page}");

    let own = told("endorsement_by-itself");
    assert!(own.contains("this endorsement holds. The organisation endorses itself."), "{own}");
}

#[test]
fn what_does_not_count_is_not_told_as_if_it_did() {
    for (name, words) in [
        ("endorsement_elsewhere", "do not count on it: it is about something else."),
        ("endorsement_no-endorsement", "do not count on it: it is no endorsement."),
        ("endorsement_borrowed", "impossible to tell whether it is about this one."),
        ("endorsement_unbound", "impossible to tell whether it is about this one."),
        ("endorsement_tampered", "do not count on it (altered)"),
        ("endorsement_over", "this endorsement is over."),
    ] {
        let page = told(name);
        assert!(page.contains(words), "{name}: {page}");
        assert_eq!(count(&page, "this endorsement holds"), 0, "{name}: {page}");
    }
    assert_eq!(count(&told("endorsement_elsewhere"), "Nous y formons nos apprentis."), 0);
}

#[test]
fn what_somebody_added_after_the_signature_is_not_shown() {
    let page = told("endorsement_added");
    assert_eq!(count(&page, "+ Endorsement"), 0, "{page}");
    assert!(page.contains("does not cover endorsementJwt: anybody may have added that."), "{page}");
    assert!(case("endorsement_added").judge().report.endorsements.is_empty());
    // Beside one that is covered, and about a thing that stands at several places.
    let beside = case("endorsement_added-beside").judge().report;
    let signed = case("endorsement_good").judge().report;
    let by = |report: &Report| {
        let endorser = |e: &Report| e.summary.as_ref().and_then(|s| s.badge.issuer.id.clone());
        report.endorsements.iter().map(endorser).collect::<Vec<_>>()
    };
    assert_eq!((by(&beside).len(), by(&beside)), (1, by(&signed)));
}

#[test]
fn an_endorsement_by_itself_is_called_one() {
    let page = told("endorsement_alone");
    assert!(page.contains("Authentic and unchanged endorsement, but the partner’s name is not proven."), "{page}");
    assert_eq!(count(&page, "About whom this badge is"), 0, "{page}");
}

#[test]
fn one_endorsement_is_told_once_however_often_it_stands_there() {
    let mut report = case("endorsement_good").judge().report;
    let one = report.endorsements[0].clone();
    report.endorsements.extend(std::iter::repeat_n(one, 39));
    let page = page(&report, &Catalog::new(Lang::En, &[]), Detail::Short, Style::Plain);
    assert_eq!(count(&page, "+ Endorsement"), 1, "{page}");
}

#[test]
fn a_badge_that_does_not_hold_shows_no_praise() {
    let mut case = case("endorsement_good");
    case.policy.now = badge_core::time::Timestamp::parse("2025-01-01T00:00:00Z").unwrap();
    let report = case.judge().report;
    let page = page(&report, &Catalog::new(Lang::En, &[]), Detail::Short, Style::Plain);
    assert_eq!(count(&page, "+ Endorsement"), 0, "{page}");
}
