//! Whatever the files of a place hold: an answer, never a panic; and what is written is read back.

use proptest::prelude::*;

use super::people::{People, Person};
use super::register::Register;
use super::{AchievementFile, Addresses, Place, Slug, Texts, Token, Words};
use crate::language::Lang;
use crate::model::Alignment;

fn slug() -> Slug {
    Slug::parse("a").unwrap()
}

/// A text as the reader keeps it: trimmed, and something.
fn said() -> impl Strategy<Value = String> {
    "[\\PC\n\t\"'\\\\#=\\[\\]]{1,40}".prop_map(|s| s.trim().to_owned()).prop_filter("empty", |s| !s.is_empty())
}

fn words() -> impl Strategy<Value = Words> {
    (proptest::option::of(said()), proptest::option::of(said())).prop_map(|(fr, en)| Words { fr, en })
}

fn texts() -> impl Strategy<Value = Texts> {
    let some = || proptest::option::of(said());
    (some(), some(), some(), some(), proptest::collection::vec(said(), 0..3)).prop_map(
        |(name, description, criteria, picture_alt, tags)| Texts { name, description, criteria, picture_alt, tags },
    )
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in "[a-z=\\[\\]{}\"'.#\n\r\\\\é0-9,:@\u{feff}\u{0} ]{0,80}") {
        for problems in [Place::parse(&text).err(), AchievementFile::parse(slug(), &text).err()].into_iter().flatten() {
            let lines = text.split('\n').count();
            prop_assert!(!problems.0.is_empty());
            prop_assert!(problems.0.iter().all(|p| p.line.is_none_or(|l| (1..=lines).contains(&l))), "{problems}");
        }
        let _ = (Register::parse(text.as_bytes()), People::parse(text.as_bytes()), Addresses::new(&text));
        let _ = (Slug::from_title(&text), Token::parse(&text));
    }

    #[test]
    fn any_register_has_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = (Register::parse(&bytes), People::parse(&bytes));
    }

    #[test]
    fn any_achievement_comes_back(fr in texts(), en in texts(), months in proptest::option::of(1_u32..1_200), name in said()) {
        let mut file = AchievementFile::new(slug());
        (file.fr, file.en, file.valid_months) = (fr, en, months);
        file.alignments.push(Alignment {
            target_name: Some(name.clone()),
            target_url: Some("https://example.org/".into()),
            target_description: Some(name),
            ..Alignment::default()
        });
        prop_assert_eq!(AchievementFile::parse(slug(), &file.to_toml()), Ok(file));
    }

    #[test]
    fn any_place_comes_back(name in said(), description in words(), ladder in words()) {
        let place = Place {
            name,
            email: "a@example.org".into(),
            description,
            ladder_name: ladder,
            ..Place::starter(Lang::Fr)
        };
        prop_assert_eq!(Place::parse(&place.to_toml()), Ok(place));
    }

    #[test]
    fn anybody_comes_back(name in proptest::option::of(".{0,20}"), minor: bool, birth_year in proptest::option::of(1900_i16..2200)) {
        let mut people = People::default();
        people.insert(Token::from_bytes([1; 16]), Person { name, minor, birth_year, ..Person::default() });
        prop_assert_eq!(People::parse(people.to_json().as_bytes()), Ok(people));
    }
}
