//! The pages of a place as its folder and its register say.

use super::tests::{page, page_of};
use super::*;

const PLACE: &str = r#"
schema = "badge-place/1"
languages = ["fr", "en"]
[profile]
name = "Atelier d'exemple"
email = "bonjour@example.org"
[publish]
url = "https://badges.example.org/atelier"
[ladder]
fr.name = "Nos niveaux"
[[level]]
id = "je-pratique"
fr.name = "je pratique"
en.name = "I practise"
[[kind]]
id = "savoir-faire"
fr.name = "Savoir-faire"
"#;

const ACHIEVEMENT: &str = r#"
kind = "savoir-faire"
level = "je-pratique"
related = ["couture", "https://autre.example.org/a/1"]
[fr]
name = "Souder"
description = "Souder deux pièces."
criteria = "Souder **seul**."
tags = ["métal"]
"#;

pub(super) fn place() -> (crate::place::Place, crate::place::AchievementFile) {
    use crate::place::{AchievementFile, Place, Slug};
    (Place::parse(PLACE).unwrap(), AchievementFile::parse(Slug::parse("souder").unwrap(), ACHIEVEMENT).unwrap())
}

#[test]
fn a_place_as_its_folder_says() {
    let (place, what) = place();
    let site = Site::of(&place, &[what], &[], 1, Award::samples()[0].badge.valid_from.unwrap());
    let files = publish(&site, []).unwrap();
    let html = |path: &str| {
        let file = files.iter().find(|f| f.path == path).unwrap_or_else(|| panic!("{path}"));
        assert_eq!(file.media_type, "text/html");
        std::str::from_utf8(&file.bytes).unwrap()
    };
    let page = html("achievements/souder.html");
    for said in [
        "<h1 dir=\"auto\">Souder</h1>",
        "Souder <strong>seul</strong>.",
        "class=\"mark level\">je pratique<",
        "<span class=\"mark\">métal</span>",
        "https://autre.example.org/a/1",
        "aria-current=\"step\">je pratique<",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // The level is neither a keyword nor a foreign skill, and the page does not send people to itself (D-07).
    assert!(!page.contains("<span class=\"mark\">je pratique</span>") && !page.contains("Compétences reliées"));
    assert!(!page.contains("site-criteria-page") && !page.contains(">Lire la page qui le décrit<"));
    let english = html("achievements/souder.en.html");
    assert!(english.contains("<article lang=\"fr\">") && english.contains("described in another language"));
    assert!(html("levels.html").contains("Nos niveaux") && html("index.html").contains("Souder"));
}

#[test]
fn an_award_as_the_register_says() {
    use crate::issue::Format;
    use crate::model::Evidence;
    use crate::place::register::{AwardStatus, Digest, Entry, Issued};
    let sample = Award::samples().swap_remove(0);
    let at = sample.badge.valid_from.unwrap();
    let award = crate::place::register::Award {
        token: sample.token,
        person: None,
        achievement: sample.achievement.unwrap(),
        language: Lang::Fr,
        date: at,
        expires: None,
        status: None,
        credentials: vec![Issued { format: Format::Ob3Jwt, id: "urn:uuid:1".into(), sha256: Digest::of(b"") }],
        files: [("badge.png", Digest::of(b"")), ("card.pdf", Digest::of(b""))].into(),
        replaces: None,
        card: false,
        cohort: None,
    };
    let entry = Entry { award, at, status: AwardStatus::Active };
    let mut badge = sample.badge;
    let own = "https://badges.example.org/atelier/b/01010101010101010101010101010101/assertion.json";
    badge.evidence = vec![
        Evidence { narrative: Some("Un essai.\n\nLieu : Caen, au fond".into()), ..Evidence::default() },
        Evidence { id: Some(own.into()), ..Evidence::default() },
    ];
    let award = Award::of(&entry, badge);
    assert_eq!(award.location.as_deref(), Some("Caen, au fond"));
    assert_eq!(award.files, [AwardFile::Png, AwardFile::CredentialJws]);
    let html = page(&award);
    assert_eq!(html.matches("Caen, au fond").count(), 1);
    assert!(html.contains("Un essai.") && !html.contains(own) && html.contains("href=\"credential.jws\""), "{html}");
    let alone = Evidence { narrative: Some("Where: Caen".into()), ..Evidence::default() };
    assert_eq!(of_place::trace_without(&alone, Some("Caen")), None);
    assert_eq!(of_place::trace_without(&alone, Some("Paris")).as_ref(), Some(&alone));
}

// D-10
#[test]
fn a_claimed_card_says_so_and_not_by_whom() {
    let mut award = Award::samples().swap_remove(0);
    let since = award.badge.valid_from.unwrap();
    award.recipient = None;
    award.status = crate::place::register::AwardStatus::Revoked { since, reason: Some("superseded".into()) };
    award.card = true;
    for (lang, claimed, replaced) in [
        (Lang::Fr, "La carte a été réclamée le", "Un autre badge a pris sa place"),
        (Lang::En, "This card was claimed on", "Another badge took its place"),
    ] {
        let site = Site { languages: vec![lang], ..Site::samples().swap_remove(0) };
        let html = page_of(&site, &award);
        assert!(html.contains(claimed) && !html.contains(replaced) && !html.contains("superseded"), "{html}");
        let other = Award { card: false, ..award.clone() };
        let html = page_of(&site, &other);
        assert!(html.contains(replaced) && !html.contains(claimed), "{html}");
    }
}
